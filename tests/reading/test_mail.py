"""Mails: the body is a report, attachments are read by themselves, and no header or part stops anything."""

import io
import zipfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests.guarded import run_guarded

from onrecord.reading.inputs import Payload, Walk, WholeFile, read_payload
from onrecord.reading.mail import attachments_of, read_mail
from onrecord.records import DateSource, Kept, Location, NotRead, Published, Reading
from onrecord.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore:SOCKS support in urllib3")  # trafilatura imports it; nothing uses it

WriteFiles = Callable[[Mapping[str, str | bytes]], Path]
PROSE = "Nobody signed the protocol in Velde on Tuesday."
HEAD = (
    "From: Ann Lee <ann@courier.example>\r\nTo: desk@o.example\r\nSubject: Talks resume\r\n"
    "Date: Sat, 12 Apr 2031 10:30:00 +0200\r\nMessage-ID: <17@courier.example>\r\n"
)


def mail(body: str = PROSE, kind: str = "text/plain; charset=utf-8", head: str = HEAD) -> bytes:
    """Return a mail of one part."""
    return f"{head}Content-Type: {kind}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n".encode()


def message(plain: str | None = PROSE, marked_up: str | None = None) -> EmailMessage:
    """Return a mail to attach something to."""
    made = EmailMessage()
    made["From"], made["Subject"] = "Ann Lee <ann@courier.example>", "Talks resume"
    if plain is not None:
        made.set_content(plain)
    if marked_up is not None:
        made.add_alternative(marked_up, subtype="html")
    return made


def read(data: bytes, settings: Settings) -> Reading | NotRead:
    """Read a mail's own text."""
    (found,) = read_mail("a.eml", data, settings)
    return found


def text_of(data: bytes, settings: Settings) -> str:
    """Return the text of a mail that must give one."""
    found = read(data, settings)
    assert isinstance(found, Reading), found
    return found.report.text


def walk(folder: Path, settings: Settings | None = None) -> list[Payload]:
    """Walk over a folder."""
    return list(Walk([folder], settings or Settings(jobs=1)))


def short(payload: Payload, folder: Path) -> tuple[str, ...]:
    """Return a payload in words."""
    file = payload.file.removeprefix(f"{folder}/")
    if isinstance(payload, NotRead):
        return (file, payload.status.value, payload.reason)
    return (file, payload.format)


# --- the mail itself ---


def test_a_mail_gives_a_report_with_what_its_headers_say(settings: Settings) -> None:
    """Subject, sender, date and id are title, author, publication time and source id."""
    found = read(mail(), settings)
    assert isinstance(found, Reading)
    report = found.report
    assert (report.text, report.title, report.author) == (PROSE, "Talks resume", "Ann Lee")
    assert (report.source_id, report.outlet, report.url) == ("17@courier.example", None, None)
    moment = "2031-04-12T10:30:00+02:00"
    assert report.published == Published(moment, moment, DateSource.METADATA)
    assert (found.location, found.notes) == (Location("a.eml", 1), ())


@pytest.mark.parametrize(
    ("header", "author"),
    [
        ("ann@courier.example", "ann@courier.example"),
        ('"Lee, Ann" <ann@courier.example>', "Lee, Ann"),
        ("=?utf-8?q?Am=C3=A9lie?= <a@c.example>", "Amélie"),
        ("Ann <a@c.example>, Bo <b@c.example>", "Ann, Bo"),
        ("Amélie <a@c.example>", "Amélie"),
        ("not an address", "not an address"),
        ("((((", None),
        ("", None),
    ],
)
def test_the_author_is_the_sender_s_name(header: str, author: str | None, settings: Settings) -> None:
    """The display name, decoded; the address where there is no name; nothing made up."""
    found = read(f"From: {header}\r\nSubject: x\r\n\r\n{PROSE}".encode(), settings)
    assert isinstance(found, Reading)
    assert found.report.author == author or (author is None and header in (found.report.author or header))


