"""Web archives (WARC): the pages in them, one record in memory at a time, whatever the size of the archive.

FastWARC takes responses apart, their headers and encodings. Where records begin and end is found here: FastWARC stops
for good at the first damaged one, and a record that is damaged must cost itself alone. So a record counts only
if it ends where it says to end; behind one that does not, reading goes on with what looks like the head of the next.

The date of a record says when a page was fetched. It is no date of publication, and is not used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, Literal

from onrecord.reading.decoding import decode_as
from onrecord.reading.members import DamagedMemberError
from onrecord.records import Kept, NotRead

OPENING = b"WARC/"
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_NEXT_HEAD = re.compile(rb"WARC/\d\.\d\r?\n[A-Za-z-]{1,40}:")
_LONGEST_OPENING = 64  # bytes that `_NEXT_HEAD` may need
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_PAGE_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b", re.IGNORECASE)
_MAX_HEAD_BYTES = 1 << 16
_MAX_HTTP_HEAD_BYTES = 1 << 20
_CHUNK_BYTES = 1 << 16
_LINE_ENDS = 8  # bytes that may stand between two records; four should
_FORMATS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_FOR_MACHINES = ("/robots.txt", "/ads.txt", "/app-ads.txt", "/security.txt", "/llms.txt")
_COUNTED = 8  # kinds that a reason lists

Count = Callable[[int], None]
"""What is told how many bytes came out of packed content; it raises where that is absurd."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an archive: its record's number from 1, its address, and the format and bytes to read it by."""

    number: int
    url: str
    format: str
    data: bytes


def read_warc(file: str, stream: IO[bytes], max_bytes: int, count: Count) -> Iterator[Page | NotRead]:
    """Yield the pages of one archive, why records gave none, and last how many of which kind were passed over."""
    passed = _Passed()
    number, pages = 0, 0
    for number, record in enumerate(_Records(stream, max_bytes), start=1):
        found = f"{file}#{number}"
        if isinstance(record, _Lost):
            yield NotRead(found, record.reason)
            pages += 1
            continue
        try:
            page = _read_record(number, record, max_bytes, count, passed)
        except _RecordError as error:
            yield NotRead(found, str(error))
            pages += 1
            continue
        if page is not None:
            pages += 1
            yield page
    yield from passed.reasons(file)
    if not pages and not passed:
        yield NotRead(file, f"a web archive without pages ({number} records)")


class _RecordError(ValueError):
    """A record that should give a page and does not; the message is the reason to record."""


class _Passed:
    """Responses that give no report and were not meant to: counted, not listed."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.statuses)

    def reasons(self, file: str) -> Iterator[NotRead]:
        """Yield what to say of them: one line for their kinds, one for failed requests."""
        if self.kinds:
            yield NotRead(file, f"{_listed(self.kinds)}: responses that are neither pages nor text", Kept.SKIPPED)
        if self.statuses:
            yield NotRead(file, f"{_listed(self.statuses)}: responses that say there is no page", Kept.SKIPPED)


def _listed(counts: Counter[str]) -> str:
    """Return counts in words, most frequent first, names in order."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    words = [f"{number:,} {name}" for name, number in ordered[:_COUNTED]]
    rest = sum(number for _, number in ordered[_COUNTED:])
    return ", ".join([*words, f"{rest:,} others"] if rest else words)


# --- one record ---


def _read_record(number: int, record: _Record, max_bytes: int, count: Count, passed: _Passed) -> Page | None:
    """Return the page of one record; `None` for one that holds none."""
    url = record.headers.get("warc-target-uri", "").strip("<>")
    if record.type not in ("response", "resource") or not url.lower().startswith(("http://", "https://")):
        return None  # name look-ups are responses, and what a crawler writes about itself is a resource
    content = _content_of(record, max_bytes)
    if content.status != 200:
        passed.statuses[str(content.status)] += 1
        return None
    if content.kind and content.kind not in _FORMATS:
        passed.kinds[content.kind[:60]] += 1
        return None
    data = b"" if record.is_cut else content.read()
    count(max(0, len(data) - len(record.block)))
    if len(data) > max_bytes or record.is_cut:
        raise _RecordError(f"too large: more than {max_bytes:,} bytes")
    format_ = _FORMATS.get(content.kind) or ("html" if _PAGE_START.match(data) else None)
    if format_ is None or url.partition("?")[0].endswith(_FOR_MACHINES):
        passed.kinds[content.kind or "of no stated kind"] += 1
        return None
    if not data.strip():
        passed.kinds["empty"] += 1
        return None
    return Page(number, url, format_, _in_utf8(data, content.charset))


