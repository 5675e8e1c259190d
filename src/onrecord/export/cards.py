"""What a page says about a figure, a time, a place, cited evidence or an event when it is asked: one card each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.export.wording import Teller, bounds, citer, day_label, giver, happening, number, short, tellers
from onrecord.model import Analysis, Event, Evidence, Figure, Place, Span, Time

KINDS = ("figure", "time", "place", "evidence", "event")
Facts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Card:
    """One detail of an article: `anchor` is unique in the page, `words` are the text's own, `title` says what was read.

    `facts` are names and values in reading order, those that are not known left out.
    """

    anchor: str
    kind: str
    at: Span
    words: str
    title: str
    facts: tuple[tuple[str, str], ...]


def anchor(kind: str, article: int, detail: int) -> str:
    """Where in the page the number-th detail of a kind of an article is."""
    return f"{kind}{article}-{detail}"


def cards(analysis: Analysis, article: int) -> tuple[Card, ...]:
    """A card for every detail of an analysis, by kind; `article` is its number in the page."""
    text = analysis.article.text
    told = tellers(analysis)
    made: list[tuple[str, Span, str, Facts]] = []
    made += [("figure", f.at, *_figure(f, text, told)) for f in analysis.figures]
    made += [("time", t.at, *_time(t)) for t in analysis.times]
    made += [("place", p.at, *_place(p)) for p in analysis.places]
    made += [("evidence", e.at, *_evidence(e, text, told)) for e in analysis.evidence]
    made += [("event", e.at, *_event(e, text)) for e in analysis.events]
    numbers = dict.fromkeys(KINDS, 0)
    found = []
    for kind, at, title, facts in made:
        found.append(Card(anchor(kind, article, numbers[kind]), kind, at, short(text, at), title, tuple(f for f in facts if f[1])))
        numbers[kind] += 1
    return tuple(found)


def _figure(figure: Figure, text: str, told: Mapping[str, Teller]) -> tuple[str, Facts]:
    counted = " ".join(part for part in (figure.unit, figure.who) if part)
    return f"{bounds(figure)} {counted} {figure.quantity}".replace("  ", " "), [
        ("quantity", figure.quantity),
        ("who", figure.who),
        ("at least", number(max(0, figure.low))),
        ("at most", "open" if figure.high is None else number(max(0, figure.high))),
        ("approximate", "yes" if figure.approx else ""),
        ("unit", figure.unit or ""),
        ("according to", giver(figure.according_to, figure.statement, told) or "the outlet itself"),
        ("as of", day_label(figure.as_of)),
        ("part of", short(text, figure.part_of) if figure.part_of else ""),
        ("revised", f"“{figure.revised}”" if figure.revised else ""),
        ("read by", figure.rule),
    ]


def _time(time: Time) -> tuple[str, Facts]:
    title = day_label(time.value) if time.kind in ("date", "time") else time.value or ""
    return title or "not resolved", [("value", time.value or ""), ("kind", time.kind), ("TimeML", time.timex or ""), ("read by", time.rule)]


def _place(place: Place) -> tuple[str, Facts]:
    found = place.lat is not None and place.lon is not None
    return place.name + (f", {place.country}" if place.country else ""), [
        ("kind", place.kind),
        ("country", place.country or ""),
        ("coordinates", f"{place.lat:.3f}, {place.lon:.3f}" if found else "not in the gazetteer"),
        ("gazetteer id", place.id or ""),
        ("why this one", place.reason),
    ]


def _evidence(evidence: Evidence, text: str, told: Mapping[str, Teller]) -> tuple[str, Facts]:
    return evidence.type + (" (said to be lacking)" if evidence.absent else ""), [
        ("shows", short(text, evidence.shows) if evidence.shows else ""),
        ("cited by", citer(evidence, told) or "the outlet itself"),
        ("made", day_label(evidence.made)),
        ("read by", evidence.rule),
    ]


def _event(event: Event, text: str) -> tuple[str, Facts]:
    return happening(event), [
        ("when", day_label(event.when)),
        ("where", event.where or ""),
        ("who", "; ".join(short(text, s) for s in event.agents)),
        ("to whom", "; ".join(short(text, s) for s in event.patients)),
        ("read by", event.rule),
    ]
