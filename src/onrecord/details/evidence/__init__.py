"""Material that an article cites: footage, documents, findings, testimony. What it is said to show, who cites it, when it was made.

A mention is a phrase of `tables/evidence_kinds.csv` with at least one of the signs its row asks for; `rule` names both.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.details.evidence.citing import Frame, Record, cited_by, is_absent, made, shown_by_statement
from onrecord.details.evidence.mentions import Candidate, candidates, given_after, given_before, is_authority
from onrecord.details.evidence.shows import Shown, find_shown
from onrecord.details.evidence.tables import signs, types, words
from onrecord.details.phrases import Words, is_possessive, read_words
from onrecord.model import Analysis, Evidence

_GIVEN_BEFORE, _GIVEN_AFTER = frozenset({"given", "shows"}), frozenset({"given", "emerged"})
_DEFINITE = frozenset(["the", "this", "that", "these", "those", "his", "her", "its", "their"])


def find_evidence(analysis: Analysis) -> tuple[Evidence, ...]:
    """Every mention of evidence in an article, in order; reads its text, statements, entities and times."""
    text = read_words(analysis.article.text)
    record = Record(analysis, text)
    found: list[Evidence] = []
    known: set[str] = set()
    for candidate in candidates(text):
        mention = _read(record, candidate, known)
        if mention is not None and not (found and mention.at.start < found[-1].at.end):
            found.append(mention)
            known.update(() if mention.absent else (mention.type,))
    return tuple(found)


def _read(record: Record, candidate: Candidate, known: set[str]) -> Evidence | None:
    text = record.text
    if _in_name(record, candidate):
        return None
    frame = record.frame(candidate)
    kind = types()[candidate.type]
    shown = find_shown(text, candidate, kind, record.limit(candidate, frame))
    absent = is_absent(text, candidate)
    sign = _sign(text, _Reading(candidate, frame, shown, absent, known))
    if sign is None:
        return None
    span = shown.span if shown else None
    if span is None and not (shown and shown.negated):
        span = shown_by_statement(frame, kind.verbs)
    return Evidence(
        at=text.span(candidate.first, candidate.last),
        type=candidate.type,
        shows=span,
        cited_by=cited_by(record, candidate, frame),
        made=made(record, candidate, span),
        statement=frame.statement.id if frame else None,
        rule=f"{candidate.rule}: {sign}",
        absent=absent,
    )


def _in_name(record: Record, candidate: Candidate) -> bool:
    """Whether the head is a capitalised part of somebody's name: "Bureau of Investigation", "Lakeside Pictures"."""
    token = record.text.tokens[candidate.head_end - 1]
    return token.text[0].isupper() and record.inside_name(token.start)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is known of a candidate when its signs are asked for."""

    candidate: Candidate
    frame: Frame | None
    shown: Shown | None
    absent: bool
    known: set[str]


def _sign(text: Words, reading: _Reading) -> str | None:
    """The first sign, of those its row asks for, that the phrase is cited as evidence; "itself" where none is needed."""
    wanted = signs(reading.candidate.needs)
    return next((sign for sign in wanted if _has(sign, text, reading)), None) if wanted else "itself"


def _has(sign: str, text: Words, reading: _Reading) -> bool:
    candidate, frame, shown = reading.candidate, reading.frame, reading.shown
    tokens, end = text.tokens, candidate.head_end
    after = tokens[end].lower if end < text.last[candidate.head] else ""
    opening = tokens[candidate.first].lower
    match sign:
        case "article":
            return candidate.article
        case "shows":
            return shown is not None and shown.verb is not None
        case "of" | "from" | "into" | "that":
            return after == sign
        case "absent":
            return reading.absent
        case "known":
            return candidate.type in reading.known and (opening in _DEFINITE or is_possessive(text, candidate.first))
        case "this":
            return opening in ("this", "these")
        case "paper" | "picture" | "listened":
            return bool(words(sign) & set(candidate.tokens(text)))
        case "speaker" | "vehicle":
            return (frame is not None and frame.where == sign) or (sign == "speaker" and is_authority(text, candidate))
        case "written":
            return _written(text, reading)
        case "given":
            return _with_verb(text, candidate, _GIVEN_BEFORE, _GIVEN_AFTER)
        case _:
            return _with_verb(text, candidate, frozenset({sign}), frozenset({sign}))


def _with_verb(text: Words, candidate: Candidate, before: frozenset[str], after: frozenset[str]) -> bool:
    return given_before(text, candidate, before) is not None or given_after(text, candidate, after) is not None


def _written(text: Words, reading: _Reading) -> bool:
    """Whether a "report" is a paper: somebody says so "in a report", or it has an owner or author and tells something."""
    candidate, frame, shown = reading.candidate, reading.frame, reading.shown
    inside = set(candidate.tokens(text))
    if not candidate.article or inside & words("news"):
        return False
    before = text.tokens[candidate.first - 1].lower if candidate.first > text.first[candidate.head] else ""
    if frame is not None and frame.where == "vehicle" and before == "in":
        return True
    after = text.tokens[candidate.head_end].lower if candidate.head_end < text.last[candidate.head] else ""
    named = any(t.text[0].isupper() for t in text.tokens[candidate.first + 1 : candidate.head]) or is_possessive(text, candidate.first)
    owned = named or after in ("by", "from") or bool(inside & words("paper")) or _has("known", text, reading)
    told = (shown is not None and shown.verb is not None) or (frame is not None and frame.where != "content")
    return told and owned


__all__ = ["find_evidence"]
