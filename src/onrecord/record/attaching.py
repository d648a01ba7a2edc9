"""Which mention or quotation a decision is about: found anew whenever the findings of a report are made.

A decision names its words by report, span and printed form, so it holds through any rebuild; what it is about is in
`attached`, or it waits.

All functions that change something run inside the caller's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.record.decisions import IS_ATTACHED, delete_decision, read_decisions, reports_of, touch_report
from onrecord.records import Decision, EntityDecision, Ruling, Span, TargetKind, make_id

MADE_BY = "decision"
"""What made a mention that the program did not find; also how it is a mention."""

_MIN_OVERLAP = 0.5  # of the one or the other: as much as a title more or less makes of a name


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the places a decision names, in the report at hand."""

    decision: int
    side: int
    verdict: Ruling
    span: Span | None


@dataclass(frozen=True, slots=True)
class _Found:
    """A mention or a quotation (from its first to its last character) in the report at hand."""

    key: int
    span: Span


def attach_decisions(connection: sqlite3.Connection, reports: Iterable[str]) -> None:
    """Attach all decisions about words of these reports to what the record holds of them now."""
    for report in sorted(reports):
        found = connection.execute("SELECT key FROM report WHERE id=?", (bytes.fromhex(report),)).fetchone()
        if found is not None:
            attach_in(connection, found[0], report)


def attach_in(connection: sqlite3.Connection, key: int, report: str) -> None:
    """Attach the decisions about words of one report, which has this key.

    Each goes to the mention or quotation that it shares most with, if that is half of either or more. Words that a
    person called a mention become one where the program found none.
    """
    sides = _sides_in(connection, bytes.fromhex(report))
    connection.execute("DELETE FROM attached WHERE report=?", (key,))
    connection.execute("DELETE FROM mention WHERE report=? AND made_by=?", (key, MADE_BY))
    if not sides:
        return
    if any(side.verdict.is_of_two_reports for side in sides):
        touch_report(connection, report)
    mentions = _mentions_in(connection, key)
    for side in sides:
        if side.verdict is Ruling.MENTION and side.side == 0 and side.span and _best(mentions, side.span) is None:
            _make_mention(connection, key, report, side.span)
    mentions, quotations = _mentions_in(connection, key), _quotations_in(connection, key)
    for side in sides:
        _attach(connection, key, side, mentions, quotations)


def _sides_in(connection: sqlite3.Connection, report: bytes) -> list[_Side]:
    rows = connection.execute(
        "SELECT key, 0, verdict, start, end FROM decision WHERE report=?1"
        " UNION ALL SELECT key, 1, verdict, other_start, other_end FROM decision WHERE other_report=?1",
        (report,),
    )
    return [
        _Side(key, side, Ruling(verdict), None if start is None else Span(start, end))
        for key, side, verdict, start, end in rows
    ]


def _attach(
    connection: sqlite3.Connection, key: int, side: _Side, mentions: list[_Found], quotations: list[_Found]
) -> None:
    """Attach one side of a decision; nothing where nothing in the report is what it is about."""
    mention = quotation = None
    of_reports = side.verdict.is_of_two_reports
    if not of_reports and (side.side == 1 or side.verdict.target is TargetKind.MENTION):
        mention = _best(mentions, side.span)
    elif side.verdict.target is TargetKind.QUOTATION:
        quotation = _best(quotations, side.span)
    is_report = of_reports or (side.side == 0 and side.verdict.target is TargetKind.REPORT)
    if mention is None and quotation is None and not is_report:
        return
    connection.execute(
        "INSERT INTO attached(decision, side, report, mention, quotation) VALUES (?,?,?,?,?)",
        (side.decision, side.side, key, mention, quotation),
    )


def _best(found: list[_Found], span: Span | None) -> int | None:
    """Return the key of what shares most with a span, half of either at least; of several the first in the text."""
    if span is None:
        return None
    best, most = None, 0.0
    for one in found:
        shared = min(one.span.end, span.end) - max(one.span.start, span.start)
        lengths = (one.span.end - one.span.start, span.end - span.start)
        share = shared / (sum(lengths) - shared)
        if shared >= _MIN_OVERLAP * min(lengths) and share > most:
            best, most = one.key, share
    return best


