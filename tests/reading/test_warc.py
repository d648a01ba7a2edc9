"""Web archives: pages one at a time; a damaged record costs itself alone."""

import gzip
import io
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests.guarded import run_guarded

from onrecord.reading.inputs import ALREADY_READ, Payload, Walk, WholeFile, read_payload
from onrecord.reading.warc import Page, read_warc
from onrecord.records import Kept, NotRead, Reading
from onrecord.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore:SOCKS support in urllib3")  # trafilatura imports it; nothing uses it

WriteFiles = Callable[[Mapping[str, str | bytes]], Path]
PAGE = b"<!DOCTYPE html><html><body><article><h1>Talks resume</h1><p>%s</p></article></body></html>"
PROSE = b"The Border Commission met in Velde on Tuesday for the third time this week, and nobody signed the protocol."


def http(body: bytes = PAGE % PROSE, *headers: str, kind: str = "text/html", status: str = "200 OK") -> bytes:
    """Return an HTTP response."""
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {kind}"] if kind else []), *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def record(
    block: bytes,
    url: str = "https://courier.example/talks",
    *,
    type_: str = "response",
    kind: str = "application/http; msgtype=response",
    length: int | None = None,
    end: bytes = b"\r\n\r\n",
) -> bytes:
    """Return one record of a web archive."""
    lines = (
        "WARC/1.1",
        f"WARC-Type: {type_}",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2031-04-12T10:00:00Z",
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>",
        f"Content-Type: {kind}",
        f"Content-Length: {len(block) if length is None else length}",
        "",
        "",
    )
    return "\r\n".join(lines).encode() + block + end


def response(number: int, **changes: object) -> bytes:
    """Return a record that holds the page of a number."""
    body = PAGE % (PROSE + b" %d" % number)
    return record(http(body), f"https://courier.example/{number}", **changes)  # type: ignore[arg-type]


def read(data: bytes, max_bytes: int = 1_000_000) -> list[Page | NotRead]:
    """Read an archive that is not packed."""
    return list(read_warc("a.warc", io.BytesIO(data), max_bytes, lambda _: None))


def pages_of(data: bytes) -> list[tuple[int, str]]:
    """Return number and address of each page."""
    return [(found.number, found.url[-1]) for found in read(data) if isinstance(found, Page)]


def walk(folder: Path, settings: Settings | None = None, **changes: object) -> list[Payload]:
    """Walk over a folder."""
    return list(Walk([folder], settings or Settings(jobs=1), **changes))  # type: ignore[arg-type]


def short(payload: Payload, folder: Path) -> tuple[str, ...]:
    """Return a payload in words."""
    file = payload.file.removeprefix(f"{folder}/")
    if isinstance(payload, NotRead):
        return (file, payload.status.value, payload.reason)
    assert isinstance(payload, WholeFile)
    return (file, payload.format, payload.url or "")


# --- which records give what ---


def test_a_page_comes_with_its_address_and_without_its_headers() -> None:
    """The body of a response is the page; where it was fetched from goes with it."""
    assert read(response(7)) == [Page(1, "https://courier.example/7", "html", PAGE % (PROSE + b" 7"))]


