"""Links as a summary to read in a terminal: stories with their tolls and disputes, altered quotes, copied text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.model import Analysis, Dispute, Links, Series, Side, Utterance

_WIDTH = 100  # characters of a passage that are shown


def digest_lines(links: Links, analyses: Sequence[Analysis]) -> Iterator[str]:
    """The lines of the summary, the largest story first."""
    texts = {a.article.id: a.article.text for a in analyses}
    outlets = {a.article.id: a.article.outlet or a.article.path for a in analyses}
    yield f"{len(links.articles)} articles, {len(links.stories)} stories, {len(links.disputes)} disputes"
    for story in sorted(links.stories, key=lambda s: -len(s.articles)):
        yield ""
        yield f"{story.title} ({len(story.articles)} article{'s' if len(story.articles) != 1 else ''})"
        members = set(story.articles)
        for series in links.figures:
            if series.story == story.id and len(series.points) > 1:
                yield f"  {_toll(series)}"
        for dispute in links.disputes:
            if dispute.asserts[0].article in members:
                yield from _dispute(dispute, texts, outlets)
        for utterance in links.utterances:
            if utterance.relation == "altered" and utterance.variants[0].article in members:
                yield from _altered(utterance, outlets)
    for origin in links.origins:
        yield ""
        yield f"one witness: {', '.join(outlets.get(i, i) for i in origin.articles)} ({origin.containment:.0%} of the shorter text)"


def _toll(series: Series) -> str:
    above = "" if series.low == series.high else " or more" if series.high is None else f" to {series.high}"
    bounds = f"{series.low}{above}"
    witnesses = len({p.origin for p in series.points})
    return f"{series.quantity}: {bounds} {series.who} ({witnesses} witness{'es' if witnesses != 1 else ''}, {series.verdict})"


def _dispute(dispute: Dispute, texts: dict[str, str], outlets: dict[str, str]) -> Iterator[str]:
    yield f"  {dispute.kind}: {_short(dispute.claim)}"
    for mark, sides in (("+", dispute.asserts), ("-", dispute.denies)):
        for side in sides[:3]:
            yield f"    {mark} {side.speaker or 'nobody named'}: {_short(_words(side, texts))} [{outlets.get(side.article, side.article)}]"
        if len(sides) > 3:
            yield f"    {mark} … and {len(sides) - 3} more"
    yield from (f"    why: {reason}" for reason in dispute.reasons[:1])


def _altered(utterance: Utterance, outlets: dict[str, str]) -> Iterator[str]:
    yield f"  altered: {utterance.speaker or 'nobody named'}"
    for change in utterance.changes[:4]:
        yield f"    {change.kind}: “{_short(change.old)}” → “{_short(change.new)}” [{outlets.get(change.article, change.article)}]"


def _words(side: Side, texts: dict[str, str]) -> str:
    return texts.get(side.article, "")[side.at.start : side.at.end]


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _WIDTH else words[: _WIDTH - 1] + "…"
