"""Identity across articles: ids by cases, and the authority file."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import onrecord
from onrecord.errors import AuthorityUnreadable
from onrecord.model import Article
from onrecord.settings import Settings
from onrecord.statements import analyze
from onrecord.statements.identity import Entry, canonical, load_authority

CASES = list(csv.DictReader((Path(__file__).parent.parent / "cases" / "identity.csv").read_text(encoding="utf8").splitlines()))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['guards']}: {c['one']}, {c['other']}")
def test_cases(case):
    kind = "organisation" if case["guards"] == "aliases are for bodies" else case["type"]
    same = canonical(case["one"], case["type"]) == canonical(case["other"], kind)
    assert same == (case["same"] == "yes"), (canonical(case["one"], case["type"]), canonical(case["other"], kind))


CSV = """id,names,roles,from,to
P1,Mara Lindqvist|M. Lindqvist,mayor of Velm,2016-01-01,2019-12-31
P2,Oda Brask,mayor of Velm,2020-01-01,
P3,Ann Reed,president of Norland,2015-01-01,
P4,Ann Reed,novelist,,
"""


def test_an_authority_gives_ids_and_knows_who_held_an_office(tmp_path):
    path = tmp_path / "authority.csv"
    path.write_text(CSV, encoding="utf8")
    text = "“The harbour is shut,” Mara Lindqvist said on Monday. The mayor of Velm said that the pumps had failed."
    for published, mayor in (("2017-05-01", "P1"), ("2021-05-01", "P2")):
        found = analyze(Article("x", text, published=published), settings=Settings(authority=str(path))).statements
        assert found[0].speaker_id == "P1"
        assert found[1].speaker_id in (mayor, "P1")


def test_namesakes_are_told_apart_by_role_or_not_at_all(tmp_path):
    path = tmp_path / "authority.csv"
    path.write_text(CSV, encoding="utf8")
    authority = load_authority(str(path))
    assert authority.of_name("Ann Reed", "person", None, None) is None
    assert authority.of_name("Ann Reed", "person", "novelist", None).id == "P4"
    assert authority.of_name("Anne Weed", "person", None, None) is None
    assert authority.of_role("the mayor of Velm", "2017-01-01").id == "P1"
    assert authority.of_role("the mayor of Velm", None) is None
    assert authority.of_role("the mayor", "2017-01-01") is None


def test_wikidata_json(tmp_path):
    entity = {
        "id": "Q1",
        "labels": {"en": {"value": "Oda Brask"}},
        "aliases": {"en": [{"value": "Oda M. Brask"}]},
        "descriptions": {"en": {"value": "mayor of Velm"}},
    }
    path = tmp_path / "authority.json"
    for data in ({"entities": {"Q1": entity}}, [entity], [{"id": "Q1", "names": ["Oda Brask"], "roles": ["mayor of Velm"]}]):
        path.write_text(json.dumps(data), encoding="utf8")
        load_authority.cache_clear()
        assert load_authority(str(path)).of_name("Oda Brask", "person", None, None).id == "Q1"
    assert load_authority(str(path)).entries[0] == Entry("Q1", ("Oda Brask",), (("mayor of Velm", "", ""),))


@pytest.mark.parametrize(
    "content",
    ["", "[" * 100_000, "id\nP1\n", "id,names\n,x\n", "[1]", "{", "[]"],
    ids=["empty", "nested too deep", "no names", "no id", "number", "broken", "none"],
)
def test_a_broken_authority_is_named(tmp_path, content):
    path = tmp_path / "broken.csv"
    path.write_text(content, encoding="utf8")
    load_authority.cache_clear()
    with pytest.raises(AuthorityUnreadable, match=r"broken\.csv"):
        load_authority(str(path))


def test_ids_are_the_same_across_articles():
    texts = [f"“The harbour is shut,” {name} said on Monday." for name in ("Volodymyr Zelensky", "Volodymyr Zelenskyy")]
    assert len({onrecord.analyze(t).statements[0].speaker_id for t in texts}) == 1


def test_a_joint_source_has_the_ids_of_its_parts():
    text = "“The harbour is shut,” Volodymyr Zelenskyy said. Volodymyr Zelenskyy and Mara Lindqvist said the pumps had failed."
    single, joint = onrecord.analyze(text).statements
    assert joint.speakers == ("Volodymyr Zelenskyy", "Mara Lindqvist")
    assert joint.speaker_id == f"{single.speaker_id}+{canonical('Mara Lindqvist', 'person')}"


def test_one_name_in_json_need_not_be_a_list(tmp_path):
    path = tmp_path / "authority.json"
    path.write_text('[{"id": "Q1", "names": "Oda Brask"}]', encoding="utf8")
    assert load_authority(str(path)).entries[0].names == ("Oda Brask",)
