"""The shipped ONNX reader on OpenVINO: encoded articles in, scores per word out, one forward pass per window."""

from __future__ import annotations

import json
import math
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ModelMissing
from onrecord.language.encoding import Encoded, Encoder
from onrecord.language.labels import LINK_SIZE, LINKS

WINDOW = 382  # word pieces between [CLS] and [SEP]
CONTEXT = 48  # pieces that a window sees on either side of the words it decides on
WIDTH_STEP = 32  # pieces to whose multiples windows are padded
BATCH = 6  # windows per forward pass
MODEL = Path(__file__).parent / "reader"

Floats = NDArray[np.float32]
Inputs = dict[str, NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Window:
    """One window of an article: words first..last are in it, words own_first..own_last (end exclusive) are decided by it.

    asking, answering: float32 [relations, words + 1, LINK_SIZE]; word 0 is nobody ([CLS]), word n + 1 the window's n-th.
    """

    first: int
    last: int
    own_first: int
    own_last: int
    asking: Floats
    answering: Floats


@dataclass(frozen=True, slots=True)
class Scores:
    """What the reader says about an article of W words: role emissions [W, 7], entity emissions [W, 9], and its windows."""

    roles: Floats
    entities: Floats
    windows: list[Window]

    def window_of(self, word: int) -> Window:
        """The window that decides on a word."""
        return self.windows[bisect_right(self.windows, word, key=lambda w: w.own_first) - 1]


class Reader:
    """The model and its tokenizer. `threads` is how many cores one forward pass uses."""

    def __init__(self, folder: Path = MODEL, threads: int = 1) -> None:
        if not (folder / "reader.onnx").exists():
            raise ModelMissing(f"no reader.onnx in {folder}; reinstall onrecord, or run `make train`")
        self.encoder = Encoder(folder / "tokenizer.json")
        self.request = compiled(folder / "reader.onnx", threads)
        settings = json.loads((folder / "reader.json").read_text())
        self.transitions: Floats = np.array(settings["transitions"], dtype=np.float32)
        self.bias: Floats = np.array(settings.get("bias", [0.0] * len(self.transitions)), dtype=np.float32)
        self.manners: dict[str, float] = settings.get("manners", {})
        self.weights: dict[str, float] = settings.get("confidence", {"score": 1.0})

    def read(self, encoded: Encoded) -> Scores:
        """Scores for every word of an article, each from the window in which it is farthest from an edge."""
        cuts = cut(encoded)
        roles, entities, windows = [], [], []
        for start in range(0, len(cuts), BATCH):
            batch = cuts[start : start + BATCH]
            outputs = self.forward(self.inputs(encoded, batch))
            for row, window in enumerate(batch):
                first, last, own_first, own_last = window
                rows = encoded.first_piece[first:last] - encoded.first_piece[first] + 1
                own = rows[own_first - first : own_last - first]
                roles.append(outputs[0][row][own] + self.bias)
                entities.append(outputs[1][row][own])
                vectors = outputs[2][row][np.concatenate([[0], rows])].reshape(len(rows) + 1, len(LINKS), 2, LINK_SIZE)
                asking, answering = np.ascontiguousarray(vectors.transpose(2, 1, 0, 3))
                windows.append(Window(first, last, own_first, own_last, asking, answering))
        return Scores(np.concatenate(roles), np.concatenate(entities), windows)

    def confidence(self, score: float, signs: Iterable[str], manner: str) -> float:
        """The calibrated confidence (0 to 1) of a raw score, what speaks for or against it, and how its speaker was found.

        A logistic regression gives the chance that content and source are right, the reliability of the manner that the name is.
        """
        clipped = min(max(score, 1e-3), 1 - 1e-3)
        weights = self.weights
        odds = weights.get("one", 0.0) + weights.get("score", 1.0) * math.log(clipped / (1 - clipped))
        odds += sum(weights.get(sign, 0.0) for sign in signs)
        return self.manners.get(manner, 1.0) / (1 + math.exp(-odds))

    def forward(self, inputs: Inputs) -> list[Floats]:
        """The bare forward pass: role emissions, entity emissions and link vectors per piece."""
        self.request.infer(inputs)
        return [self.request.get_output_tensor(n).data for n in range(3)]

    def inputs(self, encoded: Encoded, batch: list[tuple[int, int, int, int]]) -> Inputs:
        """The padded arrays of a batch of windows, int64 [B, T]."""
        spans = [(int(encoded.first_piece[a]), _piece_end(encoded, b)) for a, b, _, _ in batch]
        # few different widths: the runtime keeps memory and code for every shape it meets
        width = -(-(max(end - start for start, end in spans) + 2) // WIDTH_STEP) * WIDTH_STEP
        arrays = {name: np.zeros((len(batch), width), dtype=np.int64) for name in ("ids", "shape", "quote", "gap", "mask")}
        for row, (start, end) in enumerate(spans):
            size = end - start
            arrays["ids"][row, [0, size + 1]] = self.encoder.cls_id, self.encoder.sep_id
            arrays["mask"][row, : size + 2] = 1
            for name in ("ids", "shape", "quote", "gap"):
                arrays[name][row, 1 : size + 1] = getattr(encoded, name)[start:end]
        return arrays


def cut(encoded: Encoded) -> list[tuple[int, int, int, int]]:
    """Windows over an article as word numbers (first, last, own_first, own_last), ends exclusive.

    Own parts tile the article; a window has at most WINDOW pieces and CONTEXT pieces around its own part where there are any.
    """
    return list(_cuts(encoded.first_piece, len(encoded.ids)))


def _cuts(first_piece: NDArray[np.int32], pieces: int) -> Iterator[tuple[int, int, int, int]]:
    words = len(first_piece)
    first = own = 0
    while own < words:
        start = int(first_piece[first])
        last = words if pieces - start <= WINDOW else int(np.searchsorted(first_piece, start + WINDOW, side="right")) - 1
        # a word of more pieces than a window holds stands alone and is cut
        last = max(last, own + 1)
        if last >= words:
            yield first, words, own, words
            return
        own_last = max(own + 1, int(np.searchsorted(first_piece, first_piece[last] - CONTEXT)))
        yield first, last, own, own_last
        own = own_last
        first = max(first + 1, int(np.searchsorted(first_piece, first_piece[own] - CONTEXT)))
        first = min(first, own)


def _piece_end(encoded: Encoded, word: int) -> int:
    return int(encoded.first_piece[word]) if word < len(encoded.first_piece) else len(encoded.ids)


def compiled(path: Path, threads: int) -> Any:
    """An OpenVINO inference request for an ONNX file, in bfloat16 where the processor has it; `threads` is how many cores it uses."""
    core = import_openvino().Core()
    precision = "bf16" if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"
    config = {
        "INFERENCE_NUM_THREADS": threads,
        "ENABLE_CPU_PINNING": False,
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_PRECISION_HINT": precision,
        "CPU_RUNTIME_CACHE_CAPACITY": 64,
    }
    return core.compile_model(core.read_model(path), "CPU", config).create_infer_request()


def import_openvino() -> ModuleType:
    """The openvino module, imported so that it reports to nobody: by itself it sends a usage event to its maker at import.

    With its telemetry package out of reach it falls back to its own stub, which does nothing.
    """
    if "openvino" not in sys.modules:
        had = sys.modules.get("openvino_telemetry")
        sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
        try:
            import openvino
        finally:
            if had is None:
                del sys.modules["openvino_telemetry"]
            else:
                sys.modules["openvino_telemetry"] = had
    import openvino

    return cast(ModuleType, openvino)


@cache
def shared_reader(threads: int = 1) -> Reader:
    """The one reader of this process, loaded when first asked for."""
    return Reader(threads=threads)
