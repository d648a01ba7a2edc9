"""Comparing what reports are about: which tell of the same happening, and what came before it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time as clock
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy

from onrecord.across import dating, likely, stories, story_passages
from onrecord.across.likeness import FILE, Likeness, compare, explain
from onrecord.across.likeness import NAME as LIKENESS
from onrecord.across.nearness import order_nearby
from onrecord.across.stories import MIN_JOIN, Grouped, Related, find_stories
from onrecord.across.weighing import find_ubiquitous
from onrecord.comparing.likening import printed_words, probability, weigh_stored
from onrecord.comparing.progress import Report
from onrecord.comparing.story_passages import compare_paragraphs, place_passages
from onrecord.engine import Engine, Failed
from onrecord.record import alike, datings
from onrecord.record import stories as stored
from onrecord.record.connection import Transactions, transaction
from onrecord.record.gists import parse_gist
from onrecord.record.judgements import save_judgements
from onrecord.record.pairs import Keys
from onrecord.record.writer import Writer
from onrecord.records import DateSource, Judgement, Published, Verdict, make_id
from onrecord.within.time_anchor import anchor_times

_COMMIT_ROWS = 20_000
_FULL = likely.MAX_PARTNERS // 2  # partners that are alike, of a report that has more than it takes, that make it full
_PAIR_BYTES = 100


def group_stories(writer: Writer, engine: Engine, report: Report) -> None:
    """Find out which reports belong together, looking again at those whose neighbours changed."""
    connection = writer.connection
    writer.use_stories_version(
        "+".join((likely.NAME, LIKENESS, _model_version(), stories.NAME, dating.NAME, story_passages.NAME))
    )
    if not stored.is_touched(connection):
        return
    found = find_ubiquitous([parse_gist(gist) for gist in alike.sample_gists(connection)])
    caps = json.dumps(found, ensure_ascii=False, sort_keys=True)
    writer.use_ubiquitous(caps)
    index = alike.read_index(connection)
    places = _compare_gists(connection, engine, index, caps, report)
    compare_paragraphs(connection, engine, index, places, caps, report)
    _group(connection, engine, caps)


@lru_cache(1)
def _model_version() -> str:
    return hashlib.sha256(FILE.read_bytes()).hexdigest()[:8]


# --- which are alike ---


def _compare_gists(
    connection: sqlite3.Connection, engine: Engine, index: alike.Index, caps: str, report: Report
) -> dict[int, int]:
    """Compare the gists of all reports that share strong words and were not compared yet.

    Returns:
        The place of each report that shares such words in an order in which alike ones stand near each other.
    """
    found = likely.find_likely(len(index.keys), index.words)
    lefts, rights = index.keys[found.left], index.keys[found.right]
    places = order_nearby(lefts, rights, found.score)
    due, known = alike.pair_codes(lefts, rights), alike.known_pairs(connection)
    with transaction(connection):
        alike.forget_alike(connection, _as_pairs(numpy.setdiff1d(known, due)))
    new = numpy.setdiff1d(due, known)
    new = new[numpy.argsort([places[left] for left in alike.split_codes(new)[0].tolist()], kind="stable")]
    started, done = clock.monotonic(), 0
    rows = alike.read_gists(connection, _as_pairs(new))
    with Transactions(connection, _COMMIT_ROWS) as transactions:
        for result in engine.each(rows, _compare_row, caps, weigh=_weigh_row):
            if isinstance(result, Failed):
                continue  # what cannot be compared is not alike; the others go on
            alike.save_alike(connection, result)
            done += len(result)
            if transactions.add(len(result)):
                report("comparing stories", done, len(new), clock.monotonic() - started)
    with transaction(connection):
        alike.mark_full(connection, index.keys[found.full].tolist(), _FULL)
    return places


def _as_pairs(codes: likely.Numbers) -> Iterator[tuple[int, int]]:
    left, right = alike.split_codes(codes)
    return zip(left.tolist(), right.tolist(), strict=True)


Row = tuple[Keys, str, tuple[str, ...]]


def _compare_row(row: Row, caps: str) -> list[tuple[tuple[int, int], Likeness]]:
    keys, left, rights = row
    mine = weigh_stored(left, caps)
    return [(pair, compare(mine, weigh_stored(right, caps))) for pair, right in zip(keys, rights, strict=True)]


def _weigh_row(row: Row) -> int:
    return len(row[1]) + sum(map(len, row[2]))


# --- which belong together ---


def _group(connection: sqlite3.Connection, engine: Engine, caps: str) -> None:
    """Group the components of reports for which something changed."""
    components = list(stored.touched_components(connection))
    with transaction(connection):
        due: list[_Due] = []
        for related, grouped in zip(
            components, engine.each(components, find_stories, None, weigh=_weigh_related), strict=True
        ):
            if isinstance(grouped, Failed):
                grouped = Grouped(tuple(stories.Group((member.id,)) for member in related.members))
            stored.save_grouped(connection, related, grouped)
            _date(connection, related, grouped)
            due += _find_new(connection, related, list(_judgements_due(grouped)))
        rows = ((one, alike.read_side(connection, one.left), alike.read_side(connection, one.right)) for one in due)
        judged = engine.each(rows, _judge, caps)
        save_judgements(connection, (one for one in judged if not isinstance(one, Failed)))
        place_passages(connection, engine, caps)
        stored.mark_grouped(connection)


@dataclass(frozen=True, slots=True)
class _Due:
    """A judgement to be made on two reports: all of it but the reasons."""

    left: str
    right: str
    verdict: Verdict
    score: float

    @property
    def id(self) -> str:
        """The judgement's id."""
        return make_id("judgement", stored.QUESTION, self.left, self.right)


