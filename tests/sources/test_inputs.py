"""What comes in: every format, every encoding, and everything that is no article."""

from __future__ import annotations

import io
import json
import sys

import pytest

import onrecord
from onrecord.errors import UnreadableInput
from onrecord.settings import Settings
from onrecord.sources import Input, Passed, find, load

TEXT = "Port shut\n\nThe mayor, Mara Lindqvist, said the harbour of Velm was closed on Monday. “Nobody was hurt,” she said – again.\n"
PAGE = """<!doctype html><html lang="en"><head><title>Port shut | Velm Post</title><meta charset="utf-8">
<meta property="og:title" content="Port shut"><meta property="og:site_name" content="Velm Post"><meta name="author" content="Ada Holm">
<meta property="article:published_time" content="2021-05-03T10:00:00Z"><link rel="canonical" href="https://post.example/port-shut"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Port shut</h1>
<p>The mayor, Mara Lindqvist, said on Monday that the harbour of Velm was closed until the pumps had been repaired by the operator.</p>
<p>“Nobody was hurt,” she said. “We will open it again as soon as the engineers have looked at every valve.” The operator denied that
its crews had opened the valve on the night before.</p></article><footer>All rights reserved</footer>{extra}</body></html>"""


def read_bytes(tmp_path, raw, name="a.txt", **settings):
    path = tmp_path / name
    path.write_bytes(raw)
    return onrecord.read(path, Settings(**settings))


def trouble(tmp_path, raw, name="a.txt", **settings):
    with pytest.raises(UnreadableInput) as caught:
        read_bytes(tmp_path, raw, name, **settings)
    assert name in caught.value.path
    return caught.value.kind


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(tmp_path, encoding):
    [article] = read_bytes(tmp_path, TEXT.encode(encoding))
    assert article.text == TEXT


def test_a_plain_text_is_left_alone(tmp_path):
    raw = "  Two  spaces\r\n\r\nand a tab\there.\r\nLone \r stays. \n\n"
    [article] = read_bytes(tmp_path, raw.encode())
    assert article.text == raw.replace("\r\n", "\n")
    assert article.id == article.sha256[:16] and len(article.sha256) == 64


def test_a_damaged_utf8_text_is_still_read(tmp_path):
    [article] = read_bytes(tmp_path, "“Nobody was hurt,” she said – again. ".encode() * 30 + b"\xff")
    assert "“Nobody" in article.text and "replaced" in article.encoding


def test_same_bytes_same_id(tmp_path):
    [a], [b] = read_bytes(tmp_path, TEXT.encode(), "a.txt"), read_bytes(tmp_path, TEXT.encode(), "b.txt")
    assert a.id == b.id and a.path != b.path


def test_html(tmp_path):
    [article] = read_bytes(tmp_path, PAGE.replace("{extra}", "").encode(), "a.html")
    assert (article.title, article.outlet, article.byline, article.published) == ("Port shut", "Velm Post", "Ada Holm", "2021-05-03")
    assert article.found["title"] == "og:title" and article.found["published"] == "meta" and article.url == "https://post.example/port-shut"
    assert "“Nobody was hurt,” she said." in article.text
    assert "Sport" not in article.text and "rights" not in article.text


def test_truncated_html_is_read_as_far_as_it_goes(tmp_path):
    raw = PAGE.encode()
    [article] = read_bytes(tmp_path, raw[: raw.index(b"looked at every")], "a.html")
    assert "Nobody was hurt" in article.text


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body><script>var a = 'The mayor said it was closed';</script></body></html>",
        "<",
        "<html></html>",
        "<!-- only a comment -->",
        "<div>" * 30_000,
    ],
    ids=["scripts only", "one bracket", "empty shell", "comment", "deep nesting"],
)
def test_html_without_an_article(tmp_path, markup):
    assert trouble(tmp_path, markup.encode(), "a.html") == "no-text"


def test_hostile_html_never_crashes(tmp_path):
    raw = PAGE.replace("{extra}", "<p onclick=alert(1)><svg/onload=alert(1)>" + "<b>" * 3000 + "&#0;&#xD800;&bogus;").encode()
    [article] = read_bytes(tmp_path, raw, "a.html")
    article.text.encode("utf-8")


def test_markdown(tmp_path):
    head = "---\ntitle: Port shut\noutlet: Velm Post\ndate: 3 May 2021\n---\n"
    raw = head + "# Port shut\n\nThe *mayor* said “[closed](https://x.example)”.\n\n- one\n- two\n"
    [article] = read_bytes(tmp_path, raw.encode(), "a.md")
    assert article.text == "Port shut\n\nThe mayor said “closed”.\n\none\n\ntwo"
    assert (article.title, article.outlet, article.published) == ("Port shut", "Velm Post", "2021-05-03")


