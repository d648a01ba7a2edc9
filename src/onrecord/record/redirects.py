"""Where ids that are no more went: of entities and stories that became one with another.

History, which the digest leaves out. All functions that change something run inside the caller's transaction.
"""

from __future__ import annotations

import sqlite3

_TABLES = {"entities": "entity", "stories": "story"}


def save_redirect(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Send an id that is no more, and those that were sent to it, to another."""
    ids = bytes.fromhex(old), bytes.fromhex(new)
    connection.execute("UPDATE redirect SET new=?2 WHERE new=?1", ids)
    connection.execute("INSERT OR REPLACE INTO redirect(old, new) VALUES (?, ?)", ids)


def tidy_redirects(connection: sqlite3.Connection) -> None:
    """Forget the redirects from ids that there are, and those to ids that are no more."""
    there = " UNION ALL ".join(f"SELECT id FROM {table}" for table in _TABLES.values())
    connection.execute(f"DELETE FROM redirect WHERE old IN ({there}) OR new NOT IN ({there})")


def redirected(connection: sqlite3.Connection, low: bytes, high: bytes) -> list[tuple[str, bytes]]:
    """Return the table and id of what the ids between two, which are no more, went into; two at the most."""
    rows = connection.execute("SELECT DISTINCT new FROM redirect WHERE old BETWEEN ? AND ? LIMIT 2", (low, high))
    return [
        (name, bytes(new))
        for (new,) in rows.fetchall()
        for name, table in _TABLES.items()
        if connection.execute(f"SELECT 1 FROM {table} WHERE id=?", (new,)).fetchone()
    ]
