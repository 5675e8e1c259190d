"""Romanisations and slips of the pen: when two words of a name are one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

_ARTICLE = re.compile(r"^(?:al|el|as|an|ash|ad|ar|at|az)-(?=\w{3})")
_SPELLINGS = (  # romanisations of one sound; applied in order to words of four letters and more
    (re.compile(r"(?:iy|yy|ij|ii|iyy|ey|ei|y|i)$"), "y"),
    (re.compile(r"ei|ey|ay|aj"), "ai"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck|q"), "k"),
    (re.compile(r"ks"), "x"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"(\w)\1"), r"\1"),
)
_MOHAMMED = re.compile(r"^m[ou]h?am+[aeiou]+[dt]$")  # Mohammed, Muhammad, Mohamed; Mehmet is a name of its own
_LONG = 6  # letters from which one wrong letter is a slip of the pen


def without_article(word: str) -> str:
    """A word without an Arabic article joined to it: al-Assad gives assad."""
    return _ARTICLE.sub("", word)


@lru_cache(maxsize=50_000)
def spelling(word: str) -> str:
    """A word of a name as all its romanisations have it: zelensky, zelenskyy and zelenskiy are one."""
    word = without_article(word)
    if len(word) < 4:
        return word
    if _MOHAMMED.match(word):
        return "mohammed"
    for pattern, one in _SPELLINGS:
        word = pattern.sub(one, word)
    return word


def one_name(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two names of several words are spellings of one: word by word the same, or in one long word a letter apart."""
    if len(a) != len(b) or len(a) < 2:
        return False
    apart = [(x, y) for x, y in zip(a, b, strict=True) if spelling(x) != spelling(y)]
    return not apart or (
        len(apart) == 1
        and min(map(len, apart[0])) >= _LONG
        and OSA.distance(*apart[0], score_cutoff=1) <= 1
        and apart[0][0][0] == apart[0][1][0]
    )
