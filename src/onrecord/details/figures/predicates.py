"""What a sentence says of counts: killed, wounded, missing … (tables/quantities.csv), and the small words around (figure_words.csv)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.details.figures.numbers import Token, tokenize
from onrecord.details.tables import rows


@dataclass(frozen=True, slots=True)
class Predicate:
    """Tokens first..last (exclusive) that say what happened to a count.

    `roles` gives the quantity for each way in which the phrase meets a count: object (it stands before the count), subject (behind it),
    modifier (right behind it or inside its noun phrase), head (it is the counted noun), toll (the count comes with "at", "to", "of").
    """

    first: int
    last: int
    phrase: str
    roles: dict[str, str]


@cache
def words(*kinds: str) -> frozenset[str]:
    """The words of some kinds in figure_words.csv."""
    return frozenset(w for r in rows("figure_words.csv") if r["kind"] in kinds for w in r["words"].split())


@cache
def of_anything() -> frozenset[str]:
    """The phrases that make people or animals of whatever they count: "the lives of 12 loyalists", "killed 40 sheep"."""
    return frozenset(r["phrase"] for r in rows("quantities.csv") if "anything" in r["roles"].split())


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], dict[str, str]]]]:
    """By first word, the phrases of the table, longest first, each with its quantity in every role."""
    roles: dict[str, dict[str, str]] = {}
    for row in rows("quantities.csv"):
        for role in row["roles"].split():
            roles.setdefault(row["phrase"], {}).setdefault(role, row["quantity"])
    found: dict[str, list[tuple[tuple[str, ...], dict[str, str]]]] = {}
    for phrase, meant in roles.items():
        parts = tuple(token.lower for token in tokenize(phrase))
        found.setdefault(parts[0], []).append((parts, meant))
        noun = roles.get(" ".join(parts[:-1]), {}).get("head") if parts[-1] == "of" else None
        if noun:  # "the bodies of 12 men", and "12 bodies of men"
            meant["head"] = noun
    for those in found.values():
        those.sort(key=lambda pair: -len(pair[0]))
    return found


def find_predicates(tokens: Sequence[Token]) -> list[Predicate]:
    """Every phrase of the table in a sentence, in order, the longest at each place."""
    phrases, found, at = _phrases(), [], 0
    while at < len(tokens):
        for parts, roles in phrases.get(tokens[at].lower, ()):
            if all(at + n < len(tokens) and tokens[at + n].lower == part for n, part in enumerate(parts)):
                found.append(Predicate(at, at + len(parts), " ".join(parts), roles))
                at += len(parts) - 1
                break
        at += 1
    return found
