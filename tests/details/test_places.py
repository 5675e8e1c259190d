from __future__ import annotations

import csv
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.details.places import find_places
from onrecord.details.places.gazetteer import AREA, COUNTRY, gazetteer
from onrecord.details.places.spelling import fold, key, keys
from onrecord.details.tables import rows
from onrecord.model import Entity, Span

CASES = list(csv.DictReader((Path(__file__).parent.parent / "cases" / "places.csv").read_text(encoding="utf8").splitlines()))
MARKED = re.compile(r"\[([^]]+)\]|\{([^}]+)\}")
DEGREES = 1.0  # of latitude or longitude that a place may be off


def marked(text):
    """A text without its marks, and what they mark: [place], {organisation}."""
    plain, entities, last = "", [], 0
    for match in MARKED.finditer(text):
        plain += text[last : match.start()]
        name = match[1] or match[2]
        at = Span(len(plain), len(plain) + len(name))
        entities.append(Entity(at, name, "place" if match[1] else "organisation", name))
        plain += name
        last = match.end()
    return plain + text[last:], entities


def wanted(expected):
    """The rows of "name=country:lat,lon; …"; a place without country is "null-country", one not placed "null"."""
    found = {}
    for part in filter(None, expected.split("; ")):
        name, _, where = part.partition("=")
        country, _, point = where.partition(":")
        lat, lon = (float(x) for x in point.split(",")) if point else (None, None)
        found[name] = (None if country.startswith("null") else country, lat, lon)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["guards"])
def test_cases(case):
    text, entities = marked(case["text"])
    found = {text[p.at.start : p.at.end]: p for p in find_places(text, entities)}
    expected = wanted(case["expected"])
    for name, (country, lat, lon) in expected.items():
        place = found[name]
        assert place.country == country, place
        assert place.reason
        if lat is None:
            assert (place.lat, place.lon) == (None, None), place
        else:
            assert place.lat == pytest.approx(lat, abs=DEGREES), place
            assert place.lon == pytest.approx(lon, abs=DEGREES), place
    if not expected:
        assert not found


def test_enough_cases():
    assert len(CASES) >= 60
    assert all(case["guards"] for case in CASES)


def test_spellings_of_one_place_have_the_same_coordinates():
    spellings = ["Khan Sheikhoun", "Khan Shaykhun", "Khan Sheikhun", "Khan Shaikhun", "Khan Sheikhoon"]
    found = [find_places(*marked(f"The strike on [{name}] in [Syria] was denied."))[0] for name in spellings]
    assert len({(p.lat, p.lon, p.id) for p in found}) == 1
    assert found[0].lat is not None


def test_a_like_spelling_in_another_country_is_not_taken():
    (place, _) = find_places(*marked("The strike on [Khan Shaikhoon] in [Peru] was denied."))
    assert place.lat is None


def test_a_small_namesake_elsewhere_is_refused():
    text, entities = marked("The shelling of [Ariana Grove], [Homs] and [Hama] went on, Syrian officers said, and [Moscow Mills] burned.")
    place = find_places(text, entities)[-1]
    assert (place.lat, place.country) == (None, None)
    assert "far from" in place.reason


def test_one_name_has_one_sense_in_an_article():
    text, entities = marked("[Paris] is calm. The mayor of [Paris], [Texas], said so. In [Paris] the shops are open.")
    found = [p for p in find_places(text, entities) if text[p.at.start : p.at.end] == "Paris"]
    assert len(found) == 3
    assert {p.country for p in found} == {"US"}


def test_reason_says_what_the_text_says():
    (paris, _) = find_places(*marked("A fire in [Paris], [Texas], was put out."))
    assert paris.reason == "in Texas, United States, as the text says"


def test_key_and_fold_work_on_many_names_at_once():
    names = ["St. Louis", "Khān Shaykhūn", "Île-de-France", "Łódź", "Kafr `Uwayd"]
    each = [key(name) for name in names]
    assert keys("\n".join(names)).split("\n") == each
    assert fold("\n".join(each)).split("\n") == [fold(one) for one in each]


