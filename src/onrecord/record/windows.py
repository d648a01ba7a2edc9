"""What the language model made of stretches of text before, looked up by whoever reads a report now.

Workers read the record's file while one writer writes it: they see what was committed. The file is opened for
each report and let go at once, so that the writer can tidy up behind itself.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from onrecord.record.connection import connect_read_only

_AT_ONCE = 500  # digests in one query


def look_up_windows(path: Path, digests: Sequence[bytes]) -> dict[bytes, bytes]:
    """Return the readings that the record in a file keeps under these digests; none where it cannot be read."""
    found: dict[bytes, bytes] = {}
    with contextlib.suppress(sqlite3.Error), contextlib.closing(connect_read_only(path)) as connection:
        for start in range(0, len(digests), _AT_ONCE):
            some = digests[start : start + _AT_ONCE]
            query = f"SELECT digest, reading FROM window WHERE digest IN ({', '.join('?' * len(some))})"
            found.update(connection.execute(query, some).fetchall())
    return found
