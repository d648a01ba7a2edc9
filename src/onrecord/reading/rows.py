"""Rows of JSON Lines, JSON, CSV and Parquet to reports: one row, one report, never split.

Files of rows are streamed: the caller cuts them into batches of raw rows (`lines_of`, `records_of`,
`parquet_rows`), and a worker turns each row into a report (`read_row`). A bad row is recorded; the next goes on.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, BinaryIO

from onrecord.reading.decoding import UndecodableError, decode
from onrecord.reading.fields import FIELD_NAMES, Columns, field_of, fields_from
from onrecord.records import Location, NotRead, Reading, Span, make_report, storable
from onrecord.settings import Settings

_SKIP_BYTES = 1_000_000
_DELIMITERS = ",;\t|"
_CSV_REASONS = {"unexpected end of data": "a quotation mark that is never closed"}
_MAX_RECORD_LINES = 100_000


class RowError(ValueError):
    """A row that is no report; the message is the reason to record."""


def row_name(file: str, number: int) -> str:
    """Return how a row is named in tallies: its file and its number from 1."""
    return f"{file}#{number}"


def read_row(file: str, number: int, row: object, settings: Settings) -> Reading | NotRead:
    """Return the report of one row: a JSON line as bytes, a mapping, or the reason why a row could not be cut out."""
    try:
        if isinstance(row, RowError):
            raise row
        values = _parse_line(row) if isinstance(row, bytes) else row
        return _reading(file, number, values, settings)
    except RowError as error:
        return NotRead(row_name(file, number), str(error))
    except UnicodeEncodeError:
        return NotRead(
            row_name(file, number), "holds half of a surrogate pair or an undecodable byte, which is no text"
        )


def _reading(file: str, number: int, values: object, settings: Settings) -> Reading:
    if not isinstance(values, Mapping):
        raise RowError(f"not an object with named fields but {type(values).__name__}")
    columns = Columns(values)
    tokens = columns.pick("tokens")
    text, spans = (_text_of(columns, values), None) if tokens is None else join_tokens(tokens)
    if len(text) > settings.max_report_chars:
        raise RowError(f"too long: {len(text):,} characters, at most {settings.max_report_chars:,}")
    fields = fields_from(columns)
    report = make_report(text, tokens=spans, **fields.for_report())
    return Reading(report, Location(file, number), fields.notes)


def _text_of(columns: Columns, values: Mapping[Any, Any]) -> str:
    text = columns.pick("text")
    if isinstance(text, str):
        return text
    if text is not None:
        raise RowError(f"the text is not words but {type(text).__name__}: {text!r:.60}")
    if _names_text(values):
        return ""
    found = ", ".join(sorted(storable(str(name)) for name in values)[:12]) or "none"
    raise RowError(f"no column with the text (columns: {found}; one of {', '.join(FIELD_NAMES['text'])} is needed)")


def _names_text(names: Iterable[Any]) -> bool:
    """Tell whether one of these column names stands for the text."""
    return any(field_of(str(name)) in ("text", "tokens") for name in names)


def join_tokens(tokens: object) -> tuple[str, tuple[tuple[Span, ...], ...]]:
    """Return the text of given tokens (words joined by spaces, sentences by newlines) and each word's span.

    Raises:
        RowError: not a list of sentences, each a list of words.
    """
    if isinstance(tokens, str):
        try:
            tokens = json.loads(tokens)  # CSV cells hold it as JSON
        except (ValueError, RecursionError) as error:
            raise RowError("tokens: not a JSON list") from error
    if not isinstance(tokens, list):
        raise RowError(f"tokens: not a list of sentences but {type(tokens).__name__}")
    lines, spans, start = [], [], 0
    for sentence in tokens:
        if not isinstance(sentence, list) or not all(isinstance(word, str) for word in sentence):
            raise RowError("tokens: not a list of sentences, each a list of words")
        placed = []
        place = start
        for word in sentence:
            placed.append(Span(place, place + len(word)))
            place += len(word) + 1
        line = " ".join(sentence)
        lines.append(line)
        spans.append(tuple(placed))
        start += len(line) + 1
    return "\n".join(lines), tuple(spans)


def _parse_line(line: bytes) -> object:
    try:
        words = decode(line).text
    except UndecodableError as error:
        raise RowError(str(error)) from error
    try:
        return json.loads(words)
    except RecursionError as error:
        raise RowError("malformed JSON: brackets nested too deeply") from error
    except ValueError as error:
        raise RowError(f"malformed JSON: {error}") from error


def lines_of(stream: BinaryIO, max_bytes: int) -> Iterator[bytes | RowError]:
    """Yield the lines of a stream that hold something; one over `max_bytes` gives an error and is passed over."""
    while line := stream.readline(max_bytes + 1):
        if len(line) > max_bytes and not line.endswith(b"\n"):
            while (rest := stream.readline(_SKIP_BYTES)) and not rest.endswith(b"\n"):
                pass
            yield RowError(f"a line of more than {max_bytes:,} bytes")
        elif line.strip():
            yield line


def json_rows(data: bytes) -> Iterator[object]:
    """Yield the rows of a JSON file: a list, an object that holds one list of objects, one object, or lines."""
    try:
        whole = json.loads(decode(data).text)
    except (ValueError, RecursionError):  # UndecodableError is a ValueError
        yield from data.splitlines()
        return
    if isinstance(whole, dict):
        lists = [value for value in whole.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
        whole = lists[0] if len(lists) == 1 and Columns(whole).pick("text") is None else [whole]
    yield from whole if isinstance(whole, list) else [whole]


def records_of(lines: Iterable[str], max_chars: int) -> Iterator[dict[str, Any] | RowError]:
    """Yield the records of CSV lines as mappings from the header's names.

    A quotation mark that is opened and never closed would swallow rows below it: a record of several lines must
    be well formed (RFC 4180), else only its first line is given up. Within one line marks that quote no cell are
    kept as they are, if the cells then are as many as the header's.
    """
    source = _Rewindable(lines)
    head = source.peek()
    if head is None:
        return
    delimiter = max(_DELIMITERS, key=head.count)
    header: list[str] | None = None
    recovering = False  # after a broken record, its remaining lines may look like short records
    csv.field_size_limit(max(max_chars, 131_072))
    while True:
        source.mark()
        try:
            record = next(csv.reader(source, delimiter=delimiter, strict=True), None)
            if record is None:
                return
            problem = None
        except csv.Error as error:
            record = source.forgive(delimiter)
            fits = record and (header is None or len(record) == len(header))
            problem = None if fits else _CSV_REASONS.get(str(error), str(error))
        if problem:
            source.rewind()
            recovering = True
            yield RowError(f"malformed CSV: {problem}")
        elif header is None:
            header = [name.strip() for name in record]
        elif recovering and len(record) != len(header):
            yield RowError("malformed CSV: left over from the broken record above")
        elif any(record):
            recovering = False
            yield _named(header, record)


def _named(header: list[str], record: list[str]) -> dict[str, Any] | RowError:
    if len(record) > len(header):
        return RowError(f"malformed CSV: {len(record)} cells under {len(header)} columns")
    return dict(zip(header, record, strict=False))


@cache
def _quoted_cell(delimiter: str) -> re.Pattern[str]:
    """Return what matches a cell in marks up to the delimiter behind it; marks inside that end no cell are its own."""
    end = rf"[ ]*(?:{re.escape(delimiter)}|$)"
    return re.compile(rf'"((?:[^"]|"(?!{end}))*)"[ ]*(?={re.escape(delimiter)}|$)')


class _Rewindable:
    """Lines that can be read again from the second line after a mark."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: list[str] = []
        self._since_mark: list[str] = []

    def __iter__(self) -> _Rewindable:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        self._since_mark.append(line)
        if len(self._since_mark) > _MAX_RECORD_LINES:
            raise csv.Error(f"a record of more than {_MAX_RECORD_LINES:,} lines")
        return line

    def peek(self) -> str | None:
        """Return the next line without taking it."""
        if not self._again:
            line = next(self._lines, None)
            if line is None:
                return None
            self._again.append(line)
        return self._again[-1]

    def mark(self) -> None:
        """Start a record here."""
        self._since_mark = []

    def forgive(self, delimiter: str) -> list[str]:
        """Return the cells of a record of one line with a stray mark inside; none when it is more than that."""
        if len(self._since_mark) != 1 or self._since_mark[0].count('"') % 2:
            return []
        line, quoted = self._since_mark[0].rstrip("\r\n"), _quoted_cell(delimiter)
        cells, place = [], 0
        while place <= len(line):
            match = quoted.match(line, place)
            end = match.end() if match else line.find(delimiter, place)
            end = len(line) if end < 0 else end
            cells.append(match[1].replace('""', '"') if match else line[place:end])
            place = end + 1
        return cells

    def rewind(self) -> None:
        """Give back all lines since the mark but the first."""
        self._again.extend(reversed(self._since_mark[1:]))
        self._since_mark = []


def parquet_rows(source: Any, batch_rows: int) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a Parquet file (a path or a seekable stream).

    Raises:
        RowError: the file is damaged or no Parquet.
    """
    import pyarrow
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(source) as file:
            known = [name for name in file.schema_arrow.names if field_of(name)]
            for batch in file.iter_batches(batch_rows, columns=known if _names_text(known) else None):
                yield from batch.to_pylist()
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise RowError(f"damaged Parquet: {str(error).splitlines()[0]}") from error
