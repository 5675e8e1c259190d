"""What one article cut, added or changed against another: sentences, statements and figures side by side. `compare` is pure.

Sentences are paired best first by the words with a meaning of their own that they share, in whatever order they stand; those that leave the
order of the rest were moved. A sentence that shares too little with every other was cut, or added.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.language.sentences import sentence_starts
from onrecord.linking.alignment import Unit, units
from onrecord.linking.changes import Rewording, compare_units
from onrecord.linking.tables import threshold
from onrecord.linking.utterances_items import Item, Weights, items_of, joined
from onrecord.linking.utterances_pairs import judge
from onrecord.model import Analysis, Change, Figure, Relation, Span


@dataclass(frozen=True, slots=True)
class Aligned:
    """A sentence of the first article and the one of the second that holds it: `relation` and `changes` say what became of the words,
    `places` where in the second article each change stands, `moved` whether the sentence stands elsewhere in the order."""

    old: Span
    new: Span
    relation: Relation
    changes: tuple[Change, ...] = ()
    moved: bool = False
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement that both articles carry, with both speakers; they differ where somebody else is given the words."""

    old: Span
    new: Span
    relation: Relation
    old_speaker: str | None
    new_speaker: str | None
    changes: tuple[Change, ...] = ()

    @property
    def attribution_differs(self) -> bool:
        """Whether the words are given to another speaker; a speaker left out is none."""
        return self.old_speaker is not None and self.new_speaker is not None and self.old_speaker != self.new_speaker


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that only one of the articles carries."""

    at: Span
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of one quantity of the same people that only one of the articles gives."""

    quantity: str
    who: str
    old: tuple[Figure, ...]
    new: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The second article against the first: sentences aligned (in the order of the second), cut and added, statements kept, lost and
    added, and the figures that differ."""

    aligned: tuple[Aligned, ...]
    cut: tuple[Span, ...]
    added: tuple[Span, ...]
    kept: tuple[Kept, ...] = ()
    lost: tuple[Said, ...] = ()
    gained: tuple[Said, ...] = ()
    figures: tuple[Counts, ...] = field(default=())

    @property
    def same(self) -> bool:
        """Whether nothing was found to differ."""
        plain = all(a.relation == "identical" and not a.moved for a in self.aligned)
        return plain and not (self.cut or self.added or self.lost or self.gained or self.figures)


def compare(a: Analysis, b: Analysis) -> Comparison:
    """What the second article cut, added or changed against the first."""
    aligned, cut, added = _sentences(a, b)
    kept, lost, gained = _statements(a, b)
    return Comparison(aligned, cut, added, kept, lost, gained, _figures(a, b))


def _sentences(a: Analysis, b: Analysis) -> tuple[tuple[Aligned, ...], tuple[Span, ...], tuple[Span, ...]]:
    one, other = _read(a), _read(b)
    pairs = _paired([_weighed(found) for _, found in one], [_weighed(found) for _, found in other])
    stay = _in_order([i for _, i in sorted((j, i) for i, j in pairs)])
    aligned = []
    for i, j in sorted(pairs, key=lambda p: p[1]):
        found = compare_units(one[i][1], other[j][1])
        changes = found.changes(a.article.text, b.article.text, b.article.id)
        places = tuple(d.place for d in found.differences)
        aligned.append(Aligned(one[i][0], other[j][0], found.relation, changes, i not in stay, places))
    taken, held = {i for i, _ in pairs}, {j for _, j in pairs}
    cut = tuple(span for n, (span, found) in enumerate(one) if n not in taken and found)
    return tuple(aligned), cut, tuple(span for n, (span, found) in enumerate(other) if n not in held and found)


def _read(analysis: Analysis) -> list[tuple[Span, tuple[Unit, ...]]]:
    """The sentences of an article without the white space around them, with their words."""
    text = analysis.article.text
    starts = sentence_starts(text)
    found = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        stretch = text[start:end]
        if stretch.strip():
            span = Span(start + len(stretch) - len(stretch.lstrip()), end - len(stretch) + len(stretch.rstrip()))
            found.append((span, units(text, [span])))
    return found


def _weighed(found: Sequence[Unit]) -> Counter[str]:
    """The words with a meaning of their own, or all where there are none; a name counts half, since many sentences are about one person."""
    content = [u for u in found if u.content]
    return Counter(key for u in content or found for key in ([u.key] if u.kind == "name" else [u.key, u.key]))


def _paired(one: Sequence[Counter[str]], other: Sequence[Counter[str]]) -> list[tuple[int, int]]:
    """Sentences that belong together, one to one, best first; only those are compared that share a word few sentences have."""
    places: dict[str, list[int]] = {}
    for j, words in enumerate(other):
        for key in words:
            places.setdefault(key, []).append(j)
    most = int(threshold("compare_common_word"))
    ranked = []
    for i, words in enumerate(one):
        near: Counter[int] = Counter(j for key in words for j in _near(places.get(key, ()), i, most))
        for j in near:
            score = _alike(words, other[j])
            if score >= threshold("compare_alike"):
                ranked.append((-score, abs(i - j), i, j))
    taken: set[int] = set()
    held: set[int] = set()
    found = []
    for _, _, i, j in sorted(ranked):
        if i not in taken and j not in held:
            taken.add(i)
            held.add(j)
            found.append((i, j))
    return found


def _near(places: Sequence[int], i: int, most: int) -> Sequence[int]:
    """Where a word stands in the other article; of a word that stands in many sentences only the places nearest to this one."""
    if len(places) <= most:
        return places
    at = bisect_left(places, i)
    return places[max(0, at - most // 2) : at + most // 2]


def _alike(a: Counter[str], b: Counter[str]) -> float:
    """How much of both is shared, or of the shorter one where that is a good deal."""
    shared, one, other = (a & b).total(), a.total(), b.total()
    if not shared:
        return 0.0
    dice, contained = 2 * shared / (one + other), shared / min(one, other)
    return max(dice, contained * threshold("compare_contained") if min(one, other) >= threshold("compare_contained_words") else 0.0)


def _in_order(numbers: Sequence[int]) -> set[int]:
    """The longest rising part of a sequence: what has not moved (Fredman 1975)."""
    tails: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for n, number in enumerate(numbers):
        at = bisect_left(tails, number)
        before.append(tops[at - 1] if at else -1)
        tails[at : at + 1] = [number]
        tops[at : at + 1] = [n]
    found = set()
    n = tops[-1] if tops else -1
    while n >= 0:
        found.add(numbers[n])
        n = before[n]
    return found


def _statements(a: Analysis, b: Analysis) -> tuple[tuple[Kept, ...], tuple[Said, ...], tuple[Said, ...]]:
    items = items_of((a, b))
    weights = Weights(items)
    one, other = (joined([item for item in items if item.article == n]) for n in (0, 1))
    found: list[Kept] = []
    taken, held = set(), set()
    for i, j, how in _matches(one, other, weights):
        if i not in taken and j not in held:
            taken.add(i)
            held.add(j)
            changes = how.changes(a.article.text, b.article.text, b.article.id)
            found.append(Kept(one[i].at, other[j].at, how.relation, one[i].statement.speaker, other[j].statement.speaker, changes))
    lost = tuple(Said(item.at, item.statement.speaker) for n, item in enumerate(one) if n not in taken)
    gained = tuple(Said(item.at, item.statement.speaker) for n, item in enumerate(other) if n not in held)
    return tuple(sorted(found, key=lambda k: k.new)), lost, gained


def _matches(one: Sequence[Item], other: Sequence[Item], weights: Weights) -> Iterable[tuple[int, int, Rewording]]:
    """Statements that are one utterance, best first, of those that share a word."""
    places: dict[str, list[int]] = {}
    for j, item in enumerate(other):
        for key in item.words:
            places.setdefault(key, []).append(j)
    most = int(threshold("compare_common_word"))
    ranked = []
    for i, item in enumerate(one):
        for j in sorted({j for key in item.words for j in _near(places.get(key, ()), i, most)}):
            score = 2.0 if item.exact == other[j].exact else judge(item, other[j], weights).score
            if score:
                ranked.append((-score, abs(i - j), i, j))
    return ((i, j, compare_units(one[i].units, other[j].units)) for *_, i, j in sorted(ranked))


def _figures(a: Analysis, b: Analysis) -> tuple[Counts, ...]:
    """Quantities that the two count differently; a figure that both give differs in nothing, however often it is repeated."""
    kinds = dict.fromkeys((f.quantity, f.who) for f in (*a.figures, *b.figures))
    found = []
    for quantity, who in kinds:
        one, other = ([f for f in x.figures if (f.quantity, f.who) == (quantity, who)] for x in (a, b))
        old = _only(one, other)
        new = _only(other, one)
        if old or new:
            found.append(Counts(quantity, who, old, new))
    return tuple(found)


def _only(mine: Sequence[Figure], theirs: Sequence[Figure]) -> tuple[Figure, ...]:
    given = {(f.low, f.high) for f in theirs}
    first = {(f.low, f.high): f for f in reversed(mine)}
    return tuple(sorted((f for bounds, f in first.items() if bounds not in given), key=lambda f: f.at))
