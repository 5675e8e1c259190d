"""How whole articles stand to claims: first by shared words whether an article speaks of a claim at all, then by the pair model how.

The first stage is a logistic regression on `passages.FEATURES` and their squares; most articles of a set end there, for nearly nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.pairs.passages import Passages, Sentenced, features
from onrecord.linking.pairs.reader import MODEL, PairReader

BUDGET = 96  # word pieces of an article that the model reads against a claim

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """What turns features and the pair model's scores into a decision; fitted by `training.pairs`, kept in pairs.json.

    related: weights of features and their squares, then the constant. far: chance of being related below which the model is not asked.
    join: weights of both stages' log odds of being related and the constant. stance: what is added to the scores of agrees, disagrees
    and discusses.
    """

    related: tuple[float, ...]
    far: float
    join: tuple[float, float, float]
    stance: tuple[float, float, float]


@cache
def shipped_weights(folder: Path = MODEL) -> Weights:
    """The weights beside the shipped model."""
    kept = json.loads((folder / "pairs.json").read_text(encoding="utf8"))["articles"]
    return Weights(tuple(kept["related"]), kept["far"], tuple(kept["join"]), tuple(kept["stance"]))


def chance_related(found: Floats, weights: Weights) -> Floats:
    """The chance [n] that an article speaks of a claim, from features [n, F]."""
    *each, constant = weights.related
    odds: Floats = 1 / (1 + np.exp(-(np.concatenate([found, found**2], axis=1) @ np.array(each) + constant)))
    return odds


def decide(chance: Floats, logits: NDArray[np.float32], weights: Weights) -> NDArray[np.int64]:
    """Numbers of the stances [n], from the first stage's chances [n] and the pair model's logits [n, 4]."""
    clipped = np.clip(chance, 1e-6, 1 - 1e-6)
    most = logits[:, :3].max(axis=1)
    speaks = most + np.log(np.exp(logits[:, :3] - most[:, None]).sum(axis=1)) - logits[:, 3]
    first, second, constant = weights.join
    related = first * np.log(clipped / (1 - clipped)) + second * speaks + constant > 0
    stance = (logits[:, :3] + np.array(weights.stance)).argmax(axis=1)
    return np.where(related, stance, 3)


def judge(pairs: Sequence[tuple[str, str]], reader: PairReader, weights: Weights) -> NDArray[np.int64]:
    """The stance (number in STANCES) of each pair (claim, text of an article)."""
    passages = Passages(reader.encoder)
    claims = _each([claim for claim, _ in pairs], reader)
    texts: dict[str, Sentenced] = {text: passages.sentences(text) for text in dict.fromkeys(text for _, text in pairs)}
    found = np.array([features(passages, claims[claim], texts[text]) for claim, text in pairs], dtype=np.float64)
    chance = chance_related(found, weights)
    near = np.flatnonzero(chance > weights.far)
    asked = [
        (claims[claim], tuple(passages.passage([claims[claim]], texts[text], BUDGET))) for claim, text in (pairs[n] for n in near.tolist())
    ]
    stances = np.full(len(pairs), 3, dtype=np.int64)
    stances[near] = decide(chance[near], reader.logits(asked, article=True), weights)
    return stances


def _each(texts: Sequence[str], reader: PairReader) -> dict[str, tuple[int, ...]]:
    known = list(dict.fromkeys(texts))
    return {text: tuple(ids) for text, ids in zip(known, reader.encoder.pieces(known), strict=True)}
