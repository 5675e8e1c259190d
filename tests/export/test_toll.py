"""The toll charts: bounds as given, parts beneath their wholes, nothing added up, any number drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.export.scale import scale
from onrecord.export.toll import charts
from onrecord.export.wording import bounds, number
from onrecord.model import Analysis, Article, Figure, Span


def analysis_of(*figures, text="x" * 100, **article):
    return Analysis(Article("a", text, **article), figures=figures)


def figure(low, high, at=0, **more):
    return Figure(Span(at, at + 1), more.pop("quantity", "killed"), more.pop("who", "people"), low, high, **more)


def rows(chart):
    return [row for group in chart.groups for row in group.rows]


def test_people_come_first_then_money(analysis):
    found = charts([analysis])
    assert [(c.quantity, c.unit, c.place) for c in found] == [
        ("killed", "", 0),
        ("missing", "", 0),
        ("evacuated", "", 0),
        ("money", "EUR", 1),
    ]


def test_a_part_stands_beneath_its_whole_and_names_its_source(analysis):
    killed = charts([analysis])[0]
    assert [(g.as_of, [(r.bounds, r.who, r.source, r.depth) for r in g.rows]) for g in killed.groups] == [
        ("4 March 2031", [("12 or more", "people", "coast guard", 0), ("4", "children", "coast guard", 1)]),
        ("5 March 2031", [("12 or more", "people", "", 0)]),
    ]


def test_marks_say_what_kind_of_bound_it_is():
    found = rows(charts([analysis_of(figure(5, 5), figure(5, None, 1), figure(0, 9, 2), figure(6, 6, 3, approx=True))])[0])
    assert [(r.shape, r.approx) for r in found] == [("point", False), ("open", False), ("range", False), ("point", True)]


def test_repeats_by_one_source_in_one_article_are_shown_once():
    twice = analysis_of(figure(5, 5), figure(5, 5, 4), figure(5, 5, 8, according_to="a monitor"))
    assert [(r.times, r.source) for r in rows(charts([twice])[0])] == [(2, ""), (1, "a monitor")]
    assert [r.times for r in rows(charts([twice, twice])[0])] == [2, 1, 2, 1]


def test_a_part_before_its_whole_and_parts_of_each_other():
    before = charts([analysis_of(figure(3, 3, 0, part_of=Span(5, 6)), figure(9, 9, 5))])[0]
    assert [(r.bounds, r.depth) for r in rows(before)] == [("9", 0), ("3", 1)]
    circle = charts([analysis_of(figure(3, 3, 0, part_of=Span(5, 6)), figure(9, 9, 5, part_of=Span(0, 1)))])[0]
    assert [(r.bounds, r.depth) for r in rows(circle)] == [("3", 0), ("9", 0)]


def test_a_part_of_what_is_not_in_the_chart_says_so():
    alone = analysis_of(figure(3, 3, 0, part_of=Span(50, 60)), text="y" * 50 + "forty hurt" + "z")
    assert [(r.depth, r.whole) for r in rows(charts([alone])[0])] == [(0, "forty hurt")]


def test_a_long_chain_of_parts_is_no_trouble():
    chain = [figure(10_000 - n, None, n, part_of=Span(n - 1, n) if n else None) for n in range(3000)]
    assert len(rows(charts([analysis_of(*chain, text="x" * 3001)])[0])) == 3000


def test_groups_are_in_order_of_time_and_the_undated_come_last():
    dated = [analysis_of(figure(1, 1), published=d) for d in ("2020-02-02", None, "2020-01-01")]
    found = charts([*dated, analysis_of(figure(1, 1, as_of="2019"))])[0]
    assert [g.as_of for g in found.groups] == ["2019", "1 January 2020", "2 February 2020", ""]


def test_the_line_is_linear_unless_the_spread_demands_otherwise():
    assert scale([3, 58, 86, 101]).kind == "linear"
    assert scale([3, 40, 700, 12_000, 400_000]).kind == "logarithmic"
    assert scale([]).top == scale([0]).top == 1


def test_a_few_counts_far_beyond_the_rest_are_off_the_scale():
    found = charts([analysis_of(*(figure(50 + n, None, n) for n in range(12)), figure(320_001, None, 30), figure(1, 9**9, 40))])[0]
    assert found.scale.kind == "linear" and found.scale.top < 100
    assert [r.shape for r in rows(found)][-2:] == ["beyond", "beyond"]


@given(st.lists(st.integers(-5, 10**15), max_size=30), st.integers(0, 10**400))
def test_every_count_has_a_place_on_the_line(counts, absurd):
    for line in (scale(counts), scale([*counts, absurd])):
        places = [line.at(v) for v in sorted([*counts, absurd])]
        assert all(0 <= p <= 100 for p in places) and places == sorted(places)
        assert len(line.ticks) <= 8 and all(0 <= t.at <= 100 for t in line.ticks)
        assert 0 < line.step <= 100


@pytest.mark.parametrize(
    ("low", "high", "approx", "words"),
    [
        (58, 58, False, "58"),
        (58, None, False, "58 or more"),
        (0, 100, False, "up to 100"),
        (60, 80, False, "60–80"),
        (80, 80, True, "about 80"),
        (0, None, False, "not said how many"),
        (0, 0, False, "0"),
        (-3, -3, False, "0"),
        (1_300_000, None, True, "about 1.3 million or more"),
    ],
)
def test_bounds_in_words(low, high, approx, words):
    assert bounds(figure(low, high, approx=approx)) == words


def test_numbers_keep_their_digits_until_they_are_absurd():
    assert [number(n) for n in (1250, 1_234_567, 2_500_000, 3 * 10**9)] == ["1,250", "1,234,567", "2.5 million", "3 billion"]
    assert number(10**15) == "1×10¹⁵" and number(24 * 10**399) == "2.4×10⁴⁰⁰"


@given(st.lists(st.tuples(st.integers(0, 10**400), st.none() | st.integers(0, 10**400), st.booleans()), max_size=5))
def test_no_figure_breaks_the_page(given_figures):
    found = [figure(low, high, n, approx=approx, unit="$" * n) for n, (low, high, approx) in enumerate(given_figures)]
    assert "<main>" in onrecord.report([analysis_of(*found)])


def test_hostile_words_are_escaped():
    evil = "<script>x</script>"
    words = dict.fromkeys(("quantity", "who", "according_to", "as_of", "revised", "unit", "rule"), evil)
    page = onrecord.report([analysis_of(figure(1, 2, **words))])
    assert page.count("<script>") == 1


def test_no_figures_no_section():
    assert charts([analysis_of()]) == ()
    assert 'id="figures"' not in onrecord.report([analysis_of()])


def test_what_repeats_what_is_kept_apart_by_who_is_counted(analysis):
    other = replace(analysis.figures[1], who="sailors")
    assert len(rows(charts([replace(analysis, figures=(analysis.figures[1], other))])[0])) == 2
