"""Articles to statements: `analyze` is pure and per article."""

from __future__ import annotations

from onrecord.language.sentences import sentence_starts
from onrecord.language.session import Reader, shared_reader
from onrecord.model import Analysis, Article
from onrecord.settings import Settings
from onrecord.statements.build import build
from onrecord.statements.identity import load_authority
from onrecord.statements.voice import passages

SUPPORTED = ("en",)


def analyze(article: Article, reader: Reader | None = None, settings: Settings | None = None) -> Analysis:
    """Everything found in one article; an article in a language that is not supported is recorded as such and not analysed.

    Of the settings min_confidence and authority count. Raises AuthorityUnreadable when that file cannot be read.
    """
    chosen = settings or Settings()
    if article.language not in SUPPORTED:
        return Analysis(article, skipped=f"language {article.language!r} is not supported; onrecord reads English")
    authority = load_authority(chosen.authority) if chosen.authority else None
    statements, entities = build(article, reader or shared_reader(), authority)
    kept = tuple(s for s in statements if s.confidence >= chosen.min_confidence)
    return Analysis(article, kept, entities, passages=passages(article, kept, sentence_starts(article.text)))


__all__ = ["analyze"]
