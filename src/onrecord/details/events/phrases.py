"""Subjects and objects without a parser: the noun phrases left and right of a verb group, and behind prepositions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord.details.events.tables import statuses
from onrecord.details.phrases import Words, is_possessive, is_word, joined, listed, longest, no_phrase, phrase_end

REACH = 24  # tokens that a subject and what is attached to it may take
_PAST = ("shot", "blew", "slew", "met", "hit", "struck", "stole", "burnt", "won", "fled", "quit", "overthrew", "sank", "stole")
FAR = 30  # tokens behind a trigger at which no phrase belongs to it any more
LIST = 5  # members of a list of objects
_RELATIVE = ("who", "that", "which")
_OPENERS = (":", "that", "where", "when", "while", "because", "and", "least", '"', "“")
_ATTACHED = ("of", "including", "from", "in", "at", "for", "with", "near", "on")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clauses:
    """The tokens of a text with those that times take up, which end every noun phrase."""

    text: Words
    timed: frozenset[int]

    def nominal(self, at: int) -> bool:
        """Whether a token can be part of a noun phrase."""
        token = self.text.tokens[at]
        if at in self.timed or token.lower in no_phrase():
            return False
        return is_word(token) or joined(self.text, at) or token.text in "\"“”'’"


def is_verb(text: Words, here: int, end: int) -> bool:
    """Whether a form that may also be a noun or an adjective reads as a verb here."""
    form = text.tokens[here].lower
    before = text.tokens[here - 1].lower if here > text.first[here] else ""
    after = text.tokens[end] if end < text.last[end - 1] else None
    if joined(text, here - 1):
        return False  # "the still-jailed editor"
    opened = before == "another" or (before in listed("determiner") and before not in ("that", "this"))
    if opened or (here > 0 and is_possessive(text, here - 1)):
        return False  # "a wounded man", "their arrest"
    form = text.tokens[end - 1].lower if end - here == 3 and joined(text, here + 1) else form
    if before.endswith("ly") and form.endswith("ed") and after is not None and after.text.isalpha() and after.lower not in no_phrase():
        previous = text.tokens[here - 2].lower if here - 1 > text.first[here] else ""
        return previous in listed("auxiliary") or after.lower in listed("determiner")
    if end - here == 2 or end - here > 3 or form.endswith(("ed", "en", "wn")) or before in listed("before verb") or before == "which":
        return True
    if form.endswith("ing"):
        return before in listed("auxiliary") or not _in_phrase(text, here)
    objective = after is not None and after.text[0].isalnum() and after.lower not in no_phrase() and not after.lower.endswith("ed")
    if form.endswith("s"):
        opens = objective and after is not None and (after.lower in listed("determiner") or not after.text.islower())
        return opens and not before.endswith("s") and not _in_phrase(text, here, 1)
    return form in _PAST or (objective and before.endswith("s") and before not in no_phrase())


def _in_phrase(text: Words, here: int, reach: int = 4) -> bool:
    """Whether an article or number opens a noun phrase that runs up to a token: "the mass kidnapping"."""
    for n in range(here - 1, max(text.first[here], here - reach) - 1, -1):
        token = text.tokens[n]
        if token.lower in listed("determiner"):
            return True
        if token.lower in no_phrase() or not is_word(token):
            return False
    return False


def group_start(text: Words, verb: int) -> int:
    """Where the verb group of a verb begins: auxiliaries, adverbs, "to"."""
    start = verb
    while start > text.first[verb]:
        lower = text.tokens[start - 1].lower
        before = text.tokens[start - 2].lower if start > text.first[verb] + 1 else ""
        if text.tokens[start].lower == "to" and start < verb and _leads(text, start - 1, start + 1):
            start -= 1  # "tried to", "threatened to"
            continue
        believed = before in listed("auxiliary") and (text.tokens[start].lower == "to" or lower in listed("found"))
        if not (believed or lower in listed("auxiliary") or lower in listed("adverb") or lower == "to" or lower.endswith("ly")):
            break
        start -= 1
    return start


def _leads(text: Words, here: int, end: int) -> bool:
    """Whether a verb that says what was tried, meant or feared stands before "to"."""
    found = longest(text.tokens, here, statuses("group"))
    return found is not None and found[0] == end


def subject(clauses: Clauses, start: int) -> Range | None:
    """The noun phrase that is the subject of a verb group that begins at a token."""
    text = clauses.text
    floor = max(text.first[start], start - REACH) if start < len(text.tokens) else start
    here = start
    if here > floor and text.tokens[here - 1].lower in _RELATIVE:
        return _antecedent(clauses, here - 1, floor)
    here = _past_insertion(clauses, here, floor)
    return _whole_subject(clauses, here, floor)


def _antecedent(clauses: Clauses, here: int, floor: int) -> Range | None:
    """What "who" or "which" stands for: past a comma, and past what is attached to it ("…, in the department of …, who")."""
    tokens = clauses.text.tokens
    for _ in range(3):
        if here > floor and tokens[here - 1].text == ",":
            here -= 1
        found = _whole_subject(clauses, here, floor)
        if found is None or found[0] <= floor or tokens[found[0] - 1].lower not in listed("preposition"):
            return found
        here = found[0] - 1
    return None


def coordinated(clauses: Clauses, last: Range) -> list[Range]:
    """The noun phrases joined to one by commas and "and" before it, where the first of them opens the clause."""
    tokens, floor = clauses.text.tokens, max(clauses.text.first[last[0]], last[0] - REACH)
    found, here = [last], last[0] - 1
    if here <= floor or tokens[here].lower != "and":
        return found
    while len(found) < 5:
        here -= here > floor and tokens[here - 1].text in ",;"
        phrase = _phrase_ending(clauses, here, floor)
        if phrase is None:
            return [last]
        found.append(phrase)
        here = phrase[0] - 1
        if here < floor or tokens[here].lower in _OPENERS or tokens[here].lower in listed("say"):
            return found
        if tokens[here].text not in ",;":
            return [last]
    return [last]


def _past_insertion(clauses: Clauses, here: int, floor: int) -> int:
    """Left of ", a spokesman said yesterday," or "(fmln)"."""
    tokens = clauses.text.tokens
    while here > floor and here - 1 in clauses.timed:
        here -= 1
    if here > floor and tokens[here - 1].text in ",)":
        opening = "(" if tokens[here - 1].text == ")" else ","
        other = next((n for n in range(here - 2, floor - 1, -1) if tokens[n].text == opening), None)
        if other is not None:
            return other
    return here


def _whole_subject(clauses: Clauses, end: int, floor: int) -> Range | None:
    """The first noun phrase of a chain "guerrillas of the front in the north" that ends at a token."""
    text, best, here = clauses.text, None, end
    while True:
        phrase = _phrase_ending(clauses, here, floor)
        if phrase is None:
            return best
        best = phrase if best is None or text.tokens[best[0] - 1].lower != "of" else (phrase[0], best[1])
        before = phrase[0] - 1
        if before <= floor or text.tokens[before].lower not in _ATTACHED or before in clauses.timed:
            return best
        if _phrase_ending(clauses, before, floor) is None:
            return best  # "in the north guerrillas": the chain opens with a preposition
        here = before


def _phrase_ending(clauses: Clauses, end: int, floor: int) -> Range | None:
    """The noun phrase whose last token is before `end`: back to its article, or to the first word that cannot be in it."""
    text, here = clauses.text, end
    while here > floor and clauses.nominal(here - 1):
        here -= 1
        lower = text.tokens[here].lower
        if lower in listed("determiner") and not is_possessive(text, here):
            break
        if here + 1 < end and lower in listed("say"):
            here += 1  # "a network reported eight civilians"
            break
        if _is_past(text, here, floor):
            return None  # what follows is the object of that verb
    while here < end and (not is_word(text.tokens[here]) or text.tokens[here].lower in ("least", "most", "than")):
        here += 1
    return (here, end) if here < end and any(is_word(text.tokens[n]) for n in range(here, end)) else None


def _is_past(text: Words, here: int, floor: int) -> bool:
    """Whether a token is a past verb with its subject before it: "crucified two citizens", but not "armed men"."""
    lower = text.tokens[here].lower
    if lower in listed("past"):
        return True
    if not lower.endswith("ed") or here == floor or joined(text, here - 1):
        return False
    before = text.tokens[here - 1]
    if before.lower in listed("auxiliary"):
        return True
    opened = before.lower in listed("determiner") | listed("number") or before.lower in no_phrase() or before.text[0].isdigit()
    return is_word(before) and not (opened or before.lower.endswith("ly"))


def object_of(clauses: Clauses, end: int) -> list[Range]:
    """The noun phrases that follow a verb, joined by "and" and commas."""
    text, here, closed = clauses.text, end, False
    found: list[Range] = []
    limit = text.last[end - 1]
    while here < limit and len(found) < LIST:
        phrase = phrase_after(clauses, here)
        if phrase is None:
            break
        found.append(phrase)
        here = phrase[1]
        if here < limit and text.tokens[here].lower == "of":
            more = phrase_after(clauses, here + 1)
            if more is not None:
                found[-1], here = (phrase[0], more[1]), more[1]
        if not (here < limit and text.tokens[here].lower in ("and", ",")):
            break
        closing = text.tokens[here].lower == "and" or (here + 1 < limit and text.tokens[here + 1].lower == "and")
        here += 2 if closing and text.tokens[here].text == "," else 1
        if not _phrase_is_joined(clauses, here):
            break
        closed = closed or closing
    return found if closed else found[:1]


@cache
def _not_joined() -> frozenset[str]:
    """Words that open a clause of their own behind "and"."""
    return listed("adverb") | listed("say") | listed("past")


def _phrase_is_joined(clauses: Clauses, here: int) -> bool:
    """Whether what follows "and" or a comma is one more noun phrase and not a clause of its own."""
    phrase = phrase_after(clauses, here)
    if phrase is None:
        return False
    opening = clauses.text.tokens[phrase[0]].lower
    if (opening.endswith("ing") and len(opening) > 5) or opening in _not_joined():
        return False  # "killing three and wounding four"
    following = clauses.text.tokens[phrase[1]].lower if phrase[1] < clauses.text.last[here] else "."
    second = clauses.text.tokens[phrase[0] + 1] if phrase[0] + 1 < phrase[1] else None
    if second is not None and opening.endswith("ed") and (second.text[0].isdigit() or second.lower in listed("determiner")):
        return False  # "killed nine and injured 200"
    return following not in listed("auxiliary")


def past_bound(text: Words, here: int) -> int:
    """The number behind "at least", "as many as", "more than"; the token itself where no such words open it."""
    at = here
    while at < text.last[here] - 1 and text.tokens[at].lower in listed("bound") and at < here + 4:
        at += 1
    return at if text.tokens[at].text[0].isdigit() or text.tokens[at].lower in listed("number") else here


def phrase_after(clauses: Clauses, here: int) -> Range | None:
    """The noun phrase that begins at a token."""
    text = clauses.text
    if here >= len(text.tokens) or (here > 0 and here >= text.last[here - 1]):
        return None
    here = past_bound(text, here)
    while here < text.last[here] - 1 and text.tokens[here].text in "\"“'":
        here += 1
    end = min(phrase_end(text, here, 9), next((n for n in range(here, min(here + 9, text.last[here])) if n in clauses.timed), here + 9))
    last, before = text.tokens[end - 1].lower, text.tokens[end - 2].lower if end > here + 1 else "the"
    if (last.endswith("ed") or last in listed("past")) and before not in listed("determiner") and not joined(text, end - 2):
        end -= 1  # "Tarnwick failed"
    return (here, end) if end > here and any(is_word(text.tokens[n]) for n in range(here, end)) else None


def behind(clauses: Clauses, end: int, prepositions: frozenset[str], reach: int = 8, strict: bool = False) -> list[tuple[str, Range]]:
    """The noun phrases behind chosen prepositions right of a token, within the clause; "front" stands for "in front of"."""
    text, here = clauses.text, end
    found: list[tuple[str, Range]] = []
    stop = min(text.last[end - 1], end + reach)
    while here < stop:
        lower = text.tokens[here].lower
        if lower in listed("finite") or lower in listed("break") or text.tokens[here].text in ".;:":
            break
        if lower in prepositions:
            phrases = object_of(clauses, here + 2 if lower == "front" else here + 1)
            found += [(lower, p) for p in phrases]
            if phrases:
                here = phrases[-1][1] - 1
                stop = min(text.last[end - 1], max(stop, here + reach), end + FAR)
        elif strict and here not in clauses.timed and not (lower.endswith("ed") or lower in listed("adverb") or lower in ("in", "out")):
            break
        here += 1
    return found
