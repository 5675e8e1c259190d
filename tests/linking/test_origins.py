"""Origins: copied text is found when cut, reworked and re-posted, and nothing else is taken for it."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.meeting import gather, meetings
from onrecord.linking.origins import find_origins
from onrecord.linking.origins.passages import shared_passages
from onrecord.linking.shingles import hashes_of, plain, sample, shingles, split, words_of
from onrecord.model import Analysis, Article

CASES = Path(__file__).parent.parent / "cases" / "origins.csv"


def article(number: int | str, text: str, outlet: str | None = None, published: str | None = None) -> Analysis:
    return Analysis(Article(f"a{number}", text, outlet=outlet, published=published))


def groups(*texts: str) -> list[set[int]]:
    return [{int(i[1:]) for i in o.articles} for o in find_origins([article(n, t) for n, t in enumerate(texts)])]


def prose(seed: int, words: int) -> str:
    """Made-up words in sentences: no two seeds share a run of them."""
    rng = random.Random(seed)
    found = ["".join(rng.choices("bdfgklmnprstv", k=1)[0] + rng.choice("aeiou") for _ in range(rng.randint(1, 4))) for _ in range(words)]
    return " ".join(w + ("." if n % 14 == 13 else "") for n, w in enumerate(found)).capitalize()


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("case", cases(), ids=lambda c: c["guards"])
def test_cases(case):
    assert bool(groups(case["a"], case["b"])) == (case["same"] == "yes"), case["guards"]


def test_a_third_of_a_wire_story_is_still_that_story():
    wire = prose(1, 300)
    cut = " ".join(wire.split()[:110]) + " " + prose(2, 150)
    assert groups(wire, cut, prose(3, 280)) == [{0, 1}]


def test_moved_paragraphs_are_found():
    one, two, three = prose(1, 80), prose(2, 80), prose(3, 80)
    found = find_origins([article(0, f"{one} {two} {three}"), article(1, f"{three} {one} {two}")])
    assert len(found) == 1 and found[0].containment > 0.9
    assert sum(s.words for s in found[0].shared) > 220


def test_shared_passages_are_the_same_words():
    wire = prose(1, 120)
    a, b = f"{prose(2, 40)} {wire} {prose(3, 30)}", f"{prose(4, 60)} {wire}"
    (origin,) = find_origins([article(0, a), article(1, b)])
    (shared,) = origin.shared
    assert split(a[shared.at_a.start : shared.at_a.end]) == split(b[shared.at_b.start : shared.at_b.end]) == split(wire)
    assert origin.reasons


def test_repeating_oneself_does_not_make_a_passage_longer():
    headline, wire = prose(1, 20), prose(2, 100)
    repeated = f"{headline}\n{headline}\n{headline}\n{headline}\n{headline}\n{prose(3, 120)}"
    assert groups(f"{headline} {wire}", repeated) == []


def test_a_speech_quoted_by_two_is_no_origin():
    speech = prose(1, 90)
    assert groups(f"{prose(2, 70)} “{speech}” {prose(3, 50)}", f"{prose(4, 60)} “{speech}” {prose(5, 60)}") == []
    assert groups(f"{prose(2, 70)} {speech} {prose(3, 50)}", f"{prose(4, 60)} {speech} {prose(5, 60)}") == [{0, 1}]


def test_boilerplate_of_an_outlet_is_no_copied_text():
    menu = prose(99, 90)
    same = [article(n, f"{prose(n, 80)} {menu}", "The Daily Bugle") for n in range(8)]
    assert find_origins(same) == ()
    assert find_origins([article(n, menu, "The Daily Bugle") for n in range(8)]) != ()


def test_background_that_comes_back_for_months_is_no_copied_text():
    background = prose(99, 60)
    weeks = [article(n, f"{prose(n, 70)} {background}", f"outlet {n}", f"2017-0{1 + n}-15") for n in range(8)]
    weeks.append(article(8, f"{prose(8, 70)} {background}", "outlet 8", "2017-08-16"))
    assert find_origins(weeks) == ()


def test_a_round_up_of_two_wire_stories_does_not_make_them_one():
    one, two = prose(1, 120), prose(2, 120)
    found = groups(one, f"{one} {prose(3, 15)}", two, f"{two} {prose(4, 15)}", f"{one} {two}")
    assert len(found) == 2 and not any({0, 2} <= g for g in found)


def test_a_thousand_copies_are_one_origin():
    wire = prose(1, 200)
    exact = [article(n, wire) for n in range(1000)]
    (origin,) = find_origins(exact)
    assert len(origin.articles) == 1000 and len(origin.shared) < 100
    near = [article(n, f"{prose(n + 10, 6)} {wire} {n}") for n in range(1000)]
    (origin,) = find_origins(near)
    assert len(origin.articles) == 1000


def test_earliest_first_and_one_origin_an_article():
    wire = prose(1, 80)
    dated = [article(0, wire, published="2020-05-03"), article(1, wire + " x", published="2020-05-01")]
    found = find_origins([*dated, article(2, wire + " y")])
    assert [o.articles for o in found] == [("a1", "a0", "a2")]


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["", ""],
        ["word"],
        ["word", "word"],
        ["7 7 7 7", "7 7 7 7"],
        ["\x00\x01", "\x00\x01"],
        ["a" * 1_000_000, "a" * 1_000_000 + "b"],
        ["na " * 50_000, "na " * 40_000],
        ["٣٤٥ " * 30, "345 " * 30],
        [prose(n, 60) for n in range(5)],
    ],
    ids=["none", "empty", "empties", "word", "same word", "digits", "control", "no spaces", "one word", "two scripts", "apart"],
)
def test_bad_input_is_quiet(texts):
    assert all(len(o.articles) > 1 for o in find_origins([article(n, t) for n, t in enumerate(texts)]))


def test_articles_of_one_id_are_one_article():
    assert find_origins([article(0, prose(1, 60)), article(0, prose(1, 60))]) == ()


def test_impossible_dates_are_no_dates():
    wire = prose(1, 80)
    assert len(find_origins([article(0, wire, published="2020-99-99"), article(1, wire + " x", published="x")])) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 8), max_size=60), st.lists(st.integers(0, 8), max_size=60))
def test_passages_agree_word_by_word_and_do_not_overlap(a, b):
    found = shared_passages(np.array(a, np.uint64), np.array(b, np.uint64), 3, 0.5)
    assert all(a[p.a[0]] == b[p.b[0]] and a[p.a[1] - 1] == b[p.b[1] - 1] for p in found)
    for side in (0, 1):
        used = [place for p in found for place in range(*(p.a, p.b)[side])]
        assert len(used) == len(set(used))
    assert all(3 <= p.words <= min(p.a[1] - p.a[0], p.b[1] - p.b[0]) for p in found)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_words_stand_where_they_say(text):
    words = words_of(text)
    assert [plain(text[s:e]) for s, e in zip(words.starts, words.ends, strict=True)] == split(text)
    assert words.hashes.tolist() == hashes_of(text).tolist()


def test_words_are_compared_as_archives_write_them():
    assert split("The U.S.-backed force’s 1,300 men, at 6.30 a.m.") == split("the US backed forces 1300 men at 630 am")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sets(st.integers(0, 30), max_size=10), max_size=12))
def test_everything_that_shares_enough_meets(sets):
    found = {(m.a, m.b) for m in meetings(gather([np.array(sorted(s), np.uint64) for s in sets]), 2, 0.0)}
    wanted = {(a, b) for b in range(len(sets)) for a in range(b) if len(sets[a] & sets[b]) >= min(2, len(sets[a]), len(sets[b])) > 0}
    assert {p for p in wanted if sets[p[0]] & sets[p[1]]} == found


def test_samples_can_be_compared():
    values = shingles(hashes_of(prose(1, 400)), 5)
    part = shingles(hashes_of(" ".join(prose(1, 400).split()[100:300])), 5)
    assert set(sample(part, 4).tolist()) <= set(sample(values, 4).tolist())
