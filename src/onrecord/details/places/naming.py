"""Which stretches of a text are place names: what the tagger found, cleaned, and what it took for something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from onrecord.details.places.gazetteer import COUNTRY, REGION, Gazetteer
from onrecord.details.places.spelling import key
from onrecord.details.tables import rows
from onrecord.model import Entity, Span

_WORD = re.compile(r"[^\s,;()/\"“”]+")
_PARTS = re.compile(r"\s*[-/–—]\s*")
_RIM = " \t\r\n,;:()[]\"“”‘'`*-–—_/"
_END = re.compile(r"(?:['’]s?|[.!?])$")
_AFTER = re.compile(r" ([a-z]+)\b")
_BEFORE = re.compile(r"\b([a-z]+) of (?:the )?$")
_WIDEST = 200  # letters beyond which an entity is no name
_LONGEST = 5  # words of the longest place name looked for at the head of an organisation's name


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name where the text has it; `sure` where the tagger took it for a place. `sort` is "unit" or "town" where the words beside it
    say so: "Washington state", "the city of Mexico".
    """

    at: Span
    name: str
    sure: bool = True
    sort: str = ""


def mentions(text: str, entities: Sequence[Entity], places: Gazetteer) -> list[Mention]:
    """Place names in order, none overlapping another."""
    found: list[Mention] = []
    named = {key(text[e.at.start : e.at.end][:_WIDEST]) for e in entities if e.type == "place"}
    for entity in entities:
        if entity.at.end - entity.at.start > _WIDEST:
            continue
        if entity.type == "place":
            found += _tagged(text, entity.at, places)
        elif mention := _within(text, entity, named, places):
            found.append(mention)
    return [replace(mention, sort=_sort(text, mention.at)) for mention in _apart(found)]


def _sort(text: str, at: Span) -> str:
    """What the word after a name, or the one before "of", says the place is."""
    after, before = _AFTER.match(text, at.end), _BEFORE.search(text[max(0, at.start - 30) : at.start])
    for word in (after and after[1], before and before[1]):
        if word and word in words("called"):
            return "town"
        if word and word in words("unit"):
            return "unit"
    return ""


def hints(text: str, entities: Sequence[Entity], places: Gazetteer) -> list[Mention]:
    """Names of countries, states and counties within other names: "Georgia Bureau of Investigation" tells where an article is set."""
    found = []
    for entity in entities:
        if entity.type in ("organisation", "other") and entity.at.end - entity.at.start <= _WIDEST:
            head = _head(text, _tokens(text, entity.at), places)
            name = text[head.start : head.end] if head else ""
            if head and (is_container(name, places) or _has_unit(name)):
                found.append(Mention(head, name, sure=False))
    return found


def _tagged(text: str, at: Span, places: Gazetteer) -> Iterator[Mention]:
    """What the tagger took for a place, as the names in it: two for "India-Pakistan", none for a hotel."""
    span = _clean(text, at)
    if span is None or _is_junk(text[span.start : span.end]):
        return
    name = text[span.start : span.end]
    parts = _PARTS.split(name)
    if known(name, places) or len(parts) < 2 or not all(known(part, places) for part in parts):
        if kept := _without_facility(text, span, places):
            yield Mention(kept, text[kept.start : kept.end])
        return
    start = span.start
    for part in parts:
        begin = text.index(part, start)
        start = begin + len(part)
        yield Mention(Span(begin, start), part)


def _clean(text: str, at: Span) -> Span | None:
    """A span without quotes, possessives and articles at its rims; a full stop belongs to an abbreviation."""
    start, end = at.start, at.end
    while start < end and text[start] in _RIM:
        start += 1
    if text[start:end].lower().startswith("the "):
        start += 4
    if text[end : end + 1] == "." and _abbreviation(text[start:end] + "."):
        return Span(start, end + 1)
    while end > start and (text[end - 1] in _RIM or _END.search(text[start:end])):
        if _abbreviation(text[start:end]):
            break
        end -= len(match.group()) if (match := _END.search(text[start:end])) else 1
    return Span(start, end) if start < end else None


def _is_junk(name: str) -> bool:
    """Whether a name is none of a place: no capital in it, or a word that says nothing by itself."""
    return name.islower() or not any(c.isalpha() for c in name) or name.lower() in words("not") or "@" in name


