r"""RTF: the printed text of a rich-text file.

A reader of our own, because the common converters print what is not there (a bar between cells, the address behind a
link) and leave halves of characters beyond U+FFFF. One pass over the bytes; groups are a stack, never a recursion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from onrecord.reading.exports import read_text
from onrecord.reading.fields import Fields
from onrecord.reading.properties import believe_title
from onrecord.records import NotRead, Reading
from onrecord.settings import Settings

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\\rtf")
_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|\\'(?P<byte>[0-9a-fA-F]{2})"
    r"|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])"
    r"|(?P<plain>[^\\{}\r\n]+)"
    r"|[\r\n]+|\\",
    re.DOTALL,
)
_SIGNS = {
    "~": "\u00a0",
    "-": "\u00ad",
    "_": "\u2011",
    "\\": "\\",
    "{": "{",
    "}": "}",
    "\n": "\n",
    "\r": "\n",
    "\t": "\t",
}
_WORDS = {
    "par": "\n",
    "line": "\n",
    "sect": "\n",
    "page": "\n",
    "column": "\n",
    "row": "\n",
    "nestrow": "\n",
    "cell": "\t",
    "nestcell": "\t",
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
}
_UNPRINTED = frozenset(  # groups that hold no text of the page's body
    "fonttbl colortbl stylesheet info pict object objdata header headerl headerr headerf footer footerl footerr "
    "footerf footnote annotation atnid atnauthor atndate atnref fldinst xe tc rxe bkmkstart bkmkend listtable "
    "listoverridetable "
    "revtbl rsidtbl generator themedata colorschememapping datastore latentstyles filetbl template operator company "
    "nonesttables datafield shpinst sp sn sv private xmlnstbl mmath".split()
)
_SHOWN_INSIDE = {"result": "object", "shptxt": "shpinst"}  # a group that is printed inside one that is not
_CHARSETS = {  # \fcharset: which encoding a font's bytes are in
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
_MACHINES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}
_MAX_DEPTH = 100_000
_TAB_ENDS = re.compile(r"[\t ]+$", re.MULTILINE)


class _NoTextError(ValueError):
    """A file that is no RTF; the message is the reason to record."""


def read_rtf(file: str, data: bytes, settings: Settings) -> Iterator[Reading | NotRead]:
    """Yield the report of one RTF file, or the articles of the export that it holds."""
    if not _START.match(data):
        yield NotRead(file, r"no RTF: it does not begin with {\rtf")
        return
    reader = _Reader(data.decode("latin-1"))
    try:
        reader.read()
    except _NoTextError as error:
        yield NotRead(file, str(error))
        return
    text = reader.text()
    fields = Fields(title=believe_title(reader.title(), text))
    notes = ("the file ends inside a group; it may be cut off",) if reader.is_open else ()
    yield from read_text(file, text, settings, fields=fields, notes=notes)


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group.

    `skipped_in` is the control word of the unprinted group it lies in; `fallback` is how many characters stand in
    for a Unicode one, for old readers.
    """

    skipped_in: str | None = None
    hidden: bool = False
    target: str = "text"
    font: int | None = None
    fallback: int = 1


