import io
import random

import pypdf
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests.documents import PdfLine, column, pdf
from tests.guarded import run_guarded

from onrecord.reading import pdf as pdf_module
from onrecord.reading.pdf import read_pdf
from onrecord.reading.printed_lines import PrintedLine, drop_edges, join_lines
from onrecord.records import Location, NotRead, Reading
from onrecord.settings import Settings

TITLE = "Talks resume in Velde after a week of silence"
FIRST = (
    "The Border Commission met in Velde on Tuesday for the third time this week,",
    "and again nobody signed the protocol that both sides had called fair only",
    "a day before.",
)
SECOND = (
    "“We have never been closer to an answer,” Ilona Vargareth told reporters in",
    "the old customs house, “and never more tired of waiting for the other side.”",
)
THIRD = (
    "Korsk asked for more time to study the plan, which its envoy, who had come by",
    "train, described as the best that anyone had put on the table since the war.",
)
HEADLINE: PdfLine = (72, 740, 18, TITLE)


def read(data: bytes, settings: Settings) -> Reading:
    """Read a file that must give one report."""
    (found,) = read_pdf("a.pdf", data, settings)
    assert isinstance(found, Reading), found
    return found


def reason(data: bytes, settings: Settings) -> str:
    """Read a file that must give none, and return why."""
    (found,) = read_pdf("a.pdf", data, settings)
    assert isinstance(found, NotRead), found
    return found.reason


def test_lines_become_paragraphs(settings: Settings) -> None:
    """Lines of a paragraph are joined by a space, paragraphs stand on lines of their own, the headline too."""
    found = read(pdf([[HEADLINE, *column(FIRST, SECOND, THIRD)]]), settings)
    assert found.location == Location("a.pdf", 1, None)
    assert found.report.text.split("\n") == [TITLE, " ".join(FIRST), " ".join(SECOND), " ".join(THIRD)]


def test_a_sentence_goes_on_over_the_page(settings: Settings) -> None:
    """What stands at the edges of the pages is left out, so that a sentence is not cut in two, and a note says so."""
    head = [(72, 800, 8, "Velde Courier · Saturday edition")]
    pages = [
        [*head, HEADLINE, *column(FIRST, SECOND[:1]), (290, 30, 8, "Page 1 of 3")],
        [*head, *column(SECOND[1:], THIRD), (290, 30, 8, "Page 2 of 3")],
        [*head, *column(FIRST), (290, 30, 8, "Page 3 of 3")],
    ]
    found = read(pdf(pages), settings)
    assert " ".join(SECOND) in found.report.text.split("\n")
    assert "Courier" not in found.report.text
    assert "Page" not in found.report.text
    assert found.notes == (
        "lines at the edges of the pages left out: “Page 1 of 3” (3 pages); "
        "“Velde Courier · Saturday edition” (3 pages)",
    )


def test_a_headline_that_is_the_running_head_stays(settings: Settings) -> None:
    """Where the other pages repeat the headline in small letters, the headline itself is kept."""
    running: PdfLine = (72, 800, 8, TITLE)
    pages = [[HEADLINE, *column(FIRST)], *([running, *column(SECOND)] for _ in range(3))]
    report = read(pdf(pages, title=TITLE), settings).report
    assert report.text.split("\n").count(TITLE) == 1
    assert report.title == TITLE