def _mentions_in(connection: sqlite3.Connection, key: int) -> list[_Found]:
    rows = connection.execute("SELECT key, start, end FROM mention WHERE report=? ORDER BY start, end, id", (key,))
    return [_Found(key, Span(start, end)) for key, start, end in rows]


def _quotations_in(connection: sqlite3.Connection, key: int) -> list[_Found]:
    rows = connection.execute(
        "SELECT key, (SELECT min(json_extract(value, '$[0]')) FROM json_each(spans)),"
        " (SELECT max(json_extract(value, '$[1]')) FROM json_each(spans))"
        " FROM quotation WHERE report=? ORDER BY 2, 3, id",
        (key,),
    )
    return [_Found(key, Span(start, end)) for key, start, end in rows]


def _make_mention(connection: sqlite3.Connection, key: int, report: str, span: Span) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO mention(id, report, start, end, label, how, made_by, confidence)"
        " VALUES (?,?,?,?,'Misc',?,?,1.0)",
        (bytes.fromhex(make_id("mention", report, span)), key, *span, MADE_BY, MADE_BY),
    )


def forget_words_of(connection: sqlite3.Connection, report: str) -> None:
    """Take out the decisions that quote words of a report which is taken out for good.

    What they decided about other reports goes with them, and mentions that were made there for them.
    """
    id_ = bytes.fromhex(report)
    found = list(read_decisions(connection, "WHERE report=?1 OR other_report=?1", (id_,)))
    for decision in found:
        delete_decision(connection, decision)
    attach_decisions(connection, reports_of(found) - {report})


# --- for whoever applies them ---


def entity_decisions(connection: sqlite3.Connection) -> tuple[EntityDecision, ...]:
    """Return the decisions about who is meant, those that are attached, in the order of their ids.

    `Ruling.SPEAKER` is among them: its `left` is a quotation, its `right` a mention of the speaker or `None`, where
    `value` is the name, or the words of a mention that is not found again.
    """
    rows = connection.execute(
        "SELECT decision.id, verdict, coalesce(m0.id, quotation.id), m1.id,"
        " coalesce(value, iif(m1.id IS NULL, other_text, NULL))"
        " FROM decision JOIN attached AS a0 ON a0.decision = decision.key AND a0.side = 0"
        " LEFT JOIN attached AS a1 ON a1.decision = decision.key AND a1.side = 1"
        " LEFT JOIN shown_mention AS m0 ON m0.key = a0.mention LEFT JOIN shown_mention AS m1 ON m1.key = a1.mention"
        " LEFT JOIN quotation ON quotation.key = a0.quotation"
        f" WHERE verdict IN ('same', 'different', 'rename', 'retype', 'mention', 'speaker') AND {IS_ATTACHED}"
        " ORDER BY decision.id"
    )
    return tuple(
        EntityDecision(id_.hex(), Ruling(verdict), left.hex(), right.hex() if right else None, value)
        for id_, verdict, left, right, value in rows
    )


def attached_to(connection: sqlite3.Connection) -> dict[tuple[str, int], str]:
    """Return what each side of each decision is attached to: by decision and side, the id of a mention or quotation."""
    rows = connection.execute(
        "SELECT decision.id, side, coalesce(mention.id, quotation.id) FROM attached"
        " JOIN decision ON decision.key = attached.decision"
        " LEFT JOIN mention ON mention.key = attached.mention LEFT JOIN quotation ON quotation.key = attached.quotation"
    )
    return {(decision.hex(), side): item.hex() for decision, side, item in rows if item is not None}


def decisions_about(connection: sqlite3.Connection, item: str) -> tuple[Decision, ...]:
    """Return the decisions that are attached to a mention or a quotation."""
    condition = (
        "WHERE key IN (SELECT decision FROM attached WHERE mention = (SELECT key FROM mention WHERE id=?1)"
        " OR quotation = (SELECT key FROM quotation WHERE id=?1))"
    )
    return tuple(read_decisions(connection, condition, (bytes.fromhex(item),)))


def count_hidden(connection: sqlite3.Connection, report: str) -> int:
    """Return how many quotations of a report are hidden, since a person decided that they are none."""
    (count,) = connection.execute(
        "SELECT count(DISTINCT attached.quotation) FROM attached JOIN decision ON decision.key = attached.decision"
        " WHERE verdict = 'no-quotation' AND decision.report=?",
        (bytes.fromhex(report),),
    ).fetchone()
    return int(count)
