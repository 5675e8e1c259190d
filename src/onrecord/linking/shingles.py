"""Words of a text with their places, and sets of hashed word sequences (FracMinHash, Hera et al. 2023) to find shared text by.

Words are compared without case, apostrophes and the points of abbreviations, because archives lose them: "U.S.", "Syria's" and "1,300"
match "US", "Syrias" and "1300". Hashes are the same in every process.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from onrecord.model import Span

Hashes = npt.NDArray[np.uint64]

# an abbreviation of single letters, or a word with apostrophes inside it, or a number with its points and commas
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?|[^\W_]+(?:['’][^\W_]+|[.,]\d+)*")
_INSIDE = str.maketrans("", "", "'’.,")
_ODD = np.uint64(0x9E3779B97F4A7C15)  # Knuth's multiplicative constant, for mixing


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text as hashes, with the span of each."""

    hashes: Hashes
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, first: int, last: int) -> Span:
        """Where the words `first` to `last` (exclusive) stand."""
        return Span(self.starts[first], self.ends[last - 1])


def plain(word: str) -> str:
    """A word as it is compared."""
    return word.lower().translate(_INSIDE)


def split(text: str) -> list[str]:
    """The words of a text as they are compared, in order."""
    return [plain(w) for w in _WORD.findall(text)]


def words_of(text: str) -> Words:
    """The words of a text with their places."""
    spans = [m.span() for m in _WORD.finditer(text)]
    return Words(hashes_of(text), tuple(s for s, _ in spans), tuple(e for _, e in spans))


def hashes_of(text: str) -> Hashes:
    """The words of a text as hashes, without their places."""
    found = split(text)
    return np.fromiter(map(_hash, found), np.uint64, len(found))


@lru_cache(maxsize=1 << 18)
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def shingles(hashes: Hashes, size: int) -> Hashes:
    """The hash of each `size` words in a row, in order; of a shorter text the one hash of all it has."""
    count = len(hashes) - size + 1
    if count < 1:
        return mixed(np.array([_fold(hashes)], np.uint64)) if len(hashes) else hashes
    total = np.zeros(count, np.uint64)
    for k in range(size):
        total = total * _ODD + hashes[k : k + count]
    return mixed(total)


def _fold(hashes: Hashes) -> int:
    total = 0
    for h in hashes.tolist():
        total = (total * int(_ODD) + h) % (1 << 64)
    return total


def mixed(values: Hashes) -> Hashes:
    """Hashes scrambled so that their lowest bits are fit for sampling (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def sample(values: Hashes, one_in: int) -> Hashes:
    """The different hashes that are divisible by `one_in`: the same choice in every text, so that samples can be compared."""
    return np.unique(values[values % np.uint64(one_in) == 0])
