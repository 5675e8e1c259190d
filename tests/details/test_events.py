from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import events as measure
from onrecord.details.events import find_events
from onrecord.details.events.tables import roles
from onrecord.details.tables import rows
from onrecord.details.times import find_times
from onrecord.model import Analysis, Article, Place, Span, Statement, Time
from onrecord.sources.load import from_text
from onrecord.statements import analyze

PUBLISHED = "2023-03-15"
CASES = Path(__file__).parent.parent / "cases" / "events.csv"
SENTENCE = "the rebels who were said to attack killed no 12 soldiers and was not in a bombing meeting , ; “ at least fire by of"
LONG = ["were killed ", "attack on the ", "who was killed, ", "to ", "and the rebels ", '"', "a" * 50, "٣ ", "\x00"]


def read():
    return list(csv.DictReader(CASES.read_text(encoding="utf8").splitlines()))


def find(text, **found):
    return find_events(Analysis(Article("x", text), **found))


@pytest.mark.parametrize("case", read(), ids=lambda c: c["guards"])
def test_cases(case, reader):
    text = case["text"]
    analysis = analyze(replace(from_text(text), published=PUBLISHED, language="en"), reader)
    found = find_events(replace(analysis, times=find_times(text, PUBLISHED)))

    def shown(event):
        agents, patients = (" + ".join(text[s.start : s.end] for s in part) for part in (event.agents, event.patients))
        parts = [f"{event.type}: {text[event.at.start : event.at.end]}", agents and f"by {agents}", patients and f"to {patients}"]
        return " ".join([*filter(None, parts), *([f"({event.status})"] if event.status != "happened" else [])])

    assert "; ".join(map(shown, found)) == case["found"]
    assert ((found[0].when or "") if found else "") == case["when"]


def test_time_and_place_of_the_sentence():
    text = "Rebels near Norhaven attacked Tarnwick on Monday. A mine exploded in Kell."
    times = (Time(Span(42, 48), "2023-03-13", "date"),)
    places = tuple(Place(Span(text.index(n), text.index(n) + len(n)), n) for n in ("Norhaven", "Tarnwick", "Kell"))
    attack, blast = find(text, times=times, places=places)
    assert (attack.when, attack.where, blast.when, blast.where) == ("2023-03-13", "Tarnwick", None, "Kell")


def test_capturing_a_place_is_no_arrest():
    text = "Rebels captured Tarnwick. Police captured Oda Kell."
    place = Place(Span(16, 24), "Tarnwick")
    assert [e.type for e in find(text, places=(place,))] == ["movement", "arrest"]


def test_what_is_denied_did_not_happen():
    text = "The army denied the shelling of Kell."
    denial = Statement("s", (Span(16, 36),), (Span(9, 15),), Span(0, 8), None, None, None, "indirect", "deny", "communication", (), 0.9)
    assert find(text, statements=(denial,))[0].status == "denied"


def test_every_row_of_the_tables_can_be_read():
    triggers = rows("events_triggers.csv")
    assert all(r["note"] and r["part"] in ("verb", "noun") for r in triggers)
    assert {v for r in triggers for v in roles(r["roles"]).values()} <= {"agent", "patient", "none", "yes"}
    assert {r["needs"] for r in triggers} == {"", "person", "object", "freed"}
    assert all(r["note"] for name in ("not", "status", "light", "words") for r in rows(f"events_{name}.csv"))


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(SENTENCE.split()), max_size=60).map(" ".join)))
def test_any_text_is_read(text):
    half = len(text) // 2
    times = (Time(Span(0, half), "2020", "date"), Time(Span(half, len(text)), None, "duration")) if text else ()
    places = (Place(Span(half, len(text)), "x"),) if text else ()
    for event in find(text, times=times, places=places):
        for span in (event.at, *event.agents, *event.patients):
            assert 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize("piece", LONG)
def test_a_very_long_text_without_sentences_is_read(piece):
    text = piece * (300_000 // len(piece))
    at = tuple(Time(Span(n, n + 1), "2020", "date") for n in range(0, len(text) - 1, 100))
    places = tuple(Place(t.at, "x") for t in at)
    assert len(find(text, times=at, places=places)) <= len(text)


def test_phrases_of_fillers_match_by_head_or_words():
    assert measure.same("three armed men", "men") and measure.same("members of the front", "the members")
    assert measure.same("ortega", "Mayor Jairo Ortega") and not measure.same("the army", "the mayor")
    assert not measure.same("the", "the")


def test_a_document_without_incident_counts_against():
    count = measure.Counter()
    extracts = {"PerpInd": [[["gunmen", 0]]], "PerpOrg": [], "Target": [], "Victim": [[["a priest", 14]]], "Weapon": []}
    measure.tally(count, text := "gunmen killed a priest.", extracts, find(text))
    measure.tally(count, text, {role: [] for role in extracts}, find(text))
    assert (count["incident hit"], count["incident found"], count["incident wanted"]) == (1, 2, 1)
    assert (count["perpetrators got"], count["victims got"], count["suffering found"]) == (1, 1, 2)
