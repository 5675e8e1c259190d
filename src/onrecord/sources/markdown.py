"""Markdown to plain paragraphs, by markdown-it; "key: value" front matter gives the metadata."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

_FRONT = re.compile(r"\A---\n(.*?)\n(?:---|\.\.\.)\n", re.S)
_FIELD = re.compile(r"^(\w[\w -]*?)\s*:\s*(.+?)\s*$", re.M)
_NAMES = {
    "title": "title",
    "headline": "title",
    "outlet": "outlet",
    "source": "outlet",
    "publisher": "outlet",
    "author": "byline",
    "byline": "byline",
    "date": "published",
    "published": "published",
    "url": "url",
    "link": "url",
}


def read_markdown(source: str) -> tuple[str, dict[str, str]]:
    """The text with a blank line between blocks and no markup, and the front matter's known fields."""
    fields: dict[str, str] = {}
    if front := _FRONT.match(source):
        for key, value in _FIELD.findall(front[1]):
            if name := _NAMES.get(key.lower()):
                fields.setdefault(name, value.strip("'\""))
        source = source[front.end() :]
    tokens = MarkdownIt().parse(source)
    blocks = [text for token in tokens if (text := _block(token).strip())]
    heading = next((i for i, t in enumerate(tokens) if t.type == "heading_open" and t.tag == "h1"), None)
    if heading is not None and (title := _block(tokens[heading + 1]).strip()):
        fields.setdefault("title", title)
    return "\n\n".join(blocks), fields


def _block(token: Token) -> str:
    if token.type in ("fence", "code_block"):
        return token.content
    return "".join(_inline(child) for child in token.children or ()) if token.type == "inline" else ""


def _inline(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return token.content if token.type in ("text", "code_inline") else ""
