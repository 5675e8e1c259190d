"""Two contents word by word: text to comparable units, and which units of one stand for which of the other.

Every unit has two keys. Units with the same `exact` key are the same word but for case, punctuation, quotation marks and apostrophes;
units with the same `key` are the same word for all that reported speech, inflection, spelling and synonyms change. A number is one unit
whatever words it takes ("fifty-eight", "at least 58"). Alignment is the longest common subsequence of the keys (rapidfuzz).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from rapidfuzz.distance import Indel

from onrecord.details.figures.numbers import Token, find_numbers, tokenize
from onrecord.linking.alignment_tokens import QUOTES, apart, joined
from onrecord.linking.tables import rows
from onrecord.model import Span
from onrecord.statements.names import tokens as name_tokens
from onrecord.statements.portraits import state_of
from onrecord.statements.spelling import spelling
from onrecord.statements.tables import rows as statement_rows
from onrecord.statements.tables import words as statement_words

Kind = Literal["word", "name", "number", "negation", "hedge", "deixis", "day", "function", "filler", "ellipsis"]
_KINDS: dict[str, Kind] = {"negation": "negation", "hedge": "hedge", "deixis": "deixis", "day": "day", "month": "day", "filler": "filler"}
_LOOSE = frozenset({"preposition", "conjunction", "quantifier"})  # their words are keys of their own
_MARKS = frozenset(".!?;:—")
_ENDINGS = {"will": "ll", "have": "ve", "are": "re", "am": "m", "would": "d", "is": "s"}  # of words run together
_TITLE_CASE = 0.9  # share of long words with a capital from which a text is a title, whose capitals tell nothing
_NUMERIC = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, number or name and where it stands. `clause` counts the clauses before it, so that a negation's reach can be told."""

    start: int
    end: int
    exact: str
    key: str
    kind: Kind
    clause: int = 0

    @property
    def content(self) -> bool:
        """Whether the unit has a meaning of its own."""
        return self.kind in ("word", "name", "number", "hedge")


@dataclass(frozen=True, slots=True)
class Block:
    """Units a0..a1 of the one and b0..b1 of the other: the same (`same`), or standing against each other."""

    same: bool
    a0: int
    a1: int
    b0: int
    b1: int


@cache
def _classes() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows("change_words.csv"):
        for word in row["words"].split():
            if row["class"] != "boundary":
                found.setdefault(word, row["class"])
    return {**found, **{w: "negation" for r in rows("change_words.csv") if r["class"] == "negation" for w in r["words"].split()}}


