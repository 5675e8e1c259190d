"""Counts with their bounds, what they count and who gives them.

The numbers and what bounds them are read in `numbers`, what they count in `nouns`, what happened to the counted in `telling` and
`parts`, who gives a figure and for which day in `sources`. The words are CSV tables.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from onrecord.details.figures.counts import Count, Sentence
from onrecord.details.figures.numbers import may_hold_number, tokenize
from onrecord.details.figures.parts import relate
from onrecord.details.figures.predicates import words
from onrecord.details.figures.revisions import revision
from onrecord.details.figures.sources import Sources
from onrecord.details.figures.telling import tell
from onrecord.details.spans import Cover
from onrecord.language.sentences import sentence_starts
from onrecord.model import Analysis, Figure, Span


def find_figures(analysis: Analysis) -> tuple[Figure, ...]:
    """Every figure of an article in order; reads its text, statements and times. A count of several quantities gives one for each."""
    text = analysis.article.text
    sources = Sources(analysis)
    longer = Cover(t.at for t in analysis.times if not text[t.at.start : t.at.end].isdigit())
    years = Cover(t.at for t in analysis.times)
    found: list[Figure] = []
    previous: Count | None = None
    for start, end in itertools.pairwise([*sentence_starts(text), len(text)]):
        if not may_hold_number(text, start, end):
            previous = None
            continue
        sentence = Sentence(tokenize(text, start, end), longer.touches, previous)
        tell(sentence)
        relate(sentence)
        found.extend(_in_sentence(sentence, years, sources))
        previous = next((c for c in reversed(sentence.counts) if c.quantities and c.whole is None), None)
    return tuple(found)


def _in_sentence(sentence: Sentence, years: Cover, sources: Sources) -> Iterator[Figure]:
    for count in sentence.counts:
        at = _span(sentence, count)
        if _is_year(sentence, count) and years.touches(_number_span(sentence, count)):
            continue
        for quantity in count.quantities or _plain(count):
            yield _figure(sentence, count, quantity, at, sources)


def _is_year(sentence: Sentence, count: Count) -> bool:
    """Whether a number may be a year where a time expression says so: "in 2016", "in 2013 jihadists …", but "2000 people"."""
    if sentence.lower(count.number.last) in words("filler"):
        return False
    return count.noun.kind in ("none", "thing") or (1900 <= count.number.low <= 2100 and sentence.lower(count.first - 1) in words("year"))


def _figure(sentence: Sentence, count: Count, quantity: str, at: Span, sources: Sources) -> Figure:
    number = count.number
    statement = sources.statement(at)
    return Figure(
        at=at,
        quantity=quantity,
        who=count.who if count.who != "money" else "money",
        low=number.low,
        high=number.high,
        approx=number.approx,
        according_to=sources.according_to(at, statement, sentence.relative(count), sentence.span),
        as_of=sources.as_of(at, statement),
        statement=statement.id if statement else None,
        part_of=_span(sentence, count.whole) if count.whole else None,
        revised=revision(sentence.tokens, count),
        unit=count.noun.unit,
        rule="; ".join((*number.rules, *count.rules)),
    )


def _plain(count: Count) -> tuple[str, ...]:
    """The quantity of a count of which nothing happened: troops, weapons, money, the counted things themselves; none for a bare number."""
    kind = count.noun.kind
    if kind == "forces":
        return ("troops",)
    if kind in ("weapons", "money"):
        return (kind,)
    if kind in ("people", "thing") or (kind == "part" and count.who != "people"):
        return (count.who if kind == "thing" else "people",)
    return ()


def _span(sentence: Sentence, count: Count) -> Span:
    return Span(sentence.tokens[count.first].start, sentence.tokens[count.last - 1].end)


def _number_span(sentence: Sentence, count: Count) -> Span:
    return Span(sentence.tokens[count.number.core].start, sentence.tokens[count.number.last - 1].end)


__all__ = ["find_figures"]
