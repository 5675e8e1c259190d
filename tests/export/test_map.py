"""The map: fitted to the places, across the date line, too; labels apart; what the gazetteer lacks named as such."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.export import outline
from onrecord.export.labels import Spot, _box, _overlap, spread
from onrecord.export.map import world_map
from onrecord.model import Analysis, Article, Place, Span

LAT, LON = st.floats(-90, 90), st.floats(-180, 180)


def analysis_of(*places):
    """An article of nothing but the names, in this order."""
    text, placed = "", []
    for one in places:
        placed.append(replace(one, at=Span(len(text), len(text) + len(one.name))))
        text += one.name + "\n"
    return Analysis(Article("a", text), places=tuple(placed))


def place(name, lat, lon, country=None, kind="city", **more):
    return Place(Span(0, 0), name, country, lat, lon, kind, **more)


def test_places_are_counted_and_the_unknown_are_listed(analysis):
    found = world_map([analysis, analysis])
    (halden,) = dict(found.countries)["Norway"]
    assert (halden.mentions, halden.articles, halden.anchor) == (4, 2, "place0-0")
    assert [p.name for p in found.unplaced] == ["Greyford"]
    assert len(found.pictures) == 1 and found.pictures[0].layers[0].labels[0].text == "Port Halden"


def test_only_unknown_places_give_a_list_and_no_picture():
    found = world_map([analysis_of(place("Greyford", None, None))])
    assert found.pictures == () and len(found.unplaced) == 1
    page = onrecord.report([analysis_of(place("Greyford", None, None))])
    assert "<svg" not in page and "Not placed" in page


def test_no_places_no_section():
    assert world_map([analysis_of()]) is None
    assert 'id="places"' not in onrecord.report([analysis_of()])


@pytest.mark.parametrize(("lat", "lon"), [(float("nan"), 3.0), (91.0, 0.0), (0.0, 999.0), (None, 5.0), (5.0, None)])
def test_what_is_not_on_the_globe_is_not_placed(lat, lon):
    assert len(world_map([analysis_of(place("Nowhere", lat, lon))]).unplaced) == 1


@given(st.lists(st.tuples(LAT, LON), min_size=1, max_size=12))
def test_every_place_is_in_view(points):
    view = outline.fit(points)
    assert all(view.shown(*p) for p in points)
    west, south, east, north = view.box
    assert east - west <= 360.001 and -90.001 <= south < north <= 90.001
    assert 0.3 * outline.WIDTH < view.height < 0.7 * outline.WIDTH


def test_neighbours_across_the_date_line_are_neighbours_on_the_map():
    view = outline.fit([(-17.0, 179.5), (-14.0, -171.0)])
    west, _, east, _ = view.box
    assert east - west < 40
    (fiji, _), (samoa, _) = view.at(-17.0, 179.5), view.at(-14.0, -171.0)
    assert fiji < samoa
    assert outline.country(view, "FJ") and outline.country(view, "WS")


def test_one_place_is_shown_with_its_surroundings():
    west, south, east, north = outline.fit([(35.4, 36.6)]).box
    assert north - south > 4.9 and east - west > 4.9


def test_a_country_named_as_such_is_tinted_not_dotted():
    found = world_map([analysis_of(place("Norway", 62.0, 10.0, country="NO", kind="country"), place("Oslo", 59.9, 10.7, "NO"))])
    picture = found.pictures[0]
    assert [t.place.name for t in picture.tints] == ["Norway"]
    assert [s.name for s in picture.layers[0].spots] == ["Oslo"]
    assert {n.text for n in picture.layers[0].labels if n.anchor} == {"Norway", "Oslo"}
    assert "Sweden" in {n.text for n in picture.layers[0].labels if not n.anchor}


def test_where_only_countries_are_named_the_map_shows_them_whole():
    for code, lat, lon in (("NO", 62.0, 10.0), ("FJ", -18.0, 178.0), ("RU", 60.0, 100.0), ("LU", 49.8, 6.1), ("AQ", -80.0, 0.0)):
        picture = world_map([analysis_of(place("There", lat, lon, country=code, kind="country"))]).pictures[0]
        assert picture.tints[0].path and [n.text for n in picture.layers[0].labels if n.anchor] == ["There"], code
    south = outline.fit(outline.corners("NO")).box[1]
    assert 50 < south < 58


def test_a_cluster_far_from_the_rest_gets_a_closer_look():
    near = [place(f"Town {n}", 35 + n / 5, 36 + n / 5) for n in range(5)]
    found = world_map([analysis_of(*near, place("Washington", 38.9, -77.0))])
    assert [len(p.layers[0].spots) for p in found.pictures] == [5, 6]
    apart = [place(f"Town {n}", n, 40.0 * n) for n in range(5)]
    assert len(world_map([analysis_of(*apart)]).pictures) == 1


def test_labels_never_cover_each_other_or_leave_the_picture():
    spots = [Spot(300 + 7 * n % 90, 200 + 13 * n % 80, 8, f"Somewhere {n}", f"p{n}", "city", 1) for n in range(60)]
    labels = spread(spots, (900, 500), 24, 30)
    boxes = [_box(n, 24) for n in labels]
    assert labels and not any(_overlap(a, b) for a, b in combinations(boxes, 2))
    assert all(b[0] >= 0 and b[1] >= 0 and b[2] <= 900 and b[3] <= 500 for b in boxes)


def test_russia_does_not_stretch_across_the_map_at_the_date_line():
    view = outline.fit([(50.0, -70.0), (60.0, 40.0)])
    x, _ = outline.middle(view, "RU")
    assert x / view.across + view.box[0] > 25


def test_the_name_of_a_country_stands_in_it():
    for point in ((36.5, 37.9), (59.9, 10.7), (-30.0, 25.0), (13.0, -15.5)):
        view = outline.fit([point])
        for code in outline.neighbours(view, 0.01):
            assert inside(*outline.middle(view, code), outline.country(view, code)), code


def test_territories_go_by_iso_3166():
    view = outline.fit([(45.2, 34.1), (46.0, 33.0)])
    x, y = view.at(45.2, 34.1)
    assert inside(x, y, outline.country(view, "UA")) and not inside(x, y, outline.country(view, "RU"))
    assert outline.country_name("XK") == "Kosovo" and outline.country_name("ZZ") == "ZZ" and outline.country_name(None) == ""


def inside(x, y, path):
    """Whether a point is in a path of "M x y l dx dy …z" shapes, by the even-odd rule."""
    crossings = 0
    for shape in path.split("M")[1:]:
        start, steps = shape.rstrip("z").split("l")
        px, py = map(int, start.split())
        numbers = [int(n) for n in steps.replace("-", " -").split()]
        points = [(px, py)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
            crossings += (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax
    return crossings % 2 == 1


def test_outlines_are_small_and_name_their_origin():
    raw = (files("onrecord.export") / "outlines" / "countries.json").read_bytes()
    assert len(raw) <= 150_000
    assert "Natural Earth" in json.loads(raw)["source"]


def test_hostile_names_are_escaped():
    evil = "<script>x</script>"
    known = place(evil, 10.0, 10.0, country=evil, kind=evil, id=evil, reason=evil)
    page = onrecord.report([analysis_of(known, place(evil, None, None))])
    assert page.count("<script>") == 1


def test_a_place_goes_by_the_name_the_articles_use():
    gazetteer = Place(Span(0, 11), "Port Haldén", "NO", 59.1, 9.6, "city", "p1")
    written = replace(analysis_of(place("Port Halden", 59.1, 9.6)), places=(gazetteer,))
    assert [(p.name, p.also) for p in world_map([written]).countries[0][1]] == [("Port Halden", "Port Haldén")]
