"""Which paragraphs tell of which stories, in a record's file.

All functions that change something run inside the caller's transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date
from typing import Any

import numpy

from onrecord.across.likely import Numbers, Words
from onrecord.across.likeness import MIN_YEARS
from onrecord.across.story_passages import MIN_ITEM, MIN_LIKE, Beside, Told
from onrecord.across.weighing import ordinal
from onrecord.record.alike import SEARCHED, unpack_words
from onrecord.record.decisions import PUBLISHED_END
from onrecord.record.gists import read_paragraphs
from onrecord.records import Gist, StoryPassage

_REPORTS_A_CHUNK = 1000
_DAY = 10  # characters of an ISO date


# --- what is compared ---


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The paragraphs of some reports, with their words: the report's key and the paragraph's number for each."""

    hosts: Numbers
    numbers: Numbers
    words: Words


def read_asked(connection: sqlite3.Connection, places: Mapping[int, int]) -> Iterator[Asked]:
    """Yield the paragraphs of all reports that take part in the search, some reports at a time, in an order."""
    found = connection.execute("SELECT report FROM paragraphs WHERE " + SEARCHED)
    keys = sorted((key for (key,) in found), key=lambda key: (places.get(key, len(places)), key))
    for start in range(0, len(keys), _REPORTS_A_CHUNK):
        some = keys[start : start + _REPORTS_A_CHUNK]
        rows = [
            connection.execute("SELECT counts, hashes, strengths FROM paragraphs WHERE report=?", (key,)).fetchone()
            for key in some
        ]
        counts = [len(row[0]) for row in rows]
        yield Asked(
            numpy.repeat(numpy.array(some, dtype=numpy.int64), counts),
            numpy.concatenate([numpy.arange(count, dtype=numpy.int64) for count in counts]),
            unpack_words([*b"".join(row[0] for row in rows)], (row[1] for row in rows), (row[2] for row in rows)),
        )


def forget_left(connection: sqlite3.Connection) -> None:
    """Take out what the paragraphs of reports were compared with that stand behind others now."""
    connection.execute("DELETE FROM beside WHERE report IN (SELECT report FROM print WHERE onto IS NOT NULL)")


def beside_of(connection: sqlite3.Connection, key: int) -> set[tuple[int, int]]:
    """Return what the paragraphs of a report were compared with: the paragraph's number, and another report."""
    return set(connection.execute("SELECT number, other FROM beside WHERE report=?1 AND other <> ?1", (key,)))


def forget_beside(connection: sqlite3.Connection, key: int, pairs: Iterable[tuple[int, int]]) -> None:
    """Take out what the paragraphs of a report are compared with no longer."""
    connection.executemany(
        "DELETE FROM beside WHERE report=? AND number=? AND other=?", ((key, *pair) for pair in pairs)
    )


def packed_paragraphs(connection: sqlite3.Connection, key: int) -> bytes:
    """Return the paragraphs of a report as they are stored."""
    (blob,) = connection.execute("SELECT paragraphs FROM paragraphs WHERE report=?", (key,)).fetchone()
    return bytes(blob)


def save_beside(connection: sqlite3.Connection, key: int, rows: Iterable[tuple[int, int, float]]) -> None:
    """Store how alike paragraphs of a report, by number, are to reports."""
    connection.executemany(
        "INSERT OR REPLACE INTO beside(report, number, other, score) VALUES (?,?,?,?)", ((key, *row) for row in rows)
    )


# --- what tells of which story ---


def told_reports(connection: sqlite3.Connection) -> list[int]:
    """Return the keys of the reports of which a paragraph is like another story, in the order of their ids."""
    query = (
        "SELECT DISTINCT report.key FROM beside JOIN paragraphs ON paragraphs.report = beside.report"
        " JOIN story_member AS own ON own.report = beside.report JOIN story_member ON story_member.report = other"
        " JOIN report ON report.key = beside.report"
        " WHERE score >= iif(is_round_up, ?, ?) AND story_member.story <> own.story ORDER BY report.id"
    )
    return [key for (key,) in connection.execute(query, (MIN_ITEM, MIN_LIKE))]


@dataclass(frozen=True, slots=True)
class ToldReport:
    """A report's id, its story, whether it is a round-up, and its paragraphs that were compared with something."""

    id: str
    story: str
    is_round_up: bool
    paragraphs: tuple[Told, ...]


