"""How rare a word is in news: the logarithm of one over the share of articles that have it (inverse document frequency)."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np

from onrecord.language.encoding import Encoder
from onrecord.language.session import MODEL
from onrecord.linking.pairs.passages import RARITY


@cache
def _table() -> tuple[Encoder, list[float]]:
    return Encoder(MODEL / "tokenizer.json"), np.load(RARITY).astype(float).tolist()


@lru_cache(maxsize=100_000)
def rarity(word: str) -> float:
    """The rarity of a word, in nats: that of its rarest word piece."""
    encoder, table = _table()
    pieces = encoder.tokenizer.encode(word, add_special_tokens=False).ids
    return max((table[p] for p in pieces), default=0.0)
