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
from typing import Any

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

PARAGRAPH_WORDS = 16
"""Strongest stems of a paragraph that are looked up."""

MAX_BESIDE = 6
"""Reports that a paragraph is compared with."""

_MIN_BESIDE, _MIN_WORDS = 1500, 4  # hundredths of strength that a paragraph shares with a report, in so many words
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


def make_keys(gist: Gist, words: int = WORDS) -> Keys:
    """Return by which words a report or paragraph is found, so many at most; a round-up by none, its paragraphs are."""
    strengths = {
        one: min(weight, _MAX_COUNT) ** 0.5
        * rarity(one)
        * (_IN_TITLE if one in gist.title else 1.0)
        * (_IN_LEAD if one in gist.lead else 1.0)
        for one, weight in gist.terms.items()
    }
    strongest = [] if gist.is_round_up else sorted(strengths, key=lambda one: (-strengths[one], one))[:words]
    found = {zlib.crc32(one.encode()): min(65_535, round(strengths[one] * _HUNDREDTHS)) for one in strongest}
    hashes = sorted(found)
    return Keys(numpy.array(hashes, dtype="<u4"), numpy.array([found[one] for one in hashes], dtype="<u2"))


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of reports or paragraphs, one entry a word: who holds it, its hash, how strong it is there."""

    holders: Numbers
    hashes: npt.NDArray[numpy.uint32]
    strengths: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of reports by their numbers, left below right, and what strength they share.

    `full` says which reports have more partners than they take.
    """

    left: Numbers
    right: Numbers
    score: Numbers
    full: npt.NDArray[numpy.bool_]


def find_likely(count: int, words: Words) -> Pairs:
    """Return the pairs worth comparing.

    Args:
        count: how many reports there are; they are numbered in a canonical order from 0.
        words: theirs.
    """
    reports, hashes, strengths = _by_hash(words)
    starts = _heads(hashes)
    sizes = numpy.diff(numpy.concatenate((starts, [len(hashes)])))
    few = (sizes > 1) & (sizes <= MAX_HOLDERS)
    lefts, rights, scores = [], [], []
    for left, right, score in _summed(count, reports, strengths, starts[few], sizes[few]):
        lefts.append(left)
        rights.append(right)
        scores.append(score)
    if not lefts:
        none = numpy.empty(0, dtype=numpy.int64)
        return Pairs(none, none, none, numpy.zeros(count, dtype=numpy.bool_))
    left, right, score = map(numpy.concatenate, (lefts, rights, scores))
    return _best(count, left, right, score)


class Lookup:
    """The words of reports, sorted, in which those of paragraphs are looked up."""

    def __init__(self, known: Words) -> None:
        self._holders, self._hashes, self._strengths = _by_hash(known)
        self._count = int(known.holders.max(initial=0)) + 1

    def find_beside(self, asked: Words, hosts: Numbers) -> tuple[Numbers, Numbers]:
        """Return which reports are worth comparing with which paragraphs: for each the best few that are not its own.

        Args:
            asked: the words of the paragraphs, which are numbered from 0, in their order.
            hosts: the report that each paragraph is of.

        Returns:
            The paragraphs and the reports, pair by pair.
        """
        first, last = (numpy.searchsorted(self._hashes, asked.hashes, side) for side in ("left", "right"))
        sizes = last - first
        is_few = (sizes > 0) & (sizes <= MAX_HOLDERS)
        first, sizes = first[is_few], sizes[is_few]
        asking, strong = asked.holders[is_few], asked.strengths[is_few]
        places = numpy.repeat(first - numpy.cumsum(sizes) + sizes, sizes) + numpy.arange(int(sizes.sum()))
        pair, score, words = _sum_pairs(
            numpy.repeat(asking, sizes) * self._count + self._holders[places],
            numpy.minimum(numpy.repeat(strong, sizes), self._strengths[places]),
        )
        is_enough = (score >= _MIN_BESIDE) & (words >= _MIN_WORDS)
        pair, score = pair[is_enough], score[is_enough]
        left, right = pair // self._count, pair % self._count
        is_other = hosts[left] != right
        left, right, score = left[is_other], right[is_other], score[is_other]
        order = numpy.lexsort((right, -score, left))
        left, right = left[order], right[order]
        is_best = numpy.arange(len(left)) - numpy.searchsorted(left, left) < MAX_BESIDE
        return left[is_best], right[is_best]


def _by_hash(words: Words) -> tuple[Numbers, npt.NDArray[numpy.uint32], Numbers]:
    order = numpy.lexsort((words.holders, words.hashes))
    return words.holders[order], words.hashes[order], words.strengths[order]


def _heads(values: npt.NDArray[Any]) -> Numbers:
    """Return where each run of the same value begins."""
    return numpy.flatnonzero(numpy.concatenate(([True] * min(1, len(values)), values[1:] != values[:-1])))


def _sum_pairs(pair: Numbers, score: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return each pair once, with its scores added up, and how many there were."""
    order = numpy.argsort(pair, kind="stable")
    pair, score = pair[order], score[order]
    heads = _heads(pair)
    summed = numpy.add.reduceat(score, heads) if len(pair) else score
    return pair[heads], summed, numpy.diff(heads, append=len(pair))


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
        pair, summed, _ = _sum_pairs(pair, score)
        is_enough = summed >= _MIN_SHARED
        pair, summed = pair[is_enough], summed[is_enough]
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
    return Pairs(left[kept][order], right[kept][order], score[kept][order], full)
