"""What is remembered of the statements of earlier windows: hashes of their words, and which utterance each was put into.

Sorted arrays hold it, 16 bytes a statement, so that the statements of a news archive fit into memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from onrecord.linking.tables import threshold
from onrecord.linking.utterances_items import Item

_NUMBERS = 24  # bits of a place that hold the number of a sentence in its article
Places = npt.NDArray[np.int64]


def place_of(item: Item) -> int:
    """The article and the number of a statement's sentence in one figure."""
    return item.article << _NUMBERS | item.number


def article_and_number(place: int) -> tuple[int, int]:
    """What `place_of` put together."""
    return place >> _NUMBERS, place & ((1 << _NUMBERS) - 1)


class Known:
    """The sentences read so far."""

    def __init__(self) -> None:
        self._hashes = np.zeros(0, np.uint64)
        self._firsts: Places = np.zeros(0, np.int64)  # where the words of a hash stood first
        self._places: Places = np.zeros(0, np.int64)
        self._groups: Places = np.zeros(0, np.int64)  # the utterance of each of those places
        self._into: dict[int, int] = {}  # utterances that turned out to be an older one

    def copied(self, items: Iterable[Item]) -> set[int]:
        """The first places of the words of those items that repeat words read earlier, if they are enough to be known again."""
        asked = np.unique(_hashes(items)[0])
        if not len(asked) or not len(self._hashes):
            return set()
        at = np.minimum(np.searchsorted(self._hashes, asked), len(self._hashes) - 1)
        return set(self._firsts[at[self._hashes[at] == asked]].tolist())

    def learn(self, items: Sequence[Item]) -> None:
        """Remember the words of items; what has been read before keeps its first place."""
        hashes, places = _hashes(items)
        self._hashes, first = np.unique(np.concatenate([self._hashes, hashes]), return_index=True)
        self._firsts = np.concatenate([self._firsts, places])[first]

    def put(self, groups: Iterable[tuple[int, Iterable[int]]]) -> None:
        """Remember the places of utterances, by number; a place keeps the number that it had."""
        pairs = [(place, number) for number, places in groups for place in places]
        added = np.array(pairs, np.int64).reshape(len(pairs), 2)
        self._places, first = np.unique(np.concatenate([self._places, added[:, 0]]), return_index=True)
        self._groups = np.concatenate([self._groups, added[:, 1]])[first]

    def group(self, place: int) -> int | None:
        """The number of the utterance that a place was put into."""
        at = int(np.searchsorted(self._places, place))
        return self._root(int(self._groups[at])) if at < len(self._places) and self._places[at] == place else None

    def join(self, into: int, other: int) -> None:
        """Make two utterances one."""
        one, two = self._root(into), self._root(other)
        if one != two:
            self._into[two] = one

    def members(self, chosen: Iterable[int]) -> dict[int, list[int]]:
        """The places of some utterances."""
        found: dict[int, list[int]] = {number: [] for number in chosen}
        wanted = [*found, *(n for n in self._into if self._root(n) in found)]
        kept = np.isin(self._groups, np.array(wanted, np.int64))
        for place, number in zip(self._places[kept].tolist(), self._groups[kept].tolist(), strict=True):
            found[self._root(number)].append(place)
        return found

    def _root(self, number: int) -> int:
        while number in self._into:
            number = self._into[number]
        return number


def _hashes(items: Iterable[Item]) -> tuple[npt.NDArray[np.uint64], Places]:
    """Hashes and places of items of so many words that a copy is no chance, on whatever day."""
    least = threshold("utterance_far_words")
    long = [item for item in items if len(item.words) >= least]
    hashes = np.fromiter((int.from_bytes(item.exact[:8], "little") for item in long), np.uint64, len(long))
    return hashes, np.fromiter(map(place_of, long), np.int64, len(long))
