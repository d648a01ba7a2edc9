"""Exports of news databases: one report an article, whatever file they came in, and no false alarm."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents import column, docx_of, pdf, rtf_of
from tests.exports import FACTIVA, FACTIVA_CODED, NEXIS_CLASSIC, NEXIS_UNI
from tests.guarded import run_guarded

from onrecord.reading.docx import read_docx
from onrecord.reading.exports import find_articles
from onrecord.reading.html import read_html
from onrecord.reading.pdf import read_pdf
from onrecord.reading.plain import read_plain
from onrecord.reading.rtf import read_rtf
from onrecord.records import NotRead, Reading, Report
from onrecord.settings import Settings

LAYOUTS = {
    "nexis-uni": NEXIS_UNI,
    "nexis-classic": tuple(NEXIS_CLASSIC.split("\n")),
    "factiva": FACTIVA,
    "factiva-coded": FACTIVA_CODED,
}
COUNTS = {"nexis-uni": 3, "nexis-classic": 3, "factiva": 2, "factiva-coded": 2}
TALKS = "Talks resume in Velde after a week of silence"


def page_of(lines: Sequence[str]) -> bytes:
    """Return a saved page: neighbouring lines are parted by line breaks, rows of codes are rows of a table."""
    blocks = "\n".join(line.strip() for line in lines).split("\n\n")
    shown = "".join(f"<div><p>{_block(block)}</p></div>\n<br>" for block in blocks)
    return f"<!DOCTYPE html><html><head><title>Export</title></head><body>{shown}</body></html>".encode()


def _block(block: str) -> str:
    rows = (line.replace("&", "&amp;").split("\t") for line in block.split("\n"))
    return "\n".join(
        f"<table><tr><td><b>{row[0]}</b>&nbsp;</td><td>{row[1]}</td></tr></table>"
        if len(row) == 2
        else f"<span>{row[0]}</span><br>"
        for row in rows
    )


def read_all(carrier: str, lines: Sequence[str], settings: Settings) -> list[Reading | NotRead]:
    """Read an export in one of its carriers."""
    if carrier == "txt":
        return list(read_plain("a", "\r\n".join(lines).encode(), settings))
    if carrier == "docx":
        return list(read_docx("a", docx_of(lines), settings))
    if carrier == "rtf":
        return list(read_rtf("a", rtf_of(lines), settings))
    if carrier == "html":
        return list(read_html("a", page_of(lines), settings))
    printed = [line.replace("\t", "  ").replace("\u00a0", " ") or " " for line in lines]
    pages = [printed[at : at + 30] for at in range(0, len(printed), 30)]
    return list(read_pdf("a", pdf([column(*([line] for line in page), top=800) for page in pages]), settings))


def reports_of(found: Sequence[Reading | NotRead]) -> list[Report]:
    """Return the reports; every input must have given one."""
    assert all(isinstance(each, Reading) for each in found), found
    return [each.report for each in found if isinstance(each, Reading)]


@pytest.mark.parametrize("carrier", ["txt", "docx", "rtf", "html"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_article_is_a_report(carrier: str, layout: str, settings: Settings) -> None:
    """Title, outlet, date and text of each article come out, and covers and summaries do not, from every carrier."""
    reports = reports_of(read_all(carrier, LAYOUTS[layout], settings))
    assert len(reports) == COUNTS[layout]
    first, second = reports[:2]
    assert (first.title, first.outlet) == (TALKS, "Velde Courier")
    assert second.title is not None
    assert second.title.startswith("Envoy crosses the Dervek bridge on foot")
    assert second.outlet == "Estrand News Agency"
    assert [report.published[0] for report in reports[:2] if report.published] == ["2031-04-09", "2031-04-06"]
    assert (first.author or "").startswith("Osric Penhallow")
    assert second.text == "Mateus Oyelaran walked across the Dervek bridge on Sunday."
    assert "The Border Commission met on Tuesday" in first.text
    for left_out in ("Load-Date", "Copyright", "LOAD-DATE", "Section:", "Document ", "PHOTO", "Job Number", "Search"):
        assert all(left_out not in report.text for report in reports)


@pytest.mark.parametrize("layout", ["nexis-uni", "factiva"])
def test_an_export_in_pdf_is_split_too(layout: str, settings: Settings) -> None:
    """The printed lines of a PDF are enough where every line of the header is one."""
    reports = reports_of(read_all("pdf", LAYOUTS[layout], settings))
    assert [(report.title, report.outlet) for report in reports[:2]] == [
        (TALKS, "Velde Courier"),
        ("Envoy crosses the Dervek bridge on foot", "Estrand News Agency"),
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=ascii)
@pytest.mark.parametrize("layout", ["nexis-uni", "nexis-classic", "factiva"])
def test_the_text_of_a_plain_export_is_a_slice_of_the_file(layout: str, line_end: str, settings: Settings) -> None:
    """Slicing the decoded file at `file_start` gives the text back, line ends included."""
    text = line_end.join(LAYOUTS[layout])
    for found in read_plain("a.txt", ("\ufeff" + text).encode(), settings):
        assert isinstance(found, Reading)
        start = found.location.file_start
        assert start is not None
        assert text[start : start + len(found.report.text)] == found.report.text


def test_reports_are_numbered_by_their_articles(settings: Settings) -> None:
    """A broken article keeps its number, so that the others are named the same once it is mended."""
    lines = [line for line in NEXIS_UNI if line != "April 6, 2031 Sunday 10:30 AM GMT"]
    found = read_all("txt", lines, settings)
    assert [each.location.part if isinstance(each, Reading) else each for each in found] == [
        1,
        NotRead("a#2", "broken article: no date in its header"),
        3,
    ]


def test_an_article_that_is_too_long_costs_itself(settings: Settings) -> None:
    """The limit on one report holds for each article."""
    found = read_all("txt", NEXIS_UNI, settings.replace(max_report_chars=100))
    assert [isinstance(each, Reading) for each in found] == [False, True, True]
    assert isinstance(found[0], NotRead)
    assert found[0].reason.startswith("too long: ")


PLAIN_TEXTS = {
    "words-and-copyright": "Talks resume\n355 words\nCopyright 2031 Velde Courier\n\nNobody signed.",
    "end-of-document": "Nobody signed.\n\nEnd of Document",
    "body-and-end": "The autopsy\n\nBody\n\nThe body was found on Tuesday.\n\nEnd of Document",
    "one-of-many-documents": "1 of 3 DOCUMENTS\n\nwere signed on Tuesday, the ministry said.",
    "a-number-of-documents-in-prose": "Only\n1 of 3 documents\nwas signed. LENGTH: 14 words",
    "document-with-a-number": "The plan is called\nDocument VELCOU0020310409e7490001r\nin the files.",
    "words-over-a-date": "He spoke\n355 words\n9 April 2031\nand left.",
    "load-date": "Load-Date: April 9, 2031\nThe trucks were loaded.",
    "codes": "HD\nPD\nIN\nRE\nare codes of Factiva.",
}


@pytest.mark.parametrize("text", PLAIN_TEXTS.values(), ids=PLAIN_TEXTS)
def test_ordinary_texts_are_no_exports(text: str, settings: Settings) -> None:
    """A text that holds some words of a layout, but no whole article, is read as one report, as it is."""
    assert find_articles(text) is None
    assert [report.text for report in reports_of(list(read_plain("a.txt", text.encode(), settings)))] == [text]


@given(st.lists(st.sampled_from([*NEXIS_UNI, *FACTIVA, *FACTIVA_CODED, *NEXIS_CLASSIC.split("\n")]), max_size=40))
def test_any_order_of_lines_has_an_answer(lines: list[str]) -> None:
    """However an export is mangled, each article is a report or a reason, and its text stands in the file."""
    text = "\n".join(lines)
    for found in read_plain("a.txt", text.encode(), Settings(jobs=1)):
        if isinstance(found, Reading):
            start = found.location.file_start
            assert start is None or text[start : start + len(found.report.text)] == found.report.text
        else:
            assert found.reason


@pytest.mark.parametrize(
    "unit",
    [
        "End of Document\\n",
        "1 of 3 DOCUMENTS\\n",
        " \\t" * 50,
        "Body\\nLength: 3 words\\n",
        "3 words\\n9 April 2031\\n",
        "HD\\n",
    ],
    ids=ascii,
)
def test_long_files_take_linear_time(unit: str) -> None:
    """Many lines of one kind do not hold up a build."""
    program = (
        "from onrecord.reading.exports import find_articles; "
        f"print(len(find_articles('Length: 3 words\\nBody\\nx\\nEnd of Document\\n' + '{unit}' * 30000) or ()) > 0)"
    )
    assert run_guarded(program) == "True\n"
