"""`onrecord check` as people run it."""

from __future__ import annotations

import json
import subprocess
import sys

ONRECORD = [sys.executable, "-c", "from onrecord.cli import main; main()"]
TEXT = (
    "Harbour shelled at Varn\n\nThe army shelled the harbour at Varn on Monday, the mayor, Ida Rook, said. "
    "The defence ministry denied that the army had shelled the harbour at Varn.\n"
)
CLAIM = "The army shelled the harbour at Varn"


def run(*args, stdin=None):
    return subprocess.run([*ONRECORD, *map(str, args)], input=stdin, capture_output=True, timeout=300)


def test_check_in_text_and_json(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf8")
    done = run("check", CLAIM, tmp_path)
    page = done.stdout.decode()
    assert done.returncode == 0 and "Who asserts it" in page and "Who denies it" in page and "Ida Rook" in page
    done = run("check", CLAIM, "-", "--format", "json", stdin=TEXT.encode())
    row = json.loads(done.stdout)
    assert row["speaks_to_it"] and "Ida Rook" in row["asserts"]
    assert all(a["text"] == TEXT[a["start"] : a["end"]] for a in row["answers"])
    lines = run("check", CLAIM, "-", "--format", "jsonl", stdin=TEXT.encode()).stdout.decode().splitlines()
    assert [json.loads(line)["start"] for line in lines] == [a["start"] for a in row["answers"]]


def test_what_nobody_speaks_to_and_what_cannot_be_read(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf8")
    done = run("check", "Parliament has raised the tax on beer", tmp_path / "a.txt", tmp_path / "missing.txt")
    assert done.returncode == 1 and b"missing.txt" in done.stderr and b"Nothing here speaks to this" in done.stdout
    wrong = run("check", "?!", tmp_path / "a.txt")
    assert wrong.returncode == 2 and b"CLAIM" in wrong.stderr and b"Traceback" not in wrong.stderr