def test_jsonl(tmp_path):
    rows = [{"body": TEXT, "head": "Port shut", "outlet": "Velm Post", "published": "2021-05-03T08:00"}, {"body": "x\r\ny 😀"}]
    raw = "\n\n".join(json.dumps(r, ensure_ascii=i == 0) for i, r in enumerate(rows)).encode()
    first, second = read_bytes(tmp_path, raw, "a.jsonl", text_field="body", title_field="head")
    assert (first.text, first.title, first.published, first.path) == (TEXT, "Port shut", "2021-05-03", f"{tmp_path}/a.jsonl#1")
    assert second.text == "x\ny 😀" and second.path.endswith("#3")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (b"[1, 2]", "bad-line"),
        (b"not json", "bad-line"),
        (b'{"a": 1}', "no-field"),
        (b'{"text": 5}', "no-field"),
        (b'{"text": " "}', "empty"),
        (b'{"text": "a"', "bad-line"),
        (b"[" * 100_000, "bad-line"),
        (b"\xff\xfe\x00\x01", "bad-line"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(tmp_path, line, kind):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "First."}\n' + line + b'\n{"text": "Third."}\n')
    results = list(onrecord.analyze_paths(path))
    assert [type(r).__name__ for r in results] == ["Analysis", "Failure", "Analysis"]
    assert results[1].path.endswith("#2") and results[1].kind in (kind, "binary")


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x00\x01\x02\x03" * 100, "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "binary"),
        (b"Text with a NUL \x00 in it", "binary"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
    ],
    ids=["empty", "white space", "zeros", "an image", "NUL", "only a mark", "only a wide mark"],
)
def test_no_text(tmp_path, raw, kind):
    assert trouble(tmp_path, raw) == kind


def test_a_huge_file_is_refused_without_being_read(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as handle:
        handle.truncate(100 * 1024 * 1024)
    with pytest.raises(UnreadableInput) as caught:
        onrecord.read(path)
    assert caught.value.kind == "too-large"


def test_a_huge_line_is_refused_and_the_next_is_read(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "' + b"x" * 5000 + b'"}\n{"text": "Short."}\n')
    found = [type(i).__name__ for i in find([path], Settings(max_bytes=1000))]
    assert found == ["Failure", "Input"]


def test_paths(tmp_path):
    (tmp_path / "b.txt").write_text("B")
    (tmp_path / "a.md").write_text("A")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.html").write_text("<p>C")
    (tmp_path / "picture.png").write_bytes(b"x")
    (tmp_path / "empty").mkdir()
    found = list(find([tmp_path], Settings()))
    assert [f.path.removeprefix(f"{tmp_path}/") for f in found] == ["a.md", "b.txt", "picture.png", "sub/c.html"]
    assert isinstance(found[2], Passed)
    assert [f.kind for f in find([tmp_path / "none.txt", tmp_path / "empty"], Settings())] == ["missing", "empty-folder"]
    assert [f.path for f in find([f"{tmp_path}/*.txt"], Settings())] == [f"{tmp_path}/b.txt"]


def test_a_file_that_cannot_be_opened(tmp_path):
    with pytest.raises(UnreadableInput) as caught:
        load(Input(str(tmp_path), "text"), Settings())
    assert caught.value.kind == "unreadable" and str(tmp_path) in str(caught.value)


@pytest.mark.parametrize(
    ("raw", "count"), [(TEXT.encode(), 1), (PAGE.encode(), 1), (b'{"text": "One."}\n{"text": "Two."}\n', 2)], ids=["text", "html", "jsonl"]
)
def test_standard_input(monkeypatch, raw, count):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(raw))))
    assert len(onrecord.read("-")) == count


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le maire a dit lundi que le port était fermé et que personne n’avait été blessé pendant la nuit.", "fr"),
        ("Der Bürgermeister sagte am Montag, der Hafen sei geschlossen und niemand sei verletzt worden.", "de"),
        ("Мэр сказал в понедельник, что порт закрыт и никто не пострадал этой ночью.", "ru"),
        (TEXT, "en"),
        (TEXT.upper(), "en"),
        ("Hm.", "en"),
    ],
)
def test_language(tmp_path, text, language):
    [article] = read_bytes(tmp_path, text.encode())
    assert article.language == language


def test_formats_that_only_look_readable(tmp_path, monkeypatch):
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"text": "One."}\n'.encode("utf-16"))
    assert [f.kind for f in find([path], Settings())] == ["unknown-format"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(b'[{"text": "One."}]'))))
    assert [f.kind for f in find(["-"], Settings())] == ["unknown-format"]


@pytest.mark.parametrize("charset", ["hex", "rot13", "undefined", "unicode_escape", "utf-7", "no-such"])
def test_a_page_cannot_choose_a_strange_codec(tmp_path, charset):
    [article] = read_bytes(tmp_path, PAGE.replace('charset="utf-8"', f'charset="{charset}"').encode(), "a.html")
    assert "“Nobody was hurt,”" in article.text


def test_hidden_and_linked_folders_are_named(tmp_path):
    (tmp_path / "a.txt").write_text("A")
    for name in (".hidden", "real"):
        (tmp_path / name).mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    found = list(find([tmp_path], Settings()))
    assert sorted(f.path.rpartition("/")[2] for f in found if isinstance(f, Passed)) == [".hidden", "link"]


def test_a_text_at_hand(tmp_path):
    assert onrecord.analyze("The mayor \ud800 said “no” to it.").article.text == "The mayor \ufffd said “no” to it."
    with pytest.raises(TypeError, match=r"onrecord\.read"):
        onrecord.analyze(tmp_path)
