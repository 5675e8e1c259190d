"""Groups of articles, how alike two of them are, and their agglomeration into stories.

Alike are two groups by the mean similarity of their articles (average linkage: one bridge between two events does not join them). Sums of
unit vectors give that mean without comparing each with each.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.linking.stories.traits import Traits
from onrecord.linking.tables import threshold
from onrecord.linking.vectors import Frequencies, Vector, weighed


@dataclass(frozen=True, slots=True)
class Group:
    """Articles taken together: sums of their unit vectors, how many they are, how many have a day, and the sum of the days."""

    pairs: Vector
    names: Vector
    places: Vector
    size: int
    dated: int
    days: int

    def plus(self, other: Group) -> Group:
        """Both groups in one."""
        return Group(
            self.pairs.plus(other.pairs),
            self.names.plus(other.names),
            self.places.plus(other.places),
            self.size + other.size,
            self.dated + other.dated,
            self.days + other.days,
        )


def group_of(found: Traits, counts: Frequencies) -> Group:
    """A group of one article. Pairs of words count once another article has them, too: what only one has tells how long it is."""
    prior, few = threshold("story_prior_articles"), threshold("story_few_articles")
    alone = few / (few + counts.articles)  # among few articles it says little that no other one has a feature
    pairs = weighed(found.pairs, counts.times(found.pairs), counts.articles, prior, alone)
    names = weighed(found.names, counts.times(found.names), counts.articles, prior, 1.0)
    places = weighed(found.places, counts.times(found.places), counts.articles, prior, 1.0)
    return Group(pairs, names, places, 1, int(found.day is not None), found.day or 0)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two groups are, and by what: word pairs, names and places (0 to 1), and the share that the days leave of it."""

    pairs: float
    names: float
    places: float
    time: float

    @property
    def score(self) -> float:
        """All in one figure."""
        names, places = threshold("story_weight_names"), threshold("story_weight_places")
        return self.time * ((1 - names - places) * self.pairs + names * self.names + places * self.places)


def likeness(a: Group, b: Group) -> Likeness:
    """The mean similarity of the articles of two groups."""
    all_pairs = a.size * b.size
    return Likeness(a.pairs.dot(b.pairs) / all_pairs, a.names.dot(b.names) / all_pairs, a.places.dot(b.places) / all_pairs, _time(a, b))


def _time(a: Group, b: Group) -> float:
    undated = threshold("story_undated")
    if not a.dated or not b.dated:
        return undated
    gap = abs(a.days / a.dated - b.days / b.dated)
    share = a.dated * b.dated / (a.size * b.size)
    return share / (1 + gap / threshold("story_days")) + (1 - share) * undated


def agglomerate(texts: Sequence[Group], near: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """Join groups, the most alike first, while they are alike enough; `near` are the pairs that may be. Returns members by group."""
    least = threshold("story_score")
    groups = dict(enumerate(texts))
    members = {n: [n] for n in groups}
    beside: dict[int, set[int]] = {n: set() for n in groups}
    heap: list[tuple[float, int, int]] = []
    for a, b in near:
        if b not in beside[a] and (score := likeness(groups[a], groups[b]).score) >= least:
            beside[a].add(b)
            beside[b].add(a)
            heap.append((-score, min(a, b), max(a, b)))
    heapq.heapify(heap)
    number = max(groups, default=-1) + 1
    while heap:
        _, a, b = heapq.heappop(heap)
        if a not in groups or b not in groups:
            continue
        groups[number] = groups.pop(a).plus(groups.pop(b))
        members[number] = members.pop(a) + members.pop(b)
        beside[number] = set()
        for other in (beside.pop(a) | beside.pop(b)) - {a, b}:
            beside[other] -= {a, b}
            score = likeness(groups[number], groups[other]).score
            if score >= least:
                beside[number].add(other)
                beside[other].add(number)
                heapq.heappush(heap, (-score, other, number))
        number += 1
    return {n: sorted(found) for n, found in members.items()}
