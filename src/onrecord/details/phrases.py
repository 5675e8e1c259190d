"""Sentences as tokens, simple noun phrases and clauses: what evidence and events are read from. No parser: word lists and positions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from onrecord.details.tables import rows
from onrecord.language.sentences import sentence_starts
from onrecord.model import Span

PhraseTable = dict[str, list[tuple[tuple[str, ...], dict[str, str]]]]
QUOTES = "\"“”„«»"
_DASHES = ("-", "‑")
_STATES = {"US": "usa"}  # the state is not the pronoun
_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[^\w\s]|_")


class Token(NamedTuple):
    """A word, a number in digits or a mark, where it stands, and in small letters with a straight apostrophe."""

    start: int
    end: int
    text: str
    lower: str


def tokenize(text: str) -> list[Token]:
    """The words, numbers and marks of a text in order."""
    plain = text.replace("’", "'")
    return [Token(m.start(), m.end(), text[m.start() : m.end()], _STATES.get(m[0]) or m[0].lower()) for m in _TOKEN.finditer(plain)]


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of a text; `first` and `last` give for each token where its sentence begins and ends (exclusive)."""

    text: str
    tokens: list[Token]
    first: list[int]
    last: list[int]

    def span(self, first: int, last: int) -> Span:
        """The characters of tokens first..last (exclusive)."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def at(self, offset: int) -> int:
        """The first token that begins at or behind an offset."""
        return bisect_left(self.tokens, offset, key=lambda t: t.start)


@lru_cache(maxsize=2)  # evidence and events read the same article
def read_words(text: str) -> Words:
    """A text as tokens with the sentences they stand in."""
    tokens = tokenize(text)
    starts = [*sentence_starts(text), len(text) + 1]
    first: list[int] = []
    last: list[int] = []
    begin, sentence = 0, 1
    for n, token in enumerate(tokens):
        if token.start >= starts[sentence]:
            last += [n] * (n - begin)
            begin = n
            while token.start >= starts[sentence]:
                sentence += 1
        first.append(begin)
    last += [len(tokens)] * (len(tokens) - begin)
    return Words(text, tokens, first, last)


@cache
def listed(kind: str) -> frozenset[str]:
    """A word list of phrases_words.csv."""
    return frozenset(word for row in rows("phrases_words.csv") if row["kind"] == kind for word in row["words"].split())


@cache
def no_phrase() -> frozenset[str]:
    """Words that no noun phrase contains."""
    return listed("preposition") | listed("conjunction") | listed("auxiliary") | listed("pronoun")


def table(name: str, column: str = "phrase") -> PhraseTable:
    """The rows of a table by the first token of their phrase, longest phrases first; phrases are cut as texts are."""
    found: PhraseTable = {}
    for row in rows(name):
        words = tuple(t.lower for t in tokenize(row[column]))
        found.setdefault(words[0], []).append((words, row))
    for same in found.values():
        same.sort(key=lambda pair: -len(pair[0]))
    return found


def longest(tokens: Sequence[Token], at: int, phrases: PhraseTable) -> tuple[int, dict[str, str]] | None:
    """The longest phrase that begins at a token: the token behind it and its row."""
    for words, row in phrases.get(tokens[at].lower, ()):
        if len(words) == 1 or (at + len(words) <= len(tokens) and all(tokens[at + n].lower == w for n, w in enumerate(words))):
            return at + len(words), row
    return None


def is_word(token: Token) -> bool:
    """Whether a token is a word or number rather than a mark."""
    return token.text[0].isalnum()


def is_possessive(words: Words, at: int) -> bool:
    """Whether a token ends with a genitive: "Maxar's", "witnesses'"."""
    token = words.tokens[at]
    if token.lower.endswith("'s"):
        return True
    nxt = words.tokens[at + 1] if at + 1 < words.last[at] else None
    return nxt is not None and nxt.text in "'’" and nxt.start == token.end and token.lower.endswith("s")


def joined(words: Words, at: int) -> bool:
    """Whether a token is a hyphen inside a word: "post-mortem"."""
    tokens = words.tokens
    if at <= 0 or at + 1 >= len(tokens) or tokens[at].text not in _DASHES:
        return False
    return tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start


def phrase_end(words: Words, at: int, limit: int = 8) -> int:
    """Where a noun phrase that begins at a token ends (exclusive): at a mark, a word of grammar, or after `limit` tokens."""
    here = at
    stop = min(words.last[at], at + limit) if at < len(words.tokens) else at
    while here < stop:
        token = words.tokens[here]
        if token.lower in no_phrase() or not (is_word(token) or joined(words, here)):
            break
        if here > at and token.lower in listed("determiner"):
            break
        here += 1
    return here
