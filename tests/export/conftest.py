"""Analyses made by hand: the export shows what it is given, whoever found it."""

from __future__ import annotations

import pytest

from onrecord.model import Analysis, Article, Event, Evidence, Figure, Place, Span, Statement, Time

TEXT = (
    "Flood at Port Halden kills at least 12\n"
    "At least 12 people, four of them children, died when the dyke at Port Halden broke at 5.40am on Tuesday, the coast guard said.\n"
    "Some 300 people were moved to Greyford. Footage filmed from a crane shows the gate standing open.\n"
    "“Up to 30 are missing,” the mayor told Hill Radio. The repairs had cost 2.5 million euros in 2019."
)


def find(words: str, text: str = TEXT, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def made(number: int = 0, outlet: str | None = "Hill Radio", published: str | None = "2031-03-05") -> Analysis:
    article = Article(f"m{number}", TEXT, path=f"m{number}.txt", title=TEXT.split("\n")[0], outlet=outlet, published=published)
    said = Statement(
        "st1", (find("“Up to 30 are missing,”"),), (find("told"),), find("the mayor"), "Orla Quist", "q", "mayor", "direct", "warn",
        "communication", (), 0.9,
    )  # fmt: skip
    whole = find("At least 12 people")
    return Analysis(
        article,
        (said,),
        figures=(
            Figure(find("at least 12"), "killed", "people", 12, None),
            Figure(whole, "killed", "people", 12, None, according_to="coast guard", as_of="2031-03-04", rule="at least"),
            Figure(find("four"), "killed", "children", 4, 4, according_to="coast guard", as_of="2031-03-04", part_of=whole),
            Figure(find("Some 300 people"), "evacuated", "people", 300, 300, approx=True),
            Figure(find("Up to 30"), "missing", "people", 0, 30, according_to="Orla Quist", statement="st1"),
            Figure(find("2.5 million euros"), "money", "", 2_500_000, 2_500_000, unit="EUR"),
        ),
        times=(Time(find("5.40am on Tuesday"), "2031-03-04T05:40", "time", rule="clock"), Time(find("2019"), "2019", "date")),
        places=(
            Place(find("Port Halden"), "Port Halden", "NO", 59.1, 9.6, "city", "p1", "the only one"),
            Place(find("Port Halden", nth=1), "Port Halden", "NO", 59.1, 9.6, "city", "p1"),
            Place(find("Greyford"), "Greyford", reason="unknown to the gazetteer"),
        ),
        evidence=(Evidence(find("Footage filmed from a crane"), "video", find("the gate standing open"), made="2031-03-04"),),
        events=(
            Event(find("broke"), "accident", "2031-03-04T05:40", "Port Halden", patients=(find("the dyke"),)),
            Event(find("moved"), "rescue"),
        ),
    )


@pytest.fixture
def analysis() -> Analysis:
    return made()


@pytest.fixture(scope="session")
def make():
    return made
