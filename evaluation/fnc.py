"""FNC-1: the stance of an article to a headline, by the competition's score.

A row scores .25 for telling related from unrelated, and .75 more for the right stance of a related one; the score is the percentage of
what a perfect answer has. The shipped model was trained on the competition's training part: there, see `python -m training.pairs folds`.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from onrecord.linking.pairs.articles import judge, shipped_weights
from onrecord.linking.pairs.reader import shared_pair_reader

STANCES = ("agree", "disagree", "discuss", "unrelated")  # in the order of the pair model's


def read(folder: Path) -> tuple[list[tuple[str, str]], list[str]]:
    """(headline, text of the body) and stance of each row; the folder has one *bodies*.csv and one *stances*.csv."""
    csv.field_size_limit(10**9)
    bodies, stances = (_rows(folder, name) for name in ("bodies", "stances"))
    texts = {row["Body ID"]: row["articleBody"] for row in bodies}
    return [(row["Headline"], texts[row["Body ID"]]) for row in stances], [row["Stance"].strip().lower() for row in stances]


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with sorted(folder.glob(f"*{name}*.csv"))[0].open(encoding="utf8", newline="") as stream:
        return list(csv.DictReader(stream))


def competition_score(gold: Sequence[str], found: Sequence[str]) -> float:
    """The competition's weighted accuracy, in percent."""
    points = sum(_points(g, f) for g, f in zip(gold, found, strict=True))
    best = sum(_points(g, g) for g in gold)
    return 100 * points / best if best else 0.0


def _points(gold: str, found: str) -> float:
    if "unrelated" in (gold, found):
        return 0.25 * (gold == found)
    return 1.0 if gold == found else 0.25


def f1(gold: Sequence[str], found: Sequence[str], stance: str) -> float:
    """F1 of one stance, in percent."""
    right = sum(g == f == stance for g, f in zip(gold, found, strict=True))
    either = sum((g == stance) + (f == stance) for g, f in zip(gold, found, strict=True))
    return 100 * 2 * right / either if either else 0.0


def summary(gold: Sequence[str], found: Sequence[str]) -> dict[str, float]:
    """All figures of one list of answers."""
    each = {f"f1_{stance}": round(f1(gold, found, stance), 2) for stance in STANCES}
    accuracy = 100 * sum(g == f for g, f in zip(gold, found, strict=True)) / max(1, len(gold))
    return {
        "score": round(competition_score(gold, found), 2),
        **{name: each[name] for name in ("f1_disagree", "f1_agree", "f1_discuss", "f1_unrelated")},
        "macro_f1": round(sum(each.values()) / len(each), 2),
        "accuracy": round(accuracy, 2),
    }


def measure(data: Path) -> dict[str, Any]:
    """The shipped model on a folder in the competition's format."""
    pairs, gold = read(data)
    found = judge(pairs, shared_pair_reader(threads=2), shipped_weights())
    return summary(gold, [STANCES[n] for n in found])
