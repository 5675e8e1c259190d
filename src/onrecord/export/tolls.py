"""The toll charts story by story: counts of different events do not stand on one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.export.toll import Chart, charts
from onrecord.model import Analysis, Links


@dataclass(frozen=True, slots=True)
class Tolls:
    """The charts of one story; `title` is "" where there is no other, `count` the figures, `others` those of them that are neither of
    people nor of troops, weapons and money."""

    title: str
    charts: tuple[Chart, ...]
    count: int
    others: int


def tolls(analyses: Sequence[Analysis], links: Links) -> tuple[Tolls, ...]:
    """The charts of each story, the largest first, then those of articles in no story; none where nothing is counted."""
    last = {a.article.id: n for n, a in enumerate(analyses)}
    stories = sorted(links.stories, key=lambda s: -len(s.articles))
    home = {last[i]: n for n, s in reversed(list(enumerate(stories))) for i in s.articles if i in last}
    members: list[list[int]] = [[] for _ in range(len(stories) + 1)]
    for number, analysis in enumerate(analyses):
        if analysis.figures:
            members[home.get(last[analysis.article.id], len(stories))].append(number)
    titles = [*(s.title for s in stories), "In no story"]
    filled = [(title, own) for title, own in zip(titles, members, strict=True) if own]
    return tuple(_tolls(title if len(filled) > 1 else "", charts(analyses, links.origins, own)) for title, own in filled)


def _tolls(title: str, drawn: tuple[Chart, ...]) -> Tolls:
    return Tolls(title, drawn, sum(c.count for c in drawn), sum(c.count for c in drawn if c.place == 2))
