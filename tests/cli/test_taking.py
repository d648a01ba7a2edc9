"""Commands that take something out in another form: annotate, export, bench."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from onrecord.record.tables import TABLES
from tests.record_fixtures import FERRY, PIER, build, rows_of, run_cli, write, write_rows

pytest_plugins = ("tests.record_fixtures",)


def test_annotate(inside: Path) -> None:
    """One JSON object a line, in the order of the paths, and a tally on standard error."""
    write(inside, "pier.txt", PIER)
    write(inside, "ferry.txt", FERRY)
    write(inside, "empty.txt", "")
    write(inside, "photo.png", "x")

    outcome = run_cli("annotate", "pier.txt", "empty.txt", "ferry.txt", "photo.png", "--jobs", 1)

    assert outcome.code == 0
    assert [row["file"] for row in outcome.lines] == ["pier.txt", "ferry.txt"]
    assert outcome.err.splitlines() == [
        "failed: empty.txt: empty",
        "skipped: photo.png: files of this kind (.png) are not read",
        "2 reports annotated, 1 input skipped, 1 failed.",
    ]


def test_annotate_standard_input() -> None:
    """`-` is standard input."""
    outcome = run_cli("annotate", "-", "--jobs", 1, stdin=FERRY.encode())

    assert [row["text"] for row in outcome.lines] == [FERRY.strip()]


def test_annotate_nothing(inside: Path) -> None:
    """Where nothing could be annotated, standard output is empty and the code is 1."""
    outcome = run_cli("annotate", write(inside, "empty.txt", ""), "--jobs", 1)

    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.endswith("0 reports annotated, 0 inputs skipped, 1 failed.\n")


def test_annotate_with_settings(inside: Path) -> None:
    """Settings reach the reading."""
    turkish = "Balıkçılar yeni iskeleyi paylaşmakta anlaştı ve mahkeme süreci sona erdi."
    path = write_rows(inside / "rows.jsonl", [{"text": turkish}])

    (unread,) = run_cli("annotate", path, "--jobs", 1).lines
    (read,) = run_cli("annotate", path, "--jobs", 1, "--set", "read_languages=en,tr").lines

    assert (unread["tokens"], bool(read["tokens"])) == ([], True)


def test_annotate_is_plain_json(inside: Path) -> None:
    """Annotations are written in the characters of the text, one a line, whatever line ends it has."""
    write_rows(inside / "rows.jsonl", [{"text": "“Élodie”\u2028said\x85so.\r\n\r\nAnd left."}])

    outcome = run_cli("annotate", "rows.jsonl", "--jobs", 1)

    assert outcome.out.count("\n") == 1
    assert "Élodie" in outcome.out
    assert json.loads(outcome.out)["text"] == "“Élodie”\u2028said\x85so.\r\n\r\nAnd left."


def test_export_everything(demo_file: Path) -> None:
    """Without options every table goes to standard output as JSON Lines, each row with its table."""
    outcome = run_cli("export", demo_file)

    assert (outcome.code, outcome.err) == (0, "")
    counts = {table.name: len(rows_of(demo_file, table.name)) for table in TABLES}
    found = [row["table"] for row in outcome.lines]
    assert {name: found.count(name) for name in counts} == counts


def test_export_csv(demo_file: Path) -> None:
    """One table as CSV goes to standard output."""
    outcome = run_cli("export", demo_file, "-f", "csv", "--tables", "times")

    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    assert [row["value"] for row in rows] == [row["value"] for row in rows_of(demo_file, "times")]


@pytest.mark.parametrize("format_", ["jsonl", "csv", "parquet"])
def test_export_to_a_folder(demo_file: Path, inside: Path, format_: str) -> None:
    """Files go to the folder, their names to standard error, nothing to standard output."""
    outcome = run_cli(
        "export", demo_file, "--format", format_, "--tables", "roles", "--tables", "times", "--to", "out/tables"
    )

    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err.splitlines() == [f"wrote out/tables/roles.{format_}", f"wrote out/tables/times.{format_}"]
    assert all((inside / line.removeprefix("wrote ")).exists() for line in outcome.err.splitlines())


@pytest.mark.parametrize(("format_", "root"), [("graphml", "graphml"), ("gexf", "gexf")])
def test_export_graph(demo_file: Path, inside: Path, format_: str, root: str) -> None:
    """The graph goes to standard output, or into a folder as one file with the same bytes."""
    printed = run_cli("export", demo_file, "--format", format_)
    written = run_cli("export", demo_file, "--format", format_, "--to", "graphs")

    assert (printed.code, printed.err) == (0, "")
    assert ElementTree.fromstring(printed.out.encode()).tag.endswith(f"}}{root}")
    assert (written.code, written.out, written.err) == (0, "", f"wrote graphs/derivations.{format_}\n")
    assert (inside / "graphs" / f"derivations.{format_}").read_bytes() == printed.out.encode()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--format", "gexf", "--tables", "derivations"],
            "onrecord: gexf holds the graph of derivations, no tables. Leave --tables out, or choose a format of tables: "
            "jsonl, csv, parquet.",
        ),
        (
            ["--format", "csv"],
            "onrecord: several tables cannot go to standard output. Add --to DIR, or choose one --tables NAME",
        ),
        (["--format", "parquet", "--tables", "times"], "onrecord: Parquet cannot go to standard output. Add --to DIR"),
        (
            ["--tables", "recipes"],
            "onrecord: There is no table 'recipes'. The tables are: reports, quotations, entities,",
        ),
    ],
    ids=["tables in a graph", "several as CSV", "Parquet", "no such table"],
)
def test_export_refuses(demo_file: Path, options: list[str], message: str) -> None:
    """What cannot be exported is refused before anything is written, with what would work."""
    outcome = run_cli("export", demo_file, *options)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(message)


def test_export_to_a_file_that_is_there(demo_file: Path, inside: Path) -> None:
    """A folder's name that is a file's is refused with a message."""
    write(inside, "tables", "x")

    outcome = run_cli("export", demo_file, "--to", "tables")

    assert outcome.code in (1, 2)
    assert outcome.err.startswith("onrecord: ")


def test_reader_that_has_enough(tmp_path: Path) -> None:
    """A reader that stops reading, as in `onrecord export ... | head`, is no error."""
    build(
        write_rows(tmp_path / "rows.jsonl", [{"text": f"{PIER} {number}"} for number in range(600)]),
        tmp_path / "r.db",
        read_languages=("de",),
    )
    program = [sys.executable, "-m", "onrecord", "export", str(tmp_path / "r.db"), "--tables", "reports"]

    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())
        process.stdout.close()
        err = process.stderr.read()
        code = process.wait()

    assert (code, err) == (0, b"")


def test_bench() -> None:
    """The benchmark names what it measured and a speed for every step."""
    outcome = run_cli("bench", "--reports", 12, "--jobs", 1)

    first, _, *steps = outcome.out.splitlines()
    assert outcome.code == 0
    assert first.startswith("12 reports, ")
    assert first.endswith(" words, 1 process")
    assert steps
    assert all("reports/s" in step and "words/s" in step for step in steps)


def test_bench_leaves_nothing(inside: Path) -> None:
    """The benchmark leaves no file."""
    assert run_cli("bench", "--reports", 10, "--jobs", 1, "--json").code == 0
    assert list(inside.iterdir()) == []
