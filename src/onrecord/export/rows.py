"""Analyses and failures as the JSON objects of the machine-readable contract."""

from __future__ import annotations

import json
from typing import Any

from onrecord.model import Analysis, Entity, Failure, Span, Statement


def analysis_row(analysis: Analysis) -> dict[str, Any]:
    """One article as one JSON object; spans are code point offsets into its "text"."""
    article = analysis.article
    row: dict[str, Any] = {
        "id": article.id,
        "path": article.path,
        "url": article.url,
        "title": article.title,
        "outlet": article.outlet,
        "byline": article.byline,
        "published": article.published,
        "language": article.language,
        "sha256": article.sha256,
        "encoding": article.encoding,
        "normaliser": article.normaliser,
        "found": dict(article.found),
        "text": article.text,
        "statements": [statement_row(s) for s in analysis.statements],
        "figures": [],
        "times": [],
        "places": [],
        "entities": [_entity_row(e) for e in analysis.entities],
        "evidence": [],
        "passages": [{"at": span_row(p.at), "voice": "outlet", "where": p.where} for p in analysis.passages],
    }
    return row | ({"skipped": analysis.skipped} if analysis.skipped else {})


def statement_row(statement: Statement) -> dict[str, Any]:
    """One statement as a JSON object."""
    return {
        "id": statement.id,
        "content": [span_row(s) for s in statement.content],
        "cue": [span_row(s) for s in statement.cue],
        "speaker_mention": span_row(statement.speaker_mention) if statement.speaker_mention else None,
        "speaker": statement.speaker,
        "speaker_id": statement.speaker_id,
        "speakers": list(statement.speakers),
        "role": statement.role,
        "for": statement.body,
        "via": statement.via,
        "kind": statement.kind,
        "act": statement.act,
        "mode": statement.mode,
        "loaded_cue": statement.loaded_cue,
        "about": list(statement.about),
        "confidence": statement.confidence,
        "reasons": list(statement.reasons),
    }


def span_row(span: Span) -> dict[str, int]:
    """A span as a JSON object."""
    return {"start": span.start, "end": span.end}


def _entity_row(entity: Entity) -> dict[str, Any]:
    return {"at": span_row(entity.at), "name": entity.name, "type": entity.type, "id": entity.id}


def failure_row(failure: Failure) -> dict[str, Any]:
    """An input that could not be read, as a JSON object."""
    return {"path": failure.path, "error": {"kind": failure.kind, "message": failure.message}}


def to_line(result: Analysis | Failure) -> str:
    """One result as one line of JSON, without the line break."""
    row = analysis_row(result) if isinstance(result, Analysis) else failure_row(result)
    return json.dumps(row, ensure_ascii=False)
