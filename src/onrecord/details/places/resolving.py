"""From the names of an article to places: candidates from the gazetteer, one sense a name, and the reason for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from onrecord.details.places.candidates import Group, candidates, contain, respell
from onrecord.details.places.choice import Choice, Name, choose
from onrecord.details.places.context import nations
from onrecord.details.places.gazetteer import AREA, CITY, COUNTRY, DISTRICT, REGION, Gazetteer, gazetteer
from onrecord.details.places.naming import Mention, hints, mentions
from onrecord.details.places.spelling import key
from onrecord.model import Entity, Place

_SETTING = 1.0  # weight from which a country is a setting of the article
_FOREIGN = 0.5  # support below which the article says nothing of a country
_LARGE = 500_000  # people from which a place may be named out of the blue
_KNOWN = 100_000  # likewise in the country of the largest of its namesakes
_NOTED = 15_000  # likewise for one that shares its name with none
_MUCH = 0.25  # share of a unit's people from which a town in it has its name
_CANDIDATES, _FEWEST = 1200, 3  # namesakes weighed in an article, so that lists of places stay cheap; at least so many a name
_CLOSE = 0.5  # support that is worth giving as the reason


def resolve(text: str, entities: Sequence[Entity], weights: Mapping[str, float] | None = None) -> tuple[Place, ...]:
    """The places of a text."""
    places = gazetteer()
    found = mentions(text, entities, places)
    spoken, hinted = nations(text)
    leaning = {code: spoken.get(code, 0) + hinted.get(code, 0) for code in {*spoken, *hinted}}
    groups: dict[tuple[str, str], Group] = {}
    for n, mention in enumerate(found):
        _group(groups, mention, places).members.append(n)
    for hint in hints(text, entities, places):
        _group(groups, hint, places).hints += 1
    by_mention = {n: group for group in groups.values() for n in group.members}
    contain(text, found, by_mention, places)
    chosen = _choose(groups.values(), leaning, places, weights)
    context = _context(groups.values(), spoken, chosen, places)
    if respell(groups.values(), {code for code, weight in context.items() if weight >= _SETTING}, places):
        contain(text, found, by_mention, places)
        chosen = _choose(groups.values(), leaning, places, weights)
        context = _context(groups.values(), spoken, chosen, places)
    return tuple(_place(mention, by_mention[n], chosen.get(id(by_mention[n])), context, places) for n, mention in enumerate(found))


def _group(groups: dict[tuple[str, str], Group], mention: Mention, places: Gazetteer) -> Group:
    """The group of a mention, made where it is the first of its name."""
    name = key(mention.name), mention.sort
    if name not in groups:
        groups[name] = candidates(mention, places)
    return groups[name]


def _choose(
    groups: Iterable[Group], leaning: Mapping[str, float], places: Gazetteer, weights: Mapping[str, float] | None
) -> dict[int, Choice]:
    """The choice for each group that has candidates, by its identity."""
    known = [group for group in groups if group.rows]
    most = max(_FEWEST, _CANDIDATES // max(len(known), 1))
    for group in known:
        group.rows = [row for n, row in enumerate(group.rows) if n < most or row in group.inside]
    names = [
        Name(
            group.name,
            group.rows,
            [row not in group.own for row in group.rows],
            [bool(group.kinds) and places.kind[row] in group.kinds for row in group.rows],
            [row in group.inside for row in group.rows],
            [row in places.capitals for row in group.rows],
            [_has_seat(row, group, places) for row in group.rows],
            [row == places.usual.get(group.name) and not group.kinds for row in group.rows],
            len(group.members) + group.hints,
        )
        for group in known
    ]
    return dict(zip(map(id, known), choose(names, leaning, places, weights), strict=True))


def _has_seat(row: int, group: Group, places: Gazetteer) -> bool:
    """Whether a unit has the name of a town in it that is much of it: the bare name then means the town."""
    if group.kinds or places.kind[row] not in (REGION, DISTRICT):
        return False
    most = int(places.population[row]) * _MUCH
    towns = [town for town in group.own if places.kind[town] == CITY and row in (places.above1[town], places.above2[town])]
    return any(places.population[town] >= most for town in towns)


def _context(
    groups: Iterable[Group], spoken: Mapping[str, float], chosen: Mapping[int, Choice], places: Gazetteer
) -> dict[str, float]:
    """How much an article is set in each country: by what it says, and by the places that are sure by themselves."""
    found = dict(spoken)
    for group in groups:
        choice = chosen.get(id(group))
        code = places.code(group.rows[choice.best]) if choice else None
        if choice and code:
            found[code] = found.get(code, 0) + choice.share
    return found


def _place(mention: Mention, group: Group, choice: Choice | None, context: Mapping[str, float], places: Gazetteer) -> Place:
    if choice is None:
        return Place(mention.at, mention.name, reason="not in the gazetteer")
    row = group.rows[choice.best]
    if _stranger(row, group, choice, context, places):
        return Place(mention.at, mention.name, reason=f"only namesakes far from what else the article names, such as {_where(row, places)}")
    geoname = int(places.geoname[row])
    return Place(
        mention.at,
        places.name(row),
        places.code(row),
        round(float(places.lat[row]), 5),
        round(float(places.lon[row]), 5),
        places.kind_name(row),
        str(geoname) if geoname else None,
        _reason(row, group, choice, places),
    )


def _stranger(row: int, group: Group, choice: Choice, context: Mapping[str, float], places: Gazetteer) -> bool:
    """Whether a place is small, and in a country of which the article, set elsewhere, says nothing."""
    if choice.inside or places.kind[row] in (AREA, COUNTRY) or row in places.capitals or choice.nation >= _FOREIGN:
        return False
    foremost = places.country[row] == places.country[group.rows[0]]
    if places.population[row] >= (_NOTED if len(group.rows) == 1 else _KNOWN if foremost else _LARGE):
        return False
    code = places.code(row)
    return sum(weight for other, weight in context.items() if other != code) >= _SETTING


def _where(row: int, places: Gazetteer) -> str:
    """A place with the country it is in, for people."""
    code = places.code(row)
    return places.name(row) + (f", {places.name(places.country_rows[code])}" if code else "")


def _reason(row: int, group: Group, choice: Choice, places: Gazetteer) -> str:
    """Why this namesake and no other, in a few words."""
    unit = int(places.above1[row])
    code = places.code(row)
    country = places.name(places.country_rows[code]) if code else ""
    how = "spelt otherwise, " if group.spelt else ""
    if choice.inside:
        return f"{how}in {places.name(unit) + ', ' if unit >= 0 else ''}{country}, as the text says"
    if len(group.rows) == 1:
        return how + ("in a country the article names" if group.spelt else "the only place of this name")
    if choice.near >= _CLOSE:
        return f"{how}near other places of the article, one of {len(group.rows)} namesakes"
    if choice.state >= _CLOSE and unit >= 0:
        return f"{how}in {places.name(unit)} like other places of the article, one of {len(group.rows)} namesakes"
    if choice.nation >= _CLOSE:
        return f"{how}in {country}, of which the article speaks, one of {len(group.rows)} namesakes"
    return f"{how}{'most populous' if choice.best == 0 else 'best known'} of {len(group.rows)} namesakes"
