"""Finding out which paragraphs tell of another story than their report's own."""

from __future__ import annotations

import sqlite3
import time as clock
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy

from onrecord.across.likely import Lookup
from onrecord.across.likeness import NAME as LIKENESS
from onrecord.across.likeness import compare_paragraph, explain_alike
from onrecord.across.story_passages import MIN_ITEM, NAME, find_parts
from onrecord.across.weighing import weigh
from onrecord.comparing.likening import parse_caps, printed_words, probability, weigh_stored
from onrecord.comparing.progress import Report
from onrecord.engine import Engine, Failed
from onrecord.record import alike
from onrecord.record import story_passages as stored
from onrecord.record.connection import Transactions
from onrecord.record.gists import parse_paragraphs
from onrecord.records import StoryPassage

_COMMIT_ROWS = 20_000

# --- what paragraphs are like ---

Row = tuple[int, bytes, str, tuple[tuple[int, int, str], ...]]
"""A report's key, paragraphs and gist, and what to compare: a paragraph's number, another report's key and gist."""


def compare_paragraphs(
    connection: sqlite3.Connection,
    engine: Engine,
    index: alike.Index,
    places: Mapping[int, int],
    caps: str,
    report: Report,
) -> None:
    """Compare the paragraphs of all reports with those that share strong words and were not compared yet.

    Args:
        connection: to the record.
        engine: does the work.
        index: the words of all reports.
        places: reports that are alike stand near each other in this order.
        caps: see `weighing.find_ubiquitous`, as stored.
        report: told how far it is.
    """
    started, done = clock.monotonic(), 0
    with Transactions(connection, _COMMIT_ROWS) as transactions:
        stored.forget_left(connection)
        for result in engine.each(_rows(connection, index, places), _compare_row, caps, weigh=_weigh_row):
            if isinstance(result, Failed):
                continue  # what cannot be compared is not alike; the others go on
            stored.save_beside(connection, *result)
            done += len(result[1])
            if transactions.add(len(result[1])):
                report("comparing paragraphs", done, None, clock.monotonic() - started)


def _rows(connection: sqlite3.Connection, index: alike.Index, places: Mapping[int, int]) -> Iterator[Row]:
    """Yield what is to be compared, report by report; what is not to be compared any longer is taken out."""
    lookup = Lookup(index.words)
    place = {key: number for number, key in enumerate(index.keys.tolist())}
    read = alike.make_gist_reader(connection)
    for asked in stored.read_asked(connection, places):
        hosts = numpy.array([place[key] for key in asked.hosts.tolist()], dtype=numpy.int64)
        due: dict[int, set[tuple[int, int]]] = {key: set() for key in asked.hosts.tolist()}
        for paragraph, other in zip(*lookup.find_beside(asked.words, hosts), strict=True):
            key, number = int(asked.hosts[paragraph]), int(asked.numbers[paragraph])
            due[key].add((number, int(index.keys[other])))
        for key, pairs in due.items():
            known = stored.beside_of(connection, key)
            stored.forget_beside(connection, key, known - pairs)
            if pairs - known:
                new = tuple((number, other, read(other)) for number, other in sorted(pairs - known))
                yield key, stored.packed_paragraphs(connection, key), read(key), new


def _compare_row(row: Row, caps: str) -> tuple[int, list[tuple[int, int, float]]]:
    """Return how alike paragraphs are to other reports, and to their own where they are like another."""
    key, packed, own, pairs = row
    paragraphs = parse_paragraphs(packed, {number for number, _, _ in pairs})
    weighed = {number: weigh(one.gist, parse_caps(caps)) for number, one in paragraphs.items()}
    found = [
        (number, other, compare_paragraph(weighed[number], weigh_stored(gist, caps))) for number, other, gist in pairs
    ]
    like = sorted({number for number, _, score in found if score >= MIN_ITEM})
    found += [(number, key, compare_paragraph(weighed[number], weigh_stored(own, caps))) for number in like]
    return key, found


def _weigh_row(row: Row) -> int:
    return len(row[1]) + sum(len(gist) for _, _, gist in row[3])


# --- which stories they tell of ---


def place_passages(connection: sqlite3.Connection, engine: Engine, caps: str) -> None:
    """Store which parts of reports tell of other stories, now that the stories are known."""
    found = {
        StoryPassage(
            part.story, told.id, part.start, part.end, part.like, probability(part.score), (), f"{NAME}+{LIKENESS}"
        ): part.number
        for told in (stored.read_told(connection, key) for key in stored.told_reports(connection))
        for part in find_parts(told.paragraphs, told.story, is_round_up=told.is_round_up)
    }
    new = stored.replace_passages(connection, found)
    rows = ((*one, alike.read_side(connection, one[0].like), stored.read_side(connection, *one)) for one in new)
    explained = engine.each(rows, _explain, caps)
    stored.save_passages(connection, (one.row[:2] if isinstance(one, Failed) else one for one in explained))


Due = tuple[StoryPassage, int, alike.Side, stored.ParagraphSide]
"""A passage, the number of its paragraph that tells most, the report that this is like, and the paragraph."""


def _explain(row: Due, caps: str) -> tuple[StoryPassage, int]:
    """Return a passage with what it shares with the report that it is most like, in words."""
    passage, number, other, paragraph = row
    left, right = weigh(paragraph.gist, parse_caps(caps)), weigh_stored(other.gist, caps)
    words = printed_words(other.text) | printed_words(paragraph.text)
    return replace(passage, reasons=explain_alike(left, right, words)), number
