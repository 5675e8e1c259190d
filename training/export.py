"""PyTorch weights to the shipped ONNX file, in float32 and quantised."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch

from training.network import Reader

INPUTS = ("ids", "shape", "quote", "gap", "mask")
OUTPUTS = ("roles", "entities", "links")


def export(weights: Path, pretrained: Path, out: Path, bias: Sequence[float] = ()) -> Path:
    """Write out/reader.onnx (float32), reader.json (CRF transitions, a bias on the tags) and tokenizer.json."""
    out.mkdir(parents=True, exist_ok=True)
    model = Reader()
    model.load_state_dict(torch.load(weights, weights_only=True))
    model.eval()
    example = tuple(torch.ones(2, 16, dtype=torch.int64) for _ in INPUTS)
    axes = {name: {0: "windows", 1: "pieces"} for name in (*INPUTS, *OUTPUTS)}
    torch.onnx.export(
        model,
        example,
        str(out / "reader.onnx"),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    transitions = model.transition_scores().tolist()
    (out / "reader.json").write_text(json.dumps({"transitions": transitions} | ({"bias": list(bias)} if bias else {})))
    shutil.copy(pretrained / "tokenizer.json", out / "tokenizer.json")
    return out / "reader.onnx"


def quantise(float32: Path, texts: list[str], out: Path, articles: int = 60) -> Path:
    """int8 weights and activations by NNCF post-training quantisation (SmoothQuant), calibrated on windows of `texts`.

    The three output layers stay in float32. At the library's own smoothing strength (0.95) direct quotes lost a point, at 0.6 exact
    contents did; at 0.7 no PolNeAR figure loses more than half a point.
    """
    import nncf
    import onnx

    from onrecord.language.session import Reader as Runtime
    from onrecord.language.session import cut

    runtime = Runtime(float32)
    step = max(1, len(texts) // articles)
    encoded = [runtime.encoder.encode(text) for text in texts[::step][:articles]]
    windows = [runtime.inputs(e, cut(e)[:4]) for e in encoded]
    model = nncf.quantize(
        onnx.load(str(float32 / "reader.onnx")),
        nncf.Dataset(windows),
        model_type=nncf.ModelType.TRANSFORMER,
        subset_size=len(windows),
        preset=nncf.QuantizationPreset.MIXED,
        ignored_scope=nncf.IgnoredScope(names=[f"/{name}/MatMul" for name in OUTPUTS]),
        advanced_parameters=nncf.AdvancedQuantizationParameters(
            smooth_quant_alphas=nncf.AdvancedSmoothQuantParameters(convolution=-1, matmul=0.7)
        ),
    )
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(out / "reader.onnx"))
    for name in ("reader.json", "tokenizer.json"):
        shutil.copy(float32 / name, out / name)
    return out
