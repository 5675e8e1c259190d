"""The gazetteer in memory: parallel arrays over all places, and sorted hashes of their names. Loaded on first use.

A place is a row number. Areas come first, then countries, administrative units and populated places, so kinds are ranges of rows.
The arrays are built once and kept in the cache folder, whence every process maps them; without such a folder each builds its own.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.details.places.kept import Kept, load, save
from onrecord.settings import cache_folder

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Hashes = NDArray[np.int64]
AREA, COUNTRY, REGION, DISTRICT, CITY = range(5)


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Rows by the hash of a name's key: both sorted by hash."""

    hashes: Hashes
    rows: Ints

    def find(self, name: str) -> Ints:
        """Rows of a key, possibly none."""
        return _find(self, name)


@lru_cache(maxsize=8192)
def _find(index: Index, name: str) -> Ints:
    """Rows of a key; the names of an article are looked for again and again."""
    wanted = int.from_bytes(digest(name), "little", signed=True)
    start = int(index.hashes.searchsorted(wanted))
    if start == len(index.hashes) or index.hashes[start] != wanted:
        return index.rows[:0]
    return index.rows[start : int(index.hashes.searchsorted(wanted, "right"))]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Places as parallel arrays by row; `above1` and `above2` are the rows of the first- and second-level unit a place is in, -1 for none.

    `own`, `other` and `folded` find rows by their own name, by further names, and by the fold of their own name.
    `aliases` are names that mean one row when written just so, `usual` the row that a key usually means, whatever the sizes.
    `country` is the number of the country's code in `codes` (-1 where a place is in none or in several), `kind` one of AREA to CITY.
    """

    lat: Floats
    lon: Floats
    population: Ints
    country: Ints
    above1: Ints
    above2: Ints
    kind: NDArray[np.int8]
    geoname: Ints
    codes: tuple[str, ...]
    country_rows: dict[str, int]
    capitals: frozenset[int]
    aliases: dict[str, int]
    usual: dict[str, int]
    area_kinds: tuple[str, ...]
    names: NDArray[np.uint8]
    starts: NDArray[np.uint32]
    own: Index
    other: Index
    folded: Index

    def name(self, row: int) -> str:
        """The name to show."""
        return self.names[self.starts[row] : self.starts[row + 1] - 1].tobytes().decode()

    def code(self, row: int) -> str | None:
        """ISO 3166-1 alpha-2 code of the country a place is in."""
        number = int(self.country[row])
        return self.codes[number] if number >= 0 else None

    def kind_name(self, row: int) -> str:
        """The kind of a place in words."""
        return self.area_kinds[row] if self.kind[row] == AREA else ("", "country", "region", "region", "city")[self.kind[row]]


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of this process: as it is kept, else built (in some three seconds) and, where that can be, kept."""
    folder = _folder()
    kept = load(folder) if folder else None
    if kept is None:
        from onrecord.details.places.building import build

        built = build()
        kept = load(folder) if folder and save(folder, _taken_apart(built)) else None
        if kept is None:
            return built
    return _put_together(kept)


def digest(name: str) -> bytes:
    """The eight bytes that a name is found by: the same in every process, unlike Python's own hash."""
    return blake2b(name.encode("utf8", "surrogatepass"), digest_size=8).digest()


def _folder() -> Path | None:
    """Where the gazetteer of just these packages and tables is kept; None where nothing can be."""
    from onrecord.details.places.sources import fingerprint

    folder = cache_folder()
    try:
        return folder / f"gazetteer-{fingerprint()}" if folder else None
    except OSError:  # such as an installation without its source files
        return None


def _taken_apart(places: Gazetteer) -> Kept:
    arrays: dict[str, NDArray[Any]] = {}
    facts: dict[str, Any] = {}
    for field in fields(places):
        value = getattr(places, field.name)
        if isinstance(value, Index):
            arrays |= {f"{field.name}_hashes": value.hashes, f"{field.name}_rows": value.rows}
        elif isinstance(value, np.ndarray):
            arrays[field.name] = value
        else:
            facts[field.name] = value
    return Kept(arrays, facts)


def _put_together(kept: Kept) -> Gazetteer:
    arrays = dict(kept.arrays)
    parts: dict[str, Any] = {name: Index(arrays.pop(f"{name}_hashes"), arrays.pop(f"{name}_rows")) for name in ("own", "other", "folded")}
    parts |= {**arrays, **kept.facts}
    for name, kind in (("codes", tuple), ("area_kinds", tuple), ("capitals", frozenset)):
        parts[name] = kind(parts[name])
    return Gazetteer(**parts)
