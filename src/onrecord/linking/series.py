"""Figure series: the counts of the same quantity of the same people in one story, by day, and whether their sources agree.

Only what can be compared is: figures of the story's own days, one vote for each origin, and evolution is no contradiction – a count that
rises is an update unless a later one of another source is plainly below it, or two sources differ on the same day. The bounds kept are
those of the Uppsala Conflict Data Program (UCDP): low, best, high; when sources differ the most conservative one of the latest day counts.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from onrecord.details.tables import rows as detail_rows
from onrecord.details.times import find_times
from onrecord.linking.days import day_of
from onrecord.linking.parties import words
from onrecord.linking.tables import rows, threshold
from onrecord.linking.utterances_items import name_words
from onrecord.model import Analysis, Figure, Origin, Place, Point, Series, Span, Story, Verdict

_FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DAY_OR_TIME = re.compile(r"[\dX]{4}-(?:\d\d-\d\d|W\d\d-\d|WXX-\d)")
_COARSE = re.compile(r"[\dX]{4}(?:-(?:\d\d|SP|SU|FA|WI|Q\d))?|\d{3}X?")
_COMPARED = ("killed", "wounded", "missing", "detained", "displaced", "evacuated", "abducted", "rescued", "infected")
_MORE = re.compile(r"\bmore\b(?! than)")
_PART = re.compile(r" of(?: the\b|$)")
_OTHERS = re.compile(r"\bothers?\b")
_REACH = 160  # characters around a figure in which a time or word says that it is of another event


def find_series(analyses: Sequence[Analysis], stories: Iterable[Story], origins: Sequence[Origin] = ()) -> tuple[Series, ...]:
    """The series of every story, in the order of the stories; those with two points or more from two sources or days come first."""
    by_id = {a.article.id: a for a in analyses}
    witness = {article: n for n, origin in enumerate(origins) for article in origin.articles}
    found: list[Series] = []
    for story in stories:
        members = [by_id[i] for i in dict.fromkeys(story.articles) if i in by_id]
        for (quantity, who), points in sorted(_points(members, witness, len(origins)).items()):
            found.append(_series(story, quantity, who, points))
    return tuple(found)


def _points(members: Sequence[Analysis], witness: dict[str, int], first: int) -> dict[tuple[str, str], list[Point]]:
    grouped: dict[tuple[str, str], list[Point]] = defaultdict(list)
    days = [d for a in members if (d := day_of(a))]
    start = min(days, default=None)
    for n, analysis in enumerate(members):
        number = witness.get(analysis.article.id, first + n)
        lead = _leading(analysis)
        counted: dict[tuple[str, str, int, int | None, str | None], list[Figure]] = defaultdict(list)
        for figure in analysis.figures:
            if figure.quantity in _COMPARED and not _of_another_event(analysis, figure, start):
                key = (figure.quantity, _same_people(figure.who), figure.low, figure.high, figure.according_to)
                counted[key].append(figure)  # a headline and its repetition are one
        for (quantity, who, *_), same in counted.items():
            grouped[quantity, who].append(_point(analysis, same, number, lead.get(quantity)))
    return {key: _with_givers(points) for key, points in grouped.items()}


def _with_givers(points: Sequence[Point]) -> list[Point]:
    """Points with the named sources of the story that give the same bounds for the same day: who gave two counts revised the first. What
    one article knows to be an early count is early in the others."""
    givers: dict[tuple[int, int | None, str | None], set[frozenset[str]]] = defaultdict(set)
    early = {(p.low, p.high, p.as_of) for p in points if p.provisional}
    for point in points:
        if point.according_to and any(w[0].isupper() for w in point.according_to.split()):  # "activists" may be others elsewhere
            givers[point.low, point.high, point.as_of].add(name_words(point.according_to))
    return [
        replace(p, givers=tuple(sorted(givers[key], key=sorted)), provisional=key in early)
        for p in points
        for key in [(p.low, p.high, p.as_of)]
    ]


def _point(analysis: Analysis, same: Sequence[Figure], origin: int, lead: Figure | None) -> Point:
    first = same[0]
    text = analysis.article.text
    return Point(
        first.low,
        first.high,
        analysis.article.id,
        first.at,
        origin,
        first.approx,
        first.as_of or day_of(analysis),
        first.according_to,
        not _vague_words().isdisjoint(first.rule.split("; ")),
        any(_main(analysis, f, lead) for f in same),
        _places(analysis, same[-1]),
        tuple(f.at for f in same[1:]),
        _event_day(analysis, same),
        any(_wide(text, f) for f in same),
        any(_provisional(text, f) for f in same),
    )


def _event_day(analysis: Analysis, same: Sequence[Figure]) -> str | None:
    """The day that the sentences of a count name, when it is one: "Tuesday's attack", "was killed on Wednesday"."""
    today = day_of(analysis)
    found: set[str] = set()
    for left, right in {sentence_around(analysis.article.text, f.at) for f in same}:
        sentence = analysis.article.text[left:right]
        for time in find_times(sentence, today) if any(left <= t.at.start < right for t in analysis.times) else ():
            named = time.kind in ("date", "time") and time.value is not None and _FULL_DAY.match(time.value)
            if named and time.value and (time.value[:10] != today or sentence[time.at.start : time.at.end].isalpha()):
                found.add(time.value[:10])  # a date line is not of the event
    return found.pop() if len(found) == 1 else None


def _wide(text: str, figure: Figure) -> bool:
    """Whether a count is of several places."""
    told = re.findall(r"[a-z]+", text[slice(*sentence_around(text, figure.at))].lower())
    return not _several_places().isdisjoint(told)


def _provisional(text: str, figure: Figure) -> bool:
    """Whether the sentence of a count says that it is an early one: "Earlier the ministry said", "initial reports". That a toll is likely
    to rise does not: two sources that differ at one hour differ."""
    left, right = sentence_around(text, figure.at)
    opens = max(left - _REACH, *(text.rfind(mark, 0, figure.at.start) + 1 for mark in (". ", "\n", "? ", "! ")))
    told = " ".join(re.findall(r"[\w'-]+", text[opens:right].lower()))
    return any(
        told.startswith(f"{row['phrase']} ") if row["where"] == "first" else f" {row['phrase']} " in f" {told} "
        for row in rows("series_early.csv")
    )


@cache
def _several_places() -> frozenset[str]:
    return frozenset(w for r in rows("series_wide.csv") for w in r["words"].split())


def _leading(analysis: Analysis) -> dict[str, Figure]:
    """The first count of each quantity in an article's head: the one of its own event. What follows may be of a part of it."""
    found: dict[str, Figure] = {}
    for figure in analysis.figures:
        vague = not _vague_words().isdisjoint(figure.rule.split("; "))
        if figure.at.start < threshold("series_lead") and not vague and _in_full(analysis.article.text, figure):
            found.setdefault(figure.quantity, figure)
    return found


