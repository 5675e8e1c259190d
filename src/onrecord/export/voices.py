"""How much of a story is attributed, to whom, and how: shares of an article's characters by voice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from onrecord.model import Analysis, Span

_KINDS = {"direct": "quoted", "mixed": "partly quoted", "indirect": "reported"}
_AROUND = "words around"
_MOST = 3  # speakers named beside the bar


@dataclass(frozen=True, slots=True)
class Voices:
    """Shares of an article's characters in percent: `parts` (voice, share) of quoted, partly quoted, reported, outlet, and the words
    around what is attributed; `most` (speaker, share) of who is heard most."""

    parts: tuple[tuple[str, int], ...]
    most: tuple[tuple[str, int], ...]


def voices(analysis: Analysis) -> Voices | None:
    """The voices of an article, or None where there is no text."""
    text = analysis.article.text
    total = sum(not c.isspace() for c in text)
    if not total or analysis.skipped:
        return None
    counts: Counter[str] = Counter()
    people: Counter[str] = Counter()
    taken = bytearray(len(text))
    for statement in analysis.statements:
        if statement.mode == "communication":
            size = sum(_fresh(text, span, taken) for span in statement.content)
            counts[_KINDS[statement.kind]] += size
            people[statement.speaker or ""] += size
    counts["outlet"] = sum(_fresh(text, passage.at, taken) for passage in analysis.passages)
    counts[_AROUND] = total - counts.total()
    order = [*_KINDS.values(), "outlet", _AROUND]
    named = [(name, size) for name, size in people.most_common() if name][:_MOST]
    return Voices(
        tuple((voice, round(100 * counts[voice] / total)) for voice in order if counts[voice]),
        tuple((name, round(100 * size / total)) for name, size in named),
    )


def _fresh(text: str, span: Span, taken: bytearray) -> int:
    size = sum(not text[i].isspace() and not taken[i] for i in range(span.start, span.end))
    taken[span.start : span.end] = b"\x01" * (span.end - span.start)
    return size
