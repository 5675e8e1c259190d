"""Parties: which side a speaker belongs to, and which sides a content names as doers.

A party is a key: a person's or body's id, `state:Russia` for whoever speaks or acts for a state, `rebels` for an opposition without a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from onrecord.linking.tables import rows
from onrecord.model import Analysis, Statement
from onrecord.statements.identity import canonical
from onrecord.statements.portraits import seat_of, state_of
from onrecord.statements.spelling import spelling

_WORD = re.compile(r"[^\W\d_]+(?:[.-][^\W\d_]+)*")
_NEAR = 3  # words between a state's adjective and the doer it describes
_ASIDE = 5  # words behind "against" or "in support of" that name who is not the doer
_ONTO = 4  # words behind "bombed" that name whom it is done to
_TITLES = 5  # words before a name in which its title and state stand
Party = str


@cache
def words(*kinds: str) -> frozenset[str]:
    """The words of some kinds in dispute_words.csv."""
    return frozenset(w for r in rows("dispute_words.csv") if r["kind"] in kinds for w in r["words"].split())


class Parties:
    """Parties over a set of articles: who leads which state, and the state at home in each article."""

    def __init__(self, analyses: Sequence[Analysis], leaders: Mapping[str, str] | None = None) -> None:
        """`leaders` are those of a larger set; by default they are read from the same articles."""
        self.leaders = leaders_of(analyses) if leaders is None else leaders
        self.home = [_home(a) for a in analyses]

    def of_speaker(self, statement: Statement, mention: str, article: int) -> frozenset[Party]:
        """The parties a speaker is or speaks for."""
        found = {statement.speaker_id} if statement.speaker_id else set()
        for name in (statement.body, *statement.speakers):
            if name:
                found.add(canonical(name))
        told = [w for part in (statement.speaker, statement.role, statement.body, mention) for w in _WORD.findall(part or "")]
        lower = {w.lower() for w in told}
        state = self._state(told)
        whole = statement.speaker or mention
        if state_of(whole) or seat_of(whole):
            found.add(f"state:{state_of(whole) or seat_of(whole)}")
        elif lower & words("independent") and not _of_state(mention):
            if lower & words("rebels"):
                found.add("rebels")
        elif lower & words("government"):
            found.add(f"state:{state or self.home[article]}")
        if (leader := self._led(told)) is not None:
            found.add(f"state:{leader}")
        return frozenset(found)

    def in_content(self, text: str, names: Iterable[str], article: int) -> frozenset[Party]:
        """The parties that a content names as doers: "Syrian jets", "Moscow", "the regime", a named body."""
        told = _doing([m[0] for m in _WORD.finditer(text)])
        found = {canonical(n) for n in names if not state_of(n) and not set(_WORD.findall(n)).isdisjoint(told)}
        lower = [w.lower() for w in told]
        for at, word in enumerate(told):
            near = lower[at + 1 : at + 1 + _NEAR]
            state = state_of(word) if word[0].isupper() else None
            if state and (set(near) & words("actor") or canonical(word) == canonical(state)):
                found.add(f"state:{state}")
            elif word[0].isupper() and (seat := seat_of(word)):
                found.add(f"state:{seat}")
            elif _acts(lower, at) and not any(state_of(w) for w in told[max(0, at - _NEAR) : at]):
                found.add(f"state:{self.home[article]}")
            elif lower[at] in words("rebels") and not (at and told[at - 1][0].isupper() and not state_of(told[at - 1])):
                found.add("rebels")  # but "Tigray fighters" are those of a name
        if (leader := self._led(told)) is not None:
            found.add(f"state:{leader}")
        return frozenset(found)

    def _state(self, told: Sequence[str]) -> str | None:
        return next((s for w in told if (s := state_of(w) or seat_of(w))), None)

    def _led(self, told: Sequence[str]) -> str | None:
        return next((s for w in told if w[0].isupper() and (s := self.leaders.get(spelling(w.lower().removesuffix("s"))))), None)


def _doing(told: Sequence[str]) -> list[str]:
    """Words without those behind one such as "against", "in support of" or "bombed": another does it."""
    kept: list[str] = []
    aside = 0
    for word in told:
        lower = word.lower()
        if lower in words("aside"):
            aside = _ASIDE + 1
        elif lower in words("agent"):
            aside = 0
        if not aside:
            kept.append(word)
        if lower in words("onto"):
            aside = max(aside, _ONTO + 1)
        aside = max(0, aside - 1)
    return kept


def _of_state(mention: str) -> bool:
    """Whether the words by which an article names a speaker are those of a state: "the army", whoever the name is taken to be."""
    lower = {w.lower() for w in _WORD.findall(mention)}
    return bool(lower & words("government")) and lower.isdisjoint(words("independent"))


def _acts(lower: Sequence[str], at: int) -> bool:
    """Whether a word stands for a state that acts: "the military", but not in "a military airport"."""
    return lower[at] in words("actor") & words("government") and words("site").isdisjoint(lower[at + 1 : at + 2])


def leaders_of(analyses: Sequence[Analysis]) -> dict[str, str]:
    """Surnames of those who are called a state's president, leader, minister …, and the state most articles give them."""
    seen: dict[str, Counter[str]] = {}
    for analysis in analyses:
        text = analysis.article.text
        for entity in analysis.entities:
            if entity.type != "person":
                continue
            before = _WORD.findall(text[max(0, entity.at.start - 60) : entity.at.start])[-_TITLES:]
            if not {w.lower() for w in before} & words("leader"):
                continue
            state = next((s for w in reversed(before) if (s := state_of(w))), None)
            last = _WORD.findall(entity.name)[-1:]
            if state and last:
                seen.setdefault(spelling(last[0].lower().removesuffix("s")), Counter())[state] += 1
    return {name: states.most_common(1)[0][0] for name, states in seen.items()}


def _home(analysis: Analysis) -> str:
    """The state whose government an article means by "the government": the one it names most."""
    count = Counter(s for e in analysis.entities if (s := state_of(e.name) or seat_of(e.name)))
    count.update(s for w in _WORD.findall(analysis.article.title or "") if (s := state_of(w)))
    return count.most_common(1)[0][0] if count else ""
