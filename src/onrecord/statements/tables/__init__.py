"""What the stage of statements knows of the language, one CSV table a subject."""

from __future__ import annotations

from functools import cache

from onrecord.tables import read_rows


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table in this folder."""
    return read_rows(__name__, name)


@cache
def words(name: str) -> frozenset[str]:
    """The words of one list in words.csv, lower case."""
    return frozenset(next(row["words"] for row in rows("words.csv") if row["list"] == name).split())
