"""The gazetteer made from its sources, in about three seconds; what comes of it is kept (see `kept`)."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, islice, repeat

import numpy as np

from onrecord.details.places import sources
from onrecord.details.places.gazetteer import AREA, CITY, COUNTRY, DISTRICT, REGION, Floats, Gazetteer, Index, Ints, digest
from onrecord.details.places.spelling import fold, key, keys

_BATCH = 6_000


def build() -> Gazetteer:
    """The gazetteer, read from the packages and tables it comes from."""
    return _Builder().build()


class _Builder:
    """Fills the arrays; lives only while the gazetteer is read."""

    def __init__(self) -> None:
        self.lat, self.lon = array("f"), array("f")
        self.population, self.country, self.above1, self.above2, self.geoname = (array("i") for _ in range(5))
        self.kind = array("b")
        self.names = bytearray()
        self.starts = array("I", [0])
        self.postal: dict[str, int] = {}
        self.own = _Names()
        self.other = _Names()

    def build(self) -> Gazetteer:
        codes, by_line, country_rows, kinds = self._countries()
        regions = self._regions(by_line)
        first = len(self.lat)
        self._cities(by_line, regions)
        geonames = np.frombuffer(self.geoname, np.int32)[first:]
        self._other_names(geonames, first)
        arrays = {n: np.frombuffer(getattr(self, n), np.int32) for n in ("population", "country", "above1", "above2", "geoname")}
        lat, lon = np.frombuffer(self.lat, np.float32), np.frombuffer(self.lon, np.float32)
        kind = np.frombuffer(self.kind, np.int8)
        above1 = arrays["above1"]
        wider = np.where(above1 >= 0, above1[above1], -1)  # a few countries group their units once more, such as by island
        units = (np.array([country_rows[code] for code in codes], np.int32)[arrays["country"]], wider, above1, arrays["above2"])
        _settle(lat, lon, arrays["population"], units, first)
        own = self.own.index()

        def find(name: str, code: str) -> int:
            rows = [int(row) for row in own.find(key(name)) if codes[arrays["country"][row]] == code and kind[row] != COUNTRY]
            return max(rows, key=lambda row: (kind[row] == CITY, int(arrays["population"][row])), default=-1)

        return Gazetteer(
            lat, lon, kind=kind, **arrays, codes=codes, country_rows=country_rows, area_kinds=kinds,
            names=np.frombuffer(self.names, np.uint8), starts=np.frombuffer(self.starts, np.uint32),
            own=own, other=self.other.index(), folded=self._folded(),
            capitals=frozenset(find(name, code) for code, name in sources.capitals().items()) - {-1},
            aliases=self.postal | {alias: row for alias, name, code in sources.aliases() if (row := find(name, code)) >= 0},
            usual={key(said): row for said, name, code in sources.usual() if (row := find(name, code)) >= 0},
        )  # fmt: skip

    def _folded(self) -> Index:
        found = _Names(folding=True)
        for start in range(0, len(self.lat), _BATCH):
            stop = min(start + _BATCH, len(self.lat))
            names = self.names[self.starts[start] : self.starts[stop] - 1].decode().split("\n")
            found.extend(names, range(start, stop))
        return found.index()

    def _add(self, name: str, kind: int, geoname: int, country: int, lat: float | None, lon: float | None) -> int:
        row = len(self.lat)
        self.lat.append(float("nan") if lat is None else lat)
        self.lon.append(float("nan") if lon is None else lon)
        self.kind.append(kind)
        self.geoname.append(geoname)
        self.country.append(country)
        self.population.append(0)
        self.above1.append(-1)
        self.above2.append(-1)
        self.names += name.encode() + b"\n"
        self.starts.append(len(self.names))
        self.own.extend([name], [row])
        return row

    def _countries(self) -> tuple[tuple[str, ...], dict[int, int], dict[str, int], tuple[str, ...]]:
        units = list(sources.countries())
        codes = tuple(dict.fromkeys(unit.code for unit in units))
        number = {code: n for n, code in enumerate(codes)}
        kinds = []
        for area in sources.areas():
            row = self._add(area.names[0], AREA, 0, number.get(area.country, -1), area.lat, area.lon)
            kinds.append(area.kind)
            self.population[row] = area.population
            self.own.extend(area.names[1:], repeat(row))
        rows = {}
        for unit in units:
            row = self._add(unit.names[0], COUNTRY, unit.geoname, number[unit.code], unit.lat, unit.lon)
            rows[unit.code] = row
            self.own.extend(unit.names[1:], repeat(row))
        self.codes = codes
        return codes, {unit.line: number[unit.code] for unit in units}, rows, tuple(kinds)

    def _regions(self, countries: dict[int, int]) -> dict[int, int]:
        rows: dict[int, int] = {}
        above: list[tuple[int, int]] = []
        for unit in sources.regions({line: self.codes[n] for line, n in countries.items()}):
            kind = REGION if unit.level <= 1 else DISTRICT
            row = self._add(unit.names[0], kind, unit.geoname, self.codes.index(unit.country), unit.lat, unit.lon)
            rows[unit.line] = row
            above.append((row, unit.above))
            if unit.postal:
                self.postal[unit.postal] = row
            self.other.extend(unit.names[1:], repeat(row))
        for row, line in above:
            parent = rows.get(line, -1)
            if parent >= 0:
                self.above1[row] = parent if self.kind[parent] == REGION else self.above1[parent]
        return rows

    def _cities(self, countries: dict[int, int], regions: dict[int, int]) -> None:
        for batch in sources.cities():
            above = {units: self._above(units, regions) for units in set(batch.units)}
            self.own.extend(batch.name, range(len(self.lat), len(self.lat) + len(batch.name)))
            self.lat.extend(batch.lat)
            self.lon.extend(batch.lon)
            self.kind.extend(repeat(CITY, len(batch.name)))
            self.geoname.extend(batch.geoname)
            self.population.extend(batch.population)
            self.country.extend([countries.get(line, -1) for line in batch.country])
            self.above1.extend([above[units][0] for units in batch.units])
            self.above2.extend([above[units][1] for units in batch.units])
            lengths = [len(name.encode()) + 1 for name in batch.name]
            self.starts.extend(islice(accumulate(lengths, initial=len(self.names)), 1, None))
            self.names += "\n".join([*batch.name, ""]).encode()

    def _above(self, units: str, regions: dict[int, int]) -> tuple[int, int]:
        """First- and second-level unit of a chain of units."""
        rows = [regions[int(line)] for line in units.split("|") if line and int(line) in regions]
        first = next((row for row in reversed(rows) if self.kind[row] == REGION), -1)
        return first, next((row for row in reversed(rows) if self.kind[row] == DISTRICT), -1)

    def _other_names(self, geonames: Ints, first: int) -> None:
        order = np.argsort(geonames)
        ranked = geonames[order]
        for found, names in sources.other_names():
            at = np.minimum(ranked.searchsorted(np.array(found, np.int32)), len(ranked) - 1)
            rows = np.where(ranked[at] == found, first + order[at], -1).tolist()
            named = [(name, row) for row, of in zip(rows, names, strict=True) if row >= 0 for name in of]
            self.other.extend([name for name, _ in named], [row for _, row in named])


class _Names:
    """Names on their way into an index: hashed in batches, so that their text is not kept."""

    def __init__(self, folding: bool = False) -> None:
        self.folding = folding
        self.waiting: list[str] = []
        self.hashes, self.rows = bytearray(), array("i")

    def extend(self, names: Sequence[str], rows: Iterable[int]) -> None:
        """More names, each of a row."""
        self.waiting += names
        self.rows.extend(islice(rows, len(names)))
        if len(self.waiting) >= _BATCH:
            self._hash()

    def _hash(self) -> None:
        found = keys("\n".join(self.waiting))
        self.hashes += b"".join(map(digest, (fold(found) if self.folding else found).split("\n") if self.waiting else ()))
        self.waiting.clear()

    def index(self) -> Index:
        self._hash()
        hashes, rows = np.frombuffer(self.hashes, "<i8"), np.frombuffer(self.rows, np.int32)
        order = np.lexsort((rows, hashes))
        hashes, rows = hashes[order], rows[order]
        fresh = np.ones(len(rows), bool)
        fresh[1:] = (hashes[1:] != hashes[:-1]) | (rows[1:] != rows[:-1])
        return Index(hashes[fresh], rows[fresh])


def _settle(lat: Floats, lon: Floats, population: Ints, units: Sequence[Ints], first: int) -> None:
    """Give countries and units the population of their towns and, where no table places them, the middle of the towns' extent.

    That lies nearer to what atlases take for the middle of a region than the centre of its people does.
    """
    towns = slice(first, None)
    for above in units:
        inside = above[towns] >= 0
        at = above[towns][inside]
        counts = np.bincount(at, weights=population[towns][inside], minlength=first)
        np.add(population[:first], np.minimum(counts, 2**31 - 1).astype(np.int32)[:first], out=population[:first], where=counts[:first] > 0)
        for axis in (lat, lon):
            middle = _middle(at, axis[towns][inside], first)
            unplaced = np.isnan(axis[:first]) & ~np.isnan(middle)
            axis[:first][unplaced] = middle[unplaced]


def _middle(units: Ints, values: Floats, count: int) -> Floats:
    """The middle between the tenth and ninetieth percentile of the values of each unit; NaN where it has none."""
    order = np.lexsort((values, units))
    ranked, sorted_units = values[order], units[order]
    starts = np.searchsorted(sorted_units, np.arange(count))
    sizes = np.searchsorted(sorted_units, np.arange(count), "right") - starts
    last = np.maximum(sizes - 1, 0)
    low, high = starts + (last * 0.1).astype(int), starts + np.ceil(last * 0.9).astype(int)
    top = len(ranked) - 1
    middle = (ranked[np.minimum(low, top)] + ranked[np.minimum(high, top)]) / 2
    return np.where(sizes > 0, middle, np.nan).astype(np.float32)
