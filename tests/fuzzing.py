"""Mutated files: good ones of every format, with bytes changed at random, and what must hold of any of them.

Whatever bytes a file holds, reading it ends in time, raises nothing, and gives reports whose texts can be stored
or reasons that a person can read. The same number gives the same mutated file on any machine.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import signal
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache
from html import escape
from pathlib import Path

import pyarrow
import pyarrow.parquet

from onrecord.demo import reports_folder
from onrecord.pipeline import TakenIn, take_in
from onrecord.reading.inputs import Walk
from onrecord.settings import Settings
from tests.documents import column, docx_of, pdf, rtf_of
from tests.exports import NEXIS_UNI_COVER, NEXIS_UNI_FIRST, NEXIS_UNI_SECOND

LIMIT_S = 20  # reading one file of some kilobytes takes milliseconds
SETTINGS = Settings(jobs=1, max_file_bytes=20_000_000)
_TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n\n", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"</", b"<p>", b"&#x110000;",
    b"&nbsp;", b"\\ud800", b"\xed\xa0\x80", b'"', b"''", b"``", b"{", b"}", b"[[[[[[[[", b"]]", b"---\n", b"...\n", b"* * *\n",
    b"%PDF-1.7", b"%%EOF", b"endobj", b"stream\r\n", b"/Length 99999999", b"{\\rtf1", b"\\'ff", b"PK\x03\x04", b"PK\x05\x06",
    b"\x1f\x8b\x08", b"PAR1", b"WARC/1.0\r\n", b"Content-Length: 99999999\r\n", b"Content-Length: -1\r\n", b"\r\n\r\n",
    b"boundary=", b"=?utf-8?B?!!?=", b"Content-Transfer-Encoding: base64\r\n", b"charset=x-none", b"1e999", b"-1", b"9" * 40,
    b"End of Document", b"Body\n", b"Document AAAA", b"<rss", b"<entry>", b"&&&&", "“".encode(), "”".encode(), "\u202e".encode(),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What became of one mutated file: `problem` says what should not be, `None` when all is well."""

    number: int
    name: str
    reports: int
    reasons: int
    seconds: float
    problem: str | None


@cache
def samples() -> tuple[tuple[str, bytes], ...]:
    """Return good files, one or more of every format that is read, as endings and bytes."""
    files = [(path.suffix, path.read_bytes()) for path in sorted(reports_folder().iterdir())]
    text = next(data for suffix, data in files if suffix == ".txt")
    rows = [{"text": text.decode(), "title": "Talks end", "published": "2031-04-12", "id": str(n)} for n in range(3)]
    files += [
        (".csv", b"text,title,published\n" + b'"Nobody signed, and ""nobody"" left.",Talks,2031-04-12\n' * 5),
        (".tsv", b"text\ttitle\nNobody signed in Velde.\tTalks\n" * 3),
        (".json", json.dumps(rows).encode()),
        (".parquet", _parquet(rows)),
        (".txt.gz", gzip.compress(text, mtime=0)),
        (".zip", _zip(files[:3])),
        *_documents(text.decode().splitlines()),
        *_streams(text.decode(), next(data for suffix, data in files if suffix == ".html")),
    ]
    return tuple((suffix, data) for suffix, data in files if len(data) < 200_000)


def _documents(lines: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield a report and an export of a news database as office documents and text."""
    export = (*NEXIS_UNI_COVER, *NEXIS_UNI_FIRST, *NEXIS_UNI_SECOND)
    for printed in (lines, export):
        yield ".docx", docx_of(printed)
        yield ".rtf", rtf_of(printed)
    yield ".txt", "\n".join(export).encode()
    yield ".pdf", pdf([column(*([line] for line in lines[:12] if line.isascii())), column(["Nobody signed in Velde."])])


def _streams(text: str, page: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a report and a page as feeds, mails and web archives hold them."""
    body = escape(text)
    items = "".join(
        f"<item><title>Talks {number}</title><guid>{number}</guid><description>{body}</description></item>"
        for number in range(3)
    )
    yield (
        ".rss",
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Velde</title>{items}</channel></rss>'.encode(),
    )
    entries = "".join(
        f"<entry><id>e{number}</id><updated>2031-04-12T08:00:00Z</updated><title>Talks</title>"
        f'<content type="html">{escape("<p>" + body + "</p>")}</content></entry>'
        for number in range(3)
    )
    yield ".atom", f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Velde</title>{entries}</feed>'.encode()
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = (
        "Desk <desk@velde.example>",
        "Talks",
        "Sat, 12 Apr 2031 08:00:00 +0000",
    )
    mail.set_content(text)
    mail.add_alternative(page.decode(), subtype="html")
    mail.add_attachment(text.encode(), maintype="text", subtype="plain", filename="talks.txt")
    yield ".eml", mail.as_bytes()
    saved = EmailMessage()
    saved["From"], saved["Snapshot-Content-Location"] = "<Saved by Blink>", "https://velde.example/talks"
    saved.set_content(page.decode(), subtype="html")
    yield ".mhtml", saved.as_bytes()
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://velde.example/{number}\r\n"
        "WARC-Date: 2031-04-12T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        "Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
    )
    records = [
        head.format(number=number, length=len(response)).encode() + response + b"\r\n\r\n" for number in range(3)
    ]
    yield ".warc", b"".join(records)
    yield ".warc.gz", b"".join(gzip.compress(record, mtime=0) for record in records)


