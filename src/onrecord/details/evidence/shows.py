"""What material is said to show: the verb that tells it and the clause behind it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord.details.evidence.mentions import Candidate, is_authority
from onrecord.details.evidence.tables import Kind, kinds, verbs
from onrecord.details.phrases import QUOTES, Words, is_possessive, is_word, listed, longest, no_phrase
from onrecord.model import Span

REACH = 18  # tokens between the head and its verb: "pictures of the city posted using the hashtag have shown …"
TOLD_REACH = 9  # the same for "said", "found", which others in the sentence may do as well
OPENING = 7  # tokens between "in the video" and the comma: "above", "he uploaded to a site"
QUOTED = 120  # tokens before a clause among which an open quotation mark is looked for
SENSED = 12  # tokens between "seen" and "in the footage"
SHORT = 4  # tokens of the shortest sentence that stands before ", an analysis shows"
CLAUSE = 60  # tokens of what is shown, at most
_SENSED = ("seen", "heard", "visible", "audible", "pictured", "shown")
_PLACED = ("in", "by", "on", "at", "from", "with", "during", "as")
_PARTED = frozenset({"given", "emerged", "taken", "seen"})
_NONE: frozenset[str] = frozenset()
_SHOWS = frozenset({"shows"})
_MARKS = frozenset(",–—-")
_TURNS = ("but", "while", "although", "though", "whereas", "according", "adding")
_STOPS = ".;:!?()[]…"


@dataclass(frozen=True, slots=True)
class Shown:
    """The token of the verb that tells (None: told by a preposition), whether it is negated, and what is shown, if that is said."""

    verb: int | None
    span: Span | None
    negated: bool = False


def find_shown(text: Words, candidate: Candidate, kind: Kind, limit: int) -> Shown | None:
    """What a verb, "of", "in which" or "seen in" says that it shows; nothing runs past the offset `limit`."""
    verb = _verb(text, candidate, kind)
    if verb is not None:
        object_only = text.tokens[min(verb + 1, len(text.tokens) - 1)].lower != "that" and _relative(text, candidate, verb)
        negated = any(text.tokens[n].lower in listed("negation") for n in range(max(candidate.head_end, verb - 3), verb))
        start = verb if "whole" in verbs().get(text.tokens[verb].lower, ()) else verb + 1
        span = None if negated else clause(text, start, limit, object_only) or _before(text, candidate)
        return Shown(verb, span, negated)
    return _by_preposition(text, candidate, kind, limit)


def _relative(text: Words, candidate: Candidate, verb: int) -> bool:
    """Whether the verb is not the sentence's own: in a relative clause or a participle of its subject ("a video showing … was shared")."""
    opens = candidate.first == text.first[candidate.head] or not is_word(text.tokens[candidate.first - 1])
    opening = opens and not _finite(text, verb)
    return opening or any(text.tokens[n].lower in ("that", "which") for n in range(candidate.head_end, verb))


def _finite(text: Words, verb: int) -> bool:
    before = text.tokens[verb - 1].lower
    if before == "to":
        return not text.tokens[verb - 2].lower.endswith("ing")
    return not text.tokens[verb].lower.endswith("ing") or before in listed("auxiliary")


def _before(text: Words, candidate: Candidate) -> Span | None:
    """The sentence before ", an analysis shows."."""
    first, opening = candidate.first, text.first[candidate.head]
    if not opening + SHORT < first <= opening + CLAUSE or text.tokens[first - 1].text != ",":
        return None
    return text.span(opening, first - 1)


