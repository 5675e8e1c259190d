"""Articles to measure on: PolNeAR dev where the corpora are, otherwise the sample story over and over."""

from __future__ import annotations

import json
from pathlib import Path

import onrecord
from evaluation.__main__ import data_root, default_data


def texts(count: int) -> list[str]:
    """`count` article texts."""
    root = data_root()
    dev = root / "polnear" / "dev.jsonl" if root else None
    if dev and dev.exists():
        found = [json.loads(line)["text"] for line in dev.read_text(encoding="utf8").splitlines()]
    else:
        sample = default_data("sample")
        assert sample is not None
        found = [a.text for a in onrecord.read(sample)]
    return (found * (count // len(found) + 1))[:count]


def write(folder: Path, count: int) -> Path:
    """A JSONL file of `count` articles."""
    path = folder / "articles.jsonl"
    # each text gets its number, so that no two articles are the same
    path.write_text("".join(json.dumps({"text": f"{text}\n\n{n}"}) + "\n" for n, text in enumerate(texts(count))), encoding="utf8")
    return path
