"""The tables that others may rely on."""

from __future__ import annotations

import json
from pathlib import Path

from onrecord.record.opened import Record
from onrecord.record.tables import TABLE_BY_NAME, TABLES, column_name, to_row
from onrecord.records import DateSource, Extent, Piece, PieceKind, Published, Role, Span

pytest_plugins = ("tests.record_fixtures",)


def test_the_tables() -> None:
    """The tables are exactly these, in this order."""
    assert [table.name for table in TABLES] == [
        "reports",
        "quotations",
        "entities",
        "mentions",
        "roles",
        "times",
        "passages",
        "derivations",
        "stories",
        "datings",
        "story_passages",
        "substories",
        "statements",
        "judgements",
        "decisions",
        "drops",
    ]
    assert {table.name: table for table in TABLES} == TABLE_BY_NAME


def test_columns_are_the_fields() -> None:
    """A table's columns are its record's fields, with the name that Python keeps for itself put right."""
    assert column_name("from_") == "from"
    assert column_name("file_start") == "file_start"
    assert TABLE_BY_NAME["roles"].columns == (
        "entity",
        "office",
        "body",
        "from",
        "to",
        "evidence",
        "first_seen",
        "last_seen",
    )
    assert all(len(set(table.columns)) == len(table.columns) for table in TABLES)


def test_what_is_history() -> None:
    """What two equal records need not share is the path a report lay at, and who decided what is decided, and when."""
    history = {table.name: table.history for table in TABLES if table.history}
    assert history == {"reports": {"file"}, "decisions": {"who", "when", "why"}}


def test_rows_are_plain_values() -> None:
    """Spans become pairs, records objects, closed choices their words, and nothing is left that JSON has not."""
    role = Role("e", "mayor", None, "2030", None, (Extent("r", 1, 2), Extent("r", 3, 4)))

    assert to_row(role) == {
        "entity": "e",
        "office": "mayor",
        "body": None,
        "from": "2030",
        "to": None,
        "evidence": [{"report": "r", "start": 1, "end": 2}, {"report": "r", "start": 3, "end": 4}],
        "first_seen": None,
        "last_seen": None,
    }
    assert to_row(Piece(PieceKind.TITLE, 0, 4)) == {"kind": "title", "start": 0, "end": 4, "name": None}


def test_rows_of_a_record_survive_json(demo_file: Path) -> None:
    """Every row of a record is the same after a trip through JSON."""
    with Record(demo_file) as record:
        for table in TABLES:
            for row in record.table(table.name).rows():
                assert json.loads(json.dumps(row)) == row
                assert tuple(row) == table.columns


def test_nested_values_are_plain(demo_file: Path) -> None:
    """A publication time is an object, a list of spans a list of pairs."""
    with Record(demo_file) as record:
        report = next(report for report in record.reports if report.published and report.furniture)
        row = to_row(report)

    assert isinstance(report.published, Published)
    assert isinstance(report.published.how, DateSource)
    assert isinstance(report.furniture[0], Span)
    assert row["published"] == {
        "start": report.published.start,
        "end": report.published.end,
        "how": report.published.how.value,
    }
    assert row["furniture"] == [[span.start, span.end] for span in report.furniture]
