"""Raw scores to honest confidence: of statements at .9, nine in ten are right in content and resolved speaker.

Fitted on articles held out from training: the incident sets and the sample, which have resolved names, tell how often each manner of
finding a speaker is right; they and PolNeAR dev together tell how often a weighed score is. Isotonic regression (Zadrozny and Elkan
2002), kept as a few knots between which the run time interpolates.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.isotonic import IsotonicRegression

from evaluation.incidents import as_list, debatable, same_name
from evaluation.spans import WORD, characters, jaccard, match, trimmed, words_in
from onrecord.export.rows import statement_row
from onrecord.language.session import Reader
from onrecord.model import Article
from onrecord.settings import Settings
from onrecord.sources import Input, find, load
from onrecord.statements.build import build
from onrecord.statements.speakers import MANNERS

KNOTS = 12
PRIOR = 4.0  # statements that a manner's reliability is drawn to the mean by
BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement: its raw score, the manner its speaker was found in, whether content and source are right, and whether the resolved
    name is (None where nobody judged it); `group` is the set it comes from."""

    score: float
    manner: str
    found: bool
    named: bool | None
    group: str


def calibrate(reader_folder: Path, split: Path, sets: list[Path] | None = None) -> dict[str, float]:
    """Fit and write the knots [weighed scores, confidences] and the reliability of each manner into reader.json.

    Returns the expected calibration error: in all, and leaving out the sets one at a time.
    """
    settings = json.loads((reader_folder / "reader.json").read_text())
    settings.pop("confidence", None)
    settings.pop("manners", None)
    (reader_folder / "reader.json").write_text(json.dumps(settings))
    reader = Reader(reader_folder, threads=2)
    judged = [j for folder in sets or [] for j in _of_set(folder, reader)] + _of_polnear(split, reader)
    manners, knots = fit(judged)
    (reader_folder / "reader.json").write_text(json.dumps({**settings, "manners": manners, "confidence": knots}))
    errors = {"all": error(judged, manners, knots)}
    for group in sorted({j.group for j in judged if j.named is not None}):
        others = fit([j for j in judged if j.group != group])
        errors[f"without {group}"] = error([j for j in judged if j.group == group], *others)
    return errors


def fit(judged: list[Judged]) -> tuple[dict[str, float], list[list[float]]]:
    """How often each manner finds the right name, and the knots of weighed scores."""
    known = [j for j in judged if j.named is not None and j.found]
    mean = float(np.mean([j.named for j in known])) if known else 1.0
    manners = {}
    for manner in MANNERS:
        right = [bool(j.named) for j in known if j.manner == manner]
        manners[manner] = round((sum(right) + PRIOR * mean) / (len(right) + PRIOR), 3)
    x, y, w = [], [], []
    for j in judged:
        share = manners[j.manner]
        sure = j.named if j.named is not None else None
        chance = float(j.found and sure) if sure is not None else share * j.found
        x += [j.score * share] * 2
        y += [1.0, 0.0]
        w += [chance, 1 - chance]
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(x, y, sample_weight=w)
    xs = np.quantile(x, np.linspace(0, 1, KNOTS))
    smooth = [
        float(fitted.predict(np.linspace(a, b, 9)).mean()) for a, b in zip(np.r_[xs[:1], xs[:-1]], np.r_[xs[1:], xs[-1:]], strict=True)
    ]
    return manners, [[round(float(v), 4) for v in xs], [round(v, 4) for v in np.maximum.accumulate(smooth)]]


def error(judged: list[Judged], manners: dict[str, float], knots: list[list[float]]) -> float:
    """Expected calibration error over ten bins of confidence (Guo et al. 2017); only statements whose name was judged, where there are."""
    rows = [j for j in judged if j.named is not None] or judged
    given = np.array([np.interp(j.score * manners[j.manner], *knots) for j in rows])
    right = np.array([float(j.found and (j.named is not False)) for j in rows])
    bins = np.minimum((given * BINS).astype(int), BINS - 1)
    return round(float(sum((bins == b).mean() * abs(given[bins == b].mean() - right[bins == b].mean()) for b in set(bins.tolist()))), 4)


def _watched(article: Article, reader: Reader) -> tuple[list[dict], list[float], list[str]]:
    """Statement rows with their raw scores and the manners of their speakers."""
    seen: list[tuple[float, str]] = []
    plain: Callable[..., float] = Reader.confidence

    def note(score: float, manner: str = "") -> float:
        seen.append((score, manner))
        return 0.0

    reader.confidence = note  # type: ignore[method-assign]
    try:
        statements, _ = build(article, reader)
    finally:
        reader.confidence = plain.__get__(reader)  # type: ignore[method-assign]
    return [statement_row(s) for s in statements], [s for s, _ in seen], [m for _, m in seen]


def _of_polnear(split: Path, reader: Reader) -> list[Judged]:
    found = []
    for line in split.read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        text = row["text"]
        words = [m.span() for m in WORD.finditer(text)]
        gold = [{r: words_in(words, trimmed(text, a[r])) for r in ("source", "content")} for a in row["attributions"]]
        for statement, score, manner in zip(*_watched(Article(row["id"], text), reader), strict=True):
            content = words_in(words, trimmed(text, statement["content"]))
            source = words_in(words, trimmed(text, [statement["speaker_mention"]] if statement["speaker_mention"] else []))
            best = max(gold, key=lambda g: jaccard(g["content"], content), default=None)
            right = best is not None and jaccard(best["content"], content) >= 0.5
            found.append(
                Judged(score, manner, right and (bool(best["source"] & source) or not (best["source"] or source)), None, "polnear")
            )
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
        rows, scores, manners = _watched(article, reader) if wanted else ([], [], [])
        told = [n for n, s in enumerate(rows) if s["mode"] == "communication" and s["content"][0]["start"] < until]
        pairs = match([characters(s["content"]) for s in wanted], [characters(rows[n]["content"]) for n in told], _half)
        gold_of = {told[j]: wanted[i] for i, j, _ in pairs}
        for n in told:
            g = gold_of.get(n)
            if g is None:
                found.append(Judged(scores[n], manners[n], False, False, folder.name))
            elif not debatable(g):
                names = [g["speaker"], *as_list(g.get("speaker_alt")), *as_list(g.get("speakers"))]
                found.append(Judged(scores[n], manners[n], True, any(same_name(name, rows[n]["speaker"]) for name in names), folder.name))
    return found


def _half(a: frozenset[int], b: frozenset[int]) -> float:
    return v if (v := jaccard(a, b)) >= 0.5 else 0.0
