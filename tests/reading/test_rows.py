import io
import json
from datetime import UTC, datetime

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.rows import (
    RowError,
    join_tokens,
    json_rows,
    lines_of,
    parquet_rows,
    read_row,
    records_of,
    row_name,
)
from onrecord.records import DateSource, Kept, Location, NotRead, Published, Reading
from onrecord.settings import Settings

TEXT = "“Never,” the envoy said in Žižek’s café. 📰"


def text_of(row: object, settings: Settings) -> str:
    """Return the text of a row that must give a report."""
    found = read_row("rows.jsonl", 3, row, settings)
    assert isinstance(found, Reading), found
    return found.report.text


def reason_of(row: object, settings: Settings) -> str:
    """Return why a row gives no report."""
    found = read_row("rows.jsonl", 3, row, settings)
    assert isinstance(found, NotRead), found
    assert (found.file, found.status) == ("rows.jsonl#3", Kept.FAILED)
    return found.reason


def test_a_row_is_named_by_its_file_and_number() -> None:
    """Rows are named the same way in every tally."""
    assert row_name("desk/rows.jsonl", 12) == "desk/rows.jsonl#12"


# --- one row ---


def test_a_full_row_gives_a_report_with_all_its_fields(settings: Settings) -> None:
    """All that came with the text is in the report, and its place is the file and the row."""
    row = {
        "id": 7,
        "text": TEXT,
        "title": "Talks resume",
        "outlet": "Velde Courier",
        "published": "2031-04-12",
        "url": "https://courier.example/talks",
        "language": "en",
    }
    found = read_row("rows.jsonl", 3, json.dumps(row).encode(), settings)
    assert isinstance(found, Reading)
    assert found == read_row("rows.jsonl", 3, row, settings)
    report = found.report
    assert found.location == Location("rows.jsonl", 3)
    assert (report.text, report.source_id, report.title, report.outlet) == (TEXT, "7", "Talks resume", "Velde Courier")
    assert (report.url, report.language) == ("https://courier.example/talks", "en")
    assert report.published == Published("2031-04-12", "2031-04-12", DateSource.METADATA)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        pytest.param({"text": TEXT}, TEXT, id="text"),
        pytest.param({"text": "  one\r\ntwo \n"}, "  one\r\ntwo \n", id="white-space-and-line-ends-stay"),
        pytest.param({"text": "* * *\n\n" * 3}, "* * *\n\n" * 3, id="never-split"),
        pytest.param({"text": "---\ntitle: x\n---\nNo."}, "---\ntitle: x\n---\nNo.", id="no-front-matter-in-rows"),
        pytest.param({"text": "<p>No.</p>"}, "<p>No.</p>", id="markup-stays"),
        pytest.param({"Body": TEXT, "TEXT": ""}, TEXT, id="the-column-that-holds-something"),
        pytest.param({"text": "no\0nul"}, "no\0nul", id="nul"),
        pytest.param({"text": ""}, "", id="empty"),
        pytest.param({"text": None}, "", id="null"),
        pytest.param({"text": float("nan")}, "", id="not-a-number-is-nothing"),
        pytest.param({"text": "a", "tokens": [["one", "two"]]}, "one two", id="tokens-win"),
    ],
)
def test_the_text_of_a_row_stays_as_it_came(row: dict[str, object], text: str, settings: Settings) -> None:
    """A row is one report, its text neither trimmed, split nor cleaned."""
    assert text_of(row, settings) == text
    assert text_of(json.dumps(row).encode(), settings) == text


NEEDED = "text, body, content, article, maintext, full_text, article_text, plain_text"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param(b"no json", "malformed JSON: Expecting value: line 1 column 1 (char 0)", id="no-json"),
        pytest.param(
            b'{"text": "cut in the mid',
            "malformed JSON: Unterminated string starting at: line 1 column 10 (char 9)",
            id="cut",
        ),
        pytest.param(b"[" * 100_000, "malformed JSON: brackets nested too deeply", id="deep-brackets"),
        pytest.param(b"[]", "not an object with named fields but list", id="a-list"),
        pytest.param(b"42", "not an object with named fields but int", id="a-number"),
        pytest.param(b"null", "not an object with named fields but NoneType", id="null"),
        pytest.param(b"\x00\x01\x02\x03" * 20, "binary data, not text", id="binary"),
        pytest.param(RowError("malformed CSV: odd"), "malformed CSV: odd", id="could-not-be-cut-out"),
        pytest.param({"text": 7}, "the text is not words but int: 7", id="a-number-for-a-text"),
        pytest.param({"text": ["a"]}, "the text is not words but list: ['a']", id="a-list-for-a-text"),
        pytest.param(
            {"title": "x", "id": "7"},
            f"no column with the text (columns: id, title; one of {NEEDED} is needed)",
            id="no-text",
        ),
        pytest.param({}, f"no column with the text (columns: none; one of {NEEDED} is needed)", id="no-columns"),
        pytest.param({"tokens": "text"}, "tokens: not a JSON list", id="tokens-in-words"),
        pytest.param({"tokens": {}}, "tokens: not a list of sentences but dict", id="tokens-as-a-mapping"),
        pytest.param({"tokens": ["flat"]}, "tokens: not a list of sentences, each a list of words", id="flat-tokens"),
        pytest.param({"tokens": [[1]]}, "tokens: not a list of sentences, each a list of words", id="numbers-as-words"),
        pytest.param(
            {"text": "\ud800"},
            "holds half of a surrogate pair or an undecodable byte, which is no text",
            id="half-a-surrogate-pair",
        ),
        pytest.param(
            b'{"text": "No.", "outlet": "\\udfff"}',
            "holds half of a surrogate pair or an undecodable byte, which is no text",
            id="half-a-pair-in-a-field",
        ),
    ],
)
def test_a_bad_row_gives_its_reason(row: object, reason: str, settings: Settings) -> None:
    """A row that is no report says why, under its file and number, and raises nothing."""
    assert reason_of(row, settings) == reason


