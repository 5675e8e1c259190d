"""The outlet's own voice: the passages of an article that no statement covers."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from onrecord.language.quotes import paragraphs
from onrecord.model import Article, Passage, Span, Statement, Where

_HEADLINE = 200  # characters of the longest headline
_STANDFIRST = 400
_ENDS = ".!?…\"”’'"


def passages(article: Article, statements: Iterable[Statement], starts: list[int]) -> tuple[Passage, ...]:
    """What the outlet says itself, sentence by sentence: headline, standfirst and body sentences in which nobody else is heard.

    Sentences side by side in a paragraph are one passage. A sentence in which a statement has a part of its content is not the outlet's.
    """
    heard = _merged((s.start, s.end) for statement in statements if statement.mode == "communication" for s in statement.content)
    found: list[Passage] = []
    for place, start, end in _sentences(article, starts):
        if _touches(heard, start, end):
            continue
        before = found[-1] if found else None
        if (
            before
            and before.where == place
            and not article.text[before.at.end : start].strip()
            and "\n" not in article.text[before.at.end : start]
        ):
            found[-1] = Passage(Span(before.at.start, end), place)
        else:
            found.append(Passage(Span(start, end), place))
    return tuple(found)


def _sentences(article: Article, starts: list[int]) -> Iterator[tuple[Where, int, int]]:
    text = article.text
    bounds = paragraphs(text)
    for number, (start, end) in enumerate(bounds):
        place = _place(article, bounds, number)
        inside = [start, *(s for s in starts[bisect_left(starts, start) : bisect_left(starts, end)] if s > start), end]
        for a, b in itertools.pairwise(inside):
            stop = a + len(text[a:b].rstrip())
            if any(c.isalnum() for c in text[a:stop]):
                yield place, a, stop


def _place(article: Article, bounds: list[tuple[int, int]], number: int) -> Where:
    """Where a paragraph stands: a first line without a full stop is a headline, short ones like it below are the standfirst."""
    if len(bounds) < 2:
        return "body"
    first = article.text[slice(*bounds[0])].strip()
    headed = first == (article.title or "").strip() or (len(first) <= _HEADLINE and first[-1:] not in _ENDS)
    if number == 0 and headed:
        return "headline"
    shown = (article.text[slice(*bounds[n])].strip() for n in range(1, number + 1))
    if headed and all(len(p) <= _STANDFIRST and (p[-1:] not in _ENDS or p[:1] in "-–—•*") for p in shown):
        return "standfirst"
    return "body"


def _touches(heard: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_left(heard, (end, 0))
    return at > 0 and heard[at - 1][1] > start


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
