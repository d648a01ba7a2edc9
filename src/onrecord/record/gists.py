"""Gists in a record's file, as JSON: one a report."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict

from onrecord.across.likely import make_keys
from onrecord.records import Clue, Gist, Topic


def write_gist(gist: Gist) -> str:
    """Return a gist as JSON, the same for the same gist."""
    return json.dumps(asdict(gist), ensure_ascii=False, separators=(",", ":"))


def parse_gist(text: str) -> Gist:
    """Return the gist that `write_gist` wrote."""
    values = json.loads(text)
    for group in ("persons", "places", "bodies"):
        values[group] = {key: Topic(*topic) for key, topic in values[group].items()}
    for field in ("title", "years"):
        values[field] = tuple(values[field])
    values["clues"] = tuple(Clue(*clue) for clue in values["clues"])
    for field in ("numbers", "ordinals"):
        values[field] = tuple(tuple(one) for one in values[field])
    if values["published"] is not None:
        values["published"] = tuple(values["published"])
    return Gist(**values)


def save_gist(connection: sqlite3.Connection, key: int, gist: Gist | None) -> None:
    """Replace the gist of a report, which is then to be compared again; `None` takes it out."""
    connection.execute("DELETE FROM gist WHERE report=?", (key,))
    if gist is not None:
        keys = make_keys(gist)
        connection.execute(
            "INSERT INTO gist(report, gist, hashes, strengths) VALUES (?,?,?,?)",
            (key, write_gist(gist), keys.hashes.tobytes(), keys.strengths.tobytes()),
        )


def gists_of(connection: sqlite3.Connection, keys: Iterable[int]) -> dict[int, str]:
    """Return the gists of some reports, as written, by their keys; those without one are left out."""
    found = {}
    for key in keys:
        row = connection.execute("SELECT gist FROM gist WHERE report=?", (key,)).fetchone()
        if row is not None:
            found[key] = row[0]
    return found