@cache
def _doubts() -> dict[str, str]:
    return {word: row["words"].split()[0] for row in rows("change_words.csv") if row["class"] == "hedge" for word in row["words"].split()}


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of a class of change_words.csv."""
    return frozenset(word for row in rows("change_words.csv") if row["class"] == name for word in row["words"].split())


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    return {row["form"]: tuple(row["base"].split()) for row in rows("change_forms.csv")}


@cache
def _figures() -> dict[str, str]:
    """Ordinals and decades in words, as they are written in figures."""
    return {row["word"]: f"#{row['figure']}" for row in rows("change_figures.csv")}


@cache
def _synonyms() -> dict[str, str]:
    return {stem_of(word): f"={row['words'].split()[0]}" for row in reversed(rows("change_synonyms.csv")) for word in row["words"].split()}


@cache
def _suffixes() -> tuple[tuple[str, str, int], ...]:
    return tuple((row["suffix"], row["into"], int(row["least"])) for row in rows("change_stems.csv"))


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """A word without its inflection: rules of change_stems.csv, the first that fits."""
    for suffix, into, least in _suffixes():
        if word.endswith(suffix) and len(word) - len(suffix) >= least and not word.endswith("ss"):
            word = word[: len(word) - len(suffix)] + into
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "s":
        word = word[:-1]
    word = word[:-1] if len(word) > 3 and word.endswith("e") else word
    if len(word) > 5:  # British and American spelling: analyse and analyze, neighbouring and neighboring
        word = (word[:-1] + "s" if word[-1] == "z" else word).replace("our", "or")
    return word


@cache
def _aliases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Names of one body that outlets choose between, by their first word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in (*rows("change_names.csv"), *statement_rows("aliases.csv")):
        for name in row["names"].split("|"):
            words = tuple(
                part for w in name_tokens(name) if w != "the" for part in re.split("-", w.replace("'", "").replace(".", "")) if part
            )
            if words:
                found.setdefault(words[0], []).append((words, row["id"]))
    return {first: sorted(names, key=lambda pair: -len(pair[0])) for first, names in found.items()}


@lru_cache(maxsize=200_000)
def _known(word: str) -> tuple[str, Kind]:
    """Key and kind of a lower-case word without apostrophes that is no name."""
    kind = _classes().get(word)
    if kind is None and _plural_day(word):
        return word[:-1], "day"
    if kind is None:
        stem = stem_of(word)
        return _synonyms().get(stem, stem), "word"
    if kind in _LOOSE:
        return word, "function"
    if kind in _KINDS:
        key = {"hedge": f"<hedge {_doubts().get(word)}>", "deixis": "<deixis>", "negation": stem_of(word)}.get(kind, word)
        return key, _KINDS[kind]
    return f"<{kind}>", "function"


def key_of(word: str) -> str:
    """The key of a lower-case word that is no name."""
    return _known(word)[0]


@lru_cache(maxsize=100_000)
def _name_key(shown: str) -> str:
    state = state_of(shown)
    if state:
        return state.lower().replace(" ", "-")
    word = re.sub(r"['’]s?$", "", shown.lower()).replace("'", "").replace("’", "")
    return spelling(word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word)


def units(text: str, spans: Iterable[Span] | None = None, named: frozenset[int] = frozenset()) -> tuple[Unit, ...]:
    """The comparable units of a text or of some spans of it, in order; `named` holds offsets at which words of names begin.

    A "that" that opens indirect speech is no part of what was said, and punctuation is none either, but for an ellipsis.
    """
    pieces = [Span(0, len(text))] if spans is None else list(spans)
    marked = [token for span in pieces for token in joined(tokenize(text, span.start, span.end))]
    quoted = {b.start for a, b in pairwise(marked) if a.text in QUOTES}
    parts = [token for token in marked if token.text not in QUOTES]  # a quotation of two words may begin inside a number
    numbers = {n.first: n for n in find_numbers(apart(parts))} if parts else {}
    title = _in_title_case(parts)
    found: list[Unit] = []
    at, clause, opens = 0, 0, True
    while at < len(parts):
        token = parts[at]
        number = numbers.get(at)
        if number is not None and not _pronoun_like(parts, number.first, number.last):
            found.append(_number(parts, number.first, number.last, number.low, number.high, number.approx, clause))
            at, opens = number.last, False
            continue
        if not (token.text[0].isalnum() or token.text == "…"):
            clause += token.text in _MARKS or token.text == ","
            opens = opens or token.text in ".!?‘:"
            at += 1
            continue
        last, made = _word(parts, at, clause, opens or title or token.start in quoted, named)
        clause += token.lower in words_of("boundary")
        found += made
        at, opens = last, False
    found = _turning_nothing(found)
    return tuple(found[1:] if found and found[0].exact == "that" and len(found) > 1 else found)


def _turning_nothing(found: list[Unit]) -> list[Unit]:
    """Units whose negations all turn something round: "nothing less than" and "not just" are none."""
    for n, unit in enumerate(found):
        if unit.kind == "negation" and any(
            tuple(u.exact for u in found[n + 1 : n + len(words)]) == words[1:] for words in _idioms().get(unit.exact, ())
        ):
            found[n] = replace(unit, kind="function")
    return found


@cache
def _idioms() -> dict[str, list[tuple[str, ...]]]:
    """Phrases that begin with a negation and negate nothing, by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for row in rows("change_idioms.csv"):
        words = tuple(row["words"].split())
        found.setdefault(words[0], []).append(words)
    return found


