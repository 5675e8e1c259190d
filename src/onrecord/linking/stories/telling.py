"""A story in words: its title, and what holds it together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from onrecord.linking.days import day_of
from onrecord.linking.stories.groups import Group
from onrecord.linking.stories.traits import pair_keys, pairs
from onrecord.linking.vectors import Vector
from onrecord.model import Analysis, Article

LENGTH = 120  # characters of a title made of the text
NAMED = 5  # names, places and words that a reason gives
LOOKED = 50  # articles of a story that are looked at for its names


def title_of(article: Article) -> str:
    """The headline of an article, or the beginning of its text."""
    title = " ".join((article.title or "").split())
    if title and not title.lower().startswith(("http:", "https:", "www.")):
        return title
    lines = [line for line in (" ".join(part.split()) for part in article.text[:4000].splitlines()) if line]
    first = next((line for line in lines if not line.lower().startswith(("http:", "https:", "www."))), title or "untitled")
    return first if len(first) <= LENGTH else first[:LENGTH].rsplit(" ", 1)[0] + " …"


def reasons_of(articles: Sequence[Analysis], central: Analysis, whole: Group) -> tuple[str, ...]:
    """The names, places, days and words that the articles of a story share, and how alike they are."""
    if len(articles) < 2:
        return ("one article",)
    looked = articles[:LOOKED]
    found = [
        _listed("names", _shared({e.name for e in a.entities if e.type != "place"} for a in looked)),
        _listed("places", _shared({p.name for p in a.places} for a in looked)),
        _days(articles),
        _listed("words", _words(central, whole)),
    ]
    if whole.size > 1:
        alike = (_inner(v, whole.size) for v in (whole.pairs, whole.names, whole.places))
        found.append("mean similarity of the articles: word pairs {:.2f}, names {:.2f}, places {:.2f}".format(*alike))
    if len(articles) > whole.size:
        found.append(f"{len(articles)} articles of {whole.size} texts; copies of one text count once")
    return tuple(reason for reason in found if reason)


def _shared(sets: Iterable[set[str]]) -> list[str]:
    """What at least two articles have, the most common first."""
    count = Counter(name for names in sets for name in names)
    return [name for name, n in sorted(count.items(), key=lambda c: (-c[1], c[0])) if n > 1]


def _listed(what: str, found: list[str]) -> str:
    return f"{what}: {', '.join(found[:NAMED])}" if found else ""


def _days(articles: Sequence[Analysis]) -> str:
    days = sorted(day for a in articles if (day := day_of(a)))
    if not days:
        return "no dates"
    undated = len(articles) - len(days)
    return f"days: {days[0]}" + (f" to {days[-1]}" if days[-1] != days[0] else "") + (f", {undated} undated" if undated else "")


def _words(central: Analysis, whole: Group) -> list[str]:
    """The word pairs of the central article that weigh most in the story."""
    weight = dict(zip(whole.pairs.keys.tolist(), whole.pairs.weights.tolist(), strict=True))
    text = central.article.text
    told = {pair: weight.get(number, 0.0) for pair, number in zip(pairs(text), pair_keys(text).tolist(), strict=True)}
    return [pair for pair, w in sorted(told.items(), key=lambda t: (-t[1], t[0])) if w > 0]


def _inner(total: Vector, size: int) -> float:
    """The mean similarity of different articles, given the sum of their unit vectors (of some articles it may be empty)."""
    return max(0.0, (float(np.dot(total.weights, total.weights)) - size) / (size * (size - 1)))
