"""Who gives a figure and for when: the statement it stands in, or the phrase that ends its headline."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from onrecord.details.figures.numbers import counting_verbs
from onrecord.details.figures.predicates import words
from onrecord.language.quotes import paragraphs
from onrecord.model import Analysis, Span, Statement, Time

_WORD = re.compile(r"[^\W\d_]+")
_CLAUSE = re.compile(r"[,;:]|\b(?:while|and|but|as|that)\b")
_DETERMINER = re.compile(r"^(?:the|an?|his|their)\s+", re.IGNORECASE)
_NEVER = ("deny", "condemn")  # acts that take up somebody else's count
_BACKGROUND = ("accuse", "demand", "warn", "question", "decline", "other")
_LONGEST_SUBJECT = 5  # words of a subject that is taken as a name where no statement and no entity has it
_LONGEST_NAME = 8  # words of a name with what belongs to it: "the health directorate of the province of Tarn"
_LONGEST_CLAUSE = 10  # words between a verb of telling and a count
_ACCORDING = re.compile(r"\baccording to ([^.,;:\n]+?)(?=[.,;:\n]|$)")
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
        self.ends = {e.at.end: (e.at.start, e.name) for e in analysis.entities if e.type in ("person", "organisation")}
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
        giver = self._giver(at, sentence) or self._teller(at, sentence) or self._named_behind(at, statement, sentence)
        if giver:
            return giver
        if statement is not None and statement.speaker is not None:
            silent = statement.act in _NEVER or (relative and statement.act in _BACKGROUND)
            return None if silent else statement.speaker
        if statement is None:
            beside = self._went_on(at, sentence)
            if beside:
                return beside
        closing = self._closing(at, sentence)
        if closing:
            return closing
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
                named = subject[:1].isupper() or subject.lower().startswith("the ")
                plain = named and 2 <= len(subject.split()) <= _LONGEST_SUBJECT
                return self._name(subject, end) or (subject if plain else None)
        return None

    def _name(self, subject: str, end: int) -> str | None:
        """The article's name for whoever a subject names: an entity that is all of it but titles, or the one speaker called so."""
        entity = self.ends.get(end)
        if entity is not None and words("inside").isdisjoint(self.text[end - len(subject) : entity[0]].lower().split()):
            return entity[1]  # but not "opponents of Assad"
        known = self.named.get(_DETERMINER.sub("", subject).lower(), set())
        return next(iter(known)) if len(known) == 1 else None

    def _teller(self, at: Span, sentence: Span) -> str | None:
        """Whom the clause of a count names: "an attack that opposition groups say killed hundreds", whoever tells of that attack."""
        told = self.text[sentence.start : at.start].split()
        verb = next((n for n in range(len(told) - 1, max(0, len(told) - _LONGEST_CLAUSE), -1) if told[n].lower() in words("tell")), 0)
        opener = next((n for n in range(verb - 1, max(0, verb - _LONGEST_NAME - 1), -1) if told[n].lower() in words("relative")), 0)
        subject, between = told[opener + 1 : verb], [w for w in told[verb + 1 :] if w.lower() not in words("auxiliary", "adverb", "modal")]
        if not (opener and subject and between and between[0].lower() in counting_verbs()) or told[opener - 1].lower() in words("tell"):
            return None
        if any(w[-1] in ",;:" for w in (*subject, *told[verb:])) or not words("break").isdisjoint(w.lower() for w in (*subject, *between)):
            return None
        name = " ".join(subject)
        start = self.text.rfind(told[verb], sentence.start, at.start)
        return self._name(name, len(self.text[:start].rstrip())) or name

    def _named_behind(self, at: Span, statement: Statement | None, sentence: Span) -> str | None:
        """Whom the count's own sentence names behind it, where the statement that runs over it was opened in an earlier one: "… and then
        told of a raid. It killed 12 people according to the hospital"."""
        if statement is None or any(sentence.start <= c.start < sentence.end for c in statement.cue):
            return None
        found = _ACCORDING.search(self.text, at.end, sentence.end)
        if found is None or len(found[1].split()) > _LONGEST_NAME:
            return None
        return self._name(found[1], found.end(1)) or found[1]

    def _closing(self, at: Span, sentence: Span) -> str | None:
        """Who is named at the end of a sentence in copy that lost its commas: "killing 12 people residents of the town reported"."""
        behind = self.text[at.end : sentence.end].rstrip(" .\n")
        told = re.findall(r"[\w'’-]+|[^\w\s]", behind)
        if len(told) < 2 or told[-1].lower() not in words("tell") or "\n" in behind:
            return None
        for first in range(len(told) - 2, max(-1, len(told) - _LONGEST_NAME), -1):
            if told[first].lower() in words("teller"):
                more = told[first + 1 : -1]
                whole = not more or (more[0].lower() in words("inside") and all(w[0].isalpha() for w in more))
                more_before = first and told[first - 1].lower() in words("determiner", "link")  # "the sources", "a medic and residents"
                return " ".join(told[first:-1]) if whole and not more_before else None
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
