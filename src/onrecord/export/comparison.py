"""What `onrecord compare` found, to read in a terminal, as JSON, or as a page of its own."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from onrecord.linking.compare import Aligned, Comparison, Counts, Kept
from onrecord.model import Analysis, Change, Figure, Span

_WIDTH = 160  # characters of a sentence shown where it is only named
_STYLE = """
body { font: 16px/1.5 Georgia, serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff }
h1, h2 { font-family: sans-serif; font-size: 1.3rem } h2 { font-size: 1rem; margin-top: 2rem } p { margin: .4rem 0 }
.t { display: inline-block; min-width: 6rem; font: 12px sans-serif; color: #595959 }
del { background: #fde2e0; color: #8c1d18 } ins { background: #dff3e1; color: #14532d; text-decoration: none }
.pair { border-left: 3px solid #ccc; padding-left: .8rem; margin: .8rem 0 } .altered { border-color: #b3261e }
@media (prefers-color-scheme: dark) {
  body { background: #161616; color: #ddd } .t { color: #aaa }
  del { background: #4a1d1a; color: #ffb4ab } ins { background: #173d22; color: #a6e3b0 }
}
"""


@dataclass(frozen=True, slots=True)
class Ink:
    """How words left out and words put in are marked in a terminal."""

    out: tuple[str, str] = ("[-", "-]")
    into: tuple[str, str] = ("{+", "+}")
    head: tuple[str, str] = ("", "")


PLAIN = Ink()
COLOURS = Ink(("\x1b[9;31m", "\x1b[0m"), ("\x1b[32m", "\x1b[0m"), ("\x1b[1m", "\x1b[0m"))


def text_lines(found: Comparison, a: Analysis, b: Analysis, clean: Callable[[str], str], ink: Ink = PLAIN) -> Iterator[str]:
    """Lines for a terminal; `clean` takes what would steer the terminal out of words from the articles."""
    one, other = a.article.text, b.article.text
    yield f"A  {clean(_named(a))}"
    yield f"B  {clean(_named(b))}"
    yield ""
    yield _summary(found)
    changed = [p for p in found.aligned if p.relation != "identical"]
    for title, pairs in (("changed", changed), ("moved", [p for p in found.aligned if p.moved and p.relation == "identical"])):
        if pairs:
            yield from ("", f"{ink.head[0]}{title}{ink.head[1]}")
        for pair in pairs:
            note = f"{pair.relation}{', moved' if pair.moved and title == 'changed' else ''}"
            shown = _marked(other, pair, lambda words: words, ink.out, ink.into)
            yield f"  {note + ':':<12} {_clean_marked(shown, clean, ink) if title == 'changed' else clean(_short(other, pair.new))}"
    for title, text, spans, ink_of in (("only in A", one, found.cut, ink.out), ("only in B", other, found.added, ink.into)):
        if spans:
            yield from ("", f"{ink.head[0]}{title}{ink.head[1]}")
        yield from (f"  {ink_of[0]}{clean(_short(text, span))}{ink_of[1]}" for span in spans)
    yield from _statement_lines(found, one, other, clean, ink)
    if found.figures:
        yield from ("", f"{ink.head[0]}figures{ink.head[1]}")
    yield from (f"  {clean(_counts(c, one, other))}" for c in found.figures)


def _clean_marked(shown: str, clean: Callable[[str], str], ink: Ink) -> str:
    """A marked sentence with its words cleaned and its marks kept."""
    marks = [*ink.out, *ink.into]
    parts = [shown]
    for mark in dict.fromkeys(m for m in marks if m):
        parts = [piece for part in parts for piece in _split(part, mark)]
    return "".join(part if part in marks else clean(part) for part in parts)


def _split(part: str, mark: str) -> list[str]:
    pieces = part.split(mark)
    return [x for n, piece in enumerate(pieces) for x in ([piece] if n == 0 else [mark, piece])]


def _statement_lines(found: Comparison, one: str, other: str, clean: Callable[[str], str], ink: Ink) -> Iterator[str]:
    changed = [k for k in found.kept if k.relation != "identical" or k.attribution_differs]
    for title, shown in (
        ("statements changed", [f"{k.new_speaker or 'unknown'}: {_note(k)} {_short(other, k.new)}" for k in changed]),
        ("statements only in A", [f"{s.speaker or 'unknown'}: {_short(one, s.at)}" for s in found.lost]),
        ("statements only in B", [f"{s.speaker or 'unknown'}: {_short(other, s.at)}" for s in found.gained]),
    ):
        if shown:
            yield from ("", f"{ink.head[0]}{title}{ink.head[1]}")
        yield from (f"  {clean(line)}" for line in shown)


def _note(kept: Kept) -> str:
    return f"({kept.relation}{f'; in A said by {kept.old_speaker}' if kept.attribution_differs else ''})"


def _summary(found: Comparison) -> str:
    if found.same:
        return "the same, sentence by sentence"
    same = sum(p.relation == "identical" for p in found.aligned)
    counts = (
        (same, "sentences the same"),
        (len(found.aligned) - same, "changed"),
        (sum(p.moved for p in found.aligned), "moved"),
        (len(found.cut), "only in A"),
        (len(found.added), "only in B"),
    )
    return ", ".join(f"{number} {what}" for number, what in counts if number or what == "sentences the same")


def _named(analysis: Analysis) -> str:
    article = analysis.article
    about = ", ".join(x for x in (article.outlet, article.published) if x)
    return f"{article.title or PurePath(article.path).name}{f' ({about})' if about else ''}"


def _short(text: str, span: Span) -> str:
    words = " ".join(text[span.start : span.end].split())
    return words if len(words) <= _WIDTH else words[: _WIDTH - 1].rsplit(" ", 1)[0] + " …"


def _counts(counts: Counts, one: str, other: str) -> str:
    def shown(text: str, figures: Iterable[Figure]) -> str:
        return "; ".join(" ".join(text[f.at.start : f.at.end].split()) for f in figures) or "–"

    return f"{counts.quantity}, {counts.who}: A {shown(one, counts.old)} | B {shown(other, counts.new)}"


def _marked(text: str, pair: Aligned, show: Callable[[str], str], out: tuple[str, str], into: tuple[str, str]) -> str:
    """The later sentence with what was put in and, where it stood, what was left out."""
    pieces: list[str] = []
    here = pair.new.start
    for change, place in zip(pair.changes, pair.places, strict=True):
        place = min(max(place, here), pair.new.end)
        pieces.append(show(text[here:place]))
        here = place
        old = " ".join(change.old.split())
        pieces += [f"{out[0]}{show(old)}{out[1]} "] if old else []
        if change.at is not None and here <= change.at.start and change.at.end <= pair.new.end:
            pieces.append(f"{into[0]}{show(text[change.at.start : change.at.end])}{into[1]}")
            here = change.at.end
    pieces.append(show(text[here : pair.new.end]))
    return " ".join("".join(pieces).split())


def as_row(found: Comparison, a: Analysis, b: Analysis) -> dict[str, Any]:
    """The comparison as plain data: spans are code points in the text of article A or B."""

    def changes(of: Iterable[Change]) -> list[dict[str, Any]]:
        return [{"from": c.old, "to": c.new, "kind": c.kind, "at": _span(c.at)} for c in of]

    return {
        "a": {"id": a.article.id, "path": a.article.path, "title": a.article.title},
        "b": {"id": b.article.id, "path": b.article.path, "title": b.article.title},
        "same": found.same,
        "sentences": [
            {"a": _span(p.old), "b": _span(p.new), "relation": p.relation, "moved": p.moved, "changes": changes(p.changes)}
            for p in found.aligned
        ],
        "cut": [_span(s) for s in found.cut],
        "added": [_span(s) for s in found.added],
        "statements": [
            {
                "a": _span(k.old),
                "b": _span(k.new),
                "relation": k.relation,
                "speaker_a": k.old_speaker,
                "speaker_b": k.new_speaker,
                "attribution_differs": k.attribution_differs,
                "changes": changes(k.changes),
            }
            for k in found.kept
        ],
        "statements_cut": [{"a": _span(s.at), "speaker": s.speaker} for s in found.lost],
        "statements_added": [{"b": _span(s.at), "speaker": s.speaker} for s in found.gained],
        "figures": [
            {"quantity": c.quantity, "who": c.who, "a": [_figure(f) for f in c.old], "b": [_figure(f) for f in c.new]}
            for c in found.figures
        ],
    }


def as_json(found: Comparison, a: Analysis, b: Analysis) -> str:
    """The comparison as a JSON object."""
    return json.dumps(as_row(found, a, b), ensure_ascii=False, indent=1).encode("utf-8", "replace").decode("utf-8")


def _span(span: Span | None) -> dict[str, int] | None:
    return {"start": span.start, "end": span.end} if span else None


def _figure(figure: Figure) -> dict[str, Any]:
    return {"at": _span(figure.at), "low": figure.low, "high": figure.high, "approx": figure.approx}


def as_html(found: Comparison, a: Analysis, b: Analysis) -> str:
    """A page of its own: changed sentences with what was left out and put in, then what only one of the articles has."""
    one, other = a.article.text, b.article.text
    parts = [f"<h1>{html.escape(_named(a))} → {html.escape(_named(b))}</h1><p>{html.escape(_summary(found))}</p>"]
    changed = [p for p in found.aligned if p.relation != "identical" or p.moved]
    if changed:
        parts.append("<h2>Changed</h2>")
    for pair in changed:
        note = pair.relation + (", moved" if pair.moved else "")
        shown = _marked(other, pair, html.escape, ("<del>", "</del>"), ("<ins>", "</ins>"))
        parts.append(f'<div class="pair {pair.relation}"><span class="t">{note}</span> {shown}</div>')
    for title, text, spans, tag in (("Only in A", one, found.cut, "del"), ("Only in B", other, found.added, "ins")):
        if spans:
            parts.append(f"<h2>{title}</h2>")
        parts += [f"<p><{tag}>{html.escape(' '.join(text[s.start : s.end].split()))}</{tag}></p>" for s in spans]
    for line in _statement_lines(found, one, other, html.escape, Ink(head=("<h2>", "</h2>"))):
        parts.append(line if line.startswith("<h2>") else f"<p>{line.strip()}</p>" if line else "")
    if found.figures:
        parts.append("<h2>Figures</h2>")
    parts += [f"<p>{html.escape(_counts(c, one, other))}</p>" for c in found.figures]
    title = html.escape(f"{_named(a)} → {_named(b)}")
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    page = f"{head}<body>{''.join(parts)}</body></html>\n"
    return page.encode("utf-8", "replace").decode("utf-8")
