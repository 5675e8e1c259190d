"""What is known of evidence as data: kinds, verbs, look-alikes, absence; the tables `evidence_*.csv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord.details.phrases import PhraseTable, table
from onrecord.details.tables import rows


@dataclass(frozen=True, slots=True)
class Kind:
    """How a type of evidence behaves: the kinds of verb by which it tells something, and whether "of" gives what it shows."""

    verbs: frozenset[str]
    of: bool


@cache
def kinds() -> PhraseTable:
    """The phrases that name evidence, with their type and the signs they need."""
    return table("evidence_kinds.csv")


@cache
def signs(row_signs: str) -> tuple[str, ...]:
    """The signs of a row in its order; none means that the phrase stands for itself."""
    return () if row_signs == "-" else tuple(row_signs.split())


@cache
def types() -> dict[str, Kind]:
    """Each type of evidence."""
    return {r["type"]: Kind(frozenset(r["verbs"].split()), r["of"] == "yes") for r in rows("evidence_types.csv")}


@cache
def look_alikes() -> PhraseTable:
    """Phrases with a word of evidence in them that are none."""
    return table("evidence_not.csv")


@cache
def verbs() -> dict[str, frozenset[str]]:
    """The kinds of verb of each form."""
    found: dict[str, set[str]] = {}
    for row in rows("evidence_verbs.csv"):
        for form in row["forms"].split():
            found.setdefault(form, set()).add(row["kind"])
    return {form: frozenset(those) for form, those in found.items()}


@cache
def words(kind: str) -> frozenset[str]:
    """The words of a kind in evidence_words.csv: article, modifier, paper, picture, listened."""
    return frozenset(r["word"] for r in rows("evidence_words.csv") if r["kind"] == kind)


@cache
def absences() -> dict[str, PhraseTable]:
    """Phrases that say there is none, by their reach: next (right before), near (shortly before), after."""
    every = table("evidence_absent.csv")
    return {
        reach: {first: kept for first, those in every.items() if (kept := [(w, r) for w, r in those if r["reach"] == reach])}
        for reach in ("next", "near", "after")
    }
