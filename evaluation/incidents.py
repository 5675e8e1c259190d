"""Statements on hand-annotated incident sets: found, their content, speaker, kind and act, and how often a name is wrong.

A set is a folder with gold.json and its articles (shape: GUIDE.md of the sets). Items flagged as debatable (headlines, repeats,
weak or uncertain ones) may be found or missed at no cost.
"""

from __future__ import annotations

import json
import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import onrecord
from evaluation.spans import characters, jaccard, match, percent, scores
from onrecord.export.rows import analysis_row
from onrecord.settings import Settings

Row = dict[str, Any]
DEBATABLE = ("weak", "uncertain", "repeat", "headline", "nested", "furniture", "background", "borderline", "superseded", "denied")
PLACES = ("title", "title-repeat", "caption", "related-link")
# words that do not tell one speaker from another
COMMON = frozenset(
    ["the", "a", "an", "mr", "mrs", "ms", "president", "minister", "foreign", "prime", "general", "gen", "col", "us", "u", "s", "of", "for"]
)


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
    ]
    values = {name: [v["f1"] if isinstance(v, dict) else v for r in results if (v := r[name]) is not None] for name in names}
    return {name: round(statistics.mean(v), 1) for name, v in values.items() if v}


def score_rows(gold: Row, articles: dict[str, Row]) -> dict[str, Any]:
    """Score the statements of analysed articles (rows of the contract, by gold's article names)."""
    count: Counter[str] = Counter()
    for key, row in articles.items():
        wanted = [s for s in gold["statements"] if s["content"] and s["content"][0]["a"] == key]
        if wanted:
            until = gold.get("until", {}).get(key)
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


def debatable(item: Row) -> bool:
    """Whether finding an item is not wrong and missing it costs nothing."""
    return any(item.get(flag) for flag in DEBATABLE) or item.get("where") in PLACES


def as_list(value: Any) -> list[Any]:
    """A value, a list of values or nothing, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _union(sets: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*sets)


def _share(part: int, whole: int) -> float | None:
    return percent(part / whole) if whole else None


def name_words(name: str) -> list[str]:
    """The telling words of a name, without case and accents."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return [w for w in re.findall(r"[a-z0-9]+", plain) if w not in COMMON]


def same_name(a: str | None, b: str | None) -> bool:
    """Whether two names mean the same speaker: the words of one are in the other, spelling variants of long words allowed."""
    if a is None or b is None:
        return a is b
    short, long = sorted((name_words(a), name_words(b)), key=len)
    if not short:
        return a.strip().lower() == b.strip().lower()
    return all(any(_close(u, v) for v in long) for u in short)


def _close(u: str, v: str) -> bool:
    return u == v or (min(len(u), len(v)) >= 6 and abs(len(u) - len(v)) <= 2 and u[:6] == v[:6])
