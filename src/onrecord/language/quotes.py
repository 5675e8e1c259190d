"""Quotation marks: where quoted passages open and close.

Works on raw text with every convention met in news copy (“ ”, ‘ ’, « », „ “, straight " and '), keeps apostrophes apart from
quotation marks, and lets a quotation run over paragraphs when each one is reopened and only the last is closed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OPENERS = {"“": "”", "«": "»", "„": "“”"}
DOUBLE_MARKS = '"“”„‟«»'
SINGLE_MARKS = "'‘’‚‛"
QUOTE_MARKS = DOUBLE_MARKS + SINGLE_MARKS
_MARK = re.compile(f"[{re.escape(QUOTE_MARKS)}]")
_BREAK = re.compile(r"\n\s*")
_MAX_SINGLE = 600  # an apostrophe is not a closing mark this far (in characters) behind its supposed opener


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quoted passage, marks included: ``text[start:end]``. ``closed`` is false where no closing mark was found."""

    start: int
    end: int
    closed: bool


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Paragraph spans (start, end): runs of text between line breaks, in code points, empty ones left out."""
    spans, at = [], 0
    for gap in _BREAK.finditer(text):
        if text[at : gap.start()].strip():
            spans.append((at, gap.start()))
        at = gap.end()
    if text[at:].strip():
        spans.append((at, len(text)))
    return spans


def find_quotations(text: str) -> list[Quotation]:
    """Every quoted passage of `text`, outermost only, in order and never overlapping.

    An unclosed quotation ends with its paragraph; `closed` says so. A later paragraph that opens with a mark carries it on.
    """
    found: list[Quotation] = []
    for start, end in paragraphs(text):
        found.extend(_in_paragraph(text, start, end))
    return found


def _in_paragraph(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    at = start
    while True:
        mark = _MARK.search(text, at, end)
        if mark is None:
            return found
        i = mark.start()
        if not _opens(text, i, start):
            at = i + 1
            continue
        close = _closing(text, i, end)
        if close is None and text[i] in SINGLE_MARKS:
            at = i + 1
            continue
        stop = end if close is None else close + 1
        found.append(Quotation(i, stop, close is not None))
        at = stop


def _opens(text: str, i: int, start: int) -> bool:
    mark = text[i]
    if mark in OPENERS or mark in "‟":
        return True
    before = text[i - 1] if i > start else " "
    after = text[i + 1] if i + 1 < len(text) else " "
    if mark == '"':
        return not after.isspace()
    return mark in "'‘‚‛" and not before.isalnum() and (after.isalnum() or after in '$£€[(“"….')


def _closing(text: str, i: int, end: int) -> int | None:
    mark = text[i]
    if mark in SINGLE_MARKS:
        return _closing_single(text, i, min(end, i + _MAX_SINGLE))
    closers = OPENERS.get(mark, '"”')
    depth = 0
    for at in range(i + 1, end):
        char = text[at]
        if char in closers and depth == 0:
            return at
        if char == mark and mark in OPENERS:
            depth += 1
        elif char in closers:
            depth -= 1
        elif char == '"' and mark in "“”":
            return at
    return None


def _closing_single(text: str, i: int, end: int) -> int | None:
    closers = "'" if text[i] == "'" else "’'"
    for at in range(i + 2, end):
        if text[at] in closers and not text[at - 1].isspace():
            after = text[at + 1] if at + 1 < len(text) else " "
            if not after.isalnum() and not (text[at - 1] in "sS" and after.isspace() and _later_closer(text, at, end, closers)):
                return at
        elif text[at] in DOUBLE_MARKS and text[at] == text[i - 1 : i]:
            return None
    return None


def _later_closer(text: str, at: int, end: int, closers: str) -> bool:
    """Whether a plural possessive ("the workers’ march") is likely: a better closing mark follows before any new opener."""
    for later in range(at + 1, min(end, at + 200)):
        if text[later] in '‘“"':
            return False
        if text[later] in closers and text[later - 1] in ".,!?…":
            return True
    return False
