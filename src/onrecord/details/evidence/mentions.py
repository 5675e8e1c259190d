"""Phrases that name material, their noun phrases, and the signs that they are cited as evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.details.evidence.tables import kinds, look_alikes, verbs, words
from onrecord.details.phrases import QUOTES, Words, is_possessive, is_word, joined, listed, longest, no_phrase, phrase_end

REACH = 6  # tokens before the head that its noun phrase may take in
COUNTED = 3  # the same for a number in digits
NEAR = 5  # tokens between a noun phrase and a verb that gives or takes it


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens of a noun phrase that may name evidence: it opens at `first`, its head is head..head_end, it ends at `last` (exclusive)."""

    first: int
    head: int
    head_end: int
    last: int
    type: str
    needs: str
    rule: str
    article: bool

    def tokens(self, text: Words) -> list[str]:
        """The words before the head."""
        return [t.lower for t in text.tokens[self.first : self.head]]


def candidates(text: Words) -> Iterator[Candidate]:
    """Every phrase of the table that is a noun phrase here and no look-alike, in order."""
    blocked = _blocked(text)
    known, end = kinds(), 0
    for here, token in enumerate(text.tokens):
        found = longest(text.tokens, here, known) if here >= end and token.lower in known else None
        if found is None:
            continue
        end, row = found
        compound = joined(text, here - 1) or (end < len(text.tokens) and joined(text, end))
        free = end <= text.last[here] and not compound and not any(n in blocked for n in range(here, end))
        if free and not _is_verb(text, here) and not _is_credit(text, here, end):
            first, article = noun_phrase(text, here)
            yield Candidate(first, here, end, _with_tail(text, end), row["type"], row["signs"], row["phrase"], article)


def _blocked(text: Words) -> set[int]:
    """Tokens of look-alikes."""
    found: set[int] = set()
    known = look_alikes()
    for here, token in enumerate(text.tokens):
        alike = longest(text.tokens, here, known) if token.lower in known else None
        if alike is not None:
            found.update(range(here, alike[0]))
    return found


def _is_verb(text: Words, here: int) -> bool:
    """Whether the word is a verb here ("to document", "recording the scene")."""
    if here == text.first[here]:
        return False
    before = text.tokens[here - 1]
    if text.tokens[here].lower.endswith("ing"):
        after = text.tokens[here + 1].lower if here + 1 < text.last[here] else ""
        opened = before.lower in words("article") or before.lower in words("modifier") or is_possessive(text, here - 1)
        return after in words("article") or not opened
    return before.lower in listed("before verb") and text.tokens[here].lower in words("verb")


def _is_credit(text: Words, here: int, end: int) -> bool:
    """Whether it heads a link or a credit: "Photo: AP", "(AFP Photo)", "AA Photo/…", "[Image via AP]"."""
    tokens = text.tokens
    after = tokens[end].text if end < len(tokens) else ""
    bare = here == text.first[here] or tokens[here - 1].lower not in words("article")
    if (after in (":", "/", "|") and bare) or (after == "via" and tokens[here].text[0].isupper()):
        return True
    left = next((n for n in range(here - 1, max(text.first[here], here - 5) - 1, -1) if tokens[n].text in "([" ), None)
    return left is not None and any(tokens[n].text in ")]" for n in range(end, min(len(tokens), left + 7)))


def noun_phrase(text: Words, head: int) -> tuple[int, bool]:
    """Where the noun phrase of a head opens, and whether by an article, a number, a genitive or the like."""
    floor = max(text.first[head], head - REACH)
    tight, here = head, head - 1
    while here >= floor:
        token = text.tokens[here]
        counted = token.text.isdigit() and len(token.text) < 4 and head - here <= COUNTED
        if token.lower in words("article") or is_possessive(text, here) or counted:
            return _owner(text, here), True
        if token.lower in no_phrase() or not (is_word(token) or joined(text, here)) or _verb_form(text, here, floor):
            break
        if tight == here + 1 and (token.lower in words("modifier") or joined(text, here) or joined(text, here + 1)):
            tight = here
        here -= 1
    while tight < head and joined(text, tight):
        tight += 1
    return tight, False


