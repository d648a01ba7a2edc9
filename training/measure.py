"""What a model scores on the development parts while it is being trained: quick, and only for choosing.

The figures of the shipped file come from `python -m evals`, which reads with the package itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import torch

from training.batches import Batch, Batches, losses, sentence_vectors
from training.corpora import Passage
from training.model import LanguageModel
from training.windows import Window


def measure(model: LanguageModel, made: Batches, headlines: Sequence[tuple[Passage, Passage]]) -> dict[str, float]:
    """Return scores on the development passages of `made` and the correlation on pairs of headlines."""
    model.eval()
    counts: Counter[str] = Counter()
    found: dict[str, float] = {}
    sums: Counter[str] = Counter()
    with torch.inference_mode():
        for kind in ("names", "attributions", "trees"):
            batches = 0
            for windows in made.whole(kind):
                batch = made.collate(kind, windows)
                batches += 1
                for name, loss in losses(model, batch, made, vectors=False).items():
                    sums[name] += float(loss)
                if kind == "trees":
                    _count_trees(model, batch, made, counts)
                else:
                    _count_spans(model, batch, made, counts, kind)
            for name in [name for name in sums if f"loss {name}" not in found]:
                found[f"loss {name}"] = sums[name] / batches
        found["headlines"] = _correlation(model, made, headlines)
    for label in sorted({key.split("|")[1] for key in counts if "|" in key}):
        right, made_, due = (counts[f"{part}|{label}"] for part in ("right", "found", "due"))
        found[label] = 2 * right / max(made_ + due, 1)
    words = max(counts["words"], 1)
    found |= {name: counts[name] / words for name in ("UAS", "LAS", "upos", "xpos", "lemma", "opens")}
    model.train()
    return {name: round(value, 4) for name, value in found.items()}


def _states(model: LanguageModel, batch: Batch) -> tuple[Any, ...]:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return tuple(layer.float() for layer in model.encode(batch.ids, batch.layouts, batch.mask))


def _count_spans(model: LanguageModel, batch: Batch, made: Batches, counts: Counter[str], kind: str) -> None:
    words = model.mix(kind, _states(model, batch), batch.firsts)
    head, crf = (model.names, model.name_crf) if kind == "names" else (model.attributions, model.attribution_crf)
    tags = list(made.numbers[kind])
    due = made.targets(batch, kind, 0)
    for decoded, row in zip(crf.decode(head(words), mask=batch.present), due.tolist(), strict=True):
        left = set(_spans([tags[number] for number in decoded]))
        right = set(_spans([tags[number] for number in row[: len(decoded)]]))
        for name, some in (("found", left), ("due", right), ("right", left & right)):
            counts.update(f"{name}|{label}" for _, _, label in some)
            counts[f"{name}|{kind}"] += len(some)


def _spans(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    start = -1
    for place, tag in enumerate(tags):
        if tag[0] in "BS":
            start = place
        if tag[0] in "ES" and start >= 0:
            yield start, place, tag[2:]
            start = -1


def _count_trees(model: LanguageModel, batch: Batch, made: Batches, counts: Counter[str]) -> None:
    words = model.mix("syntax", _states(model, batch), batch.firsts)
    opens = made.targets(batch, "opens", 0)
    sentence = opens.cumsum(1).masked_fill(~batch.present, -1)
    arcs = model.arc_scores(words).masked_fill(sentence[:, :, None] != sentence[:, None, :], -1e4).argmax(-1)
    sides, shifts, right = model.relations(words)
    relations = model.relations.scores(
        sides, shifts, right.gather(1, arcs[..., None].expand(-1, -1, right.shape[-1]))
    ).argmax(-1)
    heads, due = made.targets(batch, "head"), made.targets(batch, "deprel")
    judged = batch.present & (heads >= 0)
    counts["words"] += int(judged.sum())
    attached = (arcs == heads) & judged
    counts["UAS"] += int(attached.sum())
    counts["LAS"] += int((attached & (relations == due)).sum())
    for name in ("upos", "xpos", "lemma"):
        counts[name] += int(((getattr(model, name)(words).argmax(-1) == made.targets(batch, name)) & judged).sum())
    counts["opens"] += int((((model.opens(words).squeeze(-1) > 0) == (opens > 0)) & judged).sum())


def _correlation(model: LanguageModel, made: Batches, pairs: Sequence[tuple[Passage, Passage]]) -> float:
    import numpy

    cosines = []
    for start in range(0, len(pairs), 32):
        some = [Window(passage, 0, len(passage.words)) for pair in pairs[start : start + 32] for passage in pair]
        for window in some:
            window.passage.vectors = numpy.zeros((1, 384), dtype="float32")
        batch = made.collate("headlines", some)
        vectors = sentence_vectors(model, batch, _states(model, batch))
        cosines += (vectors[::2] * vectors[1::2]).sum(-1).tolist()
    return float(numpy.corrcoef(cosines, [left.score for left, _ in pairs])[0, 1])
