"""Arrow schemas of the exported tables, made from the record types."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from onrecord.record.tables import Table, column_name
from onrecord.records import Published, Span

if TYPE_CHECKING:
    import pyarrow


def arrow_schema(table: Table) -> pyarrow.Schema:
    """Return the Arrow schema of a table: spans are lists of two integers, records are structs."""
    import pyarrow

    return pyarrow.schema(_fields(table.row))


def _fields(kind: type) -> list[pyarrow.Field]:
    import pyarrow

    hints = get_type_hints(kind)
    return [pyarrow.field(column_name(field.name), _arrow_type(hints[field.name])) for field in fields(kind)]


def _arrow_type(hint: Any) -> pyarrow.DataType:
    import pyarrow

    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _arrow_type(next(part for part in get_args(hint) if part is not type(None)))
    if origin is tuple:
        return pyarrow.list_(_arrow_type(get_args(hint)[0]))
    if hint is Span:
        return pyarrow.list_(pyarrow.int64())
    if hint is Published:
        return pyarrow.struct([(name, pyarrow.string()) for name in ("start", "end", "how")])
    if is_dataclass(hint) and isinstance(hint, type):
        return pyarrow.struct(_fields(hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return pyarrow.string()
    return {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}[hint]