@pytest.mark.parametrize(
    ("block", "changes", "format_"),
    [
        pytest.param(http(kind="text/html; charset=utf-8"), {}, "html", id="html"),
        pytest.param(http(kind="application/xhtml+xml"), {}, "html", id="xhtml"),
        pytest.param(http(PROSE, kind="text/plain"), {}, "text", id="text"),
        pytest.param(http(kind=""), {}, "html", id="no-kind-but-a-page"),
        pytest.param(http(kind="TEXT/HTML"), {}, "html", id="capitals"),
        pytest.param(http().replace(b"HTTP/1.1", b"HTTP/2"), {}, "html", id="http-2"),
        pytest.param(PAGE % PROSE, {"type_": "resource", "kind": "text/html"}, "html", id="resource"),
        pytest.param(http(), {"url": "<https://courier.example/talks>"}, "html", id="address-in-brackets"),
    ],
)
def test_pages_and_texts_are_read(block: bytes, changes: dict[str, str], format_: str) -> None:
    """Responses of status 200 that hold HTML or plain text are read by the readers for these."""
    (found,) = read(record(block, **changes))  # type: ignore[arg-type]
    assert isinstance(found, Page)
    assert (found.url, found.format) == ("https://courier.example/talks", format_)
    assert PROSE in found.data


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(record(b"software: x", type_="warcinfo", kind="application/warc-fields"), id="info"),
        pytest.param(record(b"GET / HTTP/1.1\r\n\r\n", type_="request"), id="request"),
        pytest.param(record(b"via: x", type_="metadata", kind="application/warc-fields"), id="metadata"),
        pytest.param(record(http(b""), type_="revisit"), id="revisit"),
        pytest.param(record(PROSE, type_="conversion", kind="text/plain"), id="conversion"),
        pytest.param(record(PROSE, "metadata://gnu.org/wget.log", type_="resource", kind="text/plain"), id="log"),
        pytest.param(record(b"1 IN A 10.0.0.1", "dns:courier.example", kind="text/dns"), id="name-look-up"),
    ],
)
def test_other_records_are_passed_over_in_silence(data: bytes) -> None:
    """What a crawler says about itself is no page; an archive of nothing else says so once."""
    assert pages_of(data + response(2)) == [(2, "2")]
    assert read(data) == [NotRead("a.warc", "a web archive without pages (1 records)")]


def test_responses_that_are_no_pages_are_counted() -> None:
    """Pictures, failed requests and files for machines are counted in one line for each file, and skipped."""
    data = b"".join(
        (
            response(1),
            record(http(b"\x89PNG", kind="image/png")),
            record(http(b"p {}", kind="text/css")),
            record(http(b"\x89PNG", kind="image/png")),
            record(http(b"Disallow:", kind="text/plain"), "https://courier.example/robots.txt"),
            record(http(b"gone", status="404 Not Found")),
            record(http(b"", "Location: /x", status="301 Moved")),
            record(http(b"  ")),
        )
    )
    found = read(data)
    assert isinstance(found[0], Page)
    assert found[1:] == [
        NotRead(
            "a.warc",
            "2 image/png, 1 empty, 1 text/css, 1 text/plain: responses that are neither pages nor text",
            Kept.SKIPPED,
        ),
        NotRead("a.warc", "1 301, 1 404: responses that say there is no page", Kept.SKIPPED),
    ]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(gzip.compress(PAGE % PROSE), ("Content-Encoding: gzip",), id="gzip"),
        pytest.param(zlib.compress(PAGE % PROSE), ("Content-Encoding: deflate",), id="deflate"),
        pytest.param(b"5\r\n<html\r\n%x\r\n>%s\r\n0\r\n\r\n" % (len(PROSE) + 1, PROSE), ("Transfer-Encoding: chunked",), id="chunked"),
        pytest.param(PAGE % PROSE, ("Content-Encoding: gzip", "Transfer-Encoding: chunked"), id="unpacked-before"),
        pytest.param(PAGE % PROSE, ("Content-Encoding: made-up",), id="unknown-but-a-page"),
        pytest.param(PAGE % PROSE, ("Set-Cookie: " + "x" * 100_000,), id="endless-header"),
    ],
)  # fmt: skip
def test_content_is_unpacked(body: bytes, headers: tuple[str, ...]) -> None:
    """Content encodings are undone, also where the archive holds the content unpacked and the headers do not say so."""
    (found,) = read(record(http(body, *headers)))
    assert isinstance(found, Page)
    assert PROSE in found.data
    assert found.data.startswith(b"<")


def test_content_that_cannot_be_unpacked_says_so() -> None:
    """A packed page that is damaged is listed under its record."""
    found = read(record(http(b"\x1f\x8b\x08 no", "Content-Encoding: gzip")) + response(2))
    assert isinstance(found[0], NotRead)
    assert found[0].file == "a.warc#1"
    assert found[0].reason.startswith("its content cannot be unpacked: ")
    assert isinstance(found[1], Page)


