"""What a name may mean: the gazetteer's places of that name, and what the words around it say of their sort and whereabouts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from onrecord.details.places.context import containers, lists, nation_before, transliterated
from onrecord.details.places.gazetteer import AREA, CITY, COUNTRY, DISTRICT, REGION, Gazetteer
from onrecord.details.places.naming import Mention, words
from onrecord.details.places.spelling import fold, key

UNITS, TOWNS, ANY = (REGION, DISTRICT), (CITY,), (AREA, COUNTRY, REGION, DISTRICT, CITY)
_MOST = 60  # namesakes looked at, the most populous ones
_SHORTEST = 3  # letters a town's name needs: "Ål" is rarely meant by "al"
_FOLDED = 5  # letters a folded name needs, lest it be like any other


@dataclass(slots=True)
class Group:
    """All mentions of one name and the rows it may mean.

    `own` are the rows whose own name it is, `kinds` the kinds of place that the text says it is one of, `inside` the rows that lie in what
    the text says it is in; `hints` counts where it stands within other names, `spelt` says that its rows are spelt otherwise.
    """

    name: str
    rows: list[int]
    own: set[int]
    kinds: tuple[int, ...] = ()
    members: list[int] = field(default_factory=list)
    inside: set[int] = field(default_factory=set)
    hints: int = 0
    spelt: bool = False


def respell(groups: Iterable[Group], settings: set[str], places: Gazetteer) -> bool:
    """Give names that the gazetteer lacks the places of like names in the countries an article is set in; whether there were any."""
    countries = settings & transliterated()
    found = False
    for group in groups:
        folded = fold(group.name) if countries and not group.rows and not _is_no_town(group.name) else ""
        if len(folded) >= _FOLDED:
            group.rows = _ranked([int(row) for row in places.folded.find(folded) if places.code(row) in countries], places)
            group.spelt = bool(group.rows)
            found = found or group.spelt
    return found


def candidates(mention: Mention, places: Gazetteer) -> Group:
    """What a name may mean, the most populous first: as it is, else without the words for its sort or part."""
    name = key(mention.name)
    if mention.name in places.aliases:
        return Group(name, [places.aliases[mention.name]], {places.aliases[mention.name]})
    rows, own = _rows(name, places)
    if len(name) < _SHORTEST:
        rows = [row for row in rows if places.kind[row] in (COUNTRY, REGION)]
    if not rows and name.endswith("s"):  # texts that lost their apostrophes
        rows, own = _rows(name[:-1], places)
        rows = [row for row in rows if places.kind[row] == COUNTRY or row in places.capitals]
    if any(places.kind[row] == COUNTRY for row in own):  # Mexico is no other name of Mexico City then
        rows = [row for row in rows if row in own or places.kind[row] != CITY]
    bare, kinds = _bare(name)
    if bare != name and not _is_no_town(bare) and (not rows or kinds == UNITS):
        more, more_own = _rows(bare, places)
        fitting = [row for row in more if places.kind[row] in kinds]
        rows, own = rows + [row for row in fitting if row not in rows], own | more_own
        if not rows:
            rows = [row for row in more if row in more_own] if kinds == TOWNS else more
    return Group(name, _ranked(rows, places), own, kinds or {"unit": UNITS, "town": TOWNS}.get(mention.sort, ()))


def _ranked(rows: Iterable[int], places: Gazetteer) -> list[int]:
    """Rows with coordinates, the most populous first, not too many."""
    return sorted((row for row in rows if not np.isnan(places.lat[row])), key=lambda row: -int(places.population[row]))[:_MOST]


def _is_no_town(name: str) -> bool:
    """Whether a key ends like a road, a building or a river, or is nothing but such a word."""
    last = name.rpartition(" ")[2]
    return any(last in words(role) for role in ("road", "facility", "water"))


def _rows(name: str, places: Gazetteer) -> tuple[list[int], set[int]]:
    own = [int(row) for row in places.own.find(name)]
    return own + [int(row) for row in places.other.find(name) if row not in own], set(own)


def _bare(name: str) -> tuple[str, tuple[int, ...]]:
    """A key without the words that say what sort of place or which part of it is meant, and the kinds of place they leave."""
    tokens = name.split()
    if len(tokens) > 2 and tokens[1] == "of" and tokens[0] in words("unit") | words("town"):
        return " ".join(tokens[2:]), UNITS if tokens[0] in words("unit") else TOWNS
    if len(tokens) > 1 and tokens[-1] in words("unit"):
        return " ".join(tokens[:-1]), UNITS
    if len(tokens) > 1 and tokens[-1] in words("town"):
        return " ".join(tokens[:-1]), TOWNS
    if len(tokens) > 1 and tokens[0] in words("direction"):
        return " ".join(tokens[1:]), ANY
    return name, ()


def contain(text: str, found: Sequence[Mention], groups: Mapping[int, Group], places: Gazetteer) -> None:
    """Mark the candidates that lie in what the text says they are in."""
    wide = {n for n, group in groups.items() if any(places.kind[row] in (COUNTRY, REGION) for row in group.own)}
    _as_listed(lists(text, found, wide), groups, places)
    for n, above in containers(text, found, wide).items():
        units = [row for row in groups[above].rows if places.kind[row] in (COUNTRY, REGION, DISTRICT)]
        if groups[n] is not groups[above]:
            groups[n].inside.update(row for row in groups[n].rows if _is_in(row, units, places) and _fits(row, groups[n], places))
    for n, mention in enumerate(found):
        code = nation_before(text, mention.at.start)
        if code is not None:
            groups[n].inside.update(row for row in groups[n].rows if places.code(row) == code and places.kind[row] not in (COUNTRY, AREA))


def _as_listed(listed: set[int], groups: Mapping[int, Group], places: Gazetteer) -> None:
    """What stands in a list of states or provinces of a country is one: Washington beside Oregon and Idaho."""
    units = {n: {places.code(row) for row in groups[n].own if places.kind[row] == REGION} for n in listed}
    count = Counter(code for codes in units.values() for code in codes)
    for n, codes in units.items():
        if any(count[code] > 2 for code in codes) and not groups[n].kinds:
            groups[n].kinds = (REGION,)


def _fits(row: int, group: Group, places: Gazetteer) -> bool:
    """Whether a place may be called so before what it is in: a county is called one there."""
    return places.kind[row] != DISTRICT or bool(group.kinds) or row in group.own


def _is_in(row: int, units: Sequence[int], places: Gazetteer) -> bool:
    """Whether a place lies in one of some countries or administrative units."""
    chain = {int(places.above1[row]), int(places.above2[row])}
    if places.kind[row] not in (COUNTRY, AREA) and places.country[row] >= 0:
        chain.add(places.country_rows[places.codes[places.country[row]]])
    return any(unit in chain and unit != row for unit in units)
