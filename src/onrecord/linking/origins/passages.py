"""Passages that two texts share, also when words in them were changed: seeds of three words, chained and aligned.

A copied passage that was edited keeps runs of words with small gaps between them. Runs of three words that both texts have are chained
while the gaps stay small (seed and extend, as BLAST does it), and each chain is aligned word by word.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import LCSseq

from onrecord.linking.shingles import Hashes, shingles

SEED = 3  # words in a seed
SEEDS = 2  # seeds of a passage at least
GAP = 8  # words that may lie between two seeds of a passage, in either text
MARGIN = 8  # words before the first and after the last seed that are aligned too
OFTEN = 6  # a run of words that comes back more often in a text is a formula, and starts no passage
OPEN = 40  # chains that are kept open at once


Same = list[tuple[int, int]]  # places (in a, in b) of words that agree


@dataclass(frozen=True, slots=True)
class Passage:
    """Words `a[0]` to `a[1]` of one text and `b[0]` to `b[1]` of the other, of which so many `words` agree in order."""

    a: tuple[int, int]
    b: tuple[int, int]
    words: int


def shared_passages(a: Hashes, b: Hashes, least: int, density: float) -> list[Passage]:
    """The passages of at least `least` agreeing words that make up `density` of it, longest first, none overlapping in `a` or `b`."""
    if min(len(a), len(b)) < SEED:
        return []
    chains = [chain for chain in _chains(_seeds(a, b)) if len(chain) >= SEEDS]
    found = [same for chain in chains if len(same := _aligned(a, b, chain, density)) >= least]
    kept: list[Passage] = []
    used_a, used_b = bytearray(len(a)), bytearray(len(b))
    for same in sorted(found, key=lambda s: (-len(s), s[0])):
        free = [(i, j) for i, j in same if not used_a[i] and not used_b[j]]
        if len(free) < least or len(free) < len(same) / 2:
            continue
        (a0, b0), (a1, b1) = free[0], free[-1]
        if any(used_a[a0 : a1 + 1]) or any(used_b[b0 : b1 + 1]):
            continue
        used_a[a0 : a1 + 1] = b"\1" * (a1 + 1 - a0)
        used_b[b0 : b1 + 1] = b"\1" * (b1 + 1 - b0)
        kept.append(Passage((a0, a1 + 1), (b0, b1 + 1), len(free)))
    return kept


def _seeds(a: Hashes, b: Hashes) -> Same:
    """Places (in a, in b) of the same run of words, in the order of a."""
    one, other = shingles(a, SEED), shingles(b, SEED)
    order = np.argsort(other, kind="stable")
    found = other[order]
    first, last = np.searchsorted(found, one, "left"), np.searchsorted(found, one, "right")
    _, kind, times = np.unique(one, return_inverse=True, return_counts=True)
    here = np.flatnonzero((last > first) & (last - first <= OFTEN) & (times[kind] <= OFTEN))
    widths = (last - first)[here]
    starts = np.repeat(first[here] - np.cumsum(widths) + widths, widths)
    there = order[starts + np.arange(len(starts))]
    return list(zip(np.repeat(here, widths).tolist(), there.tolist(), strict=True))


def _chains(seeds: Same) -> list[Same]:
    """Seeds in the same order in both texts with small gaps; a seed goes to the chain whose last one is nearest."""
    done: list[Same] = []
    current: list[Same] = []
    for i, j in seeds:
        passed = [c for c in current if i - c[-1][0] > GAP + SEED]
        if passed or len(current) > OPEN:
            done += passed
            current = [c for c in current if i - c[-1][0] <= GAP + SEED]
            done += current[:-OPEN]
            current = current[-OPEN:]
        near = [c for c in current if i > c[-1][0] and 0 < j - c[-1][1] <= GAP + SEED]
        if near:
            min(near, key=lambda c: (abs((i - c[-1][0]) - (j - c[-1][1])), i - c[-1][0])).append((i, j))
        else:
            current.append([(i, j)])
    return done + current


def _aligned(a: Hashes, b: Hashes, chain: Same, density: float) -> Same:
    """The words that agree in the longest stretch round a chain in which they do so densely."""
    a0, a1 = max(0, chain[0][0] - MARGIN), min(len(a), chain[-1][0] + SEED + MARGIN)
    b0, b1 = max(0, chain[0][1] - MARGIN), min(len(b), chain[-1][1] + SEED + MARGIN)
    same = [
        (a0 + op.src_start + k, b0 + op.dest_start + k)
        for op in LCSseq.opcodes(a[a0:a1].tolist(), b[b0:b1].tolist())
        if op.tag == "equal"
        for k in range(op.src_end - op.src_start)
    ]
    return _densest(same, density)


def _densest(same: Same, density: float) -> Same:
    """The stretch of agreeing words with the best balance of agreeing to other words (Kadane's algorithm on gains and losses)."""
    loss = density / (1 - density)
    best: Same = []
    best_gain = gain = 0.0
    start = 0
    for k, (i, j) in enumerate(same):
        if k > start:
            gain -= loss * (max(i - same[k - 1][0], j - same[k - 1][1]) - 1)
        if gain < 0:
            start, gain = k, 0.0
        gain += 1
        if gain > best_gain:
            best, best_gain = same[start : k + 1], gain
    return best
