"""Claims: what a group of statements says, and each speaker's position to it over time.

A dispute is a claim with both sides; utterances that several voices share, and statements of several speakers that say nearly the same,
are claims nobody contests.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from onrecord.linking.days import day_of
from onrecord.linking.opposition import Oppositions
from onrecord.linking.relations import alike
from onrecord.linking.stands import Stand
from onrecord.linking.tables import threshold
from onrecord.model import Analysis, Claim, Dispute, Position, Stance, Statement

_MOST = 40  # statements one statement is compared with


def find_claims(analyses: Sequence[Analysis], oppositions: Oppositions, disputes: Iterable[Dispute]) -> list[Claim]:
    """The claims of one story's articles: contested ones first, in the order of its disputes, then those that several speakers make."""
    of_statement = {s.id: (a, s) for a in analyses for s in a.statements}
    claims = [c for d in disputes if (c := _contested(d, of_statement)) is not None]
    taken = {i for c in claims for p in c.positions for i in p.statements}
    free = [s for s in oppositions.stands if not s.negative and s.item.statement.id not in taken]
    free.sort(key=lambda s: (s.item.day or 0, analyses[s.item.article].article.id, s.item.at.start))  # whatever the order of the input
    return claims + [_shared(group, of_statement) for group in _groups(free)]


def _contested(dispute: Dispute, of_statement: dict[str, tuple[Analysis, Statement]]) -> Claim | None:
    sides: list[tuple[Stance, str]] = [("asserts", s.statement) for s in dispute.asserts if s.statement]
    sides += [("denies", s.statement) for s in dispute.denies if s.statement]
    positions = _positions([(_stance(stance, of_statement[i][1]), i) for stance, i in sides if i in of_statement], of_statement)
    return Claim(dispute.id, dispute.claim, positions, dispute.reasons) if positions else None


def _stance(stance: Stance, statement: Statement) -> Stance:
    """A question or a refusal doubts, it does not deny."""
    return "doubts" if stance == "denies" and statement.act in ("question", "decline") else stance


def _positions(sides: Iterable[tuple[Stance, str]], of_statement: dict[str, tuple[Analysis, Statement]]) -> tuple[Position, ...]:
    """One position for each speaker and stance, the earliest first."""
    grouped: dict[tuple[str, Stance], list[str]] = defaultdict(list)
    for stance, i in sides:
        analysis, statement = of_statement[i]
        grouped[statement.speaker_id or f"@{analysis.article.id}", stance].append(i)
    found = []
    for (_, stance), ids in grouped.items():
        days = [day for i in ids if (day := day_of(of_statement[i][0]))]
        name = max((of_statement[i][1].speaker or "" for i in ids), key=len)
        found.append(Position(name or None, stance, tuple(dict.fromkeys(ids)), min(days, default=None)))
    return tuple(sorted(found, key=lambda p: (p.since or "9999", p.speaker or "")))


def _groups(stands: Sequence[Stand]) -> list[list[Stand]]:
    """Statements of several speakers that say nearly the same: each with the one it is most like, no chains."""
    index: dict[str, list[int]] = defaultdict(list)
    groups: list[list[Stand]] = []
    for stand in stands:
        if sum(stand.topic.values()) < threshold("claim_least_weight"):
            continue
        near = {g for key in stand.topic for g in index[key][-_MOST:]}
        best = max(near, key=lambda g: alike(groups[g][0].topic, stand.topic), default=None)
        if best is None or alike(groups[best][0].topic, stand.topic) < threshold("claim_alike"):
            best = len(groups)
            groups.append([])
            for key in stand.topic:
                index[key].append(best)
        groups[best].append(stand)
    return [g for g in groups if len({s.item.voice.id or s.item.statement.id for s in g}) > 1]


def _shared(group: Sequence[Stand], of_statement: dict[str, tuple[Analysis, Statement]]) -> Claim:
    texts = []
    for stand in group:
        analysis, statement = of_statement[stand.item.statement.id]
        texts.append(" ".join(" … ".join(analysis.article.text[c.start : c.end] for c in statement.content).split()))
    positions = _positions([("asserts", s.item.statement.id) for s in group], of_statement)
    shared = set.intersection(*(set(s.topic) for s in group)) if group else set()
    words = ", ".join(sorted(k.lstrip("=#") for k in shared))
    key = "|".join(s.item.statement.id for s in group[:2])
    return Claim(hashlib.sha256(key.encode()).hexdigest()[:16], min(texts, key=len), positions, (f"all speak of {words}",) if words else ())
