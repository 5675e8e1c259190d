"""Numbers in text to intervals: bare numbers and ranges of two, with the words that bound them (tables/bounds.csv)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from onrecord.details.figures.cardinals import (
    DASHES,
    LARGEST,
    Number,
    Phrases,
    Token,
    by_first,
    is_cardinal,
    opening_words,
    phrase_at,
    product,
    single,
    tokenize,
)
from onrecord.details.tables import rows

_DECIMAL = re.compile(r"[0-9]{1,3}\.[0-9]{1,3}")
_RANGING = ("range", "ranges", "ranged", "ranging", "anywhere", ",")


@cache
def bounds(position: str) -> Phrases:
    """The bounding phrases of a position (before, after, toll): by their last word when they stand before a number, else by their first."""
    chosen = tuple(r for r in rows("bounds.csv") if r["position"] == position)
    return by_first(chosen, "phrase", last=position == "before")


def _phrase_before(tokens: Sequence[Token], end: int, phrases: Phrases) -> tuple[int, dict[str, str]] | None:
    if end <= 0:
        return None
    for words, row in phrases.get(tokens[end - 1].lower, ()):
        first = end - len(words)
        if first >= 0 and all(tokens[first + n].lower == word for n, word in enumerate(words)):
            return first, row
    return None


@cache
def _first_words() -> re.Pattern[str]:
    """Any digit, or any word that a number may begin with."""
    words = opening_words() - {"a", "some"}
    return re.compile(rf"\d|\b(?:{'|'.join(sorted(map(re.escape, words)))}|half|couple|few|handful)\b", re.IGNORECASE)


def may_hold_number(text: str, start: int, end: int) -> bool:
    """Whether a stretch of text has any digit or number word: a quick look before it is taken apart."""
    return _first_words().search(text, start, end) is not None


def find_numbers(tokens: Sequence[Token]) -> list[Number]:
    """Every number of a text with its bounds, in order; what is part of another expression ("T-72", "3.51pm", "45-year-old") is none."""
    found: list[Number] = []
    at = 0
    while at < len(tokens):
        number = _number_at(tokens, at)
        if number is None:
            at += 1
            continue
        at = number.last
        if not _part_of_something(tokens, number):
            found.append(_bounded(tokens, number, found[-1].last if found else 0))
            at = max(at, found[-1].last)
    return found


def _number_at(tokens: Sequence[Token], at: int) -> Number | None:
    """A number that begins at a token, or a range of two: "50 to 60", "between 50 and 60", "50-60"."""
    one = single(tokens, at)
    last = one.last if one else at + 1
    if (one and not one.bare) or last + 1 >= len(tokens) or not _joins(tokens, at, last):
        return one
    upper = phrase_at(tokens, last + 1, _bounds_of_ends()) if tokens[last].lower in ("to", "and") else None
    behind = upper[0] if upper else last + 1
    money = behind < len(tokens) and tokens[behind].lower in _signs()
    if upper and money and not (at and tokens[at - 1].lower in _signs()):
        return one  # "since 2012 to nearly $500 million"
    other = single(tokens, behind + money)
    if other is None or not other.bare or (one and other.digits != one.digits and (other.digits or tokens[last].text in DASHES)):
        return one
    low = _shared_scale(tokens[at], one, other)
    if low is None or other.low <= low:
        return one  # "2 to 1" is a score
    number = replace(other, first=at, core=at, low=low, rules=(*other.rules, "range"))
    return number if upper is None else _bounded_above(number, upper[1])


def _bounded_above(number: Number, row: dict[str, str]) -> Number:
    """A range whose upper end has a bound of its own: "500 to well over 1,000", "20 to about 40"."""
    number = replace(number, rules=(*number.rules, row["phrase"]))
    if row["effect"] in ("over", "least"):
        return replace(number, high=None)
    return replace(number, approx=row["effect"] == "approx")


@cache
def _bounds_of_ends() -> Phrases:
    """The bounding phrases that the upper end of a range may have, by their first words."""
    return by_first([r for r in rows("bounds.csv") if r["position"] == "before" and r["effect"] not in ("plain", "under")], "phrase")


def _shared_scale(token: Token, one: Number | None, other: Number) -> int | None:
    """The lower end of a range in the scale of its upper end: "2 to 3 million", "1.2 to 1.5 million"."""
    if one is not None and (one.factor > 1 or one.low >= 1000 or other.factor < 1000):
        return one.low
    if one is not None:
        return one.low * other.factor
    return product(token.text, other.factor) if _DECIMAL.fullmatch(token.text) else None


def _joins(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the token behind a number makes it the beginning of a range."""
    first -= bool(first) and tokens[first - 1].lower in _signs()
    joint, before = tokens[last], tokens[first - 1].lower if first else ""
    if joint.lower in ("to", "or"):
        opened = first == 1 or (first > 1 and (tokens[first - 2].lower in _RANGING or _killing(tokens, first - 2)))
        return before not in ("from", "of", "by") or (before == "from" and opened)  # "rose from 58 to 86" is two counts
    if joint.text in DASHES:
        return joint.start == tokens[last - 1].end
    return joint.lower == "and" and before == "between"


