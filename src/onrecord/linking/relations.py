"""How two statements stand to each other: of one voice, of one place, near in time, how much alike; and the words that say so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.linking.parties import Party, words
from onrecord.linking.stands import Stand, Topic
from onrecord.linking.tables import threshold
from onrecord.model import DisputeKind

MOST = 40  # candidates that one statement is compared with
COMMON = 400  # statements of a story in which a word may stand and still bring two of them together


@dataclass(frozen=True, slots=True)
class Opposed:
    """An assertion and what stands against it, how surely (0 to about 1), as what kind of dispute, and why in words."""

    asserts: Stand
    denies: Stand
    kind: DisputeKind
    score: float
    reason: str


def alike(one: Topic, other: Topic) -> float:
    """The weight of the shared words in that of the lighter content (0 to 1)."""
    low = max(min(sum(one.values()), sum(other.values())), threshold("dispute_least_weight"))
    return sum(min(one[k], other[k]) for k in one.keys() & other.keys()) / low


def same_voice(one: Stand, other: Stand) -> bool:
    """Whether two statements are of one speaker or one side."""
    if one.item.voice.id is not None and one.item.voice.id == other.item.voice.id:
        return True
    a, b = one.item.statement.speaker, other.item.statement.speaker
    return (a is not None and a == b) or bool(one.own & other.own)


def elsewhere(one: Stand, other: Stand) -> bool:
    """Whether two contents name places, and none in common."""
    return bool(one.places and other.places) and not one.places & other.places


def same_years(claim: Stand, denial: Stand) -> bool:
    """Whether a denial is of the years of a claim: of those told right before it, or of the claim's own."""
    if claim.told and claim.told <= denial.told:
        return True
    return denial.told == claim.told or (bool(claim.years) and denial.told == claim.years)


def near_in_time(one: Stand, other: Stand) -> bool:
    """Whether two statements are of the same article, or of articles within a few days."""
    if one.item.article == other.item.article:
        return True
    a, b = one.item.day, other.item.day
    return a is not None and b is not None and abs(a - b) <= threshold("dispute_days")


def telling_words(claim: Stand, shared: Sequence[str]) -> list[str]:
    """The shared words without those that nearly every statement of a story has."""
    return [k for k, w in zip(shared, exact_words(claim, shared), strict=True) if w not in words("incident", "blow", "blame")]


def candidates(stand: Stand, others: Sequence[Stand], index: dict[str, list[int]]) -> Iterator[Stand]:
    """Statements that share words with one or name its party as a doer, the most alike first."""
    score: Counter[int] = Counter()
    for key, weight in stand.topic.items():
        if len(index.get(key, ())) <= COMMON:
            score.update(dict.fromkeys(index.get(key, ()), round(10 * weight)))
    for party in stand.own:
        score.update(dict.fromkeys(index.get(f"@{party}", ())[:COMMON], 20))
    for n, _ in score.most_common(MOST):
        yield others[n]


def indexed(stands: Sequence[Stand]) -> dict[str, list[int]]:
    """The numbers of the statements that have a word, or name a party (behind "@") as a doer."""
    index: dict[str, list[int]] = defaultdict(list)
    for n, stand in enumerate(stands):
        for key in stand.topic:
            index[key].append(n)
        for party in stand.named:
            index[f"@{party}"].append(n)
    return index


def speaker_of(stand: Stand) -> str:
    """Whoever makes a statement, in words."""
    return stand.item.statement.speaker or "somebody"


def parties_told(parties: frozenset[Party], speaker: Stand | None = None) -> str:
    """Parties in words: states by name, the party of a speaker by theirs."""
    states = sorted(p.removeprefix("state:") for p in parties if p.startswith("state:"))
    if speaker is not None:
        return ", ".join(states) or speaker_of(speaker)
    return ", ".join([*states, *sorted(p.replace("-", " ").title() for p in parties if not p.startswith("state:"))])


def words_told(stand: Stand, keys: Sequence[str]) -> str:
    """Up to four of the shared words as a statement has them."""
    return ", ".join(exact_words(stand, keys[:4]))


def exact_words(stand: Stand, keys: Sequence[str]) -> list[str]:
    """The words of a statement as it has them, by their keys."""
    exact = {u.key: u.exact for u in stand.item.units}
    return [exact.get(k, k) for k in keys]
