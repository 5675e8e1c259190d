"""Time expressions to ISO 8601."""

from __future__ import annotations

from onrecord.model import Time


def find_times(text: str, published: str | None) -> tuple[Time, ...]:
    """Every time expression of a text in order, resolved against `published` (an ISO 8601 date, or None)."""
    return ()
