"""RSS and Atom: each entry of a feed is a report, and an entry that is broken costs itself alone.

feedparser reads them, from bytes and never from an address. It is lenient with what is broken, but gives up whole
feeds over a single character and lets captions of pictures stand in for the text; so the markup is tidied first, and
a feed that is not well formed is read entry by entry. HTML in the texts is not sanitised but read as text: nothing of
it is ever shown as markup. One thing feedparser does cannot be turned off: words that are UTF-8 read as Latin-1
("Ã©") come out repaired.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin

from onrecord.reading.decoding import UndecodableError, decode_declared
from onrecord.reading.fields import Columns, fields_from, make_reading
from onrecord.reading.html import read_html
from onrecord.reading.markup import line_of_markup, looks_like_markup, text_of_markup
from onrecord.records import Location, NotRead, Reading
from onrecord.settings import Settings

ONLY_A_SUMMARY = "the text is the entry's summary: the feed carries no more of it"
ONLY_CHANGED = "published: the feed says only when the entry was last changed, and that is used"
CUT = "the feed breaks off inside this entry"
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*>")
_DOCTYPE = re.compile(
    r"\A(?P<before>\s*(?:<\?(?:(?!\?>).)*\?>\s*|<!--(?:(?!-->).)*-->\s*)*)"
    r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>",
    re.DOTALL | re.IGNORECASE,
)
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# A CDATA section whose end is missing ends with its entry, or it would swallow the ones below.
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|(?=</(?:\w+:)?(?:item|entry)\s*>)|\Z))", re.DOTALL)
_REFERENCE = re.compile(r"&(?:#(?P<decimal>\d{1,8});|#[xX](?P<hex>[0-9a-fA-F]{1,7});|(?P<name>[a-zA-Z]\w{1,30});)?")
_XML_NAMES = frozenset(("lt", "gt", "amp", "quot", "apos"))
_DIV = re.compile(r"<(/?)(?:xhtml:)?div(?=[\s/>])", re.IGNORECASE)
_BESIDE_THE_TEXT = re.compile(r"<(/?(?:media|itunes):)(?=\w)", re.IGNORECASE)
_ENTRY_EDGE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(?P<end>/?)(?:\w+:)?(?:item|entry)(?=[\s/>])", re.DOTALL
)
_ROOT = re.compile(r"<(?P<name>(?:\w+:)?(?:rss|feed|RDF))\b[^>]*>")
_ADDRESS_AND_NAME = re.compile(r"\s*\S+@\S+\s+\((?P<name>[^()]+)\)\s*")
_PAGE = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)
_TEXT_TYPES = ("text/", "application/xhtml")


def read_feed(file: str, data: bytes, settings: Settings) -> Iterator[Reading | NotRead]:
    """Yield a report for each entry of one feed, or why there is none."""
    declared = _DECLARED.match(data)
    try:
        decoded = decode_declared(data, declared[1].decode("ascii") if declared else None)
    except UndecodableError as error:
        yield NotRead(file, str(error))
        return
    feed = _parse_feed(_tidy(decoded.text))
    if not feed.entries:
        yield NotRead(file, "a feed without entries" if feed.is_feed else "no RSS or Atom feed in it")
    notes = (decoded.note,) if decoded.note else ()
    for number, entry in enumerate(feed.entries, start=1):
        yield _read_entry(file, number, entry, feed, notes, settings)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What feedparser made of one entry; `broken` says what was wrong with it as a whole, if something was."""

    values: Mapping[str, Any]
    broken: str | None = None


@dataclass(frozen=True, slots=True)
class _Feed:
    """A feed: what its head says, and its entries in the order of the file."""

    head: Mapping[str, Any]
    version: str
    entries: tuple[_Entry, ...]

    @property
    def is_feed(self) -> bool:
        """Whether it says to be one."""
        return bool(self.version)


# --- markup to entries ---


