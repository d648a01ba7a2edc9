import gzip
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.guarded import run_guarded

from onrecord.reading.formats import BY_NAME, FORMATS, NOT_READ_SUFFIXES, Format, Shape, find_format
from onrecord.records import NotRead, Reading
from onrecord.settings import Settings

PROSE = b"Talks resumed in Velde on Tuesday.\n"
HTML = b"<!DOCTYPE html>\n<html><body><p>Talks resumed.</p></body></html>"
GZIP = gzip.compress(PROSE, mtime=0)
PARQUET = b"PAR1\x15\x04\x15\x10"
PDF = b"%PDF-1.7\n"
RTF = b"{\\rtf1\\ansi "
OFFICE = b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml"


def zipped() -> bytes:
    """Return an archive with one text in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", PROSE)
    return out.getvalue()


def name_of(found: Format | None) -> str | None:
    """Return a format's name."""
    return found.name if found else None


def test_the_list_of_formats_is_pinned() -> None:
    """Formats are listed openly under versioned names; changing what one gives needs a new version here."""
    assert [(known.versioned_name, known.shape.value) for known in FORMATS] == [
        ("pdf.v1", "whole"),
        ("rtf.v1", "whole"),
        ("docx.v1", "whole"),
        ("gzip.v1", "archive"),
        ("zip.v1", "archive"),
        ("warc.v1", "archive"),
        ("parquet.v1", "rows"),
        ("html.v2", "whole"),
        ("feed.v1", "whole"),
        ("jsonl.v1", "rows"),
        ("json.v1", "whole"),
        ("csv.v1", "rows"),
        ("mhtml.v1", "whole"),
        ("mail.v1", "whole"),
        ("markdown.v2", "whole"),
        ("text.v2", "whole"),
    ]
    assert {known.name: known for known in FORMATS} == BY_NAME


def test_no_ending_belongs_to_two_formats() -> None:
    """Each ending is in lower case, belongs to one format, and is not among those that are not read."""
    endings = [suffix for known in FORMATS for suffix in known.suffixes]
    assert len(endings) == len(set(endings))
    assert not set(endings) & NOT_READ_SUFFIXES
    assert all(
        ending == ending.lower() and ending.startswith(".") for ending in [*endings, *NOT_READ_SUFFIXES] if ending
    )


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_formats_read_as_one_piece_have_a_reader(known: Format) -> None:
    """A format that is read as one piece says how; the others are cut or opened elsewhere."""
    assert (known.read is not None) == (known.shape is Shape.WHOLE)


