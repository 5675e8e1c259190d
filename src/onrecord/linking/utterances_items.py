"""Statements made ready to be compared with each other: their words, their weight, who speaks, and when."""

from __future__ import annotations

import hashlib
import math
import re
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby, pairwise

from onrecord.language.sentences import sentence_starts
from onrecord.linking.alignment import Unit, key_of, units
from onrecord.linking.days import day_of
from onrecord.linking.tables import rows, threshold
from onrecord.model import Analysis, Span, Statement, Story
from onrecord.statements.identity import canonical
from onrecord.statements.names import tokens
from onrecord.statements.portraits import state_of
from onrecord.statements.spelling import spelling
from onrecord.statements.tables import words as word_list

_LONGEST_HEADLINE = 250
READ = 1 << 16  # sentences whose units are at hand: those of a window of articles, about 2 kB each


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: id (None where nobody is named), the telling words of the name, of the body spoken for and of who passed the words on;
    `named` is False for sources that only a description tells ("a military source")."""

    id: str | None
    words: frozenset[str]
    bodies: tuple[frozenset[str], ...]
    named: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence of a statement to be compared: its article's position, its number there, the article's text, where it stands (`content`:
    without the cue inside), the keys of its words with a meaning of their own, and of its cue. Its units are read again when they are
    asked for, since a news archive has too many of them to keep."""

    article: int
    number: int
    statement: Statement
    at: Span
    text: str
    content: tuple[Span, ...]
    named: frozenset[int]
    words: Counter[str]
    cue: frozenset[str]
    voice: Voice
    day: int | None
    stories: frozenset[str]
    headline: bool
    exact: bytes

    @property
    def units(self) -> tuple[Unit, ...]:
        """The words said."""
        return _said(self.text, self.content, self.named)

    @property
    def numbers(self) -> frozenset[str]:
        """The bare values of the numbers."""
        return frozenset(key for key in self.words if key.startswith("#"))


@lru_cache(maxsize=READ)
def _said(text: str, content: tuple[Span, ...], named: frozenset[int]) -> tuple[Unit, ...]:
    return units(text, content, named)


def _digest(said: Iterable[Unit]) -> bytes:
    """The same for the same words, whatever their marks and case."""
    return hashlib.blake2b("\x00".join(u.exact for u in said).encode("utf-8", "replace"), digest_size=12).digest()


def items_of(analyses: Sequence[Analysis], stories: Iterable[Story] = ()) -> list[Item]:
    """Every statement of the analyses that says something in words, sentence by sentence, in order."""
    return list(each_item(analyses, stories))


def each_item(analyses: Sequence[Analysis], stories: Iterable[Story] = ()) -> Iterator[Item]:
    """The same one by one: whoever needs the units of an item has them at hand while it is fresh."""
    homes = homes_of(stories)
    for n, analysis in enumerate(analyses):
        yield from items_in(analysis, n, homes.get(analysis.article.id, frozenset()))


def homes_of(stories: Iterable[Story]) -> dict[str, frozenset[str]]:
    """The ids of the stories of each article, by its id."""
    found: dict[str, frozenset[str]] = {}
    for story in stories:
        for article in story.articles:
            found[article] = found.get(article, frozenset()) | {story.id}
    return found


def items_in(analysis: Analysis, position: int, stories: frozenset[str]) -> Iterator[Item]:
    """The items of one article, numbered in order."""
    named = _named(analysis)
    starts = sentence_starts(analysis.article.text) if analysis.statements else []
    day = day_number(day_of(analysis))
    number = 0
    for statement in analysis.statements:
        if statement.mode == "attitude":
            continue
        cue = _cue(analysis.article.text, statement, named)
        for piece in _sentences(statement, starts, len(analysis.article.text)):
            item = _item(position, number, analysis.article.text, statement, piece, named, cue, day, stories)
            if item is not None:
                yield item
                number += 1


def _cue(text: str, statement: Statement, named: frozenset[int]) -> frozenset[str]:
    """The keys of a statement's cue that tell it from others."""
    return _one(frozenset(u.key for u in units(text, statement.cue, named) if u.content or u.kind == "negation") - frozenset(["=say"]))


def _sentences(statement: Statement, starts: Sequence[int], size: int) -> list[list[Span]]:
    """The content's spans, those of one sentence together; a cue inside a sentence does not end it."""
    found: list[list[Span]] = []
    last = -1
    for span in statement.content:
        if not 0 <= span.start < span.end <= size:
            continue
        inner = starts[bisect_right(starts, span.start) : bisect_left(starts, span.end)]
        for start, end in pairwise([span.start, *inner, span.end]):
            number = bisect_right(starts, start)
            if number == last:
                found[-1].append(Span(start, end))
            else:
                found.append([Span(start, end)])
            last = number
    return found


