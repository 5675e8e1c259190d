"""The words that name a source, taken apart: which names in them speak, which only describe, and in what role."""

from __future__ import annotations

import re
from itertools import pairwise

from onrecord.model import Span
from onrecord.statements.names import Name, Names, tokens
from onrecord.statements.portraits import kinds_of, state_of
from onrecord.statements.tables import words as word_list

WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_WHOLE = 0.8  # share of a mention from which a name that is no person, body or place speaks
_LONGEST = 14  # words of one part of a joint source
Found = list[tuple[Span, Name]]
_FOR = re.compile(r"([\w-]+),? (?:of|for|at|from|with) (?:the )?$")
_CLAUSE = re.compile(r"(?:who|which|whose) (?!is\b|was\b|chairs\b|heads\b|leads\b|runs\b|directs\b|edits\b|represents\b)", re.IGNORECASE)
_ROLE_OPENS = re.compile(r"^(?:the|who is|a|an|its|his|her|their)\b\s*", re.IGNORECASE)
_JOINT = re.compile(r",?\s*(?:and\s+)?(?:the\s+)?,?\s*(?:[\w.]+\s+){0,4}")


class Mention:
    """One source mention in its text, with the names in it."""

    def __init__(self, text: str, at: Span, names: Names) -> None:
        self.text, self.at, self.names = text, at, names
        self.words = tuple(w.lower() for w in WORD.findall(text[at.start : at.end]))
        self.shown = " ".join(text[at.start : at.end].split()).strip(' ,.;:“”"')
        self.inside = names.inside(at)

    def is_pronoun(self) -> bool:
        """One word that is a pronoun; "WHO" is none, unless everything around it is in capitals, too."""
        if len(self.words) != 1 or self.words[0] not in word_list("pronoun"):
            return False
        around = self.text[max(0, self.at.start - 40) : self.at.end + 40]
        return not (self.at.end - self.at.start > 1 and self.text[self.at.start : self.at.end].isupper() and not around.isupper())

    def heads(self) -> Found:
        """The names in the mention that are its source and not merely part of a description ("Trump's envoy", "a Syrian official")."""
        people = [(at, name) for at, name in self.inside if name.type == "person" and self._stands_free(at) and not self._modifies(at)]
        if people:
            # of names side by side the full one is the person; a lone word may be a place taken for one
            full = [(at, name) for at, name in people if len(tokens(self.text[at.start : at.end])) > 1]
            return self._joined(full or people)
        bodies = [(at, n) for at, n in self.inside if n.type != "person" and self._stands_free(at) and self._closes(at)]
        named = [(at, n) for at, n in bodies if n.type != "other" or at.end - at.start >= _WHOLE * (self.at.end - self.at.start)]
        return self._joined(named)

    def owner(self) -> tuple[Name | None, str] | None:
        """The name that a possessive at the front of the mention gives ("Trump's envoy"), and the words that follow it."""
        for at, name in self.inside[:1]:
            lead = {w.lower() for w in WORD.findall(self.text[self.at.start : at.start])}
            if lead - word_list("definite"):
                return None
            shown, after = self.text[at.start : at.end], self.text[at.end : self.at.end]
            if shown.endswith(("'s", "’s")) or self._lost_possessive(shown):
                return name, after.strip()
            if owned := re.match(r"[’']s?\s+(.*)", after, re.DOTALL):
                return name, owned[1].strip()
            if shown.endswith("s") is False and (owned := re.match(r"s\s+([a-z].*)", after, re.DOTALL)):
                return name, owned[1].strip()
        return None

    def _stands_free(self, at: Span) -> bool:
        """Not behind a preposition ("a spokesman for the X") and not a possessive ("X's envoy", also with the apostrophe lost)."""
        before = [w.lower() for w in WORD.findall(self.text[self.at.start : at.start])]
        titled = word_list("definite") | word_list("title") | word_list("rank")
        while before and (before[-1] in titled or state_of(before[-1])):
            before.pop()
        after = self.text[at.end : self.at.end]
        shown = self.text[at.start : at.end]
        if re.match(r"[’']s?\b|s\b", after) or shown.endswith(("'s", "’s", "s'", "s’")) or self._lost_possessive(shown):
            return not WORD.search(re.sub(r"^[’']?s?\b", "", after))
        linked = before and before[-1] in word_list("preposition")
        return not linked and not re.match(r"-[a-z]", after)

    def _lost_possessive(self, shown: str) -> bool:
        """ "Trumps envoy" in a text that lost its apostrophes: without its s it is a name of the article."""
        return shown.endswith("s") and shown[:-1] in self.names.shown

    def _modifies(self, at: Span) -> bool:
        """A bare surname between an article and a common noun: "the staunch Assad ally", "a Trump aide"."""
        first = WORD.search(self.text, self.at.start, self.at.end)
        opened = first is not None and first[0].lower() in word_list("definite") | word_list("indefinite")
        behind = re.match(r"\s+([a-z]+)", self.text[at.end : self.at.end])
        if behind is None or len(tokens(self.text[at.start : at.end])) != 1:
            return False
        return opened or behind[1] in word_list("institution")

    def _closes(self, at: Span) -> bool:
        """Nothing but an apposition or a place follows a body's name: "SANA news agency" is a source by name, "UN officials" is not."""
        after = self.text[at.end : self.at.end]
        following = WORD.search(after)
        return following is None or bool(re.match(r"\s*[,(–—-]", after)) or following[0].lower() in word_list("follower")

    def _joined(self, found: Found) -> Found:
        """The first name, and the others where "and" joins them."""
        kept = found[:1]
        for before, at in pairwise(found):
            if not _JOINT.fullmatch(self.text[before[0].end : at[0].start]):
                break
            kept.append(at)
        while len(kept) > 1 and not re.search(r"\band\b", self.text[kept[-2][0].end : kept[-1][0].start]):
            kept.pop()
        return kept

    def parts(self) -> list[Span]:
        """The mention split at its "and", where both sides are sources of their own: "the guild and two of its members"."""
        for joint in re.finditer(r",?\s+(?:and|as well as)\s+", self.text[self.at.start : self.at.end]):
            left, right = Span(self.at.start, self.at.start + joint.start()), Span(self.at.start + joint.end(), self.at.end)
            if self._is_source(left) and self._is_source(right):
                return [left, *Mention(self.text, right, self.names).parts()]
        return [self.at]

    def _is_source(self, at: Span) -> bool:
        words = [w.lower() for w in WORD.findall(self.text[at.start : at.end])]
        if not words or len(words) > _LONGEST or (len(words) == 1 and words[0] in word_list("pronoun")):
            return False
        opens = words[0] in word_list("definite") | word_list("indefinite")
        plural = words[-1].endswith("s") and bool(kinds_of(words[-1]) or words[-1] in word_list("people"))
        return opens or plural or any(a.start == at.start for a, _ in self.names.inside(at))

    def role(self, at: Span) -> str | None:
        """How the mention describes the name at `at`: its apposition or title, without an article."""
        before = self.text[self.at.start : at.start].strip(" ,\n")
        after = self.text[at.end : self.at.end].strip(" ,\n")
        role = after if after and not after.startswith(("’", "'")) and not _CLAUSE.match(after) else before
        role = " ".join(role.split()).strip(' ,.;:()“”"')
        role = _ROLE_OPENS.sub("", role)
        return role if re.search(r"[a-z]{3}", role) and WORD.search(role) and len(role.split()) + role[:1].islower() > 1 else None

    def body(self, head: Span | None) -> str | None:
        """The body or place that somebody of the mention speaks for: "spokesman for the X", "X’s envoy", "the mayor of X"."""
        for at, name in self.inside:
            if at == head or name.type not in ("organisation", "place"):
                continue
            role = re.match(r"(?:[’']s?)?\s+(?:[a-z-]+\s+){0,3}?([a-z]+)", self.text[at.end : self.at.end])
            if name.type == "organisation" and role is not None and "person" in kinds_of(role[1]):
                return name.full
            linked = _FOR.search(self.text[self.at.start : at.start])
            if linked is None:
                continue
            of_head = head is not None and self.at.start + linked.end(1) == head.end and name.type == "organisation"
            if of_head or "person" in kinds_of(linked[1].lower()):
                return name.full
        return None