@pytest.mark.parametrize(
    ("file", "head", "expected"),
    [
        pytest.param("report.txt", PROSE, "text", id="txt"),
        pytest.param("REPORT.TXT", PROSE, "text", id="capitals"),
        pytest.param("report.md", PROSE, "markdown", id="md"),
        pytest.param("page.html", HTML, "html", id="html"),
        pytest.param("page.htm", PROSE, "html", id="htm-without-a-doctype"),
        pytest.param("rows.jsonl", b'{"text": "a"}\n', "jsonl", id="jsonl"),
        pytest.param("rows.ndjson", b"no json", "jsonl", id="ndjson"),
        pytest.param("rows.json", b'[{"text": "a"}]', "json", id="json"),
        pytest.param("rows.csv", b"id,text\n", "csv", id="csv"),
        pytest.param("rows.tsv", b"id\ttext\n", "csv", id="tsv"),
        pytest.param("rows.parquet", PARQUET, "parquet", id="parquet"),
        pytest.param("report.pdf", PDF, "pdf", id="pdf"),
        pytest.param("report.rtf", RTF, "rtf", id="rtf"),
        pytest.param("report.doc", RTF, "rtf", id="rtf-that-is-called-doc"),
        pytest.param("report.docx", OFFICE, "docx", id="docx"),
        pytest.param("report.docx", zipped(), "docx", id="docx-with-members-in-another-order"),
        pytest.param("-", OFFICE, "docx", id="standard-input-docx"),
        pytest.param("feed.rss", b"<html>", "feed", id="rss"),
        pytest.param("feed.atom", b"", "feed", id="atom"),
        pytest.param(
            "feed.xml", b'<?xml version="1.0"?>\n<!-- x -->\n<rss version="2.0">', "feed", id="xml-that-is-rss"
        ),
        pytest.param(
            "feed.xml", b"\xef\xbb\xbf<?xml version='1.0'?><?style x?><feed xmlns='a'>", "feed", id="xml-that-is-atom"
        ),
        pytest.param("feed.xml", b"<!DOCTYPE rdf:RDF>\n<rdf:RDF xmlns='a'>", "feed", id="xml-that-is-rss-1"),
        pytest.param("data.xml", b'<?xml version="1.0"?><nitf>', "text", id="other-xml"),
        pytest.param("-", b"<rss>", "feed", id="standard-input-rss"),
        pytest.param("-", b"<feeds", "text", id="almost-a-feed"),
        pytest.param("crawl.warc", b"rubbish", "warc", id="warc"),
        pytest.param("crawl", b"WARC/1.0\r\nWARC-Type: warcinfo", "warc", id="no-ending-warc"),
        pytest.param("report", b"WARC/1.0 is what the envoy said", "text", id="almost-warc"),
        pytest.param("page.mht", b"", "mhtml", id="mht"),
        pytest.param("mail.eml", b"From: a", "mail", id="mail"),
        pytest.param("report.txt.gz", GZIP, "gzip", id="gz"),
        pytest.param("reports.zip", zipped(), "zip", id="zip"),
        pytest.param("report.2031.04.12.txt", PROSE, "text", id="dots-in-the-name"),
        pytest.param("clippings.d/report", PROSE, "text", id="dots-in-the-folder"),
        pytest.param("a.zip!folder\\page.HTML", HTML, "html", id="a-member-with-backslashes"),
        pytest.param("Talks resume. Korsk refuses", PROSE, "text", id="a-headline-for-a-name"),
        pytest.param("report.v2-final-version", PROSE, "text", id="no-real-ending"),
        pytest.param(".txt", PROSE, "text", id="only-an-ending"),
        pytest.param("report", PROSE, "text", id="no-ending"),
        pytest.param("report", HTML, "html", id="no-ending-html"),
        pytest.param("report", b'{"text": "a"}\n', "jsonl", id="no-ending-json-lines"),
        pytest.param("report", b'\xef\xbb\xbf [ {"text": "a"}]', "json", id="no-ending-json-with-a-mark"),
        pytest.param("-", b"  <!-- saved --> <HTML lang='en'>", "html", id="standard-input"),
        pytest.param("-", b'<?xml version="1.0"?>\n<html>', "html", id="xhtml"),
        pytest.param("report", b"<html5 is what the envoy said>", "text", id="almost-html"),
        pytest.param("report.xyz", PROSE, "text", id="an-unknown-ending"),
        pytest.param("report.xyz", HTML, "html", id="an-unknown-ending-of-a-page"),
        pytest.param("page.html?id=7", HTML, "html", id="a-saved-address"),
        pytest.param("report", b"", "text", id="nothing"),
    ],
)
def test_a_format_is_found_by_ending_then_by_bytes(file: str, head: bytes, expected: str) -> None:
    """The ending says what a file is, in any case; without one its first bytes do; the rest is tried as text."""
    assert name_of(find_format(file, head)) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [(GZIP, "gzip"), (zipped(), "zip"), (PARQUET, "parquet"), (PDF, "pdf"), (RTF, "rtf"), (OFFICE, "docx")],
    ids=["gzip", "zip", "parquet", "pdf", "rtf", "docx"],
)
@pytest.mark.parametrize("file", ["report.txt", "page.html", "rows.csv", "rows.jsonl", "rows.json", "report.md"])
def test_bytes_win_over_an_ending_they_contradict(file: str, head: bytes, expected: str) -> None:
    """A packed file is opened for what it is, whatever it is called."""
    assert name_of(find_format(file, head)) == expected