def _item(
    position: int,
    number: int,
    text: str,
    statement: Statement,
    content: list[Span],
    named: frozenset[int],
    cue: frozenset[str],
    day: int | None,
    stories: frozenset[str],
) -> Item | None:
    said = _said(text, tuple(content), named)
    words = Counter(sys.intern(u.key) for u in said if u.content)
    if not words:
        return None
    at = Span(content[0].start, content[0].start + len(text[content[0].start : content[-1].end].rstrip()))
    voice = _voice(statement.speaker, statement.speakers, statement.body, statement.via, statement.speaker_id)
    head = _in_headline(text, at)
    return Item(position, number, statement, at, text, tuple(content), named, words, cue, voice, day, stories, head, _digest(said))


def joined(items: Sequence[Item]) -> list[Item]:
    """The items with sentences of one statement made one."""
    found: list[Item] = []
    for item in items:
        last = found[-1] if found else None
        if last is not None and (last.article, last.statement.id) == (item.article, item.statement.id) and last.at.end <= item.at.start:
            at = Span(last.at.start, item.at.end)
            content = (*last.content, *item.content)
            exact = _digest(_said(item.text, content, item.named))
            found[-1] = replace(last, at=at, content=content, words=last.words + item.words, exact=exact)
        else:
            found.append(item)
    return found


def _named(analysis: Analysis) -> frozenset[int]:
    """Offsets at which words of names begin."""
    text = analysis.article.text
    return frozenset(
        entity.at.start + m.start() for entity in analysis.entities for m in re.finditer(r"[^\W_]+", text[entity.at.start : entity.at.end])
    )


def _in_headline(text: str, at: Span) -> bool:
    end = text.find("\n")
    return 0 <= at.start < end <= _LONGEST_HEADLINE


@lru_cache(maxsize=50_000)
def _voice(speaker: str | None, speakers: tuple[str, ...], body: str | None, via: str | None, known: str | None) -> Voice:
    names = [speaker or "", *speakers]
    bodies = tuple(w for w in (name_words(name) for name in (body, via, *speakers) if name) if w)
    return Voice(known, name_words(names[0]), bodies, bool(known) and "@" not in (known or ""))


@lru_cache(maxsize=50_000)
def _one(keys: frozenset[str]) -> frozenset[str]:
    """The same set, one object for all that are equal."""
    return keys


@lru_cache(maxsize=50_000)
def name_words(name: str) -> frozenset[str]:
    """The telling words of a name in one spelling, states by their names, well-known bodies by their ids."""
    if not name:
        return frozenset()
    said = tokens(name)
    parts = next((p for n in range(len(said)) if (p := canonical(" ".join(said[n:])).split("-")) != said[n:]), said)
    skip = word_list("title") | word_list("definite") | word_list("indefinite") | word_list("preposition") | word_list("epithet")
    kept = [w for w in parts if w not in skip and len(w) > 1 and w != "and"]
    kept = [w for w in kept if w not in word_list("people")] or kept  # "source" and "official" tell nobody apart
    return frozenset((state_of(w) or spelling(w.removesuffix("s"))).lower() for w in kept) or frozenset(parts)


def day_number(value: str | None) -> int | None:
    """A date as a count of days."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value[:10]).toordinal()
    except ValueError:
        return None


class Weights:
    """How much a word tells, by the share of articles that have it in a statement: 1 for a word of all of them, more the rarer it is."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.articles = 0
        self.frequency: Counter[str] = Counter()
        self._days: Counter[str] = Counter()
        for _, group in groupby(sorted(items, key=_article), key=_article):
            self.articles += 1
            self.frequency.update({key for item in group for key in item.words})
        for _, group in groupby(sorted(items, key=_day), key=_day):
            self._days.update({key for item in group for key in item.words})
        self._weights: dict[str, float] = {}

    def of(self, key: str) -> float:
        """The weight of a word."""
        found = self._weights.get(key)
        if found is None:
            plain = 1.0 + math.log((self.articles + 1) / (self.frequency[key] + 1))
            found = self._weights[key] = plain * (threshold("utterance_common_word") if key in _common() else 1.0)
        return found

    def tells(self, key: str) -> bool:
        """Whether a word is rare enough to tell one occasion from another."""
        most = max(threshold("utterance_telling_least"), threshold("utterance_telling_share") * self.articles)
        days = threshold("utterance_telling_days")  # what all reports on one event say is in many articles, but not on many days
        return key not in _common() and (self.frequency[key] <= most or self._days[key] <= days)

    def total(self, words: Counter[str]) -> float:
        """The weight of all words of a statement."""
        return sum(self.of(key) * count for key, count in words.items())


def _article(item: Item) -> int:
    return item.article


def _day(item: Item) -> int:
    """The day of an item's article; one of its own for each article without."""
    return -item.article - 1 if item.day is None else item.day


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(key_of(word) for row in rows("utterance_common.csv") for word in row["words"].split())
