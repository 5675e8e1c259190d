"""Named entities against CoNLL columns: a span counts when its borders and its type are right (person, organisation, place, other)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from evaluation.columns import Document, read_columns
from evaluation.spans import scores
from onrecord.language.session import Reader, shared_reader
from onrecord.statements.reading import read_text


def measure(data: Path, reader: Reader | None = None) -> dict[str, Any]:
    """Span precision, recall and F1 over a file, the same on its text in small letters, and F1 of each type."""
    documents = read_columns(data)
    chosen = reader or shared_reader()
    cased, _ = count(documents, chosen)
    return {**cased, "lowercased": count([lowered(d) for d in documents], chosen)[0]["f1"], "types": _}


def count(documents: list[Document], reader: Reader) -> tuple[dict[str, float], dict[str, float]]:
    """Precision, recall and F1 over documents, and F1 by type."""
    hit: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for document in documents:
        system = {on_tokens(document, at.start, at.end, kind) for at, kind in read_text(document.text, reader).named}
        gold = {on_tokens(document, *entity) for entity in document.entities}
        for kind_of, spans in ((hit, system & gold), (found, system), (wanted, gold)):
            kind_of.update(span[2] for span in spans)
    types = {kind: scores(hit[kind], found[kind], hit[kind], wanted[kind])["f1"] for kind in sorted(wanted)}
    return scores(hit.total(), found.total(), hit.total(), wanted.total()), types


def on_tokens(document: Document, start: int, end: int, kind: str) -> tuple[int, int, str]:
    """A span as numbers of the tokens it touches."""
    touched = [n for n, (a, b) in enumerate(document.tokens) if a < end and start < b] if start < end else []
    return (touched[0], touched[-1], kind) if touched else (-1, -1, kind)


def lowered(document: Document) -> Document:
    """The document in small letters, where that keeps its length."""
    text = document.text.lower()
    return replace(document, text=text) if len(text) == len(document.text) else document
