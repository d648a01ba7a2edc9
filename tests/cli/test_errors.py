"""What the command line says when something is wrong: one message, the value, the next step, the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.errors import (
    NotFoundError,
    NothingReadError,
    OnrecordError,
    PipelineError,
    SettingsError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreTooNewError,
)
from tests.record_fixtures import PIER, build, run_cli, write

pytest_plugins = ("tests.record_fixtures",)

MESSAGES = [
    (
        "no record",
        ["show", "none.db"],
        2,
        "There is no record at none.db. Make one with: onrecord build PATHS --into none.db",
    ),
    (
        "no paths there",
        ["build", "nowhere"],
        1,
        "There is no such file or folder: nowhere. Name files or folders that exist, or - for standard input.",
    ),
    (
        "no folder for the record",
        ["build", "pier.txt", "--into", "none/r.db"],
        2,
        "There is no folder none. Make it, or name another file.",
    ),
    (
        "no id",
        ["show", "r.db", "Venn"],
        2,
        "Nothing in this record is named 'Venn', and it is no id. `onrecord find FILE WORDS` searches names and texts; "
        "`onrecord show FILE` lists the reports.",
    ),
    (
        "unknown id",
        ["show", "r.db", "ffffff0f"],
        2,
        "Nothing in this record has the id ffffff0f. `onrecord show FILE` lists what there is.",
    ),
    (
        "what to remove",
        ["remove", "r.db"],
        2,
        "Say what to take out: either --report ID or --run ID. `onrecord show FILE` lists reports, `onrecord info FILE` runs.",
    ),
    (
        "no setting",
        ["build", ".", "--set", "fast"],
        2,
        "'fast' is no setting. Write it as NAME=VALUE, for example --set max_report_chars=100000.",
    ),
    (
        "unknown setting",
        ["build", ".", "--set", "speed=9"],
        2,
        "There is no setting 'speed'; there are: jobs, batch_reports,",
    ),
    ("bad value", ["build", ".", "--set", "max_file_bytes=big"], 2, "The setting max_file_bytes cannot be 'big': "),
    ("no settings file", ["build", ".", "--settings", "none.toml"], 2, "The settings file none.toml cannot be read: "),
    ("damaged", ["info", "pier.txt"], 4, "pier.txt is not a record, or it is damaged ("),
    (
        "markup in the value",
        ["show", "r.db", "[red]x[/]"],
        2,
        "Nothing in this record is named '[red]x[/]', and it is no id.",
    ),
]


@pytest.mark.parametrize(
    ("arguments", "code", "message"), [case[1:] for case in MESSAGES], ids=[case[0] for case in MESSAGES]
)
def test_messages(inside: Path, arguments: list[str], code: int, message: str) -> None:
    """The message says what happened, shows the value and names the next step, on one line of standard error."""
    build(write(inside, "pier.txt", PIER), inside / "r.db")

    outcome = run_cli(*arguments)

    assert (outcome.code, outcome.out) == (code, "")
    assert outcome.err.startswith(f"onrecord: {message}")
    assert outcome.err.count("\n") == 1


CODES = [
    (OnrecordError, 1),
    (SettingsError, 2),
    (PipelineError, 1),
    (NothingReadError, 1),
    (StoreError, 4),
    (StoreBusyError, 4),
    (StoreTooNewError, 4),
    (StoreDamagedError, 4),
    (StoreFullError, 1),
    (NotFoundError, 2),
]


@pytest.mark.parametrize(("kind", "code"), CODES, ids=[kind.__name__ for kind, _ in CODES])
def test_codes(inside: Path, monkeypatch: pytest.MonkeyPatch, kind: type[OnrecordError], code: int) -> None:
    """Every error of the package ends the program with its code and its message, wherever it comes from."""

    def fails(*_: object, **__: object) -> None:
        raise kind("This went wrong.", remedy="Do that.")

    monkeypatch.setattr("onrecord.cli.building.build_record", fails)
    write(inside, "pier.txt", PIER)

    outcome = run_cli("build", "pier.txt")

    assert (outcome.code, outcome.out, outcome.err) == (code, "", "onrecord: This went wrong. Do that.\n")


def interrupted(*_: object, **__: object) -> None:
    """Stand in for a build that the user stops."""
    raise KeyboardInterrupt


def test_interrupt(inside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that is stopped by hand says that what was stored stands, and how to complete it."""
    monkeypatch.setattr("onrecord.cli.building.build_record", interrupted)
    write(inside, "pier.txt", PIER)

    outcome = run_cli("build", "pier.txt")

    assert (outcome.code, outcome.out) == (130, "")
    assert outcome.err == "onrecord: stopped. What was stored stands; the same command completes it.\n"


COMMANDS = ["demo", "build", "show", "find", "info", "annotate", "export", "remove", "bench"]


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]], ids=["nothing", "--help", "-h"])
def test_help(arguments: list[str]) -> None:
    """Without a command, and when help is asked for, the commands are listed in their order."""
    outcome = run_cli(*arguments)

    listed = re.findall(r"^\W*([a-z]+) {2,}[A-Z]", outcome.out + outcome.err, re.MULTILINE)
    assert [name for name in listed if name in COMMANDS] == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_of_a_command(name: str, option: str) -> None:
    """Every command explains itself."""
    outcome = run_cli(name, option)

    assert outcome.code == 0
    assert f"onrecord {name}" in outcome.out
    assert "--help" in outcome.out


def test_version() -> None:
    """`--version` prints the version and stops."""
    import onrecord

    outcome = run_cli("--version")

    assert (outcome.code, outcome.out, outcome.err) == (0, f"onrecord {onrecord.__version__}\n", "")
