"""A text cut at the rims of its statements, so that a page can mark each piece. Concatenated, the pieces are the text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from onrecord.model import Span, Statement


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters start..end of a text; `statement` is the number of the statement they belong to, `part` the part they play in it."""

    text: str
    statement: int | None = None
    part: str = ""  # content, cue, source


def pieces(text: str, statements: tuple[Statement, ...]) -> list[Piece]:
    """The text in pieces, in order; where spans overlap, content wins over cue, cue over source, the earlier over the later."""
    marks: list[tuple[int, Span, int, str]] = []
    for number, statement in enumerate(statements):
        marks += [(0, span, number, "content") for span in statement.content]
        marks += [(1, span, number, "cue") for span in statement.cue]
        marks += [(2, statement.speaker_mention, number, "source")] if statement.speaker_mention else []
    edges = sorted({0, len(text), *(e for _, s, _, _ in marks for e in (s.start, s.end))})
    by_start = sorted(marks, key=lambda m: (m[1].start, m[0]))
    found: list[Piece] = []
    active: list[tuple[int, Span, int, str]] = []
    at = 0
    for start, end in pairwise(edges):
        while at < len(by_start) and by_start[at][1].start <= start:
            active.append(by_start[at])
            at += 1
        active = [m for m in active if m[1].end > start]
        if active:
            _, _, number, part = min(active, key=lambda m: (m[0], m[2]))
            found.append(Piece(text[start:end], number, part))
        else:
            found.append(Piece(text[start:end]))
    return found


def paragraph_pieces(text: str, statements: tuple[Statement, ...]) -> list[list[Piece]]:
    """The pieces by paragraph; line breaks themselves are left out."""
    paragraphs: list[list[Piece]] = [[]]
    for piece in pieces(text, statements):
        for n, part in enumerate(piece.text.split("\n")):
            if n:
                paragraphs.append([])
            if part:
                paragraphs[-1].append(Piece(part, piece.statement, piece.part))
    return [p for p in paragraphs if any(piece.text.strip() for piece in p)]
