"""Exports of news databases, in whatever file they came, and the reports of any text that one may be in.

Recognition is strict: a file is an export when at least one article in it has both ends of a known layout. Then
every article is a report or a reason of its own, and covers and lists of contents are neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.reading import factiva, nexis
from onrecord.reading.export_lines import Article, BrokenArticle, lines_of
from onrecord.reading.fields import Columns, Fields, fields_from, make_reading
from onrecord.reading.rows import row_name
from onrecord.records import Location, NotRead, Reading
from onrecord.settings import Settings

# A line that closes or opens articles in one of the layouts: without one, no lines are looked at.
_MARK = re.compile(
    r"^[ \t\f\u00a0\ufeff]*+(?:End of Document|\d{1,4} of \d{1,5} DOCUMENTS?"
    r"|(?:AN[ \u00a0]*+\t[ \t\u00a0]*+)?Document[ \u00a0]+[A-Z0-9]{8}\d{8}[a-z0-9]{4,12})[ \t\u00a0]*+$",
    re.MULTILINE,
)


def find_articles(text: str) -> tuple[Article | BrokenArticle, ...] | None:
    """Return the articles of an export in order; `None` for a text that is no export."""
    if not _MARK.search(text.replace("\r", "\n")):
        return None
    lines = lines_of(text)
    if factiva.is_factiva(lines):
        return tuple(factiva.read_factiva(lines))
    if nexis.is_nexis_uni(lines):
        return tuple(nexis.read_nexis_uni(lines))
    if nexis.is_nexis_classic(lines):
        return tuple(nexis.read_nexis_classic(lines))
    return None


def read_articles(
    file: str,
    text: str,
    articles: Sequence[Article | BrokenArticle],
    settings: Settings,
    *,
    notes: tuple[str, ...] = (),
    is_slice: bool = False,
) -> Iterator[Reading | NotRead]:
    """Yield a report or a reason for each article; `is_slice` tells that `text` is the decoded file."""
    for part, article in enumerate(articles, start=1):
        named = row_name(file, part)
        if isinstance(article, BrokenArticle):
            yield NotRead(named, f"broken article: {article.reason}")
            continue
        body = "\n".join(piece.of(text) for piece in article.pieces)
        start = article.pieces[0].start if is_slice and len(article.pieces) == 1 else None
        fields = fields_from(Columns(article.header))
        yield make_reading(named, body, fields, Location(file, part, start), settings, (*notes, *article.notes))


def read_text(
    file: str, text: str, settings: Settings, *, fields: Fields | None = None, notes: tuple[str, ...] = ()
) -> Iterator[Reading | NotRead]:
    """Yield the reports of a text that was taken out of a document: the articles of an export, else the whole."""
    articles = find_articles(text)
    if articles is not None:
        yield from read_articles(file, text, articles, settings, notes=notes)
    else:
        yield make_reading(file, text.strip(), fields or Fields(), Location(file, 1), settings, notes)
