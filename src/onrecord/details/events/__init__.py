"""What happened, lightly: for grouping and timelines. Trigger words with roles, no parser: see evaluation/events.py for how good it is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from onrecord.details.events.phrases import Clauses, Range, behind, coordinated, group_start, is_verb, object_of, past_bound, subject
from onrecord.details.events.tables import light_verbs, look_alikes, roles, starters, statuses, triggers, words
from onrecord.details.phrases import Words, is_possessive, joined, listed, longest, read_words
from onrecord.model import Analysis, Event, EventStatus, Place, Span

NEIGHBOURS = 6  # places before and behind a trigger among which where it happened is looked for
NOUN_REACH = 5  # tokens between a light verb or a word of status and the noun it bears on


def find_events(analysis: Analysis) -> tuple[Event, ...]:
    """The events an article tells of, in order; reads its text, statements, times and places."""
    text = read_words(analysis.article.text)
    scene = _Scene(analysis, text)
    found: list[Event] = []
    alike = 0
    known = starters()
    for here, token in enumerate(text.tokens):
        if here < alike or token.lower not in known:
            continue
        blocked = longest(text.tokens, here, look_alikes())
        if blocked is not None:
            alike = blocked[0]
            continue
        trigger = _trigger(text, here)
        if trigger is not None:
            alike = trigger[0]
            event = _read(scene, here, trigger[0], trigger[1])
            if event is not None:
                found.append(event)
    return tuple(found)


def _trigger(text: Words, here: int) -> tuple[int, dict[str, str]] | None:
    """The trigger that begins at a token, as a verb where it reads as one, else as a noun."""
    verb = longest(text.tokens, here, triggers("verb"))
    if verb is not None and verb[0] <= text.last[here] and is_verb(text, here, verb[0]):
        return verb
    noun = longest(text.tokens, here, triggers("noun"))
    return noun if noun is not None and noun[0] <= text.last[here] else None


@dataclass(frozen=True, slots=True)
class _Deed:
    """A trigger with who did it and who suffered it, and whether it happened."""

    agents: list[Range]
    patients: list[Range]
    status: EventStatus


class _Scene:
    """An article's times, places and denials by offset, and its clauses."""

    def __init__(self, analysis: Analysis, text: Words) -> None:
        self.text = text
        self.times = sorted((t for t in analysis.times if t.value and t.kind in ("date", "time")), key=lambda t: t.at)
        self.places = sorted(analysis.places, key=lambda p: p.at)
        timed = {n for t in analysis.times for n in range(text.at(t.at.start), text.at(t.at.end))}
        self.clauses = Clauses(text, frozenset(timed))
        self.denied = sorted((c.start, c.end) for s in analysis.statements if s.act == "deny" for c in s.content)

    def when(self, here: int) -> str | None:
        """The time nearest to a trigger in its sentence."""
        low, high = self._sentence(here)
        at = self.text.tokens[here].start
        behind = bisect_left(self.times, at, key=lambda t: t.at.start)
        inside = [t for t in self.times[max(0, behind - 1) : behind + 1] if low <= t.at.start < high]
        return min(inside, key=lambda t: abs(t.at.start - at)).value if inside else None

    def where(self, here: int) -> str | None:
        """The place nearest to a trigger in its sentence that stands behind "in", "near" and the like; rather behind than before it."""
        low, high = self._sentence(here)
        at = self.text.tokens[here].start
        behind = bisect_left(self.places, at, key=lambda p: p.at.start)
        near = self.places[max(0, behind - NEIGHBOURS) : behind + NEIGHBOURS]
        inside = [p for p in near if low <= p.at.start < high and self._placed(p)]
        return min(inside, key=lambda p: p.at.start - at if p.at.start > at else 2 * (at - p.at.start)).name if inside else None

    def _placed(self, place: Place) -> bool:
        at = self.text.at(place.at.start)
        if at >= len(self.text.tokens):
            return False
        return any(self.text.tokens[n].lower in listed("placed") for n in range(max(self.text.first[at], at - 3), at))

    def place_in(self, phrases: list[Range]) -> str | None:
        """The first place that noun phrases name."""
        for phrase in phrases:
            span = self.text.span(*phrase)
            at = bisect_left(self.places, span.start, key=lambda p: p.at.start)
            if at < len(self.places) and self.places[at].at.start < span.end:
                return self.places[at].name
        return None

    def _sentence(self, here: int) -> tuple[int, int]:
        return self.text.tokens[self.text.first[here]].start, self.text.tokens[self.text.last[here] - 1].end

    def denies(self, offset: int) -> bool:
        """Whether an offset lies in the content of a denial."""
        at = bisect_right(self.denied, (offset, len(self.text.text))) - 1
        return at >= 0 and self.denied[at][1] > offset


