from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.linking.utterances import find_utterances
from onrecord.linking.utterances_items import Weights, day_number, items_of
from onrecord.linking.utterances_pairs import judge, voices
from onrecord.model import Analysis, Article, Entity, Span, Statement, Story
from tests.linking.articles import QUOTE, article


def test_the_same_words_in_two_articles():
    analyses = [
        article("a", ("Mara Lind", QUOTE), day="2025-03-02"),
        article("b", ("Mara Lind", QUOTE.replace("“", '"')), day="2025-03-01"),
    ]
    (found,) = find_utterances(analyses)
    assert found.relation == "identical" and found.speaker == "Mara Lind" and not found.changes
    assert [v.article for v in found.variants] == ["b", "a"], "earliest first"
    assert all(v.statement for v in found.variants) and found.reasons and found.score == 1.0


def test_a_changed_word_alters_a_quotation_but_not_a_report():
    changed = QUOTE.replace("falling", "rising")
    (found,) = find_utterances(
        [article("a", ("Mara Lind", QUOTE), day="2025-03-01"), article("b", ("Mara Lind", changed), day="2025-03-01")]
    )
    assert found.relation == "altered"
    assert [(c.old, c.new, c.kind, c.article) for c in found.changes] == [("falling", "rising", "wording", "b")]
    told = [("Mara Lind", text.strip("“”")) for text in (QUOTE, changed)]
    (found,) = find_utterances([article("a", told[0], day="2025-03-01"), article("b", told[1], day="2025-03-01")])
    assert found.relation == "reworded"


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("the crew did not open the valve under the hall", "the crew did open the valve under the hall", "negation"),
        ("at least 58 herders were buried by the slide near Ostrava", "58 herders were buried by the slide near Ostrava", "number"),
        ("the order to open the valve came from Mara Lind herself", "the order to open the valve came from Oda Brask herself", "name"),
    ],
)
def test_what_alters_a_report(old, new, kind):
    (found,) = find_utterances([article("a", ("the company", old), day="2025-03-01"), article("b", ("the company", new), day="2025-03-01")])
    assert found.relation == "altered" and kind in {c.kind for c in found.changes}


def test_two_parts_of_one_name_are_one_person():
    one = article("a", ("the company", "the order to open the valve came from Mara herself"), day="2025-03-01")
    two = article("b", ("the company", "the order to open the valve came from Lind herself"), day="2025-03-01")
    named = replace(one, entities=(Entity(Span(0, 1), "Mara Lind", "person", "mara-lind"),))
    assert find_utterances([one, two])[0].relation == "altered"
    assert find_utterances([named, two])[0].relation == "reworded"


def test_updates_are_no_alterations():
    rising = [
        ("a", "22 herders were killed by the slide at Ostrava", "2025-03-01"),
        ("b", "31 herders were killed by the slide at Ostrava", "2025-03-02"),
    ]
    assert not find_utterances([article(key, ("Harrow Observatory", text), day=day) for key, text, day in rising])


def test_another_day_is_another_occasion():
    text = "the talks in the capital have failed"
    pair = [article("a", ("Oda Brask", text), day="2025-03-01"), article("b", ("Oda Brask", text), day="2025-09-01")]
    assert not find_utterances(pair)
    (found,) = find_utterances([pair[0], replace(pair[1], article=replace(pair[1].article, published="2025-03-02"))])
    assert found.relation == "identical"


def test_another_mouth():
    other = article("b", ("Jon Petersen", QUOTE), day="2025-03-01")
    (found,) = find_utterances([article("a", ("Mara Lind", QUOTE), day="2025-03-01"), other])
    assert found.attribution_differs and found.relation == "identical"
    assert {v.speaker for v in found.variants} == {"Mara Lind", "Jon Petersen"}
    short = [article(key, (who, "the attack was cruel"), day="2025-03-01") for key, who in (("a", "Mara Lind"), ("b", "Jon Petersen"))]
    assert not find_utterances(short), "many say the like of an attack"
    turned = article("b", ("Jon Petersen", QUOTE.replace("was falling", "was not falling")), day="2025-03-01")
    assert not find_utterances([article("a", ("Mara Lind", QUOTE), day="2025-03-01"), turned]), "the opposite is another statement"


def test_a_speaker_says_several_things_in_one_article():
    one = article(
        "a",
        ("Oda Brask", "The Harrow operation will go on"),
        ("Oda Brask", "The goal of the Harrow operation is a free port"),
        day="2025-03-01",
    )
    assert not find_utterances([one])
    repeated = article("a", ("Oda Brask", QUOTE), ("Oda Brask", QUOTE), day="2025-03-01")
    assert len(find_utterances([repeated])[0].variants) == 2


