"""Speakers by hand-marked names: [p:…] person, [o:…] organisation, [l:…] place, {…} the mentions to resolve, the last one counts."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from onrecord.language.sentences import sentence_starts
from onrecord.model import Span
from onrecord.statements.names import Names, abbreviates, clean_name, shortens, slug
from onrecord.statements.speakers import Resolver, Votes

CASES = list(csv.DictReader((Path(__file__).parent.parent / "cases" / "speakers.csv").read_text(encoding="utf8").splitlines()))
TYPES = {"p": "person", "o": "organisation", "l": "place"}


def parse(marked):
    text, names, mentions, opened = "", [], [], []
    for part in re.findall(r"\[[pol]:|[\]{}]|[^\[\]{}]+", marked):
        if part.startswith("["):
            opened.append((TYPES[part[1]], len(text)))
        elif part == "{":
            opened.append(("mention", len(text)))
        elif part in "]}":
            kind, start = opened.pop()
            (mentions if kind == "mention" else names).append((Span(start, len(text)), kind))
        else:
            text += part
    return text, names, [span for span, _ in mentions]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["guards"])
def test_cases(case):
    text, found, mentions = parse(case["text"])
    names = Names(text, found)
    resolver = Resolver(text, names, sentence_starts(text))
    people = [n for n in names.names if n.type == "person"]
    votes = Votes({people[0].id: 0.7}) if len(people) == 1 else Votes()
    speakers = [resolver.resolve(m, votes) for m in mentions]
    assert speakers[-1].name == (case["speaker"] or None), speakers[-1].reason


def test_no_mention_is_nobody():
    resolver = Resolver("", Names("", []), [0])
    assert resolver.resolve(None, Votes()).name is None


def test_one_form_never_stands_for_two_people():
    assert shortens("Brask", "Oda Brask", "person")
    assert not shortens("Oda", "Mara Lindqvist", "person")
    assert not shortens("Ann Brask", "Oda Brask", "person")
    assert abbreviates("TVWB", "Tarn Valley Water Board") and abbreviates("SOHR", "Stage Owners of Harrow River")
    assert not abbreviates("TVW", "Tarn Valley Water Board")
    assert not shortens("Tarn", "Tarn Valley Water Board", "organisation")
    assert shortens("Water Board", "Tarn Valley Water Board", "organisation")
    assert shortens("Observatory", "Harrow Observatory for Tides", "organisation")


def test_names_are_cleaned():
    assert clean_name("the  Port\nAuthority’s") == "Port Authority"
    assert clean_name("President Oda Brask,") == "Oda Brask"
    assert slug("Óda  Brask") == "oda-brask"
    assert slug("日本") != slug("中国") and slug("Łukasz Jørgensen") == "lukasz-jorgensen"


@pytest.mark.parametrize(
    ("text", "role", "body"),
    [
        (
            "{[p:Mara Lindqvist], a spokeswoman for the [o:Port Authority],} said so.",
            "spokeswoman for the Port Authority",
            "Port Authority",
        ),
        ("{[o:Port Authority] spokeswoman [p:Mara Lindqvist]} said so.", "Port Authority spokeswoman", "Port Authority"),
        ("{[p:Mara Lindqvist], the mayor of [l:Velm],} said so.", "mayor of Velm", "Velm"),
        ("{[p:Corin Hasp], who left for [l:Velm] by train,} said so.", None, None),
        ("{Deputy Minister [p:Corin Hasp], who left for [l:Velm] by train,} said so.", "Deputy Minister", None),
        ("{the [l:Velm] fire brigade} said so.", None, None),
        ("{a spokesman for the [o:Port Authority]} said so.", None, "Port Authority"),
        ("[p:Nils Holt], the director of [o:Norsk Pumps], came. {[p:Holt]} said so.", "director of Norsk Pumps", "Norsk Pumps"),
    ],
)
def test_roles_and_whom_somebody_speaks_for(text, role, body):
    plain, found, mentions = parse(text)
    speaker = Resolver(plain, Names(plain, found), sentence_starts(plain)).resolve(mentions[-1], Votes())
    assert (speaker.role, speaker.body) == (role, body)
