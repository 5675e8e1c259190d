from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.language.decoding import spans_of, viterbi
from onrecord.language.labels import ROLE_TAGS, allowed
from onrecord.language.sentences import sentence_starts


@given(st.integers(1, 5), st.integers(0, 10_000))
@settings(deadline=None, max_examples=50)
def test_viterbi_finds_the_best_of_all_sequences(length, seed):
    rng = np.random.default_rng(seed)
    emissions, steps = rng.normal(size=(length, 3)).astype(np.float32), rng.normal(size=(3, 3)).astype(np.float32)

    def score(tags):
        return sum(emissions[i, t] for i, t in enumerate(tags)) + sum(steps[a, b] for a, b in pairwise(tags))

    assert np.isclose(score(viterbi(emissions, steps)), max(score(t) for t in product(range(3), repeat=length)), atol=1e-4)


def test_spans_of_tags():
    names = [ROLE_TAGS.index(t) for t in ("B-content", "I-content", "O", "B-source", "B-cue", "B-content", "B-content")]
    assert spans_of(names, ROLE_TAGS) == [("content", 0, 2), ("source", 3, 4), ("cue", 4, 5), ("content", 5, 6), ("content", 6, 7)]


def test_an_inside_tag_never_follows_another_type():
    table = allowed(ROLE_TAGS)
    assert not table[ROLE_TAGS.index("O")][ROLE_TAGS.index("I-cue")]
    assert not table[ROLE_TAGS.index("B-source")][ROLE_TAGS.index("I-cue")]
    assert table[ROLE_TAGS.index("I-cue")][ROLE_TAGS.index("I-cue")]


def test_sentences():
    text = "Mr. Vale left at 3.51pm. “Go!” he said. U.S. aides stayed.Nobody spoke\nNew line"
    starts = sentence_starts(text)
    assert [text[a:].split()[0] for a in starts] == ["Mr.", "“Go!”", "he", "U.S.", "Nobody", "New"]


def test_dotted_leaders_take_no_time():
    assert sentence_starts("a" + "." * 200_000 + "a") == [0]
