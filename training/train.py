"""The training loop: resumes from its last checkpoint, averages weights, writes what it did beside them."""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from onrecord.language.encoding import Encoder
from onrecord.language.labels import LINKS
from training.data import Example, Labelled, collate, recase, straighten, wear, windows
from training.network import Reader, crf_loss, link_scores


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the weights, apart from the data."""

    seed: int = 7
    epochs: int = 7
    batch: int = 1920  # word pieces
    encoder_rate: float = 1.5e-4
    head_rate: float = 6e-4
    warmup: float = 0.06
    weight_decay: float = 0.01
    dropout: float = 0.1
    average: float = 0.997
    feature_loss: float = 0.05
    word_loss: float = 0.0  # share of word pieces hidden behind [MASK] in every second window
    link_weight: float = 0.5
    entity_weight: float = 3.0


@dataclass(frozen=True, slots=True)
class Part:
    """Articles of one kind: what share of them an epoch sees, and what share of those is worn, recased, or gets typewriter marks."""

    articles: list[Labelled]
    share: float = 1.0
    worn: float = 0.35
    recased: float = 0.0
    straightened: float = 0.2


def epoch_batches(parts: Sequence[Part], encoder: Encoder, recipe: Recipe, epoch: int) -> list[list[Example]]:
    """The batches of one epoch: articles drawn, worn, cut and shuffled by the recipe's seed, windows of like length together."""
    rng = random.Random(recipe.seed * 1000 + epoch)
    examples = [e for part in parts for article in _drawn(part, rng) for e in windows(_treated(article, part, rng), encoder, rng)]
    for example in examples:
        for name in ("shape", "quote", "gap"):
            if rng.random() < recipe.feature_loss:
                getattr(example, name)[:] = 0
        if recipe.word_loss and rng.random() < 0.5:
            hidden = np.random.default_rng(rng.randrange(2**32)).random(len(example.ids)) < recipe.word_loss
            example.ids = np.where(hidden, encoder.mask_id, example.ids)
    rng.shuffle(examples)
    batches: list[list[Example]] = []
    for start in range(0, len(examples), 96):
        batch: list[Example] = []
        for example in sorted(examples[start : start + 96], key=lambda e: len(e.ids)):
            if batch and (len(batch) + 1) * len(example.ids) > recipe.batch:
                batches.append(batch)
                batch = []
            batch.append(example)
        batches.append(batch)
    rng.shuffle(batches)
    return batches


def _drawn(part: Part, rng: random.Random) -> list[Labelled]:
    whole, share = divmod(part.share, 1.0)
    return part.articles * int(whole) + rng.sample(part.articles, round(share * len(part.articles)))


def _treated(article: Labelled, part: Part, rng: random.Random) -> Labelled:
    if rng.random() < part.straightened:
        article = straighten(article)
    if rng.random() < part.worn:
        article = wear(article, rng)
    return recase(article, rng) if rng.random() < part.recased else article


