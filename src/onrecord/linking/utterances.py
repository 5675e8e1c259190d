"""The same statement of the same speaker on the same occasion, as several articles report it, and what each report changed.

Articles are read in windows of time (`windows`). Of earlier windows are remembered the statements of the last days, which may be reported
again in the same or other words, and of all the others the hashes of their words, by which a copy is known however late it comes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache

from onrecord.linking.alignment import stem_of, words_of
from onrecord.linking.changes import Difference, Rewording, compare_units, farthest
from onrecord.linking.tables import threshold
from onrecord.linking.utterances_groups import SAMPLE, grouped, when
from onrecord.linking.utterances_items import Item, Weights, homes_of, items_in, joined
from onrecord.linking.utterances_known import Known, article_and_number, place_of
from onrecord.linking.utterances_pairs import Verdict, judge
from onrecord.linking.windows import SIZE, Window, windows
from onrecord.model import Analysis, Change, Origin, Relation, Span, Story, Utterance, Variant

_COPIES = ("the same words by one speaker",)


def find_utterances(analyses: Sequence[Analysis], stories: Sequence[Story] = (), origins: Iterable[Origin] = ()) -> tuple[Utterance, ...]:
    """Every utterance that is reported more than once, in the order of its earliest report.

    `origins` is taken for the sake of one signature with the other parts: copies of one text are variants all the same.
    """
    del origins
    found = Utterances(analyses, stories)
    for window in windows(analyses, stories):
        found.read(window)
    return found.all()


class Utterances:
    """The utterances of a set of articles, read window after window."""

    def __init__(self, analyses: Sequence[Analysis], stories: Iterable[Story] = ()) -> None:
        self._analyses = analyses
        self._homes = homes_of(stories)
        self._known = Known()
        self._recent: dict[int, Item] = {}
        self._weights = Weights(())
        self._told: dict[int, tuple[tuple[int, ...], Utterance]] = {}
        self._again: dict[int, list[Verdict]] = {}
        self._number = 0

    def read(self, window: Window) -> None:
        """Find the utterances of the next articles, among each other and with what is remembered."""
        fresh = [item for position in window.articles for item in self._items(position)]
        earlier = dict(self._recent)
        earlier.update((place, self._item(place)) for place in self._known.copied(fresh) if place not in earlier)
        items = [*earlier.values(), *fresh]
        self._weights = Weights(items)
        added: list[tuple[int, list[int]]] = []
        for group in grouped(items, self._weights):
            places = [place_of(item) for item in group.items]
            numbers = sorted({n for p in places if p in earlier and (n := self._known.group(p)) is not None})
            if len(numbers) == 1 and all(p in earlier and self._known.group(p) is not None for p in places):
                continue  # nothing new
            if numbers:
                self._reopen(numbers, group.verdicts)
                added.append((numbers[0], places))
            elif len(places) > 1 and self._tell(self._number, group.items, group.verdicts):
                added.append((self._number, places))
                self._number += 1
        self._known.put(added)
        self._known.learn(fresh)
        self._recent = _last_days(fresh, self._recent, window)

    def all(self) -> tuple[Utterance, ...]:
        """The utterances found, in the order of their earliest reports."""
        for number, places in self._known.members(self._again).items():
            self._tell(number, sorted(map(self._item, places), key=when), self._again[number])
        self._again.clear()
        return tuple(utterance for _, utterance in sorted(self._told.values(), key=lambda told: told[0]))

    def _items(self, position: int) -> list[Item]:
        analysis = self._analyses[position]
        return list(items_in(analysis, position, self._homes.get(analysis.article.id, frozenset())))

    def _item(self, place: int) -> Item:
        position, number = article_and_number(place)
        return self._items(position)[number]

    def _reopen(self, numbers: Sequence[int], verdicts: Sequence[Verdict]) -> None:
        """Have utterances that are one, and have more reports now, told anew in the end."""
        found = self._again.setdefault(numbers[0], [])
        found += verdicts
        for number in numbers:
            self._known.join(numbers[0], number)
            if number != numbers[0]:
                found += self._again.pop(number, [])
            if (old := self._told.pop(number, None)) and old[1].reasons != _COPIES:
                found.append(Verdict(old[1].score, "different" if old[1].attribution_differs else "same", old[1].reasons))

    def _tell(self, number: int, items: Sequence[Item], verdicts: Sequence[Verdict]) -> bool:
        """Keep an utterance; False where it is a single statement."""
        members = joined(items)
        if len(members) > 1:
            self._told[number] = (when(members[0]), _utterance(self._analyses, members, verdicts, self._weights))
        return len(members) > 1


def _last_days(fresh: Sequence[Item], before: dict[int, Item], window: Window) -> dict[int, Item]:
    """What the next window may report again: the statements of the last days, or where the last article has no day those of its stories."""
    if not fresh:
        return before
    last = max(fresh, key=lambda item: (item.day is not None, item.day or 0))
    days = threshold("utterance_days")
    order = {position: n for n, position in enumerate(window.articles)}
    end = max(fresh, key=lambda item: order[item.article])

    def near(item: Item) -> bool:
        if item.day is None or last.day is None:
            return bool(item.stories & end.stories)
        return item.day >= last.day - days

    kept = [item for item in (*before.values(), *fresh) if near(item)]
    latest = set(sorted({item.article for item in kept}, key=lambda a: order.get(a, -1))[-SIZE // 2 :])
    return {place_of(item): item for item in kept if item.article in latest}


def _utterance(analyses: Sequence[Analysis], members: Sequence[Item], verdicts: Sequence[Verdict], weights: Weights) -> Utterance:
    relations: list[Relation] = []
    changes: list[Change] = []
    for n, item in enumerate(members[1:], 1):
        first = _forerunner(members[: min(n, SAMPLE)], item, weights)
        pair = compare_units(first.units, item.units)
        relations.append(_relation(analyses, first, item, pair))
        changes += pair.changes(
            analyses[first.article].article.text, analyses[item.article].article.text, analyses[item.article].article.id
        )
    variants = tuple(_variant(analyses, item) for item in members)
    speaker = next((item.statement.speaker for item in members if item.voice.named), next((v.speaker for v in variants if v.speaker), None))
    best = max(verdicts, key=lambda v: v.score, default=None)
    scores = [v.score for v in verdicts]
    return Utterance(
        id=hashlib.sha256("|".join(f"{v.statement}:{v.article}" for v in variants).encode("utf-8", "replace")).hexdigest()[:16],
        speaker=speaker,
        relation=farthest(relations),
        variants=variants,
        changes=tuple(dict.fromkeys(changes)),
        attribution_differs=any(v.voices == "different" for v in verdicts),
        score=round(min(scores), 3) if scores else 1.0,
        reasons=best.reasons if best else _COPIES,
    )


def _forerunner(earlier: Sequence[Item], item: Item, weights: Weights) -> Item:
    """What a report is compared with: the earliest one, or where the two have too little in common the earlier one most like it."""
    if len(earlier) == 1 or judge(earlier[0], item, weights).score:
        return earlier[0]
    scores = [judge(one, item, weights).score for one in earlier]
    return earlier[scores.index(max(scores))]


def _relation(analyses: Sequence[Analysis], first: Item, item: Item, pair: Rewording) -> Relation:
    """The relation of two variants.

    Another word alters a quotation; in the outlet's own words it may mean the same. A doubt that is the cue ("reportedly") is no part of
    what was said, and one article may raise it once. Two parts of one name are one person. A headline alters only where a number or a
    negation differs.
    """
    texts = [analyses[i.article].article.text for i in (first, item)]
    quoted = _quoted(texts[0], first) and _quoted(texts[1], item)
    doubted = first.article == item.article or any(key.startswith("<hedge") for key in first.cue | item.cue)
    names = _full_names(analyses[first.article]) | _full_names(analyses[item.article])

    turned = bool(first.cue & _negating()) != bool(item.cue & _negating())  # "denied that it had" is "has no"

    def bears(difference: Difference) -> bool:
        if turned and difference.kind == "negation":
            return False
        if first.headline != item.headline and difference.kind not in ("number", "negation"):
            return False
        if difference.kind == "name" and difference.old and difference.new:
            words = {text[s.start : s.end].lower() for text, s in zip(texts, (difference.old, difference.new), strict=True)}
            return not any(words <= name for name in names)
        return (quoted or difference.sort != "word") and not (doubted and difference.sort == "doubt")

    return pair.relation_without(bears)


@cache
def _negating() -> frozenset[str]:
    return frozenset(stem_of(word) for word in words_of("negation"))


def _quoted(text: str, item: Item) -> bool:
    """Whether an item is a quotation word for word."""
    return item.statement.kind == "direct" and not text.startswith("that ", item.at.start)


def _full_names(analysis: Analysis) -> frozenset[frozenset[str]]:
    """The words of every name of several words."""
    return frozenset(frozenset(e.name.lower().split()) for e in analysis.entities if " " in e.name)


def _variant(analyses: Sequence[Analysis], item: Item) -> Variant:
    return Variant(analyses[item.article].article.id, Span(item.at.start, item.at.end), item.statement.id, item.statement.speaker)