def _main(analysis: Analysis, figure: Figure, lead: Figure | None) -> bool:
    """Whether a figure counts all of its sort in the article's own event: "11 children were among the 26 killed" counts its children."""
    text = analysis.article.text
    if _in_full(text, figure):
        return _of_the_event(text, figure, lead)
    whole = next((f for f in analysis.figures if f.at == figure.part_of and f.quantity == figure.quantity), None)
    if whole is None or {"among them", "part of it"}.isdisjoint(figure.rule.split("; ")):
        return False
    if _same_people(figure.who) in ("people", _same_people(whole.who)):
        return False
    return _in_full(text, whole) and _of_the_event(text, whole, lead)


def _in_full(text: str, figure: Figure) -> bool:
    """Whether a figure is no part of another count and adds to none."""
    rules = figure.rule.split("; ")
    added = not {"another", "a further", "an additional", "beside it", "part of it", "among them"}.isdisjoint(rules)
    if added or figure.part_of is not None or any(r.startswith(("of the", "of those")) for r in rules):
        return False
    if text[max(0, figure.at.start - 2) : figure.at.start] == ", " and text[figure.at.end : figure.at.end + 1] == ",":
        return False  # "Ada Moss, 58, and": an age
    phrase = text[figure.at.start : figure.at.end].lower()
    return not _PART.search(phrase) and not (_MORE.search(phrase) or (figure.quantity == "killed" and _OTHERS.search(phrase)))


