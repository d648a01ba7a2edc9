"""The forgiving mapping from columns, front matter and page metadata to a report's fields.

Names are matched without regard to case, spaces, hyphens and underscores; the first of a field's names that
holds something wins. `docs/reading.md` shows this table to users, and a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypedDict
from urllib.parse import urlsplit

from onrecord.reading.dates import parse_published
from onrecord.records import Location, NotRead, Published, Reading, make_report
from onrecord.settings import Settings

FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "_id", "doc_id", "document_id", "article_id", "source_id", "uuid", "guid"),
    "text": ("text", "body", "content", "article", "maintext", "full_text", "article_text", "plain_text"),
    "tokens": ("tokens",),
    "title": ("title", "headline", "head"),
    "outlet": ("outlet", "publisher", "publication", "site_name", "newspaper", "source_name", "source", "site"),
    "author": ("author", "authors", "byline", "creator"),
    "published": (
        "published",
        "date",
        "published_at",
        "date_published",
        "publication_date",
        "publish_date",
        "pub_date",
        "datetime",
        "timestamp",
    ),
    "url": ("url", "canonical_url", "link", "permalink", "source_url"),
    "language": ("language", "lang"),
}
_MAX_FIELD_CHARS = 2000
_LANGUAGE_NAMES = {"english": "en", "eng": "en"}


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")


_PLAIN_NAMES = {field: tuple(_plain(name) for name in names) for field, names in FIELD_NAMES.items()}
_FIELD_OF = {name: field for field, names in _PLAIN_NAMES.items() for name in names}
_NO_LANGUAGE = frozenset(("und", "mul", "mis", "zxx"))  # ISO 639: undetermined, several, uncoded, none


def field_of(name: str) -> str | None:
    """Return the field that a column of this name fills, `None` for none."""
    return _FIELD_OF.get(_plain(name))


class ReportFields(TypedDict):
    """What `records.make_report` takes besides the text and the tokens."""

    source_id: str | None
    title: str | None
    outlet: str | None
    author: str | None
    url: str | None
    published: Published | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Fields:
    """What came with a text; `notes` say what of it could not be used."""

    source_id: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: Published | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()

    def for_report(self) -> ReportFields:
        """Return the fields as keyword arguments for `records.make_report`."""
        return {
            "source_id": self.source_id,
            "title": self.title,
            "outlet": self.outlet,
            "author": self.author,
            "url": self.url,
            "published": self.published,
            "language": self.language,
        }


def make_reading(
    named: str, text: str, fields: Fields, location: Location, settings: Settings, notes: tuple[str, ...] = ()
) -> Reading | NotRead:
    """Return the report of a text with what came with it, or, under this name, why its text is none."""
    if len(text) > settings.max_report_chars:
        return NotRead(named, f"too long: {len(text):,} characters, at most {settings.max_report_chars:,}")
    try:
        report = make_report(text, **fields.for_report())
    except UnicodeEncodeError:
        return NotRead(named, "holds half of a surrogate pair, which is no text")
    return Reading(report, location, (*notes, *fields.notes))


class Columns:
    """A row's values under the names of the fields they fill."""

    def __init__(self, row: Mapping[Any, Any]) -> None:
        self._values: dict[str, Any] = {}
        for name, value in row.items():
            if isinstance(name, str) and value is not None and value != "" and value == value:  # not NaN
                self._values.setdefault(_plain(name), value)

    def pick(self, field: str) -> Any:
        """Return the value of the first column that names `field` and holds something, else `None`."""
        for name in _PLAIN_NAMES[field]:
            value = self._values.get(name)
            if value is not None:
                return value
        return None


def fields_from(columns: Columns) -> Fields:
    """Return a report's fields from a row, front matter or metadata; bad values become notes, not errors."""
    notes: list[str] = []
    try:
        published = parse_published(columns.pick("published"))
    except ValueError as error:
        published = None
        notes.append(f"published: {error}")
    return Fields(
        source_id=_words(columns, "id", notes),
        title=_words(columns, "title", notes),
        outlet=_words(columns, "outlet", notes),
        author=_words(columns, "author", notes),
        url=_words(columns, "url", notes),
        published=published,
        language=_language(columns, notes),
        notes=tuple(notes),
    )


def _language(columns: Columns, notes: list[str]) -> str | None:
    words = _words(columns, "language", notes)
    if words is None:
        return None
    code = _LANGUAGE_NAMES.get(words.lower()) or words.lower().replace("_", "-").partition("-")[0]
    if code in _NO_LANGUAGE:
        return None
    if len(code) in (2, 3) and code.isalpha():
        return code
    notes.append(f"language: not a language code: {words[:40]!r}")
    return None


def _words(columns: Columns, field: str, notes: list[str]) -> str | None:
    value = columns.pick(field)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = ", ".join(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if value is None:
        return None
    if not isinstance(value, str):
        notes.append(f"{field}: not words but {type(value).__name__}")
        return None
    if len(value) > _MAX_FIELD_CHARS:
        notes.append(f"{field}: {len(value):,} characters, at most {_MAX_FIELD_CHARS:,}")
        return None
    return value.strip() or None


def with_address(reading: Reading, url: str | None) -> Reading:
    """Return a reading with the address its text was fetched from, where it names none itself.

    A page that names no outlet either has the host of that address for one, as pages with an address of their own do.
    """
    report = reading.report
    if url is None or report.url is not None or len(url) > _MAX_FIELD_CHARS:
        return reading
    fields = Fields(
        source_id=report.source_id,
        title=report.title,
        outlet=report.outlet or _host_of(url),
        author=report.author,
        url=url,
        published=report.published,
        language=report.language,
    )
    return replace(reading, report=make_report(report.text, tokens=report.tokens, **fields.for_report()))


def _host_of(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname
    except ValueError:  # half of an IPv6 address
        return None
    return host.removeprefix("www.") if host else None
