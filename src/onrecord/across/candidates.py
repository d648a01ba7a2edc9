"""Which pairs of reports may share a passage: a search over the prints of all, without their texts.

Two reports are a candidate pair when two prints or more stand in both at about the same distance from each other. A
print that more than `MAX_HOLDERS` reports hold is a stock phrase and says nothing. So the cost grows with what is truly
shared, not with the number of reports times itself.

The index is the prints themselves, read in chunks from wherever they lie; what is held at once is a block of reports
that are looked for, and the prints of others that are also theirs. The result is a function of the set of reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from onrecord.across.prints import Hashes, Places, group_starts

NAME = "candidates.prints.v1"
MAX_HOLDERS = 200
"""Reports that may hold a print; one that more hold is a stock phrase."""

MAX_PARTNERS = 32
"""Reports that one is laid beside, the likeliest first; more when others count it among theirs."""

_MAX_SHIFT = 4  # words by which the distance between two prints may differ
_BLOCK_PRINTS = 8_000_000  # of the reports that are looked for at once
_PAIRS_AT_ONCE = 16_000_000
_MANY = 10_000  # reports that are looked for, from which it pays to leave out first what nobody shares
_TABLE_BITS = 28  # of a table of 2**31 bits, by its bytes
_ROWS_AT_ONCE = 32_000_000  # who holds which print, before those that too many hold are cut
_SHIFT_BITS, _REPORT_BITS = 18, 23  # of a packed row: two reports of a block, the shift between them

Numbers = NDArray[numpy.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Prints of some reports: for each print the report's number, the hash and the place."""

    reports: Numbers
    hashes: Hashes
    places: Places


_NOTHING = Chunk(numpy.zeros(0, numpy.int64), numpy.zeros(0, numpy.uint32), numpy.zeros(0, numpy.uint16))

Index = Callable[[], Iterable[Chunk]]
"""Yields the prints of all reports, each time it is called; a report's prints are in one chunk."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of reports, and how many prints they have at one distance."""

    left: Numbers
    right: Numbers
    score: Numbers


_NO_PAIRS = Pairs(*(numpy.zeros(0, dtype=numpy.int64) for _ in range(3)))


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """Prints that are looked for, by hash, and who holds them: rows sorted by hash, report and place."""

    hashes: Hashes
    reports: Numbers
    places: Numbers


def find_candidates(index: Index, wanted: Numbers | None = None) -> Pairs:
    """Return the candidate pairs, each once.

    Args:
        index: the prints of all reports.
        wanted: return only pairs with one of these reports; all pairs when not given.
    """
    found = [_NO_PAIRS]
    many = sum(len(chunk.reports) for chunk in index()) > _BLOCK_PRINTS if wanted is None else len(wanted) > _MANY
    if many:
        index = _only_shared(index)
    for block in _blocks(index, wanted):
        held = _holders(index, numpy.unique(numpy.concatenate([chunk.hashes for chunk in block])), MAX_HOLDERS + 1)
        own = numpy.unique(numpy.concatenate([chunk.reports for chunk in block]))
        found += _pairs_of(held, own, wanted)
    return Pairs(*(numpy.concatenate([getattr(part, field) for part in found]) for field in ("left", "right", "score")))


def find_partners(pairs: Pairs, order: Numbers) -> tuple[NDArray[numpy.bool_], Numbers]:
    """Return which pairs are worth a closer look, as one of the best `MAX_PARTNERS` of either report.

    Args:
        pairs: all candidate pairs of the reports that are asked about.
        order: the place of each report in an order that does not change, by its number: it decides between equals.

    Returns:
        For each pair whether it is; and the reports that have more candidates than that.
    """
    here = numpy.concatenate((pairs.left, pairs.right))
    there = numpy.concatenate((pairs.right, pairs.left))
    score = numpy.concatenate((pairs.score, pairs.score))
    place = numpy.lexsort((order[there], -score, here))
    starts = group_starts(here[place])
    sizes = numpy.diff(numpy.concatenate((starts, [len(here)])))
    rank = numpy.empty(len(here), dtype=numpy.int64)
    rank[place] = numpy.arange(len(here)) - numpy.repeat(starts, sizes)
    is_good = rank < MAX_PARTNERS
    return is_good[: len(pairs.left)] | is_good[len(pairs.left) :], here[place][starts[sizes > MAX_PARTNERS]]


