"""Commands that change a record: demo, build, remove."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from onrecord.cli.rendering import counted
from onrecord.record.opened import Record
from onrecord.record.tables import TABLES
from tests.record_fixtures import FERRY, PIER, digest_of, rows_of, run_cli, write, write_rows

pytest_plugins = ("tests.record_fixtures",)


def words(text: str) -> str:
    """Return a text with all white space as single spaces."""
    return " ".join(text.split())


def test_build(inside: Path) -> None:
    """A build says on standard error what became of the inputs, on standard output what the record holds and what is next."""
    write(inside, "reports/pier.txt", PIER)
    write(inside, "reports/empty.txt", "")
    write(inside, "reports/photo.png", "x")

    outcome = run_cli("build", "reports", "--into", "talks.db", "--jobs", 1)

    assert outcome.code == 0
    tally, *reasons = outcome.err.splitlines()
    assert re.fullmatch(r"1 input taken, 1 skipped, 1 failed: 1 new report, in \d+\.\d s\.", tally)
    assert [words(line) for line in reasons] == [
        "failed reports/empty.txt empty",
        "skipped reports/photo.png files of this kind (.png) are not read",
    ]
    held, blank, following, *commands = outcome.out.splitlines()
    counts = {name: len(rows_of(inside / "talks.db", name)) for name in ("reports", "quotations", "mentions", "times")}
    assert (
        held == f"talks.db holds {', '.join(counted(count, name.removesuffix('s')) for name, count in counts.items())}."
    )
    assert (blank, following) == ("", "Next:")
    assert commands[0].split() == ["onrecord", "show", "talks.db", "list", "its", "reports"]


def test_build_again(inside: Path) -> None:
    """A second build of the same says that all is there already."""
    write(inside, "pier.txt", PIER)
    rows = write_rows(inside / "rows.jsonl", [{"text": FERRY}])
    run_cli("build", "pier.txt", rows, "--into", "talks.db", "--jobs", 1)

    outcome = run_cli("build", "pier.txt", rows, "--into", "talks.db", "--jobs", 1)

    assert outcome.code == 0
    assert "1 input taken, 1 skipped, 0 failed: 0 new reports, 1 known already" in outcome.err
    assert words(outcome.err).endswith("skipped pier.txt already in the record")


def test_build_json(inside: Path) -> None:
    """The JSON of a build: file, run, counts, seconds, what the record holds, every input, what is next."""
    write(inside, "pier.txt", PIER)
    write(inside, "empty.txt", "")

    found = run_cli("build", "pier.txt", "empty.txt", "--into", "talks.db", "--jobs", 1, "--json").json

    assert set(found) == {"file", "run", "counts", "seconds", "record", "inputs", "next"}
    assert found["file"] == "talks.db"
    assert re.fullmatch("[0-9a-f]{32}", found["run"])
    assert found["counts"]["reports"] == 1
    assert found["record"] == {table.name: len(rows_of(inside / "talks.db", table.name)) for table in TABLES}
    assert found["inputs"] == [
        {"file": "pier.txt", "status": "taken", "reason": None, "reports": 1},
        {"file": "empty.txt", "status": "failed", "reason": "empty", "reports": 0},
    ]
    assert all(command.startswith("onrecord ") for command in found["next"])


def test_many_failures(inside: Path) -> None:
    """Of many failures the first are listed, and it is said where the others are."""
    write_rows(inside / "rows.jsonl", [{"text": FERRY}, *({"body": number} for number in range(40))])

    outcome = run_cli("build", "rows.jsonl", "--into", "talks.db", "--jobs", 1)

    assert outcome.err.count("rows.jsonl#") == 30
    assert "... and 10 more; `onrecord info FILE --inputs` lists all." in outcome.err
    assert run_cli("info", "talks.db", "--inputs").out.count("rows.jsonl#") == 40


def test_nothing_read(inside: Path) -> None:
    """A build that could read nothing says why, and ends with 1."""
    write(inside, "empty.txt", "")

    outcome = run_cli("build", "empty.txt", "--into", "talks.db", "--jobs", 1)

    assert outcome.code == 1
    assert "0 inputs taken, 0 skipped, 1 failed: 0 new reports" in outcome.err


def test_all_known_is_no_failure(inside: Path) -> None:
    """A build that finds everything in the record already ends with 0, also with --strict."""
    write(inside, "pier.txt", PIER)
    run_cli("build", "pier.txt", "--jobs", 1)

    assert run_cli("build", "pier.txt", "--strict", "--jobs", 1).code == 0


@pytest.mark.parametrize("until", ["reading", "findings", "across"])
def test_until(inside: Path, until: str) -> None:
    """`--until` says how far a build goes."""
    write(inside, "pier.txt", PIER)

    found = run_cli("build", "pier.txt", "--until", until, "--jobs", 1, "--json").json

    assert bool(found["record"]["quotations"]) is (until != "reading")


def test_settings(inside: Path) -> None:
    """Settings come from a TOML file and from `--set`, which wins, and are kept with the run."""
    write(inside, "settings.toml", 'read_languages = ["en", "de"]\nmax_report_chars = 1000\n')
    write(inside, "pier.txt", PIER)

    outcome = run_cli(
        "build",
        "pier.txt",
        "--settings",
        "settings.toml",
        "--set",
        "max_report_chars=20",
        "--jobs",
        1,
        "--into",
        "talks.db",
    )

    assert outcome.code == 1
    assert re.search(r"too long: \d+ characters, at most 20", outcome.err)
    with Record(inside / "talks.db") as record:
        (run,) = record.runs
    assert (run.settings["max_report_chars"], run.settings["read_languages"]) == (20, ["en", "de"])


@pytest.mark.parametrize("name", ["talks [draft].db", "[bold]talks.db", "50% & more.db"])
def test_names_are_printed_as_they_are(inside: Path, name: str) -> None:
    """File names are printed as they are, also where they look like markup."""
    write(inside, "pier.txt", PIER)
    write(inside, "[red]empty.txt", "")

    built = run_cli("build", "pier.txt", "[red]empty.txt", "--into", name, "--jobs", 1)
    assert built.code == 0, built.err
    report = rows_of(inside / name, "reports")[0]["id"]
    removed = run_cli("remove", name, "--report", report)

    assert f"{name} holds 1 report" in built.out
    assert "[red]empty.txt" in built.err
    assert removed.out == f"1 report taken out of {name}.\n"


def test_control_characters_are_not_printed(inside: Path) -> None:
    """A file's name cannot drive the terminal."""
    write(inside, "pier.txt", PIER)
    write(inside, "\x1b[31mred.txt", "")

    outcome = run_cli("build", "pier.txt", "\x1b[31mred.txt", "--into", "talks.db", "--jobs", 1)

    assert "red.txt" in outcome.err
    assert "\x1b" not in outcome.err + outcome.out


