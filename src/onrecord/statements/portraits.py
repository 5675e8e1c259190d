"""What an article says of its names: titles before them and appositions beside them, as heads and words of a portrait.

A portrait answers whether "the fire chief" can be Teodor Vask and "the monitor" the Syrian Observatory for Human Rights.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from onrecord.model import Span
from onrecord.statements.names import Name, Names, slug, tokens
from onrecord.statements.tables import rows
from onrecord.statements.tables import words as word_list

_WORD = re.compile(r"[^\W_]+(?:[-.’'][^\W_]+)*")
_TITLE_WORDS = 6  # words before a name that can be its title
_CUT = re.compile(r".*(?:[,;:()\n–—“”\"!?]|[a-z]{3}\.\s)", re.DOTALL)
_BEHIND = re.compile(r"\s*(?:,|–|—|-|\()\s*(?:who is\s+)?(?:(the|a|an|its|his|her|their|another)\s+)?([^,.;:()\n–—]{3,90})")
_BEHIND_BARE = re.compile(r"\s+((?:[a-z-]+\s+){0,2}?)([a-z-]+) (?:of|for|at) ")
_AHEAD = re.compile(r"(?:^|[\s“\"])(the|a|an|its|his|her|their|our)\s+([^,.;:()\n]{3,90}),\s*$", re.IGNORECASE)
_TIED = re.compile(r"-(?:based|led|backed|run|born|funded)$")  # where a body sits or who stands behind it
_VERBAL = re.compile(r"(?:ed|ing|ly|s)$|^(?:and|then|but|met|said|told|saw|was|is|will|had|has)$")
_REACH = 110  # characters around a name in which it is described


@cache
def _classes() -> dict[str, tuple[tuple[str, str], ...]]:
    """Word to the (class, kind) pairs it belongs to."""
    table: dict[str, list[tuple[str, str]]] = {}
    for row in rows("classes.csv"):
        for word in row["words"].split():
            table.setdefault(word, []).append((row["class"], row["kind"]))
    return {word: tuple(pairs) for word, pairs in table.items()}


def classes_of(word: str) -> frozenset[str]:
    """The classes a noun belongs to: "boss" to chief."""
    return frozenset(name for name, _ in _known(word))


def kinds_of(word: str) -> frozenset[str]:
    """What a noun can name: person, organisation, state."""
    return frozenset(kind for _, kind in _known(word))


def _known(word: str) -> tuple[tuple[str, str], ...]:
    table = _classes()
    return table.get(word) or table.get(word.removesuffix("s")) or ()


@cache
def _states() -> dict[str, str]:
    """Every name, adjective and short form of a state, lower case, to the state."""
    return {
        form.lower().removeprefix("the "): row["state"]
        for row in rows("states.csv")
        for form in (row["state"], *row["demonym"].split("|"))
        if form
    }


@cache
def _seats() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("states.csv"):
        for seat in filter(None, row["seats"].split("|")):
            plain = seat.lower().removeprefix("the ")
            found[plain] = (*found.get(plain, ()), row["state"])
    return found


def state_of(phrase: str) -> str | None:
    """The state that a name or adjective means: "Russian", "Russia's", "US"."""
    plain = re.sub(r"[’']s?$", "", phrase).lower()
    return _states().get(plain) or (_states().get(plain[:-1]) if plain.endswith("s") else None)


def seat_of(name: str, text: str = "") -> str | None:
    """The state that a capital or house stands for: "Moscow", "the Kremlin"; of several ("Brussels") the only one that a text names."""
    states = _seats().get(name.lower().removeprefix("the "), ())
    if len(states) > 1:
        states = tuple(s for s in states if any(re.search(rf"\b{re.escape(form)}\b", text) for form in (s, *adjectives_of(s)) if form))
    return states[0] if len(states) == 1 else None


def adjectives_of(state: str) -> tuple[str, ...]:
    """The adjectives and short forms of a state."""
    return next((tuple(row["demonym"].split("|")) for row in rows("states.csv") if row["state"] == state), ())


def head_of(words: Iterable[str]) -> str:
    """The head noun of a description: the last word before a preposition or relative pronoun."""
    before = ""
    for word in words:
        if before and word in word_list("preposition") | {"who", "which", "that", "whose", "and"}:
            return before
        before = word
    return before


@dataclass(slots=True)
class Portrait:
    """Head nouns and all words of the descriptions an article gives of a name, the states in them, and the roles as written."""

    heads: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    roles: list[str] = field(default_factory=list)
    first: int = -1  # offset of the first description
    other: bool = False  # "another resident": not the one met before

    def add(self, phrase: str, at: int, determiner: str = "") -> bool:
        """Take a description up when its head is a noun that describes people or bodies."""
        shown = list(_WORD.findall(phrase))
        low = [re.sub(r"[’']s?$", "", w.lower()) for w in shown]
        head = head_of(low)
        if not kinds_of(head):
            return False
        self.heads.add(head)
        self.words |= set(low)
        self.states |= {s for w in shown if w[:1].isupper() and (s := state_of(w))}
        self.other |= determiner == "another"
        self.roles.append(" ".join(phrase.split()).strip(" ,"))
        self.first = at if self.first < 0 else min(self.first, at)
        return True


    def holds_other(self, office: str) -> bool:
        """Whether the name is told to hold an office, and not this one."""
        held = self.heads & word_list("office")
        return bool(held) and office in word_list("office") and office not in held


class Portraits:
    """Portraits of all names of an article, by name id, drawn when first asked for."""

    def __init__(self, text: str, names: Names) -> None:
        self.text, self.names = text, names
        self._drawn: dict[str, Portrait] | None = None

    def of(self, name: Name) -> Portrait:
        """The portrait of a name."""
        if self._drawn is None:
            self._drawn = {n.id: self._draw(n) for n in self.names.names}
        return self._drawn[name.id]

    def matching(self, wanted: list[str], states: set[str]) -> list[Name]:
        """Names that a description with these words can mean: the head's class fits, and no state contradicts."""
        head = head_of(wanted)
        specific = [w for w in wanted if classes_of(w) & {"monitor"}]
        classes = {c for w in (specific or [head]) for c in classes_of(w)}
        kinds = {k for w in (specific or [head]) for k in kinds_of(w)}
        rest = set(wanted[: wanted.index(head)]) - word_list("epithet") - {head, *specific} if head in wanted else set()
        found = []
        for name in self.names.names:
            if name.type not in kinds or (name.type == "organisation" and all(classes_of(w) for w in tokens(name.full))):
                continue  # of another kind, or itself only a description ("Monitor" in a headline)
            if slug(name.full) in word_list("wire") and head not in ("agency", "newswire"):
                continue  # a news agency stands beside every description in a dateline
            portrait = self.of(name)
            own = set(tokens(name.full)) if name.type == "organisation" else set()
            heads = portrait.heads | own
            alike = any(classes_of(h) & classes for h in heads | (portrait.words if specific else set()))
            fits = head in heads or (alike and not portrait.holds_other(head))
            modified = not (r := {w for w in rest if not state_of(w) and not _TIED.search(w)}) or bool(
                {c for w in r for c in (w, *classes_of(w))} & {c for w in portrait.words | own for c in (w, *classes_of(w))}
            )
            agree = not states or not portrait.states or bool(states & portrait.states)
            if fits and modified and agree and (not states or portrait.states or not rest):
                found.append(name)
        return found

    def _draw(self, name: Name) -> Portrait:
        portrait = Portrait()
        for at in name.mentions[:12]:
            self._before(portrait, at)
            self._behind(portrait, at)
        return portrait

    def _before(self, portrait: Portrait, at: Span) -> None:
        shown = self.text[at.start : at.end]
        stripped = shown[: max(0, shown.find(_first_word(shown)))]
        lead = self.text[max(0, at.start - _REACH) : at.start] + stripped
        if lead.rstrip().endswith(","):
            if ahead := _AHEAD.search(lead):
                portrait.add(ahead[2], at.start, ahead[1].lower())
            return
        cut = _CUT.match(lead)
        words = lead[cut.end() if cut else 0 :].split()[-_TITLE_WORDS:]
        kept: list[str] = []
        for word in reversed(words):
            plain = re.sub(r"[’']s?$|\.$", "", word.lower())
            if not kept and not (kinds_of(plain) or plain in word_list("title")):
                return
            if plain in word_list("definite") | word_list("indefinite") | word_list("preposition") | word_list("clause"):
                break
            if kept and not (word[0].isupper() or kinds_of(plain) or plain in word_list("rank")):
                # one small word right before the noun qualifies it ("fire chief"), unless it looks like a verb
                if len(kept) == 1 and not _VERBAL.search(plain):
                    kept.insert(0, word)
                    continue
                break
            kept.insert(0, word)
        if kept:
            portrait.add(" ".join(w.rstrip(".") for w in kept), at.start)

    def _behind(self, portrait: Portrait, at: Span) -> None:
        behind = self.text[at.end : at.end + _REACH]
        if found := _BEHIND.match(behind):
            portrait.add(found[2], at.start, (found[1] or "").lower())
        elif found := _BEHIND_BARE.match(behind):
            end = re.search(r"[,.;:()\n]| (?:said|says|told|adding|added|who|which)\b", behind)
            portrait.add(behind[: end.start() if end else len(behind)].strip(), at.start)


def _first_word(shown: str) -> str:
    """The first word of a name that is no title."""
    for word in shown.split():
        if word.lower().rstrip(".") not in word_list("title") | {"the"}:
            return word
    return shown
