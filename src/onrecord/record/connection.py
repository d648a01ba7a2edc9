"""Opening a record's file: for one writer at a time, or for reading, which nothing blocks.

Nothing is written outside the file and SQLite's own companions of it (`-wal`, `-shm`, which are gone once
the last program closes it); the writer's lock (`-lock`) is an empty file that goes when the writer does.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from onrecord.errors import (
    NotFoundError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreTooNewError,
)
from onrecord.record.schema import APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION

_BUSY_MS = 10_000


@contextlib.contextmanager
def open_for_writing(path: Path, *, cache_mb: int = 64) -> Iterator[sqlite3.Connection]:
    """Yield the one writing connection to a record, made or brought up to date first.

    Raises:
        StoreBusyError: another program writes to it now.
        StoreTooNewError: a newer onrecord wrote it.
        StoreDamagedError: the file is no record, or damaged.
        StoreFullError: no room; what was committed stands.
    """
    if path.is_dir():
        require_file(path)
    with _lock(path), explained(path):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            if connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                _version(connection, path)  # refuses another program's or a newer file before a byte of it changes
            _prepare(connection, cache_mb)
            migrate(connection, path)
            yield connection
            connection.execute("PRAGMA optimize")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


@contextlib.contextmanager
def open_for_reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection that cannot write and is never blocked by a writer.

    Raises:
        NotFoundError: no such file.
        StoreError: see `open_for_writing`; an older record must be brought up to date by a build first.
    """
    require_file(path)
    with explained(path):
        connection = connect_read_only(path)
        try:
            if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                connection.close()  # a build was stopped before it stored anything: an empty record
                connection = sqlite3.connect(":memory:", isolation_level=None)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                migrate(connection, path)
            found = _version(connection, path)
            if found < SCHEMA_VERSION:
                raise StoreError(
                    f"{path} has the layout of an older onrecord (version {found}, this one uses {SCHEMA_VERSION}).",
                    remedy="Any `onrecord build ... --into` this file brings it up to date.",
                )
            yield connection
        finally:
            connection.close()


def require_file(path: Path) -> None:
    """Refuse a record's file that does not exist or is a folder. Raises NotFoundError."""
    if path.is_dir():
        raise NotFoundError(f"{path} is a folder.", remedy="Name a record's file, such as onrecord.db.")
    if not path.exists():
        raise NotFoundError(
            f"There is no record at {path}.", remedy=f"Make one with: onrecord build PATHS --into {path}"
        )


def migrate(connection: sqlite3.Connection, path: Path, scripts: tuple[str, ...] = MIGRATIONS) -> None:
    """Bring a file up to the newest layout, one script a transaction; a new file gets all of them.

    Raises:
        StoreTooNewError: the file is newer than `scripts`.
        StoreDamagedError: it is another program's database.
    """
    found = _version(connection, path, newest=len(scripts))
    for number, script in enumerate(scripts[found:], start=found + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {number}; COMMIT;")


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Make everything inside one step: all of it is in the file afterwards, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with contextlib.suppress(sqlite3.Error):  # a full disk may have rolled back by itself
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


class Transactions:
    """Steps put together into transactions of at least `size` things each; a failure undoes the last one only.

    Use as a context manager and call `add` after each step. `finish` is called at the end of each transaction.
    """

    def __init__(self, connection: sqlite3.Connection, size: int, finish: Callable[[], None] = lambda: None) -> None:
        self._connection = connection
        self._size = size
        self._finish = finish
        self._waiting = 0

    def __enter__(self) -> Transactions:
        self._connection.execute("BEGIN IMMEDIATE")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self._finish()
            self._connection.execute("COMMIT")
            return
        with contextlib.suppress(sqlite3.Error):  # a full disk may have rolled back by itself
            self._connection.execute("ROLLBACK")

    def add(self, things: int) -> bool:
        """Count things stored; commit when there are enough, and tell whether that happened."""
        self._waiting += things
        if self._waiting < self._size:
            return False
        self._waiting = 0
        self._finish()
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN IMMEDIATE")
        return True


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours, which say what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        words = str(error)
        if "full" in words or "disk I/O" in words:
            raise StoreFullError(
                f"There is no room to write to {path} ({words}).",
                remedy="What was stored before stands; free some space and run the same command again.",
            ) from error
        if "locked" in words or "busy" in words:
            raise StoreBusyError(
                f"{path} is in use by another program ({words}).", remedy="Try again when it has finished."
            ) from error
        if "unable to open" in words or "readonly" in words or "read-only" in words:
            raise StoreError(
                f"{path} cannot be opened ({words}).", remedy="Check that the folder exists and may be written to."
            ) from error
        raise
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.InterfaceError):
            raise
        raise StoreDamagedError(
            f"{path} is not a record, or it is damaged ({error}).",
            remedy="Restore a copy, or build a new record from the reports.",
        ) from error


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    if not path.parent.is_dir():
        raise NotFoundError(f"There is no folder {path.parent}.", remedy="Make it, or name another file.")
    lock_path = path.with_name(path.name + "-lock")
    lock = FileLock(lock_path, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreBusyError(
            f"Another program is writing to {path}.",
            remedy="Wait until it has finished and try again; reading is possible meanwhile.",
        ) from error
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}.", remedy="Check that the folder exists and may be written to."
        ) from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            lock_path.unlink()  # while it is held: whoever waits on it notices and makes a new one
        lock.release()


def _prepare(connection: sqlite3.Connection, cache_mb: int) -> None:
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    connection.execute("PRAGMA temp_store = MEMORY")  # nothing outside the file
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # takes effect in a new file only
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # zeroes what is deleted or moved: a page used again keeps nothing
    connection.execute(f"PRAGMA cache_size = {-1000 * cache_mb}")
    if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def connect_read_only(path: Path) -> sqlite3.Connection:
    """Open for reading, in the way that leaves nothing behind.

    A connection that may write, told never to, tidies SQLite's companion files away when it is the last to
    close. Where writing is not allowed, a read-only one does; and in a folder that may not be written either,
    such as a mounted disc, the file is taken as it is, since nobody can be writing to it.
    """
    address = path.absolute().as_uri()
    modes = ["mode=rw", "mode=ro"]
    if not path.with_name(path.name + "-wal").exists():
        modes.append("mode=ro&immutable=1")
    problem: sqlite3.OperationalError | None = None
    for mode in modes:
        connection = sqlite3.connect(f"{address}?{mode}", uri=True, isolation_level=None)
        try:
            connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA query_only = ON")
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            connection.close()
            problem = error
        else:
            return connection
    assert problem is not None, "a mode was tried"
    raise problem


def _version(connection: sqlite3.Connection, path: Path, newest: int = SCHEMA_VERSION) -> int:
    """Return the layout version of a file that is a record (0: new and empty)."""
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application != APPLICATION_ID:
        raise StoreDamagedError(
            f"{path} is a database, but not a record.", remedy="Name another file, or build a new one."
        )
    if version > newest:
        raise StoreTooNewError(
            f"{path} was written by a newer onrecord (layout {version}, this one knows up to {newest}).",
            remedy="Update onrecord: pip install --upgrade onrecord",
        )
    return version
