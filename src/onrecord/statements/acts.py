"""What a speaker does by speaking, read from the cue, the content and a table of cues."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import cast

from onrecord.model import Act, Mode
from onrecord.statements.tables import rows
from onrecord.statements.tables import words as word_list

_WORDS = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_TO = re.compile(r"(?:that\b.*|(?:[\w’'-]+ ){0,7}?to [a-z]+\b(?!.*\?))", re.IGNORECASE | re.DOTALL)  # "asked people to stay away"
_HEARSAY = re.compile(
    r"(?i)\b(?:(?:is|are|was|were|been)(?: \w+ly)? "
    r"(?:feared|believed|thought|understood|suspected|rumou?red|said|reported)|reportedly|allegedly)\b"
)
_LISTS = ("bad", "doer", "directive", "directed", "armed", "wrongful")  # lists of words that a pattern of contents.csv may name
_OPENING = 260  # characters of a content in which its act is looked for
_REACH = 14  # words into the content within which its main clause is negated


@dataclass(frozen=True, slots=True)
class CueReading:
    """Act and mode of a statement and the words that decided them."""

    act: Act
    mode: Mode
    reason: str


@dataclass(frozen=True, slots=True)
class _Row:
    words: tuple[str, ...]
    act: Act
    mode: Mode


@cache
def _cues() -> dict[str, list[_Row]]:
    """Cue rows by every form of their first word, longest first."""
    irregular: dict[str, list[str]] = {}
    for row in rows("forms.csv"):
        irregular.setdefault(row["lemma"], []).append(row["form"])
    table: dict[str, list[_Row]] = {}
    for row in rows("cues.csv"):
        words = tuple(row["cue"].split())
        entry = _Row(words, cast(Act, row["act"]), cast(Mode, row["mode"]))
        for form in {*_regular(words[0]), *irregular.get(words[0], [])}:
            table.setdefault(form, []).append(entry)
    for entries in table.values():
        entries.sort(key=lambda e: -len(e.words))
    return table


def _regular(lemma: str) -> set[str]:
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    forms = {lemma, lemma + "s", stem + "ed", stem + "ing", lemma + "es"}
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        forms |= {lemma[:-1] + "ies", lemma[:-1] + "ied"}
    if lemma[-1:] not in "aeiouywx" and lemma[-2:-1] in "aeiou":
        forms |= {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    return forms


def read_cue(cue: str, content: str, mention: str = "") -> CueReading:
    """Act and mode from a cue ("has repeatedly denied") and its content; an unknown cue is an assertion.

    Footage that shows something and speakers who are nobody ("no one claimed it") tell nothing: mode attitude.
    """
    reading = _read(cue, content)
    if reading.act == "question" and _TO.match(content.strip()):
        reading = CueReading("demand", reading.mode, f"{reading.reason} with an infinitive")
    if not mention and reading.mode == "attitude" and _HEARSAY.search(cue):
        return CueReading("assert", "communication", f"{reading.reason}, of nobody: hearsay")
    first, *rest = [w.lower() for w in _WORDS.findall(mention)] or [""]
    if first in ("no", "nobody", "none"):
        return CueReading("other", "attitude", f"{reading.reason}, but {mention!r} is nobody")
    if {first, *rest} & word_list("image") and {w.lower() for w in _WORDS.findall(cue)} & word_list("showing"):
        return CueReading(reading.act, "attitude", f"{reading.reason}, but {mention!r} shows and does not tell")
    return reading


def _read(cue: str, content: str) -> CueReading:
    words = [w.lower() for w in _WORDS.findall(cue)]
    row = _match(words)
    if row is None:
        reason = f"cue {cue!r} not in the table" if words else "no cue"
        return _by_content(CueReading("assert", "communication", reason), content, frozenset())
    reading = CueReading(row.act, row.mode, f"cue {' '.join(row.words)!r}")
    if row.act != "decline" and _negated(words):
        told = row.act not in ("assert", "question", "accuse")
        return CueReading("other", row.mode if told else "attitude", f"{reading.reason}, negated" + ("" if told else ": nothing is told"))
    return _by_content(reading, content, lemmas_of(cue))


def _match(words: list[str]) -> _Row | None:
    """The cue table's row for these words: the longest entry; among equals a telling before a state of mind, later before earlier."""
    best: tuple[tuple[int, bool, bool, int], _Row] | None = None
    for i, word in enumerate(words):
        for row in _cues().get(word, ()):
            rest = row.words[1:]
            at = i + 1
            for wanted in rest:
                while at < len(words) and words[at] != wanted:
                    at += 1
                at += 1
            if rest and at > len(words):
                continue
            rank = (len(row.words), row.mode == "communication", row.act != "assert", i)
            if best is None or rank > best[0]:
                best = rank, row
    return best[1] if best else None


def lemmas_of(cue: str) -> frozenset[str]:
    """The first words of every row of the cue table whose forms stand in a cue: "quoted" gives quote."""
    return frozenset(row.words[0] for w in _WORDS.findall(cue) for row in _cues().get(w.lower(), ()))


@cache
def _loaded() -> dict[str, dict[str, str]]:
    """Rows of the table of loaded verbs by every form of their first word."""
    forms: dict[str, dict[str, str]] = {}
    irregular: dict[str, list[str]] = {}
    for row in rows("forms.csv"):
        irregular.setdefault(row["lemma"], []).append(row["form"])
    for row in rows("loaded.csv"):
        first, _, rest = row["cue"].partition(" ")
        for form in {*_regular(first), *irregular.get(first, [])}:
            forms[f"{form} {rest}".strip()] = row
    return forms


