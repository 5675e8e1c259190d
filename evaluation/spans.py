"""Sets of words and characters, precision and recall: what the measures are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

WORD = re.compile(r"\w+|[^\w\s]")
Pair = tuple[int, int]
T = TypeVar("T")


def scores(hit_system: int, n_system: int, hit_gold: int, n_gold: int) -> dict[str, float]:
    """Precision, recall and F1 in percent, one decimal; 0 where there is nothing to divide by."""
    p = hit_system / n_system if n_system else 0.0
    r = hit_gold / n_gold if n_gold else 0.0
    return {"p": percent(p), "r": percent(r), "f1": percent(2 * p * r / (p + r)) if p + r else 0.0}


def percent(share: float) -> float:
    """A share as percent with one decimal."""
    return round(100 * share, 1)


def pairs(spans: Iterable[Any]) -> list[Pair]:
    """Spans as (start, end), whether they come as {"start", "end"} or as [start, end]."""
    return [(s["start"], s["end"]) if isinstance(s, dict) else (s[0], s[1]) for s in spans]


def trimmed(text: str, spans: Iterable[Any]) -> list[Pair]:
    """Spans without quotation marks and punctuation at their rims, so that conventions do not count."""
    found = []
    for start, end in pairs(spans):
        letters = [i for i in range(start, end) if text[i].isalnum()]
        if letters:
            found.append((letters[0], letters[-1] + 1))
    return found


def words_in(words: Sequence[Pair], spans: Iterable[Pair]) -> frozenset[int]:
    """Numbers of the words that any of the spans touches."""
    wanted = list(spans)
    return frozenset(n for n, (a, b) in enumerate(words) if any(a < end and start < b for start, end in wanted))


def characters(spans: Iterable[Any]) -> frozenset[int]:
    """Offsets that any of the spans covers."""
    return frozenset(i for start, end in pairs(spans) for i in range(start, end))


def jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    """Shared part of two sets."""
    return len(a & b) / len(a | b) if a | b else 0.0


def match(gold: Sequence[T], system: Sequence[T], score: Callable[[T, T], float]) -> list[tuple[int, int, float]]:
    """Greedy one-to-one matching by falling score; pairs scoring 0 are left apart."""
    ranked = sorted(((score(g, s), i, j) for i, g in enumerate(gold) for j, s in enumerate(system)), reverse=True)
    taken_gold: set[int] = set()
    taken_system: set[int] = set()
    found = []
    for value, i, j in ranked:
        if value > 0 and i not in taken_gold and j not in taken_system:
            taken_gold.add(i)
            taken_system.add(j)
            found.append((i, j, value))
    return found
