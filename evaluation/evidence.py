"""Evidence mentions against our own labels (evidence.json: offsets and types, no text) in articles of FA-KES, FNC-1 and PolNeAR.

60 articles were drawn at random and 34 more that have at least four words of evidence, and labelled before any system saw them. Every
second article is held out: its errors were never looked at. A mention counts when it overlaps a labelled one and has its type; labels
marked weak (an owner's files, reports of the news, things that are evidence by reading only) may be found or missed at no cost.
`shows` counts a span that shares at least half of its characters with the labelled one; `cited_by` is over mentions found.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from evaluation.annotations import same_name
from evaluation.spans import characters, jaccard, match, percent, scores
from onrecord.details import analyze
from onrecord.model import Analysis, Evidence
from onrecord.sources.load import from_text

LABELS = Path(__file__).parent / "evidence.json"
Row = dict[str, Any]


def measure(data: Path, read: Callable[[str], Analysis] | None = None) -> dict[str, Any]:
    """Scores on both halves, with the folder of corpora; `mean` holds the headline figures of the held-out half and of development."""
    articles = list(labelled(data))
    analyse = read or (lambda text: analyze(from_text(text)))
    halves = {}
    for half in ("development", "held out"):
        count: Counter[str] = Counter()
        for row, text in articles:
            if row["half"] == half:
                tally(count, text, row["mentions"], analyse(text).evidence)
        halves[half] = figures(count)
    held, own = halves["held out"], halves["development"]
    mean = {"f1": held["mentions"]["f1"], "shows": held["shows"]["f1"], "cited_by": held["cited_by"], "development": own["mentions"]["f1"]}
    return {"mean": mean, **halves}


def labelled(data: Path) -> Iterator[tuple[Row, str]]:
    """Each labelled article with its text."""
    texts = dict(_texts(data))
    for row in json.loads(LABELS.read_text(encoding="utf8")):
        if (row["corpus"], row["id"]) not in texts:
            raise SystemExit(f"{data}: the article {row['id']} of {row['corpus']} is not here")
        yield row, texts[row["corpus"], row["id"]]


def _texts(data: Path) -> Iterator[tuple[tuple[str, str], str]]:
    for corpus, path in (("fa_kes", "fa_kes/articles.jsonl"), ("polnear", "polnear/dev.jsonl")):
        for line in (data / path).read_text(encoding="utf8").splitlines():
            row = json.loads(line)
            yield (corpus, str(row["id"])), row["text"]
    csv.field_size_limit(sys.maxsize)
    with (data / "fnc1/train_bodies.csv").open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            yield ("fnc1", row["Body ID"]), row["articleBody"]


def tally(count: Counter[str], text: str, wanted: Sequence[Row], found: Sequence[Evidence]) -> None:
    """Count one article."""
    pairs = match([(*w["at"], w["type"]) for w in wanted], [(f.at.start, f.at.end, f.type) for f in found], _fit)
    free = [p for p in pairs if wanted[p[0]].get("weak")]
    kept = [p for p in pairs if not wanted[p[0]].get("weak") and wanted[p[0]]["type"] == found[p[1]].type]
    count.update({"hit": len(kept), "found": len(found) - len(free), "wanted": sum(not w.get("weak") for w in wanted)})
    for i, j, _ in kept:
        label, mention = wanted[i], found[j]
        count["absent"] += bool(label.get("absent")) == mention.absent
        count["shown wanted"] += label["shows"] is not None
        count["shown found"] += mention.shows is not None
        if label["shows"] and mention.shows:
            count["shown"] += jaccard(characters([label["shows"]]), characters([(mention.shows.start, mention.shows.end)])) >= 0.5
        names = [text[c[0] : c[1]] if c else None for c in label["cited_by"]]
        count["cited"] += any(same_name(name, mention.cited_by) for name in names)


def _fit(label: tuple[int, int, str], mention: tuple[int, int, str]) -> float:
    overlap = min(label[1], mention[1]) - max(label[0], mention[0])
    return overlap + 100.0 * (label[2] == mention[2]) if overlap > 0 else 0.0


def figures(count: Counter[str]) -> dict[str, Any]:
    """The scores of a tally."""
    hit = count["hit"]
    return {
        "mentions": scores(hit, count["found"], hit, count["wanted"]),
        "shows": scores(count["shown"], count["shown found"], count["shown"], count["shown wanted"]),
        "cited_by": percent(count["cited"] / hit) if hit else 0.0,
        "absent": percent(count["absent"] / hit) if hit else 0.0,
        "labelled": count["wanted"],
    }
