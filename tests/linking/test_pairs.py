"""The pair model, its packs and passages. Which stance each case has is in tests/cases/pairs.csv."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import ModelMissing
from onrecord.linking.pairs import STANCES, PairReader, shared_pair_reader
from onrecord.linking.pairs.articles import Weights, chance_related, decide, judge, shipped_weights
from onrecord.linking.pairs.encoding import CLAIM_PIECES, PASSAGE_PIECES, Pack, PairEncoder, packed
from onrecord.linking.pairs.passages import FEATURES, features, shared_passages

CASES = list(csv.DictReader((Path(__file__).parent.parent / "cases" / "pairs.csv").read_text(encoding="utf8").splitlines()))


@pytest.fixture(scope="module")
def pair_reader():
    return shared_pair_reader()


@pytest.fixture(scope="module")
def answers(pair_reader):
    found = pair_reader.read([(c["claim"], c["passage"]) for c in CASES])
    return [STANCES[n] for n in found.argmax(axis=1)]


def test_cases_by_and_large(answers):
    wrong = [(c["guards"], c["stance"], a) for c, a in zip(CASES, answers, strict=True) if a != c["stance"]]
    assert len(wrong) <= 0.2 * len(CASES), wrong


def test_a_denial_is_never_taken_for_agreement(answers):
    turned = [c["guards"] for c, a in zip(CASES, answers, strict=True) if {c["stance"], a} == {"agrees", "disagrees"}]
    assert len(turned) <= 0.1 * len(CASES), turned


def test_another_subject_is_unrelated(answers):
    other = [a for c, a in zip(CASES, answers, strict=True) if c["guards"] == "another subject"]
    assert Counter(other) == {"unrelated": len(other)}


def test_probabilities(pair_reader):
    found = pair_reader.read([("The bridge fell", "The bridge fell on Monday."), ("", ""), ("7", "\x00 \ud7ff"), ("x" * 3000, "y " * 3000)])
    assert found.shape == (4, 4) and found.dtype == np.float32
    assert np.allclose(found.sum(axis=1), 1, atol=1e-4) and (found >= 0).all()
    assert pair_reader.read([]).shape == (0, 4)


def test_a_pair_is_read_alike_alone_and_beside_others(pair_reader):
    """Claims do not see each other; what is left is the rounding of the runtime."""
    passage = "The water authority denied that the dam at Orrin had burst."
    claims = ["The dam at Orrin has burst", "Orrin is a town", "A dam was built", "Nobody was hurt at Orrin"]
    together = pair_reader.read([(c, passage) for c in claims])
    alone = np.concatenate([pair_reader.read([(c, passage)]) for c in claims])
    assert np.abs(together - alone).max() < 0.12
    assert (together.argmax(axis=1) == alone.argmax(axis=1)).all()


def test_missing_weights_are_named(tmp_path):
    with pytest.raises(ModelMissing, match=r"pairs\.onnx"):
        PairReader(tmp_path)


def test_a_pack_holds_a_passage_and_its_claims():
    encoder = PairEncoder()
    arrays = encoder.collate([Pack((2001, 2002), ((2002, 2003), (2004,)))])
    cls, sep = encoder.cls_id, encoder.sep_id
    assert arrays["ids"][0, :11].tolist() == [cls, 2001, 2002, sep, cls, 2002, 2003, sep, cls, 2004, sep]
    assert arrays["block"][0, :12].tolist() == [0] * 4 + [1] * 4 + [2] * 3 + [-1]
    other = encoder.collate([Pack((2001,), ((2002,),), article=True)])
    assert other["ids"][0, 0] == other["ids"][0, 3] == encoder.article_id not in (None, cls)
    assert arrays["match"][0, :11].tolist() == [0, 0, 0, 0, 0, 2, 1, 0, 0, 1, 0]
    assert arrays["position"][0, :11].tolist() == [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2]
    assert arrays["pool"][0].sum(axis=1).tolist() == pytest.approx([1, 1]) and arrays["pool"][0, 1, 8] == pytest.approx(1 / 3)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 3)), max_size=60))
def test_packing_keeps_every_pair_once(sizes):
    pairs = [(tuple(range(n)), tuple(range(200 * p))) for n, p in sizes]
    found = packed(pairs, most=5)
    assert sorted(n for _, numbers in found for n in numbers) == list(range(len(pairs)))
    for pack, numbers in found:
        assert len(numbers) <= 5 and len(pack.passage) <= PASSAGE_PIECES
        assert list(pack.claims) == [pairs[n][0][:CLAIM_PIECES] for n in numbers]
        assert all(pairs[n][1][:PASSAGE_PIECES] == pack.passage for n in numbers)


def test_the_best_sentences_for_a_claim():
    scorer = shared_passages()
    text = "Markets rose on Monday. The lighthouse keeper found a bottle from 1911. Rain came. Oil was cheap. The bottle held a letter."
    cut = scorer.sentences(text)
    assert len(cut.bounds) == 5 and text[slice(*cut.bounds[1])].startswith("The lighthouse")
    (claim,) = scorer.encoder.pieces(["Lighthouse keeper finds bottle with letter"])
    assert scorer.best([claim], cut, 20) == [1, 4]
    found = features(scorer, claim, cut)
    assert len(found) == len(FEATURES) and found[0] > 0.5 > features(scorer, scorer.encoder.pieces(["Parliament votes"])[0], cut)[0]
    assert features(scorer, claim, scorer.sentences("")) == [0.0] * len(FEATURES)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60))
def test_passages_of_any_text(text, claim):
    scorer = shared_passages()
    cut = scorer.sentences(text)
    (pieces,) = scorer.encoder.pieces([claim])
    assert all(0 <= a < b <= len(text) for a, b in cut.bounds)
    assert len(scorer.passage([pieces], cut, 50)) <= 50
    assert np.isfinite(features(scorer, pieces, cut)).all()


def test_decisions_join_both_stages():
    weights = Weights((4.0, 0.0, -2.0), 0.1, (1.0, 1.0, 0.0), (0.0, 1.0, 0.0))
    assert chance_related(np.array([[0.5], [1.0]]), weights).tolist() == pytest.approx([0.5, 1 / (1 + np.exp(-2))])
    logits = np.array([[1.0, 0.5, 0, 0], [1.0, -0.5, 0, 0], [1.0, 0, 0, 9]], dtype=np.float32)
    assert decide(np.array([0.5, 0.5, 0.5]), logits, weights).tolist() == [1, 0, 3]


def test_articles_far_from_a_claim_are_unrelated(pair_reader):
    article = "The keeper of the lighthouse at Varn found a bottle from 1911 on the beach. It held a letter. The museum will show it."
    claims = ["Lighthouse keeper at Varn finds bottle from 1911", "Parliament votes on new tax"]
    assert [STANCES[n] for n in judge([(c, article) for c in claims], pair_reader, shipped_weights())][1] == "unrelated"
    assert judge([(claims[0], article)], pair_reader, shipped_weights())[0] != 3
    assert judge([("", ""), ("x", "")], pair_reader, shipped_weights()).tolist() == [3, 3]
