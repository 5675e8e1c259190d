"""Bytes to text: the encoding by byte order mark, declaration, UTF-8 or detection, and binary data told apart."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from onrecord.errors import UnreadableInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.I
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_NO_PAGES = ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf_7", "undefined")  # Python's codecs that no page is written in
_BINARY_SHARE = 0.002  # control characters per character; printed text has none, compressed data some twelve in a hundred
_BROKEN_SHARE = 0.01  # undecodable bytes per byte up to which a text is still taken for damaged UTF-8

_WESTERN_SHARE = 0.05  # of bytes above 127: below it, Latin letters with some typographic marks; above, another script


def decode(raw: bytes, path: str, *, html: bool = False) -> tuple[str, str]:
    """Text (line ends \\r\\n made \\n) and the name of the encoding it was in; raises UnreadableInput for empty or binary data."""
    if not raw.strip():
        raise UnreadableInput(path, "empty", "the input is empty")
    text, encoding = _decoded(raw, html)
    if not text.strip():
        raise UnreadableInput(path, "empty", "the input holds only white space")
    refuse_binary(text, path)
    return text.replace("\r\n", "\n"), encoding


def refuse_binary(text: str, path: str) -> None:
    """Raise UnreadableInput for text that holds NUL characters or many other control characters."""
    sample = text[:200_000]
    if "\x00" in text or len(_CONTROL.findall(sample)) > _BINARY_SHARE * len(sample):
        raise UnreadableInput(path, "binary", "this is binary data, not text; give a text, Markdown, HTML or JSONL file")


def _decoded(raw: bytes, html: bool) -> tuple[str, str]:
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return raw.decode(name, errors="replace"), name.removesuffix("-sig")
    if wide := _without_mark(raw):
        return raw.decode(wide, errors="replace"), wide
    declared = _declared(raw) if html else None
    for name in filter(None, (declared, "utf-8")):
        try:
            return raw.decode(name), name
        except (UnicodeError, LookupError):
            continue
    return _guessed(raw)


def _without_mark(raw: bytes) -> str | None:
    """UTF-16 without a byte order mark shows as zero bytes on one side of most pairs."""
    head = raw[:4000]
    half = max(1, len(head) // 2)
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else None


def _declared(raw: bytes) -> str | None:
    found = _DECLARED.search(raw[:4096])
    name = (found[1] or found[2]).decode("ascii", "ignore") if found else ""
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return None
    name = codec.name.replace("-", "_") if codec.name.replace("-", "_") in _NO_PAGES else codec.name
    if name in _NO_PAGES or not codec._is_text_encoding:
        return None
    # what pages declare as Latin-1 is Windows-1252 (WHATWG Encoding Standard)
    return "cp1252" if name in ("iso8859-1", "ascii") else name if name and not name.startswith("utf-16") else None


def _guessed(raw: bytes) -> tuple[str, str]:
    text = raw.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if any(ord(c) > 127 and c != "\ufffd" for c in text) and broken <= _BROKEN_SHARE * len(raw):
        return text, f"utf-8 ({broken} undecodable bytes replaced)"
    if sum(byte > 127 for byte in raw[:100_000]) < _WESTERN_SHARE * len(raw[:100_000]):
        return raw.decode("cp1252", errors="replace"), "cp1252"
    best = from_bytes(raw[:100_000]).best()
    if best is None:
        return text, f"utf-8 ({broken} undecodable bytes replaced)"
    return raw.decode(best.encoding, errors="replace"), best.encoding
