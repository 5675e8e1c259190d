"""Articles to statements: `analyze` is pure and per article."""

from __future__ import annotations

from onrecord.language.session import Reader, shared_reader
from onrecord.model import Analysis, Article
from onrecord.statements.build import build

SUPPORTED = ("en",)


def analyze(article: Article, reader: Reader | None = None) -> Analysis:
    """Everything found in one article; an article in a language that is not supported is recorded as such and not analysed."""
    if article.language not in SUPPORTED:
        return Analysis(article, skipped=f"language {article.language!r} is not supported; onrecord reads English")
    statements, names = build(article, reader or shared_reader())
    return Analysis(article, statements, names.entities())


__all__ = ["analyze"]
