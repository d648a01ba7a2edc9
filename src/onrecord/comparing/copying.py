"""Comparing what reports print: the passages they share, and who took from whom."""

from __future__ import annotations

import sqlite3
import time as clock
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy

from onrecord.across import candidates, copies, crowds, kindred, prints
from onrecord.across.nearness import order_nearby
from onrecord.across.wording import word_text
from onrecord.comparing.progress import Report
from onrecord.engine import Engine, Failed
from onrecord.record import copies as stored
from onrecord.record.connection import Transactions, transaction
from onrecord.record.pairs import Keys
from onrecord.record.writer import Writer
from onrecord.records import Pairing, Printed

_COMMIT_ROWS = 5000
_PAIR_BYTES = 1000  # that a pair with its passages weighs, about

# --- copies ---


def compare_copies(writer: Writer, engine: Engine, report: Report) -> None:
    """Find the passages that reports share, looking again at those whose neighbours changed."""
    connection = writer.connection
    writer.use_copies_version(f"{copies.version()}+{crowds.NAME}")
    _print_reports(connection, engine, report)
    _form_crowds(connection)
    came, went = stored.new_prints(connection), stored.gone_prints(connection)
    if not came and not went:
        return
    pairs = _pairs_to_align(connection, _search(connection, came, went))
    _align(connection, engine, pairs, report)
    with transaction(connection):
        stored.mark_compared(connection)


def _print_reports(connection: sqlite3.Connection, engine: Engine, report: Report) -> None:
    started, done = clock.monotonic(), 0
    rows = stored.without_prints(connection)
    with Transactions(connection, _COMMIT_ROWS) as transactions:
        for result in engine.each(rows, _make_prints, None, weigh=lambda row: len(row[1].text)):
            if isinstance(result, Failed):
                continue  # a report that cannot be printed shares nothing; the others go on
            stored.save_prints(connection, *result)
            done += 1
            if transactions.add(1):
                report("searching for copies", done, None, clock.monotonic() - started)


def _make_prints(row: tuple[int, Printed], given: None) -> tuple[int, str | None, prints.Prints]:
    del given
    key, printed = row
    return key, printed.outlet, prints.make_prints([word_text(printed.text, printed.left_out)])[0]


def _form_crowds(connection: sqlite3.Connection) -> None:
    """Find behind which reports others stand; those for which that changed are to be compared again."""
    before = stored.read_crowds(connection)
    behind = crowds.find_crowds(stored.read_sketches(connection), lambda key: stored.prints_of(connection, key))
    moved = sorted(key for key in {*before, *behind} if before.get(key) != behind.get(key))
    with transaction(connection):
        stored.save_crowds(connection, ((key, behind.get(key)) for key in moved))


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """The reports whose pairs were found again, those pairs, and which reports have more candidates than that.

    `order` is the place of each report in the order of ids.
    """

    wanted: candidates.Numbers
    order: candidates.Numbers
    pairs: candidates.Pairs
    full: candidates.Numbers


