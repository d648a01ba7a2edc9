"""The best sequence of BIOES tags, and the spans that it spells (Viterbi 1967)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

FORBIDDEN = -1e4


@dataclass(frozen=True)
class Moves:
    """How well tags follow each other: `between` [tags, tags], `start` [tags] and `end` [tags]."""

    tags: tuple[str, ...]
    between: Any
    start: Any
    end: Any


def best_tags(scores: Sequence[Any], moves: Moves) -> list[list[int]]:
    """Return the best tags of each stretch of words; `scores` are arrays [words, tags].

    Stretches are worked on side by side, which changes none of them: no number of one meets one of another.
    """
    import numpy

    if not scores:
        return []
    lengths = numpy.array([len(some) for some in scores])
    most = int(lengths.max())
    if not most:
        return [[] for _ in scores]
    best = numpy.zeros((most, len(scores), len(moves.tags)), dtype="float32")  # of what ends at a word with a tag
    for number, some in enumerate(scores):
        best[: len(some), number] = some
    best[0] += moves.start
    between = numpy.ascontiguousarray(moves.between[:, None, :])  # [from, 1, to]
    for place in range(1, most):
        best[place] += (best[place - 1].T[:, :, None] + between).max(0)
    tags = numpy.zeros((most, len(scores)), dtype="int64")
    onto = moves.between.T  # [to, from]
    following = numpy.zeros(len(scores), dtype="int64")
    for place in range(most - 1, -1, -1):
        is_last = (lengths == place + 1)[:, None]
        following = (best[place] + numpy.where(is_last, moves.end, onto[following])).argmax(-1)
        tags[place] = following
    return [tags[:length, number].tolist() for number, length in enumerate(lengths)]


def tag_spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the spans that BIOES tags spell, half-open, with labels; one that breaks off ends there."""
    start, label = 0, ""
    for place, tag in enumerate((*tags, "O")):
        if label and tag != f"I-{label}" and tag != f"E-{label}":
            yield start, place, label
            label = ""
        if tag[0] in "BS" or (tag[0] in "IE" and not label):
            start, label = place, tag[2:]
        if label and tag[0] in "ES":
            yield start, place + 1, label
            label = ""
