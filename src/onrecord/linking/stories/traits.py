"""What an article is about, as story clustering sees it: pairs of neighbouring words, names, places, and its day.

Two reports on one event share pairs of words that stand together ("market fire", "Halden depot"); reports on two events of one sort
share the words, but not the pairs. Words that stand in many articles whatever they are about are left out (table common_words.csv).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from onrecord.linking.days import day_of, ordinal
from onrecord.linking.shingles import mixed, split
from onrecord.linking.tables import rows
from onrecord.linking.vectors import Keys, Vector, counted, key
from onrecord.model import Analysis

ENDINGS = ("ing", "ed", "es", "s")
STEM = 3  # letters that must be left without the ending
LONGEST = 6000  # words of an article that are read; a book is no report


@dataclass(frozen=True, slots=True)
class Traits:
    """An article's features; `day` counts from the year 1, None where the article has no date."""

    pairs: Vector
    names: Vector
    places: Vector
    day: int | None


def traits_of(analysis: Analysis) -> Traits:
    """The features of an article."""
    return Traits(
        counted(pair_keys(analysis.article.text)),
        counted(key(f"name {e.id}") for e in analysis.entities if e.type != "place"),
        counted(key(f"place {p.name.casefold()}") for p in analysis.places if p.kind != "country"),
        day if (day := ordinal(day_of(analysis))) >= 0 else None,
    )


def pairs(text: str) -> list[str]:
    """Words that stand next to each other when the common ones are left out, each pair in alphabetical order."""
    kept = _kept(text)
    return [f"{a} {b}" if a < b else f"{b} {a}" for a, b in pairwise(kept)]


def pair_keys(text: str) -> Keys:
    """The hashes of `pairs`, in their order: made of the hashes of the words, since most pairs are met once and words often."""
    kept = _kept(text)
    words = np.fromiter(map(key, kept), np.uint64, len(kept))
    return mixed(mixed(np.minimum(words[:-1], words[1:])) + np.maximum(words[:-1], words[1:]))


def _kept(text: str) -> list[str]:
    common = _common()
    return [stem for word in split(text)[:LONGEST] if (stem := stem_of(word)) not in common]


def stem_of(word: str) -> str:
    """A word without the commonest endings."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            return word[: -len(ending)]
    return word


@cache
def _common() -> frozenset[str]:
    return frozenset(stem_of(row["word"]) for row in rows("common_words.csv"))

