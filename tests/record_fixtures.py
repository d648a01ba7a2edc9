"""What tests of records share: small reports, builds in this process, the command line in this process, a demo record.

Test modules load the fixtures with `pytest_plugins = ("tests.record_fixtures",)` and import the functions.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import sys
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from onrecord.cli import main
from onrecord.demo import reports_folder
from onrecord.pipeline import Progress, Tally, build_record, find_in_report, take_apart
from onrecord.record.opened import Record
from onrecord.records import Findings, make_report
from onrecord.settings import Settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # urllib3 warns on this import where PySocks is missing; here warnings are errors
    import trafilatura  # noqa: F401

PIER = (
    "Fishermen on Orla Bay agree to share the new pier\n"
    "\n"
    "SELBRIDGE, May 3, 2031 (NORDLET) — The two fishing unions of Orla Bay agreed on Saturday to share the new pier.\n"
    "\n"
    "“We have argued about four hundred metres of concrete for a year,” said Marta Quillan, the harbour master. "
    "“Today we stopped.”\n"
    "\n"
    "Union leader Tomas Verrick said the deal was “better than another winter of lawyers” and would hold until "
    "June 30, 2032.\n"
)
"""A plain-text report with a title, a dateline, two quotations and dates."""

FERRY = (
    "Night ferry to Selbridge sails again after two months\n"
    "\n"
    "The night ferry left Karrow on Monday with eighty passengers, its owners said.\n"
    "\n"
    "“Nobody on board slept, and nobody minded,” Captain Ines Halloran told reporters on the quay. “It was a good night.”\n"
)
"""Another, on another matter."""

EDITED_PIER = PIER.replace("for a year", "for two years") + "\nThe mayor of Selbridge welcomed the agreement.\n"
"""The first report as edited later."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended, and what it wrote where."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON value."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def run_cli(*arguments: object, stdin: bytes = b"") -> Outcome:
    """Run the command line in this process, as `onrecord ARGUMENTS...` would."""
    out, err = io.StringIO(), io.StringIO()
    given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    argv = ["onrecord", *(str(argument) for argument in arguments)]
    code: object = 0
    streams = (mock.patch.object(sys, "stdin", given), redirect_stdout(out), redirect_stderr(err))
    with mock.patch.object(sys, "argv", argv), streams[0], streams[1], streams[2]:
        try:
            main()
        except SystemExit as end:
            code = end.code
    return Outcome(code if isinstance(code, int) else 0, out.getvalue(), err.getvalue())


def build(
    paths: Path | Sequence[Path],
    into: Path,
    *,
    progress: Callable[[Progress], None] | None = None,
    **settings: object,
) -> Tally:
    """Build a record in this process."""
    listed = [paths] if isinstance(paths, Path) else paths
    return build_record(listed, into, settings=Settings(**{"jobs": 1, **settings}), progress=progress)  # type: ignore[arg-type]


def digest_of(file: Path) -> str:
    """Return a record's digest."""
    with Record(file) as record:
        return record.digest()


def rows_of(file: Path, table: str) -> list[dict[str, Any]]:
    """Return a table's rows as the exports have them."""
    with Record(file) as record:
        return list(record.table(table).rows())


def write(folder: Path, name: str, text: str) -> Path:
    """Write a text file byte by byte, line ends included, and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """Write a JSON Lines file and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def annotations_of(path: Path, rows: Iterable[dict[str, Any]], *options: str) -> list[Any]:
    """Return what `annotate` prints for these rows."""
    return run_cli("annotate", write_rows(path, rows), "--jobs", "1", *options).lines


def findings_in(text: str, language: str = "en") -> Findings:
    """Return what the stages find in one English text."""
    settings = Settings(jobs=1)
    taken = take_apart(make_report(text, language=language), settings)
    return find_in_report(taken.report, taken.anatomy, taken.language, settings)


def raw_bytes(file: Path) -> bytes:
    """Return all bytes of a record's file and of whatever lies beside it."""
    return b"".join(path.read_bytes() for path in sorted(file.parent.glob(file.name + "*")))


def companions(file: Path) -> list[str]:
    """Return the names of files that a program left beside a record."""
    return sorted(path.name for path in file.parent.glob(file.name + "-*"))


def execute(file: Path, *statements: str) -> list[Any]:
    """Run SQL on a closed record's file and return the rows of the last statement."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        rows: list[Any] = []
        for statement in statements:
            rows = connection.execute(statement).fetchall()
        return rows


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the demo's reports, built once; do not change it."""
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    build(reports_folder(), file)
    return file


@pytest.fixture
def demo_copy(demo_file: Path, tmp_path: Path) -> Path:
    """A copy of the demo's record that a test may change."""
    file = tmp_path / "copy.db"
    shutil.copyfile(demo_file, file)
    return file


@pytest.fixture
def two_reports(tmp_path: Path) -> Path:
    """A folder with two text files."""
    folder = tmp_path / "reports"
    write(folder, "ferry.txt", FERRY)
    write(folder, "pier.txt", PIER)
    return folder


@pytest.fixture
def small_file(two_reports: Path, tmp_path: Path) -> Path:
    """A record of two small reports that a test may change."""
    file = tmp_path / "small.db"
    build(two_reports, file)
    return file


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test's own folder, as the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def is_root() -> bool:
    """Tell whether permissions do not bind this user."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
