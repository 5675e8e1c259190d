"""Which of several names a pronoun means: the model's votes weighed with features that can be read.

The weights are a logistic regression, kept as a table (tables/antecedents.csv) with what each feature says.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.language.sentences import sentence_number
from onrecord.model import Span
from onrecord.statements.tables import rows
from onrecord.statements.tables import words as word_list

_WORD_BEFORE = re.compile(r"[\w’']+|[^\w\s]")
OPENS = re.compile(
    r"(?:^|[.!?,;:\"“”]|\b(?:and|but|when|while|as|that|after|before|because|if|where|who|although|since))\s*$", re.IGNORECASE
)
VERB = re.compile(
    r"^\s*(?:,[^,]{3,60},)?\s*(?:\([^()]{0,40}\)\s*)?"
    r"(?:was|is|had|has|were|would|could|will|did|does|also|then|later|never|\w+ed|\w+s)\b"
)
_MOST = 5  # mentions counted


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name a pronoun may mean: its mentions in order, the model's share of votes for it, and whether the headline names it."""

    mentions: tuple[Span, ...]
    share: float
    titled: bool = False
    name: str = ""


@cache
def _weights() -> dict[str, tuple[float, float]]:
    return {row["feature"]: (float(row["own"]), float(row["against"])) for row in rows("antecedents.csv")}


def chances(text: str, starts: list[int], pronoun: Span, candidates: Sequence[Candidate], people: Sequence[Span]) -> list[float]:
    """The probability of each candidate (0 to 1), given the others.

    starts: where sentences start; people: all mentions of people in order, for counting who stands between.
    """
    found = [features(text, starts, pronoun, c, people) for c in candidates]
    own = [_sum(f, 0) + _sum(f, 1) for f in found]
    against = [_sum(f, 1) for f in found]
    result = []
    for n, value in enumerate(own):
        rival = max((against[m] for m in range(len(own)) if m != n), default=0.0)
        result.append(1 / (1 + math.exp(-(value - rival + _weights()["one"][0]))))
    return result


def _sum(found: dict[str, float], column: int) -> float:
    return sum(_weights()[name][column] * value for name, value in found.items())


def features(text: str, starts: list[int], pronoun: Span, candidate: Candidate, people: Sequence[Span]) -> dict[str, float]:
    """What speaks for a candidate, by name; most of it is about its mention nearest before the pronoun."""
    at = nearest(pronoun, candidate.mentions)
    before, behind = text[max(0, at.start - 40) : at.start], text[at.end : at.end + 80]
    last = _WORD_BEFORE.findall(before)[-1:]
    verb = bool(VERB.match(behind))
    subject = verb and bool(OPENS.search(before))
    between = bisect_left(people, pronoun.start, key=lambda s: s.start) - bisect_right(people, at.end, key=lambda s: s.start)
    share = min(candidate.share, 1.0)
    word = text[pronoun.start : pronoun.end].lower()
    back = sentence_number(starts, pronoun.start) - sentence_number(starts, at.start)
    return {
        "votes": math.log(share + 0.02) - math.log(1.02 - share),
        "subject": float(subject),
        "subject of both": float(subject and word in ("he", "she")),
        "verb": float(verb),
        "behind preposition": float(bool(last) and last[0].lower() in word_list("preposition") and last[0].lower() != "and"),
        "joined": float((bool(last) and last[0].lower() == "and") or behind.startswith(" and ")),
        "possessive": float(behind.startswith(("'s", "’s"))),
        "between": float(max(0, min(between, 4))),
        "count": float(min(len(candidate.mentions), _MOST)),
        "titled": float(candidate.titled),
        "behind": float(at.start > pronoun.start),
        "sentences back": float(max(0, min(back, 4))),
        "nobody between": float(between <= 0 and at.end <= pronoun.start),
        "opens sentence": float(not text[starts[sentence_number(starts, at.start)] : at.start].strip()),
        "full name": float(" " in text[at.start : at.end]),
        "given name": _gender(candidate.name or text[at.start : at.end], word),
    }


def _gender(name: str, pronoun: str) -> float:
    """1 where the given name is mostly of the pronoun's gender, -1 where it is of the other, else 0."""
    given = name.split()[0].lower() if " " in name else ""
    for gender, other in (("male", "female"), ("female", "male")):
        if pronoun in word_list(gender):
            return float(given in word_list(f"{gender} name")) - float(given in word_list(f"{other} name"))
    return 0.0


def nearest(pronoun: Span, mentions: Sequence[Span]) -> Span:
    """The last mention before the pronoun, or the first one behind it."""
    before = [m for m in mentions if m.end <= pronoun.start]
    return before[-1] if before else mentions[0]
