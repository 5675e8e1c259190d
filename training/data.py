"""PolNeAR to training windows: labels on words, links between them, and the wear that real copy shows.

Wear: quotation marks, commas, apostrophes, paragraph breaks and case get lost on the way from the newsroom to a corpus. A share
of the articles of each epoch is worn at random, so that the reader does not lean on any one of them.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from onrecord.language.encoding import Encoded, Encoder
from onrecord.language.labels import ENTITY_TAGS, LINKS, ROLE_TAGS, ROLES
from onrecord.language.quotes import QUOTE_MARKS
from onrecord.language.session import WINDOW

CORENLP_TYPES = {"PERSON": "person", "ORGANIZATION": "organisation", "LOCATION": "place", "MISC": "other"}
SILVER = 0.2  # weight of entities that a program found
CHAIN_WEIGHTS = (0.3, 1.0)  # of mentions whose chains a program found, and of those found by hand
POINTER_WEIGHT = 3.0
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A mention and what it means: the `right` spans or, where there are none, nothing of the `wrong` spans."""

    mention: Span
    right: tuple[Span, ...]
    wrong: tuple[Span, ...]


@dataclass(slots=True)
class Labelled:
    """An article with its attributions ({"source": spans, "cue": spans, "content": spans}), typed entity spans, chains of
    mentions (start, end, whether it holds a proper noun), and pointers.

    None means that nobody looked, an empty list that there are none. `entity_weight`: how far the entities are to be trusted.
    """

    text: str
    attributions: list[dict[str, list[Span]]] | None
    entities: list[tuple[int, int, str]] | None
    chains: list[list[tuple[int, int, bool]]]
    pointers: list[Pointer] = field(default_factory=list)
    entity_weight: float = 1.0


def read_polnear(split: Path, corenlp: Path | None = None) -> list[Labelled]:
    """The articles of a PolNeAR split, with CoreNLP's automatic entities and mention chains where that file is given."""
    automatic = _automatic(corenlp) if corenlp else {}
    rows = [json.loads(line) for line in split.read_text(encoding="utf8").splitlines() if line.strip()]
    return [
        Labelled(
            r["text"],
            [{role: [(s[0], s[1]) for s in a[role]] for role in ROLES} for a in r["attributions"]],
            *automatic.get(r["id"], (None, [])),
            entity_weight=SILVER,
        )
        for r in rows
    ]


def wear(article: Labelled, rng: random.Random) -> Labelled:
    """A copy of the article as a careless carrier would pass it on; spans are carried over exactly."""
    text = article.text
    drop = set()
    if rng.random() < 0.7:
        drop |= set(QUOTE_MARKS) - set("'’") if rng.random() < 0.5 else set(QUOTE_MARKS)
    if rng.random() < 0.6:
        drop |= set(",;")
    if rng.random() < 0.5:
        drop |= set("'’‘")
    join = rng.random() < 0.6
    wrap = not join and rng.random() < 0.15
    glue = rng.random() < 0.15
    keep = []
    column = 0
    out: list[str] = []
    for i, char in enumerate(text):
        nxt = text[i + 1] if i + 1 < len(text) else ""
        column = 0 if char == "\n" else column + 1
        if (
            char in drop
            or (join and char == "\n" and nxt == "\n")
            or (glue and char == " " and text[i - 1] in ".!?" and rng.random() < 0.15)
        ):
            keep.append(False)
            continue
        keep.append(True)
        if char == "\n" and join:
            char = " "
        elif char == " " and wrap and column > 70:
            char, column = "\n", 0
        out.append(char)
    new = "".join(out)
    case = rng.random()
    if case < 0.12 and len(new.lower()) == len(new):
        new = new.lower()
    elif case < 0.15 and len(new.upper()) == len(new):
        new = new.upper()
    at = np.concatenate([[0], np.cumsum(keep)])

    def move(start: int, end: int) -> Span:
        return int(at[start]), int(at[end])

    attributions = article.attributions and [
        {role: [m for s in a[role] if (m := move(*s))[0] < m[1]] for role in ROLES} for a in article.attributions
    ]
    return replace(
        article,
        text=new,
        attributions=attributions,
        entities=article.entities and [(*move(a, b), kind) for a, b, kind in article.entities if move(a, b)[0] < move(a, b)[1]],
        chains=[[(*move(a, b), named) for a, b, named in chain] for chain in article.chains],
        pointers=[Pointer(move(*p.mention), tuple(move(*s) for s in p.right), tuple(move(*s) for s in p.wrong)) for p in article.pointers],
    )


