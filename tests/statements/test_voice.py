"""The outlet's own voice: every sentence is somebody's, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.language.sentences import sentence_starts
from onrecord.model import Article, Span, Statement
from onrecord.settings import Settings
from onrecord.statements import analyze
from onrecord.statements.voice import passages

STORY = """Harbour shut after pump failure

Mayor blames the operator

The harbour of Velm was closed on Monday. It serves forty boats.
“The pumps were never serviced,” Mara Lindqvist said. Norsk Pumps denied that.

Rain is forecast for Tuesday."""


def told(text, words, mode="communication"):
    start = text.index(words)
    at = (Span(start, start + len(words)),)
    return Statement("s", at, (), None, "x", "x", None, "direct", "assert", mode, (), 1.0)


def test_headline_standfirst_and_body():
    found = passages(Article("a", STORY), [told(STORY, "“The pumps were never serviced,”"), told(STORY, "that.")], sentence_starts(STORY))
    shown = [(p.where, STORY[p.at.start : p.at.end]) for p in found]
    assert shown == [
        ("headline", "Harbour shut after pump failure"),
        ("standfirst", "Mayor blames the operator"),
        ("body", "The harbour of Velm was closed on Monday. It serves forty boats."),
        ("body", "Rain is forecast for Tuesday."),
    ]


def test_an_attitude_leaves_the_sentence_to_the_outlet():
    text = "The guild fears a flood. It rained."
    assert len(passages(Article("a", text), [told(text, "a flood", "attitude")], sentence_starts(text))) == 1


@pytest.mark.parametrize("text", ["", "\n\n", "—", "One line without an end", "A.\nB.\nC."])
def test_odd_texts(text):
    for p in passages(Article("a", text), [], sentence_starts(text)):
        assert text[p.at.start : p.at.end].strip() == text[p.at.start : p.at.end] != ""


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab. \n“”!-", max_size=120), st.data())
def test_every_letter_is_in_a_passage_or_beside_a_content(text, data):
    spans = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=3))
    contents = [Span(min(s), max(s)) for s in spans if s[0] != s[1]]
    statements = [Statement("s", (c,), (), None, None, None, None, "direct", "assert", "communication", (), 1.0) for c in contents]
    found = passages(Article("a", text), statements, sentence_starts(text))
    assert all(b.start >= a.end for a, b in zip([p.at for p in found], [p.at for p in found][1:], strict=False))
    for p in found:
        assert not any(c.start < p.at.end and p.at.start < c.end for c in contents)
    if not contents:
        assert sum(c.isalnum() for c in text) == sum(c.isalnum() for p in found for c in text[p.at.start : p.at.end])


def test_min_confidence_leaves_out_the_unsure():
    text = "“The harbour is shut,” Mara Lindqvist said on Monday. Some think that the pumps might have failed, it is thought."
    everything = onrecord.analyze(text).statements
    highest = max(s.confidence for s in everything)
    article = onrecord.analyze(text).article
    kept = analyze(article, settings=Settings(min_confidence=highest)).statements
    assert kept and all(s.confidence >= highest for s in kept)
    assert not analyze(article, settings=Settings(min_confidence=1.0)).statements or highest == 1.0
    outlet = analyze(article, settings=Settings(min_confidence=1.0)).passages
    assert sum(p.at.end - p.at.start for p in outlet) >= sum(p.at.end - p.at.start for p in onrecord.analyze(text).passages)
