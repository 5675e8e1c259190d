"""Text to time words: tokens with the classes that tables/times_words.csv gives them, phrases and numbers in words joined to one token.

A token's classes map to values: "second" is a UNIT1 of value "TS" and an ORD of value "2". Each set of classes has a character of its own,
so that the grammar's rules are plain regular expressions over one character a token.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from onrecord.details.tables import rows

Classes = dict[str, str]

FIRST_YEAR, LAST_YEAR = 1000, 2100
UNITS = frozenset(("UNIT1", "UNITN", "QUARTER", "SECOND"))
_TOKEN = re.compile(
    r"""(?P<LONG>[^\W\d_]{3,})
    |(?P<BREAK>\n[^\S\n]*\n\s*)
    |(?P<ISO>(?<![\w/-])[0-9]{4}-[0-9]{2}-[0-9]{2}
        (?:[T\ ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?(?![\w/-]))
    |(?P<NUMERIC>(?<![\w/.-])[0-9]{1,4}(?P<sep>[/.-])[0-9]{1,2}(?P=sep)[0-9]{2,4}(?![\w/-]|\.[0-9]))
    |(?P<CLOCK>(?<![\w:.])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![\d:]|\.[0-9]))
    |(?P<FRACTION>(?<![\w/])[0-9]/[0-9](?![\w/]))
    |(?P<QCODE>(?<!\w)[QH][1-4](?!\w))
    |(?P<ORD>[0-9]{1,2}(?:st|nd|rd|th)(?!\w))
    |(?P<DECADE>[0-9]{2}(?:[0-9]{2})?['’]?s(?!\w))
    |(?P<NUM>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)
    |(?P<AMPM>(?<![^\W\d_])[AaPp](?:\.\ ?[Mm](?:\.|\b)|[Mm]\b))
    |(?P<WORD>[^\W\d_]+|['’]s(?!\w)|\S)""",
    re.VERBOSE,
)
_GLUED_BEFORE = re.compile(r"[\w$£€¥#@&^=]|[^\s(]/|\d[.,:]")
_GLUED_AFTER = re.compile(r"[%°$£€/_@&]\w?|[^\W\d_]")


class Token(NamedTuple):
    """A word, number, mark or joined phrase; `classes` are its roles in the grammar with their values. A tuple, as there is one a word."""

    start: int
    end: int
    lower: str
    classes: Classes
    capital: bool = False


_PLURAL: Classes = {"PLURAL": ""}
_WORD: Classes = {"OTHERWORD": ""}
_NAME: Classes = {"NAME": ""}
PLAIN = (frozenset(_PLURAL), frozenset(_WORD), frozenset(_NAME))  # words that are in no table
_NUMBER_SETS = (
    "NUM HOUR", "NUM DAY HOUR", "NUM DAY HOUR YY", "NUM DAY YY", "NUM HOUR YY", "NUM YY",
    "NUM YEAR", "NUM HHMM COMPACT", "NUM YEAR HHMM COMPACT", "NUM CLOCKDOT", "NUM COMPACT", "NUM FARYEAR",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Entry:
    """A word's classes in each case: small, and with a capital."""

    small: Classes
    capital: Classes


@cache
def _lexicon() -> tuple[dict[str, _Entry], dict[str, list[tuple[str, ...]]]]:
    """Words and phrases with their classes, and the phrases by first word, longest first."""
    entries: dict[str, _Entry] = {}
    holidays = ({"word": r["name"], "class": "HOLIDAY", "value": r["rule"], "case": "capital"} for r in rows("times_holidays.csv"))
    for row in (*rows("times_words.csv"), *holidays):
        entry = entries.setdefault(" ".join(_split(row["word"])), _Entry({}, {}))
        for case, classes in (("small", entry.small), ("capital", entry.capital)):
            if row["case"] in ("", case):
                classes[row["class"]] = row["value"]
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for word in entries:
        parts = tuple(word.split())
        if len(parts) > 1:
            phrases.setdefault(parts[0], []).append(parts)
    for found in phrases.values():
        found.sort(key=len, reverse=True)
    return entries, phrases


def _split(phrase: str) -> list[str]:
    return [m[0].lower().replace("’", "'") for m in _TOKEN.finditer(phrase)]


def tokenize(text: str) -> list[Token]:
    """The tokens of a text in order, phrases and numbers in words joined."""
    return _joined(_merge_numbers([_token(text, m) for m in _TOKEN.finditer(text)]))


def _token(text: str, match: re.Match[str]) -> Token:
    kind, word = match.lastgroup or "WORD", match[0]
    start, end = match.span()
    if kind in ("LONG", "WORD"):  # words first, as most tokens are words
        return Token(start, end, *_word(word))
    if kind == "NUM":
        return Token(start, end, word, _number_classes(text, match))
    return Token(start, end, word.lower(), {kind: word})


@lru_cache(maxsize=20_000)
def _word(word: str) -> tuple[str, Classes, bool]:
    lower = word.lower().replace("’", "'")
    return lower, word_classes(lower, word), word[0].isupper()


def word_classes(lower: str, word: str) -> Classes:
    """A word's classes in its case. Unknown words are a NAME, a PLURAL or an OTHERWORD."""
    entry = _lexicon()[0].get(lower)
    capital = word[0].isupper()
    if entry is not None:
        found = entry.capital if capital else entry.small
        if found:
            return found
    if capital:
        return _NAME
    if len(lower) > 3 and lower.endswith("s") and not lower.endswith(("ss", "us", "is")):
        return _PLURAL
    return _WORD


def _number_classes(text: str, match: re.Match[str]) -> Classes:
    """What a number in digits may be: a day, a year, an hour; only a LABEL where it is part of a sum, a name or a measure."""
    digits, (start, end) = match[0], match.span()
    before = text[max(0, start - 2) : start]
    if (before and _GLUED_BEFORE.search(before[-1:])) or re.search(r"\d[.,:/]$", before):
        return {"LABEL": digits}
    after = text[end : end + 2]
    if after and _GLUED_AFTER.match(after) and not re.match(r"[AaPp]\.?[Mm]", text[end : end + 3]):
        return {"LABEL": digits}
    found = {"NUM": digits.replace(",", "")} if len(digits) <= 9 else {"LABEL": digits}
    if digits.isdigit() and len(digits) <= 2:
        value = int(digits)
        found |= {c: str(value) for c, low, high in (("DAY", 1, 31), ("HOUR", 0, 24)) if low <= value <= high}
        if len(digits) == 2:
            found["YY"] = digits
    elif digits.isdigit() and len(digits) == 3 and digits[0] != "0" and int(digits[1:]) < 60:
        found["COMPACT"] = f"{digits[0]}:{digits[1:]}"
    elif digits.isdigit() and len(digits) == 4:
        if FIRST_YEAR <= int(digits) <= LAST_YEAR:
            found["YEAR"] = digits
        if int(digits[:2]) <= 24 and int(digits[2:]) < 60:
            found |= dict.fromkeys(("HHMM", "COMPACT"), f"{digits[:2]}:{digits[2:]}")
        if len(found) == 1:
            found["FARYEAR"] = digits
    elif re.fullmatch(r"[0-9]{1,2}\.[0-9]{2}", digits) and int(digits[-2:]) < 60:
        found["CLOCKDOT"] = digits.replace(".", ":")
    return found


@cache
def _cardinals() -> dict[str, tuple[str, int]]:
    return {r["word"]: (r["kind"], int(r["value"])) for r in rows("numbers.csv") if r["kind"] in ("unit", "ten", "hundred", "scale")}


def _merge_numbers(tokens: list[Token]) -> list[Token]:
    """Numbers in words ("twenty-four", "nineteen ninety-eight", "2 1/2") as single tokens."""
    cardinals = _cardinals()
    merged: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.lower in cardinals and token.lower not in ("dozen", "score"):
            words = _number_words(tokens, at)
            token = Token(token.start, tokens[at + len(words) - 1].end, " ".join(words), _spoken(tuple(words)), token.capital)
            at += len(words) - 1
        elif "NUM" in token.classes and at + 1 < len(tokens) and "FRACTION" in tokens[at + 1].classes:
            top, bottom = tokens[at + 1].lower.split("/")
            value = float(token.classes["NUM"]) + (int(top) / int(bottom) if int(bottom) else 0)
            token = Token(token.start, tokens[at + 1].end, token.lower, {"NUM": f"{value:g}"})
            at += 1
        merged.append(token)
        at += 1
    return merged


def _number_words(tokens: list[Token], at: int) -> list[str]:
    """The number words from a token on, with hyphens and "and" where they join two of them."""
    cardinals = _cardinals()
    words = [tokens[at].lower]
    while at + len(words) < len(tokens) and len(words) < 12:
        here = tokens[at + len(words)].lower
        if here in cardinals:
            words.append(here)
            continue
        behind = tokens[at + len(words) + 1].lower if at + len(words) + 1 < len(tokens) else ""
        joins = here == "-" or (here == "and" and cardinals.get(words[-1], ("",))[0] in ("hundred", "scale"))
        if not joins or cardinals.get(behind, ("",))[0] not in ("unit", "ten"):
            break
        words += [here, behind]
    return words


@cache
def _spoken(words: tuple[str, ...]) -> Classes:
    """The classes of a number in words: a NUM, and a YEAR where it reads as one."""
    cardinals = _cardinals()
    values = [cardinals[w] for w in words if w in cardinals]
    pairs = _year_in_pairs(values)
    if pairs:
        return {"NUM": pairs, "YEAR": pairs}
    total, part = 0, 0
    for kind, value in values:
        if kind == "scale":
            total, part = total + (part or 1) * value, 0
        else:
            part = (part or 1) * value if kind == "hundred" else part + value
    total += part
    found = {"NUM": str(total)} if total <= 999_999_999 else {"LABEL": ""}
    if values[0] == ("unit", 2) and 2000 <= total <= LAST_YEAR:
        found["YEAR"] = str(total)
    if 1 <= total <= 12 and len(values) == 1:
        found["HOUR"] = str(total)
    return found


def _year_in_pairs(values: list[tuple[str, int]]) -> str | None:
    """ "nineteen ninety-eight" as "1998"."""
    if not ((2 <= len(values) <= 3 and values[0][0] == "unit" and 11 <= values[0][1] <= 19) or (values[0][1] == 20 and len(values) >= 2)):
        return None
    if values[1][0] not in ("ten", "unit") or values[1][1] < 10 or (len(values) == 3 and (values[1][0] != "ten" or values[2][1] > 9)):
        return None
    return f"{values[0][1]}{sum(v for _, v in values[1:]):02}" if len(values) > 1 else None


def _joined(tokens: list[Token]) -> list[Token]:
    """The tokens with the lexicon's phrases as single tokens."""
    phrases = _lexicon()[1]
    lowers = tuple(t.lower for t in tokens)
    joined: list[Token] = []
    at = 0
    while at < len(tokens):
        token, length = tokens[at], 1
        for parts in phrases.get(token.lower, ()):
            if lowers[at : at + len(parts)] == parts:
                found = word_classes(" ".join(parts), "Capital" if any(t.capital for t in tokens[at : at + len(parts)]) else "small")
                if found not in (_NAME, _PLURAL, _WORD):
                    length = len(parts)
                    token = Token(token.start, tokens[at + length - 1].end, " ".join(parts), found, token.capital)
                break
        joined.append(token)
        at += length
    return joined


def class_sets() -> list[frozenset[str]]:
    """Every set of classes a token can have."""
    found = set(PLAIN)
    for entry in _lexicon()[0].values():
        found |= {frozenset(entry.small), frozenset(entry.capital)}
    found |= {frozenset({kind}) for kind in (*_TOKEN.groupindex, "LABEL")}
    found |= {frozenset(s.split()) for s in _NUMBER_SETS}
    return sorted(found - {frozenset()}, key=sorted)
