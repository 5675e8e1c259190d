"""Tokens as two wordings are compared by: what archives and house styles write apart or together is made one."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.details.figures.numbers import Token

QUOTES = frozenset('“”„"«»')
_HYPHENS = ("-", "‑")


def joined(parts: list[Token]) -> list[Token]:
    """Tokens with abbreviations ("U.N."), clock times ("6:30") and ellipses made one, and without hyphens between words."""
    found: list[Token] = []
    at = 0
    while at < len(parts):
        last = at + 1
        if parts[at].text == "." or parts[at].text == "…":
            while last < len(parts) and parts[last].text in (".", "…") and parts[last].start == parts[last - 1].end:
                last += 1
            dots = last - at > 1 or parts[at].text == "…"
            found.append(Token(parts[at].start, parts[last - 1].end, "…", "…") if dots else parts[at])
            at = last
            continue
        if _letter_put_in(parts, at):  # "[A]t least"
            text = parts[at + 1].text + parts[at + 3].text
            found.append(Token(parts[at].start, parts[at + 3].end, text, text.lower()))
            at += 4
            continue
        if at and parts[at - 1].text in "$£€" and _glued(parts, at):  # "$US200"
            at += 1
            continue
        if parts[at].text in _HYPHENS and _between_words(parts, at):
            at += 1
            continue
        if len(parts[at].text) == 1 and parts[at].text.isalpha():
            while _continues(parts, last, ".") and len(parts[last + 1].text) == 1 and parts[last + 1].text.isalpha():
                last += 2
        elif parts[at].text.isdigit():
            while _continues(parts, last, ":") and parts[last + 1].text.isdigit():
                last += 2
        if last - at == 1:
            found.append(parts[at])
        else:
            text = "".join(part.text for part in parts[at:last:2])
            found.append(Token(parts[at].start, parts[last - 1].end, text, text.lower()))
        at = last
    return found


def _continues(parts: Sequence[Token], at: int, mark: str) -> bool:
    """Whether a mark joins the tokens around it, with no space between."""
    if at + 1 >= len(parts) or parts[at].text != mark:
        return False
    return parts[at - 1].end == parts[at].start and parts[at].end == parts[at + 1].start


def _letter_put_in(parts: Sequence[Token], at: int) -> bool:
    here = parts[at : at + 4]
    if len(here) < 4 or here[0].text != "[" or here[2].text != "]" or not here[3].text.isalpha():
        return False
    return len(here[1].text) == 1 and here[1].text.isalpha() and here[3].end - here[0].start == 3 + len(here[3].text)


def _glued(parts: Sequence[Token], at: int) -> bool:
    behind = parts[at + 1] if at + 1 < len(parts) else None
    return parts[at].text.isalpha() and behind is not None and behind.start == parts[at].end and behind.text[0].isdigit()


def _between_words(parts: Sequence[Token], at: int) -> bool:
    return at > 0 and _continues(parts, at, parts[at].text) and parts[at - 1].text[-1].isalpha() and parts[at + 1].text[0].isalpha()
