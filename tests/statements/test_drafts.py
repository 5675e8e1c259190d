"""Drafts by hand-marked parts: [content], {words|part}, <name>."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from onrecord.language.sentences import sentence_starts
from onrecord.model import Span
from onrecord.statements.drafts import is_statement, opened, with_source
from onrecord.statements.names import Names
from onrecord.statements.reading import Draft

FOLDER = Path(__file__).parent.parent / "cases"


def rows(name):
    return list(csv.DictReader((FOLDER / name).read_text(encoding="utf8").splitlines()))


def parse(marked):
    text, contents, parts, named = "", [], {}, []
    for piece in re.findall(r"\[[^\]]*\]|\{[^}]*\}|<[^>]*>|[^\[{<]+", marked):
        words, _, part = piece.strip("[]{}<>").partition("|") if piece[0] in "[{<" else (piece, "", "")
        at = Span(len(text), len(text) + len(words))
        text += words
        if piece[0] == "[":
            contents.append(at)
        elif piece[0] == "{":
            parts[part] = at
        elif piece[0] == "<":
            named.append((at, "organisation"))
    return text, Draft(tuple(contents), parts.get("cue"), parts.get("source"), 1.0), Names(text, named)


@pytest.mark.parametrize("case", rows("no_statements.csv"), ids=lambda c: c["guards"])
def test_what_is_no_statement(case):
    text, draft, _ = parse(case["text"])
    assert not is_statement(text, draft)


@pytest.mark.parametrize("case", rows("drafts.csv"), ids=lambda c: c["guards"])
def test_sources_and_chains(case):
    text, draft, names = parse(case["text"])
    assert is_statement(text, draft)
    chain = opened(text, with_source(text, draft, names, sentence_starts(text)), names)
    shown = [text[at.start : at.end] if at else "" for at in (chain.draft.source, chain.via)]
    assert shown == [case["source"], case["via"]]
    assert all(0 <= c.start < c.end <= len(text) for c in chain.draft.contents)
