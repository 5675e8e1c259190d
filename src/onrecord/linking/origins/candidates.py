"""The sample of a text's word sequences by which texts that may share a passage meet."""

from __future__ import annotations

from onrecord.linking.shingles import Hashes, sample, shingles

SIZE = 5  # words in a sequence
SPARSE = 2  # one sequence in so many is kept, the same ones of every text


def sketch(hashes: Hashes) -> Hashes:
    """The sampled sequences of one text, given its words."""
    return sample(shingles(hashes, SIZE), SPARSE)
