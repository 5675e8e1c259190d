"""From the words that name a source to the speaker: a full name where it is safe, otherwise nobody.

Never mis-attribute: whatever is ambiguous gives None. Mentions are resolved in order, since "he" and "the source" most often mean
whoever spoke last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from onrecord.language.sentences import sentence_number
from onrecord.model import Span
from onrecord.statements.antecedents import Candidate, chances
from onrecord.statements.mentions import WORD, Found, Mention
from onrecord.statements.names import Name, Names, slug, tokens
from onrecord.statements.portraits import Portraits, adjectives_of, classes_of, head_of, kinds_of, seat_of, state_of
from onrecord.statements.tables import words as word_list

_APPOSITION = re.compile(
    r"(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir) ([a-z][a-z -]+), ((?:[A-Z][\w&’'.-]*)(?: [A-Z][\w&’'.-]*)*)"
)  # "the operator, Norsk Pumps"
_SUBJECT = re.compile(
    r"(?<=[.!?”\"] )(?:The|A|An|His|Her|Its) (?:[a-z-]+ ){0,3}?([a-z]+)\b(?=,| (?:is|was|has|had|will|would|[a-z]+ed|gave|said|told)\b)"
)
_NEAR = 3  # sentences back within which a pronoun looks for its antecedent
_REMEMBERED = 200  # speakers back to which a description can point
_CLEAR = 0.75  # share of votes that settles a description
_SURE = 0.6  # share of the model's votes that settles a pronoun between several people


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is meant.

    `name` is None where nobody can be named safely; `role` says how the article describes them, `body` whom they speak for,
    `parts` who they are where several speak together, `reason` why. `type` is an entity type, or "described", "plural", "several".
    `named` is false for a description, which is somebody else in every article.
    """

    name: str | None
    id: str | None = None
    role: str | None = None
    reason: str = ""
    named: bool = True
    type: str = ""
    body: str | None = None
    parts: tuple[str, ...] = ()


# how a speaker was found, from sure to unsure; confidence is calibrated for each
MANNERS = ("named", "joint", "described", "description", "pronoun", "nobody")

NOBODY = Speaker(None, reason="no source in the text")


@dataclass(slots=True)
class Votes:
    """The model's probabilities that a mention means each of what was mentioned before it: names by id, earlier sources by span."""

    names: dict[str, float] = field(default_factory=dict)
    sources: dict[Span, float] = field(default_factory=dict)


@dataclass(slots=True)
class Spoken:
    """One speaker met so far: where, in which words, and who it was."""

    mention: Span
    words: tuple[str, ...]
    speaker: Speaker


