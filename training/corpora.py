"""Corpora of names and of coreference as labelled articles, each read from its own layout.

Names: CoNLL columns (conll2003, wikigold, wnut17) and re3d's stand-off annotation, mapped to person, organisation, place, other.
Coreference: OntoGUM's gold chains, and GAP's pronouns, each with the names it does and does not mean.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from evaluation.columns import Document, read_columns
from training.data import Labelled, Pointer, Span
from training.train import Part

RE3D_TYPES = {"Person": "person", "Organisation": "organisation", "Location": "place", "MilitaryPlatform": "other", "Nationality": "other"}
_PRONOUNS = frozenset(
    [
        "i",
        "me",
        "my",
        "mine",
        "we",
        "us",
        "our",
        "ours",
        "you",
        "your",
        "he",
        "him",
        "his",
        "himself",
        "she",
        "her",
        "hers",
        "herself",
        "it",
        "its",
        "itself",
        "they",
        "them",
        "their",
        "theirs",
        "themselves",
    ]
) | {"this", "that", "these", "those", "who", "which", "whom", "whose"}
_SWAP = {
    "he": "she", "him": "her", "himself": "herself", "she": "he", "hers": "his", "herself": "himself",
    "mr": "ms", "mrs": "mr", "ms": "mr", "wife": "husband", "husband": "wife", "son": "daughter", "daughter": "son",
    "mother": "father", "father": "mother", "brother": "sister", "sister": "brother", "man": "woman", "woman": "man",
    "men": "women", "women": "men", "boy": "girl", "girl": "boy", "actor": "actress", "actress": "actor", "king": "queen",
    "queen": "king", "uncle": "aunt", "aunt": "uncle", "nephew": "niece", "niece": "nephew",
}  # fmt: skip


def read_names(path: Path) -> list[Labelled]:
    """The documents of a file of CoNLL columns; its names are hand-made, roles are unknown."""
    return [from_document(d) for d in read_columns(path)]


def from_document(document: Document) -> Labelled:
    """A document of columns as a labelled article."""
    return Labelled(document.text, None, list(document.entities), [])


def read_re3d(folder: Path) -> list[Labelled]:
    """re3d's documents. Of spans that overlap the place, then the longer one counts; spans without a capital are no names."""
    found = []
    for source in sorted(p for p in folder.iterdir() if (p / "documents.json").exists()):
        spans: dict[str, list[tuple[int, int, str]]] = {}
        for row in _json_rows(source / "entities.json"):
            if row["type"] in RE3D_TYPES:
                spans.setdefault(row["documentId"], []).append((row["begin"], row["end"], RE3D_TYPES[row["type"]]))
        for row in _json_rows(source / "documents.json"):
            text = row["text"]
            kept: list[tuple[int, int, str]] = []
            for start, end, kind in sorted(spans.get(row["_id"], []), key=lambda s: (s[2] != "place", s[0] - s[1])):
                if text[start : start + 4].lower() == "the ":
                    start += 4
                words = text[start:end].split()
                is_name = (
                    bool(words)
                    and text[start:end].lower() not in _PRONOUNS
                    and words[0][0].isupper()
                    and words[-1][0].isupper()
                    and len(words) <= 8
                )
                if is_name and all(end <= a or b <= start for a, b, _ in kept):
                    kept.append((start, end, kind))
            found.append(Labelled(text, None, sorted(kept), []))
    return found


def _json_rows(path: Path) -> Iterator[dict]:
    for line in path.read_text(encoding="utf8").splitlines():
        if line.strip():
            yield json.loads(line)


def read_ontogum(folder: Path) -> list[Labelled]:
    """OntoGUM's documents with their coreference chains; parts of speech come from the same documents' XML."""
    found = []
    for path in sorted((folder / "ontogum").glob("*.conll")):
        rows = [line.split("\t") for line in path.read_text(encoding="utf8").splitlines() if line and not line.startswith("#")]
        proper = _proper_nouns(folder / "xml" / f"{path.stem}.xml")
        if len(proper) != len(rows):
            proper = [row[1][:1].isupper() and row[1].lower() not in _PRONOUNS for row in rows]
        found.append(_with_chains(rows, proper))
    return found


def _proper_nouns(path: Path) -> list[bool]:
    if not path.exists():
        return []
    fields = (line.split("\t") for line in path.read_text(encoding="utf8").splitlines())
    return [row[1].startswith("NP") for row in fields if len(row) >= 6]


def _with_chains(rows: list[list[str]], proper: list[bool]) -> Labelled:
    document = Document.of([[(row[1], "O") for row in rows]])
    at = document.tokens
    open_at: dict[str, list[int]] = {}
    chains: dict[str, list[tuple[int, int, bool]]] = {}
    pronouns: list[tuple[str, int]] = []
    for n, row in enumerate(rows):
        for opens, number, closes in re.findall(r"(\()?(\d+)(\))?", row[2]):
            if opens:
                open_at.setdefault(number, []).append(n)
            if closes and open_at.get(number):
                first = open_at[number].pop()
                chains.setdefault(number, []).append((at[first][0], at[n][1], any(proper[first : n + 1])))
                if first == n and row[1].lower() in _PRONOUNS:
                    pronouns.append((number, n))
    pointers = []
    for number, n in pronouns:
        before = [m for m in sorted(chains[number]) if m[1] <= at[n][0]]
        nominal = [(a, b) for a, b, named in before if not named and document.text[a:b].lower() not in _PRONOUNS]
        if not any(named for _, _, named in before):
            pointers.append(Pointer(at[n], tuple((a, b) for a, b in nominal if b - a < 60), ()))
    return Labelled(document.text, None, None, list(chains.values()), pointers)


