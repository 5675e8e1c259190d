"""`python -m training.antecedents --data GAP.tsv`: the weights of the features in statements/antecedents.py, by logistic regression.

Prints F1 in five-fold cross-validation and writes the table. The file has to be one the reader was not trained on, since votes that were
learned by heart say nothing about the weight votes deserve.
"""

from __future__ import annotations

import argparse
import csv
from importlib.resources import files
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from evaluation.gap import SURE, Passage, read
from evaluation.spans import scores
from onrecord.language.session import Reader, shared_reader
from onrecord.statements.antecedents import features

TABLE = Path(str(files("onrecord.statements.tables"))) / "antecedents.csv"
STRENGTH = 0.1  # inverse of the regularisation; 0.01 to 0.3 differ by less than the folds do
NOTES = {
    "one": "the constant; every other value is a weight. own: of the candidate itself; against: of its difference to the best other one",
    "votes": "the model's share of votes, as log odds",
    "subject": "opens a clause and has a verb behind it",
    "subject of both": "the same where the pronoun is a subject, too",
    "verb": "has a verb behind it",
    "behind preposition": "stands behind a preposition",
    "joined": "is one of several joined by and",
    "possessive": "is a possessive",
    "between": "people named between it and the pronoun, up to four",
    "count": "mentions in the text, up to five",
    "titled": "is named in the headline",
    "behind": "stands only behind the pronoun",
    "sentences back": "sentences between, up to four",
    "nobody between": "stands before the pronoun and nobody else between",
    "opens sentence": "opens its sentence",
    "full name": "its nearest mention has several words",
    "given name": "its given name is mostly of the pronoun's gender (1) or of the other (-1)",
}


def main() -> None:
    """Parse the command line, fit, print, write."""
    parser = argparse.ArgumentParser(prog="python -m training.antecedents", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--reader", type=Path, help="folder of the reader; default: the installed one")
    args = parser.parse_args()
    passages = list(read(args.data, Reader(args.reader, threads=2) if args.reader else shared_reader()))
    x, y = design(passages)
    groups = np.repeat(np.arange(len(passages)), 2)
    for strength in (0.01, 0.03, STRENGTH, 0.3):
        chance = np.zeros(len(y))
        for fold, test in GroupKFold(5, shuffle=True, random_state=7).split(x, y, groups):
            chance[test] = fit(x[fold], y[fold], strength).predict_proba(x[test])[:, 1]
        print(f"C {strength}: F1 {f1(chance.reshape(-1, 2), y.reshape(-1, 2))} in cross-validation")
    write(fit(x, y, STRENGTH))


def design(passages: list[Passage]) -> tuple[np.ndarray, np.ndarray]:
    """Features of every candidate and their difference to the other one [2 N, 2 F], and whether it is meant [2 N]."""
    names = [n for n in NOTES if n != "one"]
    rows, meant = [], []
    for p in passages:
        found = [np.array([f[n] for n in names]) for f in (features(p.text, p.starts, p.pronoun, c, p.people) for c in p.candidates)]
        rows += [np.r_[found[0], found[0] - found[1]], np.r_[found[1], found[1] - found[0]]]
        meant += p.meant
    return np.array(rows), np.array(meant)


def fit(x: np.ndarray, y: np.ndarray, strength: float) -> LogisticRegression:
    """A logistic regression; `strength` is the inverse of the regularisation."""
    return LogisticRegression(C=strength, max_iter=3000).fit(x, y)


def f1(chance: np.ndarray, meant: np.ndarray) -> float:
    """F1 in percent of taking the likelier name of each pair where it is sure enough."""
    best = chance.argmax(1)
    taken = np.zeros_like(meant)
    sure = chance.max(1) >= SURE
    taken[np.arange(len(best))[sure], best[sure]] = True
    hit = int((taken & meant).sum())
    return scores(hit, int(taken.sum()), hit, int(meant.sum()))["f1"]


def write(model: LogisticRegression) -> None:
    """Write the table of weights."""
    names = [n for n in NOTES if n != "one"]
    weights = model.coef_[0].round(3)
    with TABLE.open("w", encoding="utf8", newline="") as handle:
        out = csv.writer(handle, lineterminator="\n")
        out.writerow(["feature", "own", "against", "note"])
        out.writerow(["one", round(float(model.intercept_[0]), 3), 0, NOTES["one"]])
        for n, name in enumerate(names):
            out.writerow([name, weights[n], weights[len(names) + n], NOTES[name]])


if __name__ == "__main__":
    main()
