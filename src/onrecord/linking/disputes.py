"""Disputes: a claim that some assert and others deny, tell otherwise, count otherwise, or have taken back.

A denial meets an assertion of somebody else in the same story when both speak of the same thing, or when the denial is a bare one ("any
responsibility", "these allegations") and the assertion blames the very party that denies. Accounts compete when both say who or what did
it and name different doers. Counts that cannot both hold come from the figure series. A reversal is a speaker against their own earlier
words. Nothing here says who is right.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.linking.opposition import Oppositions
from onrecord.linking.relations import Opposed
from onrecord.linking.series import opposed as counts_opposed
from onrecord.linking.series import told
from onrecord.linking.stands import Stand
from onrecord.linking.tables import threshold
from onrecord.model import Analysis, Dispute, DisputeKind, Point, Series, Side


@dataclass(slots=True)
class _Group:
    """Denials that answer the same assertions."""

    kind: DisputeKind
    asserts: dict[Stand, float]
    denies: dict[Stand, float]
    reasons: list[str]


def find_disputes(analyses: Sequence[Analysis], oppositions: Oppositions) -> list[Dispute]:
    """Every dispute of one story's articles but those of figures; each side with the spans of its contents."""
    return [_dispute(group, analyses) for group in _grouped(oppositions.pairs())]


def figure_disputes(series: Iterable[Series]) -> list[Dispute]:
    """The counts of figure series that cannot both hold."""
    return [d for s in series for d in _of_figures(s)]


def _grouped(pairs: Sequence[Opposed]) -> list[_Group]:
    """Pairs put together where they share a side: the same denial of the same thing, or the same assertion denied by several."""
    groups: list[_Group] = []
    place: dict[tuple[str, int], _Group] = {}
    for pair in sorted(pairs, key=lambda p: -p.score):
        home = place.get((pair.kind, pair.denies.number)) or next(
            (g for n in pair.denies.alike if (g := place.get((pair.kind, n))) is not None), None
        )
        if home is None:
            home = _Group(pair.kind, {}, {}, [])
            groups.append(home)
        place[pair.kind, pair.denies.number] = home
        home.asserts.setdefault(pair.asserts, pair.score)
        home.denies.setdefault(pair.denies, pair.score)
        if len(home.reasons) < 3:
            home.reasons.append(pair.reason)
    return groups


def _dispute(group: _Group, analyses: Sequence[Analysis]) -> Dispute:
    best = max(group.asserts, key=lambda s: (group.asserts[s], -s.number))
    article = analyses[best.item.article].article
    claim = " ".join(" … ".join(article.text[c.start : c.end] for c in best.item.statement.content).split())
    asserts, denies = (
        tuple(_side(s, analyses) for s in sorted(side, key=lambda s: (-side[s], s.number))) for side in (group.asserts, group.denies)
    )
    key = "|".join(f"{s.article}:{s.at.start}" for s in (*asserts[:1], *denies[:1]))
    return Dispute(
        hashlib.sha256(key.encode()).hexdigest()[:16],
        claim,
        group.kind,
        asserts,
        denies,
        round(min(1.0, max(group.denies.values())), 3),
        tuple(dict.fromkeys(group.reasons)),
    )


def _side(stand: Stand, analyses: Sequence[Analysis]) -> Side:
    statement = stand.item.statement
    return Side(analyses[stand.item.article].article.id, stand.item.at, statement.speaker, statement.id)


def _of_figures(series: Series) -> list[Dispute]:
    """Counts that cannot both hold: the count with most witnesses against those opposed to it, and the one that most others oppose."""
    if series.verdict != "conflict":
        return []
    values: dict[int, list[Point]] = defaultdict(list)
    for point in series.points:
        values[point.low].append(point)
    against = {v: [p for p in series.points if any(_conflict(p, q) for q in own)] for v, own in values.items()}
    contested = [v for v in values if against[v]]
    if not contested:
        return []
    supported = max(contested, key=lambda v: (_witnesses(values[v]), v))
    outlying = max(contested, key=lambda v: (_witnesses(against[v]), v))
    found: list[tuple[list[Point], list[Point]]] = []
    for value in dict.fromkeys((supported, outlying)):
        denies = sorted(against[value], key=lambda p: _witnesses(values[p.low]), reverse=True)
        asserts = [p for p in values[value] if any(_conflict(p, q) for q in denies)]
        if not any(_same(denies, a) and _same(asserts, d) for a, d in found):  # the same two counts the other way round
            found.append((asserts, denies))
    return [_counted(series, asserts, denies) for asserts, denies in found]


def _same(some: Sequence[Point], others: Sequence[Point]) -> bool:
    return len(some) == len(others) and all(p in others for p in some)


def _witnesses(points: Sequence[Point]) -> tuple[int, int]:
    """How many origins give some counts, and how often they do."""
    return len({p.origin for p in points}), sum(1 + len(p.repeats) for p in points)


def _counted(series: Series, asserts: Sequence[Point], denies: Sequence[Point]) -> Dispute:
    low, high = asserts[0].low, max((p.high for p in asserts if p.high is not None), default=None)
    bounds = f"{low}" if low == high else f"at least {low}" if high is None else f"{low} to {high}"
    claim = f"{bounds} {series.who} {series.quantity}"
    key = f"{series.story}:{claim}"
    return Dispute(
        hashlib.sha256(key.encode()).hexdigest()[:16],
        claim,
        "figures",
        tuple(Side(p.article, at, p.according_to) for p in asserts for at in (p.at, *p.repeats)),
        tuple(Side(p.article, at, p.according_to) for p in denies for at in (p.at, *p.repeats)),
        threshold("dispute_figures_score"),
        (f"{told(asserts[0])}, but {told(denies[0])}",),
    )


def _conflict(one: Point, other: Point) -> bool:
    first, second = sorted((one, other), key=lambda p: (p.as_of or "9999", p.low))
    return counts_opposed(first, second)