def test_a_row_that_is_too_long_is_refused(settings: Settings) -> None:
    """A text over the limit is refused with both lengths."""
    limited = settings.replace(max_report_chars=10)
    assert reason_of({"text": "x" * 11}, limited) == "too long: 11 characters, at most 10"
    assert text_of({"text": "x" * 10}, limited) == "x" * 10


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({"text": TEXT, "published": 10**400}, id="an-absurd-number-for-a-date"),
        pytest.param({"text": TEXT, "date": "Sat, 12 Apr 99999999999999999999 10:30:00 GMT"}, id="an-absurd-year"),
        pytest.param({"text": TEXT, "published": "Tuesday"}, id="no-date"),
        pytest.param({"text": TEXT, "title": {"a": 1}}, id="no-title"),
    ],
)
def test_an_odd_field_costs_only_itself(row: dict[str, object], settings: Settings) -> None:
    """A field that cannot be used is noted, and the report is read."""
    found = read_row("rows.jsonl", 3, json.dumps(row).encode(), settings)
    assert isinstance(found, Reading)
    assert found.report.text == TEXT
    assert len(found.notes) == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(-(10**400), 10**400) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
columns = st.sampled_from(["text", "tokens", "title", "published", "date", "id", "lang", "x"])


@given(st.dictionaries(columns, json_values, max_size=5) | json_values)
def test_any_json_gives_a_report_or_a_reason(settings: Settings, row: object) -> None:
    """No row, however odd, raises anything."""
    found = read_row("rows.jsonl", 3, json.dumps(row).encode(), settings)
    assert isinstance(found, Reading) or found.reason


@given(st.binary(max_size=40))
def test_any_line_gives_a_report_or_a_reason(settings: Settings, line: bytes) -> None:
    """No line of bytes raises anything."""
    assert isinstance(read_row("rows.jsonl", 3, line, settings), Reading | NotRead)


# --- given tokens ---


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        pytest.param([["Nobody", "signed", "."], ["Why", "?"]], "Nobody signed .\nWhy ?", id="two-sentences"),
        pytest.param([["Žižek", "’s", "café", "📰"]], "Žižek ’s café 📰", id="not-ascii"),
        pytest.param([["a b", "c"]], "a b c", id="a-word-with-a-space"),
        pytest.param([["a\nb"], ["c"]], "a\nb\nc", id="a-word-with-a-line-end"),
        pytest.param([], "", id="no-sentences"),
        pytest.param([[]], "", id="an-empty-sentence"),
        pytest.param([["a"], [], ["b"]], "a\n\nb", id="an-empty-sentence-between"),
        pytest.param([["a", "", "b"]], "a  b", id="an-empty-word"),
        pytest.param('[["Nobody", "signed"]]', "Nobody signed", id="as-json-in-a-cell"),
    ],
)
def test_given_tokens_make_the_text(tokens: object, text: str) -> None:
    """The text is the words joined by single spaces and the sentences by one newline."""
    assert join_tokens(tokens)[0] == text


@given(st.lists(st.lists(st.text(max_size=6), max_size=5), max_size=5))
def test_every_given_token_slices_back(tokens: list[list[str]]) -> None:
    """Each word's span in the text gives the word back, sentence by sentence."""
    text, spans = join_tokens(tokens)
    assert text == "\n".join(" ".join(sentence) for sentence in tokens)
    assert [[span.of(text) for span in sentence] for sentence in spans] == tokens
    flat = [span for sentence in spans for span in sentence]
    assert flat == sorted(flat)


