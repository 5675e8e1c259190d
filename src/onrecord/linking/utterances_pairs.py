"""Which statements may be one utterance: candidates that share rare keys, and the verdict on a pair with its reasons.

A statement is looked up by a few of its word triples (the smallest hashes, as in MinHash bottom sketches) and by its rarest words beside a
word of its speaker's name. Under each key only the nearest before it in time are met, and of all met only those that share most keys
are judged, so the work grows with the number of statements.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.linking.changes import Rewording, compare_units
from onrecord.linking.tables import threshold
from onrecord.linking.utterances_items import Item, Voice, Weights
from onrecord.statements.names import tokens
from onrecord.statements.tables import words as word_list

_LISTED = 6  # matched words that a reason names


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two statements are one utterance: a score from 0 to 1 (0: they are not), the reasons, and how the speakers compare:
    "same", "compatible" (one unnamed, a body and who speaks for it) or "different"."""

    score: float
    voices: str
    reasons: tuple[str, ...] = ()


_NO = Verdict(0.0, "different")


def candidates(items: Sequence[Item], weights: Weights) -> Iterator[tuple[int, int]]:
    """Pairs of positions (earlier first) that share keys: of each item the few before it that share most; `items` in the order of time."""
    keys = [_keys(item, weights) for item in items]
    sizes = np.fromiter((len(k) for k in keys), np.int64, len(keys))
    ends = np.cumsum(sizes)
    owners = np.repeat(np.arange(len(items), dtype=np.int32), sizes)
    hashes = np.fromiter((h for k in keys for h in k), np.uint64, len(owners))
    del keys
    order = np.lexsort((owners, hashes))
    owners, hashes = owners[order], hashes[order]
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    opens = np.r_[True, hashes[1:] != hashes[:-1]] if len(hashes) else np.zeros(0, bool)
    begins = np.maximum.accumulate(np.where(opens, np.arange(len(hashes)), 0))
    near, most = int(threshold("utterance_block_near")), int(threshold("utterance_candidates"))
    for j, end in enumerate(ends.tolist()):
        met: Counter[int] = Counter()
        for p in place[end - int(sizes[j]) : end].tolist():
            met.update(owners[max(int(begins[p]), p - near) : p].tolist())
        yield from sorted((i, j) for i, _ in sorted(met.items(), key=lambda m: (-m[1], -m[0]))[:most])


def _keys(item: Item, weights: Weights) -> set[int]:
    """The hashes a statement is looked up by."""
    keys = [u.key for u in item.units]
    triples = {_hash("3", *keys[n : n + 3]) for n in range(max(1, len(keys) - 2)) if any(u.content for u in item.units[n : n + 3])}
    chosen = sorted(triples)[: int(threshold("utterance_triples"))]
    rare = sorted({*item.words, *item.cue}, key=lambda key: (-weights.of(key), key))[: int(threshold("utterance_rare_words"))]
    heads = {w for words in (item.voice.words, *item.voice.bodies) for w in words} or {"?"}
    telling = sorted(heads, key=lambda w: (-len(w), w))[:4]
    return {*chosen, *(_hash("v", head, key) for head in telling for key in rare)}


def _hash(*parts: str) -> int:
    return int.from_bytes(hashlib.blake2b("\x00".join(parts).encode("utf-8", "replace"), digest_size=8).digest(), "little")


def voices(a: Voice, b: Voice) -> str:
    """How two speakers compare."""
    if a.id is not None and a.id == b.id:
        return "same"
    if a.id is None or b.id is None:
        return "unknown"
    if a.words and b.words and (a.words <= b.words or b.words <= a.words):
        return "same" if a.named and b.named else "compatible"
    if any(body == other.words or (body and body <= other.words) for one, other in ((a, b), (b, a)) for body in one.bodies):
        return "compatible"
    if any(x == y for x in a.bodies for y in b.bodies):
        return "compatible"
    if not (a.named and b.named) and len(a.words & b.words) >= 1:
        return "compatible"
    return "different"


