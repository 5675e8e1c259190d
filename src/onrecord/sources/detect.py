"""Which language an article is in, by py3langid (Lui and Baldwin 2012, langid.py)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_MAX_CHARS = 4_000
_MIN_LETTERS = 40  # a shorter text says too little about its language to turn it away
_SURE = 0.9
_WORD = re.compile(r"[^\W\d_]+")
# small words that are English and of no other language written with these letters
_ENGLISH = frozenset(
    ("the of and that with from which were been said they their this would could has have was when into").split()  # noqa: SIM905
)
_SHARE = 0.12  # of the words; English news has 0.2 to 0.3
_ENOUGH = 50


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str) -> str:
    """ISO 639-1 code; "en" where the text is too short or too mixed to say otherwise."""
    sample = text[:_MAX_CHARS]
    if sum(c.isalpha() for c in sample) < _MIN_LETTERS:
        return "en"
    if _plainly_english(sample):  # spares the identifier, whose start takes as long as five articles
        return "en"
    code, probability = _identifier().classify(sample if not sample.isupper() else sample.lower())
    return str(code) if probability >= _SURE else "en"


def _plainly_english(sample: str) -> bool:
    words = _WORD.findall(sample.lower())
    return len(words) >= _ENOUGH and sum(w in _ENGLISH for w in words) >= _SHARE * len(words)
