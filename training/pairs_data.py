"""Corpora of pairs: FNC-1, Emergent, SICK, RTE as (claim, passage) pairs with the stances that each label allows."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from onrecord.linking.pairs.encoding import PACK_CLAIMS, PairEncoder
from onrecord.linking.pairs.passages import Passages, Sentenced, features

AGREES, DISAGREES, DISCUSSES, UNRELATED = range(4)
STANCES = {"agree": AGREES, "disagree": DISAGREES, "discuss": DISCUSSES, "unrelated": UNRELATED}
EMERGENT = {"for": AGREES, "against": DISAGREES, "observing": DISCUSSES}
BUDGET = 96  # word pieces of an article that the model reads against a headline


@dataclass(frozen=True, slots=True)
class Pair:
    """Word pieces of a claim and a passage, the stances that its label allows (one, or several where the label leaves it open), and the
    group that must not be divided between folds."""

    claim: tuple[int, ...]
    passage: tuple[int, ...]
    allowed: tuple[int, ...]
    group: str = ""
    weight: float = 1.0
    article: bool = False


@dataclass(frozen=True, slots=True)
class Fnc:
    """FNC-1 in arrays over its rows: headline and body numbers, stance; the encoded headlines and bodies, and the features of each row."""

    headlines: list[list[int]]
    bodies: list[Sentenced]
    names: list[str]
    headline: np.ndarray
    body: np.ndarray
    stance: np.ndarray
    features: np.ndarray


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with long fields."""
    csv.field_size_limit(10**9)
    with path.open(encoding="utf8", newline="") as stream:
        return list(csv.DictReader(stream))


def read_fnc(folder: Path, passages: Passages) -> Fnc:
    """FNC-1's rows, encoded; the folder has one *bodies*.csv and one *stances*.csv."""
    texts = {r["Body ID"]: r["articleBody"] for r in read_csv(next(folder.glob("*bodies*.csv")))}
    rows = read_csv(next(folder.glob("*stances*.csv")))
    titles = sorted({r["Headline"] for r in rows})
    number = {title: n for n, title in enumerate(titles)}
    names = sorted(texts)
    place = {name: n for n, name in enumerate(names)}
    headlines = passages.encoder.pieces(titles)
    bodies = [passages.sentences(texts[name]) for name in names]
    headline = np.array([number[r["Headline"]] for r in rows])
    body = np.array([place[r["Body ID"]] for r in rows])
    found = np.array([features(passages, headlines[h], bodies[b]) for h, b in zip(headline, body, strict=True)], dtype=np.float32)
    return Fnc(headlines, bodies, names, headline, body, np.array([STANCES[r["Stance"]] for r in rows]), found)


def fnc_pairs(fnc: Fnc, rows: Iterable[int], passages: Passages, budget: int = BUDGET) -> list[Pair]:
    """Rows of FNC-1 as pairs of a headline and the article's best sentences for it."""
    return [
        Pair(
            tuple(fnc.headlines[fnc.headline[n]]),
            tuple(passages.passage([fnc.headlines[fnc.headline[n]]], fnc.bodies[fnc.body[n]], budget)),
            (int(fnc.stance[n]),),
            fnc.names[fnc.body[n]],
            article=True,
        )
        for n in rows
    ]


def fnc_joint(fnc: Fnc, rows: np.ndarray, passages: Passages, weights: Sequence[float], rng: random.Random) -> list[Pair]:
    """Rows of FNC-1 for training: all headlines of an article (up to 16 at a time) against one passage, its best sentences for those that
    are related to it, so that the passage is read once for them all."""
    found = []
    by_body: dict[int, list[int]] = {}
    for n in rng.sample(rows.tolist(), len(rows)):
        by_body.setdefault(int(fnc.body[n]), []).append(n)
    for body, numbers in by_body.items():
        for start in range(0, len(numbers), PACK_CLAIMS):
            chosen = numbers[start : start + PACK_CLAIMS]
            about = [n for n in chosen if fnc.stance[n] != UNRELATED] or chosen[:1]
            passage = tuple(passages.passage([fnc.headlines[fnc.headline[n]] for n in about], fnc.bodies[body], BUDGET))
            for n in chosen:
                stance = int(fnc.stance[n])
                claim = tuple(fnc.headlines[fnc.headline[n]])
                found.append(Pair(claim, passage, (stance,), fnc.names[body], weights[stance], article=True))
    return found


def body_folds(fnc: Fnc, folds: int, seed: int = 7) -> np.ndarray:
    """The fold of each row: no body is in two folds, nor are two bodies of the same text."""
    rng = random.Random(seed)
    texts = {body.pieces: 0 for body in fnc.bodies}
    for n, key in enumerate(rng.sample(list(texts), len(texts))):
        texts[key] = n % folds
    return np.array([texts[fnc.bodies[b].pieces] for b in fnc.body])


def read_emergent(path: Path, encoder: PairEncoder) -> list[Pair]:
    """Emergent: a claim and the headline of an article about it; the group is the claim."""
    rows = read_csv(path)
    claims = encoder.pieces(r["claimHeadline"] for r in rows)
    headlines = encoder.pieces(r["articleHeadline"] for r in rows)
    return [
        Pair(tuple(c), tuple(h), (EMERGENT[r["articleHeadlineStance"]],), r["claimId"])
        for r, c, h in zip(rows, claims, headlines, strict=True)
    ]


def read_sick(folder: Path, encoder: PairEncoder) -> list[Pair]:
    """SICK 2014: entailment agrees, contradiction disagrees, neutral leaves open whether the passage discusses the claim."""
    pairs = []
    for path in sorted(folder.glob("SICK_*.txt")):
        with path.open(encoding="utf8", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter="\t"))
        first, second = (encoder.pieces(r[name] for r in rows) for name in ("sentence_A", "sentence_B"))
        for r, a, b in zip(rows, first, second, strict=True):
            label = r["entailment_judgment"]
            neutral = (DISCUSSES, UNRELATED) if float(r["relatedness_score"]) > 2.5 else (UNRELATED,)
            allowed = {"ENTAILMENT": (AGREES,), "CONTRADICTION": (DISAGREES,)}.get(label, neutral)
            pairs.append(Pair(tuple(b), tuple(a), allowed, "sick"))
            if label == "CONTRADICTION":
                pairs.append(Pair(tuple(a), tuple(b), allowed, "sick"))
    return pairs


def read_rte(folder: Path, encoder: PairEncoder) -> list[Pair]:
    """RTE: entailment agrees; not entailed may be anything else."""
    pairs = []
    for name in ("train.tsv", "dev.tsv"):
        with (folder / name).open(encoding="utf8", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
        premises, hypotheses = (encoder.pieces(r[column] for r in rows) for column in ("sentence1", "sentence2"))
        for r, passage, claim in zip(rows, premises, hypotheses, strict=True):
            allowed = (AGREES,) if r["label"] == "entailment" else (DISAGREES, DISCUSSES, UNRELATED)
            pairs.append(Pair(tuple(claim), tuple(passage), allowed, "rte"))
    return pairs


def group_folds(pairs: Sequence[Pair], folds: int, seed: int = 7) -> np.ndarray:
    """The fold of each pair: no group is in two folds."""
    groups = sorted({p.group for p in pairs})
    random.Random(seed).shuffle(groups)
    fold = {group: n % folds for n, group in enumerate(groups)}
    return np.array([fold[p.group] for p in pairs])
