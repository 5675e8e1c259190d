"""Scores to spans: Viterbi over the tags, and links between spans by the votes of their words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import cast

import numpy as np

from onrecord.language.labels import ENTITY_TAGS, LINKS, ROLE_TAGS, ROLES, allowed
from onrecord.language.session import Floats, Scores, Window
from onrecord.model import EntityType

CONTENT_CUE, CONTENT_SOURCE, CUE_SOURCE, ANTECEDENT = range(len(LINKS))
_IMPOSSIBLE = -1e4
_ENTITY_STEPS: Floats = np.where(np.array(allowed(ENTITY_TAGS)), 0.0, _IMPOSSIBLE).astype(np.float32)

_TAKE_OVER = (
    0.05  # how likely, against a content's best cue, an empty cue has to be to take it (e^-3; flat from e^-2 to e^-4 on PolNeAR dev)
)

_VOTERS = 16  # words of a span that vote, evenly spread: more changed no figure

Words = tuple[int, int]  # word numbers, end exclusive
Key = int | tuple[str, int]  # a cue's number, or a content that has none


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution as word ranges: who (source), the cue, the contents in order; `score` is the model's probability of it."""

    source: Words | None
    cue: Words | None
    contents: tuple[Words, ...]
    score: float


@dataclass(frozen=True, slots=True)
class NamedWords:
    """A named entity as a word range and its type."""

    words: Words
    type: EntityType


def viterbi(emissions: Floats, transitions: Floats) -> list[int]:
    """The best tag sequence for emissions [W, K] under transitions [K, K] (from, to)."""
    if not len(emissions):
        return []
    back = np.empty((len(emissions), emissions.shape[1]), dtype=np.int8)
    score = emissions[0].copy()
    columns = np.arange(emissions.shape[1])
    for i in range(1, len(emissions)):
        total = score[:, None] + transitions
        best = total.argmax(0)
        back[i] = best
        score = total[best, columns] + emissions[i]
    tags = [int(score.argmax())]
    for i in range(len(emissions) - 1, 0, -1):
        tags.append(int(back[i, tags[-1]]))
    return tags[::-1]


def legal_tags(emissions: Floats, steps: Floats) -> list[int]:
    """The likeliest tag of every word [W, K]; where their order is impossible, the best possible one up to the next words outside.

    For transitions without weights (0, or impossible), tag 0 being outside, this gives what Viterbi gives and takes a tenth of the time.
    """
    best = emissions.argmax(1) if len(emissions) else np.zeros(0, dtype=np.int64)
    wrong = np.flatnonzero(steps[best[:-1], best[1:]] < 0) + 1 if len(best) > 1 else best[:0]
    outside = np.flatnonzero(best == 0)
    done = -1
    for at in wrong:
        if at < done:
            continue
        before, after = np.searchsorted(outside, at, side="left") - 1, np.searchsorted(outside, at)
        start = int(outside[before]) if before >= 0 else 0
        done = int(outside[after]) if after < len(outside) else len(best)
        best[start:done] = viterbi(emissions[start:done], steps)
    return cast(list[int], best.tolist())