@dataclass(frozen=True, slots=True)
class _Content:
    """What a record says of its content, and how to get it."""

    status: int
    kind: str
    charset: str | None
    read: Callable[[], bytes]


def _content_of(record: _Record, max_bytes: int) -> _Content:
    stated = record.headers.get("content-type", "")
    if not stated.lower().startswith("application/http"):
        kind, _, rest = stated.partition(";")
        charset = rest.lower().partition("charset=")[2].strip() or None
        return _Content(200, kind.strip().lower(), charset, lambda: record.block)
    response = _parse_http(record.block, "none")
    status = response.http_headers.status_code
    if status is None:
        raise _RecordError("its HTTP headers are not understood")
    kind = (response.http_content_type or "").strip().lower()
    return _Content(status, kind, response.http_charset, lambda: _body(response, record.block, max_bytes))


def _parse_http(block: bytes, decoding: Literal["none", "all"]) -> Any:
    """Return FastWARC's record of an HTTP response.

    It is given a head of our own: for a length that is not the block's, FastWARC asks for that much memory, and the
    process ends.
    """
    from fastwarc.warc import WarcRecord  # compiled code that only archives need

    head = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
    try:
        record = WarcRecord.from_bytes(head + b"Content-Length: %d\r\n\r\n" % len(block) + block)
        record.parse_http(auto_decode=decoding, max_header_len=_MAX_HTTP_HEAD_BYTES)
    except OSError as error:
        raise _RecordError(f"a damaged record: {error}") from error
    return record


def _body(response: Any, block: bytes, max_bytes: int) -> bytes:
    """Return the content of a response, its encodings undone.

    Many archives hold content that was decoded when it was fetched, under headers that still say it is packed.
    """
    as_it_is = bytes(response.reader.read(max_bytes + 1))
    if not any(response.http_headers.get(name) for name in ("Content-Encoding", "Transfer-Encoding")):
        return as_it_is
    try:
        return bytes(_parse_http(block, "all").reader.read(max_bytes + 1))
    except (OSError, _RecordError) as error:
        if _PAGE_START.match(as_it_is):
            return as_it_is
        raise _RecordError(f"its content cannot be unpacked: {error}") from error


def _in_utf8(data: bytes, charset: str | None) -> bytes:
    """Return a page in UTF-8 where only the server said how it is encoded."""
    if charset is None:
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = decode_as(data, charset)
        return data if text is None else text.encode(errors="replace")
    return data


# --- where records begin and end ---


@dataclass(frozen=True, slots=True)
class _Record:
    """One record: the fields of its head by their names in lower case, and its block.

    The block of a record over the limit is cut behind the HTTP headers.
    """

    headers: Mapping[str, str]
    block: bytes
    is_cut: bool = False

    @property
    def type(self) -> str:
        """What kind of record it is."""
        return self.headers.get("warc-type", "").lower()


def _make_record(head: bytes, block: bytes, *, is_cut: bool = False) -> _Record:
    headers: dict[str, str] = {}
    for line in head.decode(errors="replace").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return _Record(headers, block, is_cut)


@dataclass(frozen=True, slots=True)
class _Lost:
    """A record that could not be cut out, and why."""

    reason: str