def _parquet(rows: list[dict[str, str]]) -> bytes:
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), out)
    return out.getvalue()


def _zip(files: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (suffix, data) in enumerate(files):
            archive.writestr(zipfile.ZipInfo(f"{number}{suffix}"), data)
    return out.getvalue()


def mutated(number: int, seed: int) -> tuple[str, bytes]:
    """Return the ending and the bytes of one mutated file."""
    rng = random.Random(f"{seed}/{number}")
    suffix, data = rng.choice(samples())
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3, 6, 20))):
        rng.choice(_CHANGES)(changed, rng)
    if rng.random() < 0.05:
        suffix = rng.choice(samples())[0]
    return suffix, bytes(changed)


def _flip(data: bytearray, rng: random.Random) -> None:
    for _ in range(rng.choice((1, 4, 30))):
        if data:
            data[rng.randrange(len(data))] = rng.randrange(256)


def _cut_off(data: bytearray, rng: random.Random) -> None:
    del data[rng.randrange(len(data) + 1) :]


def _cut_out(data: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(data) + 1)
    del data[start : start + rng.choice((1, 10, 500, 5000))]


def _repeat(data: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(data) + 1)
    piece = data[start : start + rng.choice((1, 8, 100, 2000))]
    if piece:
        data[start:start] = piece * min(rng.choice((2, 50, 2000)), 60_000 // len(piece) + 1)


def _put_in(data: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(data) + 1)
    data[start:start] = rng.choice(_TOKENS) * rng.choice((1, 1, 3, 300))


def _put_over(data: bytearray, rng: random.Random) -> None:
    start, token = rng.randrange(len(data) + 1), rng.choice(_TOKENS)
    data[start : start + len(token)] = token


def _splice(data: bytearray, rng: random.Random) -> None:
    other = rng.choice(samples())[1]
    at, start = rng.randrange(len(data) + 1), rng.randrange(len(other))
    data[at:at] = other[start : start + rng.choice((20, 400, 4000))]


_CHANGES: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _flip, _flip, _cut_off, _cut_out, _repeat, _put_in, _put_in, _put_over, _splice,
)  # fmt: skip


def fuzz_one(number: int, seed: int) -> Fuzzed:
    """Read one mutated file and say what became of it."""
    suffix, data = mutated(number, seed)
    started = time.perf_counter()
    problem, reports, reasons = None, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"mutated{suffix}")
        path.write_bytes(data)
        try:
            with _in_time():
                taken = [take_in(payload, SETTINGS) for payload in Walk([path], SETTINGS)]
            problem = next(_problems(taken), None)
            reports = sum(len(one.reports) for one in taken)
            reasons = sum(len(one.not_read) for one in taken)
        except Exception as error:  # noqa: BLE001 - that nothing is raised is what is tested
            problem = f"{type(error).__name__}: {error}"[:300]
    return Fuzzed(number, f"mutated{suffix}", reports, reasons, time.perf_counter() - started, problem)


def _problems(taken: list[TakenIn]) -> Iterator[str]:
    """Yield what should not come out of any file."""
    for one in taken:
        for apart, _ in one.reports:
            text = apart.report.text
            if text.encode(errors="replace").decode() != text:
                yield "a text that cannot be stored"
            if any(not 0 <= piece.start < piece.end <= len(text) for piece in apart.anatomy.pieces):
                yield "a piece outside its text"
        yield from (f"no reason for {row.file}" for row in one.not_read if not row.reason.strip())


@contextmanager
def _in_time() -> Iterator[None]:
    """Raise TimeoutError when reading goes on for too long."""

    def stop(signal_number: int, frame: object) -> None:
        raise TimeoutError(f"not read within {LIMIT_S} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LIMIT_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
