"""The list of cited material: what it is said to show, who cites it, copies put together."""

from __future__ import annotations

from dataclasses import replace

import onrecord
from onrecord.export.material import material
from onrecord.model import Analysis, Article, Span


def test_material_by_type_with_what_it_shows(analysis):
    ((kind, (cited,)),) = material([analysis])
    assert (kind, cited.shows, cited.cited_by, cited.made) == ("video", "the gate standing open", "", "4 March 2031")


def test_copies_of_a_sentence_are_one_entry(make):
    ((_, (cited,)),) = material([make(0), make(1, outlet="The Dyke")])
    assert [(s.anchor, s.outlet) for s in cited.sources] == [("evidence0-0", "Hill Radio"), ("evidence1-0", "The Dyke")]


def test_whoever_makes_the_statement_cites_unless_it_is_the_material_itself(analysis):
    said, evidence = analysis.statements[0], analysis.evidence[0]
    inside = replace(analysis, evidence=(replace(evidence, statement=said.id),))
    assert material([inside])[0][1][0].cited_by == "Orla Quist"
    tells = replace(inside, statements=(replace(said, speaker_mention=evidence.at, speaker=None),))
    assert material([tells])[0][1][0].cited_by == ""


def test_what_is_said_to_be_lacking_is_marked(analysis):
    lacking = replace(analysis, evidence=(replace(analysis.evidence[0], absent=True),))
    assert "said to be lacking" in onrecord.report([lacking])


def test_nobody_named_is_quoted(analysis):
    nobody = replace(analysis.statements[0], speaker=None)
    figures = (replace(analysis.figures[4], according_to=None),)
    assert "“the mayor”" in onrecord.report([replace(analysis, statements=(nobody,), figures=figures)])


def test_nothing_cited_no_section():
    empty = Analysis(Article("a", "Rain."))
    assert material([empty]) == () and 'id="evidence"' not in onrecord.report([empty])


def test_spans_of_another_text_do_no_harm(analysis):
    evidence = (replace(analysis.evidence[0], shows=Span(900, 999)),)
    shorter = replace(analysis, article=replace(analysis.article, text="Short."), evidence=evidence, statements=())
    assert "<main>" in onrecord.report([shorter])
