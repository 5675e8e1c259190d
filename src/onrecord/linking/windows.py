"""A set of articles in windows, one after another in time, so that what a large archive needs at once does not grow with it.

A set of up to `SIZE` articles is one window. In a larger one each window has the next articles in the order of their days; articles
without a day stand with their story, or at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.linking.days import day_of, ordinal
from onrecord.model import Analysis, Story

SIZE = 3_000  # articles; a week or two of a large newspaper archive
_LATE = 1 << 30  # behind every day


@dataclass(frozen=True, slots=True)
class Window:
    """The next articles by position, in the order of time, and the positions of the stories that end with them."""

    articles: tuple[int, ...]
    stories: tuple[int, ...]


def windows(analyses: Sequence[Analysis], stories: Sequence[Story], size: int = SIZE) -> list[Window]:
    """Every article and every story is in exactly one window; a story in that of its last article."""
    home: dict[str, int] = {}
    for n, story in enumerate(stories):
        home.update((i, n) for i in story.articles if i not in home)
    days = [ordinal(day_of(a)) for a in analyses]
    told: dict[int, int] = {}
    for day, analysis in zip(days, analyses, strict=True):
        if day > 0 and (own := home.get(analysis.article.id)) is not None:
            told[own] = min(day, told.get(own, day))

    def when(position: int) -> tuple[int, int, int]:
        story = home.get(analyses[position].article.id, len(stories))
        return (days[position] if days[position] > 0 else told.get(story, _LATE), story, position)

    ordered = sorted(range(len(analyses)), key=when)
    parts = [tuple(ordered[n : n + size]) for n in range(0, len(ordered), size)]
    last = {home[i]: n for n, part in enumerate(parts) for p in part if (i := analyses[p].article.id) in home}
    ending: list[list[int]] = [[] for _ in parts]
    for number in range(len(stories) if parts else 0):
        ending[last.get(number, 0)].append(number)
    return [Window(part, tuple(found)) for part, found in zip(parts, ending, strict=True)]
