"""Made pairs: what people say in PolNeAR's articles, reported, denied, negated, doubted or given other numbers by frames of our own.

They teach what the corpora of headlines show too rarely: that a denied claim is disagreed with, a denied negation agreed with, that
another number is another claim, and that a sentence near by need not speak of a claim.
"""

from __future__ import annotations

import csv
import json
import random
import re
from pathlib import Path

from onrecord.linking.pairs.encoding import PairEncoder
from training.pairs_data import AGREES, DISAGREES, DISCUSSES, UNRELATED, Pair

_AUXILIARY = re.compile(
    r"\b(is|are|was|were|will|would|has|have|had|can|could|should|did|does|do|must|may|might)\b(?! (?:not|never|no)\b|n['’]t)"
)
_NEGATED = re.compile(r"\b(?:not|never|no longer|nothing|nobody|no)\b|n['’]t\b", re.I)
_NUMBER = re.compile(r"\b(\d{1,3}(?:,\d{3})*|two|three|four|five|six|seven|eight|nine|ten|twenty|dozens|hundreds)\b")
_NO_CLAUSE = re.compile(
    r"(?:who|whom|what|whether|if|which|how|why|when|where|to|is|are|was|were|do|does|doesn|don|including|well)\b", re.I
)
_MARKS = re.compile(r"[“”\"?!]")
_FRAMES: dict[str, list[str]] = {}
for _row in csv.DictReader((Path(__file__).parent / "pairs_frames.csv").read_text(encoding="utf8").splitlines()):
    _FRAMES.setdefault(_row["kind"], []).append(_row["words"])


def negated(clause: str, rng: random.Random) -> str | None:
    """A clause with a "not" behind its first auxiliary verb; None where there is none or it is negative already."""
    found = _AUXILIARY.search(clause)
    if not found or _NEGATED.search(clause):
        return None
    word = "never" if rng.random() < 0.15 else "not"
    return f"{clause[: found.end()]} {word}{clause[found.end() :]}"


def renumbered(clause: str, rng: random.Random) -> str | None:
    """A clause with one number exchanged; None where there is none."""
    found = _NUMBER.search(clause)
    if not found:
        return None
    other = rng.choice([n for n in _FRAMES["number"] if n != found[0]])
    return clause[: found.start()] + other + clause[found.end() :]


def clauses(path: Path) -> list[list[str]]:
    """For each article of PolNeAR the whole clauses that somebody is reported as saying, without quotation marks and "that"."""
    found = []
    for line in path.read_text(encoding="utf8").splitlines():
        article = json.loads(line)
        said = []
        for attribution in article["attributions"]:
            spans = attribution["content"]
            if attribution.get("discard") or len(spans) != 1:
                continue
            words = article["text"][slice(*spans[0])].strip(" \n“”\"'‘’,.;:")
            words = re.sub(r"^that\s+", "", " ".join(words.split()))
            if 5 <= len(words.split()) <= 24 and _AUXILIARY.search(words) and not _NO_CLAUSE.match(words) and not _MARKS.search(words):
                said.append(words)
        if len(said) > 1:
            found.append(said)
    return found


def exchanged(clause: str, other: str) -> tuple[str, str] | None:
    """The subject of one clause with the predicate of another, and the other way round; None where either is not so divided.

    The first speaks of the clause's subject, but of another matter; the second tells the clause's matter of another.
    """
    first, second = _AUXILIARY.search(clause), _AUXILIARY.search(other)
    if not first or not second or not first.start() or not second.start():
        return None
    mine, theirs = clause[: first.start()], other[: second.start()]
    if {*mine.lower().split()} & {*theirs.lower().split()} or not (mine.strip() and theirs.strip()):
        return None
    return mine + other[second.start() :], theirs + clause[first.start() :]


def _framed(kind: str, clause: str, rng: random.Random) -> str:
    text = rng.choice(_FRAMES[kind]).format(s=rng.choice(_FRAMES["speaker"]), c=clause)
    return text[:1].upper() + text[1:]


