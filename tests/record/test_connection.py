"""Opening a record's file: one writer, many readers, and files that are refused."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from onrecord.errors import (
    NotFoundError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreTooNewError,
)
from onrecord.record import connection as opening
from onrecord.record.connection import explained, migrate, open_for_reading, open_for_writing, transaction
from onrecord.record.opened import Record
from onrecord.record.schema import APPLICATION_ID, SCHEMA_VERSION
from tests.record_fixtures import FERRY, PIER, build, companions, digest_of, execute, is_root, write

pytest_plugins = ("tests.record_fixtures",)


def value_of(connection: sqlite3.Connection, pragma: str) -> object:
    """Return one setting of a connection."""
    return connection.execute(f"PRAGMA {pragma}").fetchone()[0]


def test_writer_settings(tmp_path: Path) -> None:
    """A writer keeps a log, enforces references, overwrites what it deletes and puts nothing into temporary files."""
    with open_for_writing(tmp_path / "r.db") as connection:
        assert value_of(connection, "journal_mode") == "wal"
        assert value_of(connection, "foreign_keys") == 1
        assert value_of(connection, "secure_delete") in (1, 2)  # on, or on without rewriting pages that are free
        assert value_of(connection, "temp_store") == 2
        assert value_of(connection, "application_id") == APPLICATION_ID
        assert value_of(connection, "user_version") == SCHEMA_VERSION


def test_writer_leaves_nothing_beside_the_file(tmp_path: Path) -> None:
    """Once a writer is done, the folder holds the record's file and nothing else."""
    file = tmp_path / "r.db"

    with open_for_writing(file) as connection:
        with transaction(connection):
            connection.execute("INSERT INTO state VALUES ('a', 'b')")
        assert "r.db-lock" in companions(file)

    assert [path.name for path in tmp_path.iterdir()] == ["r.db"]


def test_writer_that_fails_leaves_nothing_beside_the_file(tmp_path: Path) -> None:
    """The same holds when the writer's work ends in an error."""
    file = tmp_path / "r.db"

    with pytest.raises(ValueError, match="stop"), open_for_writing(file):
        raise ValueError("stop")

    assert [path.name for path in tmp_path.iterdir()] == ["r.db"]


def test_reader_leaves_nothing_beside_the_file(small_file: Path) -> None:
    """Reading leaves no companion files, and not one byte of the record is changed."""
    before = small_file.read_bytes()

    with Record(small_file) as record:
        assert len(list(record.reports)) == 2

    assert companions(small_file) == []
    assert small_file.read_bytes() == before


def test_reader_cannot_write(small_file: Path) -> None:
    """A connection for reading refuses to write."""
    with pytest.raises(StoreError), open_for_reading(small_file) as connection:
        connection.execute("DELETE FROM report")

    assert len(Record(small_file).reports) == 2


def test_second_writer_is_refused(small_file: Path) -> None:
    """While one program writes, another is refused at once, told why, and leaves the first alone."""
    with open_for_writing(small_file) as connection:
        busy = pytest.raises(StoreBusyError, match="Another program is writing to")
        with busy as caught, open_for_writing(small_file):
            pass
        with transaction(connection):
            connection.execute("INSERT INTO state VALUES ('still', 'mine')")

    assert "reading is possible meanwhile" in caught.value.remedy
    with open_for_writing(small_file) as connection:
        assert connection.execute("SELECT value FROM state WHERE name='still'").fetchone() == ("mine",)


def test_readers_read_while_one_writes(small_file: Path) -> None:
    """Readers are not blocked by a writer, and see what was committed before."""
    with open_for_writing(small_file) as connection, transaction(connection):
        connection.execute("DELETE FROM report")
        with Record(small_file) as record, Record(small_file) as other:
            assert len(record.reports) == len(other.reports) == 2

    with Record(small_file) as record:
        assert len(record.reports) == 0


def test_no_file(tmp_path: Path) -> None:
    """A record that does not exist is not made by reading it, and the message says how to make one."""
    with pytest.raises(NotFoundError, match=r"There is no record at .*none\.db.*onrecord build"):
        Record(tmp_path / "none.db")

    assert list(tmp_path.iterdir()) == []


def test_folder_that_is_a_file(tmp_path: Path) -> None:
    """A record below a file cannot be written, and the message says so."""
    below = write(tmp_path, "pier.txt", PIER) / "r.db"

    with pytest.raises(NotFoundError, match="There is no folder"), open_for_writing(below):
        pass


