"""HTML pages to the main text and its metadata, by trafilatura and htmldate, with where each piece of metadata was found."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from htmldate import find_date
from lxml import html as lxml_html
from trafilatura import bare_extraction
from trafilatura.settings import Document

from onrecord.errors import UnreadableInput

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)
T = TypeVar("T")

# Where a value may stand in a page, most telling first: (label, XPath that gives strings).
_PLACES: dict[str, tuple[tuple[str, str], ...]] = {
    "title": (
        ("og:title", "//meta[@property='og:title']/@content"),
        ("h1", "//h1//text()"),
        ("title", "//title/text()"),
        ("json-ld", "//script[@type='application/ld+json']/text()"),
    ),
    "outlet": (
        ("og:site_name", "//meta[@property='og:site_name']/@content"),
        ("json-ld", "//script[@type='application/ld+json']/text()"),
        ("meta", "//meta/@content"),
        ("title", "//title/text()"),
    ),
    "byline": (
        ("meta author", "//meta[@name='author' or @property='author' or @property='article:author']/@content"),
        ("json-ld", "//script[@type='application/ld+json']/text()"),
        ("byline element", "//*[contains(@class,'byline') or contains(@class,'author') or @rel='author']//text()"),
    ),
    "published": (
        ("meta", "//meta/@content"),
        ("json-ld", "//script[@type='application/ld+json']/text()"),
        ("time", "//time/@datetime"),
        ("url", "//link[@rel='canonical']/@href"),
    ),
    "url": (("canonical link", "//link[@rel='canonical']/@href"), ("og:url", "//meta[@property='og:url']/@content")),
}


@dataclass(frozen=True, slots=True)
class Page:
    """The main text of a page (paragraphs apart by a line break) and its metadata."""

    text: str
    title: str | None
    outlet: str | None
    byline: str | None
    published: str | None
    url: str | None
    found: dict[str, str]


def read_page(markup: str, path: str) -> Page:
    """Extract a page's main text; raises UnreadableInput when there is none (a page of scripts, an empty shell)."""
    tree = _guarded(lambda: lxml_html.fromstring(markup.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8")), path)
    document = _guarded(lambda: bare_extraction(tree, fast=True, with_metadata=True, include_comments=False, include_tables=False), path)
    if not isinstance(document, Document) or not (text := (document.text or "").strip()):
        raise UnreadableInput(path, "no-text", "no article text found in this page; give the article's own page")
    values = {
        "title": document.title,
        "outlet": document.sitename,
        "byline": document.author,
        "published": _date(markup),
        "url": document.url,
    }
    # trafilatura prunes the tree it is given, so the places are looked up in a fresh one
    places = lxml_html.fromstring(markup.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    found = {name: _where(places, name, value) for name, value in values.items() if value}
    return Page(text, **{name: value or None for name, value in values.items()}, found=found)


def _guarded(work: Callable[[], T], path: str) -> T:
    """Run a parser that hostile markup may break, and turn whatever it throws into one clear error."""
    try:
        return work()
    except (UnreadableInput, MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:  # parsers throw many kinds; each means the same to the reader
        raise UnreadableInput(
            path, "no-text", f"the page could not be parsed ({type(error).__name__}); save the article's page again"
        ) from error


def _date(markup: str) -> str | None:
    try:
        return find_date(markup, extensive_search=False, original_date=True, outputformat="%Y-%m-%d")
    except Exception:  # a date is optional: a page whose date breaks the finder still has its text
        return None


def _where(tree: lxml_html.HtmlElement, name: str, value: str) -> str:
    for label, xpath in _PLACES[name]:
        if any(value in " ".join(str(found).split()) for found in tree.xpath(xpath)):
            return label
    return "page text"
