"""Which reports are alike, in a record's file: by which words they are found, and how alike pairs are.

All functions that change something run inside the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy

from onrecord.across.likely import Numbers, Words
from onrecord.across.likeness import Likeness
from onrecord.across.stories import MIN_JOIN
from onrecord.record.gists import gists_of
from onrecord.record.pairs import Keys, grouped_pairs

SEARCHED = "report NOT IN (SELECT report FROM print WHERE onto IS NOT NULL)"
"""SQL: a row's report takes part in the search: it stands behind no other as nearly the same text."""

_MAX_GISTS = 4000  # a sample is taken of more
_MAX_REPORTS = 20_000  # of more, nothing is asked about what all speak of
_IN_MEMORY = 1024
_KEY_BITS = 31


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """All reports that take part in the search, by their keys in the order of ids, with their words.

    The holders of words are the places of reports in `keys`.
    """

    keys: Numbers
    words: Words


def read_index(connection: sqlite3.Connection) -> Index:
    """Return by which words the reports are found."""
    rows = connection.execute(
        "SELECT gist.report, hashes, strengths FROM gist JOIN report ON report.key = gist.report"
        f" WHERE gist.{SEARCHED} ORDER BY report.id"
    ).fetchall()
    words = unpack_words([len(row[1]) // 4 for row in rows], (row[1] for row in rows), (row[2] for row in rows))
    return Index(numpy.array([row[0] for row in rows], dtype=numpy.int64), words)


def unpack_words(counts: Sequence[int], hashes: Iterable[bytes], strengths: Iterable[bytes]) -> Words:
    """Return stored words; `counts` says how many each holder has."""
    return Words(
        numpy.repeat(numpy.arange(len(counts), dtype=numpy.int64), counts),
        numpy.frombuffer(b"".join(hashes), dtype="<u4"),
        numpy.frombuffer(b"".join(strengths), dtype="<u2").astype(numpy.int64),
    )


def sample_gists(connection: sqlite3.Connection) -> list[str]:
    """Return the gists of all reports, or of so many that stand for them: those with the smallest ids.

    None of a record too large to be compared anew whenever what all of it speaks of changes a little.
    """
    if connection.execute("SELECT count(*) FROM gist").fetchone()[0] > _MAX_REPORTS:
        return []
    rows = connection.execute(
        "SELECT gist FROM gist JOIN report ON report.key = gist.report ORDER BY report.id LIMIT ?", (_MAX_GISTS,)
    )
    return [gist for (gist,) in rows]


def known_pairs(connection: sqlite3.Connection) -> Numbers:
    """Return the pairs that were compared, each as one number (`pair_codes`), sorted."""
    rows = connection.execute("SELECT left, right FROM alike ORDER BY left, right")
    return numpy.fromiter((left << _KEY_BITS | right for left, right in rows), dtype=numpy.int64)


def pair_codes(left: Numbers, right: Numbers) -> Numbers:
    """Return pairs of keys as one number each, in the order of left and right."""
    return left << _KEY_BITS | right


def split_codes(codes: Numbers) -> tuple[Numbers, Numbers]:
    """Return the keys of which `pair_codes` made numbers."""
    return codes >> _KEY_BITS, codes & ((1 << _KEY_BITS) - 1)


def forget_alike(connection: sqlite3.Connection, pairs: Iterable[tuple[int, int]]) -> None:
    """Take out pairs that are not compared any longer."""
    connection.executemany("DELETE FROM alike WHERE left=? AND right=?", pairs)


def forget_likeness(connection: sqlite3.Connection) -> None:
    """Have all reports and paragraphs compared again, and what was said of why they are alike said anew."""
    for table in ("alike", "beside", "story_passage"):
        connection.execute(f"DELETE FROM {table}")


def read_gists(
    connection: sqlite3.Connection, pairs: Iterable[tuple[int, int]]
) -> Iterator[tuple[Keys, str, tuple[str, ...]]]:
    """Yield pairs of keys, those of one report together, with the gists of that report and of the others."""
    read = make_gist_reader(connection)
    for group in grouped_pairs(pairs):
        yield group, read(group[0][0]), tuple(read(right) for _, right in group)


def make_gist_reader(connection: sqlite3.Connection) -> Callable[[int], str]:
    """Return what reads the gist of a report, as written, by its key; the last ones are remembered."""
    return lru_cache(_IN_MEMORY)(lambda key: gists_of(connection, (key,))[key])


def save_alike(connection: sqlite3.Connection, rows: Iterable[tuple[tuple[int, int], Likeness]]) -> None:
    """Store how alike pairs are."""
    connection.executemany(
        "INSERT OR REPLACE INTO alike(left, right, score, topical, apart) VALUES (?,?,?,?,?)",
        ((*pair, *likeness) for pair, likeness in rows),
    )


def mark_full(connection: sqlite3.Connection, full: Iterable[int], least: int) -> None:
    """Say which of the reports that had more partners than they take are full: those that many of them are like."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS full_gist(key INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.full_gist")
    alike = "SELECT count(*) FROM alike WHERE {}=? AND score >= ?"
    for key in full:
        counts = [connection.execute(alike.format(side), (key, MIN_JOIN)).fetchone()[0] for side in ("left", "right")]
        if sum(counts) >= least:
            connection.execute("INSERT INTO temp.full_gist VALUES (?)", (key,))
    connection.execute(
        "UPDATE gist SET is_full = NOT is_full WHERE is_full <> (report IN (SELECT key FROM temp.full_gist))"
    )


@dataclass(frozen=True, slots=True)
class Side:
    """One of two reports that were compared: its gist as written, and its title and text."""

    id: str
    gist: str
    text: str


def read_side(connection: sqlite3.Connection, id_: str) -> Side:
    """Return a report that was compared."""
    gist, title, text = connection.execute(
        "SELECT gist, title, text FROM gist JOIN report ON report.key = gist.report WHERE report.id=?",
        (bytes.fromhex(id_),),
    ).fetchone()
    return Side(id_, gist, f"{title or ''}\n{text}")
