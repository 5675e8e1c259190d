"""Utterances, disputes and origins of hand-annotated sets, against what linking finds in them.

A set is a folder with gold.json and its articles. Utterances are scored by pairs of reports in two articles, whose spans must overlap by
half of the shorter one; a dispute is found when a span of either side is; origins by pairs of articles. Debatable gold costs nothing.
"""

from __future__ import annotations

import itertools
import json
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import onrecord
from evaluation.annotations import debatable
from evaluation.spans import percent, scores
from onrecord.export.links import links_row
from onrecord.linking import link
from onrecord.linking.changes import RELATIONS
from onrecord.settings import Settings

Row = dict[str, Any]
Place = tuple[str, int, int]
NAMES = ("utterance_pairs", "relation_accuracy", "disputes_found", "origin_pairs")


def measure(data: Path) -> dict[str, Any]:
    """Score one set, or every set in a folder and the mean of those that have what a figure needs."""
    if (data / "gold.json").exists():
        return score(data)
    results = {folder.name: score(folder) for folder in sorted(data.iterdir()) if (folder / "gold.json").exists()}
    if not results:
        raise SystemExit(f"{data}: no gold.json here or one folder down")
    return {"mean": mean(list(results.values())), "sets": results}


def mean(results: Sequence[Row]) -> dict[str, float]:
    """Means over the sets that have each figure."""
    values = {name: [v["f1"] if isinstance(v, dict) else v for r in results if (v := r.get(name)) is not None] for name in NAMES}
    return {name: round(statistics.mean(v), 1) for name, v in values.items() if v}


def score(folder: Path) -> dict[str, Any]:
    """All figures of one set."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf8"))
    analyses = analysed(folder)
    return score_links(gold, linked(analyses), keys_of(analyses))


def analysed(folder: Path) -> list[onrecord.Analysis]:
    """The analyses of a set's articles, in order."""
    found = []
    for result in onrecord.analyze_paths(folder, settings=Settings()):
        if isinstance(result, onrecord.Failure):
            raise SystemExit(f"{result.path}: {result.message}")
        found.append(result)
    return found


def keys_of(analyses: Iterable[onrecord.Analysis]) -> dict[str, str]:
    """The names gold.json gives articles, by their ids: the file without its suffix, "#" and the line for a record of a JSONL file."""
    found = {}
    for analysis in analyses:
        path, _, line = analysis.article.path.partition("#")
        found[analysis.article.id] = Path(path).stem + (f"#{line}" if line else "")
    return found


def linked(analyses: Sequence[onrecord.Analysis]) -> Row:
    """What linking finds, in the shape of the contract."""
    return links_row(link(analyses))


def score_links(gold: Row, links: Row, keys: dict[str, str]) -> dict[str, Any]:
    """Score links in the contract's shape; `keys` gives gold's article names by article id. None where gold has nothing to find."""
    return {
        **utterances(gold, links.get("utterances", []), keys),
        "disputes_found": disputes(gold, links["disputes"], keys) if "disputes" in links else None,
        "origin_pairs": origins(gold, links["origins"], keys) if "origins" in links else None,
    }


def utterances(gold: Row, found: Iterable[Row], keys: dict[str, str]) -> dict[str, Any]:
    """F1 over pairs of reports, and of the gold pairs found the share whose relation is right (`relation_alt` counts as right)."""
    firm, soft = _gold_pairs(gold)
    found = list(found)
    given = [
        (a, b, u.get("relation"))
        for u in found
        for a, b in itertools.combinations([(keys.get(v["article"], v["article"]), v["start"], v["end"]) for v in u["variants"]], 2)
        if a[0] != b[0]
    ]
    given = [g for g in given if any(_agree(p, g) for p in firm) or not any(_agree(p, g) for p in soft)]
    hit = [p for p in firm if any(_agree(p, g) for g in given)]
    right = sum(any(_agree(p, g) for p in firm) for g in given)
    told = _relations(gold, found, keys)
    return {
        "utterance_pairs": scores(right, len(given), len(hit), len(firm)) if firm else None,
        "relation_accuracy": percent(told[True] / told.total()) if told else None,
    }


