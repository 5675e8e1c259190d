"""Numbers, moments and passages in words a reader takes in at a glance."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.model import Analysis, Event, EventStatus, Evidence, Figure, Span

MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_LARGE = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_LONGEST = 10**15  # from here on two digits and a power of ten are written
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T(?:(\d\d)(?::(\d\d))?|([A-Z]{2}))?)?(?=[:.+\-Z\d]|$)", re.ASCII)
_WEEK = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|AU|WI|Q[1-4]|H[12])$", re.ASCII)
_SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "AU": "autumn", "WI": "winter"}
_PARTS = {"MO": "morning", "MI": "midday", "AF": "afternoon", "EV": "evening", "NI": "night", "DT": "daytime"}
_STATUSES: dict[EventStatus, str] = {"denied": "said not to have been", "possible": "possible", "future": "to come"}
_AROUND = 130  # characters of a long sentence on each side of the words


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A resolved time as a page groups it: `order` sorts, `label` names the day (or the month, the year), `clock` the hour if known."""

    order: tuple[int, ...]
    label: str
    clock: str = ""

    @property
    def day(self) -> tuple[int, ...]:
        """What entries of the same day share."""
        return self.order[:4]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words in their sentence: what stands before, the words, what stands after."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where in the page something is read, and in which article."""

    anchor: str
    outlet: str
    title: str


def number(value: int) -> str:
    """A count as people write it: 1,250 · 1.3 million, never rounded below a thousand billion; above that 2.4×10¹⁵."""
    if abs(value) >= _LONGEST:
        power = math.floor(magnitude(abs(value)))
        tenths = abs(value) // 10 ** (power - 1) / 10
        return f"{'−' if value < 0 else ''}{tenths:g}×10{str(power).translate(_RAISED)}"
    for size, word in _LARGE:
        if abs(value) >= size and value % (size // 100) == 0:
            return f"{value / size:.2f}".rstrip("0").rstrip(".") + f" {word}"
    return f"{value:,}"


def magnitude(value: int) -> float:
    """The decimal logarithm of a positive count, however large."""
    return math.log10(value)


def bounds(figure: Figure) -> str:
    """The bounds of a figure in words."""
    return between(figure.low, figure.high, approx=figure.approx)


def between(low: int, high: int | None, *, approx: bool = False) -> str:
    """Bounds in words: 58 · 58 or more · up to 100 · 60–80 · about 80."""
    low, high = max(0, low), None if high is None else max(0, high)
    if high is None:
        text = f"{number(low)} or more" if low else "not said how many"
    elif low >= high:
        text = number(high)
    else:
        text = f"up to {number(high)}" if low == 0 else f"{number(low)}–{number(high)}"
    return f"about {text}" if approx else text


def happening(event: Event) -> str:
    """What kind of event it is, and whether it is one that is said to have happened: attack · attack (to come)."""
    return event.type + (f" ({_STATUSES[event.status]})" if event.status in _STATUSES else "")


@dataclass(frozen=True, slots=True)
class Teller:
    """Whoever makes a statement, and the words that name them in place."""

    name: str
    at: Span | None


def tellers(analysis: Analysis) -> dict[str, Teller]:
    """Who makes each statement, by its id: the name, or the words of the text where nobody is named."""
    return {s.id: Teller(s.speaker or _unnamed(analysis, s.speaker_mention), s.speaker_mention) for s in analysis.statements}


def _unnamed(analysis: Analysis, mention: Span | None) -> str:
    return f"“{short(analysis.article.text, mention, 60)}”" if mention else "somebody not named"


def giver(name: str | None, statement: str | None, told: Mapping[str, Teller]) -> str:
    """Who gives a figure: the name, whoever makes the statement it stands in, or "" for the outlet itself."""
    teller = told.get(statement or "")
    return name or (teller.name if teller else "")


def citer(evidence: Evidence, told: Mapping[str, Teller]) -> str:
    """Who cites evidence, "" for the outlet itself; material that is itself said to tell ("footage shows") does not cite itself."""
    teller = told.get(evidence.statement or "")
    itself = teller and teller.at and teller.at.start < evidence.at.end and evidence.at.start < teller.at.end
    return evidence.cited_by or "" if itself else giver(evidence.cited_by, evidence.statement, told)


def moment(value: str | None) -> Moment | None:
    """An ISO 8601 date, time, week or interval as a moment; of an interval its beginning. None where it is no date."""
    first, _, last = (value or "").partition("/")
    begin = _single(first)
    end = _single(last) if last and begin else None
    if begin is None or end is None or end.order <= begin.order:
        return begin
    return Moment((*begin.order, 1), f"{begin.label} to {end.label}", begin.clock)


def _single(value: str) -> Moment | None:
    if week := _WEEK.match(value):
        return _week(int(week[1]), int(week[2]))
    if season := _SEASON.match(value):
        name = _SEASONS.get(season[2], season[2])
        return Moment((int(season[1]), 0, 0, 0), f"{name} {season[1]}")
    found = _DATE.match(value)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if month > len(MONTHS) or day > 31 or (found[2] and not month) or (found[3] and not day):
        return None
    clock = f"{found[4]}:{found[5] or '00'}" if found[4] else _PARTS.get(found[6] or "", "")
    hour = int(found[4] or 0), int(found[5] or 0)
    return Moment((year, month, day, 0, *hour), _label(year, month, day), clock)


def _week(year: int, week: int) -> Moment | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return Moment((monday.year, monday.month, monday.day, -1), f"week of {_label(monday.year, monday.month, monday.day)}")


def _label(year: int, month: int, day: int) -> str:
    return " ".join([*([str(day)] if day else []), *([MONTHS[month - 1]] if month else []), str(year)])


def day_label(value: str | None) -> str:
    """An ISO 8601 value as "4 April 2017, 15:51", or as it is where it is no date."""
    found = moment(value)
    return (f"{found.label}, {found.clock}" if found.clock else found.label) if found else value or ""


def weekday(day: tuple[int, ...]) -> str:
    """The day of the week of a moment's day, nothing for a month, a year or a day that never was."""
    try:
        return date(*day[:3]).strftime("%A") if day[3] == 0 else ""
    except ValueError:
        return ""


def excerpt(text: str, span: Span, starts: Sequence[int]) -> Excerpt:
    """A span in its sentence, cut at word breaks where the sentence is long; `starts` are the offsets at which sentences begin."""
    first = starts[max(0, bisect_right(starts, span.start) - 1)]
    after = bisect_right(starts, max(span.start, span.end - 1))
    last = starts[after] if after < len(starts) else len(text)
    before, behind = text[first : span.start], text[span.end : last]
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(behind) > _AROUND:
        behind = behind[:_AROUND].rpartition(" ")[0] + " …"
    return Excerpt(_spaced(before).lstrip(), _spaced(short(text, span)), _spaced(behind).rstrip())


def short(text: str, span: Span, most: int = 300) -> str:
    """The words of a span on one line, the rest of a very long one left out."""
    return clipped(" ".join(text[span.start : span.end].split()), most)


def clipped(words: str, most: int) -> str:
    """Words of one line, the rest of very many left out, cut between two of them where there is a gap."""
    return words if len(words) <= most else (words[:most].rpartition(" ")[0] or words[:most]) + " …"


def plain(words: str) -> str:
    """Words without case, quotation marks and other signs: what copies of them have in common."""
    return " ".join(re.findall(r"\w+", words.casefold()))


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)
