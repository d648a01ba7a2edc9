"""The trained model as the one file that the package reads: onnxruntime, int8 weights per channel.

The encoder is written out plainly, one window at a time and without a mask, with the three projections of attention
as one product: the same numbers as the trained model's, in fewer steps.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu

from onrecord.language.encoder import load_onnxruntime
from training.base import base_folder, load_base_encoder
from training.model import LanguageModel, with_roots
from training.narrow import load_state

log = logging.getLogger(__name__)
INPUTS = ("ids", "layouts", "firsts")
OUTPUTS = (
    "opens", "upos", "xpos", "lemma", "arcs", "relations", "shifts", "heads", "names", "attributions",
    "cue_links", "source_links", "vectors",
)  # fmt: skip


class Layer(nn.Module):
    """One transformer layer, post-norm."""

    def __init__(self, layer: Any) -> None:
        super().__init__()
        own = layer.attention.self
        size, head_size = own.query.out_features, own.attention_head_size
        self.heads = size // head_size
        self.together = nn.Linear(own.query.in_features, 3 * size)
        with torch.no_grad():
            scale = head_size**-0.5
            self.together.weight.copy_(torch.cat((own.query.weight * scale, own.key.weight, own.value.weight)))
            self.together.bias.copy_(torch.cat((own.query.bias * scale, own.key.bias, own.value.bias)))
        self.out, self.norm = layer.attention.output.dense, layer.attention.output.LayerNorm
        self.up, self.down, self.last_norm = layer.intermediate.dense, layer.output.dense, layer.output.LayerNorm

    def forward(self, states: Tensor) -> Tensor:
        """Return the next layer's states, [pieces, size]."""
        length = states.shape[0]
        query, key, value = self.together(states).reshape(length, 3, self.heads, -1).permute(1, 2, 0, 3).unbind(0)
        seen = (query @ key.transpose(1, 2)).softmax(-1) @ value
        states = self.norm(states + self.out(seen.permute(1, 0, 2).reshape(length, -1)))
        return self.last_norm(states + self.down(gelu(self.up(states))))


class Together(nn.Module):
    """Linear layers that read the same states, as one product."""

    def __init__(self, *parts: nn.Linear) -> None:
        super().__init__()
        self.sizes = [part.out_features for part in parts]
        self.product = nn.Linear(parts[0].in_features, sum(self.sizes))
        with torch.no_grad():
            self.product.weight.copy_(torch.cat([part.weight for part in parts]))
            self.product.bias.copy_(torch.cat([part.bias for part in parts]))

    def forward(self, states: Tensor) -> tuple[Tensor, ...]:
        """Return what each layer gives."""
        return self.product(states).split(self.sizes, dim=-1)


class OneWindow(nn.Module):
    """The model on one window: what the exported file computes."""

    def __init__(self, model: LanguageModel) -> None:
        super().__init__()
        encoder = model.encoder
        self.model = model
        self.words = encoder.embeddings.word_embeddings
        self.positions = nn.Parameter(
            encoder.embeddings.position_embeddings.weight + encoder.embeddings.token_type_embeddings.weight[0]
        )
        self.layouts = model.layouts
        self.norm = encoder.embeddings.LayerNorm
        self.layers = nn.ModuleList(Layer(layer) for layer in encoder.encoder.layer)
        self.mixes = nn.Parameter(model.mixes.softmax(-1))
        arcs, relations, cues, sources = model.arcs, model.relations, model.cue_links, model.source_links
        self.syntax = Together(
            arcs.left, arcs.right, relations.left, relations.right,
            model.opens, model.upos, model.xpos, model.lemma, model.roots,
        )  # fmt: skip
        self.speech = Together(cues.left, cues.right, sources.left, sources.right, model.attributions)

    def forward(self, ids: Tensor, layouts: Tensor, firsts: Tensor) -> tuple[Tensor, ...]:
        """Return the outputs in the order of `OUTPUTS`; `ids` and `layouts` are [pieces], `firsts` [words]."""
        model = self.model
        states = self.norm(self.words(ids) + self.positions[: ids.shape[0]] + self.layouts(layouts))
        layers = [states]
        for layer in self.layers:
            layers.append(layer(layers[-1]))
        size = states.shape[-1]
        mixed = (self.mixes @ torch.cat([layer.reshape(1, -1) for layer in layers])).reshape(4, -1, size)
        syntax, names, attributions = (mixed[group].index_select(0, firsts) for group in range(3))
        arc_left, arc_right, left, right, opens, upos, xpos, lemma, roots = self.syntax(syntax)
        cue_left, cue_right, source_left, source_right, tags = self.speech(attributions)
        left = gelu(left)
        return (
            opens.squeeze(-1),
            upos.argmax(-1),
            xpos.argmax(-1),
            lemma.argmax(-1),
            with_roots(model.arcs.pairs(arc_left, arc_right), roots),
            model.relations.product(left),
            model.relations.dependent(left),
            gelu(right),
            model.names(names),
            tags,
            model.cue_links.pairs(cue_left, cue_right),
            model.source_links.pairs(source_left, source_right),
            model.vectors(mixed[3]),
        )


