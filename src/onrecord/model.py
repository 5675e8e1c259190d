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
EventStatus = Literal["happened", "denied", "possible", "future"]
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
    stands in. `absent`: the article says that there is none or that it was not given ("without evidence", "refused to release the
    footage"). `rule` names the row of the table that read it and the sign that it is cited.
    """

    at: Span
    type: str
    shows: Span | None = None
    cited_by: str | None = None
    made: str | None = None
    statement: str | None = None
    rule: str = ""
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: `at` is the word that names it. `agents` and `patients` are who did it to whom in the article's words, `when` an ISO
    8601 value, `where` the name of a place; each empty or None where the sentence does not say. `status`: whether the text says that it
    happened, that it did not, that it may have or was tried ("possible"), or that it is to come. `rule` names the row that read it.
    """

    at: Span
    type: str
    when: str | None = None
    where: str | None = None
    agents: tuple[Span, ...] = ()
    patients: tuple[Span, ...] = ()
    rule: str = ""
    status: EventStatus = "happened"


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


Relation = Literal["identical", "shortened", "reworded", "altered"]
ChangeKind = Literal["number", "negation", "name", "wording", "cut"]
Stance = Literal["asserts", "denies", "doubts"]
DisputeKind = Literal["denial", "competing account", "figures", "reversal"]
Verdict = Literal["agree", "rising", "conflict"]


@dataclass(frozen=True, slots=True, order=True)
class Shared:
    """The same passage in two articles (ids `a` and `b`), where it stands in each, and of how many words the alignment agrees."""

    a: str
    at_a: Span
    b: str
    at_b: Span
    words: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Articles (ids, earliest first) that substantially carry the same copied text: one witness. `containment` is the share of the shorter
    text that is in the longer one, for the weakest pair that holds the group together; `shared` the passages found, `reasons` why."""

    articles: tuple[str, ...]
    containment: float
    shared: tuple[Shared, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """Articles (ids, earliest first) on the same event; `reasons` gives the names, places, days and words that hold it together."""

    id: str
    title: str
    articles: tuple[str, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """One article's report of an utterance: its content `at` (first to last character), the statement's id and the speaker named there."""

    article: str
    at: Span
    statement: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What one report changed against the earliest: the words there, the words here (one of them may be empty), and the sort of change.

    `at` is where the changed words stand in the article of the later variant `article`; None where they were cut.
    """

    old: str
    new: str
    kind: ChangeKind
    article: str = ""
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """The same statement as several articles report it, earliest variant first.

    `relation` is the farthest any variant goes: identical, shortened, reworded, altered (meaning-bearing words, numbers or polarity
    differ). `attribution_differs` marks the same words from another mouth. `score` is 0 to 1, `reasons` the matched words and features.
    """

    id: str
    speaker: str | None
    relation: Relation
    variants: tuple[Variant, ...]
    changes: tuple[Change, ...] = ()
    attribution_differs: bool = False
    score: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """Where a speaker stands to a claim, by which statements (ids), and since when (ISO 8601 date)."""

    speaker: str | None
    stance: Stance
    statements: tuple[str, ...]
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a group of statements says, with each speaker's position; `text` is the shortest full wording of it."""

    id: str
    text: str
    positions: tuple[Position, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One passage on a side of a dispute: article id, where, who says it, and the statement's id."""

    article: str
    at: Span
    speaker: str | None
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A claim that some assert and others deny or tell otherwise; `reasons` says in words why the two sides are opposed."""

    id: str
    claim: str
    kind: DisputeKind
    asserts: tuple[Side, ...]
    denies: tuple[Side, ...]
    score: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in a series: bounds, for which day, whose, where it stands, and the number of its origin (one witness a number).

    `vague` marks a count in a word such as "dozens"; `main` the count of the article's own event (in its head, given as the toll, or said
    of "the attack"); `places` are the towns it was counted in; `repeats` further spans of the article that repeat it. `event` is the day
    that its own sentence names, and `wide` says that it counts several places ("raids on towns killed 40"); `provisional`: the words
    around it say that it is an early count; `givers` are the telling words of each named source of the story that gives the same.
    """

    low: int
    high: int | None
    article: str
    at: Span
    origin: int
    approx: bool = False
    as_of: str | None = None
    according_to: str | None = None
    vague: bool = False
    main: bool = True
    places: tuple[Place, ...] = ()
    repeats: tuple[Span, ...] = ()
    event: str | None = None
    wide: bool = False
    provisional: bool = False
    givers: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one quantity of the same people in one story, by day. `low` and `high` are the best bounds (method: UCDP's low, best,
    high: the most conservative of the latest day that most origins share), `verdict` whether the sources agree, rise, or conflict."""

    story: str
    quantity: str
    who: str
    points: tuple[Point, ...]
    low: int
    high: int | None
    verdict: Verdict
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Links:
    """Everything found in a set of analysed articles; articles are (id, path, outlet, published)."""

    articles: tuple[tuple[str, str, str | None, str | None], ...]
    stories: tuple[Story, ...] = ()
    origins: tuple[Origin, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    claims: tuple[Claim, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    figures: tuple[Series, ...] = ()