def _without_facility(text: str, span: Span, places: Gazetteer) -> Span | None:
    """The span, or for a school, hospital or shop that of the town it is named after, None where that is unknown."""
    tokens = _tokens(text, span)
    last = text[tokens[-1].start : tokens[-1].end].lower().rstrip(".’'") if tokens else ""
    if last not in words("facility") or known(text[span.start : span.end], places):
        return span
    return _head(text, tokens[:-1], places)


def _tokens(text: str, at: Span) -> list[Span]:
    return [Span(at.start + m.start(), at.start + m.end()) for m in _WORD.finditer(text[at.start : at.end])]


def _head(text: str, tokens: Sequence[Span], places: Gazetteer, whole: bool = False) -> Span | None:
    """The longest known place that tokens begin with, or that all of them are."""
    most = min(len(tokens), _LONGEST)
    for count in range(most, max(0, len(tokens) - 1) if whole else 0, -1):
        span = Span(tokens[0].start, tokens[count - 1].end)
        if known(text[span.start : span.end], places):
            return span
    return None


def _within(text: str, entity: Entity, named: set[str], places: Gazetteer) -> Mention | None:
    """The place in what the tagger took for an organisation or person: the head of an authority's name, or all of it."""
    start, end = entity.at.start, entity.at.end
    tokens = _tokens(text, entity.at)
    head = _head(text, tokens, places, whole=entity.type != "organisation")
    if head is None or _is_junk(text[head.start : head.end]):
        return None
    name = text[head.start : head.end]
    if head.end >= end:
        before = text[max(0, start - 24) : start].split()
        held = bool(before) and before[-1].lower() in words("place_in") and entity.type != "person"
        return Mention(head, name, sure=False) if held or key(name) in named or _contained(text, end, places) or _has_unit(name) else None
    rest = [text[t.start : t.end].lower() for t in tokens if t.start >= head.end]
    authority = bool(set(rest) & words("body"))
    return Mention(head, name, sure=False) if (authority and (key(name) in named or _has_unit(name))) or key(name) in named else None


def _contained(text: str, end: int, places: Gazetteer) -> bool:
    """Whether the name ending there is followed by the state or country it is in: "Alexandria, La."."""
    match = re.match(r", ([A-Z][\w.]*(?: [A-Z][\w.]*)?)", text[end : end + 40])
    if match is None:
        return False
    words_ = match[1].split()
    return any(is_container(name, places) for name in (match[1], words_[0]))


def is_container(name: str, places: Gazetteer) -> bool:
    """Whether a name is one of a country or first-level unit, abbreviations included."""
    if name in places.aliases:
        return True
    rows_ = (row for index in (places.own, places.other) for row in index.find(key(name)))
    return any(places.kind[row] in (COUNTRY, REGION) for row in rows_)


def _has_unit(name: str) -> bool:
    tokens = name.lower().split()
    return len(tokens) > 1 and tokens[-1] in words("unit")


def known(name: str, places: Gazetteer) -> bool:
    """Whether the gazetteer has a name as it is."""
    wanted = key(name)
    return bool(wanted) and (len(places.own.find(wanted)) > 0 or len(places.other.find(wanted)) > 0)


def _apart(found: list[Mention]) -> list[Mention]:
    """Mentions in order; of two that overlap the tagger's own, else the first."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.at.start, not m.sure, -m.at.end)):
        if not kept or mention.at.start >= kept[-1].at.end:
            kept.append(mention)
    return kept


@cache
def words(role: str) -> frozenset[str]:
    """The words of a role."""
    return frozenset(row["word"] for row in rows("places_words.csv") if row["role"] == role)


@cache
def _abbreviations() -> frozenset[str]:
    listed = [name for row in rows("places_regions.csv") for name in row["abbreviations"].split("|")]
    listed += [name for row in rows("places_countries.csv") for name in row["names"].split("|")]
    listed += [row["alias"] for row in rows("places_aliases.csv")]
    return frozenset(name for name in listed if name.endswith("."))


def _abbreviation(name: str) -> bool:
    return any(name == short or name.endswith(" " + short) for short in _abbreviations()) if name.endswith(".") else False
