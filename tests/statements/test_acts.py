from __future__ import annotations

import csv
from pathlib import Path

import pytest

from onrecord.statements.acts import read_cue

CASES = list(csv.DictReader((Path(__file__).parent.parent / "cases" / "acts.csv").read_text(encoding="utf8").splitlines()))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["guards"])
def test_cases(case):
    reading = read_cue(case["cue"], case["content"])
    assert (reading.act, reading.mode) == (case["act"], case["mode"]), reading.reason
