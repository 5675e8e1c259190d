"""The network in PyTorch: a BERT-style encoder with feature embeddings, a CRF over role tags, entity tags and link vectors.

Weights start from all-MiniLM-L6-v2 (six layers, hidden 384). At run time none of this is needed: `export.py` writes ONNX.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from onrecord.language.encoding import BREAKS, QUOTE_STATES, SHAPES
from onrecord.language.labels import ENTITY_TAGS, LINK_SIZE, LINKS, ROLE_TAGS, allowed

HIDDEN, LAYERS, HEADS, POSITIONS, VOCABULARY = 384, 6, 12, 512, 30522


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(HIDDEN, HIDDEN)
        self.key = nn.Linear(HIDDEN, HIDDEN)
        self.value = nn.Linear(HIDDEN, HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.up = nn.Linear(HIDDEN, 4 * HIDDEN)
        self.down = nn.Linear(4 * HIDDEN, HIDDEN)
        self.attention_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.output_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """x: [B, T, HIDDEN]; bias: [B, 1, 1, T], 0 for pieces and very negative for padding."""
        batch, length, _ = x.shape

        def heads(linear: nn.Linear) -> Tensor:
            return linear(x).view(batch, length, HEADS, HIDDEN // HEADS).transpose(1, 2)

        mixed = F.scaled_dot_product_attention(heads(self.query), heads(self.key), heads(self.value), attn_mask=bias.to(x.dtype))
        x = self.attention_norm(x + self.dropout(self.out(mixed.transpose(1, 2).reshape(batch, length, HIDDEN))))
        return self.output_norm(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Reader(nn.Module):
    """Pieces and features in; role emissions, entity emissions and link vectors out."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.word = nn.Embedding(VOCABULARY, HIDDEN)
        self.position = nn.Embedding(POSITIONS, HIDDEN)
        self.segment = nn.Parameter(torch.zeros(HIDDEN))
        self.shape = nn.Embedding(len(SHAPES), HIDDEN)
        self.quote = nn.Embedding(len(QUOTE_STATES), HIDDEN)
        self.gap = nn.Embedding(len(BREAKS), HIDDEN)
        for table in (self.shape, self.quote, self.gap):
            nn.init.zeros_(table.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)
        self.roles = nn.Linear(HIDDEN, len(ROLE_TAGS))
        self.entities = nn.Linear(HIDDEN, len(ENTITY_TAGS))
        self.links = nn.Linear(HIDDEN, 2 * len(LINKS) * LINK_SIZE)
        self.transitions = nn.Parameter(torch.zeros(len(ROLE_TAGS), len(ROLE_TAGS)))
        forbidden = ~torch.tensor(allowed(ROLE_TAGS))
        self.register_buffer("forbidden", forbidden.float() * -1e4)

    def forward(self, ids: Tensor, shape: Tensor, quote: Tensor, gap: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """All inputs int64 [B, T], mask 1 for pieces and 0 for padding.

        Returns role emissions [B, T, 7], entity emissions [B, T, 9], link vectors [B, T, 2 * 4 * LINK_SIZE]
        (for each relation of LINKS the asking and the answering vector).
        """
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.word(ids) + self.position(places) + self.segment + self.shape(shape) + self.quote(quote) + self.gap(gap)
        x = self.dropout(self.norm(x))
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        x = self.dropout(x)
        return self.roles(x), self.entities(x), self.links(x)

    def transition_scores(self) -> Tensor:
        """CRF transition scores [7, 7] with impossible steps at -1e4."""
        return self.transitions + self.forbidden

    def start_from(self, folder: Path) -> None:
        """Load the pretrained encoder (a Hugging Face BERT safetensors file)."""
        weights = load_file(folder / "model.safetensors")
        target = self.state_dict()
        target["word.weight"] = weights["embeddings.word_embeddings.weight"]
        target["position.weight"] = weights["embeddings.position_embeddings.weight"]
        target["segment"] = weights["embeddings.token_type_embeddings.weight"][0]
        names = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "up": "intermediate.dense",
            "down": "output.dense",
            "attention_norm": "attention.output.LayerNorm",
            "output_norm": "output.LayerNorm",
        }
        for part in ("weight", "bias"):
            target[f"norm.{part}"] = weights[f"embeddings.LayerNorm.{part}"]
            for n in range(LAYERS):
                for ours, theirs in names.items():
                    target[f"layers.{n}.{ours}.{part}"] = weights[f"encoder.layer.{n}.{theirs}.{part}"]
        self.load_state_dict(target)


def crf_loss(emissions: Tensor, transitions: Tensor, tags: Tensor, lengths: Tensor) -> Tensor:
    """Mean negative log-likelihood per word of tag sequences under a linear-chain CRF (Lafferty et al. 2001).

    emissions: [B, W, K]; transitions: [K, K]; tags: int64 [B, W]; lengths: int64 [B], words beyond which a row is padding.
    """
    words = emissions.shape[1]
    within = torch.arange(words)[None, :] < lengths[:, None]
    gold = (emissions.gather(2, tags[..., None])[..., 0] * within).sum()
    gold = gold + (transitions[tags[:, :-1], tags[:, 1:]] * within[:, 1:]).sum()
    alpha = emissions[:, 0]
    for i in range(1, words):
        after = torch.logsumexp(alpha[:, :, None] + transitions[None], dim=1) + emissions[:, i]
        alpha = torch.where(within[:, i, None], after, alpha)
    return (torch.logsumexp(alpha, dim=1).sum() - gold) / lengths.sum()


def link_scores(vectors: Tensor, link: int) -> Tensor:
    """Scores [B, W, W] of word j as the answer of word i, for relation `link` (an index into LINKS); column 0 stands for nobody."""
    batch, words, _ = vectors.shape
    pair = vectors.view(batch, words, len(LINKS), 2, LINK_SIZE)[:, :, link]
    return pair[:, :, 0] @ pair[:, :, 1].transpose(1, 2) / LINK_SIZE**0.5
