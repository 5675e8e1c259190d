"""How long `onrecord --help` takes, against Python doing nothing."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from benchmarks.overhead import COMMAND


def seconds(command: list[str]) -> float:
    """Wall seconds of one run."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def measure(runs: int = 15) -> dict[str, float]:
    """Median seconds of both and their ratio."""
    pairs = [(seconds([*COMMAND, "--help"]), seconds([sys.executable, "-c", "pass"])) for _ in range(runs)]
    return {
        "help": statistics.median(h for h, _ in pairs),
        "nothing": statistics.median(n for _, n in pairs),
        "ratio": statistics.median(h / n for h, n in pairs),
    }
