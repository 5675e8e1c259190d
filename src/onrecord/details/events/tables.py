"""What is known of events as data: triggers and their roles, look-alikes, status, light verbs; the tables `events_*.csv`."""

from __future__ import annotations

from functools import cache

from onrecord.details.phrases import PhraseTable, table
from onrecord.details.tables import rows


@cache
def triggers(part: str) -> PhraseTable:
    """Words that name what happened: verbs or nouns."""
    return _chosen("events_triggers.csv", "part", part)


@cache
def look_alikes() -> PhraseTable:
    """Phrases with a trigger in them that name no event."""
    return table("events_not.csv")


@cache
def starters() -> frozenset[str]:
    """The first words of triggers and look-alikes."""
    return frozenset([*triggers("verb"), *triggers("noun"), *look_alikes()])


@cache
def statuses(reach: str) -> PhraseTable:
    """Phrases that say whether it happened, in the verb group ("group") or before a noun phrase ("noun")."""
    return _chosen("events_status.csv", "reach", reach)


@cache
def light_verbs() -> PhraseTable:
    """Verbs whose subject did, or suffered, the deed that their object names."""
    return table("events_light.csv")


def _chosen(name: str, column: str, value: str) -> PhraseTable:
    every = table(name)
    return {first: kept for first, those in every.items() if (kept := [(w, r) for w, r in those if r[column] == value])}


@cache
def roles(text: str) -> dict[str, str]:
    """The roles of a row: "subject:agent object:patient by:agent"."""
    return dict(part.split(":") for part in text.split())


@cache
def words(kind: str) -> frozenset[str]:
    """The words of a kind in events_words.csv: actor, thing."""
    return frozenset(r["word"] for r in rows("events_words.csv") if r["kind"] == kind)
