"""What the model reads in an article, in characters: attributions, named entities, and whom pronouns point to.

A very long text is read in parts, so that memory stays small; a part ends at a line break where it can.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from onrecord.language.decoding import ANTECEDENT, Attribution, NamedWords, Words, attributions, link_probabilities, named_words
from onrecord.language.encoding import Encoded
from onrecord.language.quotes import QUOTE_MARKS
from onrecord.language.session import Reader, Scores
from onrecord.model import EntityType, Span
from onrecord.statements.tables import words as word_list

PART = 40_000  # characters read at once
_BREAKS = ("\n", ". ", " ")
_SHORT = 5  # words of a description that the model is asked about
_EDGE = " \t\n\r,;:–—-"


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution in characters: spans of content, cue and source, and the model's raw score."""

    contents: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    score: float


@dataclass(slots=True)
class Reading:
    """Drafts and named entities in order; `pointers`: votes of a source that points back for each entity and source before it."""

    drafts: list[Draft] = field(default_factory=list)
    named: list[tuple[Span, EntityType]] = field(default_factory=list)
    pointers: dict[Span, list[tuple[Span, float]]] = field(default_factory=dict)


def read_text(text: str, reader: Reader) -> Reading:
    """Everything the model reads in a text, however long."""
    whole = Reading()
    for start, end in parts(text):
        part = _read_part(text[start:end], reader)
        whole.drafts += [_moved(d, start) for d in part.drafts]
        whole.named += [(_shift(at, start), kind) for at, kind in part.named]
        whole.pointers |= {_shift(at, start): [(_shift(n, start), s) for n, s in votes] for at, votes in part.pointers.items()}
    return whole


def parts(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of at most PART characters that make up the text, ended at a line break, a sentence or a space where there is one."""
    start = 0
    while len(text) - start > PART:
        ends = (
            text.rfind(mark, start + PART // 2, start + PART) + len(mark)
            for mark in _BREAKS
            if mark in text[start + PART // 2 : start + PART]
        )
        end = next(ends, start + PART)
        yield start, end
        start = end
    yield start, len(text)


def _read_part(text: str, reader: Reader) -> Reading:
    encoded = reader.encoder.encode(text)
    if not len(encoded.ids):
        return Reading()
    scores = reader.read(encoded)
    found = named_words(scores)
    reading = Reading(named=[(_span(encoded, n.words), n.type) for n in found])
    read = attributions(scores, reader.transitions)
    answers = _answers(found, read)
    for attribution in read:
        draft = _draft(text, encoded, attribution)
        if draft.contents:
            reading.drafts.append(draft)
            if draft.source and attribution.source and points_back(text, draft.source) and draft.source not in reading.pointers:
                reading.pointers[draft.source] = _pointers(scores, attribution.source, answers, encoded)
    return reading


def points_back(text: str, source: Span) -> bool:
    """Whether a source needs what was mentioned before it: one word, or a short description with the article."""
    words = text[source.start : source.end].split()
    return len(words) == 1 or (len(words) <= _SHORT and words[0].lower() in word_list("definite"))


def _answers(found: list[NamedWords], read: list[Attribution]) -> list[Words]:
    """What a source can point to: names, and sources that hold no name, in order and apart from each other."""
    taken = sorted({n.words for n in found})
    starts = [a for a, _ in taken]
    for source in sorted({a.source for a in read if a.source}):
        at = bisect_right(starts, source[1] - 1)
        if at == 0 or taken[at - 1][1] <= source[0]:
            insort(taken, source)
            insort(starts, source[0])
    return taken


def _span(encoded: Encoded, words: Words) -> Span:
    return Span(int(encoded.words[words[0], 0]), int(encoded.words[words[1] - 1, 1]))


def _shift(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by) if by else span


def _moved(draft: Draft, by: int) -> Draft:
    return replace(
        draft,
        contents=tuple(_shift(c, by) for c in draft.contents),
        cue=_shift(draft.cue, by) if draft.cue else None,
        source=_shift(draft.source, by) if draft.source else None,
    )


def _draft(text: str, encoded: Encoded, found: Attribution) -> Draft:
    contents = tuple(c for words in found.contents if (c := trim(text, _span(encoded, words))) is not None)
    if len(contents) > 1 and text[contents[0].start : contents[0].end].lower() in ("it", "there"):
        contents = contents[1:]  # "It was feared that …": a word that stands for nothing
    cue = _span(encoded, found.cue) if found.cue else None
    source = trim(text, _span(encoded, found.source), QUOTE_MARKS) if found.source else None
    return Draft(contents, cue, source, found.score)


def trim(text: str, span: Span, extra: str = "") -> Span | None:
    """The span without white space, commas, dashes and `extra` marks at its rims; None where no letter or digit is left."""
    start, end = span.start, span.end
    while start < end and text[start] in _EDGE + extra:
        start += 1
    while end > start and text[end - 1] in _EDGE + extra:
        end -= 1
    return Span(start, end) if any(c.isalnum() for c in text[start:end]) else None


def _pointers(scores: Scores, mention: Words, answers: list[Words], encoded: Encoded) -> list[tuple[Span, float]]:
    """Shares of the model's votes for each of `answers` before a mention, among those in the same window."""
    window = scores.window_of(mention[0])
    near = [words for words in answers if window.first <= words[0] and words[1] <= mention[0]]
    if not near:
        return []
    shares = link_probabilities(scores, ANTECEDENT, mention, near)
    return [(_span(encoded, words), float(share)) for words, share in zip(near, shares, strict=False)]