def losses(model: Reader, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
    """Role (CRF), link and entity loss of one batch, float32: roles and entities summed over the words that have labels and divided by
    all words, links as the mean over relations."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        roles, entities, links = model(*(batch[k] for k in ("ids", "shape", "quote", "gap", "mask")))
    at = batch["first"][:, :, None]
    words = batch["first"].shape[1]
    on_words = [x.float().gather(1, at.expand(-1, words, x.shape[2])) for x in (roles, entities, links)]
    all_words = batch["lengths"].sum()
    read = batch["roles"][:, 0] >= 0
    role_loss = torch.zeros(())
    if read.any():
        lengths = batch["lengths"][read]
        tags = batch["roles"][read].clamp(min=0)
        role_loss = crf_loss(on_words[0][read, 1:], model.transition_scores(), tags, lengths) * lengths.sum() / all_words
    each = F.cross_entropy(on_words[1][:, 1:].transpose(1, 2), batch["entities"], ignore_index=-1, reduction="none")
    entity_loss = (each * batch["entity_weights"][:, None]).sum() / all_words
    outside = torch.arange(words)[None, :] > batch["lengths"][:, None]
    total, count = torch.zeros(()), 0
    for link in range(len(LINKS)):
        chosen = batch["link_rows"][:, 0] == link
        rows, targets, weights = batch["link_rows"][chosen], batch["link_targets"][chosen], batch["link_weights"][chosen]
        if len(rows):
            scores = link_scores(on_words[2], link).masked_fill(outside[:, None, :], -1e4)[rows[:, 1], rows[:, 2]]
            missed = torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~targets, -1e4), 1)
            total = total + (missed * weights).sum() / weights.sum()
            count += 1
    return role_loss, total / max(count, 1), entity_loss


def train(recipe: Recipe, parts: Sequence[Part], pretrained: Path, out: Path, start: Path | None = None) -> Path:
    """Train and return the path of the averaged weights. Interrupted, the same call goes on from `out`/checkpoint.pt.

    Weights start from the pretrained encoder or, for a later stage, from the file `start`. Every epoch draws its articles anew.
    """
    torch.manual_seed(recipe.seed)
    out.mkdir(parents=True, exist_ok=True)
    encoder = Encoder(pretrained / "tokenizer.json")
    model = Reader(recipe.dropout)
    if start:
        model.load_state_dict(torch.load(start, weights_only=True))
    else:
        model.start_from(pretrained)
    model.word.weight.requires_grad_(False)
    heads = [
        p
        for n, p in model.named_parameters()
        if p.requires_grad and not n.startswith("layers.") and n.split(".")[0] not in ("norm", "position", "segment")
    ]
    known = {id(p) for p in heads}
    body = [p for p in model.parameters() if p.requires_grad and id(p) not in known]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": recipe.encoder_rate}, {"params": heads, "lr": recipe.head_rate}],
        weight_decay=recipe.weight_decay,
        fused=True,
    )
    steps = recipe.epochs * len(epoch_batches(parts, encoder, recipe, 0))

    def rate(step: int) -> float:
        return min((step + 1) / (recipe.warmup * steps), max(0.0, (steps - step) / (steps * (1 - recipe.warmup))) + 0.01)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    averaged = {n: p.detach().clone() for n, p in model.named_parameters() if p.requires_grad}
    record = {"recipe": asdict(recipe), "parts": [digest(p.articles) for p in parts], "start": file_digest(start)}
    done = _resume(out, record, model, optimizer, schedule, averaged)
    (out / "recipe.json").write_text(json.dumps(record, indent=1))
    if done >= recipe.epochs:
        return out / "averaged.pt"
    with ThreadPoolExecutor(1) as ahead:
        upcoming = ahead.submit(epoch_batches, parts, encoder, recipe, done)
        for epoch in range(done, recipe.epochs):
            batches = upcoming.result()
            upcoming = ahead.submit(epoch_batches, parts, encoder, recipe, epoch + 1)
            _run_epoch(recipe, epoch, batches, encoder, model, optimizer, schedule, averaged)
            _save(out, epoch + 1, model, optimizer, schedule, averaged)
    return out / "averaged.pt"


def digest(articles: list[Labelled]) -> str:
    """SHA-256 over the texts and labels that were trained on."""
    return hashlib.sha256(repr(articles).encode("utf-8")).hexdigest()


def _run_epoch(recipe, epoch, batches, encoder, model, optimizer, schedule, averaged) -> None:
    model.train()
    began, sums = time.time(), [0.0, 0.0, 0.0]
    count = len(batches)
    for n, examples in enumerate(batches):
        parts = losses(model, collate(examples, encoder))
        loss = parts[0] * 5 + recipe.link_weight * parts[1] + recipe.entity_weight * parts[2]
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        with torch.no_grad():
            decay = min(recipe.average, (schedule.last_epoch + 1) / (schedule.last_epoch + 10))
            for name, p in model.named_parameters():
                if name in averaged:
                    averaged[name].lerp_(p, 1 - decay)
        sums = [s + float(x) for s, x in zip(sums, parts, strict=True)]
        if n % 50 == 49 or n == count - 1:
            shown = " ".join(f"{s / (n + 1):.4f}" for s in sums)
            print(f"epoch {epoch + 1} step {n + 1}/{count} roles, links, entities {shown} {time.time() - began:.0f}s", flush=True)


def _save(out: Path, epoch: int, model, optimizer, schedule, averaged) -> None:
    state = {
        "epoch": epoch,
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "schedule": schedule.state_dict(),
        "averaged": averaged,
        "torch": torch.get_rng_state(),
    }
    torch.save(state, out / "checkpoint.tmp")
    (out / "checkpoint.tmp").rename(out / "checkpoint.pt")
    torch.save(model.state_dict() | averaged, out / "averaged.pt")
    torch.save(model.state_dict() | averaged, out / f"averaged-{epoch}.pt")


def mean_weights(paths: Sequence[Path], out: Path) -> Path:
    """The mean of several weight files of one run, written to `out`."""
    states = [torch.load(path, weights_only=True) for path in paths]
    torch.save({name: sum(s[name] for s in states) / len(states) for name in states[0]}, out)
    return out


def file_digest(path: Path | None) -> str | None:
    """SHA-256 of a file, None for no file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path else None


def _resume(out: Path, record: dict, model, optimizer, schedule, averaged) -> int:
    path = out / "checkpoint.pt"
    if not path.exists():
        return 0
    known = json.loads((out / "recipe.json").read_text())
    if known != json.loads(json.dumps(record)):
        raise SystemExit(f"{out} holds a checkpoint of another recipe or other data; give a fresh --out, or remove it")
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    averaged.update(state["averaged"])
    torch.set_rng_state(state["torch"])
    return int(state["epoch"])
