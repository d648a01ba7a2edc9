"""Pairs of reports to be compared, brought together so that each report is read for several of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Keys = tuple[tuple[int, int], ...]
"""Pairs of one report with some others, by their keys."""

_PAIRS_A_GROUP = 16


def grouped_pairs(pairs: Sequence[tuple[int, int]]) -> Iterator[Keys]:
    """Yield pairs, which are sorted, in groups of the same left report: a few in each."""
    start = 0
    for place in range(1, len(pairs) + 1):
        if place == len(pairs) or pairs[place][0] != pairs[start][0] or place - start == _PAIRS_A_GROUP:
            yield tuple(pairs[start:place])
            start = place
