"""Spans against spans."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from onrecord.model import Span


class Cover:
    """A set of spans that can be asked whether any of them touches another one."""

    def __init__(self, spans: Iterable[Span]) -> None:
        merged: list[tuple[int, int]] = []
        for start, end in sorted((s.start, s.end) for s in spans):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        self.spans = merged

    def touches(self, span: Span) -> bool:
        """Whether a character of the span is in one of the spans."""
        at = bisect_left(self.spans, (span.end, 0))
        return at > 0 and self.spans[at - 1][1] > span.start
