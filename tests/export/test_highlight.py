from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.highlight import paragraph_pieces, pieces, runs
from onrecord.model import Span, Statement

SPAN = st.tuples(st.integers(0, 40), st.integers(1, 8)).map(lambda s: Span(s[0], min(40, s[0] + s[1]))).filter(lambda s: s.start < s.end)


def statement(content, cue=(), mention=None):
    return Statement("x", tuple(content), tuple(cue), mention, None, None, None, "direct", "assert", "communication", (), 0.5)


TEXT = st.text(alphabet="ab \n😀", min_size=40, max_size=40)


@given(TEXT, st.lists(st.tuples(SPAN, SPAN, SPAN), max_size=4), st.lists(SPAN, max_size=6))
def test_pieces_put_together_are_the_text(text, spans, details):
    statements = tuple(statement([c], [q], m) for c, q, m in spans)
    assert "".join(p.text for p in pieces(text, statements, details)) == text
    shown = "".join(p.text for paragraph in paragraph_pieces(text, statements, details) for p in paragraph)
    assert shown.replace(" ", "") == text.replace("\n", "").replace(" ", "") or not shown.strip() or set(shown) <= set(text)


@given(TEXT, st.lists(SPAN, min_size=1, max_size=6))
def test_each_detail_is_where_it_is_and_opens_once(text, details):
    found = pieces(text, (), details)
    for number, span in enumerate(details):
        assert "".join(p.text for p in found if number in p.details) == text[span.start : span.end]
        assert sum(number in p.opens for p in found) == 1
    shown = [p for paragraph in paragraph_pieces(text, (), details) for p in paragraph]
    assert all(sum(number in p.opens for p in shown) <= 1 for number in range(len(details)))


def test_details_cross_the_rims_of_statements_and_the_longest_is_outermost():
    found = paragraph_pieces("0123456789", (statement([Span(0, 5)]),), [Span(5, 6), Span(3, 8)])[0]
    assert [(r.part, [(p.text, p.details, p.opens) for p in r.pieces]) for r in runs(found)] == [
        ("content", [("012", (), ()), ("34", (1,), (1,))]),
        ("", [("5", (1, 0), (0,)), ("67", (1,), ()), ("89", (), ())]),
    ]


def test_spans_outside_the_text_are_left_out():
    assert [p.text for p in pieces("abc", (), [Span(2, 9), Span(1, 1)])] == ["abc"]


def test_content_wins_over_cue_over_source():
    found = pieces("0123456789", (statement([Span(0, 4)], [Span(2, 6)], Span(4, 8)),))
    assert [(p.text, p.part) for p in found] == [("01", "content"), ("23", "content"), ("45", "cue"), ("67", "source"), ("89", "")]
