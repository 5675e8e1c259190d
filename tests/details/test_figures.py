"""Figures: cases as data, renderings of intervals that read back as themselves, sources and days, and inputs that make no sense."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from onrecord.details.figures import find_figures
from onrecord.details.figures.numbers import LARGEST, find_numbers, tokenize
from onrecord.details.tables import rows
from onrecord.details.times import find_times
from onrecord.model import Analysis, Article, Figure, Span, Statement, Time

CASES = Path(__file__).parent.parent / "cases"


def cases(name):
    with (CASES / name).open(encoding="utf8", newline="") as file:
        return [pytest.param(*row.values(), id=f"{n}") for n, row in enumerate(csv.DictReader(file), start=2)]


def figures(text, statements=(), published=None, times=None):
    found = find_times(text, published) if times is None else times
    return find_figures(Analysis(Article("a", text, published=published), tuple(statements), times=tuple(found)))


def shown(figure: Figure) -> str:
    """A figure as the cases write it: "killed people 58..", "wounded children 3", "killed people ~80", "money money 5 USD"."""
    bounds = f"{figure.low}" if figure.low == figure.high else f"{figure.low}..{'' if figure.high is None else figure.high}"
    return " ".join(filter(None, [figure.quantity, figure.who, ("~" if figure.approx else "") + bounds, figure.unit]))


@pytest.mark.parametrize(("text", "expected", "guards"), cases("figures.csv"))
def test_cases(text, expected, guards):
    wanted = [part.strip() for part in expected.split(";") if part.strip()]
    found = figures(text)
    assert sorted(map(shown, found)) == sorted(wanted), guards
    for figure in found:
        assert text[figure.at.start : figure.at.end].strip() == text[figure.at.start : figure.at.end] != ""


def test_there_are_enough_cases():
    assert len(cases("figures.csv")) >= 300


def written(number: int, form: str) -> str:
    if form == "digits":
        return str(number)
    if form == "grouped":
        return f"{number:,}"
    return num2words(number)


FORMS = st.sampled_from(["digits", "grouped", "words"])
COUNTS = st.one_of(st.integers(1, 400), st.integers(1, 10**9), st.sampled_from([10**3, 10**6, 2 * 10**6, 10**9]))
BOUNDS = {
    "least": lambda n: (n, None),
    "over": lambda n: (n + 1, None),
    "most": lambda n: (0, n),
    "under": lambda n: (0, n - 1),
    "approx": lambda n: (n, n),
    "plain": lambda n: (n, n),
}


def only_number(text):
    found = find_numbers(tokenize(text))
    assert len(found) == 1, text
    return found[0]


@settings(max_examples=300, deadline=None)
@given(COUNTS, FORMS, st.sampled_from([r for r in rows("bounds.csv") if r["position"] != "toll"]))
def test_bounded_counts_read_back(number, form, row):
    words = written(number, form)
    text = f"{row['phrase']} {words} people" if row["position"] == "before" else f"{words} {row['phrase']} people"
    found = only_number(f"They counted {text} there.")
    assert (found.low, found.high) == BOUNDS[row["effect"]](number)
    assert found.approx is (row["effect"] == "approx")


@settings(max_examples=200, deadline=None)
@given(COUNTS, COUNTS, FORMS, st.sampled_from(["{} to {}", "between {} and {}"]))
def test_ranges_read_back(one, other, form, shape):
    low, high = sorted((one, other))
    if low == high or (high >= 1000 and low < 1000 and form == "words"):
        return  # "two to three thousand" is read in thousands, as people mean it
    if low >= 100 and form == "words" and "and" in shape:
        return  # "between one thousand and one hundred and one thousand": nobody can read that
    found = only_number(f"They counted {shape.format(written(low, form), written(high, form))} people there.")
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("row", rows("vague.csv"), ids=lambda r: r["phrase"])
def test_vague_numbers_are_those_of_the_table(row):
    found = only_number(f"They counted {row['phrase']} people there.")
    assert (found.low, found.high) == (int(row["low"]), int(row["high"]) if row["high"] else None)
    assert row["phrase"] in found.rules


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "0",
        "1" * 5000,
        f"killed {10**400} people",
        "a million billion people were killed",
        "killed ١٢ people and ² others",
        "12\n13\n14\n15",
        "| 12 | 45 | 88 |\n| 1 | 2 | 3 |",
        "dozens " * 400,
        "killed and " * 400,
        "one two three four five six seven eight nine ten " * 100,
        "killed 12 " * 2000,
    ],
)
def test_senseless_input_raises_nothing(text):
    for figure in figures(text, times=()):
        assert 0 <= figure.low <= LARGEST and (figure.high is None or figure.low <= figure.high)


NEWS = ["12", "58", "killed", "people", "at least", "of", "them", "dozens", ",", ".", "and", "wounded", "in", "1.3 million", "was", "$"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200) | st.lists(st.sampled_from(NEWS)).map(" ".join))
def test_any_text(text):
    for figure in figures(text, times=()):
        assert 0 <= figure.at.start < figure.at.end <= len(text)


def test_absurd_numbers_are_no_figures():
    assert not figures(f"The strike killed {10**16} people.", times=())
    assert not figures("The strike killed a million billion people.", times=())


def test_numbers_of_a_time_are_no_figures():
    text = "In June 2016 twelve people were killed, and 2016 more were hurt."
    assert [shown(f) for f in figures(text, published="2016-07-01")] == ["killed people 12", "wounded people 2016"]


def told(text, content, speaker, act="assert", cue="said"):
    at, said = text.index(content), text.index(cue)
    content_at, cue_at = (Span(at, at + len(content)),), (Span(said, said + len(cue)),)
    return Statement("s1", content_at, cue_at, None, speaker, None, None, "indirect", act, "communication", (), 0.9)


def test_the_source_is_the_speaker_of_the_statement():
    text = "The blast killed 12 people, the clinic said."
    (figure,) = figures(text, [told(text, "The blast killed 12 people", "Mirna Clinic")])
    assert (figure.according_to, figure.statement) == ("Mirna Clinic", "s1")


@pytest.mark.parametrize("act", ["deny", "condemn"])
def test_who_denies_or_condemns_an_attack_does_not_count_its_dead(act):
    text = "The mayor said nothing of the attack that killed 12 people."
    (figure,) = figures(text, [told(text, "the attack that killed 12 people", "Ada Moss", act)])
    assert figure.according_to is None and figure.statement == "s1"


def test_a_headline_may_end_in_its_source():
    text = "Landslide kills 12 – Hill Rescue\n\nThe slide came at dawn. It killed 12 people, Hill Rescue said."
    found = figures(text, [told(text, "It killed 12 people", "Hill Rescue")])
    assert [f.according_to for f in found] == ["Hill Rescue", "Hill Rescue"]


def test_who_puts_the_toll_is_its_source():
    text = "The blast killed people, the Corda Monitor said. The monitor put the toll at six."
    found = figures(text, [told(text, "The blast killed people", "Corda Monitor")])
    assert [(shown(f), f.according_to) for f in found] == [("killed people 6", "Corda Monitor")]


def test_as_of_is_the_day_of_the_cue_or_of_the_article():
    text = "Twelve people were killed, the clinic said on Monday. Five were hurt."
    at = text.index("Monday")
    monday = Time(Span(at, at + 6), "2024-03-04", "date")
    found = figures(text, [told(text, "Twelve people were killed", "Mirna Clinic")], published="2024-03-06", times=[monday])
    assert [f.as_of for f in found] == ["2024-03-04", "2024-03-06"]
    assert [f.as_of for f in figures("Five were hurt.", times=())] == [None]


def test_parts_point_at_their_whole():
    text = "The raid killed 58 people, including 11 children and two nurses."
    whole, children, nurses = figures(text, times=())
    assert whole.part_of is None and children.part_of == nurses.part_of == whole.at


def test_revisions_keep_their_wording():
    text = "The death toll has risen to 86. Officials revised the toll down to 80."
    assert [f.revised for f in figures(text, times=())] == ["has risen to", "revised … down to"]


def test_every_figure_names_the_rows_that_read_it():
    (figure,) = figures("At least dozens of people were killed.", times=())
    assert "dozens" in figure.rule and "killed" in figure.rule
