"""Pairs of texts that share keys (sampled word sequences, rare features), without comparing each with each.

Texts that have a key in common meet there. A key that many texts have pairs each of them with the first of them and with its neighbours in
the list only, so that a thousand copies make a few thousand pairs and not half a million.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.linking.vectors import Keys

NEAR = 12  # texts on either side in the list of a key that a text is paired with
CROWDED = 200  # texts with the same key from which on a text is paired with the next one only
CHUNK = 4_000_000  # pairs that are counted at once

Numbers = npt.NDArray[np.int64]
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
    codes, counts = _counted(found, texts)
    a, b = codes // texts, codes % texts
    smaller, larger = np.minimum(sizes[a], sizes[b]), np.maximum(sizes[a], sizes[b])
    kept = (counts >= np.minimum(least, smaller)) & (counts >= share * smaller)
    a, b, contained, alike = a[kept], b[kept], counts[kept] / smaller[kept], counts[kept] / larger[kept]
    order = np.lexsort((b, a, -contained))
    return [Meeting(*m) for m in zip(a[order].tolist(), b[order].tolist(), contained[order].tolist(), alike[order].tolist(), strict=True)]


def _counted(found: KeySets, texts: int) -> Counted:
    """The codes a * texts + b of pairs that meet, and how often; a count is a lower bound where a key is in many texts."""
    owners = np.repeat(np.arange(texts, dtype=np.int64), np.diff(found.bounds))
    order = np.argsort(found.values, kind="stable")
    owners, values = owners[order], found.values[order]
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]]) if len(values) else np.zeros(0, np.int64)
    lengths = np.diff(np.r_[starts, len(values)])
    shared = lengths > 1
    keep = np.repeat(shared, lengths)
    owners, lengths = owners[keep], lengths[shared]
    rank = np.arange(len(owners)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    width = np.repeat(lengths, lengths)
    parts = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    pending: list[Numbers] = []
    for step in range(1, NEAR + 1):
        here = np.flatnonzero((rank + step < width) & ((width <= CROWDED) | (step == 1)))
        pending += [owners[here] * texts + owners[here + step]]
        parts, pending = _squeeze(parts, pending, CHUNK)
    here = np.flatnonzero((rank > NEAR) | ((rank > 1) & (width > CROWDED)))
    pending += [owners[here - rank[here]] * texts + owners[here]]
    parts, _ = _squeeze(parts, pending, 0)
    return _merged(parts)


def _squeeze(parts: list[Counted], pending: list[Numbers], limit: int) -> tuple[list[Counted], list[Numbers]]:
    """Count what is pending once there is more than `limit` of it, to hold each pair once and not once per shared key."""
    if sum(map(len, pending)) <= limit:
        return parts, pending
    codes, counts = np.unique(np.concatenate(pending), return_counts=True)
    return [_merged([*parts, (codes, counts.astype(np.int64))])], []


def _merged(parts: list[Counted]) -> Counted:
    codes, places = np.unique(np.concatenate([c for c, _ in parts]), return_inverse=True)
    counts = np.bincount(places, np.concatenate([n for _, n in parts]), len(codes)).astype(np.int64)
    return codes, counts
