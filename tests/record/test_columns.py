"""Arrow schemas of the exported tables."""

from __future__ import annotations

import pyarrow
import pytest

from onrecord.record.columns import arrow_schema
from onrecord.record.tables import TABLE_BY_NAME, TABLES, Table

SPANS = pyarrow.list_(pyarrow.list_(pyarrow.int64()))
WORDS = pyarrow.list_(pyarrow.string())
EXTENT = pyarrow.struct([("report", pyarrow.string()), ("start", pyarrow.int64()), ("end", pyarrow.int64())])


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_every_table_has_a_schema(table: Table) -> None:
    """A table's schema has its columns, in order, also when nothing fills it yet."""
    assert tuple(arrow_schema(table).names) == table.columns


TYPES = [
    ("words", "reports", "text", pyarrow.string()),
    ("number", "reports", "part", pyarrow.int64()),
    ("number that may be missing", "reports", "file_start", pyarrow.int64()),
    (
        "publication time",
        "reports",
        "published",
        pyarrow.struct([("start", pyarrow.string()), ("end", pyarrow.string()), ("how", pyarrow.string())]),
    ),
    ("spans of furniture", "reports", "furniture", SPANS),
    (
        "credits",
        "reports",
        "credits",
        pyarrow.list_(
            pyarrow.struct([("start", pyarrow.int64()), ("end", pyarrow.int64()), ("name", pyarrow.string())])
        ),
    ),
    ("spans of a quotation", "quotations", "spans", SPANS),
    ("closed choice", "quotations", "kind", pyarrow.string()),
    ("names", "quotations", "speaker", WORDS),
    ("share", "quotations", "confidence", pyarrow.float64()),
    (
        "forms",
        "entities",
        "forms",
        pyarrow.list_(pyarrow.struct([("text", pyarrow.string()), ("count", pyarrow.int64())])),
    ),
    ("keyword of Python", "roles", "from", pyarrow.string()),
    ("evidence", "roles", "evidence", pyarrow.list_(EXTENT)),
    ("one place", "passages", "left", EXTENT),
    ("yes or no", "derivations", "unseen", pyarrow.bool_()),
    (
        "relations",
        "statements",
        "relations",
        pyarrow.list_(
            pyarrow.struct(
                [
                    ("left", pyarrow.string()),
                    ("right", pyarrow.string()),
                    ("relation", pyarrow.string()),
                    ("differences", WORDS),
                ]
            )
        ),
    ),
]


@pytest.mark.parametrize(("table", "column", "expected"), [case[1:] for case in TYPES], ids=[case[0] for case in TYPES])
def test_types(table: str, column: str, expected: pyarrow.DataType) -> None:
    """Each kind of field has one kind of column: spans are pairs, records structs, choices their words."""
    assert arrow_schema(TABLE_BY_NAME[table]).field(column).type == expected