def _verb(text: Words, candidate: Candidate, kind: Kind) -> int | None:
    here, stop, commas = candidate.head_end, min(text.last[candidate.head], candidate.head_end + REACH), 0
    while here < stop:
        token = text.tokens[here]
        commas += token.text == ","
        telling = here < candidate.head_end + TOLD_REACH and token.text[0].islower() and commas % 2 == 0
        if _tells(token.lower, kind.verbs if telling else _SHOWS) and not _passive(text, here) and not _other(text, candidate, here, kind):
            return here
        if "purports" in verbs().get(token.lower, ()) and [t.lower for t in text.tokens[here + 1 : here + 3]] == ["to", "be"]:
            return here + 2
        if token.text in _STOPS or token.text in QUOTES or token.lower in listed("break"):
            return None
        if token.lower in ("and", "or") and not _more_material(text, here + 1):
            return None
        here += 1
    return None


def _tells(form: str, wanted: frozenset[str]) -> bool:
    return not verbs().get(form, _NONE).isdisjoint(wanted)


def _other(text: Words, candidate: Candidate, here: int, kind: Kind) -> bool:
    """Whether a form is an adjective ("the alleged plot"), a noun ("his show") or an aim ("an inquiry to establish")."""
    if here == candidate.head_end:
        return False
    before = text.tokens[here - 1].lower
    if (before in listed("determiner") and before != "that") or is_possessive(text, here - 1):
        return True
    if here + 1 < text.last[here] and text.tokens[here].lower.endswith("s") and _tells(text.tokens[here + 1].lower, kind.verbs):
        return True  # "an analysis of the reports shows"
    seeming = verbs().get(text.tokens[here - 2].lower, _NONE)
    return before == "to" and not kind.of and "purports" not in seeming


def _passive(text: Words, here: int) -> bool:
    """Whether a form is a passive or a bare participle ("shown on television", "captured by a resident", "captured here")."""
    lower = text.tokens[here].lower
    if lower.endswith("ing") or not lower.endswith(("ed", "wn", "d", "n")):
        return False
    before = text.tokens[here - 1].lower if here else ""
    after = text.tokens[here + 1].lower if here + 1 < text.last[here] else "."
    return before in listed("passive") or after in _PLACED or not (after[0].isalnum() or after in QUOTES)


def _more_material(text: Words, here: int) -> bool:
    """Whether the next words name material again: "pictures and videos"."""
    return any(longest(text.tokens, n, kinds()) is not None for n in range(here, min(here + 3, len(text.tokens))))


def _by_preposition(text: Words, candidate: Candidate, kind: Kind, limit: int) -> Shown | None:
    tokens, end, last = text.tokens, candidate.head_end, text.last[candidate.head]
    after = tokens[end].lower if end < last else ""
    if kind.of and after == "of":
        return _shown(clause(text, _past_what(text, end + 1), limit, phrase=True))
    if kind.of and after == "that" and candidate.type == "evidence":
        return _shown(clause(text, end, limit))
    if not kind.of or candidate.type == "evidence":
        return _by_authority(text, candidate, limit)
    for here in range(end, min(last - 1, end + 3)):
        if tokens[here].lower == "where" or (tokens[here].lower == "in" and tokens[here + 1].lower == "which"):
            return _shown(clause(text, here + (1 if tokens[here].lower == "where" else 2), limit))
    return _inside(text, candidate, limit)


def _by_authority(text: Words, candidate: Candidate, limit: int) -> Shown | None:
    """The sentence around "according to a leaked memo"."""
    first, opening = candidate.first, text.first[candidate.head]
    if not is_authority(text, candidate) or first - opening > CLAUSE:
        return None
    if first - 2 > opening:
        return _shown(clause(text, opening, min(limit, text.tokens[first - 2].start)))
    comma = candidate.last < text.last[candidate.head] and text.tokens[candidate.last].text == ","
    return _shown(clause(text, candidate.last + comma, limit))


def _past_what(text: Words, here: int) -> int:
    """Behind "what it said was" in "a video of what it said was a burning tank"."""
    if here + 1 < text.last[here - 1] and text.tokens[here].lower == "what":
        return next((n + 1 for n in range(here + 1, min(text.last[here] - 1, here + 8)) if text.tokens[n].lower in listed("be")), here)
    return here


