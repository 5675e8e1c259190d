"""Statements and figures on hand-annotated incident sets: what is found, who says it, and how often a name is wrong.

A set is a folder with gold.json and its articles (shape: GUIDE.md of the sets). Items flagged as debatable (headlines, repeats,
weak or uncertain ones) may be found or missed at no cost.
"""

from __future__ import annotations

import json
import statistics
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import onrecord
from evaluation.annotations import as_list, debatable, same_name
from evaluation.figures import count_article, summary
from evaluation.spans import characters, jaccard, match, percent, scores
from onrecord.export.rows import analysis_row
from onrecord.settings import Settings

Row = dict[str, Any]


def measure(data: Path) -> dict[str, Any]:
    """Score one set, or every set in a folder and their mean (for a figure that some sets lack, the mean of those that have it)."""
    if (data / "gold.json").exists():
        return score(data)
    results = {folder.name: score(folder) for folder in sorted(data.iterdir()) if (folder / "gold.json").exists()}
    if not results:
        raise SystemExit(f"{data}: no gold.json here or one folder down")
    return {"mean": mean(list(results.values())), "sets": results}


def score(folder: Path) -> dict[str, Any]:
    """All figures of one set."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf8"))
    return score_rows(gold, rows(folder, Settings()))


def rows(folder: Path, settings: Settings) -> dict[str, Row]:
    """The analyses of a set's articles by the names gold.json gives them; only articles that gold.json knows."""
    found = {}
    for result in onrecord.analyze_paths(folder, settings=settings):
        if isinstance(result, onrecord.Failure):
            raise SystemExit(f"{result.path}: {result.message}")
        path, _, line = result.article.path.partition("#")
        found[Path(path).stem + (f"#{line}" if line else "")] = analysis_row(result)
    return found


def mean(results: list[dict[str, Any]]) -> dict[str, float]:
    """Means over sets; a figure is left out of a set where nothing was there to be found."""
    names = [
        "statements",
        "content_chars",
        "content_exact",
        "deny",
        "speaker_accuracy",
        "misattributed",
        "end_to_end_recall",
        "unattributed_kept_silent",
        "kind_accuracy",
        "act_accuracy",
        "figures",
        "figure_source_accuracy",
        "figure_source_wrong",
    ]
    values = {name: [v["f1"] if isinstance(v, dict) else v for r in results if (v := r[name]) is not None] for name in names}
    return {name: round(statistics.mean(v), 1) for name, v in values.items() if v}


def score_rows(gold: Row, articles: dict[str, Row]) -> dict[str, Any]:
    """Score the statements of analysed articles (rows of the contract, by gold's article names)."""
    count: Counter[str] = Counter()
    figures: Counter[str] = Counter()
    for key, row in articles.items():
        until = gold.get("until", {}).get(key)
        annotated = [f for f in gold.get("figures", []) if f["at"] and f["at"]["a"] == key]
        count_article(figures, annotated, [f for f in row["figures"] if until is None or f["at"]["start"] < until])
        wanted = [s for s in gold["statements"] if s["content"] and s["content"][0]["a"] == key]
        if wanted:
            found = [
                s
                for s in row["statements"]
                if s["mode"] == "communication" and s["content"] and (until is None or s["content"][0]["start"] < until)
            ]
            _count_article(count, wanted, found)
    named = sum(1 for s in gold["statements"] if s["speaker"] and not debatable(s))
    return {
        "content_chars": scores(count["chars"], count["chars found"], count["chars"], count["chars wanted"]),
        "statements": scores(count["hit"], count["found"], count["hit"], count["wanted"]),
        "content_exact": scores(count["exact"], count["found"], count["exact"], count["wanted"]),
        "speaker_accuracy": _share(count["right"], count["named"]),
        "misattributed": _share(count["wrong"], count["given"]),
        "end_to_end_recall": _share(count["right"], named),
        "unattributed_kept_silent": _share(count["silent right"], count["silent"]),
        "kind_accuracy": _share(count["kind"], count["hit"]),
        "act_accuracy": _share(count["act"], count["hit"]),
        "deny": scores(count["deny"], count["deny found"], count["deny"], count["deny wanted"])
        if count["deny found"] or count["deny wanted"]
        else None,
        **summary(figures),
    }


def _count_article(count: Counter[str], wanted: list[Row], found: list[Row]) -> None:
    gold_chars, system_chars = [characters(s["content"]) for s in wanted], [characters(s["content"]) for s in found]
    soft = _union(c for s, c in zip(wanted, gold_chars, strict=True) if debatable(s))
    firm = _union(c for s, c in zip(wanted, gold_chars, strict=True) if not debatable(s))
    every = _union(system_chars) - (soft - firm)
    count.update({"chars": len(firm & every), "chars found": len(every), "chars wanted": len(firm)})
    pairs = match(gold_chars, system_chars, lambda a, b: v if (v := jaccard(a, b)) >= 0.5 else 0.0)
    kept = [p for p in pairs if not debatable(wanted[p[0]])]
    count.update({"hit": len(kept), "found": len(found) - (len(pairs) - len(kept)), "wanted": sum(not debatable(s) for s in wanted)})
    for i, j, value in kept:
        count["exact"] += value >= 0.9
        _count_pair(count, wanted[i], found[j])


def _count_pair(count: Counter[str], gold: Row, system: Row) -> None:
    speaker, given = gold["speaker"], system["speaker"]
    right = same_name(speaker, given) or any(
        given is not None and same_name(n, given) for n in [*as_list(gold.get("speaker_alt")), *as_list(gold.get("speakers"))]
    )
    if speaker is None:
        count["silent"] += 1
        count["silent right"] += given is None
    else:
        count["named"] += 1
        count["right"] += right and given is not None
    if given is not None:
        count["given"] += 1
        count["wrong"] += speaker is None or not right
    count["kind"] += system["kind"] in [gold["kind"], *as_list(gold.get("kind_alt"))]
    count["act"] += system["act"] in [gold["act"], *as_list(gold.get("act_alt"))]
    count["deny"] += gold["act"] == system["act"] == "deny"
    count["deny found"] += system["act"] == "deny"
    count["deny wanted"] += gold["act"] == "deny"


def _union(sets: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*sets)


def _share(part: int, whole: int) -> float | None:
    return percent(part / whole) if whole else None
