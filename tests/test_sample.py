"""The sample story: its gold points at the words it says it does, and it holds what it is there to show."""

from __future__ import annotations

import json
from pathlib import Path

import onrecord
from evaluation.links import score

SAMPLE = Path(__file__).parent.parent / "src" / "onrecord" / "sample"
GOLD = json.loads((SAMPLE / "gold.json").read_text(encoding="utf8"))


def articles():
    found = {}
    for article in onrecord.read(SAMPLE):
        path, _, line = article.path.partition("#")
        found[Path(path).stem + (f"#{line}" if line else "")] = article
    return found


def spans(value):
    if isinstance(value, dict):
        if {"a", "start", "end"} <= set(value):
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def test_gold_points_at_its_words():
    texts = {key: a.text for key, a in articles().items()}
    found = list(spans(GOLD))
    assert len(found) > 200
    for span in found:
        assert texts[span["a"]][span["start"] : span["end"]] == span["quote"]


def test_the_story_has_what_it_is_there_to_show():
    found = articles()
    assert len(found) >= 10 and len({a.outlet for a in found.values() if a.outlet}) >= 4
    assert {s["act"] for s in GOLD["statements"]} >= {"assert", "deny", "accuse", "condemn", "demand", "warn", "promise", "decline"}
    assert any(s["speaker"] is None for s in GOLD["statements"])
    assert any(u["relation"] == "altered" for u in GOLD["utterances"]) and GOLD["origins"] and GOLD["disputes"]


def test_pages_give_their_metadata():
    for key, article in articles().items():
        if article.path.endswith((".html", ".md")) or "#" in key:
            assert article.title and article.outlet and article.published, key


def test_what_linking_finds_of_the_gold():
    found = score(SAMPLE)
    assert found["disputes_found"] >= 55 and found["utterance_pairs"]["f1"] >= 60
    assert found["origin_pairs"]["f1"] == 100
