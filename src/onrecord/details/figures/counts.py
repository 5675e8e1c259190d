"""Counts of a sentence and what happened to the counted: the grammar of tolls.

A count takes its quantity from the nearest phrase that can say it: right behind it or inside its noun ("12 injured people"), its noun
itself ("86 deaths"), a toll before it ("the death toll rose to 86"), a verb before it ("killed at least 58"), a verb behind it ("58 people
… were killed"); else from the count it stands beside or is a part of ("including 11 children and 15 women").
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from onrecord.details.figures.nouns import Noun, noun_after, noun_behind
from onrecord.details.figures.numbers import Number, Phrases, Token, applied, bounds, by_first, find_numbers, phrase_at
from onrecord.details.figures.predicates import Predicate, find_predicates, of_anything, words
from onrecord.details.tables import rows
from onrecord.model import Span

_REACH = 14  # tokens between a count and the verb or the toll it belongs to
_TOLL = 22  # tokens between a toll and its count: "the death toll from … has risen to 86"
PEOPLE = ("people", "forces")


@dataclass(slots=True)
class Count:
    """A number, what it counts, the quantities it is given (several for "killed and wounded"), why, and the count it is a part of.

    `toll` is the toll it was given as, `close` whether its quantity stands right beside it."""

    number: Number
    noun: Noun
    quantities: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    whole: Count | None = None
    who: str = ""
    toll: Predicate | None = None
    close: bool = False

    @property
    def first(self) -> int:
        """The first token of the count."""
        return self.number.first

    @property
    def last(self) -> int:
        """The token behind the count and its noun."""
        return self.noun.last


@cache
def _among() -> Phrases:
    return by_first(rows("among.csv"), "phrase")


class Sentence:
    """One sentence's tokens with its predicates and counts."""

    def __init__(
        self, tokens: Sequence[Token], dated: Callable[[Span], bool] = lambda _: False, previous: Count | None = None
    ) -> None:
        """`dated` says whether a span is a part of a time expression that is more than a bare number; `previous` is the count that a
        sentence right before this one ended with, which "the number is 38" and "eleven were children" take up."""
        self.tokens, self.dated, self.previous = tokens, dated, previous
        self.predicates = find_predicates(tokens)
        self.starting = {p.first: p for p in self.predicates}
        self.ending = {p.last: p for p in self.predicates}
        self.counts = self._find()
        self.beginning = {c.first: c for c in self.counts}
        self.closing = {c.last: c for c in self.counts}
        self._quantify()

    def lower(self, at: int) -> str:
        """The word at a token in small letters; empty beyond the sentence."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    @property
    def span(self) -> Span:
        """Where the sentence stands in its text."""
        return Span(self.tokens[0].start, self.tokens[-1].end)

    def relative(self, count: Count) -> bool:
        """Whether a count stands in a clause that only tells which event is meant: "an attack that killed 58"."""
        first = count.whole.first if count.whole else count.first
        for at in range(first - 1, max(-1, first - _REACH), -1):
            if self.lower(at) in ("that", "which", "who") and at:
                return self.lower(at - 1) not in words("hedge") and not self.lower(at - 1).endswith(("said", "says", "added", "told"))
            if self.lower(at) in words("break"):
                return False
        return False

    def _find(self) -> list[Count]:
        counts: list[Count] = []
        numbers = find_numbers(self.tokens)
        begins = frozenset(n.first for n in numbers)
        for number in numbers:
            if not self._names(number) and not self.dated(Span(self.tokens[number.core].start, self.tokens[number.last - 1].end)):
                noun = noun_after(self.tokens, number, self.starting, begins)
                if noun.kind != "uncounted":
                    counts.append(Count(number, noun, who=noun.who))
        return counts

    def _names(self, number: Number) -> bool:
        """Whether a number is no count: "no one", "Article 5", "under the age of eight"."""
        before = self.lower(number.first - 1)
        if before == "," == self.lower(number.last) and self.tokens[number.first].text.isdigit() and number.low < 120:
            goes_on = words("adverb") | words("part") | words("link")
            return number.first > 1 and self.lower(number.last + 1) not in goes_on  # "Ann Orr, 45, said"
        if before in ("no", "every") or self.lower(number.core - 1) in words("identifier") or before in words("age"):
            return True
        return before == "of" and self.lower(number.first - 2) in words("age")

    def _quantify(self) -> None:
        for count in self.counts:
            self._adjacent(count)
            count.close = bool(count.quantities)
        for count in self.counts:
            if not count.quantities:
                self._toll(count)
        for count in self.counts:
            if not count.quantities:
                self._among(count)
        for count in self.counts:
            if not count.quantities:
                self._object(count)
        for count in reversed(self.counts):  # "12 soldiers and five civilians were killed"
            if not count.quantities:
                self._subject(count)
        for count in self.counts:
            self._linked(count)
        if self.previous is not None:
            for count in self.counts:
                self._taken_up(count, self.previous)

    def _taken_up(self, count: Count, before: Count) -> None:
        """A bare number that goes on with the sentence before: "the number is 38", "eleven were children"."""
        if count.quantities or count.noun.kind != "none" or self.lower(count.last - 1).endswith("s"):
            return
        noun = noun_behind(self.tokens, count.last + 1) if self.lower(count.last) in ("were", "are") and count.first < 2 else None
        if noun is not None and _smaller(count, before):
            count.who = noun
        elif self.lower(count.first - 1) not in ("is", "was", "at", "to") or not self._counted_before(count):
            return
        else:
            count.who = before.who
        count.quantities, count.rules = before.quantities[:1], (*before.rules[:1], "goes on")

    def _counted_before(self, count: Count) -> bool:
        """Whether "number", "figure" or "count" stands shortly before a count."""
        return any(self.lower(n) in words("toll") for n in range(max(0, count.first - 6), count.first))

    def _give(self, count: Count, quantities: Sequence[str], rule: str) -> None:
        fitting = tuple(q for q in quantities if _fits(q, count.noun, rule))
        if fitting:
            count.quantities, count.rules = fitting, (rule,)

    def _adjacent(self, count: Count) -> None:
        """Inside the noun phrase, right behind it, or its noun itself."""
        if count.noun.told is not None:
            roles = count.noun.told.roles
            self._give(count, [roles["head"] if count.noun.kind == "none" else roles["modifier"]], count.noun.told.phrase)
            return
        at, skipped = count.last, words("adverb") | words("hedge")
        if count.noun.kind == "part":  # "dozens of whom are still missing"
            skipped |= words("auxiliary")
        while self.lower(at) in skipped and at not in self.starting and at - count.last < 3:
            at += 1
        after = self.starting.get(at)
        if after is None:
            return
        if "head" in after.roles and at == count.last and count.noun.kind == "none" and after.last not in self.beginning:
            self._give(count, [after.roles["head"]], after.phrase)
            count.noun = replace(count.noun, last=after.last - (self.lower(after.last - 1) == "of"))
        elif "modifier" in after.roles and not self._active(after):
            self._give(count, self._with_next(after, "modifier"), after.phrase)
            if at == count.last and count.noun.kind == "none" and count.quantities:
                count.noun = replace(count.noun, last=after.last)

    def _active(self, verb: Predicate) -> bool:
        """Whether a verb right behind a count has an object of its own: "two gunmen killed a policeman", "30 rebels killed 12 soldiers"."""
        if "object" not in verb.roles:
            return False
        at = verb.last
        while self.lower(at) in words("adverb"):
            at += 1
        if self.lower(at) in words("opener"):
            return True
        other = self.beginning.get(at)
        return other is not None and not self._told_behind(other) and self.lower(other.last) not in words("auxiliary")

    def _told_behind(self, count: Count) -> bool:
        """Whether something is said of a count right behind it: "12 killed 30 injured" in copy that lost its commas."""
        return count.noun.told is not None or (count.last in self.starting and "modifier" in self.starting[count.last].roles)

    def _with_next(self, one: Predicate, role: str) -> list[str]:
        """The quantity of a phrase and of one joined to it: "killed and wounded", "Martyred Injured"."""
        at = one.last + (self.lower(one.last) in ("and", "or", "/", ",", "&"))
        while self.lower(at) in words("adverb"):
            at += 1
        other = self.starting.get(at)
        if other is None or not ({"modifier", "subject"} & set(other.roles)) or other.last in self.beginning:
            return [one.roles[role]]
        if "object" in other.roles and self.lower(other.last) in ("a", "an", "the", "his", "their", "several", "dozens", "hundreds"):
            return [one.roles[role]]
        second = other.roles.get("modifier") or other.roles["subject"]
        return [one.roles[role], second] if second != one.roles[role] else [one.roles[role]]

    def _toll(self, count: Count) -> None:
        """ "the death toll … has risen to 86": a toll before the count, in the same clause, tied by a connecting word."""
        at = count.first - 1
        bound = bounds("toll").get(self.lower(at))
        if not bound and self.lower(at) not in words("connector") and count.first not in self.ending:
            return
        for here in range(at, max(-1, at - _TOLL - 1), -1):
            told = self.starting.get(here)
            if told and "subject" in told.roles and self._number_of(here) and not self._between(told.last, count):
                self._give(count, [told.roles["subject"]], f"number of … {told.phrase}")
                return
            if told and "toll" in told.roles and told.last <= at + 1 and not self._between(told.last, count):
                if "head" in told.roles and self.lower(at) not in ("to", "at", ":", "reached", "reaching", "is", "was") and not bound:
                    return
                self._give(count, [told.roles["toll"]], told.phrase)
                count.toll = told
                if bound:
                    count.number = applied(count.number, bound[0][1])
                return

    def _number_of(self, at: int) -> bool:
        """Whether "number of" stands before a participle: "the number of soldiers killed in the war to 18"."""
        return any(self.lower(n) == "number" and self.lower(n + 1) == "of" for n in range(max(0, at - 10), at))

    def _between(self, first: int, count: Count) -> bool:
        """Whether another count of people stands between: then the toll is that one's, unless it is revised ("from 58 to 86")."""
        for other in self.counts:
            if first <= other.first < count.first and other.quantities and self.lower(other.first - 1) != "from":
                return True
        return False

    def _among(self, count: Count) -> None:
        """ "20 women among the dead", "of the dead, 11 were children", "the victims included 20 children"."""
        for here in range(count.last, min(len(self.tokens), count.last + 4)):
            found = phrase_at(self.tokens, here, _among())
            if found and self.lower(here) == "among":
                self._give(count, [found[1]["quantity"]], found[1]["phrase"])
                return
            if self.lower(here) in words("break"):
                break
        for here in range(count.first - 1, max(-1, count.first - 9), -1):
            found = phrase_at(self.tokens, here, _among())
            joint = {self.lower(n) for n in range(found[0], count.first)} if found else set()
            if found and found[0] <= count.first and joint <= words("auxiliary") | {","}:
                self._give(count, [found[1]["quantity"]], found[1]["phrase"])
                return
        self._included(count)

    def _included(self, count: Count) -> None:
        at = count.first - 1
        if self.lower(at) not in words("include") or self.lower(at) == "including":
            return
        direct = self.lower(at) in words("auxiliary")
        for here in range(at - 1, max(-1, at - (3 if direct else _REACH)), -1):
            if here in self.closing:
                return
            if self.lower(here) in _those() and self.lower(here - 1) in ("the", "those"):
                self._give(count, [_those()[self.lower(here)]], f"the {self.lower(here)} included")
                return

    def _object(self, count: Count) -> None:
        """A verb before the count: "killed at least 58", "killed and wounded dozens", "killed a woman and 12 others"."""
        at = count.first
        while self.lower(at - 1) in words("adverb") | {"the", "of", "all", "some", "about"} and at not in self.ending:
            at -= 1
        verb = self.ending.get(at)
        if verb is None and self.lower(at - 1) in ("and", "or", ","):
            verb = self._over_others(at - 1)
        if verb is None or "object" not in verb.roles or self._modal(verb) or self._passive(verb):
            return
        if self.lower(verb.first - 1) == "those":  # "as well as those killed, 160 people were hurt"
            return
        found = [verb.roles["object"]]
        joint = self.lower(verb.first - 1)
        other = self.ending.get(verb.first - 1) if joint in ("and", "or", "/", ",") else None
        if other and "object" in other.roles and not self._passive(other) and other.first not in self.closing:
            found.insert(0, other.roles["object"])
        self._give(count, dict.fromkeys(found), verb.phrase)  # type: ignore[arg-type]

    def _over_others(self, at: int) -> Predicate | None:
        """The verb of a list whose earlier members are no counts: "killed a woman, her son and 12 others"."""
        for here in range(at, max(0, at - 16), -1):
            verb = self.ending.get(here)
            if verb is not None:
                opens = self.lower(verb.last) in words("opener") or self.tokens[verb.last].text[:1].isupper()
                return verb if "object" in verb.roles and opens else None
            if self.lower(here - 1) in words("break") | words("auxiliary") | words("verb") or here in self.closing:
                return None
        return None

    def _modal(self, verb: Predicate) -> bool:
        """Whether a verb tells what may or is to come: "could kill 100", "threatened to kill 50"; not "may have killed"."""
        before = [self.lower(n) for n in range(max(0, verb.first - 3), verb.first)]
        if not before or verb.phrase.endswith("ing"):  # "in addition to killing 27"
            return False
        adverb = len(before) > 1 and before[-2] in words("modal") and before[-1] in words("adverb") | {"be"}
        return before[-1] in words("modal") or before[-1] == "to" or adverb

    def _passive(self, verb: Predicate) -> bool:
        """Whether a participle before a count belongs to what stands before it: "were killed 12 …"."""
        return self.lower(verb.first - 1) in words("auxiliary") - {"has", "have", "had"} and "subject" in verb.roles

    def _subject(self, count: Count) -> None:
        """A verb behind the count: "58 people, 11 of them children, were killed", "dozens have died"."""
        if self._bare_one(count):
            return
        at, passive, joined = count.last, False, False
        relative = self.lower(count.last + (self.lower(count.last) == ",")) == "who"
        while at < min(len(self.tokens), count.last + _REACH):
            verb = self.starting.get(at)
            if verb is not None and "subject" in verb.roles:
                if passive or at == count.last or "object" not in verb.roles:
                    if not (self._active(verb) and not passive):
                        self._give(count, self._with_next(verb, "subject"), verb.phrase)
                    return
                if "modifier" not in verb.roles:
                    return
            other = self.beginning.get(at)
            if other is not None:
                if other.close or (other.quantities and not joined):
                    return
                if not joined and other.noun.kind in (*PEOPLE, "none"):
                    return
                at, joined = max(at + 1, other.last), False
                continue
            word = self.lower(at)
            if self._ends_clause(word, at, count) and not (relative and word not in words("break")):
                return
            passive = passive or word in words("auxiliary")
            joined = word in words("link") | words("part") | {"mostly", "mainly", "them", "with", "in", "at", "from", "of", "on"}
            at += 1

    def _bare_one(self, count: Count) -> bool:
        return count.number.low == 1 and count.noun.kind == "none" and self.lower(count.last) not in words("auxiliary")

    def _ends_clause(self, word: str, at: int, count: Count) -> bool:
        if word in ("who", "of") and (at <= count.last + 1):
            return False
        if word in words("break") or word in words("verb") or word == "who":
            return True
        if word in words("hedge") or self.tokens[at].start == self.tokens[at - 1].end:
            return False
        return word.endswith("ed") and len(word) > 4 and self.lower(at - 1) not in ("a", "an", "the", "by", "of", "in", "their", "-")

    def _among_later(self, count: Count) -> bool:
        """ "11 children were among the 26 civilians killed": a part whose whole comes behind it."""
        for at in range(count.last, min(len(self.tokens), count.last + 4)):
            if self.lower(at) != "among":
                continue
            whole = next((self.beginning[n] for n in range(at + 1, at + 4) if n in self.beginning), None)
            if whole is None or not whole.quantities or not _smaller(count, whole):
                return False
            count.quantities, count.rules, count.whole = whole.quantities, (*whole.rules, "among them"), whole
            return True
        return False

    def _linked(self, count: Count) -> None:
        """Counts that are a part of another, or stand beside one: "including 11 children and 15 women", "15 in Manbij and another six"."""
        before = self._before(count)
        if count.noun.kind in ("money", "weapons") or (not count.close and self._among_later(count)):
            return
        if before is None:
            return
        word = self.lower(count.first - 1)
        own = count.close if word in words("part") else bool(count.quantities)
        if word in words("part") or count.noun.kind == "part" or (word == "them" and self.lower(count.first - 2) == "among"):
            whole = before.whole if before.whole and word not in words("part") else before
            if _smaller(count, whole):
                count.whole = whole
            if not own and _fits(whole.quantities[0], count.noun, whole.rules[0]):
                count.quantities, count.rules = whole.quantities, (*whole.rules, "part of it")
        elif not own and self._beside(count, before):
            count.quantities, count.rules, count.whole = before.quantities, (*before.rules, "beside it"), before.whole
            if count.noun.kind == "none":
                count.who = before.who
        elif own and before.whole and word in words("link") and before.quantities == count.quantities and self._touching(count, before):
            count.whole = before.whole

    def _before(self, count: Count) -> Count | None:
        at = bisect_right([c.first for c in self.counts], count.first - 1) - 1
        while at >= 0 and not self.counts[at].quantities:
            at -= 1
        return self.counts[at] if at >= 0 else None

    def _touching(self, count: Count, before: Count) -> bool:
        """Whether only linking words stand between two counts."""
        return all(self.lower(n) in words("link") | {"another", "also", "as", "well", "other"} for n in range(before.last, count.first))

    def _beside(self, count: Count, before: Count) -> bool:
        if count.noun.kind == "thing" or before.noun.kind not in (*PEOPLE, "none", "part"):
            return False
        follower = self.lower(count.last)
        if (len(follower) > 4 and follower.endswith("ed")) or follower in words("auxiliary") | words("verb"):
            return False  # something else is said of it
        if self._touching(count, before) and (count.first > before.last or before.whole is not None):
            return count.noun.kind in PEOPLE or self.lower(count.last) in ("in", "at", "near", "from")
        between = [self.lower(n) for n in range(before.last, count.first)]
        if count.noun.kind == "none" and self.lower(count.last) in ("in", "at", "near") and len(between) <= _REACH:
            return (self.lower(count.first) == "another" or not words("break") & set(between)) and _smaller(count, before)
        added = " ".join(self.lower(n) for n in range(max(before.last, count.first - 3), count.first))
        return added.endswith(("as well as", "along with", "in addition to")) and not words("break") & set(between)


@cache
def _those() -> dict[str, str]:
    """What the words for a counted group say of it: "the injured" are wounded."""
    return {word: r["quantity"] for r in rows("among.csv") for word in r["phrase"].split()[-1:]}


def _fits(quantity: str, noun: Noun, phrase: str) -> bool:
    """Whether a quantity can be said of what is counted: beasts are killed, things and weapons are neither wounded nor missing here."""
    if noun.kind == "thing":
        return quantity == "killed" and phrase in of_anything()
    return noun.kind not in ("money", "weapons", "uncounted")


def _smaller(part: Count, whole: Count) -> bool:
    return whole.number.high is None or part.number.low <= whole.number.high
