"""The training loop: all data sets in one epoch, in random order, with checkpoints to go on from."""

from __future__ import annotations

import json
import logging
import math
import random
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from onrecord.language.pieces import WordPieces
from training.base import base_folder, load_base_encoder
from training.batches import WEIGHTS, Batch, Batches, losses, score_loss, sentence_vectors
from training.measure import measure
from training.model import LanguageModel
from training.narrow import keep_heads, keep_units, load_state
from training.prepare import Prepared
from training.windows import Window

log = logging.getLogger(__name__)
_PAIRS = 24  # of headlines in a batch
_LOGGED_STEPS = 50
_SAVED_STEPS = 400


@dataclass(frozen=True)
class Recipe:
    """How to train."""

    units: int = 1536  # inside each layer: so many are kept
    heads: int = 72  # of attention, in all layers together: so many are kept
    epochs: int = 4
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    warmup: float = 0.05
    averaging: float = 0.999  # of the weights, a step
    max_gradient: float = 1.0
    headlines_every: int = 12  # steps
    seed: int = 1
    shares: dict[str, float] = field(default_factory=lambda: {"texts": 0.1, "trees": 2.0})  # of a set, an epoch


def fit(
    prepared: Prepared, recipe: Recipe, into: Path, *, start: Path | None = None, max_minutes: float = math.inf
) -> None:
    """Train, and write checkpoints and a log into the folder `into`; go on from the last checkpoint that is there.

    Starts from the official weights, or from a model trained before (`start`), and narrows them first where the recipe
    says so. Stops at the next checkpoint after `max_minutes`; the same call goes on from it.
    """
    into.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe.seed)
    started = time.monotonic()
    pieces = WordPieces(base_folder() / "tokenizer.json")
    model = LanguageModel(load_base_encoder(), prepared.labels)
    made = Batches(prepared.train, pieces, prepared.labels, recipe.seed)
    dev = Batches(prepared.dev, pieces, prepared.labels, recipe.seed)
    checkpoint = into / "checkpoint.pt"
    state = torch.load(checkpoint, weights_only=True) if checkpoint.exists() else None
    if state is not None:
        load_state(model, state["model"])
    else:
        if start is not None:
            load_state(model, torch.load(start, weights_only=True)["model"])
        keep_units(model.encoder, recipe.units)
        keep_heads(model, recipe.heads, made)
    averaged = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(recipe.averaging))
    optimizer = _optimizer(model, recipe)
    plan = [step for epoch in range(recipe.epochs) for step in made.epoch(epoch, recipe.shares)]
    (into / "recipe.json").write_text(json.dumps({**asdict(recipe), "steps": len(plan)}, indent=1) + "\n")
    first = 0
    if state is not None:
        averaged.load_state_dict(state["averaged"])
        optimizer.load_state_dict(state["optimizer"])
        first = state["step"]
        log.info("goes on at step %d of %d", first, len(plan))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step + first, len(plan), recipe.warmup))
    model.train()
    sums: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    count, since = 0, time.monotonic()
    epoch_steps = len(plan) // recipe.epochs
    for step, (kind, windows) in enumerate(plan[first:], first):
        chance = random.Random(f"{recipe.seed} {step}")
        batch = made.collate(kind, windows, hide=chance)
        found = _step(model, batch, made, optimizer, recipe)
        if step % recipe.headlines_every == 0:
            found |= _headlines_step(model, made, prepared, optimizer, recipe, chance)
        schedule.step()
        averaged.update_parameters(model)
        sums.update(found)
        seen.update(found.keys())
        count += int(batch.mask.sum())
        if (step + 1) % _LOGGED_STEPS == 0:
            means = " ".join(f"{name} {sums[name] / seen[name]:.3f}" for name in sorted(sums))
            log.info("step %d/%d, %d pieces/s: %s", step + 1, len(plan), count / (time.monotonic() - since), means)
            sums, seen, count, since = Counter(), Counter(), 0, time.monotonic()
        is_last = step + 1 == len(plan)
        if (step + 1) % epoch_steps == 0 or is_last:
            scores = measure(averaged.module, dev, prepared.dev_headlines)
            log.info("step %d: %s", step + 1, json.dumps(scores))
            with (into / "scores.jsonl").open("a") as lines:
                lines.write(json.dumps({"step": step + 1, **scores}) + "\n")
            _save_model(into / "model.pt", averaged.module, prepared.labels, step + 1)
        if (step + 1) % _SAVED_STEPS == 0 or is_last:
            _save(checkpoint, model, averaged, optimizer, step + 1)
            if (time.monotonic() - started) / 60 > max_minutes:
                log.info("stops after %.0f minutes at step %d", max_minutes, step + 1)
                return


def _rate(step: int, steps: int, warmup: float) -> float:
    """Return the share of the highest learning rate: up in a line, down in a line."""
    rising = max(1, int(steps * warmup))
    return min((step + 1) / rising, (steps - step) / max(1, steps - rising))


def _optimizer(model: LanguageModel, recipe: Recipe) -> Any:
    encoder = [*model.encoder.parameters(), *model.layouts.parameters()]
    inside = {id(parameter) for parameter in encoder}
    heads = [parameter for parameter in model.parameters() if id(parameter) not in inside]
    return torch.optim.AdamW(
        [{"params": encoder, "lr": recipe.encoder_rate}, {"params": heads, "lr": recipe.head_rate}],
        weight_decay=recipe.weight_decay,
        fused=True,
    )


def _step(model: LanguageModel, batch: Batch, made: Batches, optimizer: Any, recipe: Recipe) -> dict[str, float]:
    found = losses(model, batch, made)
    _descend(model, found, optimizer, recipe)
    return {name: float(loss) for name, loss in found.items()}


def _headlines_step(
    model: LanguageModel, made: Batches, prepared: Prepared, optimizer: Any, recipe: Recipe, chance: random.Random
) -> dict[str, float]:
    pairs = chance.sample(prepared.headlines, _PAIRS)
    batch = made.collate("headlines", [Window(one, 0, len(one.words)) for pair in pairs for one in pair])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = tuple(layer.float() for layer in model.encode(batch.ids, batch.layouts, batch.mask))
    vectors = sentence_vectors(model, batch, states)
    scores = torch.tensor([left.score for left, _ in pairs])
    found = {"scores": score_loss(vectors, scores), "vectors": 1 - (vectors * batch.teacher).sum(-1).mean()}
    _descend(model, found, optimizer, recipe)
    return {"scores": float(found["scores"])}


def _descend(model: LanguageModel, found: dict[str, Any], optimizer: Any, recipe: Recipe) -> None:
    if not found:
        return
    loss = sum(WEIGHTS[name] * value for name, value in found.items())
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[union-attr]
    torch.nn.utils.clip_grad_norm_(model.parameters(), recipe.max_gradient, foreach=True)
    optimizer.step()


def _save_model(path: Path, model: LanguageModel, labels: dict[str, list[str]], step: int) -> None:
    torch.save({"model": model.state_dict(), "labels": labels, "step": step}, path)


def _save(path: Path, model: Any, averaged: Any, optimizer: Any, step: int) -> None:
    beside = path.with_suffix(".new")
    torch.save(
        {
            "model": model.state_dict(),
            "averaged": averaged.state_dict(),
            "optimizer": optimizer.state_dict(),
            "step": step,
        },
        beside,
    )
    beside.replace(path)
