from __future__ import annotations

import csv
from pathlib import Path

import pytest

from onrecord.statements.acts import loaded_cue, read_cue


def read(name):
    return list(csv.DictReader((Path(__file__).parent.parent / "cases" / name).read_text(encoding="utf8").splitlines()))


@pytest.mark.parametrize("case", read("acts.csv"), ids=lambda c: c["guards"])
def test_cases(case):
    reading = read_cue(case["cue"], case["content"])
    assert (reading.act, reading.mode) == (case["act"], case["mode"]), reading.reason


@pytest.mark.parametrize("case", read("loaded.csv"), ids=lambda c: c["guards"])
def test_loaded_verbs(case):
    assert loaded_cue(case["cue"]) == (case["verb"] or None)
