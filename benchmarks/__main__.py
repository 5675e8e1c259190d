"""`python -m benchmarks [NAME]`: measure the promises and say which are kept; exit status 1 when one is broken."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

# measure: (figure, bound, whether the figure has to stay below it, what is promised)
PROMISES = {
    "startup": [("ratio", 10.0, True, "`onrecord --help` takes at most 10 times as long as `python -c pass`")],
    "forward": [("ratio", 2.5, False, "the shipped reader is at least 2.5 times as fast as float32 onnxruntime on one core")],
    "after": [
        ("ratio", 0.25, True, "everything after the forward pass, up to the statements, takes at most a quarter of it"),
        ("details_ratio", 0.15, True, "figures, times, places, evidence and events together take at most 15 % of it"),
    ],
    # 1.3 with windows of 254 pieces; windows of 382 made the forward pass a sixth cheaper, and the whole command a twentieth
    "overhead": [
        ("ratio_1", 1.55, True, "`onrecord analyze` with its start takes at most 1.55 times the bare forward pass (84 articles, one core)"),
        ("ratio_2", 1.55, True, "the same on two cores"),
    ],
    "memory": [
        # 692 MB before articles had details; their tables, the gazetteer's shared pages and longer analyses add some 20
        ("peak", 760.0, True, "1,000 articles take at most 760 MB"),
        ("growth", 1.1, True, "memory is flat: the last quarter takes at most 1.1 times the first"),
        ("cores_used", 1.5, False, "both cores are used"),
    ],
    "linking": [  # an hour: docs/decisions/2026-11-25-windows.md
        ("growth", 2.0, True, "linking 100,000 articles takes at most 2 times as long for an article as linking 1,000"),
        ("peak_gb", 4.0, True, "linking 100,000 articles takes at most 4 GB, the analyses included"),
    ],
}


def main() -> None:
    """Run the measures named, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(PROMISES)}; default: all")
    parser.add_argument("--float32", type=Path, help="the float32 ONNX file to compare with; default: the shipped one without quantisation")
    args = parser.parse_args()
    broken = 0
    for name in args.names or PROMISES:
        module = importlib.import_module(f"benchmarks.{name}")
        figures = module.measure(args.float32) if name == "forward" else module.measure()
        if name == "memory":
            figures["growth"] = figures["in_last_quarter"] / figures["at_first_quarter"]
        print(json.dumps({name: {k: round(v, 3) for k, v in figures.items()}}))
        for figure, bound, below, promise in PROMISES[name]:
            kept = figures[figure] <= bound if below else figures[figure] >= bound
            broken += not kept
            print(f"  {'kept  ' if kept else 'BROKEN'} {figures[figure]:8.2f} ({'<=' if below else '>='} {bound:g})  {promise}")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
