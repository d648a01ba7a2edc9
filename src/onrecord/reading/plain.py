"""Plain text and Markdown: the text is an exact slice of the decoded file; front matter is optional.

A file may join several texts by break lines (`* * *`); each becomes a report of its own, when what follows
the break begins like one. The export of a news database is read article by article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from onrecord.reading.anatomy import split_texts
from onrecord.reading.decoding import UndecodableError, decode
from onrecord.reading.exports import find_articles, read_articles
from onrecord.reading.fields import Columns, Fields, fields_from, make_reading
from onrecord.records import Location, NotRead, Reading, Span
from onrecord.settings import Settings

_FRONT = re.compile(r"\s*---[ \t]*\r?\n(?P<yaml>.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FRONT_LINE = re.compile(r"^[A-Za-z_][\w -]*:(?:\s|$)", re.MULTILINE)
_OUTER_SPACE = " \t\r\n\f\v"  # not \u00a0 and its kin, which may be meant


def read_plain(file: str, data: bytes, settings: Settings) -> Iterator[Reading | NotRead]:
    """Yield the reports of one text or Markdown file, each with where it starts in the decoded text."""
    try:
        decoded = decode(data)
    except UndecodableError as error:
        yield NotRead(file, str(error))
        return
    notes = [decoded.note] if decoded.note else []
    articles = find_articles(decoded.text)
    if articles is not None:
        yield from read_articles(file, decoded.text, articles, settings, notes=tuple(notes), is_slice=True)
        return
    fields, body = _front_matter(decoded.text, notes)
    parts = split_texts(decoded.text, body) if settings.split_files else (body,)
    for number, part in enumerate(parts, start=1):
        span = _trim(decoded.text, part)
        given = fields if number == 1 else Fields()
        where = Location(file, number, span.start)
        yield make_reading(file, span.of(decoded.text), given, where, settings, tuple(notes))


def _front_matter(text: str, notes: list[str]) -> tuple[Fields, Span]:
    """Return the fields of the YAML block at the top, if there is one, and where the text after it stands."""
    match = _FRONT.match(text)
    if match is None or not _FRONT_LINE.search(match["yaml"]):
        return Fields(), Span(0, len(text))
    try:
        values = yaml.load(match["yaml"], Loader=yaml.BaseLoader)  # noqa: S506 - it makes strings only
    except (yaml.YAMLError, ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        notes.append("front matter not understood; the text below it was read")
        return Fields(), Span(match.end(), len(text))
    return fields_from(Columns(values)), Span(match.end(), len(text))


def _trim(text: str, span: Span) -> Span:
    """Return the span without the white space around it."""
    part = span.of(text)
    start = span.start + len(part) - len(part.lstrip(_OUTER_SPACE))
    return Span(start, max(start, span.start + len(part.rstrip(_OUTER_SPACE))))
