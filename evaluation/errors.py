"""Every miss on the visible sets, grouped by cause: what the next person should look at.

`python -m evaluation errors --out FILE` writes a page (`.html`) or plain text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

import onrecord
from evaluation.annotations import as_list, debatable, same_name
from evaluation.incidents import rows
from evaluation.polnear import ROLES, as_attribution
from evaluation.spans import WORD, characters, jaccard, match, pairs, trimmed, words_in
from onrecord.export.rows import analysis_row
from onrecord.settings import Settings

Row = dict[str, Any]
AROUND = 110  # characters shown before and behind


@dataclass(frozen=True, slots=True)
class Miss:
    """One miss: its cause, where it is, the passage with [content] {cue} <speaker> marked, what was wanted and what was found."""

    cause: str
    where: str
    passage: str
    wanted: str
    found: str


def misses(incidents: list[Path], polnear: Path | None) -> list[Miss]:
    """The misses of some incident sets and of a PolNeAR split, those of one cause together, the most frequent cause first."""
    found = [m for folder in incidents for m in _of_set(folder)]
    found += _of_polnear(polnear) if polnear else []
    size = {cause: sum(m.cause == cause for m in found) for cause in {m.cause for m in found}}
    return sorted(found, key=lambda m: (-size[m.cause], m.cause, m.where))


def _of_set(folder: Path) -> Iterator[Miss]:
    gold = json.loads((folder / "gold.json").read_text(encoding="utf8"))
    for key, row in rows(folder, Settings()).items():
        wanted = [s for s in gold["statements"] if s["content"] and s["content"][0]["a"] == key]
        if not wanted:
            continue
        until = gold.get("until", {}).get(key) or len(row["text"]) + 1
        system = [s for s in row["statements"] if s["mode"] == "communication" and s["content"][0]["start"] < until]
        gold_chars, system_chars = [characters(s["content"]) for s in wanted], [characters(s["content"]) for s in system]
        matched = match(gold_chars, system_chars, lambda a, b: v if (v := jaccard(a, b)) >= 0.5 else 0.0)
        for i, j, value in matched:
            if not debatable(wanted[i]):
                yield from _of_pair(key, row["text"], wanted[i], system[j], value)
        for i in sorted({*range(len(wanted))} - {m[0] for m in matched}):
            if not debatable(wanted[i]):
                near = [_said(row["text"], s) for s, c in zip(system, system_chars, strict=True) if c & gold_chars[i]]
                attitude = any(characters(s["content"]) & gold_chars[i] for s in row["statements"] if s["mode"] == "attitude")
                cause = "statement missed: read as an attitude" if attitude and not near else "statement missed"
                yield Miss(cause, key, shown(row["text"], wanted[i]), str(wanted[i]["speaker"]), " / ".join(near))
        for j in sorted({*range(len(system))} - {m[1] for m in matched}):
            yield Miss("statement where none was wanted", key, shown(row["text"], system[j]), "", _said(row["text"], system[j]))


def _of_pair(key: str, text: str, gold: Row, system: Row, value: float) -> Iterator[Miss]:
    names = [gold["speaker"], *as_list(gold.get("speaker_alt")), *as_list(gold.get("speakers"))]
    given = system["speaker"]
    right = same_name(gold["speaker"], given) or any(given is not None and same_name(n, given) for n in names)
    found = f"{given!r}: {system['reasons'][0]}"
    if given is not None and gold["speaker"] is None:
        yield Miss("speaker given where nobody is named", key, shown(text, system), "nobody", found)
    elif given is None and gold["speaker"] is not None:
        yield Miss("speaker left open", key, shown(text, system), str(names), found)
    elif not right:
        yield Miss("speaker wrong", key, shown(text, system), str(names), found)
    if system["act"] not in [gold["act"], *as_list(gold.get("act_alt"))]:
        yield Miss(
            f"act {system['act']} for {gold['act']}", key, shown(text, system), gold["act"], f"{system['act']}: {system['reasons'][1]}"
        )
    if value < 0.9:
        yield Miss("content borders", key, shown(text, gold), f"{value:.2f}", shown(text, system))


def _of_polnear(path: Path) -> Iterator[Miss]:
    gold = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]
    for row, result in zip(gold, onrecord.analyze_paths(path, settings=Settings(input_format="jsonl")), strict=True):
        if isinstance(result, onrecord.Failure):
            raise SystemExit(f"{result.path}: {result.message}")
        text, words = row["text"], [m.span() for m in WORD.finditer(row["text"])]
        statements = analysis_row(result)["statements"]
        wanted = [{r: words_in(words, trimmed(text, a[r])) for r in ROLES} for a in row["attributions"]]
        system = [{r: words_in(words, trimmed(text, as_attribution(s)[r])) for r in ROLES} for s in statements]
        matched = match(wanted, system, lambda a, b: v if (v := jaccard(a["content"], b["content"])) >= 0.5 else 0.0)
        for i, j, _ in matched:
            a, b = wanted[i]["source"], system[j]["source"]
            if (a or b) and not a & b:
                cause = "PolNeAR: source missed" if not b else "PolNeAR: source where none was wanted" if not a else "PolNeAR: source wrong"
                yield Miss(cause, row["id"], shown(text, row["attributions"][i]), "", shown(text, statements[j]))
        for i in sorted({*range(len(wanted))} - {m[0] for m in matched}):
            near = [shown(text, s) for s, w in zip(statements, system, strict=True) if w["content"] & wanted[i]["content"]]
            cause = "PolNeAR: content borders or split" if near else "PolNeAR: content missed"
            yield Miss(cause, row["id"], shown(text, row["attributions"][i]), "", " / ".join(near[:2]))
        for j in sorted({*range(len(system))} - {m[1] for m in matched}):
            if not any(w["content"] & system[j]["content"] for w in wanted):
                yield Miss("PolNeAR: content where none was wanted", row["id"], shown(text, statements[j]), "", "")


def _said(text: str, statement: Row) -> str:
    return f"{statement['speaker']!r}: " + " … ".join(text[a:b] for a, b in pairs(statement["content"]))[:200]


def shown(text: str, statement: Row) -> str:
    """The passage around a statement with its parts marked: [content], {cue}, <speaker mention>."""
    source = statement.get("speaker_mention", statement.get("source"))
    parts = [("[]", statement["content"]), ("{}", as_list(statement.get("cue"))), ("<>", as_list(source))]
    marks = [(a, b, m) for m, spans in parts for a, b in pairs(spans)]
    if not marks:
        return ""
    first = min(a for a, _, _ in marks)
    last = max(b for _, b, _ in marks)
    at: dict[int, str] = {}
    for a, b, m in sorted(marks):
        at[a] = at.get(a, "") + m[0]
        at[b] = m[1] + at.get(b, "")
    start, end = max(0, first - AROUND), min(len(text), last + AROUND // 2)
    return " ".join("".join(at.get(i, "") + text[i : i + 1] for i in range(start, end + 1)).split())


def as_text(found: list[Miss]) -> str:
    """The misses as plain text."""
    lines = []
    for cause, group in groupby(found, key=lambda m: m.cause):
        members = list(group)
        lines.append(f"\n== {cause} ({len(members)})")
        lines += [f"- {m.where}: {m.passage}\n    wanted: {m.wanted}\n    found: {m.found}" for m in members]
    return "\n".join(lines) + "\n"


def as_page(found: list[Miss]) -> str:
    """The misses as one self-contained page: causes first, the most frequent on top, each opened by a click."""
    groups = [(cause, list(group)) for cause, group in groupby(found, key=lambda m: m.cause)]
    most = max((len(g) for _, g in groups), default=1)
    body = []
    for cause, members in groups:
        bar = f'<span class="bar" style="width:{100 * len(members) / most:.0f}px"></span>'
        rows_html = "".join(
            f'<tr><td class="where">{escape(m.where)}</td><td>{_coloured(m.passage)}</td>'
            f"<td>{_coloured(m.wanted)}</td><td>{_coloured(m.found)}</td></tr>"
            for m in members
        )
        body.append(
            f"<details><summary><b>{len(members)}</b>{bar}{escape(cause)}</summary><table><thead><tr><th>article<th>passage<th>wanted"
            f"<th>found</tr></thead>{rows_html}</table></details>"
        )
    return _PAGE.replace("BODY", "\n".join(body)).replace("COUNT", str(len(found)))


def _coloured(text: str) -> str:
    safe = escape(text, quote=False)
    for opens, closes, name in (("[", "]", "content"), ("{", "}", "cue"), ("&lt;", "&gt;", "speaker")):
        safe = safe.replace(opens, f'<span class="{name}">').replace(closes, "</span>") if safe.count(opens) == safe.count(closes) else safe
    return safe


_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Misses by cause</title><style>
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:78rem;padding:0 1rem;color:#1c1c1c;background:#fff}
summary{cursor:pointer;padding:.35rem 0}summary b{display:inline-block;width:3rem;text-align:right;margin-right:.6rem}
.bar{display:inline-block;height:.7rem;background:#8aa4c8;margin-right:.6rem}
table{border-collapse:collapse;width:100%;font-size:14px;table-layout:fixed}th{text-align:left}
td{vertical-align:top;padding:.4rem .6rem .4rem 0;border-top:1px solid #ddd;overflow-wrap:anywhere}
th:first-child,td.where{width:9rem;color:#666}th:nth-child(2){width:44%}
.content{background:#fff1c9}.cue{background:#d9ead3}.speaker{background:#d7e3f7}
</style><h1>COUNT misses, by cause</h1><p>Marked: <span class="content">content</span>, <span class="cue">cue</span>,
<span class="speaker">speaker mention</span>. Sets that somebody may look at only; the kept ones stay unseen.</p>
BODY</html>"""
