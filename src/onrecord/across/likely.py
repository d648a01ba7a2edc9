"""Which pairs of reports are worth comparing as to their stories: those that share strong words.

An inverted index of each report's strongest stems; the strength that two reports have in common is summed over the
words that few reports hold, and each report is compared with the best so found. The result depends on the reports
alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy
import numpy.typing as npt

from onrecord.facts.terms import rarity
from onrecord.records import Gist

NAME = "likely.index.v1"
WORDS = 40
"""Strongest stems of a report that are looked up."""

MAX_HOLDERS = 200
"""Reports that hold a stem, up to which it leads from one to another."""

MAX_PARTNERS = 40
"""Others that a report is compared with at its own wish; others may wish for it."""

_MIN_SHARED = 600  # hundredths of strength that two reports share at least
_MAX_COUNT = 6.0
_IN_TITLE, _IN_LEAD = 1.5, 1.2
_HUNDREDTHS = 100
_PAIRS_AT_ONCE = 20_000_000

Numbers = npt.NDArray[numpy.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """The strongest stems of a report: hashes (uint32) and strengths in hundredths (uint16), by hash."""

    hashes: npt.NDArray[numpy.uint32]
    strengths: npt.NDArray[numpy.uint16]


def make_keys(gist: Gist) -> Keys:
    """Return by which words a report is found."""
    strengths = {
        one: min(weight, _MAX_COUNT) ** 0.5
        * rarity(one)
        * (_IN_TITLE if one in gist.title else 1.0)
        * (_IN_LEAD if one in gist.lead else 1.0)
        for one, weight in gist.terms.items()
    }
    strongest = sorted(strengths, key=lambda one: (-strengths[one], one))[:WORDS]
    found = {zlib.crc32(one.encode()): min(65_535, round(strengths[one] * _HUNDREDTHS)) for one in strongest}
    hashes = sorted(found)
    return Keys(numpy.array(hashes, dtype="<u4"), numpy.array([found[one] for one in hashes], dtype="<u2"))


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of reports by their numbers, left below right; and which reports have more partners than they take."""

    left: Numbers
    right: Numbers
    full: npt.NDArray[numpy.bool_]


def find_likely(count: int, reports: Numbers, hashes: npt.NDArray[numpy.uint32], strengths: Numbers) -> Pairs:
    """Return the pairs worth comparing.

    Args:
        count: how many reports there are; they are numbered in a canonical order from 0.
        reports: for each word of each report, the report.
        hashes: the word.
        strengths: how strong it is in the report.
    """
    order = numpy.lexsort((reports, hashes))
    reports, hashes, strengths = reports[order], hashes[order], strengths[order]
    starts = numpy.flatnonzero(numpy.concatenate(([True], hashes[1:] != hashes[:-1]))) if len(hashes) else order
    sizes = numpy.diff(numpy.concatenate((starts, [len(hashes)])))
    few = (sizes > 1) & (sizes <= MAX_HOLDERS)
    lefts, rights, scores = [], [], []
    for left, right, score in _summed(count, reports, strengths, starts[few], sizes[few]):
        lefts.append(left)
        rights.append(right)
        scores.append(score)
    if not lefts:
        none = numpy.empty(0, dtype=numpy.int64)
        return Pairs(none, none, numpy.zeros(count, dtype=numpy.bool_))
    left, right, score = map(numpy.concatenate, (lefts, rights, scores))
    return _best(count, left, right, score)


def _summed(
    count: int, reports: Numbers, strengths: Numbers, starts: Numbers, sizes: Numbers
) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
    """Yield all pairs that share enough, with what they share; block by block of left reports."""
    blocks = max(1, int((sizes * (sizes - 1) // 2).sum()) // _PAIRS_AT_ONCE + 1)
    edges = numpy.linspace(0, count, blocks + 1).astype(numpy.int64)
    for low, high in pairwise(edges.tolist()):
        pairs, shared = [], []
        for size in numpy.unique(sizes):
            places = starts[sizes == size][:, None] + numpy.arange(size)
            first, second = numpy.triu_indices(size, 1)
            held, strong = reports[places], strengths[places]
            left, right = held[:, first], held[:, second]
            inside = (left >= low) & (left < high)
            pairs.append(left[inside] * count + right[inside])
            shared.append(numpy.minimum(strong[:, first], strong[:, second])[inside])
        if not pairs:
            continue
        pair, score = numpy.concatenate(pairs), numpy.concatenate(shared)
        order = numpy.argsort(pair, kind="stable")
        pair, score = pair[order], score[order]
        heads = numpy.flatnonzero(numpy.concatenate(([True], pair[1:] != pair[:-1]))) if len(pair) else order
        summed = numpy.add.reduceat(score, heads) if len(pair) else score
        enough = summed >= _MIN_SHARED
        pair, summed = pair[heads][enough], summed[enough]
        yield pair // count, pair % count, summed


def _best(count: int, left: Numbers, right: Numbers, score: Numbers) -> Pairs:
    """Keep the pairs that are among the best of either report."""
    one, other = numpy.concatenate((left, right)), numpy.concatenate((right, left))
    pair = numpy.concatenate((numpy.arange(len(left)), numpy.arange(len(left))))
    order = numpy.lexsort((other, -numpy.concatenate((score, score)), one))
    one, pair = one[order], pair[order]
    begins = numpy.searchsorted(one, numpy.arange(count))
    rank = numpy.arange(len(one)) - begins[one]
    kept = numpy.zeros(len(left), dtype=numpy.bool_)
    kept[pair[rank < MAX_PARTNERS]] = True
    full = numpy.bincount(one, minlength=count) > MAX_PARTNERS
    order = numpy.lexsort((right[kept], left[kept]))
    return Pairs(left[kept][order], right[kept][order], full)