def _tidy(text: str) -> str:
    """Return the markup without what stops a parser, its words unchanged."""
    text = _DECLARATION.sub("", _NO_XML.sub("", text), count=1)
    text = _DOCTYPE.sub(r"\g<before>", text, count=1)
    closed, mark, rest = text.rpartition("-->")
    text = closed + mark + rest.replace("<!--", "")  # a comment that never ends would hide all entries below
    pieces = _CDATA.split(text)
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            piece = _REFERENCE.sub(_tidy_reference, piece)
            # feedparser drops `div` from markup that is not escaped, and joins the words on both sides.
            piece = _DIV.sub(r"<\1section", piece)
            # It takes descriptions of pictures and sound for the entry's own.
            pieces[place] = _BESIDE_THE_TEXT.sub(r"<\1beside-", piece)
        elif not piece.endswith("]]>"):
            pieces[place] = piece + "]]>"
    return "".join(pieces)


def _tidy_reference(reference: re.Match[str]) -> str:
    """Return a character reference that XML knows, for the same character."""
    name = reference["name"]
    if name in _XML_NAMES:
        return reference[0]
    if name:
        meant = html.entities.html5.get(f"{name};")
        return "&amp;" + reference[0][1:] if meant is None else "".join(f"&#{ord(character)};" for character in meant)
    digits = reference["decimal"] or reference["hex"]
    if digits is None:
        return "&amp;"
    code = int(digits, 10 if reference["decimal"] else 16)
    is_character = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return reference[0] if is_character else "\ufffd"


def _parse_feed(text: str) -> _Feed:
    """Return the feed; where it is not well formed, each entry is parsed by itself."""
    whole = _parse(text)
    if whole is not None and whole.is_well_formed:
        return _Feed(whole.head, whole.version, tuple(_Entry(entry) for entry in whole.entries))
    blocks = _cut_entries(text)
    above = text[: blocks[0][0]] if blocks else text
    parsed_head = whole or _parse(above) or _Parsed()
    root = _ROOT.search(above)
    opened, closed = (root[0], f"</{root['name']}>") if root else ("<rss>", "</rss>")
    entries = tuple(
        _parse_entry(opened + text[start:end] + closed, None if is_whole else CUT) for start, end, is_whole in blocks
    )
    return _Feed(parsed_head.head, parsed_head.version or ("rss" if root else ""), entries)


def _parse_entry(text: str, broken: str | None) -> _Entry:
    parsed = _parse(text)
    if parsed is None or not parsed.entries:
        return _Entry({}, broken or "the entry's markup is broken")
    return _Entry(parsed.entries[0], broken)


def _cut_entries(text: str) -> list[tuple[int, int, bool]]:
    """Return where each entry begins and ends, and whether the file goes on behind it."""
    found: list[tuple[int, int, bool]] = []
    start: int | None = None
    for edge in _ENTRY_EDGE.finditer(text):
        if edge["end"] is None:
            continue
        if start is not None:
            end = text.find(">", edge.end()) + 1 if edge["end"] else edge.start()
            found.append((start, end or len(text), True))
        start = None if edge["end"] else edge.start()
    if start is not None:
        found.append((start, len(text), False))
    return found


@dataclass(frozen=True, slots=True)
class _Parsed:
    """What feedparser made of some markup."""

    head: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""
    entries: Sequence[Mapping[str, Any]] = ()
    is_well_formed: bool = False


def _parse(text: str) -> _Parsed | None:
    """Return what feedparser makes of some markup, or `None` where it cannot."""
    import feedparser  # slow to import, and needed for feeds only

    data = io.BytesIO(text.encode(errors="replace"))  # a stream: words alone might be taken for an address
    try:
        parsed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    except Exception:  # noqa: BLE001 - whatever broken markup does to the library, it costs one entry
        return None
    return _Parsed(parsed.feed, parsed.get("version") or "", parsed.entries, not parsed.bozo)


# --- entry to report ---


