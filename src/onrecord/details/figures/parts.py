"""Counts that take their quantity from another count: parts of it, counts beside it, and bare numbers that go on with it."""

from __future__ import annotations

import itertools
from bisect import bisect_right

from onrecord.details.figures.counts import PEOPLE, REACH, Count, Sentence, fits
from onrecord.details.figures.nouns import noun_behind
from onrecord.details.figures.predicates import words
from onrecord.details.figures.telling import among_behind, growing, said_of_those

_INSERTED = 8  # tokens of a list member that is no count: "four engineers, a Peruvian cook and two guards"


def relate(s: Sentence) -> None:
    """Link the parts of a sentence's counts to their wholes, and let counts without a quantity inherit one."""
    for count in s.counts:
        if count.noun.kind not in ("money", "weapons") and not _of_group(s, count):
            _linked(s, count)
    for count in s.counts:
        before = _before(s, count) or s.previous
        if before is not None:
            _taken_up(s, count, before)


def _of_group(s: Sentence, count: Count) -> bool:
    """ "four of the 12 wounded were children", "14 of the dead", "11 children were among the 26 killed": the whole comes behind."""
    if count.group:
        return True
    behind = s.beginning.get(count.number.last + 1) or s.beginning.get(count.number.last + 2)
    if behind is not None and behind.group and s.lower(count.number.last) == "of":
        if smaller(count, behind):
            count.whole = behind
        if not count.quantities:
            count.quantities, count.rules = behind.quantities, (*behind.rules, "part of it") if behind.quantities else ()
            count.who = _who_were(s, behind.last) or behind.who
        return True
    if count.noun.kind == "part" and not count.quantities and s.lower(count.last - 1) in said_of_those():
        count.give([said_of_those()[s.lower(count.last - 1)]], f"of the {s.lower(count.last - 1)}")
        return True
    return not count.close and _among_later(s, count)


def _who_were(s: Sentence, at: int) -> str | None:
    """The noun behind "were" or "of": who the counted were."""
    return noun_behind(s.tokens, at + 1) if s.lower(at) in ("were", "are", "of") else None


def _among_later(s: Sentence, count: Count) -> bool:
    at = among_behind(s, count)
    whole = next((s.beginning[n] for n in range(at + 1, at + 4) if n in s.beginning), None) if at else None
    if whole is None or not whole.quantities or not smaller(count, whole):
        return False
    count.quantities, count.rules, count.whole = whole.quantities, (*whole.rules, "among them"), whole
    return True


def _linked(s: Sentence, count: Count) -> None:
    """Counts that are a part of one before, or stand beside it: "including 11 children and 15 women", "15 in Manbij and another six"."""
    before = _before(s, count)
    if before is None:
        return
    marked = _marked_part(s, count, before)
    own = count.close if marked else bool(count.quantities)
    if marked or count.noun.kind == "part":
        whole = before.whole if before.whole and not marked else before
        if smaller(count, whole):
            count.whole = whole
        if not own and fits(whole.quantities[0], count.noun, whole.rules[0]):
            count.quantities, count.rules = whole.quantities, (*whole.rules, "part of it")
    elif not own and _were_part(s, count, before):
        count.who = _who_were(s, count.last) or _who_were(s, count.last + 1) or before.who
        count.quantities, count.rules, count.whole = before.quantities, (*before.rules, "part of it"), before
    elif not own and _beside(s, count, before):
        count.quantities, count.rules, count.whole = before.quantities, (*before.rules, "beside it"), before.whole
        if count.noun.kind == "none":
            count.who = before.who
    elif own and s.lower(count.first - 1) in words("link") and before.quantities == count.quantities and _touching(s, count, before):
        count.whole = before.whole


def _marked_part(s: Sentence, count: Count, before: Count) -> bool:
    """Whether the words or marks before a count say that it is a part: "including", "among them", "14 bodies: nine men", "(three men"."""
    word = s.lower(count.first - 1)
    if word in words("part") or (word == "them" and s.lower(count.first - 2) == "among"):
        return True
    if word == "of" and s.lower(count.first - 2) == "those" and s.lower(count.first - 3) in words("part"):
        return True
    return word in words("enclosing") | {":"} and before.last == count.first - 1 and smaller(count, before)


