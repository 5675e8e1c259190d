from __future__ import annotations

import csv
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import timex
from onrecord.details.tables import rows
from onrecord.details.times import clock, find_times, lasting, meanings, relative
from onrecord.details.times.calendar import easter, holiday, moment
from onrecord.details.times.grammar import matches_at
from onrecord.details.times.iso import iso_of
from onrecord.details.times.lengths import period
from onrecord.details.times.patterns import encode, parse
from onrecord.details.times.tokens import tokenize

MONTHS = [r["word"].capitalize() for r in rows("times_words.csv") if r["class"] in ("MONTH", "MAYMONTH")]
MONTH_OF = {r["word"].capitalize(): int(r["value"]) for r in rows("times_words.csv") if r["class"] in ("MONTH", "MAYMONTH")}
NAMES = {number: name for name, number in MONTH_OF.items()}
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
dates = st.dates(date(1000, 1, 1), date(2100, 12, 31))


def read(name):
    return list(csv.DictReader((Path(__file__).parent.parent / "cases" / name).read_text(encoding="utf8").splitlines()))


def found(text, published=None):
    return [(text[t.at.start : t.at.end], t.value) for t in find_times(text, published)]


def ordinal(number):
    return f"{number}{'th' if 10 < number < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


@pytest.mark.parametrize("case", read("times.csv"), ids=lambda c: c["guards"])
def test_cases(case):
    expected = [tuple(part.split("=")) for part in case["expect"].split("; ") if part]
    got = [(words, value or "-") for words, value in found(case["text"], case["published"] or None)]
    assert got == expected


FORMATS = [
    lambda d: f"{NAMES[d.month]} {d.day}, {d.year}",
    lambda d: f"{d.day} {NAMES[d.month]} {d.year}",
    lambda d: f"{NAMES[d.month][:3]}{'' if d.month == 5 else '.'} {d.day}, {d.year}",
    lambda d: f"{d.day:02} {NAMES[d.month][:3]} {d.year}",
    lambda d: f"the {ordinal(d.day)} of {NAMES[d.month]}, {d.year}",
    lambda d: f"{ordinal(d.day)} {NAMES[d.month]} {d.year}",
    lambda d: f"{NAMES[d.month]} {ordinal(d.day)} {d.year}",
    lambda d: f"{DAYS[d.weekday()]}, {NAMES[d.month]} {d.day}, {d.year}",
    lambda d: f"{DAYS[d.weekday()][:3]} {d.day:02} {NAMES[d.month][:3]} {d.year}",
    lambda d: d.isoformat(),
    lambda d: f"{d.year}/{d.month:02}/{d.day:02}",
]


