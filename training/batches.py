"""Windows to tensors, and tensors to losses: one loss a kind of label."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
import torch
from torch import Tensor
from torch.nn import functional

from onrecord.language.lemmas import make_script
from onrecord.language.pieces import CLS, MASK, SEP, WordPieces
from training.corpora import Passage
from training.model import LanguageModel
from training.windows import Noise, Window, cut_windows, encode

IGNORED = -100
BATCH_PIECES = 2560  # padding counted
WIDTH = 32  # pieces are padded to multiples of this
_HIDDEN_WORDS = 0.05  # words whose pieces are masked in training
_WINDOW_PIECES = (64, 224)  # how long windows may get; each passage draws its own in each epoch
WEIGHTS = {
    "names": 5.0, "attributions": 3.0, "cue links": 0.3, "source links": 0.3, "opens": 1.0, "arcs": 1.0, "deprel": 1.0,
    "upos": 1.0, "xpos": 0.3, "lemma": 0.5, "vectors": 2.0, "pairs": 2.0, "scores": 2.0,
}  # fmt: skip


@dataclass
class Batch:
    """Windows of one data set, padded: `ids`, `layouts` and `mask` by pieces, `firsts` and `present` by words."""

    kind: str
    windows: list[Window]
    ids: Tensor
    layouts: Tensor
    mask: Tensor
    firsts: Tensor
    present: Tensor
    pools: Tensor  # [sentences, batch x pieces]: which pieces make up each sentence, in parts of 1
    teacher: Tensor  # [sentences, size]


class Batches:
    """Makes the batches of an epoch."""

    def __init__(
        self, passages: dict[str, list[Passage]], pieces: WordPieces, labels: dict[str, list[str]], seed: int
    ) -> None:
        self._passages = passages
        self._pieces = pieces
        self.numbers = {name: {label: number for number, label in enumerate(some)} for name, some in labels.items()}
        self._seed = seed
        self._noises = {kind: Noise(some, seed) for kind, some in passages.items()}
        self._lengths = {
            id(passage): [len(ids) for ids, _ in pieces.look_up(passage.words)]
            for some in passages.values()
            for passage in some
        }

    def epoch(self, number: int, shares: dict[str, float] | None = None) -> list[tuple[str, list[Window]]]:
        """Return the epoch's batches in random order: their kind and windows. `shares`: how often each kind is read."""
        generator = random.Random(f"{self._seed} {number}")
        planned: list[tuple[str, list[Window]]] = []
        for kind, passages in self._passages.items():
            windows: list[Window] = []
            left = (shares or {}).get(kind, 1.0)
            while left > 0:
                again: list[Window] = []
                for passage in passages:
                    longest = generator.randint(*_WINDOW_PIECES)
                    again += cut_windows(passage, longest, self._lengths[id(passage)])
                generator.shuffle(again)
                windows += again[: int(len(again) * min(left, 1.0))]
                left -= 1.0
            self._noises[kind].start(number)
            windows = [self._noises[kind].change(window) for window in windows]
            planned += [(kind, some) for some in self._filled(windows)]
        generator.shuffle(planned)
        return planned

    def whole(self, kind: str, max_pieces: int = 192) -> Iterator[list[Window]]:
        """Yield all windows of a kind without noise, in batches."""
        windows = [
            window
            for passage in self._passages[kind]
            for window in cut_windows(passage, max_pieces, self._lengths[id(passage)])
        ]
        yield from self._filled(windows)

    def _filled(self, windows: list[Window]) -> Iterator[list[Window]]:
        """Yield batches of windows of like length."""
        sized = sorted(windows, key=lambda window: -(-self._size(window) // WIDTH))
        some: list[Window] = []
        for window in sized:
            width = -(-(self._size(window) + 2) // WIDTH) * WIDTH
            if some and width * (len(some) + 1) > BATCH_PIECES:
                yield some
                some = []
            some.append(window)
        if some:
            yield some

    def _size(self, window: Window) -> int:
        lengths = self._lengths.get(id(window.passage))
        if lengths is None:  # a changed passage
            return sum(len(ids) for ids in encode(window, self._pieces)[0])
        return sum(lengths[window.start : window.end])

    def collate(self, kind: str, windows: list[Window], *, hide: random.Random | None = None) -> Batch:
        """Return windows as tensors; `hide` masks some words."""
        encoded = [encode(window, self._pieces) for window in windows]
        width = max(sum(map(len, ids)) for ids, _ in encoded) + 2
        width = -(-width // WIDTH) * WIDTH
        most = max(len(ids) for ids, _ in encoded)
        shape = (len(windows), width)
        all_ids, all_layouts = numpy.zeros(shape, dtype="int64"), numpy.zeros(shape, dtype="int64")
        mask = numpy.zeros(shape, dtype="int64")
        firsts, present = (
            numpy.zeros((len(windows), most), dtype="int64"),
            numpy.zeros((len(windows), most), dtype=bool),
        )
        pools: list[tuple[int, int, int]] = []
        teacher = []
        for row, (window, (ids, layouts)) in enumerate(zip(windows, encoded, strict=True)):
            if hide is not None:
                ids = [(MASK,) * len(word) if hide.random() < _HIDDEN_WORDS else word for word in ids]
            counts = [len(word) for word in ids]
            flat = [CLS, *(piece for word in ids for piece in word), SEP]
            all_ids[row, : len(flat)] = flat
            all_layouts[row, 1 : len(flat) - 1] = numpy.repeat(layouts, counts)
            mask[row, : len(flat)] = 1
            starts = numpy.concatenate(([1], 1 + numpy.cumsum(counts)))
            firsts[row, : len(ids)] = starts[:-1]
            present[row, : len(ids)] = True
            passage = window.passage
            if passage.vectors is None:
                continue
            ends = [*passage.cuts[1:], len(passage.words)]
            for place, (start, end) in enumerate(zip(passage.cuts, ends, strict=True)):
                if window.start <= start and end <= window.end:
                    begin, stop = int(starts[start - window.start]), int(starts[end - window.start])
                    pools.append((row, begin, stop))
                    teacher.append(passage.vectors[place])
        pooling = torch.zeros(len(pools), len(windows) * width)
        for number, (row, begin, stop) in enumerate(pools):
            pooling[number, row * width + begin : row * width + stop] = 1 / (stop - begin)
        return Batch(
            kind, windows, *map(torch.from_numpy, (all_ids, all_layouts, mask, firsts, present)), pooling,
            torch.from_numpy(numpy.array(teacher, dtype="float32")) if teacher else torch.zeros(0, 1),
        )  # fmt: skip

    def targets(self, batch: Batch, values: str, fill: int = IGNORED) -> Tensor:
        """Return the labels of a kind as numbers, [batch, words]."""
        made = torch.full(batch.firsts.shape, fill)
        for row, window in enumerate(batch.windows):
            found = self._values(window, values)
            made[row, : len(found)] = torch.tensor(found)
        return made

    def _values(self, window: Window, values: str) -> list[int]:
        passage, place = window.passage, slice(window.start, window.end)
        inside = range(window.start, window.end)
        if values == "names":
            assert passage.names is not None
            return passage.names[place]
        if values in {"attributions", "cue_of", "source_of"}:
            found = passage.attributions
            assert found is not None
            if values == "attributions":
                return found.tags[place]
            links = (found.cue_of if values == "cue_of" else found.source_of)[place]
            return [link - window.start if link in inside else IGNORED for link in links]
        tree = passage.tree
        assert tree is not None
        if values == "head":
            return [head - window.start if head in inside else IGNORED for head in tree.head[place]]
        if values == "opens":
            opening = set(passage.cuts)
            return [int(word in opening) for word in inside]
        numbers = self.numbers[values]
        if values == "lemma":
            pairs: Sequence[Any] = [
                make_script(*pair) for pair in zip(passage.words[place], tree.lemma[place], strict=True)
            ]
            return [numbers.get(script, IGNORED) for script in pairs]
        return [numbers.get(label, IGNORED) for label in getattr(tree, values)[place]]


def losses(model: LanguageModel, batch: Batch, made: Batches, *, vectors: bool = True) -> dict[str, Tensor]:
    """Return the losses of a batch by name, without weights."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = tuple(layer.float() for layer in model.encode(batch.ids, batch.layouts, batch.mask))
    found: dict[str, Tensor] = {}
    if batch.kind == "names":
        words = model.mix("names", states, batch.firsts)
        found["names"] = _crf_loss(model.name_crf, model.names(words), made.targets(batch, "names", 0), batch.present)
    elif batch.kind == "attributions":
        words = model.mix("attributions", states, batch.firsts)
        tags = made.targets(batch, "attributions", 0)
        found["attributions"] = _crf_loss(model.attribution_crf, model.attributions(words), tags, batch.present)
        names = list(made.numbers["attributions"])
        cue_starts = torch.tensor([tag in {"B-cue", "S-cue"} for tag in names])[tags]
        found["cue links"] = _link_loss(model.cue_links(words), made.targets(batch, "cue_of"), cue_starts)
        source_starts = torch.tensor([tag in {"B-source", "S-source"} for tag in names])[tags]
        found["source links"] = _link_loss(
            model.source_links(words), made.targets(batch, "source_of"), source_starts, or_itself=True
        )
    elif batch.kind == "trees":
        found |= _tree_losses(model, batch, made, model.mix("syntax", states, batch.firsts))
    if vectors and len(batch.teacher):
        found |= _vector_losses(model, batch, states)
    return found


def _crf_loss(crf: Any, scores: Tensor, tags: Tensor, present: Tensor) -> Tensor:
    loss: Tensor = -crf(scores.float(), tags, mask=present, reduction="sum") / present.sum()
    return loss


def _link_loss(scores: Tensor, targets: Tensor, starts: Tensor, *, or_itself: bool = False) -> Tensor:
    """Return the loss of choosing the right word among those that `starts` marks (and the word itself)."""
    choices = starts[:, None, :].expand_as(scores)
    if or_itself:
        choices = choices | torch.eye(scores.shape[-1], dtype=torch.bool)
    scores = scores.float().masked_fill(~choices, -1e4)
    can_be = choices.gather(-1, targets.clamp(min=0)[..., None]).squeeze(-1)  # not where its span lost to another's
    targets = targets.masked_fill(~can_be, IGNORED)
    if not bool((targets >= 0).any()):
        return scores.sum() * 0
    return functional.cross_entropy(scores.flatten(0, 1), targets.flatten(), ignore_index=IGNORED)


def _tree_losses(model: LanguageModel, batch: Batch, made: Batches, words: Tensor) -> dict[str, Tensor]:
    opens = made.targets(batch, "opens", 0)
    found = {
        "opens": functional.binary_cross_entropy_with_logits(
            model.opens(words).squeeze(-1)[batch.present], opens[batch.present].float()
        )
    }
    for name in ("upos", "xpos", "lemma"):
        scores = getattr(model, name)(words)
        found[name] = functional.cross_entropy(scores.flatten(0, 1), made.targets(batch, name).flatten())
    sentence = opens.cumsum(1).masked_fill(~batch.present, -1)
    heads = made.targets(batch, "head")
    arcs = model.arc_scores(words).float().masked_fill(sentence[:, :, None] != sentence[:, None, :], -1e4)
    found["arcs"] = functional.cross_entropy(arcs.flatten(0, 1), heads.flatten(), ignore_index=IGNORED)
    sides, shifts, right = model.relations(words)
    of_heads = right.gather(1, heads.clamp(min=0)[..., None].expand(-1, -1, right.shape[-1]))
    relations = model.relations.scores(sides, shifts, of_heads)
    found["deprel"] = functional.cross_entropy(relations.flatten(0, 1), made.targets(batch, "deprel").flatten())
    return found


def _vector_losses(model: LanguageModel, batch: Batch, states: tuple[Tensor, ...]) -> dict[str, Tensor]:
    """Return how far the vectors, and their likeness to each other, are from the starting model's."""
    made = sentence_vectors(model, batch, states)
    alike, due = made @ made.T, batch.teacher @ batch.teacher.T
    return {"vectors": 1 - (made * batch.teacher).sum(-1).mean(), "pairs": functional.mse_loss(alike, due)}


def sentence_vectors(model: LanguageModel, batch: Batch, states: tuple[Tensor, ...]) -> Tensor:
    """Return the vectors of the batch's whole sentences, of length 1."""
    pooled = batch.pools @ model.mix("vectors", states).flatten(0, 1)
    return functional.normalize(model.vectors(pooled), dim=-1)


def score_loss(made: Tensor, scores: Tensor) -> Tensor:
    """Return 1 less the correlation of the pairs' cosines with their scores; pairs stand in rows 2n and 2n + 1."""
    cosines = (made[::2] * made[1::2]).sum(-1)
    left, right = cosines - cosines.mean(), scores - scores.mean()
    return 1 - (left * right).sum() / (left.norm() * right.norm() + 1e-6)
