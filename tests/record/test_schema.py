"""The tables inside a record's file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from onrecord.record.connection import migrate, open_for_writing, transaction
from onrecord.record.schema import APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION
from onrecord.record.writer import Writer
from onrecord.records import Anatomy, Language, Location, TakenApart, make_report
from tests.record_fixtures import execute

pytest_plugins = ("tests.record_fixtures",)


def test_marks_of_a_record(small_file: Path) -> None:
    """The file says that it is a record, and which layout it has."""
    assert execute(small_file, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert execute(small_file, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert APPLICATION_ID.to_bytes(4) == b"onrc"
    assert len(MIGRATIONS) == SCHEMA_VERSION


def references_to_reports(file: Path) -> dict[str, set[str]]:
    """Return the tables that refer to reports, each with what happens there when a report is deleted."""
    tables = [name for (name,) in execute(file, "SELECT name FROM sqlite_master WHERE type='table'")]
    found: dict[str, set[str]] = {}
    for table in tables:
        for row in execute(file, f"PRAGMA foreign_key_list({table})"):
            if row[2] == "report":
                found.setdefault(table, set()).add(row[6])
    return found


def test_everything_found_in_a_report_goes_with_it(small_file: Path) -> None:
    """Whatever names a report hangs on its key, and goes when the report goes; but for a story, whose title alone goes."""
    found = references_to_reports(small_file)

    assert found.pop("story") == {"SET NULL"}

    assert {"location", "piece", "mention", "time", "quotation", "dropped", "version", "judgement"} <= set(found)
    assert all(actions == {"CASCADE"} for actions in found.values())


def test_deleting_a_report(small_file: Path) -> None:
    """With a report its pieces, findings, places and words in the index go."""
    with open_for_writing(small_file) as connection:
        connection.execute("DELETE FROM report")

        for table in ("location", "piece", "mention", "time", "quotation", "dropped"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        assert connection.execute("SELECT * FROM report_words WHERE report_words MATCH 'pier'").fetchall() == []


def test_ids_are_sixteen_bytes(small_file: Path) -> None:
    """Ids are stored as the 16 bytes that they print as hexadecimal, and are unique."""
    for table in ("report", "quotation", "mention", "time", "run"):
        ids = [id_ for (id_,) in execute(small_file, f"SELECT id FROM {table}")]
        assert ids
        assert all(isinstance(id_, bytes) and len(id_) == 16 for id_ in ids)
        assert len(set(ids)) == len(ids)


def test_index_of_words_is_sound(demo_copy: Path) -> None:
    """The full-text index agrees with the texts it was made from, and the file with itself."""
    execute(demo_copy, "INSERT INTO report_words(report_words, rank) VALUES ('integrity-check', 1)")

    assert execute(demo_copy, "PRAGMA integrity_check") == [("ok",)]
    assert execute(demo_copy, "PRAGMA foreign_key_check") == []


@pytest.mark.parametrize("column", ["title", "text"])
def test_texts_are_kept_once(demo_copy: Path, column: str) -> None:
    """The index holds no copy of the texts: it reads them from the reports."""
    stored = [name for (name,) in execute(demo_copy, "SELECT name FROM sqlite_master WHERE name LIKE 'report_words%'")]

    assert "report_words" in stored
    assert "report_words_content" not in stored
    assert execute(demo_copy, f"SELECT count({column}) FROM report") >= [(1,)]


def test_a_file_of_the_first_layout_is_brought_up_to_date(tmp_path: Path) -> None:
    """What the first layout indexed report by report stays indexed, once; later reports join it."""
    file = tmp_path / "old.db"
    with sqlite3.connect(file, isolation_level=None) as old:
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrate(old, file, MIGRATIONS[:1])
        old.execute("INSERT INTO report(id, title, text) VALUES (?, 'Pier', 'The ferry sank.')", (bytes(16),))
    old.close()

    with open_for_writing(file) as connection:
        writer = Writer(connection)
        with transaction(connection):
            report = make_report("The ferry sailed.")
            apart = TakenApart(report, Anatomy(), Language("en", 1.0), None)
            writer.add_reports(writer_run(connection), [(apart, Location("a.txt", 1, 0))], "v1")
            writer.index_words()
        found = connection.execute("SELECT rowid FROM report_words WHERE report_words MATCH 'ferry' ORDER BY 1")
        assert found.fetchall() == [(1,), (2,)]
        connection.execute("INSERT INTO report_words(report_words, rank) VALUES ('integrity-check', 1)")


def writer_run(connection: sqlite3.Connection) -> int:
    """Return the key of a run made for a test."""
    connection.execute(
        "INSERT INTO run(id, command, started, program, paths, settings, versions) VALUES (?, 'build', '', '', '[]', '{}', '[]')",
        (bytes(16),),
    )
    return 1


def test_the_words_of_every_report_are_indexed_once(small_file: Path) -> None:
    """After a build the full-text index holds exactly the words of the stored reports."""
    with open_for_writing(small_file) as connection:
        connection.execute("INSERT INTO report_words(report_words, rank) VALUES ('integrity-check', 1)")
        (reports,) = connection.execute("SELECT count(*) FROM report").fetchone()
        (indexed,) = connection.execute("SELECT count(*) FROM report_words_docsize").fetchone()
    assert reports == indexed > 0
