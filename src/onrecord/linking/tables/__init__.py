"""Thresholds and word lists of linking, one CSV table a subject."""

from __future__ import annotations

from functools import cache

from onrecord.tables import read_rows


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table in this folder."""
    return read_rows(__name__, name)


@cache
def threshold(name: str) -> float:
    """A value of thresholds.csv, where each row says how it was chosen."""
    return {r["name"]: float(r["value"]) for r in rows("thresholds.csv")}[name]
