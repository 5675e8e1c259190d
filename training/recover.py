"""The shipped int8 reader back to float weights, so that a later stage can start from the package alone."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import ModelProto, NodeProto, numpy_helper
from safetensors.torch import load_file

from training.network import LAYERS, Reader

_TABLES = ("position", "shape", "quote", "gap")
_LINEAR = ("query", "key", "value", "out", "up", "down")
_PASSING = ("DequantizeLinear", "QuantizeLinear")


def recover(folder: Path, pretrained: Path, out: Path) -> Path:
    """Write the float weights of the reader in `folder` to `out`.

    Quantised weights come back up to half a quantisation step; the smoothing that NNCF put in front of a layer is multiplied back
    into its weight. The word embedding never changes in training and is read from the pretrained encoder.
    """
    graph = _Graph(onnx.load(str(folder / "reader.onnx")))
    model = Reader()
    state = model.state_dict()
    for name in state:
        if name in graph.values:
            state[name] = torch.from_numpy(graph.values[name].copy())
    state["word.weight"] = load_file(pretrained / "model.safetensors")["embeddings.word_embeddings.weight"]
    for name in _TABLES:
        state[f"{name}.weight"] = torch.from_numpy(graph.weight(f"{name}.weight"))
    for head in ("roles", "entities", "links"):
        state[f"{head}.weight"] = torch.from_numpy(graph.product(f"/{head}/MatMul").T.copy())
    for n in range(LAYERS):
        for name in _LINEAR:
            state[f"layers.{n}.{name}.weight"] = torch.from_numpy(graph.product(f"/layers.{n}/{name}/MatMul").T.copy())
    transitions = torch.tensor(json.loads((folder / "reader.json").read_text())["transitions"])
    state["transitions"] = torch.where(transitions < -1e3, transitions - state["forbidden"], transitions)
    model.load_state_dict(state)
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), out)
    return out


class _Graph:
    """Constants of a quantised ONNX model by name, and the products they take part in."""

    def __init__(self, model: ModelProto) -> None:
        self.values: dict[str, np.ndarray] = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
        self.by_name: dict[str, NodeProto] = {node.name: node for node in model.graph.node}
        self.makes: dict[str, NodeProto] = {output: node for node in model.graph.node for output in node.output}

    def weight(self, name: str) -> np.ndarray:
        """A constant as float32, through its DequantizeLinear node where it has one."""
        for node in self.makes.values():
            if node.op_type == "DequantizeLinear" and node.input[0] in (f"q_output_{name}_1", f"q_output_{name}"):
                return self._dequantised(node)
        return self.values[name]

    def product(self, name: str) -> np.ndarray:
        """The weight [in, out] of a MatMul node with the smoothing in front of it taken back."""
        node = self.by_name[name]
        weight = self._constant(node.input[1])
        scale = self._smoothing(node.input[0])
        return weight if scale is None else weight * scale.reshape(-1, 1)

    def _constant(self, name: str) -> np.ndarray:
        return self.values[name] if name in self.values else self._dequantised(self.makes[name])

    def _dequantised(self, node: NodeProto) -> np.ndarray:
        quantised, scale, zero = (self.values[i] for i in node.input)
        axis = next((a.i for a in node.attribute if a.name == "axis"), 1)
        shape = [1] * quantised.ndim
        if scale.ndim:
            shape[axis] = -1
        return (quantised.astype(np.float32) - zero.astype(np.float32).reshape(shape)) * scale.reshape(shape)

    def _smoothing(self, name: str) -> np.ndarray | None:
        while name in self.makes and self.makes[name].op_type in _PASSING:
            name = self.makes[name].input[0]
        node = self.makes.get(name)
        if node is None or not node.name.endswith("nncf_smooth_quant"):
            return None
        return self._constant(next(i for i in node.input if i in self.values))
