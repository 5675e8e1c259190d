from __future__ import annotations

import os

import onrecord
from onrecord import pool
from onrecord.model import Failure
from onrecord.settings import Settings
from onrecord.sources import Input


def die_on_poison(source, settings):
    if "poison" in source.path:
        os._exit(1)
    return Failure(source.path, "seen", "")


def inputs(tmp_path, names):
    for name in names:
        (tmp_path / name).write_text(f"{name}\n\nThe mayor said the port was closed.")
    return [Input(str(tmp_path / name), "text") for name in names]


def test_order_is_kept_and_workers_agree_with_one_process(tmp_path):
    given = inputs(tmp_path, [f"{n}.txt" for n in range(9)])
    many = list(pool.analyze_all(given, Settings(jobs=2)))
    assert [r.article.path for r in many] == [i.path for i in given]
    assert many == list(pool.analyze_all(given, Settings(jobs=1)))


def test_an_input_that_kills_its_worker_is_named_and_the_rest_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "work", die_on_poison)
    given = inputs(tmp_path, ["a.txt", "b.txt", "poison.txt", "c.txt", "d.txt", "e.txt"])
    found = list(pool.analyze_all(given, Settings(jobs=2)))
    assert [f.path for f in found] == [i.path for i in given]
    assert [f.kind for f in found] == ["seen", "seen", "failed", "seen", "seen", "seen"]


def test_analyze_paths_takes_many(tmp_path):
    inputs(tmp_path, ["a.txt", "b.txt"])
    assert [type(r).__name__ for r in onrecord.analyze_paths(tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt")] == [
        "Analysis",
        "Analysis",
        "Failure",
    ]
