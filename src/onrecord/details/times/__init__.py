"""Time expressions to ISO 8601: the grammar of tables/times_rules.csv, read against the day of publication.

Text becomes tokens with classes (`tokens`), rules are matched over the classes (`grammar`), a match means something in its scene
(`meanings`, `relative`, `lasting`, `clock`; `scene`), and the TIMEX3 value becomes ISO 8601 (`iso`).
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.details.times import clock, lasting, meanings, relative
from onrecord.details.times.calendar import moment
from onrecord.details.times.grammar import Match, matches_at, next_start
from onrecord.details.times.iso import iso_of
from onrecord.details.times.meanings import Meaning, Reading
from onrecord.details.times.patterns import encode
from onrecord.details.times.scene import Scene, direction, sentence_start
from onrecord.details.times.slots import slots_of
from onrecord.details.times.tokens import UNITS, Token, tokenize
from onrecord.model import Span, Time

_NAMED = 8  # times named before an expression that it may refer to
_MEANINGS: dict[str, Meaning] = {**meanings.MEANINGS, **relative.MEANINGS, **lasting.MEANINGS, **clock.MEANINGS}


def find_times(text: str, published: str | None) -> tuple[Time, ...]:
    """Every time expression of a text in order, resolved against `published` (an ISO 8601 date or datetime, or None)."""
    tokens = tokenize(text)
    encoded = encode(tokens)
    scene = Scene(*moment(published))
    found: list[Time] = []
    named: list[tuple[int, str]] = []
    at = next_start(encoded, 0)
    while at < len(tokens):
        read = _read(text, tokens, matches_at(tokens, encoded, at), scene, named)
        if read is None:
            at = next_start(encoded, at + 1)
            continue
        match, reading = read
        at = next_start(encoded, match.last)
        if not reading.silent:
            found.append(_time(tokens, match, reading))
            if reading.timex and reading.anchor and reading.kind in ("date", "time"):
                named.append((match.first, reading.timex))
    return tuple(found)


def _read(
    text: str, tokens: Sequence[Token], matches: Sequence[Match], scene: Scene, named: Sequence[tuple[int, str]]
) -> tuple[Match, Reading] | None:
    """The first match that means something here."""
    for match in matches:
        if _is_name(tokens, match):
            continue
        here = _scene(scene, tokens, match, named[-_NAMED:])
        slots = slots_of(match.slots, text[tokens[match.first].start : tokens[match.last - 1].end])
        reading = _MEANINGS[match.rule.meaning](slots, here, match.rule.argument)
        if reading is not None:
            return match, reading
    return None


def _is_name(tokens: Sequence[Token], match: Match) -> bool:
    """Whether a unit has a capital that the words before it have not: 60 Minutes, Album of the Year, 28 Days Later."""
    inside = tokens[match.first : match.last]
    return not inside[0].capital and any(t.capital and not UNITS.isdisjoint(t.classes) for t in inside[1:])


def _scene(scene: Scene, tokens: Sequence[Token], match: Match, named: Sequence[tuple[int, str]]) -> Scene:
    """The article's scene, with what a match stands beside."""
    begins = sentence_start(tokens, match.first)
    nearby = tuple(timex for first, timex in named if first >= begins)
    return Scene(scene.published, scene.clock, tuple(timex for _, timex in named), nearby, direction(tokens, match.first, match.last))


def _time(tokens: Sequence[Token], match: Match, reading: Reading) -> Time:
    start, end = tokens[match.first].start, tokens[match.last - 1].end
    return Time(Span(start, end), iso_of(reading.timex), reading.kind, reading.timex, match.rule.name)


__all__ = ["find_times"]
