"""Tokens as two wordings are compared by: what archives and house styles write apart or together is made one."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.details.figures.numbers import Token

QUOTES = frozenset('“”„"«»')
_HYPHENS = ("-", "‑")
_ORDINAL = ("st", "nd", "rd", "th")
_NOON = ("am", "pm")
_MEASURES = frozenset(["km", "kg", "cm", "mm", "m", "g", "lb", "lbs", "ft", "mph", "kph", "kmh", "mb", "gb", "hr", "hrs", "min", "mins"])


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
        found.append(_one(parts[at:last]))
        at = last
    return _figures(found)


def _one(parts: Sequence[Token]) -> Token:
    """Tokens with marks between them as one; clock times keep the mark until they are read."""
    if len(parts) == 1:
        return parts[0]
    mark = ":" if parts[0].text.isdigit() else ""
    text = mark.join(part.text for part in parts[::2])
    return Token(parts[0].start, parts[-1].end, text, text.lower())


def _figures(parts: list[Token]) -> list[Token]:
    """Ordinals ("11th"), decades ("20s") and times of day as one token in one form: 16:00, "4 p.m." and "4:00 pm" are all 400."""
    found: list[Token] = []
    for at, part in enumerate(parts):
        last = found[-1] if found else None
        if last is not None and last.text.isdigit() and last.end == part.start and _ends_number(last.text, part.lower):
            found[-1] = Token(last.start, part.end, last.text + part.text, last.lower + part.lower)
            continue
        clock = _clock(part.text, parts[at + 1].lower if at + 1 < len(parts) else "")
        found.append(Token(part.start, part.end, clock, clock) if clock else part)
    return found


def _ends_number(digits: str, ending: str) -> bool:
    return ending in _ORDINAL or (ending == "s" and digits.endswith("0"))


def _clock(text: str, behind: str) -> str | None:
    """A time of day on the twelve-hour clock; what says which half of the day stands behind it, or nothing does."""
    hour, mark, minute = text.partition(":")
    if not (hour.isdecimal() and len(hour) <= 2 and hour.isascii()):
        return None
    if mark and not (minute.isdecimal() and minute.isascii() and len(minute) == 2 and int(minute) < 60 and int(hour) <= 24):
        return None
    if not mark and not (behind in _NOON and 1 <= int(hour) <= 12):
        return None
    return f"{int(hour) % 12 or 12}{minute or '00'}"


def apart(parts: Sequence[Token]) -> list[Token]:
    """The same tokens, with measures that are written right behind a number ("300km") as if a space stood between."""
    found = list(parts)
    for n in range(1, len(found)):
        if found[n].lower in _MEASURES and found[n].start == found[n - 1].end and found[n - 1].text[-1].isdigit():
            found[n] = Token(found[n].start + 1, found[n].end + 1, found[n].text, found[n].lower)
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
