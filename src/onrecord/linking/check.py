"""Who in some articles asserts a claim, who denies it, who only speaks of it, and what evidence is cited beside.

A passage is found by the rare word pieces that it shares with the claim; the pair model says how its words stand to the claim; what the
speaker does with those words (denies them, asks) turns that into where the speaker stands. Nothing is said where nothing speaks to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from heapq import nlargest
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from onrecord.language.sentences import sentence_number, sentence_starts
from onrecord.linking.pairs.passages import shared_passages
from onrecord.linking.pairs.reader import STANCES, shared_pair_reader
from onrecord.linking.tables import rows, threshold
from onrecord.model import Analysis, Evidence, Span, Statement
from onrecord.statements.acts import read_cue

Bearing = Literal["asserts", "denies", "discusses"]
Read = Callable[[Sequence[tuple[str, str]]], NDArray[np.float32]]
BEARINGS: tuple[Bearing, ...] = ("asserts", "denies", "discusses")
SHORT = 7  # words of a content that says little without the sentence before: "any involvement"


@dataclass(frozen=True, slots=True)
class Answer:
    """A passage that speaks to a claim. `at` is the first to the last character of its words in the article `article` (an id).

    `speaker` is who says it; with `voice` "outlet" it is the article's own text and `speaker` the outlet's name. `score` (0 to 1) is the
    chance that this is where they stand; `matched` the words shared with the claim, rarest first; `evidence` what is cited in the same
    sentence; `copies` the ids of further articles with the same words.
    """

    article: str
    at: Span
    bearing: Bearing
    score: float
    voice: Literal["speaker", "outlet"]
    speaker: str | None
    statement: str | None = None
    matched: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    copies: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What some articles say to a claim: answers, the best first, out of so many passages in so many articles."""

    claim: str
    answers: tuple[Answer, ...]
    passages: int
    articles: int

    def of(self, bearing: Bearing) -> tuple[Answer, ...]:
        """The answers that stand so to the claim."""
        return tuple(a for a in self.answers if a.bearing == bearing)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A passage before it is read: its own words and the sentence around them."""

    analysis: Analysis
    at: Span
    words: str
    around: str
    statement: Statement | None = None
    share: float = 0.0
    copies: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str | None, str]:
        """The same for the same words, said by the same speaker in the same manner."""
        words, around = (" ".join(text.lower().split()) for text in (self.words, self.around))
        return (words, around, self.statement.speaker, self.statement.act) if self.statement else (words, around, None, "")


def check(claim: str, analyses: Iterable[Analysis], read: Read | None = None) -> CheckResult:
    """Hold a claim against everything said in some articles. `read` is the pair model (the shipped one where it is not given)."""
    claim = " ".join(claim.split())
    chosen, passages, articles = _chosen(claim, analyses)
    found = (_answer(claim, candidate, chances) for candidate, chances in zip(chosen, _read(claim, chosen, read), strict=True))
    ranked = sorted((a for a in found if a), key=lambda a: (-a.score, a.article, a.at))
    return CheckResult(claim, tuple(ranked), passages, articles)


def _chosen(claim: str, analyses: Iterable[Analysis]) -> tuple[list[_Candidate], int, int]:
    """The passages that share most with the claim, the same words once, and how many passages and articles there were."""
    scorer = shared_passages()
    (pieces,) = scorer.encoder.pieces([claim])
    wanted = frozenset(pieces)
    total = scorer.weight(wanted) or 1.0
    floor, most = threshold("pair_share"), int(threshold("pair_passages"))
    found: dict[tuple[str, str, str | None, str], _Candidate] = {}
    passages = articles = 0
    for analysis in analyses:
        articles += 1
        candidates = list(_candidates(analysis))
        passages += len(candidates)
        for candidate, ids in zip(candidates, scorer.encoder.pieces(c.around for c in candidates), strict=True):
            share = scorer.weight(wanted & frozenset(ids)) / total
            if share < floor:
                continue
            first = found.setdefault(candidate.key, replace(candidate, share=share))
            others = (first.analysis.article.id, *first.copies)
            if analysis.article.id not in others:
                found[candidate.key] = replace(first, copies=(*first.copies, analysis.article.id))
        found = {c.key: c for c in nlargest(most, found.values(), key=lambda c: c.share)}
    return list(found.values()), passages, articles


def _candidates(analysis: Analysis) -> Iterator[_Candidate]:
    text = analysis.article.text
    starts = sentence_starts(text)
    bounds = [*starts, len(text)]
    for statement in analysis.statements:
        if not statement.content:
            continue
        at = Span(statement.content[0].start, statement.content[-1].end)
        words = " ".join(text[s.start : s.end] for s in statement.content)
        spans = [*statement.content, *statement.cue]
        first, last = (sentence_number(starts, offset) for offset in (min(s.start for s in spans), max(s.end for s in spans) - 1))
        first = max(0, first - 1) if len(words.split()) < SHORT else first
        yield _Candidate(analysis, at, words, text[bounds[first] : bounds[last + 1]].strip(), statement)
    for passage in analysis.passages:
        first, last = (sentence_number(starts, offset) for offset in (passage.at.start, max(passage.at.start, passage.at.end - 1)))
        for n in range(first, last + 1):
            start, end = max(passage.at.start, bounds[n]), min(passage.at.end, bounds[n + 1])
            words = text[start:end].rstrip()
            if words:
                yield _Candidate(analysis, Span(start, start + len(words)), words, words)


def _read(claim: str, chosen: list[_Candidate], read: Read | None) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """For each candidate how its own words and how the sentence around them stand to the claim."""
    if not chosen:
        return []
    found = (read or shared_pair_reader().read)([(claim, text) for c in chosen for text in (c.words, c.around)])
    return [(found[n], found[n + 1]) for n in range(0, len(found), 2)]


def _answer(claim: str, candidate: _Candidate, chances: tuple[NDArray[np.float32], NDArray[np.float32]]) -> Answer | None:
    words, around = chances
    act = _act(claim, candidate)
    own = _turned(words, act)
    # where a denial's words say nothing by themselves ("any such weapons") the sentence around speaks; it shows the denial itself
    denial = candidate.statement is not None and candidate.statement.act == "deny"
    both = own + words[3] * around[:3] if denial else own
    silent = 1 - float(both.sum())
    best = int(both.argmax())
    bearing = BEARINGS[best]
    unsure = float(both[best]) < threshold(f"pair_least_{bearing}") or candidate.share < threshold(f"pair_share_{bearing}")
    if unsure or silent >= threshold("pair_unrelated"):
        return None
    article = candidate.analysis.article
    statement = candidate.statement
    return Answer(
        article.id,
        candidate.at,
        bearing,
        round(float(both[best]), 3),
        "speaker" if statement else "outlet",
        statement.speaker if statement else article.outlet,
        statement.id if statement else None,
        matched := _matched(claim, candidate.around),
        _evidence(candidate),
        candidate.copies,
        tuple(_reasons(candidate, words, act, matched)),
    )


@cache
def _acts() -> dict[str, dict[str, str]]:
    return {row["act"]: row for row in rows("pairs_acts.csv")}


@cache
def _negations() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("pairs_negation.csv"))


def _negative(text: str) -> bool:
    words = [w.replace("’", "'") for w in text.lower().split()]
    return any(w.strip(".,;:\"“”'") in _negations() or w.endswith(("n't", "dnt", "snt")) for w in words)


def _act(claim: str, candidate: _Candidate) -> str:
    """What the speaker does with the words, as the table of acts has it: "denied" is a denial by the cue, "deny" one by the words."""
    if candidate.statement is None:
        return ""
    act = candidate.statement.act
    if act != "deny" or candidate.statement.kind == "direct":
        return act
    text = candidate.analysis.article.text
    cue = " ".join(text[s.start : s.end] for s in candidate.statement.cue)
    if read_cue(cue, "").act != "deny":
        return act
    return "denied" if _negative(candidate.words) == _negative(claim) else "denied not"


def _turned(chances: NDArray[np.float32], act: str) -> NDArray[np.float32]:
    """Chances that the speaker asserts, denies, discusses: those of the words, turned by the act; together one less the unrelated."""
    row = _acts().get(act)
    if row is None:
        return chances[:3]
    found = np.zeros(3, dtype=np.float32)
    for stance, chance in zip(STANCES[:3], chances[:3], strict=True):
        found[BEARINGS.index(row[stance])] += chance
    return found


def _matched(claim: str, text: str) -> tuple[str, ...]:
    """The words of the claim that a text has, rarest first; those that nearly every article has are left out."""
    scorer = shared_passages()
    words = list(dict.fromkeys(w.strip(".,;:!?\"'“”‘’()").lower() for w in claim.split()))
    pieces = dict(zip(words, scorer.encoder.pieces(words), strict=True))
    (known,) = map(frozenset, scorer.encoder.pieces([text]))
    rarity = {w: max(scorer.rarity[p] for p in ids) for w, ids in pieces.items() if ids and known.issuperset(ids)}
    return tuple(sorted((w for w in rarity if rarity[w] >= threshold("pair_rare")), key=lambda w: -rarity[w]))


def _evidence(candidate: _Candidate) -> tuple[Evidence, ...]:
    """The evidence cited in the statement or in the sentences of the passage."""
    analysis, statement = candidate.analysis, candidate.statement
    if not analysis.evidence:
        return ()
    starts = sentence_starts(analysis.article.text)
    first, last = (sentence_number(starts, offset) for offset in (candidate.at.start, candidate.at.end - 1))
    return tuple(
        e
        for e in analysis.evidence
        if (statement and e.statement == statement.id) or first <= sentence_number(starts, e.at.start) <= last
    )


def _reasons(candidate: _Candidate, words: NDArray[np.float32], act: str, matched: tuple[str, ...]) -> Iterator[str]:
    if matched:
        yield "shares " + ", ".join(repr(w) for w in matched[:6])
    best = int(words.argmax())
    yield f"its words read as: {STANCES[best]} ({float(words[best]):.0%})"
    statement = candidate.statement
    if statement and act in _acts():
        text = candidate.analysis.article.text
        cue = " ".join(text[s.start : s.end] for s in statement.cue)
        yield f"cue of denial {cue!r}" if act.startswith("denied") else f"act {statement.act}" + (f", cue {cue!r}" if cue else "")
    if statement and statement.via:
        yield f"passed on by {statement.via}"
