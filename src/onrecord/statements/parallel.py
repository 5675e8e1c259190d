"""Two voices in one sentence: "Ada Moss said six had died, while the Tarn Observatory said that 35 had" is two statements.

The model now and then takes all that follows the first cue for one content. What a conjunction, a second source and its verb of speech
open is the second source's, or a figure or a charge is laid into the wrong mouth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from onrecord.language.quotes import QUOTE_MARKS
from onrecord.model import Span
from onrecord.statements.acts import read_cue
from onrecord.statements.names import Names
from onrecord.statements.reading import Draft, trim
from onrecord.statements.tables import words as word_list

_OPENS = re.compile(r",?\s+(while|whereas|and|but|although|though)\s+(?=\w)")
_CONTRAST = ("while", "whereas")  # the others need a name, and "that" behind the verb
_ARTICLES = ("the", "a", "an")
_WORD = re.compile(r"[\w’'.-]*\w")
_SPOKEN = re.compile(r"\w+ed|said|says|told")  # finite forms that are no nouns: not "media reports"
_WORDS = 9  # of a second source without a name, and its verb
_REACH = 1000  # characters of a content in which a second source is looked for; a sentence has fewer
_LONGEST = 90  # characters of the second source


def two_voices(text: str, drafts: Sequence[Draft], names: Names) -> list[Draft]:
    """The drafts, in order, with the second voice of a content as a draft of its own."""
    cues = {d.cue.start for d in drafts if d.cue}
    found: list[Draft] = []
    for draft in drafts:
        second = next(_second(text, draft, names), None)
        if second is None:
            found.append(draft)
            continue
        cut, new = second
        found.append(cut)
        if new.cue and new.cue.start not in cues:
            found.append(new)
    return sorted(found, key=lambda d: d.contents[0].start)


def _second(text: str, draft: Draft, names: Names) -> Iterator[tuple[Draft, Draft]]:
    """The draft without what a second source says, and that; nothing where there is no second source."""
    last = draft.contents[-1]
    if draft.cue is None or draft.source is None or max(draft.cue.end, draft.source.end) > last.start:
        return
    for conjunction in _OPENS.finditer(text, last.start, min(last.end, last.start + _REACH)):
        if _inside_quotation(text, last.start, conjunction.start()):
            continue
        at = conjunction.end()
        for source, verb in _voices(text, at, last.end, names, named=conjunction[1] not in _CONTRAST):
            kept = trim(text, Span(last.start, conjunction.start()))
            said = trim(text, Span(verb.end, last.end))
            if kept and said and (conjunction[1] in _CONTRAST or re.match(r"\s+that\b", text[verb.end : last.end])):
                yield replace(draft, contents=(*draft.contents[:-1], kept)), Draft((said,), verb, source, draft.score)


def _voices(text: str, at: int, end: int, names: Names, named: bool) -> Iterator[tuple[Span, Span]]:
    """A source that begins at an offset and the verb of speech right behind it."""
    for name, _ in names.inside(Span(at, min(end, at + _LONGEST)))[:1]:
        article = text[at : name.start].strip().lower()
        verb = re.match(r"\s+(\w+)\b", text[name.end : end])
        if article in ("", "the") and verb and _speaks(verb[1]):
            yield name, Span(name.end + verb.start(1), name.end + verb.end(1))
            return
    if named:
        return
    words = list(_WORD.finditer(text, at, min(end, at + _LONGEST)))
    for before, verb in pairwise(words[:_WORDS]):
        if not text[before.end() : verb.start()].isspace():
            return
        source = Span(at, before.end())
        if _speaks(verb[0]) and before[0].lower() not in _ARTICLES and not _is_pronoun(text[source.start : source.end]):
            yield source, Span(*verb.span())
            return


def _speaks(verb: str) -> bool:
    reading = read_cue(verb, "")
    return bool(_SPOKEN.fullmatch(verb)) and "not in the table" not in reading.reason and reading.mode == "communication"


def _is_pronoun(words: str) -> bool:
    return words.lower() in word_list("pronoun")


def _inside_quotation(text: str, start: int, at: int) -> bool:
    """Whether an offset lies between quotation marks that opened after `start`."""
    before = text[start:at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1 or text[start] in QUOTE_MARKS