@pytest.mark.parametrize(
    ("header", "title"),
    [
        ("=?utf-8?b?VmVsZGUg4oCTIE5hY2h0?=", "Velde – Nacht"),
        ("=?iso-8859-1?q?Z=FCrich?= =?utf-8?q?_heute?=", "Zürich heute"),
        ("Zürich heute", "Zürich heute"),
        ("one\r\n two", "one two"),
        ("=?no-such?q?x?=", None),
    ],
)
def test_the_title_is_the_subject_decoded(header: str, title: str | None, settings: Settings) -> None:
    """Encoded words, bare UTF-8 and folded lines are read; an unknown encoding stops nothing."""
    found = read(f"Subject: {header}\r\n\r\n{PROSE}".encode(), settings)
    assert isinstance(found, Reading)
    assert found.report.title == title or title is None


@pytest.mark.parametrize("date", ["yesterday", "Sat, 99 Apr 2031 10:30:00", "", "\x00", "1 " * 5000])
def test_a_date_that_is_none_leaves_the_time_unknown(date: str, settings: Settings) -> None:
    """A date header that is not understood is a note at the most."""
    found = read(f"Subject: x\r\nDate: {date}\r\n\r\n{PROSE}".encode(), settings)
    assert isinstance(found, Reading)
    assert found.report.published is None


@pytest.mark.parametrize(
    ("plain", "marked_up", "text"),
    [
        pytest.param(PROSE, f"<p>{PROSE}</p>", PROSE, id="plain-wins"),
        pytest.param(" \n", f"<p>{PROSE}</p><p>300&nbsp;tons</p>", f"{PROSE}\n300\u00a0tons", id="plain-is-empty"),
        pytest.param("See our site.", f"<p>{PROSE}</p>" * 3, "\n".join([PROSE] * 3), id="plain-is-a-stub"),
        pytest.param(PROSE, "<img src='x'>", PROSE, id="html-is-empty"),
        pytest.param(f"{PROSE}\n\n> quoted\n-- \nAnn", None, f"{PROSE}\n\n> quoted\n-- \nAnn", id="lines-stay"),
    ],
)
def test_the_body_is_the_plain_one_unless_there_is_none(
    plain: str, marked_up: str | None, text: str, settings: Settings
) -> None:
    """The plain body is the text, unless it is empty or only says that there is another one."""
    assert text_of(message(plain, marked_up).as_bytes(), settings) == text


def test_a_newsletter_of_tables_is_read_whole(settings: Settings) -> None:
    """No story of a newsletter is left out, and what it hides to look well in a list of mails is."""
    stories = "".join(f"<tr><td><h2>Story {n}</h2></td></tr><tr><td>{PROSE}</td></tr>" for n in range(5))
    body = f"<html><head><style>p{{}}</style></head><body><div style='display:none'>Preview</div><table>{stories}</table></body></html>"
    lines = text_of(mail(body, "text/html; charset=utf-8"), settings).splitlines()
    assert lines == [line for n in range(5) for line in (f"Story {n}", PROSE)]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"), ("cp1252", "iso-8859-1"), ("cp1252", "windows-1252"), ("utf-8", "iso-8859-1"),
        ("utf-8", "us-ascii"), ("cp1252", "utf-8"), ("utf-8", "no-such-thing"), ("utf-8", "punycode"), ("utf-8", "zip"),
    ],
)  # fmt: skip
def test_the_body_is_decoded_to_the_right_words(encoding: str, declared: str, settings: Settings) -> None:
    """The encoding is the real one, whatever is declared."""
    text = "„Wir müssen reden“, sagte der Außenminister am Dienstag – und ging über die Brücke nach Köln."
    head = f"{HEAD}Content-Type: text/plain; charset={declared}\r\n\r\n".encode()
    assert text_of(head + text.encode(encoding), settings) == text


def test_encodings_that_look_like_another_are_read_as_declared(settings: Settings) -> None:
    """Japanese mails are ASCII to the eye; what is declared is believed there."""
    text = "外務大臣は火曜日に首都に到着した。"
    head = f"{HEAD}Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n".encode()
    assert text_of(head + text.encode("iso-2022-jp"), settings) == text


