"""Figures on hand-annotated articles: counts of killed, wounded, missing, detained, displaced and evacuated, their bounds and sources.

`python -m evaluation figures --data DIR` reads a folder of corpora whose `fa_kes/articles.jsonl` holds the articles that figures.json
beside this file annotates by id and offsets. Incident sets score their own figures the same way (evaluation/incidents.py).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import onrecord
from evaluation.annotations import as_list, debatable, same_name
from evaluation.spans import characters, match, percent, scores
from onrecord.export.rows import analysis_row

Row = dict[str, Any]
QUANTITIES = frozenset(["killed", "wounded", "missing", "detained", "displaced", "evacuated"])
GOLD = Path(__file__).parent / "figures.json"


def measure(data: Path) -> dict[str, Any]:
    """Figures of the annotated FA-KES articles; those of other incidents are left out as in the incident sets, and count in with_other."""
    gold: dict[str, list[Row]] = json.loads(GOLD.read_text(encoding="utf8"))["fa_kes"]
    rows = {}
    for line in (data / "fa_kes" / "articles.jsonl").read_text(encoding="utf8").splitlines():
        article = json.loads(line)
        if article["id"] in gold:
            rows[article["id"]] = analysis_row(onrecord.analyze(onrecord.Article(article["id"], article["text"], title=article["title"])))
    return score_articles(gold, rows)


def score_articles(gold: Mapping[str, list[Row]], rows: Mapping[str, Row]) -> dict[str, Any]:
    """Scores of analysed articles against the figures annotated in them (spans in `at`, or as `start` and `end`)."""
    count: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for key, row in rows.items():
        wanted = [{"at": {"start": f["start"], "end": f["end"]}, **f} for f in gold[key]]
        count_article(count, wanted, row.get("figures", []))
        count_article(every, [{**f, "other": False} for f in wanted], row.get("figures", []))
    return {**summary(count), "with_other": scores(every["hit"], every["found"], every["hit"], every["wanted"])}


def count_article(count: Counter[str], annotated: Iterable[Row], found: Iterable[Row]) -> None:
    """Add one article: a figure is right when it overlaps an annotated one and has its quantity and bounds."""
    wanted = [f for f in annotated if not f.get("other")]
    other = [characters([f["at"]]) for f in annotated if f.get("other")]
    system = [f for f in found if f["quantity"] in QUANTITIES and not any(characters([f["at"]]) & o for o in other)]
    every = match(list(range(len(wanted))), list(range(len(system))), lambda i, j: float(_same(wanted[i], system[j])))
    kept = [(i, j) for i, j, _ in every if not debatable(wanted[i])]
    excused = len(every) - len(kept)
    count.update({"hit": len(kept), "found": len(system) - excused, "wanted": sum(not debatable(f) for f in wanted)})
    for i, j in kept:
        names = as_list(wanted[i].get("according_to")) + as_list(wanted[i].get("according_to_alt"))
        given = system[j]["according_to"]
        right = given is not None and any(same_name(n, given) for n in names)
        if wanted[i].get("according_to"):
            count["sourced"] += 1
            count["source"] += right
        count["given"] += given is not None
        count["wrong"] += given is not None and not right


def _same(gold: Row, system: Row) -> bool:
    overlap = gold["at"]["start"] < system["at"]["end"] and system["at"]["start"] < gold["at"]["end"]
    return overlap and all(gold[k] == system[k] for k in ("quantity", "low", "high"))


def summary(count: Counter[str]) -> dict[str, Any]:
    """The figures that the counts give; None where there was nothing to count."""
    return {
        "figures": scores(count["hit"], count["found"], count["hit"], count["wanted"]) if count["wanted"] or count["found"] else None,
        "figure_source_accuracy": percent(count["source"] / count["sourced"]) if count["sourced"] else None,
        "figure_source_wrong": percent(count["wrong"] / count["given"]) if count["given"] else None,
    }
