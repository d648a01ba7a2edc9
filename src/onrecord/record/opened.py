"""A record opened for reading, as Python code and notebooks use it: tables of typed records."""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from onrecord import records
from onrecord.record.connection import open_for_reading
from onrecord.record.reader import Hit, Item, Reader
from onrecord.record.tables import TABLE_BY_NAME, Table, to_row

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Row = TypeVar("Row")


class TableView(Generic[Row]):
    """One table of an opened record: iterate over it for typed records, in the order of their ids."""

    def __init__(self, reader: Reader, table: Table) -> None:
        self._reader = reader
        self._table = table

    def __iter__(self) -> Iterator[Row]:
        return self._reader.rows(self._table)

    def __len__(self) -> int:
        return self._reader.count(self._table)

    def __repr__(self) -> str:
        return f"<{len(self)} {self._table.name}>"

    @property
    def name(self) -> str:
        """The table's name."""
        return self._table.name

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns, those of the exports."""
        return self._table.columns

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows as the exports write them: plain values by column."""
        return (to_row(record) for record in self)

    def to_arrow(self) -> pyarrow.Table:
        """Return the table in memory as an Arrow table."""
        import pyarrow

        from onrecord.record.columns import arrow_schema

        return pyarrow.Table.from_pylist(list(self.rows()), schema=arrow_schema(self._table))

    def to_pandas(self) -> pandas.DataFrame:
        """Return the table as a pandas DataFrame. Raises ModuleNotFoundError when pandas is not installed."""
        _require_package("pandas")
        return self.to_arrow().to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """Return the table as a polars DataFrame. Raises ModuleNotFoundError when polars is not installed."""
        _require_package("polars")
        import polars

        frame = polars.from_arrow(self.to_arrow())
        assert isinstance(frame, polars.DataFrame), "a table makes a frame"
        return frame


def _require_package(name: str) -> None:
    """Refuse to go on without an optional package, and say how to get it."""
    if importlib.util.find_spec(name) is None:
        raise ModuleNotFoundError(f"{name} is not installed. Add it with: pip install {name}", name=name)


class Record:
    """A record opened for reading. Use it as a context manager, or call `close`.

    Each attribute is a table: `record.reports`, `record.quotations`, ... Iterating yields typed records from
    `onrecord.records`. One record belongs to one thread.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = Path(path)
        self._stack = contextlib.ExitStack()
        self.reader = Reader(self._stack.enter_context(open_for_reading(self.path)))

    def __enter__(self) -> Record:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, at)  # which explains an error of the store

    def __repr__(self) -> str:
        return f"<Record {str(self.path)!r}: {len(self.reports)} reports, {len(self.quotations)} quotations>"

    def close(self) -> None:
        """Close the file."""
        self._stack.close()

    def table(self, name: str) -> TableView[Any]:
        """Return a table by its name in the contract. Raises KeyError for one that does not exist."""
        return TableView(self.reader, TABLE_BY_NAME[name])

    @property
    def reports(self) -> TableView[records.ReportRow]:
        """The reports."""
        return self.table("reports")

    @property
    def quotations(self) -> TableView[records.Quotation]:
        """What is quoted, by report."""
        return self.table("quotations")

    @property
    def mentions(self) -> TableView[records.Mention]:
        """Where reports name somebody or something."""
        return self.table("mentions")

    @property
    def entities(self) -> TableView[records.Entity]:
        """Persons, organisations, places and what else bears a name, each once."""
        return self.table("entities")

    @property
    def roles(self) -> TableView[records.Role]:
        """Who holds which office."""
        return self.table("roles")

    @property
    def times(self) -> TableView[records.Time]:
        """Time expressions."""
        return self.table("times")

    @property
    def judgements(self) -> TableView[records.Judgement]:
        """What the program judged about pairs, and why."""
        return self.table("judgements")

    @property
    def decisions(self) -> TableView[records.Decision]:
        """What persons decided; `attached` says whether the record holds what it is about."""
        return self.table("decisions")

    @property
    def drops(self) -> TableView[records.Drop]:
        """What stages left out, and why."""
        return self.table("drops")

    @property
    def runs(self) -> tuple[records.Run, ...]:
        """The runs, oldest first."""
        return tuple(self.reader.runs())

    def find(self, words: str, limit: int = 20) -> tuple[Hit, ...]:
        """Return the reports that hold all the words, best first; a phrase in double quotation marks as such."""
        return self.reader.find(words, limit)

    def names_of(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the names of entities by their ids; what is no entity's id stays as it is, a printed name."""
        return self.reader.names_of(ids)

    def entities_named(self, words: str) -> tuple[records.Entity, ...]:
        """Return the entities that are named or printed so, letter case apart, those most often printed first."""
        return self.reader.entities_printed_as(words)

    def item(self, id_: str) -> Item:
        """Return any row by its id or the start of it. Raises NotFoundError."""
        return self.reader.find_item(id_)

    def digest(self) -> str:
        """Return the SHA-256 that two records share if and only if they are the same."""
        return self.reader.digest()
