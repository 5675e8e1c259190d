"""PolNeAR figures of a reader that is not installed, for the record beside its weights."""

from __future__ import annotations

import json
from pathlib import Path

from evaluation.polnear import ROLES, Counts, as_attribution, count
from onrecord.export.rows import statement_row
from onrecord.language.session import Reader
from onrecord.model import Article
from onrecord.statements.build import build


def score(reader_folder: Path, split: Path) -> dict[str, float]:
    """F1 in percent of every PolNeAR figure."""
    reader = Reader(reader_folder, threads=2)
    counts = Counts()
    for line in split.read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        statements, _ = build(Article(row["id"], row["text"]), reader)
        count(counts, row["text"], row["attributions"], [as_attribution(statement_row(s)) for s in statements])
    tallies = {f"{r}_exact": counts.exact[r] for r in ROLES} | {f"{r}_token": counts.token[r] for r in ROLES}
    tallies |= {"attribution": counts.attribution, "direct": counts.direct}
    return {name: tally.f1()["f1"] for name, tally in tallies.items()}