def _killing(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb that takes a count stands at a token: "killed from 50 to 60", but "raised the number killed from 50 to 60"."""
    if tokens[at].lower not in counting_verbs():
        return False
    return all(t.lower not in ("number", "toll", "count", "figure", "those", "total") for t in tokens[max(0, at - 6) : at])


@cache
def counting_verbs() -> frozenset[str]:
    """The verbs that take a count behind them: "killed", "wounding"."""
    return frozenset(r["phrase"] for r in rows("quantities.csv") if "object" in r["roles"].split() and " " not in r["phrase"])


@cache
def glued_nouns() -> frozenset[str]:
    """The nouns that copy which lost a space may have right behind the digits."""
    return frozenset(r["many"] for r in rows("counted.csv") if r["class"] == "people" and len(r["many"]) > 4)


def _part_of_something(tokens: Sequence[Token], number: Number) -> bool:
    """Whether a number is glued to letters or stands in a longer expression: "T-72", "122mm", "45-year-old", "10:30", "9/11"."""
    first, last = tokens[number.first], tokens[number.last - 1]
    before = tokens[number.first - 1] if number.first else None
    after = tokens[number.last] if number.last < len(tokens) else None
    if before and before.end == first.start and before.text in ("/", ":", "#", ".", "_", "@", "&", "№", "=", "^", "*"):
        return True
    if before and before.end == first.start and (before.text[0].isalnum() or before.text in DASHES) and first.text[0].isdigit():
        return True
    if after is None or after.start != last.end:
        return False
    if after.text[0].isalpha() and after.lower in glued_nouns():
        return False  # "100,000people"
    if after.text[0].isalnum() or after.text in ("%", "°", "/", ":", "^", "=", "_", "@", "*"):
        return True
    follower = tokens[number.last + 1] if number.last + 1 < len(tokens) else None
    if follower is None or follower.start != after.end:
        return False
    if after.text in DASHES:
        return follower.lower not in ("plus", "odd")
    return after.text in (".", "'", "’") and follower.text[0].isdigit()


@cache
def _signs() -> frozenset[str]:
    """The currency signs and codes that stand before a sum."""
    return frozenset(tokenize(r["written"])[-1].lower for r in rows("currencies.csv") if r["position"] == "before")


def _bounded(tokens: Sequence[Token], number: Number, floor: int) -> Number:
    """The number with the bounding words before and behind it."""
    behind = number.last
    if behind < len(tokens) and tokens[behind].text in DASHES and tokens[behind].start == tokens[behind - 1].end:
        behind += 1
    after = phrase_at(tokens, behind, bounds("after"))
    if after is not None:
        number = replace(applied(number, after[1]), last=after[0])
    if number.first > floor and tokens[number.first - 1].lower in _signs():
        number = replace(number, first=number.first - 1)
    found = _phrase_before(tokens, number.first, bounds("before"))
    if number.first > 0 and tokens[number.first - 1].lower in ("between", "from") and "range" in number.rules:
        return replace(number, first=number.first - 1)
    while found is not None and found[0] >= floor:
        number = replace(applied(number, found[1]), first=found[0])
        found = _phrase_before(tokens, number.first, bounds("before"))
    return number


def applied(number: Number, row: dict[str, str]) -> Number:
    """A number with one more bounding phrase."""
    low, high, effect = number.low, number.high, row["effect"]
    exact = low == high
    number = replace(number, rules=(*number.rules, row["phrase"]))
    if effect == "approx":
        return replace(number, approx=high is not None)
    if effect == "least" and high is not None:
        return replace(number, high=None, approx=False)
    if effect == "over" and exact:
        return replace(number, low=low + 1, high=None, approx=False)
    if effect == "most":
        return replace(number, low=0, approx=False)
    if effect == "under":
        return replace(number, low=0, high=high - 1 if high else None, approx=False)
    return number


__all__ = [
    "LARGEST",
    "Number",
    "Phrases",
    "Token",
    "applied",
    "bounds",
    "by_first",
    "counting_verbs",
    "find_numbers",
    "is_cardinal",
    "may_hold_number",
    "phrase_at",
    "tokenize",
]
