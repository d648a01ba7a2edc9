"""What reports share, in a record's file: their prints, the pairs that were laid side by side, and the passages.

All functions that change something run inside the caller's transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any, NamedTuple

import numpy

from onrecord.across.candidates import Chunk, Numbers
from onrecord.across.copies import Compared
from onrecord.across.credits import Named, is_its_own
from onrecord.across.crowds import Sketched
from onrecord.across.derivation import QUESTION, Decided, Origin
from onrecord.across.kindred import Kindred, Pair, Traced
from onrecord.across.prints import Hashes, Prints, pack
from onrecord.across.traces import Trace, Traces
from onrecord.record.decisions import PUBLISHED_END, PUBLISHED_START, decided_pairs, ruled_on
from onrecord.record.judgements import save_judgements
from onrecord.record.pairs import Keys, grouped_pairs
from onrecord.records import (
    DateSource,
    Derivation,
    Extent,
    Pairing,
    Passage,
    PassageKind,
    Printed,
    Published,
    Ruling,
    Span,
)

_ROWS_A_CHUNK = 4096
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
    id_, text, title, outlet, place = connection.execute(
        "SELECT id, text, title, outlet, printed_title FROM report WHERE key=?", (key,)
    ).fetchone()
    if title is None and place is not None:
        title = Span(*json.loads(place)).of(text)
    quoted = connection.execute(
        "SELECT value ->> 0, value ->> 1 FROM quotation, json_each(spans)"
        " WHERE report=? AND kind <> 'indirect' ORDER BY 1",
        (key,),
    )
    left_out = connection.execute(_LEFT_OUT, (key,))
    return Printed(
        id_.hex(),
        text,
        tuple(Span(*span) for span in left_out),
        tuple(Span(*span) for span in quoted),
        title,
        _outlet_of(connection, key, id_, outlet, text),
    )


def _outlet_of(connection: sqlite3.Connection, key: int, id_: bytes, outlet: str | None, text: str) -> str | None:
    """Return who published a report: as decided, as it came, or the agency in its dateline (see `is_its_own`)."""
    agencies = connection.execute(
        "SELECT DISTINCT credit.name FROM piece AS credit JOIN piece AS line ON line.report = credit.report"
        " AND line.kind = 'dateline' AND credit.start >= line.start AND credit.end <= line.end"
        " WHERE credit.report=? AND credit.kind = 'credit' AND credit.name IS NOT NULL",
        (key,),
    ).fetchall()
    own = agencies[0][0] if len(agencies) == 1 and is_its_own(text, agencies[0][0]) else None
    return ruled_on(connection, id_).outlet or outlet or own


def save_prints(connection: sqlite3.Connection, key: int, outlet: str | None, prints: Prints) -> None:
    """Store the prints of a report, which is to be compared, and who published it."""
    connection.execute(
        "INSERT INTO print(report, outlet, hashes, places, bands, words) VALUES (?,?,?,?,?,?)",
        (key, outlet, *pack(prints)),
    )


def new_prints(connection: sqlite3.Connection) -> set[int]:
    """Return the keys of the reports that were not compared yet."""
    return {key for (key,) in connection.execute("SELECT report FROM print WHERE NOT is_compared")}


def is_any_compared(connection: sqlite3.Connection) -> bool:
    """Tell whether some reports were compared before."""
    return connection.execute("SELECT 1 FROM print WHERE is_compared LIMIT 1").fetchone() is not None


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


def read_order(connection: sqlite3.Connection) -> Numbers:
    """Return the place of each report in the order of ids, by its key."""
    keys = numpy.array([key for (key,) in connection.execute("SELECT key FROM report ORDER BY id")], dtype=numpy.int64)
    order = numpy.zeros(keys.max(initial=0) + 1, dtype=numpy.int64)
    order[keys] = numpy.arange(len(keys))
    return order


def read_full(connection: sqlite3.Connection) -> set[int]:
    """Return the reports that have more candidates than they are laid beside."""
    return {key for (key,) in connection.execute("SELECT report FROM print WHERE is_full")}


def find_crowded(
    connection: sqlite3.Connection, changed: Iterable[int], gained: Mapping[int, int], most: int
) -> set[int]:
    """Return the reports whose best partners may be others now: those that have more of them than count.

    Args:
        connection: to the record.
        changed: reports that came, went out of the search, or hold other prints that count.
        gained: how many partners may be new, by the report's key.
        most: how many partners count.
    """
    before = {key for pair in aligned_with(connection, changed) for key in pair}
    touched = {key for (key,) in connection.execute("SELECT report FROM touched_kin")}
    query = "SELECT (SELECT count(*) FROM aligned WHERE left=?1) + (SELECT count(*) FROM aligned WHERE right=?1)"
    crowded = {key for key in gained if connection.execute(query, (key,)).fetchone()[0] + gained[key] > most}
    return crowded | (read_full(connection) & (touched | before | gained.keys()))


def mark_full(connection: sqlite3.Connection, keys: Iterable[int], full: Container[int]) -> None:
    """Say which of some reports have more candidates than they are laid beside."""
    connection.executemany("UPDATE print SET is_full=? WHERE report=?", ((key in full, key) for key in keys))


def forget_pairs(connection: sqlite3.Connection, pairs: Iterable[tuple[int, int]]) -> None:
    """Take out pairs with their passages."""
    connection.executemany("DELETE FROM aligned WHERE left=? AND right=?", pairs)


def read_pairings(connection: sqlite3.Connection, pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[Keys, Pairing]]:
    """Yield pairs of keys, those of one report together, as reports to be compared with some others."""
    read = lru_cache(_TEXTS_IN_MEMORY)(lambda key: read_printed(connection, key))
    for group in grouped_pairs(pairs):
        yield group, Pairing(read(group[0][0]), tuple(read(right) for _, right in group))


def save_compared(connection: sqlite3.Connection, pairs: Iterable[tuple[int, int]], found: Iterable[Compared]) -> None:
    """Store that pairs were laid side by side, and what they share."""
    for pair, compared in zip(pairs, found, strict=True):
        traces = None if compared.traces is None else json.dumps(asdict(compared.traces))
        connection.execute("INSERT OR REPLACE INTO aligned(left, right, traces) VALUES (?,?,?)", (*pair, traces))
        connection.executemany(
            "INSERT OR IGNORE INTO passage(id, left, left_start, left_end, right, right_start, right_end, same, kind,"
            " words, quoted, made_by) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                (
                    bytes.fromhex(one.id), pair[0], one.left.start, one.left.end, pair[1], one.right.start,
                    one.right.end, one.same, one.kind.value, one.words, one.quoted, one.made_by,
                )
                for one in compared.passages
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


# --- who took from whom ---


def forget_derivations(connection: sqlite3.Connection) -> None:
    """Have all that share passages traced again, by another version."""
    connection.execute("DELETE FROM derivation")
    connection.execute("INSERT OR IGNORE INTO touched_kin SELECT left FROM aligned WHERE traces IS NOT NULL")


def touch_kin(connection: sqlite3.Connection, reports: str, values: tuple[Any, ...] = ()) -> None:
    """Have some reports traced again, of which more is known now; SQL says which."""
    connection.execute(f"INSERT OR IGNORE INTO touched_kin {reports}", values)


def touched_components(connection: sqlite3.Connection) -> Iterator[Kindred]:
    """Yield the components of reports that share passages, with one of them touched, each once and whole."""
    decided = _DecidedKeys(*(decided_pairs(connection, one) for one in (Ruling.COPY, Ruling.NO_COPY)))
    seen: set[int] = set()
    for (key,) in connection.execute("SELECT report FROM touched_kin ORDER BY report").fetchall():
        if key not in seen:
            keys = _component_of(connection, key, decided)
            seen |= keys
            yield _read_component(connection, keys, decided)


class _DecidedKeys(NamedTuple):
    """What persons decided on who took from whom, by the reports' keys: source and target; none from the other."""

    copies: list[tuple[int, int]]
    barred: list[tuple[int, int]]


