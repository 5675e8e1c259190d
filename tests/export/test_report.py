"""The report of anything: whatever the details are, the page is made, its ids are unique and its links lead somewhere."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.model import Analysis, Article, Event, Evidence, Figure, Place, Span, Time

LENGTH = 60
SPAN = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 20)).map(lambda s: Span(s[0], min(LENGTH, s[0] + s[1])))
WORDS = st.text(alphabet="ab <&\"'\n{%", max_size=6)
SOME = st.none() | WORDS
COUNT = st.integers(-3, 10**20)
WHEN = st.none() | st.sampled_from(["2020-02-30", "2020-01-01", "2020-01-01T25:61", "0000", "9999-12-31", "2020-W53", "P1D"]) | WORDS
DEGREE = st.none() | st.floats(-200, 200) | st.just(float("nan"))
DETAILS = {
    "figures": st.builds(
        Figure, SPAN, WORDS, WORDS, COUNT, st.none() | COUNT, st.booleans(), SOME, WHEN, SOME, st.none() | SPAN, SOME, SOME
    ),
    "times": st.builds(Time, SPAN, WHEN, st.sampled_from(["date", "time", "duration", "set"])),
    "places": st.builds(Place, SPAN, WORDS, SOME, DEGREE, DEGREE, st.sampled_from(["country", "city", ""]) | WORDS, SOME, WORDS),
    "evidence": st.builds(Evidence, SPAN, WORDS, st.none() | SPAN, SOME, WHEN, SOME),
    "events": st.builds(Event, SPAN, WORDS, WHEN, SOME, st.tuples(SPAN), st.just(())),
}
# no white space: a page does not show paragraphs of nothing else, and a link to one leads nowhere
TEXT = st.text(alphabet="ab.😀<&", min_size=LENGTH, max_size=LENGTH)
ARTICLE = st.builds(Article, st.just("a"), TEXT, title=SOME, outlet=SOME, published=WHEN)
ANALYSIS = st.builds(Analysis, ARTICLE, **{name: st.lists(kind, max_size=4).map(tuple) for name, kind in DETAILS.items()})


@given(st.lists(ANALYSIS, max_size=3))
def test_any_details_make_a_page(analyses):
    page = onrecord.report(analyses, "T")
    ids = Counter(re.findall(r' id="([^"]+)"', page))
    assert not [name for name, times in ids.items() if times > 1]
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
