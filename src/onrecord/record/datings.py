"""When undated reports were published by what their story shows, in a record's file; and how their times are anchored.

All functions that change something run inside the caller's transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.across.stories import Related
from onrecord.records import Dating, Time

_ANCHORED = ("value", "start_time", "end_time", "precision", "anchor")


def save_datings(connection: sqlite3.Connection, related: Related, datings: Iterable[Dating]) -> None:
    """Replace when the undated reports of a component were published; of those behind others nothing is said."""
    mine = "(SELECT key FROM report WHERE id=?1)"
    connection.executemany(
        f"DELETE FROM dating WHERE report={mine} OR report IN (SELECT report FROM print WHERE onto={mine})",
        ((bytes.fromhex(member.id),) for member in related.members),
    )
    connection.executemany(
        f"INSERT INTO dating(report, start, end, confidence, reasons, because, made_by) VALUES ({mine},?,?,?,?,?,?)",
        (
            (
                bytes.fromhex(one.report), one.start, one.end, one.confidence,
                json.dumps(one.reasons, ensure_ascii=False), json.dumps(one.because), one.made_by,
            )
            for one in datings
        ),
    )  # fmt: skip


def dated_followers(connection: sqlite3.Connection, related: Related) -> list[str]:
    """Return the reports behind those of a component that are still dated by their story: nothing else dates them."""
    query = (
        "SELECT report.id FROM print JOIN dating USING (report) JOIN gist USING (report)"
        " JOIN report ON report.key = print.report"
        " WHERE onto=(SELECT key FROM report WHERE id=?) AND gist ->> 'published' IS NULL"
    )
    return [
        id_.hex()
        for member in related.members
        for (id_,) in connection.execute(query, (bytes.fromhex(member.id),)).fetchall()
    ]


def read_datings(connection: sqlite3.Connection, condition: str = "", values: tuple[Any, ...] = ()) -> Iterator[Dating]:
    """Yield when undated reports were published, in the order of their ids."""
    rows = connection.execute(
        "SELECT report.id, dating.start, dating.end, confidence, reasons, because, made_by FROM dating"
        f" JOIN report ON report.key = dating.report {condition} ORDER BY report.id",
        values,
    )
    for id_, start, end, confidence, reasons, because, made_by in rows:
        yield Dating(id_.hex(), start, end, confidence, tuple(json.loads(reasons)), tuple(json.loads(because)), made_by)


def read_times(connection: sqlite3.Connection, report: str) -> list[Time]:
    """Return the times of a report, in order of place; their printed words are left out."""
    rows = connection.execute(
        f"SELECT time.id, start, end, {', '.join(_ANCHORED)}, rule, type, made_by, reading"
        " FROM time JOIN report ON report.key = time.report WHERE report.id=? ORDER BY start, end, time.id",
        (bytes.fromhex(report),),
    )
    return [
        Time(id_.hex(), report, start, end, value, first, last, precision, anchor, rule, type_, "", made_by, reading)
        for id_, start, end, value, first, last, precision, anchor, rule, type_, made_by, reading in rows
    ]


def save_times(connection: sqlite3.Connection, times: Iterable[Time]) -> None:
    """Store how times are anchored now."""
    connection.executemany(
        f"UPDATE time SET {', '.join(f'{column}=?' for column in _ANCHORED)} WHERE id=?",
        ((*(getattr(time, column) for column in _ANCHORED), bytes.fromhex(time.id)) for time in times),
    )
