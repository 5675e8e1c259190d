"""Made articles with statements, for the tests of linking."""

from __future__ import annotations

from onrecord.model import Analysis, Article, Span, Statement

CUE = " said {}."


def article(id_, *statements, day=None, head=""):
    """An article of sentences "content" said speaker; a statement is (speaker, content) or (speaker, content, kind)."""
    text, made = head, []
    for n, (speaker, content, *more) in enumerate(statements):
        start = len(text)
        text += content + (CUE.format(speaker) if speaker else " it was said.") + "\n"
        cue = Span(start + len(content) + 1, start + len(content) + 5)
        key = speaker.lower().replace(" ", "-") if speaker else None
        key = f"{key}@{id_}" if key and speaker[0].islower() else key
        kind = more[0] if more else "direct" if content[0] in '“"' else "indirect"
        made.append(
            Statement(
                f"{id_}.{n}",
                (Span(start, start + len(content)),),
                (cue,),
                None,
                speaker,
                key,
                None,
                kind,
                "assert",
                "communication",
                (),
                0.9,
                speakers=(speaker,) if speaker else (),
            )
        )
    return Analysis(Article(id_, text, published=day), tuple(made))


def shown(analyses, utterance):
    texts = {a.article.id: a.article.text for a in analyses}
    return [texts[v.article][v.at.start : v.at.end] for v in utterance.variants]


QUOTE = "“We closed the line at dawn because the pressure was falling in the main.”"
