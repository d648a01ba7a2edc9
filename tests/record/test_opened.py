"""A record opened for reading, as Python code uses it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from onrecord import records
from onrecord.record.opened import Record
from onrecord.record.tables import TABLES

pytest_plugins = ("tests.record_fixtures",)


def test_tables_are_attributes(demo_file: Path) -> None:
    """Each filled table is an attribute that yields typed records."""
    with Record(demo_file) as record:
        assert {type(row) for row in record.reports} == {records.ReportRow}
        assert {type(row) for row in record.quotations} == {records.Quotation}
        assert {type(row) for row in record.mentions} == {records.Mention}
        assert {type(row) for row in record.times} == {records.Time}
        assert {type(row) for row in record.drops} == {records.Drop}
        assert {type(row) for row in record.judgements} == {records.Judgement}


def test_every_table_by_name(demo_file: Path) -> None:
    """Every table of the contract is there by its name; one that no stage fills is empty."""
    with Record(demo_file) as record:
        for table in TABLES:
            view = record.table(table.name)
            assert (view.name, view.columns) == (table.name, table.columns)
            assert len(list(view.rows())) == len(view)
        assert list(record.table("statements")) == []


def test_unknown_table(demo_file: Path) -> None:
    """A table that does not exist is refused."""
    with Record(demo_file) as record, pytest.raises(KeyError):
        record.table("recipes")


def test_iterating_twice(demo_file: Path) -> None:
    """A table can be iterated over again, and while another iteration is under way."""
    with Record(demo_file) as record:
        reports = record.reports
        assert list(reports) == list(reports)
        assert sum(1 for _ in reports for _ in reports) == len(reports) ** 2


def test_what_it_prints_as(demo_file: Path) -> None:
    """A record and a table say in one line what they are."""
    with Record(demo_file) as record:
        assert repr(record).startswith(f"<Record {str(demo_file)!r}: 34 reports, ")
        assert repr(record.reports) == "<34 reports>"


def test_closing(demo_file: Path) -> None:
    """A record closed by hand or by leaving its context answers no more; closing twice does no harm."""
    record = Record(str(demo_file))
    record.close()
    record.close()

    with pytest.raises(sqlite3.ProgrammingError):
        len(record.reports)


def test_find_and_item(demo_file: Path) -> None:
    """Searching and looking up go through the record."""
    with Record(demo_file) as record:
        hit = record.find("observers mission", limit=1)[0]
        assert record.item(hit.report).record.id == hit.report
        assert len(record.digest()) == 64
        assert len(record.runs) == 1


def test_arrow(demo_file: Path) -> None:
    """A table in memory has the rows and columns of the table, empty ones too."""
    with Record(demo_file) as record:
        for table in TABLES:
            view = record.table(table.name)
            arrow = view.to_arrow()
            assert tuple(arrow.column_names) == view.columns
            assert arrow.to_pylist() == list(view.rows())


def test_pandas(demo_file: Path) -> None:
    """The same as a pandas frame."""
    pytest.importorskip("pandas", reason="pandas is an optional part")
    with Record(demo_file) as record:
        frame = record.quotations.to_pandas()

        assert list(frame.columns) == list(record.quotations.columns)
        assert list(frame["text"]) == [row.text for row in record.quotations]
        assert len(record.table("statements").to_pandas()) == 0


def test_polars(demo_file: Path) -> None:
    """The same as a polars frame."""
    pytest.importorskip("polars", reason="polars is an optional part")
    with Record(demo_file) as record:
        frame = record.quotations.to_polars()

        assert frame.columns == list(record.quotations.columns)
        assert frame["text"].to_list() == [row.text for row in record.quotations]
        assert frame["speaker"].to_list() == [list(row.speaker) for row in record.quotations]
        assert record.table("statements").to_polars().height == 0
