"""Claims and a passage as the arrays that the pair model reads.

A row of a batch is a pack: one passage and the claims that are held against it. The passage is read by itself; each claim reads itself and
the passage, and no other claim, so a passage is paid for once however many claims it is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.language.session import MODEL

CLAIM_PIECES = 40  # of a claim at most; longer ones are cut
PASSAGE_PIECES = 160  # of a passage at most
PACK_CLAIMS = 16  # claims of a pack at most
WIDTH_STEP = 16  # pieces to whose multiples batches are padded
INPUTS = ("ids", "match", "position", "block", "pool")

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Pack:
    """A passage and the claims held against it, as word-piece numbers; `article` when the passage stands for a whole article."""

    passage: tuple[int, ...]
    claims: tuple[tuple[int, ...], ...]
    article: bool = False

    @property
    def size(self) -> int:
        """Word pieces of the row, special ones included."""
        return len(self.passage) + 2 + sum(len(claim) + 2 for claim in self.claims)


class PairEncoder:
    """The reader's word-piece tokenizer, for pairs."""

    def __init__(self, path: Path = MODEL / "tokenizer.json") -> None:
        self.tokenizer = Tokenizer.from_file(str(path))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.cls_id, self.sep_id, self.mask_id = (self.tokenizer.token_to_id(p) for p in ("[CLS]", "[SEP]", "[MASK]"))
        # what an article says of a headline is judged by other habits than what a sentence says: another first piece tells them apart
        self.article_id = self.tokenizer.token_to_id("[unused0]")

    def pieces(self, texts: Iterable[str]) -> list[list[int]]:
        """The word-piece numbers of each text."""
        return [e.ids for e in self.tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def collate(self, packs: Sequence[Pack]) -> Arrays:
        """The padded arrays of a batch of B packs of T pieces and up to K claims.

        int64 [B, T]: ids; match (0 special or passage, 1 a claim's piece that the passage has not, 2 one that it has); position within
        its text; block (0 passage, k the k-th claim, -1 padding). float32 [B, K, T]: pool, which averages each claim.
        """
        width = -(-max(p.size for p in packs) // WIDTH_STEP) * WIDTH_STEP
        most = max(len(p.claims) for p in packs)
        arrays: Arrays = {name: np.zeros((len(packs), width), dtype=np.int64) for name in INPUTS[:4]}
        arrays["block"][:] = -1
        arrays["pool"] = np.zeros((len(packs), most, width), dtype=np.float32)
        for row, pack in enumerate(packs):
            self._fill({name: array[row] for name, array in arrays.items()}, pack)
        return arrays

    def _fill(self, row: Arrays, pack: Pack) -> None:
        known = set(pack.passage)
        opening = self.article_id if pack.article else self.cls_id
        start = 0
        for block, text in enumerate((pack.passage, *pack.claims)):
            end = start + len(text) + 2
            row["ids"][start:end] = (opening, *text, self.sep_id)
            row["position"][start:end] = range(end - start)
            row["block"][start:end] = block
            if block:
                row["match"][start + 1 : end - 1] = [1 + (piece in known) for piece in text]
                row["pool"][block - 1, start:end] = 1 / (end - start)
            start = end


def packed(
    pairs: Sequence[tuple[tuple[int, ...], tuple[int, ...]]], article: bool = False, most: int = PACK_CLAIMS
) -> list[tuple[Pack, list[int]]]:
    """Pairs (claim, passage) of word pieces as packs of up to `most` claims with the same passage, each with its pairs' numbers."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for number, (_, passage) in enumerate(pairs):
        groups.setdefault(passage[:PASSAGE_PIECES], []).append(number)
    found = []
    for passage, numbers in groups.items():
        for start in range(0, len(numbers), most):
            chosen = numbers[start : start + most]
            found.append((Pack(passage, tuple(pairs[n][0][:CLAIM_PIECES] for n in chosen), article), chosen))
    return found
