"""Country outlines for the report's map, made from Natural Earth's (public domain) as the npm package world-atlas carries them.

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python -m training.outlines package/countries-50m.json iso3166-1.json src/onrecord/export/outlines/countries.json

The second file is the table of ISO 3166-1 codes of the package pycountry (or of Debian's iso-codes). Borders stay shared: arcs are
simplified once, each for both its sides. Territories go by ISO 3166, as the gazetteer has them, since a map beside it must not tell
otherwise.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
from pathlib import Path
from typing import Any

DEGREE = 100  # steps per degree: about a kilometre
POINTS = 38_500  # of all arcs together
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-"
SMALLEST = 0.004  # square degrees: islands below are dropped, unless they are all of their country

# what Natural Earth names and ISO 3166-1 does not list
CODES = {
    "Kosovo": "XK",  # user-assigned, and what gazetteers write
    "Somaliland": "SO",  # no code of its own
    "N. Cyprus": "CY",  # no code of its own
    "Indian Ocean Ter.": "AU",
    "Siachen Glacier": "",  # claimed by two
}
# names that changed since, or that two countries share
NAMES = {"MK": "North Macedonia", "SZ": "Eswatini", "CG": "Republic of the Congo"}
# a point in a ring that Natural Earth gives to who holds it, and the country whose ISO 3166-2 subdivision it is
MOVED = [("RU", "UA", (34.1, 45.2))]  # Crimea, UA-43 and UA-40

Point = tuple[float, float]


def main() -> None:
    """Read the two files, write the third, say how large it became."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("topology", type=Path)
    parser.add_argument("codes", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    made = outlines(json.loads(args.topology.read_text()), json.loads(args.codes.read_text())["3166-1"])
    args.out.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf8")
    print(f"{args.out}: {args.out.stat().st_size:,} bytes, {len(made['countries'])} countries, {len(made['arcs'])} arcs")


def outlines(topology: dict[str, Any], codes: list[dict[str, str]]) -> dict[str, Any]:
    """{"digits", "arcs": [text, …], "countries": {code: {"name", "rings": [[arc, …], …]}}}; an arc ~n is arc n reversed.

    An arc's text holds its first point (longitude, latitude) and then the steps from each to the next, in hundredths of a degree; each
    number as in Google's polylines: the sign last, five bits a digit, the least first, a sixth bit where another digit follows.
    """
    arcs = [_degrees(arc, topology["transform"]) for arc in topology["arcs"]]
    countries = _countries(topology, {c["numeric"]: c for c in codes})
    for holder, owner, point in MOVED:
        rings = [r for r in countries[holder]["rings"] if _inside(point, _ring(r, arcs))]
        countries[holder]["rings"] = [r for r in countries[holder]["rings"] if r not in rings]
        countries[owner]["rings"] += rings
    for country in countries.values():
        sized = sorted(country["rings"], key=lambda r: -_area(_ring(r, arcs)))
        country["rings"] = [r for n, r in enumerate(sized) if n == 0 or _area(_ring(r, arcs)) >= SMALLEST]
    used = sorted({a if a >= 0 else ~a for c in countries.values() for r in c["rings"] for a in r})
    renumbered = {old: new for new, old in enumerate(used)}
    for country in countries.values():
        country["rings"] = [[renumbered[a] if a >= 0 else ~renumbered[~a] for a in r] for r in country["rings"]]
    return {
        "source": "Natural Earth 4.1 (public domain), 1:50m, simplified",
        "digits": DIGITS,
        "arcs": ["".join(map(_text, _steps(arc))) for arc in _simplified([arcs[n] for n in used])],
        "countries": dict(sorted(countries.items())),
    }


def _countries(topology: dict[str, Any], codes: dict[str, dict[str, str]]) -> dict[str, dict[str, Any]]:
    countries: dict[str, dict[str, Any]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        name, iso = shape["properties"]["name"], codes.get(shape.get("id", ""))
        code = CODES.get(name, iso["alpha_2"] if iso else "")
        # a hole is a ring like any other: what lies in it is drawn as a country of its own
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        entry = countries.setdefault(code, {"name": name, "rings": []})
        if name not in CODES or name == "Kosovo":
            entry["name"] = NAMES.get(code) or _full_name(name, iso)
        entry["rings"] += [ring for polygon in polygons for ring in polygon]
    return countries


def _full_name(name: str, iso: dict[str, str] | None) -> str:
    """Natural Earth's short name, or the standard's where that one is abbreviated."""
    if "." not in name or not iso:
        return name
    first, _, rest = iso.get("common_name", iso["name"]).partition(", ")
    return f"{rest} {first}" if rest else first


def _degrees(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * sx + tx, y * sy + ty))
    return points


def _ring(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    return [p for a in ring for p in (arcs[a] if a >= 0 else arcs[~a][::-1])]


def _area(ring: list[Point]) -> float:
    """About the area in square degrees of the equator."""
    level = math.cos(math.radians(ring[0][1]))  # a degree of longitude is shorter in the north
    return level * abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def _inside(point: Point, ring: list[Point]) -> bool:
    x, y = point
    crossings = [
        (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]
        for a, b in zip(ring, ring[1:] + ring[:1], strict=True)
    ]
    return sum(crossings) % 2 == 1


def _simplified(arcs: list[list[Point]]) -> list[list[Point]]:
    """The arcs with POINTS points in all, least important ones left out first (Visvalingam and Whyatt 1993); ends stay."""
    ranked = sorted((size, n, i) for n, arc in enumerate(arcs) for i, size in _importance(arc).items())
    spare = sum(map(len, arcs)) - POINTS
    dropped = {(n, i) for _, n, i in ranked[: max(0, spare)]}
    return [[p for i, p in enumerate(arc) if (n, i) not in dropped] for n, arc in enumerate(arcs)]


def _importance(arc: list[Point]) -> dict[int, float]:
    """For each inner point the area of the triangle it was lost with, never smaller than that of a point lost before it."""
    closed = arc[0] == arc[-1]
    before, after = list(range(-1, len(arc) - 1)), list(range(1, len(arc) + 1))
    heap = [(_triangle(arc, i - 1, i, i + 1), i) for i in range(1, len(arc) - 1)]
    heapq.heapify(heap)
    current = {i: size for size, i in heap}
    found: dict[int, float] = {}
    largest = 0.0
    while heap:
        size, i = heapq.heappop(heap)
        if i in found or size != current[i]:
            continue
        largest = max(largest, size)
        # a closed line needs four points to stay a shape
        found[i] = float("inf") if closed and len(arc) - len(found) <= 4 else largest
        a, b = before[i], after[i]
        after[a], before[b] = b, a
        for j in (a, b):
            if 0 < j < len(arc) - 1:
                current[j] = _triangle(arc, before[j], j, after[j])
                heapq.heappush(heap, (current[j], j))
    return found


def _triangle(arc: list[Point], i: int, j: int, k: int) -> float:
    (ax, ay), (bx, by), (cx, cy) = arc[i], arc[j], arc[k]
    return math.cos(math.radians(by)) * abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2


def _text(step: int) -> str:
    left = 2 * step if step >= 0 else -2 * step - 1
    digits = ""
    while left > 31:
        digits += DIGITS[32 + left % 32]
        left //= 32
    return digits + DIGITS[left]


def _steps(arc: list[Point]) -> list[int]:
    """The first point and then the steps from each to the next."""
    points = [(round(x * DEGREE), round(y * DEGREE)) for x, y in arc]
    points = [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]
    x = y = 0
    steps = []
    for px, py in points:
        steps += [px - x, py - y]
        x, y = px, py
    return steps


if __name__ == "__main__":
    main()
