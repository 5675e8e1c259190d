"""A text cut at the rims of its statements and details, so that a page can mark each piece. Concatenated, the pieces are the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from onrecord.model import Span, Statement


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `statement` is the number of the statement it belongs to, `part` the part it plays in it.

    `details` are the numbers of the details (figures, times …) it lies in, the longest first; `opens` those that begin with it.
    """

    text: str
    statement: int | None = None
    part: str = ""  # content, cue, source
    details: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces side by side that play the same part in the same statement."""

    statement: int | None
    part: str
    pieces: tuple[Piece, ...]


_Mark = tuple[int, Span, int, str]  # rank, where, number, part


def pieces(text: str, statements: tuple[Statement, ...], details: Sequence[Span] = ()) -> list[Piece]:
    """The text in pieces, in order; where spans overlap, content wins over cue, cue over source, the earlier over the later."""
    marks = [*_statement_marks(statements), *((3, span, number, "detail") for number, span in enumerate(details))]
    marks = [m for m in marks if 0 <= m[1].start < m[1].end <= len(text)]
    edges = sorted({0, len(text), *(e for _, s, _, _ in marks for e in (s.start, s.end))})
    by_start = sorted(marks, key=lambda m: (m[1].start, m[0]))
    found: list[Piece] = []
    active: list[_Mark] = []
    at = 0
    for start, end in pairwise(edges):
        while at < len(by_start) and by_start[at][1].start <= start:
            active.append(by_start[at])
            at += 1
        active = [m for m in active if m[1].end > start]
        found.append(_piece(text[start:end], active, start))
    return found


def _statement_marks(statements: tuple[Statement, ...]) -> list[_Mark]:
    marks: list[_Mark] = []
    for number, statement in enumerate(statements):
        marks += [(0, span, number, "content") for span in statement.content]
        marks += [(1, span, number, "cue") for span in statement.cue]
        marks += [(2, statement.speaker_mention, number, "source")] if statement.speaker_mention else []
    return marks


def _piece(text: str, active: list[_Mark], start: int) -> Piece:
    told = [m for m in active if m[3] != "detail"]
    inside = sorted((m for m in active if m[3] == "detail"), key=lambda m: (m[1].start - m[1].end, m[2]))
    details, opens = tuple(m[2] for m in inside), tuple(m[2] for m in inside if m[1].start == start)
    if not told:
        return Piece(text, details=details, opens=opens)
    _, _, number, part = min(told, key=lambda m: (m[0], m[2]))
    return Piece(text, number, part, details, opens)


def paragraph_pieces(text: str, statements: tuple[Statement, ...], details: Sequence[Span] = ()) -> list[list[Piece]]:
    """The pieces by paragraph; line breaks themselves are left out."""
    paragraphs: list[list[Piece]] = [[]]
    for piece in pieces(text, statements, details):
        opens = piece.opens
        for n, part in enumerate(piece.text.split("\n")):
            if n:
                paragraphs.append([])
            if part:
                paragraphs[-1].append(Piece(part, piece.statement, piece.part, piece.details, opens))
                opens = ()
    return [p for p in paragraphs if any(piece.text.strip() for piece in p)]


def runs(paragraph: Sequence[Piece]) -> list[Run]:
    """The pieces of a paragraph, those of one part of one statement put together."""
    return [Run(number, part, tuple(found)) for (number, part), found in groupby(paragraph, key=lambda p: (p.statement, p.part))]
