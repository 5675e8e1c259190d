"""Statements that stand against each other: which denial answers which assertion, who took words back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from onrecord.linking.accounts import competing_accounts
from onrecord.linking.parties import Parties, words
from onrecord.linking.relations import (
    COMMON,
    MOST,
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
    telling_words,
    words_told,
)
from onrecord.linking.stands import Stand, is_party, read_stands
from onrecord.linking.tables import threshold
from onrecord.model import Analysis

_WORD = re.compile(r"[^\W\d_]+")
_PLAIN = 2  # shared words beside a name from which two contents are of one thing
_WHOLE = 4  # the same with no name


class Oppositions:
    """The statements of one story's articles, ready to be set against each other. A story at a time: an archive's would fill the memory."""

    def __init__(self, analyses: Sequence[Analysis], leaders: Mapping[str, str] | None = None) -> None:
        self.parties = Parties(analyses, leaders)
        self.stands = read_stands(analyses, self.parties)
        self.said: dict[int, set[bytes]] = defaultdict(set)
        for stand in self.stands:
            self.said[stand.item.article].add(stand.item.exact)

    def pairs(self) -> list[Opposed]:
        """The pairs that stand against each other."""
        negative = [s for s in self.stands if s.negative]
        positive = [s for s in self.stands if not s.negative and s.claims]
        index = indexed(positive)
        found: list[Opposed] = []
        for denial in negative:
            if denial.bare:
                found.extend(self._bare(denial, positive, index))
            else:
                alike_ones = candidates(denial, positive, index)
                pairs = [pair for claim in alike_ones if (pair := self._denied(claim, denial)) is not None]
                found.extend(pairs or self._answered(denial, positive))
        self._join_alike([p.denies for p in found])
        found.extend(competing_accounts(positive))
        return found

    def _denied(self, claim: Stand, denial: Stand) -> Opposed | None:
        """Whether a denial answers a claim: both speak of the same thing, the more so when the claim blames the one who denies."""
        if claim.item.exact == denial.item.exact:
            return None  # the same words, read as a denial in one copy and not in the other
        if same_voice(claim, denial):
            return self._reversed(claim, denial)
        shared = sorted((k for k in claim.topic.keys() & denial.topic.keys() if not is_party(k)), key=lambda k: -denial.topic[k])
        if not shared or elsewhere(claim, denial) or _of_others(claim, denial) or not same_years(claim, denial):
            return None
        if _takes_up(claim, denial):
            why = f"{speaker_of(denial)} denies what {speaker_of(claim)} says right before; both speak of {words_told(claim, shared)}"
            return Opposed(claim, denial, "denial", threshold("dispute_bare_score"), why)
        directed = bool(claim.named & denial.own) and claim.blames
        blamed = threshold("dispute_accused" if claim.act == "accuse" else "dispute_directed") * directed
        likeness = alike(claim.topic, denial.topic)
        weight = sum(min(claim.topic[k], denial.topic[k]) for k in shared)
        score = likeness + blamed + threshold("dispute_deny_act") * (denial.act == "deny")
        least = threshold("dispute_shared_directed" if directed else "dispute_shared")
        if not (_meets(claim, denial, shared) if directed else _same_matter(claim, denial, shared)):
            return None
        if weight < least or score < threshold("dispute_score" if directed else "dispute_score_undirected"):
            return None
        why = f"{speaker_of(claim)} says it, {speaker_of(denial)} says it is not so; both speak of {words_told(claim, shared)}"
        why += f"; the claim blames {parties_told(claim.named & denial.own, denial)}" if directed else ""
        counted = bool(claim.item.numbers & denial.item.numbers)  # the same count; who says least else comes first
        score += threshold("dispute_count_bonus") * counted + threshold("dispute_claim_bonus") * weight / sum(claim.topic.values())
        return Opposed(claim, denial, "denial", score, why)

    def _bare(self, denial: Stand, positive: Sequence[Stand], index: dict[str, list[int]]) -> Iterator[Opposed]:
        """What "any responsibility" or "such claims" denies: what was said before in the same article, and claims like it elsewhere."""
        before = self._pointed_at(denial, positive)
        if not before and not denial.guilt and (denial.rebuts or denial.topic.keys() <= denial.names):
            return  # it points at what cannot be told
        accusing = [positive[n] for party in denial.own for n in index.get(f"@{party}", ())[:COMMON]]
        heard = {s.number: (s, 1.0 - 0.1 * n) for n, s in enumerate(reversed(before))}  # the nearest first
        for claim in accusing:
            directed = claim.blames and claim.named & denial.own and not same_voice(claim, denial) and same_years(claim, denial)
            like = max((alike(claim.topic, b.topic) for b in before), default=1.0)
            if directed and near_in_time(claim, denial) and not elsewhere(claim, denial) and like >= threshold("dispute_like_before"):
                heard.setdefault(claim.number, (claim, like if before else 0.0))
        for claim, like in list(heard.values())[:MOST]:
            blamed = claim.named & denial.own if claim.blames else frozenset()
            why = f"{speaker_of(denial)} denies what {speaker_of(claim)} says"
            why += f", who blames {parties_told(blamed, denial)}" if blamed else " right before"
            score = threshold("dispute_bare_score") + threshold("dispute_directed") * bool(blamed)
            score += threshold("dispute_like_bonus") * (like - 1)
            yield Opposed(claim, denial, "denial", score, why)

    def _answered(self, denial: Stand, positive: Sequence[Stand]) -> Iterator[Opposed]:
        """What is denied in words of its own: the nearest claim before it in its article that blames the very one who denies."""
        if not denial.explicit:
            return
        at, beside = denial.item.at.start, threshold("dispute_beside")
        before = [s for s in self._before(denial, positive) if s.named & denial.own]
        for claim in [s for s in before if s.blames or (at - s.item.at.end <= beside and _does_harm(s))][-1:]:
            if not elsewhere(claim, denial):
                why = f"{speaker_of(denial)} denies after {speaker_of(claim)} blames {parties_told(claim.named & denial.own, denial)}"
                yield Opposed(claim, denial, "denial", threshold("dispute_answered"), why)

    def _pointed_at(self, denial: Stand, positive: Sequence[Stand]) -> list[Stand]:
        """The claims of others to which a bare denial in their article points back: those that blame the denier, else the nearest."""
        spoken = {u.exact for u in denial.item.units} & words("speech") if denial.explicit or denial.rebuts else set()
        opening = [w.lower() for w in _WORD.findall(denial.item.text[denial.item.at.start : denial.item.at.start + 30])][:1]
        fronted = any(denial.item.at.start < c.start for c in denial.item.statement.cue)
        beside = opening in (["a"], ["an"]) or (fronted and bool(set(opening) & words("speech")))  # "he saw ten, a claim that is untrue"
        if beside and self._own_words(denial, positive):
            return []
        before = self._before(denial, positive)
        reach = threshold("dispute_beside" if beside else "dispute_reach_any")
        near = [s for s in before if denial.item.at.start - s.item.at.end <= reach]
        if spoken & words("accusing"):
            near = [s for s in near if _accuses(s)] or near
        blaming = [s for s in (near if beside or denial.rebuts else before) if s.named & denial.own and s.blames]
        if blaming or not spoken or not near:
            return blaming[-1:]
        several = any(w.endswith("s") for w in spoken)  # "the accounts", "such claims"
        last = max((s for s in near if _one_voice(s, near[-1])), key=lambda s: (sum(s.topic.values()), s.number))  # their fullest sentence
        return [*([s for s in near if not _one_voice(s, last)][-1:] if several else []), last]

    def _own_words(self, denial: Stand, positive: Sequence[Stand]) -> bool:
        """Whether the claim right before a denial is of the same voice."""
        at = denial.item.at.start
        near = [s for s in positive if s.item.article == denial.item.article and 0 <= at - s.item.at.end <= threshold("dispute_beside")]
        return bool(near) and same_voice(near[-1], denial)

    def _before(self, denial: Stand, positive: Sequence[Stand]) -> list[Stand]:
        """The claims of others that stand within reach before a denial in its article and are of the same years."""
        at, reach = denial.item.at.start, threshold("dispute_reach")
        near = [s for s in positive if s.item.article == denial.item.article and 0 <= at - s.item.at.end <= reach]
        return [s for s in near if not same_voice(s, denial) and same_years(s, denial)]

    def _reversed(self, claim: Stand, denial: Stand) -> Opposed | None:
        """A speaker against their own words of another day."""
        one, other = claim.item, denial.item
        known = one.voice.named and one.voice.id == other.voice.id
        if not known or one.day is None or other.day is None or one.day == other.day:
            return None
        if other.exact in self.said[one.article] or one.exact in self.said[other.article]:
            return None  # one text that was carried on several days
        likeness = alike(claim.topic, denial.topic)
        keys = sorted(set(claim.topic) & set(denial.topic), key=lambda k: -denial.topic[k])
        if likeness < threshold("dispute_reversal") or len(keys) < 2 or not _same_matter(claim, denial, keys):
            return None
        shared = words_told(claim, keys)
        first = "says so first and not so later" if one.day < other.day else "says it is not so first and so later"
        return Opposed(claim, denial, "reversal", likeness, f"{speaker_of(claim)} {first}; both times of {shared}")


    def _join_alike(self, denials: Sequence[Stand]) -> None:
        """Denials of one party that deny the same thing answer the same claims."""
        unique = list({d.number: d for d in denials}.values())
        for n, one in enumerate(unique):
            for other in unique[n + 1 : n + 60]:
                same = one.own & other.own and (one.bare == other.bare)
                if same and (one.bare or alike(one.topic, other.topic) >= threshold("dispute_same_denial")):
                    one.alike.append(other.number)
                    other.alike.append(one.number)



def _takes_up(claim: Stand, denial: Stand) -> bool:
    """Whether a denial takes up the word of a claim right before it: "denied that such a tape existed", "there is no tape"."""
    between = denial.item.at.start - claim.item.at.end
    if claim.item.article != denial.item.article or not 0 <= between <= threshold("dispute_reach_any"):
        return False
    plain = {k for k in claim.topic.keys() & denial.topic.keys() if not is_party(k)} - claim.names
    if denial.pointed & plain:
        return True
    weight = sum(denial.topic[k] for k in plain)
    return bool(plain) and not denial.explicit and denial.missing and weight >= threshold("dispute_all_of_it") * sum(denial.topic.values())


def _meets(claim: Stand, denial: Stand, shared: Sequence[str]) -> bool:
    """Whether a claim that blames the one who denies may be of what is denied: some of it, and not only a name or "the attack"."""
    within = denial.item.article == claim.item.article
    if not set(shared) - claim.names - denial.names or not (within or telling_words(claim, shared)):
        return False
    weight = sum(min(claim.topic[k], denial.topic[k]) for k in shared)
    return (within and denial.guilt) or weight >= threshold("dispute_part") * sum(denial.topic.values())


def _same_matter(claim: Stand, denial: Stand, shared: Sequence[str]) -> bool:
    """Whether a claim that blames nobody who denies is of the very thing that is denied, by how much of it the claim has."""
    telling = telling_words(claim, shared)
    weight, whole = sum(min(claim.topic[k], denial.topic[k]) for k in shared), sum(denial.topic.values())
    if denial.guilt or not telling or len(telling) < 2 <= len(denial.topic):
        return False  # one word of several in common is chance
    if len(shared) < 2 and weight < threshold("dispute_claim_share") * sum(claim.topic.values()):
        return False  # the claim is of much else
    names = claim.names | denial.names
    if not set(shared) - names:
        return False  # both speak of one person or body, whatever of it
    if denial.explicit or denial.rebuts:
        return weight >= threshold("dispute_denied_share") * whole
    plain = [k for k in telling if k not in names]
    known = bool(set(shared) & names) or bool(claim.item.numbers & denial.item.numbers)
    same = len(plain) >= _PLAIN if known else len(telling) >= _WHOLE  # "they do not carry weapons" may be anybody
    if weight >= threshold("dispute_all_of_it") * whole:
        return known or len(telling) > _PLAIN or (len(plain) >= _PLAIN and weight >= threshold("dispute_two_rare"))
    return same and weight >= threshold("dispute_negated_share") * whole



def _accuses(stand: Stand) -> bool:
    return stand.blames or any(u.exact in words("charging") for u in stand.item.units)


def _one_voice(one: Stand, other: Stand) -> bool:
    """Whether two claims are told of one speaker, or both of nobody."""
    return one.item.statement.speaker == other.item.statement.speaker



def _does_harm(stand: Stand) -> bool:
    return any(u.exact in words("harm") for u in stand.item.units)


def _of_others(claim: Stand, denial: Stand) -> bool:
    """Whether a claim is of doers of whom the denial does not speak: neither those it names nor the one who denies."""
    spoken = denial.named | denial.own
    return bool(claim.named) and claim.named.isdisjoint(spoken) and (claim.blames or bool(denial.named))