# --- JSON ---


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        pytest.param(b'[{"text": "a"}, {"text": "b"}]', [{"text": "a"}, {"text": "b"}], id="list"),
        pytest.param(b'{"text": "a"}', [{"text": "a"}], id="object"),
        pytest.param(b'{"count": 2, "hits": [{"text": "a"}]}', [{"text": "a"}], id="a-list-inside"),
        pytest.param(
            b'{"left": [{"a": 1}], "right": [{"b": 2}]}',
            [{"left": [{"a": 1}], "right": [{"b": 2}]}],
            id="two-lists-inside",
        ),
        pytest.param(b"[]", [], id="empty-list"),
        pytest.param(b"7", [7], id="a-number"),
        pytest.param(b'{"text": "a"}\n{"text": "b"}', [b'{"text": "a"}', b'{"text": "b"}'], id="lines"),
    ],
)
def test_rows_of_json_are_found(data: bytes, rows: list[object]) -> None:
    """The rows of a JSON file are the objects of its list, or of the one list inside, or its lines."""
    assert list(json_rows(data)) == rows


# --- lines ---


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(b"one\ntwo\n", [b"one\n", b"two\n"], id="two"),
        pytest.param(b"one\ntwo", [b"one\n", b"two"], id="no-last-line-end"),
        pytest.param(b"one\r\n\r\n  \ntwo", [b"one\r\n", b"two"], id="blank-lines-are-passed-over"),
        pytest.param("a\u2028b\x85c\n".encode(), ["a\u2028b\x85c\n".encode()], id="other-separators-do-not-part"),
        pytest.param(b"0123456789\n", [b"0123456789\n"], id="just-short-enough"),
        pytest.param(b"0123456789", [b"0123456789"], id="just-short-enough-at-the-end"),
        pytest.param(b"0123456789x\ntwo\n", ["a line of more than 10 bytes", b"two\n"], id="one-byte-too-long"),
        pytest.param(
            b"one\n" + b"x" * 3_000_000 + b"\ntwo", [b"one\n", "a line of more than 10 bytes", b"two"], id="huge"
        ),
        pytest.param(b"x" * 3_000_000, ["a line of more than 10 bytes"], id="huge-without-an-end"),
    ],
)
def test_lines_are_cut_and_long_ones_passed_over(data: bytes, lines: list[bytes | str]) -> None:
    """Each line that holds something comes as bytes; one over the limit is an error, and the next goes on."""
    found = lines_of(io.BytesIO(data), 10)
    assert [str(line) if isinstance(line, RowError) else line for line in found] == lines


# --- CSV ---


def records(text: str, max_chars: int = 1000) -> list[dict[str, object] | str]:
    """Return the records of CSV text, errors as their words."""
    lines = io.StringIO(text, newline="")
    return [str(record) if isinstance(record, RowError) else record for record in records_of(lines, max_chars)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("id,text\n", [], id="header-only"),
        pytest.param("id,text\n1,No.\n2,Yes.\n", [{"id": "1", "text": "No."}, {"id": "2", "text": "Yes."}], id="two"),
        pytest.param("id;text\r\n1;No, never.\r\n", [{"id": "1", "text": "No, never."}], id="semicolons"),
        pytest.param("id\ttext\n1\tNo.\n", [{"id": "1", "text": "No."}], id="tabs"),
        pytest.param("id|text\n1|No.\n", [{"id": "1", "text": "No."}], id="bars"),
        pytest.param(" id , text \n1,No.\n", [{"id": "1", "text": "No."}], id="spaces-in-the-header"),
        pytest.param('text\n"one\n\ntwo, ""three"""\n', [{"text": 'one\n\ntwo, "three"'}], id="lines-inside-a-cell"),
        pytest.param('text\n"one\r\ntwo"\r\n', [{"text": "one\r\ntwo"}], id="windows-lines-inside-a-cell"),
        pytest.param("id,text\n\n1,No.\n,\n", [{"id": "1", "text": "No."}], id="blank-lines-and-empty-records"),
        pytest.param("id,text\n1\n2,No.\n", [{"id": "1"}, {"id": "2", "text": "No."}], id="too-few-cells"),
        pytest.param(
            "id,text\n1,No.,x\n2,Yes.\n",
            ["malformed CSV: 3 cells under 2 columns", {"id": "2", "text": "Yes."}],
            id="too-many-cells",
        ),
        pytest.param("text\nHe said “no”, then left\n", ["malformed CSV: 2 cells under 1 columns"], id="unquoted"),
        pytest.param('text\n"He said “no”"\n', [{"text": "He said “no”"}], id="curly-marks-are-no-marks"),
        pytest.param('text\nsix 6" pipes\n', [{"text": 'six 6" pipes'}], id="an-inch-inside-a-cell"),
    ],
)
def test_csv_records_are_cut_out(text: str, expected: list[object]) -> None:
    """Records come under the header's names, whatever the delimiter, with line ends inside cells as they are."""
    assert records(text) == expected


