"""Further pairs out of Emergent's headlines: with claims of other rumours, and with each other, since a headline that takes a side makes
the claim, or denies it, in words of its own."""

from __future__ import annotations

import random
from collections.abc import Sequence

from training.pairs_data import AGREES, DISAGREES, DISCUSSES, UNRELATED, Pair

RESTATED_WEIGHT = 0.5  # a headline that sides with a claim may say more, or less, than the claim does


def strangers(pairs: Sequence[Pair], seed: int) -> list[Pair]:
    """Claims with headlines of other claims, one for every third pair: unrelated."""
    rng = random.Random(seed)
    drawn = ((pair, rng.choice(pairs)) for pair in rng.sample(pairs, len(pairs) // 3))
    return [Pair(a.claim, b.passage, (UNRELATED,), a.group) for a, b in drawn if a.group != b.group]


def restated(pairs: Sequence[Pair]) -> list[Pair]:
    """Headlines that take a side as claims themselves, held against the other headlines of their claim.

    Two of the same side agree, two of both sides disagree, and one that only observes the claim discusses them all.
    """
    of_claim: dict[str, list[Pair]] = {}
    for pair in pairs:
        of_claim.setdefault(pair.group, []).append(pair)
    return [
        Pair(a.passage, b.passage, (_stance(a.allowed[0], b.allowed[0]),), a.group, RESTATED_WEIGHT)
        for headlines in of_claim.values()
        for a in headlines
        if a.allowed[0] in (AGREES, DISAGREES)
        for b in headlines
        if a.passage != b.passage
    ]


def _stance(claimed: int, told: int) -> int:
    """What a headline of stance `told` is to one of stance `claimed` that is taken for the claim."""
    if told == DISCUSSES:
        return DISCUSSES
    return AGREES if claimed == told else DISAGREES
