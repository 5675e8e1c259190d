"""Over a set of analysed articles: what belongs together, where it disagrees, and why. `link` is pure.

Origins come first, since copies are one witness everywhere below; then stories; in each story utterances, figure series, disputes, claims.
"""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.linking.claims import find_claims
from onrecord.linking.disputes import find_disputes
from onrecord.linking.opposition import Oppositions
from onrecord.linking.origins import find_origins
from onrecord.linking.series import find_series
from onrecord.linking.stories import find_stories
from onrecord.linking.utterances import find_utterances
from onrecord.model import Analysis, Links


def link(analyses: Iterable[Analysis]) -> Links:
    """Everything found in a set of analysed articles, in any order; the same bytes given twice are one article."""
    distinct = list({a.article.id: a for a in analyses}.values())
    origins = find_origins(distinct)
    stories = find_stories(distinct, origins)
    utterances = find_utterances(distinct, stories, origins)
    oppositions = Oppositions(distinct, stories)
    series = find_series(distinct, stories, origins)
    disputes = find_disputes(distinct, stories, oppositions, series)
    return Links(
        tuple((a.article.id, a.article.path, a.article.outlet, a.article.published) for a in distinct),
        stories,
        origins,
        utterances,
        find_claims(distinct, stories, oppositions, disputes),
        disputes,
        series,
    )


__all__ = ["link"]
