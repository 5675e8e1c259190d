"""The training loop of the pair network: bfloat16 on the CPU, batches of like length, resumes from its last checkpoint."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from onrecord.linking.pairs.encoding import INPUTS, Pack, PairEncoder, packed
from onrecord.linking.pairs.reader import batches
from training.pairs_data import Pair
from training.pairs_network import CLASSES, PairNetwork


@dataclass(frozen=True, slots=True)
class PairRecipe:
    """Everything that decides the weights, apart from the data."""

    seed: int = 7
    epochs: int = 2
    batch: int = 2800  # word pieces
    rate: float = 1.5e-4
    warmup: float = 0.08
    weight_decay: float = 0.02
    dropout: float = 0.1
    hidden: float = 0.12  # share of kinds of word pieces behind [MASK], in every second pack
    smoothing: float = 0.03
    frozen: int = 0  # lowest layers that do not learn


@dataclass(frozen=True, slots=True)
class PairPart:
    """Pairs of one corpus and what share of them an epoch sees."""

    pairs: Sequence[Pair]
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Example:
    """A pack with the stances allowed and the weight of each claim."""

    pack: Pack
    allowed: tuple[tuple[int, ...], ...]
    weights: tuple[float, ...]


def batches_of(parts: Sequence[PairPart], encoder: PairEncoder, recipe: PairRecipe, epoch: int) -> list[list[Example]]:
    """The batches of one epoch, drawn and shuffled by the recipe's seed."""
    rng = random.Random(recipe.seed * 1000 + epoch)
    drawn: list[Pair] = []
    for part in parts:
        whole, share = divmod(part.share, 1.0)
        drawn += [*list(part.pairs) * int(whole), *rng.sample(list(part.pairs), round(share * len(part.pairs)))]
    examples = [
        Example(_hidden(pack, encoder.mask_id, rng, recipe.hidden), tuple(drawn[n].allowed for n in ns), tuple(drawn[n].weight for n in ns))
        for pack, ns in packs_of(drawn)
    ]
    rng.shuffle(examples)
    batches: list[list[Example]] = []
    for start in range(0, len(examples), 256):
        batch: list[Example] = []
        for example in sorted(examples[start : start + 256], key=lambda e: e.pack.size):
            if batch and (len(batch) + 1) * example.pack.size > recipe.batch:
                batches.append(batch)
                batch = []
            batch.append(example)
        batches.append(batch)
    rng.shuffle(batches)
    return batches


def packs_of(pairs: Sequence[Pair]) -> list[tuple[Pack, list[int]]]:
    """Pairs as packs, each with its pairs' numbers; those of articles by themselves."""
    found = []
    for article in (False, True):
        numbers = [n for n, p in enumerate(pairs) if p.article is article]
        packs = packed([(pairs[n].claim, pairs[n].passage) for n in numbers], article)
        found += [(pack, [numbers[n] for n in chosen]) for pack, chosen in packs]
    return found


def _hidden(pack: Pack, mask: int, rng: random.Random, share: float) -> Pack:
    """In every second pack some word pieces behind [MASK] wherever they stand, so that topics are not learned by heart."""
    if rng.random() < 0.5:
        return pack
    hidden = {k for k in sorted({*pack.passage, *(p for claim in pack.claims for p in claim)}) if rng.random() < share}

    def covered(text: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(mask if p in hidden else p for p in text)

    return Pack(covered(pack.passage), tuple(covered(claim) for claim in pack.claims), pack.article)


def _tensors(packs: Sequence[Pack], encoder: PairEncoder) -> list[Tensor]:
    arrays = encoder.collate(packs)
    return [torch.from_numpy(arrays[name]) for name in INPUTS]


def loss_of(logits: Tensor, examples: Sequence[Example], smoothing: float) -> Tensor:
    """Minus the log of the probability that the stances allowed for a claim have together, weighed, with label smoothing."""
    at = [(row, k) for row, e in enumerate(examples) for k in range(len(e.allowed))]
    chosen = logits.float()[[row for row, _ in at], [k for _, k in at]]
    allowed = torch.zeros(len(at), CLASSES, dtype=torch.bool)
    for number, (row, k) in enumerate(at):
        allowed[number, list(examples[row].allowed[k])] = True
    chances = torch.log_softmax(chosen, dim=1)
    missed = -torch.logsumexp(chances.masked_fill(~allowed, -1e4), dim=1)
    weights = torch.tensor([w for e in examples for w in e.weights])
    return ((missed * (1 - smoothing) - chances.mean(1) * smoothing) * weights).sum() / weights.sum()


def train_pairs(recipe: PairRecipe, parts: Sequence[PairPart], start: PairNetwork, encoder: PairEncoder, out: Path) -> PairNetwork:
    """Train from the weights in `start`; interrupted, the same call goes on from `out`/checkpoint.pt."""
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe.seed)
    model = PairNetwork(recipe.dropout, recipe.frozen)
    model.load_state_dict(start.state_dict())
    learning = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=recipe.rate, weight_decay=recipe.weight_decay, fused=True)
    steps = recipe.epochs * len(batches_of(parts, encoder, recipe, 0))

    def rate(step: int) -> float:
        return min((step + 1) / (recipe.warmup * steps), max(0.0, (steps - step) / (steps * (1 - recipe.warmup))) + 0.01)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    done = _resume(out, recipe, model, optimizer, schedule)
    for epoch in range(done, recipe.epochs):
        _run_epoch(recipe, epoch, batches_of(parts, encoder, recipe, epoch), encoder, model, optimizer, schedule)
        state = {"epoch": epoch + 1, "model": model.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict()}
        torch.save(state, out / "checkpoint.tmp")
        (out / "checkpoint.tmp").rename(out / "checkpoint.pt")
    return model


def _resume(out: Path, recipe: PairRecipe, model, optimizer, schedule) -> int:
    record = json.dumps(asdict(recipe), indent=1)
    if not (out / "checkpoint.pt").exists():
        (out / "recipe.json").write_text(record)
        return 0
    if (out / "recipe.json").read_text() != record:
        raise SystemExit(f"{out} holds a checkpoint of another recipe; give a fresh --out, or remove it")
    state = torch.load(out / "checkpoint.pt", weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    return int(state["epoch"])


def _run_epoch(recipe, epoch, steps, encoder, model, optimizer, schedule) -> None:
    model.train()
    began, total = time.time(), 0.0
    for n, examples in enumerate(steps):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(*_tensors([e.pack for e in examples], encoder))
        loss = loss_of(logits, examples, recipe.smoothing)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        total += float(loss.detach())
        if n % 50 == 49 or n == len(steps) - 1:
            print(f"epoch {epoch + 1} step {n + 1}/{len(steps)} loss {total / (n + 1):.4f} {time.time() - began:.0f}s", flush=True)


def predict(model: PairNetwork, pairs: Sequence[Pair], encoder: PairEncoder, pieces: int = 4096) -> np.ndarray:
    """Logits of each pair, float32 [n, 4]."""
    model.eval()
    found = np.zeros((len(pairs), CLASSES), dtype=np.float32)
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in batches(packs_of(pairs), pieces):
            scores = model(*_tensors([pack for pack, _ in batch], encoder)).float().numpy()
            for row, (_, numbers) in enumerate(batch):
                found[numbers] = scores[row, : len(numbers)]
    return found
