"""Pairs of reports to be compared, brought together so that each report is read for several of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter

Keys = tuple[tuple[int, int], ...]
"""Pairs of one report with some others, by their keys."""

_PAIRS_A_GROUP = 16


def grouped_pairs(pairs: Iterable[tuple[int, int]]) -> Iterator[Keys]:
    """Yield pairs in groups of the same left report, whose pairs are together: a few in each."""
    for _, group in groupby(pairs, key=itemgetter(0)):
        while some := tuple(islice(group, _PAIRS_A_GROUP)):
            yield some