def test_the_server_says_how_a_page_is_encoded() -> None:
    """Where only the HTTP header names the encoding, the page comes in UTF-8; a page in UTF-8 stays as it is."""
    words = "Министр прибыл в столицу"
    russian, utf8 = words.encode("cp1251"), words.encode()
    for header in ("text/html; charset=windows-1251", 'text/html; charset="windows-1251"'):
        assert [found.data for found in read(record(http(russian, kind=header))) if isinstance(found, Page)] == [utf8]
        assert [found.data for found in read(record(http(utf8, kind=header))) if isinstance(found, Page)] == [utf8]
    found = read(record(http(russian, kind="text/html; charset=no-such-thing")))
    assert [page.data for page in found if isinstance(page, Page)] == [russian]


# --- damage ---


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(response(2, length=60), id="length-too-short"),
        pytest.param(response(2, length=500), id="length-too-long"),
        pytest.param(response(2, length=10**15), id="length-absurd"),
        pytest.param(response(2, length=-5), id="length-below-nothing"),
        pytest.param(response(2).replace(b"Content-Length", b"Content-Width"), id="no-length"),
        pytest.param(response(2).replace(b"WARC/1.1", b"CRAW/1.1"), id="another-head"),
        pytest.param(b"rubbish\r\n\r\n" * 50, id="rubbish"),
        pytest.param(response(2)[:-60] + b"\r\n\r\n", id="cut"),
        pytest.param(response(2)[:100] + b"\r\n\r\n", id="cut-in-the-head"),
        pytest.param(b"x" * 200_000 + b"\r\n\r\n", id="an-endless-line"),
    ],
)
def test_a_damaged_record_costs_itself_alone(broken: bytes) -> None:
    """Whatever is wrong with one record, it is listed, and those around it are read."""
    found = read(response(1) + broken + response(3) + response(4))
    assert [page.url[-1] for page in found if isinstance(page, Page)] == ["1", "3", "4"]
    (failure,) = [item for item in found if isinstance(item, NotRead)]
    assert failure.file == "a.warc#2"
    assert failure.status is Kept.FAILED
    assert failure.reason


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param(response(1).replace(b"Content-Length", b"Content-Length: 999999999999\r\nContent-Length"), id="twice"),
        pytest.param(response(1).replace(b"\r\n\r\n", b"\r\nContent-Length: 999999999999\r\n\r\n", 1), id="twice-last"),
        pytest.param(response(1, length=999_999_999_999), id="once"),
        pytest.param(record(http(b"f" * 12 + b"\r\nx", "Transfer-Encoding: chunked")), id="chunk"),
        pytest.param(record(http(b"x", "Content-Length: 999999999999")), id="http"),
    ],
)  # fmt: skip
def test_an_absurd_length_asks_for_no_memory(spoilt: bytes) -> None:
    """A length that somebody made up does not end the process: the compiled parser would ask for that much memory."""
    program = (
        "import io; from onrecord.reading.warc import Page, read_warc; "
        f"found = list(read_warc('a', io.BytesIO({spoilt!r} + {response(2)!r}), 1_000_000, lambda _: None)); "
        "print(found[-1].url[-1])"
    )
    assert run_guarded(program) == "2\n"


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b"\r\n\r\n\r\n", b"\n\n"], ids=ascii)
def test_other_line_ends_between_records_are_no_damage(end: bytes) -> None:
    """Some programs write fewer or more line ends behind a record than they should."""
    assert pages_of(response(1, end=end) + response(2, end=end)) == [(1, "1"), (2, "2")]


def test_an_archive_that_breaks_off_says_so() -> None:
    """Cut anywhere, an archive gives all pages above the cut, and lists the one in it."""
    data = response(1) + response(2)
    for cut in range(len(response(1)) + 10, len(data) - 5, 13):
        found = read(data[:cut])
        assert isinstance(found[0], Page)
        assert isinstance(found[1], NotRead), cut
        assert len(found) == 2