def read_told(connection: sqlite3.Connection, key: int) -> ToldReport:
    """Return the paragraphs of a report with what they are like."""
    id_, story, published, is_round_up, years = connection.execute(
        f"SELECT report.id, story.id, coalesce({PUBLISHED_END}, dating.end), is_round_up, gist ->> 'years' FROM report"
        " JOIN story_member ON story_member.report = report.key JOIN story ON story.key = story"
        " JOIN gist ON gist.report = report.key JOIN paragraphs ON paragraphs.report = report.key"
        " LEFT JOIN dating ON dating.report = report.key WHERE report.key=?",
        (key,),
    ).fetchone()
    last = last_day(published, () if is_round_up else json.loads(years))
    rows = connection.execute(
        "SELECT number, report.id, story.id, score, story.start, story.end FROM beside"
        " JOIN report ON report.key = other JOIN story_member ON story_member.report = other"
        " JOIN story ON story.key = story_member.story WHERE beside.report=? ORDER BY number, report.id",
        (key,),
    )
    beside: dict[int, list[Beside]] = defaultdict(list)
    for number, other, of, score, start, end in rows:
        span = None if start is None or end is None else (ordinal(start), ordinal(end))
        beside[number].append(Beside(other.hex(), of.hex(), score, span))
    return ToldReport(
        id_.hex(),
        story.hex(),
        bool(is_round_up),
        tuple(
            Told(
                number,
                one.place,
                one.start,
                one.end,
                one.gist.years,
                tuple(sorted(map(ordinal, one.gist.days))),
                last,
                tuple(beside[number]),
            )
            for number, one in read_paragraphs(connection, key, beside).items()
        ),
    )


def is_round_up(connection: sqlite3.Connection, report: bytes) -> bool:
    """Tell whether a report, by its id, tells of several things."""
    query = "SELECT is_round_up FROM paragraphs JOIN report ON report.key = paragraphs.report WHERE report.id=?"
    return any(found for (found,) in connection.execute(query, (report,)))


def last_day(published: str | None, years: Iterable[int]) -> int | None:
    """Return the last day on which a report may have been published; `None` where nothing is known.

    One that is not dated is taken to be of no later time than a few years after the latest year that it names.
    """
    if published is not None:
        return ordinal(published[:_DAY])
    latest = max(years, default=None)
    return None if latest is None else date(min(latest + MIN_YEARS - 1, MAXYEAR), 12, 31).toordinal()


def replace_passages(
    connection: sqlite3.Connection, found: Mapping[StoryPassage, int]
) -> list[tuple[StoryPassage, int]]:
    """Take out the passages that are none any longer; return those of `found` that are new or other than they were.

    One that stays as it was, of two reports of which nothing changed, keeps its reasons: they take reading both.

    Args:
        connection: to the record.
        found: passages without their reasons, with the number of the paragraph that these are of.
    """
    connection.execute(
        "DELETE FROM story_passage WHERE report IN (SELECT report FROM touched_story)"
        " OR other IN (SELECT report FROM touched_story)"
    )
    numbers = connection.execute(
        "SELECT report.id, start, number FROM story_passage JOIN report ON report.key = story_passage.report"
    )
    number_of = {(id_.hex(), start): number for id_, start, number in numbers}
    before = {(replace(one, reasons=()), number_of[one.report, one.start]) for one in read_passages(connection)}
    connection.executemany(
        "DELETE FROM story_passage WHERE report=(SELECT key FROM report WHERE id=?) AND start=?",
        ((bytes.fromhex(one.report), one.start) for one, _ in before - set(found.items())),
    )
    return [one for one in found.items() if one not in before]


@dataclass(frozen=True, slots=True)
class ParagraphSide:
    """The paragraph that a passage is, or of several the one that tells most: what it is about, and its text."""

    gist: Gist
    text: str


def read_side(connection: sqlite3.Connection, passage: StoryPassage, number: int) -> ParagraphSide:
    """Return a paragraph of a passage."""
    key, text = connection.execute(
        "SELECT key, text FROM report WHERE id=?", (bytes.fromhex(passage.report),)
    ).fetchone()
    paragraph = read_paragraphs(connection, key, (number,))[number]
    return ParagraphSide(paragraph.gist, text[paragraph.start : paragraph.end])


def save_passages(connection: sqlite3.Connection, passages: Iterable[tuple[StoryPassage, int]]) -> None:
    """Store parts of reports that tell of other stories, each with the number of the paragraph that tells most."""
    keys = "(SELECT key FROM {} WHERE id=?)"
    connection.executemany(
        "INSERT INTO story_passage(report, start, end, number, story, other, confidence, reasons, made_by)"
        f" VALUES ({keys.format('report')},?,?,?,{keys.format('story')},{keys.format('report')},?,?,?)",
        (
            (
                bytes.fromhex(one.report), one.start, one.end, number, bytes.fromhex(one.story),
                bytes.fromhex(one.like),
                one.confidence, json.dumps(one.reasons, ensure_ascii=False), one.made_by,
            )
            for one, number in passages
        ),
    )  # fmt: skip


def read_passages(
    connection: sqlite3.Connection, condition: str = "", values: tuple[Any, ...] = ()
) -> Iterator[StoryPassage]:
    """Yield parts of reports that tell of other stories, all or those that a condition picks, in order of place."""
    rows = connection.execute(
        "SELECT story.id, report.id, story_passage.start, story_passage.end, liked.id, confidence, reasons,"
        " story_passage.made_by FROM story_passage JOIN story ON story.key = story_passage.story"
        " JOIN report ON report.key = story_passage.report JOIN report AS liked ON liked.key = story_passage.other"
        f" {condition} ORDER BY report.id, story_passage.start",
        values,
    )
    for story, report, start, end, like, confidence, reasons, made_by in rows:
        yield StoryPassage(
            story.hex(), report.hex(), start, end, like.hex(), confidence, tuple(json.loads(reasons)), made_by
        )
