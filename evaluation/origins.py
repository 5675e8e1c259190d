"""Origins on FA-KES: pairs of articles near the threshold, each read and judged (origins.json: ids and verdicts).

Every article of the corpus takes part, as boilerplate and chance likeness are only met among many. The pairs were drawn near the threshold,
so these figures are lower than those over all pairs would be.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evaluation.spans import percent, scores
from onrecord.details.times import find_times
from onrecord.linking.origins import find_origins
from onrecord.model import Analysis, Article

VERDICTS = Path(__file__).with_suffix(".json")


def measure(data: Path) -> dict[str, Any]:
    """Precision, recall and F1 on the pairs judged, of both parts and of the part that no threshold was set by."""
    origins = find_origins(read(data))
    origin = {article: n for n, o in enumerate(origins) for article in o.articles}
    pairs = json.loads(VERDICTS.read_text(encoding="utf8"))["pairs"]
    check = [p for p in pairs if p["part"] == "check"]
    return {"pairs": _score(pairs, origin), "check": _score(check, origin), "origins": len(origins)}


def read(data: Path) -> list[Analysis]:
    """The articles with what origins look at: text, outlet and times."""
    rows = [json.loads(line) for line in data.read_text(encoding="utf8").splitlines()]
    articles = [Article(row["id"], row["text"], title=row["title"], outlet=row["outlet"]) for row in {r["id"]: r for r in rows}.values()]
    return [Analysis(a, times=find_times(a.text, None)) for a in articles]


def _score(pairs: list[dict[str, str]], origin: dict[str, int]) -> dict[str, Any]:
    decided = [p for p in pairs if p["verdict"] != "borderline"]
    judged = [(p["verdict"] == "copied", p["a"] in origin and origin[p["a"]] == origin.get(p["b"])) for p in decided]
    hit = sum(copied and linked for copied, linked in judged)
    found = scores(hit, sum(linked for _, linked in judged), hit, sum(copied for copied, _ in judged))
    return {**found, "accuracy": percent(sum(copied == linked for copied, linked in judged) / max(1, len(judged)))}
