"""Crowds: many printings of nearly the same text, of which only the first takes part in the search for copies.

Ten thousand printings of one text would make fifty million pairs, and their prints would look like stock phrases. So
where many reports share a band of their sketches (see `prints`), those that are nearly the same as the first of them
stand behind it, and are aligned with it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from onrecord.across.prints import Hashes, group_starts

NAME = "crowds.sketched.v1"
MIN_CROWD = 50
"""Reports that share a band, at the least, for a crowd."""

MIN_ALIKE = 0.85
"""Jaccard index of the prints of two texts from which they are nearly the same."""


@dataclass(frozen=True, slots=True)
class Sketched:
    """A report in the search for crowds: its number, when it was published (what is unknown last), and its bands."""

    number: int
    moment: str
    id: str
    bands: Hashes


def find_crowds(rows: Sequence[Sketched], prints_of: Callable[[int], Hashes]) -> dict[int, int]:
    """Return, for each report that stands behind another, the number of that one, which stands behind none.

    Args:
        rows: all reports.
        prints_of: returns the hashes of a report's prints, sorted.
    """
    behind: dict[int, int] = {}
    order = {row.number: place for place, row in enumerate(sorted(rows, key=lambda row: (row.moment, row.id)))}
    for crowd in _crowded(rows):
        first = min(crowd, key=order.__getitem__)
        if first in behind:
            continue  # its crowd stands behind the same as it does, as far as it is alike
        leader = prints_of(first)
        for number in crowd:
            if number != first and number not in behind and _alike(prints_of(number), leader) >= MIN_ALIKE:
                behind[number] = first
    return {number: _end(first, behind) for number, first in behind.items()}


def _crowded(rows: Sequence[Sketched]) -> Iterator[list[int]]:
    """Yield the reports that share a band with many, band by band."""
    bands: NDArray[numpy.uint32] = numpy.concatenate([numpy.zeros(0, numpy.uint32), *(row.bands for row in rows)])
    owners = numpy.repeat(
        numpy.array([row.number for row in rows], dtype=numpy.int64), [len(row.bands) for row in rows]
    )
    order = numpy.lexsort((owners, bands))
    bands, owners = bands[order], owners[order]
    starts = group_starts(bands)
    ends = numpy.append(starts[1:], len(bands))
    for large in numpy.flatnonzero(ends - starts >= MIN_CROWD):
        yield owners[starts[large] : ends[large]].tolist()


def _alike(left: Hashes, right: Hashes) -> float:
    """Return the Jaccard index of two sets of prints, in [0, 1]."""
    left, right = numpy.unique(left), numpy.unique(right)
    shared = len(numpy.intersect1d(left, right, assume_unique=True))
    return shared / (len(left) + len(right) - shared)


def _end(number: int, behind: Mapping[int, int]) -> int:
    while number in behind:
        number = behind[number]
    return number
