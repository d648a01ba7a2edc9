"""Office documents made by hand, byte for byte, so that a test shows what stands in them."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
STYLES = (
    f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Standard"><w:name w:val="Normal"/></w:style></w:styles>'
)


def zip_of(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of these members, in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2031, 4, 12, 10, 30, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def paragraph(words: str, style: str | None = None) -> str:
    """Return the XML of one paragraph of a Word file."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{styled}<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'


def docx(body: str, *, title: str | None = None, author: str = "DESK-PC-7", styles: str | None = STYLES) -> bytes:
    """Return a Word file with this XML in its body, and a title and an author in its properties."""
    members = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": f"<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "docProps/core.xml": (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
            f"<dc:title>{escape(title or '')}</dc:title><dc:creator>{escape(author)}</dc:creator>"
            "<dcterms:created>2019-01-01T00:00:00Z</dcterms:created></cp:coreProperties>"
        ),
    }
    if styles:
        members["word/styles.xml"] = styles
    return zip_of(members)


def docx_of(lines: Iterable[str]) -> bytes:
    """Return a Word file in which each line is a paragraph."""
    return docx("".join(paragraph(line) for line in lines))


def rtf_of(lines: Iterable[str]) -> bytes:
    """Return an RTF file in which each line is a paragraph."""
    return (r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}\uc1 " + "".join(map(_rtf_line, lines)) + "}").encode()


def _rtf_line(line: str) -> str:
    signs = {"\\": r"\\", "{": r"\{", "}": r"\}", "\t": r"\tab "}
    units = (
        signs.get(sign, sign) if sign < "\x80" else "".join(f"\\u{unit}?" for unit in _signed_units(sign))
        for sign in line
    )
    return "".join(units) + "\\par\r\n"


def _signed_units(sign: str) -> Iterable[int]:
    raw = sign.encode("utf-16-le")
    return (int.from_bytes(raw[at : at + 2], "little", signed=True) for at in range(0, len(raw), 2))


PdfLine = tuple[float, float, float, str]
"""Where a line begins (x, y, in points from the lower left), the size of its letters, its words."""


def pdf(pages: Sequence[Sequence[PdfLine]], *, title: str | None = None, author: str | None = None) -> bytes:
    """Return a PDF file with these lines on its pages, and a title and an author in its properties."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids: list[str] = []
    for lines in pages:
        content = b"BT\n" + b"".join(map(_pdf_line, lines)) + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % len(objects)
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    named = {"Title": title, "Author": author, "CreationDate": "D:20190101000000Z"}
    info = " ".join(f"/{name} ({_pdf_string(value)})" for name, value in named.items() if value)
    objects.append(f"<< {info} >>".encode("latin-1"))
    return pdf_file(objects)


def _pdf_string(words: str) -> str:
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _pdf_line(line: PdfLine) -> bytes:
    x, y, size, words = line
    return f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm ({_pdf_string(words)}) Tj\n".encode("cp1252")


def pdf_file(objects: Sequence[bytes]) -> bytes:
    """Return a PDF file of these objects, numbered from 1: the first is its catalogue, the last its properties."""
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, size - 1, len(out))
    )


def column(
    *paragraphs: Sequence[str], x: float = 72, top: float = 700, size: float = 10, gap: float = 8
) -> list[PdfLine]:
    """Return paragraphs, each a list of lines, set below each other with a gap between them."""
    lines: list[PdfLine] = []
    y = top
    for words in paragraphs:
        for line in words:
            lines.append((x, y, size, line))
            y -= size * 1.2
        y -= gap
    return lines
