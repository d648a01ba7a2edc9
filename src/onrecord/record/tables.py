"""The tables that others may rely on: each with the record type whose fields are its columns.

Names and fields are the contract's. A table that no stage fills yet is listed and stays empty.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any

from onrecord import records
from onrecord.records import Published, Span


@dataclass(frozen=True, slots=True)
class Table:
    """One exported table; `history` names the fields that two equal records need not share."""

    name: str
    row: type
    history: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column_name(field.name) for field in fields(self.row))


TABLES: tuple[Table, ...] = (
    Table("reports", records.ReportRow, history=frozenset({"file"})),
    Table("quotations", records.Quotation),
    Table("entities", records.Entity),
    Table("mentions", records.Mention),
    Table("roles", records.Role),
    Table("times", records.Time),
    Table("passages", records.Passage),
    Table("derivations", records.Derivation),
    Table("stories", records.Story),
    Table("datings", records.Dating),
    Table("story_passages", records.StoryPassage),
    Table("substories", records.Substory),
    Table("statements", records.Statement),
    Table("judgements", records.Judgement),
    Table("decisions", records.Decision, history=frozenset({"who", "when", "why"})),
    Table("drops", records.Drop),
)
TABLE_BY_NAME = {table.name: table for table in TABLES}


def column_name(field: str) -> str:
    """Return the column of a field: `from_` is `from`, a word Python keeps for itself."""
    return field.rstrip("_")


def to_row(record: object) -> dict[str, Any]:
    """Return a record as a row of plain values: names, numbers, lists and objects, as JSON has them."""
    assert is_dataclass(record), f"{record!r} is no record"
    return {column_name(field.name): _plain(getattr(record, field.name)) for field in fields(record)}


def _plain(value: object) -> Any:
    if isinstance(value, Published):
        return {"start": value.start, "end": value.end, "how": value.how.value}
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return to_row(value)
    return value
