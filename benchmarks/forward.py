"""The shipped reader's bare forward pass against float32 onnxruntime: one core, the same windows, in turn.

The float32 model is the one given, or the shipped one with its quantisation taken out, which has the same shape and speed.
"""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.articles import texts
from onrecord.language.session import BATCH, MODEL, Reader, cut


def batches(reader: Reader, count: int) -> list[dict[str, Any]]:
    """The padded windows of `count` articles, as `Reader.read` makes them."""
    found = []
    for text in texts(count):
        encoded = reader.encoder.encode(text)
        cuts = cut(encoded)
        found += [reader.inputs(encoded, cuts[n : n + BATCH]) for n in range(0, len(cuts), BATCH)]
    return found


def measure(float32: Path | None = None, articles: int = 6, runs: int = 7) -> dict[str, float]:
    """Median seconds of both, and how many times as fast the shipped one is."""
    import onnxruntime

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    reader = Reader()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3  # the initializers left over from quantisation are no news
    model = str(float32) if float32 else without_quantisation(MODEL / "reader.onnx")
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    work = batches(reader, articles)
    times: dict[str, list[float]] = {"float32": [], "shipped": []}
    for run in range(runs + 1):
        for name, forward in (("float32", lambda b: session.run(None, b)), ("shipped", reader.forward)):
            began = time.perf_counter()
            for batch in work:
                forward(batch)
            if run:
                times[name].append(time.perf_counter() - began)
    pieces = sum(int(b["mask"].sum()) for b in work)
    medians = {name: statistics.median(t) for name, t in times.items()}
    ratio = statistics.median(a / b for a, b in zip(times["float32"], times["shipped"], strict=True))
    return {"pieces": pieces, **medians, "pieces_per_second": pieces / medians["shipped"], "ratio": ratio}


def without_quantisation(path: Path) -> bytes:
    """The model with every QuantizeLinear/DequantizeLinear pair bypassed and every int8 weight made float32."""
    import onnx
    from onnx import numpy_helper

    model = onnx.load(str(path))
    graph = model.graph
    constants = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    renamed: dict[str, str] = {}
    quantised = {n.output[0]: n.input[0] for n in graph.node if n.op_type == "QuantizeLinear"}
    kept = []
    for node in graph.node:
        if node.op_type == "QuantizeLinear":
            continue
        if node.op_type != "DequantizeLinear":
            kept.append(node)
        elif node.input[0] in quantised:
            renamed[node.output[0]] = quantised[node.input[0]]
        else:
            axis = next((a.i for a in node.attribute if a.name == "axis"), 1)
            value, scale, zero = (constants[name] for name in node.input)
            shape = [1] * value.ndim
            if scale.ndim and scale.size > 1:
                shape[axis] = -1
            weight = (value.astype(np.float32) - zero.astype(np.float32).reshape(shape)) * scale.reshape(shape)
            graph.initializer.append(numpy_helper.from_array(weight.astype(np.float32), node.output[0]))

    def original(name: str) -> str:
        while name in renamed:
            name = renamed[name]
        return name

    for node in kept:
        node.input[:] = [original(name) for name in node.input]
    produced = {name for node in kept for name in node.output}
    for output in graph.output:
        if output.name not in produced:
            kept.append(onnx.helper.make_node("Identity", [original(output.name)], [output.name]))
    del graph.node[:]
    graph.node.extend(kept)
    data: bytes = model.SerializeToString()
    return data
