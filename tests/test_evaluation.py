"""The measures: against small cases worked out by hand, against the public scorers where they are at hand, and floors on the sample."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from pathlib import Path

import pytest

from evaluation import __main__ as command
from evaluation import annotations, gap, incidents, ner, polnear
from evaluation.columns import Document, read_columns
from evaluation.errors import as_page, as_text, misses
from evaluation.spans import jaccard, match, scores, trimmed
from onrecord.settings import Settings

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "src" / "onrecord" / "sample"


def test_scores():
    assert scores(3, 4, 3, 6) == {"p": 75.0, "r": 50.0, "f1": 60.0}
    assert scores(0, 0, 0, 0)["f1"] == 0.0
    assert trimmed("“ab,” he", [[0, 5], {"start": 4, "end": 5}]) == [(1, 3)]
    assert jaccard(frozenset({1, 2}), frozenset({2, 3})) == pytest.approx(1 / 3)
    assert match([1, 5], [5, 1], lambda a, b: float(a == b)) == [(1, 0, 1.0), (0, 1, 1.0)]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Mara Lindqvist", "Lindqvist", True),
        ("President Oda Brask", "Oda Brask", True),
        ("Mara Lindqvist", "Oda Brask", False),
        (None, "Oda Brask", False),
        (None, None, True),
        ("Zelenskyy", "Zelenskiy", True),
        ("the Board", "Tarn Valley Water Board", True),
    ],
)
def test_same_name(a, b, same):
    assert annotations.same_name(a, b) is same


def test_counts_of_attributions():
    text = "Ann said it rained. Bob said it snowed."
    gold = [{"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 18]]}, {"source": [[20, 23]], "cue": [[24, 28]], "content": [[29, 38]]}]
    wrong = [gold[0], {**gold[1], "source": [[0, 3]]}]
    counts = polnear.Counts()
    polnear.count(counts, text, gold, wrong)
    assert counts.attribution.f1()["f1"] == 50.0 and counts.exact["content"].f1()["f1"] == 100.0


def test_floors_can_break():
    rows = command.compare("x", {"attribution": 70.0, "misattributed": 20.0, "new": 1.0}, {"attribution": 71.0, "misattributed": 15.0})
    assert [kept for *_, kept in rows] == [False, False, True]
    assert not command.compare("x", {}, {"misspelt": 1.0})[0][3]


def scorer(name):
    path = ROOT.parent / "shared" / "tools" / f"{name}.py"
    if not path.exists():
        pytest.skip(f"the public scorer {name}.py is not here")
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_incident_figures_agree_with_the_public_scorer(corpora, tmp_path):
    public = scorer("score_incidents")
    for folder in sorted((corpora / "incidents").iterdir()):
        if (folder / "gold.json").exists():
            found = incidents.rows(folder, Settings())
            path = tmp_path / "rows.jsonl"
            path.write_text("".join(json.dumps(row) + "\n" for row in found.values()))
            gold, articles = public.load(folder, path)
            theirs = public.score_statements(gold, articles) | public.score_figures(gold, articles)
            ours = incidents.score_rows(gold, found)
            del ours["figure_source_wrong"]  # ours alone
            for name, value in ours.items():
                if value is not None:
                    assert (value["f1"] if isinstance(value, dict) else value) == (
                        theirs[name]["f1"] if isinstance(value, dict) else theirs[name]
                    ), name


def test_polnear_figures_agree_with_the_public_scorer(corpora, reader):
    from onrecord.details import analyze
    from onrecord.export.rows import analysis_row
    from onrecord.model import Article

    public = scorer("score_attribution")
    gold = [json.loads(line) for line in (corpora / "polnear" / "dev.jsonl").read_text(encoding="utf8").splitlines()][:12]
    system = {row["id"]: analysis_row(analyze(Article(row["id"], row["text"]))) for row in gold}
    theirs = public.score(gold, system)
    counts = polnear.Counts()
    for row in gold:
        polnear.count(counts, row["text"], row["attributions"], [polnear.as_attribution(s) for s in system[row["id"]]["statements"]])
    assert counts.attribution.f1() == theirs["attribution"] and counts.direct.f1() == theirs["direct"]
    assert {r: t.f1() for r, t in counts.exact.items()} == {r: theirs[f"{r}_exact"] for r in polnear.ROLES}
    assert {r: t.f1() for r, t in counts.token.items()} == {r: theirs[f"{r}_token"] for r in polnear.ROLES}


def test_the_sample_story_keeps_its_floors():
    floors = tomllib.loads((ROOT / "evaluation" / "floors.toml").read_text(encoding="utf8"))["sample"]
    broken = [row for row in command.compare("sample", command.flat(incidents.measure(SAMPLE)), floors) if not row[3]]
    assert floors and not broken


COLUMNS = """-DOCSTART- -X- O O