def _judgements_due(grouped: Grouped) -> Iterator[_Due]:
    for left, right, likeness in grouped.joins:
        yield _Due(left, right, Verdict.SAME, _probability(likeness))
    for left, right, likeness in grouped.refusals:
        is_alike = likeness.score >= MIN_JOIN and not likeness.apart
        yield _Due(left, right, Verdict.UNSURE if is_alike else Verdict.DIFFERENT, _probability(likeness))


def _probability(likeness: Likeness) -> float:
    return 0.0 if likeness.apart else probability(likeness.score)


def _find_new(connection: sqlite3.Connection, related: Related, due: list[_Due]) -> list[_Due]:
    """Take out the judgements on a component that are due no longer; return those that are to be made anew.

    One stays that says the same of two reports of which nothing changed: making the reasons takes reading both.
    """
    standing = stored.standing_judgements(connection, related)
    kept = {one.id for one in due if standing.get(one.id) == (one.verdict, one.score)}
    stored.forget_judgements(connection, related, kept)
    return [one for one in due if one.id not in kept]


def _date(connection: sqlite3.Connection, related: Related, grouped: Grouped) -> None:
    """Store when undated reports were published, and anchor their times in that."""
    found = {dating.report: dating for group in grouped.groups for dating in group.datings}
    for follower in datings.dated_followers(connection, related):  # it stands behind another only now
        datings.save_times(connection, anchor_times(datings.read_times(connection, follower), None))
    datings.save_datings(connection, related, found.values())
    for member in related.members:
        if member.published is None:
            dating = found.get(member.id)
            published = None if dating is None else Published(dating.start, dating.end, DateSource.STORY)
            datings.save_times(connection, anchor_times(datings.read_times(connection, member.id), published))


def _weigh_related(related: Related) -> int:
    return _PAIR_BYTES * (len(related.members) + len(related.pairs))


def _judge(row: tuple[_Due, alike.Side, alike.Side], caps: str) -> Judgement:
    """Return the judgement on two reports, with its reasons in words."""
    due, left, right = row
    sides = weigh_stored(left.gist, caps), weigh_stored(right.gist, caps)
    reasons = explain(*sides, printed_words(left.text) | printed_words(right.text))
    if due.verdict is Verdict.UNSURE:
        reasons = ("alike by themselves, but not the stories that they are of", *reasons)
    return Judgement(
        id=due.id,
        left=due.left,
        right=due.right,
        verdict=due.verdict,
        score=due.score,
        reasons=reasons,
        question=stored.QUESTION,
        made_by=f"{stories.NAME}+{LIKENESS}",
    )