@pytest.mark.parametrize(
    "start", [b"", b"\r\n\r\n", b"\xef\xbb\xbf", b"From ann Sat Apr 12 10:30:00 2031\r\n"], ids=ascii
)
def test_what_stands_above_the_headers_does_not_hide_them(start: bytes, settings: Settings) -> None:
    """Empty lines, a byte-order mark and the first line of mailboxes are passed over."""
    found = read(start + mail(), settings)
    assert isinstance(found, Reading)
    assert found.report.title == "Talks resume"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "no mail: none of the header lines From, Date and Subject", id="nothing"),
        pytest.param(PROSE.encode(), "no mail: none of the header lines From, Date and Subject", id="prose"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x01", "no mail: none of the header lines From, Date and Subject", id="picture"),
        pytest.param(mail(""), "a mail without text", id="no-text"),
        pytest.param(mail("<img src=x>", "text/html"), "a mail without text", id="only-a-picture"),
        pytest.param(mail("x", "application/pkcs7-mime"), "a mail without text: its content is application/pkcs7-mime", id="sealed"),
        pytest.param(
            b"".join(b"Subject: x\nContent-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)),
            "parts inside parts, too deep to be read",
            id="too-deep",
        ),
    ],
)  # fmt: skip
def test_what_gives_no_report_says_why(data: bytes, reason: str, settings: Settings) -> None:
    """A file that is no mail, and a mail without words, are listed with that reason."""
    assert read(data, settings) == NotRead("a.eml", reason)


def test_a_mail_that_is_too_long_is_refused() -> None:
    """A body over the limit fails with both lengths."""
    assert read(mail("x" * 60), Settings(max_report_chars=50)) == NotRead(
        "a.eml", "too long: 60 characters, at most 50"
    )


# --- what is attached ---


def test_attachments_that_are_read_are_reports_of_their_own(settings: Settings, write_files: WriteFiles) -> None:
    """Files of formats that are read are opened as if they lay beside the mail, archives and tables included."""
    made = message()
    made.add_attachment(f"{PROSE} One.", filename="notes.txt")
    made.add_attachment(b'{"text": "row"}\n', maintype="application", subtype="x", filename="rows.jsonl")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in.txt", f"{PROSE} Two.")
    made.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="all.zip")
    folder = write_files({"a.eml": made.as_bytes()})
    assert [short(payload, folder) for payload in walk(folder)] == [
        ("a.eml", "mail"),
        ("a.eml#2", "text"),
        ("a.eml#3", "jsonl"),
        ("a.eml#3", "jsonl"),
        ("a.eml#4!in.txt", "text"),
    ]
    texts = [found.report.text for payload in walk(folder) for found in read_payload(payload, settings).found if isinstance(found, Reading)]  # fmt: skip
    assert texts == [PROSE, f"{PROSE} One.", "row", f"{PROSE} Two."]


def test_attachments_that_are_not_read_are_listed_by_name(write_files: WriteFiles) -> None:
    """Other files are skipped, each with its name; pictures that belong to the text are not attachments."""
    made = message(None)
    made.set_content("<p>x<img src='cid:1'></p>", subtype="html")
    made.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<1>", filename="logo.png")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="photo.png")
    made.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream", filename="winmail.dat")
    made.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream")
    folder = write_files({"a.eml": made.as_bytes()})
    assert [short(payload, folder) for payload in walk(folder)] == [
        ("a.eml", "mail"),
        ("a.eml#2", "skipped", "an attachment of a kind that is not read: photo.png"),
        ("a.eml#3", "skipped", "an attachment of a kind that is not read: winmail.dat"),
        ("a.eml#4", "skipped", "an attachment of a kind that is not read: unnamed application octet-stream"),
    ]


def forwarded(depth: int) -> EmailMessage:
    """Return a mail that holds a mail, and so on."""
    made = message(f"{PROSE} {depth}")
    if depth:
        made.add_attachment(forwarded(depth - 1))
    return made


def test_mails_in_mails_are_read_to_the_depth_that_is_set(settings: Settings, write_files: WriteFiles) -> None:
    """A forwarded mail is a mail of its own; its text is not the outer one's."""
    folder = write_files({"a.eml": forwarded(5).as_bytes()})
    found = [short(payload, folder) for payload in walk(folder, Settings(max_archive_depth=3))]
    assert found == [
        ("a.eml", "mail"),
        ("a.eml#2", "mail"),
        ("a.eml#2#2", "mail"),
        ("a.eml#2#2#2", "mail"),
        ("a.eml#2#2#2#2", "failed", "mails inside mails, more than 3 deep"),
    ]
    assert text_of(forwarded(1).as_bytes(), settings) == f"{PROSE} 1"


