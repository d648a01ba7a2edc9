"""Independent origins: how many sources really stand behind some reports, in a record's file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

MIN_SHARE = 0.5
"""Share of a report's text from which it is no origin of its own when it took that from another."""


def origins_of(connection: sqlite3.Connection, reports: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the reports by the origin that each has its words from, both sorted.

    An origin is the id of a report, which need not be one of them, or of a source nobody sent us.
    """
    found: dict[str, list[str]] = {}
    for report in sorted(set(reports)):
        found.setdefault(_origin(connection, report), []).append(report)
    return {origin: tuple(members) for origin, members in sorted(found.items())}


def _origin(connection: sqlite3.Connection, report: str) -> str:
    """Follow who took from whom to its beginning; there are no circles."""
    query = (
        "SELECT source FROM derivation WHERE target=(SELECT key FROM report WHERE id=?) AND share >= ?"
        " ORDER BY share DESC, source LIMIT 1"
    )
    while (found := connection.execute(query, (bytes.fromhex(report), MIN_SHARE)).fetchone()) is not None:
        report = found[0].hex()
    return report
