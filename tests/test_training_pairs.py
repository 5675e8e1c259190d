"""What the pair model's training makes of its corpora; skipped where the extra `train` is not installed."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra train: pip install -e .[train]")

import torch

from onrecord.linking.pairs.encoding import Pack
from onrecord.linking.pairs.passages import shared_passages
from training.pairs_data import UNRELATED, Pair, body_folds, fnc_joint, group_folds, read_fnc
from training.pairs_fit import _worth, temperature
from training.pairs_synthetic import negated, renumbered
from training.pairs_train import Example, loss_of, packs_of

BODIES = 'Body ID,articleBody\n1,"A keeper found a bottle. It was old."\n2,"A keeper found a bottle. It was old."\n3,Markets rose.\n'
STANCES = "Headline,Body ID,Stance\nKeeper finds bottle,1,agree\nBottle found,2,discuss\nMarkets up,3,agree\nKeeper dances,3,unrelated\n"


@pytest.fixture(scope="module")
def fnc(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fnc")
    (folder / "train_bodies.csv").write_text(BODIES, encoding="utf8")
    (folder / "train_stances.csv").write_text(STANCES, encoding="utf8")
    return read_fnc(folder, shared_passages())


def test_no_text_is_in_two_folds(fnc):
    folds = body_folds(fnc, 2)
    assert folds[0] == folds[1], "two bodies of one text"
    assert folds[2] == folds[3] != folds[0]
    pairs = [Pair((1,), (2,), (0,), group) for group in "aabbcc"]
    by_group = group_folds(pairs, 3)
    assert by_group[::2].tolist() == by_group[1::2].tolist() and set(by_group.tolist()) == {0, 1, 2}


def test_headlines_of_one_article_share_a_passage(fnc):
    pairs = fnc_joint(fnc, np.arange(4), shared_passages(), (1, 2, 3, 4), random.Random(1))
    of_third = [p for p in pairs if p.group == "3"]
    assert len({p.passage for p in of_third}) == 1 and all(p.article for p in pairs)
    assert sorted((p.allowed, p.weight) for p in of_third) == [((0,), 1), ((UNRELATED,), 4)]
    assert {len(pack.claims) for pack, _ in packs_of(of_third)} == {2}


def test_negation_and_numbers():
    rng = random.Random(3)
    assert negated("the bridge was closed", rng) in ("the bridge was not closed", "the bridge was never closed")
    assert negated("the bridge was not closed", rng) is None and negated("the bridge fell", rng) is None
    changed = renumbered("it killed 12 people", rng)
    assert changed and changed != "it killed 12 people" and changed.endswith("people")
    assert renumbered("it killed people", rng) is None


def test_loss_leaves_open_what_the_label_leaves_open():
    logits = torch.log(torch.tensor([[[0.5, 0.25, 0.125, 0.125], [0.5, 0.25, 0.125, 0.125]]]))
    example = Example(Pack((1,), ((2,), (3,))), ((0,), (1, 2)), (1.0, 3.0))
    assert float(loss_of(logits, [example], 0.0)) == pytest.approx(-(math.log(0.5) + 3 * math.log(0.375)) / 4, rel=1e-4)


def test_fitting():
    gold, found = np.array([0, 1, 2, 3]), np.array([0, 1, 0, 3])
    assert _worth(gold, gold) > _worth(gold, found) > _worth(gold, np.array([0, 0, 0, 3]))
    logits = np.array([[4.0, 0, 0, 0]] * 10)
    assert temperature(logits, np.array([0] * 6 + [1, 2, 3, 1])) > temperature(logits, np.zeros(10, dtype=int))