def _of_the_event(text: str, figure: Figure, lead: Figure | None) -> bool:
    """Whether a figure counts the article's own event: given as the toll or for "the attack", the same as the first count in the
    head, or in the head with no attack of its own beside it."""
    told = re.findall(r"[a-z]+", text[slice(*sentence_around(text, figure.at))].lower())
    events = words("incident", "blow")
    definite = any(a in ("the", "this") and b in events for a, b in itertools.pairwise(told))
    if definite or "toll" in figure.rule:
        return True
    if _same_people(figure.who) == "fighters":
        return False  # a war has many battles a day
    if lead is not None and lead.low == figure.low:
        return True
    summed = text[figure.at.start : figure.at.end].lower().startswith("a total of")
    return figure.at.start < threshold("series_lead") and (lead is None or (events.isdisjoint(told) and not summed))


def _places(analysis: Analysis, figure: Figure) -> tuple[Place, ...]:
    """The towns on the map named in a figure's sentence, or its regions; else those in the article's head."""
    left, right = sentence_around(analysis.article.text, figure.at)
    known = [p for p in analysis.places if p.kind in ("city", "region") and p.lat is not None]
    near = [p for p in known if left <= p.at.start < right]
    head = [p for p in known if p.at.start < threshold("series_lead")]
    sorts = [[p for p in some if p.kind == kind] for some in (near, head) for kind in ("city", "region")]
    return tuple(next(filter(None, sorts), ()))


def _apart(one: Point, other: Point) -> bool:
    """Whether two counts are of places too far from each other to be one event's."""
    pairs = list(itertools.product(one.places, other.places))
    return bool(pairs) and not any(distance(a, b) <= _reach(a, b) for a, b in pairs)


def _reach(one: Place, other: Place) -> float:
    """Kilometres within which two places may be of one event: a region's middle is far from its towns."""
    return threshold("series_km_region" if "region" in (one.kind, other.kind) else "series_km_apart")


def distance(one: Place, other: Place) -> float:
    """Kilometres between two places with coordinates, as the crow flies (haversine formula)."""
    assert one.lat is not None and one.lon is not None and other.lat is not None and other.lon is not None
    a, b = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(half)))


def sentence_around(text: str, at: Span) -> tuple[int, int]:
    """The sentence (or line) around a span, at most a fixed reach to either side."""
    left = max(text.rfind(mark, 0, at.start) for mark in (". ", "\n", "? ", "! ")) + 1
    ends = [e for mark in (". ", "\n", "? ", "! ") if (e := text.find(mark, at.end)) >= 0]
    return max(left, at.start - _REACH), min([*ends, at.end + _REACH, len(text)])


@cache
def _vague_words() -> frozenset[str]:
    return frozenset(r["phrase"] for r in detail_rows("vague.csv"))


def _same_people(who: str) -> str:
    """The word under which people are compared: "persons", "others" and "residents" are people."""
    table = {w: r["as"] for r in rows("series_people.csv") for w in r["words"].split()}
    return table.get(who.lower(), who.lower())


def _of_another_event(analysis: Analysis, figure: Figure, start: str | None) -> bool:
    """Whether the words around a figure put it into another event: an older date, a whole war, a year's total."""
    if figure.part_of is not None and figure.who == "people":
        return True
    text = analysis.article.text
    left, right = sentence_around(text, figure.at)
    around = " ".join(re.findall(r"[\w'-]+", f"{text[left : figure.at.start]} {text[figure.at.end : right]}".lower()))
    if any(f" {r['phrase']} " in f" {around} " for r in rows("series_elsewhere.csv")):
        return True
    if start is None:
        return False
    floor = (date.fromisoformat(start) - timedelta(days=threshold("series_days_back"))).isoformat()
    dated = [v for t in analysis.times if t.kind in ("date", "time") and left <= t.at.start < right and (v := t.value or t.timex)]
    if dated and not any(_DAY_OR_TIME.match(v) for v in dated) and any(_COARSE.fullmatch(v) for v in dated):
        return True  # "in April": the story's own event has a day
    return any(value[: len(floor)] < floor[: len(value)] for value in dated if value[0].isdigit())


def _series(story: Story, quantity: str, who: str, points: list[Point]) -> Series:
    ordered = sorted(points, key=lambda p: (p.as_of or "9999", p.low))
    verdict, reason = judge(ordered)
    counted = [p for p in ordered if p.main] or ordered
    low, high = best([p for p in counted if p.as_of == counted[-1].as_of])
    return Series(story.id, quantity, who, tuple(ordered), low, high, verdict, reason)


