import random

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests.documents import W, docx, paragraph, zip_of

from onrecord.reading.docx import read_docx
from onrecord.records import Location, NotRead, Reading
from onrecord.settings import Settings

TITLE = "Talks resume in Velde"
LEAD = "The Border Commission met in Velde on Tuesday, and again nobody signed the protocol."
QUOTE = "“We have never been closer to an answer,” Ilona Vargareth told reporters."
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def read(data: bytes, settings: Settings) -> Reading:
    """Read a file that must give one report."""
    (found,) = read_docx("a.docx", data, settings)
    assert isinstance(found, Reading), found
    return found


def run(words: str) -> str:
    """Return the XML of one run."""
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def cell(*words: str) -> str:
    """Return the XML of one cell of a table."""
    return f"<w:tc>{''.join(paragraph(each) for each in words)}</w:tc>"


def test_paragraphs_and_tables_stand_in_order(settings: Settings) -> None:
    """Each paragraph is a line, each row of a table one line with tabs, in the order of the file."""
    table = f"<w:tbl><w:tr>{cell('Crossing')}{cell('Trucks')}</w:tr><w:tr>{cell('Dervek')}{cell('41')}</w:tr></w:tbl>"
    found = read(docx(paragraph(LEAD) + table + paragraph("") + paragraph(QUOTE)), settings)
    assert found.report.text == f"{LEAD}\nCrossing\tTrucks\nDervek\t41\n\n{QUOTE}"
    assert found.location == Location("a.docx", 1, None)
    assert found.notes == ()


def test_a_table_that_lays_out_a_page_gives_its_paragraphs(settings: Settings) -> None:
    """Where a cell holds several paragraphs, they stay paragraphs."""
    table = f"<w:tbl><w:tr>{cell(LEAD, QUOTE)}{cell('Box')}</w:tr></w:tbl>"
    assert read(docx(table), settings).report.text == f"{LEAD}\n{QUOTE}\nBox"


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        pytest.param(run("one ") + run("two"), "one two", id="runs"),
        pytest.param(f"{run('one ')}<w:ins>{run('two')}</w:ins>", "one two", id="tracked-insertion"),
        pytest.param(
            f"{run('one')}<w:del><w:r><w:delText> two</w:delText></w:r></w:del>", "one", id="tracked-deletion"
        ),
        pytest.param(f"{run('one ')}<w:hyperlink>{run('two')}</w:hyperlink>", "one two", id="link"),
        pytest.param(
            f"<w:sdt><w:sdtPr/><w:sdtContent>{run('one')}</w:sdtContent></w:sdt>", "one", id="content-control"
        ),
        pytest.param(
            "<w:r><w:fldChar/><w:instrText> PAGE </w:instrText></w:r><w:fldSimple>" + run("3") + "</w:fldSimple>",
            "3",
            id="field",
        ),
        pytest.param(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>{run('one')}", "one", id="hidden"),
        pytest.param('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>one</w:t></w:r>', "one", id="not-hidden"),
        pytest.param("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a\tb\nc", id="signs"),
        pytest.param(
            "<w:r><w:t>a</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>b</w:t></w:r>", "a\u2011\u00adb", id="hyphens"
        ),
    ],
)
def test_what_word_prints_is_read(inside: str, words: str, settings: Settings) -> None:
    """All that a page shows is in the text, whatever holds it; what it does not show is not."""
    assert read(docx(f"<w:p>{inside}</w:p>"), settings).report.text == words


def test_deleted_passages_are_counted(settings: Settings) -> None:
    """What change tracking deleted is left out, and a note says so."""
    deleted = "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
    found = read(docx(paragraph(LEAD) + deleted), settings)
    assert found.report.text == LEAD
    assert found.notes == ("1 passages deleted with change tracking were left out",)