def test_demo(inside: Path) -> None:
    """The demo lists some of its reports, shows some quotations with who said them, and what to do next."""
    outcome = run_cli("demo", "--into", "demo.db")

    assert outcome.code == 0
    assert outcome.out.startswith("34 reports about a border crisis that never happened, read in ")
    assert "Envoy crosses Dervek bridge" in outcome.out
    assert len(re.findall(r"^  “", outcome.out, re.MULTILINE)) >= 3
    assert "onrecord show demo.db" in outcome.out


def test_demo_json(inside: Path) -> None:
    """The JSON of the demo: file, counts, what is next."""
    found = run_cli("demo", "--into", "demo.db", "--json").json

    assert set(found) >= {"file", "counts", "next"}
    assert found["counts"]["reports"] == 34
    assert len(found["next"]) == 3


def test_demo_twice(inside: Path, demo_file: Path) -> None:
    """The demo may be run again, and then holds the same."""
    run_cli("demo", "--into", "demo.db")

    outcome = run_cli("demo", "--into", "demo.db")

    assert outcome.code == 0
    assert digest_of(inside / "demo.db") == digest_of(demo_file)


def test_remove(small_file: Path) -> None:
    """Removing says how many reports went."""
    first, second = rows_of(small_file, "reports")

    outcome = run_cli("remove", small_file, "--report", first["id"][:10], "--json")
    run = run_cli("info", small_file, "--json").json["runs"][0]["id"]
    last = run_cli("remove", small_file, "--run", run)

    assert outcome.json == {"file": str(small_file), "removed": 1}
    assert words(last.out) == f"1 report taken out of {small_file}."
    assert second["id"] not in json.dumps(run_cli("show", small_file, "--json").json)


def test_remove_several(small_file: Path) -> None:
    """The plural is a plural."""
    run = run_cli("info", small_file, "--json").json["runs"][0]["id"]

    assert words(run_cli("remove", small_file, "--run", run).out) == f"2 reports taken out of {small_file}."


def test_jobs(inside: Path) -> None:
    """The number of processes is an option, and is kept with the run's settings."""
    outcome = run_cli("build", write(inside, "pier.txt", PIER), "--into", "talks.db", "-j", 2)

    assert outcome.code == 0
    with Record(inside / "talks.db") as record:
        assert record.runs[0].settings["jobs"] == 2
