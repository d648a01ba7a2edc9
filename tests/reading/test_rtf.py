import random

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests.documents import rtf_of
from tests.guarded import run_guarded

from onrecord.reading.rtf import read_rtf
from onrecord.records import Location, NotRead, Reading
from onrecord.settings import Settings

LEAD = "The Border Commission met in Velde on Tuesday, and again nobody signed the protocol."
RTF = rb"{\rtf1 "
QUOTE = "“We have never been closer,” Ilona Vargareth said – twice."


def read(data: bytes, settings: Settings) -> Reading:
    """Read a file that must give one report."""
    (found,) = read_rtf("a.rtf", data, settings)
    assert isinstance(found, Reading), found
    return found


def text_of(inside: bytes, settings: Settings) -> str:
    """Return the text of a file with this inside its outermost group."""
    return read(rb"{\rtf1\ansi\ansicpg1252\deff0 " + inside + b"}", settings).report.text


def test_paragraphs_become_lines(settings: Settings) -> None:
    """Each paragraph is a line; signs beyond Windows-1252 come out whole."""
    lines = [LEAD, "", QUOTE, "Вельд \U0001f30d {braces} and \\"]
    found = read(rtf_of(lines), settings)
    assert found.report.text == "\n".join(lines)
    assert found.location == Location("a.rtf", 1, None)
    assert found.notes == ()


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1), min_size=1))
def test_every_character_survives(lines: list[str]) -> None:
    """Whatever is written into a file is read out of it."""
    assert read(rtf_of(lines), Settings(jobs=1)).report.text == "\n".join(lines)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        pytest.param(rb"caf\'e9 \'93yes\'94", "café “yes”", id="bytes-of-the-code-page"),
        pytest.param(rb"\u8220\'93yes\u8221\'94", "“yes”", id="unicode-with-a-byte-beside-it"),
        pytest.param(rb"\u8220\ldblquote yes\u8221\rdblquote", "“yes”", id="unicode-with-a-named-sign-beside-it"),
        pytest.param(rb"{\uc0\u8220 yes\u8221 }\u8211-", "“yes”–", id="unicode-alone"),
        pytest.param(rb"{\uc2\u8364 EU}R", "€R", id="two-beside-it"),
        pytest.param(rb"\u-10180?\u-8435?", "\U0001f30d", id="two-halves"),
        pytest.param(rb"a\u-10179?b", "a\ufffdb", id="half-alone"),
        pytest.param(
            rb"{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial Cyr;}}{\f1 \'c2\'e5\'eb\'fc\'e4}", "Вельд", id="font"
        ),
        pytest.param(rb"{\fonttbl{\f1\fcharset128 MS Gothic;}}\f1 \'83e\'83X\'83g", "テスト", id="two-bytes-a-sign"),
        pytest.param(rb"a\tab b\line c\emdash d\~e\_f", "a\tb\nc—d\u00a0e\u2011f", id="named-signs"),
        pytest.param(rb"a\cell b\cell\row c\cell\row d", "a\tb\nc\nd", id="table"),
        pytest.param(
            rb'{\field{\*\fldinst{HYPERLINK "https://a.example"}}{\fldrslt the plan}} stands',
            "the plan stands",
            id="link",
        ),
        pytest.param(
            rb"{\header Page {\field{\*\fldinst PAGE}{\fldrslt 3}}}a{\footnote note}", "a", id="header-and-note"
        ),
        pytest.param(rb"{\pict\wmetafile8 0102ff}a{\*\unknown b{c}}d", "ad", id="pictures-and-unknown-groups"),
        pytest.param(rb"{\object{\*\objdata 00ff}{\result shown}}", "shown", id="result-of-an-object"),
        pytest.param(rb"a{\v hidden}{\v0 b}{\deleted c}", "ab", id="hidden-and-deleted"),
        pytest.param(rb"a\bin5 {{{{{b", "ab", id="binary"),
        pytest.param(b"a\\\nb\\\r\nc", "a\nb\n\nc".replace("\n\n", "\n"), id="escaped-line-ends"),
        pytest.param(rb"{\stylesheet{\s0 Normal;}}{\info{\title No}{\author Desk}}a", "a", id="what-is-not-printed"),
    ],
)
def test_what_is_printed_is_read(inside: bytes, text: str, settings: Settings) -> None:
    """The words that a page shows come out as they are; machinery does not."""
    assert text_of(inside, settings) == text


def test_what_follows_the_file_is_not_read(settings: Settings) -> None:
    """The outermost group is the file."""
    assert read(rb"{\rtf1 a}garbage{b}", settings).report.text == "a"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Talks resume in Velde", "Talks resume in Velde", id="printed"),
        pytest.param("Letter to the bank", None, id="not"),
    ],
)
def test_a_title_must_be_printed(title: str, expected: str | None, settings: Settings) -> None:
    """The title of the properties is used when it stands at the head of the text; the author is not."""
    data = (
        rb"{\rtf1{\info{\title "
        + title.encode()
        + rb"}{\author Desk Seven}}Talks resume in Velde\par "
        + LEAD.encode()
        + b"}"
    )
    report = read(data, settings).report
    assert (report.title, report.author) == (expected, None)


def test_other_files_say_why(settings: Settings) -> None:
    """A file that only ends like RTF is refused; one that was cut is read as far as it goes, with a note."""
    assert list(read_rtf("a.rtf", b"plain", settings)) == [NotRead("a.rtf", r"no RTF: it does not begin with {\rtf")]
    assert read(rb"{\rtf1 {\b one", settings).notes == ("the file ends inside a group; it may be cut off",)
    deep = rb"{\rtf1" + b"{" * 100_001
    assert list(read_rtf("a.rtf", deep, settings)) == [NotRead("a.rtf", "more than 100,000 groups inside each other")]


@given(st.randoms(use_true_random=False))
@examples(max_examples=40)
def test_damaged_bytes_raise_nothing(chance: random.Random) -> None:
    """Whatever bytes are changed, the file is read or gives a reason."""
    data = bytearray(rtf_of([LEAD, QUOTE]))
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(6, len(data))] = chance.randrange(256)
    for found in read_rtf("a.rtf", bytes(data), Settings(jobs=1)):
        assert isinstance(found, Reading) or found.reason


@pytest.mark.parametrize(
    "unit",
    [rb"\u8220?", rb"\par ", b"{a}", rb"\'e9", rb"{\field{\*\fldinst{HYPERLINK ", b"{" * 9 + b"}" * 9],
    ids=ascii,
)
def test_long_files_take_linear_time(unit: bytes) -> None:
    """A million tokens of one kind do not hold up a build."""
    program = (
        "from onrecord.reading.rtf import read_rtf; from onrecord.settings import Settings; "
        f"data = {RTF!r} + {unit!r} * 100000; "
        "print(len(list(read_rtf('a', data, Settings(max_report_chars=10**9)))))"
    )
    assert run_guarded(program) == "1\n"
