"""Pages saved with all they show (MHTML): the page among the parts is read as any saved page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage

from onrecord.reading.fields import with_address
from onrecord.reading.html import read_html
from onrecord.reading.mail import MailError, header_of, is_kind, parse_message, parts_of, text_of_part
from onrecord.records import NotRead, Reading
from onrecord.settings import Settings


def read_mhtml(file: str, data: bytes, settings: Settings) -> Iterator[Reading | NotRead]:
    """Yield the article of one saved page, or why there is none."""
    try:
        message = parse_message(data)
    except MailError as error:
        yield NotRead(file, str(error))
        return
    page = _find_page(message)
    if page is None:
        yield NotRead(file, "no web page among the parts of the file")
        return
    text, note = text_of_part(page)
    url = _address_of(message, page)
    for found in read_html(file, text.encode(errors="replace"), settings):
        if isinstance(found, Reading):
            yield replace(with_address(found, url), notes=(*((note,) if note else ()), *found.notes))
        else:
            yield found


def _find_page(message: EmailMessage) -> EmailMessage | None:
    """Return the part that the others belong to: the one the file names, else the first page; frames come later."""
    pages = [part for part in parts_of(message) if is_kind(part, "text/html", "application/xhtml+xml")]
    named = header_of(message, "Snapshot-Content-Location")
    return next((page for page in pages if named and header_of(page, "Content-Location") == named), None) or (
        pages[0] if pages else None
    )


def _address_of(message: EmailMessage, page: EmailMessage) -> str | None:
    stated = (header_of(message, "Snapshot-Content-Location"), header_of(page, "Content-Location"))
    urls = (url.replace(" ", "") for url in stated if url)  # long ones are folded
    return next((url for url in urls if url.lower().startswith(("http://", "https://"))), None)
