"""From the words that name a source to the speaker: a full name where it is safe, otherwise nobody.

Never mis-attribute: whatever is ambiguous gives None. Statements are resolved in order, since "he" and "the source" most often
mean whoever spoke last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from onrecord.language.sentences import sentence_number
from onrecord.model import Span
from onrecord.statements.names import Name, Names, slug, tokens
from onrecord.statements.tables import rows
from onrecord.statements.tables import words as word_list

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_APPOSITION = re.compile(
    r"(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir) ([a-z][a-z -]+), ((?:[A-Z][\w&’'.-]*)(?: [A-Z][\w&’'.-]*)*)"
)  # "the operator, Norsk Pumps"
_NEAR = 3  # sentences back within which a pronoun looks for its antecedent
_REMEMBERED = 200  # speakers back to which a description can point
_SURE = 0.6  # share of the model's votes that settles a pronoun between several people


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is meant: `name` None where nobody can be named safely; `role` how the mention describes them; `reason` why."""

    name: str | None
    id: str | None = None
    role: str | None = None
    reason: str = ""
    named: bool = True  # False for a description, which is somebody else in every article


NOBODY = Speaker(None, reason="no source in the text")


@dataclass(slots=True)
class Votes:
    """The model's probabilities that a mention means each of the names mentioned before it (name id to share)."""

    shares: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Spoken:
    """One speaker met so far: where, in which words, and who it was."""

    mention: Span
    words: tuple[str, ...]
    speaker: Speaker
    type: str


