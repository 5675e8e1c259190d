"""The words that revise a figure: "has risen to", "revised down to" (tables/revisions.csv)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from onrecord.details.figures.counts import Count
from onrecord.details.figures.numbers import Phrases, Token, by_first
from onrecord.details.tables import rows

_REACH = 6  # tokens between the revising words and a toll


@cache
def _phrases() -> Phrases:
    return by_first(rows("revisions.csv"), "phrase")


def revision(tokens: Sequence[Token], count: Count) -> str | None:
    """The longest revising phrase that ends right before a toll, or that rules the toll's own phrase ("raised the death toll to 22")."""
    if not count.quantities:
        return None
    before = _ending_at(tokens, count.first)
    if before or count.toll is None:
        return before
    for end in range(count.toll.first, max(0, count.toll.first - _REACH), -1):
        found = _ending_at(tokens, end)
        if found:
            between = [t.lower for t in tokens[count.toll.last : count.first]]
            return f"{found} … {' '.join(between)}" if len(between) == 2 else found
    return None


def _ending_at(tokens: Sequence[Token], end: int) -> str | None:
    best = ""
    for first in range(max(0, end - 6), end):
        for words, row in _phrases().get(tokens[first].lower, ()):
            there = first + len(words) == end and all(tokens[first + n].lower == w for n, w in enumerate(words))
            best = max(best, row["phrase"], key=len) if there else best
    return best or None
