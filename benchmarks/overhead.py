"""`onrecord analyze` as a whole process against the bare forward pass over the same windows, on one core and on all."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.articles import write

COMMAND = [sys.executable, "-c", "from onrecord.cli import main; main()"]
BARE = """
import sys, time, json
from onrecord.language.session import BATCH, Reader, cut
path, part, parts = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
reader = Reader()
work = []
for line in open(path, encoding="utf8").readlines()[part::parts]:
    encoded = reader.encoder.encode(json.loads(line)["text"])
    cuts = cut(encoded)
    work += [reader.inputs(encoded, cuts[n : n + BATCH]) for n in range(0, len(cuts), BATCH)]
reader.forward(work[0])
began = time.perf_counter()
for batch in work:
    reader.forward(batch)
print(time.perf_counter() - began)
"""


def bare(path: Path, jobs: int) -> float:
    """Seconds of the forward passes alone, spread over `jobs` processes of one thread each."""
    running = [
        subprocess.Popen([sys.executable, "-c", BARE, str(path), str(n), str(jobs)], stdout=subprocess.PIPE, text=True) for n in range(jobs)
    ]
    return max(float(p.communicate()[0]) for p in running)


def whole(path: Path, jobs: int) -> float:
    """Seconds of the command, from start to exit."""
    began = time.perf_counter()
    subprocess.run([*COMMAND, "analyze", str(path), "-j", str(jobs), "-o", "/dev/null"], check=True)
    return time.perf_counter() - began


def measure(articles: int = 84, runs: int = 5) -> dict[str, float]:
    """Median ratio of whole to bare for one job and for two."""
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), articles)
        found: dict[str, float] = {}
        for jobs in (1, 2):
            pairs = [(whole(path, jobs), bare(path, jobs)) for _ in range(runs)]
            found[f"whole_{jobs}"] = statistics.median(w for w, _ in pairs)
            found[f"bare_{jobs}"] = statistics.median(b for _, b in pairs)
            found[f"ratio_{jobs}"] = statistics.median(w / b for w, b in pairs)
    return found
