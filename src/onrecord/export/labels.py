"""Names on a map, set so that none covers another: the most important first, each where there is room, else not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

_LETTER = 0.62  # width of a letter by its height, on the average of a sans serif face
_SPACED = 0.06  # what is added between the letters of an area
_LONGEST = 28  # letters of a name
_TRIED = 5  # spots that are tried for each label there may be
_GAP = 6.0  # units between a dot and its name

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Spot:
    """A dot, or with radius 0 the middle of an area."""

    x: int
    y: int
    radius: float
    name: str
    anchor: str
    kind: str
    mentions: int


@dataclass(frozen=True, slots=True)
class Label:
    """A name at x, y (its baseline); `side` says which end of it is at x. What no article names has no anchor."""

    x: float
    y: float
    side: Literal["start", "middle", "end"]
    text: str
    anchor: str
    area: bool


def spread(spots: Sequence[Spot], size: tuple[int, int], font: int, most: int) -> tuple[Label, ...]:
    """Labels for as many of the spots as there is room for, in their order and at most so many."""
    taken: list[tuple[Box, Spot | None]] = [(_round(s), s) for s in spots if s.radius]
    labels: list[Label] = []
    for spot in spots[: _TRIED * most]:
        if len(labels) == most:
            break
        for label in _choices(spot, font):
            box = _box(label, font)
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= size[0] and box[3] <= size[1]
            if inside and not any(owner is not spot and _overlap(box, other) for other, owner in taken):
                labels.append(label)
                taken.append((box, None))
                break
    return tuple(labels)


def _choices(spot: Spot, font: int) -> Iterator[Label]:
    text = spot.name if len(spot.name) <= _LONGEST else spot.name[: _LONGEST - 1] + "…"
    beside, level = spot.radius + _GAP, spot.y + round(font * 0.35)
    if not spot.radius:
        for shift in (0, 1.2, -1.2):
            yield Label(spot.x, level + round(shift * font), "middle", text, spot.anchor, True)
        return
    yield Label(round(spot.x + beside), level, "start", text, spot.anchor, False)
    yield Label(round(spot.x - beside), level, "end", text, spot.anchor, False)
    yield Label(spot.x, round(spot.y - beside), "middle", text, spot.anchor, False)
    yield Label(spot.x, round(spot.y + beside + font * 0.8), "middle", text, spot.anchor, False)


def _box(label: Label, font: int) -> Box:
    width = len(label.text) * font * (_LETTER + (_SPACED if label.area else 0))
    left = label.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[label.side] * width
    return left, label.y - 0.85 * font, left + width, label.y + 0.25 * font


def _round(spot: Spot) -> Box:
    return spot.x - spot.radius, spot.y - spot.radius, spot.x + spot.radius, spot.y + spot.radius


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