@dataclass
class _Reader:
    """Turn the tokens of one file into text; characters of the source stand for bytes."""

    source: str
    state: _State = field(default_factory=_State)
    is_open: bool = False
    _stack: list[_State] = field(default_factory=list)
    _out: dict[str, list[str]] = field(default_factory=lambda: {"text": [], "title": []})
    _bytes: bytearray = field(default_factory=bytearray)
    _encoding: str = "cp1252"
    _fonts: dict[int, str] = field(default_factory=dict)
    _default_font: int | None = None
    _listed_font: int | None = None
    _skip: int = 0  # characters that stand in for the Unicode one before them
    _starred: bool = False  # `\*`: a group that a reader may pass over

    def read(self) -> None:
        """Read the whole source. Raises _NoTextError."""
        place = 0
        while place < len(self.source):
            match = _TOKEN.match(self.source, place)
            assert match is not None, "every character begins a token"
            place = match.end()
            kind, value = match.lastgroup, match[match.lastgroup] if match.lastgroup else ""
            if kind == "brace":
                if not self._brace(value):
                    break
            elif kind in ("word", "number"):
                number = int(match["number"]) if match["number"] else None
                if match["word"] == "bin":
                    place += max(0, number or 0)
                else:
                    self._word(match["word"], number)
            elif kind == "byte":
                self._print_bytes(bytes((int(value, 16),)))
            elif kind == "sign":
                self._sign(value)
            elif kind == "plain":
                self._print_bytes(value.encode("latin-1"))
        self._flush()
        self.is_open = bool(self._stack)

    def text(self) -> str:
        """Return the printed text, without the tabs that close rows."""
        return _TAB_ENDS.sub("", _whole("".join(self._out["text"]))).strip()

    def title(self) -> str | None:
        """Return the title of the file's properties."""
        return _whole("".join(self._out["title"])).strip() or None

    def _brace(self, brace: str) -> bool:
        """Open or close a group; `False` where the outermost closes: what follows is no part of the file."""
        self._flush()
        self._skip = 0
        self._starred = False
        if brace == "{":
            if len(self._stack) >= _MAX_DEPTH:
                raise _NoTextError(f"more than {_MAX_DEPTH:,} groups inside each other")
            self._stack.append(self.state)
            return True
        if self._stack:
            self.state = self._stack.pop()
        return bool(self._stack)

    def _word(self, word: str, number: int | None) -> None:
        skip, self._skip = self._skip, 0
        if skip and not _WORDS.get(word, "\n").isspace():  # a named sign may stand in for a Unicode one too
            self._skip = skip - 1
            return
        self._flush()
        starred, self._starred = self._starred, False
        if word in ("u", "uc"):
            self._unicode(word, number)
        elif word in _SHOWN_INSIDE and self.state.skipped_in == _SHOWN_INSIDE[word]:
            self.state = replace(self.state, skipped_in=None)
        elif word == "title" and self.state.skipped_in == "info":
            self.state = replace(self.state, skipped_in=None, target="title")
        elif word in _UNPRINTED or starred:
            self.state = replace(self.state, skipped_in=self.state.skipped_in or word)
        elif word in _WORDS:
            self._print(_WORDS[word])
        elif word in ("v", "deleted"):
            self.state = replace(self.state, hidden=number != 0)
        else:
            self._font_word(word, number)

    def _font_word(self, word: str, number: int | None) -> None:
        """Follow what says in which encoding bytes are."""
        if word == "f":
            self._listed_font = number
            self.state = replace(self.state, font=number)
        elif word == "plain":
            self.state = replace(self.state, font=self._default_font, hidden=False)
        elif word == "deff":
            self._default_font = number
            self.state = replace(self.state, font=number)
        elif word == "fcharset" and self._listed_font is not None and number in _CHARSETS:
            self._fonts[self._listed_font] = _CHARSETS[number]
        elif word == "ansicpg" and number:
            self._encoding = _known(f"cp{number}") or ("utf-8" if number == 65001 else self._encoding)
        elif word in _MACHINES:
            self._encoding = _MACHINES[word]

    def _unicode(self, word: str, number: int | None) -> None:
        if word == "uc":
            self.state = replace(self.state, fallback=max(0, number or 0))
            return
        if number is not None and -0x8000 <= number <= 0xFFFF:
            self._print(chr(number & 0xFFFF))
        self._skip = self.state.fallback

    def _sign(self, sign: str) -> None:
        if self._skip and sign != "*":
            self._skip -= 1
            return
        self._flush()
        if sign == "*":
            self._starred = True
        elif sign in _SIGNS:
            self._print(_SIGNS[sign])

    def _print(self, words: str) -> None:
        if self.state.skipped_in is None and not self.state.hidden:
            self._out[self.state.target].append(words)

    def _print_bytes(self, raw: bytes) -> None:
        if self._skip:
            skipped = min(self._skip, len(raw))
            self._skip -= skipped
            raw = raw[skipped:]
        if self.state.skipped_in is None and not self.state.hidden:
            self._bytes += raw

    def _flush(self) -> None:
        """Decode the bytes since the last control word: in some encodings, two of them are one character."""
        if self._bytes:
            encoding = (
                self._fonts.get(self.state.font, self._encoding) if self.state.font is not None else self._encoding
            )
            self._out[self.state.target].append(bytes(self._bytes).decode(encoding, errors="replace"))
            self._bytes.clear()


def _known(encoding: str) -> str | None:
    try:
        "".encode(encoding)
    except LookupError:
        return None
    return encoding


def _whole(text: str) -> str:
    """Return text in which the two halves of a character beyond U+FFFF are one; a half alone becomes U+FFFD."""
    if not re.search("[\ud800-\udfff]", text):
        return text
    return text.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")