@pytest.mark.parametrize(
    ("file", "head"),
    [
        pytest.param("report.doc", b"\xd0\xcf\x11\xe0", id="old-word"),
        pytest.param("scan.jpg", PDF, id="a-pdf-named-otherwise"),
        pytest.param("PHOTO.JPG", b"\xff\xd8\xff", id="photo-in-capitals"),
        pytest.param("rows.xlsx", OFFICE, id="a-spreadsheet"),
        pytest.param("style.css", b"body {}", id="style-sheet"),
        pytest.param("talks.db", b"SQLite format 3\x00", id="a-record"),
    ],
)
def test_files_of_other_kinds_are_not_read(file: str, head: bytes) -> None:
    """Files that lie beside reports and are none have no format."""
    assert find_format(file, head) is None


@given(st.text(max_size=20), st.binary(max_size=40))
def test_any_name_and_bytes_have_an_answer(file: str, head: bytes) -> None:
    """No name and no bytes raise anything."""
    assert find_format(file, head) in (*FORMATS, None)


def texts_of(data: bytes, settings: Settings) -> list[str | None]:
    """Read JSON as one piece; a row that failed is `None`."""
    read = BY_NAME["json"].read
    assert read is not None
    found = list(read("rows.json", data, settings))
    assert [item.location.part for item in found if isinstance(item, Reading)] == [
        number for number, item in enumerate(found, start=1) if isinstance(item, Reading)
    ]
    return [item.report.text if isinstance(item, Reading) else None for item in found]


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        pytest.param('[{"text": "one"}, {"text": "two"}]', ["one", "two"], id="a-list"),
        pytest.param('{"text": "one"}', ["one"], id="one-object"),
        pytest.param('{"articles": [{"text": "one"}, {"text": "two"}]}', ["one", "two"], id="a-list-in-an-object"),
        pytest.param('{"text": "one", "tags": [{"name": "x"}]}', ["one"], id="an-object-with-a-list-of-its-own"),
        pytest.param('{"text": "one"}\n{"text": "two"}\n', ["one", "two"], id="lines-under-another-ending"),
        pytest.param('[{"text": "one"}, 7, {"title": "no text"}]', ["one", None, None], id="bad-rows-among-good-ones"),
        pytest.param("[]", [], id="an-empty-list"),
        pytest.param('[{"text": "one"}', [None], id="cut"),
        pytest.param("\ufeff" + '[{"text": "naïve"}]', ["naïve"], id="a-mark"),
    ],
)
def test_json_is_read_whatever_holds_its_rows(data: str, texts: list[str | None], settings: Settings) -> None:
    """A list, an object that holds one list, one object, or lines: each object is a row with its number."""
    assert texts_of(data.encode(), settings) == texts


def test_json_in_utf_16_is_read(settings: Settings) -> None:
    """A JSON file with a byte-order mark is read in the encoding the mark says."""
    assert texts_of(json.dumps([{"text": "naïve"}], ensure_ascii=False).encode("utf-16"), settings) == ["naïve"]


def test_rows_of_a_json_file_that_fail_are_named_by_number(settings: Settings) -> None:
    """A bad row is named by its file and number, with the reason."""
    read = BY_NAME["json"].read
    assert read is not None
    found = list(read("rows.json", b'[{"text": "one"}, 7]', settings))
    assert found[1] == NotRead("rows.json#2", "not an object with named fields but int")


@pytest.mark.parametrize(
    "comment", ["<!-- saved -->", "<!---->", "<!-- a -->\\n ", "<?a?>", "<!doctype a>\\n", "A: b\\n"], ids=ascii
)
def test_many_comments_are_looked_through_in_one_go(comment: str) -> None:
    """A file that begins with a hundred comments and is no page does not hold up a build."""
    program = (
        "from onrecord.reading.formats import find_format; "
        f"print(find_format('report', b'{comment}' * 100 + b'Nobody signed.').name)"
    )
    assert run_guarded(program) == "text\n"
