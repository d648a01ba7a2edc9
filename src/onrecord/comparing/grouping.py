"""Comparing what reports are about: which tell of the same happening, and what came before it."""

from __future__ import annotations

import hashlib
import json
import math
import re
import sqlite3
import time as clock
from functools import lru_cache

from onrecord.across import dating, likely, stories
from onrecord.across.likeness import FILE, Caps, Likeness, Weighed, compare, explain, find_ubiquitous, weigh
from onrecord.across.likeness import NAME as LIKENESS
from onrecord.across.stories import MIN_JOIN, Grouped, Related, find_stories
from onrecord.comparing.progress import Report
from onrecord.engine import Engine, Failed
from onrecord.facts.terms import stem
from onrecord.record import stories as stored
from onrecord.record.connection import Transactions, transaction
from onrecord.record.gists import parse_gist
from onrecord.record.judgements import save_judgements
from onrecord.record.writer import Writer
from onrecord.records import DateSource, Judgement, Published, Verdict, make_id
from onrecord.within.time_anchor import anchor_times

_COMMIT_ROWS = 20_000
_FULL = likely.MAX_PARTNERS // 2  # partners that are alike, of a report that has more than it takes, that make it full
_PAIR_BYTES = 100
_IN_MEMORY = 2048
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MAX_WORDS = 2000  # of a report among which its words are looked for as they are printed


def group_stories(writer: Writer, engine: Engine, report: Report) -> None:
    """Find out which reports belong together, looking again at those whose neighbours changed."""
    connection = writer.connection
    writer.use_stories_version("+".join((likely.NAME, LIKENESS, _model_version(), stories.NAME, dating.NAME)))
    if not stored.is_touched(connection):
        return
    caps = find_ubiquitous([parse_gist(gist) for gist in stored.sample_gists(connection)])
    writer.use_ubiquitous(json.dumps(caps, ensure_ascii=False, sort_keys=True))
    _compare_gists(connection, engine, caps, report)
    _group(connection, engine, caps)


@lru_cache(1)
def _model_version() -> str:
    return hashlib.sha256(FILE.read_bytes()).hexdigest()[:8]


# --- which are alike ---


def _compare_gists(connection: sqlite3.Connection, engine: Engine, caps: Caps, report: Report) -> None:
    """Compare the gists of all reports that share strong words and were not compared yet."""
    index = stored.read_index(connection)
    found = likely.find_likely(len(index.keys), index.reports, index.hashes, index.strengths)
    due = set(zip(index.keys[found.left].tolist(), index.keys[found.right].tolist(), strict=True))
    known = stored.known_pairs(connection)
    with transaction(connection):
        stored.forget_alike(connection, known - due)
    pairs = sorted(due - known)
    started, done = clock.monotonic(), 0
    rows = stored.read_gists(connection, pairs)
    with Transactions(connection, _COMMIT_ROWS) as transactions:
        for result in engine.each(rows, _compare_row, caps, weigh=_weigh_row):
            if isinstance(result, Failed):
                continue  # what cannot be compared is not alike; the others go on
            stored.save_alike(connection, result)
            done += len(result)
            if transactions.add(len(result)):
                report("comparing stories", done, len(pairs), clock.monotonic() - started)
    with transaction(connection):
        stored.mark_full(connection, index.keys[found.full].tolist(), _FULL)


Row = tuple[stored.Keys, str, tuple[str, ...]]


def _compare_row(row: Row, caps: Caps) -> list[tuple[tuple[int, int], Likeness]]:
    keys, left, rights = row
    stamp = json.dumps(caps, sort_keys=True)
    mine = _weigh(left, stamp)
    return [(pair, compare(mine, _weigh(right, stamp))) for pair, right in zip(keys, rights, strict=True)]


@lru_cache(_IN_MEMORY)
def _weigh(gist: str, caps: str) -> Weighed:
    return weigh(parse_gist(gist), json.loads(caps))


def _weigh_row(row: Row) -> int:
    return len(row[1]) + sum(map(len, row[2]))


# --- which belong together ---


def _group(connection: sqlite3.Connection, engine: Engine, caps: Caps) -> None:
    """Group the components of reports for which something changed."""
    components = list(stored.touched_components(connection))
    with transaction(connection):
        reasons: list[tuple[Verdict, str, str, Likeness]] = []
        for related, grouped in zip(
            components, engine.each(components, find_stories, None, weigh=_weigh_related), strict=True
        ):
            if isinstance(grouped, Failed):
                grouped = Grouped(tuple(stories.Group((member.id,)) for member in related.members))
            stored.save_grouped(connection, related, grouped)
            _date(connection, related, grouped)
            reasons += [(Verdict.SAME, *join) for join in grouped.joins]
            reasons += [(_verdict(likeness), left, right, likeness) for left, right, likeness in grouped.refusals]
        rows = (
            (verdict, likeness, stored.read_side(connection, left), stored.read_side(connection, right))
            for verdict, left, right, likeness in reasons
        )
        judged = engine.each(rows, _judge, caps)
        save_judgements(connection, (one for one in judged if not isinstance(one, Failed)))
        stored.mark_grouped(connection)


def _date(connection: sqlite3.Connection, related: Related, grouped: Grouped) -> None:
    """Store when undated reports were published, and anchor their times in that."""
    datings = {dating.report: dating for group in grouped.groups for dating in group.datings}
    for follower in stored.dated_followers(connection, related):  # it stands behind another only now
        stored.save_times(connection, anchor_times(stored.read_times(connection, follower), None))
    stored.save_datings(connection, related, datings.values())
    for member in related.members:
        if member.published is None:
            dating = datings.get(member.id)
            published = None if dating is None else Published(dating.start, dating.end, DateSource.STORY)
            stored.save_times(connection, anchor_times(stored.read_times(connection, member.id), published))


def _verdict(likeness: Likeness) -> Verdict:
    """Return what two reports of two stories are: alike by themselves, or not."""
    return Verdict.UNSURE if likeness.score >= MIN_JOIN and not likeness.apart else Verdict.DIFFERENT


def _weigh_related(related: Related) -> int:
    return _PAIR_BYTES * (len(related.members) + len(related.pairs))


def _judge(row: tuple[Verdict, Likeness, stored.Side, stored.Side], caps: Caps) -> Judgement:
    """Return the judgement on two reports, with its reasons in words."""
    verdict, likeness, left, right = row
    stamp = json.dumps(caps, sort_keys=True)
    sides = _weigh(left.gist, stamp), _weigh(right.gist, stamp)
    reasons = explain(*sides, _printed(left.text) | _printed(right.text))
    if verdict is Verdict.UNSURE:
        reasons = ("alike, but each story hangs together more closely in itself", *reasons)
    return Judgement(
        id=make_id("judgement", stored.QUESTION, left.id, right.id),
        left=left.id,
        right=right.id,
        verdict=verdict,
        score=round(1 / (1 + math.exp(-likeness.score)), 3),
        reasons=reasons,
        question=stored.QUESTION,
        made_by=f"{stories.NAME}+{LIKENESS}",
    )


def _printed(text: str) -> dict[str, str]:
    """Return how the stems of a text are printed in it: as they are first."""
    forms: dict[str, str] = {}
    for place, match in enumerate(_WORD.finditer(text)):
        if place >= _MAX_WORDS:
            break
        forms.setdefault(stem(match[0]), match[0])
    return forms
