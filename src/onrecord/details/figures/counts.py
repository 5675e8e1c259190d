"""Counts of a sentence and what happened to the counted: the grammar of tolls.

A count takes its quantity from the nearest phrase that can say it (`telling`): right behind it or inside its noun ("12 injured people"),
its noun itself ("86 deaths"), a toll before it ("the death toll rose to 86"), a verb before it ("killed at least 58"), a verb behind it
("58 people … were killed"); else from the count it stands beside or is a part of (`parts`: "including 11 children and 15 women").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.details.figures.nouns import Noun, noun_after
from onrecord.details.figures.numbers import Number, Token, applied, bounds, find_numbers, phrase_at
from onrecord.details.figures.predicates import Predicate, find_predicates, of_anything, words
from onrecord.model import Span

REACH = 14  # tokens between a count and the verb it belongs to
PEOPLE = ("people", "forces")
_QUOTES = frozenset('"“”„«»')


@dataclass(slots=True)
class Count:
    """A number, what it counts, the quantities it is given (several for "killed and wounded"), why, and the count it is a part of.

    `toll` is the toll it was given as, `close` whether its quantity stands right beside it, `group` whether it only says of how many
    another count is ("four of the 30 crew"): what is said of that one is not said of it.
    """

    number: Number
    noun: Noun
    quantities: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    whole: Count | None = None
    who: str = ""
    toll: Predicate | None = None
    close: bool = False
    group: bool = False

    @property
    def first(self) -> int:
        """The first token of the count."""
        return self.number.first

    @property
    def last(self) -> int:
        """The token behind the count and its noun."""
        return self.noun.last

    @property
    def open(self) -> bool:
        """Whether nothing is said of the count yet, and something may be."""
        return not self.quantities and not self.group

    def give(self, quantities: Sequence[str], rule: str) -> None:
        """Let a phrase say what happened to the counted, as far as it can be said of them."""
        fitting = tuple(dict.fromkeys(q for q in quantities if fits(q, self.noun, rule)))
        if fitting:
            self.quantities, self.rules = fitting, (rule,)


def fits(quantity: str, noun: Noun, phrase: str) -> bool:
    """Whether a quantity can be said of what is counted: beasts are killed, things and weapons are neither wounded nor missing here."""
    if noun.kind == "thing":
        return quantity == "killed" and phrase in of_anything()
    return noun.kind not in ("money", "weapons", "uncounted")


class Sentence:
    """One sentence's tokens with its predicates and counts."""

    def __init__(
        self, tokens: Sequence[Token], dated: Callable[[Span], bool] = lambda _: False, previous: Count | None = None
    ) -> None:
        """`dated` says whether a span is a part of a time expression that is more than a bare number; `previous` is the count that a
        sentence right before this one ended with, which "the number is 38" and "eleven were children" take up."""
        self.tokens = [t for t in tokens if t.text not in _QUOTES]  # killed "up to 50" soldiers
        self.dated, self.previous = dated, previous
        self.predicates = find_predicates(self.tokens)
        self.starting = {p.first: p for p in self.predicates}
        self.ending = {p.last: p for p in self.predicates}
        self.counts = self._find()
        self.beginning = {c.first: c for c in self.counts}
        self.closing = {c.last: c for c in self.counts}

    def lower(self, at: int) -> str:
        """The word at a token in small letters; empty beyond the sentence."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    @property
    def span(self) -> Span:
        """Where the sentence stands in its text."""
        return Span(self.tokens[0].start, self.tokens[-1].end) if self.tokens else Span(0, 0)

    def relative(self, count: Count) -> bool:
        """Whether a count stands in a clause that only tells which event is meant: "an attack that killed 58"."""
        first = count.whole.first if count.whole else count.first
        for at in range(first - 1, max(-1, first - REACH), -1):
            if self.lower(at) in ("that", "which", "who") and at:
                return self.lower(at - 1) not in words("hedge") and not self.lower(at - 1).endswith(("said", "says", "added", "told"))
            if self.lower(at) in words("break"):
                return False
        return False

    def _find(self) -> list[Count]:
        counts: list[Count] = []
        numbers = find_numbers(self.tokens)
        begins = frozenset(n.first for n in numbers)
        aged = -1  # the token behind the last number that was an age
        for number in numbers:
            if self._aged(number, aged):
                aged = number.last
            elif not self._names(number) and not self.dated(Span(self.tokens[number.core].start, self.tokens[number.last - 1].end)):
                noun = noun_after(self.tokens, number, self.starting, begins)
                if noun.kind != "uncounted":
                    counts.append(self._bounded_behind(Count(number, noun, who=noun.who, group=self._is_group(number))))
        return counts

    def _bounded_behind(self, count: Count) -> Count:
        """ "fifty people or more", "50 euros or less"."""
        found = phrase_at(self.tokens, count.last, bounds("after")) if count.last > count.number.last else None
        if found is not None and self.lower(count.last) == "or":
            count.number = applied(count.number, found[1])
            count.noun = count.noun.until(found[0])
        return count

    def _aged(self, number: Number, aged: int) -> bool:
        """Whether a number is an age: "under the age of eight", "aged 15 and 17", "Ann Orr, 45, said"."""
        before = self.lower(number.first - 1)
        if before in words("age") or (before == "of" and self.lower(number.first - 2) in words("age")):
            return True
        if aged == number.first - 1 and before in ("and", "or", "to", ","):
            return True
        if before == "," == self.lower(number.last) and self.tokens[number.first].text.isdigit() and number.low < 120:
            goes_on = words("adverb", "part", "link")
            return number.first > 1 and self.lower(number.last + 1) not in goes_on
        return False

    def _names(self, number: Number) -> bool:
        """Whether a number is no count: "no one", "Article 5", "one in five children"."""
        if self.lower(number.first - 1) in ("no", "every") or self.lower(number.core - 1) in words("identifier"):
            return True
        after = number.last + 1
        if self.lower(number.last) == "in" and after < len(self.tokens) and self._small(after) and self._small(number.core):
            return True
        return self.lower(number.first - 1) == "in" and self._small(number.core) and self._small(number.first - 2)

    def _small(self, at: int) -> bool:
        """Whether a token is a number of a proportion: "three in ten", "3 in 100"."""
        text = self.lower(at)
        return text in words("proportion") or (text.isdigit() and len(text) <= 3)

    def _is_group(self, number: Number) -> bool:
        """ "four of the 30 crew", "none of the 63 passengers", "Of the 40 patients, …", "all but 500"."""
        at = number.first - 1
        if self.lower(at) == "but" and self.lower(at - 1) == "all":
            return True
        if self.lower(at) in words("determiner"):
            at -= 1
        if self.lower(at) != "of":
            return False
        return at == 0 or self.lower(at - 1) in words("portion", "proportion") or self.tokens[at - 1].text.isdigit()
