"""Synthetic changes of real statements: is what was done to the words found again, with its relation and kind?

Every statement of the sample story, and of the incident sets and PolNeAR where those are at hand, is changed by a seeded program: words
cut, one word exchanged, one number changed, a negation dropped or put in, a name swapped, words cut to an ellipsis, and what bears on no
meaning (marks, the forms of reported speech, numbers in words). A dropped negation or a changed number must never pass as identical.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from num2words import num2words  # type: ignore[import-untyped]

from evaluation.spans import percent
from onrecord.linking.alignment import Unit, units
from onrecord.linking.changes import Rewording, compare_units

SEED = 20261124
SAMPLE = Path(__file__).parent.parent / "src" / "onrecord" / "sample"
LEAST_WORDS = 6
MOST = 1500  # statements of one corpus
_MARKS = re.compile(r"[,'’‘“”\";:]")
_REPORTED = {
    "I": "he",
    "we": "they",
    "our": "their",
    "my": "his",
    "will": "would",
    "can": "could",
    "is": "was",
    "are": "were",
    "has": "had",
}
_AUXILIARY = re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could|did|does|do|should)\b", re.I)


@dataclass(frozen=True, slots=True)
class Made:
    """A changed statement, and what should be found in it."""

    text: str
    relations: frozenset[str]
    kind: str | None


Maker = Callable[[str, tuple[Unit, ...], random.Random, list[str], list[str]], Made | None]


def measure(data: Path) -> dict[str, Any]:
    """Percent of changes whose relation and kind are right, by what was done, and how many grave ones passed as identical."""
    statements = [*_sample(), *_incidents(data), *_polnear(data)]
    random_ = random.Random(SEED)
    read = [(text, units(text)) for text in statements]
    read = [(text, found) for text, found in read if len(found) >= LEAST_WORDS and any(u.content for u in found)]
    words = sorted({text[u.start : u.end] for text, found in read for u in found if u.kind == "word" and len(u.exact) > 4})
    names = sorted({text[u.start : u.end] for text, found in read for u in found if u.kind == "name" and len(u.exact) > 3})
    done: Counter[str] = Counter()
    right: Counter[str] = Counter()
    passed = 0
    for text, found in read:
        for name, make in MAKERS.items():
            made = make(text, found, random_, words, names)
            if made is None:
                continue
            result = compare_units(found, units(made.text))
            done[name] += 1
            right[name] += _right(result, made)
            passed += name in ("number", "negation dropped", "negation added") and result.relation == "identical"
    return {
        "right": percent(right.total() / done.total()),
        "grave_called_identical": float(passed),
        "statements": len(read),
        "by_change": {name: {"right": percent(right[name] / done[name]), "of": done[name]} for name in done},
    }


def _right(result: Rewording, made: Made) -> bool:
    kinds = {d.kind for d in result.differences}
    return result.relation in made.relations and (made.kind is None or made.kind in kinds)


def _sample() -> Iterator[str]:
    gold = json.loads((SAMPLE / "gold.json").read_text(encoding="utf8"))
    yield from (s["content"][0]["quote"] for s in gold["statements"] if s["content"] and s["content"][0].get("quote"))


def _incidents(data: Path) -> Iterator[str]:
    for path in sorted(data.glob("incidents/*/gold.json")):
        gold = json.loads(path.read_text(encoding="utf8"))
        for statement in gold["statements"]:
            span = statement["content"][0] if statement["content"] else None
            article = path.parent / f"{span['a']}.txt" if span else None
            if span and article and article.exists():
                yield article.read_bytes().decode("utf8").replace("\r\n", "\n")[span["start"] : span["end"]]


def _polnear(data: Path) -> Iterator[str]:
    path = data / "polnear" / "dev.jsonl"
    if not path.exists():
        return
    rows = (json.loads(line) for line in path.read_text(encoding="utf8").splitlines())
    found = [row["text"][s[0] : s[1]] for row in rows for a in row["attributions"] for s in a["content"][:1]]
    yield from random.Random(SEED).sample(found, min(MOST, len(found)))


def _replaced(text: str, unit: Unit, new: str) -> str:
    return text[: unit.start] + new + text[unit.end :]


def _run(found: tuple[Unit, ...], chance: random.Random) -> tuple[int, int] | None:
    """Where to cut: two to five words with meaning among them, no negation, hedge or number, and none that a number is bounded by."""
    plain = [u.kind in ("word", "name", "function", "filler") for u in found]
    places = [
        (n, n + size)
        for size in (2, 3, 4, 5)
        for n in range(1, len(found) - size - 1)
        if all(plain[n : n + size]) and sum(u.kind == "word" for u in found[n : n + size]) >= 2 and len(found) - size >= LEAST_WORDS
    ]
    places = [p for p in places if not any(u.kind == "number" for u in found[max(0, p[0] - 1) : p[1] + 1])]
    return chance.choice(places) if places else None


def _cut(text: str, found: tuple[Unit, ...], chance: random.Random, words: list[str], names: list[str]) -> Made | None:
    del words, names
    place = _run(found, chance)
    if place is None:
        return None
    return Made(text[: found[place[0]].start] + text[found[place[1]].start :], frozenset(["shortened"]), "cut")


def _ellipsis(text: str, found: tuple[Unit, ...], chance: random.Random, words: list[str], names: list[str]) -> Made | None:
    del words, names
    place = _run(found, chance)
    if place is None:
        return None
    mark = chance.choice(["… ", "... ", "[…] "])
    return Made(text[: found[place[0]].start] + mark + text[found[place[1]].start :], frozenset(["shortened"]), "cut")


def _word(text: str, found: tuple[Unit, ...], chance: random.Random, words: list[str], names: list[str]) -> Made | None:
    del names
    places = [u for u in found if u.kind == "word" and len(u.exact) > 3]
    if not places:
        return None
    unit, new = chance.choice(places), chance.choice(words)
    if units(new)[0].key in {u.key for u in found} or units(new)[0].kind != "word":
        return None
    return Made(_replaced(text, unit, new.lower()), frozenset(["altered"]), "wording")


def _number(text: str, found: tuple[Unit, ...], chance: random.Random, words: list[str], names: list[str]) -> Made | None:
    del words, names, found
    digits = list(re.finditer(r"(?<![\w.,:/-])\d{1,6}(?![\w.,:/-])", text))
    if not digits:
        return None
    match = chance.choice(digits)
    value = int(match[0])
    new = chance.choice([value + chance.randint(1, 9), value * 2 + 1, value + 10])
    return Made(text[: match.start()] + str(new) + text[match.end() :], frozenset(["altered"]), "number")


def _number_in_words(text: str, found: tuple[Unit, ...], chance: random.Random, words: list[str], names: list[str]) -> Made | None:
    del words, names, found
    digits = list(re.finditer(r"(?<![\w.,:/$£€-])(?:[2-9]|[1-9]\d)(?! ?[\w.,:/%-]*\d)(?![\w.,:/%-])", text))
    if not digits:
        return None
    match = chance.choice(digits)
    return Made(text[: match.start()] + num2words(int(match[0])) + text[match.end() :], frozenset(["identical"]), None)


def _negation_dropped(text: str, found: tuple[Unit, ...], chance: random.Random, words: list[str], names: list[str]) -> Made | None:
    del words, names
    places = [u for u in found[:-1] if u.exact in ("not", "never") and text[u.start : u.end].lower() in ("not", "never")]
    if not places:
        return None
    unit = chance.choice(places)
    return Made(text[: unit.start] + text[unit.end :].lstrip(), frozenset(["altered"]), "negation")


def _negation_added(text: str, found: tuple[Unit, ...], chance: random.Random, words: list[str], names: list[str]) -> Made | None:
    del words, names
    places = [m for m in _AUXILIARY.finditer(text) if not re.match(r"\W*(?:not|n['’]t|never|no)\b", text[m.end() :], re.I)]
    if not places or any(u.kind == "negation" for u in found):
        return None
    match = chance.choice(places)
    if match.end() > len(text) - 4:
        return None
    return Made(text[: match.end()] + " not" + text[match.end() :], frozenset(["altered"]), "negation")


def _name(text: str, found: tuple[Unit, ...], chance: random.Random, words: list[str], names: list[str]) -> Made | None:
    del words
    places = [u for u in found[1:] if u.kind == "name" and " " not in u.exact and len(u.exact) > 2]
    if not places:
        return None
    unit, new = chance.choice(places), chance.choice(names)
    if units(f"the {new}")[-1].key in {u.key for u in found}:
        return None
    return Made(_replaced(text, unit, new), frozenset(["altered"]), "name")


def _bare(text: str, found: tuple[Unit, ...], chance: random.Random, words: list[str], names: list[str]) -> Made | None:
    del found, words, names
    if re.search(r"\d[,:;'’]|[,:;'’]\d", text):
        return None
    return Made(_MARKS.sub("", text), frozenset(["identical"]), None) if chance else None


def _retold(text: str, found: tuple[Unit, ...], chance: random.Random, words: list[str], names: list[str]) -> Made | None:
    del found, chance, words, names
    new = re.sub(r"[A-Za-z]+(?:['’]\w+)?", lambda m: _REPORTED.get(m[0], m[0]), text)
    return Made(new, frozenset(["reworded"]), "wording") if new != text else None


MAKERS: dict[str, Maker] = {
    "cut": _cut,
    "ellipsis": _ellipsis,
    "one word": _word,
    "number": _number,
    "number in words": _number_in_words,
    "negation dropped": _negation_dropped,
    "negation added": _negation_added,
    "name": _name,
    "marks lost": _bare,
    "reported speech": _retold,
}
