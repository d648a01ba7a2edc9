"""Word files (.docx): paragraphs and tables in the order of the text, as Word prints them.

The XML is walked here rather than by python-docx, which passes over tracked insertions, content controls and text
boxes, so that words of a report would be missing without a trace. Only the parts that are needed are unpacked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.reading.exports import read_text
from onrecord.reading.fields import Fields
from onrecord.reading.properties import believe_title
from onrecord.records import NotRead, Reading
from onrecord.settings import Settings

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "word/document.xml"
_OFFICE_DOCUMENT = "/relationships/officeDocument"
_TITLE_STYLE = "title"
_INSIDE = frozenset(  # what holds runs or paragraphs and prints all of them
    "hyperlink ins moveTo smartTag sdt sdtContent fldSimple customXml bdo dir AlternateContent Choice".split()
)
_DELETED = frozenset(("del", "moveFrom"))
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_OFF = frozenset(("0", "false", "off"))


class _NoWordFileError(ValueError):
    """A file that is no Word document or cannot be read; the message is the reason to record."""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """The words of one paragraph, or of one row of a table, and the style it is printed in."""

    words: str
    style: str | None = None


def read_docx(file: str, data: bytes, settings: Settings) -> Iterator[Reading | NotRead]:
    """Yield the report of one Word file, or the articles of the export that it holds."""
    try:
        parts = _Parts(data, settings.max_file_bytes)
        paragraphs = list(_blocks(parts.body()))
        deleted = parts.count_deleted()
    except _NoWordFileError as error:
        yield NotRead(file, str(error))
        return
    text = "\n".join(paragraph.words for paragraph in paragraphs).strip()
    styled = parts.title_styles()
    printed = (paragraph.words for paragraph in paragraphs if paragraph.style in styled)
    title = next((" ".join(words.split()) for words in printed if words.strip()), None)
    fields = Fields(title=title or believe_title(parts.core_title(), text))
    notes = (f"{deleted:,} passages deleted with change tracking were left out",) if deleted else ()
    yield from read_text(file, text, settings, fields=fields, notes=notes)


class _Parts:
    """The parts of a Word file, unpacked one by one when they are needed and up to a size."""

    def __init__(self, data: bytes, max_bytes: int) -> None:
        """Open the file. Raises _NoWordFileError."""
        if data.startswith(_OLE):
            raise _NoWordFileError("encrypted, or an old Word file (.doc); save it as .docx without a password")
        self._left = max_bytes
        self._max_bytes = max_bytes
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise _NoWordFileError(f"damaged Word file: {error}") from error
        self._main = self._find_main()
        self._document = self._parse(self._main)

    def body(self) -> Any:
        """Return the element that holds the text. Raises _NoWordFileError."""
        body = next((child for child in self._document if _name(child) == "body"), None)
        if body is None:
            raise _NoWordFileError("no text part in the Word file")
        return body

    def count_deleted(self) -> int:
        """Return how many passages were deleted with change tracking."""
        return sum(1 for element in self._document.iter() if _name(element) in _DELETED and _holds_words(element))

    def title_styles(self) -> frozenset[str | None]:
        """Return the ids of the styles that Word calls Title, whatever the language of the user."""
        styles = self._optional(self._main.rpartition("/")[0] + "/styles.xml")
        if styles is None:
            return frozenset({"Title"})
        return frozenset(
            _value(style, "styleId")
            for style in styles
            for child in style
            if _name(child) == "name" and (_value(child, "val") or "").casefold() == _TITLE_STYLE
        )

    def core_title(self) -> str | None:
        """Return the title of the file's properties."""
        core = self._optional("docProps/core.xml")
        if core is None:
            return None
        return next((child.text for child in core if _name(child) == "title" and child.text), None)

    def _find_main(self) -> str:
        """Return the name of the part that holds the text. Raises _NoWordFileError."""
        names = set(self._archive.namelist())
        relations = self._optional("_rels/.rels")
        if relations is not None:
            for relation in relations:
                if (relation.get("Type") or "").endswith(_OFFICE_DOCUMENT):
                    target = (relation.get("Target") or "").lstrip("/")
                    if target in names and not target.startswith(("xl/", "ppt/")):
                        return target
        if _MAIN in names:
            return _MAIN
        raise _NoWordFileError("no Word document in the file")

    def _optional(self, name: str) -> Any:
        """Return a parsed part, `None` where it is missing or damaged: the text does not need it."""
        try:
            return self._parse(name) if name in self._archive.namelist() else None
        except _NoWordFileError:
            return None

    def _parse(self, name: str) -> Any:
        """Return the root of a part. Raises _NoWordFileError."""
        from lxml import etree

        try:
            with self._archive.open(name) as stream:
                data = stream.read(self._left + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
            KeyError,
        ) as error:
            # RuntimeError: an encrypted member; NotImplementedError: an unknown compression
            raise _NoWordFileError(f"damaged Word file: {error}") from error
        if len(data) > self._left:
            raise _NoWordFileError(f"too large: its text unpacks to more than {self._max_bytes:,} bytes")
        self._left -= len(data)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise _NoWordFileError(f"damaged Word file: {str(error).splitlines()[0]}") from error


def _name(element: Any) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: Any, name: str) -> str | None:
    """Return an attribute, whichever of Word's namespaces it is in."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def _blocks(parent: Any) -> Iterator[_Paragraph]:
    """Yield the paragraphs and rows below an element, in order."""
    for child in parent:
        name = _name(child)
        if name == "p":
            yield _Paragraph("".join(_inline(child)), _style(child))
            for box in _boxes(child):
                yield from _blocks(box)
        elif name == "tbl":
            yield from _rows(child)
        elif name in _INSIDE:
            yield from _blocks(child)


def _rows(table: Any) -> Iterator[_Paragraph]:
    """Yield a table's rows: one line each, its cells parted by tabs, unless a cell holds several paragraphs."""
    for row in table:
        if _name(row) in _INSIDE:
            yield from _rows(row)
        if _name(row) != "tr":
            continue
        cells = [[block for block in _blocks(cell) if block.words.strip()] for cell in _cells(row)]
        if any(len(cell) > 1 for cell in cells):  # a table that lays out a page
            yield from (block for cell in cells for block in cell)
        elif any(cells):
            words = "\t".join(cell[0].words.replace("\n", " ") if cell else "" for cell in cells)
            yield _Paragraph(words.rstrip("\t"))


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if _name(child) == "tc":
            yield child
        elif _name(child) in _INSIDE:
            yield from _cells(child)


def _style(paragraph: Any) -> str | None:
    for properties in paragraph:
        if _name(properties) == "pPr":
            return next((_value(child, "val") for child in properties if _name(child) == "pStyle"), None)
    return None


def _inline(parent: Any) -> Iterator[str]:
    """Yield the printed words of a paragraph, run by run."""
    for child in parent:
        name = _name(child)
        if name == "r":
            yield from () if _is_hidden(child) else _run(child)
        elif name in _INSIDE:
            yield from _inline(child)


def _run(run: Any) -> Iterator[str]:
    for child in run:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]


def _is_hidden(run: Any) -> bool:
    for properties in run:
        if _name(properties) == "rPr":
            return any(_name(sign) == "vanish" and _value(sign, "val") not in _OFF for sign in properties)
    return False


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the text boxes that hang on a paragraph; the older copy that Word keeps of each is passed over."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        name = _name(element)
        if name == "txbxContent":
            yield element
        elif name not in _DELETED and name != "Fallback":
            waiting += reversed(element)


def _holds_words(element: Any) -> bool:
    return any(_name(child) in ("delText", "t") and child.text for child in element.iter())
