"""Drafts to statements: quotations joined over paragraphs, kind, act and mode read, speakers resolved."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from onrecord.language.quotes import Quotation, find_quotations
from onrecord.language.sentences import sentence_starts
from onrecord.language.session import Reader
from onrecord.model import Article, Entity, Kind, Span, Statement
from onrecord.statements.acts import loaded_cue, read_cue
from onrecord.statements.drafts import Chain, is_statement, join_paragraphs, opened, with_source, without_strays
from onrecord.statements.identity import Authority, canonical
from onrecord.statements.names import Names, slug
from onrecord.statements.parallel import two_voices
from onrecord.statements.reading import Draft, read_text
from onrecord.statements.speakers import Resolver, Speaker, Votes
from onrecord.statements.tables import words as word_list

_WORD = re.compile(r"[^\W\d_]+")
_DIRECT_SHARE = 0.9  # of a content's letters inside quotation marks from which it counts as direct


def build(article: Article, reader: Reader, authority: Authority | None = None) -> tuple[tuple[Statement, ...], tuple[Entity, ...]]:
    """All statements of an article, in order of their content, and the entities named in it. Pure: same text, same result."""
    text = article.text
    reading = read_text(text, reader)
    quotations = find_quotations(text)
    names = Names(text, reading.named)
    starts = sentence_starts(text)
    drafts = two_voices(text, join_paragraphs(text, reading.drafts, quotations), names)
    drafts = [without_strays(text, d, starts, bool(quotations)) for d in drafts]
    chains = [opened(text, with_source(text, d, names, starts), names) for d in drafts if is_statement(text, d)]
    resolver = Resolver(text, names, starts, article.title or "")
    own = _own_words(chains)
    for mention in sorted({at for c in chains for at in (c.draft.source, c.via) if at}):
        resolver.resolve(mention, _votes(reading.pointers.get(mention, []), names), own.get(mention, []))
    quoted = _quoted_mask(text, quotations)
    identify = Identities(article, authority, names)
    statements = []
    for chain in chains:
        speaker = resolver.resolve(chain.draft.source, Votes())
        via = resolver.resolve(chain.via, Votes()).name
        kind = kind_of(text, chain.draft.contents, quoted, bool(quotations))
        statements.append(
            _statement(
                article,
                chain.draft,
                identify.known(speaker),
                via,
                names,
                kind,
                partial(reader.confidence, chain.draft.score, manner=resolver.manner(chain.draft.source)),
            )
        )
    return tuple(statements), names.entities(lambda name: identify.of(name.full, name.type, None))


def _own_words(chains: list[Chain]) -> dict[Span, list[Span]]:
    """The contents of every source mention."""
    own: dict[Span, list[Span]] = {}
    for chain in chains:
        if chain.draft.source:
            own.setdefault(chain.draft.source, []).extend(chain.draft.contents)
    return own


class Identities:
    """Ids of speakers and entities of one article: from the authority file where it knows them, else from the name."""

    def __init__(self, article: Article, authority: Authority | None, names: Names) -> None:
        self.article, self.authority = article, authority
        self.types = {name.full: name.type for name in names.names}

    def of(self, name: str, kind: str, role: str | None) -> str:
        """The id of a name."""
        entry = self.authority.of_name(name, kind, role, self.article.published) if self.authority else None
        return entry.id if entry else canonical(name, kind)

    def known(self, speaker: Speaker) -> Speaker:
        """The speaker with its id across articles. A description is somebody else in every article, unless an authority file knows
        who held the role it names."""
        if speaker.name is None:
            return replace(speaker, id=None)
        if not speaker.named or speaker.type == "described":
            entry = self.authority.of_role(speaker.name, self.article.published) if self.authority else None
            if entry:
                return replace(speaker, id=entry.id, name=entry.names[0], role=speaker.role or speaker.name, named=True)
        if not speaker.named:
            return replace(speaker, id=f"{slug(speaker.name)}@{self.article.id}")
        if speaker.parts:
            return replace(speaker, id="+".join(self.of(part, self.types.get(part, ""), None) for part in speaker.parts))
        return replace(speaker, id=self.of(speaker.name, speaker.type, speaker.role))


def _votes(pointers: list[tuple[Span, float]], names: Names) -> Votes:
    """The shares of votes for mentions: added up by the names they stand for, and by span for those that hold no name."""
    votes = Votes()
    for mention, share in pointers:
        if name := names.covering(mention.start):
            votes.names[name.id] = votes.names.get(name.id, 0.0) + share
        else:
            votes.sources[mention] = share
    return votes


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
    said = {w for s in contents for w in _WORD.findall(text[s.start : s.end])}
    # "us" is left out of the table: in capitals it is a country
    own = any(w.lower() in word_list("first person") for w in said)
    return "direct" if not marks_kept and own else "indirect"


def _statement(
    article: Article, draft: Draft, speaker: Speaker, via: str | None, names: Names, kind: Kind, confidence: Callable[[list[str]], float]
) -> Statement:
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
        confidence=round(confidence([kind, reading.mode, "cue" if draft.cue else "no cue", "source" if draft.source else "no source"]), 3),
        reasons=(speaker.reason, reading.reason),
        speakers=speaker.parts or ((speaker.name,) if speaker.name else ()),
        via=via,
        body=speaker.body,
        loaded_cue=loaded_cue(cue),
    )
