"""PDF: the text that the file's own characters spell, page by page, its lines joined into paragraphs.

A PDF holds no paragraphs, only lines at places: `printed_lines` joins them. pypdf can be kept busy for hours by a small
file; what it may do is therefore counted, in operations and bytes rather than seconds, so that the same file always
ends in the same way.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from onrecord.reading.export_lines import Article, BrokenArticle
from onrecord.reading.exports import find_articles, read_articles, read_text
from onrecord.reading.fields import Fields
from onrecord.reading.printed_lines import PrintedLine, Usual, drop_edges, join_lines
from onrecord.reading.properties import believe_author, believe_title
from onrecord.records import NotRead, Reading, Span
from onrecord.settings import Settings

_MAX_PAGES = 5000
_MAX_OPERATIONS = 5_000_000  # drawing operations in one file; a page of print takes some thousands
_MAX_DRAWN_BYTES = 100_000_000  # what is read to draw the pages, unpacked; a form counts each time it is drawn
_MAX_FORMS = 10_000  # on one page, forms inside forms included
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
_MAX_UNREADABLE_SHARE = 0.2
# What pypdf is known to raise on damaged files, besides its own errors.
_DAMAGE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    NotImplementedError,
    EOFError,
    OSError,
    struct.error,
    zlib.error,
)


class _NoPdfTextError(ValueError):
    """A file that gives no text; the message is the reason to record."""


def read_pdf(file: str, data: bytes, settings: Settings) -> Iterator[Reading | NotRead]:
    """Yield the report of one PDF file, or the articles of the export that it holds."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it cannot do is in what it returns
    try:
        opened = _Opened(data)
        pages = opened.pages(settings.max_report_chars)
        properties = opened.properties()
    except _NoPdfTextError as error:
        yield NotRead(file, str(error))
        return
    lines, left_out = drop_edges(pages)
    export = _find_articles(lines)
    if export is not None:
        yield from read_articles(file, *export, settings, notes=(*opened.notes, *_notes(left_out, 0)))
        return
    text, broken_words = join_lines(lines)
    fields = Fields(
        title=believe_title(properties.get("/Title"), text), author=believe_author(properties.get("/Author"), text)
    )
    notes = (*opened.notes, *_notes(left_out, broken_words))
    yield from read_text(file, text, settings, fields=fields, notes=notes)


def _find_articles(lines: Sequence[PrintedLine]) -> tuple[str, list[Article | BrokenArticle]] | None:
    """Return the articles of an export and the text they point into; `None` for a file that is none.

    Headers are read line by line, before lines are joined; the text of each article is joined by itself.
    """
    usual = Usual.of(lines)
    printed = ""
    starts: list[int] = []
    for place, line in enumerate(lines):
        parted = place and usual.parts(lines[place - 1], line)
        printed += "\n\n" if parted else "\n" if place else ""
        starts.append(len(printed))
        printed += line.words
    found = find_articles(printed)
    if found is None:
        return None
    text = ""
    articles: list[Article | BrokenArticle] = []
    for article in found:
        if isinstance(article, Article):
            pieces: list[Span] = []
            for piece in article.pieces:
                inside = lines[bisect_left(starts, piece.start) : bisect_left(starts, piece.end)]
                joined, _ = join_lines(inside)
                pieces.append(Span(len(text), len(text) + len(joined)))
                text += joined + "\n"
            article = replace(article, pieces=tuple(pieces))
        articles.append(article)
    return text, articles


def _notes(left_out: Counter[str], broken_words: int) -> Iterator[str]:
    if left_out:
        shown = "; ".join(f"“{words[:60]}” ({count} pages)" for words, count in sorted(left_out.items())[:4])
        yield f"lines at the edges of the pages left out: {shown}"
    if broken_words:
        yield f"{broken_words:,} words broken at the end of a line keep their hyphen"


class _Opened:
    """A PDF file that pypdf has opened; `notes` say what of it could not be read."""

    def __init__(self, data: bytes) -> None:
        """Open the file. Raises _NoPdfTextError."""
        import pypdf
        from pypdf.errors import DependencyError, PyPdfError

        self._damage = (PyPdfError, *_DAMAGE)
        self.notes: tuple[str, ...] = ()
        try:
            self._reader = pypdf.PdfReader(io.BytesIO(data))
            if self._reader.is_encrypted and not self._reader.decrypt(""):
                raise _NoPdfTextError("encrypted: a password is needed")
            self._count = len(self._reader.pages)
        except _NoPdfTextError:
            raise
        except DependencyError as error:
            raise _NoPdfTextError("encrypted with AES; `pip install cryptography` makes it readable") from error
        except self._damage as error:
            raise _NoPdfTextError(f"damaged PDF: {_first_line(error)}") from error
        if self._count == 0:
            raise _NoPdfTextError("damaged PDF: no pages")
        if self._count > _MAX_PAGES:
            raise _NoPdfTextError(f"too large: {self._count:,} pages, at most {_MAX_PAGES:,}")

    def pages(self, max_chars: int) -> list[list[PrintedLine]]:
        """Return the lines of every page that can be read. Raises _NoPdfTextError."""
        budget = _Budget(_MAX_OPERATIONS, _MAX_DRAWN_BYTES)
        pages: list[list[PrintedLine]] = []
        failed: list[int] = []
        chars = 0
        for number in range(self._count):
            try:
                lines = _lines_of_page(self._reader.pages[number], number, budget)
            except _TooMuchError as error:
                raise _NoPdfTextError(f"too large: {error}") from error
            except self._damage:
                failed.append(number + 1)
                lines = []
            pages.append(lines)
            chars += sum(len(line.words) for line in lines)
            if chars > max_chars:
                raise _NoPdfTextError(f"too long: more than {max_chars:,} characters")
        if len(failed) == self._count:
            raise _NoPdfTextError("damaged PDF: none of its pages can be read")
        self._check(pages, chars)
        self.notes = tuple(_page_notes(pages, failed))
        return pages

    def _check(self, pages: list[list[PrintedLine]], chars: int) -> None:
        """Raise _NoPdfTextError when the pages hold no text that can be read."""
        if not chars:
            pages_ = "1 page" if len(pages) == 1 else f"{len(pages):,} pages"
            raise _NoPdfTextError(f"no text on its {pages_}, only pictures or drawings; a scan needs text recognition")
        unreadable = sum(len(_UNREADABLE.findall(line.words)) for lines in pages for line in lines)
        if unreadable > chars * _MAX_UNREADABLE_SHARE:
            raise _NoPdfTextError("its fonts do not say which letters they draw; text recognition is needed")

    def properties(self) -> dict[str, str]:
        """Return the properties that are words."""
        try:
            found: Mapping[str, object] = self._reader.metadata or {}
            return {name: str(found[name]) for name in ("/Title", "/Author") if isinstance(found.get(name), str)}
        except self._damage:
            return {}


