"""Spellings of one name as one key: `key` for what differs in type only, `fold` for what differs in transliteration.

Both work on many names, one a line, so that a whole gazetteer costs a few passes over one string.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from onrecord.details.tables import rows

_MARKS = re.compile(r"[\u0300-\u036f]+")
_BETWEEN = re.compile(r"[^\w\n]+|_+")
_RIMS = re.compile(r"^ +| +$", re.MULTILINE)

Steps = tuple[tuple[re.Pattern[str], str], ...]


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """A name without case, accents, punctuation and the difference of "St." and "Saint"; those of the same article come again and again."""
    return keys(name)


def keys(names: str) -> str:
    """The keys of names, one a line."""
    text = names.casefold()
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    text = text.translate(_letters())
    for pattern, plain in _steps("mark"):
        text = pattern.sub(plain, text)
    text = _BETWEEN.sub(" ", text)
    for pattern, plain in _steps("key"):
        text = pattern.sub(plain, text)
    return _RIMS.sub("", text)


def fold(found: str) -> str:
    """Keys, one a line, without what transliterations into Latin letters differ in: "khan shaykhun" and "khan sheikhoun" are one."""
    for pattern, plain in _steps("fold"):
        found = pattern.sub(plain, found)
    return found


@cache
def _letters() -> dict[int, str]:
    return {ord(row["letter"]): row["plain"] for row in rows("places_letters.csv")}


@cache
def _steps(step: str) -> Steps:
    return tuple((re.compile(row["pattern"]), row["replacement"]) for row in rows("places_spellings.csv") if row["step"] == step)
