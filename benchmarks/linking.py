"""How linking grows: time per article and memory over 1,000, 10,000 and 100,000 articles, each size in a process of its own.

The articles are real ones with other words. A story is an article in which every word that says something, and some that do not, are
exchanged for made-up ones of the same length, so that all offsets stay right; its reports have many words of their own, and every eighth is
a copy. So there are as many stories for an article in the large set as in the small one.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import onrecord
import onrecord.linking as linking
from benchmarks.articles import texts
from onrecord.linking.tables import rows
from onrecord.model import Analysis

SIZES = (1_000, 10_000, 100_000)
TEMPLATES = 40  # real articles that are analysed, the shortest at hand: about 400 words, as most news has
A_STORY = 8  # articles of a story, on average
PLAIN = 3  # of the common words one in so many is exchanged too: stories made of one article would share all their phrases
COPIES = 0.125  # share of the articles of a story that copy the first one
OWN = 0.65  # share of its words that a report does not take from the story
RUN = 6  # pieces (words and what is between them) that are a report's own or not together
WORDS = 50_000  # made-up words of each length
STORIES_A_DAY = 12
_WORD = re.compile(r"[^\W\d_]{2,}")
_LETTERS = "".join(random.Random(0).choices("etaoinshrdlucmfwypvbgk", k=WORDS + 64))


@dataclass(frozen=True, slots=True)
class Template:
    """A real analysis, and its text in pieces: those to exchange are marked by a number made of the word, common words by one below 0."""

    analysis: Analysis
    pieces: tuple[tuple[str, int], ...]


def templates() -> list[Template]:
    """Analyses of real articles: PolNeAR dev where the corpora are, else the sample."""
    short = sorted(set(texts(2 * TEMPLATES)), key=lambda text: (len(text), text))[:TEMPLATES]
    return [Template(a, _pieces(a.article.text)) for a in map(onrecord.analyze, short) if a.statements]


def _pieces(text: str) -> tuple[tuple[str, int], ...]:
    common = {row["word"] for row in rows("common_words.csv")}
    found, at = [], 0
    for match in _WORD.finditer(text):
        sign = -1 if match[0].lower() in common else 1
        found += [(text[at : match.start()], 0), (match[0], sign * (zlib.crc32(match[0].lower().encode()) | 1))]
        at = match.end()
    return (*found, (text[at:], 0))


def _other(word: str, seed: int) -> str:
    """A made-up word for a word; few of them are met often and most seldom, as in any language (Zipf's law)."""
    at = int(WORDS ** ((seed * 2654435761 % (1 << 32)) / (1 << 32)))
    made = _LETTERS[at : at + min(len(word), 60)].ljust(len(word), "a")
    return made.capitalize() if word[0].isupper() else made


def articles(count: int, real: list[Template], rng: random.Random) -> Iterator[Analysis]:
    """`count` analyses in stories of various sizes, told on the days of as many years as it takes."""
    story = done = 0
    while done < count:
        story += 1
        template = real[rng.randrange(len(real))]
        day = date(2010, 1, 1) + timedelta(days=story // STORIES_A_DAY)
        for n in range(min(count - done, 1 + int(rng.expovariate(1 / (A_STORY - 1))))):
            own = 0.0 if n == 0 or rng.random() < COPIES else OWN
            yield _report(template, story, done, own, str(day + timedelta(days=rng.randrange(3))), rng)
            done += 1


def _report(template: Template, story: int, number: int, own: float, day: str, rng: random.Random) -> Analysis:
    own_runs = [rng.random() < own for _ in range(len(template.pieces) // RUN + 1)]

    def exchange(place: int, word: str, mark: int) -> str:
        if mark < 0 and (mark * 31 + story * 7919) % PLAIN:
            return word
        return _other(word, mark * 31 + story * 7919 if not own_runs[place // RUN] else rng.randrange(1 << 30))

    def renamed(name: str | None) -> str | None:
        return name and _WORD.sub(lambda m: _other(m[0], (zlib.crc32(m[0].lower().encode()) | 1) * 31 + story * 7919), name)

    old = template.analysis
    text = "".join(exchange(n, piece, mark) if mark else piece for n, (piece, mark) in enumerate(template.pieces))
    key = f"n{number}"
    about = [tuple(renamed(a) or a for a in s.about) for s in old.statements]
    statements = tuple(
        replace(s, id=f"{key}-{n}", speaker=renamed(s.speaker), speaker_id=renamed(s.speaker_id), about=about[n])
        for n, s in enumerate(old.statements)
    )
    names = {s.id: new.id for s, new in zip(old.statements, statements, strict=True)}
    return replace(
        old,
        article=replace(old.article, id=key, text=text, title=text[:60], outlet=f"outlet {number % 40}", published=day),
        statements=statements,
        entities=tuple(replace(e, name=renamed(e.name) or e.name, id=renamed(e.id) or e.id) for e in old.entities),
        places=tuple(replace(p, name=renamed(p.name) or p.name) for p in old.places),
        figures=tuple(replace(f, statement=names.get(f.statement or "")) for f in old.figures),
        evidence=tuple(replace(e, statement=names.get(e.statement or "")) for e in old.evidence),
    )


def timed(parts: dict[str, float]) -> None:
    """Have every part that `link` calls add its seconds to `parts`, and the most gigabytes held until it last ended."""

    def around(name: str, part: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            began = time.process_time()
            try:
                return part(*args, **more)
            finally:
                parts[name] = parts.get(name, 0.0) + time.process_time() - began
                parts[f"{name}_gb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20

        return call

    for name in [n for n in vars(linking) if n.startswith("find_") or n in ("Oppositions", "figure_disputes")]:
        setattr(linking, name, around(name, getattr(linking, name)))
    for name in ("read", "all"):
        setattr(linking.Utterances, name, around(f"utterances_{name}", getattr(linking.Utterances, name)))


def one(count: int, only: list[str]) -> dict[str, float]:
    """Processor seconds of each part and of all, and peak gigabytes (the analyses included), over `count` articles."""
    analyses = list(articles(count, templates(), random.Random(count)))
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    parts: dict[str, float] = {}
    timed(parts)
    began = time.process_time()
    if only:
        origins = linking.find_origins(analyses)
        linking.find_stories(analyses, origins)
    else:
        linking.link(analyses)
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return {"seconds": seconds, "analyses_gb": held, "peak_gb": peak, **parts}


def measure(sizes: tuple[int, ...] = SIZES) -> dict[str, float]:
    """Milliseconds an article by size, `growth` from the smallest to the largest, and the peak in gigabytes."""
    figures: dict[str, float] = {}
    for size in sizes:
        command = [sys.executable, "-m", "benchmarks.linking", str(size)]
        found = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
        print(f"{size:>7,} articles: " + ", ".join(f"{k} {v:.2f}" for k, v in found.items()), file=sys.stderr)
        figures[f"ms_{size}"] = 1000 * found["seconds"] / size
        figures["peak_gb"] = found["peak_gb"]
    figures["growth"] = figures[f"ms_{sizes[-1]}"] / figures[f"ms_{sizes[0]}"]
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, help="how many articles")
    parser.add_argument("--grouping", action="store_true", help="origins and stories only")
    chosen = parser.parse_args()
    print(json.dumps(one(chosen.size, ["origins", "stories"] if chosen.grouping else [])))
