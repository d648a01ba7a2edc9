"""Saved mails (EML): the body is a report; files attached to it are read by themselves.

Mails are parsed with the standard library, whose modern headers raise all manner of errors on broken ones and take
quadratic time on endless ones: each header is cut to a length no mail needs, and read for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any, TypeVar, cast

from onrecord.reading.decoding import UndecodableError, decode_declared
from onrecord.reading.fields import Columns, fields_from, make_reading
from onrecord.reading.markup import text_of_markup
from onrecord.records import Kept, Location, NotRead, Reading
from onrecord.settings import Settings

T = TypeVar("T")
_MAX_HEADER_CHARS = 4000
_BEFORE_HEADERS = b"\xef\xbb\xbf\r\n\t "
_HEADERS_OF_MAILS = ("From", "Date", "Subject", "Message-ID", "Received", "Return-Path", "To")
_STUB_SHARE = 0.25  # a plain body with fewer of the words of the HTML one only says that there is one
_UNNAMED = {"message/rfc822": "mail.eml", "text/html": "page.html", "text/plain": "text.txt"}


class MailError(ValueError):
    """A file that is no mail, or of which nothing can be read; the message is the reason to record."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside another one: its number among the parts, the first of which is the mail itself, name and bytes."""

    number: int
    name: str
    data: bytes


def read_mail(file: str, data: bytes, settings: Settings) -> Iterator[Reading | NotRead]:
    """Yield the report that the body of one mail is, or why there is none."""
    try:
        message = parse_message(data)
        if not any(name in message for name in _HEADERS_OF_MAILS):
            raise MailError("no mail: none of the header lines From, Date and Subject")
        text, note = _text_of(message)
    except MailError as error:
        yield NotRead(file, str(error))
        return
    if not text:
        attached = any(True for _ in _attached_parts(message))
        status = Kept.SKIPPED if attached else Kept.FAILED
        yield NotRead(file, "a mail without text" + (" of its own" if attached else _sealed(message)), status)
        return
    fields = fields_from(
        Columns(
            {
                "id": (header_of(message, "Message-ID") or "").strip().strip("<>"),
                "title": header_of(message, "Subject"),
                "author": _author_of(message),
                "published": header_of(message, "Date"),
            }
        )
    )
    yield make_reading(file, text, fields, Location(file, 1), settings, (note,) if note else ())


def attachments_of(data: bytes) -> Iterator[Attachment]:
    """Yield the files attached to a mail, other mails included; pictures that belong to its text are left out."""
    if b"multipart/" not in data.lower():
        return
    try:
        message = parse_message(data)
    except MailError:
        return  # the mail itself says so
    for number, part in enumerate(_attached_parts(message), start=2):
        kind = _kind_of(part)
        name = _quietly(part.get_filename, None) or _UNNAMED.get(kind) or f"unnamed {kind.replace('/', ' ')}"
        if kind == "message/rfc822" and not name.lower().endswith(".eml"):
            name += ".eml"
        yield Attachment(number, re.sub(r"[\s/\\\x00-\x1f]+", " ", name)[-200:], _bytes_of(part))


# --- what MHTML needs as well ---