class _Records:
    """The records of a stream, or why one is lost."""

    def __init__(self, stream: IO[bytes], max_bytes: int) -> None:
        self._stream = stream
        self._max_bytes = max_bytes
        self._ahead = b""
        self._damage: DamagedMemberError | None = None  # of the member behind what is in `_ahead`
        self._at_end = False

    def __iter__(self) -> Iterator[_Record | _Lost]:
        while True:
            try:
                self._skip_line_ends()
                if not self._fill(1):
                    return
                yield self._read_one()
            except DamagedMemberError as error:
                self._ahead = b""
                behind = "" if error.goes_on else "; nothing behind it can be read"
                yield _Lost(f"damaged archive: {error}{behind}")

    def _read_one(self) -> _Record | _Lost:
        """Return the record that begins here, and go to the next one."""
        head_end = self._find_head_end()
        length = _LENGTH.search(self._ahead, 0, head_end) if head_end else None
        if head_end is None or length is None or not self._ahead.startswith(OPENING):
            self._skip_to_next_head(1)
            return _Lost("a damaged record: its head is not understood")
        size = head_end + int(length[1])
        if int(length[1]) > self._max_bytes:
            return self._pass_large(head_end)
        if not self._fill(size):
            held = len(self._ahead)
            self._skip_to_next_head(head_end)
            return _Lost(f"a damaged record: it breaks off after {held - head_end:,} of {size - head_end:,} bytes")
        if not self._ends_at(size):
            self._skip_to_next_head(head_end)
            return _Lost(f"a damaged record: it does not end after the {size - head_end:,} bytes it says it has")
        record = _make_record(self._ahead[:head_end], self._ahead[head_end:size])
        self._ahead = self._ahead[size:]
        return record

    def _find_head_end(self) -> int | None:
        while True:
            match = _HEAD_END.search(self._ahead)
            if match is not None:
                return match.end()
            if len(self._ahead) > _MAX_HEAD_BYTES or not self._fill(len(self._ahead) + 1):
                return None

    def _ends_at(self, size: int) -> bool:
        """Tell whether a record that ends there is followed by an empty line, another record or nothing.

        What follows may be damaged: that is the next record's loss, unless it is the end of this one's own member.
        """
        try:
            self._fill(size + _LINE_ENDS + len(OPENING))
        except DamagedMemberError as error:
            if error.begun:
                raise
            self._damage = error
        following = self._ahead[size : size + _LINE_ENDS + len(OPENING)]
        if following.startswith((b"\r\n\r\n", b"\n\n")):
            return True
        return following.lstrip(b"\r\n")[: len(OPENING)] in (b"", OPENING)

    def _pass_large(self, head_end: int) -> _Record:
        """Return what begins a record over the limit, and go to the next one."""
        self._fill(head_end + _MAX_HEAD_BYTES)
        http_end = _HEAD_END.search(self._ahead, head_end)
        end = http_end.end() if http_end else head_end
        record = _make_record(self._ahead[:head_end], self._ahead[head_end:end], is_cut=True)
        self._skip_to_next_head(head_end)
        return record

    def _skip_to_next_head(self, start: int) -> None:
        """Go to what looks like the head of a record at `start` or behind it, or to the end."""
        self._ahead = self._ahead[start:]
        while (match := _NEXT_HEAD.search(self._ahead)) is None:
            self._ahead = self._ahead[-_LONGEST_OPENING:]
            if not self._fill(len(self._ahead) + 1):
                self._ahead = b""
                return
        self._ahead = self._ahead[match.start() :]

    def _skip_line_ends(self) -> None:
        self._ahead = self._ahead.lstrip(b"\r\n")
        while not self._ahead and self._fill(1):
            self._ahead = self._ahead.lstrip(b"\r\n")

    def _fill(self, size: int) -> bool:
        """Read until so many bytes are at hand; tell whether they are."""
        if len(self._ahead) >= size:
            return True
        if self._damage is not None:
            damage, self._damage = self._damage, None
            raise damage
        pieces, held = [self._ahead], len(self._ahead)
        try:
            while held < size and not self._at_end:
                piece = self._stream.read(max(_CHUNK_BYTES, size - held))
                self._at_end = not piece
                pieces.append(piece)
                held += len(piece)
        finally:
            self._ahead = b"".join(pieces)
        return held >= size
