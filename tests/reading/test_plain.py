from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from onrecord.reading.decoding import decode
from onrecord.reading.plain import read_plain
from onrecord.records import DateSource, Location, NotRead, Published, Reading
from onrecord.settings import Settings

PROSE = (
    "The Border Commission met in Velde on Tuesday for the third time this week, "
    "and again nobody signed the protocol on the grain corridor."
)
BODY = f"{PROSE}\n\n{PROSE}"
OTHER = f"Korsk asks for more time\n\nTARN, 13 April — {PROSE}\n\n{PROSE}"


def read(data: str | bytes, settings: Settings) -> list[Reading | NotRead]:
    """Read a file as plain text."""
    return list(read_plain("report.txt", data.encode() if isinstance(data, str) else data, settings))


def read_one(data: str | bytes, settings: Settings) -> Reading:
    """Read a file that must give one report."""
    (found,) = read(data, settings)
    assert isinstance(found, Reading)
    return found


@pytest.mark.parametrize(
    ("data", "text", "file_start"),
    [
        pytest.param("Nobody signed.", "Nobody signed.", 0, id="as-it-is"),
        pytest.param("\n\n  Nobody signed.\n \t\n", "Nobody signed.", 4, id="white-space-around"),
        pytest.param("Nobody\r\n\r\nsigned.\r\n", "Nobody\r\n\r\nsigned.", 0, id="windows-line-ends"),
        pytest.param("Nobody\rsigned.\r", "Nobody\rsigned.", 0, id="old-mac-line-ends"),
        pytest.param("\u00a0Nobody signed.\u00a0", "\u00a0Nobody signed.\u00a0", 0, id="no-break-space-is-meant"),
        pytest.param("\ufeffNobody signed.", "Nobody signed.", 0, id="a-mark-is-no-character"),
        pytest.param("📰\tNobody signed.", "📰\tNobody signed.", 0, id="beyond-the-basic-plane"),
        pytest.param("---\ntitle: “No”\n---\n\nNobody signed.\n", "Nobody signed.", 21, id="after-front-matter"),
        pytest.param("---\r\ntitle: No\r\n---\r\nNobody signed.", "Nobody signed.", 21, id="windows-front-matter"),
        pytest.param("e\u0301tat\u200b", "e\u0301tat\u200b", 0, id="not-normalised"),
    ],
)
def test_a_text_is_an_exact_slice_of_its_file(data: str, text: str, file_start: int, settings: Settings) -> None:
    """The report is the file's own characters from where it starts, without the white space around it."""
    found = read_one(data, settings)
    assert found.report.text == text
    assert found.location == Location("report.txt", 1, file_start)


def test_old_encodings_and_broken_bytes_are_told(settings: Settings) -> None:
    """A text in an old encoding is read, and what could not be read of one is in its notes."""
    assert read_one("“No,” he said in the café.".encode("cp1252"), settings).report.text == "“No,” he said in the café."
    broken = read_one("Žižek’s “naïve” envoys ".encode() + b"\xff\xfe left.", settings)
    assert broken.notes == ("2 characters could not be read as UTF-8",)


def test_binary_data_is_not_read(settings: Settings) -> None:
    """What is no text gives no report but the reason."""
    assert read(b"\x00\x01\x02\x03" * 50, settings) == [NotRead("report.txt", "binary data, not text")]


# --- front matter ---


@pytest.mark.parametrize(
    "start", ["---\n", "\n\n---\n", "--- \t\n", "\ufeff---\n"], ids=["first", "after-blank-lines", "spaces", "mark"]
)
@pytest.mark.parametrize("end", ["---\n", "...\n", "--- \n"], ids=["dashes", "dots", "spaces"])
def test_front_matter_fills_the_fields(start: str, end: str, settings: Settings) -> None:
    """The YAML block at the top gives title, outlet, date and address, and is no part of the text."""
    block = (
        'title: "Talks: a resumption"\noutlet: Velde Courier\ndate: 2031-04-12\n'
        "authors: [Osric Penhallow, N. Terzieva]\nurl: https://courier.example/talks\nlang: en-GB\n"
    )
    report = read_one(f"{start}{block}{end}\n{PROSE}\n", settings).report
    assert report.text == PROSE
    assert (report.title, report.outlet, report.language) == ("Talks: a resumption", "Velde Courier", "en")
    assert report.author == "Osric Penhallow, N. Terzieva"
    assert report.url == "https://courier.example/talks"
    assert report.published == Published("2031-04-12", "2031-04-12", DateSource.METADATA)


@pytest.mark.parametrize(
    ("value", "start"),
    [
        pytest.param("2031-04-12T10:30:00+02:00", "2031-04-12T10:30:00+02:00", id="zone"),
        pytest.param("2031-04-12 10:30:00", "2031-04-12T10:30:00", id="no-zone"),
        pytest.param("2031-04", "2031-04-01", id="month"),
        pytest.param("2031", "2031-01-01", id="year"),
        pytest.param('"12 April 2031"', "2031-04-12", id="printed"),
        pytest.param("Tuesday", None, id="weekday"),
    ],
)
def test_dates_of_front_matter_are_as_precise_as_they_stand(value: str, start: str | None, settings: Settings) -> None:
    """Dates that YAML understands by itself and dates in words mean the same as everywhere."""
    published = read_one(f"---\ntitle: x\ndate: {value}\n---\n{PROSE}", settings).report.published
    assert (published and published.start) == start


