"""The program as people run it: real processes, real files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parent.parent / "src" / "onrecord" / "sample"
ONRECORD = [sys.executable, "-c", "from onrecord.cli import main; main()"]


def run(*args, stdin=None, cwd=None):
    return subprocess.run([*ONRECORD, *map(str, args)], input=stdin, capture_output=True, cwd=cwd, timeout=300)


def rows(done):
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def test_analyze_writes_the_contract(tmp_path):
    done = run("analyze", SAMPLE)
    assert done.returncode == 0
    found = rows(done)
    assert len(found) >= 10
    lists = ("statements", "figures", "times", "places", "entities", "evidence")
    for row in found:
        assert {"id", "path", "url", "title", "outlet", "published", "language", "text", *lists} <= set(row)
        for s in row["statements"]:
            assert {
                "id",
                "content",
                "cue",
                "speaker_mention",
                "speaker",
                "speaker_id",
                "role",
                "kind",
                "act",
                "mode",
                "about",
                "confidence",
                "speakers",
                "for",
                "via",
                "loaded_cue",
            } <= set(s)
            assert s["speakers"] if s["speaker"] else not s["speakers"]
            assert all(row["text"][c["start"] : c["end"]].strip() for c in [*s["content"], *s["cue"]])
        assert all(p["voice"] == "outlet" and p["where"] in ("headline", "standfirst", "body") for p in row["passages"])
        assert row["passages"]
    assert b"articles" not in done.stderr and b"%" not in done.stderr, "no progress in a pipe"


def test_bad_inputs_are_named_and_the_rest_goes_on(tmp_path):
    (tmp_path / "a.txt").write_text("Port shut\n\nThe mayor said the port was closed.")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01" * 50)
    (tmp_path / "c.txt").write_bytes(b"")
    (tmp_path / "d.html").write_text("<script>1</script>")
    (tmp_path / "e.jsonl").write_text('{"text": "The mayor said no."}\n[]\n{"no": 1}\n')
    (tmp_path / "f.txt").write_text("Last\n\nThe mayor said it was open.")
    done = run("analyze", tmp_path, tmp_path / "missing.txt")
    found = rows(done)
    assert done.returncode == 1
    assert [("error" in r) for r in found] == [False, True, True, True, False, True, True, False, True]
    assert {r["error"]["kind"] for r in found if "error" in r} == {"binary", "empty", "no-text", "bad-line", "no-field", "missing"}
    errors = done.stderr.decode()
    assert errors.count("onrecord: ") == 6 and "Traceback" not in errors


def test_table_and_stdin():
    done = run("analyze", "--format", "table", "-", stdin=b"Port shut\n\nThe mayor, Mara Lindqvist, denied that the port was closed.")
    assert done.returncode == 0 and "Mara Lindqvist" in done.stdout.decode() and "deny" in done.stdout.decode()


def test_report_prints_a_summary_and_its_path(tmp_path):
    done = run("report", SAMPLE, "-o", tmp_path / "r.html")
    assert done.returncode == 0
    summary, path = done.stdout.decode().strip().splitlines()
    assert "articles" in summary and "statements" in summary and "speakers" in summary and "denials" in summary
    assert path == f"report: {tmp_path}/r.html" and (tmp_path / "r.html").stat().st_size > 20_000


def test_report_of_nothing_says_so(tmp_path):
    done = run("report", tmp_path / "none", "-o", tmp_path / "r.html")
    assert done.returncode == 1 and not (tmp_path / "r.html").exists() and b"no article" in done.stderr


def test_an_output_that_cannot_be_written(tmp_path):
    done = run("analyze", SAMPLE / "README", "-o", tmp_path / "no" / "where.jsonl")
    assert done.returncode == 1 and b"where.jsonl" in done.stderr and b"Traceback" not in done.stderr


@pytest.mark.parametrize("args", [[], ["--help"], ["analyze", "--help"], ["report", "-h"], ["--version"]])
def test_help(args):
    done = run(*args)
    assert done.returncode == (0 if args else 2)
    assert b"onrecord" in done.stdout + done.stderr


def test_wrong_usage_exits_with_2():
    assert run("analyze").returncode == 2
    assert run("analyze", "--format", "xml", "x").returncode == 2


def test_a_closed_pipe_is_no_error():
    done = subprocess.run(
        ["bash", "-c", f"{' '.join([sys.executable, '-c', repr('from onrecord.cli import main; main()')])} analyze {SAMPLE} | head -c 10"],
        capture_output=True,
        timeout=300,
    )
    assert b"Traceback" not in done.stderr and b"BrokenPipe" not in done.stderr


def test_interrupted_it_stops_quietly(tmp_path):
    for n in range(40):
        (tmp_path / f"{n}.txt").write_text("The mayor said the port was closed. " * 400)
    process = subprocess.Popen(
        [*ONRECORD, "analyze", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    began = time.monotonic()
    _, errors = process.communicate(timeout=60)
    assert time.monotonic() - began < 30
    assert process.returncode == 130 and b"Traceback" not in errors


def test_environment_variables_set_options(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"body": "The mayor said the port was closed."}\n')
    done = subprocess.run(
        [*ONRECORD, "analyze", str(tmp_path)], capture_output=True, env={**os.environ, "ONRECORD_ANALYZE_TEXT_FIELD": "body"}, timeout=120
    )
    assert done.returncode == 0


ROW = '{"text": "The mayor, Mara Lindqvist, said the port was closed.", "url": "http://[bad"}\n'


def test_an_input_named_as_the_output_is_not_destroyed(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(ROW)
    done = run("analyze", path, "-o", path)
    assert done.returncode == 2 and b"-o" in done.stderr and path.read_text() == ROW


def test_an_output_in_the_folder_that_is_read_is_not_read(tmp_path):
    (tmp_path / "a.jsonl").write_text(ROW * 4)
    for _ in range(2):
        done = run("analyze", tmp_path, "-o", tmp_path / "out.jsonl")
        assert done.returncode == 0 and len((tmp_path / "out.jsonl").read_text().splitlines()) == 4
    with (tmp_path / "to.jsonl").open("wb") as out:
        subprocess.run([*ONRECORD, "analyze", str(tmp_path / "a.jsonl"), str(tmp_path / "to.jsonl")], stdout=out, timeout=120, check=True)
    assert len((tmp_path / "to.jsonl").read_text().splitlines()) == 4


def test_a_report_is_no_article_and_a_bad_address_is_no_trouble(tmp_path):
    (tmp_path / "a.jsonl").write_text(ROW)
    for _ in range(2):
        done = run("report", tmp_path, "-o", tmp_path / "report.html")
        assert done.returncode == 0 and done.stdout.startswith(b"1 articles")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_clear_line(tmp_path):
    (tmp_path / "a.jsonl").write_text(ROW)
    done = run("analyze", tmp_path / "a.jsonl", "-o", "/dev/full")
    assert done.returncode == 1 and b"No space left" in done.stderr and b"Traceback" not in done.stderr


def test_jsonl_from_a_pipe_may_be_longer_than_one_article(tmp_path):
    done = run("analyze", "-", "--max-bytes", "200", stdin=(ROW * 40).encode())
    assert done.returncode == 0 and len(rows(done)) == 40


def test_escapes_in_an_article_do_not_reach_the_terminal():
    row = json.dumps({"text": "The mayor said “no” to it.", "title": "\x1b]0;x\x07"})
    done = run("analyze", "--format", "table", "-", stdin=row.encode())
    assert done.returncode == 0 and b"\x1b" not in done.stdout and b"\x07" not in done.stdout


def test_min_confidence_gives_fewer_statements():
    counts = [sum(len(r["statements"]) for r in rows(run("analyze", SAMPLE, "--min-confidence", c))) for c in ("0", "0.7", "1")]
    assert counts[0] > counts[1] >= counts[2]
    assert run("analyze", SAMPLE, "--min-confidence", "2").returncode == 2


def test_an_authority_file_gives_ids(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("id,names,roles,from,to\nN1,Mara Lindqvist,mayor of Velm,,\n", encoding="utf8")
    done = run("analyze", "-", "--authority", path, stdin="“The harbour is shut,” Mara Lindqvist said on Monday.".encode())
    assert [s["speaker_id"] for r in rows(done) for s in r["statements"]] == ["N1"]
    assert "N1" in {e["id"] for r in rows(done) for e in r["entities"]}


def test_a_broken_authority_file_is_named_before_any_work(tmp_path):
    path = tmp_path / "broken.csv"
    path.write_text("a,b\n", encoding="utf8")
    for given in (path, tmp_path / "missing.csv"):
        done = run("analyze", SAMPLE, "--authority", given)
        assert done.returncode == 1 and not done.stdout and given.name.encode() in done.stderr
        assert b"Traceback" not in done.stderr
