"""The map: where the articles say it happened. Towns are dots sized by how often they are named, countries are tinted."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.export import outline
from onrecord.export.cards import anchor
from onrecord.export.labels import Label, Spot, spread
from onrecord.export.outline import Point, View
from onrecord.export.wording import short
from onrecord.model import Analysis, Place

_NEAR = 6.0  # degrees that lie between two places of one cluster at most
_CLOSER = 0.4  # a close-up is worth while if it is at most this share of the whole
_NOTICED = 0.012  # of the picture that a country must take to be named for orientation
_CAPITALS = 3  # letters up to which a name in capitals may be an abbreviation
_LONGEST = 40  # letters of a name
_MOST = 400  # places that are drawn; the list below has all
_BARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)  # kilometres


@dataclass(frozen=True, slots=True)
class Named:
    """A place with all its mentions: `anchor` is the first of them. `lat` is None where the gazetteer lacks it.

    `name` is what the articles mostly call it (of a country: the gazetteer's name), `also` the gazetteer's name where that differs.
    """

    name: str
    also: str
    country: str
    code: str
    anchor: str
    mentions: int
    articles: int
    kind: str
    lat: float | None
    lon: float | None

    @property
    def is_country(self) -> bool:
        """Whether it is drawn as a tinted country."""
        return self.kind == "country" and outline.has_outline(self.code)

    @property
    def point(self) -> Point | None:
        """Latitude and longitude, where they are on the globe."""
        if self.lat is None or self.lon is None or not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            return None
        return self.lat, self.lon


@dataclass(frozen=True, slots=True)
class Tint:
    """A country that is named as such; `strength` (0 to 1) grows with how often."""

    path: str
    place: Named
    strength: float


@dataclass(frozen=True, slots=True)
class Layer:
    """Dots and labels for one width of the page (wide, narrow), sizes in the picture's units."""

    name: str
    spots: tuple[Spot, ...]
    labels: tuple[Label, ...]
    font: int


@dataclass(frozen=True, slots=True)
class Picture:
    """One map; `bar` is the length of its scale bar in units, `kilometres` what it stands for."""

    caption: str
    width: int
    height: int
    land: str
    coast: str
    border: str
    tints: tuple[Tint, ...]
    layers: tuple[Layer, ...]
    bar: int
    kilometres: int


@dataclass(frozen=True, slots=True)
class Map:
    """The maps and the list of places below them: by country those that could be placed, and those that could not."""

    pictures: tuple[Picture, ...]
    countries: tuple[tuple[str, tuple[Named, ...]], ...]
    unplaced: tuple[Named, ...]
    count: int


@dataclass(slots=True)
class _Mentions:
    place: Place
    anchor: str
    count: int = 0
    articles: set[int] = field(default_factory=set)
    words: Counter[str] = field(default_factory=Counter)

    def named(self) -> Named:
        """The place under the name a reader of the articles knows it by."""
        place = self.place
        name = place.name if place.kind == "country" else self.words.most_common(1)[0][0]
        if name.isupper() and len(name) > _CAPITALS:  # a dateline
            name = place.name
        return Named(
            name,
            place.name if place.name.casefold() != name.casefold() else "",
            outline.country_name(place.country),
            place.country or "",
            self.anchor,
            self.count,
            len(self.articles),
            place.kind,
            place.lat,
            place.lon,
        )


def world_map(analyses: Sequence[Analysis]) -> Map | None:
    """The map of some articles, or None where they name no place."""
    named = _named(analyses)
    if not named:
        return None
    placed = [n for n in named if n.point]
    by_country: dict[str, list[Named]] = {}
    for place in placed:
        by_country.setdefault(place.country or "no country", []).append(place)
    order = sorted(by_country.items(), key=lambda c: (-sum(p.mentions for p in c[1]), c[0]))
    countries = tuple((name, tuple(places)) for name, places in order)
    return Map(tuple(_pictures(placed[:_MOST])), countries, tuple(n for n in named if not n.point), len(named))


def _named(analyses: Sequence[Analysis]) -> list[Named]:
    """Every place once, the one most often named first."""
    found: dict[tuple[object, ...], _Mentions] = {}
    for number, analysis in enumerate(analyses):
        for n, place in enumerate(analysis.places):
            key = (place.id,) if place.id else (place.name.casefold(), place.country, place.lat, place.lon)
            mentions = found.setdefault(key, _Mentions(place, anchor("place", number, n)))
            mentions.count += 1
            mentions.articles.add(number)
            mentions.words[short(analysis.article.text, place.at, _LONGEST) or place.name] += 1
    return sorted((m.named() for m in found.values()), key=lambda n: (-n.mentions, n.name))


def _pictures(placed: list[Named]) -> list[Picture]:
    """The places of the report, and before them a close-up where most of them lie close together."""
    towns = [n for n in placed if not n.is_country]
    points = [n.point for n in towns if n.point] or [corner for n in placed for corner in outline.corners(n.code)]
    if not points:
        return []
    whole = outline.fit(points)
    cluster = _cluster(towns)
    close = outline.fit([n.point for n in cluster if n.point]) if cluster else whole
    most = 2 * sum(t.mentions for t in cluster) > sum(t.mentions for t in towns)
    if most and len(cluster) < len(towns) and whole.down < _CLOSER * close.down:
        return [_picture(close, placed, "Where most of the places are"), _picture(whole, placed, "All places")]
    return [_picture(whole, placed, "")]


def _cluster(towns: list[Named]) -> list[Named]:
    """The places that lie near each other and are named most often, all together."""
    best: list[Named] = []
    waiting = list(towns)
    while waiting:
        cluster = [waiting.pop(0)]
        for known in cluster:
            near = [t for t in waiting if _close(known, t)]
            cluster += near
            waiting = [t for t in waiting if t not in near]
        best = max(best, cluster, key=lambda c: sum(t.mentions for t in c))
    return best


def _close(a: Named, b: Named) -> bool:
    if a.point is None or b.point is None:
        return False
    apart = abs(a.point[1] - b.point[1]) % 360
    return abs(a.point[0] - b.point[0]) <= _NEAR and min(apart, 360 - apart) <= _NEAR


def _picture(view: View, placed: list[Named], caption: str) -> Picture:
    coast, border = outline.lines(view)
    countries = [n for n in placed if n.is_country]
    most = max((n.mentions for n in countries), default=1)
    drawn = (Tint(outline.country(view, n.code), n, round(0.4 + 0.6 * math.sqrt(n.mentions / most), 2)) for n in countries)
    tints = tuple(t for t in drawn if t.path)
    layers = (_layer("wide", view, placed, 24, 1.0, 26), _layer("narrow", view, placed, 66, 2.2, 9))
    wanted = 0.16 * outline.WIDTH / view.kilometre
    kilometres = max((b for b in _BARS if b <= wanted), default=1)
    bar = round(kilometres * view.kilometre) if wanted < _BARS[-1] else 0
    return Picture(caption, outline.WIDTH, view.height, outline.land(view), coast, border, tints, layers, bar, kilometres)


def _layer(name: str, view: View, placed: list[Named], font: int, size: float, most: int) -> Layer:
    spots, wanted = [], []
    for place in placed:
        where = outline.middle(view, place.code) if place.is_country else _spot_point(view, place)
        if where is None:
            continue
        radius = 0.0 if place.is_country else round(size * min(30.0, 5 + 5 * math.sqrt(place.mentions)), 1)
        spot = Spot(round(where[0]), round(where[1]), radius, place.name, place.anchor, place.kind, place.mentions)
        wanted.append(spot)
        if radius:
            spots.append(spot)
    wanted += _around(view, {place.code for place in placed if place.is_country})
    return Layer(name, tuple(spots), spread(wanted, (outline.WIDTH, view.height), font, most), font)


def _around(view: View, named: set[str]) -> list[Spot]:
    """Countries that no article names, so that a reader knows where they are; they have no anchor."""
    found = []
    for code in outline.neighbours(view, _NOTICED):
        where = outline.middle(view, code) if code not in named else None
        if where:
            found.append(Spot(round(where[0]), round(where[1]), 0.0, outline.country_name(code), "", "country", 0))
    return found


def _spot_point(view: View, place: Named) -> Point | None:
    return view.at(*place.point) if place.point and view.shown(*place.point) else None
