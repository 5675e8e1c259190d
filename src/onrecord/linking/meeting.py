"""Pairs of texts that share keys (sampled word sequences, rare features), without comparing each with each.

Texts that have a key in common meet there. A key that many texts have pairs each of them with the first of them and with its neighbours in
the list only, so that a thousand copies make a few thousand pairs and not half a million.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.linking.vectors import Keys

NEAR = 12  # texts on either side in the list of a key that a text is paired with
CROWDED = 200  # texts with the same key from which on a text is paired with the next one only
CHUNK = 1_000_000  # pairs that are counted at once, and keys that are looked up at once

Numbers = npt.NDArray[np.int64]
Texts = npt.NDArray[np.int32]
Counted = tuple[Numbers, Numbers]  # codes of pairs, and how often each was met


@dataclass(frozen=True, slots=True)
class KeySets:
    """The sampled keys of many texts, text by text: `values[bounds[n] : bounds[n + 1]]` are those of text n."""

    values: Keys
    bounds: Numbers

    def of(self, text: int) -> Keys:
        """The keys of one text, sorted."""
        return self.values[self.bounds[text] : self.bounds[text + 1]]


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two texts (by number, `a` before `b`) that share keys: which part of the smaller set, and of the larger one."""

    a: int
    b: int
    containment: float
    resemblance: float


def gather(sets: Sequence[Keys]) -> KeySets:
    """The sets of many texts in two arrays."""
    bounds = np.zeros(len(sets) + 1, np.int64)
    np.cumsum([len(s) for s in sets], out=bounds[1:])
    return KeySets(np.concatenate(sets) if sets else np.zeros(0, np.uint64), bounds)


def meetings(found: KeySets, least: int, share: float) -> list[Meeting]:
    """Texts whose sets share at least `least` keys and `share` of the smaller one, the most alike first."""
    sizes = np.diff(found.bounds)
    texts = len(sizes)
    if not texts:
        return []
    parts = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0))]
    for codes, counts in _counted(found, texts):
        a, b = codes // texts, codes % texts
        smaller, larger = np.minimum(sizes[a], sizes[b]), np.maximum(sizes[a], sizes[b])
        kept = (counts >= np.minimum(least, smaller)) & (counts >= share * smaller)
        parts.append((a[kept], b[kept], counts[kept] / smaller[kept], counts[kept] / larger[kept]))
    a, b, contained, alike = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((b, a, -contained))
    return [Meeting(*m) for m in zip(*(column[order].tolist() for column in (a, b, contained, alike)), strict=True)]


def _counted(found: KeySets, texts: int) -> Iterator[Counted]:
    """The codes a * texts + b of pairs that meet, and how often, a range of `a` at a time so that the pairs of all need not be held.

    A count is a lower bound where a key is in many texts.
    """
    owners, lengths = _lists(found)
    starts = np.cumsum(lengths) - lengths
    rank = (np.arange(len(owners)) - np.repeat(starts, lengths)).astype(np.int32)
    width = np.repeat(lengths.astype(np.int32), lengths)
    first = np.repeat(owners[starts], lengths)
    crowded = width > CROWDED
    ahead = np.minimum(np.where(crowded, 1, NEAR), width - 1 - rank).astype(np.int32)
    far = np.flatnonzero((rank > NEAR) | ((rank > 1) & crowded))
    del rank, width, crowded
    load = np.bincount(owners, ahead, texts) + np.bincount(first[far], minlength=texts)
    part = (np.cumsum(load) // CHUNK).astype(np.int64)
    for low, high in zip(*_edges(part), strict=True):
        mine = np.flatnonzero((owners >= low) & (owners < high))
        codes = [_codes(owners[here], owners[here + step], texts) for step in range(1, NEAR + 1) if len(here := mine[ahead[mine] >= step])]
        here = far[(first[far] >= low) & (first[far] < high)]
        codes.append(_codes(first[here], owners[here], texts))
        pairs, counts = np.unique(np.concatenate(codes), return_counts=True)
        yield pairs, counts.astype(np.int64)


def _codes(a: Texts, b: Texts, texts: int) -> Numbers:
    codes: Numbers = a.astype(np.int64) * texts + b
    return codes


def _edges(part: Numbers) -> tuple[list[int], list[int]]:
    """Where each run of equal numbers begins and ends."""
    starts = np.flatnonzero(np.r_[True, part[1:] != part[:-1]]).tolist()
    return starts, [*starts[1:], len(part)]


def _lists(found: KeySets) -> tuple[Texts, Numbers]:
    """The texts under each key that several have, key by key and in the order of texts, and how many each key has."""
    ordered = np.sort(found.values)
    often = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    del ordered
    if not len(often):
        return np.zeros(0, np.int32), np.zeros(0, np.int64)
    owners, keys = [], []
    for at in range(0, len(found.values), CHUNK):
        values = found.values[at : at + CHUNK]
        place = np.minimum(np.searchsorted(often, values), len(often) - 1)
        shared = np.flatnonzero(often[place] == values)
        owners.append((np.searchsorted(found.bounds, at + shared, "right") - 1).astype(np.int32))
        keys.append(place[shared].astype(np.int32))
    key = np.concatenate(keys)
    return np.concatenate(owners)[np.argsort(key, kind="stable")], np.bincount(key, minlength=len(often))
