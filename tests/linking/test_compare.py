from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.export.comparison import COLOURS, as_html, as_row, text_lines
from onrecord.linking.compare import compare
from onrecord.model import Analysis, Article, Figure, Span, Statement

SAMPLE = Path(__file__).parent.parent.parent / "src" / "onrecord" / "sample"
ONRECORD = [sys.executable, "-c", "from onrecord.cli import main; main()"]
OLD = "The dam burst at dawn. At least 58 sheep drowned in the lower valley. The mayor blamed the rain. Nobody slept."
NEW = "Nobody slept. The dam burst at dawn. 58 sheep drowned in the lower valley. A choir sang for the herders."


def plain(id_, text, *statements, figures=()):
    return Analysis(Article(id_, text, path=f"{id_}.txt"), tuple(statements), figures=tuple(figures))


def said(text, words, speaker):
    start = text.index(words)
    key = speaker.lower().replace(" ", "-") if speaker else None
    span = (Span(start, start + len(words)),)
    return Statement(f"{speaker}{start}", span, (), None, speaker, key, None, "indirect", "assert", "communication", (), 0.9)


def test_sentences():
    a, b = plain("a", OLD), plain("b", NEW)
    found = compare(a, b)
    shown = [(NEW[p.new.start : p.new.end], p.relation, p.moved) for p in found.aligned]
    assert ("The dam burst at dawn.", "identical", False) in shown
    assert ("58 sheep drowned in the lower valley.", "altered", False) in shown
    assert ("Nobody slept.", "identical", True) in shown
    assert [OLD[s.start : s.end] for s in found.cut] == ["The mayor blamed the rain."]
    assert [NEW[s.start : s.end] for s in found.added] == ["A choir sang for the herders."]
    assert not found.same


def test_identical_articles():
    found = compare(plain("a", OLD), plain("a", OLD))
    assert found.same and len(found.aligned) == 4


def test_statements():
    old = "The pumps had failed twice that night, said Mara Lind. The mayor must go, said Oda Brask."
    new = "The pumps had failed twice that night, said Jon Petersen. The choir sang, said Ida Holm."
    a = plain("a", old, said(old, "The pumps had failed twice that night", "Mara Lind"), said(old, "The mayor must go", "Oda Brask"))
    b = plain("b", new, said(new, "The pumps had failed twice that night", "Jon Petersen"), said(new, "The choir sang", "Ida Holm"))
    found = compare(a, b)
    assert [(k.old_speaker, k.new_speaker, k.attribution_differs) for k in found.kept] == [("Mara Lind", "Jon Petersen", True)]
    assert [s.speaker for s in found.lost] == ["Oda Brask"] and [s.speaker for s in found.gained] == ["Ida Holm"]


def test_figures():
    a = plain("a", OLD, figures=[Figure(Span(26, 43), "killed", "sheep", 58, None)])
    b = plain("b", NEW, figures=[Figure(Span(37, 45), "killed", "sheep", 58, 58)])
    (found,) = compare(a, b).figures
    assert (found.quantity, found.who, len(found.old), len(found.new)) == ("killed", "sheep", 1, 1)
    assert not compare(a, a).figures


def test_text_marks_what_changed():
    a, b = plain("a", OLD), plain("b", NEW)
    lines = list(text_lines(compare(a, b), a, b, lambda t: t))
    assert any("[-At least 58-] {+58+} sheep" in line for line in lines)
    assert "\x1b" not in "".join(lines) and "\x1b[32m" in "".join(text_lines(compare(a, b), a, b, lambda t: t, COLOURS))


def test_html_escapes_what_articles_hold():
    a = plain("a", "The <b>dam</b> held & burst. " + OLD)
    b = plain("b", "The <script>dam</script> held & burst. " + NEW)
    page = as_html(compare(a, b), a, b)
    assert "<script>" not in page and "&lt;" in page and page.startswith("<!doctype html>")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts(old, new):
    a, b = plain("a", old), plain("b", new)
    found = compare(a, b)
    spans = [(old, p.old) for p in found.aligned] + [(new, p.new) for p in found.aligned]
    for text, span in [*spans, *((old, s) for s in found.cut), *((new, s) for s in found.added)]:
        assert 0 <= span.start < span.end <= len(text)
    list(text_lines(found, a, b, lambda t: t))
    json.dumps(as_row(found, a, b))
    assert compare(a, a).same


@pytest.mark.parametrize("text", ["", "\n\n", "x" * 300_000, "The dam burst. " * 3000, "1. 2. 3. " * 2000])
def test_odd_texts(text):
    assert compare(plain("a", text), plain("b", text)).same
    compare(plain("a", text), plain("b", OLD))


def run(*args, stdin=None):
    return subprocess.run([*ONRECORD, "compare", *map(str, args)], input=stdin, capture_output=True, timeout=300)


def test_the_command(tmp_path):
    done = run(SAMPLE / "day1-wire.html", SAMPLE / "day1-tabloid.html", "--format", "json")
    assert done.returncode == 0
    row = json.loads(done.stdout)
    assert any(c["from"] == "falling" and c["to"] == "rising" for s in row["sentences"] for c in s["changes"])
    out = tmp_path / "changes.html"
    assert run(SAMPLE / "day2-feed.jsonl#1", SAMPLE / "day1-wire.html", "--format", "html", "-o", out).returncode == 0
    assert out.read_text(encoding="utf8").startswith("<!doctype html>")


def test_what_cannot_be_compared(tmp_path):
    (tmp_path / "a.txt").write_text(OLD)
    missing = run(tmp_path / "a.txt", tmp_path / "none.txt")
    assert missing.returncode == 1 and b"none.txt" in missing.stderr and b"Traceback" not in missing.stderr
    assert run(SAMPLE / "day2-feed.jsonl", tmp_path / "a.txt").returncode == 2
    assert run(SAMPLE / "day2-feed.jsonl#9", tmp_path / "a.txt").returncode == 2
    assert run("-", "-").returncode == 2
    assert run(tmp_path / "a.txt", tmp_path / "a.txt", "-o", tmp_path / "a.txt").returncode == 2
    piped = run(tmp_path / "a.txt", "-", stdin=b"The dam burst at dawn. Nobody slept.")
    assert piped.returncode == 0 and b"\x1b" not in piped.stdout
