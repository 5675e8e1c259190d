"""The measures of the pair model against cases worked out by hand."""

from __future__ import annotations

import pytest

from evaluation import emergent, fnc


def test_the_competition_score():
    gold = ["agree", "disagree", "discuss", "unrelated", "unrelated"]
    assert fnc.competition_score(gold, gold) == 100
    # 1 + .25 (related, wrong stance) + 0 + .25 + 0 of 3.5
    assert fnc.competition_score(gold, ["agree", "agree", "unrelated", "unrelated", "discuss"]) == pytest.approx(100 * 1.5 / 3.5)
    # all unrelated: two quarters of 3.5
    assert fnc.competition_score(gold, ["unrelated"] * 5) == pytest.approx(100 * 0.5 / 3.5)
    assert fnc.competition_score([], []) == 0


def test_f1_of_a_stance():
    gold, found = ["agree", "agree", "disagree", "discuss"], ["agree", "disagree", "disagree", "agree"]
    assert fnc.f1(gold, found, "agree") == pytest.approx(100 * 2 * 1 / (2 + 2))
    assert fnc.f1(gold, found, "disagree") == pytest.approx(100 * 2 * 1 / (1 + 2))
    assert fnc.f1(gold, found, "unrelated") == 0
    figures = fnc.summary(gold, found)
    assert figures["f1_disagree"] == 66.67 and figures["accuracy"] == 50 and figures["macro_f1"] == pytest.approx(29.17)


def test_emergent_summary():
    figures = emergent.summary(["for", "against", "observing", "for"], ["for", "against", "for", "for"])
    assert figures == {"accuracy": 75.0, "f1_for": 80.0, "f1_against": 100.0, "f1_observing": 0.0}


def test_measures_read_their_formats(tmp_path):
    bodies = 'Body ID,articleBody\n7,"The keeper found a bottle, he said.\nIt was old."\n8,Markets rose.\n'
    (tmp_path / "competition_test_bodies.csv").write_text(bodies, encoding="utf8")
    stances = "Headline,Body ID,Stance\nKeeper finds bottle,7,agree\nKeeper finds bottle,8,unrelated\n"
    (tmp_path / "competition_test_stances.csv").write_text(stances, encoding="utf8")
    pairs, gold = fnc.read(tmp_path)
    assert pairs[0] == ("Keeper finds bottle", "The keeper found a bottle, he said.\nIt was old.") and gold == ["agree", "unrelated"]
    figures = fnc.measure(tmp_path)
    assert figures["f1_unrelated"] == 100 and 0 <= figures["score"] <= 100
    head = ",claimHeadline,articleHeadline,articleHeadlineStance,articleId,claimId\n"
    row = "0,The keeper found a bottle,Keeper denies that he found a bottle,against,a,b\n"
    (tmp_path / "test.csv").write_text(head + row, encoding="utf8")
    assert emergent.measure(tmp_path / "test.csv") == {"accuracy": 100.0, "f1_for": 0.0, "f1_against": 100.0, "f1_observing": 0.0}
