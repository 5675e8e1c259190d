"""What a time expression is read against: the day of publication, the times named before it, and whether its clause looks back or ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from onrecord.details.tables import rows
from onrecord.details.times.tokens import Token

_REACH_BEFORE, _REACH_AFTER = 20, 8  # tokens searched for a verb; beyond, it belongs to another clause
CERTAIN = 2
_SINCE = "since"
_QUOTES = frozenset("\"'`’‘”“»)]")
_BARE = "be"  # "will be held": the participle is not what places it
_DIRECTIONS = {"past": -1, "future": 1, "present": 0}


@dataclass(frozen=True, slots=True)
class Scene:
    """`published` and `clock` are the article's day and hour if known, `named` the TIMEX3 values before this expression, the last one last,
    `nearby` those of its sentence; `direction` is -1 where the clause looks back, 1 ahead, 0 where nothing says."""

    published: date | None
    clock: str | None = None
    named: tuple[str, ...] = ()
    nearby: tuple[str, ...] = ()
    direction: int = 0


@cache
def _tenses() -> dict[str, int]:
    return {r["word"]: _DIRECTIONS[r["direction"]] for r in rows("times_tense.csv")}


@cache
def _abbreviations() -> frozenset[str]:
    table = (files("onrecord.language") / "abbreviations.txt").read_text(encoding="utf8")
    return frozenset(word for line in table.splitlines() if not line.startswith("#") for word in line.split())


def direction(tokens: Sequence[Token], first: int, last: int) -> int:
    """The tense of the verb nearest to tokens first..last in the sentence, those before it first; `CERTAIN` times it behind "since"."""
    if first and tokens[first - 1].lower == _SINCE:
        return -CERTAIN
    for n in range(first - 1, max(-1, first - 1 - _REACH_BEFORE), -1):
        if _ends_sentence(tokens, n):
            break
        found = _tense(tokens, n)
        if found:
            return _tense(tokens, n - 1) if found < 0 and n and tokens[n - 1].lower == _BARE else found
    for n in range(last, min(len(tokens), last + _REACH_AFTER)):
        if _ends_sentence(tokens, n):
            break
        found = _tense(tokens, n)
        if found:
            return found
    return 0


def sentence_start(tokens: Sequence[Token], at: int) -> int:
    """The first token of the sentence that a token stands in, as far as the reach for verbs goes."""
    for n in range(at - 1, max(-1, at - 1 - 2 * _REACH_BEFORE), -1):
        if _ends_sentence(tokens, n):
            return n + 1
    return max(0, at - 2 * _REACH_BEFORE)


def _tense(tokens: Sequence[Token], n: int) -> int:
    token = tokens[n]
    if token.capital:  # a name, or the first word: "Until Thursday they had not called"
        return 0
    behind = tokens[n + 1].lower if n + 1 < len(tokens) else ""
    found = _tenses().get(f"{token.lower} {behind}", _tenses().get(token.lower))
    if found is None:
        return -1 if len(token.lower) > 4 and token.lower.endswith("ed") and not token.lower.endswith("eed") else 0
    return found


def _ends_sentence(tokens: Sequence[Token], n: int) -> bool:
    token = tokens[n]
    if "BREAK" in token.classes or token.lower in ("!", "?"):
        return True
    if token.lower != "." or (n and (len(tokens[n - 1].lower) == 1 or tokens[n - 1].lower in _abbreviations())):
        return False
    behind = n + 1
    while behind < min(len(tokens), n + 4) and tokens[behind].lower in _QUOTES:
        behind += 1
    return behind >= len(tokens) or tokens[behind].capital
