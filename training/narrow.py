"""A narrower encoder: units and attention heads that give little are taken out before training goes on.

Structured pruning (Michel et al. 2019; Xia et al. 2022). What is left runs as fast as if it had never been there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from training.batches import WEIGHTS, Batches, losses
from training.model import LanguageModel

_WEIGHED_BATCHES = 40  # of each data set


def keep_units(encoder: Any, count: int) -> None:
    """Keep the `count` inner units of each layer that weigh most, in place.

    A unit weighs what it can take in times what it can give out: the norms of its row and its column.
    """
    for layer in encoder.encoder.layer:
        up, down = layer.intermediate.dense, layer.output.dense
        if up.out_features > count:
            weighs = up.weight.detach().norm(dim=1) * down.weight.detach().norm(dim=0)
            _keep_units_of(layer, weighs.topk(count).indices.sort().values)


def keep_heads(model: LanguageModel, count: int, made: Batches) -> None:
    """Keep the `count` attention heads, of all layers together, that the training data's losses need most, in place.

    Raises:
        ValueError: a layer would be left without heads, which cannot be run.
    """
    layers = model.encoder.encoder.layer
    size = layers[0].attention.self.attention_head_size
    if sum(layer.attention.self.query.out_features // size for layer in layers) <= count:
        return
    weighs = _weigh_heads(model, made)
    ranked = sorted(
        ((float(weight), number, head) for number, some in enumerate(weighs) for head, weight in enumerate(some)),
        reverse=True,
    )
    kept: list[list[int]] = [[] for _ in layers]
    for _, number, head in ranked[:count]:
        kept[number].append(head)
    for layer, heads in zip(layers, kept, strict=True):
        if not heads:
            raise ValueError("So few heads leave a layer with none.")
        _keep_attention_of(
            layer, torch.tensor([head * size + place for head in sorted(heads) for place in range(size)])
        )


def load_state(model: LanguageModel, state: Mapping[str, Tensor]) -> None:
    """Load the weights of a model that may be narrower than `model`, which becomes as narrow."""
    for number, layer in enumerate(model.encoder.encoder.layer):
        prefix = f"encoder.encoder.layer.{number}"
        _keep_attention_of(layer, torch.arange(state[f"{prefix}.attention.self.query.weight"].shape[0]))
        _keep_units_of(layer, torch.arange(state[f"{prefix}.intermediate.dense.weight"].shape[0]))
    model.load_state_dict(state)


def _weigh_heads(model: LanguageModel, made: Batches) -> list[Tensor]:
    """Return per layer how much the losses change as each head is turned down, the layer's weights of length 1.

    That is the size of the gradient by a factor on what the head gives out (Michel et al. 2019).
    """
    layers = model.encoder.encoder.layer
    size = layers[0].attention.self.attention_head_size
    sums = [torch.zeros(layer.attention.self.query.out_features // size) for layer in layers]
    factors: list[Tensor] = []

    def turn_down(_: nn.Module, given: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        states = given[0]
        by_head = states.reshape(*states.shape[:-1], -1, size)
        factors.append(torch.ones(by_head.shape[-2], requires_grad=True))
        return ((by_head * factors[-1][:, None]).reshape(states.shape), *given[1:])

    hooks = [layer.attention.output.dense.register_forward_pre_hook(turn_down) for layer in layers]
    seen: dict[str, int] = {}
    for kind, windows in made.epoch(0):
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] > _WEIGHED_BATCHES:
            continue
        factors.clear()
        found = losses(model, made.collate(kind, windows), made)
        total = torch.stack([WEIGHTS[name] * value for name, value in found.items()]).sum()
        for some, slope in zip(sums, torch.autograd.grad(total, factors), strict=True):
            some += slope.abs()
    for hook in hooks:
        hook.remove()
    return [some / some.norm() for some in sums]


def _keep_units_of(layer: Any, units: Tensor) -> None:
    _keep_rows(layer.intermediate.dense, units)
    _keep_columns(layer.output.dense, units)


def _keep_attention_of(layer: Any, rows: Tensor) -> None:
    """Keep these of the numbers that a layer's heads give out, one head's after the other's."""
    own = layer.attention.self
    for part in (own.query, own.key, own.value):
        _keep_rows(part, rows)
    _keep_columns(layer.attention.output.dense, rows)


def _keep_rows(linear: nn.Linear, rows: Tensor) -> None:
    linear.weight = nn.Parameter(linear.weight.detach()[rows].clone())
    linear.bias = nn.Parameter(linear.bias.detach()[rows].clone())
    linear.out_features = len(rows)


def _keep_columns(linear: nn.Linear, columns: Tensor) -> None:
    linear.weight = nn.Parameter(linear.weight.detach()[:, columns].clone())
    linear.in_features = len(columns)
