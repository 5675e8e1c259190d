"""The front page: views made from links written by hand, whoever found them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.export.counts import counts
from onrecord.export.denials import diagram
from onrecord.export.disputes import contests
from onrecord.export.front import front
from onrecord.export.passage import Pages
from onrecord.export.quotes import mouths, quotes
from onrecord.export.report import render
from onrecord.export.toll import charts
from onrecord.linking import link
from onrecord.model import (
    Analysis,
    Article,
    Change,
    Claim,
    Dispute,
    Figure,
    Links,
    Origin,
    Point,
    Position,
    Series,
    Shared,
    Side,
    Span,
    Statement,
    Story,
    Utterance,
    Variant,
)

EARLY = (
    "Lock gate fails at Brannoch\n"
    "“The gate was rising when it jammed,” said the keeper Ines Vold. The canal board denied any fault. Three people died, the board said."
)
LATE = (
    "Canal board under fire\n"
    "“The gate was falling when it jammed,” said the keeper Ines Vold. The canal board denied any fault. Four people died, the clinic said."
)
CONTENTS = ("“The gate was rising when it jammed,”", "“The gate was falling when it jammed,”", "any fault")


def span(text, words):
    start = text.index(words)
    return Span(start, start + len(words))


def said(text, words, name, number):
    return Statement(
        f"{number}:{words[:12]}", (span(text, words),), (), None, name, name.lower() if name else None, None, "direct", "assert",
        "communication", (), 0.9,
    )  # fmt: skip


def made(number, text, outlet, day, died):
    words = next(c for c in CONTENTS if c in text)
    statements = (said(text, words, "Ines Vold", number), said(text, "any fault", "Canal Board", number))
    figure = Figure(span(text, died), "killed", "people", 3, 3, according_to="the board")
    return Analysis(
        Article(f"id{number}", text, title=text.split("\n")[0], outlet=outlet, published=day), statements, figures=(figure,)
    )


@pytest.fixture
def articles():
    return [
        made(0, EARLY, "The Lock", "2030-05-01", "Three people"),
        made(1, LATE, "Radio Brannoch", "2030-05-02", "Four people"),
        made(2, EARLY + " ", "Copyist", "2030-05-03", "Three people"),
    ]


def variant(analysis, n=0):
    statement = analysis.statements[n]
    return Variant(analysis.article.id, statement.content[0], statement.id, statement.speaker)


def side(analysis, n=0):
    statement = analysis.statements[n]
    return Side(analysis.article.id, statement.content[0], statement.speaker, statement.id)


def links_of(articles):
    one, other, copy = articles
    altered = Utterance(
        "u",
        "Ines Vold",
        "altered",
        (variant(one), variant(other), variant(copy)),
        (Change("rising", "falling", "wording", "id1", span(LATE, "falling")),),
        reasons=("shared words: gate",),
    )
    elsewhere = replace(variant(other, 1), speaker="The Mayor")
    mouth = Utterance("m", "Canal Board", "identical", (variant(one, 1), elsewhere), attribution_differs=True)
    dispute = Dispute(
        "d", CONTENTS[0], "denial", (side(one), side(copy)), (side(one, 1), side(other, 1)), 0.9, ("both speak of the gate",)
    )
    points = (
        Point(3, 3, "id0", span(EARLY, "Three people"), 0, as_of="2030-05-01", according_to="the board"),
        Point(3, 3, "id2", span(EARLY, "Three people"), 0, as_of="2030-05-03", according_to="the board"),
        Point(4, 4, "id1", span(LATE, "Four people"), 1, as_of="2030-05-02", according_to="the clinic"),
    )
    counted = Dispute(
        "f", "3 people killed", "figures", (Side("id0", points[0].at, "the board"),), (Side("id1", points[2].at, "the clinic"),)
    )
    claim = Claim("d", CONTENTS[0], tuple(Position(s.speaker, stance, (s.id,), day) for s, stance, day in (
        (one.statements[0], "asserts", "2030-05-01"), (other.statements[1], "denies", "2030-05-02"))))  # fmt: skip
    return Links(
        tuple((a.article.id, a.article.path, a.article.outlet, a.article.published) for a in articles),
        (Story("s", "The gate", ("id0", "id1", "id2"), ("places: Brannoch",)),),
        (Origin(("id0", "id2"), 0.97, (Shared("id0", Span(0, 60), "id2", Span(0, 60), 10),), ("2 articles carry the same text",)),),
        (altered, mouth),
        (claim,),
        (dispute, counted, replace(counted, id="g", asserts=counted.denies, denies=counted.asserts)),
        (Series("s", "killed", "people", points, 3, 4, "conflict", ("3 but 4",)),),
    )


@pytest.fixture
def links(articles):
    return links_of(articles)


@pytest.fixture
def pages(articles, links):
    return Pages(articles, links.origins)


def test_a_story_counts_copies_as_one_witness(articles, links):
    found = front(articles, links)
    story = found.stories[0]
    assert (found.texts, found.disputes, found.altered, found.mouths, found.alone) == (2, 2, 1, 1, 0)
    assert (story.title, story.witnesses, story.outlets, story.days) == ("The gate", 2, 3, "1 May 2030 to 3 May 2030")


def test_the_story_in_figures_names_witnesses_and_carriers(links, pages):
    shown, more = counts(links.figures, pages)
    killed = shown[0]
    assert (killed.what, killed.best, killed.label, killed.witnesses, killed.articles, more) == (
        "people killed", "3–4", "counts conflict", 2, 3, (),
    )  # fmt: skip
    assert [(g.bounds, g.by, g.day, g.witnesses, [s.anchor for s in g.sources]) for g in killed.given] == [
        ("3", "the board", "1 May 2030", 1, ["figure0-0", "figure2-0"]),
        ("4", "the clinic", "2 May 2030", 1, ["figure1-0"]),
    ]


def test_one_count_agrees_with_nobody(links, pages):
    alone = replace(links.figures[0], points=links.figures[0].points[:1], verdict="agree")
    assert [(c.verdict, c.label, c.reasons) for c in counts([alone], pages)[0]] == [("one", "one count", ())]


def test_both_sides_of_a_dispute_with_their_words(links, pages):
    denial, counted = contests(links.disputes, pages, "story0")
    says, denies = denial.camps
    assert [(v.name, [w.excerpt.words for w in v.wordings]) for v in says.voices] == [("Ines Vold", [CONTENTS[0]])]
    assert [s.outlet for s in says.voices[0].wordings[0].sources] == ["The Lock", "Copyist"] and says.witnesses == 1
    assert denies.voices[0].wordings[0].excerpt.before == "The canal board denied " and denies.witnesses == 2
    assert denial.reasons == ("both speak of the gate",)
    assert counted.label == "conflicting counts"  # and its mirror image is not shown again


def test_disputes_on_one_claim_are_one(links, pages):
    first = links.disputes[0]
    again = replace(first, id="e", denies=first.denies[:1], reasons=("another reason",))
    found = contests([first, again], pages, "x")
    assert [(c.ids, c.anchor, c.reasons) for c in found] == [(("d", "e"), "x-dispute0", ("both speak of the gate", "another reason"))]


def test_a_changed_quote_is_marked_on_both_sides(links, pages):
    (quote,) = quotes(links.utterances, pages)
    (pair,) = quote.pairs
    assert [(m.text, m.kind) for m in pair.before.marked] == [
        ("“The gate was ", ""), ("rising", "wording"), (" when it jammed,”", ""),
    ]  # fmt: skip
    assert [m.text for m in pair.after.marked if m.kind] == ["falling"]
    assert pair.after.marked[1].note == "wording: “rising” became “falling”"
    assert [s.outlet for s in pair.before.sources] == ["The Lock", "Copyist"] and pair.earliest and pair.kinds == (("wording", 1),)


def test_words_cut_are_marked_where_they_stood(links, pages):
    shorter = replace(links.utterances[0], relation="shortened", changes=(Change("when it\n jammed", "", "cut", "id1"),))
    (pair,) = quotes([shorter], pages)[0].pairs
    assert [(m.text, m.note) for m in pair.before.marked if m.kind] == [("when it jammed", "cut: “when it jammed”")]
    assert not [m for m in pair.after.marked if m.kind]


def test_the_same_words_from_two_mouths(links, pages):
    (found,) = mouths(links.utterances, pages)
    assert found.words == "any fault" and {v.name for v in found.voices} == {"Canal Board"} | {"The Mayor"}


def test_who_denies_whom(links, pages):
    drawn = diagram(links.disputes, pages, {"d": "x"})
    assert [(a.denier, a.denied, a.times, a.anchor) for a in drawn.answers] == [("Canal Board", "Ines Vold", 1, "x")]
    assert [p.name for p in drawn.pictures] == ["wide", "narrow"]
    assert diagram(links.disputes[1:], pages, {"f": "x"}) is None  # counts deny nobody
    assert diagram(links.disputes, pages, {}) is None


def crowd(size):
    """An article in which everybody denies the words of the next."""
    text = "\n".join(f"Speaker {n} of the very long and windy office of public matters said no." for n in range(size))
    lines = [span(text, line) for line in text.split("\n")]
    statements = tuple(
        Statement(f"c{n}", (at,), (), None, f"Speaker {n} of the very long and windy office of public matters", f"p{n}", None, "direct",
                  "deny", "communication", (), 0.9)
        for n, at in enumerate(lines)
    )  # fmt: skip
    article = Analysis(Article("c", text), statements)
    sides = [Side("c", at, s.speaker, s.id) for at, s in zip(lines, statements, strict=True)]
    return article, tuple(
        Dispute(f"d{n}", f"claim {n}", "denial", (sides[n],), (sides[(n + 1) % size],)) for n in range(size) if size > 1
    )


@pytest.mark.parametrize("size", [2, 3, 20, 400])
def test_a_diagram_of_any_number_stays_in_its_frame(size):
    article, disputes = crowd(size)
    drawn = diagram(disputes, Pages([article]), {d.id: d.id for d in disputes})
    assert len(drawn.answers) == size and drawn.left == max(0, size - len(drawn.pictures[0].arrows))
    for picture in drawn.pictures:
        assert 2 <= len(picture.names) <= 20
        assert all(0 < n.y < picture.height and len(n.lines) <= 3 for n in picture.names)
        heights = [float(y) for a in picture.arrows for y in re.findall(r"-?[\d.]+", a.path)[1::2]]
        assert heights and all(0 < y < picture.height for y in heights)
        assert {n.side for n in picture.names if n.both} in ({"start", "end"}, set())


def test_the_toll_shows_what_copies_repeat_once(articles, links):
    rows = [r for g in charts(articles, links.origins)[0].groups for r in g.rows]
    assert [(r.anchor, [c.outlet for c in r.copies]) for r in rows] == [("figure0-0", ["Copyist"]), ("figure1-0", [])]
    assert len([r for g in charts(articles)[0].groups for r in g.rows]) == 3


def unknown_ends(page):
    ids = Counter(re.findall(r' id="([^"]+)"', page))
    assert not [name for name, times in ids.items() if times > 1]
    return set(re.findall(r'href="#([^"]+)"', page)) - set(ids)


def test_the_page_has_every_section_and_no_dead_link(articles, links):
    page = render(articles, "T", links)
    assert not unknown_ends(page)
    for words in ("Disputes", "Who denies whom", "Changed quotes", "Same words, other mouth", "Claims and positions", "Copies"):
        assert f"<h3>{words}</h3>" in page
    assert "one witness, 2 carriers" in page and page.index('id="front"') < page.index('id="articles"')


def test_nothing_linked_makes_no_front_page(articles):
    page = render([replace(a, figures=()) for a in articles], "T", Links(()))
    assert 'id="front"' not in page and not unknown_ends(page)
    assert render([], "T")


def test_one_article_alone(articles):
    page = render([articles[0]])
    assert "At a glance" in page and "Story 1" not in page and not unknown_ends(page)


def test_links_to_what_is_not_there_are_passed_over(articles, links):
    lost = {a.article.id: f"no-{a.article.id}" for a in articles}
    strangers = replace(
        links,
        origins=(Origin(tuple(lost.values()), 0.5, (Shared("no", Span(0, 1), "no", Span(0, 1), 1),)),),
        disputes=tuple(
            replace(d, asserts=tuple(replace(s, article=lost[s.article]) for s in d.asserts)) for d in links.disputes
        ),
        utterances=tuple(replace(u, variants=tuple(replace(v, article="no") for v in u.variants)) for u in links.utterances),
        claims=(Claim("k", "words", (Position("A", "asserts", ("no",)), Position("B", "denies", ("no",)))),),
        figures=tuple(replace(s, story="no", points=tuple(replace(p, article="no") for p in s.points)) for s in links.figures),
        stories=(Story("s", "T", ("no", "id0", "id0")),),
    )
    assert not unknown_ends(render(articles, "T", strangers))


def test_hostile_words_are_escaped(articles, links):
    evil = "</title></svg><script>x</script>"
    dispute = replace(links.disputes[0], claim=evil, reasons=(evil,))
    hostile = replace(
        links,
        stories=(replace(links.stories[0], title=evil, reasons=(evil,)),),
        utterances=(replace(links.utterances[0], speaker=evil, reasons=(evil,), changes=(Change("rising", evil, "name", "id1"),)),),
        disputes=(dispute,),
        claims=(replace(links.claims[0], text=evil, reasons=(evil,)),),
        figures=(replace(links.figures[0], who=evil, reasons=(evil,)),),
        origins=(replace(links.origins[0], reasons=(evil,)),),
    )
    named = [replace(a, statements=tuple(replace(s, speaker=evil) for s in a.statements)) for a in articles]
    for who in (articles, named):
        page = render(who, "T", hostile)
        assert page.count("<script>") == 1 and "</title></svg>" not in page and not unknown_ends(page)


def test_many_stories_are_folded_the_largest_first(articles, links):
    many = [replace(a, article=replace(a.article, id=f"{a.article.id}-{n}")) for n in range(50) for a in articles]
    stories = tuple(Story(f"s{n}", f"Story of {n}", tuple(f"id{k}-{n}" for k in range(3 if n == 7 else 2))) for n in range(50))
    series = tuple(
        replace(links.figures[0], story=f"s{n}", points=tuple(replace(p, article=f"{p.article}-{n}") for p in links.figures[0].points))
        for n in range(50)
    )
    page = render(many, "T", Links((), stories, figures=series))
    assert not unknown_ends(page)
    assert page.index("Story of 7") < page.index("Story of 0") and "Further stories" in page
    assert page.count('<details class="story"') == 50 and page.count(" open>\n  <summary><span class=\"soft kicker\">Story 1 ") == 1


def test_copies_under_one_id_are_no_trouble(articles):
    page = render([articles[0], articles[0], articles[1]])
    assert not unknown_ends(page)


WORDS = st.text(alphabet="ab <&\"'\n{%“", max_size=8)
SPAN = st.tuples(st.integers(-3, 150), st.integers(0, 200)).map(lambda s: Span(*s))
ID = st.sampled_from(["id0", "id1", "id2", "no"])
STATEMENT = st.sampled_from([f"{n}:{c[:12]}" for n in range(3) for c in CONTENTS] + ["no"])
SIDES = st.lists(st.builds(Side, ID, SPAN, st.none() | WORDS, st.none() | STATEMENT), max_size=3).map(tuple)
CHANGE = st.builds(
    Change, WORDS | st.sampled_from(["gate", "rising", "was"]), WORDS, st.sampled_from(["number", "negation", "name", "wording", "cut"]),
    ID, st.none() | SPAN,
)  # fmt: skip
DAY = st.none() | st.sampled_from(["2030-05-01", "2030-99", "x", ""])
LINKS = st.builds(
    Links,
    st.just(()),
    st.lists(st.builds(Story, WORDS, WORDS, st.lists(ID, max_size=4).map(tuple)), max_size=3).map(tuple),
    st.lists(st.builds(Origin, st.lists(ID, max_size=4).map(tuple), st.floats(0, 1)), max_size=2).map(tuple),
    st.lists(
        st.builds(
            Utterance, WORDS, st.none() | WORDS, st.sampled_from(["identical", "shortened", "reworded", "altered"]),
            st.lists(st.builds(Variant, ID, SPAN, STATEMENT, st.none() | WORDS), max_size=4).map(tuple),
            st.lists(CHANGE, max_size=4).map(tuple), st.booleans(),
        ),
        max_size=3,
    ).map(tuple),
    st.lists(
        st.builds(
            Claim, WORDS, WORDS,
            st.lists(st.builds(Position, st.none() | WORDS, st.sampled_from(["asserts", "denies", "doubts"]),
                               st.lists(STATEMENT, max_size=3).map(tuple), DAY), max_size=4).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    st.lists(
        st.builds(Dispute, WORDS, WORDS, st.sampled_from(["denial", "competing account", "figures", "reversal"]), SIDES, SIDES), max_size=4
    ).map(tuple),
    st.lists(
        st.builds(
            Series, WORDS, WORDS, WORDS,
            st.lists(st.builds(Point, st.integers(-2, 10**18), st.none() | st.integers(-2, 10**18), ID, SPAN, st.integers(0, 3),
                               st.booleans(), DAY, st.none() | WORDS), max_size=4).map(tuple),
            st.integers(-2, 10**18), st.none() | st.integers(-2, 10**18), st.sampled_from(["agree", "rising", "conflict"]),
        ),
        max_size=3,
    ).map(tuple),
)  # fmt: skip


@given(LINKS)
@settings(max_examples=60, deadline=None)
def test_any_links_make_a_page(links):
    found = [made(0, EARLY, "The Lock", "2030-05-01", "Three people"), made(1, LATE, None, None, "Four people")]
    assert not unknown_ends(render(found, "T", links))


def test_links_found_by_the_program_make_a_page(articles):
    assert not unknown_ends(render(articles, None, link(articles)))
