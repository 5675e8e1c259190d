"""What happened, lightly: for grouping and timelines."""

from __future__ import annotations

from onrecord.model import Analysis, Event


def find_events(analysis: Analysis) -> tuple[Event, ...]:
    """The events an article tells of, in order; reads its text, entities, times and places."""
    return ()
