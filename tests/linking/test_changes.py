from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.alignment import align, stem_of, units
from onrecord.linking.changes import compare_texts, compare_units, farthest
from onrecord.model import Span

CASES = list(csv.DictReader((Path(__file__).parent.parent / "cases" / "changes.csv").read_text(encoding="utf8").splitlines()))
VOCABULARY = "the dam will not hold until 58 fifty-eight Syrian jets don't U.N. said … “never” at least 6:30 Khan al-Assad US (a) suspected"
WORDS = st.lists(st.sampled_from(VOCABULARY.split()), max_size=25).map(" ".join)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["guards"])
def test_cases(case):
    found = compare_texts(case["old"], case["new"])
    assert found.relation == case["relation"]
    assert {d.kind for d in found.differences} == set(case["kinds"].split())


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["guards"])
def test_changes_name_their_words(case):
    for change in compare_texts(case["old"], case["new"]).changes(case["old"], case["new"], "later"):
        assert change.old in case["old"] and change.new in case["new"] and change.article == "later"
        assert (change.at is None) == (change.new == "")
        assert change.at is None or case["new"][change.at.start : change.at.end] == change.new


@given(st.one_of(st.text(max_size=200), WORDS))
def test_a_text_is_identical_with_itself(text):
    assert compare_texts(text, text).relation == "identical"


@given(st.one_of(st.text(max_size=120), WORDS), st.one_of(st.text(max_size=120), WORDS))
def test_spans_are_valid_and_blocks_cover_both(old, new):
    found = compare_texts(old, new)
    for difference in found.differences:
        assert difference.old or difference.new
        for span, text in ((difference.old, old), (difference.new, new)):
            assert span is None or 0 <= span.start < span.end <= len(text)
        assert 0 <= difference.place <= len(new)
    a, b = units(old), units(new)
    blocks = align(a, b)
    assert sum(k.a1 - k.a0 for k in blocks) == len(a) and sum(k.b1 - k.b0 for k in blocks) == len(b)
    assert all(x.a1 == y.a0 and x.b1 == y.b0 for x, y in pairwise(blocks))
    assert all(a[k.a0 + n].key == b[k.b0 + n].key for k in blocks if k.same for n in range(k.a1 - k.a0))


@given(WORDS.filter(lambda t: " not " in t))
def test_a_dropped_not_is_never_identical(text):
    assert compare_texts(text, text.replace(" not ", " ", 1)).relation != "identical"


def test_spans_count_in_the_whole_text():
    text = "He said: “We closed the line,” on Monday."
    found = units(text, [Span(9, 30)])
    assert [text[u.start : u.end] for u in found] == ["We", "closed", "the", "line"]


def test_units():
    assert [u.key for u in units("at least fifty-eight")] == ["#58"]
    assert [u.exact for u in units("“at least” 10")] == ["#10-None"]
    assert [u.exact for u in units("[A]t least 10")] == ["#10-None"]
    assert [u.exact for u in units("They didn’t")] == ["they", "did", "not"]
    assert [u.kind for u in units("no “Islamic State” fighters")] == ["negation", "name", "word"]
    assert units("the $US200 million loan")[1].exact == units("the $200 million loan")[1].exact


@pytest.mark.parametrize(
    ("a", "b"), [("bombings", "bombed"), ("parties", "party"), ("responsibility", "responsible"), ("analyse", "analyze")]
)
def test_stems(a, b):
    assert stem_of(a) == stem_of(b)


def test_small_words_that_agree_by_chance_do_not_split_a_change():
    a, b = units("old men of war and hate came"), units("young women of peace and love came")
    assert [k.same for k in align(a, b)] == [False, True]


def test_farthest():
    assert farthest(["identical", "altered", "shortened"]) == "altered"
    assert farthest([]) == "identical"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "…",
        "...",
        "12345" * 60,
        "٣٤٥ ٦",
        "\x00\x07",
        "9" * 400,
        "a" * 5000,
        "'" * 300,
        "[A]" * 100,
        "-".join("ab" * 500),
        "$US" * 99,
    ],
)
def test_any_text(text):
    assert compare_texts(text, text).relation == "identical"
    compare_texts(text, "The dam held at least 58 days")
    compare_units((), units(text))


def test_a_long_adversarial_text_is_compared():
    old = "not 58 the [A]t least U.N. don't " * 3000
    assert compare_texts(old, old + "end").relation in ("shortened", "reworded", "altered")
