"""Many inputs to analyses, in order, on all cores: a process pool around `load` and `analyze`, with bounded memory.

A few inputs are done in this process: starting workers would take longer. An input that kills its worker is reported and the
others go on.
"""

from __future__ import annotations

import contextlib
import gc
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice

from loky import ProcessPoolExecutor

from onrecord.details import analyze
from onrecord.errors import OnrecordError, UnreadableInput
from onrecord.language.session import shared_reader
from onrecord.model import Analysis, Failure
from onrecord.settings import Settings
from onrecord.sources import Input, load

FEW = 3  # inputs up to which no workers are started
AHEAD = 4  # inputs per worker that are under way at once
# the workers are the parallel part; threads inside them would only get in each other's way
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1")

Result = Analysis | Failure


def analyze_all(inputs: Iterable[Input | Failure], settings: Settings) -> Iterator[Result]:
    """Load and analyse every input, in the order given; failures take their place in it."""
    stream = iter(inputs)
    head = list(islice(stream, FEW + 1))
    if len(head) <= FEW or settings.workers() == 1:
        for item in chain(head, stream):
            yield _one(item, settings)
        return
    yield from _pooled(chain(head, stream), settings)


def _one(item: Input | Failure, settings: Settings) -> Result:
    return item if isinstance(item, Failure) else work(item, settings)


def work(source: Input, settings: Settings) -> Result:
    """One input to its analysis, or to the failure that says why not. Nothing a document holds stops the others."""
    try:
        return analyze(load(source, settings), settings=settings)
    except UnreadableInput as error:
        return Failure(error.path, error.kind, error.message)
    except OnrecordError:
        raise
    except Exception as error:  # a defect of ours met one document: it is named, and the rest goes on
        return Failure(source.path, "failed", f"analysis failed with {type(error).__name__}: {error}; please report it with this input")


def _pooled(items: Iterable[Input | Failure], settings: Settings) -> Iterator[Result]:
    workers = settings.workers()
    pool = _start(workers)
    waiting: deque[tuple[Input | Failure, Future[Result] | None]] = deque()
    try:
        for item in items:
            waiting.append((item, None if isinstance(item, Failure) else pool.submit(work, item, settings)))
            if len(waiting) >= workers * AHEAD:
                pool, result = _next(pool, waiting, settings)
                yield result
        while waiting:
            pool, result = _next(pool, waiting, settings)
            yield result
    finally:
        pool.shutdown(wait=False, kill_workers=True)


def _next(
    pool: ProcessPoolExecutor, waiting: deque[tuple[Input | Failure, Future[Result] | None]], settings: Settings
) -> tuple[ProcessPoolExecutor, Result]:
    item, future = waiting.popleft()
    if isinstance(item, Failure) or future is None:
        assert isinstance(item, Failure)
        return pool, item
    try:
        return pool, future.result()
    except BrokenProcessPool:
        pool.shutdown(wait=False, kill_workers=True)
        result = _alone(item, settings)
        pool = _start(settings.workers())
        again = [(i, None if isinstance(i, Failure) else pool.submit(work, i, settings)) for i, _ in waiting]
        waiting.clear()
        waiting.extend(again)
        return pool, result


def _alone(item: Input, settings: Settings) -> Result:
    """An input tried again in a worker of its own, since some worker died while it was under way."""
    with _start(1) as pool:
        try:
            result: Result = pool.submit(work, item, settings).result()
            return result
        except BrokenProcessPool:
            return Failure(item.path, "failed", "the process analysing it died (out of memory?); it was left out")


def _start(workers: int) -> ProcessPoolExecutor:
    """Fresh worker processes; loky's, unlike the standard library's, do not run the caller's script again."""
    return ProcessPoolExecutor(workers, initializer=_ready, env=_ONE_THREAD)


def _ready() -> None:
    """Leave Ctrl-C to the parent; load the reader, and spare what stays for good from the garbage collector, which loky runs often."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OnrecordError):  # the first article will say what is missing
        shared_reader()
    gc.freeze()
