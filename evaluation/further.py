"""Seven further incident sets over FA-KES articles: statements, figures and links by the measures of the annotated sets.

The folder further/ has their gold (ids, offsets and names, no text), annotated on 2026-11-25 by four readers who knew neither the program
nor its output. An article is its title, an empty line and its text, as in the sets that come with the corpora.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from evaluation import incidents, links

GOLD = Path(__file__).parent / "further"


def measure(data: Path) -> dict[str, Any]:
    """The means over the sets, and each set; `data` is the corpus (articles.jsonl), of which the last line of an id counts."""
    articles = {row["id"]: row for row in map(json.loads, data.read_text(encoding="utf8").splitlines())}
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(GOLD.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf8"))
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for key in gold["articles"]:
                (folder / f"{key}.txt").write_text(f"{articles[key]['title']}\n\n{articles[key]['text']}", encoding="utf8")
            (folder / "gold.json").write_text(json.dumps(gold), encoding="utf8")
            found[path.stem] = incidents.score(folder) | links.score(folder)
    results = list(found.values())
    return {"mean": incidents.mean(results) | links.mean(results), "sets": found}
