"""Who denies whose words: one arrow from each denier to each speaker whose words they deny, drawn as a picture and listed as a table.

Deniers stand on the left and those they answer on the right, so that no arrow crosses a name however many there are. Somebody who denies
and is denied stands on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.export.disputes import passages_of
from onrecord.export.passage import Pages
from onrecord.model import Dispute

_MOST = 20  # names in a picture; the table has all
_ARROWS = 36  # arrows in a picture
_LINES = 3  # lines of a name
_SWEEPS = 4  # how often both columns are put in the order that crosses least
_THIN, _STEP, _THICK = 2.0, 1.6, 11.0  # width of an arrow: of one denial, of each further one, at most


@dataclass(frozen=True, slots=True)
class Answer:
    """How often one speaker denies words of another, and the anchor of the dispute where that is shown first."""

    denier: str
    denied: str
    times: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Name:
    """A speaker in the picture: lines of the name, where they stand, `both` for somebody who denies and is denied."""

    lines: tuple[str, ...]
    x: float
    y: float
    side: str
    both: bool


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line from a denier to the one denied, and its head, as SVG paths."""

    path: str
    head: str
    width: float
    answer: Answer


@dataclass(frozen=True, slots=True)
class Picture:
    """The diagram for one width of page, in its own units."""

    name: str
    width: int
    height: int
    font: int
    names: tuple[Name, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """The picture, wide and narrow, the table behind it, and how many answers stand only there."""

    pictures: tuple[Picture, ...]
    answers: tuple[Answer, ...]
    left: int


@dataclass(frozen=True, slots=True)
class _Shape:
    """Measures of a picture: width, width of a column of names, letters of a line, size of type."""

    name: str
    width: int
    column: int
    letters: int
    font: int


_SHAPES = (_Shape("wide", 1000, 340, 31, 17), _Shape("narrow", 360, 132, 15, 13))


@dataclass(slots=True)
class _Ends:
    """Where on a name's edge its arrows end: from the top of the name down."""

    top: float = 0.0
    used: float = 0.0
    arrows: list[Answer] = field(default_factory=list)


def diagram(disputes: Iterable[Dispute], pages: Pages, anchors: Mapping[str, str]) -> Diagram | None:
    """The diagram of some disputes, None where nobody who is named denies anybody; `anchors` say where a dispute is shown, by its id."""
    answers = _answers(disputes, pages, anchors)
    if not answers:
        return None
    drawn = _few(answers)
    return Diagram(tuple(_picture(drawn, shape) for shape in _SHAPES), tuple(answers), len(answers) - len(drawn))


def _answers(disputes: Iterable[Dispute], pages: Pages, anchors: Mapping[str, str]) -> list[Answer]:
    """Each pair of named speakers once, with how many denials in words of their own there are, most first."""
    names: dict[str, str] = {}
    denials: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
    for dispute in disputes:
        if dispute.kind != "denial" or dispute.id not in anchors:
            continue
        said, denied = passages_of(dispute, pages)
        for passage in (*said, *denied):
            if passage.voice:
                names[passage.voice] = max(names.get(passage.voice, ""), passage.name, key=len)
        for one in denied:
            for other in said:
                if one.voice and other.voice and one.voice != other.voice:
                    found = denials.setdefault((one.voice, other.voice), {})
                    found.setdefault((dispute.id, one.key), anchors[dispute.id])
    answers = [Answer(names[a], names[b], len(found), next(iter(found.values()))) for (a, b), found in denials.items()]
    return sorted(answers, key=lambda a: -a.times)


def _few(answers: Sequence[Answer]) -> list[Answer]:
    """As many answers as have room: of each denier the one given most often, then of each the next, so that none takes all the room."""
    rank: dict[str, int] = {}
    turns = []
    for answer in answers:
        rank[answer.denier] = rank.get(answer.denier, -1) + 1
        turns.append((rank[answer.denier], answer))
    left: dict[str, None] = {}
    right: dict[str, None] = {}
    kept: list[Answer] = []
    for _, answer in sorted(turns, key=lambda t: t[0]):
        new = (answer.denier not in left) + (answer.denied not in right)
        if len(left) + len(right) + new <= _MOST and len(kept) < _ARROWS:
            left[answer.denier] = right[answer.denied] = None
            kept.append(answer)
    return kept


def _picture(answers: Sequence[Answer], shape: _Shape) -> Picture:
    columns = _ordered(answers)
    both = set(columns[0]) & set(columns[1])
    line = shape.font * 1.2
    lines = {name: _wrapped(name, shape.letters) for column in columns for name in column}
    ends: tuple[dict[str, _Ends], dict[str, _Ends]] = ({}, {})
    heights = []
    for column, own in zip(columns, ends, strict=True):
        y = line / 2
        for name in column:
            mine = [a for a in answers if name in (a.denier if own is ends[0] else a.denied,)]
            tall = max(line * len(lines[name]), sum(_width(a) + 3 for a in mine)) + line * 0.8
            own[name] = _Ends(y, 0.0, mine)
            y += tall
            own[name].used = tall
        heights.append(y)
    height = max(heights)
    _centred(ends, heights, height)
    names = [
        Name(lines[n], x, round(e.top + e.used / 2 - line * (len(lines[n]) - 1) / 2, 1), side, n in both)
        for own, x, side in zip(ends, (shape.column, shape.width - shape.column), ("end", "start"), strict=True)
        for n, e in own.items()
    ]
    return Picture(shape.name, shape.width, round(height), shape.font, tuple(names), tuple(_arrows(answers, ends, columns, shape)))


def _centred(ends: tuple[dict[str, _Ends], dict[str, _Ends]], heights: Sequence[float], height: float) -> None:
    """Spread the shorter column over the whole height."""
    for own, tall in zip(ends, heights, strict=True):
        gap = (height - tall) / (len(own) + 1)
        for n, end in enumerate(own.values(), 1):
            end.top += n * gap


def _arrows(
    answers: Sequence[Answer], ends: tuple[dict[str, _Ends], dict[str, _Ends]], columns: tuple[list[str], list[str]], shape: _Shape
) -> list[Arrow]:
    """The arrows, those of one name side by side in the order of the names they lead to."""
    place: dict[Answer, list[float]] = {a: [0.0, 0.0] for a in answers}
    for k, own in enumerate(ends):
        order = {name: n for n, name in enumerate(columns[1 - k])}
        for end in own.values():
            mine = sorted(end.arrows, key=lambda a: order[a.denied if k == 0 else a.denier])
            y = end.top + (end.used - sum(_width(a) + 3 for a in mine)) / 2
            for answer in mine:
                place[answer][k] = y + (_width(answer) + 3) / 2
                y += _width(answer) + 3
    start, stop = shape.column + 8.0, shape.width - shape.column - 8.0
    return [_arrow(a, start, y[0], stop, y[1]) for a, y in place.items()]


def _arrow(answer: Answer, x1: float, y1: float, x2: float, y2: float) -> Arrow:
    width = _width(answer)
    size = 5 + width * 0.8
    neck, bend = x2 - size, (x2 - x1) * 0.45
    path = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {neck - bend:.1f} {y2:.1f} {neck:.1f} {y2:.1f}"
    head = f"M{x2:.1f} {y2:.1f}l{-size - 2:.1f} {-size * 0.62:.1f}v{size * 1.24:.1f}z"
    return Arrow(path, head, round(width, 1), answer)


def _width(answer: Answer) -> float:
    return min(_THICK, _THIN + _STEP * (answer.times - 1))


def _ordered(answers: Sequence[Answer]) -> tuple[list[str], list[str]]:
    """Both columns, each name near the middle of those it is joined to, so that few arrows cross."""
    left = list(dict.fromkeys(a.denier for a in answers))
    right = list(dict.fromkeys(a.denied for a in answers))
    for _ in range(_SWEEPS):
        right = _by_middle(right, left, [(a.denied, a.denier) for a in answers])
        left = _by_middle(left, right, [(a.denier, a.denied) for a in answers])
    return left, right


def _by_middle(column: list[str], other: list[str], pairs: Iterable[tuple[str, str]]) -> list[str]:
    place = {name: n / max(1, len(other) - 1) for n, name in enumerate(other)}
    near: dict[str, list[float]] = {}
    for name, joined in pairs:
        near.setdefault(name, []).append(place[joined])
    return sorted(column, key=lambda name: sum(near[name]) / len(near[name]))


def _wrapped(name: str, letters: int) -> tuple[str, ...]:
    """A name in lines of so many letters, the rest of a very long one left out."""
    lines: list[str] = []
    for word in name.split():
        while len(word) > letters:
            lines.append(word[:letters])
            word = word[letters:]
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][: letters - 2].rstrip() + " …"]
    return tuple(lines) or ("?",)