Oda NNP I-NP I-PER
Brask NNP I-NP I-PER
left VBD I-VP O
Velm NNP I-NP I-LOC
. . O O

The DT I-NP O
" " O O
Port NNP I-NP B-ORG
Authority NNP I-NP I-ORG
" " O O
did VBD I-VP O
n't RB I-VP O
. . O O
"""


def test_columns_become_running_text(tmp_path):
    path = tmp_path / "names.txt"
    path.write_text(COLUMNS, encoding="utf8")
    (document,) = read_columns(path)
    assert document.text == 'Oda Brask left Velm.\nThe "Port Authority" didn\'t.'
    assert [(document.text[a:b], kind) for a, b, kind in document.entities] == [
        ("Oda Brask", "person"),
        ("Velm", "place"),
        ("Port Authority", "organisation"),
    ]
    assert ner.on_tokens(document, 0, 9, "person") == (0, 1, "person")
    assert ner.lowered(document).text == document.text.lower()


def test_adjacent_entities_stay_apart():
    document = Document.of([[("Ann", "B-PER"), ("Bob", "B-PER")], [("Cy", "I-PER")]])
    assert len(document.entities) == 3


def test_ner_counts(tmp_path):
    path = tmp_path / "names.txt"
    path.write_text(COLUMNS, encoding="utf8")
    found = ner.measure(path)
    assert set(found) >= {"p", "r", "f1", "lowercased", "types"} and found["f1"] > 60


PASSAGE = "Mara Lindqvist thanked Oda Brask and said that she would repay her debt to the bank next year."
GAP = (
    "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL\n"
    f"x-1\t{PASSAGE}\tshe\t{PASSAGE.index('she')}\tMara Lindqvist\t0\tTRUE\tOda Brask\t{PASSAGE.index('Oda')}\tFALSE\t"
    "http://example.org/Mara_Lindqvist\n"
)


def test_gap_scores_decisions(tmp_path):
    path = tmp_path / "gap.tsv"
    path.write_text(GAP, encoding="utf8")
    found = gap.measure(path)
    assert found["f1"] == found["feminine"] == 100.0 and found["masculine"] == 0.0 and found["bias"] is None


def test_misses_are_written_by_cause():
    found = misses([SAMPLE], None)
    assert found and all(m.cause and m.where for m in found)
    page, text = as_page(found), as_text(found)
    assert page.count("<tr>") > len(found) and "<script" not in page
    assert all(f"== {m.cause}" in text for m in found)


@pytest.mark.parametrize("name", ["ner", "gap"])
def test_floors_on_names_and_pronouns(name):
    data = command.default_data(name)
    if data is None:
        pytest.skip(f"the corpus of {name} is not here (set ONRECORD_DATA)")
    floors = tomllib.loads((ROOT / "evaluation" / "floors.toml").read_text(encoding="utf8"))[name]
    figures = command.flat(command.run(name, data))
    assert all(figures[f] >= floor for f, floor in floors.items()), figures
