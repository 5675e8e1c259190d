"""What a sentence says of its counts, pass by pass: beside them, as a toll, among others, by a verb before or behind them."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache

from onrecord.details.figures.counts import PEOPLE, REACH, Count, Sentence
from onrecord.details.figures.numbers import Phrases, applied, bounds, by_first, phrase_at
from onrecord.details.figures.predicates import Predicate, words
from onrecord.details.tables import rows

_TOLL = 22  # tokens between a toll and its count: "the death toll from … has risen to 86"
_LIST = 16  # tokens of a list that begins with no count: "killed a woman, her son and 12 others"


@cache
def _among() -> Phrases:
    return by_first(rows("among.csv"), "phrase")


@cache
def said_of_those() -> dict[str, str]:
    """What the words for a counted group say of it: "the injured" are wounded."""
    return {word: r["quantity"] for r in rows("among.csv") for word in r["phrase"].split()[-1:]}


def tell(s: Sentence) -> None:
    """Give every count of a sentence the quantities that its words say."""
    for count in s.counts:
        _adjacent(s, count)
        count.close = bool(count.quantities) and not (count.noun.kind == "part" and s.lower(count.last) in words("auxiliary"))
    for one_pass in (_toll, _among_others, _object, _inverted):
        for count in s.counts:
            if count.open:
                one_pass(s, count)
    for count in reversed(s.counts):  # "12 soldiers and five civilians were killed"
        if count.open:
            _subject(s, count)


def _adjacent(s: Sentence, count: Count) -> None:
    """Inside the noun phrase, right behind it, or its noun itself."""
    if count.noun.told is not None:
        roles = count.noun.told.roles
        count.give([roles["head"] if count.noun.kind == "none" else roles["modifier"]], count.noun.told.phrase)
        return
    at, skipped = count.last, words("adverb", "hedge")
    if count.noun.kind == "part":  # "dozens of whom are still missing"
        skipped |= words("auxiliary")
    while s.lower(at) in skipped and at not in s.starting and at - count.last < 3:
        at += 1
    after = s.starting.get(at)
    if after is None or (count.group and at > count.last):
        return
    if "head" in after.roles and at == count.last and count.noun.kind == "none" and after.last not in s.beginning:
        count.give([after.roles["head"]], after.phrase)
        count.noun = replace(count.noun, last=after.last - (s.lower(after.last - 1) == "of"))
    elif "modifier" in after.roles and not _active(s, after):
        if count.group and count.noun.kind != "none":
            return
        count.give(_with_next(s, after, "modifier"), after.phrase)
        if at == count.last and count.noun.kind == "none" and count.quantities:
            count.noun = replace(count.noun, last=after.last)


def _active(s: Sentence, verb: Predicate) -> bool:
    """Whether a verb right behind a count has an object of its own: "two gunmen killed a policeman", "30 rebels killed 12 soldiers"."""
    if "object" not in verb.roles:
        return False
    at = verb.last
    while s.lower(at) in words("adverb"):
        at += 1
    if s.lower(at) in words("opener"):
        return True
    other = s.beginning.get(at)
    return other is not None and other.noun.kind != "part" and not _told_behind(s, other) and s.lower(other.last) not in words("auxiliary")


def _told_behind(s: Sentence, count: Count) -> bool:
    """Whether something is said of a count right behind it: "12 killed 30 injured" in copy that lost its commas."""
    return count.noun.told is not None or (count.last in s.starting and "modifier" in s.starting[count.last].roles)


def _with_next(s: Sentence, one: Predicate, role: str) -> list[str]:
    """The quantity of a phrase and of one joined to it: "killed and wounded", "Martyred Injured"."""
    at = one.last + (s.lower(one.last) in ("and", "or", "/", ",", "&"))
    while s.lower(at) in words("adverb"):
        at += 1
    other = s.starting.get(at)
    if other is None or not ({"modifier", "subject"} & set(other.roles)) or other.last in s.beginning:
        return [one.roles[role]]
    if "object" in other.roles and s.lower(other.last) in words("opener") | {"several", "dozens", "hundreds"}:
        return [one.roles[role]]
    return [one.roles[role], other.roles.get("modifier") or other.roles["subject"]]


def _toll(s: Sentence, count: Count) -> None:
    """ "the death toll … has risen to 86", "Dead: 12": a toll before the count, in the same clause, tied by a connecting word."""
    at = count.first - 1
    if s.lower(at) == ":" and at in s.ending and s.ending[at].first == 0 and "modifier" in s.ending[at].roles:
        count.give([s.ending[at].roles["modifier"]], s.ending[at].phrase)
        return
    bound = bounds("toll").get(s.lower(at))
    if (not bound and s.lower(at) not in words("connector") and count.first not in s.ending) or growing(s, count):
        return
    for here in range(at, max(-1, at - _TOLL - 1), -1):
        told = s.starting.get(here)
        if told is None or told.last > at + 1 or _between(s, told.last, count):
            continue
        if "subject" in told.roles and _number_of(s, here):
            count.give([told.roles["subject"]], f"number of … {told.phrase}")
            return
        if "toll" in told.roles:
            if "head" in told.roles and s.lower(at) not in words("reach") and not bound:
                return
            count.give([told.roles["toll"]], told.phrase)
            count.toll = told
            count.number = applied(count.number, bound[0][1]) if bound else count.number
            return


def growing(s: Sentence, count: Count) -> bool:
    """Whether a toll only may come to be: "the toll may rise to 400"."""
    near = [s.lower(n) for n in range(max(0, count.first - 4), count.first)]
    return any(a in words("modal") and b in words("growth") for a, b in itertools.pairwise(near))


def _number_of(s: Sentence, at: int) -> bool:
    """Whether "number of" stands before a participle: "the number of soldiers killed in the war to 18"."""
    return any(s.lower(n) == "number" and s.lower(n + 1) == "of" for n in range(max(0, at - 10), at))


def _between(s: Sentence, first: int, count: Count) -> bool:
    """Whether another count of people stands between: then the toll is that one's, unless it is revised ("from 58 to 86")."""
    if s.lower(count.first - 1) == "from" or s.lower(count.first - 2) in words("revise"):
        return False
    return any(first <= c.first < count.first and c.quantities and s.lower(c.first - 1) != "from" for c in s.counts)


