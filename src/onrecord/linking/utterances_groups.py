"""Groups of statements that are one utterance.

Statements that say the same in the same words are one node first, however many copies there are; nodes are joined where `judge` finds
them one utterance, best pairs first, and only if most of either group agree, so that no chain of likenesses grows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.linking.tables import threshold
from onrecord.linking.utterances_items import Item, Weights
from onrecord.linking.utterances_pairs import Verdict, candidates, far, judge, one_count

SAMPLE = 5  # members of a group that a newcomer is compared with


@dataclass(frozen=True, slots=True)
class Group:
    """Items found to be one utterance, with the best reasons for it."""

    items: tuple[Item, ...]
    verdicts: tuple[Verdict, ...]


def grouped(items: Sequence[Item], weights: Weights) -> list[Group]:
    """The groups of items, those of a single one, too, in the order of their earliest."""
    items = sorted(items, key=when)
    nodes = _nodes(items)
    return [
        Group(tuple(sorted((item for n in found.nodes for item in nodes[n]), key=when)), tuple(found.verdicts))
        for found in _grouped([node[0] for node in nodes], weights)
    ]


def when(item: Item) -> tuple[int, int, int, int]:
    """The order of reports: by day, those without one last."""
    return (item.day is None, item.day or 0, item.article, item.at.start)


@dataclass(slots=True)
class _Joined:
    """Nodes found to be one utterance, with the best reasons for it."""

    nodes: list[int]
    verdicts: list[Verdict] = field(default_factory=list)


def _nodes(items: Sequence[Item]) -> list[list[Item]]:
    """Items that say the same in the same words, by one speaker, on what can be one occasion."""
    found: dict[tuple[object, ...], list[Item]] = {}
    for item in items:
        enough = len(item.words) >= threshold("utterance_words_others")
        occasion = None if enough else (sorted(item.stories)[:1], item.day)
        voice = item.voice.id if item.voice.named else tuple(sorted(item.voice.words))
        found.setdefault((item.exact, voice, item.headline, str(occasion), None if enough else tuple(sorted(item.cue))), []).append(item)
    return list(found.values())


def _grouped(items: Sequence[Item], weights: Weights) -> list[_Joined]:
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
    home = {n: _Joined([n]) for n in range(len(items))}
    for _, i, j in sorted(accepted, key=lambda a: (-a[0], a[1], a[2])):
        one, other = home[i], home[j]
        if one is other:
            continue
        cross = [verdict(x, y) for x in one.nodes[:SAMPLE] for y in other.nodes[:SAMPLE]]
        if sum(v.score > 0 for v in cross) < threshold("utterance_agreement") * len(cross):
            continue
        if any(
            not verdict(x, y).score and (far(items[x], items[y]) or _two_of_one_article(items[x], items[y]))
            for x in one.nodes[:SAMPLE]
            for y in other.nodes[:SAMPLE]
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
