"""The toll charts: every figure as it was given, with its bounds and its source, quantity by quantity. Nothing is added up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from onrecord.export.cards import anchor
from onrecord.export.scale import Scale, scale
from onrecord.export.wording import Moment, Source, Teller, bounds, giver, moment, plain, short, tellers
from onrecord.model import Analysis, Figure, Origin, Span

FIRST = ("killed", "wounded", "missing", "detained", "displaced", "evacuated")
THEN = ("troops", "weapons", "money")
Shape = Literal["point", "range", "open", "beyond"]
_ARROW = 14.0  # percent of the line an arrow without an end takes
_DEEPEST = 3  # how often a part is set in under its whole


@dataclass(frozen=True, slots=True)
class Row:
    """One figure as one article gives it; `times` is how often it repeats it from the same source.

    `copies` are further articles that carry the same text with the same figure: one witness with it.
    `start` and `end` are the rims of its mark in percent of the chart's line (shape "beyond": it goes past the end of it), `depth` how far
    it is set in beneath what it is a part of.
    """

    anchor: str
    words: str
    bounds: str
    who: str
    source: str
    shape: Shape
    start: float
    end: float
    approx: bool
    depth: int = 0
    times: int = 1
    whole: str = ""
    revised: str = ""
    copies: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one article that are given for one day."""

    as_of: str
    dated: bool
    outlet: str
    title: str
    article: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """All figures of one quantity (of money: in one currency) on one line; `place` is 0 for what happened to people, 1 for troops, weapons
    and money, 2 for all else."""

    quantity: str
    unit: str
    scale: Scale
    groups: tuple[Group, ...]
    count: int
    place: int


@dataclass(slots=True)
class _Given:
    """A figure with where it comes from, and its parts."""

    figure: Figure
    anchor: str
    times: int = 1
    parts: list[_Given] = field(default_factory=list)
    copies: tuple[Source, ...] = ()


_Found = tuple[int, int, Figure]  # number of the article, of the figure in it
_Copies = dict[tuple[int, int], tuple[Source, ...]]


def charts(analyses: Sequence[Analysis], origins: Iterable[Origin] = (), members: Iterable[int] | None = None) -> tuple[Chart, ...]:
    """A chart for each quantity that is counted: people first, then troops, weapons, money, then what else there is, most given first.

    What the articles of one origin give from the same source stands once, with its carriers. `members` are the numbers of the articles that
    are meant, None for all.
    """
    by_quantity: dict[tuple[str, str], list[_Found]] = {}
    for a in range(len(analyses)) if members is None else sorted(members):
        for n, figure in enumerate(analyses[a].figures):
            unit = figure.unit or ""
            by_quantity.setdefault((figure.quantity, unit), []).append((a, n, figure))
    numbers = {a.article.id: n for n, a in enumerate(analyses)}
    rank = {numbers[i]: (o, r) for o, origin in enumerate(origins) for r, i in enumerate(origin.articles) if i in numbers}
    made = [_chart(quantity, unit, *_joined(found, rank, analyses), analyses) for (quantity, unit), found in by_quantity.items()]
    return tuple(sorted(made, key=_order))


def _order(chart: Chart) -> tuple[int, int, str, str]:
    known = (*FIRST, *THEN)
    rank = known.index(chart.quantity) if chart.quantity in known else len(known)
    return rank, -chart.count if rank == len(known) else 0, chart.quantity, chart.unit


def _joined(found: list[_Found], rank: Mapping[int, tuple[int, int]], analyses: Sequence[Analysis]) -> tuple[list[_Found], _Copies]:
    """The figures without those that a copy repeats, and which articles repeat each that stays; `rank` gives an article's origin and its
    place in it."""
    first: dict[tuple[object, ...], tuple[int, int]] = {}
    carried: dict[tuple[int, int], dict[int, Source]] = {}
    kept = []
    told: dict[int, Mapping[str, Teller]] = {}
    for a, n, figure in sorted(found, key=lambda f: rank[f[0]][1] if f[0] in rank else 0):
        if a in rank:
            article = analyses[a].article
            whole = plain(short(article.text, figure.part_of)) if figure.part_of else ""
            source = giver(figure.according_to, figure.statement, told.setdefault(a, tellers(analyses[a])))
            key = (rank[a][0], figure.who, figure.low, figure.high, figure.approx, source.casefold(), whole)
            home = first.setdefault(key, (a, n))
            if home[0] != a:
                copy = Source(anchor("figure", a, n), article.outlet or "", article.title or article.path)
                carried.setdefault(home, {}).setdefault(a, copy)
                continue
        kept.append((a, n, figure))
    return sorted(kept, key=lambda f: f[:2]), {home: tuple(sources.values()) for home, sources in carried.items()}


