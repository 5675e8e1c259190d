"""One input to one `Article`."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from onrecord.errors import UnreadableInput
from onrecord.model import Article
from onrecord.settings import Settings
from onrecord.sources.decode import decode, refuse_binary
from onrecord.sources.detect import language_of
from onrecord.sources.inputs import Input

_TITLE_LENGTH = 250
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def load(source: Input, settings: Settings) -> Article:
    """Read one input; raises UnreadableInput, which names it and says why, and nothing else for bad data."""
    raw = source.raw if source.raw is not None else _bytes(source.path, settings.max_bytes)
    if len(raw) > settings.max_bytes:
        raise UnreadableInput(source.path, "too-large", f"larger than {settings.max_bytes:,} bytes; raise --max-bytes to read it")
    digest = hashlib.sha256(raw).hexdigest()
    article = {"html": _html, "markdown": _markdown, "jsonl": _json}.get(source.format, _text)(raw, source.path, settings)
    return replace(article, id=digest[:16], sha256=digest, language=language_of(article.text))


def from_text(text: str) -> Article:
    """An article of a text at hand; the text is taken as it is, offsets included (lone surrogates become U+FFFD)."""
    text = _whole(text)
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    title = _first_line(text)
    found = {"title": "first line"} if title else {}
    return Article(digest[:16], text, title=title, sha256=digest, language=language_of(text), found=found)


def _bytes(path: str, limit: int) -> bytes:
    try:
        with Path(path).open("rb") as handle:
            return handle.read(limit + 1)
    except OSError as error:
        raise UnreadableInput(path, "unreadable", f"{error.strerror or error}; check its permissions") from error


def _text(raw: bytes, path: str, _: Settings) -> Article:
    text, encoding = decode(raw, path)
    title = _first_line(text)
    return Article("", text, path, title=title, encoding=encoding, found={"title": "first line"} if title else {})


def _first_line(text: str) -> str | None:
    """The first line as the title, when it is short and more text follows."""
    line, _, rest = text.strip().partition("\n")
    return line.strip() if rest.strip() and len(line) <= _TITLE_LENGTH else None


def _html(raw: bytes, path: str, _: Settings) -> Article:
    from onrecord.sources.html import read_page  # trafilatura takes a while to import and plain text needs none of it

    markup, encoding = decode(raw, path, html=True)
    page = read_page(markup, path)
    return Article("", page.text, path, page.url, page.title, page.outlet, page.byline, page.published, encoding=encoding, found=page.found)


def _markdown(raw: bytes, path: str, _: Settings) -> Article:
    from onrecord.sources.markdown import read_markdown

    source, encoding = decode(raw, path)
    text, fields = read_markdown(source)
    if not text:
        raise UnreadableInput(path, "no-text", "no text in this Markdown file")
    found = dict.fromkeys(fields, "front matter or heading")
    fields["published"] = _iso(fields.get("published")) or ""
    return _with_fields(Article("", text, path, encoding=encoding, found=found), fields)


def _json(raw: bytes, path: str, settings: Settings) -> Article:
    line, encoding = decode(raw, path)
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(path, "bad-line", f"not a JSON object ({error}); one object per line is expected") from error
    if not isinstance(record, dict):
        raise UnreadableInput(path, "bad-line", f"a JSON {type(record).__name__}, not an object; one object per line is expected")
    text = record.get(settings.text_field)
    if not isinstance(text, str):
        has = ", ".join(map(str, list(record)[:8])) or "no fields"
        raise UnreadableInput(path, "no-field", f"no text in field {settings.text_field!r} (it has {has}); name it with --text-field")
    text = _whole(text).replace("\r\n", "\n")
    refuse_binary(text, path)
    if not text.strip():
        raise UnreadableInput(path, "empty", f"field {settings.text_field!r} is empty")
    names = {"title": settings.title_field, "outlet": settings.outlet_field, "published": settings.date_field, "url": settings.url_field}
    values = {name: _string(record.get(key)) for name, key in names.items()}
    values["published"] = _iso(values["published"])
    found = {n: f"field {names[n]}" for n, v in values.items() if v}
    return _with_fields(Article("", text, path, encoding=encoding, found=found), values)


def _with_fields(article: Article, fields: Mapping[str, str | None]) -> Article:
    """The article with the metadata that was found; what is empty stays unknown."""
    return replace(article, **{name: value for name, value in fields.items() if value})  # type: ignore[arg-type]


def _string(value: Any) -> str | None:
    return _whole(value) if isinstance(value, str) and value.strip() else None


def _whole(text: str) -> str:
    """The text with lone surrogates, which are no characters, replaced one for one."""
    return _SURROGATE.sub("\ufffd", text)


def _iso(value: str | None) -> str | None:
    """The ISO date a value begins with or, failing that, any date htmldate's parser reads in it."""
    if not value:
        return None
    if match := _DATE.match(value):
        try:
            return date.fromisoformat(match[0]).isoformat()
        except ValueError:
            return None
    from htmldate.extractors import try_date_expr  # slow to import, and most records hold ISO dates

    found = try_date_expr(value, "%Y-%m-%d", False, datetime(1900, 1, 1), datetime(2100, 1, 1))
    return str(found) if found else None
