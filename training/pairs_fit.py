"""What is fitted on out-of-fold answers: how both stages are joined, what is added to each stance, the temperature; and the figures."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from evaluation import emergent as emergent_measure
from evaluation import fnc as fnc_measure
from onrecord.linking.pairs.articles import Weights, decide
from training.pairs_data import UNRELATED

FNC_NAMES = np.array(fnc_measure.STANCES)
DISAGREE_SHARE = 0.15  # how much a point of F1 on disagreement counts against a point of the competition's score


def out_of_fold(out: Path, folds: list[int], stance: np.ndarray) -> list[dict[str, np.ndarray]]:
    """For each fold done: gold stances, lexical chances and logits of its rows (rows too far for the model have logits for unrelated)."""
    found = []
    for number in folds:
        path = out / f"fnc-{number}.npz"
        if not path.exists():
            continue
        kept = np.load(path)
        logits = np.tile(np.array([0, 0, 0, 30.0], dtype=np.float32), (len(kept["kept"]), 1))
        near = np.isin(kept["kept"], kept["near"])
        logits[near] = kept["logits"]
        found.append({"gold": stance[kept["kept"]], "chance": kept["chance"], "logits": logits, "near": near})
    return found


def merged(parts: list[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Several folds as one."""
    return {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}


def fit(rows: dict[str, np.ndarray], related: tuple[float, ...], far: float) -> Weights:
    """Weights of the decision, fitted on out-of-fold rows."""
    from sklearn.linear_model import LogisticRegression

    near = rows["near"]
    gold, chance, logits = rows["gold"][near], rows["chance"][near].clip(1e-6, 1 - 1e-6), rows["logits"][near]
    speaks = np.logaddexp.reduce(logits[:, :3], axis=1) - logits[:, 3]
    model = LogisticRegression(C=10).fit(np.stack([np.log(chance / (1 - chance)), speaks], axis=1), gold != UNRELATED)
    join = (float(model.coef_[0][0]), float(model.coef_[0][1]), float(model.intercept_[0]))
    weights = Weights(related, far, join, (0.0, 0.0, 0.0))
    grid = np.round(np.arange(-0.6, 1.3, 0.1), 2).tolist()
    options = [replace(weights, stance=(a, d, 0.0)) for a, d in itertools.product(grid, grid)]
    return max(options, key=lambda w: _worth(gold, decide(chance, logits, w)))


def _worth(gold: np.ndarray, found: np.ndarray) -> float:
    both = (gold != UNRELATED) & (found != UNRELATED)
    right = gold == found
    points = np.where(both, np.where(right, 1.0, 0.25), 0.25 * right).sum()
    best = np.where(gold != UNRELATED, 1.0, 0.25).sum()
    disagree = 2 * (right & (gold == 1)).sum() / max(1, (gold == 1).sum() + (found == 1).sum())
    return float(100 * points / best + DISAGREE_SHARE * 100 * disagree)


def temperature(logits: np.ndarray, gold: np.ndarray) -> float:
    """The temperature at which the gold stances are likeliest (Guo et al. 2017)."""

    def missed(t: float) -> float:
        scaled = logits / t
        return float((np.logaddexp.reduce(scaled, axis=1) - scaled[np.arange(len(gold)), gold]).mean())

    return float(min(np.arange(0.6, 2.5, 0.05), key=missed))


def fold_figures(out: Path, folds: list[int], stance: np.ndarray) -> dict:
    """Cross-validated figures: each fold is decided with weights fitted on the others' out-of-fold answers."""
    parts = out_of_fold(out, folds, stance)
    result: dict = {}
    if len(parts) > 1:
        gold, found, each = [], [], []
        for n, part in enumerate(parts):
            weights = fit(merged([p for m, p in enumerate(parts) if m != n]), (), 0.0)
            answers = decide(part["chance"], part["logits"], weights)
            each.append(fnc_measure.summary(FNC_NAMES[part["gold"]].tolist(), FNC_NAMES[answers].tolist()))
            gold += FNC_NAMES[part["gold"]].tolist()
            found += FNC_NAMES[answers].tolist()
        result["fnc"] = fnc_measure.summary(gold, found) | {"folds": each}
    names = np.array(emergent_measure.STANCES)
    kept = [np.load(out / f"emergent-{n}.npz") for n in folds if (out / f"emergent-{n}.npz").exists()]
    if kept:
        pairs = [(names[k["gold"]].tolist(), names[k["logits"][:, :3].argmax(axis=1)].tolist()) for k in kept]
        gold, found = ([answer for pair in pairs for answer in pair[side]] for side in (0, 1))
        each = [emergent_measure.summary(*pair)["accuracy"] for pair in pairs]
        result["emergent"] = emergent_measure.summary(gold, found) | {"folds": each}
    (out / "folds.json").write_text(json.dumps(result, indent=1))
    return result