def _chart(quantity: str, unit: str, found: list[_Found], copies: _Copies, analyses: Sequence[Analysis]) -> Chart:
    line = scale(value for _, _, f in found for value in (f.low, f.high) if value is not None)
    together: dict[tuple[str, int], list[tuple[int, Figure]]] = {}
    for a, n, figure in found:
        together.setdefault((figure.as_of or analyses[a].article.published or "", a), []).append((n, figure))
    groups = [_group(as_of, a, figures, copies, analyses[a], line) for (as_of, a), figures in sorted(together.items(), key=_when)]
    place = 0 if quantity in FIRST else 1 if quantity in THEN else 2
    return Chart(quantity, unit, line, tuple(groups), sum(len(g.rows) for g in groups), place)


def _when(entry: tuple[tuple[str, int], object]) -> tuple[bool, Moment | None, int]:
    """Dated groups in order of time, then the undated in order of the articles."""
    (as_of, article), _ = entry
    found = moment(as_of)
    return found is None, found or Moment((), ""), article


def _group(as_of: str, number: int, figures: list[tuple[int, Figure]], copies: _Copies, analysis: Analysis, line: Scale) -> Group:
    article = analysis.article
    found = moment(as_of)
    rows = tuple(_rows(_nested(figures, number, copies), article.text, tellers(analysis), line))
    label = (f"{found.label}, {found.clock}" if found.clock else found.label) if found else as_of
    return Group(label, found is not None, article.outlet or "", article.title or article.path, f"a{number}", rows)


def _nested(figures: list[tuple[int, Figure]], article: int, copies: _Copies) -> list[_Given]:
    """Wholes in the order of the text with their parts in them; what is repeated from the same source comes once.

    Parts are set in level by level, so that figures that are parts of each other, or of none that is here, stay on the first level.
    """
    given, by_span = _once(figures, article, copies)
    tops = [g for g in given if g.figure.part_of not in by_span]
    placed, waiting = {id(g) for g in tops}, [g for g in given if g.figure.part_of in by_span]
    for _ in range(_DEEPEST):
        ready = [g for g in waiting if id(by_span[g.figure.part_of]) in placed]
        for part in ready:
            by_span[part.figure.part_of].parts.append(part)
        placed |= {id(g) for g in ready}
        waiting = [g for g in waiting if id(g) not in placed]
    left = {id(g) for g in (*tops, *waiting)}
    return [g for g in given if id(g) in left]


def _once(figures: list[tuple[int, Figure]], article: int, copies: _Copies) -> tuple[list[_Given], dict[Span | None, _Given]]:
    """Each figure once, and which of them stands where."""
    once: dict[tuple[object, ...], _Given] = {}
    by_span: dict[Span | None, _Given] = {}
    for n, figure in figures:
        whole = by_span.get(figure.part_of)
        inside = id(whole) if whole else figure.part_of
        key = (figure.who, figure.low, figure.high, figure.approx, figure.according_to, figure.revised, inside)
        if key in once:
            once[key].times += 1
        else:
            once[key] = _Given(figure, anchor("figure", article, n), copies=copies.get((article, n), ()))
        by_span.setdefault(figure.at, once[key])
    return list(once.values()), by_span


def _rows(given: list[_Given], text: str, told: Mapping[str, Teller], line: Scale, depth: int = 0) -> Iterator[Row]:
    for one in given:
        yield _row(one, text, told, line, depth)
        yield from _rows(one.parts, text, told, line, depth + 1)


def _row(given: _Given, text: str, told: Mapping[str, Teller], line: Scale, depth: int) -> Row:
    figure = given.figure
    row = Row(
        given.anchor,
        short(text, figure.at),
        bounds(figure),
        figure.who,
        giver(figure.according_to, figure.statement, told),
        *mark(figure.low, figure.high, line),
        approx=figure.approx,
        depth=depth,
        times=given.times,
        revised=figure.revised or "",
        copies=given.copies,
    )
    return replace(row, whole=short(text, figure.part_of)) if figure.part_of and not depth else row


def mark(least: int, most: int | None, line: Scale) -> tuple[Shape, float, float]:
    """The mark for some bounds: its shape and its rims in percent of the line."""
    low = line.at(least)
    if line.beyond(max(least, most or 0)):
        return "beyond", low if most and least < most else 100.0, 100.0 + _ARROW
    if most is None:
        return "open", low, min(100.0 + _ARROW, low + _ARROW)
    if most <= max(0, least):
        return "point", line.at(most), line.at(most)
    return "range", low, line.at(most)