@pytest.mark.parametrize("pair", [("Qamishli", "Kamishly"), ("Deraa", "Daraa"), ("Hodeida", "Hudaydah")])
def test_fold_joins_transliterations(pair):
    one, two = (fold(key(name)) for name in pair)
    assert one == two


def test_the_gazetteer_has_the_world():
    places = gazetteer()
    assert len(places.country_rows) >= 245
    assert len(places.lat) > 250_000
    for code, row in places.country_rows.items():
        assert places.kind[row] == COUNTRY
        assert places.code(row) == code
    assert (places.kind[: len(rows("places_areas.csv"))] == AREA).all()
    for name in ("Khan Sheikhun", "Rapides Parish", "East Java", "Kiev"):
        assert len(places.own.find(key(name))) + len(places.other.find(key(name))), name


def test_aliases_have_their_targets():
    listed = {row["alias"] for row in rows("places_aliases.csv")} | {row["postal"] for row in rows("places_regions.csv")}
    assert set(gazetteer().aliases) == listed - {""}


NAMES = st.sampled_from(["Paris", "U.S.", "La.", "Idlib province", "'s", ".", " ", "-", "Kafr-", "the", "١٢", "A-B", "\u0000", "é", "West"])


@settings(max_examples=150, deadline=None)
@given(st.lists(NAMES | st.text(max_size=8), max_size=12), st.data())
def test_any_text_gives_places_within_it(pieces, data):
    text, entities = "", []
    for piece in pieces:
        kind = data.draw(st.sampled_from(["place", "organisation", "person", "other"]))
        if piece:
            entities.append(Entity(Span(len(text), len(text) + len(piece)), piece, kind, piece))
        text += piece + data.draw(st.sampled_from([" ", ", ", "'s ", "\n", ""]))
    found = find_places(text, entities)
    for one, two in pairwise(found):
        assert one.at.end <= two.at.start
    for place in found:
        assert 0 <= place.at.start < place.at.end <= len(text)
        assert place.name
        assert place.reason
        assert (place.lat is None) == (place.lon is None)
        if place.lat is not None:
            assert -90 <= place.lat <= 90
            assert -180 <= place.lon <= 180


def test_long_texts_end():
    places = gazetteer()
    for text in ("Aa" * 150_000, "a" + "-" * 299_999, "A " * 150_000):
        assert find_places(text, [Entity(Span(0, 300_000), "Aa", "place", "a")]) == ()
    text = "Paris, " * 3_000
    entities = [Entity(Span(7 * n, 7 * n + 5), "Paris", "place", "p") for n in range(3_000)]
    assert len(find_places(text, entities)) == 3_000
    names = [places.name(row) for row in range(0, len(places.lat), 60)]
    text = "\n".join(names)
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    assert len(find_places(text, [Entity(at, "x", "place", "x") for at in spans])) > 3_000


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


def test_the_gazetteer_is_loaded_only_when_a_name_asks_for_it():
    code = "\n".join(
        [
            "import sys, onrecord, onrecord.details",
            "from onrecord.details.places import find_places",
            "find_places('Nothing here.', [])",
            "g = sys.modules.get('onrecord.details.places.gazetteer')",
            "print(g.gazetteer.cache_info().currsize if g else 0)",
        ]
    )
    assert run(code) == ["0"]


def test_memory_of_the_gazetteer():
    code = "\n".join(
        [
            "import resource, sys, numpy, onrecord.details.places.resolving",
            "from onrecord.details.places.gazetteer import gazetteer",
            "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss",
            "gazetteer().folded",
            "after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss",
            "print((after - before) // (1024 * 1024 if sys.platform == 'darwin' else 1024))",
        ]
    )
    assert int(run(code)[0]) <= 150
