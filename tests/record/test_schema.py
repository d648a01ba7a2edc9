"""The tables inside a record's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.record.connection import open_for_writing
from onrecord.record.schema import APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION
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
    """Whatever names a report hangs on its key, and goes when the report goes."""
    found = references_to_reports(small_file)

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