def _search(connection: sqlite3.Connection, came: set[int], went: list[prints.Hashes]) -> _Search:
    """Find the pairs of new reports, and of those for which new ones, or ones that went, change their pairs."""

    def index() -> Iterator[candidates.Chunk]:
        return stored.read_index(connection)

    joined = came - stored.read_crowds(connection).keys()
    crossed = numpy.zeros(0, dtype=numpy.int64)
    if stored.is_any_compared(connection):  # otherwise all have come
        crossed = candidates.find_crossed(index, [stored.prints_of(connection, key) for key in sorted(joined)], went)
    first = numpy.union1d(numpy.array(sorted(came), dtype=numpy.int64), crossed)
    pairs = candidates.find_candidates(index, first)
    crowded = stored.find_crowded(connection, first.tolist(), _count_partners(pairs), candidates.MAX_PARTNERS)
    wanted = numpy.union1d(first, numpy.array(sorted(crowded), dtype=numpy.int64))
    if len(wanted) > len(first):
        pairs = candidates.find_candidates(index, wanted)
    beside = stored.read_full(connection).intersection(_count_partners(pairs)) - set(wanted.tolist())
    if beside:  # whether these count a wanted one among their best depends on all of theirs
        pairs = candidates.find_candidates(index, numpy.union1d(wanted, numpy.array(sorted(beside))))
    order = stored.read_order(connection)
    is_good, full = candidates.find_partners(pairs, order)
    known = numpy.union1d(wanted, numpy.array(sorted(beside), dtype=numpy.int64))
    is_good |= ~numpy.isin(pairs.left, known) | ~numpy.isin(pairs.right, known)  # such a one has room for all
    is_good &= numpy.isin(pairs.left, wanted) | numpy.isin(pairs.right, wanted)
    return _Search(wanted, order, candidates.ordered(pairs, order, is_good), full)


def _count_partners(pairs: candidates.Pairs) -> Counter[int]:
    return Counter(numpy.concatenate((pairs.left, pairs.right)).tolist())


def _pairs_to_align(connection: sqlite3.Connection, search: _Search) -> list[tuple[int, int]]:
    """Take out the pairs of some reports that are none any longer; return those that are new.

    Those of one report are together, and those of reports that have much in common near each other.
    """
    looked_at = set(search.wanted.tolist())
    order = search.order
    due = set(zip(search.pairs.left.tolist(), search.pairs.right.tolist(), strict=True))
    due |= {(key, key) for key in looked_at}
    due |= {
        pair if order[pair[0]] < order[pair[1]] else pair[::-1]
        for pair in stored.read_crowds(connection).items()
        if not looked_at.isdisjoint(pair)
    }
    known = stored.aligned_with(connection, looked_at)
    with transaction(connection):
        stored.forget_pairs(connection, known - due)
        stored.mark_full(connection, looked_at, set(search.full.tolist()))
    pairs = search.pairs
    places = order_nearby(pairs.left, pairs.right, pairs.score)
    return sorted(due - known, key=lambda pair: (places.get(pair[0], len(places)), pair))


def _align(connection: sqlite3.Connection, engine: Engine, pairs: list[tuple[int, int]], report: Report) -> None:
    started, done = clock.monotonic(), 0
    rows = stored.read_pairings(connection, pairs)
    with Transactions(connection, _COMMIT_ROWS) as transactions:
        for result in engine.each(rows, _lay_side_by_side, None, weigh=_weigh_pairing):
            if isinstance(result, Failed):
                continue  # what cannot be laid side by side shares nothing; the others go on
            keys, found = result
            stored.save_compared(connection, keys, found)
            done += len(keys)
            if transactions.add(len(keys)):
                report("comparing copies", done, len(pairs), clock.monotonic() - started)


def _lay_side_by_side(row: tuple[Keys, Pairing], given: None) -> tuple[Keys, list[copies.Compared]]:
    del given
    keys, pairing = row
    return keys, copies.align_reports(pairing)


def _weigh_pairing(row: tuple[Keys, Pairing]) -> int:
    return len(row[1].left.text) + sum(len(right.text) for right in row[1].rights)


# --- who took from whom ---


def trace_copies(writer: Writer, engine: Engine) -> None:
    """Find out who took text from whom, in the components of reports for which something changed."""
    connection = writer.connection
    writer.use_tracing_version(kindred.NAME)
    components = list(stored.touched_components(connection))
    with transaction(connection):
        for result in engine.each(components, kindred.trace, None, weigh=_weigh_kindred):
            if not isinstance(result, Failed):  # of a component that cannot be traced, nothing is known
                stored.save_traced(connection, result)
        stored.mark_traced(connection)


def _weigh_kindred(component: kindred.Kindred) -> int:
    return _PAIR_BYTES * len(component.pairs)