def _in_title_case(parts: Sequence[Token]) -> bool:
    long = [token for token in parts if len(token.text) > 3 and token.text.isalpha()]
    return len(long) > 4 and sum(token.text[0].isupper() for token in long) >= _TITLE_CASE * len(long)


def _pronoun_like(parts: Sequence[Token], first: int, last: int) -> bool:
    """Whether a number word is "one" in "one of them", "the one who": no count that could be wrong."""
    return last - first == 1 and parts[first].lower == "one"


def _number(parts: Sequence[Token], first: int, last: int, low: int, high: int | None, approx: bool, clause: int) -> Unit:
    bare = _bare_value(parts[first:last])
    value = low if bare is None else bare
    return Unit(parts[first].start, parts[last - 1].end, f"#{low}-{high}{'~' if approx else ''}", f"#{value}", "number", clause)


def _bare_value(parts: Sequence[Token]) -> int | None:
    """The number without the words that bound it: 50 in "more than 50"."""
    for at in range(len(parts)):
        found = find_numbers(parts[at:])
        if found and found[0].first == 0 and found[0].core == 0:
            return found[0].low or found[0].high
    return None


def _word(parts: Sequence[Token], at: int, clause: int, opens: bool, named: frozenset[int]) -> tuple[int, list[Unit]]:
    """The units of the word at a token, and the token behind: a name of several words is one unit where an alias is known."""
    token = parts[at]
    if token.text == "…":
        return at + 1, [Unit(token.start, token.end, "…", "…", "ellipsis", clause)]
    if _NUMERIC.search(token.text):
        digits = token.lower.replace(",", "")
        exact = f"#{digits}-{digits}" if digits.isdecimal() else f"#{digits}"
        return at + 1, [Unit(token.start, token.end, exact, f"#{digits}", "number", clause)]
    capital = token.text[0].isupper()
    if capital and (alias := _alias(parts, at)):
        last, key = alias
        return last, [Unit(token.start, parts[last - 1].end, " ".join(p.lower for p in parts[at:last]), key, "name", clause)]
    expanded = _expanded(token)
    if expanded:
        return at + 1, [_plain(start, end, word, clause) for start, end, word in expanded]
    word = token.lower.replace("'", "")
    if figure := _figures().get(word):
        return at + 1, [Unit(token.start, token.end, figure, figure, "number", clause)]
    known = _classes().get(word)
    if word in ("al", "el") and at + 1 < len(parts):
        return at + 1, [Unit(token.start, token.end, word, "<article>", "filler", clause)]
    if capital and (
        token.start in named or (not opens and known is None and not _common(word)) or (known is None and state_of(token.text))
    ):
        if word in statement_words("title"):
            return at + 1, [Unit(token.start, token.end, word, word, "filler", clause)]
        return at + 1, [Unit(token.start, token.end, word, _name_key(token.text), "name", clause)]
    return at + 1, [_plain(token.start, token.end, word, clause)]


def _common(word: str) -> bool:
    """Whether a word is known as no name: capitals in headlines tell nothing."""
    return stem_of(word) in _synonyms() or _plural_day(word)


def _plural_day(word: str) -> bool:
    """A weekday or month that lost the apostrophe of its possessive: Tuesdays attack."""
    return word.endswith("s") and _KINDS.get(_classes().get(word[:-1], "")) == "day"


def _plain(start: int, end: int, word: str, clause: int) -> Unit:
    key, kind = _known(word)
    return Unit(start, end, word, key, kind, clause)


def _alias(parts: Sequence[Token], at: int) -> tuple[int, str] | None:
    known = _aliases()
    for words, key in known.get(_bare(parts[at]), []) or known.get(_bare(parts[at]).removesuffix("s"), []):
        here = parts[at : at + len(words)]
        telling = len(words) > 1 or parts[at].text.removesuffix("s").isupper() or len(parts[at].text) > 3
        if (
            telling
            and len(here) == len(words)
            and all(_bare(p) in (w, f"{w}s") or f"{_bare(p)}s" == w for p, w in zip(here, words, strict=True))
        ):
            return at + len(words), key
    return None


