"""The whole of one article: spans, kinds, joined quotations, and texts that are hard on offsets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.language.quotes import find_quotations
from onrecord.model import Article, Span
from onrecord.statements.build import _quoted_mask, join_paragraphs, kind_of
from onrecord.statements.reading import PART, Draft, parts, trim

HARBOUR = (
    "Port shut after pump failure\n\n"
    "The harbour of Velm was closed on Monday after a pump failed, the mayor, Mara Lindqvist, said.\n\n"
    "“We will open it,” she said. “Nobody was in danger.”\n\n"
    "The operator, Norsk Pumps, denied that its crews had opened the valve. A harbour official said the pump “was never serviced”.\n"
)


def contents(analysis):
    return [[analysis.article.text[c.start : c.end] for c in s.content] for s in analysis.statements]


def test_an_article():
    found = onrecord.analyze(HARBOUR)
    by_cue = {HARBOUR[s.cue[0].start : s.cue[0].end]: s for s in found.statements if s.cue}
    denial = next(s for cue, s in by_cue.items() if "denied" in cue)
    assert denial.act == "deny" and denial.speaker == "Norsk Pumps" and denial.kind == "indirect"
    assert ["“We will open it,”", "“Nobody was in danger.”"] in contents(found)
    split = found.statements[contents(found).index(["“We will open it,”", "“Nobody was in danger.”"])]
    assert split.kind == "direct"
    assert any(s.kind == "mixed" for s in found.statements)


def assert_sound(article, statements):
    for s in statements:
        spans = [*s.content, *s.cue, *([s.speaker_mention] if s.speaker_mention else [])]
        assert s.content and all(0 <= x.start < x.end <= len(article.text) for x in spans)
        assert all(article.text[x.start : x.end].strip() for x in spans)
        assert 0 <= s.confidence <= 1
        assert all(a.end <= b.start for a, b in zip(s.content, s.content[1:], strict=False))


@given(
    st.lists(
        st.sampled_from(
            ["he said", "“", "”", '"', "\n", "\n\n", " ", "Mara Lindqvist", "denied", "that the 😀 pump", "אמר", ",", ".", "😀", "é"]
        ),
        max_size=60,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_text_gives_sound_spans(parts):
    article = Article("x", " ".join(parts))
    assert_sound(article, onrecord.analyze(article).statements)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 50_000,
        "“" * 500,
        "said " * 3000,
        "\n" * 2000 + "He said no.",
        "😀" * 900 + " he said",
        "אמר שלום " * 300,
        "a\u0301 said “b\u0301” " * 50,
    ],
    ids=["one long word", "only openers", "only cues", "breaks", "emoji", "right to left", "combining marks"],
)
def test_hard_texts(text):
    article = Article("x", text)
    assert_sound(article, onrecord.analyze(article).statements)


def test_an_unsupported_language_is_recorded_and_not_analysed():
    found = onrecord.analyze(Article("x", "Le maire a dit que le port était fermé.", language="fr"))
    assert not found.statements and "fr" in (found.skipped or "")


def test_the_same_text_gives_the_same_result():
    assert onrecord.analyze(HARBOUR) == onrecord.analyze(HARBOUR)


def test_a_quotation_over_paragraphs_is_one_statement():
    text = "She said: “We opened it.\n“We closed it again.”\nNothing else."
    first = Draft((Span(10, 24),), Span(4, 8), Span(0, 3), 0.9)
    second = Draft((Span(25, 46),), None, None, 0.9)
    joined = join_paragraphs(text, [first, second], find_quotations(text))
    assert len(joined) == 1 and joined[0].contents == (Span(10, 24), Span(25, 46))


def test_a_closed_quotation_is_not_joined():
    text = "She said: “We opened it.”\n“We closed it again.”\nNothing else."
    first = Draft((Span(10, 25),), Span(4, 8), Span(0, 3), 0.9)
    second = Draft((Span(26, 47),), None, None, 0.9)
    assert len(join_paragraphs(text, [first, second], find_quotations(text))) == 2


def test_kinds():
    text = "“All of it,” he said, was “partly” quoted, none here. We left."
    mask = _quoted_mask(text, find_quotations(text))
    assert kind_of(text, (Span(0, 12),), mask, True) == "direct"
    assert kind_of(text, (Span(22, 41),), mask, True) == "mixed"
    assert kind_of(text, (Span(43, 52),), mask, True) == "indirect"
    assert kind_of(text, (Span(54, 61),), bytearray(len(text)), False) == "direct"


@pytest.mark.parametrize("piece", ["A line.\n", "A sentence. ", "word ", "x"])
def test_parts_make_up_the_text(piece):
    text = piece * (3 * PART // len(piece))
    found = list(parts(text))
    assert "".join(text[a:b] for a, b in found) == text and all(0 < b - a <= PART for a, b in found)
    assert len(found) >= 3


def test_a_long_article_is_read_to_its_end():
    text = "\n\n".join(f"{HARBOUR}\nParagraph {n} of many." for n in range(2 * PART // len(HARBOUR)))
    found = onrecord.analyze(Article("x", text))
    assert_sound(found.article, found.statements)
    assert found.statements[-1].content[0].start > len(text) - 500
    assert len(found.statements) >= 4 * text.count("Norsk")


def test_trim():
    assert trim(" , the pump — ", Span(0, 14)) == Span(3, 11)
    assert trim("— , —", Span(0, 5)) is None


def test_a_notebook_shows_the_article_highlighted():
    shown = onrecord.analyze("“It is <b>shut</b>,” Mara Lindqvist said.\nMore.")._repr_html_()
    assert "<mark" in shown and "<b>shut" not in shown and "&lt;b&gt;shut" in shown
