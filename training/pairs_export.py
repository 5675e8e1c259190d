"""The pair network to the shipped ONNX file: int8 by NNCF, as the reader is quantised (`training/export.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch

from onrecord.linking.pairs.encoding import INPUTS, Pack, PairEncoder
from training.pairs_data import Pair
from training.pairs_network import PairNetwork
from training.pairs_train import packs_of


def export_pairs(model: PairNetwork, out: Path) -> Path:
    """Write out/pairs.onnx in float32."""
    out.mkdir(parents=True, exist_ok=True)
    example = PairEncoder().collate([Pack((2000, 2001), ((2000, 2002), (2003,))), Pack((2004,), ((2004,),))])
    axes = {name: {0: "packs", 1: "pieces"} for name in INPUTS[:4]}
    axes |= {"pool": {0: "packs", 1: "claims", 2: "pieces"}, "logits": {0: "packs", 1: "claims"}}
    torch.onnx.export(
        model.eval(),
        tuple(torch.from_numpy(example[name]) for name in INPUTS),
        str(out / "pairs.onnx"),
        input_names=list(INPUTS),
        output_names=["logits"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    return out / "pairs.onnx"


def quantise_pairs(float32: Path, pairs: Sequence[Pair], out: Path, batches: int = 60, size: int = 6) -> Path:
    """int8 weights and activations by NNCF post-training quantisation (SmoothQuant 0.7), calibrated on `pairs`."""
    import nncf
    import onnx

    encoder = PairEncoder()
    packs = [pack for pack, _ in packs_of(pairs)]
    chosen = sorted(packs[:: max(1, len(packs) // (batches * size))][: batches * size], key=lambda p: p.size)
    windows = [encoder.collate(chosen[n : n + size]) for n in range(0, len(chosen), size)]
    graph = onnx.load(str(float32))
    # the head stays in float32
    names = [n.name for n in graph.graph.node if n.op_type in ("Gemm", "MatMul") and n.name.startswith(("/join/", "/classes/"))]
    model = nncf.quantize(
        graph,
        nncf.Dataset(windows),
        model_type=nncf.ModelType.TRANSFORMER,
        subset_size=len(windows),
        preset=nncf.QuantizationPreset.MIXED,
        ignored_scope=nncf.IgnoredScope(names=names),
        advanced_parameters=nncf.AdvancedQuantizationParameters(
            smooth_quant_alphas=nncf.AdvancedSmoothQuantParameters(convolution=-1, matmul=0.7)
        ),
    )
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(out / "pairs.onnx"))
    return out / "pairs.onnx"
