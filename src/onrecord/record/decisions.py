"""Decisions in a record's file: stored, taken back, and what they say about whole reports.

All functions that change something run inside the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.records import (
    DateSource,
    Decision,
    Piece,
    PieceKind,
    Published,
    Ruling,
    Span,
    Target,
    TargetKind,
)

_IN_PLACE = (
    "EXISTS (SELECT 1 FROM attached WHERE attached.decision = decision.key AND side = {side}"
    " AND (mention IS NULL OR EXISTS (SELECT 1 FROM shown_mention WHERE shown_mention.key = attached.mention)))"
)
IS_ATTACHED = (
    f"({_IN_PLACE.format(side=0)} AND (other_report IS NULL OR verdict = 'speaker' OR {_IN_PLACE.format(side=1)}))"
)
"""SQL: whether the record shows what a decision is about: not what stands in lines learned to be furniture.

A speaker who is not found again is still known by name."""

PUBLISHED_START = (
    "coalesce((SELECT substr(value, 1, instr(value || '/', '/') - 1) FROM decision"
    " WHERE decision.report = report.id AND verdict = 'date'), published_start, dated_start)"
)
"""SQL: from when on a report may have been published: as decided, else as it came, else as its text says."""

PUBLISHED_END = (
    "coalesce((SELECT substr(value, instr(value, '/') + 1) FROM decision WHERE decision.report = report.id"
    " AND verdict = 'date'), published_end, dated_end)"
)
"""SQL: until when it may have been published."""

IDENTITY_MADE_BY = "identity_by"
"""The name in `state` of what made the entities, while they are up to date."""

_COLUMNS = (
    "decision.id, report, start, end, text, verdict, who, made, why,"
    " other_report, other_start, other_end, other_text, value"
)


# --- rows ---


def read_decisions(
    connection: sqlite3.Connection, condition: str = "", values: tuple[Any, ...] = ()
) -> Iterator[Decision]:
    """Yield decisions, all or those that a condition picks, in the order of their ids."""
    query = f"SELECT {_COLUMNS}, {IS_ATTACHED} FROM decision {condition} ORDER BY decision.id"
    for row in connection.execute(query, values).fetchall():
        yield _decision(row)


def _decision(row: tuple[Any, ...]) -> Decision:
    id_, report, start, end, text, verdict, who, made, why, *others, value, attached = row
    other, *place = others
    return Decision(
        id=id_.hex(),
        report=report.hex(),
        start=start,
        end=end,
        text=text,
        verdict=Ruling(verdict),
        who=who,
        when=made,
        why=why,
        other=Target(other.hex(), *place) if other else None,
        value=value,
        kind=Ruling(verdict).target,
        attached=bool(attached),
    )


def add_decision(connection: sqlite3.Connection, decision: Decision) -> bool:
    """Store a decision; tell whether it was not there before."""
    other = decision.other
    row = (
        bytes.fromhex(decision.id),
        decision.verdict.value,
        bytes.fromhex(decision.report),
        decision.start,
        decision.end,
        decision.text,
        *((bytes.fromhex(other.report), other.start, other.end, other.text) if other else (None,) * 4),
        decision.value,
        decision.who,
        decision.when,
        decision.why,
    )
    _touch(connection, decision)
    cursor = connection.execute(
        "INSERT OR IGNORE INTO decision(id, verdict, report, start, end, text, other_report, other_start, other_end,"
        " other_text, value, who, made, why) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        row,
    )
    return cursor.rowcount > 0


def delete_decision(connection: sqlite3.Connection, decision: Decision) -> None:
    """Take a decision out."""
    _touch(connection, decision)
    connection.execute("DELETE FROM decision WHERE id=?", (bytes.fromhex(decision.id),))


def _touch(connection: sqlite3.Connection, decision: Decision) -> None:
    """Have made anew what a decision is about, which stands above what the program found."""
    if decision.verdict.is_of_two_reports:
        for report in sorted(reports_of([decision])):
            touch_report(connection, report)
    else:
        connection.execute("DELETE FROM state WHERE name=?", (IDENTITY_MADE_BY,))


def touch_report(connection: sqlite3.Connection, report: str) -> None:
    """Have a report traced and grouped again."""
    for table in ("touched_kin", "touched_story"):
        connection.execute(f"INSERT OR IGNORE INTO {table} SELECT key FROM report WHERE id=?", (bytes.fromhex(report),))


def decided_pairs(connection: sqlite3.Connection, verdict: Ruling) -> list[tuple[int, int]]:
    """Return the pairs of reports of which a person decided this, by their keys: target and other."""
    return connection.execute(
        "SELECT a.key, b.key FROM decision JOIN report AS a ON a.id = decision.report"
        " JOIN report AS b ON b.id = decision.other_report WHERE verdict=? ORDER BY decision.id",
        (verdict.value,),
    ).fetchall()


def reports_of(decisions: Iterable[Decision]) -> set[str]:
    """Return the reports whose words decisions are about."""
    return {side.report for decision in decisions for side in (decision.target, decision.other) if side is not None}


# --- what is decided about whole reports and their stretches ---


@dataclass(frozen=True, slots=True)
class Ruled:
    """What is decided about one report: date and outlet (`None`: nothing), and stretches that are furniture."""

    published: Published | None = None
    outlet: str | None = None
    furniture: tuple[Span, ...] = ()

    def over(self, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
        """Return a report's pieces with the decided furniture among them, in order of place.

        Pieces inside it are none any more; furniture that meets it becomes one with it, since stretches of
        furniture never overlap.
        """
        kept = list(pieces)
        for decided in self.furniture:
            meets = [piece for piece in kept if piece.kind is PieceKind.FURNITURE and piece.span.touches(decided)]
            start = min(decided.start, *(piece.start for piece in meets), decided.end)
            whole = Span(start, max(decided.end, *(piece.end for piece in meets), decided.start))
            kept = [piece for piece in kept if not whole.covers(piece.span)]
            kept.append(Piece(PieceKind.FURNITURE, *whole))
        return tuple(sorted(kept, key=lambda piece: (piece.start, piece.end, piece.kind)))


_NOTHING_RULED = Ruled()


def versions_of(connection: sqlite3.Connection, report: str) -> tuple[str, ...]:
    """Return all versions of the article that a report is one of, by their publication."""
    rows = connection.execute(
        "WITH mine AS (SELECT coalesce((SELECT version_of FROM version WHERE report = key), key) AS first"
        " FROM report WHERE id=?)"
        f" SELECT report.id FROM report WHERE key = (SELECT first FROM mine)"
        " OR key IN (SELECT report FROM version WHERE version_of = (SELECT first FROM mine))"
        f" ORDER BY coalesce({PUBLISHED_START}, '9999'), report.id",
        (bytes.fromhex(report),),
    )
    return tuple(id_.hex() for (id_,) in rows)


def ruled_on(connection: sqlite3.Connection, report: bytes) -> Ruled:
    """Return what is decided about a report with this id."""
    rows = connection.execute(
        "SELECT verdict, value, start, end FROM decision"
        " WHERE report=? AND verdict IN ('date', 'outlet', 'furniture') ORDER BY start, end",
        (report,),
    ).fetchall()
    if not rows:
        return _NOTHING_RULED
    values = {verdict: value for verdict, value, *_ in rows}
    return Ruled(
        published=interval_in(values["date"]) if "date" in values else None,
        outlet=values.get("outlet"),
        furniture=tuple(Span(start, end) for verdict, _, start, end in rows if verdict == Ruling.FURNITURE),
    )


def interval_in(value: str) -> Published:
    """Return the interval that the value of a decided date writes: `START/END`, or one day or moment."""
    start, _, end = value.partition("/")
    return Published(start, end or start, DateSource.DECISION)


def touch_decided(connection: sqlite3.Connection, decisions: Iterable[Decision]) -> set[str]:
    """Mark what decisions on dates, outlets and furniture change to be read and compared again.

    Returns:
        The ids of reports that had been read and are to be read again.
    """
    to_read = set()
    for decision in decisions:
        if decision.kind is not TargetKind.REPORT or decision.verdict.is_of_two_reports:
            continue
        here = (bytes.fromhex(decision.report),)
        cursor = connection.execute("UPDATE report SET read_by=NULL WHERE id=? AND read_by IS NOT NULL", here)
        if cursor.rowcount:
            to_read.add(decision.report)
        connection.execute(
            "INSERT OR IGNORE INTO touched SELECT address FROM report WHERE id=? AND address IS NOT NULL", here
        )
        touch_outlets(connection, decision.report)
        if decision.verdict is Ruling.OUTLET:
            connection.execute("INSERT OR IGNORE INTO touched_outlet(outlet) VALUES (?)", (decision.value,))
    return to_read


def touch_outlets(connection: sqlite3.Connection, report: str) -> None:
    """Mark the outlets of a report, as it came and as decided, to be learned from again."""
    connection.execute(
        "INSERT OR IGNORE INTO touched_outlet SELECT outlet FROM report WHERE id=?1 AND outlet IS NOT NULL"
        " UNION SELECT value FROM decision WHERE report=?1 AND verdict='outlet'",
        (bytes.fromhex(report),),
    )