def _among_others(s: Sentence, count: Count) -> None:
    """ "20 women among the dead", "of the dead, 11 were children", "the victims included 20 children", "the dead: nine men"."""
    here = among_behind(s, count)
    found = phrase_at(s.tokens, here, _among()) if here else None
    if found:
        count.give([found[1]["quantity"]], found[1]["phrase"])
        return
    for here in range(count.first - 1, max(-1, count.first - 9), -1):
        found = phrase_at(s.tokens, here, _among())
        joint = {s.lower(n) for n in range(found[0], count.first)} if found else set()
        if found and found[0] <= count.first and joint <= words("auxiliary") | {","}:
            count.give([found[1]["quantity"]], found[1]["phrase"])
            return
    _included(s, count)


def among_behind(s: Sentence, count: Count) -> int | None:
    """The token "among" behind a count, and behind what is set into it: "six civilians including a child were among"."""
    inserted = s.lower(count.last) in words("part", "enclosing") | {","}
    for at in range(count.last, min(len(s.tokens), count.last + (REACH if inserted else 4))):
        word = s.lower(at)
        if word == "among":
            return at if not inserted or s.lower(at - 1) in words("auxiliary") or at == count.last + 1 else None
        if word in words("break") or (inserted and word in words("verb", "relative")):
            return None
    return None


def _included(s: Sentence, count: Count) -> None:
    at = count.first - 1
    if s.lower(at) not in words("include") | {":"} or s.lower(at) == "including":
        return
    direct = s.lower(at) in words("auxiliary") | {":"}
    for here in range(at - 1, max(-1, at - (3 if direct else REACH)), -1):
        if here in s.closing:
            return
        if s.lower(here) in said_of_those() and s.lower(here - 1) in ("the", "those", ""):
            count.give([said_of_those()[s.lower(here)]], f"the {s.lower(here)} included")
            return


def _object(s: Sentence, count: Count) -> None:
    """A verb before the count: "killed at least 58", "killed and wounded dozens", "killed a woman and 12 others"."""
    at = count.first
    while s.lower(at - 1) in words("adverb") | {"the", "of", "all", "some", "about"} and at not in s.ending:
        at -= 1
    verb = s.ending.get(at)
    if verb is None and s.lower(at - 1) in ("and", "or", ","):
        verb = _over_others(s, at - 1)
    if verb is None and s.lower(at - 1) == "with" and s.lower(at - 2) in ("along", "together"):
        verb = s.ending.get(at - 2)
        if verb is not None and "subject" in verb.roles:
            count.give([verb.roles["subject"]], verb.phrase)
        return
    if verb is None or "object" not in verb.roles or _unreal(s, verb) or _passive(s, verb):
        return
    if s.lower(verb.first - 1) == "those":  # "as well as those killed, 160 people were hurt"
        return
    joint = s.lower(verb.first - 1)
    other = s.ending.get(verb.first - 1) if joint in ("and", "or", "/", ",") else None
    both = other and "object" in other.roles and not _passive(s, other) and other.first not in s.closing
    count.give([*([other.roles["object"]] if other and both else []), verb.roles["object"]], verb.phrase)


