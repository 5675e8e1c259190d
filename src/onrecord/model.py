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
Place = Literal["headline", "standfirst", "body"]
EntityType = Literal["person", "organisation", "place", "other"]

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
    where: Place


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


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read or analysed: which, what kind of trouble, and what to do about it."""

    path: str
    kind: str
    message: str
