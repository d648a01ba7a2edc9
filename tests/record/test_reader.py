"""Asking a record."""

from __future__ import annotations

import itertools
import string
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.errors import NotFoundError
from onrecord.pipeline import Tally
from onrecord.record.opened import Record
from onrecord.record.tables import TABLES
from onrecord.records import Kept
from tests.record_fixtures import FERRY, PIER, build, companions, write, write_rows

pytest_plugins = ("tests.record_fixtures",)

ROWS = [
    {"id": "pier", "title": "Unions share the pier", "text": PIER},
    {"id": "ferry", "title": "Night ferry sails", "text": FERRY},
    {"id": "cafe", "text": "The CAFÉ at the quay was crowded; the naïve visitor paid twice. It isn’t over."},
    {"id": "tr", "text": "Balıkçılar yeni iskeleyi paylaşmakta anlaştı ve mahkeme süreci sona erdi.", "language": "tr"},
    {"id": "zh", "text": "渔民同意共享新码头，争端已经结束。", "language": "zh"},
    {"id": "nul", "text": "Before the NUL\x00and behind it stands the anchor."},
]


@pytest.fixture(scope="module")
def rows_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of short rows in several languages; do not change it."""
    folder = tmp_path_factory.mktemp("rows")
    build(write_rows(folder / "rows.jsonl", ROWS), folder / "r.db")
    return folder / "r.db"


def found_ids(file: Path, words: str, limit: int = 20) -> set[str | None]:
    """Return the source ids of the reports that hold the words."""
    with Record(file) as record:
        return {record.reader.report(hit.report).source_id for hit in record.find(words, limit)}


SEARCHES = [
    ("a word", "lawyers", {"pier"}),
    ("other case", "LAWYERS", {"pier"}),
    ("in a title only", "sails", {"ferry"}),
    ("all words", "selbridge ferry", {"ferry"}),
    ("in any order", "ferry selbridge", {"ferry"}),
    ("words of two reports", "lawyers ferry", set()),
    ("a phrase", '"night ferry"', {"ferry"}),
    ("a phrase in another order", '"ferry night"', set()),
    ("a phrase and a word", '"night ferry" captain', {"ferry"}),
    ("a beginning", "lawy*", {"pier"}),
    ("no beginning without a star", "lawy", set()),
    ("accents left out", "cafe naive", {"cafe"}),
    ("accents written", "naïve café", {"cafe"}),
    ("a language that is not read", "mahkeme", {"tr"}),
    ("no spaces between words", "码头", {"zh"}),
    ("behind a NUL", "anchor", {"nul"}),
    ("operators are words", "pier OR ferry", set()),
    ("a column's name is a word", "title:pier", set()),
    ("signs between words", "lawyers — concrete", {"pier"}),
    ("nothing", "", set()),
    ("only a star", "*", set()),
    ("only marks", '""', set()),
    ("an open mark", '"night ferry', {"ferry"}),
]


@pytest.mark.parametrize(("words", "expected"), [case[1:] for case in SEARCHES], ids=[case[0] for case in SEARCHES])
def test_find(rows_file: Path, words: str, expected: set[str]) -> None:
    """The reports that hold all the words are found, without regard to case and accents, in every language."""
    assert found_ids(rows_file, words) == expected


@given(st.text(alphabet=string.printable + "“”’é码\x00\ud7ff\udcff", max_size=20))
@example("\x00")
@example("\udcff")  # what a byte that is no text becomes on a command line
@settings(max_examples=200)
def test_find_anything(rows_file: Path, words: str) -> None:
    """Whatever is typed, a search comes to an end, and its marks lie inside its snippets."""
    with Record(rows_file) as record:
        for hit in record.find(words):
            assert all(0 <= mark.start < mark.end <= len(hit.snippet) for mark in hit.marks)


@pytest.mark.parametrize(("words", "marked"), [("lawyers", "lawyers"), ("码头", "码头"), ("cafe", "CAFÉ")])
def test_snippets(rows_file: Path, words: str, marked: str) -> None:
    """A hit shows the words in their context as printed, and where they stand in it."""
    with Record(rows_file) as record:
        (hit,) = record.find(words)
        text = record.reader.report(hit.report).text

    assert [mark.of(hit.snippet) for mark in hit.marks] == [marked]
    assert hit.snippet.strip() in text


def test_best_first(rows_file: Path) -> None:
    """A report with the word in its title comes before one that has it in passing."""
    with Record(rows_file) as record:
        hits = record.find("selbridge")
        best = record.find("ferry")[0]

    assert len(hits) == 2
    assert best.title == "Night ferry sails"


def test_limit(rows_file: Path) -> None:
    """No more hits than asked for are returned."""
    assert len(found_ids(rows_file, "the", limit=2)) == 2


def test_rows_are_in_the_order_of_their_ids(demo_file: Path) -> None:
    """Every table with ids comes sorted by them, each row once, as many as are counted."""
    with Record(demo_file) as record:
        for table in TABLES:
            rows = list(record.table(table.name))
            assert len(rows) == len(record.table(table.name))
            if "id" in table.columns:
                ids = [row.id for row in rows]
                assert ids == sorted(set(ids))


def test_items_by_id(demo_file: Path) -> None:
    """Any row is found by its id, by its beginning and in capitals, with the table it stands in."""
    with Record(demo_file) as record:
        for name in ("reports", "quotations", "mentions", "times"):
            row = next(iter(record.table(name)))
            for id_ in (row.id, row.id[:12], row.id.upper()):
                item = record.item(id_)
                assert (item.table, item.record) == (name, row)


@pytest.mark.parametrize(
    "id_",
    ["", "abc", "xyzw", "0" * 33, "ab cd", "😀😀😀😀"],
    ids=["empty", "short", "letters", "long", "space", "signs"],
)
def test_no_ids(demo_file: Path, id_: str) -> None:
    """What cannot be an id is refused, and the message says what one looks like."""
    with Record(demo_file) as record, pytest.raises(NotFoundError, match="Ids are hexadecimal digits"):
        record.item(id_)


def test_unknown_id(demo_file: Path) -> None:
    """An id that nothing has is refused, and the message says where ids are listed."""
    with (
        Record(demo_file) as record,
        pytest.raises(NotFoundError, match="Nothing in this record has the id ffffffffffff"),
    ):
        record.item("ffffffffffff")


def test_ambiguous_id(tmp_path: Path) -> None:
    """The beginning of several ids is refused, and the message lists them."""
    rows = [{"text": f"Report {number}."} for number in range(1200)]
    build(write_rows(tmp_path / "rows.jsonl", rows), tmp_path / "r.db", read_languages=("en", "de"))
    with Record(tmp_path / "r.db") as record:
        ids = [report.id for report in record.reports]
        shared = next(left[:4] for left, right in itertools.pairwise(ids) if left[:4] == right[:4])

        with pytest.raises(NotFoundError, match=f"{shared} is the start of several ids") as caught:
            record.item(shared)

    assert str(caught.value).count("(reports)") >= 2
    assert "Give more of its digits" in caught.value.remedy


def test_report_that_is_not_there(demo_file: Path) -> None:
    """A report is asked for by its whole id, and an unknown one is refused."""
    with Record(demo_file) as record, pytest.raises(NotFoundError, match="There is no report"):
        record.reader.report("f" * 32)


def test_found_in_one_report(demo_file: Path) -> None:
    """What was found in one report is what the tables hold for it, in order of place."""
    with Record(demo_file) as record:
        for report in record.reports:
            quotations, mentions, times, drops = record.reader.found_in(report.id)
            assert [row.spans for row in quotations] == sorted(row.spans for row in quotations)
            assert [row.start for row in mentions] == sorted(row.start for row in mentions)
            for name, rows in (("quotations", quotations), ("mentions", mentions), ("times", times), ("drops", drops)):
                expected = [row for row in record.table(name) if row.report == report.id]
                assert sorted(rows, key=repr) == sorted(expected, key=repr)


def test_locations(tmp_path: Path) -> None:
    """Every file a report was read from is listed, once; the one shown does not depend on the order of reading."""
    first = write(tmp_path / "reports", "b/pier.txt", PIER)
    second = write(tmp_path / "reports", "a/copy.txt", f"\r\n\r\n{PIER}")
    for paths in ([first, second], [second, first]):
        file = tmp_path / "r.db"
        build(paths, file)
        with Record(file) as record:
            (report,) = record.reports
            assert record.reader.locations(report.id) == tuple(sorted(map(str, (first, second))))
            assert (report.file, report.file_start) == (str(first), 0)
        file.unlink()


def test_runs_and_their_inputs(tmp_path: Path) -> None:
    """Each run is listed with what became of every input, oldest run first."""
    file = tmp_path / "r.db"
    folder = tmp_path / "reports"
    pier, empty = write(folder, "pier.txt", PIER), write(folder, "empty.txt", "")
    tallies: list[Tally] = [build(folder, file), build(folder, file)]
    with Record(file) as record:
        assert [run.id for run in record.runs] == [tally.run.id for tally in tallies]
        first = list(record.reader.inputs(tallies[0].run.id))
        last = list(record.reader.inputs())

        assert {(input_.file, input_.status, input_.reports) for input_ in first} == {
            (str(pier), Kept.TAKEN, 1),
            (str(empty), Kept.FAILED, 0),
        }
        assert {(input_.file, input_.status) for input_ in last} == {
            (str(pier), Kept.SKIPPED),
            (str(empty), Kept.FAILED),
        }
        failed = list(record.reader.inputs(None, Kept.FAILED))
        assert [(input_.file, input_.reason) for input_ in failed] == [(str(empty), "empty")]


def test_counts(demo_file: Path) -> None:
    """Unread reports, reasons for leaving things out and the components in use are counted and named."""
    with Record(demo_file) as record:
        reader = record.reader
        assert reader.count_unread() == sum(report.unread is not None for report in record.reports) == 1
        assert sum(reader.drops_by_reason().values()) == len(record.drops)
        assert any("quotations.rules.v" in version for version in reader.versions_in_use())


def test_digest_is_stable(demo_file: Path) -> None:
    """Asking twice gives the same SHA-256, and leaves nothing behind."""
    with Record(demo_file) as record:
        first = record.digest()
        assert first == record.digest()

    assert len(first) == 64
    assert set(first) <= set(string.hexdigits)
    assert companions(demo_file) == []