def _component_of(connection: sqlite3.Connection, key: int, decided: _DecidedKeys) -> set[int]:
    found, border = {key}, [key]
    query = (
        "SELECT right FROM aligned WHERE left=?1 AND traces IS NOT NULL"
        " UNION ALL SELECT left FROM aligned WHERE right=?1 AND traces IS NOT NULL"
    )
    while border:
        key = border.pop()
        others = [other for (other,) in connection.execute(query, (key,))]
        others += [right if key == left else left for left, right in decided.copies if key in (left, right)]
        for other in others:
            if other not in found:
                found.add(other)
                border.append(other)
    return found


def _read_component(connection: sqlite3.Connection, keys: set[int], decided: _DecidedKeys) -> Kindred:
    ids = {key: id_ for key in keys if (id_ := _id_of(connection, key)) is not None}
    pairs = [
        Pair(id_, ids[right], _traces(json.loads(words)), tuple(_passages_of(connection, key, right)))
        for key, id_ in ids.items()
        for right, words in connection.execute(
            "SELECT right, traces FROM aligned WHERE left=? AND traces IS NOT NULL", (key,)
        ).fetchall()
    ]
    origins = [_origin(connection, key) for key in ids]
    return Kindred(
        tuple(sorted(pairs, key=lambda pair: (pair.left, pair.right))),
        tuple(sorted(origins, key=lambda origin: origin.id)),
        Decided(
            {ids[left]: ids[right] for left, right in decided.copies if left in ids},
            frozenset(
                (min(ids[left], ids[right]), max(ids[left], ids[right]))
                for left, right in decided.barred
                if left in ids and right in ids
            ),
        ),
    )


