"""The story in figures: for each quantity the best bounds, whether the sources agree, and by how many texts of their own it is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.export.passage import Pages
from onrecord.export.scale import Scale, scale
from onrecord.export.toll import FIRST, Shape, mark
from onrecord.export.wording import Source, between, day_label
from onrecord.model import Point, Series, Verdict

VERDICTS: dict[Verdict, str] = {"agree": "sources agree", "rising": "rising", "conflict": "counts conflict"}
_ONE = "one count"
_SHOWN = 8  # quantities that stand open
_FEW = 6  # … if there are no more than these, single counts stand with them


@dataclass(frozen=True, slots=True)
class Given:
    """One count of a series by one source on one day, with the articles that give it; `witnesses` are those that are texts of their own."""

    bounds: str
    by: str
    day: str
    sources: tuple[Source, ...]
    witnesses: int
    shape: Shape
    start: float
    end: float
    approx: bool


@dataclass(frozen=True, slots=True)
class Count:
    """A series: `best` are its bounds in words, `verdict` its verdict ("one" where a single count is given) and `label` that in words."""

    what: str
    best: str
    verdict: str
    label: str
    given: tuple[Given, ...]
    witnesses: int
    articles: int
    scale: Scale
    reasons: tuple[str, ...]


def counts(series: Iterable[Series], pages: Pages) -> tuple[tuple[Count, ...], tuple[Count, ...]]:
    """The quantities of a story, those of people and those with most witnesses first: what stands open, and what is folded."""
    made = [(s, c) for s in series if (c := _count(s, pages)) is not None]
    ordered = [c for s, c in sorted(made, key=lambda m: _order(*m))]
    told = [c for c in ordered if len(c.given) > 1 or len(ordered) <= _FEW] or ordered
    shown = told[:_SHOWN]
    return tuple(shown), tuple(c for c in ordered if c not in shown)


def _order(series: Series, count: Count) -> tuple[bool, int, int, str]:
    rank = FIRST.index(series.quantity) if series.quantity in FIRST else len(FIRST)
    return len(count.given) < 2, rank, -count.witnesses, count.what


def _count(series: Series, pages: Pages) -> Count | None:
    placed = [(p, n) for p in series.points if (n := pages.number(p.article)) is not None]
    if not placed:
        return None
    line = scale(v for p, _ in placed for v in (p.low, p.high) if v is not None)
    given = tuple(_given(same, pages, line) for same in _together(placed))
    alone = len(given) == 1
    return Count(
        " ".join(w for w in (series.who, series.quantity) if w) or "counted",
        between(series.low, series.high, approx=all(p.approx for p, _ in placed)),
        "one" if alone else series.verdict,
        _ONE if alone else VERDICTS[series.verdict],
        given,
        len({p.origin for p, _ in placed}),
        len({n for _, n in placed}),
        line,
        () if alone else series.reasons,
    )


def _together(placed: Iterable[tuple[Point, int]]) -> list[list[tuple[Point, int]]]:
    """The same count of the same source on the same day; copies give it for one day, whatever the day they were published."""
    days: dict[tuple[object, ...], str | None] = {}
    together: dict[tuple[object, ...], list[tuple[Point, int]]] = {}
    for point, number in placed:
        told = (point.low, point.high, point.approx, (point.according_to or "").casefold())
        day = days.setdefault((*told, point.origin), point.as_of)
        together.setdefault((*told, day), []).append((point, number))
    return list(together.values())


def _given(same: list[tuple[Point, int]], pages: Pages, line: Scale) -> Given:
    first, _ = same[0]
    sources = {n: _source(p, n, pages) for p, n in reversed(same)}
    return Given(
        between(first.low, first.high, approx=first.approx),
        first.according_to or "",
        day_label(first.as_of),
        tuple(sources[n] for n in dict.fromkeys(n for _, n in same)),
        len({p.origin for p, _ in same}),
        *mark(first.low, first.high, line),
        approx=first.approx,
    )


def _source(point: Point, number: int, pages: Pages) -> Source:
    found = pages.passage(point.article, point.at)
    return found.source if found else pages.source(number)