def judge(a: Item, b: Item, weights: Weights) -> Verdict:
    """Whether two statements are one utterance."""
    shared = a.words & b.words
    met = len({*shared, *(a.cue & b.cue), *(a.cue & set(b.words)), *(b.cue & set(a.words))})
    if met < threshold("utterance_least_words") or (a.statement.act == b.statement.act == "decline" and len(shared) < 2):
        return _NO  # many decline to comment on an attack
    weight, one, other = weights.total(shared), weights.total(a.words), weights.total(b.words)
    contained, alike = weight / min(one, other), 2 * weight / (one + other)
    how = voices(a.voice, b.voice)
    if contained < threshold("utterance_contained") or (how != "same" and alike < threshold("utterance_alike_others")):
        return _NO
    pair = compare_units(a.units, b.units)
    if _apart(a, b, pair) or _new_count(a, b, how, pair) or _turned(a, b, how, pair):
        return _NO
    score = _score(contained, alike, pair)
    if _whole(how, contained, pair, len(shared)):
        score = max(score, contained * pair.ordered)
    if how in ("same", "compatible") and _one_occasion(a, b) and one_count(a, b):
        score = min(1.0, score + threshold("utterance_count_bonus"))
    if score < _needed(a, b, how, met, pair) or _another_point(a, b) or not _telling(a, b, how, shared, pair, weights):
        return _NO
    return Verdict(round(score, 3), how, _reasons(a, b, how, shared, pair, weights))


def _score(contained: float, alike: float, pair: Rewording) -> float:
    """0 to 1: how much of the shorter one's words the other has, how much both have in common, and how much of it in one order."""
    return 0.4 * contained + 0.35 * alike + 0.25 * pair.ordered


def _whole(how: str, contained: float, pair: Rewording, shared: int) -> bool:
    """Whether the longer one holds all of the shorter one, as the fuller report of a speaker does."""
    enough = shared >= threshold("utterance_whole_words") and contained >= threshold("utterance_whole")
    return how in ("same", "compatible") and enough and pair.ordered >= threshold("utterance_whole")


def _telling(a: Item, b: Item, how: str, shared: Counter[str], pair: Rewording, weights: Weights) -> bool:
    """Whether what both say could not be said on any day: a rare word, two of them where the occasion is not known, the same count, or a
    copied sentence, which a set of reports on one event can have in every article."""
    sure = _one_occasion(a, b)
    named = how == "same" and a.voice.named and b.voice.named  # "a police source" tells of many attacks in one form of words
    if sure and named and len(shared) >= threshold("utterance_far_words") and pair.same >= threshold("utterance_copied"):
        return True
    rare = sum(weights.tells(key) for key in shared)
    return rare >= (1 if sure else 2) or (sure and (one_count(a, b) or a.exact == b.exact))


def one_count(a: Item, b: Item) -> bool:
    """Whether both give the same number of the same: one announcement, however the sentence around it runs."""
    return bool(_counted(a) & _counted(b))


def _counted(item: Item) -> set[tuple[str, str]]:
    """Each number with what is counted or done to it: the words of their own next to it."""
    content = [u for u in item.units if u.content]
    telling = [u.kind == "number" and len(u.key) > 2 for u in content]  # "#9" occurs in every report
    near = [(u.key, v.key) for n, u in enumerate(content) if telling[n] for v in content[max(0, n - 2) : n + 3]]
    return {(number, word) for number, word in near if not word.startswith("#")}


def _another_point(a: Item, b: Item) -> bool:
    """Whether both only begin alike and then say different things: one subject, two statements."""
    one, other = ([u.key for u in item.units if u.content] for item in (a, b))
    alike = next((n for n, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))
    tails = one[alike:], other[alike:]
    if not all(tails) or set(tails[0]) & set(tails[1]):
        return False
    longest = max(map(len, tails))
    return longest > 1 and longest >= threshold("utterance_other_tail") * alike