def _id_of(connection: sqlite3.Connection, key: int) -> str | None:
    found = connection.execute("SELECT id FROM report WHERE key=?", (key,)).fetchone()
    return found[0].hex() if found else None


def _traces(values: dict[str, Any]) -> Traces:
    return Traces(_trace(values["left"]), _trace(values["right"]), values["rests"])


def _trace(values: dict[str, Any]) -> Trace:
    named = tuple(Named(Span(*one["span"]), one["is_credit"]) for one in values.pop("named"))
    return Trace(**values, named=named)


def _passages_of(connection: sqlite3.Connection, left: int, right: int) -> Iterator[Passage]:
    return read_passages(connection, "WHERE passage.left=? AND passage.right=?", (left, right))


def _origin(connection: sqlite3.Connection, key: int) -> Origin:
    id_, outlet, start, end, version_of = connection.execute(
        f"SELECT report.id, print.outlet, {PUBLISHED_START}, {PUBLISHED_END}, (SELECT other.id FROM version"
        " JOIN report AS other ON other.key = version.version_of WHERE version.report = report.key)"
        " FROM report LEFT JOIN print ON print.report = report.key WHERE report.key=?",
        (key,),
    ).fetchone()
    names = connection.execute(
        "SELECT DISTINCT name FROM piece WHERE report=? AND kind='credit' AND name IS NOT NULL ORDER BY name", (key,)
    )
    return Origin(
        id=id_.hex(),
        outlet=outlet,
        published=None if start is None else Published(start, end or start, DateSource.METADATA),
        version_of=version_of.hex() if version_of else None,
        credits=tuple(name for (name,) in names),
    )


def save_traced(connection: sqlite3.Connection, traced: Traced) -> None:
    """Replace what was found about the reports of a component."""
    keys = [(bytes.fromhex(report),) for report in traced.reports]
    mine = "(SELECT key FROM report WHERE id=?)"
    connection.executemany(f"DELETE FROM derivation WHERE target={mine}", keys)
    connection.executemany(f"DELETE FROM judgement WHERE question='{QUESTION}' AND left={mine}", keys)
    connection.executemany(f"UPDATE passage SET kind='copy' WHERE kind='background' AND left={mine}", keys)
    connection.executemany(
        "UPDATE passage SET kind='background' WHERE id=?", ((bytes.fromhex(id_),) for id_ in sorted(traced.background))
    )
    connection.executemany(
        "INSERT INTO derivation(source, target, share, confidence, reasons, unseen, made_by)"
        f" VALUES (?, {mine}, ?, ?, ?, ?, ?)",
        (
            (
                bytes.fromhex(one.from_), bytes.fromhex(one.to), one.share, one.confidence,
                json.dumps(one.reasons, ensure_ascii=False), one.unseen, one.made_by,
            )
            for one in traced.derived.derivations
        ),
    )  # fmt: skip
    save_judgements(connection, traced.derived.judgements)


def mark_traced(connection: sqlite3.Connection) -> None:
    """Say that all components that were touched have been traced."""
    connection.execute("DELETE FROM touched_kin")


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


def read_derivations(
    connection: sqlite3.Connection, condition: str = "", values: tuple[Any, ...] = ()
) -> Iterator[Derivation]:
    """Yield derivations, all or those that a condition picks, in the order of target and source."""
    query = (
        "SELECT source, report.id, share, confidence, reasons, unseen, made_by FROM derivation"
        f" JOIN report ON report.key = derivation.target {condition} ORDER BY report.id, source"
    )
    for source, target, share, confidence, reasons, unseen, made_by in connection.execute(query, values):
        yield Derivation(
            source.hex(), target.hex(), share, confidence, tuple(json.loads(reasons)), bool(unseen), made_by
        )