def read_gap(path: Path, rng: random.Random | None = None, swapped: float = 0.0) -> list[Labelled]:
    """GAP's passages; a share `swapped` of them has its gendered words exchanged."""
    with path.open(encoding="utf8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [_passage(row, bool(rng) and rng.random() < swapped) for row in rows]


def _passage(row: dict[str, str], swap: bool) -> Labelled:
    text = row["Text"]
    start = int(row["Pronoun-offset"])
    right: list[Span] = []
    wrong: list[Span] = []
    for key in "AB":
        at = int(row[f"{key}-offset"])
        (right if row[f"{key}-coref"].upper() == "TRUE" else wrong).append((at, at + len(row[key])))
    article = Labelled(text, None, None, [], [Pointer((start, start + len(row["Pronoun"])), tuple(right), tuple(wrong))])
    return _swap(article) if swap else article


def _swap(article: Labelled) -> Labelled:
    """The article with he and she, Mr and Ms, wife and husband exchanged; spans are carried over."""
    return _exchanged(article, lambda word, behind: _other_gender(word, behind))


def renamed(articles: list[Labelled], rng: random.Random) -> list[Labelled]:
    """The passages with the two names of each exchanged for names of other passages with a pronoun of the same gender.

    Whom a pronoun means can then not be learned by heart.
    """
    pools: dict[bool, list[list[str]]] = {True: [], False: []}
    for article in articles:
        pools[_feminine(article)] += [article.text[a:b].split() for p in article.pointers for a, b in p.right + p.wrong]
    return [_rename(article, pools[_feminine(article)], rng) for article in articles]


def _feminine(article: Labelled) -> bool:
    return any(article.text[p.mention[0] : p.mention[1]].lower() in ("she", "her", "hers") for p in article.pointers)


def _rename(article: Labelled, pool: list[list[str]], rng: random.Random) -> Labelled:
    names = sorted({article.text[a:b] for p in article.pointers for a, b in p.right + p.wrong}, key=len, reverse=True)
    table: dict[str, str] = {}
    for name in names:
        words = name.split()
        tried = (rng.choice(pool) for _ in range(40))
        other = next((o for o in tried if len(o) == len(words) and not {*o} & {*table.values(), *table}), words)
        for word, new in zip(words, other, strict=True):
            table.setdefault(word, new)
    return _exchanged(article, lambda word, _: table.get(word, word))


def _exchanged(article: Labelled, other: Callable[[str, str], str]) -> Labelled:
    """The article with every word replaced by what `other` makes of it and of the text behind it; pointers are carried over."""
    out, shifts, last = [], [], 0
    for word in re.finditer(r"[^\W\d_]+(?:[-.][^\W\d_]+)*", article.text):
        new = other(word[0], article.text[word.end() : word.end() + 12])
        if new != word[0]:
            out += [article.text[last : word.start()], new]
            last = word.end()
            shifts.append((word.end(), len(new) - len(word[0])))
    text = "".join([*out, article.text[last:]])

    def move(span: Span) -> Span:
        return (
            span[0] + sum(by for end, by in shifts if end <= span[0]),
            span[1] + sum(by for end, by in shifts if end <= span[1]),
        )

    pointers = [Pointer(move(p.mention), tuple(map(move, p.right)), tuple(map(move, p.wrong))) for p in article.pointers]
    return replace(article, text=text, pointers=pointers)


def _other_gender(word: str, behind: str) -> str:
    low = word.lower()
    if low == "her":
        other = (
            "his"
            if re.match(r" [a-z]", behind) and not re.match(r" (?:to|in|at|on|for|and|that|as|with|by|from|was|is) ", behind)
            else "him"
        )
    elif low == "his":
        other = "her"
    else:
        other = _SWAP.get(low, "")
    if not other:
        return word
    return other.capitalize() if word[0].isupper() else other


def course(data: Path, refined: bool = False) -> list[Part]:
    """The corpora of names and of coreference, with the share of each that an epoch sees and how it is worn.

    CoNLL-2003 comes twice, since case gets lost in real copy: once as it is and once in small letters. GAP comes with its mirror image
    and, `refined`, with names exchanged; names then take less room.
    """
    less = 0.55 if refined else 1.0
    conll = read_names(data / "conll2003/train.txt")
    wnut = data / "wnut17/CONLL-format/data"
    gap = data / "gap/gap-development.tsv"
    passages = [*read_gap(gap), *read_gap(gap, random.Random(7), 1.0)]
    if refined:
        rng = random.Random(11)
        passages += [p for _ in range(4) for p in renamed(passages, rng)]
    return [
        Part(conll, 0.5 if refined else 1.0, worn=0.1, recased=0.03),
        Part(conll, 0.6 * less, worn=0.1, recased=0.8),
        Part(read_names(data / "wikigold/wikigold.conll.txt"), 0.7 if refined else 1.0, worn=0.2, recased=0.2),
        Part(
            [*read_names(wnut / "train/wnut17train.conll"), *read_names(wnut / "dev/emerging.dev.conll")], 0.6 * less, worn=0.1, recased=0.2
        ),
        Part(read_re3d(data / "re3d"), 1.0, worn=0.3, recased=0.2),
        Part(read_ontogum(data / "gum"), 1.0, worn=0.3, recased=0.1),
        Part(passages, 0.17 if refined else 0.6, worn=0.08, recased=0.03),
    ]