@pytest.mark.parametrize("written", FORMATS)
@given(day=dates, published=st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_written_date_reads_back(written, day, published):
    text = f"The order of {written(day)} stands."
    assert found(text, published and published.isoformat()) == [(written(day), day.isoformat())]


@given(day=dates, hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_a_written_hour_reads_back(day, hour, minute):
    half, twelve = ("am", "pm")[hour >= 12], hour % 12 or 12
    value = f"{day.isoformat()}T{hour:02}:{minute:02}"
    when = f"{day.day} {NAMES[day.month]} {day.year}"
    for hours in (f"{twelve}.{minute:02}{half}", f"{twelve}:{minute:02} {half[0]}.m.", f"{hour:02}:{minute:02}"):
        assert found(f"It fell at {hours} on {when}.") == [(f"{hours} on {when}", value)]


@given(day=st.dates(date(1902, 1, 1), date(2098, 12, 31)), number=st.integers(0, 6), ahead=st.booleans())
def test_a_weekday_is_within_a_week(day, number, ahead):
    text = f"They {'will meet' if ahead else 'met'} on {DAYS[number]}."
    ((words, value),) = found(text, day.isoformat())
    distance = (date.fromisoformat(value) - day).days
    assert words == DAYS[number] and date.fromisoformat(value).weekday() == number
    assert 0 <= distance < 7 if ahead else -7 < distance <= 0


@given(published=st.datetimes(datetime(1000, 1, 1), datetime(2100, 12, 31)))
def test_the_moment_of_publication(published):
    assert moment(published.isoformat(timespec="minutes")) == (published.date(), published.strftime("%H:%M"))
    assert moment(published.date().isoformat()) == (published.date(), None)


WORDS = [r["word"] for r in rows("times_words.csv")]
PIECES = [*WORDS, *MONTHS, *DAYS, "2022", "27", "3.51", "3:51", "pm", "31", "0415", "1e9", "٣", "\n\n", " "]
def is_iso(value):
    """Whether it is a period, a year, a month or week, a date or a datetime that exists."""
    if value.startswith("P"):
        return re.fullmatch(r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?", value) is not None
    if re.fullmatch(r"\d{4}", value):
        return True
    if week := re.fullmatch(r"(\d{4})-W(\d{2})", value):
        return date.fromisocalendar(int(week[1]), int(week[2]), 1) is not None
    whole = f"{value}-01" if re.fullmatch(r"\d{4}-\d{2}", value) else value
    return datetime.fromisoformat(whole) is not None


PUBLISHED = [None, "", "2022-06-30", "1000-01-01", "2100-12-31", "x"]


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join), st.sampled_from(PUBLISHED))
def test_spans_are_in_order_and_values_are_iso(text, published):
    last = 0
    for time in find_times(text, published):
        assert last <= time.at.start < time.at.end <= len(text)
        assert text[time.at.start : time.at.end].strip() == text[time.at.start : time.at.end]
        assert time.value is None or time.timex is not None
        assert time.value is None or all(is_iso(part) for part in time.value.split("/")), time
        last = time.at.end


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_nothing_relative_is_resolved_without_publication(text):
    named = [t for t in find_times(text, None) if t.value and t.value[0] != "P"]
    explicit = any(c.isdigit() for c in text) or "ties" in text or "century" in text  # 2022, the nineties, the fourteenth century
    assert explicit or not named


HARD = [
    "9" * 100_000 + " days ago",
    "10^400 years ago, on 31 February 99999, at 99:99 pm",
    "1" * 50_000,
    "a" * 300_000,
    "the " * 60_000,
    "Monday " * 40_000,
    "last " * 60_000,
    "twenty-" * 40_000,
    "27/06/" * 50_000,
    "3:" * 100_000,
    "1,234," * 50_000,
    "\n \n" * 60_000,
    "'" * 200_000,
    "٣ ١٩٩٨ ²⁷ June Ⅻ ৯ May",
    "\x00\x01\ud7ff June \x7f 27\u2028 2022",
    "0 June 0, 0000 00/00/0000 0000-00-00 0:00 am 24:00 31/31/3131 99th century 0th of May",
]


@pytest.mark.parametrize("text", HARD, ids=lambda t: t[:24].encode("ascii", "backslashreplace").decode())
@pytest.mark.parametrize("published", [None, "2022-06-30"])
def test_hard_texts_do_no_harm(text, published):
    for time in find_times(text, published):
        assert time.at.end <= len(text)


@pytest.mark.parametrize("published", ["2100-12-31", "1000-01-01T00:00", "9999-99-99", "2022-06-30T24:61", "\x00", "٢٠٢٢-٠٦-٣٠"])
def test_the_edges_of_the_calendar_do_no_harm(published):
    for text in ("two centuries ago", "next year", "in 900 years from now", "last week", "the day after tomorrow", "on Sunday", "Easter"):
        assert all(t.value is None or t.value[:1].isdigit() for t in find_times(f"They will meet {text}.", published))


@pytest.mark.parametrize(("year", "day"), [(1998, "1998-04-12"), (2008, "2008-03-23"), (2022, "2022-04-17"), (2038, "2038-04-25")])
def test_easter(year, day):
    assert easter(year).isoformat() == day


@given(st.integers(1000, 2100))
def test_every_holiday_has_a_day(year):
    assert all(holiday(r["rule"], year) for r in rows("times_holidays.csv"))


def test_every_rule_has_a_meaning_and_a_reason():
    known = {**relative.MEANINGS, **meanings.MEANINGS, **lasting.MEANINGS, **clock.MEANINGS}
    for row in rows("times_rules.csv"):
        assert row["meaning"].partition(":")[0] in known, row["name"]
    for name in ("times_rules.csv", "times_parts.csv", "times_words.csv", "times_holidays.csv", "times_tense.csv"):
        assert all(row["note"] for row in rows(name)), name


@pytest.mark.parametrize("pattern", ["WDAY ; MONTH", "NOSUCHCLASS", "wday=WDAY NOSUCHPART?"])
def test_a_wrong_pattern_is_refused(pattern):
    with pytest.raises(ValueError, match="times_rules"):
        parse(pattern)


def test_a_match_is_the_longest_first():
    tokens = tokenize("June 27, 2022")
    lengths = [m.last for m in matches_at(tokens, encode(tokens), 0)]
    assert lengths == sorted(lengths, reverse=True) and lengths[0] == len(tokens)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1989-Q3", "1989-07/1989-09"),
        ("1989-H2", "1989-07/1989-12"),
        ("2022-W26", "2022-W26"),
        ("2022-W26-WE", "2022-07-02/2022-07-03"),
        ("2022-06-27TMO", "2022-06-27"),
        ("2022-06-27T24:00", "2022-06-27"),
        ("2022-SU", "2022"),
        ("2022-WI", None),
        ("199", "1990/1999"),
        ("19", "1900/1999"),
        ("P3Q", "P9M"),
        ("PXD", None),
        ("PAST_REF", None),
        ("XXXX-06-27", None),
        (None, None),
    ],
)
def test_timex_to_iso(written, value):
    assert iso_of(written) == value