def _verb_form(text: Words, here: int, floor: int) -> bool:
    """Whether a token reads as a verb rather than as an adjective of the noun phrase."""
    lower = text.tokens[here].lower
    if lower in words("modifier") or joined(text, here - 1 if here > floor else here):
        return False
    participle = lower.endswith(("ed", "ing")) or lower in verbs()
    before = text.tokens[here - 1].lower if here > floor else ""
    return participle and not (before in words("article") or before.endswith(("ly", "'s")))


def _owner(text: Words, here: int) -> int:
    """Where the noun phrase opens when its first word is a genitive: "the defence ministry's"."""
    if not is_possessive(text, here):
        before = here - 1
        opens = before >= text.first[here] and text.tokens[before].lower in ("all", "some", "no", "any", "these", "those", "several", "the")
        return before if opens else here
    first = here
    while first - 1 >= max(text.first[here], here - 4):
        token = text.tokens[first - 1]
        if token.lower in words("article"):
            return first - 1
        if not (token.text[0].isupper() and token.lower not in no_phrase()):
            break
        first -= 1
    return first


def _with_tail(text: Words, end: int) -> int:
    """The end of the noun phrase with what says where it comes from: "from CCTV", "taken by a drone on Monday"."""
    for _ in range(2):
        if end >= text.last[end - 1]:
            break
        lower = text.tokens[end].lower
        if lower == "from":
            end = _origin(text, end)
        elif verbs().get(lower, frozenset()) & {"given", "taken", "collected", "seen"} and lower.endswith(("ed", "en", "ot", "ade", "st")):
            end = _participle(text, end)
        else:
            break
    return end


def _origin(text: Words, here: int) -> int:
    """The end of "from CCTV", "from Bank of Somewhere"."""
    end = before_verb(text, here + 1, phrase_end(text, here + 1, 5))
    if end <= here + 1:
        return here
    following = text.tokens[end : end + 2]
    if end + 1 < text.last[here] and following[0].lower == "of" and following[1].text[0].isupper():
        end = phrase_end(text, end + 1, 3)
    return end


def _participle(text: Words, here: int) -> int:
    """The end of "posted online by activists on Friday": particles, adverbs and short phrases behind a participle."""
    end = here + 1
    while end < min(text.last[here], here + 9):
        lower = text.tokens[end].lower
        if lower in listed("adverb"):
            end += 1
        elif lower in ("by", "on", "in", "at", "to", "from", "during") and phrase_end(text, end + 1, 4) > end + 1:
            end = before_verb(text, end + 1, phrase_end(text, end + 1, 4))
        else:
            break
    return end


def is_authority(text: Words, candidate: Candidate) -> bool:
    """Whether "according to" or "citing" stands before the noun phrase."""
    first = candidate.first
    if first - text.first[candidate.head] < 1:
        return False
    before = text.tokens[first - 1].lower
    return before == "citing" or (before == "to" and first > 1 and text.tokens[first - 2].lower == "according")


def before_verb(text: Words, start: int, end: int) -> int:
    """Where tokens start..end end when a verb of telling, showing or giving is cut off with what follows it."""
    for here in range(start + 1, end):
        found = verbs().get(text.tokens[here].text, frozenset())
        if found & {"shows", "told", "tested", "given", "emerged"} and longest(text.tokens, here, kinds()) is None:
            return here
    return end


def given_before(text: Words, candidate: Candidate, chosen: frozenset[str]) -> int | None:
    """The verb before the noun phrase that gives, shows or looks at it ("the ministry released …")."""
    floor = max(text.first[candidate.head], candidate.first - NEAR)
    for here in range(candidate.first - 1, floor - 1, -1):
        token = text.tokens[here]
        if verbs().get(token.lower, frozenset()) & chosen and not joined(text, here + 1):
            return here
        if token.text in ".;:()" or token.text in QUOTES or token.lower in listed("break"):
            return None
    return None


def given_after(text: Words, candidate: Candidate, chosen: frozenset[str]) -> int | None:
    """The verb behind the head that gives, shows or looks at it ("posted online by …", "was released", "surfaced")."""
    end = min(text.last[candidate.head], candidate.head_end + NEAR + 1)
    for here in range(candidate.head_end, end):
        token = text.tokens[here]
        if verbs().get(token.lower, frozenset()) & chosen and not joined(text, here + 1):
            return here
        if token.text in ".;:()" or token.lower in listed("break") or token.lower in ("and", "or"):
            return None
    return None