def test_a_mark_that_is_never_closed_costs_one_row() -> None:
    """An unclosed quotation mark does not swallow the rows below it."""
    text = 'id,text\n1,"No."\n2,"Never closed\n3,Yes.\n4,Why not.\n'
    assert records(text) == [
        {"id": "1", "text": "No."},
        "malformed CSV: a quotation mark that is never closed",
        {"id": "3", "text": "Yes."},
        {"id": "4", "text": "Why not."},
    ]


def test_an_unclosed_mark_does_not_run_two_rows_together() -> None:
    """A mark that only the next row's mark closes is noticed: no record holds the words of two rows."""
    text = 'id,text\n1,"No."\n2,"Never closed\n3,"Yes."\n4,"Why not."\n'
    found = records(text)
    assert (found[0], found[-1]) == ({"id": "1", "text": "No."}, {"id": "4", "text": "Why not."})
    assert [record for record in found if isinstance(record, str)]
    assert not [record for record in found if "Never closed" in str(record) and "Yes" in str(record)]


def test_a_cell_longer_than_the_usual_limit_is_read() -> None:
    """A long article in one cell is no error."""
    text = "word " * 40_000
    assert records(f'id,text\n1,"{text}"\n', 1_000_000) == [{"id": "1", "text": text}]


cells = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n",;"'), min_size=1, max_size=12)


@given(st.lists(st.tuples(cells, cells), max_size=6), st.sampled_from("\n \r\n".split(" ")))
def test_what_csv_writes_is_read_back(rows: list[tuple[str, str]], line_end: str) -> None:
    """Whatever two columns hold, with every cell in marks, comes back as it was."""
    lines = ['"id","text"'] + [",".join('"{}"'.format(cell.replace('"', '""')) for cell in row) for row in rows]
    expected = [{"id": left, "text": right} for left, right in rows]
    assert records(line_end.join([*lines, ""])) == expected


@given(st.text(max_size=80) | st.lists(st.sampled_from(['"', ",", "\n", "\r\n", "a", "text", "\0"])).map("".join))
def test_any_csv_gives_records_or_reasons(text: str) -> None:
    """No text, however broken as CSV, raises anything or goes on for ever."""
    assert len(records(text)) <= len(text) + 1


# --- Parquet ---


def parquet(columns: dict[str, object]) -> io.BytesIO:
    """Return a Parquet file of these columns."""
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), out)
    return io.BytesIO(out.getvalue())


@pytest.mark.parametrize("batch_rows", [1, 2, 100])
def test_parquet_rows_come_with_their_types(batch_rows: int) -> None:
    """Rows come in order under their columns' names, however many are read at once."""
    moments = [datetime(2031, 4, 12, 10, 30, tzinfo=UTC), None, datetime(2031, 4, 13, tzinfo=UTC)]
    rows = list(parquet_rows(parquet({"text": ["one", "two", None], "published": moments}), batch_rows))
    assert rows == [
        {"text": text, "published": moment} for text, moment in zip(["one", "two", None], moments, strict=True)
    ]


def test_given_tokens_may_come_in_parquet(settings: Settings) -> None:
    """A column of lists of lists of words gives tokens like JSON does."""
    (row,) = parquet_rows(parquet({"tokens": [[["Nobody", "signed"], ["Why", "?"]]]}), 10)
    assert text_of(row, settings) == "Nobody signed\nWhy ?"


@pytest.mark.parametrize("data", [b"PAR1", b"PAR1 no parquet at all PAR1", b"", b"text"])
def test_damaged_parquet_is_told(data: bytes) -> None:
    """A file that is no Parquet is an error that says so."""
    with pytest.raises(RowError, match=r"^damaged Parquet: "):
        list(parquet_rows(io.BytesIO(data), 10))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        pytest.param('"Good," said Ann Lee, a nurse.\t2031\n', '"Good," said Ann Lee, a nurse.', id="marks-of-speech"),
        pytest.param('"He said "no" to all"\t2031\n', 'He said "no" to all', id="marks-inside-a-quoted-cell"),
        pytest.param('"A ""b"" c"\t2031\n', 'A "b" c', id="doubled-marks"),
    ],
)
def test_marks_in_a_cell_are_kept_as_printed(line: str, text: str) -> None:
    """Quotation marks that quote no cell stand in the text, since what they hold is evidence."""
    assert list(records_of(["text\tdate\n", line], 10_000)) == [{"text": text, "date": "2031"}]


def test_a_row_whose_marks_make_no_sense_is_refused() -> None:
    """A row that cannot be cut without losing words or marks is an error, not a guess."""
    (found,) = records_of(["text,date\n", '"Good," said Ann Lee,2031\n'], 10_000)
    assert isinstance(found, RowError)
