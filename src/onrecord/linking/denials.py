"""What a sentence of a statement denies: whether it denies at all, by its cue or by its own words, and which of its words are denied.

A statement of several sentences denies in those that say so themselves. What is denied by a verb ("denied that …") is what follows it, up
to where another clause begins ("after", "but"); a negation reaches over its own clause; a word such as "untrue" is said of the sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord.linking.alignment import Unit
from onrecord.linking.parties import words
from onrecord.linking.utterances_items import Item
from onrecord.model import Act
from onrecord.statements.acts import lemmas_of, read_cue

_AFTER_BE = 4  # words behind "is" or "called" within which a word such as "untrue" is said of what stands before
_OF_GUESS = 6  # words behind "could" that are only guessed
_MANY = 1000  # more clauses than a sentence has
_HEAD = 5  # words among which what is dismissed is named
_WORDS_BEFORE = 12  # characters that hold the word before a verb
_FRAME = 8  # words behind "rumours" within which "that" opens what they say
_OPENING = 3  # words in which a sentence says what it is about to do
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Polarity:
    """`act` is what the sentence does; `negative`: it says that something is not so, `explicit`: by a verb such as deny, `rebuts`: by
    a word such as untrue, and `denied` are the words it says so of. `claims`: it may be read as saying that something is so."""

    act: Act
    negative: bool
    explicit: bool
    rebuts: bool
    denied: tuple[Unit, ...]
    claims: bool


def polarity(item: Item, cue: str, content: str, mention: str, first: bool) -> Polarity:
    """How one sentence of a statement stands to what it speaks of; `first` is whether it is the one that its cue belongs to."""
    said = _apart(item)
    exact = {u.exact for u in said}
    told = set(_WORD.findall(cue.lower().replace("’", "'")))
    act = item.statement.act if first else read_cue("said", content).act
    explicit = first and _answers(told, said, content) and not _withheld(item, told)
    rebutted: tuple[Unit, ...] = ()
    if explicit:
        denied = _until(said) if told.isdisjoint(words("undecided", "unsaid")) else ()
    elif cue and not lemmas_of(cue):
        denied = ()  # "was told of the fact that it is untrue"
    else:
        text = bool(set(_WORD.findall(mention.lower())) & words("speech", "document"))
        rebutted = _rebutted(said) if act in ("deny", "assert") and not text and exact.isdisjoint(words("denial")) else ()
        denied = rebutted or (_negated(said) if act == "deny" and told.isdisjoint(words("deny", "dismiss")) else ())
    unsaid = _unsaid(told)
    hoped = bool({u.exact for u in said[:_OPENING]} & words("wish")) or bool(told & words("concede"))
    negative = bool(denied) and not hoped and (explicit or not unsaid)
    claims = not unsaid and not negative and words("no", "deny", "unlikely", "concede", "if").isdisjoint(exact)
    return Polarity(act, negative, explicit and negative, negative and bool(rebutted), denied, claims)


def _unsaid(told: set[str]) -> bool:
    """Whether a verb tells what is not said, what is doubted, or only what is spoken of."""
    if told & words("unsaid", "doubt") or any(w.endswith("n't") for w in told):
        return True
    return bool(told & words("topic")) and told.isdisjoint(words("telling"))


def _apart(item: Item) -> tuple[Unit, ...]:
    """The words of a sentence, those of each of its spans in clauses of their own."""
    if len(item.content) == 1:
        return item.units
    starts = [c.start for c in item.content]
    return tuple(replace(u, clause=u.clause + bisect_right(starts, u.start) * _MANY) for u in item.units)


def _answers(cue: set[str], said: Sequence[Unit], content: str) -> bool:
    """Whether a cue's verb answers a claim: "denied", or "dismissed" of something said – and not of court cases."""
    if cue & words("deny"):
        return True
    if cue & words("dismiss") and content.startswith("that "):
        return True  # "disputed that it had"
    opening = {u.exact for u in said[:_HEAD]} & (words("speech", "guilt", "idea") - words("court"))
    return bool(cue & words("dismiss")) and (bool(opening) or any(u.exact in words("rebut", "predicate") for u in said))


def _withheld(item: Item, cue: set[str]) -> bool:
    """Whether a verb says that somebody was not given something: "imports were denied such treatment"."""
    spans = item.statement.cue
    if not spans or item.content[-1].start < spans[0].start:
        return False  # "the charge was denied by"
    before = _WORD.findall(item.text[max(0, spans[0].start - _WORDS_BEFORE) : spans[0].start].lower())[-1:]
    return bool((cue | set(before)) & words("passive"))


