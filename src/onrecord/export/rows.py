"""Analyses and failures as the JSON objects of the machine-readable contract."""

from __future__ import annotations

import json
from typing import Any

from onrecord.model import Analysis, Entity, Event, Evidence, Failure, Figure, Place, Span, Statement, Time


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
        "figures": [_figure_row(f) for f in analysis.figures],
        "times": [_time_row(t) for t in analysis.times],
        "places": [_place_row(p) for p in analysis.places],
        "entities": [_entity_row(e) for e in analysis.entities],
        "evidence": [_evidence_row(e) for e in analysis.evidence],
        "events": [_event_row(e) for e in analysis.events],
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


def _optional(span: Span | None) -> dict[str, int] | None:
    return span_row(span) if span else None


def _figure_row(figure: Figure) -> dict[str, Any]:
    return {
        "at": span_row(figure.at),
        "quantity": figure.quantity,
        "who": figure.who,
        "low": figure.low,
        "high": figure.high,
        "approx": figure.approx,
        "according_to": figure.according_to,
        "as_of": figure.as_of,
        "statement": figure.statement,
        "part_of": _optional(figure.part_of),
        "revised": figure.revised,
        "unit": figure.unit,
        "rule": figure.rule,
    }


def _time_row(time: Time) -> dict[str, Any]:
    return {"at": span_row(time.at), "value": time.value, "kind": time.kind, "timex": time.timex, "rule": time.rule}


def _place_row(place: Place) -> dict[str, Any]:
    return {
        "at": span_row(place.at),
        "name": place.name,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "kind": place.kind,
        "id": place.id,
        "reason": place.reason,
    }


def _evidence_row(evidence: Evidence) -> dict[str, Any]:
    return {
        "at": span_row(evidence.at),
        "type": evidence.type,
        "shows": _optional(evidence.shows),
        "cited_by": evidence.cited_by,
        "made": evidence.made,
        "statement": evidence.statement,
        "absent": evidence.absent,
        "rule": evidence.rule,
    }


def _event_row(event: Event) -> dict[str, Any]:
    return {
        "at": span_row(event.at),
        "type": event.type,
        "when": event.when,
        "where": event.where,
        "agents": [span_row(s) for s in event.agents],
        "patients": [span_row(s) for s in event.patients],
        "status": event.status,
        "rule": event.rule,
    }


def failure_row(failure: Failure) -> dict[str, Any]:
    """An input that could not be read, as a JSON object."""
    return {"path": failure.path, "error": {"kind": failure.kind, "message": failure.message}}


def to_line(result: Analysis | Failure) -> str:
    """One result as one line of JSON, without the line break."""
    row = analysis_row(result) if isinstance(result, Analysis) else failure_row(result)
    return json.dumps(row, ensure_ascii=False)
