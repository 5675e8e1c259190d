"""Language knowledge as data: CSV tables with a note on why a row is there, read once."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table in this folder."""
    text = (files(__name__) / name).read_text(encoding="utf8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def words(name: str) -> frozenset[str]:
    """The words of one list in words.csv, lower case."""
    return frozenset(next(row["words"] for row in rows("words.csv") if row["list"] == name).split())
