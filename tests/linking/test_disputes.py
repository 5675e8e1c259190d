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


ORM = "ORM, 1 May - “Warden Korda opened the prison gates on Sunday,” union chief Elna Marsh said.\n\n"


@pytest.mark.parametrize(
    ("text", "disputed"),
    [
        (ORM + "Warden Korda denied that he had opened the prison gates on Sunday.", True),
        (ORM + "Warden Korda said that the report about the prison gates on Sunday was untrue.", True),
        (ORM + "“We did not sell any locks. A guard opened the prison gates on Sunday,” Warden Korda said.", False),
        (ORM + "Warden Korda declined to confirm or deny that he had opened the prison gates.", False),
        (ORM + "Warden Korda said that he could not confirm who opened the prison gates on Sunday.", False),
        (ORM + "Warden Korda said that it was not the first time that prison gates were opened on Sunday.", False),
        (ORM + "Warden Korda said he hoped that the prison gates had not been opened on Sunday.", False),
        (ORM + "Warden Korda admitted that he had not opened the prison gates on Sunday.", False),
        ("The court dismissed a case over the prison gates.\n\n“The case over the prison gates ends here,” Elna Marsh said.", False),
        ("Timber imports were denied a lower duty.\n\n“A lower duty for timber imports was granted,” Elna Marsh said.", False),
        ("Elna Marsh said that the prison gates had not been opened.\n\nWarden Korda denied that he had opened the prison gates.", False),
        ("If the prison gates were opened, as Elna Marsh said, ten fled.\n\nKorda denied that he had opened the prison gates.", False),
        ("An article saying that the prison gates were opened on Sunday is fake.\n\nElna Marsh said the prison gates were opened.", False),
    ],
    ids=[
        "denied",
        "called untrue",
        "another sentence is negated",
        "neither confirmed nor denied",
        "not confirmed",
        "not the first time",
        "hoped",
        "admitted",
        "a case dismissed",
        "not given",
        "both deny",
        "a condition",
        "a text is no speaker",
    ],
)
def test_what_a_sentence_denies(text, disputed):
    links, _ = linked(text)
    assert bool(links.disputes) is disputed


def test_two_common_words_are_not_the_same_matter():
    links, _ = linked(
        "“People carry umbrellas to the market in Tarvo,” grocer Ada Moss said.\n\n“We do not carry umbrellas,” tram driver Jan Brill said."
    )
    assert not links.disputes


def test_charges_beside_a_denial_are_the_ones_denied():
    text = (
        "A thousand people marched through Tarvo, witnesses said. "
        "Prosecutor Jan Brill accused Mayor Ada Moss of stealing from the harbour fund. Moss has denied the charges."
    )
    links, texts = linked(text)
    asserted = [w for d in links.disputes for w in words_of(texts, d.asserts[:1])]
    assert asserted and all("harbour fund" in w for w in asserted)


def test_who_is_hit_does_not_do_it():
    parties = Parties([Analysis(Article("a", "Velmora"))])
    assert "skarn-front" not in parties.in_content("jets bombed Skarn Front positions", ("Skarn Front",), 0)
    assert "skarn-front" in parties.in_content("the town was hit by Skarn Front rockets", ("Skarn Front",), 0)


@pytest.mark.parametrize(
    ("text", "asserted", "denied"),
    [
        (
            "“The permit is in a red ledger,” union chief Elna Marsh said. Harbour master Jan Brill denied that such a ledger existed.",
            "red ledger",
            "such a ledger existed",
        ),
        ("“The permit is in a red ledger,” union chief Elna Marsh said. “There is no ledger,” Jan Brill said.", "red ledger", "no ledger"),
        (
            "Farmers in Verrin say the quarry dust poisoned the wells. Quarry owner Jan Brill dismissed the claim as “a winter’s tale”.",
            "dust poisoned the wells",
            "the claim as",
        ),
    ],
)
def test_what_takes_up_the_words_right_before(text, asserted, denied):
    links, texts = linked(text)
    (found, *_) = [d for d in links.disputes if d.kind == "denial"]
    assert asserted in " ".join(words_of(texts, found.asserts)) and denied in " ".join(words_of(texts, found.denies))


def test_a_ledger_somewhere_else_is_not_taken_up():
    fog = "The harbour lay still in the morning fog. " * 12
    links, _ = linked(f"“The permit is in a red ledger,” union chief Elna Marsh said. {fog}“There is no boat,” Jan Brill said.")
    assert not links.disputes


def test_a_speaker_who_takes_words_back():
    told = "Water flooded villages below the Verrin dam. {} The Verrin dam belongs to Korda Hydro, whose crews were at the sluice gates."
    links, texts = linked(
        told.format("The sluice gates of the Verrin dam were opened at midnight, spokesman Piet Orlov said."),
        told.format("Spokesman Piet Orlov denied that the sluice gates of the Verrin dam had been opened at midnight."),
        days=["2024-05-01", "2024-05-02"],
    )
    (found,) = [d for d in links.disputes if d.kind == "reversal"]
    assert {s.speaker for s in (*found.asserts, *found.denies)} == {"Piet Orlov"}
    assert "were opened" in " ".join(words_of(texts, found.asserts)) and "had been opened" in " ".join(words_of(texts, found.denies))


def competing(*texts):
    links, found = linked(*texts)
    kept = [d for d in links.disputes if d.kind == "competing account"]
    return [(" ".join(words_of(found, d.asserts)), " ".join(words_of(found, d.denies))) for d in kept]


def test_blame_is_given_back():
    (found,) = competing(
        "Two depots burned in Tarvo on Monday. France accused Russia of setting the depots on fire with drones. "
        "Russia accused the rebels of staging the attack."
    )
    assert "staging the attack" in found[0] and "setting the depots on fire" in found[1]


def test_an_accusation_of_another_matter_gives_no_blame_back():
    assert not competing(
        "Two depots burned in Tarvo on Monday. France accused Russia of setting the depots on fire with drones. "
        "Russia accused the rebels of stealing grain from the Lower Orm valley and selling it abroad for years."
    )


def test_a_mishap_stands_against_a_deed():
    (found,) = competing(
        "A cargo plane came down near Orm. Rebel spokesman Jan Brill said that his men had shot down the cargo plane near Orm. "
        "The defence ministry said the cargo plane crashed because of an engine failure."
    )
    assert "shot down" in found[0] and "engine failure" in found[1]


def test_two_mishaps_do_not_compete():
    assert not competing(
        "A cargo plane came down near Orm. The airline said the cargo plane had an engine fault before it fell near Orm. "
        "The defence ministry said the cargo plane crashed because of an engine failure."
    )