def ordered(pairs: Pairs, order: Numbers, kept: NDArray[numpy.bool_]) -> Pairs:
    """Return the kept ones of some pairs, each with the report left that comes first in an order."""
    left, right = pairs.left[kept], pairs.right[kept]
    turned = order[left] > order[right]
    return Pairs(numpy.where(turned, right, left), numpy.where(turned, left, right), pairs.score[kept])


def find_crossed(index: Index, came: Sequence[Hashes], went: Sequence[Hashes]) -> Numbers:
    """Return the reports that hold a print which became a stock phrase lately, or is none any longer.

    Args:
        index: the prints of all reports as they are now.
        came: the prints of each report that came.
        went: the prints of each report that went.
    """
    wanted = numpy.unique(numpy.concatenate([numpy.zeros(0, numpy.uint32), *came, *went]))
    held = _holders(index, wanted)
    now = numpy.searchsorted(held.hashes, wanted, side="right") - numpy.searchsorted(held.hashes, wanted, side="left")
    before = now - _count(came, wanted) + _count(went, wanted)
    crossed = wanted[(now > MAX_HOLDERS) != (before > MAX_HOLDERS)]
    return numpy.unique(held.reports[_is_among(held.hashes, crossed)])


def _count(prints: Sequence[Hashes], wanted: Hashes) -> Numbers:
    """Return how many of some reports hold each of the wanted prints."""
    held = numpy.sort(numpy.concatenate([numpy.zeros(0, numpy.uint32), *map(numpy.unique, prints)]))
    return numpy.searchsorted(held, wanted, side="right") - numpy.searchsorted(held, wanted, side="left")


def _only_shared(index: Index) -> Index:
    """Return an index without most of the prints that one report alone holds: nine in ten; the others fit few blocks.

    What is left out is told by all bits of the hashes but the last, in two tables of bits.
    """
    once, again = (numpy.zeros(2**_TABLE_BITS, dtype=numpy.uint8) for _ in range(2))
    for chunk in index():
        marks = numpy.sort(chunk.hashes >> numpy.uint32(1))
        _set(again, marks[1:][marks[1:] == marks[:-1]])
        _set(again, marks[_is_set(once, marks)])
        _set(once, marks)
    del once
    return lambda: (_only(chunk, _is_set(again, chunk.hashes >> numpy.uint32(1))) for chunk in index())


def _set(table: NDArray[numpy.uint8], marks: Hashes) -> None:
    """Set the bits of some marks, sorted."""
    places, bits = marks >> numpy.uint32(3), numpy.uint8(1) << (marks & numpy.uint32(7)).astype(numpy.uint8)
    starts = group_starts(places)
    if len(marks):
        table[places[starts]] |= numpy.bitwise_or.reduceat(bits, starts)


def _is_set(table: NDArray[numpy.uint8], marks: Hashes) -> NDArray[numpy.bool_]:
    bits = numpy.uint8(1) << (marks & numpy.uint32(7)).astype(numpy.uint8)
    are_set: NDArray[numpy.bool_] = (table[marks >> numpy.uint32(3)] & bits) != 0
    return are_set


def _blocks(index: Index, wanted: Numbers | None) -> Iterator[list[Chunk]]:
    """Yield the prints of the wanted reports, some at a time."""
    block: list[Chunk] = []
    size = 0
    for chunk in index():
        part = chunk if wanted is None else _only(chunk, numpy.isin(chunk.reports, wanted))
        if len(part.hashes):
            block.append(part)
            size += len(part.hashes)
        if size >= _BLOCK_PRINTS:
            yield block
            block, size = [], 0
    if block:
        yield block


def _holders(index: Index, wanted: Hashes, most: int | None = None) -> _Held:
    """Return who holds these prints (sorted, each once), wherever they are; each report's first place of a print.

    Of a print that more than `most` reports hold, at least so many are returned.
    """
    found, rows, limit = [_NOTHING], 0, _ROWS_AT_ONCE
    for chunk in index():
        found.append(_only(chunk, _is_among(chunk.hashes, wanted)))
        rows += len(found[-1].hashes)
        if most is not None and rows > limit:
            held = _join(found)
            starts = group_starts(held.hashes)
            rank = numpy.arange(len(held.hashes)) - numpy.repeat(starts, numpy.diff(starts, append=len(held.hashes)))
            found = [_only(Chunk(held.reports, held.hashes, held.places.astype(numpy.uint16)), rank < most)]
            rows = len(found[0].hashes)
            limit = max(_ROWS_AT_ONCE, 2 * rows)
    return _join(found)


