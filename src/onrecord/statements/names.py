"""Named entities of one article brought together: every short form under its fullest name."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from onrecord.model import Entity, EntityType, Span
from onrecord.statements.spelling import one_name, without_article
from onrecord.statements.tables import words as word_list

_TOKEN = re.compile(r"[^\W_]+(?:[-.&][^\W_]+)*")
GENDERS = ("male", "female")
# letters that NFKD keeps whole
_LATIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
_DESCRIBES = re.compile(r"-[a-z]+$")  # "Britain-based" describes a body and names none
_DESCRIBED = re.compile(r"(?:\s+(?:an?|the))?\s+\S+-[a-z]+$")
_LETTERS = re.compile(r"(?:^|\s)(?:[A-Z]\.)+[A-Z]$")  # "U.N" has lost its last point
_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(slots=True)
class Name:
    """One person, organisation, place or thing of an article: its fullest name, type, and the mentions of it."""

    full: str
    type: EntityType
    mentions: list[Span] = field(default_factory=list)
    spellings: Counter[str] = field(default_factory=Counter)

    @property
    def id(self) -> str:
        """A readable key of the name, the same in every article."""
        return slug(self.full)


class Names:
    """The names of one article."""

    def __init__(self, text: str, found: Iterable[tuple[Span, EntityType]]) -> None:
        self.text = text
        mentions = [(span, kind) for at, kind in found if (span := _named_part(text, at)) is not None]
        self.names: list[Name] = []
        self._exact: dict[str, Name] = {}
        self._by_key: dict[str, list[Name]] = {}
        # the fullest forms come first, so that every shorter one finds its name
        for span, kind in sorted(mentions, key=lambda m: (-len(tokens(text[m[0].start : m[0].end])), m[0].start)):
            self._place(span, kind)
        varied = [name for name in self.names if len(name.spellings) > 1]
        used = Counter(_TOKEN.findall(text)) if varied else Counter()
        for name in varied:  # of several spellings the one used most, its words elsewhere counted
            name.full = max(name.spellings, key=lambda s: (name.spellings[s], sum(used[w] for w in s.split())))
        self.by_mention = sorted(((span, name) for name in self.names for span in name.mentions), key=lambda m: m[0].start)
        self._starts = [span.start for span, _ in self.by_mention]
        self._by_id = {name.id: name for name in self.names}
        self._given = {token for name in self.names if name.type == "person" for token in tokens(name.full)}
        self.shown = frozenset(text[span.start : span.end] for span, _ in self.by_mention)

    def _place(self, span: Span, kind: EntityType) -> None:
        shown = clean_name(self.text[span.start : span.end])
        known = self._exact.get(shown.lower()) or self._short_for(shown, kind, span) or self._spelled_like(shown, kind)
        if known is not None:
            known.mentions.append(span)
            if len(tokens(shown)) == len(tokens(known.full)):
                known.spellings[shown] += 1
            return
        name = Name(shown, kind, [span], Counter([shown]))
        self.names.append(name)
        self._exact[shown.lower()] = name
        for key in _keys(shown):
            self._by_key.setdefault(key, []).append(name)

    def _short_for(self, shown: str, kind: EntityType, span: Span) -> Name | None:
        """The one fuller name a form can stand for, or None where it is new or ambiguous."""
        last = [without_article(w) for w in tokens(shown)[-1:]]
        near = {n.full: n for key in (*last, f"={shown}") for n in self._by_key.get(key, ())}.values()
        fuller = [n for n in near if abbreviates(shown, n.full) or (n.type == kind and shortens(shown, n.full, kind))]
        if kind == "person":
            titled = gender_of_title(self.text, span.start)
            fuller = [n for n in fuller if not titled or self.gender(n) in ("", titled)]
        if len(fuller) > 1 and kind == "person":
            return self._principal(fuller, span)
        return fuller[0] if len(fuller) == 1 else None

    def _spelled_like(self, shown: str, kind: EntityType) -> Name | None:
        """The one name of the article that this is another spelling of."""
        words = tokens(shown)
        found = [n for n in self.names if n.type == kind and one_name(words, tokens(n.full))] if len(words) > 1 else []
        return found[0] if len(found) == 1 else None

    def like(self, shown: str) -> Name | None:
        """The one name whose words, in some spelling, are the last words of `shown`."""
        words = tokens(shown)
        found = []
        for name in self.names:
            size = len(tokens(name.full))
            if len(words) >= size and one_name(words[-size:], tokens(name.full)) and not {*words[:-size]} & word_list("preposition"):
                found.append(name)
        return found[0] if len(found) == 1 else None

    def gender(self, name: Name) -> str:
        """ "male" or "female" where a title before a full mention or a telling given name says so, else ""."""
        titles = {gender_of_title(self.text, at.start) for at in name.mentions} - {""}
        if len(titles) == 1:
            return titles.pop()
        given = tokens(name.full)[0] if name.type == "person" and len(tokens(name.full)) > 1 else ""
        return next((g for g in GENDERS if given in word_list(f"{g} name")), "")

    def surname(self, shown: str) -> Name | None:
        """The one person whose surname a capitalised word is that no tagger marked."""
        if not shown.istitle() or len(tokens(shown)) != 1:
            return None
        found = [
            n for n in self._by_key.get(without_article(tokens(shown)[0]), ()) if n.type == "person" and shortens(shown, n.full, "person")
        ]
        return found[0] if len(found) == 1 else None

    def spelled_out(self, initials: str) -> Name | None:
        """The name that initials stand for, when there is just one."""
        found = [n for n in self._by_key.get(f"={initials}", ()) if abbreviates(initials, n.full)]
        return found[0] if len(found) == 1 else None

    def bodies(self, words: list[str]) -> set[str]:
        """The full names of organisations whose head these words can be: "observatory" of "Harrow Observatory for Tides"."""
        return {
            n.full
            for n in self._by_key.get(words[-1], ())
            if n.type == "organisation" and tokens(n.full) != words and heads(words, tokens(n.full))
        }

    @staticmethod
    def _principal(names: list[Name], span: Span) -> Name | None:
        """Of namesakes, a bare surname means the one named in full most by far, unless another was named in full just before."""
        full = {n.full: [at for at in n.mentions if at.end - at.start >= len(n.full)] for n in names}
        first, second, *_ = sorted(names, key=lambda n: -len(full[n.full]))
        just_before = max(names, key=lambda n: max((at.start for at in full[n.full] if at.start < span.start), default=-1))
        known = any(at.start < span.start for at in full[just_before.full])
        safe = len(full[first.full]) >= 3 * len(full[second.full]) and (just_before is first or not known)
        return first if safe else None

    def inside(self, span: Span) -> list[tuple[Span, Name]]:
        """Mentions that lie within a span, in order."""
        return [m for m in self._between(span.start, span.end) if m[0].end <= span.end]

    def before(self, offset: int, since: int = 0) -> list[tuple[Span, Name]]:
        """Mentions between two offsets, nearest first."""
        return [m for m in reversed(self._between(since, offset)) if m[0].end <= offset]

    def named(self, key: str) -> Name | None:
        """The name with this id."""
        return self._by_id.get(key)

    def is_given(self, word: str) -> bool:
        """Whether a word is part of a person's name in this article."""
        return word.lower() in self._given

    def covering(self, offset: int) -> Name | None:
        """The name whose mention holds an offset."""
        at = bisect_right(self._starts, offset) - 1
        return self.by_mention[at][1] if at >= 0 and offset < self.by_mention[at][0].end else None

    def _between(self, start: int, end: int) -> list[tuple[Span, Name]]:
        return self.by_mention[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def entities(self, key: Callable[[Name], str]) -> tuple[Entity, ...]:
        """Every mention with the full name it stands for and the id that `key` gives the name."""
        return tuple(Entity(at, name.full, name.type, key(name)) for at, name in self.by_mention)


def _named_part(text: str, at: Span) -> Span | None:
    """A mention without the description a tagger took in ("Harrow Observatory a Britain-based"); None where it only describes."""
    shown = text[at.start : at.end]
    if not tokens(shown):
        return None
    if not _DESCRIBES.search(shown):
        return at
    kept = _DESCRIBED.sub("", shown)
    return Span(at.start, at.start + len(kept)) if kept != shown and tokens(kept) else None


def gender_of_title(text: str, start: int) -> str:
    """The gender that a title right before a name tells ("Mrs", "King"), else ""."""
    before = _TOKEN.findall(text[max(0, start - 16) : start])[-1:]
    return next((g for g in GENDERS if before and before[0].lower() in word_list(f"{g} title")), "")


def _keys(full: str) -> set[str]:
    """What a shorter form of a name can be looked up by: the words it may end with, and its initials."""
    words = [t for t in tokens(full) if t not in word_list("suffix")]
    ends = [*[i for i, word in enumerate(words) if i and word in ("of", "for", "and")][:1], len(words)]
    shown = _TOKEN.findall(full)
    initials = {"".join(w[0] for w in shown if w[0].isupper()), "".join(w[0] for w in shown).upper()}
    return {without_article(words[end - 1]) for end in ends if words} | {f"={letters}" for letters in initials if len(shown) > 1}


@lru_cache(maxsize=100_000)
def _tokens(name: str) -> tuple[str, ...]:
    apart = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", name).lower().translate(_LATIN))
    return tuple(_TOKEN.findall("".join(c for c in apart if not unicodedata.combining(c))))


def tokens(name: str) -> list[str]:
    """The words of a name, without case, accents and possessive endings."""
    return list(_tokens(name))


def clean_name(text: str) -> str:
    """A name as it is written, on one line and without a possessive ending or a leading article or title."""
    name = _POSSESSIVE.sub("", " ".join(text.split())).strip(' ,.;:"“”()[]')
    name += "." if _LETTERS.search(name) else ""
    parts = name.split(" ")
    while len(parts) > 1 and (parts[0].lower() == "the" or parts[0].lower().rstrip(".") in word_list("title")):
        parts = parts[1:]
    while len(parts) > 1 and parts[-1].isalpha() and parts[-1].islower() and any(p[:1].isupper() for p in parts[:-1]):
        parts = parts[:-1]  # "Harrow Observatory for Tides monitoring group"
    return " ".join(parts)


def shortens(short: str, full: str, kind: str) -> bool:
    """Whether `short` can stand for `full`: a surname, the last words of a body's name, its initials."""
    a, b = tokens(short), [t for t in tokens(full) if t not in word_list("suffix")]
    if not a or not b or len(a) >= len(b):
        return False
    if kind == "person":
        a, b = [without_article(w) for w in a], [without_article(w) for w in b]
        return a == b[-len(a) :] or (len(a) == 1 and a[0] == b[-1])
    return not short.isupper() and kind == "organisation" and heads(a, b)


def abbreviates(short: str, full: str) -> bool:
    """Whether `short` is the initials of `full`: "SOHR", with or without the small words counted."""
    words = _TOKEN.findall(full)
    letters = "".join(w[0] for w in words if w[0].isupper())
    return short.isupper() and len(short) >= 2 and len(words) > 1 and short in (letters, "".join(w[0] for w in words).upper())


def heads(part: list[str], whole: list[str]) -> bool:
    """Whether `part` holds the head of the name `whole`: it ends the name, or the stretch before "of" or "for"."""
    ends = [i for i, word in enumerate(whole) if word in ("of", "for", "and")] + [len(whole)]
    return any(whole[max(0, end - len(part)) : end] == part for end in ends[:1] + ends[-1:])


def slug(name: str) -> str:
    """A readable key: the words of a name, lower case, joined by hyphens."""
    return "-".join(tokens(name)) or "x" + name.encode("utf-8", "replace").hex()[:16]
