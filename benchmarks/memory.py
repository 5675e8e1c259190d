"""Memory of `onrecord analyze` over many articles: proportional set size of all its processes, sampled while it runs (Linux)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.articles import write
from benchmarks.overhead import COMMAND


def tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split()]
            except OSError:
                continue
    return found


def footprint(pid: int) -> float:
    """Megabytes that a process tree holds, shared pages counted once."""
    total = 0
    for one in tree(pid):
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def measure(articles: int = 1000) -> dict[str, float]:
    """Peak megabytes over all articles, at the 200th and at the last, and the share of both cores that was used."""
    if sys.platform != "linux":
        raise SystemExit("memory is measured on Linux only")
    samples: list[tuple[int, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        path, out = write(Path(folder), articles), Path(folder) / "out.jsonl"
        began = time.perf_counter()
        with out.open("wb") as stream:
            process = subprocess.Popen([*COMMAND, "analyze", str(path)], stdout=stream)
        seconds = 0.0
        while process.poll() is None:
            size = footprint(process.pid)
            done = out.read_bytes().count(b"\n")
            samples.append((done, size))
            seconds = max(seconds, _cpu_seconds(process.pid))
            time.sleep(1)
        wall = time.perf_counter() - began
    early = max(size for done, size in samples if done <= 0.25 * articles)
    late = max(size for done, size in samples if done >= 0.75 * articles)
    return {"peak": max(size for _, size in samples), "at_first_quarter": early, "in_last_quarter": late, "cores_used": seconds / wall}


def _cpu_seconds(pid: int) -> float:
    total = 0
    for one in tree(pid):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / 100
