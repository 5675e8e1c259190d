"""What articles say to a claim, as JSON objects and as text for a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from onrecord.linking.check import BEARINGS, Answer, CheckResult
from onrecord.model import Analysis, Evidence

_HEADINGS = {"asserts": "Who asserts it", "denies": "Who denies it", "discusses": "Who only speaks of it"}
_SHOWN = 400  # characters of a passage in the text form


def check_row(result: CheckResult, analyses: Mapping[str, Analysis]) -> dict[str, Any]:
    """The whole result as one JSON object; spans are code point offsets into the article's text."""
    return {
        "claim": result.claim,
        "speaks_to_it": bool(result.answers),
        "articles": result.articles,
        "passages": result.passages,
        **{bearing: sorted({a.speaker for a in result.of(bearing) if a.speaker}) for bearing in BEARINGS},
        "answers": [answer_row(a, analyses) for a in result.answers],
    }


def answer_row(answer: Answer, analyses: Mapping[str, Analysis]) -> dict[str, Any]:
    """One answer as a JSON object."""
    analysis = analyses[answer.article]
    text = analysis.article.text
    return {
        "article": answer.article,
        "path": analysis.article.path,
        "outlet": analysis.article.outlet,
        "published": analysis.article.published,
        "start": answer.at.start,
        "end": answer.at.end,
        "text": text[answer.at.start : answer.at.end],
        "stance": answer.bearing,
        "score": answer.score,
        "voice": answer.voice,
        "speaker": answer.speaker,
        "statement": answer.statement,
        "matched": list(answer.matched),
        "evidence": [_evidence_row(e, text) for e in answer.evidence],
        "copies": list(answer.copies),
        "reasons": list(answer.reasons),
    }


def _evidence_row(evidence: Evidence, text: str) -> dict[str, Any]:
    at = evidence.at
    return {"start": at.start, "end": at.end, "type": evidence.type, "text": text[at.start : at.end], "cited_by": evidence.cited_by}


def check_json(result: CheckResult, analyses: Iterable[Analysis]) -> Iterator[str]:
    """The whole result as JSON."""
    yield json.dumps(check_row(result, by_id(analyses)), ensure_ascii=False, indent=1)


def check_jsonl(result: CheckResult, analyses: Iterable[Analysis]) -> Iterator[str]:
    """One answer a line, the best first."""
    known = by_id(analyses)
    for answer in result.answers:
        yield json.dumps({"claim": result.claim, **answer_row(answer, known)}, ensure_ascii=False)


def check_text(result: CheckResult, analyses: Iterable[Analysis]) -> Iterator[str]:
    """The lines of a page to read: who asserts the claim, who denies it, who only speaks of it, each with passage, evidence and reasons."""
    yield f"Claim: {result.claim}"
    read = f"{result.passages} passages of {result.articles} article{'' if result.articles == 1 else 's'}"
    if not result.answers:
        yield f"Nothing here speaks to this ({read} looked at)."
        return
    known = by_id(analyses)
    for bearing in BEARINGS:
        answers = result.of(bearing)
        if answers:
            yield ""
            yield f"{_HEADINGS[bearing]} ({len(answers)})"
        for answer in answers:
            yield from _answer_lines(answer, known)
    yield ""
    yield f"({read} looked at)"


def by_id(analyses: Iterable[Analysis]) -> dict[str, Analysis]:
    """Analyses by the ids of their articles."""
    return {a.article.id: a for a in analyses}


def _answer_lines(answer: Answer, analyses: Mapping[str, Analysis]) -> Iterator[str]:
    analysis = analyses[answer.article]
    article = analysis.article
    passage = " ".join(article.text[answer.at.start : answer.at.end].split())
    shown = passage if len(passage) <= _SHOWN else passage[:_SHOWN] + "…"
    who = answer.speaker or ("the article itself" if answer.voice == "outlet" else "somebody not named")
    where = " · ".join(part for part in (article.outlet, article.published, article.path) if part)
    yield f"  {answer.score:.2f}  {who}{' (outlet)' if answer.voice == 'outlet' and answer.speaker else ''}: {shown}"
    yield f"        {where} [{answer.at.start}:{answer.at.end}]" + (f", and {len(answer.copies)} more" if answer.copies else "")
    for evidence in answer.evidence:
        yield f"        evidence: {evidence.type}, {' '.join(article.text[evidence.at.start : evidence.at.end].split())!r}"
    yield f"        why: {'; '.join(answer.reasons)}"


Writer = Callable[[CheckResult, Iterable[Analysis]], Iterator[str]]
FORMATS: dict[str, Writer] = {"text": check_text, "json": check_json, "jsonl": check_jsonl}
