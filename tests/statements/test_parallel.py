from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.statements.names import Names
from onrecord.statements.parallel import two_voices
from onrecord.statements.reading import Draft


def parts(text, *named):
    """Statements of "SOURCE said CONTENT" as (source, cue, content), given the names in the text."""
    head, said, _ = text.partition(" said ")
    draft = Draft((Span(len(head) + len(said), len(text)),), Span(len(head) + 1, len(head) + 5), Span(0, len(head)), 1.0)
    names = Names(text, [(Span(text.index(n), text.index(n) + len(n)), "organisation") for n in named])
    found = two_voices(text, [draft], names)
    return [tuple(text[s.start : s.end] for s in (d.source, d.cue, *d.contents)) for d in found]


@pytest.mark.parametrize(
    ("text", "named", "second"),
    [
        ("Oda Brask said six died, while the Tarn Service said that 35 had", ["Tarn Service"], ("Tarn Service", "said", "that 35 had")),
        ("Oda Brask said six had died while engineers warned the dam leaks", [], ("engineers", "warned", "the dam leaks")),
        ("Oda Brask said it burned, and Tarn Service said that two fell", ["Tarn Service"], ("Tarn Service", "said", "that two fell")),
        ("Oda Brask said the mill burned and the guards said that two fell", [], None),
        ("Oda Brask said the mill burned, and Tarn Service said nothing", ["Tarn Service"], None),
        ("Oda Brask said she waited while he said nothing", [], None),
        ("Oda Brask said she waited while the clerk was saying goodbye", [], None),
        ("Oda Brask said “I left while the guard said that nobody may pass”", [], None),
        ("Oda Brask said “no” while", [], None),
    ],
)
def test_two_voices(text, named, second):
    found = parts(text, *named)
    assert found[0][:2] == ("Oda Brask", "said")
    assert found[1:] == ([second] if second else [])
    assert second is None or second[2] not in found[0][2]


def test_a_second_voice_that_is_known_is_only_cut_off():
    text = "Oda Brask said six had died, while guards said that 35 had"
    first = Draft((Span(15, len(text)),), Span(10, 14), Span(0, 9), 1.0)
    known = Draft((Span(46, len(text)),), Span(text.index("said", 20), text.index("said", 20) + 4), Span(35, 41), 1.0)
    found = two_voices(text, [first, known], Names(text, []))
    assert [text[d.contents[0].start : d.contents[0].end] for d in found] == ["six had died", text[46:]]


PIECES = ["while", "whereas", "and", "the", "Tarn", "said", "that", "“", "”", '"', ",", "warned", "guards"]


@given(st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_any_content(words):
    text = f"Oda said {words}."
    draft = Draft((Span(9, len(text)),), Span(4, 8), Span(0, 3), 1.0)
    found = two_voices(text, [draft], Names(text, []))
    assert 1 <= len(found) <= 2
    assert all(0 <= c.start < c.end <= len(text) for d in found for c in d.contents)
