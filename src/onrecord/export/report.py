"""The HTML report: one file, no network, readable on a phone, printed and without scripts.

Article text is data: every value is escaped by the template engine, and a content security policy lets only the page's own script
run (by its hash), so that markup inside an article never does.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from onrecord.export.cards import KINDS, Card, cards
from onrecord.export.front import Front, front
from onrecord.export.highlight import Run, paragraph_pieces, runs
from onrecord.export.map import Map, world_map
from onrecord.export.material import Cited, material
from onrecord.export.timeline import Timeline, timeline
from onrecord.export.tolls import Tolls, tolls
from onrecord.export.voices import Voices, voices
from onrecord.linking import link
from onrecord.model import ACTS, Analysis, Failure, Links, Statement


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement as the page shows it; `anchor` is unique in the page, `where` names its article."""

    anchor: str
    speaker: str
    mention: str
    role: str
    cue: str
    content: str
    kind: str
    act: str
    mode: str
    confidence: str
    why: str
    where: str
    published: str
    via: str
    loaded: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as the page shows it: paragraphs of runs, its statements in order, and a card for each detail.

    `heading` holds the runs of the title where the text begins with it; `tally` counts the cards in words.
    """

    anchor: str
    title: str
    outlet: str
    published: str
    path: str
    url: str
    skipped: str
    heading: list[Run]
    paragraphs: list[list[Run]]
    statements: list[StatementView]
    voices: Voices | None
    cards: tuple[Card, ...]
    tally: str


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """A speaker with everything they are reported as saying, the acts counted in the order of the contract."""

    name: str
    role: str
    acts: list[tuple[str, int]]
    statements: list[StatementView]


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything the report's template may use."""

    title: str
    front: Front
    articles: list[ArticleView]
    speakers: list[SpeakerView]
    denials: list[StatementView]
    unnamed: int
    statement_count: int
    acts: list[tuple[str, int]]
    failures: list[Failure]
    tolls: tuple[Tolls, ...]
    timeline: Timeline | None
    map: Map | None
    evidence: tuple[tuple[str, tuple[Cited, ...]], ...]
    marks: list[tuple[str, int]]


_STYLES = ("marks", "report", "pictures", "front")
_PLURALS = {"figure": "figures", "time": "times", "place": "places", "evidence": "pieces of evidence", "event": "events"}
_SINGULARS = {"evidence": "piece of evidence"}


def render(results: Iterable[Analysis | Failure], title: str | None = None, links: Links | None = None) -> str:
    """The whole page as text; the articles are linked for it unless `links` are given."""
    found = list(results)
    analyses = [r for r in found if isinstance(r, Analysis)]
    view = _view(analyses, [r for r in found if isinstance(r, Failure)], title, link(analyses) if links is None else links)
    script, style = _asset("report.js"), "".join(_asset(f"{name}.css") for name in _STYLES)
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    template = _environment().get_template("report.html")
    return template.render(view=view, script=Markup(script), style=Markup(style), digest=digest)  # noqa: S704 - our own two assets


def notebook(analysis: Analysis) -> str:
    """One article, highlighted, as a fragment for a notebook cell; no script."""
    article = _article(analysis, 0)
    return _environment().get_template("notebook.html").render(article=article, style=Markup(_asset("marks.css")))  # noqa: S704


def _view(analyses: list[Analysis], failures: list[Failure], title: str | None, links: Links) -> ReportView:
    articles = [_article(a, n) for n, a in enumerate(analyses)]
    told = [
        (s, v)
        for a, article in zip(analyses, articles, strict=True)
        for s, v in zip(a.statements, article.statements, strict=True)
        if s.mode == "communication"
    ]
    named = [(s, v) for s, v in told if s.speaker_id]
    return ReportView(
        title=title or _heading(articles),
        front=front(analyses, links),
        articles=articles,
        speakers=_speakers(named),
        denials=[v for s, v in told if s.act == "deny"],
        unnamed=len(told) - len(named),
        statement_count=len(told),
        acts=_acts(s for s, _ in told),
        failures=failures,
        tolls=tolls(analyses, links),
        timeline=timeline(analyses),
        map=world_map(analyses),
        evidence=material(analyses),
        marks=_counted(card for article in articles for card in article.cards),
    )


