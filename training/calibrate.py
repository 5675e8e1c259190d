"""Raw scores to honest confidence: of statements at .9, nine in ten are right in content and resolved speaker.

Fitted on articles held out from training. A logistic regression on the raw score and a few signs (kind, mode, cue, source) gives the
chance that content and source are right: PolNeAR dev, the incident sets and the sample tell. The sets and the sample, which have
resolved names, tell how often each manner of finding a speaker gives the right one. Confidence is the product.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from evaluation.incidents import as_list, debatable, same_name
from evaluation.spans import WORD, characters, jaccard, match, trimmed, words_in
from onrecord.export.rows import statement_row
from onrecord.language.session import Reader
from onrecord.model import Article
from onrecord.settings import Settings
from onrecord.sources import Input, find, load
from onrecord.statements.build import build
from onrecord.statements.speakers import MANNERS

SIGNS = ("direct", "mixed", "attitude", "no cue", "no source")
BALANCE = 2.0  # weight of a statement of the sets against one of PolNeAR, which has five times as many
PRIOR = 4.0  # statements that a manner's reliability is drawn to the mean by
BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement: its raw score, its signs, the manner its speaker was found in, whether content and source are right, and whether the
    resolved name is (None where nobody judged it); `group` is the set it comes from."""

    score: float
    signs: frozenset[str]
    manner: str
    found: bool
    named: bool | None
    group: str


def calibrate(reader_folder: Path, split: Path, sets: list[Path] | None = None) -> dict[str, float]:
    """Fit and write the weights and the reliability of each manner into reader.json.

    Returns expected calibration errors: on PolNeAR (a found source counts for its manner's share of right names), on the sets and the
    sample together, on both, and on each of two halves of everything by weights fitted on the other half.
    """
    settings = json.loads((reader_folder / "reader.json").read_text())
    reader = Reader(reader_folder, threads=2)
    judged = [j for folder in sets or [] for j in _of_set(folder, reader)] + _of_polnear(split, reader)
    weights, manners = fit(judged)
    (reader_folder / "reader.json").write_text(json.dumps({**settings, "manners": manners, "confidence": weights}))
    polnear, others = ([j for j in judged if (j.named is None) == unnamed] for unnamed in (True, False))
    halves = [judged[0::2], judged[1::2]]
    return {
        "polnear": error(polnear, weights, manners),
        "sets": error(others, weights, manners),
        "all": error(judged, weights, manners),
        "halves": round(float(np.mean([error(halves[n], *fit(halves[1 - n])) for n in (0, 1)])), 4),
    }


def fit(judged: list[Judged]) -> tuple[dict[str, float], dict[str, float]]:
    """Weights of the score and the signs, and how often each manner finds the right name."""
    known = [j for j in judged if j.named is not None and j.found]
    mean = float(np.mean([j.named for j in known])) if known else 1.0
    manners = {}
    for manner in MANNERS:
        right = [bool(j.named) for j in known if j.manner == manner]
        manners[manner] = round((sum(right) + PRIOR * mean) / (len(right) + PRIOR), 3)
    x = np.array([[_odds(j.score), *(float(sign in j.signs) for sign in SIGNS)] for j in judged])
    weight = [BALANCE if j.named is not None else 1.0 for j in judged]
    model = LogisticRegression(C=1.0, max_iter=2000).fit(x, [j.found for j in judged], sample_weight=weight)
    values = zip(("one", "score", *SIGNS), (float(model.intercept_[0]), *map(float, model.coef_[0])), strict=True)
    return {name: round(value, 3) for name, value in values}, manners


def _odds(score: float) -> float:
    clipped = min(max(score, 1e-3), 1 - 1e-3)
    return float(np.log(clipped / (1 - clipped)))


def error(judged: list[Judged], weights: dict[str, float], manners: dict[str, float]) -> float:
    """Expected calibration error over ten bins of confidence (Guo et al. 2017)."""
    odds = np.array([weights["one"] + weights["score"] * _odds(j.score) + sum(weights.get(s, 0.0) for s in j.signs) for j in judged])
    given = np.array([manners[j.manner] for j in judged]) / (1 + np.exp(-odds))
    right = np.array([j.found * (manners[j.manner] if j.named is None else float(j.named)) for j in judged])
    bins = np.minimum((given * BINS).astype(int), BINS - 1)
    return round(float(sum((bins == b).mean() * abs(given[bins == b].mean() - right[bins == b].mean()) for b in set(bins.tolist()))), 4)


def _watched(article: Article, reader: Reader) -> list[tuple[dict, float, frozenset[str], str]]:
    """Statement rows with their raw scores, signs, and the manners of their speakers."""
    seen: list[tuple[float, frozenset[str], str]] = []
    plain: Callable[..., float] = Reader.confidence

    def note(score: float, signs: Iterable[str], manner: str) -> float:
        seen.append((score, frozenset(signs), manner))
        return 0.0

    reader.confidence = note  # type: ignore[method-assign]
    try:
        statements, _ = build(article, reader)
    finally:
        reader.confidence = plain.__get__(reader)  # type: ignore[method-assign]
    return [(statement_row(s), *told) for s, told in zip(statements, seen, strict=True)]


def _of_polnear(split: Path, reader: Reader) -> list[Judged]:
    found = []
    for line in split.read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        text = row["text"]
        words = [m.span() for m in WORD.finditer(text)]
        gold = [{r: words_in(words, trimmed(text, a[r])) for r in ("source", "content")} for a in row["attributions"]]
        for statement, score, signs, manner in _watched(Article(row["id"], text), reader):
            content = words_in(words, trimmed(text, statement["content"]))
            source = words_in(words, trimmed(text, [statement["speaker_mention"]] if statement["speaker_mention"] else []))
            best = max(gold, key=lambda g: jaccard(g["content"], content), default=None)
            right = best is not None and jaccard(best["content"], content) >= 0.5
            found.append(Judged(score, signs, manner, right and _meets(best, source), None, "polnear"))
    return found


def _of_set(folder: Path, reader: Reader) -> list[Judged]:
    gold = json.loads((folder / "gold.json").read_text(encoding="utf8"))
    found = []
    for item in find([folder], Settings()):
        if not isinstance(item, Input):
            continue
        article = load(item, Settings())
        path, _, line = article.path.partition("#")
        key = Path(path).stem + (f"#{line}" if line else "")
        wanted = [s for s in gold["statements"] if s["content"] and s["content"][0]["a"] == key]
        until = gold.get("until", {}).get(key) or len(article.text) + 1
        rows = _watched(article, reader) if wanted else []
        told = [r for r in rows if r[0]["mode"] == "communication" and r[0]["content"][0]["start"] < until]
        pairs = match([characters(s["content"]) for s in wanted], [characters(r[0]["content"]) for r in told], _half)
        gold_of = {j: wanted[i] for i, j, _ in pairs}
        for n, (row, *rest) in enumerate(told):
            g = gold_of.get(n)
            if g is None:
                found.append(Judged(*rest, False, False, folder.name))
            elif not debatable(g):
                names = [g["speaker"], *as_list(g.get("speaker_alt")), *as_list(g.get("speakers"))]
                found.append(Judged(*rest, True, any(same_name(name, row["speaker"]) for name in names), folder.name))
    return found


def _meets(gold: dict[str, frozenset[int]], source: frozenset[int]) -> bool:
    return bool(gold["source"] & source) or not (gold["source"] or source)


def _half(a: frozenset[int], b: frozenset[int]) -> float:
    return v if (v := jaccard(a, b)) >= 0.5 else 0.0
