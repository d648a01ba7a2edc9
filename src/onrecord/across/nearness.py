"""An order in which things that are alike stand near each other, so that what was worked out of one is still at hand.

It is the order of the leaves under single linkage (Sneath, 1957): the most alike are put side by side first, then the
rows that so came about, as Kruskal's algorithm meets them. It changes nothing but how often a thing is read.
"""

from __future__ import annotations

import numpy
from numpy.typing import NDArray

Numbers = NDArray[numpy.int64]


def order_nearby(left: Numbers, right: Numbers, score: Numbers) -> dict[int, int]:
    """Return the place of each thing in such an order.

    Args:
        left: one thing of each pair, by its number.
        right: the other.
        score: how alike they are.
    """
    row_of: dict[int, list[int]] = {}
    for place in numpy.lexsort((right, left, -score)).tolist():
        one, other = (row_of.setdefault(int(thing), [int(thing)]) for thing in (left[place], right[place]))
        if one is other:
            continue
        if len(one) < len(other):
            one, other = other, one
        one += other
        for thing in other:
            row_of[thing] = one
    ordered: dict[int, int] = {}
    for row in row_of.values():
        if row[0] not in ordered:
            ordered.update(zip(row, range(len(ordered), len(ordered) + len(row)), strict=True))
    return ordered
