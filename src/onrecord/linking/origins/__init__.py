"""Origins: articles that substantially carry the same copied text (syndication, rewrites of a wire story, re-posts) are one witness.

Candidates share sampled five-word sequences; each pair is aligned, and is linked when the shared passages make up enough of the shorter
text. Containment, not Jaccard: a wire story cut to a third is still that story. What a text repeats of itself (headline, caption) counts
once, an outlet's own boilerplate not at all, and a speech that two reports quote is no reason by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from hashlib import blake2b

from onrecord.linking.days import day_of, ordinal
from onrecord.linking.meeting import KeySets, Meeting, gather, meetings
from onrecord.linking.origins.boilerplate import boilerplate
from onrecord.linking.origins.candidates import sketch
from onrecord.linking.origins.compare import Comparer, Link
from onrecord.linking.origins.groups import grouped
from onrecord.linking.shingles import hashes_of
from onrecord.linking.tables import threshold
from onrecord.model import Analysis, Origin

SHOWN = 40  # links whose passages an origin shows; a thousand copies need not show a thousand times the same


def find_origins(analyses: Sequence[Analysis]) -> tuple[Origin, ...]:
    """Groups of articles that carry the same text, in the order of their earliest articles. An article is in one origin at most."""
    sketches, copies = _exact(analyses)
    chosen = sorted(copies)
    numbers = _numbers([analyses[n].article.outlet for n in chosen])
    met = meetings(sketches, int(threshold("origin_candidate_shared")), threshold("origin_candidate_share"))
    days = [ordinal(day_of(analyses[n])) for n in chosen]
    stock = boilerplate(
        sketches,
        numbers,
        _near_copies(met, len(chosen)),
        [day // 7 for day in days],
        int(threshold("origin_boilerplate_articles")),
        int(threshold("origin_boilerplate_weeks")),
    )
    comparer = Comparer([analyses[n] for n in chosen], numbers, days, stock)
    part = threshold("origin_candidate_part")  # of the share that is asked; reworked copies have few whole sequences in common
    near = [m for m in met if m.containment >= part * comparer.asked(m.a, m.b)]
    near.sort(key=lambda m: (-round(m.containment, 1), m.a, m.b))  # the most alike first, and the same article's pairs together
    groups = grouped([(m.a, m.b) for m in near], comparer.link)
    inside = {n for members, _ in groups for n in members}
    groups += [([n], []) for n, position in enumerate(chosen) if n not in inside and len(copies[position]) > 1]
    order = {n: (day_of(a) or "9999", n) for n, a in enumerate(analyses)}
    found = []
    for members, links in groups:
        carriers = sorted((p for n in members for p in copies[chosen[n]]), key=order.__getitem__)
        found.append((order[carriers[0]], _origin(analyses, carriers, links, comparer)))
    return tuple(o for _, o in sorted(found, key=lambda f: f[0]) if len(o.articles) > 1)


def _exact(analyses: Sequence[Analysis]) -> tuple[KeySets, dict[int, list[int]]]:
    """The sketch of each text, and by the position of its first article all that have the same words; texts of few words are left out."""
    seen: dict[bytes, int] = {}
    copies: defaultdict[int, list[int]] = defaultdict(list)
    sketches = []
    least = threshold("origin_shared_words")
    for n, analysis in enumerate(analyses):
        words = hashes_of(analysis.article.text)
        if len(words) < least:
            continue
        first = seen.setdefault(blake2b(words.tobytes(), digest_size=16).digest(), n)
        copies[first].append(n)
        if first == n:
            sketches.append(sketch(words))
    return gather(sketches), copies


def _numbers(outlets: Sequence[str | None]) -> list[int]:
    known: dict[str, int] = {}
    return [known.setdefault(o.casefold(), len(known)) if o else -1 for o in outlets]


def _near_copies(met: Sequence[Meeting], texts: int) -> list[int]:
    """A number for each text, the same for those that are all but the same."""
    parent = list(range(texts))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for m in met:
        if m.resemblance >= threshold("origin_near_copy"):
            parent[root(m.b)] = root(m.a)
    return [root(n) for n in range(texts)]


def _origin(analyses: Sequence[Analysis], carriers: list[int], links: list[Link], comparer: Comparer) -> Origin:
    ids = tuple(dict.fromkeys(analyses[n].article.id for n in carriers))
    links = sorted(links, key=lambda link: (link.a, link.b))
    weakest = min((link.share for link in links), default=1.0)
    shared = tuple(s for link in links[:SHOWN] for s in comparer.shared(link))
    reasons = [f"{_count(len(ids))} carry the same text; of the shorter of each pair at least {weakest:.0%} is in the other one"]
    exact = len(carriers) - len(links) - 1
    if exact > 0:
        reasons.append(f"{_count(exact)} are word for word the same as another one")
    if shared:
        longest = max(shared, key=lambda s: s.words)
        reasons.append(f"the longest shared passage has {longest.words} words in agreement")
    return Origin(ids, round(weakest, 3), shared, tuple(reasons))


def _count(number: int) -> str:
    return "1 article" if number == 1 else f"{number} articles"


__all__ = ["find_origins"]
