"""CoNLL columns (one token a line, its tag last) to running text with the characters of each token and entity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# the tags of the corpora in use, in the project's words
TYPES = {
    "PER": "person", "PERSON": "person",
    "ORG": "organisation", "CORPORATION": "organisation", "GROUP": "organisation",
    "LOC": "place", "LOCATION": "place", "GPE": "place", "FAC": "place",
    "MISC": "other", "PRODUCT": "other", "CREATIVE-WORK": "other",
}  # fmt: skip
_CLOSING = {".", ",", ";", ":", "?", "!", ")", "]", "%", "’s", "'s", "n't", "n’t", "'re", "'ve", "'ll", "'m", "'d", "'", "’", "”", "..."}
_OPENING = {"(", "[", "$", "#", "“", "‘", "``"}

QUOTE = '"'

Typed = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Document:
    """Running text, its tokens as (start, end), and its entities as (start, end, type), in code points."""

    text: str
    tokens: tuple[tuple[int, int], ...]
    entities: tuple[Typed, ...]

    @staticmethod
    def of(sentences: list[list[tuple[str, str]]], between: str = "\n") -> Document:
        """From sentences of (token, BIO or IO tag): marks stand against their word, sentences are put apart by `between`."""
        text, firsts = "", set[int]()
        tokens: list[tuple[int, int]] = []
        tags: list[str] = []
        for sentence in sentences:
            text += between if text else ""
            firsts.add(len(tokens))
            before, quoted = "", False
            for token, tag in sentence:
                closes = token in _CLOSING or (token == QUOTE and quoted)
                opened = before in _OPENING or (before == QUOTE and quoted)
                text += "" if not before or closes or opened else " "
                if token == QUOTE:
                    quoted = not quoted
                tokens.append((len(text), len(text) + len(token)))
                tags.append(tag)
                text += token
                before = token
        return Document(text, tuple(tokens), tuple(_entities(tokens, tags, firsts)))


def _entities(tokens: list[tuple[int, int]], tags: list[str], firsts: set[int]) -> Iterator[Typed]:
    current: list[int] = []
    kind = ""
    for n, tag in enumerate([*tags, "O"]):
        prefix, _, name = tag.partition("-")
        goes_on = current and prefix == "I" and name == kind and n not in firsts
        if goes_on:
            current.append(n)
            continue
        if current and kind.upper() in TYPES:
            yield tokens[current[0]][0], tokens[current[-1]][1], TYPES[kind.upper()]
        current, kind = ([n], name) if prefix in ("B", "I") else ([], "")


def read_columns(path: Path) -> list[Document]:
    """The documents of a file: put apart by -DOCSTART- lines where it has them, else every twenty sentences."""
    groups: list[list[list[tuple[str, str]]]] = [[]]
    sentence: list[tuple[str, str]] = []
    marked = "-DOCSTART-" in path.read_text(encoding="utf8")
    for line in [*path.read_text(encoding="utf8").splitlines(), ""]:
        fields = line.split()
        if fields and fields[0] != "-DOCSTART-":
            sentence.append((fields[0], fields[-1] if len(fields) > 1 else "O"))
            continue
        if sentence:
            groups[-1].append(sentence)
            sentence = []
        if fields or (not marked and len(groups[-1]) >= 20):
            groups.append([])
    return [Document.of(group) for group in groups if group]