@pytest.mark.parametrize(
    ("above", "below", "text", "broken"),
    [
        pytest.param(
            "They spoke of nego-", "tiations all night", "They spoke of nego-tiations all night", 1, id="word"
        ),
        pytest.param("the Franco-", "German border", "the Franco-German border", 1, id="compound"),
        pytest.param("the pre-", "and post-war lines", "the pre- and post-war lines", 0, id="hanging"),
        pytest.param("it was over -", "or so they said", "it was over - or so they said", 0, id="dash"),
        pytest.param("since 2030-", "31 nobody came", "since 2030- 31 nobody came", 0, id="number"),
        pytest.param("a nego\u00ad", "tiation", "a nego\u00adtiation", 1, id="soft-hyphen"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_is_kept(above: str, below: str, text: str, broken: int) -> None:
    """A broken word is put together with its hyphen: no printed character is lost, and a count says how many."""
    lines = [PrintedLine(above, 0, 72, 700, 10), PrintedLine(below, 0, 72, 688, 10)]
    assert join_lines(lines) == (text, broken)


@given(
    st.lists(
        st.tuples(st.text("aB-.” 1", min_size=1, max_size=12).map(lambda words: f"x{words}y"), st.integers(0, 3)),
        max_size=12,
    )
)
def test_joining_changes_white_space_only(rows: list[tuple[str, int]]) -> None:
    """Whatever the lines are, all printed characters come out, in order, and no others."""
    lines = [PrintedLine(words, page, 72, 700 - 12 * at, 10) for at, (words, page) in enumerate(rows)]
    text, _ = join_lines(lines)
    assert "".join(text.split()) == "".join("".join(line.words.split()) for line in lines)


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        pytest.param(
            [
                (72, 700, 10, "One line of usual length that goes on here"),
                (72, 688, 10, "and ends."),
                (72, 676, 10, "The next begins without a gap but after a"),
            ],
            2,
            id="short-last-line",
        ),
        pytest.param(
            [
                (72, 700, 10, "One line of usual length that ends there."),
                (82, 688, 10, "The next begins further in than the other"),
                (72, 676, 10, "and goes on at the margin like any other."),
            ],
            2,
            id="indent",
        ),
        pytest.param(
            [
                (72, 100, 10, "The foot of a column in which a sentence"),
                (320, 700, 10, "goes on at the head of the next column."),
            ],
            1,
            id="next-column",
        ),
        pytest.param(
            [
                (72, 700, 10, "One line of usual length in ordinary type"),
                (72, 688, 14, "A heading in larger letters stands here."),
                (72, 672, 10, "one line of usual length in ordinary type"),
            ],
            3,
            id="other-size",
        ),
    ],
)
def test_where_a_paragraph_ends(lines: list[PdfLine], paragraphs: int, settings: Settings) -> None:
    """A short last line, an indent, a gap or another size end a paragraph; a new column or page alone does not."""
    assert len(read(pdf([lines]), settings).report.text.split("\n")) == paragraphs


@pytest.mark.parametrize(
    ("title", "author", "expected"),
    [
        pytest.param(TITLE, "Osric Penhallow", (TITLE, "Osric Penhallow"), id="printed"),
        pytest.param("Microsoft Word - draft_final3.docx", "desk7", (None, None), id="machine"),
        pytest.param("Layout 1", "Osric Penhallow", (None, "Osric Penhallow"), id="template"),
        pytest.param("Annual report of the Ministry of Fisheries", "Maud Ellery", (None, None), id="not-printed"),
        pytest.param(None, None, (None, None), id="none"),
    ],
)
def test_properties_are_believed_when_they_are_printed(
    title: str | None, author: str | None, expected: tuple[str | None, str | None], settings: Settings
) -> None:
    """Title and author of the properties are used when they stand in the text; the creation date never is."""
    lines = [HEADLINE, (72, 720, 10, "By Osric Penhallow"), *column(FIRST, SECOND)]
    report = read(pdf([lines], title=title, author=author), settings).report
    assert (report.title, report.author) == expected
    assert report.published is None


def protected(password: str, algorithm: str = "RC4-128") -> bytes:
    """Return a file that is encrypted with a user password (empty: it opens without one)."""
    writer = pypdf.PdfWriter(io.BytesIO(pdf([column(FIRST)])))
    writer.encrypt(user_password=password, owner_password="owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_encrypted_files(settings: Settings) -> None:
    """A file that any viewer opens without a password is read; one that needs a password says so."""
    assert " ".join(FIRST) in read(protected(""), settings).report.text
    assert reason(protected("secret"), settings) == "encrypted: a password is needed"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"%PDF-1.7\n", "damaged PDF: ", id="head-only"),
        pytest.param(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "damaged PDF: ", id="no-pages"),
        pytest.param(pdf([column(FIRST)])[:300], "damaged PDF: ", id="cut"),
        pytest.param(pdf([[], []]), "no text on its 2 pages, only pictures or drawings; a scan needs", id="scan"),
        pytest.param(
            pdf([[(72, 700, 10, "\x01\x02\x03\x04\x05")]]), "its fonts do not say which letters", id="no-letters"
        ),
    ],
)
def test_files_without_text_say_why(data: bytes, expected: str, settings: Settings) -> None:
    """Damage, scans and unreadable fonts are reasons in words."""
    assert reason(data, settings).startswith(expected)


