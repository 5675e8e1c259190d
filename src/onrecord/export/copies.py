"""Articles that carry the same copied text: one witness, with what they share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.export.passage import Pages
from onrecord.export.wording import Source, day_label
from onrecord.model import Origin

_PASSAGES = 3  # shared passages that are shown


@dataclass(frozen=True, slots=True)
class Carrier:
    """An article that carries the text, with its day."""

    source: Source
    day: str


@dataclass(frozen=True, slots=True)
class Common:
    """A passage that two of the articles share: its beginning, its length in words, and where it is read."""

    words: str
    length: int
    carriers: tuple[Source, Source]


@dataclass(frozen=True, slots=True)
class Copies:
    """An origin: its articles, earliest first, the share of the shorter text that is in the longer one, the longest shared passages."""

    carriers: tuple[Carrier, ...]
    share: str
    passages: tuple[Common, ...]
    reasons: tuple[str, ...]


def copies(origins: Iterable[Origin], pages: Pages) -> tuple[Copies, ...]:
    """The origins whose articles are in the page, in the order given."""
    found = []
    for origin in origins:
        numbers = [n for i in origin.articles if (n := pages.number(i)) is not None]
        if len(numbers) > 1:
            carriers = tuple(Carrier(pages.source(n), day_label(pages.day(n))) for n in numbers)
            found.append(Copies(carriers, f"{origin.containment:.0%}", tuple(_common(origin, pages)), origin.reasons))
    return tuple(found)


def _common(origin: Origin, pages: Pages) -> Iterable[Common]:
    shown: set[str] = set()
    for shared in sorted(origin.shared, key=lambda s: -s.words):
        one, other = pages.number(shared.a), pages.number(shared.b)
        words = "" if one is None else pages.words(one, shared.at_a)
        if one is None or other is None or words in shown or len(shown) == _PASSAGES:
            continue
        shown.add(words)
        yield Common(words, shared.words, (pages.source(one), pages.source(other)))
