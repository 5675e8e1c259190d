"""Whether one of two articles carries the other's text: the shared passages, and which share of the shorter article they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from onrecord.language.quotes import find_quotations
from onrecord.linking.origins.boilerplate import Boilerplate
from onrecord.linking.origins.candidates import SIZE, SPARSE
from onrecord.linking.origins.passages import Passage, shared_passages
from onrecord.linking.shingles import Hashes, Words, shingles, words_of
from onrecord.linking.tables import threshold
from onrecord.model import Analysis, Shared

KEPT = 400  # articles whose words are held at a time
OUTSIDE = 30  # words that must be left outside quotation marks to judge by them alone


@dataclass(frozen=True, slots=True)
class Carrier:
    """An article as it is compared: its words, which of them count (no repetition, no boilerplate), and which are quoted."""

    words: Words
    counts: bytes
    quoted: bytes


@dataclass(frozen=True, slots=True)
class Link:
    """How much of the shorter of two articles (by position, `a` before `b`) is in the other, in all and outside quotation marks."""

    a: int
    b: int
    share: float
    unquoted: float
    words: int
    passages: tuple[Passage, ...] = ()
    asked: float = 0.0

    @property
    def copied(self) -> bool:
        """Whether the shared text is substantial: at least the share `asked`."""
        enough = self.words >= threshold("origin_shared_words") and self.share >= self.asked
        return enough and self.unquoted >= threshold("origin_share_unquoted")


def carrier(text: str, outlet: int, stock: Boilerplate) -> Carrier:
    """An article's text made ready. What it repeats of itself (headline, caption, standfirst) counts once."""
    words = words_of(text)
    counts, quoted = bytearray(b"\1" * len(words)), bytearray(len(words))
    values = shingles(words.hashes, SIZE)
    for first, last in [*_repeated(values), *_stock(values, outlet, stock)]:
        counts[first:last] = bytes(len(counts[first:last]))
    at = 0
    for quotation in find_quotations(text):
        while at < len(words) and words.ends[at] <= quotation.start:
            at += 1
        while at < len(words) and words.starts[at] < quotation.end:
            quoted[at] = 1
            at += 1
    return Carrier(words, bytes(counts), bytes(quoted))


def _repeated(values: Hashes) -> list[tuple[int, int]]:
    """Runs of words that stood in the text before."""
    _, first = np.unique(values, return_index=True)
    again = np.ones(len(values), np.bool_)
    again[first] = False
    return [(n, n + SIZE) for n in np.flatnonzero(again).tolist()]


def _stock(values: Hashes, outlet: int, stock: Boilerplate) -> list[tuple[int, int]]:
    """Runs of words that are boilerplate: from one sampled sequence that is to the next, when that one is, too."""
    sampled = np.flatnonzero(values % np.uint64(SPARSE) == 0)
    marked = stock.of(values[sampled], outlet)
    runs: list[tuple[int, int]] = []
    for k, n in enumerate(sampled.tolist()):
        if marked[k]:
            runs.append((sampled[k - 1] if k and marked[k - 1] else n, n + SIZE))
    return runs


def _share(side: Carrier, spans: list[tuple[int, int]]) -> tuple[float, float, int]:
    """Of a text's words that count, the share in the spans, the same outside quotation marks, and how many they are."""
    inside = bytearray(len(side.words))
    for first, last in spans:
        inside[first:last] = b"\1" * (last - first)
    counted = np.frombuffer(side.counts, np.uint8).astype(np.bool_)
    covered = np.frombuffer(bytes(inside), np.uint8).astype(np.bool_) & counted
    unquoted = counted & (np.frombuffer(side.quoted, np.uint8) == 0)
    words, outside = int(covered.sum()), int(unquoted.sum())
    share = words / max(1, int(counted.sum()))
    return share, int((covered & unquoted).sum()) / outside if outside >= OUTSIDE else share, words


class Comparer:
    """Compares articles by their position, and keeps the words of those looked at last."""

    def __init__(self, analyses: Sequence[Analysis], outlets: Sequence[int], days: Sequence[int], stock: Boilerplate) -> None:
        self._analyses, self._outlets, self._days = analyses, outlets, days
        self._carrier = lru_cache(maxsize=KEPT)(lambda n: carrier(analyses[n].article.text, outlets[n], stock))

    def link(self, a: int, b: int) -> Link:
        """What the articles at two positions share."""
        a, b = min(a, b), max(a, b)
        one, other = self._carrier(a), self._carrier(b)
        least, density = int(threshold("origin_passage_words")), threshold("origin_passage_density")
        found = shared_passages(one.words.hashes, other.words.hashes, least, density)
        found = [p for p in found if _counts(one, p.a) and _counts(other, p.b)]
        share, unquoted, words = max(_share(one, [p.a for p in found]), _share(other, [p.b for p in found]))
        return Link(a, b, share, unquoted, words, tuple(found), self.asked(a, b))

    def asked(self, a: int, b: int) -> float:
        """The share that is substantial. Articles of one outlet, and such as are far apart in time, share background rather than news."""
        one, other = self._days[a], self._days[b]
        if one >= 0 and other >= 0 and abs(one - other) > threshold("origin_days"):
            return threshold("origin_share_far")
        same = self._outlets[a] == self._outlets[b] and self._outlets[a] >= 0
        return threshold("origin_share_outlet" if same else "origin_share")

    def shared(self, link: Link) -> tuple[Shared, ...]:
        """The passages of a link as they stand in the two articles, longest first."""
        one, other = self._carrier(link.a), self._carrier(link.b)
        a, b = self._analyses[link.a].article.id, self._analyses[link.b].article.id
        return tuple(Shared(a, one.words.span(*p.a), b, other.words.span(*p.b), p.words) for p in link.passages)


def _counts(side: Carrier, at: tuple[int, int]) -> bool:
    return 2 * sum(side.counts[at[0] : at[1]]) > at[1] - at[0]
