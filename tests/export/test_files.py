"""Exported tables as files and streams."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet
import pytest

from onrecord.errors import SettingsError
from onrecord.export.files import (
    TABLE_FORMATS,
    Format,
    choose_tables,
    json_line,
    write_csv_stream,
    write_files,
    write_stream,
)
from onrecord.record.columns import arrow_schema
from onrecord.record.opened import Record
from onrecord.record.tables import TABLE_BY_NAME, TABLES
from tests.record_fixtures import PIER, build, write_rows

pytest_plugins = ("tests.record_fixtures",)


def test_choose_tables() -> None:
    """No name means all tables; names are taken in the order given, each once."""
    assert choose_tables(()) == TABLES
    assert [table.name for table in choose_tables(["times", "reports", "times"])] == ["times", "reports"]


def test_choose_no_table() -> None:
    """A name that is no table's is refused, and the message lists the tables."""
    with pytest.raises(SettingsError, match=r"There is no table 'recipes'\. The tables are: reports, quotations, "):
        choose_tables(["reports", "recipes"])


def test_json_lines(demo_file: Path) -> None:
    """One table as JSON Lines is its rows, one a line, in the characters of the text."""
    out = io.StringIO()
    with Record(demo_file) as record:
        write_stream(record.reader, [TABLE_BY_NAME["quotations"]], out)
        expected = list(record.quotations.rows())

    assert [json.loads(line) for line in out.getvalue().splitlines()] == expected
    assert "\\u" not in out.getvalue()


def test_several_tables_in_one_stream(demo_file: Path) -> None:
    """With several tables in one stream each row says its table first, and table follows table."""
    out = io.StringIO()
    with Record(demo_file) as record:
        write_stream(record.reader, [TABLE_BY_NAME["times"], TABLE_BY_NAME["reports"]], out)
        expected = [{"table": name, **row} for name in ("times", "reports") for row in record.table(name).rows()]

    assert [json.loads(line) for line in out.getvalue().splitlines()] == expected


def test_csv(demo_file: Path) -> None:
    """A CSV table has a header; lists and objects are JSON, unknown values empty cells."""
    out = io.StringIO()
    with Record(demo_file) as record:
        write_csv_stream(record.reader, TABLE_BY_NAME["reports"], out)
        expected = list(record.reports.rows())

    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert len(rows) == len(expected)
    for row, due in zip(rows, expected, strict=True):
        assert row["text"] == due["text"]
        assert row["title"] == (due["title"] or "")
        assert json.loads(row["furniture"]) == due["furniture"]
        assert (json.loads(row["published"]) if row["published"] else None) == due["published"]


def test_csv_of_an_empty_table(demo_file: Path) -> None:
    """An empty CSV table is its header."""
    out = io.StringIO()
    with Record(demo_file) as record:
        write_csv_stream(record.reader, TABLE_BY_NAME["statements"], out)

    assert out.getvalue() == "id,speaker,versions,relations,origins,repeats\n"


@pytest.mark.parametrize("format_", TABLE_FORMATS)
def test_one_file_a_table(demo_file: Path, tmp_path: Path, format_: Format) -> None:
    """A folder gets one file a table, named after it, empty tables too; a second time they are replaced."""
    folder = tmp_path / "some" / "tables"
    with Record(demo_file) as record:
        for _ in range(2):
            written = write_files(record.reader, TABLES, format_, folder)

    assert [path.name for path in written] == [f"{table.name}.{format_.value}" for table in TABLES]
    assert sorted(folder.iterdir()) == sorted(written)


def test_parquet(demo_file: Path, tmp_path: Path) -> None:
    """A Parquet table gives back its rows, with its schema, also when it is empty."""
    with Record(demo_file) as record:
        write_files(record.reader, TABLES, Format.PARQUET, tmp_path)
        for table in TABLES:
            read = pyarrow.parquet.read_table(tmp_path / f"{table.name}.parquet")
            assert read.to_pylist() == list(record.table(table.name).rows())
            assert read.schema.equals(arrow_schema(table))


def test_formats_agree(demo_file: Path, tmp_path: Path) -> None:
    """JSON Lines and Parquet hold the same rows."""
    with Record(demo_file) as record:
        write_files(record.reader, TABLES, Format.PARQUET, tmp_path)
        write_files(record.reader, TABLES, Format.JSONL, tmp_path)

    for table in TABLES:
        lines = (tmp_path / f"{table.name}.jsonl").read_text(encoding="utf-8").splitlines()
        parquet = pyarrow.parquet.read_table(tmp_path / f"{table.name}.parquet").to_pylist()
        assert [json.loads(line) for line in lines] == parquet


AWKWARD = [
    ("line ends", "One line.\r\nAnother,\rand \u2028 one more."),
    ("marks and commas", 'He said: "No, ""never"", no", and left; then; there\'s more.'),
    ("signs beyond the first plane", "A flag 🏳️ and a letter 𐍈 stand here in the text."),
    ("a NUL", "Before the NUL\x00and behind it."),
    ("a formula", "=1+1 is what the cell would say."),
]


@pytest.mark.parametrize("text", [case[1] for case in AWKWARD], ids=[case[0] for case in AWKWARD])
def test_awkward_texts(tmp_path: Path, text: str) -> None:
    """Whatever stands in a text comes out of every format character by character."""
    build(write_rows(tmp_path / "rows.jsonl", [{"text": text, "language": "en"}]), tmp_path / "r.db")
    table = TABLE_BY_NAME["reports"]
    with Record(tmp_path / "r.db") as record:
        for format_ in TABLE_FORMATS:
            write_files(record.reader, [table], format_, tmp_path)

    line = (tmp_path / "reports.jsonl").read_bytes().decode()
    assert line.count("\n") == 1
    assert json.loads(line)["text"] == text
    assert pyarrow.parquet.read_table(tmp_path / "reports.parquet")["text"].to_pylist() == [text]
    with (tmp_path / "reports.csv").open(encoding="utf-8", newline="") as cells:
        if "\x00" not in text:  # csv of Python 3.11 and later reads it, other readers need not
            assert [row["text"] for row in csv.DictReader(cells)] == [text]


def test_large_table(tmp_path: Path) -> None:
    """A table of more rows than are written at once is whole."""
    rows = [{"id": str(number), "text": f"Report {number}.", "language": "de"} for number in range(5300)]
    build(write_rows(tmp_path / "rows.jsonl", rows), tmp_path / "r.db")
    with Record(tmp_path / "r.db") as record:
        write_files(record.reader, [TABLE_BY_NAME["reports"]], Format.PARQUET, tmp_path)

    read = pyarrow.parquet.read_table(tmp_path / "reports.parquet")
    assert sorted(map(int, read["source_id"].to_pylist())) == list(range(5300))


def test_json_line() -> None:
    """A row is one line, whatever stands in it."""
    assert json_line({"a": None, "b": [1, 2], "c": "é\n“"}) == '{"a": null, "b": [1, 2], "c": "é\\n“"}\n'
    assert len(json_line({"text": PIER}).splitlines()) == 1
