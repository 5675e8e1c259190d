"""The reader's attributions to statements: spans joined and trimmed, kind, act and mode read, speakers resolved."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from onrecord.language.decoding import ANTECEDENT, Attribution, NamedWords, Words, attributions, link_probabilities, named_words
from onrecord.language.encoding import Encoded
from onrecord.language.labels import ENTITY_TYPES
from onrecord.language.quotes import QUOTE_MARKS, Quotation, find_quotations, paragraphs
from onrecord.language.sentences import sentence_starts
from onrecord.language.session import Reader, Scores
from onrecord.model import Article, EntityType, Kind, Span, Statement
from onrecord.statements.acts import read_cue
from onrecord.statements.names import Names
from onrecord.statements.speakers import Resolver, Speaker, Votes

_EDGE = " \t\n\r,;:–—-"
_DIRECT_SHARE = 0.9  # of a content's letters inside quotation marks from which it counts as direct
_FIRST_PERSON = frozenset(["I", "we", "our", "my", "ours", "we’re", "we’ve", "I’m", "I’ve", "We", "Our", "My"])


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution in characters: spans of content, cue and source, the words it came from, and the model's probability."""

    contents: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    source_words: Words | None
    score: float


def build(article: Article, reader: Reader) -> tuple[tuple[Statement, ...], Names]:
    """All statements of an article, in order of their content, and the names found in it. Pure: same text, same result."""
    text = article.text
    encoded = reader.encoder.encode(text)
    if not len(encoded.ids):
        return (), Names(text, [])
    scores = reader.read(encoded)
    quotations = find_quotations(text)
    drafts = [_draft(text, encoded, a) for a in attributions(scores, reader.transitions)]
    drafts = join_paragraphs(text, [d for d in drafts if d.contents], quotations)
    drafts = [d for d in drafts if d.cue or d.source or text[d.contents[0].start] in QUOTE_MARKS]
    found = named_words(scores)
    names = Names(text, [(_span(encoded, n.words), _type(n)) for n in found])
    resolver = Resolver(text, names, sentence_starts(text))
    votes = {d.source: _votes(scores, d.source_words, found, encoded, names) for d in drafts if d.source and d.source_words}
    for mention in sorted(votes):
        resolver.resolve(mention, votes[mention])
    quoted = _quoted_mask(text, quotations)
    statements = [
        _statement(
            article,
            d,
            resolver.resolve(d.source, Votes()),
            names,
            kind_of(text, d.contents, quoted, bool(quotations)),
            reader.confidence(d.score),
        )
        for d in drafts
    ]
    return tuple(statements), names


def _type(named: NamedWords) -> EntityType:
    return ENTITY_TYPES[named.type]  # type: ignore[return-value]


def _span(encoded: Encoded, words: Words) -> Span:
    return Span(int(encoded.words[words[0], 0]), int(encoded.words[words[1] - 1, 1]))


def _draft(text: str, encoded: Encoded, found: Attribution) -> Draft:
    contents = tuple(c for words in found.contents if (c := trim(text, _span(encoded, words))) is not None)
    if len(contents) > 1 and text[contents[0].start : contents[0].end].lower() in ("it", "there"):
        contents = contents[1:]  # "It was feared that …": a word that stands for nothing
    cue = _span(encoded, found.cue) if found.cue else None
    source = trim(text, _span(encoded, found.source), QUOTE_MARKS) if found.source else None
    return Draft(contents, cue, source, found.source if source else None, found.score)


def trim(text: str, span: Span, extra: str = "") -> Span | None:
    """The span without white space and stray punctuation at its rims; None where nothing is left.

    A comma or dash in front goes; behind, only white space goes unless the quotation is left open ("…," stays whole).
    """
    start, end = span.start, span.end
    while start < end and text[start] in _EDGE + extra:
        start += 1
    behind = _EDGE + extra
    while end > start and text[end - 1] in behind:
        end -= 1
    return Span(start, end) if any(c.isalnum() for c in text[start:end]) else None


