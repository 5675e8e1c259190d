"""Stories: articles on one event come together, articles on two events of one sort stay apart, at once and one after another."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.stories import b_cubed, gold, text_of
from onrecord.linking.days import day_of
from onrecord.linking.origins import find_origins
from onrecord.linking.shingles import mixed
from onrecord.linking.stories import StoryIndex, find_stories
from onrecord.linking.stories.groups import group_of, likeness
from onrecord.linking.stories.telling import title_of
from onrecord.linking.stories.traits import pairs, traits_of
from onrecord.linking.vectors import Counts, SetCounts, counted, key
from onrecord.model import Analysis, Article, Entity, Place, Span, Time

FIRE = (
    "A fire destroyed the grain hall at Tarnwick harbour on Monday. Fire chief Odile Brant said the grain hall roof fell in before dawn.",
    "Tarnwick harbour was closed after flames destroyed its grain hall. The cause is unknown, fire chief Odile Brant told reporters.",
    "Odile Brant, who leads the Tarnwick fire brigade, praised crews who fought the grain hall blaze until the roof fell in.",
)
STRIKE = (
    "Tram drivers in Velmont began a strike over night shifts. Union leader Pavel Rusk said the tram depot gates would stay shut.",
    "The Velmont tram depot gates stayed shut as drivers refused night shifts. Pavel Rusk of the drivers union said talks had failed.",
)
OTHER_FIRE = "A fire at a paper mill in Osterby burned for two days. Fire chief Lena Quist said nobody was hurt and the mill would reopen."


def article(number: int | str, text: str, published: str | None = None, title: str | None = None, names: tuple[str, ...] = ()) -> Analysis:
    found = [Entity(Span(text.index(n), text.index(n) + len(n)), n, "person", n.lower().replace(" ", "-")) for n in names if n in text]
    return Analysis(Article(f"a{number}", text, title=title, published=published), entities=tuple(found))


def both() -> list[Analysis]:
    return [article(n, t, names=("Odile Brant", "Pavel Rusk", "Lena Quist")) for n, t in enumerate((*FIRE, *STRIKE, OTHER_FIRE))]


def grouped(analyses: list[Analysis]) -> set[frozenset[str]]:
    return {frozenset(s.articles) for s in find_stories(analyses, find_origins(analyses))}


EVENTS = {frozenset({"a0", "a1", "a2"}), frozenset({"a3", "a4"}), frozenset({"a5"})}


def test_articles_on_one_event_are_a_story():
    assert grouped(both()) == EVENTS


def test_the_order_of_the_articles_does_not_matter():
    shuffled = both()
    for seed in range(5):
        random.Random(seed).shuffle(shuffled)
        assert grouped(shuffled) == EVENTS


def test_one_after_another_comes_to_the_same():
    index = StoryIndex()
    ids = [index.add(a) for a in both()]
    assert {frozenset(s) for s in index.stories.values()} == EVENTS
    assert ids[0] == ids[1] == ids[2] != ids[3] == ids[4] != ids[5]
    assert StoryIndex(both()).stories == index.stories


def test_reports_far_apart_in_time_are_less_alike():
    def score(*days: str | None) -> float:
        found = [traits_of(article(n, FIRE[n], day)) for n, day in enumerate(days)]
        counts = SetCounts([(t.pairs, t.names, t.places) for t in found])
        one, other = (group_of(t, counts) for t in found)
        return likeness(one, other).score

    start = "2020-03-01"
    assert score(start, start) > score(start, None) > score(start, "2020-03-08") > score(start, "2021-03-01") > 0


def test_copies_count_once_and_stay_together():
    copies = [article(n, FIRE[0]) for n in range(200)]
    (story,) = find_stories(copies, find_origins(copies))
    assert len(story.articles) == 200
    assert any("copies of one text count once" in reason for reason in story.reasons)


def test_a_story_explains_itself():
    story = max(find_stories(both()), key=lambda s: len(s.articles))
    told = " | ".join(story.reasons)
    assert "Odile Brant" in told and "grain hall" in told and "no dates" in told and "mean similarity" in told


def test_the_earliest_article_comes_first_and_names_the_story():
    dated = [article(n, t, f"2020-01-0{9 - n}", names=("Odile Brant",)) for n, t in enumerate(FIRE)]
    (story,) = find_stories(dated)
    assert story.articles == ("a2", "a1", "a0") and story.id == "story-a2"


def test_every_article_is_in_one_story():
    found = find_stories(both())
    assert sorted(a for s in found for a in s.articles) == [f"a{n}" for n in range(6)]


@pytest.mark.parametrize(
    "texts",
    [[], [""], ["", ""], ["word"], ["12 34", "12 34"], ["\x00", "\x01"], ["x" * 300_000, "y " * 100_000], ["the and of"] * 3, ["٣ ٤"] * 2],
    ids=["none", "empty", "two empty", "a word", "digits", "control", "long", "common words only", "other digits"],
)
def test_bad_input_is_quiet(texts):
    analyses = [article(n, t) for n, t in enumerate(texts)]
    assert sorted(a for s in find_stories(analyses, find_origins(analyses)) for a in s.articles) == [f"a{n}" for n in range(len(texts))]
    assert sum(map(len, StoryIndex(analyses).stories.values())) == len(texts)


def test_two_articles_with_one_phrase_in_common_are_two_stories():
    a = "The ferry board of Lund met on Friday to choose a painter for the new hulls, and cake was served to all who came."
    b = "Rain kept the ferry board away from the opening of a mushroom fair at Brask, where prizes went to three sisters."
    assert len(grouped([article(0, a), article(1, b)])) == 2


def test_contradictory_and_impossible_dates():
    odd = [article(n, t, p) for n, (t, p) in enumerate(zip(FIRE, ("2020-02-30", "9999-99-99", "yesterday"), strict=True))]
    assert sum(len(s.articles) for s in find_stories(odd)) == 3


def test_articles_of_one_id():
    assert [s.articles for s in find_stories([article(0, FIRE[0]), article(0, FIRE[0])])] == [("a0",)]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("4 April 2017 A wall fell in Hald.", "2017-04-04"),
        ("Wall falls in Hald\nPublished 4 April 2017\nA wall fell.", "2017-04-04"),
        ("Wall falls in Hald Agency Tuesday 4 April 2017 A wall fell.", "2017-04-04"),
        ("A wall fell in Hald. It was built on 4 April 2017 by monks.", None),
        ("On Tuesday 4 April 2017 a wall fell in Hald.", None),
    ],
    ids=["first words", "label", "weekday behind a title", "inside a sentence", "weekday inside a sentence"],
)
def test_date_lines(head, day):
    start = head.index("Tuesday" if "Tuesday" in head else "4 April")
    time = Time(Span(start, head.index("2017") + 4), "2017-04-04", "date")
    assert day_of(Analysis(Article("a", head), times=(time,))) == day


def test_the_date_of_publication_comes_before_the_text():
    time = Time(Span(0, 12), "2017-04-04", "date")
    assert day_of(Analysis(Article("a", "4 April 2017 A wall fell.", published="2018-01-02T10:00"), times=(time,))) == "2018-01-02"


def test_titles():
    assert title_of(Article("a", "x", title="Wall  falls\nin Hald")) == "Wall falls in Hald"
    assert title_of(Article("a", "http://hald.example/wall\nA wall fell.", title="http://hald.example/wall")) == "A wall fell."
    assert title_of(Article("a", "word " * 100)).endswith("…")
    assert title_of(Article("a", "")) == "untitled"


def test_pairs_skip_common_words_and_endings():
    assert list(pairs("The burning mills of Osterby")) == ["burn mill", "mill osterby"]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.integers(0, 40), max_size=20), max_size=12))
def test_counts_are_the_same_at_once_and_one_by_one(articles):
    vectors = [counted(mixed(np.array(numbers, np.uint64))) for numbers in articles]
    single, batch = Counts(), SetCounts([(v,) for v in vectors])
    for vector in vectors:
        single.add(vector)
    asked = counted(mixed(np.arange(45, dtype=np.uint64)))
    one, other = single.times(asked).tolist(), batch.times(asked).tolist()
    assert [n if n > 1 else 0 for n in one] == other, "what one article alone has counts as none in a set that is complete"
    assert sum(one) == sum(len(set(a)) for a in articles)


def test_counts_in_ranges_are_those_of_all_at_once(monkeypatch):
    rng = np.random.default_rng(3)
    vectors = [(counted(mixed(rng.integers(0, 400, 60).astype(np.uint64))),) for _ in range(40)]
    asked = counted(mixed(np.arange(400, dtype=np.uint64)))
    whole = SetCounts(vectors).times(asked).tolist()
    monkeypatch.setattr("onrecord.linking.vectors.SORTED", 50)
    assert SetCounts(vectors).times(asked).tolist() == whole
    assert max(whole) > 1


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 30)), st.lists(st.integers(0, 30)))
def test_sums_and_products_of_vectors(a, b):
    one, other = counted(a), counted(b)
    left, right = np.zeros(31), np.zeros(31)
    left[one.keys.astype(int)], right[other.keys.astype(int)] = one.weights, other.weights
    assert one.dot(other) == pytest.approx(float(left @ right), rel=1e-5)
    total = one.plus(other)
    assert total.weights == pytest.approx((left + right)[total.keys.astype(int)], rel=1e-5)
    assert len(total) == len(set(a) | set(b))


def test_keys_are_the_same_in_every_process():
    assert key("grain hall") == 14242430718788168115


def test_places_tell_events_apart():
    text = "A bomb went off near the market and {} people were hurt, police said. Shops were shut."
    here, there = Place(Span(0, 1), "Hald", kind="city"), Place(Span(0, 1), "Brask", kind="city")
    one = Analysis(Article("a0", text.format("nine")), places=(here,))
    same = Analysis(Article("a1", text.format("ten")), places=(here,))
    other = Analysis(Article("a2", text.format("ten")), places=(there,))
    found = [traits_of(a) for a in (one, same, other)]
    counts = SetCounts([(t.pairs, t.names, t.places) for t in found])
    groups = [group_of(t, counts) for t in found]
    assert likeness(groups[0], groups[1]).score > likeness(groups[0], groups[2]).score


def test_the_story_measure(tmp_path):
    path = tmp_path / "7_2ecbplus.xml"
    words = ["Hald", "(", "Reuters", ")", ":", "3", ",", "000", "people", "did", "n't", "come", "."]
    path.write_text("<Document>" + "".join(f'<token sentence="0">{w}</token>' for w in words) + "</Document>")
    assert text_of(path) == "Hald (Reuters): 3, 000 people didn't come."
    assert gold(path) == ("7", "ecbplus")
    assert b_cubed([1, 1, 2], ["x", "x", "x"]) == (1.0, pytest.approx(5 / 9))
    assert json.dumps(b_cubed([1, 2], ["x", "y"])) == "[1.0, 1.0]"
