import math
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.fields import FIELD_NAMES, Columns, Fields, fields_from, with_address
from onrecord.records import DateSource, Location, Published, Reading, make_report

READING_DOC = Path(__file__).parents[2] / "docs" / "reading.md"
ALIASES = [(field, name) for field, names in FIELD_NAMES.items() for name in names]
WORDS = {
    "id": "source_id",
    "title": "title",
    "outlet": "outlet",
    "author": "author",
    "url": "url",
}


def fields_of(row: dict[object, object]) -> Fields:
    """Return the fields of a row."""
    return fields_from(Columns(row))


def styled(name: str, style: str) -> str:
    """Return a column's name as another program might write it."""
    return {
        "as-is": name,
        "upper": name.upper(),
        "hyphens": name.replace("_", "-"),
        "spaces": name.replace("_", " ").title(),
        "camel": "".join(part.title() for part in name.split("_")),
    }[style]


@pytest.mark.parametrize("style", ["as-is", "upper", "hyphens", "spaces", "camel"])
@pytest.mark.parametrize(("field", "name"), ALIASES, ids=[name for _, name in ALIASES])
def test_each_name_fills_its_field_however_it_is_written(field: str, name: str, style: str) -> None:
    """A column is recognised without regard to case, spaces, hyphens and underscores."""
    assert Columns({styled(name, style): "Velde Courier"}).pick(field) == "Velde Courier"
    others = [other for other in FIELD_NAMES if other != field and Columns({styled(name, style): "x"}).pick(other)]
    assert others == []


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        pytest.param({"source": "Wire", "publisher": "Courier", "outlet": "Velde"}, "outlet", "Velde", id="the-first"),
        pytest.param({"source": "Wire", "outlet": ""}, "outlet", "Wire", id="the-first-that-is-not-empty"),
        pytest.param({"source": "Wire", "outlet": None}, "outlet", "Wire", id="the-first-that-is-not-null"),
        pytest.param({"body": "b", "text": "t"}, "text", "t", id="not-the-order-of-the-columns"),
        pytest.param({"id": 0, "guid": "g"}, "id", 0, id="zero-is-something"),
        pytest.param({"Title": "one", "TITLE": "two"}, "title", "one", id="one-name-twice"),
        pytest.param({"Title": "", "TITLE": "two"}, "title", "two", id="one-name-twice-the-first-empty"),
        pytest.param({7: "x", None: "y", ("title",): "z"}, "title", None, id="names-that-are-no-words"),
        pytest.param({"headlines": "x", "my title": "y"}, "title", None, id="names-that-are-only-alike"),
        pytest.param({}, "text", None, id="nothing"),
    ],
)
def test_the_first_name_that_holds_something_wins(row: dict[object, object], field: str, value: object) -> None:
    """Of several columns for one field, the first name in the table that holds something is taken."""
    assert Columns(row).pick(field) == value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        pytest.param("Velde Courier", "Velde Courier", id="words"),
        pytest.param("  Velde Courier\n", "Velde Courier", id="space-around"),
        pytest.param("   ", None, id="only-space"),
        pytest.param("Žižek’s “Daily” 📰", "Žižek’s “Daily” 📰", id="not-ascii"),
        pytest.param(7, "7", id="a-number"),
        pytest.param(0, "0", id="zero"),
        pytest.param(["Ilona Vargareth", "Osric Penhallow"], "Ilona Vargareth, Osric Penhallow", id="a-list"),
        pytest.param("x" * 2000, "x" * 2000, id="just-short-enough"),
    ],
)
@pytest.mark.parametrize("field", WORDS)
def test_words_and_what_can_be_words_are_taken(field: str, value: object, words: str | None) -> None:
    """Words are taken without the space around them; numbers and lists of words become words."""
    fields = fields_of({field: value})
    assert getattr(fields, WORDS[field]) == words
    assert fields.notes == ()


@pytest.mark.parametrize(
    ("value", "note"),
    [
        pytest.param({"a": 1}, "{}: not words but dict", id="a-mapping"),
        pytest.param(True, "{}: not words but bool", id="a-truth-value"),
        pytest.param(["a", 1], "{}: not words but list", id="a-mixed-list"),
        pytest.param(datetime(2031, 4, 12, tzinfo=UTC), "{}: not words but datetime", id="a-moment"),
        pytest.param("x" * 2001, "{}: 2,001 characters, at most 2,000", id="too-long"),
    ],
)
@pytest.mark.parametrize("field", WORDS)
def test_what_is_no_words_becomes_a_note(field: str, value: object, note: str) -> None:
    """A value that cannot be used is left out, and a note says which and why; nothing is raised."""
    fields = fields_of({field: value})
    assert getattr(fields, WORDS[field]) is None
    assert fields.notes == (note.format(field),)


@pytest.mark.parametrize("field", [*WORDS, "language"])
def test_not_a_number_is_no_words(field: str) -> None:
    """NaN stands for a missing value in many tables, and never becomes the word 'nan'."""
    fields = fields_of({field: math.nan})
    assert getattr(fields, WORDS.get(field, field)) is None