def straighten(article: Labelled) -> Labelled:
    """The same article with typewriter quotation marks."""
    return replace(article, text=article.text.translate(str.maketrans("“”‘’", "\"\"''")))


def recase(article: Labelled, rng: random.Random) -> Labelled:
    """The same article in small letters, now and then in capitals, where that keeps its length."""
    new = article.text.upper() if rng.random() < 0.15 else article.text.lower()
    return replace(article, text=new) if len(new) == len(article.text) else article


@dataclass(slots=True)
class Example:
    """One window: pieces and features [T], labels on its words [W], link targets as (relation, asking word, answering words, weight)."""

    ids: np.ndarray
    shape: np.ndarray
    quote: np.ndarray
    gap: np.ndarray
    first: np.ndarray
    roles: np.ndarray
    entities: np.ndarray
    entity_weight: float
    links: list[tuple[int, int, list[int], float]]


Group = dict[str, list[int]]


def label(article: Labelled, encoder: Encoder) -> tuple[Encoded, np.ndarray, np.ndarray, list[Group]]:
    """Encode an article and put its labels on words: role tags [W], entity tags [W] (-1 unknown), and the groups of words that
    belong together: one per attribution, one per later mention of a chain with its named antecedents, one per pointer."""
    encoded = encoder.encode(article.text)
    words = encoded.words
    roles = np.full(len(words), 0 if article.attributions is not None else -1, dtype=np.int64)
    groups = []
    for attribution in article.attributions or []:
        group: Group = {role: [] for role in ROLES}
        for role in ROLES:
            for start, end in attribution[role]:
                a, b = _covered(words, start, end)
                if a < b:
                    roles[a] = ROLE_TAGS.index(f"B-{role}")
                    roles[a + 1 : b] = ROLE_TAGS.index(f"I-{role}")
                    group[role] += range(a, b)
        groups.append(group)
    entities = np.full(len(words), 0 if article.entities is not None else -1, dtype=np.int64)
    for start, end, kind in article.entities or []:
        a, b = _covered(words, start, end)
        entities[a : a + 1] = ENTITY_TAGS.index(f"B-{kind}")
        entities[a + 1 : b] = ENTITY_TAGS.index(f"I-{kind}")
    for chain in article.chains:
        groups += _antecedents(words, sorted(chain))
    for pointer in article.pointers:
        right, wrong = ([w for s in spans for w in range(*_covered(words, *s))] for spans in (pointer.right, pointer.wrong))
        groups.append({"mention": list(range(*_covered(words, *pointer.mention))), "antecedent": right, "avoid": wrong})
    return encoded, _repaired(roles), entities, groups


def _antecedents(words: np.ndarray, chain: list[tuple[int, int, bool]]) -> Iterator[Group]:
    named: list[int] = []
    for start, end, is_named in chain:
        a, b = _covered(words, start, end)
        if named and b - a <= 6:
            yield {"mention": list(range(a, b)), "antecedent": list(named)}
        if is_named:
            named += range(a, b)


def windows(article: Labelled, encoder: Encoder, rng: random.Random) -> list[Example]:
    """Cut an article into windows of at most WINDOW pieces, from a random first cut, at word boundaries."""
    encoded, roles, entities, groups = label(article, encoder)
    if not len(encoded.ids):
        return []
    cuts, at = [], -rng.randrange(0, WINDOW) if len(encoded.ids) > WINDOW else 0
    while at < len(encoded.ids):
        cuts.append((max(at, 0), min(at + WINDOW, len(encoded.ids))))
        at += WINDOW
    examples = []
    for start, end in cuts:
        a, b = int(np.searchsorted(encoded.first_piece, start)), int(np.searchsorted(encoded.first_piece, end))
        if b - a < 8:
            continue
        start = int(encoded.first_piece[a])
        pieces = slice(start, end)
        examples.append(
            Example(
                encoded.ids[pieces],
                encoded.shape[pieces],
                encoded.quote[pieces],
                encoded.gap[pieces],
                encoded.first_piece[a:b] - start + 1,
                _repaired(roles[a:b].copy()),
                entities[a:b],
                article.entity_weight,
                list(_links(groups, a, b, CHAIN_WEIGHTS[article.entity_weight == 1.0])),
            )
        )
    return examples


