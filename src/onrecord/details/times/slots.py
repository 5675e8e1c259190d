"""The tokens of a match by what they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.details.times.tokens import Token

# a slot of the grammar, and the classes of which one gives its value
_VALUES = {
    "month": ("MONTH", "MAYMONTH", "MABBR"),
    "wday": ("WDAY", "WABBR", "WDAYS"),
    "day": ("DAY", "ORD"),
    "unit": ("UNIT1", "UNITN", "SECOND", "WEEKEND", "QUARTER", "HALF"),
    "single": ("UNIT1",),
    "n": ("NUM", "FEW", "TWO", "PARTIAL", "HALF"),
    "ord": ("ORD", "ENDORD"),
    "clock": ("CLOCK", "CLOCKDOT", "COMPACT"),
    "rel": ("PASTNOUN", "LAST", "NEXT", "THIS", "COMING", "PAST", "CURRENT", "FOLLOWING"),
}
_ALIASES = {"unit1": "unit", "unitn": "unit", "num": "n", "quarter": "third", "half": "third"}


@dataclass(frozen=True, slots=True)
class Slots:
    """The values of a match's named tokens, each name's in the order of the text."""

    values: Mapping[str, tuple[str, ...]]
    text: str = ""

    def get(self, name: str, at: int = 0) -> str | None:
        """The value of the nth token of a name, None where there is none."""
        found = self.values.get(name, ())
        return found[at] if at < len(found) else None

    def number(self, name: str, at: int = 0) -> int | None:
        """The same as an integer."""
        found = self.get(name, at)
        return int(found) if found is not None else None

    def has(self, *names: str) -> bool:
        """Whether any token of these names matched."""
        return any(name in self.values for name in names)

    @property
    def back(self) -> int:
        """-1 for last and past, 1 for next and coming, 0 for this; 0 also where none is said."""
        return {"LAST": -1, "PASTNOUN": -1, "PAST": -1, "NEXT": 1, "COMING": 1, "FOLLOWING": 1}.get(self.get("rel") or "", 0)


def slots_of(named: Mapping[str, tuple[Token, ...]], text: str) -> Slots:
    """The values of named tokens."""
    values: dict[str, list[str]] = {}
    for name, tokens in named.items():
        target = _ALIASES.get(name, name)
        for token in tokens:
            values.setdefault(target, []).append(_value(name, target, token))
    return Slots({name: tuple(found) for name, found in values.items()}, text)


def _value(name: str, target: str, token: Token) -> str:
    if name == "n" and "A" in token.classes:
        return "1"
    if target == "rel":
        return next(c for c in _VALUES["rel"] if c in token.classes)
    if target == "third":
        return name[0].upper()
    for one in _VALUES.get(target, (target.upper(),)):
        if one in token.classes:
            found = token.classes[one]
            return found.rstrip("stndrh") if one == "ORD" and found[:1].isdigit() else found
    return token.lower