def _gold_pairs(gold: Row) -> tuple[set[tuple[Place, Place]], set[tuple[Place, Place]]]:
    groups: dict[tuple[Any, bool], list[Place]] = {}
    for n, utterance in enumerate(gold["utterances"]):
        places = [(v["a"], v["start"], v["end"]) for v in utterance["variants"] if v]
        groups.setdefault((utterance.get("group", n), debatable(utterance)), []).extend(places)
    pairs: dict[bool, set[tuple[Place, Place]]] = {True: set(), False: set()}
    for (_, soft), places in groups.items():
        pairs[soft].update((a, b) for a, b in itertools.combinations(places, 2) if a[0] != b[0])
    return pairs[False], pairs[True]


def _relations(gold: Row, found: Iterable[Row], keys: dict[str, str]) -> Counter[bool]:
    """Of utterances found that annotated pairs agree with: whether the relation is the farthest of those pairs (or its `relation_alt`)."""
    count: Counter[bool] = Counter()
    wanted = [(tuple((v["a"], v["start"], v["end"]) for v in u["variants"] if v), u) for u in gold["utterances"] if not debatable(u)]
    for utterance in found:
        places = [(keys.get(v["article"], v["article"]), v["start"], v["end"]) for v in utterance["variants"]]
        pairs = [(a, b, None) for a, b in itertools.combinations(places, 2) if a[0] != b[0]]
        met = [u for spans, u in wanted if len(spans) == 2 and any(_agree((spans[0], spans[1]), pair) for pair in pairs)]
        if met:
            farthest = max(RELATIONS.index(u["relation"]) for u in met)
            others = {alt for u in met for alt in u.get("relation_alt", []) if RELATIONS.index(u["relation"]) == farthest}
            count[utterance["relation"] in {RELATIONS[farthest], *others}] += 1
    return count


def _agree(pair: tuple[Place, Place], given: tuple[Place, Place, str | None]) -> bool:
    (a, b), (x, y, _) = pair, given
    return (_overlap(a, x) and _overlap(b, y)) or (_overlap(a, y) and _overlap(b, x))


def _overlap(a: Place, b: Place) -> bool:
    common = min(a[2], b[2]) - max(a[1], b[1])
    return a[0] == b[0] and common > 0 and common >= 0.5 * min(a[2] - a[1], b[2] - b[1])


def disputes(gold: Row, found: Sequence[Row], keys: dict[str, str]) -> float | None:
    """Share of the annotated disputes of which a span of either side is found in one dispute."""
    wanted = []
    for dispute in gold["disputes"]:
        sides = [
            [(e["span"]["a"], e["span"]["start"], e["span"]["end"]) for e in dispute["evidence"] if e["span"] and e["side"] == s]
            for s in ("asserts", "denies")
        ]
        if all(sides) and not debatable(dispute) and not dispute.get("other"):
            wanted.append(sides)
    given = [
        [[(keys.get(v["article"], v["article"]), v["start"], v["end"]) for v in d[side]] for side in ("asserts", "denies")] for d in found
    ]
    hit = sum(any(all(any(_overlap(g, s) for g in w for s in f) for w, f in zip(sides, d, strict=True)) for d in given) for sides in wanted)
    return percent(hit / len(wanted)) if wanted else None


def origins(gold: Row, found: Iterable[Iterable[str]], keys: dict[str, str]) -> dict[str, float] | None:
    """F1 over pairs of articles that carry the same text."""
    wanted = _pairs(gold["origins"])
    given = _pairs([[keys.get(a, a) for a in group] for group in found])
    return scores(len(wanted & given), len(given), len(wanted & given), len(wanted)) if wanted else None


def _pairs(groups: Iterable[Iterable[str]]) -> set[frozenset[str]]:
    return {frozenset(pair) for group in groups for pair in itertools.combinations(sorted(set(group)), 2)}
