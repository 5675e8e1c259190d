"""Everything after the forward pass against the forward pass: decoding, names, speakers, acts, the outlet's voice. One core, warm."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.articles import write

RUN = """
import json, sys, time
import onrecord
from onrecord.language.session import Reader, shared_reader
from onrecord.model import Article

spent = {"forward": 0.0, "before": 0.0}

def timed(owner, name, key):
    plain = getattr(owner, name)
    def call(*args):
        began = time.perf_counter()
        result = plain(*args)
        spent[key] += time.perf_counter() - began
        return result
    setattr(owner, name, call)

articles = [Article(str(n), json.loads(line)["text"]) for n, line in enumerate(open(sys.argv[1], encoding="utf8"))]
timed(Reader, "forward", "forward")
timed(type(shared_reader().encoder), "encode", "before")
onrecord.analyze(articles[0])
spent.update(forward=0.0, before=0.0)
began = time.perf_counter()
for article in articles:
    onrecord.analyze(article)
whole = time.perf_counter() - began
print(json.dumps({**spent, "after": whole - spent["forward"] - spent["before"]}))
"""
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def measure(articles: int = 84, runs: int = 3) -> dict[str, float]:
    """Median seconds of the forward pass, of what comes before it (encoding) and after it, and the ratio of after to forward."""
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), articles)
        command = [sys.executable, "-c", RUN, str(path)]
        environment = {**os.environ, **dict.fromkeys(ONE_THREAD, "1")}
        found = [json.loads(subprocess.run(command, env=environment, capture_output=True, check=True).stdout) for _ in range(runs)]
    middle = {key: statistics.median(f[key] for f in found) for key in found[0]}
    return {**middle, "ratio": statistics.median(f["after"] / f["forward"] for f in found)}
