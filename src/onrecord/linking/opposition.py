"""Statements that stand against each other: which denial answers which assertion, which accounts compete, who took words back."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from onrecord.linking.days import day_of
from onrecord.linking.parties import Parties, Party, words
from onrecord.linking.rarity import rarity
from onrecord.linking.series import sentence_around
from onrecord.linking.tables import threshold
from onrecord.linking.utterances_items import Item, each_item
from onrecord.model import Analysis, DisputeKind
from onrecord.statements.portraits import state_of

_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_MOST = 40  # candidates that one statement is compared with
_COMMON = 400  # statements of a story in which a word may stand and still bring two of them together
_CLAIMING = ("assert", "accuse", "warn", "other")  # acts that say that something is so
Topic = dict[str, float]


@dataclass(slots=True, eq=False)
class Stand:
    """A statement as one side of a dispute: its number in order, what it says, its polarity, its parties.

    `negative`: it says that something is not so, `claims`: that it is so. `explicit`: its verb says that it denies. `bare`: it only
    points back ("any responsibility", "such claims"). `blames`: it says who did it. `own` are the parties its speaker is, `named` those
    its content has as doers, `topic` its telling words with how rare they are, `years` those past ones that it speaks of, `told` with
    those told right before it. `alike` are the numbers of other denials that deny the same.
    """

    number: int
    item: Item
    negative: bool
    claims: bool
    explicit: bool
    bare: bool
    blames: bool
    own: frozenset[Party]
    named: frozenset[Party]
    topic: Topic
    places: frozenset[str]
    years: frozenset[str]
    told: frozenset[str]
    alike: list[int] = field(default_factory=list)

    @property
    def act(self) -> str:
        """What the speaker does by speaking."""
        return self.item.statement.act


@dataclass(frozen=True, slots=True)
class Opposed:
    """An assertion and what stands against it, how surely (0 to about 1), as what kind of dispute, and why in words."""

    asserts: Stand
    denies: Stand
    kind: DisputeKind
    score: float
    reason: str


class Oppositions:
    """The statements of one story's articles, ready to be set against each other. A story at a time: an archive's would fill the memory."""

    def __init__(self, analyses: Sequence[Analysis], leaders: Mapping[str, str] | None = None) -> None:
        self.parties = Parties(analyses, leaders)
        self.stands = [
            self._stand(number, item, analyses[item.article])
            for number, item in enumerate(each_item(analyses))
            if item.statement.mode == "communication"
        ]
        self.said: dict[int, set[bytes]] = defaultdict(set)
        for stand in self.stands:
            self.said[stand.item.article].add(stand.item.exact)

    def _stand(self, number: int, item: Item, analysis: Analysis) -> Stand:
        text, statement = analysis.article.text, item.statement
        content = " ".join(text[c.start : c.end] for c in statement.content)
        mention = text[statement.speaker_mention.start : statement.speaker_mention.end] if statement.speaker_mention else ""
        lower = {w.lower() for w in _WORD.findall(content)}
        generic, incident = words("speech", "guilt", "pointing"), words("incident", "rebut", "blame")
        topic: Topic = {}
        for unit in item.units:
            if unit.content and unit.kind != "number" and unit.exact not in generic:
                weight = rarity(unit.exact) * (threshold("dispute_incident_word") if unit.exact in incident else 1.0)
                topic[unit.key] = max(topic.get(unit.key, 0.0), weight)
        opens = [w.lower() for w in _WORD.findall(content)[:3]]
        negative = statement.act == "deny" or (statement.act == "assert" and bool(lower & words("rebut")))
        refuses = bool(words("request") & set(opens)) or "to" in opens[:2]
        named_only = bool(topic) and all(map(_is_party, topic))  # "pointed at the regime, which denied it"
        negative = negative and not refuses and not named_only  # "rejected calls to leave" does not deny
        cue = {w.lower() for c in statement.cue for w in _WORD.findall(text[c.start : c.end])}
        explicit = negative and bool(cue & words("deny"))
        pointing = not topic or (bool(lower & words("speech", "guilt")) and sum(topic.values()) < threshold("dispute_bare_weight"))
        bare = negative and pointing
        names = [e.name for e in analysis.entities if e.type == "organisation" and item.at.start <= e.at.start < item.at.end]
        own = self.parties.of_speaker(statement, mention, item.article)
        named = self.parties.in_content(content, names, item.article)
        places = frozenset(p.name.lower() for p in analysis.places if item.at.start <= p.at.start < item.at.end and p.kind != "country")
        blames = statement.act == "accuse" or bool(lower & words("blame"))
        claims = statement.act in _CLAIMING and not (words("open") & set(opens[:1]) or words("doubt", "no") & lower)
        years, told = _past_years(analysis, item, 0), _past_years(analysis, item, int(threshold("dispute_years_before")))
        return Stand(number, item, negative, claims, explicit, bare, blames, own, named, topic, places, years, told)

    def pairs(self) -> list[Opposed]:
        """The pairs that stand against each other."""
        negative = [s for s in self.stands if s.negative]
        positive = [s for s in self.stands if not s.negative and s.claims]
        index = _index(positive)
        found: list[Opposed] = []
        for denial in negative:
            if denial.bare:
                found.extend(self._bare(denial, positive, index))
            else:
                candidates = self._candidates(denial, positive, index)
                pairs = [pair for claim in candidates if (pair := self._denied(claim, denial)) is not None]
                found.extend(pairs or self._answered(denial, positive))
        self._join_alike([p.denies for p in found])
        found.extend(self._competing([s for s in positive if s.blames]))
        return found

    def _candidates(self, stand: Stand, others: Sequence[Stand], index: dict[str, list[int]]) -> Iterator[Stand]:
        """Statements that share words with one or name its party as a doer, the most alike first."""
        score: Counter[int] = Counter()
        for key, weight in stand.topic.items():
            if len(index.get(key, ())) <= _COMMON:
                score.update(dict.fromkeys(index.get(key, ()), round(10 * weight)))
        for party in stand.own:
            score.update(dict.fromkeys(index.get(f"@{party}", ())[:_COMMON], 20))
        for n, _ in score.most_common(_MOST):
            yield others[n]

    def _denied(self, claim: Stand, denial: Stand) -> Opposed | None:
        """Whether a denial answers a claim: both speak of the same thing, the more so when the claim blames the one who denies."""
        if claim.item.exact == denial.item.exact:
            return None  # the same words, read as a denial in one copy and not in the other
        if _same_voice(claim, denial):
            return self._reversed(claim, denial)
        shared = sorted((k for k in claim.topic.keys() & denial.topic.keys() if not _is_party(k)), key=lambda k: -denial.topic[k])
        if not shared or _elsewhere(claim, denial) or _of_others(claim, denial) or not _same_years(claim, denial):
            return None
        directed = bool(claim.named & denial.own) and claim.blames
        blamed = threshold("dispute_accused" if claim.act == "accuse" else "dispute_directed") * directed
        likeness = alike(claim.topic, denial.topic)
        weight = sum(min(claim.topic[k], denial.topic[k]) for k in shared)
        score = likeness + blamed + threshold("dispute_deny_act") * (denial.act == "deny")
        least = threshold("dispute_shared_directed" if directed else "dispute_shared")
        if len(shared) < 2 <= len(denial.topic) and not directed:
            return None  # one word of several in common is chance
        if claim.item.article != denial.item.article and not set(_exact(claim, shared)) - words("incident", "blow", "blame"):
            return None  # "carried out the attack" is said of every attack
        if weight < least or score < threshold("dispute_score" if directed else "dispute_score_undirected"):
            return None
        why = f"{_who(claim)} says it, {_who(denial)} says it is not so; both speak of {_said(claim, shared)}"
        why += f"; the claim blames {_named(claim.named & denial.own)}" if directed else ""
        return Opposed(claim, denial, "denial", score, why)

    def _bare(self, denial: Stand, positive: Sequence[Stand], index: dict[str, list[int]]) -> Iterator[Opposed]:
        """What "any responsibility" or "such claims" denies: what was said before in the same article, and claims like it elsewhere."""
        before = self._pointed_at(denial, positive)
        accusing = [positive[n] for party in denial.own for n in index.get(f"@{party}", ())[:_COMMON]]
        heard = {s.number: (s, 1.0 - 0.1 * n) for n, s in enumerate(reversed(before))}  # the nearest first
        for claim in accusing:
            directed = claim.blames and claim.named & denial.own and not _same_voice(claim, denial) and _same_years(claim, denial)
            like = max((alike(claim.topic, b.topic) for b in before), default=1.0)
            if directed and _near(claim, denial) and not _elsewhere(claim, denial) and like >= threshold("dispute_like_before"):
                heard.setdefault(claim.number, (claim, like if before else 0.0))
        for claim, like in list(heard.values())[:_MOST]:
            blamed = claim.named & denial.own if claim.blames else frozenset()
            why = f"{_who(denial)} denies what {_who(claim)} says" + (f", who blames {_named(blamed)}" if blamed else " right before")
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
            if not _elsewhere(claim, denial):
                why = f"{_who(denial)} denies after {_who(claim)} blames {_named(claim.named & denial.own)}"
                yield Opposed(claim, denial, "denial", threshold("dispute_answered"), why)

    def _pointed_at(self, denial: Stand, positive: Sequence[Stand]) -> list[Stand]:
        """The claims of others that stand nearest before a bare denial in its article: those that blame the denier, else the last one."""
        before = self._before(denial, positive)
        blaming = [s for s in before if s.named & denial.own and s.blames]
        content = {u.exact for u in denial.item.units}
        spoken = content & words("speech")
        several = any(w.endswith("s") for w in spoken)  # "the accounts", "such claims"
        heard = blaming or (before if spoken else [])
        return heard[-2 if several else -1 :]

    def _before(self, denial: Stand, positive: Sequence[Stand]) -> list[Stand]:
        """The claims of others that stand within reach before a denial in its article and are of the same years."""
        at, reach = denial.item.at.start, threshold("dispute_reach")
        near = [s for s in positive if s.item.article == denial.item.article and 0 <= at - s.item.at.end <= reach]
        return [s for s in near if not _same_voice(s, denial) and _same_years(s, denial)]

    def _reversed(self, claim: Stand, denial: Stand) -> Opposed | None:
        """A speaker against their own words of another day."""
        one, other = claim.item, denial.item
        known = one.voice.named and one.voice.id == other.voice.id
        if not known or one.day is None or other.day is None or one.day == other.day:
            return None
        if other.exact in self.said[one.article] or one.exact in self.said[other.article]:
            return None  # one text that was carried on several days
        likeness = alike(claim.topic, denial.topic)
        if likeness < threshold("dispute_reversal") or len(set(claim.topic) & set(denial.topic)) < 2:
            return None
        shared = _said(claim, sorted(set(claim.topic) & set(denial.topic), key=lambda k: -denial.topic[k]))
        first = "says so first and not so later" if one.day < other.day else "says it is not so first and so later"
        return Opposed(claim, denial, "reversal", likeness, f"{_who(claim)} {first}; both times of {shared}")

    def _competing(self, blaming: Sequence[Stand]) -> Iterator[Opposed]:
        """Accounts that name different doers of the same thing."""
        index = _index(blaming)
        for one in blaming:
            for other in self._candidates(one, blaming, index):
                if one.number < other.number:
                    pair = self._competes(one, other)
                    if pair is not None:
                        yield pair

    def _competes(self, one: Stand, other: Stand) -> Opposed | None:
        if _same_voice(one, other) or _elsewhere(one, other) or not _near(one, other) or not one.named or not other.named:
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
        why = f"{_who(one)} names {_named(mine)}, {_who(other)} {_named(theirs)}"
        why += f"; both speak of {_said(one, shared)}"
        return Opposed(one, other, "competing account", likeness, why)

    def _join_alike(self, denials: Sequence[Stand]) -> None:
        """Denials of one party that deny the same thing answer the same claims."""
        unique = list({d.number: d for d in denials}.values())
        for n, one in enumerate(unique):
            for other in unique[n + 1 : n + 60]:
                same = one.own & other.own and (one.bare == other.bare)
                if same and (one.bare or alike(one.topic, other.topic) >= threshold("dispute_same_denial")):
                    one.alike.append(other.number)
                    other.alike.append(one.number)


def alike(one: Topic, other: Topic) -> float:
    """The weight of the shared words in that of the lighter content (0 to 1)."""
    low = max(min(sum(one.values()), sum(other.values())), threshold("dispute_least_weight"))
    return sum(min(one[k], other[k]) for k in one.keys() & other.keys()) / low


def _same_voice(one: Stand, other: Stand) -> bool:
    """Whether two statements are of one speaker or one side."""
    if one.item.voice.id is not None and one.item.voice.id == other.item.voice.id:
        return True
    a, b = one.item.statement.speaker, other.item.statement.speaker
    return (a is not None and a == b) or bool(one.own & other.own)


def _elsewhere(one: Stand, other: Stand) -> bool:
    """Whether two contents name places, and none in common."""
    return bool(one.places and other.places) and not one.places & other.places


def _does_harm(stand: Stand) -> bool:
    return any(u.exact in words("harm") for u in stand.item.units)


@cache
def _is_party(key: str) -> bool:
    """Whether a word only names a state or its government: that a claim blames it is known by its parties."""
    names = _WORD.findall(key)
    states = [n for n in names if state_of(n.title())]
    return bool(states) and all(n in states or n.lower() in words("government") for n in names)


def _of_others(claim: Stand, denial: Stand) -> bool:
    """Whether a claim is of doers of whom the denial does not speak: neither those it names nor the one who denies."""
    spoken = denial.named | denial.own
    return bool(claim.named) and claim.named.isdisjoint(spoken) and (claim.blames or bool(denial.named))


def _same_years(claim: Stand, denial: Stand) -> bool:
    """Whether a denial is of the years of a claim: it takes up what is told right before it, a claim may do so."""
    return denial.told == claim.told or (bool(claim.years) and denial.told == claim.years)


def _past_years(analysis: Analysis, item: Item, reach: int) -> frozenset[str]:
    """The years before its article's own of which a statement's sentence speaks, or the text as far before it."""
    left, right = sentence_around(analysis.article.text, item.at)
    today = (day_of(analysis) or "")[:4]
    left = min(left, item.at.start - reach) if reach else left
    near = [t.value or t.timex or "" for t in analysis.times if left <= t.at.start < right and t.kind in ("date", "time")]
    return frozenset(v[:4] for v in near if _YEAR.match(v) and v[:4] < today)


def _near(one: Stand, other: Stand) -> bool:
    """Whether two statements are of the same article, or of articles within a few days."""
    if one.item.article == other.item.article:
        return True
    a, b = one.item.day, other.item.day
    return a is not None and b is not None and abs(a - b) <= threshold("dispute_days")


def _index(stands: Sequence[Stand]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for n, stand in enumerate(stands):
        for key in stand.topic:
            index[key].append(n)
        for party in stand.named:
            index[f"@{party}"].append(n)
    return index


def _who(stand: Stand) -> str:
    return stand.item.statement.speaker or "somebody"


def _named(parties: frozenset[Party]) -> str:
    return ", ".join(sorted(p.removeprefix("state:") for p in parties))


def _said(stand: Stand, keys: Sequence[str]) -> str:
    """Up to four of the shared words as a statement has them."""
    return ", ".join(_exact(stand, keys[:4]))


def _exact(stand: Stand, keys: Sequence[str]) -> list[str]:
    exact = {u.key: u.exact for u in stand.item.units}
    return [exact.get(k, k) for k in keys]
