"""onrecord: who said what in the news, tied to the exact characters it came from.

import onrecord
for article in onrecord.read("story/"):
    for s in onrecord.analyze(article).statements:
        print(s.speaker, s.act, [article.text[c.start:c.end] for c in s.content])
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from onrecord.errors import OnrecordError, UnreadableInput
from onrecord.model import Analysis, Article, Entity, Event, Evidence, Failure, Figure, Place, Span, Statement, Time
from onrecord.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.linking.check import CheckResult
    from onrecord.linking.compare import Comparison
    from onrecord.model import Links

__version__ = "0.1.0"
__all__ = [
    "Analysis",
    "Article",
    "Entity",
    "Event",
    "Evidence",
    "Failure",
    "Figure",
    "OnrecordError",
    "Place",
    "Settings",
    "Span",
    "Statement",
    "Time",
    "UnreadableInput",
    "analyze",
    "analyze_paths",
    "check",
    "compare",
    "link",
    "read",
    "report",
]


def read(path: str | os.PathLike[str], settings: Settings | None = None) -> list[Article]:
    """The articles in a file, folder or glob pattern.

    Raises UnreadableInput for the first input that holds no article; `analyze_paths` goes on past such inputs.
    """
    from onrecord import sources

    chosen = settings or Settings()
    articles = []
    for found in sources.find([path], chosen):
        if isinstance(found, Failure):
            raise UnreadableInput(found.path, found.kind, found.message)
        if isinstance(found, sources.Input):
            articles.append(sources.load(found, chosen))
    return articles


def analyze(source: str | Article) -> Analysis:
    """Who says what in a text or an article. In a notebook the result shows itself highlighted."""
    from onrecord.details import analyze as analyze_article

    if isinstance(source, Article):
        return analyze_article(source)
    if not isinstance(source, str):
        raise TypeError(f"analyze takes a text or an Article, not {type(source).__name__}; read a file with onrecord.read(path)")
    from onrecord.sources.load import from_text

    return analyze_article(from_text(source))


def analyze_paths(*paths: str | os.PathLike[str], settings: Settings | None = None) -> Iterator[Analysis | Failure]:
    """Analyse everything the paths name, on all cores, in order; what cannot be read comes as a `Failure` in its place."""
    from onrecord import sources
    from onrecord.pool import analyze_all

    chosen = settings or Settings()
    found = (item for item in sources.find(paths, chosen) if not isinstance(item, sources.Passed))
    return analyze_all(found, chosen)


def link(analyses: Iterable[Analysis]) -> Links:
    """What belongs together in a set of analyses and where it disagrees: origins, stories, utterances, claims, disputes, figure series."""
    from onrecord.linking import link as find

    return find(map(_analysed, analyses))


def check(claim: str, analyses: Iterable[Analysis]) -> CheckResult:
    """Who in a set of analyses asserts a claim, who denies it, who only speaks of it, on what evidence; the best passages first."""
    from onrecord.linking.check import check as hold

    if not any(c.isalnum() for c in claim):
        raise ValueError("check takes a claim, a sentence that says something")
    return hold(claim, map(_analysed, analyses))


def compare(a: Analysis, b: Analysis) -> Comparison:
    """What article `b` cut, added or changed against article `a`."""
    from onrecord.linking.compare import compare as hold

    return hold(_analysed(a), _analysed(b))


def _analysed(result: object) -> Analysis:
    """An analysis; a TypeError that says what to do for anything else."""
    if isinstance(result, Analysis):
        return result
    hint = "leave the failures out" if isinstance(result, Failure) else "make one with onrecord.analyze(text)"
    raise TypeError(f"an Analysis is wanted here, not {type(result).__name__}; {hint}")


def report(results: list[Analysis | Failure], title: str | None = None) -> str:
    """A self-contained HTML page: figures, disputes and changed quotes first, every statement lit up in its article."""
    from onrecord.export.report import render

    return render(results, title)


def _repr_html_(self: Analysis) -> str:
    from onrecord.export.report import notebook

    return notebook(self)


# the records know nothing of how they are shown, so the highlighted view of a notebook is put on here
Analysis._repr_html_ = _repr_html_  # type: ignore[attr-defined]
