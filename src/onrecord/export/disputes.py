"""Disputes as a page shows them: a claim, who is on which side of it in which words, and why the sides are opposed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.export.passage import Pages, Passage, Voice, voices_of
from onrecord.export.wording import Excerpt, clipped, plain
from onrecord.model import Dispute, DisputeKind, Side, Span

_SHOWN = 3  # speakers of a side that stand open
_CLAIM = 240  # characters of a claim
KINDS: dict[DisputeKind, tuple[str, str, str]] = {
    "denial": ("denial", "Say so", "Say it is not so"),
    "competing account": ("competing accounts", "One account", "Another account"),
    "figures": ("conflicting counts", "This count", "Counts that do not fit it"),
    "reversal": ("own words taken back", "Says so", "Says it is not so"),
}


@dataclass(frozen=True, slots=True)
class Camp:
    """One side of a dispute: its heading, the speakers that stand open and those that are folded, and in how many texts of their own."""

    title: str
    voices: tuple[Voice, ...]
    more: tuple[Voice, ...]
    witnesses: int

    @property
    def count(self) -> int:
        """How many speakers are on this side."""
        return len(self.voices) + len(self.more)


@dataclass(frozen=True, slots=True)
class Contest:
    """Disputes of one kind on one claim, whose ids are `ids`; `label` says of what kind in words. A short claim stands in its sentence."""

    ids: tuple[str, ...]
    anchor: str
    kind: str
    label: str
    claim: Excerpt
    camps: tuple[Camp, Camp]
    reasons: tuple[str, ...]


def contests(disputes: Iterable[Dispute], pages: Pages, name: str) -> tuple[Contest, ...]:
    """Disputes in the order given; of two conflicts of counts that mirror each other the first. `name` begins their anchors."""
    found: list[Contest] = []
    for same in _together(disputes):
        dispute = _joined(same)
        said, denied = passages_of(dispute, pages)
        label, *titles = KINDS[dispute.kind]
        camps = (_camp(said, titles[0], dispute, pages), _camp(denied, titles[1], dispute, pages))
        if said and denied:
            claim, anchor = _claim(dispute, camps[0]), f"{name}-dispute{len(found)}"
            found.append(Contest(tuple(d.id for d in same), anchor, dispute.kind, label, claim, camps, dispute.reasons))
    return tuple(found)


def _together(disputes: Iterable[Dispute]) -> list[list[Dispute]]:
    """Disputes of one kind on one claim are one for a reader, whoever stands on its sides."""
    together: dict[tuple[str, str], list[Dispute]] = {}
    counted: list[Dispute] = []
    for dispute in disputes:
        counts = dispute.kind == "figures"
        if not (counts and any(_mirrored(dispute, d) for d in counted)):
            together.setdefault((dispute.kind, dispute.id if counts else plain(dispute.claim) or dispute.id), []).append(dispute)
            counted += [dispute] if counts else []
    return list(together.values())


def _joined(same: Sequence[Dispute]) -> Dispute:
    first = same[0]
    if len(same) == 1:
        return first
    return replace(
        first,
        asserts=tuple(dict.fromkeys(s for d in same for s in d.asserts)),
        denies=tuple(dict.fromkeys(s for d in same for s in d.denies)),
        reasons=tuple(dict.fromkeys(r for d in same for r in d.reasons)),
    )


def _claim(dispute: Dispute, camp: Camp) -> Excerpt:
    """The claim, in the sentence it is read from if that is shown."""
    own = plain(dispute.claim)
    found = next((w.excerpt for v in (*camp.voices, *camp.more) for w in v.wordings if plain(w.excerpt.words) == own), None)
    return found if found and found.before else Excerpt("", clipped(dispute.claim, _CLAIM), "")


def _mirrored(one: Dispute, other: Dispute) -> bool:
    """Whether a dispute only turns another one round."""
    return _spots(one.asserts) <= _spots(other.denies) and _spots(one.denies) <= _spots(other.asserts)


def _spots(sides: Iterable[Side]) -> set[tuple[str, Span]]:
    return {(s.article, s.at) for s in sides}


def _camp(passages: Sequence[Passage], title: str, dispute: Dispute, pages: Pages) -> Camp:
    voices = sorted(voices_of(passages), key=lambda v: not _says(v, plain(dispute.claim)))
    return Camp(title, tuple(voices[:_SHOWN]), tuple(voices[_SHOWN:]), pages.witnesses(p.article for p in passages))


def _says(voice: Voice, claim: str) -> bool:
    """Whether the claim is in a speaker's own words: that one comes first."""
    return any(plain(w.excerpt.words) == claim for w in voice.wordings)


def passages_of(dispute: Dispute, pages: Pages) -> tuple[list[Passage], list[Passage]]:
    """The passages of both sides; those of who denies with their sentence, since it is the cue that makes a denial of many."""
    denial = dispute.kind == "denial"
    said = (pages.passage(s.article, s.at, s.statement, s.speaker) for s in dispute.asserts)
    denied = (pages.passage(s.article, s.at, s.statement, s.speaker, whole=denial) for s in dispute.denies)
    return [p for p in said if p is not None], [p for p in denied if p is not None]
