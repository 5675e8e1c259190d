"""The timeline: what is said to have happened, when evidence was made, and the moments people speak of, day by day."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.export.cards import anchor
from onrecord.export.wording import Excerpt, Moment, Source, excerpt, happening, moment, weekday
from onrecord.language.sentences import sentence_number, sentence_starts
from onrecord.model import Analysis, Span

_OPEN = 40  # entries of a whole timeline up to which every day stands open
_TYPES = 3  # kinds of event that a folded day names
_NEAR = 8  # contents before some words among which the one around them is looked for
_KINDS = ("event", "evidence", "time")
_MENTION = "mentioned"
_SAID = "spoken of"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one sentence says of one moment; `sources` are the articles that say it in these words.

    `kind` is event, evidence or time, `types` name what it is, `said_by` is who is reported as saying it.
    """

    when: Moment
    kind: str
    types: tuple[str, ...]
    excerpt: Excerpt
    where: str
    said_by: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day (or a month, a year, a week) with its entries in order of the hour; `types` are what most of its events are."""

    label: str
    weekday: str
    entries: tuple[Entry, ...]
    kinds: tuple[tuple[str, int], ...]
    types: tuple[str, ...]

    @property
    def told(self) -> Entry:
        """The entry that stands for the day while it is folded: an event, if there is one."""
        return min(self.entries, key=lambda e: _KINDS.index(e.kind))


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days in order. `undated` counts what has no moment that could be resolved; `open` says whether days are shown unfolded."""

    days: tuple[Day, ...]
    count: int
    undated: int
    open: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A detail with its moment: what the entries are made of."""

    at: Span
    kind: str
    type: str
    value: str | None
    where: str
    anchor: str


def timeline(analyses: Sequence[Analysis]) -> Timeline | None:
    """The timeline of some articles, or None where nothing in them can be dated."""
    undated = 0
    entries: dict[tuple[object, ...], Entry] = {}
    for number, analysis in enumerate(analyses):
        found = list(_details(analysis, number))
        undated += sum(moment(f.value) is None for f in found)
        for entry in _entries(found, analysis):
            key = (entry.when, entry.kind, entry.types, entry.excerpt, entry.said_by)
            known = entries.get(key)
            entries[key] = replace(known, sources=known.sources + entry.sources) if known else entry
    if not entries:
        return None
    days = tuple(_days(list(entries.values())))
    return Timeline(days, len(entries), undated, len(entries) <= _OPEN)


def _details(analysis: Analysis, number: int) -> Iterator[_Found]:
    for n, event in enumerate(analysis.events):
        yield _Found(event.at, "event", happening(event), event.when, event.where or "", anchor("event", number, n))
    for n, evidence in enumerate(analysis.evidence):
        yield _Found(evidence.at, "evidence", f"{evidence.type} made", evidence.made, "", anchor("evidence", number, n))
    for n, time in enumerate(analysis.times):
        if time.kind in ("date", "time"):
            yield _Found(time.at, "time", "", time.value, "", anchor("time", number, n))


def _entries(found: list[_Found], analysis: Analysis) -> Iterator[Entry]:
    """One entry for each moment of a sentence: events first, evidence then, a time alone only where the sentence dates neither."""
    article = analysis.article
    starts = sentence_starts(article.text)
    together: dict[tuple[int, tuple[int, ...]], list[tuple[_Found, Moment]]] = {}
    for detail in found:
        when = moment(detail.value)
        if when is not None:
            sentence = sentence_number(starts, detail.at.start)
            together.setdefault((sentence, when.day), []).append((detail, when))
    tellers = sorted((span, s.speaker or s.role or "") for s in analysis.statements if s.mode == "communication" for span in s.content)
    for members in together.values():
        first, _ = members[0]
        when = max((w for _, w in members), key=lambda w: bool(w.clock))
        teller = _teller(first.at, tellers)
        kinds = [d for d, _ in members if d.kind == first.kind]
        types = tuple(dict.fromkeys(d.type for d in kinds)) if first.kind != "time" else (_MENTION if teller is None else _SAID,)
        source = Source(first.anchor, article.outlet or "", article.title or article.path)
        where = next((d.where for d in kinds if d.where), "")
        yield Entry(when, first.kind, types, excerpt(article.text, first.at, starts), where, teller or "", (source,))


def _teller(at: Span, tellers: list[tuple[Span, str]]) -> str | None:
    """Who is reported as saying these words: "" for somebody who is not named, None for the outlet itself."""
    behind = bisect_right(tellers, at.start, key=lambda t: t[0].start)
    near = reversed(tellers[max(0, behind - _NEAR) : behind])
    return next((name for span, name in near if at.end <= span.end), None)


def _days(entries: list[Entry]) -> Iterator[Day]:
    by_day: dict[tuple[int, ...], list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: e.when.order):
        by_day.setdefault(entry.when.day, []).append(entry)
    for day, members in by_day.items():
        counts = {kind: sum(e.kind == kind for e in members) for kind in _KINDS}
        label = min((e.when for e in members), key=lambda w: len(w.label)).label
        events = Counter(t for e in members if e.kind == "event" for t in e.types)
        types = tuple(t for t, _ in events.most_common(_TYPES))
        yield Day(label, weekday(day), tuple(members), tuple((k, n) for k, n in counts.items() if n), types)