def _join(found: Sequence[Chunk]) -> _Held:
    hashes = numpy.concatenate([chunk.hashes for chunk in found])
    reports = numpy.concatenate([chunk.reports for chunk in found])
    places = numpy.concatenate([chunk.places for chunk in found]).astype(numpy.int64)
    order = numpy.lexsort((places, reports, hashes))
    hashes, reports, places = hashes[order], reports[order], places[order]
    first = numpy.ones(len(hashes), dtype=bool)
    first[1:] = (hashes[1:] != hashes[:-1]) | (reports[1:] != reports[:-1])
    return _Held(hashes[first], reports[first], places[first])


def _is_among(hashes: Hashes, wanted: Hashes) -> NDArray[numpy.bool_]:
    if not len(wanted):
        return numpy.zeros(len(hashes), dtype=bool)
    at = numpy.searchsorted(wanted, hashes)
    at[at == len(wanted)] = 0
    among: NDArray[numpy.bool_] = wanted[at] == hashes
    return among


def _only(chunk: Chunk, kept: NDArray[numpy.bool_]) -> Chunk:
    return Chunk(chunk.reports[kept], chunk.hashes[kept], chunk.places[kept])


def _pairs_of(held: _Held, own: Numbers, wanted: Numbers | None) -> Iterator[Pairs]:
    """Yield the candidate pairs of the reports of one block (`own`) with any other.

    A pair of two wanted reports is found from the smaller one, which may be in another block.
    """
    starts = group_starts(held.hashes)
    sizes = numpy.diff(numpy.concatenate((starts, [len(held.hashes)])))
    group = numpy.repeat(numpy.arange(len(starts)), sizes)
    usable = (sizes[group] > 1) & (sizes[group] <= MAX_HOLDERS)
    seekers = numpy.flatnonzero(usable & numpy.isin(held.reports, own))
    seekers = seekers[numpy.argsort(held.reports[seekers], kind="stable")]
    for part in _cut(seekers, sizes[group[seekers]], held.reports[seekers]):
        yield _chosen(held, part, starts[group[part]], sizes[group[part]], wanted)


def _cut(seekers: Numbers, weights: Numbers, reports: Numbers) -> Iterator[Numbers]:
    """Yield the seekers in parts that make few enough pairs; a report's are never parted."""
    borders = numpy.concatenate(([0], group_starts(reports)[1:], [len(reports)]))
    heavy = numpy.concatenate(([0], numpy.cumsum(weights)))
    first = 0
    for border, following in zip(borders[1:], (*borders[2:], None), strict=True):
        if following is None or heavy[following] - heavy[first] > _PAIRS_AT_ONCE:
            if border > first:
                yield seekers[first:border]
            first = border


def _chosen(held: _Held, seekers: Numbers, starts: Numbers, sizes: Numbers, wanted: Numbers | None) -> Pairs:
    """Return the pairs of some seekers in which two prints stand at the same distance."""
    left = numpy.repeat(seekers, sizes)
    offsets = numpy.arange(len(left)) - numpy.repeat(numpy.cumsum(sizes) - sizes, sizes)
    right = numpy.repeat(starts, sizes) + offsets
    kept = held.reports[left] != held.reports[right]
    if wanted is None:
        kept &= held.reports[left] < held.reports[right]
    else:
        kept &= (held.reports[left] < held.reports[right]) | ~numpy.isin(held.reports[right], wanted)
    left, right = left[kept], right[kept]
    owners, owner = numpy.unique(held.reports[left], return_inverse=True)
    others, other = numpy.unique(held.reports[right], return_inverse=True)
    assert max(len(owners), len(others)) < 2**_REPORT_BITS, "a part has few reports"
    shift = held.places[left] - held.places[right] + 2 ** (_SHIFT_BITS - 1)
    rows = numpy.sort((owner << (_REPORT_BITS + _SHIFT_BITS)) | (other << _SHIFT_BITS) | shift)
    near = numpy.flatnonzero(rows[1:] - rows[:-1] <= _MAX_SHIFT)
    near = near[(rows[near] >> _SHIFT_BITS) == (rows[near + 1] >> _SHIFT_BITS)]
    pairs, score = numpy.unique(rows[near] >> _SHIFT_BITS, return_counts=True)
    one, two = owners[pairs >> _REPORT_BITS], others[pairs & (2**_REPORT_BITS - 1)]
    return Pairs(numpy.minimum(one, two), numpy.maximum(one, two), score)
