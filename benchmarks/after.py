"""Everything after the forward pass against the forward pass: decoding, names, speakers, acts, the outlet's voice; and, apart from it,
the details – figures, times, places, evidence, events. One core, warm, in processor seconds."""

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
from onrecord.details import with_details
from onrecord.statements import analyze
from onrecord.language.session import Reader, shared_reader
from onrecord.model import Article

spent = {"forward": 0.0, "before": 0.0}

def timed(owner, name, key):
    plain = getattr(owner, name)
    def call(*args):
        began = time.process_time()
        result = plain(*args)
        spent[key] += time.process_time() - began
        return result
    setattr(owner, name, call)

articles = [Article(str(n), json.loads(line)["text"]) for n, line in enumerate(open(sys.argv[1], encoding="utf8"))]
timed(Reader, "forward", "forward")
timed(type(shared_reader().encoder), "encode", "before")
for article in articles[:12]:  # loads the gazetteer and its index of spellings
    with_details(analyze(article))
spent.update(forward=0.0, before=0.0)
began = time.process_time()
analyses = [analyze(article) for article in articles]
whole = time.process_time() - began
began = time.process_time()
for analysis in analyses:
    with_details(analysis)
print(json.dumps({**spent, "after": whole - spent["forward"] - spent["before"], "details": time.process_time() - began}))
"""
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def measure(articles: int = 84, runs: int = 3) -> dict[str, float]:
    """Median processor seconds of the forward pass, of what comes before (encoding) and after it, of the details, and ratios to it."""
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), articles)
        command = [sys.executable, "-c", RUN, str(path)]
        environment = {**os.environ, **dict.fromkeys(ONE_THREAD, "1")}
        found = [json.loads(subprocess.run(command, env=environment, capture_output=True, check=True).stdout) for _ in range(runs)]
    middle = {key: statistics.median(f[key] for f in found) for key in found[0]}
    parts = {"ratio": "after", "details_ratio": "details"}
    return middle | {name: statistics.median(f[part] / f["forward"] for f in found) for name, part in parts.items()}
