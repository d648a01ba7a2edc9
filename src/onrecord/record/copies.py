"""What reports share, in a record's file: their prints, the pairs that were laid side by side, and the passages.

All functions that change something run inside the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy

from onrecord.across.candidates import Chunk
from onrecord.across.crowds import Sketched
from onrecord.across.prints import Hashes, Prints, pack
from onrecord.record.decisions import PUBLISHED_START
from onrecord.records import Extent, Pairing, Passage, PassageKind, Printed, Span

_ROWS_A_CHUNK = 4096
_PAIRS_A_ROW = 16
_TEXTS_IN_MEMORY = 512
_SEARCHED = "onto IS NULL"  # takes part in the search for pairs

_LEFT_OUT = (
    "SELECT start, end FROM piece WHERE report=?1 AND kind IN ('furniture', 'credit')"
    " UNION SELECT start, end FROM recurring_line WHERE report=?1"
    " UNION SELECT decision.start, decision.end FROM decision JOIN report ON report.id = decision.report"
    " WHERE report.key=?1 AND verdict='furniture' ORDER BY 1, 2"
)


# --- prints ---


def forget_copies(connection: sqlite3.Connection) -> None:
    """Have everything found and compared again, by another version."""
    connection.execute("DELETE FROM print")
    connection.execute("DELETE FROM print_gone")


def forget_print(connection: sqlite3.Connection, key: int) -> None:
    """Have a report compared again, whose running text is another now."""
    connection.execute("DELETE FROM print WHERE report=?", (key,))


def without_prints(connection: sqlite3.Connection) -> Iterator[tuple[int, Printed]]:
    """Yield the reports that have no prints yet, with their keys; prints may be saved meanwhile."""
    query = "SELECT key FROM report WHERE key NOT IN (SELECT report FROM print) ORDER BY key"
    for (key,) in connection.execute(query).fetchall():
        yield key, read_printed(connection, key)


def read_printed(connection: sqlite3.Connection, key: int) -> Printed:
    """Return a report as its words are compared."""
    id_, text = connection.execute("SELECT id, text FROM report WHERE key=?", (key,)).fetchone()
    quoted = connection.execute(
        "SELECT value ->> 0, value ->> 1 FROM quotation, json_each(spans)"
        " WHERE report=? AND kind <> 'indirect' ORDER BY 1",
        (key,),
    )
    left_out = connection.execute(_LEFT_OUT, (key,))
    return Printed(id_.hex(), text, tuple(Span(*span) for span in left_out), tuple(Span(*span) for span in quoted))


def save_prints(connection: sqlite3.Connection, key: int, prints: Prints) -> None:
    """Store the prints of a report, which is to be compared."""
    connection.execute(
        "INSERT INTO print(report, hashes, places, bands, words) VALUES (?,?,?,?,?)", (key, *pack(prints))
    )


def new_prints(connection: sqlite3.Connection) -> set[int]:
    """Return the keys of the reports that were not compared yet."""
    return {key for (key,) in connection.execute("SELECT report FROM print WHERE NOT is_compared")}


def gone_prints(connection: sqlite3.Connection) -> list[Hashes]:
    """Return the prints of each report that went since the last comparison."""
    return [numpy.frombuffer(blob, dtype="<u4") for (blob,) in connection.execute("SELECT hashes FROM print_gone")]


def prints_of(connection: sqlite3.Connection, key: int) -> Hashes:
    """Return the hashes of a report's prints, sorted."""
    (blob,) = connection.execute("SELECT hashes FROM print WHERE report=?", (key,)).fetchone()
    return numpy.frombuffer(blob, dtype="<u4")