def test_a_text_box_is_read_once(settings: Settings) -> None:
    """A text box follows the paragraph it hangs on; the copy for older programs is passed over."""
    box = f"<w:txbxContent>{paragraph(QUOTE)}</w:txbxContent>"
    hung = f"<w:r><mc:AlternateContent {MC}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    assert read(docx(f"<w:p>{run(LEAD)}{hung}</w:p>"), settings).report.text == f"{LEAD}\n{QUOTE}"


@pytest.mark.parametrize(
    ("body", "core", "title"),
    [
        pytest.param(paragraph(TITLE, "Titel") + paragraph(LEAD), "Template 7", TITLE, id="styled"),
        pytest.param(paragraph(TITLE) + paragraph(LEAD), TITLE, TITLE, id="property-that-is-printed"),
        pytest.param(paragraph(TITLE) + paragraph(LEAD), "Monthly report of fisheries", None, id="not-printed"),
        pytest.param(paragraph(TITLE) + paragraph(LEAD), "talks resume.docx", None, id="file-name"),
        pytest.param(paragraph(TITLE) + paragraph(LEAD), None, None, id="none"),
    ],
)
def test_the_title_is_styled_as_one_or_printed(
    body: str, core: str | None, title: str | None, settings: Settings
) -> None:
    """A paragraph in Word's style Title is the title; one from the properties must be printed at the head."""
    assert read(docx(body, title=core), settings).report.title == title


def test_author_and_dates_of_the_properties_are_not_used(settings: Settings) -> None:
    """Word fills in the account's name and the day the file was made: neither is the report's."""
    report = read(docx(paragraph(LEAD), author="Osric Penhallow"), settings).report
    assert (report.author, report.published, report.outlet) == (None, None, None)


GOOD = docx(paragraph(LEAD))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted, or an old Word file (.doc)", id="ole"
        ),
        pytest.param(GOOD[:200], "damaged Word file: File is not a zip file", id="cut"),
        pytest.param(zip_of({"xl/workbook.xml": "<a/>"}), "no Word document in the file", id="a-spreadsheet"),
        pytest.param(zip_of({"word/document.xml": "<w:p>"}), "damaged Word file: ", id="malformed"),
        pytest.param(
            zip_of({"word/document.xml": f"<w:document {W}/>"}), "no text part in the Word file", id="no-body"
        ),
        pytest.param(zip_of({"word/document.xml": "<a>" * 300 + "</a>" * 300}), "damaged Word file: ", id="too-deep"),
    ],
)
def test_files_without_text_say_why(data: bytes, reason: str, settings: Settings) -> None:
    """Encrypted, damaged and other files are reasons in words."""
    (found,) = read_docx("a.docx", data, settings)
    assert isinstance(found, NotRead)
    assert found.reason.startswith(reason)


def test_a_bomb_is_refused(settings: Settings) -> None:
    """A part that unpacks to more than a file may hold is not parsed."""
    data = zip_of({"word/document.xml": b"<w:document>" + bytes(1_000_000)})
    assert list(read_docx("a.docx", data, settings.replace(max_file_bytes=100_000))) == [
        NotRead("a.docx", "too large: its text unpacks to more than 100,000 bytes")
    ]


def test_entities_are_not_expanded(settings: Settings) -> None:
    """A document type that defines entities inside each other prints none of them."""
    laughs = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    xml = f"{laughs}<w:document {W}><w:body><w:p><w:r><w:t>one &b;</w:t></w:r></w:p></w:body></w:document>"
    assert "ha" not in read(zip_of({"word/document.xml": xml}), settings).report.text


@given(st.randoms(use_true_random=False))
@examples(max_examples=40)
def test_damaged_bytes_raise_nothing(chance: random.Random) -> None:
    """Whatever bytes are changed, the file is read or gives a reason."""
    data = bytearray(GOOD)
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    for found in read_docx("a.docx", bytes(data), Settings(jobs=1)):
        assert isinstance(found, Reading) or found.reason
