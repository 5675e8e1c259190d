"""Claims with the positions that speakers take to them, day by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from onrecord.export.passage import Pages, Passage
from onrecord.export.wording import Source, clipped, day_label, plain
from onrecord.model import Claim, Position, Stance

_CLAIM = 200  # characters of a claim
STANCES: dict[Stance, str] = {"asserts": "say so", "denies": "say it is not so", "doubts": "leave it open"}


@dataclass(frozen=True, slots=True)
class Holder:
    """A speaker with a position: the place of their first words for it, and in how many statements."""

    name: str
    source: Source
    times: int


@dataclass(frozen=True, slots=True)
class Stand:
    """Those who take up one stance on one day; `day` is "" where it is not known."""

    day: str
    stance: Stance
    label: str
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A claim, who holds what of it since when, and the anchor of the dispute it is in ("" where nobody contests it)."""

    text: str
    stands: tuple[Stand, ...]
    dispute: str
    speakers: int
    reasons: tuple[str, ...]


def positions(claims: Iterable[Claim], pages: Pages, anchors: Mapping[str, str]) -> tuple[Held, ...]:
    """The claims on which several speakers have positions, in the order given, those in the same words as one; `anchors` say where a
    dispute is shown, by its id."""
    together: dict[str, list[Claim]] = {}
    for claim in claims:
        together.setdefault(plain(claim.text) or claim.id, []).append(claim)
    return tuple(h for same in together.values() if (h := _held(same, pages, anchors)) is not None)


def _held(same: list[Claim], pages: Pages, anchors: Mapping[str, str]) -> Held | None:
    grouped: dict[tuple[str, Stance], dict[str, list[Passage]]] = {}
    for position in sorted((p for c in same for p in c.positions), key=lambda p: (p.since or "9999", p.stance)):
        for passage in _said(position, pages):
            holders = grouped.setdefault((position.since or "", position.stance), {})
            holders.setdefault(passage.name.casefold(), []).append(passage)
    stands = tuple(
        Stand(day_label(day), stance, STANCES[stance], tuple(_holder(said) for said in holders.values()))
        for (day, stance), holders in grouped.items()
    )
    speakers = len({name for holders in grouped.values() for name in holders})
    if speakers < 2:
        return None
    dispute = next((anchors[c.id] for c in same if c.id in anchors), "")
    reasons = tuple(dict.fromkeys(r for c in same for r in c.reasons))
    return Held(clipped(same[0].text, _CLAIM), stands, dispute, speakers, reasons)


def _said(position: Position, pages: Pages) -> list[Passage]:
    """The passages of a position, under the name that the position has."""
    said = (pages.said(i) for i in position.statements)
    return [replace(p, name=position.speaker or p.name) for p in said if p is not None]


def _holder(said: list[Passage]) -> Holder:
    return Holder(said[0].name, said[0].source, len({p.key for p in said}))
