"""Emergent: whether an article's headline is for or against a claim or only observes it.

The shipped model was trained on the corpus's training part: there, see `python -m training.pairs folds`.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evaluation.fnc import f1
from onrecord.linking.pairs.reader import shared_pair_reader

STANCES = ("for", "against", "observing")  # in the order of the pair model's first three


def summary(gold: Sequence[str], found: Sequence[str]) -> dict[str, float]:
    """All figures of one list of answers, in percent."""
    right = sum(g == f for g, f in zip(gold, found, strict=True))
    each = {f"f1_{stance}": round(f1(gold, found, stance), 2) for stance in STANCES}
    return {"accuracy": round(100 * right / max(1, len(gold)), 2), **each}


def measure(data: Path) -> dict[str, Any]:
    """The shipped model on a file in the corpus's format."""
    with data.open(encoding="utf8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = shared_pair_reader(threads=2).read([(row["claimHeadline"], row["articleHeadline"]) for row in rows])
    return summary([row["articleHeadlineStance"] for row in rows], [STANCES[n] for n in found[:, :3].argmax(axis=1)])
