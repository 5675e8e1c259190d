"""The grammar of time expressions, tables/times_rules.csv: which rules fit from a token on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.details.tables import rows
from onrecord.details.times.patterns import UNKNOWN, codes, parse
from onrecord.details.times.tokens import PLAIN, Token


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table: its name, compiled pattern, and what the match means (a function by name, and its argument)."""

    name: str
    pattern: re.Pattern[str]
    meaning: str
    argument: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens first..last (exclusive) that a rule fits, and the tokens by name, in order."""

    rule: Rule
    first: int
    last: int
    slots: Mapping[str, tuple[Token, ...]]


@cache
def _rules() -> tuple[dict[str, tuple[Rule, ...]], dict[str, tuple[Rule, ...]]]:
    """The rules by the characters they may begin with, in the table's order; and of these the ones that one token may satisfy."""
    every: dict[str, list[Rule]] = {}
    for row in rows("times_rules.csv"):
        pattern = parse(row["pattern"])
        if not pattern.least:
            raise ValueError(f"times_rules.csv: {row['name']} fits nothing at all")
        meaning, _, argument = row["meaning"].partition(":")
        rule = Rule(row["name"], re.compile(pattern.expression), meaning, argument, pattern.least == 1)
        for character in dict.fromkeys(pattern.first):
            every.setdefault(character, []).append(rule)
    alone = {c: tuple(rule for rule in found if rule.alone) for c, found in every.items()}
    return {c: tuple(found) for c, found in every.items()}, alone


@cache
def _plain() -> frozenset[str]:
    """The characters of tokens that no rule takes."""
    return frozenset({UNKNOWN, *(codes()[classes] for classes in PLAIN)})


@cache
def _starts() -> re.Pattern[str]:
    """The characters at which a rule may begin; those of which every rule takes more than one token only before one that rules take."""
    every, alone = _rules()
    single = "".join(c for c, found in alone.items() if found)
    return re.compile(f"[{single}]|[{''.join(every)}](?=[^{''.join(_plain())}])")


def next_start(encoded: str, at: int) -> int:
    """The first token from one on at which a rule may begin; the number of tokens where there is none."""
    found = _starts().search(encoded, at)
    return found.start() if found else len(encoded)


def matches_at(tokens: Sequence[Token], encoded: str, at: int) -> list[Match]:
    """Every rule that fits from a token on, the longest first, of equal ones in the table's order."""
    every, alone = _rules()
    rules = (alone if encoded[at + 1 : at + 2] in _plain() else every).get(encoded[at], ())
    found = [(rule, match) for rule in rules if (match := rule.pattern.match(encoded, at))]
    found.sort(key=lambda pair: -pair[1].end())
    return [Match(rule, at, match.end(), _slots(tokens, match)) for rule, match in found]


def _slots(tokens: Sequence[Token], match: re.Match[str]) -> dict[str, tuple[Token, ...]]:
    slots: dict[str, list[tuple[int, Token]]] = {}
    for group, at in match.re.groupindex.items():
        where = match.start(at)
        if where >= 0:
            slots.setdefault(group.rpartition("_")[0], []).append((where, tokens[where]))
    return {name: tuple(t for _, t in sorted(found, key=lambda p: p[0])) for name, found in slots.items()}