def _needed(a: Item, b: Item, how: str, met: int, pair: Rewording) -> float:
    """The score a pair needs, by its speakers, its length and what is known of the occasion."""
    words = min(len(a.words), len(b.words))
    strange = how in ("different", "unknown")
    if strange and (words < threshold("utterance_words_others") or pair.same < threshold("utterance_same_others")):
        return 2.0
    needed = threshold(f"utterance_score_{how}")
    if met < threshold("utterance_few_words"):
        needed += threshold("utterance_few_words_cost")
    if a.statement.act != b.statement.act:
        needed += threshold("utterance_act_cost")
    if a.article == b.article:
        return max(needed, threshold("utterance_within_article"))
    return needed + _occasion_cost(a, b)


def _occasion_cost(a: Item, b: Item) -> float:
    """What a pair needs more where nothing says that the occasion is one: neither a story nor days close together."""
    strange = bool(a.stories and b.stories and not a.stories & b.stories)
    if a.stories & b.stories:
        return 0.0
    if a.day is not None and b.day is not None:
        return threshold("utterance_split_cost") if strange else 0.0
    return threshold("utterance_story_cost" if strange else "utterance_occasion_cost")


def _one_occasion(a: Item, b: Item) -> bool:
    return bool(a.stories & b.stories) or (a.day is not None and b.day is not None)


def far(a: Item, b: Item) -> bool:
    """Whether two articles are too far apart in time for one occasion."""
    return a.day is not None and b.day is not None and abs(a.day - b.day) > threshold("utterance_days")


def _apart(a: Item, b: Item, pair: Rewording) -> bool:
    """Whether the two are said on other days and not plainly copied."""
    copied = pair.same >= threshold("utterance_copied") and min(len(a.words), len(b.words)) >= threshold("utterance_far_words")
    return far(a, b) and not copied


def _new_count(a: Item, b: Item, how: str, pair: Rewording) -> bool:
    """Whether the two give different counts, as two announcements do: on other days, or in words that are not copied."""
    one, other = a.numbers, b.numbers
    if not one or not other:
        return False
    if how in ("unknown", "different") and one != other:
        return True  # one form of words, filled in anew
    if a.day is not None and b.day is not None and a.day != b.day:
        exact = ({u.exact for u in item.units if u.kind == "number"} for item in (a, b))
        fewer, more = sorted((one, other), key=len)
        held = fewer <= more and (fewer == more or len(fewer) > 1 or any(len(key) > 2 for key in fewer))  # "#2" is in every report
        return next(exact) != next(exact) if far(a, b) else not held
    copied = pair.same >= threshold("utterance_copied") and len(a.words) >= threshold("utterance_words_others")
    return not one & other and not copied


def _somebody(item: Item) -> bool:
    """Whether the speaker is one of many: "an official" may be another than "an official" elsewhere."""
    return not item.voice.named and bool(word_list("people") & set(tokens(item.statement.speaker or "")))


def _turned(a: Item, b: Item, how: str, pair: Rewording) -> bool:
    """Whether one denies what the other asserts, so that they are two sides and no copy."""
    turned = any(d.kind == "negation" and d.bears for d in pair.differences)
    copied = threshold("utterance_turned" if how == "same" else "utterance_copied")
    if turned and (how not in ("same", "compatible") or pair.same < copied or (how == "compatible" and _somebody(a))):
        return True  # another mouth that says the opposite is no copy
    acts = {a.statement.act, b.statement.act}
    return "deny" in acts and len(acts) > 1 and pair.same < threshold("utterance_copied")


def _reasons(a: Item, b: Item, how: str, shared: Iterable[str], pair: Rewording, weights: Weights) -> tuple[str, ...]:
    keys = set(shared)
    told = sorted((u for u in a.units if u.key in keys), key=lambda u: -weights.of(u.key))
    words = list(dict.fromkeys(u.exact for u in told))[:_LISTED]
    when = "the same day" if a.day is not None and a.day == b.day else "days apart" if a.day is not None and b.day is not None else ""
    home = "one story" if a.stories & b.stories else ""
    speakers = {
        "same": "one speaker",
        "compatible": "speakers that may be one",
        "unknown": "a speaker not named",
        "different": "another speaker",
    }[how]
    return tuple(
        reason
        for reason in (
            f"shared words: {', '.join(words)}",
            f"{round(100 * min(1.0, pair.same))} % of the shorter wording",
            speakers,
            when,
            home,
        )
        if reason
    )
