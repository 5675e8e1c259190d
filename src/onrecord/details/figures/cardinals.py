"""Bare numbers in text: digits, words and vague numbers, as tokens that give an interval.

The vague numbers are the contract's table (tables/vague.csv), the number words tables/numbers.csv.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.details.tables import rows

LARGEST = 10**15  # a count or sum above this is a slip or a joke, and is not read
DASHES = ("-", "–", "—", "‑")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")
_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}|\d+(?:\.\d+)?")



@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number in digits or a mark, and where it stands."""

    start: int
    end: int
    text: str
    lower: str


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words, numbers and marks of a stretch of text in order; offsets are those of the whole text."""
    found = _TOKEN.finditer(text, start, len(text) if end is None else end)
    return [Token(m.start(), m.end(), m[0], m[0].lower().replace("’", "'")) for m in found]


@dataclass(frozen=True, slots=True)
class Number:
    """Tokens first..last (exclusive) that give an interval; `core` is the first token of the bare number, `rules` the rows that made it."""

    first: int
    last: int
    core: int
    low: int
    high: int | None
    approx: bool = False
    rules: tuple[str, ...] = ()
    digits: bool = False
    factor: int = 1

    @property
    def bare(self) -> bool:
        """Whether nothing bounds it: a plain cardinal."""
        return self.low == self.high and not self.approx


Phrases = dict[str, list[tuple[tuple[str, ...], dict[str, str]]]]

def by_first(table: Sequence[dict[str, str]], column: str, last: bool = False) -> Phrases:
    """The rows of a table by the first (or last) word of a phrase, longest phrases first."""
    found: Phrases = {}
    for row in table:
        words = tuple(token.lower for token in tokenize(row[column]))
        found.setdefault(words[-1 if last else 0], []).append((words, row))
    for rows_of_word in found.values():
        rows_of_word.sort(key=lambda pair: -len(pair[0]))
    return found


def phrase_at(tokens: Sequence[Token], at: int, phrases: Phrases) -> tuple[int, dict[str, str]] | None:
    """The longest phrase that begins at a token: the token behind it and its row."""
    if at >= len(tokens):
        return None
    for words, row in phrases.get(tokens[at].lower, ()):
        if all(at + n < len(tokens) and tokens[at + n].lower == word for n, word in enumerate(words)):
            return at + len(words), row
    return None


@cache
def _cardinals() -> dict[str, tuple[str, int]]:
    return {r["word"]: (r["kind"], int(r["value"])) for r in rows("numbers.csv")}


def is_cardinal(word: str) -> bool:
    """Whether a word is a cardinal or a part of one."""
    return word in _cardinals()


@cache
def _vague() -> Phrases:
    return by_first(rows("vague.csv"), "phrase")


@cache
def opening_words() -> frozenset[str]:
    """Every word that a number may begin with, and "a" and "some"."""
    kinds = ("unit", "ten", "hundred", "scale")
    return frozenset(w for w, (kind, _) in _cardinals().items() if kind in kinds) | frozenset(_vague())


def single(tokens: Sequence[Token], at: int) -> Number | None:
    """A bare number that begins at a token."""
    if at >= len(tokens):
        return None
    vague = phrase_at(tokens, at, _vague())
    if vague is not None:
        last, row = vague
        high = int(row["high"]) if row["high"] else None
        return Number(at, last, at, int(row["low"]), high, approx="couple" in row["phrase"], rules=(row["phrase"],))
    token = tokens[at]
    if token.text[0].isdigit():
        return _digits(tokens, at)
    return _words(tokens, at)


def _digits(tokens: Sequence[Token], at: int) -> Number | None:
    text = tokens[at].text
    if not _GROUPS.fullmatch(text) or len(text) > 24 or not text.isascii():
        return None
    value, last = text.replace(",", ""), at + 1
    if value.count(".") > 1:
        value = value.replace(".", "")
    if len(text) <= 3 and "." not in text:  # 12 500
        while last < len(tokens) and len(tokens[last].text) == 3 and tokens[last].text.isascii() and tokens[last].text.isdigit():
            if tokens[last].start != tokens[last - 1].end + 1 or len(value) > 9:
                break
            value, last = value + tokens[last].text, last + 1
    factor, last = _scale(tokens, last)
    result = product(value, factor)
    return Number(at, last, at, result, result, rules=("digits",), digits=True, factor=factor) if result is not None else None


def _scale(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    if at >= len(tokens):
        return 1, at
    kind, value = _cardinals().get(tokens[at].lower, ("", 1))
    attached = tokens[at].start == tokens[at - 1].end
    if (kind == "scale" and not attached) or (kind == "suffix" and attached) or (kind == "hundred" and value == 12 and not attached):
        if at + 1 < len(tokens) and _cardinals().get(tokens[at + 1].lower, ("",))[0] == "scale":
            return 0, at + 2  # "a million billion" says nothing
        return value, at + 1
    if tokens[at].text in DASHES and attached and at + 1 < len(tokens) and _cardinals().get(tokens[at + 1].lower, ("",))[0] == "scale":
        return _cardinals()[tokens[at + 1].lower][1], at + 2  # 3-million
    return 1, at


def product(value: str, factor: int) -> int | None:
    """digits times factor where that is a whole number within reason."""
    whole, _, part = value.partition(".")
    scaled = int(whole + part) * factor
    if scaled % 10 ** len(part):
        return None
    result = scaled // 10 ** len(part)
    return result if 0 < result <= LARGEST else None


def _words(tokens: Sequence[Token], at: int) -> Number | None:
    """Cardinals in words: "two hundred and twelve thousand", "a dozen", "half a million"."""
    cardinals = _cardinals()
    here, first = at, tokens[at].lower
    half = first == "half" and at + 2 < len(tokens) and tokens[at + 1].lower in ("a", "an")
    if half:
        kind, value = cardinals.get(tokens[at + 2].lower, ("", 0))
        return _cardinal(at, at + 3, value // 2) if kind in ("scale", "hundred") else None
    if first in ("a", "an"):
        here = at + 2 if at + 1 < len(tokens) and tokens[at + 1].lower == "half" else at + 1
        if here >= len(tokens) or cardinals.get(tokens[here].lower, ("",))[0] not in ("hundred", "scale"):
            return None
        if here == at + 2:
            return _cardinal(at, here + 1, cardinals[tokens[here].lower][1] // 2)
    elif cardinals.get(first, ("",))[0] not in ("unit", "ten", "hundred"):
        return None
    elif cardinals[first][0] == "hundred" and first != "dozen":
        return None  # "hundred" and "score" alone are names, grades, music
    return _and_a_half(tokens, at) or _sum(tokens, at, here)


def _and_a_half(tokens: Sequence[Token], at: int) -> Number | None:
    """ "two and a half million" """
    if [t.lower for t in tokens[at + 1 : at + 4]] != ["and", "a", "half"] or at + 4 >= len(tokens):
        return None
    (kind, value), (scale, factor) = (_cardinals().get(tokens[n].lower, ("", 0)) for n in (at, at + 4))
    return _cardinal(at, at + 5, value * factor + factor // 2, factor) if kind == "unit" and scale == "scale" else None


def _sum(tokens: Sequence[Token], at: int, here: int) -> Number | None:
    """Cardinals added up by the grammar of English: hundreds multiply what stands before them, scales fall from left to right."""
    cardinals = _cardinals()
    total, part, smallest, seen = 0, 0, LARGEST, ""
    last, whole = here, None  # whole: the number before an "and", which may join two numbers
    while here < len(tokens):
        if seen and _joined(tokens, here, seen):
            whole = _cardinal(at, last, total + part, smallest if seen == "scale" else 1) if tokens[here].lower == "and" else whole
            here += 1
            continue
        kind, value = cardinals.get(tokens[here].lower, ("", 0))
        if kind == "scale" and (seen == "scale" or value >= smallest):
            return whole if seen != "scale" else None  # "a million billion" says nothing
        if not _may_follow(kind, value, seen, part):
            break
        if kind == "scale":
            total, part, smallest = total + (part or 1) * value, 0, value
        else:
            part = (part or 1) * value if kind == "hundred" else part + value
        seen, here, last = kind, here + 1, here + 1
    return _cardinal(at, last, total + part, smallest if seen == "scale" else 1)


def _may_follow(kind: str, value: int, seen: str, part: int) -> bool:
    """Whether a cardinal goes on with the number so far, whose last word was of the kind `seen`."""
    if kind == "unit":
        return seen in ("", "hundred", "scale") or (seen == "ten" and value < 10)
    if kind == "ten":
        return seen in ("", "hundred", "scale")
    if kind == "hundred":
        return seen in ("", "unit", "ten") and not (seen == "" and part)
    return kind == "scale"


def _joined(tokens: Sequence[Token], here: int, seen: str) -> bool:
    """Whether a token only joins two cardinals: "two hundred and six", "twenty-five"."""
    if here + 1 >= len(tokens):
        return False
    kind = _cardinals().get(tokens[here + 1].lower, ("",))[0]
    if tokens[here].lower == "and":
        return seen in ("hundred", "scale") and kind in ("unit", "ten")
    if tokens[here].text == ",":  # "two thousand, one hundred"
        return seen == "scale" and kind in ("unit", "ten") and _multiplied(tokens, here + 2)
    return tokens[here].text in DASHES and tokens[here].start == tokens[here - 1].end and kind in ("unit", "ten", "hundred", "scale")


def _multiplied(tokens: Sequence[Token], here: int) -> bool:
    """Whether the cardinals from a token on come to a hundred or a scale."""
    while here < len(tokens):
        kind = _cardinals().get(tokens[here].lower, ("",))[0]
        if kind in ("hundred", "scale"):
            return True
        if kind not in ("unit", "ten") and tokens[here].text not in DASHES:
            return False
        here += 1
    return False


def _cardinal(first: int, last: int, value: int, factor: int = 1) -> Number | None:
    return Number(first, last, first, value, value, rules=("words",), factor=factor) if 0 < value <= LARGEST else None
