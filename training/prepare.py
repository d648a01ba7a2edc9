"""Reads the data sets once: passages, label lists, and the teacher's vector of every sentence."""

from __future__ import annotations

import logging
import pickle
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.language.lemmas import IDENTITY, make_script
from onrecord.language.pieces import CLS, SEP, WordPieces
from training.base import base_folder, load_base_encoder
from training.corpora import (
    ATTRIBUTION_TAGS,
    NAME_TAGS,
    Passage,
    read_attributions,
    read_headlines,
    read_names,
    read_texts,
    read_trees,
    rows,
)

_MIN_SCRIPT = 3  # how often a lemma's script must occur to be a class
_TEACHER_PIECES = 254  # as the official release is used
_HELD_OUT_HEADLINES = 10  # every tenth pair is for choosing

log = logging.getLogger(__name__)


@dataclass
class Prepared:
    """All passages, by data set and part, and the labels."""

    labels: dict[str, list[str]]
    train: dict[str, list[Passage]]
    dev: dict[str, list[Passage]]
    headlines: list[tuple[Passage, Passage]]
    dev_headlines: list[tuple[Passage, Passage]]


def prepare(data: Path, into: Path) -> None:
    """Read the data sets in `data` and write what training needs into one file."""
    train = {
        "names": read_names(data, "train"),
        "attributions": read_attributions(data, "train"),
        "trees": [*read_trees(data, "gum", "train"), *read_trees(data, "ewt", "train")],
        "texts": read_texts(_news(data)),
    }
    dev = {
        "names": read_names(data, "dev"),
        "attributions": read_attributions(data, "dev"),
        "trees": [*read_trees(data, "gum", "dev"), *read_trees(data, "ewt", "dev")],
    }
    pairs = read_headlines(data)
    held_out = pairs[::_HELD_OUT_HEADLINES]
    headlines = [pair for number, pair in enumerate(pairs) if number % _HELD_OUT_HEADLINES]
    teach([passage for passages in train.values() for passage in passages])
    teach([passage for pair in headlines for passage in pair])
    prepared = Prepared(_labels(train["trees"]), train, dev, headlines, held_out)
    into.write_bytes(pickle.dumps(prepared))
    for name, passages in {**train, **{f"{part} dev": rest for part, rest in dev.items()}}.items():
        log.info("%s: %d passages, %d words", name, len(passages), sum(len(passage.words) for passage in passages))


def load_prepared(path: Path) -> Prepared:
    """Return what `prepare` wrote."""
    prepared = pickle.loads(path.read_bytes())  # noqa: S301 - a file that this program made
    assert isinstance(prepared, Prepared)
    return prepared


def _news(data: Path) -> list[tuple[str, str]]:
    """Return news texts without labels: they teach the sentence vector alone."""
    return [
        (f"{number}", article["text"])
        for number, story in enumerate(rows(data / "allsides_stories" / "train.jsonl.gz"))
        for article in story["articles"][:1]
    ]


def _labels(trees: list[Passage]) -> dict[str, list[str]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("upos", "xpos", "deprel", "lemma")}
    for passage in trees:
        tree = passage.tree
        assert tree is not None
        counts["upos"].update(tree.upos)
        counts["xpos"].update(tree.xpos)
        counts["deprel"].update(tree.deprel)
        counts["lemma"].update(make_script(*pair) for pair in zip(passage.words, tree.lemma, strict=True))
    labels = {name: sorted(count) for name, count in counts.items()}
    frequent = sorted(script for script, count in counts["lemma"].items() if count >= _MIN_SCRIPT)
    labels["lemma"] = [IDENTITY, *(script for script in frequent if script != IDENTITY)]
    return {**labels, "names": NAME_TAGS, "attributions": ATTRIBUTION_TAGS}


def teach(passages: list[Passage]) -> None:
    """Add the starting model's own vector of every sentence: mean of its last states, of length 1."""
    import numpy
    import torch

    encoder = load_base_encoder().eval()
    pieces = WordPieces(base_folder() / "tokenizer.json")
    sentences: list[tuple[int, int, list[int]]] = []
    for number, passage in enumerate(passages):
        ends = [*passage.cuts[1:], len(passage.words)]
        looked_up = pieces.look_up(passage.words)
        passage.vectors = numpy.zeros((len(passage.cuts), 384), dtype="float16")
        for place, (start, end) in enumerate(zip(passage.cuts, ends, strict=True)):
            ids = [piece for word, _ in looked_up[start:end] for piece in word][:_TEACHER_PIECES]
            sentences.append((number, place, [CLS, *ids, SEP]))
    sentences.sort(key=lambda sentence: len(sentence[2]))
    done = 0
    while done < len(sentences):
        width = -(-len(sentences[min(done + 63, len(sentences) - 1)][2]) // 8) * 8
        batch = sentences[done : done + 64]
        done += len(batch)
        ids = torch.zeros(len(batch), width, dtype=torch.long)
        for row, (_, _, sentence) in enumerate(batch):
            ids[row, : len(sentence)] = torch.tensor(sentence)
        vectors = _vectors(encoder, ids)
        for (number, place, _), vector in zip(batch, vectors, strict=True):
            passages[number].vectors[place] = vector


def _vectors(encoder: Any, ids: Any) -> Any:
    import torch

    mask = (ids > 0).long()
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        states = encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
    pooled = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return torch.nn.functional.normalize(pooled, dim=-1).numpy()
