"""A piece of the world on a page: which part is in view, and the outlines of land and countries in it as SVG paths.

Equirectangular, true to shape at the middle of the view; the view may lie across the 180th meridian. Outlines come with the package
(Natural Earth, public domain; see `training/outlines.py`).
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate, pairwise

WIDTH = 1920  # units of a picture; coordinates in paths are whole units
_FLATTEST, _TALLEST = 0.42, 0.58  # height by width
_LEAST = 5.0  # degrees of latitude that are shown at least
_MARGIN = 0.16  # of what is shown, on each side
_OUTSIDE = 20  # units around the picture that are drawn, too, so that no edge shows
_LEVELS = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)  # heights of a shape at which a place for its name is looked for
_TURNS = (-360.0, 0.0, 360.0)
_KM = 111.32  # per degree of latitude

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True, slots=True)
class View:
    """A window of the world: its north-western corner in degrees, units per degree, and its height in units."""

    west: float
    north: float
    across: float
    down: float
    height: int

    @property
    def box(self) -> Box:
        """The window in degrees; its east may lie beyond 180."""
        return self.west, self.north - self.height / self.down, self.west + WIDTH / self.across, self.north

    def at(self, lat: float, lon: float) -> Point:
        """Where a place is, in units from the upper left corner; the window's west decides on which turn of the globe."""
        return ((lon - self.west) % 360.0) * self.across, (self.north - lat) * self.down

    def shown(self, lat: float, lon: float) -> bool:
        """Whether a place lies in the window."""
        x, y = self.at(lat, lon)
        return -1 <= x <= WIDTH + 1 and -1 <= y <= self.height + 1

    @property
    def kilometre(self) -> float:
        """Units per kilometre, along a parallel in the middle of the window."""
        return self.down / _KM


def fit(points: Sequence[Point]) -> View:
    """The window around some places (latitude, longitude), with a margin and never closer than a small country."""
    west, span = _arc([lon for _, lon in points])
    south, north = min(lat for lat, _ in points), max(lat for lat, _ in points)
    middle = (south + north) / 2
    narrowing = max(0.2, math.cos(math.radians(middle)))
    tall = min(max(_LEAST, (north - south) * (1 + 2 * _MARGIN)), 180.0)
    wide = max(_LEAST / _TALLEST, span * narrowing * (1 + 2 * _MARGIN))
    ratio = min(_TALLEST, max(_FLATTEST, tall / wide))
    wide = min(max(wide, tall / ratio), 360 * narrowing)
    down = WIDTH / wide
    height = int(min(max(WIDTH * ratio, tall * down), 180.0 * down))
    top = min(max(middle + height / down / 2, -90 + height / down), 90.0)
    return View(west + span / 2 - wide / narrowing / 2, top, down * narrowing, down, height)


def _arc(longitudes: list[float]) -> tuple[float, float]:
    """The shortest arc that holds all longitudes: where it begins, and how long it is."""
    ordered = sorted({lon % 360.0 for lon in longitudes})
    gaps = [(b - a, b) for a, b in pairwise([*ordered, ordered[0] + 360.0])]
    widest, begin = max(gaps)
    return begin % 360.0, 360.0 - widest


@dataclass(frozen=True, slots=True)
class _World:
    arcs: list[list[Point]]
    boxes: list[Box]
    shared: list[int]  # how many countries each arc is a rim of
    rings: dict[str, list[tuple[Box, list[Point]]]]
    names: dict[str, str]


@cache
def _world() -> _World:
    data = json.loads((files("onrecord.export") / "outlines" / "countries.json").read_text(encoding="utf8"))
    arcs = [_unbroken(_points(text, data["digits"])) for text in data["arcs"]]
    shared: Counter[int] = Counter()
    rings: dict[str, list[tuple[Box, list[Point]]]] = {}
    for code, country in data["countries"].items():
        for ring in country["rings"]:
            shared.update(a if a >= 0 else ~a for a in ring)
            line = _round_the_pole(_unbroken([p for a in ring for p in (arcs[a] if a >= 0 else arcs[~a][::-1])]))
            rings.setdefault(code, []).append((_box(line), line))
    names = {code: country["name"] for code, country in data["countries"].items()}
    return _World(arcs, [_box(a) for a in arcs], [shared[n] for n in range(len(arcs))], rings, names)


