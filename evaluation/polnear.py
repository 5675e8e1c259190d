"""Attribution on PolNeAR (Newell et al. 2018): exact and word-token F1 of source, cue and content, and of whole attributions.

`attribution` counts a content found (Jaccard of words at least .5) with the right source; `direct` the same for contents that open
with a quotation mark. Statements of both modes count, since PolNeAR annotates beliefs and intentions too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import onrecord
from evaluation.spans import WORD, jaccard, pairs, scores, trimmed, words_in
from onrecord.export.rows import analysis_row
from onrecord.settings import Settings

ROLES = ("source", "cue", "content")
QUOTES = "\"“'‘"
Attribution = dict[str, list[Any]]


@dataclass(slots=True)
class Tally:
    """Hits, found and wanted for one measure."""

    hit: int = 0
    found: int = 0
    wanted: int = 0

    def f1(self) -> dict[str, float]:
        """Precision, recall and F1 in percent."""
        return scores(self.hit, self.found, self.hit, self.wanted)


@dataclass(slots=True)
class Counts:
    """All tallies of a run."""

    exact: dict[str, Tally] = field(default_factory=lambda: {r: Tally() for r in ROLES})
    token: dict[str, Tally] = field(default_factory=lambda: {r: Tally() for r in ROLES})
    attribution: Tally = field(default_factory=Tally)
    direct: Tally = field(default_factory=Tally)


def measure(data: Path) -> dict[str, Any]:
    """Score a PolNeAR split: a .jsonl file of articles with `text` and `attributions`, or the folder that holds dev.jsonl."""
    path = data / "dev.jsonl" if data.is_dir() else data
    gold = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]
    counts = Counts()
    found = onrecord.analyze_paths(path, settings=Settings(input_format="jsonl"))
    for row, result in zip(gold, found, strict=True):
        if isinstance(result, onrecord.Failure):
            raise SystemExit(f"{result.path}: {result.message}")
        count(counts, row["text"], row["attributions"], [as_attribution(s) for s in analysis_row(result)["statements"]])
    return {
        "articles": len(gold),
        **{f"{r}_exact": counts.exact[r].f1() for r in ROLES},
        **{f"{r}_token": counts.token[r].f1() for r in ROLES},
        "attribution": counts.attribution.f1(),
        "direct": counts.direct.f1(),
    }


def as_attribution(statement: dict[str, Any]) -> Attribution:
    """A statement row of the contract in PolNeAR's terms."""
    mention = statement["speaker_mention"]
    return {"source": [mention] if mention else [], "cue": statement["cue"], "content": statement["content"]}


def count(counts: Counts, text: str, gold: list[Attribution], system: list[Attribution]) -> None:
    """Add one article's attributions to the counts."""
    words = [m.span() for m in WORD.finditer(text)]
    wanted = [{r: trimmed(text, a[r]) for r in ROLES} for a in gold]
    found = [{r: trimmed(text, a[r]) for r in ROLES} for a in system]
    for role in ROLES:
        g, f = {s for a in wanted for s in a[role]}, {s for a in found for s in a[role]}
        _add(counts.exact[role], len(g & f), len(f), len(g))
        gw, fw = words_in(words, g), words_in(words, f)
        _add(counts.token[role], len(gw & fw), len(fw), len(gw))
    opens = [_opens(text, a) for a in gold]
    _add(counts.attribution, 0, len(found), len(wanted))
    _add(counts.direct, 0, sum(_opens(text, a) for a in system), sum(opens))
    used: set[int] = set()
    gold_words = [{r: words_in(words, a[r]) for r in ROLES} for a in wanted]
    found_words = [{r: words_in(words, a[r]) for r in ROLES} for a in found]
    for number, g_words in enumerate(gold_words):
        value, best = max(
            ((jaccard(g_words["content"], f["content"]), j) for j, f in enumerate(found_words) if j not in used), default=(0.0, -1)
        )
        if value < 0.5:
            continue
        used.add(best)
        a, b = g_words["source"], found_words[best]["source"]
        right = bool(a & b) or not (a or b)
        counts.attribution.hit += right
        counts.direct.hit += right and opens[number]


def _add(tally: Tally, hit: int, found: int, wanted: int) -> None:
    tally.hit += hit
    tally.found += found
    tally.wanted += wanted


def _opens(text: str, attribution: Attribution) -> bool:
    spans = pairs(attribution["content"])
    return bool(spans) and text[spans[0][0]] in QUOTES
