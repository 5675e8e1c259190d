from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.meeting import gather, meetings
from onrecord.linking.memory import give_back
from onrecord.linking.utterances import Utterances, find_utterances
from onrecord.linking.windows import windows
from onrecord.model import Story
from tests.linking.articles import QUOTE, article, shown

OTHER = "“The harbour office will open its books to the auditors before the end of the week.”"
DAYS = [f"2025-03-{day:02d}" for day in range(1, 29)]


def in_windows(analyses, size, stories=()):
    found = Utterances(analyses, stories)
    for window in windows(analyses, stories, size):
        found.read(window)
    return found.all()


def told(found):
    return [(u.speaker, u.relation, [(v.article, v.at) for v in u.variants]) for u in found]


def reports():
    """A month of articles, each with words of its own; a few are told again on the next day, one after weeks."""
    wards = [f"“Ward {n} of the Tarn clinic keeps {20 + n} beds free for winter.”" for n in range(28)]
    made = [article(f"n{n}", ("Oda Brask", ward), day=DAYS[n]) for n, ward in enumerate(wards)]
    made += [article("q1", ("Mara Lind", QUOTE), day=DAYS[3]), article("q2", ("Mara Lind", QUOTE), day=DAYS[4])]
    made += [article("q3", ("Mara Lind", QUOTE.replace("at dawn ", "")), day=DAYS[4])]
    return [*made, article("r1", ("Pell Orne", OTHER), day=DAYS[2]), article("r2", ("Pell Orne", OTHER), day=DAYS[27])]


@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_windows_find_what_the_whole_has(size):
    whole = find_utterances(reports())
    assert [[v.article for v in u.variants] for u in whole] == [["r1", "r2"], ["q1", "q2", "q3"]]
    assert told(in_windows(reports(), size)) == told(whole)


def test_a_copy_is_known_however_late_it_comes():
    late = [article(f"r{n}", ("Pell Orne", OTHER), day=DAYS[9 * n]) for n in range(3)]
    (found,) = in_windows([*reports()[:28], *late], 4)
    assert [v.article for v in found.variants] == ["r0", "r1", "r2"] and found.relation == "identical"


def test_an_utterance_goes_on_over_several_windows():
    chain = [article(f"q{n}", ("Mara Lind", QUOTE if n % 2 else QUOTE.replace("at dawn ", "")), day=DAYS[n]) for n in range(9)]
    (found,) = in_windows(chain, 2)
    assert len(found.variants) == 9 and found.relation == "shortened"


def test_articles_without_a_day_stand_with_their_story():
    dated = reports()
    undated = replace(dated[28], article=replace(dated[28].article, id="u", published=None))
    stories = [Story("s", "", ("q1", "u"))]
    found = windows([*dated, undated], stories, 5)
    assert sorted(p for w in found for p in w.articles) == list(range(len(dated) + 1))
    order = [p for w in found for p in w.articles]
    assert order.index(len(dated)) == order.index(28) + 1
    assert [w.stories for w in found].count((0,)) == 1
    told = [[v.article for v in u.variants] for u in in_windows([*dated, undated], 5, stories) if u.speaker == "Mara Lind"]
    assert [sorted(articles) for articles in told] == [["q1", "q2", "q3", "u"]]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([QUOTE, OTHER, "“No.”", ""]), st.sampled_from([None, "soon", *DAYS[:6]])), max_size=12),
    st.integers(1, 5),
)
def test_any_set_in_any_windows(chosen, size):
    analyses = [article(f"a{n}", ("Mara Lind", text), day=day) if text else article(f"a{n}") for n, (text, day) in enumerate(chosen)]
    stories = [Story("s", "", tuple(f"a{n}" for n in range(0, len(chosen), 2)))] if chosen else []
    assert sorted(p for w in windows(analyses, stories, size) for p in w.articles) == list(range(len(analyses)))
    assert sorted(s for w in windows(analyses, stories, size) for s in w.stories) == list(range(len(stories) if analyses else 0))
    for utterance in in_windows(analyses, size, stories):
        assert len(utterance.variants) > 1 == len(set(shown(analyses, utterance)))
        assert len({(v.article, v.at) for v in utterance.variants}) == len(utterance.variants)


def test_stories_without_articles_of_the_set():
    (window,) = windows([article("a")], [Story("s", "", ("nowhere",))])
    assert window.stories == (0,) and not windows([], [Story("s", "", ("a",))])


def test_pairs_in_ranges_are_those_of_all_at_once(monkeypatch):
    rng = np.random.default_rng(5)
    sets = gather([np.unique(rng.integers(0, 600, 40).astype(np.uint64)) for _ in range(300)])
    whole = meetings(sets, 2, 0.1)
    monkeypatch.setattr("onrecord.linking.meeting.CHUNK", 50)
    assert meetings(sets, 2, 0.1) == whole and whole


def test_memory_is_given_back_only_where_the_c_library_can(monkeypatch):
    give_back()
    monkeypatch.setattr("ctypes.CDLL", lambda name: object())
    assert not give_back(), "a C library without malloc_trim"
    monkeypatch.setattr("sys.platform", "win32")
    assert not give_back()
