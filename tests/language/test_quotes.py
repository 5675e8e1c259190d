from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.language.quotes import find_quotations, paragraphs

CASES = list(csv.DictReader((Path(__file__).parent.parent / "cases" / "quotes.csv").read_text(encoding="utf8").splitlines()))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["guards"])
def test_cases(case):
    text = case["text"].replace("\\n", "\n")
    expected = [q for q in case["quotations"].split("|") if q]
    found = [text[q.start : q.end] + ("" if q.closed else "…open") for q in find_quotations(text)]
    assert found == expected


@given(st.text(alphabet="ab .,\n\"'“”‘’«»„\U0001f600", max_size=80))
def test_spans_are_ordered_disjoint_and_inside(text):
    at = 0
    for q in find_quotations(text):
        assert at <= q.start < q.end <= len(text)
        assert "\n" not in text[q.start : q.end]
        at = q.end


@given(st.text(alphabet="ab \n\r\t", max_size=60))
def test_paragraphs_hold_every_letter(text):
    spans = paragraphs(text)
    assert "".join(text[a:b] for a, b in spans).replace(" ", "").replace("\r", "").replace("\t", "") == "".join(
        c for c in text if c in "ab"
    )
