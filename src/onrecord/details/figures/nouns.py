"""What a number counts: the noun phrase behind it, with its class (people, forces, weapons, money, things)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from onrecord.details.figures.numbers import Number, Phrases, Token, by_first, is_cardinal, phrase_at
from onrecord.details.figures.predicates import Predicate, words
from onrecord.details.tables import rows

LONGEST = 6  # words between a number and the noun it counts


@dataclass(frozen=True, slots=True)
class Noun:
    """The phrase a number counts: `last` is the token behind it, `who` its head as the text gives it in the plural ("people" where it has
    none), `kind` people, forces, weapons, money, thing, part ("30 of them"), none, or uncounted (hours, metres, points).

    `told` is what the phrase itself says of the counted ("12 injured people"), `unit` the currency of money.
    """

    last: int
    who: str
    kind: str
    told: Predicate | None = None
    unit: str | None = None

    def until(self, last: int) -> Noun:
        """The same noun with its phrase going on until a token."""
        return replace(self, last=last)


@cache
def _heads(column: str) -> Phrases:
    return by_first(rows("counted.csv"), column)


@cache
def _uncounted() -> frozenset[str]:
    return frozenset(r["word"] for r in rows("uncounted.csv"))


@cache
def _stops() -> frozenset[str]:
    return frozenset(w for r in rows("stops.csv") for w in r["words"].split())


@cache
def _currencies(position: str) -> Phrases:
    return by_first([r for r in rows("currencies.csv") if r["position"] == position], "written")


def noun_after(tokens: Sequence[Token], number: Number, told: dict[int, Predicate], numbers: frozenset[int]) -> Noun:
    """The noun phrase a number counts. `told` holds what the sentence says of counts, by the token at which it begins, `numbers` the tokens
    at which numbers begin: no noun phrase runs over them."""
    money = _money(tokens, number)
    if money is not None:
        return money
    at = number.last
    if at < len(tokens) and tokens[at].lower == "of" and at + 1 < len(tokens):
        at = _behind_of(tokens, at + 1)
        if at < len(tokens) and tokens[at].lower in words("pronoun"):
            return _part(tokens, at + 1, told)
        if at in numbers:  # "18 of the 31 lorries"
            at = _behind_number(tokens, at)
        elif at < len(tokens) and tokens[at].lower in words("those") and at > number.last + 1:
            return _part(tokens, at + 1, told)  # "14 of the dead were fighters"
    others = False
    while at < len(tokens) and tokens[at].lower in words("filler"):
        others, at = True, at + 1
    if at < len(tokens) and tokens[at].lower in words("others"):
        return Noun(at + 1, "people", "people")
    noun = _phrase(tokens, number, at, told, numbers)
    return noun if noun.kind != "none" or not others else Noun(at, "people", "none")


def noun_behind(tokens: Sequence[Token], at: int) -> str | None:
    """The counted noun of people that begins at a token ("eleven were children"), in the plural."""
    found = phrase_at(tokens, at, _heads("many"))
    return found[1]["many"] if found is not None and found[1]["class"] in ("people", "forces") else None


def _behind_of(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].lower in words("determiner"):
        at += 1
    return at


def _behind_number(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and (tokens[at].text.isdigit() or is_cardinal(tokens[at].lower)):
        at += 1
    return at


def _part(tokens: Sequence[Token], at: int, told: dict[int, Predicate]) -> Noun:
    """ "30 of them children", "three of whom were women": who they are, where the text says so right away."""
    here = at
    while here < len(tokens) and here not in told and tokens[here].lower in words("auxiliary", "adverb"):
        here += 1
    found = phrase_at(tokens, here, _heads("many"))
    if found is not None and here not in told:
        return Noun(found[0], found[1]["many"], "part")
    return Noun(at, "people", "part")  # the auxiliary behind it is no part of the phrase


def _phrase(tokens: Sequence[Token], number: Number, at: int, told: dict[int, Predicate], numbers: frozenset[int]) -> Noun:
    """The words from `at` to a counted noun; else to the last plural before a word that no noun phrase runs over."""
    heads = _heads("one" if number.low == number.high == 1 and not number.approx else "many")
    inside: Predicate | None = None
    here, end = at, min(len(tokens), at + LONGEST)
    while here < end and here not in numbers:
        if here in told:  # "12 injured people", but "12 injured"
            after = told[here].last
            if here > at and not inside and "head" in told[here].roles:  # "100 civilian lives"
                return Noun(after - (tokens[after - 1].lower == "of"), "people", "none", told[here])
            if inside or "modifier" not in told[here].roles or not _head_soon(tokens, after, heads, numbers):
                break
            inside, here = told[here], after
            continue
        found = phrase_at(tokens, here, heads)
        if found is not None:
            return _counted(tokens, found, heads, inside, told)
        if not _runs_over(tokens, here):
            break
        here += 1
    return _open(tokens, number, at, here, inside)


def _head_soon(tokens: Sequence[Token], at: int, heads: Phrases, numbers: frozenset[int]) -> bool:
    """Whether a counted noun, or a plural that no table knows, follows within three words that are no end of a phrase."""
    for here in range(at, min(len(tokens), at + 3)):
        if here in numbers:
            return False
        if phrase_at(tokens, here, heads) is not None or (_plural(tokens[here].lower) and _runs_over(tokens, here)):
            return True
        if not _runs_over(tokens, here) and here > at:
            return False
    return False


def _counted(
    tokens: Sequence[Token], found: tuple[int, dict[str, str]], heads: Phrases, inside: Predicate | None, told: dict[int, Predicate]
) -> Noun:
    """A counted noun; of several in a row ("police officers") the last."""
    last, row = found
    further = phrase_at(tokens, last, heads) if last not in told else None
    while further is not None:
        last, row = further
        further = phrase_at(tokens, last, heads) if last not in told else None
    who = "people" if row["many"] in words("those") else row["many"]
    return Noun(last, who, row["class"], inside)


def _runs_over(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun phrase may run over a token: no mark but the hyphen inside a word, no stop word, no number."""
    token = tokens[at]
    if token.text in ("-", "‑") and at and tokens[at - 1].end == token.start:
        return True
    if token.text == "'" or not token.text[0].isalpha():
        return False
    if at + 1 < len(tokens) and tokens[at + 1].text in ("-", "‑") and tokens[at + 1].start == token.end:
        return True  # "off-road"
    if at and tokens[at - 1].text in ("-", "‑") and tokens[at - 1].end == token.start:
        return True  # "pick-up"
    return token.lower not in _stops() and token.lower not in words("auxiliary")