def _over_others(s: Sentence, at: int) -> Predicate | None:
    """The verb of a list whose earlier members are no counts: "killed a woman, her son and 12 others"."""
    for here in range(at, max(0, at - _LIST), -1):
        verb = s.ending.get(here)
        if verb is not None:
            opens = s.lower(verb.last) in words("opener") or s.tokens[verb.last].text[:1].isupper()
            return verb if "object" in verb.roles and opens else None
        if s.lower(here - 1) in words("break", "auxiliary", "verb") or here in s.closing:
            return None
    return None


def _unreal(s: Sentence, verb: Predicate) -> bool:
    """Whether a verb tells what may come or did not: "could kill 100", "would have killed 40", "demanded the release of"; "may have
    killed" is told as a fact."""
    before = [s.lower(n) for n in range(max(0, verb.first - 8), verb.first)]
    if verb.phrase.endswith(" of"):
        return bool(words("demand") & set(before))
    if not before or verb.phrase.endswith("ing"):  # "in addition to killing 27"
        return False
    if before[-1] in words("modal") or before[-1] == "to":
        return True
    if len(before) > 1 and before[-1] == "have" and before[-2] in words("unreal"):
        return True
    return len(before) > 1 and before[-2] in words("modal") and before[-1] in words("adverb") | {"be"}


def _passive(s: Sentence, verb: Predicate) -> bool:
    """Whether a participle before a count belongs to what stands before it: "were killed 12 …"."""
    return s.lower(verb.first - 1) in words("auxiliary") - {"has", "have", "had"} and "subject" in verb.roles


def _inverted(s: Sentence, count: Count) -> None:
    """ "Also killed were nine clerks", "Killed in the blast were nine clerks"."""
    if s.lower(count.first - 1) not in ("were", "was"):
        return
    for at in (0, 1):
        verb = s.starting.get(at)
        if verb is not None and {"subject", "object"} <= set(verb.roles) and count.first - verb.last < 8:
            count.give([verb.roles["subject"]], verb.phrase)
            return


def _subject(s: Sentence, count: Count) -> None:
    """A verb behind the count: "58 people, 11 of them children, were killed", "dozens have died"."""
    if count.number.low == 1 and count.noun.kind == "none" and s.lower(count.last) not in words("auxiliary"):
        return  # "one" alone is a pronoun
    at, passive, joined = count.last, False, False
    relative = s.lower(count.last + (s.lower(count.last) == ",")) == "who"
    while at < min(len(s.tokens), count.last + REACH):
        verb = s.starting.get(at)
        if verb is not None and "subject" in verb.roles:
            if passive or at == count.last or "object" not in verb.roles:
                if not (_active(s, verb) and not passive):
                    count.give(_with_next(s, verb, "subject"), verb.phrase)
                return
            if "modifier" not in verb.roles:
                return
        other = s.beginning.get(at)
        if other is not None and at == count.last and other.quantities and {count.noun.kind, other.noun.kind} <= set(PEOPLE):
            count.quantities, count.rules = other.quantities, (*other.rules, "listed")  # copy without commas: "22 boys 6 men killed"
            return
        if other is not None:
            part = joined or other.noun.kind == "part"
            if other.close or (other.quantities and not part) or (not part and other.noun.kind in (*PEOPLE, "none")):
                return
            at, joined = max(at + 1, other.last), False
            continue
        word = s.lower(at)
        if word in words("negation") or (_ends_clause(s, at, count) and not (relative and word not in words("break"))):
            return
        passive = passive or word in words("auxiliary")
        joined = word in words("link", "part", "enclosing", "joining")
        at += 1


def _ends_clause(s: Sentence, at: int, count: Count) -> bool:
    word = s.lower(at)
    if (word in ("who", "of") and at <= count.last + 1) or word in words("enclosing"):
        return False
    if word in words("break") or word in words("verb") or word == "who":
        return True
    if word in words("hedge") or s.tokens[at].start == s.tokens[at - 1].end:
        return False
    return word.endswith("ed") and len(word) > 4 and s.lower(at - 1) not in ("a", "an", "the", "by", "of", "in", "their", "-")
