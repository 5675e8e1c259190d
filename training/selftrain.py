"""Articles without labels, labelled by the reader of an earlier stage; worn copies of them teach the next stage to read worn copy.

Noisy student training (Xie et al. 2020): the teacher reads the clean text, the student reads what wear leaves of it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from onrecord.language.decoding import attributions, named_words
from onrecord.language.session import Reader
from training.data import Labelled, Span

MIN_CHARS, MAX_CHARS = 500, 12_000


def read_fnc1(bodies: Path) -> list[str]:
    """The distinct article texts of FNC-1, in file order; copies that begin alike are left out."""
    csv.field_size_limit(10_000_000)
    texts, seen = [], set()
    with bodies.open(encoding="utf8", newline="") as handle:
        for row in csv.DictReader(handle):
            text = row["articleBody"]
            key = "".join(c for c in text[:400].lower() if c.isalnum())[:120]
            if MIN_CHARS <= len(text) <= MAX_CHARS and key not in seen:
                seen.add(key)
                texts.append(text)
    return texts


def label_articles(texts: Iterable[str], reader: Reader) -> list[Labelled]:
    """Texts with the attributions and entities the reader finds in them."""
    return [_label(text, reader) for text in texts]


def _label(text: str, reader: Reader) -> Labelled:
    encoded = reader.encoder.encode(text)
    scores = reader.read(encoded)

    def span(words: tuple[int, int]) -> Span:
        return int(encoded.words[words[0], 0]), int(encoded.words[words[1] - 1, 1])

    found = [
        {"source": [span(a.source)] if a.source else [], "cue": [span(a.cue)] if a.cue else [], "content": [span(c) for c in a.contents]}
        for a in attributions(scores, reader.transitions)
    ]
    return Labelled(text, found, [(*span(n.words), n.type) for n in named_words(scores)], [])