def load_model(path: Path) -> LanguageModel:
    """Return the model that training wrote (`model.pt`)."""
    state = torch.load(path, weights_only=True)
    model = LanguageModel(load_base_encoder(), state["labels"])
    load_state(model, state["model"])
    model.labels = state["labels"]  # type: ignore[assignment]
    return model.eval()


def export(
    trained: Path, into: Path, *, data: Path | None = None, reduce_range: bool = True, quantise: bool = True
) -> None:
    """Write the model file, the labels, the tokenizer and the manifest into the folder `into`."""
    load_onnxruntime()
    from onnxruntime.quantization import QuantType, quantize_dynamic

    into.mkdir(parents=True, exist_ok=True)
    model = load_model(trained)
    plain = OneWindow(model).eval()
    example = (torch.tensor([101, 2023, 2003, 102]), torch.tensor([0, 1, 2, 0]), torch.tensor([1, 2]))
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            plain,
            example,
            str(whole),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes={"ids": {0: "pieces"}, "layouts": {0: "pieces"}, "firsts": {0: "words"}},
            opset_version=17,
            dynamo=False,
        )
        if quantise:
            quantize_dynamic(
                whole, into / "model.onnx", per_channel=True, reduce_range=reduce_range, weight_type=QuantType.QInt8
            )
        else:
            shutil.copy(whole, into / "model.onnx")
    labels = {**model.labels, "moves": {name: _moves(crf) for name, crf in _crfs(model).items()}}
    (into / "labels.json").write_text(json.dumps(labels, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.copy(base_folder() / "tokenizer.json", into / "tokenizer.json")
    manifest = {
        "model": "onrecord-language",
        "sha256": {name: _sha256(into / name) for name in ("model.onnx", "labels.json", "tokenizer.json")},
        "reduce_range": reduce_range,
        "commit": _commit(),
        "data": {} if data is None else {str(path.relative_to(data)): _sha256(path) for path in _files(data)},
    }
    (into / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    log.info("%s: %.1f MB", into / "model.onnx", (into / "model.onnx").stat().st_size / 1e6)


def _crfs(model: LanguageModel) -> dict[str, Any]:
    return {"names": model.name_crf, "attributions": model.attribution_crf}


def _moves(crf: Any) -> dict[str, Any]:
    return {
        "between": [[round(float(value), 4) for value in row] for row in crf.transitions],
        "start": [round(float(value), 4) for value in crf.start_transitions],
        "end": [round(float(value), 4) for value in crf.end_transitions],
    }


def _files(data: Path) -> list[Path]:
    used = ("polnear", "worldwide_ner", "gum", "ewt", "sts_headlines", "allsides_stories")
    return sorted(path for name in used for path in (data / name).glob("*.gz"))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _commit() -> str:
    found = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False)  # noqa: S607
    return found.stdout.strip()