def _cases(clause: str, rng: random.Random) -> list[tuple[str, str, tuple[int, ...]]]:
    """(claim, passage, allowed stances) made of one clause."""
    no, other = negated(clause, rng), renumbered(clause, rng)
    kinds = ["report", "deny", "doubt"] + (["no", "claim no", "both no", "deny no"] if no else []) + (["number"] * 2 if other else [])
    kind = rng.choice(kinds)
    claim, said, frames, stance = {
        "report": (clause, clause, "report", AGREES),
        "deny": (clause, clause, "deny", DISAGREES),
        "doubt": (clause, clause, "doubt", DISCUSSES),
        "no": (clause, no, "report", DISAGREES),
        "claim no": (no, clause, "report", DISAGREES),
        "both no": (no, no, "report", AGREES),
        "deny no": (no, clause, "deny", AGREES),
        "number": (clause, other, "report", DISAGREES),
    }[kind]
    if claim is None or said is None:
        return []
    return [(claim, _framed(frames, said, rng), (stance,))]


def made_pairs(path: Path, encoder: PairEncoder, seed: int = 7, rounds: int = 1) -> list[Pair]:
    """The made pairs of PolNeAR's training articles, and pairs of two things said in one article, which need not speak of each other."""
    rng = random.Random(seed)
    texts: list[tuple[str, str, tuple[int, ...]]] = []
    for _ in range(rounds):
        for said in clauses(path):
            for clause in said:
                texts += _cases(clause, rng)
            for _ in range(max(1, len(said) // 3)):
                claim, passage = rng.sample(said, 2)
                # mostly reports: where strangers are denied as often as friends, a denial in other words is taken for a stranger
                texts.append((claim, _framed("deny" if rng.random() < 0.1 else "report", passage, rng), (UNRELATED,)))
                if both := exchanged(claim, passage):
                    texts.append((claim, _framed("deny" if rng.random() < 0.05 else "report", both[0], rng), (UNRELATED, DISCUSSES)))
                    texts.append((claim, _framed("report", both[1], rng), (DISAGREES, DISCUSSES, UNRELATED)))
    texts = [t for t in dict.fromkeys(texts) if t[0] != t[1]]
    first, second = encoder.pieces(t[0] for t in texts), encoder.pieces(t[1] for t in texts)
    return [Pair(tuple(a), tuple(b), t[2], "made") for t, a, b in zip(texts, first, second, strict=True)]


def framed_sick(folder: Path, encoder: PairEncoder, seed: int = 7) -> list[Pair]:
    """Sentences of SICK in the same frames, reported, denied, doubted, against near paraphrases and contradictions of them."""
    rng = random.Random(seed)
    texts: list[tuple[str, str, tuple[int, ...]]] = []
    for path in sorted(folder.glob("SICK_*.txt")):
        for row in csv.DictReader(path.read_text(encoding="utf8").splitlines(), delimiter="\t"):
            said = row["sentence_A"][:1].lower() + row["sentence_A"][1:]
            opposed = row["entailment_judgment"] == "CONTRADICTION"
            if not opposed and (row["entailment_judgment"] != "ENTAILMENT" or float(row["relatedness_score"]) < 4.4):
                continue
            kind = rng.choice(("report", "deny", "deny", "doubt"))
            same = {"report": (AGREES,), "deny": (DISAGREES,), "doubt": (DISCUSSES,)}
            other = {"report": (DISAGREES,), "deny": (AGREES, DISCUSSES), "doubt": (DISCUSSES,)}
            texts.append((row["sentence_B"], _framed(kind, said, rng), (other if opposed else same)[kind]))
    first, second = encoder.pieces(t[0] for t in texts), encoder.pieces(t[1] for t in texts)
    return [Pair(tuple(a), tuple(b), t[2], "made") for t, a, b in zip(texts, first, second, strict=True)]
