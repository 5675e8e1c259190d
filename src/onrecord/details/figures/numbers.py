"""Numbers in text to intervals: digits, words and vague numbers, with the words that bound them.

The vague numbers are the contract's table (tables/vague.csv), the bounds tables/bounds.csv, the number words tables/numbers.csv.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from onrecord.details.tables import rows

LARGEST = 10**15  # a count or sum above this is a slip or a joke, and is not read
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")
_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}|\d+(?:\.\d+)?")
_DECIMAL = re.compile(r"[0-9]{1,3}\.[0-9]{1,3}")
_RANGING = ("range", "ranges", "ranged", "ranging", "anywhere", ",")
_DASHES = ("-", "–", "—", "‑")


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
def bounds(position: str) -> Phrases:
    """The bounding phrases of a position (before, after, toll): by their last word when they stand before a number, else by their first."""
    chosen = tuple(r for r in rows("bounds.csv") if r["position"] == position)
    return by_first(chosen, "phrase", last=position == "before")


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
    words = {w for w, (kind, _) in _cardinals().items() if kind in ("unit", "ten", "hundred", "scale")} | set(_vague())
    return re.compile(rf"\d|\b(?:{'|'.join(sorted(map(re.escape, words - {'a', 'some'})))}|half|couple|few|handful)\b", re.IGNORECASE)


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
    one = _single(tokens, at)
    last = one.last if one else at + 1
    if (one and not one.bare) or last + 1 >= len(tokens) or not _joins(tokens, at, last):
        return one
    other = _single(tokens, last + 1 + (tokens[last + 1].lower in _signs()))
    if other is None or not other.bare or (one and other.digits != one.digits and (other.digits or tokens[last].text in _DASHES)):
        return one
    low = _shared_scale(tokens[at], one, other)
    if low is None or other.low <= low:
        return one  # "2 to 1" is a score
    return replace(other, first=at, core=at, low=low, rules=(*other.rules, "range"))


def _shared_scale(token: Token, one: Number | None, other: Number) -> int | None:
    """The lower end of a range in the scale of its upper end: "2 to 3 million", "1.2 to 1.5 million"."""
    if one is not None and (one.factor > 1 or one.low >= 1000 or other.factor < 1000):
        return one.low
    if one is not None:
        return one.low * other.factor
    return _whole(token.text, other.factor) if _DECIMAL.fullmatch(token.text) else None


def _joins(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the token behind a number makes it the beginning of a range."""
    first -= bool(first) and tokens[first - 1].lower in _signs()
    joint, before = tokens[last], tokens[first - 1].lower if first else ""
    if joint.lower in ("to", "or"):
        opened = first == 1 or (first > 1 and tokens[first - 2].lower in _RANGING)
        return before not in ("from", "of", "by") or (before == "from" and opened)  # "rose from 58 to 86" is two counts
    if joint.text in _DASHES:
        return joint.start == tokens[last - 1].end
    return joint.lower == "and" and before == "between"


def _single(tokens: Sequence[Token], at: int) -> Number | None:
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
    whole = _whole(value, factor)
    return Number(at, last, at, whole, whole, rules=("digits",), digits=True, factor=factor) if whole is not None else None


def _scale(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    if at >= len(tokens):
        return 1, at
    kind, value = _cardinals().get(tokens[at].lower, ("", 1))
    attached = tokens[at].start == tokens[at - 1].end
    if (kind == "scale" and not attached) or (kind == "suffix" and attached) or (kind == "hundred" and value == 12 and not attached):
        if at + 1 < len(tokens) and _cardinals().get(tokens[at + 1].lower, ("",))[0] == "scale":
            return 0, at + 2  # "a million billion" says nothing
        return value, at + 1
    if tokens[at].text in _DASHES and attached and at + 1 < len(tokens) and _cardinals().get(tokens[at + 1].lower, ("",))[0] == "scale":
        return _cardinals()[tokens[at + 1].lower][1], at + 2  # 3-million
    return 1, at


def _whole(value: str, factor: int) -> int | None:
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
    return tokens[here].text in _DASHES and tokens[here].start == tokens[here - 1].end and kind in ("unit", "ten", "hundred", "scale")


def _multiplied(tokens: Sequence[Token], here: int) -> bool:
    """Whether the cardinals from a token on come to a hundred or a scale."""
    while here < len(tokens):
        kind = _cardinals().get(tokens[here].lower, ("",))[0]
        if kind in ("hundred", "scale"):
            return True
        if kind not in ("unit", "ten") and tokens[here].text not in _DASHES:
            return False
        here += 1
    return False


def _cardinal(first: int, last: int, value: int, factor: int = 1) -> Number | None:
    return Number(first, last, first, value, value, rules=("words",), factor=factor) if 0 < value <= LARGEST else None


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
    if before and before.end == first.start and (before.text[0].isalnum() or before.text in _DASHES) and first.text[0].isdigit():
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
    if after.text in _DASHES:
        return follower.lower not in ("plus", "odd")
    return after.text in (".", "'", "’") and follower.text[0].isdigit()


@cache
def _signs() -> frozenset[str]:
    """The currency signs and codes that stand before a sum."""
    return frozenset(tokenize(r["written"])[-1].lower for r in rows("currencies.csv") if r["position"] == "before")


def _bounded(tokens: Sequence[Token], number: Number, floor: int) -> Number:
    """The number with the bounding words before and behind it."""
    behind = number.last
    if behind < len(tokens) and tokens[behind].text in _DASHES and tokens[behind].start == tokens[behind - 1].end:
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
