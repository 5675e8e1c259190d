"""How hand-made annotations are read: debatable items, several values, and when two names mean the same speaker."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

Row = dict[str, Any]
DEBATABLE = ("weak", "uncertain", "repeat", "headline", "nested", "furniture", "background", "borderline", "superseded", "denied")
PLACES = ("title", "title-repeat", "caption", "related-link")
# words that do not tell one speaker from another
COMMON = frozenset(
    ["the", "a", "an", "mr", "mrs", "ms", "president", "minister", "foreign", "prime", "general", "gen", "col", "us", "u", "s", "of", "for"]
)


def debatable(item: Row) -> bool:
    """Whether finding an item is not wrong and missing it costs nothing."""
    return any(item.get(flag) for flag in DEBATABLE) or item.get("where") in PLACES


def as_list(value: Any) -> list[Any]:
    """A value, a list of values or nothing, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def name_words(name: str) -> list[str]:
    """The telling words of a name, without case and accents."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return [w for w in re.findall(r"[a-z0-9]+", plain) if w not in COMMON]


def same_name(a: str | None, b: str | None) -> bool:
    """Whether two names mean the same speaker: the words of one are in the other, spelling variants of long words allowed."""
    if a is None or b is None:
        return a is b
    short, long = sorted((name_words(a), name_words(b)), key=len)
    if not short:
        return a.strip().lower() == b.strip().lower()
    return all(any(_close(u, v) for v in long) for u in short)


def _close(u: str, v: str) -> bool:
    return u == v or (min(len(u), len(v)) >= 6 and abs(len(u) - len(v)) <= 2 and u[:6] == v[:6])