def _read(scene: _Scene, here: int, end: int, row: dict[str, str]) -> Event | None:
    deed = _verb(scene, here, end, row) if row["part"] == "verb" else _noun(scene, here, end, row)
    if deed is None:
        return None
    text = scene.text
    if row["needs"] in ("person", "freed") and deed.patients and all(_is_thing(text, p) for p in deed.patients):
        return None  # "the strikes were executed"
    if row["needs"] in ("object", "freed") and not deed.patients:
        return None  # "dismissing it as a hoax"
    place = scene.place_in(deed.patients)
    status: EventStatus = "denied" if deed.status == "happened" and scene.denies(text.tokens[here].start) else deed.status
    return Event(
        at=text.span(here, end),
        type=(row["of_place"] if place else "") or row["type"],
        when=scene.when(here),
        where=place or scene.where(here),
        agents=_spans(text, deed.agents),
        patients=_spans(text, deed.patients),
        rule=row["phrase"],
        status=status,
    )


def _spans(text: Words, ranges: list[Range]) -> tuple[Span, ...]:
    return tuple(sorted({text.span(*r) for r in ranges if not _empty(text, r)}))


def _empty(text: Words, phrase: Range) -> bool:
    """Whether a noun phrase names nobody: "one", "another", a number alone."""
    told = [t for t in text.tokens[phrase[0] : phrase[1]] if t.text[0].isalnum()]
    return not any(t.text[0].isalpha() for t in told) or (len(told) == 1 and told[0].lower in words("nobody"))


def _verb(scene: _Scene, here: int, end: int, row: dict[str, str]) -> _Deed | None:
    text, tokens = scene.text, scene.text.tokens
    given = roles(row["roles"])
    start = group_start(text, here)
    status = "happened" if tokens[here].lower.endswith("ing") and tokens[here - 1].lower == "to" else _status(text, start, here, "group")
    form = tokens[here].lower
    nearest = max((n for n in range(start, here) if tokens[n].lower == "to"), default=start)  # "are continuing to kill"
    passive = any(tokens[n].lower in listed("passive") for n in range(nearest, here)) and not form.endswith("ing")
    by = behind(scene.clauses, end, frozenset({"by"}))
    participle = form.endswith(("ed", "en", "wn", "nt")) and start == here and (bool(by) or _bare(text, end))
    if (passive or participle) and given.get("object") == "patient":
        suffering = subject(scene.clauses, start)
        agents = [r for _, r in by if not _is_thing(text, r)]
        if suffering is None or _none(text, suffering):
            return _Deed(agents, [], "denied" if suffering else status)
        return _Deed(agents, coordinated(scene.clauses, suffering), status)
    if given.get("object") == "agent" and (passive or (participle and by)):
        return None  # "a threshold met by two candidates"
    return _active(scene, (start, here, end), given, status)


def _bare(text: Words, end: int) -> bool:
    """Whether nothing that could be an object follows: "three killed in", "two wounded."."""
    following = text.tokens[end].lower if end < text.last[end - 1] else "."
    if following[0].isdigit() or following in listed("number"):
        behind_number = end + 1 + (end + 1 < text.last[end] and text.tokens[end + 1].lower in ("other", "others"))
        return behind_number < text.last[end] and text.tokens[behind_number].lower.endswith("ed")  # "6 killed 12 wounded"
    if not following[0].isalnum() or following in listed("conjunction") or following in listed("say"):
        return True
    return following in listed("preposition") and past_bound(text, end) == end