def _heading(articles: list[ArticleView]) -> str:
    outlets = len({a.outlet for a in articles if a.outlet})
    counted = f"{len(articles)} article{'s' if len(articles) != 1 else ''}"
    return f"Who said what: {counted}" + (f", {outlets} outlets" if outlets > 1 else "")


def _article(analysis: Analysis, number: int) -> ArticleView:
    article = analysis.article
    name = article.title or article.path
    shown = [_statement(analysis, s, f"s{number}-{n}", name) for n, s in enumerate(analysis.statements)]
    read = cards(analysis, number)
    paragraphs = [runs(p) for p in paragraph_pieces(article.text, analysis.statements, [c.at for c in read])]
    heading = []
    if paragraphs and article.title and _words(paragraphs[0]) == article.title.strip():
        heading, *paragraphs = paragraphs
    return ArticleView(
        f"a{number}",
        name,
        article.outlet or "",
        article.published or "",
        article.path,
        _safe_url(article.url),
        analysis.skipped or "",
        heading,
        paragraphs,
        shown,
        voices(analysis),
        read,
        ", ".join(f"{n} {_PLURALS[kind] if n != 1 else _SINGULARS.get(kind, kind)}" for kind, n in _counted(read)),
    )


def _words(paragraph: list[Run]) -> str:
    return "".join(piece.text for run in paragraph for piece in run.pieces).strip()


def _counted(read: Iterable[Card]) -> list[tuple[str, int]]:
    counts = dict.fromkeys(KINDS, 0)
    for card in read:
        counts[card.kind] += 1
    return [(kind, n) for kind, n in counts.items() if n]


def _safe_url(url: str | None) -> str:
    """The address if a browser may be sent there, else nothing."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _statement(analysis: Analysis, statement: Statement, anchor: str, where: str) -> StatementView:
    text = analysis.article.text
    mention = statement.speaker_mention
    content = " … ".join(" ".join(text[c.start : c.end].split()) for c in statement.content)
    cue = " ".join(" ".join(text[c.start : c.end].split()) for c in statement.cue)
    outlet = analysis.article.outlet
    return StatementView(
        anchor,
        statement.speaker or "",
        text[mention.start : mention.end] if mention else "",
        statement.role or "",
        cue,
        content,
        statement.kind,
        statement.act,
        statement.mode,
        f"{statement.confidence:.0%}",
        "; ".join(r for r in statement.reasons if r),
        f"{outlet}: {where}" if outlet else where,
        analysis.article.published or "",
        statement.via or "",
        statement.loaded_cue or "",
    )


def _speakers(named: list[tuple[Statement, StatementView]]) -> list[SpeakerView]:
    groups: dict[str, list[tuple[Statement, StatementView]]] = {}
    for statement, view in named:
        groups.setdefault(statement.speaker_id or "", []).append((statement, view))
    found = []
    for members in groups.values():
        name = max((s.speaker or "" for s, _ in members), key=len)
        role = max((s.role or "" for s, _ in members), key=len)
        found.append(SpeakerView(name, role, _acts(s for s, _ in members), [v for _, v in members]))
    return sorted(found, key=lambda s: (-len(s.statements), s.name.lower()))


def _acts(statements: Iterable[Statement]) -> list[tuple[str, int]]:
    counts = dict.fromkeys(ACTS, 0)
    for statement in statements:
        counts[statement.act] += 1
    return [(act, n) for act, n in counts.items() if n]


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, loader=FunctionLoader(_asset), auto_reload=False
    )


@cache
def _asset(name: str) -> str:
    return (files("onrecord.export") / "templates" / name).read_text(encoding="utf8")
