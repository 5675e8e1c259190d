"""Figure series: what is compared, what conflicts, what only rises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.details.figures import find_figures
from onrecord.details.times import find_times
from onrecord.linking.series import best, find_series, judge, opposed
from onrecord.model import Analysis, Article, Origin, Place, Point, Span, Story

HERE, NEAR, FAR = (Place(Span(0, 1), name, "SY", lat, 37.0, "city") for name, lat in (("Orm", 36.0), ("Tesk", 36.2), ("Dalle", 33.0)))


def point(low, high, source, day="2024-05-01", article="a", origin=0, **more):
    return Point(low, high, article, Span(0, 2), origin, as_of=day, according_to=source, **more)


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ((5, 5, "Hospital"), (4, 4, "Ministry"), True),
        ((5, 5, "Hospital"), (5, None, "Ministry"), False),
        ((58, 58, "Monitor"), (101, None, "Council"), True),
        ((56, None, "Monitor"), (85, None, "Agency"), True),
        ((56, None, "Monitor"), (60, None, "Agency"), False),
        ((50, 50, "Monitor"), (51, None, "Agency"), False),
        ((5, 5, "Hospital"), (6, 6, "Hospital"), False),
        ((5, 5, "Hospital"), (400, 400, "Ministry"), False),
    ],
)
def test_two_counts_of_one_day(one, other, conflict):
    a, b = point(*one), point(*other, article="b", origin=1)
    assert opposed(a, b) is conflict


def test_no_conflict_without_days_or_of_vague_words_or_of_other_places():
    a = point(5, 5, "Hospital")
    assert not opposed(a, point(4, 4, "Ministry", day=None, article="b", origin=1))
    assert not opposed(a, point(24, None, "Ministry", article="b", origin=1, vague=True))
    assert not opposed(point(5, 5, "Hospital", places=(HERE,)), point(4, 4, "Ministry", article="b", origin=1, places=(FAR,)))
    assert opposed(point(5, 5, "Hospital", places=(HERE,)), point(4, 4, "Ministry", article="b", origin=1, places=(NEAR, FAR)))
    assert not opposed(a, point(4, 4, "Ministry", article="b", origin=1, main=False))


def test_copies_are_one_witness():
    assert not opposed(point(5, 5, "Hospital"), point(4, 4, "Ministry", article="b", origin=0))


def test_a_toll_that_rises_is_no_conflict():
    verdict, reasons = judge([point(5, 5, "Hospital"), point(9, 9, "Ministry", day="2024-05-02", article="b", origin=1)])
    assert verdict == "rising" and "5" in reasons[0] and "9" in reasons[0]


def test_carriers_of_one_text_on_several_days_do_not_rise():
    days = ["2024-05-01", "2024-05-02", "2024-05-09"]
    copies = [point(low, low, None, day=day, article=day) for day in days for low in (5, 9)]
    assert judge(copies)[0] == "agree"


def test_a_high_count_of_a_day_between_does_not_hide_that_a_toll_rose():
    toll = [point(27, None, "Hospital"), point(70, 70, "Radio", day="2024-05-02", article="b", origin=1)]
    assert judge([*toll, point(41, 41, "Ministry", day="2024-05-03", article="c", origin=2)])[0] == "rising"
    assert judge([point(40, None, "A"), point(40, 40, "B", day="2024-05-02", article="b", origin=1)])[0] == "agree"


def test_best_bounds():
    assert best([point(5, None, "A"), point(7, 7, "B")]) == (7, 7)
    assert best([point(5, None, "A"), point(7, None, "B")]) == (7, None)
    assert best([point(4, 4, "A"), point(7, 7, "B")]) == (4, 7)


def analysis(name, text, day):
    article = Article(name, text, published=day)
    times = find_times(text, day)
    return Analysis(article, figures=find_figures(Analysis(article, times=times)), times=times)


def test_a_story_with_two_tolls():
    one = analysis("a", "Five people were killed in the market fire.\nIt began at dawn.", "2024-05-01")
    two = analysis("b", "Four people died in the market fire. A fire in 2011 killed 30 people.", "2024-05-01")
    (series,) = find_series([one, two], [Story("s", "The fire", ("a", "b"))])
    assert (series.quantity, series.who, series.verdict) == ("killed", "people", "conflict")
    assert [p.low for p in series.points] == [4, 5] and series.reasons


def test_repeats_in_one_article_are_one_point():
    text = "Fire kills five people\n\nFive people were killed when a market burned."
    (series,) = find_series([analysis("a", text, "2024-05-01")], [Story("s", "The fire", ("a",))])
    assert len(series.points) == 1 and len(series.points[0].repeats) == 1


def test_origins_number_the_witnesses():
    text = "Five people were killed in the market fire."
    both = [analysis("a", text, "2024-05-01"), analysis("b", text + " ", "2024-05-01")]
    (series,) = find_series(both, [Story("s", "The fire", ("a", "b"))], [Origin(("a", "b"), 1.0)])
    assert {p.origin for p in series.points} == {0} and series.verdict == "agree"


def test_undated_articles_and_empty_sets():
    assert find_series([], []) == ()
    text = "Five people were killed."
    (series,) = find_series([analysis("a", text, None)], [Story("s", "t", ("a", "gone"))])
    assert series.points[0].as_of is None and series.verdict == "agree"


@pytest.mark.parametrize(
    ("second", "verdict"),
    [
        ("Five people were killed when shells hit the mill in Orm, the mayor said.", "agree"),
        ("The mayor put the toll from the attack at five people killed.", "conflict"),
        ("The mayor had earlier put the toll from the attack at five people killed.", "agree"),
    ],
    ids=["another blow of the day", "the same event", "an earlier count"],
)
def test_a_later_count_of_an_article_is_of_its_event_or_of_a_part(second, verdict):
    one = analysis("a", f"Shells kill nine people in Orm.\n{second}", "2024-05-01")
    two = analysis("b", "Nine people were killed in the attack on Orm.", "2024-05-01")
    found = find_series([one, two], [Story("s", "The attack", ("a", "b"))])
    assert [s.verdict for s in found if s.who == "people"] == [verdict]


def test_tolls_of_two_days_do_not_conflict():
    a = point(5, 5, "Hospital", event="2024-05-01")
    assert not opposed(a, point(4, 4, "Ministry", article="b", origin=1, event="2024-04-30"))
    assert opposed(a, point(4, 4, "Ministry", article="b", origin=1))


def test_a_total_of_several_places_is_no_rival_of_one_place():
    one, total = point(24, 24, "Hospital"), point(41, None, "Ministry", article="b", origin=1, wide=True)
    assert not opposed(one, total)
    assert opposed(point(50, 50, "Hospital"), point(20, 20, "Ministry", article="b", origin=1, wide=True))


def test_a_day_and_several_places_are_read_from_the_sentence():
    texts = ("The toll from Tuesday's fire in Orm rose to five people killed.", "Raids on two towns killed nine people on Wednesday.")
    read = [analysis(str(n), t, "2024-05-01") for n, t in enumerate(texts)]
    found = [p for s in find_series(read, [Story("s", "t", ("0", "1"))]) for p in s.points]
    assert sorted((p.low, p.event, p.wide) for p in found) == [(5, "2024-04-30", False), (9, "2024-05-01", True)]


def test_an_age_is_no_count():
    one = analysis("a", "The bodies of Ada Moss, 58, and Elna Marsh, 20, who were killed in the fire, were found in Orm.", "2024-05-01")
    assert not any(p.main for s in find_series([one], [Story("s", "t", ("a",))]) for p in s.points)


def test_a_source_that_gives_both_counts_revised_the_first():
    giver = (frozenset({"harrow", "monitor"}),)
    early, late = point(7, 7, "activists", givers=giver), point(12, 12, "Harrow Monitor", article="b", origin=1, givers=giver)
    assert not opposed(early, late)
    assert opposed(early, point(12, 12, "Ministry", article="b", origin=1, givers=(frozenset({"ministry"}),)))


def test_a_count_that_is_called_early_gives_way_to_a_higher_one_only():
    early = point(7, 7, "Ministry", provisional=True)
    assert not opposed(early, point(12, 12, "Harrow Monitor", article="b", origin=1))
    assert opposed(early, point(4, 4, "Harrow Monitor", article="b", origin=1))


@pytest.mark.parametrize(
    ("text", "early"),
    [
        ("Earlier on Friday the Tarn ministry told the Harrow Post that the blast had killed 7 people near the mill.", True),
        ("Initial reports said 7 people were killed near the mill.", True),
        ("The blast earlier on Friday killed 7 people near the mill.", False),
        ("The blast killed 7 people near the mill, and the toll is likely to rise.", False),
    ],
)
def test_what_is_called_early(text, early):
    analysis = Analysis(Article("a", text, published="2024-05-03"))
    analysis = replace(analysis, figures=find_figures(analysis))
    (series,) = find_series([analysis], [Story("s", "", ("a",))])
    assert [p.provisional for p in series.points] == [early]
