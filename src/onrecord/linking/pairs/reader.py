"""The shipped pair model on OpenVINO: (claim, passage) pairs in, probabilities of the four stances out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ModelMissing
from onrecord.language.session import compiled
from onrecord.linking.pairs.encoding import INPUTS, Pack, PairEncoder, packed

STANCES = ("agrees", "disagrees", "discusses", "unrelated")
MODEL = Path(__file__).parent
BATCH = 2048  # word pieces of a forward pass at most, padding included

Floats = NDArray[np.float32]
Pieces = tuple[int, ...]


class PairReader:
    """The model and its tokenizer. `threads` is how many cores one forward pass uses."""

    def __init__(self, folder: Path = MODEL, threads: int = 1) -> None:
        if not (folder / "pairs.onnx").exists():
            raise ModelMissing(f"no pairs.onnx in {folder}; reinstall onrecord, or run `python -m training.pairs final`")
        self.encoder = PairEncoder()
        settings = json.loads((folder / "pairs.json").read_text(encoding="utf8"))
        self.temperature = float(settings["temperature"])
        self.request = compiled(folder / "pairs.onnx", threads)

    def read(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Probabilities float32 [n, 4] in the order of STANCES, for pairs (claim, passage).

        A claim of more than 40 word pieces and a passage of more than 160 are cut. Each different text is encoded once, and each
        different passage is read once for every 16 claims.
        """
        texts = list(dict.fromkeys(text for pair in pairs for text in pair))
        pieces = {text: tuple(ids) for text, ids in zip(texts, self.encoder.pieces(texts), strict=True)}
        return self.chances(self.logits([(pieces[claim], pieces[passage]) for claim, passage in pairs]))

    def chances(self, logits: Floats) -> Floats:
        """Raw scores as calibrated probabilities."""
        if not len(logits):
            return logits
        powers = np.exp((logits - logits.max(axis=1, keepdims=True)) / self.temperature)
        found: Floats = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
        return found

    def logits(self, pairs: Sequence[tuple[Pieces, Pieces]], article: bool = False) -> Floats:
        """The model's raw scores, float32 [n, 4], for pairs (claim, passage) of word pieces; `article`: the passages stand for articles."""
        found = np.zeros((len(pairs), len(STANCES)), dtype=np.float32)
        for batch in batches(packed(pairs, article), BATCH):
            arrays = self.encoder.collate([pack for pack, _ in batch])
            self.request.infer({name: arrays[name] for name in INPUTS})
            scores = self.request.get_output_tensor(0).data
            for row, (_, numbers) in enumerate(batch):
                found[numbers] = scores[row, : len(numbers)]
        return found


def batches(packs: list[tuple[Pack, list[int]]], pieces: int) -> Iterator[list[tuple[Pack, list[int]]]]:
    """Packs of like length and number of claims together, in batches of at most `pieces` word pieces."""
    batch: list[tuple[Pack, list[int]]] = []
    for item in sorted(packs, key=lambda p: (p[0].size, len(p[1]))):
        if batch and (len(batch) + 1) * item[0].size > pieces:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch


@cache
def shared_pair_reader(threads: int = 1) -> PairReader:
    """The one pair reader of this process, loaded when first asked for. Raises ModelMissing where its weights are not there."""
    return PairReader(threads=threads)