def _points(text: str, digits: str) -> list[Point]:
    """Longitude and latitude in degrees; `training/outlines.py` says how they are written."""
    values = {digit: value for value, digit in enumerate(digits)}
    numbers: list[int] = []
    number = shift = 0
    for digit in text:
        value = values[digit]
        number += (value % 32) << shift
        shift += 5
        if value < 32:
            numbers.append(-(number + 1) // 2 if number % 2 else number // 2)
            number = shift = 0
    xs, ys = accumulate(numbers[::2]), accumulate(numbers[1::2])
    return [(x / 100, y / 100) for x, y in zip(xs, ys, strict=True)]


def _unbroken(line: list[Point]) -> list[Point]:
    """A line that goes on beyond 180 degrees where it crosses that meridian, instead of leaping to the other end of the world."""
    turn = 0.0
    found = line[:1]
    for (before, _), (x, y) in pairwise(line):
        turn += -360.0 if x - before > 180 else 360.0 if x - before < -180 else 0.0
        found.append((x + turn, y))
    return found


def _round_the_pole(ring: list[Point]) -> list[Point]:
    """A ring that runs once round the earth (Antarctica), closed over its pole."""
    (first, _), (last, lat) = ring[0], ring[-1]
    pole = math.copysign(90.0, lat)
    return [*ring, (last, pole), (first, pole)] if abs(last - first) > 180 else ring


def _box(line: list[Point]) -> Box:
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return min(xs), min(ys), max(xs), max(ys)


def country_name(code: str | None) -> str:
    """The English name of a country by its ISO 3166-1 alpha-2 code; the code itself where the outlines lack it."""
    return _world().names.get(code, code) if code else ""


def corners(code: str) -> list[Point]:
    """Places (latitude, longitude) that a view of the largest part of a country must hold; none where it has no outline."""
    rings = _world().rings.get(code)
    if not rings:
        return []
    west, south, east, north = max(rings, key=lambda ring: _area(ring[1]))[0]
    return [(max(south, -90.0), west), (max(south, -90.0), (west + east) / 2), (min(north, 90.0), east)]


def has_outline(code: str | None) -> bool:
    """Whether the country can be drawn."""
    return bool(code) and code in _world().rings


def land(view: View) -> str:
    """All land in view as one path, to be filled by the even-odd rule."""
    return "".join(country(view, code) for code in _world().rings)


def country(view: View, code: str) -> str:
    """A country as a path, "" where it is out of view."""
    return "".join(_path(shape, close=True) for shape in _shapes(view, code))


@lru_cache(maxsize=1024)
def _shapes(view: View, code: str) -> tuple[list[Point], ...]:
    """What of a country is in view, shape by shape."""
    clipped = (_clipped(ring, view) for ring in _turned(_world().rings.get(code, ()), view))
    return tuple(shape for shape in clipped if len(shape) > 2)


def middle(view: View, code: str) -> Point | None:
    """A point well inside the largest part of a country that is in view, in units; None where nothing of it is."""
    if not (shapes := _shapes(view, code)):
        return None
    largest = max(shapes, key=_area)
    _, north, _, south = _box(largest)
    north, south = max(0.0, north), min(float(view.height), south)
    found = [(_widest(largest, north + share * (south - north)), share) for share in _LEVELS]
    spans = [(width * (1 - abs(share - 0.5)), x, north + share * (south - north)) for (width, x), share in found]
    size, x, y = max(spans)
    return (x, y) if size > 0 else None


def _widest(shape: list[Point], y: float) -> tuple[float, float]:
    """The widest stretch of a shape in the picture at a height: how wide it is, and its middle."""
    rims = [a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) for a, b in pairwise([*shape, shape[0]]) if (a[1] > y) != (b[1] > y)]
    rims = sorted(min(max(x, 0.0), float(WIDTH)) for x in rims)
    return max(((right - left, (left + right) / 2) for left, right in zip(rims[::2], rims[1::2], strict=False)), default=(0.0, 0.0))


def neighbours(view: View, least: float) -> list[str]:
    """Codes of the countries with at least this share of the picture, the largest first."""
    sizes = {code: max(map(_area, _shapes(view, code)), default=0.0) / (WIDTH * view.height) for code in _world().rings if code}
    return sorted((code for code, size in sizes.items() if size >= least), key=lambda code: -sizes[code])


def _area(shape: list[Point]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*shape, shape[0]]))) / 2


def lines(view: View) -> tuple[str, str]:
    """Coasts and borders in view, a path each."""
    world = _world()
    coast: list[str] = []
    border: list[str] = []
    for n, arc in enumerate(world.arcs):
        for line in _turned([(world.boxes[n], arc)], view):
            paths = [_path(part, close=False) for part in _visible(line, view)]
            (border if world.shared[n] > 1 else coast).extend(paths)
    return "".join(coast), "".join(border)


def _turned(shapes: Iterable[tuple[Box, list[Point]]], view: View) -> Iterator[list[Point]]:
    """Shapes that touch the view, in units, on every turn of the globe on which they do."""
    west, south, east, north = view.box
    for (left, low, right, high), line in shapes:
        if low > north or high < south:
            continue
        for turn in _TURNS:
            if left + turn <= east and right + turn >= west:
                yield [((x + turn - view.west) * view.across, (view.north - y) * view.down) for x, y in line]


def _clipped(ring: list[Point], view: View) -> list[Point]:
    """What of a closed shape lies in the picture (Sutherland and Hodgman 1974)."""
    for axis, limit, sign in ((0, -_OUTSIDE, 1), (0, WIDTH + _OUTSIDE, -1), (1, -_OUTSIDE, 1), (1, view.height + _OUTSIDE, -1)):
        kept: list[Point] = []
        for a, b in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
            inside, before = (b[axis] - limit) * sign >= 0, (a[axis] - limit) * sign >= 0
            if inside != before:
                share = (limit - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
            if inside:
                kept.append(b)
        ring = kept
    return ring


def _visible(line: list[Point], view: View) -> Iterator[list[Point]]:
    """The parts of a line that may show."""
    part: list[Point] = []
    for a, b in pairwise(line):
        if _touches(a, b, view):
            part = part or [a]
            part.append(b)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _touches(a: Point, b: Point, view: View) -> bool:
    return (
        max(a[0], b[0]) >= -_OUTSIDE
        and min(a[0], b[0]) <= WIDTH + _OUTSIDE
        and max(a[1], b[1]) >= -_OUTSIDE
        and min(a[1], b[1]) <= view.height + _OUTSIDE
    )


def _path(points: list[Point], close: bool) -> str:
    """A path in whole units, points of the same spot once; "" where nothing of it would show."""
    x, y = round(points[0][0]), round(points[0][1])
    steps = [f"M{x} {y}l"]
    for px, py in points[1:]:
        dx, dy = round(px) - x, round(py) - y
        if abs(dx) + abs(dy) > 1:
            steps.append(f"{dx} {dy} " if dy >= 0 else f"{dx}{dy} ")
            x, y = x + dx, y + dy
    return "".join(steps).rstrip() + ("z" if close else "") if len(steps) > (2 if close else 1) else ""