def test_a_page_over_the_limit_is_refused_alone() -> None:
    """A page that is too large, packed or not, is listed; what is no page is passed over whatever its size."""
    zeros = bytes(50_000)
    large = record(http(zeros))
    packed = record(http(gzip.compress(zeros), "Content-Encoding: gzip"))
    film = record(http(zeros, kind="video/mp4"))
    found = read(response(1) + large + packed + film + response(5), max_bytes=20_000)
    assert [item.number if isinstance(item, Page) else (item.file, item.reason) for item in found] == [
        1,
        ("a.warc#2", "too large: more than 20,000 bytes"),
        ("a.warc#3", "too large: more than 20,000 bytes"),
        5,
        ("a.warc", "1 video/mp4: responses that are neither pages nor text"),
    ]


class Fountain(io.RawIOBase):
    """An archive that is never held as a whole: the same record over and over."""

    def __init__(self, piece: bytes, times: int) -> None:
        self._piece, self._left, self.most = piece, times, 0

    def read(self, size: int = -1) -> bytes:
        """Return one record."""
        self.most = max(self.most, size)
        self._left -= 1
        return self._piece if self._left >= 0 else b""


def test_an_archive_is_streamed() -> None:
    """Pages come while the archive is being read, and no more of it is asked for than a record needs."""
    fountain = Fountain(response(1), 100_000)
    pages = read_warc("a.warc", fountain, 1_000_000, lambda _: None)
    assert [next(pages) for _ in range(3)]
    assert fountain._left > 99_000
    assert fountain.most <= 100_000


@examples(max_examples=400)
@given(
    st.lists(
        st.sampled_from([response(1), record(http(b"x", "Content-Encoding: br")), b"WARC/1.1\r\n", b"\r\n\r\n", b"x" * 50]),
        max_size=5,
    ).map(b"".join),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=6),
)  # fmt: skip
def test_any_bytes_give_pages_or_reasons(data: bytes, changes: list[tuple[int, int]]) -> None:
    """Nothing in an archive raises, and an archive of anything gives a page or a reason."""
    spoilt = bytearray(data)
    for place, value in changes:
        if place < len(spoilt):
            spoilt[place] = value
    found = read(bytes(spoilt), max_bytes=5000)
    assert found
    assert all(isinstance(item, Page) or item.reason for item in found)


# --- in a walk ---


def packed(*records: bytes) -> bytes:
    """Return records packed as archives are: each by itself."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)


@pytest.mark.parametrize("name", ["a.warc.gz", "a.gz", "a.bin"])
def test_a_packed_archive_is_opened_in_place(name: str, write_files: WriteFiles) -> None:
    """A packed archive is recognised by its ending or its bytes; its pages are named by their records."""
    folder = write_files({name: packed(record(b"", type_="warcinfo"), response(2), response(3))})
    assert [short(payload, folder) for payload in walk(folder)] == [
        (f"{name}#2", "html", "https://courier.example/2"),
        (f"{name}#3", "html", "https://courier.example/3"),
    ]


@pytest.mark.parametrize("place", [0, 5, 40, 200, -6, -1], ids=str)
@pytest.mark.parametrize("broken", [0, 1], ids=["first", "second"])
def test_a_broken_gzip_member_costs_its_record_alone(place: int, broken: int, write_files: WriteFiles) -> None:
    """A record whose packed bytes are damaged is listed, wherever the damage lies, and the others are read."""
    members = [bytearray(packed(response(number))) for number in (1, 2, 3)]
    members[broken][place] ^= 0xFF
    folder = write_files({"a.warc.gz": b"".join(members)})
    found = [short(payload, folder) for payload in walk(folder)]
    if place != 5:  # the header's time, which nothing depends on
        lost = found.pop(broken)
        assert lost[:2] == (f"a.warc.gz#{broken + 1}", "failed")
        assert lost[2].startswith("damaged archive: ")
    assert [url[-1] for _, _, url in found] == [str(n + 1) for n in range(3) if n != broken or place == 5]


def test_damage_in_an_archive_packed_as_one_costs_what_follows(write_files: WriteFiles) -> None:
    """An archive packed as a whole is read up to the damage, and the tally says that the rest is lost."""
    noise = Random(7)
    records = (response(number) + record(noise.randbytes(4000), type_="metadata") for number in range(60))
    data = bytearray(gzip.compress(b"".join(records), mtime=0))
    data[len(data) * 3 // 4] ^= 0xFF
    folder = write_files({"a.warc.gz": bytes(data)})
    found = walk(folder)
    assert len(found) > 10
    assert isinstance(found[-1], NotRead)
    assert found[-1].reason.endswith("; nothing behind it can be read")
    assert all(isinstance(payload, WholeFile) for payload in found[:-1])


def test_an_archive_in_an_archive_is_opened(write_files: WriteFiles) -> None:
    """Web archives in zip files are read, to the depth that is set."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.warc.gz", packed(response(1)))
    folder = write_files({"all.zip": out.getvalue()})
    assert [short(payload, folder)[0] for payload in walk(folder)] == ["all.zip!a.warc.gz#1"]
    assert "more than 1 deep" in short(walk(folder, Settings(max_archive_depth=1))[0], folder)[2]


