"""What links point at, as a page shows it: the words of a passage in their sentence, who says them, and in which article they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.export.cards import anchor
from onrecord.export.wording import Excerpt, Source, Teller, day_label, excerpt, plain, short, tellers
from onrecord.language.sentences import sentence_starts
from onrecord.linking.days import day_of
from onrecord.model import Analysis, Origin, Span, Statement

_FEW = 6  # words up to which a content is shown in its sentence: "responsibility" alone tells a reader nothing
_LONGEST = 320  # characters of a passage


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that a link rests on: `name` is who says them ("" for the outlet itself), `voice` the same for all names of one speaker,
    empty where nobody is named; `day` is when the article was published, as ISO 8601 and as a reader writes it."""

    excerpt: Excerpt
    source: Source
    name: str
    voice: str
    article: int
    published: str
    day: str

    @property
    def key(self) -> str:
        """What copies of these words have in common."""
        return plain(self.excerpt.words)


class Pages:
    """The articles of a page, asked by the ids that links use."""

    def __init__(self, analyses: Sequence[Analysis], origins: Iterable[Origin] = ()) -> None:
        self.analyses = analyses
        # of two inputs with the same id the later one counts, as it does for linking
        self.numbers = {a.article.id: n for n, a in enumerate(analyses)}
        self._statements = {s.id: (n, k, s) for n in self.numbers.values() for k, s in enumerate(analyses[n].statements)}
        self._starts: dict[int, Sequence[int]] = {}
        self._figures: dict[int, dict[Span, str]] = {}
        self._tellers: dict[int, dict[str, Teller]] = {}
        self._days: dict[int, str] = {}
        self._witness = {self.numbers[i]: n for n, o in enumerate(origins) for i in o.articles if i in self.numbers}

    def number(self, article: str) -> int | None:
        """The number of an article in the page."""
        return self.numbers.get(article)

    def witness(self, number: int) -> int:
        """The same for all articles that carry one text."""
        return self._witness.get(number, -1 - number)

    def witnesses(self, numbers: Iterable[int]) -> int:
        """How many texts of their own some articles are."""
        return len({self.witness(n) for n in numbers})

    def day(self, number: int) -> str:
        """The ISO 8601 day of an article, as its head or its text gives it; "" where neither does."""
        if number not in self._days:
            self._days[number] = day_of(self.analyses[number]) or ""
        return self._days[number]

    def source(self, number: int, anchored: str = "") -> Source:
        """An article as a source; without an anchor the link leads to its head."""
        article = self.analyses[number].article
        return Source(anchored or f"a{number}", article.outlet or "", article.title or article.path)

    def passage(
        self, article: str, at: Span, statement: str | None = None, speaker: str | None = None, *, whole: bool = False
    ) -> Passage | None:
        """A passage by its article, place and statement, if `whole` with its sentence; None where there is no such article in the page."""
        known = self._statements.get(statement or "")
        number = self.numbers.get(article)
        if known is not None and (number is None or known[0] != number):
            known = None
        if number is None:
            return None
        anchored = f"s{number}-{known[1]}" if known else self._figure(number, at)
        name, voice = (speaker or "", (speaker or "").casefold())
        if known:
            name, voice = self._teller(number, known[2], speaker)
        day = self.day(number)
        return Passage(self._excerpt(number, at, known, whole), self.source(number, anchored), name, voice, number, day, day_label(day))

    def said(self, statement: str) -> Passage | None:
        """A passage by its statement alone."""
        known = self._statements.get(statement)
        if known is None:
            return None
        number, _, found = known
        spans = found.content or (found.speaker_mention or Span(0, 0),)
        at = Span(min(s.start for s in spans), max(s.end for s in spans))
        return self.passage(self.analyses[number].article.id, at, statement, found.speaker)

    def words(self, number: int, at: Span) -> str:
        """The words of a span on one line."""
        return short(self.analyses[number].article.text, at, _LONGEST)

    def _excerpt(self, number: int, at: Span, known: tuple[int, int, Statement] | None, whole: bool) -> Excerpt:
        text = self.analyses[number].article.text
        content = known[2].content if known else ()
        words = " … ".join(short(text, c, _LONGEST) for c in content)
        if content and not whole and len(words.split()) > _FEW:
            return Excerpt("", words, "")
        if number not in self._starts:
            self._starts[number] = sentence_starts(text)
        return excerpt(text, at, self._starts[number])

    def _figure(self, number: int, at: Span) -> str:
        if number not in self._figures:
            spans = [f.at for f in self.analyses[number].figures]
            self._figures[number] = {s: anchor("figure", number, n) for n, s in reversed(list(enumerate(spans)))}
        return self._figures[number].get(at, "")

    def _teller(self, number: int, statement: Statement, speaker: str | None) -> tuple[str, str]:
        if number not in self._tellers:
            self._tellers[number] = tellers(self.analyses[number])
        name = speaker or self._tellers[number][statement.id].name
        if speaker and speaker != statement.speaker:
            return name, speaker.casefold()
        return name, (statement.speaker_id or name.casefold()) if statement.speaker else ""


@dataclass(frozen=True, slots=True)
class Wording:
    """The same words of one speaker, with every article that carries them."""

    excerpt: Excerpt
    day: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker with what they are reported as saying on one side; `name` is "" for the outlet itself."""

    name: str
    wordings: tuple[Wording, ...]


def voices_of(passages: Iterable[Passage]) -> tuple[Voice, ...]:
    """Passages by who says them, copies of the same words put together, in the order given."""
    by_voice: dict[str, dict[str, list[Passage]]] = {}
    for passage in passages:
        who = passage.voice or f"{passage.name}\0{passage.key}"
        by_voice.setdefault(who, {}).setdefault(passage.key, []).append(passage)
    return tuple(_voice(list(wordings.values())) for wordings in by_voice.values())


def _voice(wordings: list[list[Passage]]) -> Voice:
    name = max((p.name for same in wordings for p in same), key=len)
    return Voice(name, tuple(_wording(same) for same in wordings))


def _wording(same: list[Passage]) -> Wording:
    same = sorted(same, key=lambda p: p.published or "9999")
    first = same[0]
    by_article = {p.article: p.source for p in reversed(same)}
    return Wording(first.excerpt, first.day, tuple(by_article[n] for n in dict.fromkeys(p.article for p in same)))
