"""What a text says about where its places are: countries by demonyms and names, and places said to be in others."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from onrecord.details.places.naming import Mention, words
from onrecord.details.tables import rows

# between a place and what it is in: "Paris, Texas", "Homs in Syria", "London (Ontario)"
_PART = r"(?:(?:the|northern|southern|eastern|western|central|north|south|east|west|state|province)\s+){0,3}"
_INSIDE = re.compile(r",?\s*\(?\s*(?:(?:in|of)\s+)?" + _PART)
_LISTED = re.compile(r"\s*,\s*(?:(?:and|or)\s+)?|\s+(?:and|or|&)\s+")
# between a country and a place in it: "Syria's Idlib province", "Syria's northern city of Idlib"
_OWNED = re.compile(r"['’]s?\s+(?:[a-z-]+\s+){0,5}")
_AHEAD = 60
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|£")
_HINT = 0.5  # what a hint counts beside a demonym


def nations(text: str) -> tuple[dict[str, float], dict[str, float]]:
    """How much a text speaks of each country, by code: by its demonyms, and by words that only hint at where the text is set."""
    found: Counter[str] = Counter()
    hinted: set[str] = set()
    demonyms, cues, firsts, lasts = _demonyms(), _cues(), _firsts(), frozenset[str]()
    before = ""
    for word in _TOKEN.findall(text):
        small = word.lower()
        if before and small in lasts:
            two = f"{before} {word}"
            if two in demonyms:
                found[demonyms[two]] += 1
            elif two.lower() in cues:
                hinted.add(two.lower())
        elif word in demonyms:
            found[demonyms[word]] += 1
        if small in cues:
            hinted.add(small)
        lasts = firsts.get(small, frozenset())
        before = word
    hints: dict[str, float] = {}
    for hint in hinted:
        for code in _cues()[hint]:
            hints[code] = hints.get(code, 0) + 1 / len(_cues()[hint])
    spoken = {code: 1 + math.log2(count) for code, count in found.items()}
    return spoken, {code: _HINT * math.log2(1 + weight) for code, weight in hints.items()}


def nation_before(text: str, start: int) -> str | None:
    """The country whose demonym describes the place at `start`: "the Syrian city of", "northern Syrian town"."""
    said = text[max(0, start - _AHEAD) : start].split()
    for word in reversed(said[-6:]):
        bare = word.strip(",.;:'’\"")
        if bare in _demonyms():
            return _demonyms()[bare] if _all_small(said[said.index(word) + 1 :]) else None
        if word != bare or bare[:1].isupper():
            return None
    return None


def _all_small(between: Sequence[str]) -> bool:
    return any(word in words("town") | words("unit") for word in between)


def containers(text: str, found: Sequence[Mention], wide: set[int]) -> dict[int, int]:
    """By the number of a mention that of the mention naming what it is in, as the words between them say.

    `wide` are the mentions that may be countries or states themselves: three of them in a row are a list of such.
    """
    inside: dict[int, int] = {}
    listed = lists(text, found, wide)
    for n, (one, two) in enumerate(pairwise(found)):
        between = text[one.at.end : two.at.start]
        if not between.strip(" "):
            continue
        if len(between) < _AHEAD and _INSIDE.fullmatch(between) and n not in listed:
            inside[n] = n + 1
        elif len(between) < _AHEAD and _OWNED.fullmatch(between):
            inside[n + 1] = n
    return inside


def lists(text: str, found: Sequence[Mention], wide: set[int]) -> set[int]:
    """The mentions that stand in lists of countries or states."""
    listed: set[int] = set()
    run: list[int] = []
    for n, mention in enumerate(found):
        joined = bool(run) and bool(_LISTED.fullmatch(text[found[n - 1].at.end : mention.at.start][:_AHEAD]))
        run = [*run, n] if joined and n in wide else [n] if n in wide else []
        if len(run) > 2:
            listed.update(run)
    return listed


@cache
def _demonyms() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows("places_countries.csv"):
        for name in filter(None, row["demonyms"].split("|")):
            found[name] = found[name + "s"] = row["code"]
    return found


@cache
def transliterated() -> frozenset[str]:
    """Codes of the countries whose place names English writes in many ways, since they are not written in Latin letters there."""
    return frozenset(row["code"] for row in rows("places_countries.csv") if row["transliterated"])


@cache
def _firsts() -> dict[str, frozenset[str]]:
    """What may follow the first of two words that are looked for together, by that first word; all in small letters."""
    found: dict[str, set[str]] = {}
    for name in (*_demonyms(), *_cues()):
        first, _, last = name.lower().partition(" ")
        if last:
            found.setdefault(first, set()).add(last)
    return {first: frozenset(last) for first, last in found.items()}


@cache
def _cues() -> dict[str, tuple[str, ...]]:
    return {row["words"]: tuple(row["countries"].split()) for row in rows("places_cues.csv")}
