"""Stories: articles on the same event, by what they say in which words, whom and where they name, and when.

`find_stories` takes a set at once, `StoryIndex` one article after another; both use the same features and score, and in both two groups
are one story when the mean similarity of their articles reaches the same threshold.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.linking.days import day_of
from onrecord.linking.meeting import gather, meetings
from onrecord.linking.stories.groups import Group, agglomerate, group_of
from onrecord.linking.stories.index import StoryIndex
from onrecord.linking.stories.telling import reasons_of, title_of
from onrecord.linking.stories.traits import traits_of
from onrecord.linking.tables import threshold
from onrecord.linking.vectors import Keys, SetCounts
from onrecord.model import Analysis, Origin, Story

Positions = tuple[int, ...]  # of articles of one text


def find_stories(analyses: Sequence[Analysis], origins: Sequence[Origin] = ()) -> tuple[Story, ...]:
    """The stories of a set, in the order of their earliest articles; every article is in exactly one. Copies of one text count once."""
    texts, groups, counts = _groups(analyses, origins)
    met = meetings(
        gather([_meeting_keys(group, counts) for group in groups]),
        int(threshold("story_candidate_shared")),
        threshold("story_candidate_share"),
    )
    clusters = agglomerate(groups, ((m.a, m.b) for m in met))
    days = [day_of(a) or "9999" for a in analyses]
    told = []
    for members in clusters.values():
        positions = sorted((p for n in members for p in texts[n]), key=lambda p: (days[p], p))
        told.append(((days[positions[0]], positions[0]), _story(analyses, positions, [(texts[n], groups[n]) for n in members])))
    return tuple(story for _, story in sorted(told, key=lambda t: t[0]))


def _groups(analyses: Sequence[Analysis], origins: Sequence[Origin]) -> tuple[list[Positions], list[Group], SetCounts]:
    """Articles of one text, of which the longest speaks for all, and a group of each text, in the order of days; and their features."""
    found = [(positions, traits_of(analyses[_longest(analyses, positions)])) for positions in _texts(analyses, origins)]
    found.sort(key=lambda f: (f[1].day is None, f[1].day or 0, f[0]), reverse=True)
    counts = SetCounts([(t.pairs, t.names, t.places) for _, t in found])
    texts, groups = [], []
    while found:  # a text's traits are let go when its group is made: an archive's fill the memory
        positions, traits = found.pop()
        texts.append(positions)
        groups.append(group_of(traits, counts))
    return texts, groups, counts


def _meeting_keys(group: Group, counts: SetCounts) -> Keys:
    """The features by which a text meets others: word pairs that some others have, and not too many."""
    keys: Keys = group.pairs.keys[counts.times(group.pairs) <= threshold("story_candidate_articles")]
    return keys


def _texts(analyses: Sequence[Analysis], origins: Sequence[Origin]) -> list[Positions]:
    """Articles, with those of one id or of one origin (most of the text the same) together."""
    places: dict[str, list[int]] = {}
    for n, analysis in enumerate(analyses):
        places.setdefault(analysis.article.id, []).append(n)
    together = [[i for i in o.articles if i in places] for o in origins if o.containment >= threshold("story_same_text")]
    together += [[i] for i in places.keys() - {i for ids in together for i in ids}]
    return [tuple(sorted(p for i in ids for p in places[i])) for ids in together if ids]


def _longest(analyses: Sequence[Analysis], positions: Positions) -> int:
    return max(positions, key=lambda p: (len(analyses[p].article.text), -p))


def _story(analyses: Sequence[Analysis], positions: list[int], members: list[tuple[Positions, Group]]) -> Story:
    ids = tuple(dict.fromkeys(analyses[p].article.id for p in positions))
    whole = members[0][1]
    for _, group in members[1:]:
        whole = whole.plus(group)
    central, _ = max(members, key=lambda m: (m[1].pairs.dot(whole.pairs) + m[1].names.dot(whole.names), -m[0][0]))
    title = title_of(analyses[central[0]].article)
    reasons = reasons_of([analyses[p] for p in positions], analyses[central[0]], whole)
    return Story(f"story-{ids[0]}", title, ids, reasons)


__all__ = ["StoryIndex", "find_stories"]
