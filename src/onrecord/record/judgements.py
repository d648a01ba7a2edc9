"""Judgements on pairs of reports, in a record's file. Inside the caller's transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from onrecord.records import Judgement, Verdict


def save_judgements(connection: sqlite3.Connection, judgements: Iterable[Judgement]) -> None:
    """Store judgements whose left and right are reports of the record."""
    connection.executemany(
        "INSERT INTO judgement(id, left, right, question, verdict, score, reasons, made_by)"
        " SELECT ?, a.key, b.key, ?, ?, ?, ?, ? FROM report a, report b WHERE a.id=? AND b.id=?",
        (
            (
                bytes.fromhex(judgement.id),
                judgement.question,
                Verdict(judgement.verdict).value,
                judgement.score,
                json.dumps(judgement.reasons, ensure_ascii=False),
                judgement.made_by,
                bytes.fromhex(judgement.left),
                bytes.fromhex(judgement.right),
            )
            for judgement in judgements
        ),
    )
