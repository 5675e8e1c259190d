"""Accounts that cannot both hold, though neither denies the other: other doers, blame given back, a mishap against a deed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from onrecord.linking.parties import words
from onrecord.linking.relations import (
    Opposed,
    alike,
    candidates,
    elsewhere,
    indexed,
    near_in_time,
    parties_told,
    same_voice,
    same_years,
    speaker_of,
    words_told,
)
from onrecord.linking.stands import Stand, is_party
from onrecord.linking.tables import threshold


def competing_accounts(positive: Sequence[Stand]) -> Iterator[Opposed]:
    """Every pair of accounts of one event that compete, of statements that say that something is so."""
    yield from _other_doers([s for s in positive if s.blames])
    yield from _given_back(positive)
    yield from _mishaps(positive)


def _other_doers(blaming: Sequence[Stand]) -> Iterator[Opposed]:
    """Accounts that name different doers of the same thing."""
    index = indexed(blaming)
    for one in blaming:
        for other in candidates(one, blaming, index):
            if one.number < other.number and (pair := _competes(one, other)) is not None:
                yield pair


def _competes(one: Stand, other: Stand) -> Opposed | None:
    if not _may_meet(one, other) or not one.named or not other.named:
        return None
    mine, theirs = one.named - other.named, other.named - one.named
    if not mine or not theirs or mine <= one.own or theirs <= other.own or one.years != other.years:
        return None
    if not (mine & other.own or theirs & one.own):
        return None  # two blows of a day, unless the one who blames is blamed
    shared = sorted(set(one.topic) & set(other.topic), key=lambda k: -one.topic[k])
    likeness = alike(one.topic, other.topic)
    if not threshold("dispute_competing") <= likeness < threshold("dispute_copy"):
        return None
    if sum(one.topic[k] for k in shared) < threshold("dispute_shared"):
        return None
    why = f"{speaker_of(one)} names {parties_told(mine)}, {speaker_of(other)} {parties_told(theirs)}"
    why += f"; both speak of {words_told(one, shared)}"
    return Opposed(one, other, "competing account", likeness, why)


def _given_back(positive: Sequence[Stand]) -> Iterator[Opposed]:
    """Who is blamed and blames another for the very thing: "the rebels themselves were responsible for that attack"."""
    accusing: dict[int, list[Stand]] = defaultdict(list)
    for stand in positive:
        if stand.act == "accuse":
            accusing[stand.item.article].append(stand)
    for back in (stand for stands in accusing.values() for stand in stands):
        others = back.named - back.own
        if not others or not _says_who(back) or not _bare(back):
            continue
        blaming = [s for s in accusing[back.item.article] if s.named & back.own and s.named.isdisjoint(others)]
        for claim in [s for s in blaming if not same_voice(s, back) and same_years(s, back)]:
            blamed = parties_told(claim.named & back.own, back)
            why = f"{speaker_of(back)} blames {parties_told(others)}, {speaker_of(claim)} blames {blamed}"
            yield Opposed(back, claim, "competing account", threshold("dispute_given_back"), why)


def _says_who(stand: Stand) -> bool:
    """Whether an accusation has a verb or a word of blame: "NATO wants supremacy" has none."""
    text = stand.item.text
    cue = {w for c in stand.item.statement.cue for w in text[c.start : c.end].lower().split()}
    return bool(cue & words("charging")) or _has(stand, "blame") or _has(stand, "plotting")


def _bare(stand: Stand) -> bool:
    """Whether an accusation says who did it and hardly what: what it is about was said before."""
    exact = {u.key: u.exact for u in stand.item.units}
    empty = words("blame", "incident", "blow", "guilt", "rebels", "actor", "plotting")
    plain = [k for k in stand.topic if k not in stand.names and not is_party(k) and exact.get(k, k) not in empty]
    return sum(stand.topic[k] for k in plain) < threshold("dispute_bare_weight")


def _mishaps(positive: Sequence[Stand]) -> Iterator[Opposed]:
    """What one calls a technical fault and another somebody's deed."""
    mishaps = [s for s in positive if _by_mishap(s) and not _has(s, "deed")]
    if not mishaps:
        return
    deeds = [s for s in positive if _has(s, "deed") and not _by_mishap(s)]
    index = indexed(deeds)
    for mishap in mishaps:
        for deed in candidates(mishap, deeds, index):
            shared = [k for k in mishap.topic.keys() & deed.topic.keys() if not is_party(k) and k not in mishap.names]
            likeness = alike(deed.topic, mishap.topic) if shared else 0.0
            if _may_meet(mishap, deed) and same_years(deed, mishap) and likeness >= threshold("dispute_mishap"):
                shared.sort(key=lambda k: -deed.topic[k])
                why = f"{speaker_of(deed)} calls it a deed, {speaker_of(mishap)} a mishap; both speak of {words_told(deed, shared)}"
                yield Opposed(deed, mishap, "competing account", threshold("dispute_given_back") + likeness / 10, why)


def _by_mishap(stand: Stand) -> bool:
    """Whether a statement tells of an accident, or of a fault of something or somebody: "a technical failure"."""
    said = [u.exact for u in stand.item.units]
    return _has(stand, "mishap") or any(a in words("technical") and b in words("failure") for a, b in pairwise(said))


def _has(stand: Stand, kind: str) -> bool:
    return any(u.exact in words(kind) for u in stand.item.units)


def _may_meet(one: Stand, other: Stand) -> bool:
    """Whether two statements are of different voices, and of places and days that may be the same."""
    return not same_voice(one, other) and not elsewhere(one, other) and near_in_time(one, other)