def _inside(text: Words, candidate: Candidate, limit: int) -> Shown | None:
    """ "In the footage, people run away" and "people are seen running in the footage"."""
    first, tokens = candidate.first, text.tokens
    if first == 0 or tokens[first - 1].lower not in ("in", "on", "throughout"):
        return None
    opening = first - 1 == text.first[first]
    if opening:
        near = range(candidate.last, min(text.last[first], candidate.last + OPENING))
        start = next((n for n in near if tokens[n].text == "," or tokens[n].lower in listed("determiner")), candidate.last)
        spoken = any(tokens[n].lower in listed("say") for n in range(start, min(start + 9, text.last[first])))
        found = start < text.last[first] and tokens[start].text == "," and not spoken
        return _shown(clause(text, start + 1, limit)) if found else None
    sensed = next((n for n in range(first - 2, max(text.first[first], first - SENSED) - 1, -1) if tokens[n].lower in _SENSED), None)
    if sensed is None or any(tokens[n].text in _STOPS + "," for n in range(sensed, first)):
        return None
    start = sensed
    while start > max(text.first[first], first - CLAUSE) and tokens[start - 1].text not in _STOPS + ",":
        if tokens[start - 1].lower in ("that", "and", "which"):
            break
        start -= 1
    return _shown(text.span(start, first - 1)) if start < sensed else None


def _shown(span: Span | None) -> Shown | None:
    return Shown(None, span) if span else None


def clause(text: Words, start: int, limit: int, phrase: bool = False) -> Span | None:
    """The clause that begins at a token, up to an attribution, a break or `limit`; with `phrase` up to a verb of giving or taking."""
    if start >= len(text.tokens) or start >= text.last[start - 1] or text.tokens[start].lower in listed("question"):
        return None
    stop = min(text.last[start], start + CLAUSE)
    quoted = sum(text.tokens[n].text == '"' for n in range(max(text.first[start], start - QUOTED), start)) % 2 == 1
    end = start
    while end < stop:
        token = text.tokens[end]
        if token.start >= limit or token.text in ";:" or (token.text in "\"”" and quoted) or (end > start and _ends(text, end, phrase)):
            break
        end += 1
    while end > start and not (is_word(text.tokens[end - 1]) or text.tokens[end - 1].text in QUOTES + ")%"):
        end -= 1
    while phrase and end > start and text.tokens[end - 1].lower in _trailing():
        end -= 1
    while start < end and not (is_word(text.tokens[start]) or text.tokens[start].text in QUOTES + "(["):
        start += 1
    return text.span(start, end) if end > start and any(is_word(t) for t in text.tokens[start:end]) else None


@cache
def _trailing() -> frozenset[str]:
    """Words at which no phrase ends: what is left of the clause behind it."""
    return (no_phrase() | listed("determiner")) - {"him", "her", "them", "me", "us", "it", "himself", "herself", "themselves"}


def _ends(text: Words, here: int, phrase: bool) -> bool:
    tokens, token = text.tokens, text.tokens[here]
    if token.text not in _MARKS and token.lower != "according":
        return phrase and _ends_phrase(text, here)
    following = [t.lower for t in tokens[here + 1 : min(text.last[here], here + 7)]]
    if token.text == ",":
        near = following[: following.index(",")] if "," in following else following
        return bool(following) and (following[0] in _TURNS or not listed("say").isdisjoint(near))
    if token.lower == "according" and following[:1] == ["to"]:
        return True
    return token.text != "," and tokens[here - 1].end < token.start and here + 1 < len(tokens) and tokens[here + 1].start > token.end


def _ends_phrase(text: Words, here: int) -> bool:
    lower, before = text.tokens[here].lower, text.tokens[here - 1].lower
    relative = before in ("who", "that", "which", "where")
    if (lower in listed("finite") and not relative) or lower in listed("say") or lower in ("that", "which"):
        return True
    if verbs().get(lower, frozenset()) & _PARTED and not lower.endswith("ing") and before not in listed("passive"):
        return True
    return lower in ("and", "or") and _more_material(text, here + 1)
