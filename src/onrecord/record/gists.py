"""Gists in a record's file, as JSON: one a report, and those of its paragraphs."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from onrecord.across.likely import PARAGRAPH_WORDS, make_keys
from onrecord.records import Clue, Gist, Paragraph, Topic


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


def save_gist(
    connection: sqlite3.Connection, key: int, gist: Gist | None, paragraphs: Sequence[Paragraph] = ()
) -> None:
    """Replace the gists of a report and its paragraphs, which is then to be compared again; `None` takes them out."""
    connection.execute("DELETE FROM gist WHERE report=?", (key,))
    if gist is not None:
        keys = make_keys(gist)
        connection.execute(
            "INSERT INTO gist(report, gist, hashes, strengths) VALUES (?,?,?,?)",
            (key, write_gist(gist), keys.hashes.tobytes(), keys.strengths.tobytes()),
        )
        if paragraphs:
            _save_paragraphs(connection, key, paragraphs, is_round_up=gist.is_round_up)


def _save_paragraphs(
    connection: sqlite3.Connection, key: int, paragraphs: Sequence[Paragraph], *, is_round_up: bool
) -> None:
    lines = (
        json.dumps([one.start, one.end, one.place, write_gist(one.gist)], ensure_ascii=False) for one in paragraphs
    )
    keys = [make_keys(one.gist, PARAGRAPH_WORDS) for one in paragraphs]
    connection.execute(
        "INSERT INTO paragraphs(report, is_round_up, paragraphs, counts, hashes, strengths) VALUES (?,?,?,?,?,?)",
        (
            key, is_round_up, zlib.compress("\n".join(lines).encode()), bytes(len(one.hashes) for one in keys),
            b"".join(one.hashes.tobytes() for one in keys), b"".join(one.strengths.tobytes() for one in keys),
        ),
    )  # fmt: skip


def read_paragraphs(
    connection: sqlite3.Connection, key: int, wanted: Iterable[int] | None = None
) -> dict[int, Paragraph]:
    """Return paragraphs of a report by their numbers: the wanted ones, all when not given."""
    row = connection.execute("SELECT paragraphs FROM paragraphs WHERE report=?", (key,)).fetchone()
    return {} if row is None else parse_paragraphs(row[0], wanted)


def parse_paragraphs(blob: bytes, wanted: Iterable[int] | None = None) -> dict[int, Paragraph]:
    """Return paragraphs that were stored as one blob, likewise."""
    lines = zlib.decompress(blob).decode().split("\n")
    found = {}
    for number in range(len(lines)) if wanted is None else wanted:
        start, end, place, gist = json.loads(lines[number])
        found[number] = Paragraph(start, end, place, parse_gist(gist))
    return found


def gists_of(connection: sqlite3.Connection, keys: Iterable[int]) -> dict[int, str]:
    """Return the gists of some reports, as written, by their keys; those without one are left out."""
    found = {}
    for key in keys:
        row = connection.execute("SELECT gist FROM gist WHERE report=?", (key,)).fetchone()
        if row is not None:
            found[key] = row[0]
    return found