def read_index(connection: sqlite3.Connection) -> Iterator[Chunk]:
    """Yield the prints of all reports that take part in the search."""
    rows = connection.execute(f"SELECT report, hashes, places FROM print WHERE {_SEARCHED} ORDER BY report")
    while page := rows.fetchmany(_ROWS_A_CHUNK):
        hashes = _joined(row[1] for row in page)
        counts = [len(row[1]) // hashes.itemsize for row in page]
        keys = numpy.repeat(numpy.array([row[0] for row in page], dtype=numpy.int64), counts)
        yield Chunk(keys, hashes, numpy.frombuffer(b"".join(row[2] for row in page), dtype="<u2"))


def _joined(blobs: Iterable[bytes]) -> Hashes:
    return numpy.frombuffer(b"".join(blobs), dtype="<u4")


# --- crowds ---


def read_sketches(connection: sqlite3.Connection) -> list[Sketched]:
    """Return all reports as the search for crowds sees them."""
    rows = connection.execute(
        f"SELECT print.report, coalesce({PUBLISHED_START}, '9999'), report.id, bands FROM print"
        " JOIN report ON report.key = print.report"
    )
    return [Sketched(key, moment, id_.hex(), numpy.frombuffer(bands, dtype="<u4")) for key, moment, id_, bands in rows]


def read_crowds(connection: sqlite3.Connection) -> dict[int, int]:
    """Return which report stands behind which, as the last comparison found."""
    return dict(connection.execute("SELECT report, onto FROM print WHERE onto IS NOT NULL"))


def save_crowds(connection: sqlite3.Connection, changed: Iterable[tuple[int, int | None]]) -> None:
    """Store behind which report others stand now (`None`: behind none); they are then to be compared again."""
    for key, onto in changed:
        connection.execute(
            f"INSERT INTO print_gone(hashes) SELECT hashes FROM print WHERE report=? AND is_compared AND {_SEARCHED}",
            (key,),
        )
        connection.execute("UPDATE print SET onto=?, is_compared=0 WHERE report=?", (onto, key))


# --- pairs ---


def aligned_with(connection: sqlite3.Connection, keys: Iterable[int]) -> set[tuple[int, int]]:
    """Return the pairs of one of these reports with another that were laid side by side."""
    _fill(connection, keys)
    return set(
        connection.execute(
            "SELECT left, right FROM aligned WHERE left IN temp.wanted"
            " UNION SELECT left, right FROM aligned WHERE right IN temp.wanted"
        )
    )


def in_order(connection: sqlite3.Connection, pairs: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Yield pairs of keys with the report of the smaller id first."""
    ids = dict(connection.execute("SELECT key, id FROM report"))
    for left, right in pairs:
        yield (left, right) if ids[left] <= ids[right] else (right, left)


def forget_pairs(connection: sqlite3.Connection, pairs: Iterable[tuple[int, int]]) -> None:
    """Take out pairs with their passages."""
    connection.executemany("DELETE FROM aligned WHERE left=? AND right=?", pairs)


def read_pairings(
    connection: sqlite3.Connection, pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[tuple[tuple[int, int], ...], Pairing]]:
    """Yield pairs of keys, sorted, as reports to be compared with some others, each with its pairs."""
    read = lru_cache(_TEXTS_IN_MEMORY)(lambda key: read_printed(connection, key))
    start = 0
    for place in range(1, len(pairs) + 1):
        if place == len(pairs) or pairs[place][0] != pairs[start][0] or place - start == _PAIRS_A_ROW:
            group = tuple(pairs[start:place])
            yield group, Pairing(read(group[0][0]), tuple(read(right) for _, right in group))
            start = place


def save_passages(connection: sqlite3.Connection, pairs: Iterable[tuple[int, int]], found: Iterable[Passage]) -> None:
    """Store that pairs were laid side by side, and what they share."""
    connection.executemany("INSERT OR IGNORE INTO aligned(left, right) VALUES (?,?)", pairs)
    connection.executemany(
        "INSERT OR IGNORE INTO passage(id, left, left_start, left_end, right, right_start, right_end, same, kind,"
        " words, quoted, made_by) VALUES (?, (SELECT key FROM report WHERE id=?), ?, ?,"
        " (SELECT key FROM report WHERE id=?), ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                bytes.fromhex(one.id), bytes.fromhex(one.left.report), one.left.start, one.left.end,
                bytes.fromhex(one.right.report), one.right.start, one.right.end,
                one.same, one.kind.value, one.words, one.quoted, one.made_by,
            )
            for one in found
        ),
    )  # fmt: skip


def mark_compared(connection: sqlite3.Connection) -> None:
    """Say that all reports that are there were compared."""
    connection.execute("UPDATE print SET is_compared=1 WHERE NOT is_compared")
    connection.execute("DELETE FROM print_gone")


def _fill(connection: sqlite3.Connection, keys: Iterable[int]) -> None:
    """Have some keys in `temp.wanted`."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS wanted(key INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.wanted")
    connection.executemany("INSERT OR IGNORE INTO temp.wanted VALUES (?)", ((key,) for key in keys))


# --- reading ---


def read_passages(
    connection: sqlite3.Connection, condition: str = "", values: tuple[Any, ...] = ()
) -> Iterator[Passage]:
    """Yield passages, all or those that a condition picks, in the order of their ids."""
    query = (
        "SELECT passage.id, a.id, left_start, left_end, b.id, right_start, right_end,"
        " same, kind, words, quoted, made_by"
        " FROM passage JOIN report AS a ON a.key = passage.left JOIN report AS b ON b.key = passage.right"
        f" {condition} ORDER BY passage.id"
    )
    for id_, left, left_start, left_end, right, right_start, right_end, same, kind, *rest in connection.execute(
        query, values
    ):
        yield Passage(
            id_.hex(), Extent(left.hex(), left_start, left_end), Extent(right.hex(), right_start, right_end),
            same, PassageKind(kind), *rest,
        )  # fmt: skip
