"""Every format that is read, listed in one place. To add one: a reader in a module of its own and a line here.

A format is recognised by its file's ending, else by how its bytes begin. `docs/adding-a-format.md` walks
through an example.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from onrecord.reading.docx import read_docx
from onrecord.reading.feeds import read_feed
from onrecord.reading.html import read_html
from onrecord.reading.mail import Attachment, attachments_of, read_mail
from onrecord.reading.mhtml import read_mhtml
from onrecord.reading.pdf import read_pdf
from onrecord.reading.plain import read_plain
from onrecord.reading.rows import json_rows, read_row
from onrecord.reading.rtf import read_rtf
from onrecord.records import NotRead, Reading
from onrecord.settings import Settings

Reader = Callable[[str, bytes, Settings], Iterator[Reading | NotRead]]
Attached = Callable[[bytes], Iterator[Attachment]]


class Shape(StrEnum):
    """How a format's bytes are taken: as one piece, as a stream of rows, or opened for what lies inside."""

    WHOLE = "whole"
    ROWS = "rows"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Format:
    """One file format.

    `version` changes when its reader's results change, so that files read by an older one are read again.
    `read` turns the bytes of one file into reports (formats of shape WHOLE only). `attached` finds files inside it
    that are read by themselves. The reports of a `numbered` format are named `file#12` in tallies, like rows.
    """

    name: str
    shape: Shape
    suffixes: tuple[str, ...]
    begins: re.Pattern[bytes] | None = None
    read: Reader | None = None
    version: int = 1
    attached: Attached | None = None
    numbered: bool = False

    @property
    def versioned_name(self) -> str:
        """The name under which runs record it."""
        return f"{self.name}.v{self.version}"


def _read_json(file: str, data: bytes, settings: Settings) -> Iterator[Reading | NotRead]:
    for number, row in enumerate(json_rows(data), start=1):
        yield read_row(file, number, row, settings)


PDF = Format("pdf", Shape.WHOLE, (".pdf",), re.compile(rb"(?:\xef\xbb\xbf)?\s*%PDF-\d"), read_pdf)
RTF = Format("rtf", Shape.WHOLE, (".rtf",), re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\\rtf"), read_rtf)
DOCX = Format(
    "docx",
    Shape.WHOLE,
    (".docx", ".docm"),
    # A zip archive whose first member is one that Office files begin with.
    re.compile(
        rb"PK\x03\x04.{26}(?:\[Content_Types\]\.xml|_rels/\.rels|docProps/\w+\.xml|word/document\.xml)", re.DOTALL
    ),
    read_docx,
)
GZIP = Format("gzip", Shape.ARCHIVE, (".gz", ".gzip"), re.compile(rb"\x1f\x8b"))
ZIP = Format("zip", Shape.ARCHIVE, (".zip",), re.compile(rb"PK(?:\x03\x04|\x05\x06)"))
WARC = Format("warc", Shape.ARCHIVE, (".warc",), re.compile(rb"WARC/\d\.\d\r?\n"))
PARQUET = Format("parquet", Shape.ROWS, (".parquet", ".pq"), re.compile(rb"PAR1"))
HTML = Format(
    "html",
    Shape.WHOLE,
    (".html", ".htm", ".xhtml", ".shtml"),
    re.compile(
        rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype html|html|head|body)\b",
        re.IGNORECASE | re.DOTALL,
    ),
    read_html,
    version=2,
)
FEED = Format(
    "feed",
    Shape.WHOLE,
    (".rss", ".atom"),
    re.compile(
        rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!doctype[^\[>]*(?:\[(?:(?!\]\s*>).)*\]\s*)?>\s*)*<(?:rss|feed|(?:\w+:)?rdf)[\s>]",
        re.IGNORECASE | re.DOTALL,
    ),
    read_feed,
    numbered=True,
)
JSON_LINES = Format("jsonl", Shape.ROWS, (".jsonl", ".ndjson", ".jl"), re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\""))
JSON = Format(
    "json", Shape.WHOLE, (".json",), re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{\s*\""), _read_json, numbered=True
)
CSV = Format(
    "csv",
    Shape.ROWS,
    (".csv", ".tsv"),
    re.compile(  # a header line with a column for the text, among others
        rb"(?:\xef\xbb\xbf)?(?=[^\r\n]{1,1000}[\r\n])(?:\"?[\w -]{1,40}\"?[,;\t|])*"
        rb"\"?(?:text|body|content|maintext|full_text)\"?[,;\t|\r\n]",
        re.IGNORECASE,
    ),
)
MHTML = Format(
    "mhtml",
    Shape.WHOLE,
    (".mhtml", ".mht"),
    re.compile(rb"(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){0,5}From: \"?<?Saved by ", re.IGNORECASE),
    read_mhtml,
)
MAIL = Format("mail", Shape.WHOLE, (".eml",), None, read_mail, attached=attachments_of)
MARKDOWN = Format("markdown", Shape.WHOLE, (".md", ".markdown"), None, read_plain, version=2)
TEXT = Format("text", Shape.WHOLE, (".txt", ".text", ""), None, read_plain, version=2)

FORMATS: tuple[Format, ...] = (
    PDF,
    RTF,
    DOCX,
    GZIP,
    ZIP,
    WARC,
    PARQUET,
    HTML,
    FEED,
    JSON_LINES,
    JSON,
    CSV,
    MHTML,
    MAIL,
    MARKDOWN,
    TEXT,
)
_SURE = (PDF, RTF, DOCX, GZIP, ZIP, WARC, PARQUET)  # their first bytes can be nothing else
BY_NAME = {known.name: known for known in FORMATS}

# Files that lie in folders of reports and are none; anything else unknown is tried as text.
NOT_READ_SUFFIXES = frozenset(
    ".doc .odt .xls .xlsx .ppt .pptx .epub .mobi .jpg .jpeg .png .gif .webp .svg .ico .bmp .tif .tiff "
    ".avif .mp3 .mp4 .m4a .mov .avi .mkv .webm .wav .ogg .css .js .mjs .map .woff .woff2 .ttf .otf .eot .exe .dll .so "
    ".dylib .py .pyc .db .sqlite .sqlite3 .tar .tgz .bz2 .xz .7z .rar .zst .cdx .cdxj .mbox .msg .log .ini "
    ".toml .lock".split()
)


def find_format(file: str, head: bytes) -> Format | None:
    """Return the format of a file by its ending, else by its first bytes; `None` for one that is not read here.

    The first bytes win over an ending that they contradict: a gzip file named `.txt` is opened. A `.doc` file is
    read where it is RTF in truth, as the downloads of news databases often are.
    """
    suffix = suffix_of(file)
    by_bytes = next((known for known in FORMATS if known.begins and known.begins.match(head)), None)
    by_suffix = next((known for known in FORMATS if suffix in known.suffixes), None)
    if by_suffix is None and suffix in NOT_READ_SUFFIXES:
        return RTF if suffix == ".doc" and by_bytes is RTF else None
    if by_suffix is DOCX and by_bytes is ZIP:
        return DOCX
    if by_bytes in _SURE or by_suffix is None or suffix == "":
        return by_bytes or TEXT
    return by_suffix


def suffix_of(file: str) -> str:
    """Return a file's ending with its dot, in lower case; nothing where there is none, or it is none."""
    name = file.replace("\\", "/").rpartition("/")[2]
    dot = name.rfind(".")
    suffix = name[dot:].lower() if dot > 0 else ""
    return suffix if len(suffix) <= 10 and " " not in suffix else ""
