"""What an article is about, as story clustering sees it: pairs of neighbouring words, names, places, and its day.

Two reports on one event share pairs of words that stand together ("market fire", "Halden depot"); reports on two events of one sort
share the words, but not the pairs. Words that stand in many articles whatever they are about are left out (table common_words.csv).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord.linking.days import day_of, ordinal
from onrecord.linking.shingles import split
from onrecord.linking.tables import rows
from onrecord.linking.vectors import Vector, counted, key
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
        counted(key(pair) for pair in pairs(analysis.article.text)),
        counted(key(f"name {e.id}") for e in analysis.entities if e.type != "place"),
        counted(key(f"place {p.name.casefold()}") for p in analysis.places if p.kind != "country"),
        day if (day := ordinal(day_of(analysis))) >= 0 else None,
    )


def pairs(text: str) -> Iterator[str]:
    """Words that stand next to each other when the common ones are left out, each pair in alphabetical order."""
    before = ""
    for word in split(text)[:LONGEST]:
        stem = stem_of(word)
        if stem in _common():
            continue
        if before:
            yield f"{before} {stem}" if before < stem else f"{stem} {before}"
        before = stem


def stem_of(word: str) -> str:
    """A word without the commonest endings."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            return word[: -len(ending)]
    return word


@cache
def _common() -> frozenset[str]:
    return frozenset(stem_of(row["word"]) for row in rows("common_words.csv"))

