"""The records that travel: frozen, slotted, typed. This module imports nothing internal.

Every span is in Unicode code points, 0-based and end-exclusive: `article.text[span.start:span.end]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["direct", "indirect", "mixed"]
Act = Literal["assert", "deny", "accuse", "condemn", "demand", "warn", "promise", "question", "decline", "other"]
Mode = Literal["communication", "attitude"]
Where = Literal["headline", "standfirst", "body"]
EntityType = Literal["person", "organisation", "place", "other"]
TimeKind = Literal["date", "time", "duration", "set"]

ACTS: tuple[Act, ...] = ("assert", "deny", "accuse", "condemn", "demand", "warn", "promise", "question", "decline", "other")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points start..end of an article's text, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """A text from an outlet, as it was read.

    `id` is derived from the raw bytes (same bytes, same id) and `sha256` is their digest. `found` says for each piece of
    metadata where it was found ("title": "og:title"). `published` is an ISO 8601 date.
    """

    id: str
    text: str
    path: str = "-"
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str = "en"
    sha256: str = ""
    encoding: str = "utf-8"
    normaliser: str = "1"
    found: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statement:
    """One attributed utterance in one article.

    `content` holds the words that give what was communicated, several spans when the cue splits them. `speaker` is the resolved
    name, as full as the article gives it, or None when nobody could be named safely; `speakers` holds each of several who speak
    together. `role` is how the article describes the speaker, `body` the organisation or place they speak for, `via` who passed the
    words on ("the agency quoted an official as saying"). `loaded_cue` is a reporting verb that judges. `reasons` says how speaker and
    act were decided. `confidence` is the share of statements at this value that are right in content and speaker (0 to 1).
    """

    id: str
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    speaker_mention: Span | None
    speaker: str | None
    speaker_id: str | None
    role: str | None
    kind: Kind
    act: Act
    mode: Mode
    about: tuple[str, ...]
    confidence: float
    reasons: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    via: str | None = None
    body: str | None = None
    loaded_cue: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A named person, organisation, place or other thing where the text names it."""

    at: Span
    name: str
    type: EntityType
    id: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the outlet itself: a stretch of an article that nobody else is reported as saying, and where it stands."""

    at: Span
    where: Where


@dataclass(frozen=True, slots=True)
class Figure:
    """A count with its bounds: `at` is the number phrase with its unit ("at least 58 people").

    `low` and `high` are the bounds in units (people, weapons, units of the currency `unit`); `high` is None where the count is open above,
    `approx` marks "some", "about". `who` is counted, `quantity` says what happened to them. `according_to` is whoever gave the
    figure, `statement` the id of the statement it stands in, `as_of` the ISO 8601 date for which it was given. `part_of` is
    the `at` of the figure this one is a part of ("58 people including 11 children"), `revised` the words that revise it ("has risen to").
    `rule` names the rows of the tables that read it.
    """

    at: Span
    quantity: str
    who: str
    low: int
    high: int | None
    approx: bool = False
    according_to: str | None = None
    as_of: str | None = None
    statement: str | None = None
    part_of: Span | None = None
    revised: str | None = None
    unit: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression. `value` is ISO 8601: a date or time, possibly partial ("2022-06"), an interval ("2022-06-27/2022-06-29"), a week
    ("2022-W26") or, for kind "duration", a period ("P3D"); None where it cannot be resolved. `timex` is the value in TimeML's
    TIMEX3 notation ("2022-06-27TMO", "PAST_REF"), None where the publication date it needs is unknown. `rule` names the row that read it.
    """

    at: Span
    value: str | None
    kind: TimeKind
    timex: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place name in the text. `name` is the gazetteer's name (the text's own where it is unknown), `country` its ISO 3166-1 alpha-2 code,
    `lat` and `lon` WGS 84 degrees; all three None where the gazetteer does not have it. `kind`: country, region, city, area …;
    `id` the gazetteer's identifier; `reason` says why this namesake and no other.
    """

    at: Span
    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    kind: str = ""
    id: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Material that the article cites: footage, a document, testimony … `at` is the phrase that names it, `shows` what it is said to show,
    `cited_by` who cites it (None: the outlet itself), `made` the ISO 8601 time at which it was made, `statement` the id of the statement it
    stands in. `rule` names the row of the table that read it.
    """

    at: Span
    type: str
    shows: Span | None = None
    cited_by: str | None = None
    made: str | None = None
    statement: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: `at` is the word that names it. `agents` and `patients` are who did it to whom in the article's words, `when` an ISO
    8601 value, `where` the name of a place; each empty or None where the sentence does not say. `rule` names the row that read it.
    """

    at: Span
    type: str
    when: str | None = None
    where: str | None = None
    agents: tuple[Span, ...] = ()
    patients: tuple[Span, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """An article and everything found in it; `passages` are the outlet's own voice.

    `skipped` says why nothing was looked for (an unsupported language), else None.
    """

    article: Article
    statements: tuple[Statement, ...] = ()
    entities: tuple[Entity, ...] = ()
    skipped: str | None = None
    passages: tuple[Passage, ...] = ()
    figures: tuple[Figure, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read or analysed: which, what kind of trouble, and what to do about it."""

    path: str
    kind: str
    message: str
