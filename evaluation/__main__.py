"""`python -m evaluation NAME --data PATH` prints one measure as a JSON object; `python -m evaluation all` runs every measure whose
data is at hand, prints one table and compares it with the pinned floors."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

MEASURES = {
    "polnear": "polnear/dev.jsonl",
    "incidents": "incidents",
    "figures": "",
    "sample": "",
    "ner": "conll2003/dev.txt",
    "gap": "gap/gap-validation.tsv",
    "fnc": "fnc1",
    "emergent": "emergent/train.csv",
    "places": "geoparsing",
    "timex": "tempeval3",
    "evidence": ".",
    "events": "muc4/dev.jsonl",
    "links": "incidents",
    "further": "fa_kes/articles.jsonl",
    "synthetic": ".",
    "stories": "ecbplus",
    "origins": "fa_kes/articles.jsonl",
}
HERE = Path(__file__).parent
CEILINGS = ("misattributed", "figure_source_wrong", "grave_called_identical")


def data_root() -> Path | None:
    """Where the corpora are: $ONRECORD_DATA, or ../shared/data beside the project; None when there are none."""
    given = os.environ.get("ONRECORD_DATA")
    for path in [Path(given)] if given else [HERE.parent.parent / "shared" / "data"]:
        if path.is_dir():
            return path
    return None


def run(name: str, data: Path) -> dict[str, Any]:
    """One measure on a file or folder in its corpus's format."""
    module = importlib.import_module(f"evaluation.{'incidents' if name == 'sample' else name}")
    found: dict[str, Any] = module.measure(data)
    return found


def default_data(name: str) -> Path | None:
    """Where a measure's data is by default, or None when it is not at hand."""
    if name == "sample":
        return HERE.parent / "src" / "onrecord" / "sample"
    root = data_root()
    path = root / MEASURES[name] if root else None
    return path if path and path.exists() else None


def flat(result: dict[str, Any]) -> dict[str, float]:
    """The headline figure of each part of a result."""
    figures = result.get("mean", result)
    return {
        k: v["f1"] if isinstance(v, dict) else v for k, v in figures.items() if isinstance(v, float) or (isinstance(v, dict) and "f1" in v)
    }


def compare(name: str, figures: dict[str, float], floors: dict[str, float]) -> list[tuple[str, float, float | None, bool]]:
    """Rows (figure, value, floor, kept) of one measure."""
    rows = []
    for figure, value in figures.items():
        floor = floors.get(figure)
        kept = floor is None or (value <= floor if figure in CEILINGS else value >= floor)
        rows.append((f"{name} {figure}", value, floor, kept))
    return rows + [
        (f"{name} {figure} (not measured)", float("nan"), floor, False) for figure, floor in floors.items() if figure not in figures
    ]


def evaluate_all() -> int:
    """Every measure at hand against its floors; 1 when one is broken."""
    floors = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf8"))
    broken = 0
    print(f"{'measure':<42}{'value':>8}{'floor':>8}")
    for name in MEASURES:
        data = default_data(name)
        if data is None:
            print(f"{name:<42} skipped: its corpus is not here (set ONRECORD_DATA)")
            continue
        for label, value, floor, kept in compare(name, flat(run(name, data)), floors.get(name, {})):
            broken += not kept
            print(f"{label:<42}{value:>8.1f}{'' if floor is None else f'{floor:>8.1f}'}{'' if kept else '  BROKEN'}")
    return 1 if broken else 0


def write_errors(out: Path) -> None:
    """Every miss on the sets at hand, by cause: a page, or plain text where the name does not end in .html."""
    from evaluation.errors import as_page, as_text, misses

    incidents, polnear, sample = (default_data(name) for name in ("incidents", "polnear", "sample"))
    sets = [folder for folder in sorted(incidents.iterdir()) if (folder / "gold.json").exists()] if incidents else []
    found = misses([*sets, *([sample] if sample else [])], polnear)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(as_page(found) if out.suffix == ".html" else as_text(found), encoding="utf8")
    print(f"{len(found)} misses: {out.resolve()}")


def main() -> None:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("name", choices=[*MEASURES, "all", "errors"], help="a measure; all of them; or errors, every miss by cause")
    parser.add_argument("--data", type=Path, help="a file or folder in the corpus's format; default: the visible split")
    parser.add_argument("--out", type=Path, default=Path("runs/errors.html"), help="errors: the page, or .txt (default: %(default)s)")
    args = parser.parse_args()
    if args.name == "all":
        sys.exit(evaluate_all())
    if args.name == "errors":
        write_errors(args.out)
        return
    data = args.data or default_data(args.name)
    if data is None or not data.exists():
        parser.error(f"no data for {args.name}; give --data, or set ONRECORD_DATA to the folder of corpora")
    print(json.dumps(run(args.name, data), indent=1))


if __name__ == "__main__":
    main()