class Resolver:
    """Resolves the source mentions of one article, in order."""

    def __init__(self, text: str, names: Names, starts: list[int], title: str = "") -> None:
        self.text, self.names, self.starts = text, names, starts
        self.titled = frozenset(tokens(title))
        self.people = [at for at, name in names.by_mention if name.type == "person"]
        self.portraits = Portraits(text, names)
        self.spoken: list[Spoken] = []
        self.known: dict[Span, Speaker] = {}
        self.manners: dict[Span, str] = {}
        self.own: tuple[Span, ...] = ()

    def resolve(self, mention: Span | None, votes: Votes, contents: Sequence[Span] = ()) -> Speaker:
        """The speaker a source mention stands for; `contents` are its own words, in which nobody is looked for who could be meant."""
        if mention is None:
            return NOBODY
        self.own = tuple(contents)
        if mention not in self.known:
            found = Mention(self.text, mention, self.names)
            speaker = self._resolve(found, votes)
            self.known[mention] = speaker
            self.manners[mention] = _manner(found, speaker)
            self.spoken.append(Spoken(mention, found.words, speaker))
        return self.known[mention]

    def manner(self, mention: Span | None) -> str:
        """How the speaker of a mention was found: one of MANNERS."""
        return self.manners.get(mention, "nobody") if mention else "nobody"

    def _resolve(self, mention: Mention, votes: Votes) -> Speaker:
        if not mention.words:
            return Speaker(None, reason="no words in the mention")
        if mention.is_pronoun():
            return self._pronoun(mention, mention.words[0], votes)
        heads = mention.heads()
        parts = mention.parts()
        if len(parts) > 1 and len(heads) < 2:
            return self._together(parts, votes)
        if heads:
            return self._named(mention, heads)
        return self._described(mention, votes)

    def _together(self, parts: list[Span], votes: Votes) -> Speaker:
        """A joint source: every part resolved by itself; a part that stays open is shown in its own words."""
        members = [self._resolve(Mention(self.text, part, self.names), votes) for part in parts]
        shown = [m.name or " ".join(self.text[p.start : p.end].split()) for m, p in zip(members, parts, strict=True)]
        if not any(m.name for m in members):
            return Speaker(None, reason=f"neither of {' and '.join(map(repr, shown))} is named")
        flat = tuple(dict.fromkeys(n for m, s in zip(members, shown, strict=True) for n in (m.parts or (s,))))
        name = " and ".join(flat)
        return Speaker(name, slug(name), None, "a joint source", all(m.named for m in members), "several", parts=flat)

    # names in the mention

    def _named(self, mention: Mention, heads: Found) -> Speaker:
        full = list(dict.fromkeys(name.full for _, name in heads))
        at, name = heads[0]
        if len(full) > 1:
            shown = " and ".join(full)
            return Speaker(shown, slug(shown), None, "several named together", type="several", parts=tuple(full))
        shown, reason = self._state(name, at)
        if name.type != "person":
            return Speaker(shown, slug(shown), mention.role(at), reason, type=name.type)
        role = mention.role(at) or next(iter(self.portraits.of(name).roles), None)
        return Speaker(shown, slug(shown), role, reason, type="person", body=mention.body(at) or self._body(role))

    def _body(self, role: str | None) -> str | None:
        """The body or place that a role names."""
        wanted = (role or "").lower()
        fitting = [n for n in self.names.names if n.type in ("organisation", "place") and n.full.lower() in wanted]
        return max((n.full for n in fitting), key=len, default=None)

    def _state(self, name: Name, at: Span) -> tuple[str, str]:
        mention = self.text[at.start : at.end]
        state = None if self.names.is_given(name.full) else seat_of(name.full, self.text)
        if state and (name.type != "person" or not self._spoken_of_as_person(name)):
            body = self._government(state) or state
            return body, f"{name.full} stands for {body}"
        return name.full, "named in place" if slug(mention) == slug(name.full) else f"{mention!r} is short for {name.full!r}"

    def _spoken_of_as_person(self, name: Name) -> bool:
        return len(tokens(name.full)) > 1 or bool(self.portraits.of(name).heads)

    def _government(self, state: str) -> str | None:
        """How the article itself calls the government of a state, where it does: "Syrian government"."""
        forms = "|".join(re.escape(a) for a in adjectives_of(state) if a[:1].isupper())
        found = re.search(rf"\b(?:{forms}) government\b", self.text) if forms else None
        return found[0] if found else None

    # descriptions

    def _described(self, mention: Mention, votes: Votes) -> Speaker:
        shown, words = mention.shown, mention.words
        if spelled := self.names.spelled_out(shown):
            return Speaker(spelled.full, spelled.id, None, f"{shown!r} are the initials of {spelled.full!r}", type=spelled.type)
        if person := self.names.surname(shown):
            return Speaker(person.full, person.id, None, f"{shown!r} is short for {person.full!r}", type="person")
        if apart := _APPOSITION.fullmatch(shown):
            return Speaker(apart[2], slug(apart[2]), apart[1], "named behind its description", type="described")
        if variant := self.names.like(shown):
            return Speaker(variant.full, variant.id, None, f"{shown!r} is {variant.full!r} in another spelling", type=variant.type)
        if artefact := self._artefact(mention, votes):
            return artefact
        if (owned := mention.owner()) and (meant := self._owned(mention, *owned)):
            return meant
        if words[0] in word_list("definite"):
            return self._pointing_back(mention, votes)
        if words[0] in ("a", "an", "one"):
            return self._brought_in(mention)
        if set(words) <= word_list("vague") | word_list("indefinite") or words[0] in word_list("nobody"):
            return Speaker(None, reason=f"{shown!r} names nobody")
        if (
            state_of(mention.shown.split()[0])
            and kinds_of(head_of(words)) == {"person"}
            and (found := self._portrayed(mention, list(words)))
        ):
            return found
        return self._in_place(mention, words)

    def _in_place(self, mention: Mention, words: tuple[str, ...]) -> Speaker:
        shown = mention.shown
        if body := _body_of_state(shown):
            return Speaker(body, slug(body), None, "a body of a state, named in place", type="organisation")
        name = shown if self._opens_with_name(mention) else shown[0].lower() + shown[1:]
        head = head_of(words)
        kind = "plural" if head.endswith("s") and words[0] not in ("a", "an", "one") else "described"
        return Speaker(name, slug(name), None, "described in place, never named", named=False, type=kind, body=mention.body(None))

    def _opens_with_name(self, mention: Mention) -> bool:
        shown = mention.shown
        return (
            (shown[:2].isalpha() and shown[:2].isupper())
            or self.names.covering(mention.at.start) is not None
            or state_of(shown.split()[0]) is not None
        )

    def _portrayed(self, mention: Mention, wanted: list[str]) -> Speaker | None:
        """The one name whose portrait the description fits; of several the one named within the last sentences."""
        states = {s for w in mention.shown.split() if w[:1].isupper() and (s := state_of(w))}
        found = [n for n in self.portraits.matching(wanted, states) if self._number_fits(n, wanted)]
        if len(found) > 1:
            here = sentence_number(self.starts, mention.at.start)
            since = self.starts[max(0, here - 2)]
            near = {name.id for _, name in self.names.before(mention.at.start, since)}
            found = [n for n in found if n.id in near] or _foremost(found)
        if len(found) != 1:
            return None
        name = found[0]
        role = next(iter(self.portraits.of(name).roles), None)
        reason = f"{mention.shown!r} is {name.full!r}, described as {role!r}" if role else f"{mention.shown!r} is {name.full!r}"
        return Speaker(name.full, name.id, role if name.type == "person" else None, reason, type=name.type, body=self._body(role))

    @staticmethod
    def _number_fits(name: Name, wanted: list[str]) -> bool:
        return name.type != "person" or not head_of(wanted).endswith("s") or head_of(wanted).endswith("ss")

    def _owned(self, mention: Mention, owner: Name | None, behind: str) -> Speaker | None:
        """ "Trump's envoy": the one person whose portrait says envoy, and does not say somebody else's."""
        wanted = [w.lower() for w in WORD.findall(behind)]
        if not wanted or "person" not in kinds_of(head_of(wanted)):
            return None
        found = [n for n in self.portraits.matching(wanted, set()) if owner is None or n.id != owner.id]
        if len(found) != 1:
            return None
        role = next(iter(self.portraits.of(found[0]).roles), None)
        return Speaker(found[0].full, found[0].id, role, f"{mention.shown!r} is {found[0].full!r}, described as {role!r}", type="person")

    def _artefact(self, mention: Mention, votes: Votes) -> Speaker | None:
        """A report or letter speaks for whoever made it: "the company’s annual report", "a UN report"; "the statement" points back, and
        "a statement by the ministry" is the ministry's word."""
        head = head_of(mention.words)
        if head not in word_list("outlet"):
            return None
        if len(mention.words) == 2 and mention.words[0] == "the":
            author = self._author(mention.at, head)
            return author and replace(author, reason=f"{mention.shown!r} is by {author.name!r}")
        shown = self.text[mention.at.start : mention.at.end]
        if head in word_list("utterance") and (by := re.search(r"\b(?:by|from) ", shown)):
            author = self._resolve(Mention(self.text, Span(mention.at.start + by.end(), mention.at.end), self.names), votes)
            return replace(author, reason=f"{mention.shown!r}: {author.reason}")
        made = re.match(r"(.+?)[’']s?\s+(.+)", shown, re.DOTALL) or re.match(r"(?i)(his|her|its|their)\s+(.+)", shown, re.DOTALL)
        if made and made[1].split()[0].lower() in word_list("definite"):
            owner = self._resolve(Mention(self.text, Span(mention.at.start, mention.at.start + len(made[1])), self.names), votes)
            if not owner.name or not owner.named:
                return None
            name = f"the {' '.join(made[2].split())} of {owner.name}"
            return Speaker(name, slug(name), None, f"{mention.shown!r} is by {owner.name!r}", type="described", body=owner.name)
        return self._in_place(mention, mention.words) if mention.inside and mention.words[0] not in word_list("definite") else None

    def _brought_in(self, mention: Mention) -> Speaker:
        """ "a monitor": a body or person brought in here and perhaps named later; else shown in its own words, unless too vague."""
        wanted = list(mention.words[1:])
        head = head_of(wanted)
        states = {s for w in mention.shown.split() if w[:1].isupper() and (s := state_of(w))}
        specific = any("monitor" in classes_of(w) for w in wanted)
        if wanted and (specific or "person" in kinds_of(head)):
            found = [
                n
                for n in self.portraits.matching(wanted, states)
                if (n.type == "organisation" and specific) or (n.type == "person" and self._named_soon(n, mention.at))
            ]
            found = _foremost(found)
            if len(found) == 1 and (specific or set(wanted) <= self.portraits.of(found[0]).words | word_list("epithet")):
                return Speaker(found[0].full, found[0].id, None, f"{mention.shown!r} is named later: {found[0].full!r}", type=found[0].type)
        if set(mention.words) <= word_list("vague") | word_list("indefinite"):
            return Speaker(None, reason=f"{mention.shown!r} names nobody")
        return self._in_place(mention, mention.words)

    def _named_soon(self, name: Name, mention: Span) -> bool:
        """Whether a person is first named, and described, within the next two sentences, and not as "another" of the kind."""
        first = min(at.start for at in name.mentions)
        portrait = self.portraits.of(name)
        here = sentence_number(self.starts, mention.start)
        return first > mention.end and not portrait.other and sentence_number(self.starts, first) - here in (1, 2)

    def _pointing_back(self, mention: Mention, votes: Votes) -> Speaker:
        """ "the source", "the Observatory", "the fire chief": what was met before and fits the words."""
        shown, wanted = mention.shown, list(mention.words[1:])
        if not wanted:
            return Speaker(None, reason=f"{shown!r} names nobody")
        head = head_of(wanted)
        if wanted[0] == "two" and (pair := self._pair(mention.at)):
            return pair
        if earlier := self._same_words(wanted, head, mention):
            return earlier
        own = shown.partition(" ")[2]
        if spelled := self.names.spelled_out(own):
            return Speaker(spelled.full, spelled.id, None, f"{own!r} are the initials of {spelled.full!r}", type=spelled.type)
        fitting = self.names.bodies(wanted)
        if len(fitting) == 1:
            full = fitting.pop()
            return Speaker(full, slug(full), None, f"{shown!r} is part of {full!r}", type="organisation")
        if fuller := self._fuller(mention, own, head):
            return fuller
        if found := self._portrayed(mention, wanted):
            return found
        if "state" in kinds_of(head) and (state := self._state_before(mention.at)):
            return state
        if found := self._voted(mention, head, votes):
            return found
        return self._left(mention, wanted, own, head)

    def _left(self, mention: Mention, wanted: list[str], own: str, head: str) -> Speaker:
        """A definite description that points to nothing named: kept in its own words where it says enough."""
        people = {w for w in wanted if w not in word_list("vague")}
        telling = head in word_list("people") and len(people) > 1 and len(wanted) > 1
        if re.search(r"\b[A-Z]", own) or head in word_list("institution") or telling or (len(wanted) > 2 and self._descriptive(wanted)):
            if body := _body_of_state(own):
                return Speaker(body, slug(body), None, "a body of a state, named in place", type="organisation")
            name = own if own[0].isupper() else f"the {own}"
            kind = "organisation" if head in word_list("institution") else "plural" if head.endswith("s") else "described"
            body = mention.body(None)
            return Speaker(name, slug(own), None, "described in place, never named", named=False, type=kind, body=body)
        return Speaker(None, reason=f"{mention.shown!r} is not named in the article")

    def _same_words(self, wanted: list[str], head: str, mention: Mention) -> Speaker | None:
        """The latest speaker whose words hold all words of the description, the head among them as head."""
        for spoken in self.spoken[: -_REMEMBERED - 1 : -1]:
            name = spoken.speaker.name
            if name and head in (head_of(spoken.words), head_of(tokens(name))) and set(wanted) <= {*spoken.words, *tokens(name)}:
                return replace(spoken.speaker, reason=f"{mention.shown!r} points back to {name!r}")
        if head in word_list("people"):
            return self._introduced(wanted, head, mention)
        return None

    def _introduced(self, wanted: list[str], head: str, mention: Mention) -> Speaker | None:
        """ "the official" after "an official of the mayor's office" that has not spoken: the latest of its kind within some sentences."""
        here = sentence_number(self.starts, mention.at.start)
        since = self.starts[max(0, here - _NEAR)]
        tail = r"(?: (?:of|for|from|at|in|with|close to) (?:the |an? )?(?:[\w-]+[’']s )?[\w’'-]+(?: [A-Z][\w’'-]*)*)?"
        found = list(
            re.finditer(rf"\b([Aa]n?|[Oo]ne) ((?:[\w’'-]+ ){{0,3}}?{re.escape(head)}{tail})\b", self.text[since : mention.at.start])
        )
        if not found or not set(wanted) <= {w.lower() for w in WORD.findall(found[-1][2])}:
            return None
        name = f"{found[-1][1].lower()} {found[-1][2]}"
        return Speaker(name, slug(name), None, f"{mention.shown!r} is {name!r} of before", named=False, type="described")

    def _fuller(self, mention: Mention, own: str, head: str) -> Speaker | None:
        """ "the government" as the article calls it elsewhere ("the Syrian government"), where it means one only, or one just before."""
        if head not in word_list("institution") or own.lower() != head:
            return None
        found: dict[str, list[tuple[int, str]]] = {}
        for match in re.finditer(rf"\b((?:[A-Z][\w.’'-]*\s+){{1,4}}){head}\b", self.text):
            phrase = re.sub(r"[’']s\b", "", " ".join(match[0].split()))
            first, *rest = phrase.split()
            phrase = " ".join(rest) if first.lower() in word_list("definite") | word_list("clause") | {"in", "but"} else phrase
            state = state_of(phrase.rsplit(" ", 1)[0])
            phrase = f"{adjectives_of(state)[0]} {head}" if state and adjectives_of(state)[0] else phrase
            if len(phrase.split()) > 1:
                found.setdefault(slug(phrase), []).append((match.start(), phrase))
        before = {k: [f for f in v if f[0] < mention.at.start] for k, v in found.items()}
        near = sentence_number(self.starts, mention.at.start) - 2
        just = [k for k, v in before.items() if v and sentence_number(self.starts, v[-1][0]) >= near]
        chosen = just if len(just) == 1 else list(found) if len(found) == 1 else []
        if not chosen:
            return None
        name = found[chosen[0]][0][1]
        return Speaker(name, slug(name), None, f"{mention.shown!r} is {name!r} in this article", type="organisation")

    def _state_before(self, at: Span) -> Speaker | None:
        """ "the staunch ally": the state named right before."""
        here = sentence_number(self.starts, at.start)
        before = self.names.before(at.start, self.starts[max(0, here - 1)])
        if not before or not state_of(before[0][1].full):
            return None
        name = before[0][1]
        return Speaker(name.full, name.id, None, f"the state named before: {name.full!r}", type=name.type)

    def _pair(self, at: Span) -> Speaker | None:
        """ "the two leaders": the two people named in the sentences before, when there are just two."""
        here = sentence_number(self.starts, at.start)
        people = [n for _, n in self.names.before(at.start, self.starts[max(0, here - _NEAR)]) if n.type == "person"]
        found = list({n.full: None for n in reversed(people)})
        if len(found) != 2:
            return None
        name = " and ".join(found)
        return Speaker(name, slug(name), None, "the two people named before", type="several", parts=tuple(found))

    def _voted(self, mention: Mention, head: str, votes: Votes) -> Speaker | None:
        """The name of the right kind that the model votes for, when its share is clear; or the body that spoke last, if no other is."""
        if set(mention.words[1:]) - word_list("epithet") - {head}:
            return None
        kinds = kinds_of(head) & {"person", "organisation"}
        shares = {n.id: s for n in self.names.names if n.type in kinds and (s := votes.names.get(n.id, 0.0))}
        best = max(shares, key=lambda k: shares[k], default=None)
        if best and shares[best] >= _CLEAR and (name := self.names.named(best)):
            if self.portraits.of(name).holds_other(head):
                return None
            return Speaker(
                name.full, name.id, None, f"{mention.shown!r} means {name.full!r} ({shares[best]:.0%} of the votes)", type=name.type
            )
        last = self.spoken[-1] if self.spoken else None
        here = sentence_number(self.starts, mention.at.start)
        if last and kinds == {"organisation"} and last.speaker.type == "organisation" and last.speaker.named:
            near = here - sentence_number(self.starts, last.mention.start) <= 1
            rivals = [n for _, n in self.names.before(mention.at.start, last.mention.end) if n.type == "organisation"]
            if near and not {n.full for n in rivals} - {last.speaker.name}:
                return replace(last.speaker, reason=f"{mention.shown!r} goes on with {last.speaker.name!r}")
        return None

    def _author(self, mention: Span, artefact: str) -> Speaker | None:
        """Whoever spoke last "in a statement", when "the statement" follows within some sentences."""
        here = sentence_number(self.starts, mention.start)
        for spoken in reversed(self.spoken):
            number = sentence_number(self.starts, spoken.mention.start)
            if here - number > _NEAR or not spoken.speaker.name:
                return None
            if re.search(rf"\b(?:a|an|its|his|her|their) (?:\w+ )?{artefact}\b", self.text[spoken.mention.start : mention.start]):
                return spoken.speaker
        return None

    @staticmethod
    def _descriptive(words: list[str]) -> bool:
        """A definite mention that brings its own description with it: "the head of the local hospital"."""
        return bool({"of", "for", "at", "in", "from", "who"} & set(words[:-1]))

    # pronouns

    def _pronoun(self, mention: Mention, word: str, votes: Votes) -> Speaker:
        if word in ("who", "which", "that"):
            return self._relative(mention, word, votes)
        if not _kinds(word):
            return Speaker(None, reason=f"{word!r} is not resolved")
        here = sentence_number(self.starts, mention.at.start)
        candidates = self._candidates(mention.at, word, here)
        votes = self._weighed(mention.at, candidates, votes) if _kinds(word) == ("person",) else votes
        last = self._last_speaker(word, here)
        if last is not None and self._goes_on(last, mention.at, word, candidates, votes):
            return replace(last.speaker, reason=f"{word!r} goes on with {last.speaker.name!r}")
        earlier = max(((s, span) for span, s in votes.sources.items()), default=None)
        if earlier and earlier[0] >= _SURE and (meant := self.known.get(earlier[1])) and meant.name and self._may_mean(meant, word):
            return replace(meant, reason=f"{word!r} means {meant.name!r} ({earlier[0]:.0%} of the votes)")
        if not candidates:
            return Speaker(None, reason=f"nobody near whom {word!r} could mean")
        name, share = max(((n, votes.names.get(n.id, 0.0)) for n in candidates), key=lambda c: c[1])
        if share >= _SURE or (len(candidates) == 1 and share >= 0.15 and word not in word_list("plural")):
            role = next(iter(self.portraits.of(name).roles), None) if name.type == "person" else None
            return Speaker(name.full, name.id, role, f"{word!r} means {name.full!r} ({share:.0%} of the votes)", type=name.type)
        return Speaker(None, reason=f"{word!r} could be " + ", ".join(n.full for n in candidates[:3]))

    def _weighed(self, mention: Span, candidates: list[Name], votes: Votes) -> Votes:
        """The votes for people weighed with what the text shows: who is a subject, who stands between, who is in the headline."""
        if not candidates:
            return votes
        asked = [
            Candidate(tuple(sorted(n.mentions)), votes.names.get(n.id, 0.0), bool(self.titled & {*tokens(n.full)}), n.full)
            for n in candidates
        ]
        found = chances(self.text, self.starts, mention, asked, self.people)
        return Votes({n.id: chance for n, chance in zip(candidates, found, strict=True)}, votes.sources)

    def _may_mean(self, speaker: Speaker, word: str) -> bool:
        if word in word_list("plural"):
            return speaker.type in ("plural", "several", "organisation")
        if word in word_list("neuter"):
            return speaker.type in ("organisation", "place", "described")
        return speaker.type in ("person", "described")

    def _goes_on(self, last: Spoken, mention: Span, word: str, candidates: list[Name], votes: Votes) -> bool:
        """Whether a pronoun means whoever spoke last: nobody else can be meant, or nobody else is meant more by the model's votes."""
        rival = max((votes.names.get(n.id, 0.0) for n in candidates if n.id != last.speaker.id), default=0.0)
        if self.names.named(last.speaker.id or "") is None:  # a description, for which the model has no votes as a name
            own = votes.sources.get(last.mention, 0.0)
            return rival < max(_SURE, own) and self._nobody_between(last, mention, word)
        own = votes.names.get(last.speaker.id or "", 0.0)
        if self._described_between(last, mention, word):
            return False
        return rival <= own + 0.1 and (len(candidates) == 1 or own >= 0.3 or self._nobody_between(last, mention, word))

    def _relative(self, mention: Mention, word: str, votes: Votes) -> Speaker:
        """ "Kestrin Works, which said", "the regime which denied": the name or description right in front of the relative pronoun."""
        for at, name in self.names.before(mention.at.start, max(0, mention.at.start - 120))[:1]:
            if re.fullmatch(r"(?:[’']s)?,?\s*", self.text[at.end : mention.at.start]) and (name.type == "person") == (word == "who"):
                return Speaker(name.full, name.id, None, f"{word!r} follows {name.full!r}", type=name.type)
        before = self.text[max(0, mention.at.start - 80) : mention.at.start]
        phrase = re.search(r"(?s).*\b((?:[Tt]he|[Aa]n?) (?:[\w’'-]+ ){0,3}[\w’'-]+),?\s*$", before)
        if phrase:
            at = Span(mention.at.start - len(before) + phrase.start(1), mention.at.start - len(before) + phrase.end(1))
            head = head_of(w.lower() for w in WORD.findall(phrase[1])[1:])
            if kinds_of(head) or head in word_list("institution") | word_list("people"):
                found = self._resolve(Mention(self.text, at, self.names), votes)
                return replace(found, reason=f"{word!r} follows {phrase[1]!r}") if found.name else found
        return Speaker(None, reason=f"{word!r} is not resolved")

    def _candidates(self, mention: Span, word: str, here: int) -> list[Name]:
        since = self.starts[max(0, here - _NEAR)]
        kinds = _kinds(word)
        return list(
            {
                name.id: name
                for _, name in self.names.before(mention.start, since)
                if name.type in kinds and self._agrees(name, word) and (name.type != "place" or state_of(name.full))
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
        return last if near and agrees and last.speaker.name and last.speaker.type in kinds else None

    def _nobody_between(self, last: Spoken, mention: Span, word: str) -> bool:
        between = {
            name.full
            for at, name in self.names.before(mention.start, last.mention.end)
            if name.type in _kinds(word) and not self._in_own(at.start)
        }
        return not between - {last.speaker.name} and not self._described_between(last, mention, word)

    def _in_own(self, offset: int) -> bool:
        return any(c.start <= offset < c.end for c in self.own)

    def _described_between(self, last: Spoken, mention: Span, word: str) -> bool:
        """Whether somebody or some body without a name is the subject of a sentence since the last speaker: "The ministry, …"."""
        wanted = "person" if _kinds(word) == ("person",) else "organisation"
        return any(
            wanted in kinds_of(found[1].lower()) and not self._in_own(found.start()) and not self._is_last(last, found[0])
            for found in _SUBJECT.finditer(self.text, last.mention.end, mention.start)
        )

    @staticmethod
    def _is_last(last: Spoken, described: str) -> bool:
        words = {w.lower() for w in WORD.findall(described)[1:]}
        return words <= {*last.words, *tokens(last.speaker.name or "")}


def _kinds(word: str) -> tuple[str, ...]:
    if word in word_list("male") | word_list("female"):
        return ("person",)
    if word in word_list("neuter"):
        return ("organisation", "place")
    return ("organisation",) if word in word_list("plural") else ()


def _foremost(names: list[Name]) -> list[Name]:
    """Of several names the one mentioned three times as often as any other, else all."""
    ranked = sorted(names, key=lambda n: -len(n.mentions))
    return ranked[:1] if len(ranked) > 1 and len(ranked[0].mentions) >= 3 * len(ranked[1].mentions) else names


def _body_of_state(shown: str) -> str | None:
    """ "Syria’s government", "the Syrian government": the body of a state by the state's adjective, the same in every article."""
    words = re.sub(r"^[Tt]he ", "", shown).split()
    state = state_of(words[0]) if len(words) in (2, 3) else None
    if state is None or words[-1].lower() not in word_list("institution") or not words[0][0].isupper():
        return None
    adjective = next(iter(adjectives_of(state)), "")
    return " ".join([adjective if words[0].lower().rstrip("s").rstrip("’'") == state.lower() and adjective else words[0], *words[1:]])


def _manner(mention: Mention, speaker: Speaker) -> str:
    if speaker.name is None:
        return "nobody"
    if mention.is_pronoun():
        return "pronoun"
    if speaker.type == "several":
        return "joint"
    if not speaker.named:
        return "described"
    return "named" if mention.inside else "description"
