"""What the stage of details knows of the language, one CSV table a subject."""

from __future__ import annotations

from onrecord.tables import read_rows


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table in this folder."""
    return read_rows(__name__, name)
