"""Material that an article cites: footage, documents, testimony."""

from __future__ import annotations

from onrecord.model import Analysis, Evidence


def find_evidence(analysis: Analysis) -> tuple[Evidence, ...]:
    """Every mention of evidence in an article, in order; reads its text, statements and times."""
    return ()