def test_a_headline_alters_only_where_numbers_or_negations_do():
    body = "the regime bears the primary responsibility for the attack on the port"
    head = "Regime alone responsible for the attack on the port"
    one = article("a", ("Oda Brask", body), day="2025-03-01")
    start = Statement(
        "b.0", (Span(0, len(head)),), (), None, "Oda Brask", "oda-brask", None, "indirect", "assert", "communication", (), 0.9
    )
    two = Analysis(Article("b", head + "\n\nThe port burned.", published="2025-03-01"), (start,))
    assert all(u.relation != "altered" for u in find_utterances([one, two]))


def test_stories_tell_occasions_where_dates_do_not():
    texts = ("a convoy was hit by a mine near the old bridge", "a mine hit a convoy close to the old bridge")
    pair = [article(key, ("Harrow Observatory", text)) for key, text in zip("ab", texts, strict=True)]
    together = [Story("s", "the mine", ("a", "b"))]
    apart = [Story("s", "the mine", ("a",)), Story("t", "another", ("b",))]
    assert len(find_utterances(pair, together)) == 1
    assert not find_utterances(pair, apart)


def test_voices():
    def voice(name, body=None):
        made = article("x", (name, QUOTE)) if name else article("x", (None, QUOTE))
        statement = replace(made.statements[0], body=body)
        return items_of([replace(made, statements=(statement,))])[0].voice

    assert voices(voice("Mara Lind"), voice("Mara Lind")) == "same"
    assert voices(voice("Mara Lind", "Harrow Observatory"), voice("Harrow Observatory")) == "compatible"
    assert voices(voice("a Velmoran army source"), voice("a Velmoran source")) == "compatible"
    assert voices(voice(None), voice("Mara Lind")) == "unknown"
    assert voices(voice("Mara Lind"), voice("Oda Brask")) == "different"


def test_a_thousand_copies_are_one_utterance():
    copies = [article(f"c{n}", ("Mara Lind", QUOTE), day="2025-03-01") for n in range(1000)]
    (found,) = find_utterances(copies)
    assert len(found.variants) == 1000 and found.relation == "identical"


def test_many_near_copies_do_not_blow_up():
    said = [QUOTE.replace("dawn", f"dawn by the {chr(97 + n % 20)}el{chr(97 + n // 20)}m pier") for n in range(300)]
    near = [article(f"c{n}", ("Mara Lind", words), day="2025-03-01") for n, words in enumerate(said)]
    told = [v.article for u in find_utterances(near) for v in u.variants]
    assert 250 < len(told) == len(set(told)), "each is in one utterance"


def test_two_articles_of_one_id():
    (found,) = find_utterances([article("a", ("Mara Lind", QUOTE)), article("a", ("Mara Lind", QUOTE))])
    assert len(found.variants) == 2


@pytest.mark.parametrize(
    "analyses",
    [
        [],
        [article("a")],
        [article("a", (None, QUOTE))],
        [article("a", ("Mara Lind", "…")), article("b", ("Mara Lind", "!?"))],
        [article("a", ("Mara Lind", "9" * 5000)), article("b", ("Mara Lind", "9" * 5000))],
        [article("a", ("Mara Lind", QUOTE), day="0000-99-99"), article("b", ("Mara Lind", QUOTE), day="soon")],
        [Analysis(Article("a", ""), skipped="language")],
    ],
)
def test_any_set(analyses):
    find_utterances(analyses)
    find_utterances(analyses, [Story("s", "", ("a", "nowhere"))])


def test_statements_without_speakers_need_more():
    text = "the talks have failed"
    assert not find_utterances([article("a", (None, text), day="2025-03-01"), article("b", ("Oda Brask", text), day="2025-03-01")])


def test_reasons_say_why():
    items = items_of([article("a", ("Mara Lind", QUOTE), day="2025-03-01"), article("b", ("Mara Lind", QUOTE), day="2025-03-01")])
    found = judge(items[0], items[1], Weights(items))
    assert (
        found.score == 1.0
        and "one speaker" in found.reasons
        and any(r.startswith("shared words") and "pressure" in r for r in found.reasons)
    )


def test_day_number():
    assert day_number("2025-03-02") - day_number("2025-03-01") == 1
    assert day_number(None) is None and day_number("2025-13-45") is None