def test_a_page_has_the_address_it_was_fetched_from(settings: Settings, write_files: WriteFiles) -> None:
    """A page without an address of its own has that of its record, and its host for an outlet; the date is not used."""
    folder = write_files({"a.warc": response(1) + record(http(PROSE, kind="text/plain"), "https://www.o.example/x")})
    reports = [found.report for payload in walk(folder) for found in read_payload(payload, settings).found if isinstance(found, Reading)]  # fmt: skip
    assert [(report.url, report.outlet, report.published) for report in reports] == [
        ("https://courier.example/1", "courier.example", None),
        ("https://www.o.example/x", "o.example", None),
    ]
    assert PROSE.decode() in reports[0].text


def test_a_page_s_own_address_wins(settings: Settings, write_files: WriteFiles) -> None:
    """The address a page names as its own is its address."""
    own = '<head><link rel="canonical" href="https://own.example/a"></head><body>'
    folder = write_files({"a.warc": record(http((PAGE % PROSE).replace(b"<body>", own.encode())))})
    (found,) = read_payload(walk(folder)[0], settings).found
    assert isinstance(found, Reading)
    assert (found.report.url, found.report.outlet) == ("https://own.example/a", "own.example")


def test_a_page_taken_in_before_is_skipped(write_files: WriteFiles) -> None:
    """Each page is known by itself, so that an archive that broke off goes on where it ended."""
    folder = write_files({"a.warc": response(1) + response(2)})
    first = walk(folder)[0]
    assert isinstance(first, WholeFile)
    known = (first.file, first.hash, "html.v2")
    found = walk(folder, is_known=lambda *asked: asked == known)
    assert found[0] == NotRead(first.file, ALREADY_READ, Kept.SKIPPED)
    assert isinstance(found[1], WholeFile)


def test_an_archive_that_is_a_bomb_is_given_up(write_files: WriteFiles) -> None:
    """Records that unpack absurdly, by themselves or together, are refused before they fill the memory."""
    bomb = "unpacks to more than 200 times its size: refused as an archive bomb"
    whole = packed(*(record(http(bytes(20_000_000))) for _ in range(3)))
    content = b"".join(record(http(gzip.compress(bytes(20_000_000)), "Content-Encoding: gzip")) for _ in range(3))
    folder = write_files({"whole.warc.gz": whole, "content.warc": content, "z.txt": b"Nobody signed."})
    found = [short(payload, folder) for payload in walk(folder)]
    assert ("whole.warc.gz", "failed", bomb) in found
    assert ("content.warc", "failed", bomb) in found
    assert found[-1][0] == "z.txt"
