"""The pattern language of tables/times_rules.csv: patterns over classes of tokens become regular expressions over one character a token.

A pattern is a sequence of classes (tables/times_words.csv) and parts (tables/times_parts.csv): `A|B` either, `A?` perhaps, `( … )` a group,
`name=A` gives the token another name than its class, `[<A|B]` asks for one of them right before, `[>A|B]` right behind, `[!<A]` and `[!>A]`
for none of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.details.tables import rows
from onrecord.details.times.tokens import Token, class_sets

_ELEMENT = re.compile(r"\[(!?)([<>])([A-Z0-9|]+)\]|(?:([a-z]+)=)?([A-Z][A-Z0-9]*)|([()|?])")
UNKNOWN = "."


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression, the characters it may begin with, and how many tokens it takes at least."""

    expression: str
    first: str
    least: int


@cache
def codes() -> dict[frozenset[str], str]:
    """A character for each set of classes that a token can have."""
    return {classes: chr(0x100 + n) for n, classes in enumerate(class_sets())}


def encode(tokens: Sequence[Token]) -> str:
    """One character a token: its set of classes."""
    known = codes()
    return "".join([known.get(frozenset(t.classes), UNKNOWN) for t in tokens])


@cache
def _characters(name: str) -> str:
    """The characters of every set of classes with this class in it."""
    found = "".join(code for classes, code in codes().items() if name in classes)
    if not found:
        raise ValueError(f"times_rules.csv: no word has the class {name}")
    return found


@cache
def _parts() -> dict[str, str]:
    return {r["name"]: r["pattern"] for r in rows("times_parts.csv")}


def parse(pattern: str) -> Pattern:
    """A pattern as a regular expression; raises ValueError where the table is wrong."""
    return _Parser(pattern, 0).alternatives()


class _Parser:
    """Reads one pattern from left to right; groups are numbered through its parts, so that every name is used once."""

    def __init__(self, pattern: str, groups: int) -> None:
        self.elements = list(_ELEMENT.finditer(pattern))
        if "".join(m[0] for m in self.elements) != pattern.replace(" ", ""):
            raise ValueError(f"times_rules.csv: cannot read {pattern!r}")
        self.at = 0
        self.groups = groups

    def alternatives(self) -> Pattern:
        """The pattern up to a closing bracket or the end."""
        found = [self._sequence()]
        while self._peek() == "|":
            self.at += 1
            found.append(self._sequence())
        expression = "|".join(f.expression for f in found)
        return Pattern(expression, "".join(f.first for f in found), min(f.least for f in found))

    def _peek(self) -> str:
        return self.elements[self.at][0] if self.at < len(self.elements) else ""

    def _sequence(self) -> Pattern:
        expression, first, least = "", "", 0
        while self._peek() not in ("", ")", "|"):
            one = self._one()
            expression += one.expression
            first += "" if least else one.first
            least += one.least
        return Pattern(expression, first, least)

    def _one(self) -> Pattern:
        element = self.elements[self.at]
        self.at += 1
        if element[2]:
            return _neighbour(element)
        if element[0] == "(":
            inside = self.alternatives()
            self.at += 1
            one = Pattern(f"(?:{inside.expression})", inside.first, inside.least)
        elif element[5] in _parts():
            part = _Parser(_parts()[element[5]], self.groups)
            inside = part.alternatives()
            self.groups = part.groups
            one = Pattern(f"(?:{inside.expression})", inside.first, inside.least)
        else:
            self.groups += 1
            characters = _characters(element[5])
            one = Pattern(f"(?P<{element[4] or element[5].lower()}_{self.groups}>[{characters}])", characters, 1)
        if self._peek() == "?":
            self.at += 1
            return Pattern(f"{one.expression}?", one.first, 0)
        return one


def _neighbour(element: re.Match[str]) -> Pattern:
    """What must or must not stand right before or behind."""
    inside = "".join(_characters(name) for name in element[3].split("|"))
    return Pattern(f"(?{'<' if element[2] == '<' else ''}{'!' if element[1] else '='}[{inside}])", "", 0)
