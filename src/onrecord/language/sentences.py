"""Sentence boundaries: good enough to ask "how many sentences back?", and tolerant of text that lost spaces or commas."""

from __future__ import annotations

import re
from bisect import bisect_right
from importlib.resources import files

_END = re.compile(r"""(?<![.!?…])[.!?…]++["”’')\]]*+(?=\s|$)|[.!?]["”’]*(?=[A-Z“‘"][a-z])|\n+""")
_TABLE = (files("onrecord.language") / "abbreviations.txt").read_text(encoding="utf8")
_ABBREVIATIONS = frozenset(word for line in _TABLE.splitlines() if not line.startswith("#") for word in line.split())
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?$")


def sentence_starts(text: str) -> list[int]:
    """Code point offsets at which sentences begin, in order, the first one 0."""
    starts = [0]
    for end in _END.finditer(text):
        at = end.end()
        while at < len(text) and text[at].isspace():
            at += 1
        if text[end.start()] == "." and (_abbreviates(text, end.start()) or _goes_on(text, end[0], at)):
            continue
        if starts[-1] < at < len(text):
            starts.append(at)
    return starts


def _abbreviates(text: str, dot: int) -> bool:
    before = _WORD_BEFORE.search(text, max(0, dot - 12), dot)
    if before is None:
        return False
    word = before[1]
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper())


def _goes_on(text: str, mark: str, at: int) -> bool:
    """Whether a small letter follows a full stop: "9 a.m. on Monday", "Vell (D-Mont.) and Poll"."""
    return mark.strip(".)]") == "" and text[at : at + 1].islower() and "\n" not in text[at - 2 : at]


def sentence_number(starts: list[int], offset: int) -> int:
    """Which sentence an offset lies in."""
    return bisect_right(starts, offset) - 1
