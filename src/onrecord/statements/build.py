"""Drafts to statements: quotations joined over paragraphs, kind, act and mode read, speakers resolved."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import replace

from onrecord.language.quotes import QUOTE_MARKS, Quotation, find_quotations, paragraphs
from onrecord.language.sentences import sentence_starts
from onrecord.language.session import Reader
from onrecord.model import Article, Kind, Span, Statement
from onrecord.statements.acts import read_cue
from onrecord.statements.names import Names
from onrecord.statements.reading import Draft, read_text
from onrecord.statements.speakers import Resolver, Speaker, Votes
from onrecord.statements.tables import words as word_list

_WORD = re.compile(r"[^\W\d_]+")
_DIRECT_SHARE = 0.9  # of a content's letters inside quotation marks from which it counts as direct


def build(article: Article, reader: Reader) -> tuple[tuple[Statement, ...], Names]:
    """All statements of an article, in order of their content, and the names found in it. Pure: same text, same result."""
    text = article.text
    reading = read_text(text, reader)
    quotations = find_quotations(text)
    drafts = join_paragraphs(text, reading.drafts, quotations)
    drafts = [d for d in drafts if d.cue or d.source or text[d.contents[0].start] in QUOTE_MARKS]
    names = Names(text, reading.named)
    resolver = Resolver(text, names, sentence_starts(text))
    for mention in sorted({d.source for d in drafts if d.source}):
        resolver.resolve(mention, _votes(reading.pointers.get(mention, []), names))
    quoted = _quoted_mask(text, quotations)
    statements = []
    for draft in drafts:
        speaker = resolver.resolve(draft.source, Votes())
        kind = kind_of(text, draft.contents, quoted, bool(quotations))
        statements.append(_statement(article, draft, speaker, names, kind, reader.confidence(draft.score)))
    return tuple(statements), names


def join_paragraphs(text: str, drafts: list[Draft], quotations: list[Quotation]) -> list[Draft]:
    """A quotation left open at the end of a paragraph and reopened in the next is one statement: the later part has no cue of its own."""
    open_ends = {q.end for q in quotations if not q.closed}
    bounds = paragraphs(text)
    joined: list[Draft] = []
    for draft in drafts:
        before = joined[-1] if joined else None
        if (
            before
            and draft.cue is None
            and draft.source is None
            and _continues(text, before.contents[-1], draft.contents[0], open_ends, bounds)
        ):
            joined[-1] = replace(before, contents=before.contents + draft.contents)
        else:
            joined.append(draft)
    return joined


def _continues(text: str, before: Span, after: Span, open_ends: set[int], bounds: list[tuple[int, int]]) -> bool:
    number = bisect_right(bounds, (before.end - 1, len(text))) - 1
    if not 0 <= number < len(bounds) - 1:
        return False
    end, (start, _) = bounds[number][1], bounds[number + 1]
    return end in open_ends and text[start] in QUOTE_MARKS and start <= after.start <= start + 2


def _votes(pointers: list[tuple[Span, float]], names: Names) -> Votes:
    """The shares of votes for mentions, added up by the names they stand for."""
    shares: dict[str, float] = {}
    for mention, share in pointers:
        if name := names.covering(mention.start):
            shares[name.id] = shares.get(name.id, 0.0) + share
    return Votes(shares)


def _quoted_mask(text: str, quotations: list[Quotation]) -> bytearray:
    mask = bytearray(len(text))
    for q in quotations:
        mask[q.start : q.end] = b"\x01" * (q.end - q.start)
    return mask


def kind_of(text: str, contents: tuple[Span, ...], quoted: bytearray, marks_kept: bool) -> Kind:
    """direct, indirect or mixed by the share of letters inside quotation marks; in a text that lost its marks, "we" and "I" tell."""
    letters = [i for s in contents for i in range(s.start, s.end) if text[i].isalnum()]
    inside = sum(quoted[i] for i in letters)
    if inside >= _DIRECT_SHARE * len(letters):
        return "direct"
    if inside:
        return "mixed"
    said = {w for s in contents for w in _WORD.findall(text[s.start : s.end])}
    # "us" is left out of the table: in capitals it is a country
    own = any(w.lower() in word_list("first person") for w in said)
    return "direct" if not marks_kept and own else "indirect"


def _statement(article: Article, draft: Draft, speaker: Speaker, names: Names, kind: Kind, confidence: float) -> Statement:
    text = article.text
    content = " ".join(text[s.start : s.end] for s in draft.contents)
    cue, mention = (text[s.start : s.end] if s else "" for s in (draft.cue, draft.source))
    reading = read_cue(cue, content, mention)
    about = tuple(dict.fromkeys(name.full for s in draft.contents for _, name in names.inside(s)))
    key = f"{article.id}:{draft.contents[0].start}:{draft.contents[-1].end}"
    return Statement(
        id=hashlib.sha256(key.encode()).hexdigest()[:16],
        content=draft.contents,
        cue=(draft.cue,) if draft.cue else (),
        speaker_mention=draft.source,
        speaker=speaker.name,
        speaker_id=speaker.id if speaker.named or not speaker.id else f"{speaker.id}@{article.id}",
        role=speaker.role,
        kind=kind,
        act=reading.act,
        mode=reading.mode,
        about=about,
        confidence=round(confidence, 3),
        reasons=(speaker.reason, reading.reason),
    )
