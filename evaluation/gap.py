"""GAP (Webster et al. 2018): which of two names an ambiguous pronoun means, F1 over both decisions and its balance between genders."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from evaluation.spans import scores
from onrecord.language.decoding import ANTECEDENT, link_probabilities, named_words
from onrecord.language.encoding import Encoded
from onrecord.language.sentences import sentence_starts
from onrecord.language.session import Reader, shared_reader
from onrecord.model import Span
from onrecord.statements.antecedents import Candidate, chances

SURE = 0.33  # chance from which a name is taken
FEMININE = ("she", "her", "hers")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with its pronoun, the two candidates, and which of them is meant."""

    text: str
    starts: list[int]
    pronoun: Span
    candidates: tuple[Candidate, Candidate]
    meant: tuple[bool, bool]
    people: list[Span]

    @property
    def feminine(self) -> bool:
        """Whether the pronoun is she, her or hers."""
        return self.text[self.pronoun.start : self.pronoun.end].lower() in FEMININE


def measure(data: Path, reader: Reader | None = None) -> dict[str, Any]:
    """Precision, recall and F1 in percent, F1 for masculine and feminine pronouns, and feminine over masculine (bias)."""
    passages = list(read(data, reader or shared_reader()))
    decided = [decide(p) for p in passages]
    both = list(zip(passages, decided, strict=True))
    masculine, feminine = (_f1([(p, d) for p, d in both if p.feminine == sex])["f1"] for sex in (False, True))
    return {
        **_f1(both),
        "masculine": masculine,
        "feminine": feminine,
        "bias": round(feminine / masculine, 3) if masculine else None,
    }


def decide(passage: Passage) -> tuple[bool, bool]:
    """For each of the two names whether the pronoun means it; at most one."""
    a, b = chances(passage.text, passage.starts, passage.pronoun, passage.candidates, passage.people)
    return a >= SURE and a >= b, b >= SURE and b > a


def _f1(decided: list[tuple[Passage, tuple[bool, bool]]]) -> dict[str, float]:
    hit = sum(g and d for p, ds in decided for g, d in zip(p.meant, ds, strict=True))
    return scores(hit, sum(sum(ds) for _, ds in decided), hit, sum(sum(p.meant) for p, _ in decided))


def read(data: Path, reader: Reader) -> Iterator[Passage]:
    """The passages of a GAP file as the reader sees them."""
    with data.open(encoding="utf8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield _passage(row, reader)


def _passage(row: dict[str, str], reader: Reader) -> Passage:
    text = row["Text"]
    encoded = reader.encoder.encode(text)
    read_scores = reader.read(encoded)
    people = [
        Span(int(encoded.words[n.words[0], 0]), int(encoded.words[n.words[1] - 1, 1]))
        for n in named_words(read_scores)
        if n.type == "person"
    ]
    start = int(row["Pronoun-offset"])
    pronoun = Span(start, start + len(row["Pronoun"]))
    title = set(re.findall(r"\w+", unquote(row["URL"].rsplit("/", 1)[-1]).replace("_", " ").lower()))
    candidates = []
    for key in "AB":
        name, at = row[key], int(row[f"{key}-offset"])
        mentions = _mentions(text, name, Span(at, at + len(name)), people)
        words = [_words(encoded, m) for m in mentions]
        share = float(link_probabilities(read_scores, ANTECEDENT, _words(encoded, pronoun), words)[:-1].sum())
        candidates.append(Candidate(tuple(mentions), share, any(w.lower() in title for w in name.split() if len(w) > 2), name))
    meant = (row["A-coref"].upper() == "TRUE", row["B-coref"].upper() == "TRUE")
    return Passage(text, sentence_starts(text), pronoun, (candidates[0], candidates[1]), meant, people)


def _mentions(text: str, name: str, given: Span, people: list[Span]) -> list[Span]:
    """The given mention, the same words elsewhere, and people whose name shares the last word; apart from each other, in order."""
    last = name.split()[-1]
    same = [Span(m.start(), m.end()) for m in re.finditer(re.escape(name), text)]
    alike = [p for p in people if last in text[p.start : p.end].split()]
    kept = [given]
    for span in [*same, *alike]:
        if all(span.end <= k.start or k.end <= span.start for k in kept):
            kept.append(span)
    return sorted(kept)


def _words(encoded: Encoded, span: Span) -> tuple[int, int]:
    touched = [n for n, (a, b) in enumerate(encoded.words.tolist()) if a < span.end and span.start < b]
    return touched[0], touched[-1] + 1