@pytest.mark.parametrize(
    ("value", "code"),
    [
        pytest.param("en", "en", id="code"),
        pytest.param("EN", "en", id="capitals"),
        pytest.param("en-GB", "en", id="with-a-region"),
        pytest.param("en_US", "en", id="with-an-underscore"),
        pytest.param("zh-Hant-TW", "zh", id="with-a-script"),
        pytest.param(" fr ", "fr", id="space-around"),
        pytest.param("English", "en", id="name"),
        pytest.param("eng", "en", id="three-letters"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="null"),
    ],
)
def test_a_language_is_understood_by_code_or_name(value: str | None, code: str | None) -> None:
    """A language is kept as its code of two letters, without region or script."""
    fields = fields_of({"lang": value})
    assert (fields.language, fields.notes) == (code, ())


@pytest.mark.parametrize("value", ["old Korskian", "x", "e1", "english-ish tongue of Velde"])
def test_what_is_no_language_becomes_a_note(value: str) -> None:
    """A language that is not understood is unknown, and a note shows it."""
    fields = fields_of({"language": value})
    assert fields.language is None
    assert fields.notes == (f"language: not a language code: {value!r}",)


def test_a_bad_date_becomes_a_note() -> None:
    """A date that is not understood is unknown, never guessed, and the rest of the row stands."""
    fields = fields_of({"date": "Tuesday", "title": "Talks resume"})
    assert fields == Fields(title="Talks resume", notes=("published: not a date: 'Tuesday'",))


@pytest.mark.parametrize("value", [10**400, "Sat, 12 Apr 99999999999999999999 10:30:00 GMT"], ids=["number", "year"])
def test_an_absurd_date_becomes_a_note_too(value: object) -> None:
    """However absurd a date, it costs the row nothing but its date."""
    fields = fields_of({"date": value, "title": "Talks resume"})
    assert (fields.title, fields.published) == ("Talks resume", None)
    assert [note.partition(": ")[0] for note in fields.notes] == ["published"]


def test_everything_of_a_full_row_is_taken() -> None:
    """A row with all fields gives them all, and a report is made of them as they are."""
    fields = fields_of(
        {
            "doc_id": "row-7",
            "headline": "Talks resume",
            "publisher": "Velde Courier",
            "byline": "Osric Penhallow",
            "pub_date": "2031-04-12",
            "link": "https://courier.example/talks",
            "lang": "en-GB",
            "remarks": "nothing is made of this",
        }
    )
    assert fields == Fields(
        source_id="row-7",
        title="Talks resume",
        outlet="Velde Courier",
        author="Osric Penhallow",
        url="https://courier.example/talks",
        published=Published("2031-04-12", "2031-04-12", DateSource.METADATA),
        language="en",
    )
    report = make_report("Talks resumed.", **fields.for_report())
    assert (report.source_id, report.outlet, report.published) == (fields.source_id, fields.outlet, fields.published)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.binary(max_size=4)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner))
names = st.sampled_from([name for _, name in ALIASES]) | st.text(max_size=6) | st.integers()


@given(st.dictionaries(names, values, max_size=6))
def test_any_row_gives_fields(row: dict[object, object]) -> None:
    """No row, however odd its values, raises anything; its fields are words that hold something, or unknown."""
    fields = fields_of(row)
    for words in (fields.source_id, fields.title, fields.outlet, fields.author, fields.url):
        assert words is None or words.strip() == words != ""
    assert fields.language is None or fields.language.isalpha()


def test_the_docs_show_every_name() -> None:
    """The page about reading has a line for each field, with all the names that fill it."""
    lines = READING_DOC.read_text(encoding="utf-8").splitlines()
    shown = {field for field, names in FIELD_NAMES.items() for line in lines if all(f"`{n}`" in line for n in names)}
    assert shown == set(FIELD_NAMES)


@pytest.mark.parametrize(
    ("own", "outlet", "fetched", "expected"),
    [
        pytest.param(None, None, "https://www.c.example/a", ("https://www.c.example/a", "c.example"), id="none-of-its-own"),
        pytest.param(None, "Courier", "https://c.example/a", ("https://c.example/a", "Courier"), id="an-outlet-of-its-own"),
        pytest.param("https://o.example", None, "https://c.example/a", ("https://o.example", None), id="its-own-wins"),
        pytest.param(None, None, None, (None, None), id="not-fetched"),
        pytest.param(None, None, "https://[::1/a", ("https://[::1/a", None), id="no-host-in-it"),
        pytest.param(None, None, "https://c.example/" + "a" * 2000, (None, None), id="too-long"),
    ],
)  # fmt: skip
def test_a_text_without_an_address_gets_the_one_it_was_fetched_from(
    own: str | None, outlet: str | None, fetched: str | None, expected: tuple[str | None, str | None]
) -> None:
    """Address and host are filled in where the text names none, and the id is that of the whole."""
    given_report = make_report("Nobody signed.", title="T", url=own, outlet=outlet)
    report = with_address(Reading(given_report, Location("a", 1), ("note",)), fetched).report
    assert (report.url, report.outlet) == expected
    assert report == make_report("Nobody signed.", title="T", url=expected[0], outlet=expected[1])
