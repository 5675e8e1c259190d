"""Events against MUC-4 (texts as lower-case translations; the role fillers of Du et al. 2021): how much of who did it to whom is found.

MUC-4's fillers name the individuals and bodies behind terrorist incidents, their victims and targets, once a document; this version
of the data has no incident types. So what is compared is, of each document: whether it tells of an incident at all (an event of a
violent type that is said to have happened), and agents and patients of these events with perpetrators, victims and targets. Two
phrases match when they have the same head word or one holds the other's words. Fillers leave out what is no terrorist incident
(fighting between armies, old robberies) and name each filler once however it is described: precision is a lower bound. Only times are
asked for, no entities, statements or places. A system that says "incident" of every document has an incident F1 of 68.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from evaluation.spans import WORD, scores
from onrecord.details.events import find_events
from onrecord.details.times import find_times
from onrecord.model import Analysis, Article, Event

VIOLENT = frozenset(["attack", "bombing", "shooting", "killing", "kidnapping", "arson", "robbery", "destruction"])
ROLES = {"perpetrators": ("PerpInd", "PerpOrg"), "victims": ("Victim",), "targets": ("Target",), "suffering": ("Victim", "Target")}
_SMALL = frozenset(["the", "a", "an", "of", "his", "her", "its", "their", "our", "this", "that", "these", "those", "s"])
_OF = frozenset(["of", "from", "in", "at", "who", "that", "on", "for", "with"])
Row = dict[str, Any]


def measure(data: Path, read: Callable[[str], Analysis] | None = None) -> dict[str, Any]:
    """Scores on a MUC-4 file of documents with `doctext` and `extracts`; `mean` holds what has a floor."""
    analyse = read or analysis
    count: Counter[str] = Counter()
    for line in data.read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        tally(count, row["doctext"], row["extracts"], analyse(row["doctext"]).events)
    result = {name: _score(count, name) for name in ("incident", "perpetrators", "suffering")}
    recalls = {name: _score(count, name)["r"] for name in ("victims", "targets")}
    return {"mean": {name: part["f1"] for name, part in result.items()}, **result, "recall": recalls}


def analysis(text: str) -> Analysis:
    """A text with its times and events."""
    found = Analysis(Article("", text), times=find_times(text, None))
    return Analysis(found.article, times=found.times, events=find_events(found))


def _score(count: Counter[str], name: str) -> dict[str, float]:
    return scores(count[name + " hit"], count[name + " found"], count[name + " got"], count[name + " wanted"])


def tally(count: Counter[str], text: str, extracts: Row, events: Sequence[Event]) -> None:
    """Count one document."""
    violent = [e for e in events if e.type in VIOLENT and e.status == "happened"]
    told = any(extracts[role] for role in ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon"))
    hit = told and bool(violent)
    count.update({"incident hit": hit, "incident got": hit, "incident found": bool(violent), "incident wanted": told})
    for name, roles in ROLES.items():
        spans = (s for e in violent for s in (e.agents if name == "perpetrators" else e.patients))
        found = distinct(text[s.start : s.end] for s in spans)
        wanted = [[mention for mention, _ in filler] for role in roles for filler in extracts[role]]
        got = sum(any(same(m, f) for m in mentions for f in found) for mentions in wanted)
        count.update({name + " got": got, name + " wanted": len(wanted), name + " found": len(found)})
        count[name + " hit"] += sum(any(same(m, f) for mentions in wanted for m in mentions) for f in found)


def distinct(phrases: Iterable[str]) -> list[str]:
    """Phrases without those that repeat another's words."""
    kept: dict[frozenset[str], str] = {}
    for phrase in phrases:
        kept.setdefault(frozenset(content(phrase)), phrase)
    return [phrase for words, phrase in kept.items() if words]


def same(a: str, b: str) -> bool:
    """Whether two phrases have the same head word, or one holds all words of the other."""
    first, second = set(content(a)), set(content(b))
    return bool(first and second) and (head(a) == head(b) or first <= second or second <= first)


def content(phrase: str) -> list[str]:
    """The words of a phrase that tell something."""
    return [w for w in (m[0] for m in WORD.finditer(phrase.lower())) if w not in _SMALL and w[0].isalnum()]


def head(phrase: str) -> str:
    """The head word: the last one before a preposition."""
    words = [m[0] for m in WORD.finditer(phrase.lower()) if m[0][0].isalnum()]
    end = next((n for n, w in enumerate(words) if n and w in _OF), len(words))
    return words[end - 1] if words else ""
