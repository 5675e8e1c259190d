"""Stories: articles on the same event, by what they say in which words, whom and where they name, and when.

`find_stories` takes a set at once, `StoryIndex` one article after another; both use the same features and score, and in both two groups
are one story when the mean similarity of their articles reaches the same threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.linking.days import day_of
from onrecord.linking.meeting import gather, meetings
from onrecord.linking.stories.groups import Group, agglomerate, group_of
from onrecord.linking.stories.index import StoryIndex
from onrecord.linking.stories.telling import reasons_of, title_of
from onrecord.linking.stories.traits import Traits, traits_of
from onrecord.linking.tables import threshold
from onrecord.linking.vectors import Counts, Keys
from onrecord.model import Analysis, Origin, Story


@dataclass(frozen=True, slots=True)
class _Item:
    """Articles (by position) that are taken as one: copies of one text, of which the longest speaks for all."""

    positions: tuple[int, ...]
    traits: Traits


def find_stories(analyses: Sequence[Analysis], origins: Sequence[Origin] = ()) -> tuple[Story, ...]:
    """The stories of a set, in the order of their earliest articles; every article is in exactly one. Copies of one text count once."""
    items = sorted(_items(analyses, origins), key=lambda i: (i.traits.day is None, i.traits.day or 0, i.positions))
    counts = Counts()
    counts.add_all([(i.traits.pairs, i.traits.names, i.traits.places) for i in items])
    groups = {n: group_of(item.traits, counts) for n, item in enumerate(items)}
    found = gather([_meeting_keys(groups[n], counts) for n in groups])
    near = ((m.a, m.b) for m in meetings(found, int(threshold("story_candidate_shared")), threshold("story_candidate_share")))
    clusters = agglomerate(groups, near)
    days = [day_of(a) or "9999" for a in analyses]
    told = []
    for members in clusters.values():
        positions = sorted((p for n in members for p in items[n].positions), key=lambda p: (days[p], p))
        told.append(((days[positions[0]], positions[0]), _story(analyses, positions, [(items[n], groups[n]) for n in members])))
    return tuple(story for _, story in sorted(told, key=lambda t: t[0]))


def _items(analyses: Sequence[Analysis], origins: Sequence[Origin]) -> list[_Item]:
    """Articles, with those of one id or of one origin (most of the text the same) together."""
    places: dict[str, list[int]] = {}
    for n, analysis in enumerate(analyses):
        places.setdefault(analysis.article.id, []).append(n)
    together = [[i for i in o.articles if i in places] for o in origins if o.containment >= threshold("story_same_text")]
    together += [[i] for i in places.keys() - {i for ids in together for i in ids}]
    found = []
    for ids in together:
        positions = tuple(sorted(p for i in ids for p in places[i]))
        if positions:
            longest = max(positions, key=lambda p: (len(analyses[p].article.text), -p))
            found.append(_Item(positions, traits_of(analyses[longest])))
    return found


def _meeting_keys(group: Group, counts: Counts) -> Keys:
    """The features by which an article meets others: word pairs and names that some others have, and not too many."""
    times, _ = counts.of(group.pairs)
    keys: Keys = group.pairs.keys[times <= threshold("story_candidate_articles")]
    return keys


def _story(analyses: Sequence[Analysis], positions: list[int], members: list[tuple[_Item, Group]]) -> Story:
    ids = tuple(dict.fromkeys(analyses[p].article.id for p in positions))
    whole = members[0][1]
    for _, group in members[1:]:
        whole = whole.plus(group)
    central = max(members, key=lambda m: (m[1].pairs.dot(whole.pairs) + m[1].names.dot(whole.names), -m[0].positions[0]))[0]
    title = title_of(analyses[central.positions[0]].article)
    reasons = reasons_of([analyses[p] for p in positions], analyses[central.positions[0]], whole)
    return Story(f"story-{ids[0]}", title, ids, reasons)


__all__ = ["StoryIndex", "find_stories"]