def _page_notes(pages: list[list[PrintedLine]], failed: list[int]) -> Iterator[str]:
    if failed:
        yield f"pages that could not be read: {', '.join(map(str, failed[:20]))}"
    empty = [number for number, lines in enumerate(pages, start=1) if not lines and number not in failed]
    if empty:
        yield f"pages without text: {', '.join(map(str, empty[:20]))}"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:200] or type(error).__name__


class _TooMuchError(Exception):
    """A file draws more than any print does."""


@dataclass
class _Budget:
    """What may still be drawn: the same file always ends at the same place, on any machine."""

    operations: int
    drawn_bytes: int
    form_sizes: dict[str, int] = field(default_factory=dict)  # of the present page, by name

    def spend(self, operator: bytes, operands: Any, *_: object) -> None:
        """Count one operation. Raises _TooMuchError at the end, and again for each one after it."""
        self.operations -= 1
        if operator == b"Do" and operands:
            self.drawn_bytes -= self.form_sizes.get(str(operands[0]), 0)
        self.check()

    def open_page(self, page: Any) -> None:
        """Count what is read to draw a page. Raises _TooMuchError."""
        contents = page.get_contents()
        self.drawn_bytes -= len(contents.get_data()) if contents is not None else 0
        self.form_sizes = {}
        seen: set[int] = set()
        waiting = [page.get("/Resources")]
        while waiting:
            self.check()
            for name, form in _forms(waiting.pop()):
                if id(form) in seen:
                    continue
                seen.add(id(form))
                if len(seen) > _MAX_FORMS:
                    raise _TooMuchError(f"more than {_MAX_FORMS:,} forms on a page")
                size = len(form.get_data())
                self.drawn_bytes -= size
                self.form_sizes[name] = max(size, self.form_sizes.get(name, 0))
                waiting.append(form.get("/Resources"))

    def check(self) -> None:
        """Raise _TooMuchError when nothing is left."""
        if self.operations < 0:
            raise _TooMuchError(f"more than {_MAX_OPERATIONS:,} drawing operations")
        if self.drawn_bytes < 0:
            raise _TooMuchError(f"more than {_MAX_DRAWN_BYTES:,} bytes of drawing")


def _forms(resources: Any) -> Iterator[tuple[str, Any]]:
    """Yield the forms among some resources: pieces of pages that a page draws by name."""
    resources = resources.get_object() if resources is not None else {}
    objects = resources.get("/XObject") if hasattr(resources, "get") else None
    objects = objects.get_object() if objects is not None else {}
    for name, reference in objects.items() if hasattr(objects, "items") else ():
        form = reference.get_object()
        if hasattr(form, "get_data") and form.get("/Subtype") == "/Form":
            yield str(name), form


@dataclass
class _Chunks:
    """The pieces of text of one page, each with where it begins."""

    found: list[tuple[str, float, float, float]] = field(default_factory=list)

    def add(self, text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        """Take one piece from the extractor."""
        del font
        x, y, scale = _place(cm, tm)
        self.found.append((text, x, y, abs(float(size or 0) * scale)))


def _place(cm: Any, tm: Any) -> tuple[float, float, float]:
    """Return where a piece begins on the page, and how much its letters are enlarged."""
    x = float(tm[4] * cm[0] + tm[5] * cm[2] + cm[4])
    y = float(tm[4] * cm[1] + tm[5] * cm[3] + cm[5])
    height = float(tm[2] * cm[1] + tm[3] * cm[3])
    return x, y, height or 1.0


def _lines_of_page(page: Any, number: int, budget: _Budget) -> list[PrintedLine]:
    """Return the lines of a page that hold something, in the order of the file."""
    chunks = _Chunks()
    budget.open_page(page)
    text = page.extract_text(visitor_operand_before=budget.spend, visitor_text=chunks.add)
    budget.check()  # what was raised inside a form, pypdf passes over
    if "".join(chunk[0] for chunk in chunks.found) != text:
        chunks.found = [(text, 0.0, 0.0, 0.0)]  # no places: lines are joined by their words alone
    lines: list[PrintedLine] = []
    words, start = "", (0.0, 0.0, 0.0)
    for chunk, *place in [*chunks.found, ("\n", 0.0, 0.0, 0.0)]:
        for piece in re.split(r"(\n)", chunk):
            if piece == "\n":
                if words.strip():
                    lines.append(PrintedLine(words.strip(), number, *start))
                words = ""
            else:
                if not words.strip() and piece.strip():
                    start = (place[0], place[1], place[2])
                words += piece
    return lines
