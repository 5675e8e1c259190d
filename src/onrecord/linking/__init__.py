"""Over a set of analysed articles: what belongs together, where it disagrees, and why. `link` is pure.

Origins come first, since copies are one witness everywhere below; then stories, and figure series in each; then, in windows of time,
utterances, and disputes and claims of the stories that end there.
"""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.linking.claims import find_claims
from onrecord.linking.disputes import figure_disputes, find_disputes
from onrecord.linking.memory import give_back
from onrecord.linking.opposition import Oppositions
from onrecord.linking.origins import find_origins
from onrecord.linking.parties import leaders_of
from onrecord.linking.series import find_series
from onrecord.linking.stories import find_stories
from onrecord.linking.utterances import Utterances
from onrecord.linking.windows import windows
from onrecord.model import Analysis, Claim, Dispute, Links


def link(analyses: Iterable[Analysis]) -> Links:
    """Everything found in a set of analysed articles, in any order; the same bytes given twice are one article."""
    distinct = list({a.article.id: a for a in analyses}.values())
    origins = find_origins(distinct)
    stories = find_stories(distinct, origins)
    give_back()
    series = find_series(distinct, stories, origins)
    by_id, leaders = {a.article.id: a for a in distinct}, leaders_of(distinct)
    utterances, disputes = Utterances(distinct, stories), figure_disputes(series)
    claims: dict[int, list[Claim]] = {}
    for window in windows(distinct, stories):
        utterances.read(window)
        for number in window.stories:
            members = [by_id[i] for i in dict.fromkeys(stories[number].articles)]
            oppositions = Oppositions(members, leaders)
            contested = sorted(find_disputes(members, oppositions), key=_surest)
            disputes += contested
            claims[number] = find_claims(members, oppositions, contested)
    return Links(
        tuple((a.article.id, a.article.path, a.article.outlet, a.article.published) for a in distinct),
        stories,
        origins,
        utterances.all(),
        tuple(claim for _, found in sorted(claims.items()) for claim in found),
        tuple(sorted(disputes, key=_surest)),
        series,
    )


def _surest(dispute: Dispute) -> tuple[float, str]:
    return -dispute.score, dispute.id


__all__ = ["link"]
