"""Place names and where they are, against corpora in the format of LGL (also that of GeoVirus, whose offsets start at 1).

Recognition: a name found and one annotated match where they share a character, one to one, the longest overlap first (`exact_f1` asks
for the same borders). Resolution: of the matched names with annotated coordinates, the share placed within 161 km (100 miles) of
them; a name that was found but not placed counts as wrong. The baseline places the same annotated names at their most populous
namesake in the same gazetteer, further names included, without regard to the text.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from evaluation.spans import match, percent, scores
from onrecord.details.places import find_places
from onrecord.details.places.gazetteer import gazetteer
from onrecord.details.places.spelling import key
from onrecord.model import Article, Place
from onrecord.statements import analyze

NEAR = 161.0  # kilometres: 100 miles, the usual bound of the field
FARTHEST = 20_039.0  # kilometres: half the way around, the error of a name that was not placed
RADIUS = 6371.0
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Toponym:
    """An annotated name, and its coordinates where the corpus has them."""

    start: int
    end: int
    name: str
    at: Point | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A name that was found and is annotated with coordinates: how far off our place and the baseline's are, in kilometres."""

    error: float
    baseline: float


def measure(data: Path) -> dict[str, Any]:
    """All figures of one file; of a folder those of each file in it, their names put before."""
    if data.is_file():
        return score(data)
    files = sorted(data.glob("*.xml"))
    if not files:
        raise SystemExit(f"{data}: no XML file here")
    return {f"{file.stem.lower()}_{figure}": value for file in files for figure, value in score(file).items()}


def score(file: Path) -> dict[str, Any]:
    """The figures of one corpus; each article goes through the reader like any other, without its annotations."""
    count: Counter[str] = Counter()
    placed: list[Placed] = []
    for number, (text, gold) in enumerate(read(file)):
        article = Article(id=str(number), text=text)
        found = find_places(text, analyze(article).entities)
        placed += _compare(gold, found, count)
    recognition = scores(count["hit"], count["found"], count["hit"], count["gold"])
    exact = scores(count["exact"], count["found"], count["exact"], count["gold"])
    return {
        "name_f1": recognition["f1"],
        "accuracy_161km": _within(p.error for p in placed),
        "baseline_161km": _within(p.baseline for p in placed),
        "name_precision": recognition["p"],
        "name_recall": recognition["r"],
        "exact_f1": exact["f1"],
        "unresolved": _share(sum(p.error == FARTHEST for p in placed), len(placed)),
        "median_km": round(statistics.median(p.error for p in placed), 1) if placed else 0.0,
        "mean_km": round(statistics.mean(p.error for p in placed), 1) if placed else 0.0,
        "auc": round(statistics.mean(math.log1p(p.error) / math.log1p(FARTHEST) for p in placed), 3) if placed else 0.0,
        "names": count["gold"],
        "placed": len(placed),
    }


def read(file: Path) -> Iterator[tuple[str, list[Toponym]]]:
    """The articles of a corpus: text and annotated names."""
    for article in etree.parse(str(file)).iter("article"):
        text = article.findtext("text") or ""
        yield text, [t for node in article.iter("toponym", "location") if (t := _toponym(text, node)) is not None]


def _toponym(text: str, node: Any) -> Toponym | None:
    """An annotation; its offsets may start at 0 or 1, which the name itself tells."""
    name = node.findtext("phrase") or node.findtext("name") or ""
    start, end = node.findtext("start"), node.findtext("end")
    if not (name and start and end):
        return None
    begin = int(float(start))
    at = next((at for at in (begin, begin - 1) if at >= 0 and text[at : at + len(name)] == name), begin)
    lat, lon = (node.findtext(f".//{short}") or node.findtext(f".//{long}") for short, long in (("lat", "latitude"), ("lon", "longitude")))
    return Toponym(at, at + len(name), name, (float(lat), float(lon)) if lat and lon else None)


def _compare(gold: Sequence[Toponym], found: Sequence[Place], count: Counter[str]) -> list[Placed]:
    """Count the names of one article; the errors of those that are matched and have coordinates."""
    wanted, ours = [(g.start, g.end) for g in gold], [(p.at.start, p.at.end) for p in found]
    pairs = match(wanted, ours, lambda a, b: float(max(0, min(a[1], b[1]) - max(a[0], b[0]))))
    exact = sum(wanted[i] == ours[j] for i, j, _ in pairs)
    count.update({"gold": len(gold), "found": len(found), "hit": len(pairs), "exact": exact})
    return [Placed(_error(at, _point(found[j])), _error(at, most_populous(gold[i].name))) for i, j, _ in pairs if (at := gold[i].at)]


def most_populous(name: str) -> Point | None:
    """Where the most populous of the gazetteer's places of a name is; None where it has none."""
    places, wanted = gazetteer(), key(name)
    rows = [int(row) for index in (places.own, places.other) for row in index.find(wanted)]
    known = [row for row in rows if not math.isnan(places.lat[row])]
    best = max(known, key=lambda row: int(places.population[row]), default=None)
    return None if best is None else (float(places.lat[best]), float(places.lon[best]))


def _point(place: Place) -> Point | None:
    return None if place.lat is None or place.lon is None else (place.lat, place.lon)


def _error(gold: Point, found: Point | None) -> float:
    return FARTHEST if found is None else kilometres(gold, found)


def kilometres(a: Point, b: Point) -> float:
    """Distance over the ground between two points (latitude, longitude in degrees), by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * RADIUS * math.asin(math.sqrt(min(1.0, half)))


def _within(errors: Iterator[float]) -> float:
    near = [error <= NEAR for error in errors]
    return _share(sum(near), len(near))


def _share(part: int, whole: int) -> float:
    return percent(part / whole) if whole else 0.0
