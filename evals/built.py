"""A record built for scoring: its rows as they are exported, under the gold's keys for its reports."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import onrecord
from onrecord.records import Span
from onrecord.settings import Settings

Row = dict[str, Any]
"""One exported row."""


class Placed(Protocol):
    """The gold of a text that knows where the text lies."""

    @property
    def file(self) -> str:
        """The name of its file."""
        ...

    @property
    def part(self) -> int:
        """Which text of that file it is, from 1."""
        ...


def build_tables(paths: Sequence[Path], names: Iterable[str]) -> dict[str, list[Row]]:
    """Build one record of files or folders in a place that is thrown away; return the rows of the named tables."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "scored.db")
        onrecord.build(paths, into=file, settings=Settings(jobs=1))
        with onrecord.open(file) as record:
            return {name: list(record.table(name).rows()) for name in names}


def build_rows(inputs: Iterable[Row], names: Iterable[str]) -> dict[str, list[Row]]:
    """Build one record of rows, as JSON Lines hold them, in a place that is thrown away; return some of its tables."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "reports.jsonl")
        file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in inputs), encoding="utf-8")
        return build_tables([file], names)


class Rows:
    """The exported rows of a record, with the gold's keys for its reports.

    Args:
        tables: rows by the name of their table.
        texts: the gold's texts by key; a report is a text's where file and part are the same.
    """

    def __init__(self, tables: Mapping[str, list[Row]], texts: Mapping[str, Placed]) -> None:
        self._tables = tables
        parts = {(text.file, text.part): key for key, text in texts.items()}
        self.key_of = {
            row["id"]: parts[name]
            for row in tables["reports"]
            if (name := (Path(row["file"]).name, row["part"])) in parts
        }

    def of(self, table: str) -> list[Row]:
        """Return the rows of a table, those that name a report of the gold where they name one."""
        return [row for row in self._tables.get(table, []) if "report" not in row or row["report"] in self.key_of]

    def by_report(self, table: str) -> dict[str, list[Row]]:
        """Return the rows of a table by the key of their report."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.of(table):
            found[self.key_of[row["report"]]].append(row)
        return found


def row_span(row: Row) -> Span:
    """Return where a row's words stand."""
    return Span(row["start"], row["end"])
