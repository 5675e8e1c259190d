"""The sentences of a text that speak most of a claim, by shared word pieces weighed by how rare they are; no model needed.

Weights are inverse document frequencies (Spärck Jones 1972) of word pieces, counted once over news and shipped as `rarity.npy`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.language.sentences import sentence_starts
from onrecord.linking.pairs.encoding import PairEncoder
from onrecord.linking.tables import rows

RARITY = Path(__file__).parent / "rarity.npy"
SENTENCE_PIECES = 56  # of a sentence at most, so that one long sentence does not fill a passage
LEAD = 0.1  # the first sentence says what an article is about
DOUBT = 0.15  # a sentence that doubts or vouches says where the article stands

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sentenced:
    """A text cut into sentences: code points start..end of each, its word pieces, and these as sets."""

    bounds: tuple[tuple[int, int], ...]
    pieces: tuple[tuple[int, ...], ...]
    sets: tuple[frozenset[int], ...]
    doubts: tuple[bool, ...]
    bag: frozenset[int]
    pairs: frozenset[tuple[int, int]]


class Passages:
    """Scores sentences against claims. `rarity` is float [vocabulary]."""

    def __init__(self, encoder: PairEncoder, rarity: Floats | None = None) -> None:
        self.encoder = encoder
        self.rarity: list[float] = (np.load(RARITY).astype(np.float64) if rarity is None else rarity).tolist()
        doubting = encoder.pieces(r["word"] for r in rows("pairs_doubt.csv"))
        self.doubting = frozenset(ids[0] for ids in doubting if len(ids) == 1)

    def sentences(self, text: str) -> Sentenced:
        """Cut a text into sentences and these into word pieces."""
        starts = sentence_starts(text)
        bounds = [(a, b) for a, b in zip(starts, [*starts[1:], len(text)], strict=True) if text[a:b].strip()]
        pieces = self.encoder.pieces(text[a:b] for a, b in bounds)
        sets = [frozenset(p) for p in pieces]
        together = {pair for p in pieces for pair in itertools.pairwise(p)}
        return Sentenced(
            tuple(bounds),
            tuple(tuple(p) for p in pieces),
            tuple(sets),
            tuple(not s.isdisjoint(self.doubting) for s in sets),
            frozenset().union(*sets),
            frozenset(together),
        )

    def weight(self, pieces: frozenset[int]) -> float:
        """The summed rarity of a set of word pieces."""
        return sum(self.rarity[p] for p in pieces)

    def coverage(self, claim: frozenset[int], text: Sentenced) -> list[float]:
        """For each sentence the share (0 to 1, by rarity) of the claim's word pieces that it has."""
        total = self.weight(claim) or 1.0
        return [self.weight(claim & s) / total for s in text.sets]

    def best(self, claims: Sequence[Sequence[int]], text: Sentenced, budget: int) -> list[int]:
        """The numbers of the sentences that speak most of some claims, in the text's order, of at most `budget` word pieces together."""
        each = [self.coverage(frozenset(claim), text) for claim in claims]
        scores = [sum(column) / len(each) for column in zip(*each, strict=True)]
        ranked = sorted(range(len(scores)), key=lambda n: (-scores[n] - LEAD * (n == 0) - DOUBT * (text.doubts[n] and scores[n] > 0), n))
        chosen: list[int] = []
        for n in ranked:
            size = min(len(text.pieces[n]), SENTENCE_PIECES)
            if size <= budget or not chosen:
                chosen.append(n)
                budget -= size
            if budget < 8:
                break
        return sorted(chosen)

    def passage(self, claims: Sequence[Sequence[int]], text: Sentenced, budget: int) -> list[int]:
        """The word pieces of the best sentences for some claims, at most `budget`."""
        chosen = self.best(claims, text, budget)
        return [p for n in chosen for p in text.pieces[n][:SENTENCE_PIECES]][:budget]


FEATURES = (
    "best sentence",
    "second sentence",
    "first three sentences",
    "whole text",
    "best sentence, unweighed",
    "whole text, unweighed",
    "pairs of pieces",
    "rare pieces missed",
    "length",
    "best three sentences",
)


def features(passages: Passages, claim: Sequence[int], text: Sentenced) -> list[float]:
    """What tells whether a text speaks of a claim at all; the values of FEATURES, mostly shares from 0 to 1."""
    wanted = frozenset(claim)
    if not wanted or not text.bag:
        return [0.0] * len(FEATURES)
    total = passages.weight(wanted) or 1.0
    scores = passages.coverage(wanted, text)
    ranked = sorted(range(len(scores)), key=lambda n: -scores[n])
    lead = frozenset().union(*text.sets[:3])
    top = frozenset().union(*(text.sets[n] for n in ranked[:3]))
    together = set(itertools.pairwise(claim))
    return [
        scores[ranked[0]],
        scores[ranked[1]] if len(ranked) > 1 else 0.0,
        passages.weight(wanted & lead) / total,
        passages.weight(wanted & text.bag) / total,
        len(wanted & text.sets[ranked[0]]) / len(wanted),
        len(wanted & text.bag) / len(wanted),
        len(together & text.pairs) / len(together) if together else 0.0,
        max((passages.rarity[p] for p in wanted - text.bag), default=0.0) / 10,
        math.log1p(sum(map(len, text.pieces))) / 10,
        passages.weight(wanted & top) / total,
    ]


@cache
def shared_passages() -> Passages:
    """The one scorer of this process."""
    return Passages(PairEncoder())