def test_newer_record(small_file: Path) -> None:
    """A record of a newer layout is refused for reading and writing, and left as it was."""
    execute(small_file, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = small_file.read_bytes()

    with pytest.raises(StoreTooNewError, match="pip install --upgrade onrecord"):
        Record(small_file)
    with pytest.raises(StoreTooNewError, match=f"layout {SCHEMA_VERSION + 1}"), open_for_writing(small_file):
        pass

    assert small_file.read_bytes() == before
    assert companions(small_file) == []


def test_older_record(small_file: Path) -> None:
    """A record of an older layout is not read, and the message says that a build brings it up to date."""
    execute(small_file, "PRAGMA user_version = 0")

    with pytest.raises(StoreError, match="brings it up to date"):
        Record(small_file)


def foreign_database(path: Path) -> Path:
    """Make another program's SQLite file."""
    execute(path, "CREATE TABLE recipe (name TEXT)", "INSERT INTO recipe VALUES ('soup')")
    return path


def text_file(path: Path) -> Path:
    """Make a file that is no database."""
    path.write_text(PIER * 20, encoding="utf-8")
    return path


def truncated_record(path: Path) -> Path:
    """Make a record that was cut off half-way."""
    source = path.parent / "reports"
    write(source, "pier.txt", PIER)
    build(source, path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


REFUSED = [("foreign database", foreign_database), ("text file", text_file), ("truncated record", truncated_record)]


@pytest.mark.parametrize("make", [case[1] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_files_that_are_no_record(make: object, tmp_path: Path) -> None:
    """Another program's file and a damaged record are refused for reading and writing, and left as they were."""
    assert callable(make)
    file = make(tmp_path / "r.db")
    before = file.read_bytes()

    with pytest.raises(StoreDamagedError), Record(file) as record:
        list(record.reports)
    with pytest.raises(StoreDamagedError):
        build(write(tmp_path / "more", "ferry.txt", FERRY), file)

    assert file.read_bytes() == before
    assert "r.db-lock" not in companions(file)


def test_damaged_record_says_what_to_do(tmp_path: Path) -> None:
    """The message for a damaged file names it and the next step."""
    with pytest.raises(StoreDamagedError, match=r"r\.db is not a record, or it is damaged.*Restore a copy"):
        Record(text_file(tmp_path / "r.db"))


def test_empty_file(tmp_path: Path) -> None:
    """A file that a stopped build left empty is an empty record, and the next build fills it."""
    file = tmp_path / "r.db"
    file.touch()

    with Record(file) as record:
        assert len(record.reports) == len(record.quotations) == 0

    build(write(tmp_path / "reports", "pier.txt", PIER), file)
    with Record(file) as record:
        assert len(record.reports) == 1


@pytest.mark.skipif(is_root(), reason="permissions do not bind the superuser")
def test_folder_that_may_not_be_written(small_file: Path) -> None:
    """In a read-only folder a record is read, writing is refused with a reason, and nothing is left behind."""
    folder = small_file.parent
    before = digest_of(small_file)
    small_file.chmod(0o444)
    folder.chmod(0o555)
    try:
        assert digest_of(small_file) == before
        with pytest.raises(StoreError), open_for_writing(small_file):
            pass
        assert companions(small_file) == []
    finally:
        folder.chmod(0o755)
        small_file.chmod(0o644)


def test_full_disk(two_reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up stops the build with a reason; what was stored stands, and a later build completes it."""
    file, whole = tmp_path / "full.db", tmp_path / "whole.db"
    rows = two_reports / "rows.jsonl"
    rows.write_text("".join(f'{{"id": "{number}", "text": "{"pier " * 600}{number}"}}\n' for number in range(60)))
    prepare = opening._prepare

    def prepare_small(connection: sqlite3.Connection, cache_mb: int) -> None:
        prepare(connection, cache_mb)
        connection.execute("PRAGMA max_page_count = 140")

    monkeypatch.setattr(opening, "_prepare", prepare_small)
    with pytest.raises(StoreFullError, match=r"There is no room to write to .*full\.db") as caught:
        build(two_reports, file, commit_reports=5, batch_reports=5)
    monkeypatch.undo()

    assert "run the same command again" in caught.value.remedy
    assert companions(file) == []
    assert execute(file, "PRAGMA integrity_check") == [("ok",)]
    with Record(file) as record:
        assert 0 < len(record.reports) < 62
    build(two_reports, file)
    build(two_reports, whole)
    assert digest_of(file) == digest_of(whole)


ERRORS = [
    ("full", sqlite3.OperationalError("database or disk is full"), StoreFullError),
    ("write error", sqlite3.OperationalError("disk I/O error"), StoreFullError),
    ("locked", sqlite3.OperationalError("database is locked"), StoreBusyError),
    ("cannot open", sqlite3.OperationalError("unable to open database file"), StoreError),
    ("read-only", sqlite3.OperationalError("attempt to write a readonly database"), StoreError),
    ("malformed", sqlite3.DatabaseError("database disk image is malformed"), StoreDamagedError),
    ("not a database", sqlite3.DatabaseError("file is not a database"), StoreDamagedError),
]


@pytest.mark.parametrize(("error", "kind"), [case[1:] for case in ERRORS], ids=[case[0] for case in ERRORS])
def test_errors_are_explained(error: sqlite3.Error, kind: type[StoreError]) -> None:
    """SQLite's errors become errors that name the file and the next step, with the cause chained."""
    with pytest.raises(StoreError) as caught, explained(Path("talks.db")):
        raise error

    assert type(caught.value) is kind
    assert "talks.db" in str(caught.value)
    assert str(error) in str(caught.value)
    assert caught.value.remedy
    assert caught.value.__cause__ is error


@pytest.mark.parametrize("error", [sqlite3.IntegrityError("UNIQUE"), sqlite3.OperationalError("no such table: x")])
def test_mistakes_of_the_program_are_not_hidden(error: sqlite3.Error) -> None:
    """An error that only a mistake in this program causes is passed on as it is."""
    with pytest.raises(type(error)) as caught, explained(Path("talks.db")):
        raise error

    assert caught.value is error


def test_transaction(tmp_path: Path) -> None:
    """Everything inside a transaction is stored, or, when it fails, nothing."""
    with open_for_writing(tmp_path / "r.db") as connection:
        with transaction(connection):
            connection.execute("INSERT INTO state VALUES ('a', '1')")
        with pytest.raises(KeyboardInterrupt), transaction(connection):
            connection.execute("INSERT INTO state VALUES ('b', '2')")
            raise KeyboardInterrupt

        assert connection.execute("SELECT name FROM state").fetchall() == [("a",)]


SCRIPTS = (
    "CREATE TABLE report (key INTEGER PRIMARY KEY, text TEXT); INSERT INTO report(text) VALUES ('pier');",
    "ALTER TABLE report ADD COLUMN words INTEGER; UPDATE report SET words = 1;",
    "CREATE TABLE outlet (name TEXT); INSERT INTO outlet VALUES ('Nordlet');",
)


def fresh(path: Path) -> sqlite3.Connection:
    """Open a file that is marked as a record and is empty otherwise."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    return connection


@pytest.mark.parametrize("stops", [(3,), (1, 3), (1, 2, 3), (2, 2, 3)], ids=["at once", "two steps", "each", "again"])
def test_migrations(stops: tuple[int, ...], tmp_path: Path) -> None:
    """Each script runs once, in order, whichever layout a file starts from; rows stay."""
    path = tmp_path / "r.db"
    for stop in stops:
        connection = fresh(path)
        migrate(connection, path, SCRIPTS[:stop])
        assert value_of(connection, "user_version") == stop
        connection.close()

    assert execute(path, "SELECT text, words FROM report") == [("pier", 1)]
    assert execute(path, "SELECT name FROM outlet") == [("Nordlet",)]


def test_migration_that_fails(tmp_path: Path) -> None:
    """A script that fails leaves the layout it found, whole; a mended one goes on from there."""
    path = tmp_path / "r.db"
    broken = (*SCRIPTS[:1], "CREATE TABLE outlet (name TEXT); INSERT INTO nowhere VALUES (1);")
    connection = fresh(path)
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(connection, path, broken)
    connection.close()

    assert execute(path, "PRAGMA user_version") == [(1,)]
    assert execute(path, "SELECT name FROM sqlite_master WHERE type='table'") == [("report",)]
    connection = fresh(path)
    migrate(connection, path, SCRIPTS)
    assert value_of(connection, "user_version") == 3
    connection.close()


def test_migration_backwards(tmp_path: Path) -> None:
    """A file with a newer layout than the scripts know is refused."""
    path = tmp_path / "r.db"
    connection = fresh(path)
    migrate(connection, path, SCRIPTS)

    with pytest.raises(StoreTooNewError, match="layout 3, this one knows up to 2"):
        migrate(connection, path, SCRIPTS[:2])
    connection.close()


def test_name_of_the_file(tmp_path: Path) -> None:
    """A record may have any name that a file may have."""
    file = tmp_path / "talks [draft] 50% #1? é.db"

    build(write(tmp_path / "reports", "pier.txt", PIER), file)

    with Record(file) as record:
        assert len(record.reports) == 1
    assert {path.name for path in tmp_path.iterdir()} == {"reports", file.name}