def _links(groups: list[Group], a: int, b: int, chain_weight: float) -> Iterator[tuple[int, int, list[int], float]]:
    """Link targets inside words a..b; answering word 0 means nobody; a link whose answer lies outside the window is left out."""
    for group in groups:
        inside = {role: [w - a + 1 for w in words if a <= w < b] for role, words in group.items()}
        for link, name in enumerate(LINKS):
            asking, answering = name.split("-")
            if asking not in group or (group[answering] and not inside[answering]):
                continue
            answers = inside[answering] or [0]
            if inside.get("avoid") and not group[answering]:
                answers = sorted({*range(b - a + 1)} - {*inside["avoid"]})
            for word in inside[asking]:
                yield link, word, answers, POINTER_WEIGHT if "avoid" in group else chain_weight if asking == "mention" else 1.0


def collate(examples: list[Example], encoder: Encoder) -> dict[str, Tensor]:
    """Examples to one padded batch; word arrays have the [CLS] position in column 0 as the nobody of links."""
    pieces = max(len(e.ids) for e in examples) + 2
    words = max(len(e.first) for e in examples)
    batch = {k: np.zeros((len(examples), pieces), dtype=np.int64) for k in ("ids", "shape", "quote", "gap", "mask")}
    first = np.zeros((len(examples), words + 1), dtype=np.int64)
    roles = np.full((len(examples), words), -1, dtype=np.int64)
    entities = np.full((len(examples), words), -1, dtype=np.int64)
    rows, targets, weights = [], [], []
    for n, e in enumerate(examples):
        size = len(e.ids)
        batch["ids"][n, 0], batch["ids"][n, size + 1] = encoder.cls_id, encoder.sep_id
        batch["mask"][n, : size + 2] = 1
        for name in ("ids", "shape", "quote", "gap"):
            batch[name][n, 1 : size + 1] = getattr(e, name)
        first[n, 1 : len(e.first) + 1] = e.first
        roles[n, : len(e.roles)] = e.roles
        entities[n, : len(e.entities)] = e.entities
        for link, word, answers, weight in e.links:
            row = np.zeros(words + 1, dtype=bool)
            row[answers] = True
            rows.append((link, n, word))
            targets.append(row)
            weights.append(weight)
    out = {k: torch.from_numpy(v) for k, v in batch.items()}
    out |= {"first": torch.from_numpy(first), "roles": torch.from_numpy(roles), "entities": torch.from_numpy(entities)}
    out["link_weights"] = torch.tensor(weights, dtype=torch.float32)
    out["entity_weights"] = torch.tensor([e.entity_weight for e in examples])
    out["lengths"] = torch.tensor([len(e.first) for e in examples])
    out["link_rows"] = torch.tensor(rows, dtype=torch.int64).reshape(-1, 3)
    out["link_targets"] = torch.from_numpy(np.array(targets, dtype=bool).reshape(-1, words + 1))
    return out


def _covered(words: np.ndarray, start: int, end: int) -> Span:
    """Words overlapping the characters start..end."""
    return int(np.searchsorted(words[:, 1], start, side="right")), int(np.searchsorted(words[:, 0], end))


def _repaired(roles: np.ndarray) -> np.ndarray:
    """An I tag that follows nothing of its role (cut or overwritten) becomes a B tag."""
    before = 0
    for i, tag in enumerate(roles):
        if tag > 0 and tag % 2 == 0 and before not in (tag, tag - 1):
            roles[i] = tag - 1
        before = roles[i]
    return roles


def _automatic(path: Path) -> dict[str, tuple[list[tuple[int, int, str]], list[list[tuple[int, int, bool]]]]]:
    """CoreNLP's entities and chains by article id, from tokens [start, end, part of speech, entity type]."""
    found = {}
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            sentences = [s["tokens"] for s in row["sentences"]]
            entities = [
                (run[0][0], run[-1][1], CORENLP_TYPES[kind])
                for tokens in sentences
                for kind, run in ((k, list(g)) for k, g in groupby(tokens, key=lambda t: t[3]))
                if kind in CORENLP_TYPES
            ]
            found[row["id"]] = (entities, [[_mention(sentences, *m[:3]) for m in chain] for chain in row["coreference"]])
    return found


def _mention(sentences: list[list[list]], sentence: int, first: int, end: int) -> tuple[int, int, bool]:
    tokens = sentences[sentence][first:end]
    return tokens[0][0], tokens[-1][1], any(t[2].startswith("NNP") for t in tokens)
