"""Named entities of one article brought together: every short form under its fullest name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from onrecord.model import Entity, EntityType, Span
from onrecord.statements.tables import words as word_list

_TOKEN = re.compile(r"[^\W_]+(?:[-.&][^\W_]+)*")
_DESCRIBES = re.compile(r"-[a-z]+$")  # "Britain-based" describes a body and names none
_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(slots=True)
class Name:
    """One person, organisation, place or thing of an article: its fullest name, type, and the mentions of it."""

    full: str
    type: EntityType
    mentions: list[Span] = field(default_factory=list)

    @property
    def id(self) -> str:
        """A readable key of the name, the same in every article."""
        return slug(self.full)


class Names:
    """The names of one article."""

    def __init__(self, text: str, found: Iterable[tuple[Span, EntityType]]) -> None:
        self.text = text
        mentions = [
            (span, kind)
            for span, kind in found
            if tokens(text[span.start : span.end]) and not _DESCRIBES.search(text[span.start : span.end])
        ]
        self.names: list[Name] = []
        # the fullest forms come first, so that every shorter one finds its name
        for span, kind in sorted(mentions, key=lambda m: (-len(tokens(text[m[0].start : m[0].end])), m[0].start)):
            self._place(span, kind)
        self.by_mention = sorted(((span, name) for name in self.names for span in name.mentions), key=lambda m: m[0].start)

    def _place(self, span: Span, kind: EntityType) -> None:
        shown = clean_name(self.text[span.start : span.end])
        for name in self._fitting(shown, kind):
            name.mentions.append(span)
            return
        self.names.append(Name(shown, kind, [span]))

    def _fitting(self, shown: str, kind: EntityType) -> list[Name]:
        """The one name a form can stand for, or none where it is new or ambiguous."""
        same = [n for n in self.names if n.full.lower() == shown.lower()]
        if same:
            return same[:1]
        shorter = [n for n in self.names if abbreviates(shown, n.full) or (n.type == kind and shortens(shown, n.full, kind))]
        if len(shorter) > 1 and kind == "person":
            return self._principal(shorter)
        return shorter if len(shorter) == 1 else []

    @staticmethod
    def _principal(names: list[Name]) -> list[Name]:
        """Of namesakes, a bare surname means the one named most by far; otherwise nobody is safe."""
        ranked = Counter({i: len(n.mentions) for i, n in enumerate(names)}).most_common(2)
        (first, most), (_, second) = ranked
        return [names[first]] if most >= 3 * second else []

    def inside(self, span: Span) -> list[tuple[Span, Name]]:
        """Mentions that lie within a span, in order."""
        return [(at, name) for at, name in self.by_mention if span.start <= at.start and at.end <= span.end]

    def before(self, offset: int, since: int = 0) -> list[tuple[Span, Name]]:
        """Mentions between two offsets, nearest first."""
        return [(at, name) for at, name in reversed(self.by_mention) if since <= at.start and at.end <= offset]

    def entities(self) -> tuple[Entity, ...]:
        """Every mention with the full name it stands for."""
        return tuple(Entity(at, name.full, name.type, name.id) for at, name in self.by_mention)


def tokens(name: str) -> list[str]:
    """The words of a name, without case, accents and possessive endings."""
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", name)).encode("ascii", "ignore").decode() or name
    return [t.lower() for t in _TOKEN.findall(plain)]


def clean_name(text: str) -> str:
    """A name as it is written, on one line and without a possessive ending or a leading article or title."""
    name = _POSSESSIVE.sub("", " ".join(text.split())).strip(' ,.;:"“”()[]')
    parts = name.split(" ")
    while len(parts) > 1 and (parts[0].lower() == "the" or parts[0].lower().rstrip(".") in word_list("title")):
        parts = parts[1:]
    return " ".join(parts)


def shortens(short: str, full: str, kind: str) -> bool:
    """Whether `short` can stand for `full`: a surname, the last words of a body's name, its initials."""
    a, b = tokens(short), [t for t in tokens(full) if t not in word_list("suffix")]
    if not a or not b or len(a) >= len(b):
        return False
    if kind == "person":
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
    return "-".join(tokens(name)) or "x" + name.encode("utf-8").hex()[:16]
