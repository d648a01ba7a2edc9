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
    padded = numpy.zeros((most, len(scores), len(moves.tags)), dtype="float32")
    for number, some in enumerate(scores):
        padded[: len(some), number] = some
    best = padded[0] + moves.start
    back = numpy.zeros(padded.shape, dtype="int16")
    between = moves.between.T  # [to, from]
    for place in range(1, most):
        reached = best[:, None, :] + between
        back[place] = reached.argmax(-1)
        going_on = (place < lengths)[:, None]
        best = numpy.where(going_on, reached.max(-1) + padded[place], best)
    last = (best + moves.end).argmax(-1)
    return [_trace(back[:, number], int(last[number]), int(length)) for number, length in enumerate(lengths)]


def _trace(back: Any, last: int, length: int) -> list[int]:
    if not length:
        return []
    tags = [last]
    for place in range(length - 1, 0, -1):
        tags.append(int(back[place, tags[-1]]))
    return tags[::-1]


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
