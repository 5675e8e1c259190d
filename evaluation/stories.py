"""Stories on ECB+: every topic folder holds articles on two events of one sort (`1_1ecb.xml`, `1_1ecbplus.xml`), all clustered at once.

B-cubed (Bagga and Baldwin 1998): for each article, which share of its cluster is of its story, and which share of its story is in
its cluster. Articles are read as text, through the whole analysis, with no date of publication.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from evaluation.spans import percent
from onrecord.details import analyze
from onrecord.linking.origins import find_origins
from onrecord.linking.stories import find_stories
from onrecord.model import Analysis
from onrecord.sources.load import from_text

_NAME = re.compile(r"(\d+)_\d+(ecb(?:plus)?)$")
_CLOSE = re.compile(r" ([,.;:!?%)\]’]|n't\b|'(?:s|re|ve|ll|d|m)\b|' )")
_OPEN = re.compile(r"([(\[$£“‘]) ")


def measure(data: Path) -> dict[str, Any]:
    """B-cubed of the stories over all articles in a folder of topic folders."""
    paths = [p for p in sorted(data.rglob("*.xml")) if _NAME.search(p.stem)]
    if not paths:
        raise SystemExit(f"{data}: no files like 1_1ecb.xml and 1_1ecbplus.xml here or in its folders")
    analyses = [read(path) for path in paths]
    stories = find_stories(analyses, find_origins(analyses))
    story = {article: s.id for s in stories for article in s.articles}
    precision, recall = b_cubed([story[a.article.id] for a in analyses], [gold(path) for path in paths])
    f1 = 2 * precision * recall / (precision + recall)
    return {
        "bcubed_f1": percent(f1),
        "bcubed_precision": percent(precision),
        "bcubed_recall": percent(recall),
        "articles": len(paths),
        "stories": len(stories),
    }


def gold(path: Path) -> tuple[str, ...]:
    """The story of a file by its name: topic and part."""
    found = _NAME.search(path.stem)
    assert found is not None
    return found.groups()


def read(path: Path) -> Analysis:
    """The analysis of one file."""
    return analyze(replace(from_text(text_of(path)), path=path.name))


def text_of(path: Path) -> str:
    """The text of an ECB+ file: its tokens with spaces as in print, a sentence a line."""
    sentences: dict[str, list[str]] = {}
    for token in ElementTree.parse(path).getroot().iter("token"):  # noqa: S314
        sentences.setdefault(token.get("sentence", ""), []).append(token.text or "")
    return "\n".join(_OPEN.sub(r"\1", _CLOSE.sub(r"\1", " ".join(words))) for words in sentences.values())


def b_cubed(found: Sequence[Hashable], wanted: Sequence[Hashable]) -> tuple[float, float]:
    """Precision and recall (0 to 1) of the cluster numbers `found` against `wanted`, item by item."""
    clusters, classes, both = Counter(found), Counter(wanted), Counter(zip(found, wanted, strict=True))
    pairs = list(zip(found, wanted, strict=True))
    precision = sum(both[c, w] / clusters[c] for c, w in pairs) / len(pairs)
    return precision, sum(both[c, w] / classes[w] for c, w in pairs) / len(pairs)