def _active(scene: _Scene, group: tuple[int, int, int], given: dict[str, str], status: EventStatus) -> _Deed:
    start, _, end = group
    parts: dict[str, list[Range]] = {"agent": [], "patient": []}
    finite = any(scene.text.tokens[n].lower in listed("auxiliary") for n in range(start, group[1]))
    gerund = not finite and scene.text.tokens[group[1]].lower.endswith("ing")
    aim = not finite and scene.text.tokens[start].lower == "to"  # "a plan to destroy"
    doing = None if gerund or aim else subject(scene.clauses, start)
    nobody = doing is not None and _none(scene.text, doing)
    if doing and not nobody and given.get("subject") in parts and not (given["subject"] == "agent" and _is_thing(scene.text, doing)):
        parts[given["subject"]] += coordinated(scene.clauses, doing)
    if given.get("object") in parts:
        parts[given["object"]] += object_of(scene.clauses, end)
    chosen = frozenset(given) - {"subject", "object"}
    for preposition, phrase in behind(scene.clauses, end, chosen, 4) if chosen else []:
        parts[given[preposition]].append(phrase)
    return _Deed(parts["agent"], parts["patient"], "denied" if nobody else status)


def _none(text: Words, phrase: Range) -> bool:
    """Whether a noun phrase says that there is none: "no one", "no soldiers"."""
    return text.tokens[phrase[0]].lower in ("no", "none", "nobody", "neither")


def _noun(scene: _Scene, here: int, end: int, row: dict[str, str]) -> _Deed | None:
    text = scene.text
    given = {k: v for k, v in roles(row["roles"]).items() if v in ("agent", "patient")}
    parts: dict[str, list[Range]] = {"agent": [], "patient": []}
    for preposition, phrase in behind(scene.clauses, end, frozenset(given) - {"before"}, 5, strict=True):
        if not (given[preposition] == "agent" and _is_thing(text, phrase)):
            parts[given[preposition]].append(phrase)
    owner = _owner(text, here)
    if owner is not None and "before" in given:
        parts[given["before"]].append(owner)
    thrown = "thrown" in roles(row["roles"])
    floor = max(text.first[here], here - NOUN_REACH)
    for n in range(floor, here):
        adjective = joined(text, n - 1) or (n > text.first[here] and text.tokens[n - 1].lower in listed("determiner"))
        light = None if adjective else longest(text.tokens, n, light_verbs())
        if light is not None and light[0] <= here and (light[1]["role"] != "thrower" or thrown):
            doing = None if text.tokens[n].lower.endswith("ing") else subject(scene.clauses, group_start(text, n))
            if doing is not None and not _is_thing(text, doing):
                parts["patient" if light[1]["role"] == "patient" else "agent"].append(doing)
            break
    else:
        if thrown:
            return None
    return _Deed(parts["agent"], parts["patient"], _status(text, floor, here, "noun"))


def _owner(text: Words, here: int) -> Range | None:
    """Who stands before a noun of deed: a genitive ("the minister's arrest") or an actor ("guerrilla attack")."""
    at = here - 1
    if at < text.first[here]:
        return None
    if text.tokens[at].text in "'’" and at > text.first[here]:
        at -= 1
    if is_possessive(text, at):
        first = at
        while first - 1 >= max(text.first[here], at - 4) and text.tokens[first - 1].text[0].isalnum():
            if text.tokens[first - 1].lower in listed("preposition") or text.tokens[first - 1].lower in listed("auxiliary"):
                break
            first -= 1
            if text.tokens[first].lower in listed("determiner"):
                break
        return first, at + 1
    return (at, at + 1) if text.tokens[at].lower in words("actor") else None


def _is_thing(text: Words, phrase: Range) -> bool:
    """Whether the head of a noun phrase is a thing or an event, which does no deed."""
    head = next((n for n in range(phrase[0] + 1, phrase[1]) if text.tokens[n].lower in listed("preposition")), phrase[1])
    return text.tokens[head - 1].lower in words("thing")


def _status(text: Words, start: int, here: int, reach: str) -> EventStatus:
    """Whether it happened, by the words of the verb group or before the noun; the last one counts, a denial most."""
    low = max(text.first[here], start - (3 if reach == "group" else 0))
    found: EventStatus = "happened"
    n = low
    while n < here:
        if text.tokens[n].text in ",;:":
            found = "happened"
        row = longest(text.tokens, n, statuses(reach))
        n += 1
        if row is not None and row[0] <= here and (reach == "noun" or row[0] > start):
            found, n = _weighed(found, row[1]["status"]), row[0]
    return found


def _weighed(found: EventStatus, status: str) -> EventStatus:
    """The status after one more word: a denial outweighs the future, and that what is merely possible."""
    if found == "denied" or status == "denied":
        return "denied"
    if status == "happened":
        return "happened"  # "continued to"
    return "future" if "future" in (found, status) else "possible"


__all__ = ["find_events"]
