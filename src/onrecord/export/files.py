"""Exported tables as files or streams, row by row, so that a large record needs no more memory than a small one."""

from __future__ import annotations

import contextlib
import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from onrecord.errors import SettingsError, StoreError
from onrecord.record.columns import arrow_schema
from onrecord.record.reader import Reader
from onrecord.record.tables import TABLE_BY_NAME, TABLES, Table, to_row

_PARQUET_ROWS = 5000


class Format(StrEnum):
    """The formats of exports: of tables, and of the graph of who took from whom."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    GRAPHML = "graphml"
    GEXF = "gexf"


GRAPH_FORMATS = (Format.GRAPHML, Format.GEXF)
TABLE_FORMATS = tuple(format_ for format_ in Format if format_ not in GRAPH_FORMATS)


def choose_tables(names: Sequence[str]) -> tuple[Table, ...]:
    """Return the tables with these names, all when none is given.

    Raises:
        SettingsError: a name that is no table's.
    """
    unknown = [name for name in names if name not in TABLE_BY_NAME]
    if unknown:
        raise SettingsError(f"There is no table {unknown[0]!r}.", remedy=f"The tables are: {', '.join(TABLE_BY_NAME)}.")
    return tuple(TABLE_BY_NAME[name] for name in dict.fromkeys(names)) if names else TABLES


def write_stream(reader: Reader, tables: Sequence[Table], out: TextIO) -> None:
    """Write tables as JSON Lines to one stream; with several, each row carries the name of its table."""
    for table in tables:
        for record in reader.rows(table):
            row = to_row(record)
            out.write(json_line({"table": table.name, **row} if len(tables) > 1 else row))


def write_csv_stream(reader: Reader, table: Table, out: TextIO) -> None:
    """Write one table as CSV: a header, then its rows; lists and objects as JSON."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    for record in reader.rows(table):
        writer.writerow([_cell(value) for value in to_row(record).values()])


def write_files(reader: Reader, tables: Sequence[Table], format_: Format, folder: Path) -> tuple[Path, ...]:
    """Write one file a table into a folder, made when there is none; return the files."""
    with writing_into(folder):
        return tuple(_write_file(reader, table, format_, folder) for table in tables)


@contextlib.contextmanager
def writing_into(folder: Path) -> Iterator[None]:
    """Have a folder, made when there is none, and say what to do where files cannot be written into it.

    Raises:
        SettingsError: it is a file.
        StoreError: nothing can be written there.
    """
    if folder.exists() and not folder.is_dir():
        raise SettingsError(f"{folder} is a file.", remedy="Name a folder for the files to go into.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise StoreError(
            f"{error.filename or folder} cannot be written: {error.strerror or error}.",
            remedy="Name a folder that may be written to, with room in it.",
        ) from error


def _write_file(reader: Reader, table: Table, format_: Format, folder: Path) -> Path:
    path = folder / f"{table.name}.{format_.value}"
    if format_ is Format.PARQUET:
        _write_parquet(reader, table, path)
        return path
    with path.open("w", encoding="utf-8", newline="") as out:
        if format_ is Format.CSV:
            write_csv_stream(reader, table, out)
        else:
            write_stream(reader, (table,), out)
    return path


def json_line(row: dict[str, Any]) -> str:
    """Return a row as one line of JSON."""
    return json.dumps(row, ensure_ascii=False, separators=(", ", ": ")) + "\n"


def _write_parquet(reader: Reader, table: Table, path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    schema = arrow_schema(table)
    with pyarrow.parquet.ParquetWriter(path, schema) as writer:
        for batch in _batches(to_row(record) for record in reader.rows(table)):
            writer.write_table(pyarrow.Table.from_pylist(batch, schema=schema))


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    rows = iter(rows)
    while batch := list(islice(rows, _PARQUET_ROWS)):
        yield batch


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
