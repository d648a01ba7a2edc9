"""The public surface: what `import onrecord` offers, and what it does not load."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import onrecord
from onrecord.records import Kept, NotRead
from tests.record_fixtures import FERRY, PIER, write

pytest_plugins = ("tests.record_fixtures",)


def test_members() -> None:
    """These names are public, and no others."""
    functions = ["annotate", "build", "decide", "open", "undo"]
    assert onrecord.__all__ == ["OnrecordError", "Record", "Settings", "__version__", *functions]


@pytest.mark.parametrize("name", onrecord.__all__)
def test_members_are_there_and_explained(name: str) -> None:
    """Every public name can be had, and says what it is for."""
    member = getattr(onrecord, name)

    assert name == "__version__" or inspect.getdoc(member)


def test_unknown_member() -> None:
    """A name that is not there is missing as from any module."""
    with pytest.raises(AttributeError, match="module 'onrecord' has no attribute 'nothing'"):
        onrecord.nothing  # noqa: B018 - asked for on purpose


HEAVY = ("spacy", "trafilatura", "pyarrow", "numpy", "sqlite3", "pandas", "polars", "lxml", "typer", "rich", "pydantic")


@pytest.mark.parametrize("words", ["import onrecord", "from onrecord import build, open, annotate"])
def test_importing_is_light(words: str) -> None:
    """Importing the package loads none of the heavy libraries."""
    program = f"import sys; {words}; print([name for name in {HEAVY!r} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_importing_reads_no_environment(tmp_path: Path) -> None:
    """Importing the package opens no file of the working directory or the home, and writes none."""
    program = (
        "import sys, os; seen = []\n"
        "sys.addaudithook(lambda event, given: seen.append(given[0]) if event == 'open' else None)\n"
        "import onrecord, onrecord.records, onrecord.errors\n"
        "print([path for path in seen if str(path).startswith(os.getcwd())])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "ONRECORD_JOBS": "x"},
    )

    assert (done.stdout.strip(), done.stderr) == ("[]", "")
    assert list(tmp_path.iterdir()) == []


def test_build_open_annotate(tmp_path: Path) -> None:
    """The three functions do what the first example of the documentation says."""
    write(tmp_path / "clippings", "pier.txt", PIER)

    tally = onrecord.build([tmp_path / "clippings"], into=tmp_path / "talks.db", settings=onrecord.Settings(jobs=1))
    with onrecord.open(tmp_path / "talks.db") as record:
        assert isinstance(record, onrecord.Record)
        spoken = {quotation.text: record.names_of(quotation.speaker) for quotation in record.quotations}
    (found,) = onrecord.annotate(tmp_path / "clippings", settings=onrecord.Settings(jobs=1))

    assert tally.run.counts["reports"] == 1
    assert spoken["better than another winter of lawyers"] == ("Tomas Verrick",)
    assert isinstance(found, dict)
    assert {quotation["text"] for quotation in found["quotations"]} == set(spoken)


def test_decide_and_undo(small_file: Path) -> None:
    """A decision made from Python is in the record, applied, until it is taken back."""
    with onrecord.open(small_file) as record:
        ferry = next(report.id for report in record.reports if report.text.startswith("Night ferry"))

    decision = onrecord.decide(small_file, "date", ferry, "2031-05-05", who="anna", why="its own site says so")
    with onrecord.open(small_file) as record:
        assert list(record.decisions) == [decision]
        dates = {report.id: report.published for report in record.reports}
    undone = onrecord.undo(small_file, decision.id[:8])

    assert dates[ferry] == ("2031-05-05", "2031-05-05", "decision")
    assert (decision.who, decision.why, decision.attached) == ("anna", "its own site says so", True)
    assert undone == decision
    with onrecord.open(small_file) as record:
        assert len(record.decisions) == 0
    with pytest.raises(onrecord.OnrecordError, match=r"'date it' is no verdict\. The verdicts are: same, different,"):
        onrecord.decide(small_file, "date it", ferry)


@pytest.mark.parametrize("as_text", [True, False], ids=["text", "path"])
def test_paths_of_any_kind(tmp_path: Path, as_text: bool) -> None:
    """One path or several, as text or as path, all will do."""
    path = write(tmp_path, "pier.txt", PIER)
    other = write(tmp_path, "ferry.txt", FERRY)
    alone = onrecord.Settings(jobs=1)
    one, both = (str(path), (str(path), str(other))) if as_text else (path, [path, other])

    assert onrecord.build(one, tmp_path / "one.db", settings=alone).run.counts["reports"] == 1
    assert onrecord.build(both, str(tmp_path / "both.db"), settings=alone).run.counts["reports"] == 2
    assert len(list(onrecord.annotate(both, settings=alone))) == 2


def test_nothing_could_be_read(tmp_path: Path) -> None:
    """A build that reads nothing raises an error of the package, which names the inputs and their reasons."""
    empty = write(tmp_path, "empty.txt", "")

    with pytest.raises(onrecord.OnrecordError, match=r"No report could be read \(.*empty.txt: empty\)"):
        onrecord.build(empty, tmp_path / "r.db", settings=onrecord.Settings(jobs=1))


def test_annotate_passes_failures_on(tmp_path: Path) -> None:
    """An input that gave no report comes as such, in its place, and the others go on."""
    paths = [write(tmp_path, "empty.txt", ""), write(tmp_path, "pier.txt", PIER)]

    failed, found = onrecord.annotate(paths, settings=onrecord.Settings(jobs=1))

    assert failed == NotRead(str(paths[0]), "empty", Kept.FAILED)
    assert isinstance(found, dict)


def test_open_what_is_not_there(tmp_path: Path) -> None:
    """Opening a record that does not exist raises an error of the package, and makes nothing."""
    with pytest.raises(onrecord.OnrecordError, match="There is no record at"):
        onrecord.open(tmp_path / "none.db")

    assert list(tmp_path.iterdir()) == []


def test_frames(small_file: Path) -> None:
    """A table of an opened record becomes a pandas or polars frame."""
    pytest.importorskip("pandas", reason="pandas is an optional part")
    pytest.importorskip("polars", reason="polars is an optional part")
    with onrecord.open(small_file) as record:
        assert list(record.reports.to_pandas()["id"]) == record.reports.to_polars()["id"].to_list()


def test_progress_is_passed_on(two_reports: Path, tmp_path: Path) -> None:
    """Whoever builds from Python may watch."""
    told: list[object] = []

    onrecord.build(two_reports, tmp_path / "r.db", settings=onrecord.Settings(jobs=1), progress=told.append)

    assert told


def test_typed() -> None:
    """The package says that it is typed, as its metadata does."""
    assert (Path(onrecord.__file__).parent / "py.typed").exists()
