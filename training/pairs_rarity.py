"""Inverse document frequencies of word pieces over the news at hand: `src/onrecord/linking/pairs/rarity.npy`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from onrecord.linking.pairs.encoding import PairEncoder
from training.pairs_data import read_csv


def rarity(data: Path, encoder: PairEncoder) -> np.ndarray:
    """log((N + 1) / (documents with the piece + 1)) over FNC-1's bodies, FA-KES and PolNeAR's training articles; float16 [vocabulary]."""
    texts = [r["articleBody"] for r in read_csv(data / "fnc1/train_bodies.csv")]
    for name in ("fa_kes/articles.jsonl", "polnear/train.jsonl"):
        texts += [json.loads(line)["text"] for line in (data / name).read_text(encoding="utf8").splitlines()]
    counts = np.zeros(encoder.tokenizer.get_vocab_size(), dtype=np.int64)
    for ids in encoder.pieces(dict.fromkeys(texts)):
        counts[np.unique(ids)] += 1
    return np.log((len(texts) + 1) / (counts + 1)).astype(np.float16)