def best(points: Sequence[Point]) -> tuple[int, int | None]:
    """The bounds of the latest day: where all fit together, what they leave; else the most conservative count and the highest one."""
    low, high = max(p.low for p in points), min((p.high for p in points if p.high is not None), default=None)
    if high is None or low <= high:
        return low, high
    return min(p.low for p in points), max((p.high if p.high is not None else p.low) for p in points)


def judge(points: Sequence[Point]) -> tuple[Verdict, tuple[str, ...]]:
    """Whether the sources of a series agree, rise or conflict, and why; points in the order of their days."""
    heard = _witnesses(points)
    for one, other in itertools.combinations(heard, 2):
        if opposed(one, other):
            return "conflict", (f"{told(one)}, but {told(other)}",)
    dated = sorted((p for p in heard if p.as_of), key=lambda p: (p.as_of or "", p.low))
    if dated:
        first, last = (max((p for p in dated if p.as_of == day), key=lambda p: p.low) for day in (dated[0].as_of, dated[-1].as_of))
        if first.low < last.low and first.as_of != last.as_of:
            return "rising", (f"from {told(first)} to {told(last)}",)
    return "agree", (f"{len(points)} counts that fit together",)


def _witnesses(points: Sequence[Point]) -> list[Point]:
    """The earliest of the points that one origin gives with the same bounds and source: carriers of a text are one witness on one day."""
    seen: dict[tuple[object, ...], Point] = {}
    for point in points:
        seen.setdefault((point.origin, point.low, point.high, point.according_to), point)
    return list(seen.values())


def opposed(one: Point, other: Point) -> bool:
    """Whether two counts cannot both hold: main counts of two sources and origins at the same place, `other` on the same day or soon after,
    and no number fits both.

    Counts only rise, so a later count may be higher; a later one of somebody else that is lower contradicts.
    """
    if not (one.main and other.main) or one.vague or other.vague or not one.as_of or not other.as_of:
        return False
    if (one.origin == other.origin and one.article != other.article) or _voice(one) == _voice(other) or _approx_equal(one, other):
        return False
    if _apart(one, other) or (one.event and other.event and one.event != other.event):
        return False
    if one.article == other.article and None in (one.according_to, other.according_to):
        return False  # an article's own count sums up what its sources count in part
    if one.wide != other.wide and (one if one.wide else other).low == max(one.low, other.low):
        return False  # a total of several places is more than the count of one
    if _revised(one, other):
        return False
    days = (date.fromisoformat(other.as_of) - date.fromisoformat(one.as_of)).days
    low, high = sorted((one.low, other.low))
    if not 0 <= days <= threshold("series_days_apart") or high > low * threshold("series_scope_ratio"):
        return False
    exact = one.high == one.low and other.high == other.low
    if not exact and high <= low * threshold("series_tolerance"):
        return False
    if other.high is not None and other.high < one.low:
        return True
    if days:
        return False
    if one.high is not None and one.high < other.low:
        return True
    return (one.high is None or other.high is None) and low > 0 and high >= low * threshold("series_open_ratio")


def _revised(one: Point, other: Point) -> bool:
    """Whether the higher count takes the place of the lower one: that was an early one by its own words, or one source gave both."""
    if min(one, other, key=lambda p: p.low).provisional:
        return True
    return any(a <= b or b <= a for a in one.givers for b in other.givers if a and b)


def _voice(point: Point) -> str:
    return (point.according_to or point.article).lower()


def _approx_equal(one: Point, other: Point) -> bool:
    if not (one.approx or other.approx):
        return False
    low, high = sorted((one.low, other.low))
    return high <= low * (1 + threshold("series_approx"))


def told(point: Point) -> str:
    """A count as a reason gives it: its bounds, who gives it, for which day."""
    bounds = f"{point.low}" if point.high == point.low else f"{point.low} or more" if point.high is None else f"{point.low} to {point.high}"
    return f"{'about ' if point.approx else ''}{bounds} ({point.according_to or 'the outlet'}{', ' + point.as_of if point.as_of else ''})"