class _BoundedPolicy(EmailPolicy):
    """The standard library's default policy, with an end to every header."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return a header's name and its value, cut."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_MAX_HEADER_CHARS]


_POLICY = _BoundedPolicy()


def parse_message(data: bytes) -> EmailMessage:
    """Return the message that a file holds.

    Raises:
        MailError: its parts lie in each other too deeply to be told apart.
    """
    try:
        return cast(EmailMessage, message_from_bytes(data.lstrip(_BEFORE_HEADERS), policy=_POLICY))
    except RecursionError as error:
        raise MailError("parts inside parts, too deep to be read") from error


def header_of(message: EmailMessage, name: str) -> str | None:
    """Return a header as one line of text; `None` where there is none, or it is past understanding."""
    value = _quietly(lambda: message[name], None)
    return None if value is None else _in_unicode(" ".join(str(value).split()))


def parts_of(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts of a message that hold content, in order, without those of messages inside it."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.is_multipart() and _kind_of(part) != "message/rfc822":
            waiting += reversed(cast("list[EmailMessage]", part.get_payload()))
        else:
            yield part


def text_of_part(part: EmailMessage) -> tuple[str, str | None]:
    """Return the text of a part, decoded, and a note when some of it could not be; nothing where it is no text."""
    try:
        decoded = decode_declared(_bytes_of(part), _quietly(part.get_content_charset, None))
    except UndecodableError:
        return "", None
    return decoded.text, decoded.note


def is_kind(part: EmailMessage, *kinds: str) -> bool:
    """Tell whether a part is of one of these media types."""
    return _kind_of(part) in kinds


# --- parts ---


def _text_of(message: EmailMessage) -> tuple[str, str | None]:
    """Return the text of a mail: the plain body, unless it is empty or a stub beside one in HTML."""
    shown_parts = (part for part in parts_of(message) if part is message or not _is_attached(part))
    bodies = [part for part in shown_parts if is_kind(part, "text/plain", "text/html")]
    plain, plain_note = _join(part for part in bodies if is_kind(part, "text/plain"))
    marked_up, note = _join(part for part in bodies if is_kind(part, "text/html"))
    shown = text_of_markup(marked_up) if marked_up else ""
    if plain and len(plain.split()) >= len(shown.split()) * _STUB_SHARE:
        return plain, plain_note
    return (shown, note) if shown else (plain, plain_note)


def _join(parts: Iterator[EmailMessage]) -> tuple[str, str | None]:
    """Return the texts of several bodies, which lists and forwarders add below the first, as one."""
    found = [text_of_part(part) for part in parts]
    texts = [text.replace("\r\n", "\n").strip() for text, _ in found]
    return "\n\n".join(text for text in texts if text), next((note for _, note in found if note), None)


def _attached_parts(message: EmailMessage) -> Iterator[EmailMessage]:
    return (part for part in parts_of(message) if part is not message and _is_attached(part))


def _is_attached(part: EmailMessage) -> bool:
    """Tell whether a part is a file of its own, and neither a body nor a picture inside one."""
    disposition = _quietly(part.get_content_disposition, None)
    if _kind_of(part).startswith("image/") and (disposition == "inline" or "Content-ID" in part):
        return False
    is_named = _quietly(part.get_filename, None) is not None
    return disposition == "attachment" or is_named or is_kind(part, "message/rfc822")


def _kind_of(part: EmailMessage) -> str:
    return _quietly(part.get_content_type, "application/octet-stream")


def _bytes_of(part: EmailMessage) -> bytes:
    if is_kind(part, "message/rfc822"):
        inside = cast("list[EmailMessage]", part.get_payload()) if part.is_multipart() else []
        return _quietly(inside[0].as_bytes, b"") if inside else b""
    content = _quietly(lambda: part.get_payload(decode=True), None)
    return content if isinstance(content, bytes) else b""


def _author_of(message: EmailMessage) -> str | None:
    """Return the name of the sender, or the address where there is no name."""
    addresses: tuple[Any, ...] = _quietly(lambda: message["From"].addresses, ())
    names = [_in_unicode(address.display_name or address.addr_spec.strip('"')) for address in addresses]
    return ", ".join(name for name in names if name) or header_of(message, "From")


def _sealed(message: EmailMessage) -> str:
    kind = _kind_of(message)
    return f": its content is {kind}" if kind not in ("text/plain", "text/html") else ""


def _in_unicode(words: str) -> str:
    """Return a header whose bytes were no ASCII, as they stand in it, in the encoding they fit."""
    if words.isascii() or not any("\udc80" <= character <= "\udcff" for character in words):
        return words
    return decode_declared(words.encode(errors="surrogateescape"), None).text


def _quietly(read: Callable[[], T], default: T) -> T:
    """Return what reading a header gives, or the default."""
    try:
        return read()
    except Exception:  # noqa: BLE001 - broken headers raise errors of all kinds, and cost only themselves
        return default