def _were_part(s: Sentence, count: Count, before: Count) -> bool:
    """ "Of the 34 dead, nine were women", "1,340 deaths, of which 212 were of children", "wounded 10, three seriously"."""
    if count.noun.kind != "none" or not smaller(count, before):
        return False
    if s.lower(count.last) in words("severity") and count.first - before.last <= 1:
        return True
    if not (before.group or _touching(s, count, before) or s.lower(count.first - 1) == "which"):
        return before.whole is not None and before.whole.group and _who_were(s, count.last) is not None
    return (_who_were(s, count.last) or _who_were(s, count.last + 1)) is not None


def _before(s: Sentence, count: Count) -> Count | None:
    """The last count before one that has a quantity."""
    at = bisect_right([c.first for c in s.counts], count.first - 1) - 1
    while at >= 0 and not s.counts[at].quantities:
        at -= 1
    return s.counts[at] if at >= 0 else None


def _touching(s: Sentence, count: Count, before: Count) -> bool:
    """Whether only linking words stand between two counts."""
    joints = words("link") | {"another", "also", "as", "well", "other"}
    return all(s.lower(n) in joints for n in range(before.last, count.first))


def _beside(s: Sentence, count: Count, before: Count) -> bool:
    if count.noun.kind == "thing" or before.noun.kind not in (*PEOPLE, "none", "part"):
        return False
    follower = s.lower(count.last)
    if (len(follower) > 4 and follower.endswith("ed")) or follower in words("auxiliary", "verb"):
        return False  # something else is said of it
    if _touching(s, count, before) and (count.first > before.last or before.whole is not None):
        return count.noun.kind in PEOPLE or follower in ("in", "at", "near", "from")
    between = [s.lower(n) for n in range(before.last, count.first)]
    if words("break") & set(between) and s.lower(count.first) != "another":
        return False
    if count.noun.kind == "none" and follower in ("in", "at", "near") and len(between) <= REACH:
        return smaller(count, before)
    if count.noun.kind in PEOPLE and _inserted(between):
        return True
    return " ".join(between[-3:]).endswith(("as well as", "along with", "in addition to"))


def _inserted(between: list[str]) -> bool:
    """Whether a list goes on over a member that is no count: ", a Peruvian cook and"."""
    if len(between) < 3 or len(between) > _INSERTED or between[0] not in words("link") or between[-1] not in words("link"):
        return False
    return between[1] in words("opener") and not (words("auxiliary", "verb")) & set(between)


def _taken_up(s: Sentence, count: Count, before: Count) -> None:
    """A bare number that goes on with the sentence before: "the number is 38", "the mayor put it at 31", "eleven were children"."""
    if not count.open or count.noun.kind != "none" or s.lower(count.last - 1).endswith("s"):
        return
    noun = _who_were(s, count.last) if count.first < 2 else None
    if noun is not None and smaller(count, before):
        count.who = noun
    elif s.lower(count.first - 1) not in ("is", "was", "at", "to") or not _counted_before(s, count) or growing(s, count):
        return
    else:
        count.who = "people" if _own_count(s, count) else before.who
    count.quantities, count.rules = before.quantities[:1], (*before.rules[:1], "goes on")


def _counted_before(s: Sentence, count: Count) -> bool:
    """Whether "number", "figure" or "put it" stands shortly before a count."""
    near = [s.lower(n) for n in range(max(0, count.first - 6), count.first)]
    return bool(words("toll") & set(near)) or any(a in words("giver") and b == "it" for a, b in itertools.pairwise(near))


def _own_count(s: Sentence, count: Count) -> bool:
    """Whether a toll shortly before a count is somebody's own, so of all there are: "two patients died, so our count is five"."""
    near = [s.lower(n) for n in range(max(0, count.first - 7), count.first)]
    return any(a in words("own") and b in words("toll") for a, b in itertools.pairwise(near))


def smaller(part: Count, whole: Count) -> bool:
    """Whether one count can be a part of another."""
    return whole.number.high is None or part.number.low <= whole.number.high
