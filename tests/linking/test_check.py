"""Who asserts, denies or only discusses a claim: first with a pair model of our own making, then with the shipped one."""

from __future__ import annotations

import json

import numpy as np
import pytest

from onrecord import Article, analyze
from onrecord.export.check import FORMATS
from onrecord.linking.check import check
from onrecord.model import Analysis, Evidence, Passage, Span, Statement

AGREES, DISAGREES, DISCUSSES, UNRELATED = np.eye(4, dtype=np.float32) * 0.88 + 0.03
CLAIM = "The army shelled the harbour"


def reads(words):
    """A pair model that finds the first of some words in a passage; anything else is unrelated."""

    def read(pairs):
        return np.array([next((words[w] for w in words if w in passage), UNRELATED) for _, passage in pairs]).reshape(-1, 4)

    return read


def said(text, content, cue, act="assert", kind="indirect", speaker="Ida Rook", number="1", evidence=()):
    at, by = (Span(text.index(part), text.index(part) + len(part)) for part in (content, cue))
    statement = Statement(f"s{number}", (at,), (by,), None, speaker, speaker and speaker.lower(), None, kind, act, "communication", (), 0.9)
    return Analysis(Article(f"a{number}", text, outlet="The Bell"), (statement,), evidence=tuple(evidence))


@pytest.mark.parametrize(
    ("act", "kind", "cue", "own", "around", "bearing"),
    [
        ("assert", "indirect", "said", AGREES, AGREES, "asserts"),
        ("assert", "indirect", "said", DISAGREES, DISAGREES, "denies"),
        ("deny", "indirect", "denied", AGREES, DISAGREES, "denies"),
        ("deny", "indirect", "denied", DISCUSSES, DISAGREES, "denies"),
        ("deny", "indirect", "denied", DISAGREES, DISAGREES, "denies"),
        ("deny", "indirect", "said", DISAGREES, DISAGREES, "denies"),
        ("deny", "indirect", "denied", UNRELATED, DISAGREES, "denies"),
        ("deny", "direct", "denied", DISAGREES, DISAGREES, "denies"),
        ("question", "indirect", "asked", AGREES, DISCUSSES, "discusses"),
        ("decline", "indirect", "said", AGREES, DISCUSSES, "discusses"),
    ],
)
def test_the_act_turns_the_words(act, kind, cue, own, around, bearing):
    text = f"Ida Rook {cue} that the army had shelled the old harbour on that Monday."
    analysis = said(text, "that the army had shelled the old harbour on that Monday", cue, act, kind)
    (answer,) = check(CLAIM, [analysis], reads({"Ida": around, "army": own})).answers
    assert (answer.bearing, answer.speaker, answer.voice) == (bearing, "Ida Rook", "speaker")
    assert analysis.article.text[answer.at.start : answer.at.end].startswith("that the army")
    assert answer.reasons[0].startswith("shares ") and "shelled" in answer.matched


def test_who_denies_a_negation_asserts():
    text = "Ida Rook denied that the army had never shelled the old harbour on that Monday."
    analysis = said(text, "that the army had never shelled the old harbour on that Monday", "denied", "deny")
    (answer,) = check(CLAIM, [analysis], reads({"Ida": AGREES, "army": DISAGREES})).answers
    assert answer.bearing == "asserts"
    (answer,) = check("The army never shelled the harbour", [analysis], reads({"Ida": DISAGREES, "army": AGREES})).answers
    assert answer.bearing == "denies"


def test_the_outlet_speaks_for_itself_and_copies_count_once():
    text = "The army shelled the harbour on Monday. It rained."
    first, second = (
        Analysis(Article(f"b{n}", text, outlet=f"Bell {n}"), passages=(Passage(Span(0, len(text)), "body"),)) for n in (1, 2)
    )
    result = check(CLAIM, [first, second, first], reads({"army": AGREES}))
    (answer,) = result.of("asserts")
    assert (answer.voice, answer.speaker, answer.statement, answer.copies) == ("outlet", "Bell 1", None, ("b2",))
    assert text[answer.at.start : answer.at.end] == "The army shelled the harbour on Monday."
    assert (result.articles, result.passages) == (3, 6)


def test_evidence_beside_is_cited():
    text = "Ida Rook said the army had shelled the harbour, as a video shows. A photo shows a cat."
    shown = [Evidence(Span(text.index(w), text.index(w) + len(w)), kind) for w, kind in (("a video", "video"), ("A photo", "photo"))]
    analysis = said(text, "the army had shelled the harbour", "said", evidence=shown)
    (answer,) = check(CLAIM, [analysis], reads({"army": AGREES})).answers
    assert [e.type for e in answer.evidence] == ["video"]


def test_nothing_speaks_to_it():
    text = "Ida Rook said the orchestra would play on Friday."
    result = check(CLAIM, [said(text, "the orchestra would play on Friday", "said")], reads({}))
    assert result.answers == () and "Nothing here speaks to this" in "\n".join(FORMATS["text"](result, []))
    assert json.loads("".join(FORMATS["json"](result, [])))["speaks_to_it"] is False
    for claim in ("", "?!", "\x00", "a " * 5000):
        assert check(claim, [said(text, "Friday", "said")], reads({})).answers == ()
    assert check(CLAIM, [], reads({})).articles == 0


def test_forms():
    text = "Ida Rook said the army had shelled the harbour."
    analysis = said(text, "the army had shelled the harbour", "said")
    result = check(CLAIM, [analysis], reads({"army": AGREES}))
    row = json.loads("".join(FORMATS["json"](result, [analysis])))
    assert (row["asserts"], row["denies"], row["speaks_to_it"]) == (["Ida Rook"], [], True)
    (line,) = FORMATS["jsonl"](result, [analysis])
    answer = json.loads(line)
    assert answer["text"] == text[answer["start"] : answer["end"]] == "the army had shelled the harbour"
    page = "\n".join(FORMATS["text"](result, [analysis]))
    assert "Who asserts it (1)" in page and "Ida Rook: the army had shelled" in page and "why: shares" in page


def test_with_the_shipped_models():
    text = (
        "Harbour shelled at Varn\n\nThe army shelled the harbour at Varn on Monday, the mayor, Ida Rook, said. "
        "The defence ministry denied that the army had shelled the harbour at Varn. "
        "The town's orchestra will play on Friday, its conductor, Bo Tarn, said."
    )
    result = check("The army shelled the harbour at Varn", [analyze(text)])
    assert any(a.speaker == "Ida Rook" for a in result.of("asserts"))
    assert any("ministry" in (a.speaker or "").lower() for a in result.of("denies"))
    assert not any(a.speaker == "Bo Tarn" for a in result.answers)
    assert check("Parliament has raised the tax on beer", [analyze(text)]).answers == ()
