"""The list of cited material: footage, documents, testimony … with what it is said to show and who cites it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.export.cards import anchor
from onrecord.export.wording import Excerpt, Source, citer, day_label, excerpt, short, tellers
from onrecord.language.sentences import sentence_starts
from onrecord.model import Analysis


@dataclass(frozen=True, slots=True)
class Cited:
    """Material as one sentence cites it; `sources` are the articles that do so in these words, `absent` where it is said to be lacking."""

    type: str
    excerpt: Excerpt
    shows: str
    cited_by: str
    made: str
    absent: bool
    sources: tuple[Source, ...] = ()


def material(analyses: Sequence[Analysis]) -> tuple[tuple[str, tuple[Cited, ...]], ...]:
    """Every piece of evidence that is cited, by type, the type most often cited first, each in the order of the articles."""
    found: dict[Cited, tuple[Source, ...]] = {}
    for number, analysis in enumerate(analyses):
        for cited, source in _cited(analysis, number):
            found[cited] = (*found.get(cited, ()), source)
    by_type: dict[str, list[Cited]] = {}
    for cited, sources in found.items():
        by_type.setdefault(cited.type, []).append(replace(cited, sources=sources))
    return tuple((kind, tuple(members)) for kind, members in sorted(by_type.items(), key=lambda t: (-len(t[1]), t[0])))


def _cited(analysis: Analysis, number: int) -> Iterator[tuple[Cited, Source]]:
    if not analysis.evidence:
        return
    article, told = analysis.article, tellers(analysis)
    starts = sentence_starts(article.text)
    for n, evidence in enumerate(analysis.evidence):
        shows = short(article.text, evidence.shows) if evidence.shows else ""
        made = day_label(evidence.made)
        words = excerpt(article.text, evidence.at, starts)
        cited = Cited(evidence.type, words, shows, citer(evidence, told), made, evidence.absent)
        yield cited, Source(anchor("evidence", number, n), article.outlet or "", article.title or article.path)
