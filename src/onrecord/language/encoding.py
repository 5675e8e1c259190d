"""Text to the arrays the tagger reads: word pieces with offsets, and three features per piece.

One home for offsets: a word is a pre-token of the BERT tokenizer, `Encoded.words` holds its (start, end) in code points of the
original text, and everything the model says about a word is read at its first piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.language.quotes import find_quotations

SHAPES = ("none", "lower", "title", "upper", "initial", "mixed", "digit", "mark", "uncased")
QUOTE_STATES = ("outside", "closed quotation", "unclosed quotation")
BREAKS = ("none", "line break before")

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Encoded:
    """An encoded text of P word pieces and W words.

    ids, word_of: int32 [P]; first_piece: int32 [W]; words: int32 [W, 2] code point offsets;
    shape, quote, gap: int32 [P] feature values (indices into SHAPES, QUOTE_STATES, BREAKS).
    """

    ids: Ints
    word_of: Ints
    first_piece: Ints
    words: Ints
    shape: Ints
    quote: Ints
    gap: Ints


def word_shape(word: str) -> int:
    """Index into SHAPES: how a word is capitalised, which the uncased encoder cannot see."""
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 4
    if word.istitle():
        return 2
    if word[0].isdigit():
        return 6
    if not word[0].isalnum():
        return 7
    return 5 if word.lower() != word.upper() else 8


class Encoder:
    """The BERT word-piece tokenizer (tokenizers library) plus features; read once, used for every article."""

    def __init__(self, path: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(path))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.cls_id = self._special("[CLS]")
        self.sep_id = self._special("[SEP]")
        self.mask_id = self._special("[MASK]")

    def _special(self, piece: str) -> int:
        number = self.tokenizer.token_to_id(piece)
        if number is None:
            raise ValueError(f"the tokenizer has no {piece}")
        return number

    def encode(self, text: str) -> Encoded:
        """Encode a whole text, however long; offsets are code points into `text` unchanged."""
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        ids = np.array(encoding.ids, dtype=np.int32)
        if not len(ids):
            empty = np.zeros(0, dtype=np.int32)
            return Encoded(empty, empty, empty, empty.reshape(0, 2), empty, empty, empty)
        offsets = np.array(encoding.offsets, dtype=np.int32)
        raw = np.array(encoding.word_ids, dtype=np.int32)
        first = np.flatnonzero(np.diff(raw, prepend=raw[0] - 1)).astype(np.int32)
        counts = np.diff(first, append=len(ids))
        word_of = np.repeat(np.arange(len(first), dtype=np.int32), counts)
        words = np.stack([offsets[first, 0], offsets[first + counts - 1, 1]], axis=1)
        shape = np.array([word_shape(text[a:b]) if b > a else 0 for a, b in words.tolist()], dtype=np.int32)
        return Encoded(ids, word_of, first, words, shape[word_of], _quote_states(text, words)[word_of], _gaps(text, words)[word_of])


def _quote_states(text: str, words: Ints) -> Ints:
    states = np.zeros(len(words), dtype=np.int32)
    for quotation in find_quotations(text):
        a, b = np.searchsorted(words[:, 0], (quotation.start, quotation.end))
        states[a:b] = 1 if quotation.closed else 2
    return states


def _gaps(text: str, words: Ints) -> Ints:
    """1 for the first word behind each line break, else 0."""
    breaks = [i for i, char in enumerate(text) if char == "\n"] if "\n" in text else []
    gaps = np.zeros(len(words), dtype=np.int32)
    if breaks:
        at = np.searchsorted(words[:, 0], np.array(breaks))
        gaps[at[at < len(words)]] = 1
    gaps[0] = 1
    return gaps