def _open(tokens: Sequence[Token], number: Number, at: int, end: int, inside: Predicate | None) -> Noun:
    """A noun that no table knows: "48 strikes", "a dozen Yazidis"."""
    run = [n for n in range(at, end) if tokens[n].text[0].isalpha()]
    if any(tokens[n].lower in _uncounted() for n in run[:2]):
        return Noun(run[0] + 1, tokens[run[0]].lower, "uncounted")
    if at < len(tokens) and at == number.last and tokens[at].lower in _uncounted():
        return Noun(at + 1, tokens[at].lower, "uncounted")
    plural = [n for n in run[:4] if _plural(tokens[n].lower)]
    if not plural or number.low == number.high == 1:
        return Noun(at, "people", "none")
    last = plural[0]
    while last + 1 in plural:
        last += 1
    head = tokens[last]
    people = (head.text[0].isupper() and _mixed_case(tokens)) or head.lower in words("those")
    return Noun(last + 1, head.text if head.text[1:].islower() and people else head.lower, "people" if people else "thing", inside)


def _mixed_case(tokens: Sequence[Token]) -> bool:
    """Whether a sentence is no headline in capitals, so that a capital tells a people from things."""
    return any(t.text.islower() and len(t.text) > 4 and t.lower not in _stops() for t in tokens)


def _plural(word: str) -> bool:
    return len(word) > 3 and word.isalpha() and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _money(tokens: Sequence[Token], number: Number) -> Noun | None:
    """Money: a sign before the number or a currency behind it."""
    before = tokens[number.core - 1] if number.core else None
    if before is not None:
        row = next((r for w, r in _currencies("before").get(before.lower, ()) if len(w) == 1), None)
        if row is not None and (before.end == tokens[number.core].start or before.text.isalpha()):
            return Noun(number.last, "money", "money", unit=row["code"])
    at = number.last + (number.high is None and number.last < len(tokens) and tokens[number.last].lower == "of")  # "billions of dollars"
    found = phrase_at(tokens, at, _currencies("after"))
    if found is None:
        return None
    return Noun(found[0], "money", "money", unit=found[1]["code"])