def loaded_cue(cue: str) -> str | None:
    """The verb of the cue that judges what is said or who says it ("admitted" gives admit), or None."""
    words = [w.lower() for w in _WORDS.findall(cue)]
    for i, word in enumerate(words):
        row = _loaded().get(" ".join(words[i : i + 2])) or _loaded().get(word)
        if row:
            return row["cue"]
    return None


def _negated(words: list[str]) -> bool:
    return any(
        re.fullmatch(r"(do|does|did|is|are|was|were|has|have|had|wo|would)nt", w)
        or w in ("not", "no", "never", "neither", "nor")
        or w.endswith(("n't", "n’t"))
        for w in words
    )


def _by_content(reading: CueReading, content: str, lemmas: frozenset[str]) -> CueReading:
    """A neutral cue takes its act from what is said: a rebuttal is a denial, blame an accusation, a question mark a question."""
    if reading.act != "assert" or reading.mode != "communication":
        return reading
    for act, find in _TELLING:
        if found := find(content, lemmas):
            return CueReading(act, reading.mode, f"{reading.reason}, content {_WHAT[act]}: {found!r}")
    return reading


@cache
def _patterns(name: str) -> tuple[tuple[frozenset[str], re.Pattern[str]], ...]:
    """The alternatives of one act in contents.csv, one pattern a list of cues they need; {bad} and the like stand for lists of words."""
    lists = {key: "|".join(sorted(word_list(key))) for key in _LISTS}
    needs: dict[str, list[str]] = {}
    for row in rows("contents.csv"):
        if row["act"] == name:
            needs.setdefault(row["with"], []).append(f"(?:{row['pattern'].format(**lists)})")
    return tuple(
        (word_list(need) if need else frozenset(), re.compile("|".join(parts), re.IGNORECASE)) for need, parts in needs.items()
    )


def _first(name: str, opening: str, lemmas: frozenset[str] = frozenset()) -> re.Match[str] | None:
    """The first place where a row of contents.csv for this act, open to a cue of these lemmas, fits."""
    found = (pattern.search(opening) for need, pattern in _patterns(name) if not need or need & lemmas)
    return min((match for match in found if match), key=lambda m: m.start(), default=None)


def _finder(act: str, left_open: str = "") -> Callable[[str, frozenset[str]], str | None]:
    """Finds an act in a content; what stands behind words of the kind `left_open` is not said."""

    def find(content: str, lemmas: frozenset[str]) -> str | None:
        opening = _opening(content)
        found = _first(act, opening, lemmas)
        if found is None:
            return None
        before = _first(left_open, opening) if left_open else None
        return None if before and before.start() < found.end() else found[0].strip() or None

    return find


def _opening(content: str) -> str:
    """The first sentence or two of a content, without its marks: where its act is told."""
    plain = " ".join(content.split()).strip("\"“”‘’' ")
    return plain.removeprefix("that ")[:_OPENING]


def _asks(content: str, _: frozenset[str]) -> str | None:
    return content[-12:] if content.rstrip("”’\"' ").endswith("?") else None


def _rebuttal(content: str) -> str | None:
    """The words that make the main clause a denial of an act ("has not used"), or None.

    Negated is an act, not a modal ("will not"), a state of mind ("does not know") or a clause further on.
    """
    words = [w.lower() for w in _WORDS.findall(content)][:_REACH]
    if words[:1] == ["that"]:
        words = words[1:]
    for i, word in enumerate(words):
        if word in word_list("clause") | word_list("aside"):
            return None
        contracted = re.fullmatch(r"(do|does|did|is|are|was|were|has|have|had)n[’']?t", word)
        apart = word in ("not", "never") and i > 0 and words[i - 1] in word_list("auxiliary")
        none_of = word == "none" and i == 0
        if not (contracted or apart or none_of):
            continue
        if i + 1 == len(words) or (i and words[i - 1] in word_list("modal")) or set(words[i + 1 : i + 4]) & word_list("inner"):
            return None
        return " ".join(words[max(0, i - 2) : i + 3]) if _about_own_side(words[:i]) or none_of else None
    return None


def _about_own_side(subject: list[str]) -> bool:
    """Whether the clause's subject can be the speaker's own side: a pronoun, or a body that acts ("the army", "Russian planes")."""
    return bool(set(subject) & (word_list("own") | word_list("actor")))


_TELLING: tuple[tuple[Act, Callable[[str, frozenset[str]], str | None]], ...] = (
    ("decline", _finder("decline")),
    ("demand", _finder("demand", "undecided")),
    ("deny", lambda content, lemmas: _rebuttal(content) or _finder("deny")(content, lemmas)),
    ("question", _asks),
    ("accuse", _finder("accuse", "unsettled")),
    ("condemn", _finder("condemn")),
    ("warn", _finder("warn")),
    ("promise", _finder("promise")),
)
_WHAT = {
    "decline": "declines", "demand": "demands", "deny": "negated", "question": "asks", "accuse": "blames", "condemn": "condemns",
    "warn": "warns", "promise": "promises",
}  # fmt: skip
