"""`python -m training.common_words --data DIR`: the words that stand in many articles whatever they are about, for linking.

Counts in which share of the articles of PolNeAR (seven US outlets), CoNLL-2003 (Reuters) and FNC-1 a word occurs, and writes those whose
mean share over the three is at least LEAST. Story clustering leaves them out; the articles that it is measured on are not counted.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from onrecord.linking.shingles import split

TABLE = Path(str(files("onrecord.linking.tables"))) / "common_words.csv"
LEAST = 0.1
NOTE = "in the share of news articles that column two gives (mean of three corpora)"


def texts(data: Path) -> list[list[str]]:
    """The articles of each corpus."""
    polnear = [json.loads(line)["text"] for line in (data / "polnear" / "train.jsonl").read_text(encoding="utf8").splitlines()]
    blocks = (data / "conll2003" / "train.txt").read_text(encoding="utf8").split("-DOCSTART-")[1:]
    reuters = [" ".join(line.split(" ")[0] for line in block.splitlines()[1:] if line) for block in blocks]
    with (data / "fnc1" / "train_bodies.csv").open(encoding="utf8", newline="") as handle:
        rumours = [row["articleBody"] for row in csv.DictReader(handle)]
    return [polnear, reuters, rumours]


def shares(articles: Iterable[str]) -> dict[str, float]:
    """In which share of the articles each word occurs."""
    found = [set(split(text)) for text in articles]
    count: Counter[str] = Counter(word for words in found for word in words)
    return {word: n / len(found) for word, n in count.items()}


def main() -> None:
    """Count and write the table."""
    parser = argparse.ArgumentParser(prog="python -m training.common_words", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of corpora")
    parts = [shares(t) for t in texts(parser.parse_args().data)]
    mean = {w: sum(p.get(w, 0.0) for p in parts) / len(parts) for w in set().union(*parts)}
    rows = sorted(((w, s) for w, s in mean.items() if s >= LEAST and not w.isdigit()), key=lambda r: (-r[1], r[0]))
    with TABLE.open("w", encoding="utf8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["word", "share", "note"])
        writer.writerows((w, f"{s:.3f}", NOTE if n == 0 else "as above") for n, (w, s) in enumerate(rows))
    print(f"{len(rows)} words: {TABLE}")


if __name__ == "__main__":
    main()
