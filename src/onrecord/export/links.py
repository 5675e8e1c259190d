"""Links as the contract's JSON object."""

from __future__ import annotations

from typing import Any

from onrecord.export.rows import span_row
from onrecord.model import Claim, Dispute, Links, Origin, Point, Series, Side, Story, Utterance


def links_row(links: Links) -> dict[str, Any]:
    """Everything found in a set, with the fields of the contract first and our own behind them."""
    return {
        "articles": [{"id": i, "path": path, "outlet": outlet, "published": day} for i, path, outlet, day in links.articles],
        "stories": [_story(s) for s in links.stories],
        "origins": [list(o.articles) for o in links.origins],
        "utterances": [_utterance(u) for u in links.utterances],
        "claims": [_claim(c) for c in links.claims],
        "disputes": [_dispute(d) for d in links.disputes],
        "figures": [_series(s) for s in links.figures],
        "shared": [_shared(o) for o in links.origins],
    }


def _story(story: Story) -> dict[str, Any]:
    return {"id": story.id, "title": story.title, "articles": list(story.articles), "reasons": list(story.reasons)}


def _shared(origin: Origin) -> dict[str, Any]:
    """Why the articles of an origin are one: the passages they share."""
    passages = [
        {"a": p.a, "at_a": span_row(p.at_a), "b": p.b, "at_b": span_row(p.at_b), "words": p.words} for p in origin.shared
    ]
    return {"articles": list(origin.articles), "containment": origin.containment, "passages": passages, "reasons": list(origin.reasons)}


def _utterance(utterance: Utterance) -> dict[str, Any]:
    return {
        "id": utterance.id,
        "speaker": utterance.speaker,
        "relation": utterance.relation,
        "variants": [
            {"article": v.article, **span_row(v.at), "statement": v.statement, "speaker": v.speaker} for v in utterance.variants
        ],
        "changes": [
            {"from": c.old, "to": c.new, "kind": c.kind, "article": c.article, "at": span_row(c.at) if c.at else None}
            for c in utterance.changes
        ],
        "attribution_differs": utterance.attribution_differs,
        "score": utterance.score,
        "reasons": list(utterance.reasons),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    positions = [
        {"speaker": p.speaker, "stance": p.stance, "statements": list(p.statements), "since": p.since} for p in claim.positions
    ]
    return {"id": claim.id, "text": claim.text, "positions": positions, "reasons": list(claim.reasons)}


def _dispute(dispute: Dispute) -> dict[str, Any]:
    return {
        "id": dispute.id,
        "claim": dispute.claim,
        "kind": dispute.kind,
        "asserts": [_side(s) for s in dispute.asserts],
        "denies": [_side(s) for s in dispute.denies],
        "score": dispute.score,
        "reasons": list(dispute.reasons),
    }


def _side(side: Side) -> dict[str, Any]:
    return {"article": side.article, **span_row(side.at), "speaker": side.speaker, "statement": side.statement}


def _series(series: Series) -> dict[str, Any]:
    return {
        "story": series.story,
        "quantity": series.quantity,
        "who": series.who,
        "series": [_point(p) for p in series.points],
        "best": {"low": series.low, "high": series.high},
        "verdict": series.verdict,
        "reasons": list(series.reasons),
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "low": point.low,
        "high": point.high,
        "as_of": point.as_of,
        "according_to": point.according_to,
        "article": point.article,
        **span_row(point.at),
        "origin": point.origin,
        "approx": point.approx,
        "vague": point.vague,
        "main": point.main,
        "places": list(dict.fromkeys(p.name for p in point.places)),
        "repeats": [span_row(s) for s in point.repeats],
    }
