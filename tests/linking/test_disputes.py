"""Disputes and claims over small stories, read by the real reader."""

from __future__ import annotations

import pytest

import onrecord
from onrecord.linking import link
from onrecord.linking.parties import Parties
from onrecord.model import Analysis, Article, Span, Statement


def linked(*texts, days=None):
    analyses = [
        onrecord.analyze(Article(f"a{n}", text, published=(days or ["2024-05-01"] * len(texts))[n], outlet=f"Outlet {n}"))
        for n, text in enumerate(texts)
    ]
    return link(analyses), {a.article.id: a.article.text for a in analyses}


def words_of(texts, sides):
    return [texts[s.article][s.at.start : s.at.end] for s in sides]


def said_by(name):
    return Statement("s", (Span(0, 1),), (), None, name, "x", None, "indirect", "assert", "communication", (), 0.9, speakers=(name,))


DAM = (
    "The dam at Verrin burst on Wednesday night, flooding three villages.\n\n"
    "The farmers’ union accused Korda Hydro of opening the sluice gates without a warning. "
    "“Korda Hydro opened the sluice gates at midnight,” union chief Elna Marsh said.\n\n"
    "Korda Hydro denied that it had opened the sluice gates. “We did not open the sluice gates,” its spokesman, Piet Orlov, said."
)


def test_a_denial_meets_the_assertion_it_answers():
    links, texts = linked(DAM)
    found = [d for d in links.disputes if d.kind == "denial"]
    assert found
    assert any("opened the sluice gates" in w for d in found for w in words_of(texts, d.asserts))
    assert any("not open the sluice gates" in w for d in found for w in words_of(texts, d.denies))
    assert all(d.reasons and d.score > 0 for d in found)
    speakers = {(p.speaker, p.stance) for c in links.claims for p in c.positions}
    assert ("Elna Marsh", "asserts") in speakers and any(stance == "denies" for _, stance in speakers)


def test_a_bare_denial_points_back():
    text = (
        "Rescuers in Tarvo accused the Velmoran army of shelling the market. "
        "The Velmoran army shelled the market from the hills, the Tarvo council said.\n\nThe army denied the accusation."
    )
    links, texts = linked(text)
    denied = [w for d in links.disputes for w in words_of(texts, d.denies)]
    assert any("the accusation" in w for w in denied)


def test_agreement_is_no_dispute():
    links, _ = linked(
        "The bridge at Orm closed on Monday. “The bridge is closed for repairs,” mayor Ada Moss said.",
        "The bridge at Orm is shut. “The bridge is closed for repairs,” mayor Ada Moss said.",
    )
    assert not links.disputes


def test_a_denial_of_something_else_meets_nothing():
    links, _ = linked(
        "“Korda Hydro opened the sluice gates at midnight,” union chief Elna Marsh said.\n\n"
        "Football coach Jan Brill denied that he would leave the club this summer."
    )
    assert not links.disputes


def test_counts_that_cannot_both_hold_are_a_dispute():
    links, texts = linked(
        "Nine people were killed in the ferry fire at Skarn, the coastguard said.",
        "Fourteen people were killed in the ferry fire at Skarn, the harbour union said.",
    )
    assert len(links.stories) == 1
    (dispute, *_) = [d for d in links.disputes if d.kind == "figures"]
    assert sorted(words_of(texts, dispute.asserts + dispute.denies)) == ["Fourteen people", "Nine people"]


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [("Russia", "state:Russia"), ("Moscow", "state:Russia"), ("the Russian Defence Ministry", "state:Russia")],
)
def test_parties_of_states(speaker, expected):
    assert expected in Parties([Analysis(Article("a", "x"))]).of_speaker(said_by(speaker), speaker, 0)


def test_a_monitor_named_after_a_state_is_not_the_state():
    parties = Parties([Analysis(Article("a", "Syria"))])
    name = "Syrian Observatory for Human Rights"
    assert not any(p.startswith("state:") for p in parties.of_speaker(said_by(name), name, 0))
    assert "state:Syria" in parties.in_content("Syrian jets bombed the town", (), 0)
    assert "state:Russia" in parties.in_content("Moscow was behind it", (), 0)
    assert not any(p.startswith("state:") for p in parties.in_content("a Syrian town was hit", (), 0))


def test_odd_sets_are_quiet():
    assert link([]).disputes == ()
    links, _ = linked("12 14 15", "", "The the the.")
    assert links.disputes == () and len(links.articles) == 3


def test_a_negated_claim_is_not_what_a_denial_answers():
    links, texts = linked(
        "The farmers’ union accused Korda Hydro of opening the sluice gates without a warning. "
        "The mayor, Ada Moss, said that Korda Hydro had not opened the sluice gates. "
        "Korda Hydro denied that it had opened the sluice gates."
    )
    asserted = [w for d in links.disputes for w in words_of(texts, d.asserts)]
    assert asserted and not any("had not" in w for w in asserted)