@pytest.mark.parametrize(
    ("number", "unit", "value"),
    [
        ("3", "D", "P3D"),
        ("0.5", "TH", "PT30M"),
        ("2.5", "Y", "P2Y6M"),
        ("2", "10Y", "P20Y"),
        ("X", "TM", "PTXM"),
        ("1.5", "D", "P1DT12H"),
        ("0", "D", None),
    ],
)
def test_periods(number, unit, value):
    assert period(number, unit) == value


TML = """<?xml version="1.0" ?>
<TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2022-06-30T10:00">20220630</TIMEX3></DCT>
<TEXT>
The <EVENT eid="e1">sale</EVENT> of Smith &amp; Sons <SIGNAL sid="s1">on</SIGNAL> <TIMEX3 tid="t1" type="DATE"
value="2022-06-27">Monday</TIMEX3><!-- left out --> took <TIMEX3 type="DURATION" value="P2D">two <EVENT eid="e2">days</EVENT></TIMEX3>
<TIMEX3 tid="t3" type="DURATION" value="P1D"/>and a café.
</TEXT></TimeML>"""


def test_the_measure_keeps_offsets(tmp_path):
    (tmp_path / "news" / "a").mkdir(parents=True)
    path = tmp_path / "news" / "a" / "one.tml"
    path.write_text(TML, encoding="utf8")
    document = timex.read(path)
    assert document.text == "\nThe sale of Smith & Sons on Monday took two days\nand a café.\n"
    assert document.published == "2022-06-30T10:00"
    assert [(document.text[g.start : g.end], g.value, g.type) for g in document.gold] == [
        ("Monday", "2022-06-27", "DATE"),
        ("two days", "P2D", "DURATION"),
    ]
    measured = timex.measure(tmp_path)
    assert {measured[k] for k in ("span_f1", "span_strict_f1", "value_f1", "type_f1")} == {100.0}
    assert measured["files"] == 1 and set(measured["per_corpus"]) == {"a"}


def test_the_measure_pairs_one_to_one():
    gold = (timex.Timex(0, 10, "2022", "DATE"), timex.Timex(12, 20, "P1D", "DURATION"))
    over_both = (timex.Timex(5, 15, "2022", "DATE"),)
    assert timex.compare(gold, over_both) == {"files": 1, "gold": 2, "found": 1, "span": 1, "span_strict": 0, "value": 1, "type": 1}
    assert timex.figures(timex.compare(gold, ()))["span_f1"] == 0.0
    assert timex.figures(timex.compare((), ()))["value_f1"] == 0.0


def test_what_publication_cannot_give_has_no_timex():
    (time,) = find_times("Trains stopped on Monday.", None)
    assert (time.value, time.timex, time.kind) == (None, None, "date")
    (time,) = find_times("It burned on June 27.", None)
    assert (time.value, time.timex) == (None, "XXXX-06-27")
