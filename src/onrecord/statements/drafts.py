"""Drafts put right before they become statements: joined over paragraphs, chains opened, sources found, look-alikes left out."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from onrecord.language.quotes import QUOTE_MARKS, Quotation, paragraphs
from onrecord.language.sentences import sentence_number
from onrecord.model import Span
from onrecord.statements.acts import lemmas_of
from onrecord.statements.antecedents import OPENS, VERB
from onrecord.statements.names import Names
from onrecord.statements.reading import Draft, trim

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_AS_SAYING = re.compile(r"(?s)(.{2,140}?)\s+(as (?:saying|telling|having said|stating|warning|denying))\b[,:]?\s*")
_LIVES = re.compile(r"(?:\W*\w+){0,5}?\W*\b(?:lives|life)\b", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:motto|slogan|banner|placard|sign|chant|headline|title|titled|entitled|called|dubbed|nicknamed|nickname|known as|codenamed|"
    r"named|so-called|film|novel|song|album|book|play|series|hashtag|the word|the phrase|the term)\W*$",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|do|does|did|must|should|may|might|am|'s|’s|n[’']t|\w{3,}ed)\b", re.IGNORECASE
)
_PASSIVE = re.compile(r"(?i)(?:was|is|are|were|been|being|has been|had been|seems?|appears?)\b")
_ABBREVIATED = 4  # letters that an abbreviation has at most
_BESIDE = 3  # characters between a cue and a source right behind it
_ACCUSED = re.compile(
    r"(?i)\b(?:(?:is|are|was|were|been|being|stands?) (?:\w+ly )?(?:accused|blamed|criticised|criticized|condemned|denounced)|accused of)\b"
)
_NAMED_SO = re.compile(
    r"(?i)\b(?:motto|slogan|nickname|title|headline|hashtag|password|codename) (?:is|was|are|were|reads|read|said|says)\W*$"
)
_SCARE = 4  # words up to which a quoted phrase that nobody is said to say is a label


@dataclass(frozen=True, slots=True)
class Chain:
    """A draft, and whoever passed its words on: "the agency quoted an official as saying"."""

    draft: Draft
    via: Span | None = None


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
    number = bisect_right(bounds, (before.end - 1, len(text))) - 1
    if not 0 <= number < len(bounds) - 1:
        return False
    end, (start, _) = bounds[number][1], bounds[number + 1]
    return end in open_ends and text[start] in QUOTE_MARKS and start <= after.start <= start + 2


def without_strays(text: str, draft: Draft, starts: list[int], marks_kept: bool) -> Draft:
    """A draft without contents that other sentences lend it: the outlet goes on behind "he said", and quotation marks would tell.

    In a text that lost its marks the sentence right behind may go on with the quotation.
    """
    if draft.cue is None or len(draft.contents) < 2:
        return draft
    here = sentence_number(starts, draft.cue.start)
    kept = tuple(c for c in draft.contents if not _strays(text, c, here, starts, marks_kept))
    return replace(draft, contents=kept) if kept else draft


def _strays(text: str, content: Span, here: int, starts: list[int], marks_kept: bool) -> bool:
    if text[content.start] in QUOTE_MARKS:
        return False
    away = max(sentence_number(starts, content.start) - here, here - sentence_number(starts, content.end - 1), 0)
    return away > (0 if marks_kept else 1)


def is_statement(text: str, draft: Draft) -> bool:
    """False for what looks like reported speech and is none: "claimed 30 lives", "the alleged raid", a motto, a nickname, "if he said"."""
    first = draft.contents[0]
    content = " ".join(text[s.start : s.end] for s in draft.contents)
    if draft.cue is None:
        if draft.source is None and text[first.start] not in QUOTE_MARKS:
            return False
        words = _WORD.findall(content)
        label = _LABEL.search(text[max(0, first.start - 40) : first.start])
        scare = len(words) <= _SCARE and not re.search(r"[.!?,…]\W*$", content) and not _FINITE.search(content)
        return not (draft.source is None and (label or scare or _is_title(words)))
    cue = text[draft.cue.start : draft.cue.end]
    if draft.cue.end <= first.start and _NAMED_SO.search(text[max(0, draft.cue.start - 30) : first.start]):
        return False
    lemmas = lemmas_of(cue)
    if "claim" in lemmas and _LIVES.match(content) and not _FINITE.search(content.split("lives")[0]):
        return False
    attributive = re.fullmatch(r"(?i)alleged|reported|claimed|accused|suspected", cue) and re.match(
        r"\s+$", text[draft.cue.end : first.start]
    )
    if attributive and draft.source is None and not _FINITE.search(content):
        return False
    if re.fullmatch(r"(?i)citing|quoting", cue) and not _FINITE.search(content):
        return False
    return not _hypothetical(text, draft)


def _is_title(words: list[str]) -> bool:
    """Every longer word has a capital: the title of a work."""
    long = [w for w in words if len(w) > 3]
    return len(long) > 1 and all(w[0].isupper() for w in long) and len(words) <= 8


def _hypothetical(text: str, draft: Draft) -> bool:
    """Whether the cue stands in an if-clause: "if the ministry said so", "unless they deny it"."""
    assert draft.cue is not None
    start = min(draft.cue.start, draft.source.start if draft.source else draft.cue.start)
    before = re.search(r"(?i)\b(if|unless|whenever|suppose|as though|as if)\W*$", text[max(0, start - 14) : start])
    return bool(before) and not re.search(r"(?i)\b(?:even|asked|asking|wondered|know|see) if\W*$", text[max(0, start - 24) : start])


def with_source(text: str, draft: Draft, names: Names, starts: list[int]) -> Draft:
    """A draft with the source that the words around its cue make sure of.

    A name right before the cue speaks ("Norsk Pumps said"), whatever the model saw further off. Without a source, a pronoun right before
    the cue, or the name behind "by", is taken: "It denied …", "was claimed by Daesh". Nobody speaks from the sentence behind, and
    whoever is accused is not the accuser.
    """
    if draft.cue is None:
        return draft if draft.source else replace(draft, source=_byline(text, draft.contents, names))
    cue = draft.cue
    draft = _without_stranger(text, _in_one_sentence(text, draft, names, starts), names, starts)
    if draft.source and cue.end <= draft.source.start <= cue.end + _BESIDE:
        return draft
    passive = bool(_PASSIVE.match(text[cue.start : cue.end])) or _accused(text, cue)
    beside = None if passive else _beside(text, cue, names)
    if beside and not (draft.source and draft.source.start < beside.end and beside.start <= draft.source.end + 1):
        contents = tuple(c for s in draft.contents if (c := trim(text, _without(s, beside))) is not None)
        return replace(draft, source=beside, contents=contents) if contents else draft
    if draft.source is not None:
        return draft
    return replace(draft, source=(None if passive else _pronoun_before(text, cue)) or _name_behind_by(text, draft, cue, names))


def _pronoun_before(text: str, cue: Span) -> Span | None:
    start = max(0, cue.start - 8)
    found = re.search(r"(?i)(?:^|[^\w’'])(he|she|it|they|who)\s+$", text[start : cue.start])
    return Span(start + found.start(1), start + found.end(1)) if found else None


def _name_behind_by(text: str, draft: Draft, cue: Span, names: Names) -> Span | None:
    if not re.search(r"(?i)\b(?:was|were|is|are|been|being)\b", text[max(0, cue.start - 12) : cue.end]):
        return None
    for behind in (cue.end, draft.contents[-1].end):
        by = re.match(r"\s+by\s+(?:the\s+)?", text[behind : behind + 10])
        name = names.inside(Span(behind, behind + by.end() + 80)) if by and not text[cue.start : cue.end].endswith("by") else []
        if by and name and name[0][0].start == behind + by.end():
            return name[0][0]
    return None


def _byline(text: str, contents: tuple[Span, ...], names: Names) -> Span | None:
    """The name that introduces or signs a quotation that has no cue: "And from Oda Brask: “…”", "“…” – Oda Brask"."""
    start, end = contents[0].start, contents[-1].end
    before = names.before(start, max(0, start - 80))[:1]
    if before and re.fullmatch(r"\s*(?:\([^()]{0,60}\)|, [^:.\n]{0,60})?\s*:\s*[“\"‘']*", text[before[0][0].end : start]):
        return before[0][0]
    signed = re.match(r"[”\"’']*\s*[–—―-]+\s*", text[end : end + 8])
    behind = names.inside(Span(end, min(len(text), end + 80))) if signed else []
    return behind[0][0] if signed and behind and behind[0][0].start == end + signed.end() else None


def _without_stranger(text: str, draft: Draft, names: Names, starts: list[int]) -> Draft:
    """A draft without a source that cannot be one: it follows in another sentence, or it is what a passive cue is done to."""
    if draft.cue is None or draft.source is None:
        return draft
    after = draft.source.start - draft.cue.end
    behind = after > 0 and sentence_number(starts, draft.source.start) > sentence_number(starts, draft.cue.start)
    if behind and not any(c.start <= draft.cue.end < c.end for c in draft.contents):
        since = starts[sentence_number(starts, draft.cue.start)]
        subject = [
            at
            for at, name in names.before(draft.cue.start, since)
            if name.type != "place" and OPENS.search(text[max(0, at.start - 40) : at.start]) and VERB.match(text[at.end : at.end + 80])
        ]
        return replace(draft, source=subject[0] if subject else None)
    done_to = draft.source.end <= draft.cue.start and _accused(text, draft.cue)
    return replace(draft, source=None) if done_to else draft


def _in_one_sentence(text: str, draft: Draft, names: Names, starts: list[int]) -> Draft:
    """A draft whose source ends with its sentence: "said Oda Brask. Rebels …" names one person, and the next sentence another.

    Where what is left names nobody and is no description, the break may be the point of an abbreviation, and the source stays whole.
    """
    assert draft.cue is not None
    if draft.source is None:
        return draft
    here = sentence_number(starts, draft.cue.start)
    low = max(draft.source.start, starts[here])
    high = min(draft.source.end, starts[here + 1] if here + 1 < len(starts) else len(text))
    if low >= high or (low, high) == (draft.source.start, draft.source.end):
        return draft
    kept = trim(text, Span(low, high), ".,;:")
    tells = kept is not None and (names.inside(kept) or any(len(w) > _ABBREVIATED for w in _WORD.findall(text[kept.start : kept.end])))
    return replace(draft, source=kept) if tells else draft


def _accused(text: str, cue: Span) -> bool:
    """Whether a cue is passive: "was accused of", and "accused of" in a headline."""
    return bool(_ACCUSED.search(text[max(0, cue.start - 12) : cue.end + 4]))


def _beside(text: str, cue: Span, names: Names) -> Span | None:
    """The name that stands right before a finite cue and opens its clause."""
    found = names.before(cue.start, max(0, cue.start - 80))[:1]
    if not found or not text[found[0][0].end : cue.start].isspace() or re.match(r"(?i)(?:\w+ly )?\w+ing\b", text[cue.start : cue.end]):
        return None
    at = found[0][0]
    before = text[max(0, at.start - 30) : at.start]
    opens = not before.strip() or re.search(
        r"(?:[.!?:;\n”\"’]|\b(?:and|but|while|as|when|although|because|that))\s*(?:[Tt]he\s+)?$", before
    )
    return at if opens else None


def _without(content: Span, source: Span) -> Span:
    """A content without the source that ends it."""
    return Span(content.start, source.start) if content.start < source.start < content.end <= source.end else content


def opened(text: str, draft: Draft, names: Names) -> Chain:
    """The innermost voice of a chain: of "the agency quoted an official as saying X" the official, with the agency as `via`."""
    if draft.cue is None or not {"quote", "cite"} & lemmas_of(text[draft.cue.start : draft.cue.end]):
        return Chain(_without_citation(text, draft))
    if draft.source and draft.cue.end <= draft.source.start and _AS_SAYING.match(text, draft.source.start):
        return Chain(draft, _carrier(text, draft.cue, names))
    first = draft.contents[0]
    inside = _AS_SAYING.match(text, first.start, first.end)
    if inside is None:
        inside = _AS_SAYING.match(text, draft.cue.end, min(first.end, draft.cue.end + 200))
        if inside is None or inside.end() > first.start + 2:
            return Chain(draft)
    source = trim(text, Span(inside.start(1), inside.end(1)), QUOTE_MARKS)
    said = trim(text, Span(max(inside.end(), first.start), first.end))
    if source is None or said is None:
        return Chain(draft)
    return Chain(replace(draft, contents=(said, *draft.contents[1:]), source=source), draft.source)


def _carrier(text: str, cue: Span, names: Names) -> Span | None:
    """Whoever stands right before a cue: a name, or a description with an article."""
    beside = names.before(cue.start, max(0, cue.start - 80))[:1]
    if beside and text[beside[0][0].end : cue.start].isspace():
        return beside[0][0]
    start = max(0, cue.start - 80)
    phrase = re.search(r"(?s).*\b((?:[Tt]he|[Aa]n?) (?:[\w’'-]+ ){0,3}?[\w’'-]+)\s+$", text[start : cue.start])
    return Span(start + phrase.start(1), start + phrase.end(1)) if phrase else None


def _without_citation(text: str, draft: Draft) -> Draft:
    """ "reported, citing a source, that X": X alone is the content."""
    first = draft.contents[0]
    if draft.cue is None or not re.fullmatch(r"\s*,?\s*(?:citing|quoting)\s+", text[draft.cue.end : first.start]):
        return draft
    cited = re.match(r"[^,.]{2,90},\s+(?=that\b)", text[first.start : first.end])
    return replace(draft, contents=(Span(first.start + cited.end(), first.end), *draft.contents[1:])) if cited else draft