class Resolver:
    """Resolves the source mentions of one article, in order."""

    def __init__(self, text: str, names: Names, starts: list[int]) -> None:
        self.text, self.names, self.starts = text, names, starts
        self.spoken: list[Spoken] = []
        self.known: dict[Span, Speaker] = {}

    def resolve(self, mention: Span | None, votes: Votes) -> Speaker:
        """The speaker a source mention stands for."""
        if mention is None:
            return NOBODY
        if mention not in self.known:
            words = tuple(w.lower() for w in _WORD.findall(self.text[mention.start : mention.end]))
            speaker, kind = self._resolve(mention, words, votes)
            self.known[mention] = speaker
            self.spoken.append(Spoken(mention, words, speaker, kind))
        return self.known[mention]

    def _resolve(self, mention: Span, words: tuple[str, ...], votes: Votes) -> tuple[Speaker, str]:
        if not words:
            return Speaker(None, reason="no words in the mention"), ""
        if len(words) == 1 and words[0] in word_list("pronoun") and not self._acronym(mention):
            return self._pronoun(mention, words[0], votes)
        heads = self._heads(mention)
        if heads:
            return self._named(mention, heads)
        return self._described(mention, words)

    def _acronym(self, mention: Span) -> bool:
        """ "WHO" is no pronoun, unless everything around it is in capitals, too."""
        around = self.text[max(0, mention.start - 40) : mention.end + 40]
        return mention.end - mention.start > 1 and self.text[mention.start : mention.end].isupper() and not around.isupper()

    # names in the mention

    def _heads(self, mention: Span) -> list[tuple[Span, Name]]:
        """The names in a mention that are its source and not merely part of a description ("Trump's envoy", "a Syrian official")."""
        inside = self.names.inside(mention)
        people = [
            (at, name)
            for at, name in inside
            if name.type == "person" and self._stands_free(mention, at) and not self._modifies(mention, at)
        ]
        if people:
            # of names side by side the full one is the person; a lone word may be a place taken for one
            full = [(at, name) for at, name in people if len(tokens(self.text[at.start : at.end])) > 1]
            return self._joined(full or people)
        bodies = [
            (at, name) for at, name in inside if name.type != "person" and self._stands_free(mention, at) and self._closes(mention, at)
        ]
        return self._joined(bodies)

    def _stands_free(self, mention: Span, at: Span) -> bool:
        """Not behind a preposition ("a spokesman for the X") and not a possessive ("X's envoy", also with the apostrophe lost)."""
        before = [w.lower() for w in _WORD.findall(self.text[mention.start : at.start])]
        while before and before[-1] in word_list("definite"):
            before.pop()
        after = self.text[at.end : mention.end]
        shown = self.text[at.start : at.end]
        if re.match(r"[’']s?\b|s\b", after) or shown.endswith(("'s", "’s", "s'", "s’")) or self._lost_possessive(shown):
            return not _WORD.search(re.sub(r"^[’']?s?\b", "", after))
        linked = before and before[-1] in word_list("preposition")
        return not linked and not re.match(r"-[a-z]", after)

    def _lost_possessive(self, shown: str) -> bool:
        """ "Trumps envoy" in a text that lost its apostrophes: without its s it is a name of the article."""
        return shown.endswith("s") and shown[:-1] in self.names.shown

    def _modifies(self, mention: Span, at: Span) -> bool:
        """A bare surname between an article and a common noun: "the staunch Assad ally", "a Trump aide"."""
        first = _WORD.search(self.text, mention.start, mention.end)
        opened = first is not None and first[0].lower() in word_list("definite") | word_list("indefinite")
        return opened and len(tokens(self.text[at.start : at.end])) == 1 and bool(re.match(r"\s+[a-z]", self.text[at.end : mention.end]))

    def _closes(self, mention: Span, at: Span) -> bool:
        """Nothing but an apposition or a place follows a body's name: "SANA news agency" is a source by name, "UN officials" is not."""
        after = self.text[at.end : mention.end]
        following = _WORD.search(after)
        return following is None or bool(re.match(r"\s*[,(–—-]", after)) or following[0].lower() in word_list("follower")

    def _joined(self, found: list[tuple[Span, Name]]) -> list[tuple[Span, Name]]:
        """The first name, and the others where "and" joins them."""
        kept = found[:1]
        for before, at in pairwise(found):
            between = self.text[before[0].end : at[0].start]
            if re.fullmatch(r",?\s*(?:and\s+)?(?:the\s+)?,?\s*(?:[\w.]+\s+){0,4}", between) and re.search(
                r"\band\b", self.text[found[0][0].end : at[0].start]
            ):
                kept.append(at)
        return kept

    def _named(self, mention: Span, heads: list[tuple[Span, Name]]) -> tuple[Speaker, str]:
        full = list(dict.fromkeys(name.full for _, name in heads))
        at, name = heads[0]
        role = self._role(mention, at) if len(full) == 1 else None
        shown = " and ".join(full)
        shown, reason = self._state(shown, at, name.type)
        return Speaker(shown, slug(shown), role, reason), name.type if len(full) == 1 else "several"

    def _state(self, name: str, at: Span, kind: str) -> tuple[str, str]:
        mention = self.text[at.start : at.end]
        for row in rows("capitals.csv") if kind != "person" and not self.names.is_given(name) else ():
            if row["name"].lower().removeprefix("the ") == name.lower():
                return row["state"], f"{name} stands for {row['state']}"
        return name, "named in place" if slug(mention) == slug(name) else f"{mention!r} is short for {name!r}"

    def _role(self, mention: Span, at: Span) -> str | None:
        before = self.text[mention.start : at.start].strip(" ,\n")
        after = self.text[at.end : mention.end].strip(" ,\n")
        role = after if after and not after.startswith(("’", "'")) else before
        role = " ".join(role.split()).strip(' ,.;:()“”"')
        role = re.sub(r"^(?:the|who is)\b\s*", "", role, flags=re.I)
        return role if re.search(r"[a-z]{3}", role) and _WORD.search(role) and len(role.split()) + role[:1].islower() > 1 else None

    # descriptions

    def _described(self, mention: Span, words: tuple[str, ...]) -> tuple[Speaker, str]:
        shown = " ".join(self.text[mention.start : mention.end].split()).strip(' ,.;:“”"')
        if spelled := self.names.spelled_out(shown):
            return Speaker(spelled.full, spelled.id, None, f"{shown!r} are the initials of {spelled.full!r}"), spelled.type
        if named := _APPOSITION.fullmatch(shown):
            return Speaker(named[2], slug(named[2]), named[1], "named behind its description"), "described"
        if words[0] in word_list("definite"):
            return self._pointing_back(mention, words, shown)
        if set(words) <= word_list("vague") | word_list("indefinite"):
            return Speaker(None, reason=f"{shown!r} names nobody"), ""
        name = shown if self._opens_with_name(mention, shown) else shown[0].lower() + shown[1:]
        kind = "plural" if words[-1].endswith("s") and words[0] not in ("a", "an", "one") else "described"
        return Speaker(name, slug(name), None, "described in place, never named", named=False), kind

    def _opens_with_name(self, mention: Span, shown: str) -> bool:
        return (shown[:2].isalpha() and shown[:2].isupper()) or self.names.covering(mention.start) is not None

    def _pointing_back(self, mention: Span, words: tuple[str, ...], shown: str) -> tuple[Speaker, str]:
        """ "the source", "the Observatory": the latest speaker or the one body that the words fit; the head noun has to be the same."""
        wanted = list(words[1:])
        if not wanted:
            return Speaker(None, reason=f"{shown!r} names nobody"), ""
        head = _head(wanted)
        for spoken in self.spoken[: -_REMEMBERED - 1 : -1]:
            name = spoken.speaker.name
            if name and head in (_head(spoken.words), _head(tuple(tokens(name)))) and set(wanted) <= {*spoken.words, *tokens(name)}:
                return replace(spoken.speaker, reason=f"{shown!r} points back to {name!r}"), spoken.type
        if set(wanted) <= word_list("vague"):
            return Speaker(None, reason=f"{shown!r} is not named in the article"), ""
        own = shown.partition(" ")[2]
        if spelled := self.names.spelled_out(own):
            return Speaker(spelled.full, spelled.id, None, f"{own!r} are the initials of {spelled.full!r}"), spelled.type
        if head in word_list("outlet") and len(wanted) == 1 and (author := self._author(mention, head)):
            return Speaker(
                author.speaker.name, author.speaker.id, author.speaker.role, f"{shown!r} is by {author.speaker.name!r}"
            ), author.type
        fitting = self.names.bodies(wanted)
        if len(fitting) == 1:
            full = fitting.pop()
            return Speaker(full, slug(full), None, f"{shown!r} is part of {full!r}"), "organisation"
        if re.search(r"\b[A-Z]", own) or head in word_list("institution") or (len(words) > 3 and self._descriptive(words)):
            name = own if own[0].isupper() else f"the {own}"
            kind = "organisation" if head in word_list("institution") else "described"
            return Speaker(name, slug(own), None, "described in place, never named", named=False), kind
        return Speaker(None, reason=f"{shown!r} is not named in the article"), ""

    def _author(self, mention: Span, artefact: str) -> Spoken | None:
        """Whoever spoke last "in a statement", when "the statement" follows within some sentences."""
        here = sentence_number(self.starts, mention.start)
        for spoken in reversed(self.spoken):
            number = sentence_number(self.starts, spoken.mention.start)
            if here - number > _NEAR or not spoken.speaker.name:
                return None
            if re.search(rf"\b(?:a|an|its|his|her|their) (?:\w+ )?{artefact}\b", self.text[spoken.mention.start : mention.start]):
                return spoken
        return None

    @staticmethod
    def _descriptive(words: tuple[str, ...]) -> bool:
        """A definite mention that brings its own description with it: "the head of the local hospital"."""
        return bool({"of", "for", "at", "in", "from", "who"} & set(words[1:-1]))

    # pronouns

    def _pronoun(self, mention: Span, word: str, votes: Votes) -> tuple[Speaker, str]:
        if word in ("who", "which"):
            return self._relative(mention, word)
        if not _kinds(word):
            return Speaker(None, reason=f"{word!r} is not resolved"), ""
        here = sentence_number(self.starts, mention.start)
        candidates = self._candidates(mention, word, here)
        last = self._last_speaker(word, here)
        if last is not None and self._goes_on(last, mention, word, candidates, votes):
            return replace(last.speaker, reason=f"{word!r} goes on with {last.speaker.name!r}"), last.type
        if not candidates:
            return Speaker(None, reason=f"nobody near whom {word!r} could mean"), ""
        name, share = max(((n, votes.shares.get(n.id, 0.0)) for n in candidates), key=lambda c: c[1])
        if share >= _SURE or (len(candidates) == 1 and share >= 0.15 and word not in word_list("plural")):
            return Speaker(name.full, name.id, None, f"{word!r} means {name.full!r} ({share:.0%} of the votes)"), name.type
        return Speaker(None, reason=f"{word!r} could be " + ", ".join(n.full for n in candidates[:3])), ""

    def _goes_on(self, last: Spoken, mention: Span, word: str, candidates: list[Name], votes: Votes) -> bool:
        """Whether a pronoun means whoever spoke last: nobody else can be meant, or nobody else is meant more by the model's votes."""
        rival = max((votes.shares.get(n.id, 0.0) for n in candidates if n.id != last.speaker.id), default=0.0)
        if self.names.named(last.speaker.id or "") is None:  # a description, for which the model has no votes
            return rival < _SURE and self._nobody_between(last, mention, word)
        own = votes.shares.get(last.speaker.id or "", 0.0)
        return rival <= own + 0.1 and (len(candidates) == 1 or own >= 0.3 or self._nobody_between(last, mention, word))

    def _relative(self, mention: Span, word: str) -> tuple[Speaker, str]:
        """ "Kestrin Works, which said": the name right in front of the relative pronoun."""
        for at, name in self.names.before(mention.start, max(0, mention.start - 120))[:1]:
            if re.fullmatch(r"(?:[’']s)?,?\s*", self.text[at.end : mention.start]) and (name.type == "person") == (word == "who"):
                return Speaker(name.full, name.id, None, f"{word!r} follows {name.full!r}"), name.type
        return Speaker(None, reason=f"{word!r} is not resolved"), ""

    def _candidates(self, mention: Span, word: str, here: int) -> list[Name]:
        since = self.starts[max(0, here - _NEAR)]
        kinds = _kinds(word)
        return list(
            {
                name.id: name for _, name in self.names.before(mention.start, since) if name.type in kinds and self._agrees(name, word)
            }.values()
        )

    def _agrees(self, name: Name, word: str) -> bool:
        """Nothing that the article says of the name contradicts the pronoun's gender."""
        gender = self.names.gender(name)
        return not gender or word not in word_list("male") | word_list("female") or word in word_list(gender)

    def _last_speaker(self, word: str, here: int) -> Spoken | None:
        """The latest speaker before the mention, when near, named and of the pronoun's kind."""
        if not self.spoken:
            return None
        last = self.spoken[-1]
        near = here - sentence_number(self.starts, last.mention.start) <= _NEAR
        kinds = {*_kinds(word), *(("several", "plural") if word in word_list("plural") else ("described",))}
        named = self.names.named(last.speaker.id or "")
        agrees = named is None or self._agrees(named, word)
        return last if near and agrees and last.speaker.name and last.type in kinds else None

    def _nobody_between(self, last: Spoken, mention: Span, word: str) -> bool:
        between = {name.full for at, name in self.names.before(mention.start, last.mention.end) if name.type in _kinds(word)}
        return not between - {last.speaker.name}


def _head(words: Sequence[str]) -> str:
    """The head noun of a description: the last word before a preposition or relative pronoun."""
    for i, word in enumerate(words):
        if i and word in word_list("preposition") | {"who", "which", "that"}:
            return words[i - 1]
    return words[-1] if words else ""


def _kinds(word: str) -> tuple[str, ...]:
    if word in word_list("male") | word_list("female"):
        return ("person",)
    if word in word_list("neuter"):
        return ("organisation", "place")
    return ("organisation",) if word in word_list("plural") else ()
