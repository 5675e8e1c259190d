"""Which language an article is in, by py3langid (Lui and Baldwin 2012, langid.py)."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_MAX_CHARS = 4_000
_MIN_LETTERS = 40  # a shorter text says too little about its language to turn it away
_SURE = 0.9


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str) -> str:
    """ISO 639-1 code; "en" where the text is too short or too mixed to say otherwise."""
    sample = text[:_MAX_CHARS]
    if sum(c.isalpha() for c in sample) < _MIN_LETTERS:
        return "en"
    code, probability = _identifier().classify(sample if not sample.isupper() else sample.lower())
    return str(code) if probability >= _SURE else "en"
