"""Bytes to text: UTF-8 first, then what a byte-order mark or charset-normalizer says. No character is normalised."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # UTF-32's begin with one of these, or with a NUL
REPLACED = "\ufffd"
_SAMPLE_BYTES = 200_000
_MAX_BAD_SHARE = 0.5  # of the sound non-ASCII characters: more, and the text was never UTF-8
_WESTERN = "cp1252"
_MAX_WESTERN_SHARE = 0.15  # of the letters of a Western text, accented ones are fewer than this
_WESTERN_SIGNS = frozenset("€‚„…‘’“”•–—™›‹«»°·§£¥©®´¡¿½¼¾²³\u00a0\u00ad")
_MAX_CONTROL_SHARE = 0.01
_SEVEN_BIT = re.compile(r"\s*[\"']?(?:iso-?2022|hz|utf-?7)", re.IGNORECASE)  # sound UTF-8 of other characters
_WIDE = re.compile(r"\s*[\"']?(?:utf-?(?:16|32)|ucs-?[24])", re.IGNORECASE)
_LATIN = frozenset(
    ("iso8859-1", "ascii")
)  # as on the web: what is declared so holds the quotation marks of Windows-1252
_NOT_FOR_DOCUMENTS = frozenset(("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # not those that text uses: white space and escape


class UndecodableError(ValueError):
    """Bytes that are no text in any encoding known here; the message is the reason to record."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it came from, and a note when some bytes could not be read."""

    text: str
    encoding: str
    note: str | None = None


def decode(data: bytes) -> Decoded:
    """Return the text of `data`, without a byte-order mark.

    UTF-8 with a few broken bytes stays UTF-8: these become U+FFFD and the note says how many.

    Raises:
        UndecodableError: binary data, or no encoding fits.
    """
    marked = _decode_marked(data)
    if marked is not None:
        return marked
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        damaged = _decode_damaged(data)
        return damaged or _decode_guessed(data)
    if _is_binary(text):
        raise UndecodableError("binary data, not text")
    return Decoded(text, "utf-8")


def decode_declared(data: bytes, charset: str | None) -> Decoded:
    """Return the text of bytes that came with the name of their encoding, which is often wrong.

    A byte-order mark and sound UTF-8 win over the name, and the name over a guess.

    Raises:
        UndecodableError: binary data, or no encoding fits.
    """
    wide = charset is not None and _WIDE.match(charset) is not None
    if charset is None or data.startswith(_WIDE_MARKS) or (wide and b"\0" not in data):
        return decode(data)
    if not wide and not _SEVEN_BIT.match(charset):
        try:
            return Decoded(data.decode("utf-8-sig"), "utf-8")
        except UnicodeDecodeError:
            pass
    text = decode_as(data, charset)
    return decode(data) if text is None else Decoded(text, charset.strip().lower())


def decode_as(data: bytes, charset: str) -> str | None:
    """Return the text of `data` in the encoding that a page, a server or a mail names; `None` if it cannot be that."""
    try:
        name = codecs.lookup(charset.strip().strip("\"'")).name.replace("_", "-")
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return None
    if name in _NOT_FOR_DOCUMENTS:
        return None
    for encoding in (_WESTERN, name) if name in _LATIN else (name,):
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):  # LookupError: a codec that is not for text
            continue
    return None


def _decode_marked(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            try:
                return Decoded(body.decode(encoding), encoding)
            except UnicodeDecodeError:
                text = body.decode(encoding, errors="replace")
                return Decoded(text, encoding, f"{text.count(REPLACED)} characters could not be read as {encoding}")
    return None


def _decode_damaged(data: bytes) -> Decoded | None:
    """Read UTF-8 with a few broken bytes; `None` when too many are."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    if _is_binary(text):
        return None
    sound = sum(1 for character in text if character > "\x7f") - bad
    if bad > sound * _MAX_BAD_SHARE:
        return None
    return Decoded(text, "utf-8", f"{bad} characters could not be read as UTF-8")


def _decode_guessed(data: bytes) -> Decoded:
    # charset-normalizer takes Western European text for others of the kind where few letters are accented.
    western = _decode_western(data)
    if western is not None:
        return western
    # A guess needs no more than a sample; the whole is then decoded strictly, or the guess was wrong.
    match = from_bytes(data[:_SAMPLE_BYTES]).best()
    if match is not None:
        try:
            text = data.decode(match.encoding)
        except (UnicodeDecodeError, LookupError):
            text = None
        if text is not None and not _is_binary(text):
            return Decoded(text, match.encoding)
    raise UndecodableError("binary data or an unknown encoding, not text")


def _decode_western(data: bytes) -> Decoded | None:
    """Return the text as Windows-1252 when that is what its letters look like: few accented, all of them letters."""
    try:
        text = data.decode(_WESTERN)
    except UnicodeDecodeError:
        return None
    letters = [character for character in text[:_SAMPLE_BYTES] if character.isalpha()]
    accented = [character for character in letters if character > "\x7f"]
    others = sum(
        1
        for character in text[:_SAMPLE_BYTES]
        if character > "\x7f" and character not in _WESTERN_SIGNS and not character.isalpha()
    )
    fits = len(accented) <= len(letters) * _MAX_WESTERN_SHARE and others <= len(accented) // 10
    runs = re.search(
        r"[\x80-\uffff]{4,}",
        "".join("" if character in _WESTERN_SIGNS else character for character in text[:_SAMPLE_BYTES]),
    )
    return Decoded(text, _WESTERN) if fits and runs is None and not _is_binary(text) else None


def _is_binary(text: str) -> bool:
    """Tell whether control characters give binary data away; a stray NUL in a long text does not."""
    sample = text[:_SAMPLE_BYTES]
    return len(_CONTROL.findall(sample)) > len(sample) * _MAX_CONTROL_SHARE
