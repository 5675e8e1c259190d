"""The timeline: days in order, one entry for each moment of a sentence, what has no date counted and left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.export.timeline import timeline
from onrecord.export.wording import day_label, excerpt, moment, weekday
from onrecord.language.sentences import sentence_starts
from onrecord.model import Analysis, Article, Event, Span, Time


def test_days_in_order_with_what_happened(analysis):
    found = timeline([analysis])
    assert [(d.label, d.weekday, d.kinds) for d in found.days] == [
        ("2019", "", (("time", 1),)),
        ("4 March 2031", "Tuesday", (("event", 1), ("evidence", 1))),
    ]
    video, event = found.days[1].entries
    assert (event.when.clock, event.types, event.where) == ("05:40", ("accident",), "Port Halden")
    assert event.excerpt.words == "broke" and event.excerpt.before.startswith("At least 12 people")
    assert video.types == ("video made",)
    assert found.undated == 1 and found.open


def test_the_same_sentence_in_several_articles_is_one_entry_with_several_sources(make):
    found = timeline([make(0), make(1, outlet="The Dyke")])
    assert [s.outlet for s in found.days[1].entries[0].sources] == ["Hill Radio", "The Dyke"]


def test_many_entries_are_folded(make):
    text = " ".join(f"A bridge fell on day {n}." for n in range(1, 200))
    events = tuple(Event(Span(m, m + 4), "accident", f"2020-01-{n % 28 + 1:02}") for n, m in enumerate(sentence_starts(text)))
    found = timeline([Analysis(Article("x", text), events=events)])
    assert found.count == len(events) and not found.open and len(found.days) == 28


def test_nothing_dated():
    assert timeline([Analysis(Article("x", "Rain."), times=(Time(Span(0, 4), None, "date"),))]) is None
    assert 'id="timeline"' not in onrecord.report([Analysis(Article("x", "Rain."))])


def test_durations_and_sets_are_no_moments():
    times = (Time(Span(0, 4), "P3D", "duration"), Time(Span(0, 4), "2020-01-01", "set"))
    assert timeline([Analysis(Article("x", "Rain."), times=times)]) is None


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("2022-06-27T15:51", "27 June 2022, 15:51"),
        ("2022-06-27T15:51:00Z", "27 June 2022, 15:51"),
        ("2022-06-27TMO", "27 June 2022, morning"),
        ("2022-06", "June 2022"),
        ("1894", "1894"),
        ("2022-W26", "week of 27 June 2022"),
        ("2022-SU", "summer 2022"),
        ("2022-06-27/2022-06-29", "27 June 2022 to 29 June 2022"),
        ("2022-06-27/", "27 June 2022"),
        ("2022-13-40", "2022-13-40"),
        ("2022-W99", "2022-W99"),
        ("PRESENT_REF", "PRESENT_REF"),
        ("19XX", "19XX"),
        ("٢٠٢٢", "٢٠٢٢"),
        ("", ""),
        (None, ""),
    ],
)
def test_moments_in_words(value, label):
    assert day_label(value) == label


@given(st.text(alphabet="0123456789-TW:/QSX", max_size=24) | st.text())
def test_any_value_is_a_moment_or_none(value):
    found = moment(value)
    assert found is None or (found.label and isinstance(weekday(found.day), str))


def test_moments_sort_from_the_vague_to_the_exact():
    values = ["2022", "2022-06", "2022-06-01", "2022-06-01T08:00", "2022-06-02", "2022-07"]
    assert sorted(values, key=lambda v: moment(v).order) == values


@given(st.text(max_size=600), st.integers(0, 600), st.integers(1, 50))
def test_an_excerpt_is_never_more_than_its_sentence(text, start, length):
    span = Span(min(start, len(text)), min(len(text), start + length))
    found = excerpt(text, span, sentence_starts(text))
    assert "\n" not in found.before + found.after and len(found.before + found.after) < 300


def test_hostile_words_are_escaped():
    evil = "<script>x</script>"
    analysis = Analysis(Article("x", evil, title=evil, outlet=evil), events=(Event(Span(0, 8), evil, "2020-01-01", evil, rule=evil),))
    assert onrecord.report([analysis]).count("<script>") == 1
