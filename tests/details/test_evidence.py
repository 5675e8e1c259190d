from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import evidence as measure
from onrecord.details.evidence import find_evidence
from onrecord.details.evidence.tables import kinds, signs, types, verbs
from onrecord.details.tables import rows
from onrecord.details.times import find_times
from onrecord.model import Analysis, Article, Entity, Evidence, Place, Span, Statement, Time
from onrecord.sources.load import from_text
from onrecord.statements import analyze

PUBLISHED = "2023-03-15"
CASES = Path(__file__).parent.parent / "cases" / "evidence.csv"
SIGNS = {"article", "shows", "of", "from", "into", "that", "absent", "known", "this", "paper", "picture", "listened"} | {
    "speaker",
    "vehicle",
    "written",
    "given",
    "seen",
    "taken",
    "collected",
    "tested",
}
SENTENCE = "Ann said no video footage of the photos that a report released by 12 shows ( evidence ) , “ showing ” . to according not in"
LONG = ["video of a ", "no evidence that ", '"', "the video, which ", "a" * 50, "footage and ", "to show ", "٣ ", "\x00"]


def read():
    return list(csv.DictReader(CASES.read_text(encoding="utf8").splitlines()))


def statement(name, content, speaker=None, mention=None, cue=()):
    return Statement(name, content, cue, mention, speaker, None, None, "indirect", "assert", "communication", (), 0.9)


def find(text, **found):
    return find_evidence(Analysis(Article("x", text), **found))


@pytest.mark.parametrize("case", read(), ids=lambda c: c["guards"])
def test_cases(case, reader):
    text = case["text"]
    analysis = analyze(replace(from_text(text), published=PUBLISHED, language="en"), reader)
    found = find_evidence(replace(analysis, times=find_times(text, PUBLISHED)))

    def words(span):
        return text[span.start : span.end] if span else ""

    assert "; ".join(f"{e.type}: {words(e.at)}{' (absent)' if e.absent else ''}" for e in found) == case["found"]
    first = found[0] if found else Evidence(Span(0, 0), "")
    assert (words(first.shows), first.cited_by or "", first.made or "") == (case["shows"], case["cited_by"], case["made"]), first.rule


def test_a_statement_gives_speaker_and_limit():
    text = "Mara Lindqvist said that footage showed a red lorry and the mayor left."
    end = text.index(" and the mayor")
    said = statement("s1", (Span(20, end),), "Mara Lindqvist", Span(0, 14), (Span(15, 19),))
    [footage] = find(text, statements=(said,))
    assert (footage.cited_by, footage.statement, text[footage.shows.start : footage.shows.end]) == ("Mara Lindqvist", "s1", "a red lorry")


def test_material_that_speaks_is_cited_by_the_outlet():
    text = "A leaked memo said the dam was weak."
    said = statement("s1", (Span(19, 35),), "leaked memo", Span(0, 13), (Span(14, 18),))
    [memo] = find(text, statements=(said,))
    assert memo.cited_by is None and text[memo.shows.start : memo.shows.end] == "the dam was weak"


def test_nobody_is_named_for_a_pronoun_that_could_be_two():
    text = "Ann Brask met Oda Kell. She posted a photo of the gate."
    people = (Entity(Span(0, 9), "Ann Brask", "person", "a"), Entity(Span(14, 22), "Oda Kell", "person", "o"))
    assert find(text, entities=people)[0].cited_by is None
    assert find(text, entities=people[:1])[0].cited_by == "Ann Brask"


def test_the_time_of_release_is_not_when_it_was_made():
    text = "Footage released on Friday shows the dam on Monday."
    times = (Time(Span(20, 26), "2023-03-10", "date"), Time(Span(44, 50), "2023-03-13", "date"))
    assert find(text, times=times)[0].made == "2023-03-13"
    assert find(text, times=times[:1])[0].made is None


def test_every_row_of_the_tables_can_be_read():
    assert all(r["note"] and r["type"] in types() and set(signs(r["signs"])) <= SIGNS for r in rows("evidence_kinds.csv"))
    assert all(r["note"] for name in ("not", "verbs", "absent", "words", "types") for r in rows(f"evidence_{name}.csv"))
    assert len(kinds()) > 100 and "shows" in verbs()["showed"]


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(SENTENCE.split()), max_size=60).map(" ".join)))
def test_any_text_is_read(text):
    spans = (Span(0, len(text) // 2), Span(len(text) // 2, len(text)))
    said = statement("s", spans, None, spans[0], spans[1:])
    places = (Place(spans[0], "x"),) if text else ()
    found = find(text, statements=(said,) if text else (), places=places, times=(Time(spans[1], "2020", "date"),))
    for mention in found:
        assert 0 <= mention.at.start < mention.at.end <= len(text)
        assert mention.shows is None or 0 <= mention.shows.start < mention.shows.end <= len(text)
    assert [e.at for e in found] == sorted(e.at for e in found)


@pytest.mark.parametrize("piece", LONG)
def test_a_very_long_text_without_sentences_is_read(piece):
    text = piece * (300_000 // len(piece))
    assert len(find(text)) <= len(text)


def test_labels_count_as_they_should():
    text = "A video shows a dog. No photo exists."
    labels = [
        {"at": [0, 7], "type": "video", "shows": [14, 19], "cited_by": [None]},
        {"at": [21, 29], "type": "photo", "shows": None, "cited_by": [None], "weak": True},
    ]
    count = measure.Counter()
    measure.tally(count, text, labels, [Evidence(Span(2, 7), "video", Span(14, 19)), Evidence(Span(24, 29), "photo")])
    result = measure.figures(count)
    assert result["mentions"]["f1"] == result["shows"]["f1"] == result["cited_by"] == 100.0 and result["labelled"] == 1
