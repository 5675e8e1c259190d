"""A statement's sentence as one side of a dispute: what it says or denies, who says it, whom it blames, of which places and years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from onrecord.linking.alignment import Unit
from onrecord.linking.days import day_of
from onrecord.linking.denials import main_clause, matter, polarity
from onrecord.linking.parties import Parties, Party, words
from onrecord.linking.rarity import rarity
from onrecord.linking.series import sentence_around
from onrecord.linking.tables import threshold
from onrecord.linking.utterances_items import Item, each_item
from onrecord.model import Act, Analysis, Span, Statement
from onrecord.statements.portraits import state_of

_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_HYPHENS = ("-", "‑")
_NEAR = 120  # characters before a content in which the speaker and the verb of the same sentence stand
_OPENING = 4  # words of what is denied among which its head stands: "any links with …"
_OPEN = 6  # words before a statement in which a negation makes it one that nobody made
_BEFORE = 60  # characters in which those stand
_CLAIMING: tuple[Act, ...] = ("assert", "accuse", "warn", "other")  # acts that say that something is so
Topic = dict[str, float]


@dataclass(slots=True, eq=False)
class Stand:
    """A statement as one side of a dispute: its number in order, what it says, its polarity, its parties.

    `negative`: it says that something is not so, `claims`: that it is so. `explicit`: its verb says that it denies, `rebuts`: a word such
    as untrue. `bare`: it only points back ("any responsibility", "such claims"). `guilt`: it denies to be the one who did it. `blames`: it
    says who did it. `own` are the parties its speaker is, `named` those its content has as doers, `topic` its telling words (of a denial
    those denied) with how rare they are, `names` those of them that are names, `pointed` those behind "such" in what is denied,
    `missing`: it says that there is no such thing, `years` those past ones that it speaks of, `told` with those told right before it.
    `alike` are the numbers of other denials that deny the same.
    """

    number: int
    item: Item
    act: Act
    negative: bool
    claims: bool
    explicit: bool
    bare: bool
    guilt: bool
    rebuts: bool
    blames: bool
    own: frozenset[Party]
    named: frozenset[Party]
    topic: Topic
    names: frozenset[str]
    pointed: frozenset[str]
    missing: bool
    places: frozenset[str]
    years: frozenset[str]
    told: frozenset[str]
    alike: list[int] = field(default_factory=list)


def read_stands(analyses: Sequence[Analysis], parties: Parties) -> list[Stand]:
    """Every sentence of what is said in some articles, in order."""
    found: list[Stand] = []
    last: Statement | None = None
    for number, item in enumerate(each_item(analyses)):
        if item.statement.mode == "communication":
            found.append(_stand(number, item, analyses[item.article], parties, item.statement is not last))
            last = item.statement
    return found


def _stand(number: int, item: Item, analysis: Analysis, parties: Parties, first: bool) -> Stand:
    text, statement = analysis.article.text, item.statement
    content = " ".join(text[c.start : c.end] for c in item.content)
    mention = text[statement.speaker_mention.start : statement.speaker_mention.end] if statement.speaker_mention else ""
    said = polarity(item, " ".join(text[c.start : c.end] for c in statement.cue), content, mention, first)
    opens = [w.lower() for w in _WORD.findall(content)[:3]]
    lower = {w.lower() for w in _WORD.findall(content)}
    meant = matter(said.denied) if said.negative else main_clause(item.units)
    topic, names = _topic(meant, text)
    refuses = bool(words("request") & set(opens)) or "to" in opens[:2]
    named_only = bool(topic) and all(map(is_party, topic))  # "pointed at the regime, which denied it"
    negative = said.negative and not refuses and not named_only  # "rejected calls to leave" does not deny
    open_ended = bool(words("open", "if") & set(opens[:1]) or words("doubt") & lower) or _left_open(text, item)
    bodies = [e.name for e in analysis.entities if e.type == "organisation" and item.at.start <= e.at.start < item.at.end]
    return Stand(
        number,
        item,
        said.act,
        negative,
        said.claims and said.act in _CLAIMING and not open_ended,
        negative and said.explicit,
        negative and _points_back(meant, topic, names, said.explicit or said.rebuts),
        negative and said.explicit and bool({u.exact for u in meant[:_OPENING]} & words("guilt")),
        negative and said.rebuts,
        said.act == "accuse" or bool(lower & words("blame")),
        parties.of_speaker(statement, mention, item.article),
        parties.in_content(content, bodies, item.article),
        topic,
        names,
        _pointed(meant) & topic.keys() if negative else frozenset(),
        negative and _missing(meant),
        frozenset(p.name.lower() for p in analysis.places if item.at.start <= p.at.start < item.at.end and p.kind != "country"),
        _past_years(analysis, item, 0),
        _past_years(analysis, item, int(threshold("dispute_years_before"))),
    )


def _points_back(meant: Sequence[Unit], topic: Topic, names: frozenset[str], answers: bool) -> bool:
    """Whether a denial says nothing of its own ("such claims", "any role"): only what answers somebody points at what was said."""
    points = words("speech", "guilt") if answers else words("guilt")
    weight = sum(w for key, w in topic.items() if key not in names)  # "the opposition's claims", whoever's
    return not topic or (not points.isdisjoint(u.exact for u in meant) and weight < threshold("dispute_bare_weight"))


def _pointed(meant: Sequence[Unit]) -> frozenset[str]:
    """The words right behind "such": of what was said before, and named again."""
    return frozenset(v.key for u, v in pairwise([u for u in meant if u.exact not in ("a", "an")]) if u.exact == "such")


def _missing(meant: Sequence[Unit]) -> bool:
    """Whether words say that there is no such thing: "there was no crew"."""
    here = zip(meant, meant[1:], meant[2:], strict=False)
    return any(u.exact == "there" and v.key == "<be>" and w.exact in words("no") for u, v, w in here)


def _left_open(text: str, item: Item) -> bool:
    """Whether words such as "if" or "no announcement" right before a statement leave open whether it is so."""
    mention = item.statement.speaker_mention
    spans = (item.at, *item.statement.cue, *([mention] if mention else ()))
    start = min(s.start for s in spans if item.at.start - s.start < _NEAR)
    before = [w.lower() for w in _WORD.findall(text[max(sentence_around(text, Span(start, start))[0], start - _BEFORE) : start])]
    return bool(words("if") & set(before[-2:]) or words("unsaid") & set(before[-_OPEN:]) or words("deny") & set(before[-1:]))


def _topic(said: Sequence[Unit], text: str) -> tuple[Topic, frozenset[str]]:
    """The telling words with how rare they are, and those of them that are names."""
    generic, incident = words("speech", "guilt", "pointing", "empty", "rebut", "predicate", "truth", "wholly"), words("incident", "blame")
    topic: Topic = {}
    named: set[str] = set()
    for unit in said:
        if unit.kind in ("word", "name") and unit.exact not in generic and not unit.exact.endswith("ly"):
            weight = rarity(unit.exact) * (threshold("dispute_incident_word") if unit.exact in incident else 1.0)
            topic[unit.key] = max(topic.get(unit.key, 0.0), weight)
            if unit.kind == "name" or text[max(0, unit.start - 1) : unit.start] in _HYPHENS:
                named.add(unit.key)  # "Yo-jong" is one name
    return topic, frozenset(named)


@cache
def is_party(key: str) -> bool:
    """Whether a word only names a state or its government: that a claim blames it is known by its parties."""
    names = _WORD.findall(key)
    states = [n for n in names if state_of(n.title())]
    return bool(states) and all(n in states or n.lower() in words("government") for n in names)


def _past_years(analysis: Analysis, item: Item, reach: int) -> frozenset[str]:
    """The years before its article's own of which a statement's sentence speaks, or the text as far before it."""
    left, right = sentence_around(analysis.article.text, item.at)
    today = (day_of(analysis) or "")[:4]
    left = min(left, item.at.start - reach) if reach else left
    near = [t.value or t.timex or "" for t in analysis.times if left <= t.at.start < right and t.kind in ("date", "time")]
    return frozenset(v[:4] for v in near if _YEAR.match(v) and v[:4] < today)
