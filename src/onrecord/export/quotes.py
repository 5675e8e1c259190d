"""Quotes whose words changed on the way, the earlier report beside the later one; and the same words from two mouths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.export.passage import Pages, Passage, Voice, voices_of
from onrecord.export.wording import Source, plain
from onrecord.model import Change, Relation, Span, Utterance, Variant

_EARLIER = 5  # reports among which the one is looked for that a later report was compared with
_SHOWN = 3  # later wordings of one quote that stand open
ORDER: tuple[Relation, ...] = ("altered", "shortened", "reworded", "identical")


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of a report's words; `kind` is the sort of change it belongs to, "" where nothing changed, `note` the change in words."""

    text: str
    kind: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One wording of a quote with the articles that carry it, copies together."""

    marked: tuple[Marked, ...]
    anchor: str
    name: str
    day: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """An earlier report and a later one; `earliest` says that there is none before the first, `kinds` counts the changes."""

    before: Report
    after: Report
    earliest: bool
    kinds: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement whose words differ between reports: the pairs that stand open and those that are folded."""

    speaker: str
    relation: Relation
    pairs: tuple[Pair, ...]
    more: tuple[Pair, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mouths:
    """The same words given to different speakers."""

    words: str
    voices: tuple[Voice, ...]
    reasons: tuple[str, ...]


_Seen = tuple[Variant, Passage]


def quotes(utterances: Iterable[Utterance], pages: Pages) -> tuple[Quote, ...]:
    """The utterances whose words differ, the altered first, of these the gravest; those carried word for word are left out."""
    found = [q for u in utterances if u.relation != "identical" and (q := _quote(u, pages)) is not None]
    return tuple(sorted(found, key=lambda q: (ORDER.index(q.relation), -max(_weight(p.kinds) for p in q.pairs))))


def mouths(utterances: Iterable[Utterance], pages: Pages) -> tuple[Mouths, ...]:
    """The utterances that reports give to different speakers."""
    found = []
    for utterance in utterances:
        voices = voices_of(p for _, p in _seen(utterance, pages)) if utterance.attribution_differs else ()
        if len(voices) > 1:
            shortest = min((w.excerpt.words for v in voices for w in v.wordings), key=len)
            found.append(Mouths(shortest, voices, utterance.reasons))
    return tuple(found)


def _seen(utterance: Utterance, pages: Pages) -> list[_Seen]:
    placed = ((v, pages.passage(v.article, v.at, v.statement, v.speaker)) for v in utterance.variants)
    return [(v, p) for v, p in placed if p is not None]


def _quote(utterance: Utterance, pages: Pages) -> Quote | None:
    """Each later wording beside the report that its changes were found against."""
    by_words: dict[str, list[_Seen]] = {}
    for variant, passage in _seen(utterance, pages):
        by_words.setdefault(plain(_text(variant, pages)), []).append((variant, passage))
    groups = list(by_words.values())
    pairs = []
    for n, group in enumerate(groups[1:], 1):
        variant, changes = _changed(group, utterance, pages)
        against = _against(groups[: min(n, _EARLIER)], changes, pages)
        pairs.append(_pair(groups[against], group, variant, changes, against == 0, pages))
    speaker = utterance.speaker or next((p.name for g in groups for _, p in g if p.name), "")
    pairs.sort(key=lambda p: -_weight(p.kinds))
    return Quote(speaker, utterance.relation, tuple(pairs[:_SHOWN]), tuple(pairs[_SHOWN:]), utterance.reasons) if pairs else None


def _weight(kinds: Sequence[tuple[str, int]]) -> int:
    return sum(n for kind, n in kinds if kind in ("number", "negation", "name"))


def _changed(group: Sequence[_Seen], utterance: Utterance, pages: Pages) -> tuple[Variant, list[Change]]:
    """Of reports in the same words, the first for which changes are given, and those."""
    for variant, _ in group:
        here = [c for c in utterance.changes if c.article == variant.article and _concerns(c, variant, utterance, pages)]
        if here:
            return variant, here
    return group[0][0], []


def _concerns(change: Change, variant: Variant, utterance: Utterance, pages: Pages) -> bool:
    """Whether a change was made in this variant; where an article has several, words cut from one of them may stand in another."""
    if change.at is not None:
        return variant.at.start <= change.at.start and change.at.end <= variant.at.end
    if sum(v.article == variant.article for v in utterance.variants) < 2:
        return True
    return f" {plain(change.old)} " not in f" {plain(_text(variant, pages))} "


def _against(earlier: Sequence[Sequence[_Seen]], changes: Sequence[Change], pages: Pages) -> int:
    """The first earlier wording that has all the words that were changed, in their order."""
    wanted = [c for c in changes if c.old.strip()]
    for n, group in enumerate(earlier):
        if len(_places(_text(group[0][0], pages), changes)) == len(wanted):
            return n
    return 0


def _pair(before: Sequence[_Seen], after: Sequence[_Seen], variant: Variant, changes: list[Change], earliest: bool, pages: Pages) -> Pair:
    old, new = _text(before[0][0], pages), _text(variant, pages)
    shift = variant.at.start
    put = [(Span(c.at.start - shift, c.at.end - shift), c) for c in changes if c.at is not None]
    kinds: dict[str, int] = {}
    for change in changes:
        kinds[change.kind] = kinds.get(change.kind, 0) + 1
    return Pair(
        _report(before, _marked(old, _places(old, changes))),
        _report(after, _marked(new, put)),
        earliest,
        tuple(kinds.items()),
    )


def _report(group: Sequence[_Seen], marked: tuple[Marked, ...]) -> Report:
    _, first = group[0]
    sources = {p.article: p.source for _, p in reversed(group)}
    return Report(marked, first.source.anchor, first.name, first.day, tuple(sources[n] for n in dict.fromkeys(p.article for _, p in group)))


def _text(variant: Variant, pages: Pages) -> str:
    number = pages.number(variant.article)
    return "" if number is None else pages.analyses[number].article.text[variant.at.start : variant.at.end]


def _places(text: str, changes: Iterable[Change]) -> list[tuple[Span, Change]]:
    """Where the words that were changed stand in the earlier report, one after the other; what is not found is left out."""
    found, here = [], 0
    for change in changes:
        words = change.old.split()
        match = re.compile(r"\s+".join(map(re.escape, words))).search(text, here) if words else None
        if match:
            found.append((Span(*match.span()), change))
            here = match.end()
    return found


def _marked(text: str, places: Iterable[tuple[Span, Change]]) -> tuple[Marked, ...]:
    """The text cut at its changes, white space made one."""
    pieces, here = [], 0
    for span, change in sorted(places, key=lambda p: p[0]):
        if here <= span.start < span.end <= len(text):
            pieces += [Marked(text[here : span.start]), Marked(text[span.start : span.end], change.kind, _note(change))]
            here = span.end
    pieces.append(Marked(text[here:]))
    return tuple(Marked(re.sub(r"\s+", " ", p.text), p.kind, p.note) for p in pieces if p.text)


def _note(change: Change) -> str:
    old, new = (" ".join(words.split()) for words in (change.old, change.new))
    if not new:
        return f"{change.kind}: “{old}” is left out" if change.kind != "cut" else f"cut: “{old}”"
    return f"{change.kind}: “{old}” became “{new}”" if old else f"{change.kind}: “{new}” is put in"
