"""The pair network in PyTorch: a BERT-style encoder in which claims read a passage that does not read them.

A feature marks the word pieces of a claim that the passage has, too. Weights start from all-MiniLM-L6-v2.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.network import HIDDEN, LAYERS, POSITIONS, VOCABULARY, Layer, Reader

CLASSES = 4  # agrees, disagrees, discusses, unrelated


class PairNetwork(nn.Module):
    """Packs in, four logits for each claim out. Layers below `frozen` do not learn."""

    def __init__(self, dropout: float = 0.1, frozen: int = 0) -> None:
        super().__init__()
        self.word = nn.Embedding(VOCABULARY, HIDDEN)
        self.place = nn.Embedding(POSITIONS, HIDDEN)
        self.side = nn.Embedding(2, HIDDEN)
        self.match = nn.Embedding(3, HIDDEN)
        nn.init.zeros_(self.side.weight)
        nn.init.zeros_(self.match.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)
        self.join = nn.Linear(2 * HIDDEN, HIDDEN)
        self.classes = nn.Linear(HIDDEN, CLASSES)
        self.word.weight.requires_grad_(False)
        for part in (self.place, self.side, self.match, self.norm, *self.layers[:frozen]) if frozen else ():
            part.requires_grad_(False)

    def forward(self, ids: Tensor, match: Tensor, position: Tensor, block: Tensor, pool: Tensor) -> Tensor:
        """Inputs as `PairEncoder.collate` makes them; logits [B, K, 4] from each claim's first vector and its mean."""
        x = self.word(ids) + self.place(position) + self.side((block > 0).long()) + self.match(match)
        x = self.dropout(self.norm(x))
        seen = (block[:, None, :] == 0) | (block[:, None, :] == block[:, :, None])
        bias = (1.0 - seen.to(x.dtype))[:, None] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        first = ((pool > 0) & (position[:, None, :] == 0)).to(x.dtype)
        joined = torch.cat([first @ x, pool.to(x.dtype) @ x], dim=2)
        logits: Tensor = self.classes(self.dropout(F.gelu(self.join(self.dropout(joined)))))
        return logits

    def start_from(self, pretrained: Path) -> None:
        """Take embeddings and layers from a pretrained encoder (a folder with a Hugging Face BERT safetensors file)."""
        reader = Reader()
        reader.start_from(pretrained)
        weights = reader.state_dict()
        ours = self.state_dict()
        ours.update({name: w for name, w in weights.items() if name.startswith(("word.", "norm.", "layers."))})
        ours["place.weight"] = weights["position.weight"]
        ours["side.weight"] = weights["segment"].repeat(2, 1)
        self.load_state_dict(ours)
