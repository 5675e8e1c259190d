"""Who cites a piece of evidence, in which statement it stands, when it was made, and whether there is any."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.details.evidence.mentions import Candidate, before_verb, given_after, given_before
from onrecord.details.evidence.tables import absences, kinds, verbs
from onrecord.details.phrases import Words, is_word, listed, longest, no_phrase, phrase_end
from onrecord.model import Analysis, Entity, Span, Statement, Time

_VEHICLES = ("in", "on", "to", "via", "citing", "cited", "from", "with", "through")
_GIVING = frozenset({"given"})
SHORTEST = 16  # characters that tell something: a whole clause, not one word
NEAR_ABSENT = 5  # tokens between "refused to release" and the noun phrase
_VEHICLE_REACH = 25  # tokens between "in a report" and the cue of what it says


@dataclass(frozen=True, slots=True)
class Frame:
    """The statement a mention belongs to: in its content, as its speaker ("witnesses said"), or as the vehicle ("said in a report")."""

    statement: Statement
    where: str


class Record:
    """The statements, entities and times of an article, ready for look-up by offset."""

    def __init__(self, analysis: Analysis, text: Words) -> None:
        """Sort what the analysis found by where it begins."""
        self.text = text
        self.contents = sorted(((c.start, c.end, n) for n, s in enumerate(analysis.statements) for c in s.content))
        self.statements: Sequence[Statement] = analysis.statements
        mentions = [(s.speaker_mention, n) for n, s in enumerate(analysis.statements) if s.speaker_mention]
        self.mentions = sorted((at.start, at.end, n) for at, n in mentions)
        self.cues = sorted((c.start, c.end, n) for n, s in enumerate(analysis.statements) for c in s.cue)
        self.entities = sorted(analysis.entities, key=lambda e: e.at)
        self.times = sorted((t for t in analysis.times if t.value and t.kind in ("date", "time")), key=lambda t: t.at)
        self._starts = {name: [x[0] for x in getattr(self, name)] for name in ("contents", "mentions", "cues")}

    def frame(self, candidate: Candidate) -> Frame | None:
        """The statement that a mention stands in or tells."""
        span = self.text.span(candidate.first, candidate.head_end)
        head = self.text.tokens[candidate.head].start
        for where, rows in (("speaker", self.mentions), ("content", self.contents)):
            at = bisect_right(self._starts["mentions" if where == "speaker" else "contents"], head) - 1
            if at >= 0 and rows[at][1] > head:
                return Frame(self.statements[rows[at][2]], where)
        for start, end, n in self.cues[max(0, bisect_right(self._starts["cues"], span.end) - 3) :]:
            if start > span.end + 400:
                break
            if start < span.end and end > span.start:
                return Frame(self.statements[n], "vehicle")
        return self._vehicle(candidate)

    def _vehicle(self, candidate: Candidate) -> Frame | None:
        tokens, first = self.text.tokens, candidate.first
        if first == 0 or tokens[first - 1].lower not in _VEHICLES or first == self.text.first[candidate.head]:
            return None
        low = tokens[max(self.text.first[candidate.head], first - _VEHICLE_REACH)].start
        high = tokens[min(self.text.last[candidate.head], candidate.last + _VEHICLE_REACH) - 1].end
        near = [(abs(start - tokens[first].start), n) for start, _, n in self._between("cues", low, high)]
        return Frame(self.statements[min(near)[1]], "vehicle") if near else None

    def _between(self, name: str, low: int, high: int) -> list[tuple[int, int, int]]:
        rows: list[tuple[int, int, int]] = getattr(self, name)
        starts = self._starts[name]
        return rows[bisect_right(starts, low - 1) : bisect_right(starts, high)]

    def limit(self, candidate: Candidate, frame: Frame | None) -> int:
        """The offset that what is shown does not run past: the end of the content it stands in."""
        end = len(self.text.text)
        if frame is not None and frame.where == "content":
            head, behind = self.text.tokens[candidate.head].start, self.text.tokens[candidate.head_end - 1].end
            inside = next((c.end for c in frame.statement.content if c.start <= head < c.end), end)
            end = inside if inside > behind + 1 else max(c.end for c in frame.statement.content)  # a content split at its cue
        return end

    def inside(self, span: Span) -> range:
        """The tokens inside a span."""
        return range(self.text.at(span.start), self.text.at(span.end))

    def inside_name(self, offset: int) -> bool:
        """Whether an offset lies inside a named person, organisation or other thing."""
        at = bisect_right(self.entities, offset, key=lambda e: e.at.start) - 1
        return at >= 0 and self.entities[at].at.end > offset and self.entities[at].type != "place"

    def named(self, first: int, last: int) -> str | None:
        """Who tokens first..last name: an entity among them, else their words; None for pronouns and nothing."""
        tokens = self.text.tokens
        if first >= last:
            return None
        head = next((n for n in range(first + 1, last) if tokens[n].lower in listed("preposition")), last)
        entity = self._entity(self.text.span(first, head))
        if entity is not None and entity.at.end >= tokens[head - 1].start:
            return entity.name
        definite = tokens[first].lower == "the"
        while first < last and tokens[first].lower in ("the", "a", "an"):
            first += 1
        if first >= last or tokens[first].lower in no_phrase() or not is_word(tokens[first]):
            return None
        if definite and last - first == 1 and tokens[first].text.islower():
            return None  # "the group": which one is not said here
        kept = self.text.span(first, last)
        return self.text.text[kept.start : kept.end]

    def antecedent(self, pronoun: int) -> str | None:
        """The one person (for "he", "she") or body (for "it", "they") named in this sentence and the one before; None where two are."""
        word, opening = self.text.tokens[pronoun].lower, self.text.first[pronoun]
        wanted = {"he": "person", "she": "person", "it": "organisation", "they": "organisation"}.get(word)
        low = self.text.tokens[self.text.first[max(0, opening - 1)]].start
        high = self.text.tokens[pronoun].start
        at = bisect_right(self.entities, low - 1, key=lambda e: e.at.start)
        names = {e.name for e in self.entities[at : at + 20] if e.at.end <= high and e.type == wanted}
        return names.pop() if len(names) == 1 else None

    def _entity(self, span: Span) -> Entity | None:
        at = bisect_right(self.entities, span.end, key=lambda e: e.at.start) - 1
        inside: list[Entity] = []
        while at >= 0 and len(inside) < 4 and self.entities[at].at.end > span.start:
            if self.entities[at].at.start < span.end and self.entities[at].type in ("person", "organisation"):
                inside.append(self.entities[at])
            at -= 1
        return max(inside, key=lambda e: e.at.end - e.at.start, default=None)


def shown_by_statement(frame: Frame | None, verbs_of_type: frozenset[str]) -> Span | None:
    """What a statement says on the strength of the material: its longest stretch of content; pictures tell nothing by themselves."""
    if frame is None or frame.where == "content" or not frame.statement.content:
        return None
    if frame.where == "vehicle" and "told" not in verbs_of_type:
        return None
    longest_content = max(frame.statement.content, key=lambda c: c.end - c.start)
    return longest_content if longest_content.end - longest_content.start >= SHORTEST else None


def cited_by(record: Record, candidate: Candidate, frame: Frame | None) -> str | None:
    """Who cites the material: whoever released it, else the speaker of the statement it stands in; None: the outlet itself."""
    giver = _subject(record, candidate) or _by(record, candidate)
    if giver is not None:
        return giver
    if frame is None or frame.where == "speaker":
        return None
    statement = frame.statement
    mention = statement.speaker_mention
    if mention is not None and any(longest(record.text.tokens, n, kinds()) for n in record.inside(mention)):
        return None  # material cites nothing
    if statement.speaker is not None or mention is None:
        return statement.speaker
    if statement.mode != "communication":
        return None
    words = record.text.text[mention.start : mention.end]
    return None if words.lower() in no_phrase() or words[0].isdigit() else words


def _subject(record: Record, candidate: Candidate) -> str | None:
    """The subject of a verb of giving before the noun phrase: "the ministry released footage"."""
    text = record.text
    verb = given_before(text, candidate, _GIVING)
    if verb is None or text.tokens[verb].lower.endswith("ing"):
        return None
    end = verb
    floor = text.first[candidate.head]
    while end > floor and (text.tokens[end - 1].lower in listed("adverb") or text.tokens[end - 1].lower in ("has", "have", "had")):
        end -= 1
    if end == floor or text.tokens[end - 1].lower == "to":
        return None
    if text.tokens[end - 1].lower in listed("pronoun"):
        return record.antecedent(end - 1)
    first = end
    while first > max(floor, end - 12) and is_word(text.tokens[first - 1]) and _in_subject(text.tokens[first - 1].lower):
        first -= 1
    if first > floor and text.tokens[first - 1].lower in listed("auxiliary"):
        return None
    return record.named(first, end)


def _in_subject(word: str) -> bool:
    return word in ("of", "in", "for", "with", "at", "from") or word not in no_phrase()


def _by(record: Record, candidate: Candidate) -> str | None:
    """Who stands behind "by" after a verb of giving or looking: "posted online by activists", "obtained by a newspaper"."""
    text = record.text
    verb = given_after(text, candidate, frozenset({"given", "seen"}))
    if verb is None:
        return None
    for here in range(verb + 1, min(text.last[candidate.head] - 1, verb + 6)):
        lower = text.tokens[here].lower
        if lower == "by":
            return record.named(here + 1, before_verb(text, here + 1, phrase_end(text, here + 1, 6)))
        if not is_word(text.tokens[here]):
            return None
    return None


def made(record: Record, candidate: Candidate, shown: Span | None) -> str | None:
    """When the material was made: a time in its noun phrase or in what it shows, but not the time of its release."""
    phrase = record.text.span(candidate.first, candidate.last)
    for span in (phrase, shown):
        if span is None:
            continue
        at = bisect_right(record.times, span.start - 1, key=lambda t: t.at.start)
        while at < len(record.times) and record.times[at].at.start < span.end:
            if not _of_release(record, candidate, record.times[at]):
                return record.times[at].value
            at += 1
    return None


def _of_release(record: Record, candidate: Candidate, time: Time) -> bool:
    text, at = record.text, record.text.at(time.at.start)
    for here in range(at - 1, max(candidate.head, at - 6), -1):
        found = verbs().get(text.tokens[here].lower, frozenset())
        if found & {"given", "emerged"}:
            return True
        if found:
            return False
    return False


def is_absent(text: Words, candidate: Candidate) -> bool:
    """Whether the article says that there is none, or that it was not given."""
    tables = absences()
    first, floor = candidate.first, text.first[candidate.head]
    for here in range(max(floor, first - 9), candidate.head):
        for reach in ("next", "near"):
            found = longest(text.tokens, here, tables[reach])
            if found is None or found[0] > candidate.head:
                continue
            gap = text.tokens[found[0] : max(first, found[0])]
            allowed = 1 if reach == "next" else NEAR_ABSENT
            if found[0] >= first or (len(gap) <= allowed and all(is_word(t) for t in gap)):
                return True
    end = min(text.last[candidate.head], candidate.last + NEAR_ABSENT)
    return any(longest(text.tokens, n, tables["after"]) is not None for n in range(candidate.head_end, end))
