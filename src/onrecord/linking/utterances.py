"""The same statement of the same speaker on the same occasion, as several articles report it, and what each report changed.

Statements that say the same in the same words are one node first, however many copies there are; nodes are joined where `judge` finds
them one utterance, best pairs first, and only if most of either group agree, so that no chain of likenesses grows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from onrecord.linking.alignment import stem_of, words_of
from onrecord.linking.changes import Difference, Rewording, compare_units, farthest
from onrecord.linking.tables import threshold
from onrecord.linking.utterances_items import Item, Weights, items_of, joined
from onrecord.linking.utterances_pairs import Verdict, candidates, far, judge, one_count
from onrecord.model import Analysis, Change, Origin, Relation, Span, Story, Utterance, Variant

_SAMPLE = 5  # members of a group that a newcomer is compared with


@dataclass(slots=True)
class _Group:
    """Nodes found to be one utterance, with the best reasons for it."""

    nodes: list[int]
    verdicts: list[Verdict] = field(default_factory=list)


def find_utterances(analyses: Sequence[Analysis], stories: Iterable[Story] = (), origins: Iterable[Origin] = ()) -> tuple[Utterance, ...]:
    """Every utterance that is reported more than once, in the order of its earliest report.

    `origins` is taken for the sake of one signature with the other parts: copies of one text are variants all the same.
    """
    del origins
    items = items_of(analyses, tuple(stories))
    items.sort(key=_when)
    nodes = _nodes(items)
    firsts = [node[0] for node in nodes]
    weights = Weights(items)
    groups = _grouped(firsts, weights)
    found = []
    for group in groups:
        members = joined(sorted((item for n in group.nodes for item in nodes[n]), key=_when))
        if len(members) > 1:
            found.append(_utterance(analyses, members, group.verdicts, weights))
    return tuple(found)


def _when(item: Item) -> tuple[int, int, int, int]:
    return (item.day is None, item.day or 0, item.article, item.at.start)


def _nodes(items: Sequence[Item]) -> list[list[Item]]:
    """Items that say the same in the same words, by one speaker, on what can be one occasion."""
    found: dict[tuple[object, ...], list[Item]] = {}
    for item in items:
        enough = len(item.words) >= threshold("utterance_words_others")
        occasion = None if enough else (sorted(item.stories)[:1], item.day)
        voice = item.voice.id if item.voice.named else tuple(sorted(item.voice.words))
        found.setdefault((item.exact, voice, item.headline, str(occasion), None if enough else tuple(sorted(item.cue))), []).append(item)
    return list(found.values())


def _grouped(items: Sequence[Item], weights: Weights) -> list[_Group]:
    """Nodes joined, best pairs first."""
    judged: dict[tuple[int, int], Verdict] = {}

    def verdict(i: int, j: int) -> Verdict:
        pair = (min(i, j), max(i, j))
        if pair not in judged:
            judged[pair] = judge(items[pair[0]], items[pair[1]], weights)
        return judged[pair]

    accepted = []
    for i, j in candidates(items, weights):
        pair = (min(i, j), max(i, j))
        found = judge(items[pair[0]], items[pair[1]], weights)
        if found.score > 0:  # most pairs are not; a news archive has too many of them to remember
            judged[pair] = found
            accepted.append((found.score, i, j))
    home = {n: _Group([n]) for n in range(len(items))}
    for _, i, j in sorted(accepted, key=lambda a: (-a[0], a[1], a[2])):
        one, other = home[i], home[j]
        if one is other:
            continue
        cross = [verdict(x, y) for x in one.nodes[:_SAMPLE] for y in other.nodes[:_SAMPLE]]
        if sum(v.score > 0 for v in cross) < threshold("utterance_agreement") * len(cross):
            continue
        if any(
            not verdict(x, y).score and (far(items[x], items[y]) or _two_of_one_article(items[x], items[y]))
            for x in one.nodes[:_SAMPLE]
            for y in other.nodes[:_SAMPLE]
        ):
            continue
        one.nodes += other.nodes
        one.verdicts += [*other.verdicts, verdict(i, j)]
        home.update(dict.fromkeys(other.nodes, one))
    unique = {id(group): group for group in home.values()}
    return sorted(unique.values(), key=lambda group: min(group.nodes))


def _two_of_one_article(a: Item, b: Item) -> bool:
    """Whether two statements of one article would be made one, which they are only as repeats, or where both give one count."""
    return a.article == b.article and a.statement.id != b.statement.id and not one_count(a, b)


def _utterance(analyses: Sequence[Analysis], members: Sequence[Item], verdicts: Sequence[Verdict], weights: Weights) -> Utterance:
    relations: list[Relation] = []
    changes: list[Change] = []
    for n, item in enumerate(members[1:], 1):
        first = _forerunner(members[: min(n, _SAMPLE)], item, weights)
        pair = compare_units(first.units, item.units)
        relations.append(_relation(analyses, first, item, pair))
        changes += pair.changes(
            analyses[first.article].article.text, analyses[item.article].article.text, analyses[item.article].article.id
        )
    variants = tuple(_variant(analyses, item) for item in members)
    speaker = next((item.statement.speaker for item in members if item.voice.named), next((v.speaker for v in variants if v.speaker), None))
    best = max(verdicts, key=lambda v: v.score, default=None)
    scores = [v.score for v in verdicts]
    return Utterance(
        id=hashlib.sha256("|".join(f"{v.statement}:{v.article}" for v in variants).encode("utf-8", "replace")).hexdigest()[:16],
        speaker=speaker,
        relation=farthest(relations),
        variants=variants,
        changes=tuple(dict.fromkeys(changes)),
        attribution_differs=any(v.voices == "different" for v in verdicts),
        score=round(min(scores), 3) if scores else 1.0,
        reasons=best.reasons if best else ("the same words by one speaker",),
    )


def _forerunner(earlier: Sequence[Item], item: Item, weights: Weights) -> Item:
    """What a report is compared with: the earliest one, or where the two have too little in common the earlier one most like it."""
    if len(earlier) == 1 or judge(earlier[0], item, weights).score:
        return earlier[0]
    scores = [judge(one, item, weights).score for one in earlier]
    return earlier[scores.index(max(scores))]


def _relation(analyses: Sequence[Analysis], first: Item, item: Item, pair: Rewording) -> Relation:
    """The relation of two variants.

    Another word alters a quotation; in the outlet's own words it may mean the same. A doubt that is the cue ("reportedly") is no part of
    what was said, and one article may raise it once. Two parts of one name are one person. A headline alters only where a number or a
    negation differs.
    """
    texts = [analyses[i.article].article.text for i in (first, item)]
    quoted = _quoted(texts[0], first) and _quoted(texts[1], item)
    doubted = first.article == item.article or any(key.startswith("<hedge") for key in first.cue | item.cue)
    names = _full_names(analyses[first.article]) | _full_names(analyses[item.article])

    turned = bool(first.cue & _negating()) != bool(item.cue & _negating())  # "denied that it had" is "has no"

    def bears(difference: Difference) -> bool:
        if turned and difference.kind == "negation":
            return False
        if first.headline != item.headline and difference.kind not in ("number", "negation"):
            return False
        if difference.kind == "name" and difference.old and difference.new:
            words = {text[s.start : s.end].lower() for text, s in zip(texts, (difference.old, difference.new), strict=True)}
            return not any(words <= name for name in names)
        return (quoted or difference.sort != "word") and not (doubted and difference.sort == "doubt")

    return pair.relation_without(bears)


@cache
def _negating() -> frozenset[str]:
    return frozenset(stem_of(word) for word in words_of("negation"))


def _quoted(text: str, item: Item) -> bool:
    """Whether an item is a quotation word for word."""
    return item.statement.kind == "direct" and not text.startswith("that ", item.at.start)


def _full_names(analysis: Analysis) -> frozenset[frozenset[str]]:
    """The words of every name of several words."""
    return frozenset(frozenset(e.name.lower().split()) for e in analysis.entities if " " in e.name)


def _variant(analyses: Sequence[Analysis], item: Item) -> Variant:
    return Variant(analyses[item.article].article.id, Span(item.at.start, item.at.end), item.statement.id, item.statement.speaker)
