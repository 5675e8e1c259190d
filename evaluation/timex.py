"""TimeML (TempEval-3, UzZaman et al. 2013): time expressions by overlap and by overlap with the right value, micro-averaged over files.

The document's creation time is what `published` is; of the gold nothing else reaches the analysis.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from onrecord.details.times import find_times

KINDS = {"date": "DATE", "time": "TIME", "duration": "DURATION", "set": "SET"}


@dataclass(frozen=True, slots=True)
class Timex:
    """A TIMEX3 of the text: code points start..end, its value and type."""

    start: int
    end: int
    value: str | None
    type: str


@dataclass(frozen=True, slots=True)
class Document:
    """A TimeML file: the text, the creation time's value, and the annotated expressions in the text."""

    name: str
    text: str
    published: str | None
    gold: tuple[Timex, ...]


def measure(data: Path) -> dict[str, Any]:
    """Precision, recall and F1 in percent over every .tml file below a folder, in all and per folder of files."""
    counts: dict[str, Counter[str]] = {}
    for path in sorted(data.rglob("*.tml")) if data.is_dir() else [data]:
        document = read(path)
        counts.setdefault(path.parent.name, Counter()).update(compare(document.gold, found_in(document)))
    total: Counter[str] = sum(counts.values(), Counter())
    return {**figures(total), "files": total["files"], "per_corpus": {name: figures(c) for name, c in sorted(counts.items())}}


def found_in(document: Document) -> tuple[Timex, ...]:
    """What the library finds, in TIMEX3's terms."""
    found = find_times(document.text, document.published)
    return tuple(Timex(t.at.start, t.at.end, t.timex, KINDS[t.kind]) for t in found)


def read(path: Path) -> Document:
    """A TimeML file; the text is TEXT's text content, markup dropped and nothing else changed."""
    root = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    created = next(root.iterfind(".//DCT//TIMEX3"), None)
    body = next(root.iter("TEXT"), None)
    pieces: list[str] = []
    gold: list[Timex] = []
    if body is not None:
        _walk(body, 0, pieces, gold)
    published = created.get("value") if created is not None else None
    return Document(path.name, "".join(pieces), published, tuple(sorted(gold, key=lambda t: t.start)))


def _walk(element: Any, at: int, pieces: list[str], gold: list[Timex]) -> int:
    """Collect the text in an element and the TIMEX3 with text in it; the offset behind."""
    start = at
    if isinstance(element.tag, str):
        at = _add(element.text, at, pieces)
        for child in element:
            at = _walk(child, at, pieces, gold)
            at = _add(child.tail, at, pieces)
        if element.tag == "TIMEX3" and at > start:
            gold.append(Timex(start, at, element.get("value"), element.get("type") or ""))
    return at


def _add(text: str | None, at: int, pieces: list[str]) -> int:
    pieces.append(text or "")
    return at + len(text or "")


def pair(gold: tuple[Timex, ...], found: tuple[Timex, ...]) -> list[tuple[Timex, Timex]]:
    """One to one: the same span first, then any overlap, in the order of the text."""
    exact = {(t.start, t.end): t for t in found}
    pairs = [(g, exact.pop((g.start, g.end))) for g in gold if (g.start, g.end) in exact]
    taken = {id(t) for both in pairs for t in both}
    for one in gold:
        if id(one) in taken:
            continue
        other = next((t for t in found if id(t) not in taken and t.start < one.end and one.start < t.end), None)
        if other is not None:
            pairs.append((one, other))
            taken |= {id(one), id(other)}
    return pairs


def compare(gold: tuple[Timex, ...], found: tuple[Timex, ...]) -> Counter[str]:
    """Counts of one file."""
    pairs = pair(gold, found)
    return Counter(
        files=1,
        gold=len(gold),
        found=len(found),
        span=len(pairs),
        span_strict=sum((g.start, g.end) == (f.start, f.end) for g, f in pairs),
        value=sum(g.value == f.value for g, f in pairs),
        type=sum(g.type == f.type for g, f in pairs),
    )


def figures(counts: Counter[str]) -> dict[str, float]:
    """Percent: precision and recall of relaxed spans, and F1 of relaxed and exact spans, of values and of types over relaxed spans."""
    gold, found = counts["gold"], counts["found"]
    out = {
        "span_precision": round(100 * counts["span"] / found, 2) if found else 0.0,
        "span_recall": round(100 * counts["span"] / gold, 2) if gold else 0.0,
    }
    for name in ("span", "span_strict", "value", "type"):
        out[f"{name}_f1"] = round(200 * counts[name] / (gold + found), 2) if gold + found else 0.0
    return out
