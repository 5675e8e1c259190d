"""What is counted, when, where and on what evidence: `analyze` is pure and per article, statements and details together."""

from __future__ import annotations

from dataclasses import replace

from onrecord.details.events import find_events
from onrecord.details.evidence import find_evidence
from onrecord.details.figures import find_figures
from onrecord.details.places import find_places
from onrecord.details.times import find_times
from onrecord.language.session import Reader
from onrecord.model import Analysis, Article
from onrecord.settings import Settings
from onrecord.statements import analyze as analyze_statements


def analyze(article: Article, reader: Reader | None = None, settings: Settings | None = None) -> Analysis:
    """Everything found in one article; an article in a language that is not supported is recorded as such and not analysed.

    Of the settings min_confidence and authority count. Raises AuthorityUnreadable when that file cannot be read.
    """
    return with_details(analyze_statements(article, reader, settings))


def with_details(analysis: Analysis) -> Analysis:
    """The analysis with times, places, figures, evidence and events; unchanged where the article was skipped."""
    if analysis.skipped:
        return analysis
    article = analysis.article
    times = find_times(article.text, article.published)
    found = replace(analysis, times=times, places=find_places(article.text, analysis.entities))
    found = replace(found, figures=find_figures(found), evidence=find_evidence(found))
    return replace(found, events=find_events(found))


__all__ = ["analyze", "with_details"]
