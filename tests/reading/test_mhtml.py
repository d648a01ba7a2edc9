"""Pages saved with all they show: the page among the parts is read."""

import pytest

from onrecord.reading.formats import find_format
from onrecord.reading.mhtml import read_mhtml
from onrecord.records import Location, NotRead, Reading
from onrecord.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore:SOCKS support in urllib3")  # trafilatura imports it; nothing uses it

PARAGRAPHS = (
    "The Border Commission met in Velde on Tuesday for the third time this week, and again nobody signed the protocol.",
    "“We have never been closer to an answer,” Ilona Vargareth told reporters, “and never more tired of waiting.”",
)
URL = "https://courier.example/2031/talks"
SAVED = f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {URL}\r\nSubject: Talks resume\r\nDate: Sun, 13 Apr 2031 09:00:00 -0000\r\nMIME-Version: 1.0\r\n"


def page(*, head: str = "", paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    """Return a page."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><head><title>Talks resume in Velde</title>{head}</head><body><article><h1>Talks resume in Velde</h1>{body}</article></body></html>"


def part(content: str, kind: str = "text/html", location: str = URL, charset: str = "utf-8") -> str:
    """Return one part."""
    return f"------b\r\nContent-Type: {kind}; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\nContent-Location: {location}\r\n\r\n{content}\r\n"


def saved(*parts: str, head: str = SAVED) -> bytes:
    """Return a saved page of these parts."""
    kind = 'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----b"\r\n\r\n'
    return f"{head}{kind}{''.join(parts)}------b--\r\n".encode()


def read(data: bytes, settings: Settings) -> Reading | NotRead:
    """Read a saved page."""
    (found,) = read_mhtml("a.mhtml", data, settings)
    return found


def test_the_page_is_read_with_the_address_it_was_saved_from(settings: Settings) -> None:
    """Text and title are the page's, the address that of the snapshot; when it was saved is no publication time."""
    found = read(saved(part(page()), part("p {}", "text/css", "cid:css@x")), settings)
    assert isinstance(found, Reading)
    report = found.report
    assert report.text.splitlines()[-2:] == list(PARAGRAPHS)
    assert (report.title, report.url, report.outlet) == ("Talks resume in Velde", URL, "courier.example")
    assert (report.published, report.author, found.location) == (None, None, Location("a.mhtml", 1))


def test_frames_are_not_taken_for_the_page(settings: Settings) -> None:
    """The part that the snapshot names is the page, wherever it stands."""
    frame = part(page(paragraphs=("Buy a subscription now. " * 20,)), location="cid:frame@x")
    for parts in ((frame, part(page())), (part(page()), frame)):
        found = read(saved(*parts), settings)
        assert isinstance(found, Reading)
        assert PARAGRAPHS[1] in found.report.text


def test_the_page_s_own_address_wins(settings: Settings) -> None:
    """The address a page names as its own is its address."""
    found = read(saved(part(page(head='<link rel="canonical" href="https://own.example/a">'))), settings)
    assert isinstance(found, Reading)
    assert found.report.url == "https://own.example/a"


def test_other_programs_name_the_address_in_the_part(settings: Settings) -> None:
    """Without a snapshot's address, that of the first page is taken, unless it is none."""
    head = 'From: "Saved by Internet Explorer 11"\r\nSubject: x\r\nMIME-Version: 1.0\r\n'
    for location, url in ((URL, URL), ("file://C:/page.htm", None), ("cid:1@x", None)):
        found = read(saved(part(page(), location=location), head=head), settings)
        assert isinstance(found, Reading)
        assert found.report.url == url


def test_the_part_says_how_it_is_encoded(settings: Settings) -> None:
    """A page is decoded as its part declares."""
    russian = (
        "Министр иностранных дел прибыл в столицу для переговоров о границе, сообщил представитель правительства.",
        "По словам посла, стороны обсудили обмен пленными и открытие дороги, но соглашение пока не подписано.",
    )
    data = saved(part(page(paragraphs=russian), charset="koi8-r")).decode().encode("koi8-r")
    found = read(data, settings)
    assert isinstance(found, Reading)
    assert russian[1] in found.report.text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(saved(part("x", "text/css")), "no web page among the parts of the file", id="no-page"),
        pytest.param(saved(part("<html></html>")), "no article text found in the page", id="no-article"),
        pytest.param(b"", "no web page among the parts of the file", id="nothing"),
        pytest.param(b"\x89PNG\x00\x01", "no web page among the parts of the file", id="a-picture"),
        pytest.param(
            b"".join(b"A: x\nContent-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)),
            "parts inside parts, too deep to be read",
            id="too-deep",
        ),
    ],
)
def test_what_gives_no_report_says_why(data: bytes, reason: str, settings: Settings) -> None:
    """A file without a page, or with one without an article, says so."""
    assert read(data, settings) == NotRead("a.mhtml", reason)


def test_a_cut_file_gives_the_page_if_that_is_whole(settings: Settings) -> None:
    """What is lost behind the page does not matter."""
    data = saved(part(page()), part("p {}" * 100, "text/css"))
    assert isinstance(read(data[:-200], settings), Reading)


@pytest.mark.parametrize(
    ("file", "head", "name"),
    [
        ("page.mhtml", b"", "mhtml"),
        ("page.MHT", b"", "mhtml"),
        ("page", SAVED.encode(), "mhtml"),
        ("page", b'MIME-Version: 1.0\r\nFrom: "Saved by Windows"\r\n', "mhtml"),
        ("page", b"From: Ann\r\nSubject: Saved by the bell\r\n", "text"),
        ("mail.eml", b"", "mail"),
    ],
)
def test_saved_pages_are_recognised(file: str, head: bytes, name: str) -> None:
    """By ending, else by the line that browsers write; a mail without an ending is plain text."""
    found = find_format(file, head)
    assert found is not None
    assert found.name == name
