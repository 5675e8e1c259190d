"""The training loop: resumes from its last checkpoint, averages weights, writes what it did beside them."""

from __future__ import annotations

import hashlib
import json
import math
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from onrecord.language.encoding import Encoder
from onrecord.language.labels import LINKS
from onrecord.language.session import WINDOW
from training.data import Example, Labelled, collate, straighten, wear, windows
from training.network import Reader, crf_loss, link_scores


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the weights, apart from the data."""

    seed: int = 7
    epochs: int = 7
    batch: int = 8
    encoder_rate: float = 1.5e-4
    head_rate: float = 6e-4
    warmup: float = 0.06
    weight_decay: float = 0.01
    dropout: float = 0.1
    average: float = 0.997
    worn: float = 0.35
    straightened: float = 0.2
    feature_loss: float = 0.05
    link_weight: float = 0.5
    entity_weight: float = 0.3
    extra_share: float = 0.5


def epoch_examples(articles: list[Labelled], extra: list[Labelled], encoder: Encoder, recipe: Recipe, epoch: int) -> list[Example]:
    """The windows of one epoch, worn, cut and shuffled by the recipe's seed: all articles and a share of the extra ones."""
    rng = random.Random(recipe.seed * 1000 + epoch)
    examples = []
    for article in articles + rng.sample(extra, round(recipe.extra_share * len(extra))):
        if rng.random() < recipe.straightened:
            article = straighten(article)
        if rng.random() < recipe.worn:
            article = wear(article, rng)
        examples += windows(article, encoder, rng)
    for example in examples:
        for name in ("shape", "quote", "gap"):
            if rng.random() < recipe.feature_loss:
                getattr(example, name)[:] = 0
    rng.shuffle(examples)
    return examples


def losses(model: Reader, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
    """Role (CRF), link and entity loss of one batch, float32."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        roles, entities, links = model(*(batch[k] for k in ("ids", "shape", "quote", "gap", "mask")))
    at = batch["first"][:, :, None]
    words = batch["first"].shape[1]
    on_words = [x.float().gather(1, at.expand(-1, words, x.shape[2])) for x in (roles, entities, links)]
    role_loss = crf_loss(on_words[0][:, 1:], model.transition_scores(), batch["roles"], batch["lengths"])
    entity_loss = F.cross_entropy(on_words[1][:, 1:].reshape(-1, entities.shape[2]), batch["entities"].reshape(-1), ignore_index=-1)
    outside = torch.arange(words)[None, :] > batch["lengths"][:, None]
    total, count = torch.zeros(()), 0
    for link in range(len(LINKS)):
        chosen = batch["link_rows"][:, 0] == link
        rows, targets = batch["link_rows"][chosen], batch["link_targets"][chosen]
        if len(rows):
            scores = link_scores(on_words[2], link).masked_fill(outside[:, None, :], -1e4)[rows[:, 1], rows[:, 2]]
            total = total + (torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~targets, -1e4), 1)).mean()
            count += 1
    return role_loss, total / max(count, 1), entity_loss if torch.isfinite(entity_loss) else torch.zeros(())


def train(
    recipe: Recipe, articles: list[Labelled], pretrained: Path, out: Path, start: Path | None = None, extra: Sequence[Labelled] = ()
) -> Path:
    """Train and return the path of the averaged weights. Interrupted, the same call goes on from `out`/checkpoint.pt.

    Weights start from the pretrained encoder or, for a later stage, from the file `start`. Of the `extra` articles a share is
    drawn anew each epoch.
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
    characters = sum(len(a.text) for a in articles) + recipe.extra_share * sum(len(a.text) for a in extra)
    steps = recipe.epochs * round(characters / 4.3 / WINDOW / recipe.batch)

    def rate(step: int) -> float:
        return min((step + 1) / (recipe.warmup * steps), max(0.0, (steps - step) / (steps * (1 - recipe.warmup))) + 0.01)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    averaged = {n: p.detach().clone() for n, p in model.named_parameters() if p.requires_grad}
    record = {"recipe": asdict(recipe), "articles": digest(articles), "extra": digest(list(extra)), "start": file_digest(start)}
    done = _resume(out, record, model, optimizer, schedule, averaged)
    (out / "recipe.json").write_text(json.dumps(record, indent=1))
    if done >= recipe.epochs:
        return out / "averaged.pt"
    with ThreadPoolExecutor(1) as ahead:
        upcoming = ahead.submit(epoch_examples, articles, list(extra), encoder, recipe, done)
        for epoch in range(done, recipe.epochs):
            examples = upcoming.result()
            upcoming = ahead.submit(epoch_examples, articles, list(extra), encoder, recipe, epoch + 1)
            _run_epoch(recipe, epoch, examples, encoder, model, optimizer, schedule, averaged)
            _save(out, epoch + 1, model, optimizer, schedule, averaged)
    return out / "averaged.pt"


def digest(articles: list[Labelled]) -> str:
    """SHA-256 over the texts and labels that were trained on."""
    return hashlib.sha256(repr([(a.text, a.attributions, a.entities, a.chains) for a in articles]).encode("utf-8")).hexdigest()


def _run_epoch(recipe, epoch, examples, encoder, model, optimizer, schedule, averaged) -> None:
    model.train()
    began, sums = time.time(), [0.0, 0.0, 0.0]
    count = math.ceil(len(examples) / recipe.batch)
    for n in range(count):
        batch = collate(examples[n * recipe.batch : (n + 1) * recipe.batch], encoder)
        parts = losses(model, batch)
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