def test_a_mail_of_attachments_alone_is_no_failure(settings: Settings) -> None:
    """A mail that only carries files says so, and is skipped."""
    made = message(None)
    made.make_mixed()
    made.add_attachment(PROSE, filename="notes.txt")
    assert read(made.as_bytes(), settings) == NotRead("a.eml", "a mail without text of its own", Kept.SKIPPED)


def test_a_broken_attachment_costs_itself_alone(write_files: WriteFiles) -> None:
    """An attachment that is damaged, empty or a bomb is listed, and those beside it are read."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", bytes(40_000_000))
        archive.writestr("more.txt", bytes(40_000_000))
    made = message()
    for name, data in {
        "a.zip": b"PK\x03\x04 no",
        "b.zip": bomb.getvalue(),
        "c.txt": b"",
        "d.txt": PROSE.encode(),
    }.items():
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    folder = write_files({"a.eml": made.as_bytes()})
    found = [short(payload, folder) for payload in walk(folder)]
    assert found[0] == ("a.eml", "mail")
    assert found[-1] == ("a.eml#5", "text")
    failed = [each[0] for each in found if each[1] == "failed"]
    assert {"a.eml#2", "a.eml#4"} <= set(failed)
    assert any(file.startswith("a.eml#3") for file in failed)


def test_no_name_of_an_attachment_is_a_path(write_files: WriteFiles, settings: Settings) -> None:
    """A name is only a name: slashes and control characters in it are gone."""
    made = message()
    made.add_attachment(b"x", maintype="application", subtype="x", filename="../../etc/pass\twd.txt")
    assert [attachment.name for attachment in attachments_of(made.as_bytes())] == [".. .. etc pass wd.txt"]


# --- anything at all ---


@pytest.mark.parametrize(
    "header",
    ["Subject: {}", "From: {}", "Message-ID: <{}>", "Content-Type: text/plain; {}", "Content-Disposition: attachment; {}"],
)  # fmt: skip
@pytest.mark.parametrize("piece", ["word ", "a@b.c, ", "(", "a=b; ", "=?utf-8?q?a?= ", "a*0=b; "])
def test_endless_headers_are_read_in_linear_time(header: str, piece: str) -> None:
    """No header, however long, holds up a build."""
    line = header.format(piece * 10)
    program = (
        "from onrecord.reading.mail import attachments_of, read_mail; from onrecord.settings import Settings; "
        f"line = {line!r}.replace({piece * 10!r}, {piece!r} * 100_000); "
        "data = (line + '\\nSubject: x\\nContent-Type: multipart/mixed; boundary=b\\n\\n--b\\n' + line + '\\n\\nx').encode(); "
        "list(read_mail('a', data, Settings())); list(attachments_of(data)); print('done')"
    )
    assert run_guarded(program) == "done\n"


lines = st.lists(
    st.sampled_from(
        [
            b"From: ", b"Subject: ", b"Date: ", b"Message-ID: <", b"Content-Type: ", b"Content-Disposition: attachment; ",
            b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: quoted-printable\n", b"multipart/mixed; ",
            b"multipart/alternative; boundary=b", b"boundary=b\n", b"--b\n", b"--b--\n", b"text/html; charset=", b"utf-7\n",
            b"message/rfc822\n", b"text/plain\n", b"filename*0*=x''%ff", b'filename="a.txt"\n', b"=?utf-8?b?////?=", b"\n", b"\n\n",
            b"<p>words</p>", b"words", b"=FF=0", b"\xff\xfe", b"\x00", b"a@[", b"((", b'"', b"[", b"message/partial\n",
        ]
    )
    | st.binary(max_size=6),
    max_size=25,
).map(b"".join)  # fmt: skip


@examples(max_examples=300)
@given(lines)
def test_any_bytes_give_a_report_or_a_reason(settings: Settings, data: bytes) -> None:
    """No mail, however broken, raises anything: there is one report with a text, or one reason."""
    found = read(data, settings)
    assert found.report.text.strip() if isinstance(found, Reading) else found.reason
    for attachment in attachments_of(data):
        assert attachment.name


def test_a_mail_is_one_payload_with_its_attachments_behind_it(write_files: WriteFiles) -> None:
    """The bytes of a mail travel once, whole, before what is attached to it."""
    folder = write_files({"a.eml": mail()})
    (payload,) = walk(folder)
    assert isinstance(payload, WholeFile)
    assert payload.data == mail()
