"""Who gives a figure and for when: the statement it stands in, or the phrase that ends its headline."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from onrecord.details.figures.predicates import words
from onrecord.language.quotes import paragraphs
from onrecord.model import Analysis, Span, Statement, Time

_WORD = re.compile(r"[^\W\d_]+")
_CLAUSE = re.compile(r"[,;:]|\b(?:while|and|but|as|that)\b")
_DETERMINER = re.compile(r"^(?:the|an?|his|their)\s+", re.IGNORECASE)
_NEVER = ("deny", "condemn")  # acts that take up somebody else's count
_BACKGROUND = ("accuse", "demand", "warn", "question", "decline", "other")
_LONGEST_SUBJECT = 5  # words of a subject that is taken as a name where no statement and no entity has it
_ENDS = ".!?…”\"’'"


class Sources:
    """The statements of an article by the characters of their contents, and the names its headlines may end in."""

    def __init__(self, analysis: Analysis) -> None:
        self.text, self.published = analysis.article.text, analysis.article.published
        told = [s for s in analysis.statements if s.mode == "communication"]
        self.spans = sorted((c.start, c.end, n) for n, s in enumerate(told) for c in s.content)
        self.longest = max((end - start for start, end, _ in self.spans), default=0)
        self.told = told
        self.times = [t for t in analysis.times if t.value and t.kind in ("date", "time")]
        self.time_starts = [t.at.start for t in self.times]
        self.named = self._names()
        self.ends = {e.at.end: e.name for e in analysis.entities if e.type in ("person", "organisation")}
        self.heads = self._headlines()

    def statement(self, at: Span) -> Statement | None:
        """The statement with the shortest content around a span; one with a speaker first."""
        low, high = bisect_left(self.spans, (at.start - self.longest,)), bisect_right(self.spans, (at.end,))
        around = [self.told[n] for start, end, n in self.spans[low:high] if start < at.end and at.start < end and _mostly(at, start, end)]
        return min(around, key=lambda s: (s.speaker is None, sum(c.end - c.start for c in s.content)), default=None)

    def according_to(self, at: Span, statement: Statement | None, relative: bool, sentence: Span) -> str | None:
        """The name of whoever gave a figure: who puts the toll, the statement's speaker, who went on beside it, or whom a headline ends in.

        `relative`: the figure tells an event apart ("the attack that killed 58"), which somebody who denies or condemns it does not count.
        """
        giver = self._giver(at, sentence)
        if giver:
            return giver
        if statement is not None and statement.speaker is not None:
            silent = statement.act in _NEVER or (relative and statement.act in _BACKGROUND)
            return None if silent else statement.speaker
        if statement is None:
            beside = self._went_on(at, sentence)
            if beside:
                return beside
        for start, end, speaker in self.heads:
            if start <= at.start and at.end <= end:
                return speaker
        return None

    def _giver(self, at: Span, sentence: Span) -> str | None:
        """The subject of a sentence that gives a toll in the outlet's words: "the Observatory put the toll at six"."""
        before = self.text[sentence.start : at.start]
        for verb in _WORD.finditer(before):
            if verb[0].lower() in words("giver") and any(w in words("toll") for w in before[verb.end() :].lower().split()[:5]):
                end = sentence.start + len(before[: verb.start()].rstrip())
                subject = _CLAUSE.split(before[: verb.start()].strip())[-1].strip()
                known = self.named.get(_DETERMINER.sub("", subject).lower(), set())
                named = subject[:1].isupper() or subject.lower().startswith("the ")
                plain = subject if named and 2 <= len(subject.split()) <= _LONGEST_SUBJECT else None
                return self.ends.get(end) or (next(iter(known)) if len(known) == 1 else plain)
        return None

    def _went_on(self, at: Span, sentence: Span) -> str | None:
        """The speaker who went on with a figure outside the content: "…, it said, putting the toll at 70", "it said and …"."""
        for statement in self.told:
            for cue in statement.cue:
                if not (sentence.start <= cue.start and cue.end <= at.start):
                    continue
                between = self.text[cue.end : at.start].lower().split()
                if any(w in words("reporting") for w in between[:12]) or between[:1] == ["and"]:
                    return statement.speaker
        return None

    def as_of(self, at: Span, statement: Statement | None) -> str | None:
        """The day for which a figure was given: a time beside the cue ("said on Wednesday") or after "as of", else the article's date."""
        marked = self._near(at.end, at.end + 60, "as of", "as at", "until", "by late", "by early")
        if marked:
            return marked
        if statement is not None:
            for span in (*statement.cue, *((statement.speaker_mention,) if statement.speaker_mention else ())):
                said = self._first(span.end, span.end + 24, statement)
                if said:
                    return said
        return self.published[:10] if self.published else None

    def _near(self, start: int, end: int, *openers: str) -> str | None:
        for time in self._within(start, end):
            before = self.text[max(start, time.at.start - 10) : time.at.start].lower().split()
            if any(before[-len(o.split()) :] == o.split() for o in openers):
                return _day(time)
        return None

    def _first(self, start: int, end: int, statement: Statement) -> str | None:
        for time in self._within(start, end):
            between = self.text[start : time.at.start]
            if not any(c.start <= time.at.start < c.end for c in statement.content) and not set(between) & set(".;\n"):
                return _day(time)
        return None

    def _within(self, start: int, end: int) -> Sequence[Time]:
        return self.times[bisect_left(self.time_starts, start) : bisect_left(self.time_starts, end)]

    def _headlines(self) -> list[tuple[int, int, str]]:
        """Headlines that end in a name ("… kills 58 – Observatory"): start, end and the speaker that the article has by that name."""
        found = []
        for start, end in paragraphs(self.text)[:3]:
            line = self.text[start:end].rstrip()
            if len(line) > 200 or line[-1:] in _ENDS:
                continue
            speaker = self._named_by_tail(line)
            if speaker:
                found.append((start, end, speaker))
        return found

    def _names(self) -> dict[str, set[str]]:
        """The speakers by what a headline or a later sentence may call them."""
        known: dict[str, set[str]] = {}
        for statement in self.told:
            if statement.speaker:
                for name in self._short_names(statement):
                    known.setdefault(name, set()).add(statement.speaker)
        return known

    def _named_by_tail(self, line: str) -> str | None:
        parts = line.split()
        for size in (4, 3, 2, 1):
            tail = " ".join(parts[-size:]).strip(" -–—:|").lower()
            if len(parts) > size + 2 and len(self.named.get(tail, ())) == 1:
                return next(iter(self.named[tail]))
        return None

    def _short_names(self, statement: Statement) -> set[str]:
        """What a headline may call a speaker: the words of the mention, its last word, the name, its last word."""
        mention = statement.speaker_mention
        given = self.text[mention.start : mention.end] if mention else ""
        names = {_DETERMINER.sub("", n).lower() for n in (given, statement.speaker or "") if n}
        return names | {n.split()[-1] for n in names if n and len(n.split()[-1]) > 3}


def _mostly(at: Span, start: int, end: int) -> bool:
    return 2 * (min(at.end, end) - max(at.start, start)) > at.end - at.start


def _day(time: Time) -> str | None:
    return time.value[:10] if time.value and re.match(r"\d{4}-\d\d-\d\d", time.value) else None
