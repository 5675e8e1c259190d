"""The reader's raw scores to honest confidence: of statements at .9, nine in ten are right in content and source.

Fitted on articles held out from training by isotonic regression (Zadrozny and Elkan 2002), kept as a few knots between which the
run time interpolates.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from sklearn.isotonic import IsotonicRegression

from evaluation.spans import WORD, jaccard, trimmed, words_in
from onrecord.language.session import Reader
from onrecord.model import Article
from onrecord.statements.build import build

KNOTS = 12


def calibrate(reader_folder: Path, split: Path) -> list[list[float]]:
    """Fit on a PolNeAR split and write the knots [raw scores, confidences] into reader.json."""
    settings = json.loads((reader_folder / "reader.json").read_text())
    settings.pop("confidence", None)
    (reader_folder / "reader.json").write_text(json.dumps(settings))
    reader = Reader(reader_folder, threads=2)
    raw, right = [], []
    for line in split.read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        for score, is_right in _judged(row, reader):
            raw.append(score)
            right.append(is_right)
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(raw, right)
    xs = np.quantile(raw, np.linspace(0, 1, KNOTS))
    smooth = [
        float(fitted.predict(np.linspace(a, b, 9)).mean()) for a, b in zip(np.r_[xs[:1], xs[:-1]], np.r_[xs[1:], xs[-1:]], strict=True)
    ]
    knots = [[round(float(x), 4) for x in xs], [round(y, 4) for y in np.maximum.accumulate(smooth)]]
    (reader_folder / "reader.json").write_text(json.dumps({**settings, "confidence": knots}))
    return knots


def _judged(row: dict, reader: Reader) -> list[tuple[float, bool]]:
    """Each statement's raw score, and whether its content (Jaccard at least .5) and source are those of an attribution."""
    text = row["text"]
    words = [m.span() for m in WORD.finditer(text)]
    gold = [{r: words_in(words, trimmed(text, a[r])) for r in ("source", "content")} for a in row["attributions"]]
    statements, _ = build(Article(row["id"], text), reader)
    found = []
    for s in statements:
        content = words_in(words, trimmed(text, [(c.start, c.end) for c in s.content]))
        source = words_in(words, trimmed(text, [(s.speaker_mention.start, s.speaker_mention.end)] if s.speaker_mention else []))
        best = max(gold, key=lambda g: jaccard(g["content"], content), default=None)
        right = best is not None and jaccard(best["content"], content) >= 0.5
        found.append((s.confidence, right and (bool(best["source"] & source) or not (best["source"] or source))))
    return found
