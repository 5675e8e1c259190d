from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.highlight import paragraph_pieces, pieces
from onrecord.model import Span, Statement

SPAN = st.tuples(st.integers(0, 40), st.integers(1, 8)).map(lambda s: Span(s[0], min(40, s[0] + s[1]))).filter(lambda s: s.start < s.end)


def statement(content, cue=(), mention=None):
    return Statement("x", tuple(content), tuple(cue), mention, None, None, None, "direct", "assert", "communication", (), 0.5)


@given(st.text(alphabet="ab \n😀", min_size=40, max_size=40), st.lists(st.tuples(SPAN, SPAN, SPAN), max_size=4))
def test_pieces_put_together_are_the_text(text, spans):
    statements = tuple(statement([c], [q], m) for c, q, m in spans)
    assert "".join(p.text for p in pieces(text, statements)) == text
    shown = "".join(p.text for paragraph in paragraph_pieces(text, statements) for p in paragraph)
    assert shown.replace(" ", "") == text.replace("\n", "").replace(" ", "") or not shown.strip() or set(shown) <= set(text)


def test_content_wins_over_cue_over_source():
    found = pieces("0123456789", (statement([Span(0, 4)], [Span(2, 6)], Span(4, 8)),))
    assert [(p.text, p.part) for p in found] == [("01", "content"), ("23", "content"), ("45", "cue"), ("67", "source"), ("89", "")]
