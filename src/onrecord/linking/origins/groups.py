"""Pairs of articles with shared text to groups: each one text with its carriers.

Pairs are joined from the most alike down. Two groups are joined only when further articles of both share text as well: a round-up that
holds two wire stories must not make them one. What is compared for each join is limited, so the work grows with the number of pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from onrecord.linking.origins.compare import Link
from onrecord.linking.tables import threshold

ASKED = 3  # members of the other group that an article is compared with


class Groups:
    """A disjoint-set forest over positions that keeps each group's members and the links that made it."""

    def __init__(self, link: Callable[[int, int], Link]) -> None:
        self._link = link
        self._group: dict[int, int] = {}
        self.members: dict[int, list[int]] = {}
        self.links: dict[int, list[Link]] = {}

    def add(self, a: int, b: int) -> None:
        """Join the groups of two articles when their text is copied and the groups agree."""
        one, other = self._of(a), self._of(b)
        if one == other:
            return
        link = self._link(a, b)
        if link.copied and self._agree(one, other, link):
            self._join(one, other, link)

    def _of(self, position: int) -> int:
        if position not in self._group:
            self._group[position] = position
            self.members[position], self.links[position] = [position], []
        return self._group[position]

    def _agree(self, one: int, other: int, link: Link) -> bool:
        """Whether, besides the two articles of the link, most of the pairs looked at share at least half of what is asked of a link."""
        left, right = self.members[one][: ASKED + 1], self.members[other][: ASKED + 1]
        pairs = [(x, y) for x in left for y in right if {x, y} != {link.a, link.b}][:: max(1, len(left) * len(right) // ASKED)][:ASKED]
        half = threshold("origin_share") / 2
        return 2 * sum(self._link(x, y).share >= half for x, y in pairs) >= len(pairs)

    def _join(self, one: int, other: int, link: Link) -> None:
        if len(self.members[one]) < len(self.members[other]):
            one, other = other, one
        for position in self.members[other]:
            self._group[position] = one
        self.members[one] += self.members.pop(other)
        self.links[one] += [*self.links.pop(other), link]


def grouped(pairs: Iterable[tuple[int, int]], link: Callable[[int, int], Link]) -> list[tuple[list[int], list[Link]]]:
    """Groups of two and more positions, given pairs from the most alike down, with the links that hold each together."""
    groups = Groups(link)
    for a, b in pairs:
        groups.add(a, b)
    return [(sorted(groups.members[g]), groups.links[g]) for g in groups.members if len(groups.members[g]) > 1]