def _read_entry(
    file: str, number: int, entry: _Entry, feed: _Feed, notes: tuple[str, ...], settings: Settings
) -> Reading | NotRead:
    named = f"{file}#{number}"
    text, is_summary = _text_of(named, entry.values, settings)
    if not text:
        return NotRead(named, entry.broken or "an entry without text" + _quoted_title(entry.values))
    published, is_change = _published_of(entry.values, feed)
    fields = fields_from(
        Columns(
            {
                "id": entry.values.get("id"),
                "title": line_of_markup(entry.values.get("title") or ""),
                "outlet": _outlet_of(entry.values, feed),
                "author": _author_of(entry.values),
                "published": published,
                "url": _url_of(entry.values, feed),
                "language": _language_of(entry.values, feed),
            }
        )
    )
    told = (ONLY_A_SUMMARY if is_summary else None, ONLY_CHANGED if is_change else None, entry.broken)
    fields = replace(fields, notes=(*fields.notes, *(note for note in told if note)))
    return make_reading(named, text, fields, Location(file, number), settings, notes)


def _text_of(named: str, entry: Mapping[str, Any], settings: Settings) -> tuple[str, bool]:
    """Return the fullest text an entry carries, and whether that is its summary."""
    for content in entry.get("content") or ():
        if str(content.get("type", "text/plain")).startswith(_TEXT_TYPES):
            text = _plain(named, content.get("value") or "", content.get("type"), settings)
            if text:
                return text, False
    detail = entry.get("summary_detail") or {}
    return _plain(named, entry.get("summary") or "", detail.get("type"), settings), True


def _plain(named: str, words: str, type_: str | None, settings: Settings) -> str:
    """Return words as text, whatever they are declared to be: many feeds declare HTML as plain text."""
    if _PAGE.search(words):
        for found in read_html(named, words.encode(errors="replace"), settings):
            if isinstance(found, Reading):
                return found.report.text
    if looks_like_markup(words) or type_ == "application/xhtml+xml":
        return text_of_markup(words)
    return words.strip()


def _quoted_title(entry: Mapping[str, Any]) -> str:
    title = line_of_markup(entry.get("title") or "")
    return f", only the title “{title[:80]}”" if title else ""


def _outlet_of(entry: Mapping[str, Any], feed: _Feed) -> str:
    """Return the outlet an entry was taken from, which feeds of several outlets name, else the feed's title."""
    source = entry.get("source") or {}
    return line_of_markup(source.get("title") or "") or line_of_markup(feed.head.get("title") or "")


def _author_of(entry: Mapping[str, Any]) -> str:
    # RSS asks for `desk@outlet.example (Name)`, which feedparser cuts in the wrong place behind long top-level domains.
    stated = _ADDRESS_AND_NAME.fullmatch(entry.get("author") or "")
    if stated:
        return line_of_markup(stated["name"])
    names = (author.get("name") or author.get("email") or "" for author in entry.get("authors") or ())
    return ", ".join(name for name in map(line_of_markup, names) if name)


def _published_of(entry: Mapping[str, Any], feed: _Feed) -> tuple[str | None, bool]:
    """Return when an entry was published, as printed, and whether that is but the time of its last change."""
    published = dict.get(entry, "published")  # type: ignore[call-overload]  # past feedparser's own stand-ins
    if published:
        return published, False
    changed = dict.get(entry, "updated")  # type: ignore[call-overload]  # where RSS says dc:date, it is here too
    return changed, bool(changed) and feed.version.startswith("atom")


def _url_of(entry: Mapping[str, Any], feed: _Feed) -> str | None:
    url: str | None = entry.get("feedburner_origlink") or entry.get("link")
    if not url or ":" in url.partition("/")[0]:
        return url
    try:
        return urljoin(feed.head.get("link") or "", url)
    except ValueError:
        return url


def _language_of(entry: Mapping[str, Any], feed: _Feed) -> str | None:
    details = (*(entry.get("content") or ()), entry.get("summary_detail") or {}, entry.get("title_detail") or {})
    stated = [each.get("language") for each in (*details, feed.head)]
    return next((str(language) for language in stated if language), None)
