"""Statements as lines for a terminal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from onrecord.model import Analysis, Failure


class Table:
    """One block per article: a heading, then a line per statement with speaker, act, kind, confidence and content."""

    def __init__(self, width: int | None = None) -> None:
        self.width = width or shutil.get_terminal_size((120, 24)).columns

    def lines(self, result: Analysis | Failure) -> Iterator[str]:
        """The lines of one article, or of an input that could not be read."""
        if isinstance(result, Failure):
            yield f"{result.path}: {result.message}"
            return
        article = result.article
        heading = [article.path, article.outlet, article.published, article.title]
        yield " · ".join(part for part in heading if part)[: self.width]
        if result.skipped:
            yield f"  {result.skipped}"
        for s in result.statements:
            content = " … ".join(" ".join(article.text[c.start : c.end].split()) for c in s.content)
            speaker = (s.speaker or "—")[:28]
            act = s.act if s.mode == "communication" else f"({s.act})"
            yield f"  {speaker:<28}  {act:<10} {s.kind:<8} {s.confidence:.2f}  {content}"[: self.width]
        yield ""
