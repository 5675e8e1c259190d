from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.details.places import building, find_places, kept, sources
from onrecord.details.places.gazetteer import AREA, COUNTRY, Index, gazetteer
from onrecord.details.places.spelling import fold, key, keys
from onrecord.details.tables import rows
from onrecord.model import Entity, Span
from onrecord.settings import cache_folder

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


def test_broken_unicode_is_no_place():
    text = "Par\udfffis"
    (place,) = find_places(text, [Entity(Span(0, 6), text, "place", "a")])
    assert place.lat is None
    assert not gazetteer().own.find(text).size


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


@pytest.fixture
def builds(tmp_path, monkeypatch):
    """A list that grows with each build of a gazetteer while the cache folder is an empty one; what is built is the real one."""
    real, found = gazetteer(), []
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(building, "build", lambda: found.append(1) or real)
    return found


def another_process_loads():
    return gazetteer.__wrapped__()  # past the memory of this process


def the_folder(tmp_path):
    (folder,) = (tmp_path / "cache").iterdir()
    return folder


def same(one, two):
    for field in fields(one):
        a, b = getattr(one, field.name), getattr(two, field.name)
        if isinstance(a, Index):
            assert np.array_equal(a.hashes, b.hashes), field.name
            assert np.array_equal(a.rows, b.rows), field.name
        elif isinstance(a, np.ndarray):
            assert (a.dtype, type(a)) == (b.dtype, type(b)), field.name
            assert np.array_equal(a, b, equal_nan=a.dtype.kind == "f"), field.name
        else:
            assert (a, type(a)) == (b, type(b)), field.name
    return True


def test_the_gazetteer_is_built_once_and_kept(builds, tmp_path):
    first = another_process_loads()
    again = another_process_loads()
    assert len(builds) == 1
    assert same(first, again)
    assert same(again, gazetteer())
    assert not again.lat.flags.writeable
    assert the_folder(tmp_path).name == f"gazetteer-{sources.fingerprint()}", "nothing half-written is left beside it"


def test_what_is_kept_is_what_is_built():
    assert same(building.build(), gazetteer())


def test_a_process_uses_what_another_kept():
    gazetteer()
    code = (
        "import sys; from onrecord.details.places.gazetteer import gazetteer; places = gazetteer();"
        "print('onrecord.details.places.building' in sys.modules, places.name(places.country_rows['PE']), places.own.find('lima').size > 0)"
    )
    assert run(code) == ["False", "Peru", "True"]


DAMAGE = {
    "cut": lambda folder: os.truncate(folder / "lat.npy", 5_000),
    "empty": lambda folder: (folder / "facts.json").write_bytes(b""),
    "zeros": lambda folder: (folder / "own_rows.npy").write_bytes(bytes((folder / "own_rows.npy").stat().st_size)),
    "gone": lambda folder: (folder / "names.npy").unlink(),
    "sums": lambda folder: (folder / "sums.json").write_text("null"),
    "no text": lambda folder: (folder / "sums.json").write_bytes(b"\xff\x00"),
    "half": lambda folder: [path.unlink() for path in folder.iterdir() if path.name != "lon.npy"],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_what_is_damaged_is_built_again(builds, tmp_path, damage):
    another_process_loads()
    damage(the_folder(tmp_path))
    assert same(another_process_loads(), gazetteer())
    assert len(builds) == 2
    another_process_loads()
    assert len(builds) == 2


def test_other_packages_or_tables_are_another_gazetteer(monkeypatch):
    one = sources.fingerprint()
    monkeypatch.setattr(sources, "_version", lambda package: "99")
    two = sources.fingerprint()
    monkeypatch.setattr(sources, "_MADE_WITH", sources._MADE_WITH[1:])
    assert len({one, two, sources.fingerprint()}) == 3


@pytest.mark.parametrize("place", ["file/cache", "file", os.devnull])
def test_a_folder_that_cannot_be_is_no_error(builds, tmp_path, monkeypatch, place):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / place))
    assert same(another_process_loads(), gazetteer())
    another_process_loads()
    assert len(builds) == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_not_ours_is_no_error(builds, tmp_path):
    (tmp_path / "cache").mkdir(mode=0o500)
    assert same(another_process_loads(), gazetteer())
    assert len(builds) == 1


def test_a_full_disk_is_no_error(builds, tmp_path, monkeypatch):
    def full(path, array):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept.np, "save", full)
    assert same(another_process_loads(), gazetteer())
    assert list((tmp_path / "cache").iterdir()) == []


def test_processes_at_once_do_each_other_no_harm(tmp_path):
    code = "\n".join(
        [
            "import sys, numpy as np",
            "from contextlib import suppress",
            "from pathlib import Path",
            "from onrecord.details.places.kept import Kept, load, save",
            f"folder = Path({str(tmp_path)!r}, 'gazetteer-0123456789abcdef')",
            "for n in range(100):",
            "    wrong = [found for found in [load(folder)] if found and (len(found.arrays), found.facts) != (5, {'a': [1]})]",
            "    assert not wrong, wrong",
            "    save(folder, Kept({str(i): np.arange(5_000) for i in range(5)}, {'a': [1]}))",
            "    with suppress(FileNotFoundError):  # while another puts a whole folder in the place of a damaged one",
            "        if n % 10 == 0 and n < 90: (folder / '3.npy').write_bytes(b'damaged')",
        ]
    )
    running = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for process in running:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    (folder,) = tmp_path.iterdir()
    assert kept.load(folder).facts == {"a": [1]}


def test_old_versions_go_in_time(tmp_path):
    names = ["gazetteer-0000000000000001", "gazetteer-0000000000000002.00000000000000ff", "gazetteer-mine", "notes"]
    for name in names:
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (0, 0))
    (tmp_path / "gazetteer-0000000000000003").mkdir()
    kept.save(tmp_path / "gazetteer-0000000000000004", kept.Kept({}, {}))
    assert {path.name[-4:] for path in tmp_path.iterdir()} == {"mine", "otes", "0003", "0004"}


def test_nothing_is_kept_before_it_is_used(tmp_path, monkeypatch):
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path / "cache"))
    run("import onrecord.cli, onrecord.details.places.resolving, onrecord.details.places.building")
    assert not (tmp_path / "cache").exists()


def test_the_cache_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("ONRECORD_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.setenv("ONRECORD_CACHE", "")
    assert cache_folder().is_absolute()
    assert "onrecord" in cache_folder().parts


@pytest.mark.parametrize("answer", ["~/.cache/onrecord", RuntimeError("could not determine the home directory")], ids=["path", "error"])
def test_a_user_without_a_home_has_no_cache_folder(monkeypatch, answer):
    def homeless(*args, **kwargs):
        if isinstance(answer, str):
            return Path(answer)
        raise answer

    monkeypatch.delenv("ONRECORD_CACHE")
    monkeypatch.setattr("platformdirs.user_cache_path", homeless)
    assert cache_folder() is None