@pytest.mark.parametrize(
    "block",
    [
        pytest.param("title: [unclosed\n\t: :", id="invalid-yaml"),
        pytest.param("title: " + "[" * 1000, id="brackets-without-end"),
        pytest.param("title: *nobody", id="an-unknown-alias"),
        pytest.param("title: a\ntitle: {[}", id="a-broken-mapping"),
    ],
)
def test_front_matter_that_is_not_understood_is_noted(block: str, settings: Settings) -> None:
    """A block at the top that is no YAML is left out of the text, and a note says that it was not understood."""
    found = read_one(f"---\n{block}\n---\n{PROSE}", settings)
    assert found.report.text == PROSE
    assert found.report.title is None
    assert found.notes == ("front matter not understood; the text below it was read",)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"---\n{PROSE}\n---\n{PROSE}", id="prose-between-rules"),
        pytest.param(f"---\n- one\n- two\n---\n\n{PROSE}", id="a-list"),
        pytest.param(f"---\ntitle: Nothing closes this\n\n{PROSE}", id="never-closed"),
        pytest.param(f"{PROSE}\n\n---\ntitle: x\n---\n", id="not-at-the-top"),
        pytest.param("---", id="dashes-alone"),
        pytest.param(f"----\ntitle: x\n----\n{PROSE}", id="four-dashes"),
    ],
)
def test_what_is_no_front_matter_stays_in_the_text(text: str, settings: Settings) -> None:
    """Rules, lists and unclosed blocks are text like any other."""
    found = read_one(text, settings)
    assert found.report.text == text.strip()
    assert found.notes == ()


def test_front_matter_with_odd_values_notes_them(settings: Settings) -> None:
    """Values that cannot be used become notes, and the others are taken."""
    found = read_one(f"---\ntitle: 42\noutlet: {{a: b}}\ndate: [1]\n---\n{PROSE}", settings)
    assert (found.report.title, found.report.outlet, found.report.published) == ("42", None, None)
    assert found.notes == ("published: not a date: ['1']", "outlet: not words but dict")


def test_references_that_multiply_are_not_unrolled(settings: Settings) -> None:
    """Aliases that would unroll to billions of items cost nothing, and the text below them is read."""
    letters = "abcdefghijk"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in pairwise(letters)]
    block = "\n".join([*lines, "title: *k"])
    assert read_one(f"---\n{block}\n---\n{PROSE}", settings).report.text == PROSE


# --- several texts in one file ---


def test_joined_texts_become_reports_of_their_own(settings: Settings) -> None:
    """Each text has its part and its start; what the front matter says is true of the first alone."""
    data = f"---\ntitle: Talks resume\noutlet: Velde Courier\n---\n\n{BODY}\n\n* * *\n\n{OTHER}\n"
    first, second = (found for found in read(data, settings) if isinstance(found, Reading))
    assert (first.report.text, second.report.text) == (BODY, OTHER)
    assert (first.report.title, second.report.title, second.report.outlet) == ("Talks resume", None, None)
    assert [found.location for found in (first, second)] == [
        Location("report.txt", 1, data.index(BODY)),
        Location("report.txt", 2, data.index(OTHER)),
    ]


def test_splitting_can_be_switched_off(settings: Settings) -> None:
    """Without splitting a file is one report, break lines and all."""
    whole = f"{BODY}\n\n* * *\n\n{OTHER}"
    assert len(read(whole, settings)) == 2
    assert read_one(whole, settings.replace(split_files=False)).report.text == whole


def test_a_part_that_is_too_long_fails_alone(settings: Settings) -> None:
    """A text over the limit is refused with both lengths; the others of its file are read."""
    limited = settings.replace(max_report_chars=len(OTHER))
    found = read(f"{BODY * 3}\n\n* * *\n\n{OTHER}", limited)
    assert found[0] == NotRead("report.txt", f"too long: {len(BODY * 3):,} characters, at most {len(OTHER):,}")
    assert isinstance(found[1], Reading)
    assert found[1].report.text == OTHER


def test_half_a_surrogate_pair_is_no_text(settings: Settings) -> None:
    """A file whose encoding lets half a pair through gives the reason, not an error."""
    found = read(b"\xff\xfe" + "Nobody signed. ".encode("utf-16-le") + b"\x00\xd8", settings)
    assert len(found) == 1


pieces = st.sampled_from(
    [PROSE, OTHER, "* * *", "---", "---\ntitle: x\n---", "", " ", "title: x", "\u00a0", "📰", "...", "\t"]
)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40) | st.lists(pieces, max_size=10).map(
    "\n\n".join
)


@examples(max_examples=100)
@given(texts, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_every_report_is_a_slice_of_the_decoded_file(
    settings: Settings, text: str, line_end: str, encoding: str
) -> None:
    """Whatever the file, each report's text is the decoded file's from its start on, and parts are in order."""
    data = text.replace("\n", line_end).encode(encoding)
    decoded = decode(data).text
    end = 0
    for part, found in enumerate(read(data, settings), start=1):
        assert isinstance(found, Reading)
        start = found.location.file_start
        assert start is not None
        assert found.location.part == part
        assert decoded[start : start + len(found.report.text)] == found.report.text
        assert start >= end
        end = start + len(found.report.text)