def test_limits(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many pages, drawing operations or characters end the reading of a file, at the same place each time."""
    data = pdf([column(FIRST, SECOND)] * 3)
    assert reason(data, settings.replace(max_report_chars=100)) == "too long: more than 100 characters"
    monkeypatch.setattr(pdf_module, "_MAX_PAGES", 2)
    assert reason(data, settings) == "too large: 3 pages, at most 2"
    monkeypatch.setattr(pdf_module, "_MAX_PAGES", 3)
    monkeypatch.setattr(pdf_module, "_MAX_OPERATIONS", 20)
    assert reason(data, settings) == "too large: more than 20 drawing operations"
    monkeypatch.setattr(pdf_module, "_MAX_DRAWN_BYTES", 20)
    assert reason(data, settings) == "too large: more than 20 bytes of drawing"


def test_a_bad_page_costs_itself(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that the extractor fails on is named in a note; the others are read."""
    original = pypdf.PageObject.extract_text

    def fail(page: pypdf.PageObject, *given: object, **named: object) -> str:
        if page.page_number == 1:
            raise KeyError("/Font")
        return original(page, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(pypdf.PageObject, "extract_text", fail)
    found = read(pdf([column(FIRST), column(SECOND), column(THIRD)]), settings)
    assert found.report.text.split("\n") == [" ".join(FIRST), " ".join(THIRD)]
    assert found.notes == ("pages that could not be read: 2",)


def test_two_pages_repeat_nothing_but_their_numbers() -> None:
    """On two pages a line met twice may be the report's own; only page numbers are left out."""
    pages = [
        [PrintedLine("No comment.", page), PrintedLine("Nobody signed.", page), PrintedLine(f"{page + 1}/2", page)]
        for page in range(2)
    ]
    kept, left_out = drop_edges(pages)
    assert [line.words for line in kept] == ["No comment.", "Nobody signed."] * 2
    assert left_out == {"1/2": 2}


@given(st.randoms(use_true_random=False))
@examples(max_examples=40)
def test_damaged_bytes_raise_nothing(chance: random.Random) -> None:
    """Whatever bytes are changed, the file is read or gives a reason; none is the bare name of an error."""
    data = bytearray(pdf([[HEADLINE, *column(FIRST, SECOND)], column(THIRD)], title=TITLE))
    for _ in range(chance.randint(1, 12)):
        data[chance.randrange(9, len(data))] = chance.randrange(256)
    for found in read_pdf("a.pdf", bytes(data), Settings(jobs=1)):
        assert isinstance(found, Reading | NotRead)
        if isinstance(found, NotRead):
            assert found.reason


FORMS = """
import zlib
from onrecord.reading.pdf import read_pdf
from onrecord.settings import Settings
from tests.documents import pdf_file

def stream(head, data):
    packed = zlib.compress(data, 9)
    return b"<< %s /Filter /FlateDecode /Length %d >>\\nstream\\n%s\\nendstream" % (head, len(packed), packed)

def form(draw, inner=b""):
    return stream(b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 3 0 R >> %s >>" % inner, draw)

def file(page, forms):
    return pdf_file([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /X 6 0 R >> >>"
        b" /Contents 5 0 R >>", stream(b"", page), *forms, b"<< >>"])
"""


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        pytest.param(
            "inner = [form(b'/X Do ' * 10, b'/XObject << /X %d 0 R >>' % (7 + n)) for n in range(10)]\n"
            "data = file(b'/X Do ', [*inner, form(b'BT /F1 10 Tf (no) Tj ET ' * 9)])",
            "",
            id="forms-inside-forms",
        ),
        pytest.param(
            "data = file(b'/X Do ' * 4000, [form(b' ' * 20_000_000)])",
            "too large: more than 100,000,000 bytes of drawing",
            id="one-large-form-drawn-often",
        ),
        pytest.param(
            "data = file(b' ' * 70_000_000, [form(b' ' * 70_000_000)] * 4).replace(b'/X 6 0 R', b'/X 6 0 R /Y 7 0 R /Z 8 0 R /A 9 0 R')",
            "too large: more than 100,000,000 bytes of drawing",
            id="large-forms",
        ),
    ],
)
def test_hostile_forms_end_in_time(program: str, reason: str) -> None:
    """A small file whose forms draw each other over and over, or unpack to very much, does not hold up a build."""
    printed = run_guarded(
        f"{FORMS}\n{program}\nprint([getattr(each, 'reason', '') for each in read_pdf('a', data, Settings())])"
    )
    assert reason in printed
    assert printed.count(",") <= 3
