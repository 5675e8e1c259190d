"""Stories one article after another: a new article joins the story it is most like, or starts one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from onrecord.linking.stories.groups import Group, group_of, likeness
from onrecord.linking.stories.traits import Traits, traits_of
from onrecord.linking.tables import threshold
from onrecord.linking.vectors import Counts
from onrecord.model import Analysis

ASKED = 12  # stories that a new article is compared with
HEARD = 16  # articles of a story that are compared, the latest
JOINED = 3  # stories that one new article may join


class StoryIndex:
    """The stories so far. Features are weighed by all articles added so far, so what was rare at first may not stay so.

    A new article can show that two stories are one; they are joined then and keep the older one's id. `stories` has the present state.
    """

    def __init__(self, analyses: Iterable[Analysis] = ()) -> None:
        self._counts = Counts()
        self._traits: list[Traits] = []
        self._articles: list[str] = []
        self._story: list[int] = []
        self._members: dict[int, list[int]] = {}
        for analysis in analyses:
            self.add(analysis)

    @property
    def stories(self) -> dict[str, tuple[str, ...]]:
        """The article ids of each story, in the order in which they were added."""
        return {self._id(story): tuple(self._articles[n] for n in members) for story, members in self._members.items()}

    def add(self, analysis: Analysis) -> str:
        """Put an article into a story; the story's id is returned."""
        new = traits_of(analysis)
        candidates = self._candidates(new)
        number = self._counts.add(new.pairs, new.names, new.places)
        self._traits.append(new)
        self._articles.append(analysis.article.id)
        self._story.append(number)
        self._members[number] = [number]
        least = threshold("story_score")
        group = group_of(new, self._counts)
        scores = sorted(((likeness(group, self._group(story)).score, -story) for story in candidates), reverse=True)
        for score, story in scores[:JOINED]:
            ours = self._story[number]
            if score >= least and (ours == number or likeness(self._group(ours), self._group(-story)).score >= least):
                self._join(ours, -story)
        return self._id(self._story[number])

    def _id(self, story: int) -> str:
        return f"story-{self._articles[story]}"

    def _join(self, one: int, other: int) -> None:
        older, newer = min(one, other), max(one, other)
        for n in self._members[newer]:
            self._story[n] = older
        self._members[older] = sorted([*self._members[older], *self._members.pop(newer)])

    def _candidates(self, new: Traits) -> list[int]:
        """The stories of the last articles that had the features of a new one, those with the most and rarest first."""
        votes: defaultdict[int, float] = defaultdict(float)
        for vector in (new.pairs, new.names):
            times, last = self._counts.of(vector)
            for n in np.flatnonzero(last >= 0).tolist():
                votes[self._story[int(last[n])]] += 1 / int(times[n])
        return [story for story, _ in sorted(votes.items(), key=lambda v: (-v[1], v[0]))[:ASKED]]

    def _group(self, story: int) -> Group:
        first, *others = (group_of(self._traits[n], self._counts) for n in self._members[story][-HEARD:])
        for other in others:
            first = first.plus(other)
        return first