def join_paragraphs(text: str, drafts: list[Draft], quotations: list[Quotation]) -> list[Draft]:
    """A quotation left open at the end of a paragraph and reopened in the next is one statement: the later part has no cue of its own."""
    open_ends = {q.end for q in quotations if not q.closed}
    bounds = paragraphs(text)
    joined: list[Draft] = []
    for draft in drafts:
        before = joined[-1] if joined else None
        if (
            before
            and draft.cue is None
            and draft.source is None
            and _continues(text, before.contents[-1], draft.contents[0], open_ends, bounds)
        ):
            joined[-1] = replace(before, contents=before.contents + draft.contents)
        else:
            joined.append(draft)
    return joined


def _continues(text: str, before: Span, after: Span, open_ends: set[int], bounds: list[tuple[int, int]]) -> bool:
    number = next((i for i, (a, b) in enumerate(bounds) if a <= before.end <= b), None)
    if number is None or number + 1 >= len(bounds):
        return False
    end, (start, _) = bounds[number][1], bounds[number + 1]
    return end in open_ends and text[start] in QUOTE_MARKS and start <= after.start <= start + 2


def _votes(scores: Scores, mention: Words, found: list[NamedWords], encoded: Encoded, names: Names) -> Votes:
    """The model's share of votes for each name mentioned before the source."""
    if mention[1] - mention[0] > 1:
        return Votes()
    window = scores.window_of(mention[0])
    near = [n.words for n in found if window.first <= n.words[0] and n.words[1] <= mention[0]]
    if not near:
        return Votes()
    shares: dict[str, float] = {}
    owner = {at: name.id for at, name in names.by_mention}
    for words, share in zip(near, link_probabilities(scores, ANTECEDENT, mention, near), strict=False):
        if name := owner.get(_span(encoded, words)):
            shares[name] = shares.get(name, 0.0) + float(share)
    return Votes(shares)


def _quoted_mask(text: str, quotations: list[Quotation]) -> bytearray:
    mask = bytearray(len(text))
    for q in quotations:
        mask[q.start : q.end] = b"\x01" * (q.end - q.start)
    return mask


def kind_of(text: str, contents: tuple[Span, ...], quoted: bytearray, marks_kept: bool) -> Kind:
    """direct, indirect or mixed by the share of letters inside quotation marks; in a text that lost its marks, "we" and "I" tell."""
    letters = [i for s in contents for i in range(s.start, s.end) if text[i].isalnum()]
    inside = sum(quoted[i] for i in letters)
    if inside >= _DIRECT_SHARE * len(letters):
        return "direct"
    if inside:
        return "mixed"
    words = {w for s in contents for w in text[s.start : s.end].replace("'", "’").split()}
    return "direct" if not marks_kept and words & _FIRST_PERSON else "indirect"


def _statement(article: Article, draft: Draft, speaker: Speaker, names: Names, kind: Kind, confidence: float) -> Statement:
    text = article.text
    content = " ".join(text[s.start : s.end] for s in draft.contents)
    cue, mention = (text[s.start : s.end] if s else "" for s in (draft.cue, draft.source))
    reading = read_cue(cue, content, mention)
    about = tuple(dict.fromkeys(name.full for s in draft.contents for _, name in names.inside(s)))
    key = f"{article.id}:{draft.contents[0].start}:{draft.contents[-1].end}"
    return Statement(
        id=hashlib.sha256(key.encode()).hexdigest()[:16],
        content=draft.contents,
        cue=(draft.cue,) if draft.cue else (),
        speaker_mention=draft.source,
        speaker=speaker.name,
        speaker_id=speaker.id,
        role=speaker.role,
        kind=kind,
        act=reading.act,
        mode=reading.mode,
        about=about,
        confidence=round(confidence, 3),
        reasons=(speaker.reason, reading.reason),
    )
