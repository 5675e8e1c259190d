"""Sparse vectors over hashed features, and in how many articles each feature occurs.

Two sorted arrays hold a vector: 12 bytes a feature, so that a hundred thousand articles fit into memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Weights = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int32]

SORTED = 4_000_000  # features that are sorted at once
PENDING = 200_000  # features that are counted in a dictionary before they go into the sorted arrays


@lru_cache(maxsize=1 << 18)
def key(feature: str) -> int:
    """The hash of a feature, the same in every process."""
    return int.from_bytes(hashlib.blake2b(feature.encode("utf-8", "replace"), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Vector:
    """Weights by feature; `keys` are sorted."""

    keys: Keys
    weights: Weights

    def __len__(self) -> int:
        return len(self.keys)

    def dot(self, other: Vector) -> float:
        """The inner product."""
        small, large = (self, other) if len(self.keys) <= len(other.keys) else (other, self)
        if not len(small.keys):
            return 0.0
        at = np.searchsorted(large.keys, small.keys)
        at[at == len(large.keys)] = 0
        return float(np.dot(small.weights, np.where(large.keys[at] == small.keys, large.weights[at], np.float32(0))))

    def plus(self, other: Vector) -> Vector:
        """The sum."""
        keys = np.concatenate([self.keys, other.keys])
        weights = np.concatenate([self.weights, other.weights])
        order = np.argsort(keys, kind="stable")
        keys, weights = keys[order], weights[order]
        first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.int64)
        return Vector(keys[first], np.add.reduceat(weights, first)) if len(first) else self


EMPTY = Vector(np.zeros(0, np.uint64), np.zeros(0, np.float32))


def counted(features: Iterable[int] | Keys) -> Vector:
    """How often each feature occurs, damped: 1 + the logarithm of the number."""
    found = features if isinstance(features, np.ndarray) else np.fromiter(features, np.uint64)
    keys, times = np.unique(found, return_counts=True)
    return Vector(keys, (1 + np.log(times)).astype(np.float32))


def weighed(vector: Vector, counts: Numbers, articles: int, prior: float, alone: float) -> Vector:
    """A vector of length one: weights times the logarithm of how rare the feature is; features that only one article has are left out.

    `prior` articles without the feature are added, so that what all of three articles say is not taken for what all articles say. What is
    left out counts for the length by the share `alone`: features that no other article has say little but how long this one is.
    """
    weights = vector.weights * np.log((articles + prior) / np.maximum(1, counts)).astype(np.float32)
    kept = counts > 1
    squares = weights * weights
    length = float(np.sqrt(squares[kept].sum() + alone * squares[~kept].sum()))
    return Vector(vector.keys[kept], weights[kept] / np.float32(length)) if length else EMPTY


class Counts:
    """In how many articles each feature was, and in which one last. Adding is cheap, and so is asking for a whole vector."""

    def __init__(self) -> None:
        self.articles = 0
        self._keys: Keys = np.zeros(0, np.uint64)
        self._times: Numbers = np.zeros(0, np.int32)
        self._last: Numbers = np.zeros(0, np.int32)
        self._pending: dict[int, tuple[int, int]] = {}

    def add(self, *vectors: Vector) -> int:
        """Count the features of the next article; its number is returned."""
        number = self.articles
        self.articles += 1
        for vector in vectors:
            for feature in vector.keys.tolist():
                self._pending[feature] = (self._pending.get(feature, (0, 0))[0] + 1, number)
        if len(self._pending) > PENDING:
            self._settle()
        return number

    def times(self, vector: Vector) -> Numbers:
        """For each feature of a vector the number of articles that have it."""
        return self.of(vector)[0]

    def of(self, vector: Vector) -> tuple[Numbers, Numbers]:
        """For each feature of a vector the number of articles that have it, and the last of them (-1: none)."""
        times, last = np.zeros(len(vector), np.int32), np.full(len(vector), -1, np.int32)
        if len(self._keys):
            at = np.minimum(np.searchsorted(self._keys, vector.keys), len(self._keys) - 1)
            known = self._keys[at] == vector.keys
            times[known], last[known] = self._times[at[known]], self._last[at[known]]
        if self._pending:
            for n, feature in enumerate(vector.keys.tolist()):
                if feature in self._pending:
                    more, number = self._pending[feature]
                    times[n] += more
                    last[n] = number
        return times, last

    def _settle(self) -> None:
        if self._pending:
            count = len(self._pending)
            keys = np.fromiter(self._pending, np.uint64, count)
            times, last = np.array(list(self._pending.values()), np.int32).reshape(count, 2).T
            self._pending = {}
            self._merge(keys, times, last)

    def _merge(self, keys: Keys, times: Numbers, last: Numbers) -> None:
        keys = np.concatenate([self._keys, keys])
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        if not len(keys):
            return
        first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
        self._times = np.add.reduceat(np.concatenate([self._times, times])[order], first)
        self._last = np.maximum.reduceat(np.concatenate([self._last, last])[order], first)
        self._keys = keys[first]


class SetCounts:
    """In how many articles of a set that is complete each feature is. Features of one article only are not held, and count as none."""

    def __init__(self, articles: Sequence[tuple[Vector, ...]]) -> None:
        self.articles = len(articles)
        parts = sum(len(v) for vectors in articles for v in vectors) // SORTED + 1
        keys, times = [np.zeros(0, np.uint64)], [np.zeros(0, np.int32)]
        for part in range(parts):  # a range of keys at a time, to sort a few million and not all
            low, high = (np.uint64(((1 << 64) - 1) * p // parts) for p in (part, part + 1))
            slices = [v.keys[slice(*np.searchsorted(v.keys, (low, high)))] for vectors in articles for v in vectors]
            found, counts = np.unique(np.concatenate([*slices, keys[0]]), return_counts=True)
            keys.append(found[counts > 1])
            times.append(counts[counts > 1].astype(np.int32))
        self._keys, self._times = np.concatenate(keys), np.concatenate(times)

    def times(self, vector: Vector) -> Numbers:
        """For each feature of a vector the number of articles that have it; 0 where it is one at most."""
        if not len(self._keys):
            return np.zeros(len(vector), np.int32)
        at = np.minimum(np.searchsorted(self._keys, vector.keys), len(self._keys) - 1)
        return np.where(self._keys[at] == vector.keys, self._times[at], np.int32(0))


class Frequencies(Protocol):
    """Whatever knows of how many articles there are and how many have a feature."""

    articles: int

    def times(self, vector: Vector) -> Numbers:
        """For each feature of a vector the number of articles that have it."""
        ...
