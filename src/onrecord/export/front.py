"""The front page of a report: story by story the figures, the disputes, who denies whom, changed quotes, claims and copies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.export.copies import Carrier, Copies, copies
from onrecord.export.counts import Count, counts
from onrecord.export.denials import Diagram, diagram
from onrecord.export.disputes import Contest, contests
from onrecord.export.passage import Pages
from onrecord.export.positions import Held, positions
from onrecord.export.quotes import Mouths, Quote, mouths, quotes
from onrecord.export.wording import day_label, moment
from onrecord.model import Analysis, Claim, Dispute, Links, Origin, Series, Story, Utterance

_LONE = "Found outside the stories"


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story as the front page shows it. `witnesses` counts its texts, copies once; `word_for_word` the statements carried unchanged."""

    anchor: str
    title: str
    days: str
    carriers: tuple[Carrier, ...]
    witnesses: int
    outlets: int
    reasons: tuple[str, ...]
    counts: tuple[Count, ...]
    more_counts: tuple[Count, ...]
    disputes: tuple[Contest, ...]
    diagram: Diagram | None
    quotes: tuple[Quote, ...]
    mouths: tuple[Mouths, ...]
    word_for_word: int
    claims: tuple[Held, ...]
    copies: tuple[Copies, ...]

    @property
    def altered(self) -> tuple[Quote, ...]:
        """The quotes whose meaning-bearing words differ."""
        return tuple(q for q in self.quotes if q.relation == "altered")

    @property
    def tells(self) -> bool:
        """Whether there is anything to show but single counts."""
        linked = self.disputes or self.quotes or self.mouths or self.claims or self.copies
        return bool(linked) or any(len(c.given) > 1 for c in self.counts)


@dataclass(frozen=True, slots=True)
class Front:
    """The stories, the largest first; `alone` counts articles of which there is nothing to tell; `texts` all articles, copies once."""

    stories: tuple[StoryView, ...]
    alone: int
    texts: int
    disputes: int
    altered: int
    mouths: int


@dataclass(slots=True)
class _Share:
    """What of the links belongs to one story."""

    series: list[Series]
    disputes: list[Dispute]
    utterances: list[Utterance]
    claims: list[Claim]
    origins: list[Origin]


def front(analyses: Sequence[Analysis], links: Links) -> Front:
    """The front page of some articles and what was found between them."""
    pages = Pages(analyses, links.origins)
    told = sorted(links.stories, key=lambda s: -len(s.articles))
    home = {i: n for n, s in reversed(list(enumerate(told))) for i in s.articles}
    shares = _shared_out(links, told, home, pages)
    views = [_story(f"story{n}", s, shares[n], pages) for n, s in enumerate(told)]
    rest = Story("", _LONE, ())
    views.append(_story(f"story{len(told)}", rest, shares[len(told)], pages))
    whole = [v for v in views if v.tells or (v.counts and len(told) == 1)]
    whole.sort(key=lambda v: (-len(v.carriers), -len(v.disputes), -len(v.altered)))
    shown = {n for v in whole for c in v.carriers if (n := _number(c)) is not None}
    return Front(
        tuple(whole),
        len(pages.numbers) - len(shown),
        pages.witnesses(pages.numbers.values()),
        sum(len(v.disputes) for v in whole),
        sum(len(v.altered) for v in whole),
        sum(len(v.mouths) for v in whole),
    )


def _number(carrier: Carrier) -> int:
    return int(carrier.source.anchor.removeprefix("a"))


def _shared_out(links: Links, told: Sequence[Story], home: dict[str, int], pages: Pages) -> list[_Share]:
    """Links by the story of their first article; the last share takes what is in none."""
    shares = [_Share([], [], [], [], []) for _ in range(len(told) + 1)]
    by_id = {s.id: n for n, s in enumerate(told)}

    def of(articles: Iterable[str]) -> _Share:
        return shares[next((home[i] for i in articles if i in home), len(told))]

    for series in links.figures:
        shares[by_id.get(series.story, len(told))].series.append(series)
    for dispute in links.disputes:
        of(s.article for s in (*dispute.asserts, *dispute.denies)).disputes.append(dispute)
    for utterance in links.utterances:
        of(v.article for v in utterance.variants).utterances.append(utterance)
    for claim in links.claims:
        said = (pages.said(i) for p in claim.positions for i in p.statements)
        of(pages.analyses[p.article].article.id for p in said if p is not None).claims.append(claim)
    for origin in links.origins:
        of(origin.articles).origins.append(origin)
    return shares


def _story(anchor: str, story: Story, share: _Share, pages: Pages) -> StoryView:
    numbers = [n for i in dict.fromkeys(story.articles) if (n := pages.number(i)) is not None]
    shown, more = counts(share.series, pages)
    found = contests(share.disputes, pages, anchor)
    anchors = {i: c.anchor for c in found for i in c.ids}
    return StoryView(
        anchor,
        story.title,
        _days([pages.day(n) for n in numbers]),
        tuple(Carrier(pages.source(n), day_label(pages.day(n))) for n in numbers),
        pages.witnesses(numbers),
        len({o for n in numbers if (o := pages.analyses[n].article.outlet)}),
        story.reasons,
        shown,
        more,
        found,
        diagram(share.disputes, pages, anchors),
        quotes(share.utterances, pages),
        mouths(share.utterances, pages),
        sum(u.relation == "identical" and not u.attribution_differs for u in share.utterances),
        positions(share.claims, pages, anchors),
        copies(share.origins, pages),
    )


def _days(days: Iterable[str]) -> str:
    """The first and the last day in words."""
    dated = sorted(d for d in days if moment(d))
    if not dated:
        return ""
    return day_label(dated[0]) if dated[0] == dated[-1] else f"{day_label(dated[0])} to {day_label(dated[-1])}"