def _until(said: Sequence[Unit]) -> tuple[Unit, ...]:
    """The words up to where another clause says when or why."""
    end = next((n for n, u in enumerate(said) if n and u.exact in words("clause")), len(said))
    return tuple(said[:end])


def _negated(said: Sequence[Unit]) -> tuple[Unit, ...]:
    """The words of the negated clauses. "No way that he did not know" and "not the first time" deny nothing, nor does what cannot be
    confirmed or is only hoped."""
    signs = [(_behind(said, n), u) for n, u in enumerate(said) if u.exact in words("no")]
    if any(word in words("undecided") for word, _ in signs):
        return ()
    undone = {u.clause for word, u in signs if word in words("standing", "plan")} | _hoped(said, "hedge")
    undone |= {u.clause for (_, u), (_, v) in pairwise(signs) if u.clause == v.clause and u.exact != "not" and v.exact == "not"}
    negated = {v.clause for _, v in signs} - undone
    return tuple(u for u in said if u.clause in negated)


def _hoped(said: Sequence[Unit], *kinds: str) -> set[int]:
    """The clauses that say what is wished or admitted, or hold a word of other kinds."""
    return {u.clause for u in said if u.exact in words("wish", "concede", *kinds)}


def _behind(said: Sequence[Unit], at: int) -> str:
    """The word that a negation is of: the next but for articles, adverbs and forms of "be"."""
    light = ("<be>", "<have>", "<determiner>")
    rest = (u for u in said[at + 1 : at + 1 + _AFTER_BE] if u.kind != "filler" and u.key not in light and not u.exact.endswith("ly"))
    return next((u.exact for u in rest), "")


def _predicate(before: Sequence[Unit]) -> bool:
    """Whether what stands before a word makes it a predicate: "is", with nothing but adverbs and articles behind."""
    for unit in reversed(before):
        if unit.exact in words("copula"):
            return True
        if unit.exact in words("rebels", "government"):
            continue  # "as rebel propaganda"
        adverb = unit.kind in ("filler", "number") or unit.exact.endswith("ly") or unit.exact in words("wholly")
        if not adverb and unit.key != "<determiner>":
            return False
    return False


def main_clause(said: Sequence[Unit]) -> tuple[Unit, ...]:
    """The words before what a claim only recalls ("killed two, after a truce had been agreed"), and none that it says is lacking."""
    end = next((n for n, u in enumerate(said) if n > _OPENING and u.exact in words("background")), len(said))
    lacking = {m for n, u in enumerate(said) if u.exact == "without" for m in range(n, n + _AFTER_BE)}
    return tuple(u for n, u in enumerate(said[:end]) if n not in lacking)


def matter(denied: Sequence[Unit]) -> tuple[Unit, ...]:
    """What something said is about: "rumours on the net that she was caught" are of her being caught."""
    for n, unit in enumerate(denied):
        if unit.exact in words("speech"):
            if n + 1 < len(denied) and denied[n + 1].exact == "as":
                return tuple(denied[: n + 1])  # "the claim as convenient": what it is called is no part of it
            at = next((m for m in range(n + 1, min(n + _FRAME, len(denied))) if denied[m].exact in ("that", "of", "about")), None)
            if at is not None and any(u.content for u in denied[at:]):
                return tuple(denied[at + 1 :])
    return tuple(denied)


def _rebutted(said: Sequence[Unit]) -> tuple[Unit, ...]:
    """What a word such as "untrue" is said of: the sentence up to its clause, or all of it where that holds nothing. It is said of
    something behind "is" or "as", at the end of its clause, or as a verb; "false charges were billed" rebuts nothing."""
    hoped = _hoped(said)
    for n, unit in enumerate(said):
        near = [u for u in said[max(0, n - _AFTER_BE) : n] if u.clause == unit.clause]
        behind = {u.exact for u in near}
        if unit.exact in words("predicate"):
            found = _predicate(near)
        elif unit.exact in words("rebut"):
            last = n + 1 == len(said) or said[n + 1].clause != unit.clause
            verb = unit.exact in words("untrue verb") and n > 0 and said[n - 1].key != "<determiner>"
            found = last or verb or _predicate(near)
        else:
            found = unit.exact in words("truth") and bool(behind & words("no"))
        guess = {u.exact for u in said[max(0, n - _OF_GUESS) : n]} & words("modal")
        if found and not guess and unit.clause not in hoped:
            before = tuple(u for u in said if u.clause <= unit.clause)
            return before if any(u.content and u.exact not in words("rebut", "predicate", "truth") for u in before) else tuple(said)
    return ()