def spans_of(tags: list[int], names: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """Runs of BIO tags as (type, first word, end word)."""
    found: list[tuple[str, int, int]] = []
    for i, tag in enumerate(tags):
        name = names[tag]
        if name.startswith("I-") and found and found[-1][2] == i and found[-1][0] == name[2:]:
            found[-1] = (name[2:], found[-1][1], i + 1)
        elif name != "O":
            found.append((name[2:], i, i + 1))
    return found


def link_probabilities(scores: Scores, link: int, asking: Words, answers: list[Words]) -> Floats:
    """Probability of each of `answers` (word ranges) as what `asking` points to; the last one is nobody. Shape [answers + 1].

    Every word of `asking` gives a distribution over the words of its window; the mean of the votes counts. Long spans are asked
    in the windows of their first, middle and last word, since what they point to may be in sight of only one of them.
    """
    at = {asking[0], (asking[0] + asking[1] - 1) // 2, asking[1] - 1}
    windows = {id(w): w for w in (scores.window_of(word) for word in at)}.values()
    votes = [_votes(window, link, asking, answers) for window in windows]
    together = np.max(votes, axis=0)
    together[-1] = np.min([v[-1] for v in votes])
    return cast(Floats, together)


def _votes(window: Window, link: int, asking: Words, answers: list[Words]) -> Floats:
    a, b = max(asking[0], window.first) - window.first, min(asking[1], window.last) - window.first
    step = -(-(b - a) // _VOTERS) or 1
    scores = window.asking[link, a + 1 : b + 1 : step] @ window.answering[link].T
    scores *= np.float32(window.asking.shape[2] ** -0.5)
    np.exp(scores - scores.max(1, keepdims=True), out=scores)
    mean = (1 / scores.sum(1)) @ scores / np.float32(len(scores))
    out = np.zeros(len(answers) + 1, dtype=np.float32)
    for n, (start, end) in enumerate(answers):
        start, end = max(start, window.first) - window.first, min(end, window.last) - window.first
        if start < end:
            out[n] = mean[start + 1 : end + 1].sum()
    out[-1] = mean[0]
    return out


def attributions(scores: Scores, transitions: Floats) -> list[Attribution]:
    """Contents grouped under their cue, each group with its source. A cue without content gives nothing."""
    tags = viterbi(scores.roles, transitions)
    spans: dict[str, list[Words]] = {role: [] for role in ROLES}
    for role, start, end in spans_of(tags, ROLE_TAGS):
        spans[role].append((start, end))
    sureness = _tag_probabilities(scores.roles, tags)
    chances = [_cue_chances(scores, number, content, spans["cue"]) for number, content in enumerate(spans["content"])]
    grouped: dict[Key, list[tuple[Words, float]]] = {}
    for content, chance, key in zip(spans["content"], chances, _assign(chances, len(spans["cue"])), strict=True):
        grouped.setdefault(key, []).append((content, chance[key]))
    found = []
    for key, members in grouped.items():
        cue = spans["cue"][key] if isinstance(key, int) else None
        contents = tuple(words for words, _ in members)
        source, named = _source(scores, cue, contents, spans["source"])
        words = [w for a, b in contents for w in (a, b - 1)] + ([cue[0]] if cue else [])
        score = float(np.mean([sureness[w] for w in words]) * np.mean([c for _, c in members]) * named)
        found.append(Attribution(source, cue, contents, score))
    return sorted(found, key=lambda a: a.contents[0])


def _cue_chances(scores: Scores, number: int, content: Words, cues: list[Words]) -> dict[Key, float]:
    """The chance of each cue in sight, by its number, and of none at all, for one content."""
    near = _near(content, cues, scores)
    chances = link_probabilities(scores, CONTENT_CUE, content, [cues[i] for i in near])
    return {**dict(zip(near, map(float, chances), strict=False)), ("alone", number): float(chances[-1])}


def _assign(chances: list[dict[Key, float]], cues: int) -> list[Key]:
    """The cue of each content: its likeliest one, but a cue left without content takes one over where that costs little.

    Of two contents given to one cue while another cue goes empty, the second most often belongs to the empty one.
    """
    keys: list[Key] = [max(chance, key=lambda k: chance[k]) for chance in chances]
    held = Counter(keys)
    in_sight: dict[Key, list[int]] = {}
    for number, chance in enumerate(chances):
        for key in chance:
            in_sight.setdefault(key, []).append(number)
    for cue in range(cues):
        if held[cue]:
            continue
        spare = [n for n in in_sight.get(cue, ()) if not isinstance(keys[n], int) or held[keys[n]] > 1]
        gains = [(chances[n][cue] / max(chances[n][keys[n]], 1e-9), n) for n in spare]
        gain, number = max(gains, default=(0.0, -1))
        if gain > _TAKE_OVER:
            held[keys[number]] -= 1
            held[cue] += 1
            keys[number] = cue
    return keys


def _source(scores: Scores, cue: Words | None, contents: tuple[Words, ...], sources: list[Words]) -> tuple[Words | None, float]:
    near = sorted({i for c in contents for i in _near(c, sources, scores)} | set(_near(cue, sources, scores) if cue else []))
    candidates = [sources[i] for i in near]
    chances = [link_probabilities(scores, CONTENT_SOURCE, content, candidates) for content in contents]
    mean = np.mean(chances, axis=0)
    if cue:
        mean = 0.35 * mean + 0.65 * link_probabilities(scores, CUE_SOURCE, cue, candidates)
    best = int(mean.argmax())
    return (candidates[best] if best < len(candidates) else None), float(mean[best])


def _near(span: Words, others: list[Words], scores: Scores) -> list[int]:
    """The spans in sight of the windows that `span` is read in; `others` are in order and do not overlap."""
    first, last = scores.window_of(span[0]).first, scores.window_of(span[1] - 1).last
    return list(range(bisect_right(others, first, key=lambda s: s[1]), bisect_left(others, last, key=lambda s: s[0])))


def _tag_probabilities(emissions: Floats, tags: list[int]) -> Floats:
    shifted = np.exp(emissions - emissions.max(1, keepdims=True))
    chosen: Floats = shifted[np.arange(len(tags)), tags] / shifted.sum(1)
    return chosen


def named_words(scores: Scores) -> list[NamedWords]:
    """Named entities, in order."""
    tags = legal_tags(scores.entities, _ENTITY_STEPS)
    return [NamedWords((a, b), cast(EntityType, kind)) for kind, a, b in spans_of(tags, ENTITY_TAGS)]