def _bare(token: Token) -> str:
    return token.lower.replace("'", "")


def _expanded(token: Token) -> list[tuple[int, int, str]]:
    """The words of a contraction and where each stands: did + n't."""
    lower = token.lower
    base = _forms().get(lower)
    if base is None and lower.endswith("n't"):
        base = (lower[:-3], "not")
    for word, ending in _ENDINGS.items():
        if base is None and word != "is" and lower.endswith(f"'{ending}"):  # 's is a possessive more often
            base = (lower.removesuffix(f"'{ending}"), word)
    if base is None or len(base) < 2 or len(lower) < 2:
        return []
    cut = token.end - (1 if lower[-1] in "ms" and not lower.endswith("nts") else min(3 if "'" in lower else 2, len(lower) - 1))
    if lower == "cannot":
        cut = token.start + 3
    return [(token.start, cut, base[0]), (cut, token.end, base[1])]


def matched(a: Sequence[Unit], b: Sequence[Unit]) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """Both made comparable with each other: a word that is a name in one is a name in the other (a capital that opens a sentence tells
    nothing), and a contraction is one word where the other has it without its apostrophe ("its" for "it's")."""
    a, b = _contracted(a, b), _contracted(b, a)
    names = {u.exact: u.key for side in (a, b) for u in side if u.kind == "name"}

    def renamed(side: Sequence[Unit]) -> tuple[Unit, ...]:
        return tuple(replace(u, key=names[u.exact], kind="name") if u.kind in ("word", "name") and u.exact in names else u for u in side)

    return renamed(a), renamed(b)


def _contracted(side: Sequence[Unit], other: Sequence[Unit]) -> tuple[Unit, ...]:
    whole, own = {u.exact: u for u in other}, {u.exact for u in side}
    found: list[Unit] = []
    for unit in side:
        last = found[-1] if found else None
        joined = last.exact + _ENDINGS.get(unit.exact, unit.exact) if last is not None and last.end == unit.start else ""
        if last is not None and joined in whole and joined not in own:
            found[-1] = replace(last, end=unit.end, exact=joined, key=whole[joined].key, kind=whole[joined].kind)
        else:
            found.append(unit)
    return tuple(found)


def align(a: Sequence[Unit], b: Sequence[Unit]) -> tuple[Block, ...]:
    """Blocks that cover both in order: the same by key, or standing against each other. Small words that agree by chance between two
    rewritten stretches belong to them."""
    if not a or not b:
        return (Block(False, 0, len(a), 0, len(b)),) if a or b else ()
    found = [
        Block(code.tag == "equal", code.src_start, code.src_end, code.dest_start, code.dest_end)
        for code in Indel.opcodes([u.key for u in a], [u.key for u in b])
    ]
    found = _merged(found)
    kept = [Block(False, k.a0, k.a1, k.b0, k.b1) if k.same and _chance(a, found, n) else k for n, k in enumerate(found)]
    return tuple(_merged(kept))


def _chance(a: Sequence[Unit], blocks: Sequence[Block], at: int) -> bool:
    block = blocks[at]
    if at in (0, len(blocks) - 1) or any(u.kind not in ("function", "filler", "deixis") for u in a[block.a0 : block.a1]):
        return False
    around = [blocks[at - 1], blocks[at + 1]]
    return all(k.a1 > k.a0 and k.b1 > k.b0 for k in around) and block.a1 - block.a0 < 3


def _merged(blocks: Iterable[Block]) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        if found and found[-1].same == block.same:
            last = found[-1]
            found[-1] = Block(block.same, last.a0, block.a1, last.b0, block.b1)
        else:
            found.append(block)
    return found
