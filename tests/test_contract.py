"""One test for every line of the contract: what scripts and other programs may rely on, word for word."""

from __future__ import annotations

import csv
import inspect
import io
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
import typer

from onrecord.cli.app import app
from onrecord.record.connection import open_for_writing
from onrecord.record.opened import Record
from onrecord.record.schema import SCHEMA_VERSION
from onrecord.records import make_report
from tests.record_fixtures import (
    FERRY,
    PIER,
    Outcome,
    annotations_of,
    build,
    digest_of,
    execute,
    rows_of,
    run_cli,
    write,
    write_rows,
)

pytest_plugins = ("tests.record_fixtures",)

# --- commands ---


def click_commands() -> dict[str, Any]:
    """Return the commands of the program by name."""
    group = typer.main.get_command(app)
    return dict(group.commands)  # type: ignore[attr-defined]


COMMANDS = {
    "demo": {"--json"},
    "build": {"--into", "--jobs", "--strict", "--json"},
    "annotate": {"--vectors"},
    "export": {"--format", "--tables", "--to"},
    "show": {"--why", "--json"},
    "find": {"--json"},
    "info": {"--digest", "--json"},
    "bench": {"--json"},
    "remove": {"--report", "--run", "--json"},
    "decide": set(),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_and_options(name: str) -> None:
    """The commands of the contract are there, each with the options it names."""
    command = click_commands()[name]

    assert COMMANDS[name] <= {option for parameter in command.params for option in parameter.opts}


@pytest.mark.parametrize("name", COMMANDS)
def test_json_everywhere(name: str, inside: Path) -> None:
    """`--json` is accepted by every command that prints results; with it, standard output is JSON."""
    write(inside, "pier.txt", PIER)
    build(inside / "pier.txt", inside / "r.db")
    report = rows_of(inside / "r.db", "reports")[0]["id"]
    arguments = {
        "demo": [],
        "build": ["pier.txt", "--into", "s.db", "--jobs", "1"],
        "annotate": ["pier.txt", "--jobs", "1"],
        "export": ["r.db", "--tables", "reports"],
        "show": ["r.db"],
        "find": ["r.db", "pier"],
        "info": ["r.db"],
        "bench": ["--reports", "10", "--jobs", "1"],
        "remove": ["r.db", "--report", report],
        "decide": ["r.db", "date", report, "2031-05-03"],
    }

    outcome = run_cli(name, *arguments[name], "--json")

    assert outcome.code == 0, outcome.err
    assert outcome.json is not None


def test_demo(inside: Path) -> None:
    """`demo` builds the packaged demo record and shows what is in it."""
    outcome = run_cli("demo")

    assert outcome.code == 0
    assert "34 reports about a border crisis that never happened" in outcome.out
    (file,) = inside.glob("*.db")
    with Record(file) as record:
        assert len(record.reports) == 34


def test_build_reads_files_folders_and_standard_input(inside: Path) -> None:
    """`build` reads files, folders and `-`, and adds to onrecord.db when no file is named."""
    write(inside / "folder", "deep/pier.txt", PIER)
    write(inside, "ferry.txt", FERRY)

    outcome = run_cli(
        "build", "folder", "ferry.txt", "-", "--jobs", 1, stdin="“Go,” he said, and nobody went.".encode()
    )

    assert outcome.code == 0
    with Record(inside / "onrecord.db") as record:
        assert len(record.reports) == 3
    run_cli("build", write(inside, "more.txt", FERRY + "And more."), "--jobs", 1)
    with Record(inside / "onrecord.db") as record:
        assert len(record.reports) == 4


@pytest.mark.parametrize("quiet", [False, True], ids=["words", "json"])
@pytest.mark.parametrize("name", ["talks.db", "two words.db"])
def test_build_ends_with_three_commands_that_work(inside: Path, two_reports: Path, name: str, quiet: bool) -> None:
    """A build ends by naming three next commands, each of which works as it is printed."""
    outcome = run_cli("build", two_reports, "--into", name, "--jobs", 1, *(["--json"] if quiet else []))

    if quiet:
        commands = outcome.json["next"]
    else:
        printed = outcome.out.split("Next:")[1]
        commands = [re.split(r"\s{2,}", line.strip())[0] for line in printed.strip().splitlines()]
    assert len(commands) == 3
    for command in commands:
        program, *arguments = shlex.split(command)
        assert program == "onrecord"
        assert run_cli(*arguments).code == 0, command


def test_three_commands_without_names_or_quotations(inside: Path) -> None:
    """The same holds for a record in which nothing was found."""
    outcome = run_cli("build", write(inside, "plain.txt", "nothing of note happened here today"), "--jobs", 1, "--json")

    commands = outcome.json["next"]
    assert len(commands) == 3
    assert [run_cli(*shlex.split(command)[1:]).code for command in commands] == [0, 0, 0]


def test_annotate_keeps_no_store(inside: Path) -> None:
    """`annotate` prints one JSON object a report and writes no file."""
    write(inside, "pier.txt", PIER)

    outcome = run_cli("annotate", "pier.txt", "--jobs", 1)

    assert outcome.code == 0
    assert [row["text"] for row in outcome.lines] == [PIER.strip()]
    assert [path.name for path in inside.iterdir()] == ["pier.txt"]


def test_export_one_table_to_standard_output(demo_file: Path) -> None:
    """One JSON Lines table goes to standard output, its rows without the table's name."""
    outcome = run_cli("export", demo_file, "--format", "jsonl", "--tables", "times")

    assert outcome.code == 0
    assert outcome.lines == rows_of(demo_file, "times")


def test_export_several_tables_to_standard_output(demo_file: Path) -> None:
    """Several JSON Lines tables go to standard output too, where each row carries its table."""
    outcome = run_cli("export", demo_file, "--format", "jsonl", "--tables", "times", "--tables", "quotations")

    assert [row["table"] for row in outcome.lines] == ["times"] * len(rows_of(demo_file, "times")) + [
        "quotations"
    ] * len(rows_of(demo_file, "quotations"))


@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_export_of_several_other_tables_needs_a_folder(demo_file: Path, format_: str, tmp_path: Path) -> None:
    """Several tables in another format need `--to`, which gets one file a table."""
    tables = ["--tables", "reports", "--tables", "times"]
    refused = run_cli("export", demo_file, "--format", format_, *tables)
    assert (refused.code, refused.out) == (2, "")
    assert "Add --to DIR" in refused.err

    outcome = run_cli("export", demo_file, "--format", format_, *tables, "--to", tmp_path / "tables")

    assert (outcome.code, outcome.out) == (0, "")
    assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == [f"reports.{format_}", f"times.{format_}"]


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_export_of_the_graph(demo_file: Path, format_: str) -> None:
    """GraphML and GEXF are the graph of derivations: a node a report or unseen source, an edge a derivation; no tables."""
    outcome = run_cli("export", demo_file, "--format", format_)
    refused = run_cli("export", demo_file, "--format", format_, "--tables", "derivations")

    derivations = rows_of(demo_file, "derivations")
    nodes = {row["id"] for row in rows_of(demo_file, "reports")} | {row["from"] for row in derivations if row["unseen"]}
    assert outcome.code == 0
    assert set(re.findall(r'<node id="(\w+)"', outcome.out)) == nodes
    assert re.findall(r'<edge .*?source="(\w+)" target="(\w+)"', outcome.out) == [
        (row["from"], row["to"]) for row in derivations
    ]
    assert (refused.code, refused.out) == (2, "")


def test_show(demo_file: Path) -> None:
    """`show` lists the reports; with an id it shows one item, with `--why` also what made it."""
    quotation = rows_of(demo_file, "quotations")[0]

    listed, shown = run_cli("show", demo_file), run_cli("show", demo_file, quotation["id"])
    why = run_cli("show", demo_file, quotation["id"], "--why")

    assert [outcome.code for outcome in (listed, shown, why)] == [0, 0, 0]
    assert quotation["report"][:8] in listed.out
    assert quotation["made_by"] not in shown.out
    assert quotation["made_by"] in why.out


def test_find(demo_file: Path) -> None:
    """`find` names the reports that hold the words."""
    outcome = run_cli("find", demo_file, "observer", "mission")

    assert outcome.code == 0
    assert "Secretary General welcomes agreement" in outcome.out


def test_info(demo_file: Path) -> None:
    """`info` counts what every table holds."""
    found = run_cli("info", demo_file, "--json").json

    assert found["tables"] == {name: len(rows_of(demo_file, name)) for name in found["tables"]}
    assert set(TABLES) <= set(found["tables"])


def test_bench() -> None:
    """`bench` measures."""
    found = run_cli("bench", "--reports", 10, "--jobs", 1, "--json").json

    assert found["reports"] == 10
    assert found["words"] > 0
    assert all(seconds > 0 for seconds in found["seconds"].values())


@pytest.mark.parametrize("kind", ["report", "run"])
def test_remove(small_file: Path, kind: str) -> None:
    """`remove` takes out a report, or a run with what only it brought."""
    with Record(small_file) as record:
        id_ = {"report": next(iter(record.reports)).id, "run": record.runs[0].id}[kind]

    outcome = run_cli("remove", small_file, f"--{kind}", id_)

    assert outcome.code == 0
    with Record(small_file) as record:
        assert len(record.reports) == (1 if kind == "report" else 0)


VERDICTS = {
    "same",
    "different",
    "mention",
    "rename",
    "retype",
    "speaker",
    "no-quotation",
    "same-story",
    "other-story",
    "copy",
    "no-copy",
    "date",
    "outlet",
    "furniture",
}


def test_decide(small_file: Path) -> None:
    """`decide` keeps what a person rules: target by report, span and printed words; verdict; who, when, why."""
    quotation = rows_of(small_file, "quotations")[0]

    outcome = run_cli(
        "decide", small_file, "speaker", quotation["id"], "Orla Venn", "--who", "anna", "--why", "I was there"
    )

    assert set(click_commands()["decide"].commands) == VERDICTS | {"list", "undo", "export", "import"}
    assert outcome.code == 0
    (row,) = rows_of(small_file, "decisions")
    text = next(report["text"] for report in rows_of(small_file, "reports") if report["id"] == row["report"])
    assert row["report"] == quotation["report"]
    assert text[row["start"] : row["end"]] == row["text"]
    assert (row["verdict"], row["who"], row["why"]) == ("speaker", "anna", "I was there")
    assert datetime.fromisoformat(row["when"]).tzinfo is not None
    assert rows_of(small_file, "quotations")[0]["speaker"] == ["Orla Venn"]


def test_results_and_tallies(inside: Path) -> None:
    """Results go to standard output, tallies and reasons to standard error."""
    write(inside, "reports/pier.txt", PIER)
    write(inside, "reports/bad.txt", "\x00\x01" * 100)

    built = run_cli("build", "reports", "--jobs", 1)
    annotated = run_cli("annotate", "reports", "--jobs", 1)

    assert "onrecord.db holds 1 report" in built.out
    assert "1 input taken, 0 skipped, 1 failed" in built.err
    assert len(annotated.lines) == 1
    assert "1 report annotated, 0 inputs skipped, 1 failed" in annotated.err
    for outcome in (built, annotated):
        assert "bad.txt" in outcome.err
        assert "binary data" in outcome.err
        assert "bad.txt" not in outcome.out


# --- exit codes ---


def test_exit_0_although_some_inputs_failed(inside: Path) -> None:
    """0: finished, even if some inputs failed; the tally says which and why."""
    write(inside, "reports/pier.txt", PIER)
    write(inside, "reports/empty.txt", "")

    outcome = run_cli("build", "reports", "--jobs", 1)

    assert outcome.code == 0
    assert re.search(r"failed\s+reports/empty\.txt\s+empty", outcome.err)


@pytest.mark.parametrize(
    "arguments", [["build", "empty"], ["annotate", "empty"], ["build", "nowhere"], ["annotate", "nowhere"]]
)
def test_exit_1_when_nothing_could_be_read(inside: Path, arguments: list[str]) -> None:
    """1: nothing could be read."""
    write(inside, "empty/empty.txt", "")

    outcome = run_cli(*arguments, "--jobs", 1)

    assert outcome.code == 1
    assert outcome.err


USAGE = [
    ("no such command", ["reed"]),
    ("no such option", ["info", "r.db", "--loud"]),
    ("no paths", ["build"]),
    ("no file", ["show"]),
    ("no such format", ["export", "r.db", "--format", "xml"]),
    ("no such table", ["export", "r.db", "--tables", "recipes"]),
    ("no such setting", ["build", ".", "--set", "speed=9"]),
    ("no jobs", ["build", ".", "--jobs", "0"]),
    ("neither report nor run", ["remove", "r.db"]),
    ("report and run", ["remove", "r.db", "--report", "abcd", "--run", "abcd"]),
    ("no record there", ["show", "none.db"]),
    ("no such id", ["show", "r.db", "ffffffff"]),
]


@pytest.mark.parametrize("arguments", [case[1] for case in USAGE], ids=[case[0] for case in USAGE])
def test_exit_2_on_wrong_usage(inside: Path, arguments: list[str]) -> None:
    """2: wrong usage; nothing goes to standard output, and no file is made."""
    build(write(inside, "pier.txt", PIER), inside / "r.db")
    before = sorted(inside.iterdir())

    outcome = run_cli(*arguments)

    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err
    assert sorted(inside.iterdir()) == before


def test_exit_3_with_strict(inside: Path) -> None:
    """3: with `--strict`, some input failed; the others are in the record all the same."""
    write(inside, "reports/pier.txt", PIER)
    write(inside, "reports/empty.txt", "")

    outcome = run_cli("build", "reports", "--strict", "--jobs", 1)

    assert outcome.code == 3
    assert len(rows_of(inside / "onrecord.db", "reports")) == 1


def test_strict_without_failures(inside: Path) -> None:
    """`--strict` changes nothing when no input failed."""
    assert run_cli("build", write(inside, "pier.txt", PIER), "--strict", "--jobs", 1).code == 0


def busy(file: Path) -> None:
    """Do nothing: the test holds the record open."""


def newer(file: Path) -> None:
    """Make the record one of a newer program."""
    execute(file, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")


def damaged(file: Path) -> None:
    """Overwrite the record's beginning."""
    file.write_bytes(b"no record any more " * 1000)


def foreign(file: Path) -> None:
    """Put another program's database in its place."""
    file.unlink()
    execute(file, "CREATE TABLE recipe (name TEXT)")


@pytest.mark.parametrize("spoil", [newer, damaged, foreign])
@pytest.mark.parametrize("command", ["show", "info", "find", "export", "build", "remove", "decide"])
def test_exit_4_for_records_that_cannot_be_used(
    small_file: Path, two_reports: Path, spoil: Callable[[Path], None], command: str
) -> None:
    """4: the store is newer than the program, damaged or no record at all, whatever is asked of it."""
    spoil(small_file)
    arguments = {
        "show": [small_file],
        "info": [small_file],
        "find": [small_file, "pier"],
        "export": [small_file],
        "build": [two_reports, "--into", small_file, "--jobs", 1],
        "remove": [small_file, "--report", "abcd"],
        "decide": [small_file, "undo", "abcd"],
    }

    outcome = run_cli(command, *arguments[command])

    assert (outcome.code, outcome.out) == (4, "")
    assert str(small_file) in outcome.err.replace("\n", "")


@pytest.mark.parametrize("command", ["build", "remove", "decide"])
def test_exit_4_for_a_busy_record(small_file: Path, two_reports: Path, command: str) -> None:
    """4: another program is writing to the store; reading it goes on working."""
    with open_for_writing(small_file):
        arguments = {
            "build": [two_reports, "--into", small_file, "--jobs", 1],
            "remove": [small_file, "--report", "abcd"],
            "decide": [small_file, "undo", "abcd"],
        }
        outcome = run_cli(command, *arguments[command])
        assert run_cli("info", small_file).code == 0

    assert (outcome.code, outcome.out) == (4, "")
    assert "Another program is writing to" in outcome.err


def test_exit_codes_of_the_installed_program(tmp_path: Path) -> None:
    """`python -m onrecord` ends with the same codes as a process."""
    nothing = subprocess.run(
        [sys.executable, "-m", "onrecord", "show", str(tmp_path / "none.db")], capture_output=True, check=False
    )

    assert nothing.returncode == 2
    assert nothing.stdout == b""
    assert b"There is no record at" in nothing.stderr


def test_digest(demo_file: Path) -> None:
    """`info --digest` prints one SHA-256 over the exported rows of all tables, without runs, timings and history."""
    outcome = run_cli("info", demo_file, "--digest")

    assert re.fullmatch(r"[0-9a-f]{64}\n", outcome.out)
    assert outcome.err == ""


# --- reports ---


def reports_of(tmp_path: Path, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the reports of a record of these rows."""
    build(write_rows(tmp_path / "rows.jsonl", rows), tmp_path / "rows.db")
    return rows_of(tmp_path / "rows.db", "reports")


FIELDS = {
    "text": PIER,
    "title": "Unions share the pier",
    "outlet": "Nordlet",
    "published": "2031-05-03",
    "url": "https://nordlet.example/pier",
    "id": "a1",
}


@pytest.mark.parametrize("field", FIELDS)
def test_ids_are_made_from_content(tmp_path: Path, field: str) -> None:
    """A report's id depends on its text, title, outlet, published, URL and source id, each of them."""
    changed = {
        **FIELDS,
        field: {"published": "2031-05-04", "url": "https://nordlet.example/quay"}.get(field, "Something else."),
    }

    assert len({report["id"] for report in reports_of(tmp_path, FIELDS, changed)}) == 2


def test_ids_never_depend_on_path_or_order(tmp_path: Path) -> None:
    """The same rows in another file, at another place of it, have the same ids, and so has all that is found in them."""
    other = {"text": FERRY}
    first = write_rows(tmp_path / "a" / "rows.jsonl", [FIELDS, other])
    second = write_rows(tmp_path / "b" / "feed.jsonl", [other, FIELDS])
    build(first, tmp_path / "a.db")
    build(second, tmp_path / "b.db")

    for table in ("reports", "quotations", "mentions", "times"):
        ids = [[row["id"] for row in rows_of(tmp_path / name, table)] for name in ("a.db", "b.db")]
        assert ids[0] == ids[1] != []


def test_ids_stay_the_same() -> None:
    """An id is 32 hexadecimal digits that no later version changes: others keep them."""
    assert make_report("The pier is open.", outlet="Nordlet").id == "cab1565decd1836d33dfe4cac7bf867e"


def test_same_text_from_two_outlets(tmp_path: Path) -> None:
    """The same text from two outlets is two reports."""
    reports = reports_of(tmp_path, {"text": PIER, "outlet": "Nordlet"}, {"text": PIER, "outlet": "Karrow Post"})

    assert {report["outlet"] for report in reports} == {"Nordlet", "Karrow Post"}


def test_one_file_under_two_names(tmp_path: Path) -> None:
    """One file under two names is one report with two locations."""
    paths = [write(tmp_path / "r", "a.txt", PIER), write(tmp_path / "r", "b/c.txt", PIER)]
    build(tmp_path / "r", tmp_path / "r.db")

    with Record(tmp_path / "r.db") as record:
        (report,) = record.reports
        assert record.reader.locations(report.id) == tuple(map(str, paths))
    assert all(path.name in run_cli("show", tmp_path / "r.db", report.id).out for path in paths)


TABLE = {"id": ["a1"], "text": [FERRY], "title": ["Ferry sails"], "outlet": ["Nordlet"], "published": ["2031-05-05"]}
TABLE |= {"url": ["https://nordlet.example/ferry"], "language": ["en"]}


def as_jsonl(folder: Path) -> Path:
    """Write the row as JSON Lines."""
    return write_rows(folder / "rows.jsonl", [{name: values[0] for name, values in TABLE.items()}])


def as_csv(folder: Path) -> Path:
    """Write it as CSV."""
    out = io.StringIO()
    csv.writer(out).writerows([list(TABLE), [values[0] for values in TABLE.values()]])
    return write(folder, "rows.csv", out.getvalue())


def as_parquet(folder: Path) -> Path:
    """Write it as Parquet."""
    pyarrow.parquet.write_table(pyarrow.table(TABLE), folder / "rows.parquet")
    return folder / "rows.parquet"


@pytest.mark.parametrize("make", [as_jsonl, as_csv, as_parquet])
def test_input_rows(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    """Rows of JSON Lines, CSV and Parquet may carry id, text, title, outlet, published, url and language."""
    build(make(tmp_path), tmp_path / "r.db")

    (report,) = rows_of(tmp_path / "r.db", "reports")

    assert {name: report[name] for name in ("source_id", "text", "title", "outlet", "url", "language")} == {
        "source_id": "a1",
        "text": FERRY,
        "title": "Ferry sails",
        "outlet": "Nordlet",
        "url": "https://nordlet.example/ferry",
        "language": "en",
    }
    assert report["published"] == {"start": "2031-05-05", "end": "2031-05-05", "how": "metadata"}


@pytest.mark.parametrize("row", [{"published": ""}, {"published": None}, {}], ids=["empty", "null", "missing"])
def test_published_empty_means_unknown(tmp_path: Path, row: dict[str, Any]) -> None:
    """An empty publication time is unknown: null."""
    (report,) = reports_of(tmp_path, {"text": FERRY, **row})

    assert report["published"] is None


def test_rows_are_never_split(tmp_path: Path) -> None:
    """A row that joins two texts by a break line is one report; a file that does so is two."""
    joined = f"{PIER}\n* * *\n\n{FERRY}"
    (report,) = reports_of(tmp_path, {"text": joined})
    assert report["text"] == joined

    build(write(tmp_path / "r", "joined.txt", joined), tmp_path / "r.db")

    parts = sorted(rows_of(tmp_path / "r.db", "reports"), key=lambda row: row["part"])
    assert [(part["part"], part["text"]) for part in parts] == [(1, PIER.strip()), (2, FERRY.strip())]


TOKENS = [
    ["“", "We", "will", "sign", ",", "”", "said", "Orla", "Venn", "."],
    ["Sign", "up", "for", "our", "newsletter", "."],
]


def test_tokens(tmp_path: Path) -> None:
    """With `tokens` the text is the words joined by single spaces, sentences by one newline, and both are as given."""
    (found,) = annotations_of(tmp_path / "rows.jsonl", [{"id": "a1", "tokens": TOKENS}])

    assert found["text"] == "“ We will sign , ” said Orla Venn .\nSign up for our newsletter ."
    words = [found["text"][token["start"] : token["end"]] for token in found["tokens"]]
    assert words == [word for sentence in TOKENS for word in sentence]
    assert [found["text"][start:end] for start, end in found["sentences"]] == found["text"].split("\n")


def test_tokens_need_no_anatomy(tmp_path: Path) -> None:
    """With `tokens` anatomy is skipped: what looks like a title or like furniture is text."""
    tokens = [PIER.splitlines()[0].split(), *TOKENS]
    row, plain = annotations_of(
        tmp_path / "rows.jsonl", [{"tokens": tokens}, {"text": "\n\n".join(" ".join(s) for s in tokens)}]
    )

    assert row["anatomy"] == []
    assert plain["anatomy"] != []


@pytest.mark.parametrize(
    "tokens",
    [[], [[]], [["No", "sentence"], []], [["", "No"], ["."]]],
    ids=["none", "empty", "empty last", "empty word"],
)
def test_odd_tokens(tmp_path: Path, tokens: list[list[str]]) -> None:
    """Empty sentences and words keep the text as the rule says."""
    (found,) = annotations_of(tmp_path / "rows.jsonl", [{"tokens": tokens}])

    assert found["text"] == "\n".join(" ".join(sentence) for sentence in tokens)
    assert [found["text"][token["start"] : token["end"]] for token in found["tokens"]] == [
        word for sentence in tokens for word in sentence if word
    ]


SLICES = [
    ("plain", PIER),
    ("carriage returns", PIER.replace("\n", "\r\n")),
    ("leading lines", f"\n\n  \t{PIER}\n\n"),
    ("front matter", f'---\ntitle: "Unions share"\npublished: 2031-05-03\n---\n\n{PIER}'),
    ("front matter with carriage returns", f"---\ntitle: Unions\n---\n{PIER}".replace("\n", "\r\n")),
    ("signs beyond the first plane", f"🏳️ {PIER}"),
    ("composed and not", PIER.replace("Marta", "Márta").replace("Tomas", "Toma\u0301s")),
    ("odd spaces", PIER.replace(" ", "\u00a0", 3).replace("“We", "“\u200bWe")),
    ("two texts", f"{PIER}\r\n* * *\r\n\r\n{FERRY}"),
]


@pytest.mark.parametrize("raw", [case[1] for case in SLICES], ids=[case[0] for case in SLICES])
def test_text_is_an_exact_slice_of_the_file(tmp_path: Path, raw: str) -> None:
    """The text of a plain-text report stands in the decoded file from `file_start`, character by character."""
    build(write(tmp_path, "r.txt", raw), tmp_path / "r.db")

    reports = rows_of(tmp_path / "r.db", "reports")

    assert reports
    for report in reports:
        start = report["file_start"]
        assert raw[start : start + len(report["text"])] == report["text"]
    covered = sum(len(report["text"].split()) for report in reports)
    if not raw.startswith("---") and "* * *" not in raw:
        assert covered == len(raw.split())


def test_text_without_its_byte_order_mark(tmp_path: Path) -> None:
    """The decoded file starts behind its byte-order mark, whatever its encoding."""
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        path = tmp_path / f"{encoding}.txt"
        path.write_bytes(PIER.encode(encoding))
        build(path, tmp_path / f"{encoding}.db")
        (report,) = rows_of(tmp_path / f"{encoding}.db", "reports")
        assert (report["file_start"], report["text"]) == (0, PIER.strip())


def test_undetermined_language_is_read_as_english(tmp_path: Path) -> None:
    """A text too short to tell its language is read as English, and its language stays unknown."""
    (found,) = annotations_of(tmp_path / "rows.jsonl", [{"text": "“Go,” he said."}])

    assert found["language"] is None
    assert [quotation["text"] for quotation in found["quotations"]] == ["Go,"]


def test_given_language_is_believed(tmp_path: Path) -> None:
    """A `language` that came with the row is believed, against what the text looks like."""
    turkish = "Balıkçılar yeni iskeleyi paylaşmakta anlaştı ve mahkeme süreci sona erdi."
    rows = [{"text": PIER, "language": "fr"}, {"text": turkish, "language": "en"}]

    french, english = annotations_of(tmp_path / "rows.jsonl", rows)

    assert (french["language"], french["quotations"]) == ("fr", [])
    assert (english["language"], bool(english["tokens"])) == ("en", True)


def test_only_furniture_is_hidden(tmp_path: Path) -> None:
    """Titles, bylines, datelines and short texts are read; furniture alone is not."""
    text = (
        "Venn: “We will sign on Monday”\n\nBy Ada Lund\n\nSELBRIDGE, May 3, 2031 (NORDLET) — The two fishing unions of Orla Bay "
        "agreed on Saturday to share the new pier.\n\nSign up for The Karrow Letter, our free newsletter, here.\n"
    )

    (found,) = annotations_of(tmp_path / "rows.jsonl", [{"text": text}])

    kinds = {piece["kind"] for piece in found["anatomy"]}
    assert {"title", "byline", "dateline", "furniture"} <= kinds
    assert "We will sign on Monday" in [quotation["text"] for quotation in found["quotations"]]
    names = [text[name["start"] : name["end"]] for name in found["names"]]
    assert "Ada Lund" in names
    assert any("SELBRIDGE" in name for name in names)
    assert not any("Karrow" in name for name in names)
    assert [time["value"] for time in found["times"]] == ["2031-05-05", "2031-05-03", "2031-05-03"]


# --- annotate ---

ANNOTATION: dict[str, type] = {
    "id": str,
    "text": str,
    "sentences": list,
    "tokens": list,
    "names": list,
    "attributions": list,
    "quotations": list,
    "times": list,
    "mentions": list,
    "roles": list,
}
HOW = {"name", "demonym", "office", "description", "pronoun", "decision"}
LABELS = {"Person", "Organization", "Location", "NORP", "Facility", "Misc", "Date", "Money", "Product"}


def is_spans(value: object) -> bool:
    """Tell whether a value is a list of [start, end]."""
    return isinstance(value, list) and all(
        isinstance(span, list)
        and len(span) == 2
        and all(isinstance(place, int) for place in span)
        and span[0] < span[1]
        for span in value
    )


def test_annotation(two_reports: Path) -> None:
    """An annotation has the fields of the contract, each of its type."""
    found = run_cli("annotate", two_reports, "--jobs", 1).lines

    assert len(found) == 2
    for row in found:
        assert {name: type(row[name]) for name in ANNOTATION} == ANNOTATION
        assert row["language"] is None or isinstance(row["language"], str)
        assert is_spans(row["sentences"])
        assert row["sentences"]
        assert "vectors" not in row
        for token in row["tokens"]:
            assert {"start", "end", "upos", "lemma", "head", "deprel"} <= set(token)
            assert 0 <= token["start"] < token["end"] <= len(row["text"])
            assert token["head"] is None or -1 <= token["head"] < len(row["tokens"])
        for name in row["names"]:
            assert {"start", "end", "label"} <= set(name)
            assert name["label"] in LABELS
        for attribution in row["attributions"]:
            assert all(is_spans(attribution[field]) for field in ("source", "cue", "content"))
            assert attribution["kind"] in ("direct", "indirect", "mixed")
            assert attribution["cue"]
        for role in row["roles"]:
            assert {"entity", "office", "body", "from", "to", "start", "end"} <= set(role)
        for mention in row["mentions"]:
            assert mention["how"] in HOW
            assert mention["text"] == row["text"][mention["start"] : mention["end"]]
        for time in row["times"]:
            assert {"start", "end", "type", "value", "start_time", "end_time", "precision"} <= set(time)
        for table in ("quotations", "mentions"):
            assert all(set(TABLES[table]) <= set(item) for item in row[table])
    assert any(row["attributions"] for row in found)
    assert any(row["times"] for row in found)


def test_annotation_with_vectors(two_reports: Path) -> None:
    """With `--vectors` there are vectors, one a sentence once there is a model."""
    for row in run_cli("annotate", two_reports, "--jobs", 1, "--vectors").lines:
        assert len(row["vectors"]) in (0, len(row["sentences"]))


def test_annotation_ids(tmp_path: Path) -> None:
    """The id is the input's own, else the report's."""
    own, none = annotations_of(tmp_path / "rows.jsonl", [{"id": "a1", "text": PIER}, {"text": PIER}])

    assert own["id"] == "a1"
    assert re.fullmatch("[0-9a-f]{32}", none["id"])
    assert none["id"] in [report["id"] for report in reports_of(tmp_path, {"text": PIER})]


def test_annotate_in_input_order(tmp_path: Path) -> None:
    """Rows are annotated in input order, also by several processes."""
    rows = [{"id": str(number), "text": "“Go,” he said. " * (60 - number)} for number in range(60)]
    path = write_rows(tmp_path / "rows.jsonl", rows)

    outcome = run_cli("annotate", path, "--jobs", 2, "--set", "batch_reports=20")

    assert [row["id"] for row in outcome.lines] == [row["id"] for row in rows]


@pytest.mark.parametrize(
    "row",
    [{"text": ""}, {"text": None}, {"text": "  \n"}, {"tokens": []}],
    ids=["empty", "null", "white space", "no tokens"],
)
def test_empty_rows_are_annotated_too(tmp_path: Path, row: dict[str, Any]) -> None:
    """An empty row has its object as well, in its place."""
    found = annotations_of(
        tmp_path / "rows.jsonl", [{"id": "a", "text": "No."}, {"id": "b", **row}, {"id": "c", "text": "No."}]
    )

    assert [one["id"] for one in found] == ["a", "b", "c"]
    assert found[1]["text"].strip() == ""
    assert found[1]["tokens"] == found[1]["sentences"] == found[1]["quotations"] == []


def test_same_row_twice(tmp_path: Path) -> None:
    """Each input row has its own object, equal rows too."""
    assert len(annotations_of(tmp_path / "rows.jsonl", [{"text": PIER}, {"text": PIER}])) == 2


# --- tables ---

TABLES: dict[str, list[str]] = {
    "reports": "id source_id file part file_start title outlet url published language text furniture credits version_of".split(),
    "quotations": "id report spans text kind source cue speaker via addressee time place about statement".split(),
    "entities": "id name kind forms".split(),
    "mentions": "id entity report start end how".split(),
    "roles": "entity office body from to evidence".split(),
    "times": "id report start end value start_time end_time precision anchor rule".split(),
    "passages": "id left right same kind".split(),
    "derivations": "from to share confidence reasons unseen".split(),
    "stories": "id reports headline start end places entities previous".split(),
    "story_passages": "story report start end".split(),
    "substories": "id story reports".split(),
    "statements": "id speaker versions relations origins repeats".split(),
    "judgements": "left right verdict score reasons".split(),
    "decisions": "report start end text verdict who when why".split(),
}
FILLED = (
    "reports", "passages", "derivations", "quotations", "entities", "mentions", "roles", "times", "judgements", "stories",
    "substories", "datings", "story_passages",
)  # fmt: skip


@pytest.fixture(scope="module")
def exported(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All tables of the demo's record in all formats."""
    folder = tmp_path_factory.mktemp("exported")
    for format_ in ("jsonl", "csv", "parquet"):
        assert run_cli("export", demo_file, "--format", format_, "--to", folder).code == 0
    return folder


@pytest.mark.parametrize("table", TABLES)
def test_tables_and_fields(exported: Path, table: str) -> None:
    """Every table is exported with its fields in every format, also when it is empty."""
    lines = [json.loads(line) for line in (exported / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]
    with (exported / f"{table}.csv").open(encoding="utf-8", newline="") as cells:
        header, *rows = csv.reader(cells)
    parquet = pyarrow.parquet.read_table(exported / f"{table}.parquet")

    assert set(TABLES[table]) <= set(header)
    assert set(TABLES[table]) <= set(parquet.column_names)
    assert all(set(TABLES[table]) <= set(row) for row in lines)
    assert len(lines) == len(rows) == parquet.num_rows
    assert bool(lines) is (table in FILLED)


def rows_in(exported: Path, table: str) -> list[dict[str, Any]]:
    """Return the rows of an exported table."""
    return [json.loads(line) for line in (exported / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_reports_table(exported: Path) -> None:
    """Of a report: where it lay, when it was published and how that is known, and what of its text is what."""
    for row in rows_in(exported, "reports"):
        assert isinstance(row["part"], int)
        assert row["part"] >= 1
        assert row["published"] is None or set(row["published"]) == {"start", "end", "how"}
        assert is_spans(row["furniture"])
        for credit in row["credits"]:
            assert {"start", "end", "name"} <= set(credit)
            assert credit["name"] in row["text"][credit["start"] : credit["end"]]


def test_quotations_table(exported: Path) -> None:
    """Of a quotation: spans inside the marks, the words as printed, and lists of names, empty when unknown."""
    texts = {row["id"]: row["text"] for row in rows_in(exported, "reports")}
    for row in rows_in(exported, "quotations"):
        text = texts[row["report"]]
        assert row["kind"] in ("direct", "indirect", "mixed")
        assert all(is_spans(row[field]) for field in ("spans", "source", "cue"))
        assert row["text"] == " ".join(text[start:end] for start, end in row["spans"])
        assert not any(text[start] in '“"' or text[end - 1] in '”"' for start, end in row["spans"])
        for field in ("speaker", "via"):
            assert isinstance(row[field], list)
            assert all(isinstance(name, str) and name for name in row[field])


def test_entities_table(exported: Path) -> None:
    """Of an entity: a name, one of eight kinds, and its forms with how often each is printed, most frequent first."""
    rows = rows_in(exported, "entities")
    kinds = {"person", "organisation", "place", "people", "agreement", "programme", "document", "other"}

    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["name"]
        assert row["kind"] in kinds
        assert all(set(form) == {"text", "count"} for form in row["forms"])
        counts = [form["count"] for form in row["forms"]]
        assert counts == sorted(counts, reverse=True)


def test_mentions_table(exported: Path) -> None:
    """Of a mention: its entity, where one is known, the characters it stands on, and by what words it points."""
    texts = {row["id"]: row["text"] for row in rows_in(exported, "reports")}
    ids = {row["id"] for row in rows_in(exported, "entities")}
    for row in rows_in(exported, "mentions"):
        assert row["entity"] is None or row["entity"] in ids
        assert row["how"] in HOW
        assert row["text"] == texts[row["report"]][row["start"] : row["end"]]


def test_roles_table(exported: Path) -> None:
    """Of a role: holder and body are entities, and each has evidence, in the words of a report."""
    texts = {row["id"]: row["text"] for row in rows_in(exported, "reports")}
    ids = {row["id"] for row in rows_in(exported, "entities")}
    for row in rows_in(exported, "roles"):
        assert row["entity"] in ids
        assert row["body"] is None or row["body"] in ids
        assert row["office"]
        assert row["evidence"]
        assert all(0 <= place["start"] < place["end"] <= len(texts[place["report"]]) for place in row["evidence"])


def test_times_table(exported: Path) -> None:
    """Of a time: a TIMEX3 type and value, and an interval where one is known."""
    for row in rows_in(exported, "times"):
        assert row["type"] in ("DATE", "TIME", "DURATION", "SET")
        assert re.fullmatch(r"PT?[\dX.]+\w+|[A-Z]+_REF|[\dX]{2,4}(-[\dA-Z]+)*(T[\dA-Z:]+)?", row["value"])
        assert (row["start_time"] is None) == (row["end_time"] is None)
        assert row["start_time"] is None or "X" not in row["value"]


def test_judgements(tmp_path: Path) -> None:
    """Of a judgement: both sides, the verdict, the score and the reasons."""
    url = "https://nordlet.example/pier"
    reports = reports_of(tmp_path, {"text": PIER, "url": url}, {"text": PIER + "More.", "url": url})

    rows = rows_of(tmp_path / "rows.db", "judgements")

    assert {row["question"] for row in rows} == {"same article", "same story"}
    for row in rows:
        assert {row["left"], row["right"]} == {report["id"] for report in reports}
        assert row["verdict"] in ("same", "different", "unsure")
        assert 0 <= row["score"] <= 1
        assert row["reasons"]
        assert all(isinstance(reason, str) for reason in row["reasons"])


EVIDENCE = {
    "quotations": ("report", "spans"),
    "mentions": ("report", "start", "end"),
    "times": ("report", "start", "end"),
    "roles": ("evidence",),
    "passages": ("left", "right"),
    "story_passages": ("report", "start", "end"),
    "decisions": ("report", "start", "end"),
}


@pytest.mark.parametrize("table", EVIDENCE)
def test_evidence(exported: Path, table: str) -> None:
    """Every table of findings names its evidence as report, start and end, or as lists or pairs of them."""
    schema = pyarrow.parquet.read_schema(exported / f"{table}.parquet")

    for name in EVIDENCE[table]:
        kind = schema.field(name).type
        if name == "spans":
            assert kind == pyarrow.list_(pyarrow.list_(pyarrow.int64()))
        elif name in ("evidence", "left", "right"):
            inner = kind.value_type if pyarrow.types.is_list(kind) else kind
            assert {inner.field(number).name for number in range(inner.num_fields)} >= {"report", "start", "end"}
        else:
            assert kind == (pyarrow.string() if name == "report" else pyarrow.int64())


def test_offsets_count_code_points(tmp_path: Path) -> None:
    """Offsets count Unicode code points, half-open."""
    (found,) = annotations_of(tmp_path / "rows.jsonl", [{"text": "🏳️𐍈 “We will sign,” said Orla Venn."}])

    ((start, end),) = found["quotations"][0]["spans"]
    assert found["text"][start:end] == "We will sign,"
    assert (start, end) == (5, 18)


# --- what one quotation is ---

ONE_QUOTATION = [
    ("one cue", "“We will sign,” Orla Venn said, “and then we will go home.”", [2]),
    ("closed paragraphs", "“We will sign on Monday,” said Orla Venn.\n\n“Then we will all go home and sleep.”", [1, 1]),
    ("a chain that reopens", "“We will sign.\n\n“Then we will go home,” said Orla Venn.", [2]),
    ("a title", "She read from the novel “The Long Quay” at the harbour.", []),
    ("a term", "The so-called “pier peace” lasted a week.", []),
    ("a nickname", "Tomas “Hammer” Verrick left the hall.", []),
]


@pytest.mark.parametrize(
    ("text", "spans"), [case[1:] for case in ONE_QUOTATION], ids=[case[0] for case in ONE_QUOTATION]
)
def test_what_one_quotation_is(tmp_path: Path, text: str, spans: list[int]) -> None:
    """One cue is one quotation, a chain is one, each closed paragraph is one, and titles, terms and nicknames are none."""
    (found,) = annotations_of(tmp_path / "rows.jsonl", [{"text": text, "language": "en"}])

    assert [len(quotation["spans"]) for quotation in found["quotations"]] == spans


def test_words_after_a_colon_belong_to_the_verb_before_it(tmp_path: Path) -> None:
    """After a colon the quoted words belong to the verb before it, and are mixed."""
    text = "Tomas Verrick summed up the day: “Four hundred metres of concrete, and one winter.”"

    (found,) = annotations_of(tmp_path / "rows.jsonl", [{"text": text}])

    (quotation,) = found["quotations"]
    assert quotation["kind"] == "mixed"
    assert [text[start:end] for start, end in quotation["cue"]] == ["summed"]


def test_every_command_has_help() -> None:
    """Every command and every option says what it does."""
    for name, command in click_commands().items():
        for one in (command, *getattr(command, "commands", {}).values()):
            assert one.help or inspect.getdoc(one.callback), name
            assert all(getattr(parameter, "help", None) for parameter in one.params), name


def test_digest_of_equal_records(demo_file: Path, demo_copy: Path) -> None:
    """Two records are the same if their digests are."""
    assert digest_of(demo_file) == digest_of(demo_copy)


def outcome_is_readable(outcome: Outcome) -> bool:
    """Tell whether an error is one message without a traceback."""
    return "Traceback" not in outcome.err and bool(outcome.err.strip())


@pytest.mark.parametrize(
    "arguments", [["show", "none.db"], ["build", "nowhere"], ["export", "none.db", "--tables", "x"]]
)
def test_errors_are_messages(inside: Path, arguments: list[str]) -> None:
    """An error is a message with the next step, never a traceback."""
    outcome = run_cli(*arguments)

    assert outcome_is_readable(outcome)
    assert outcome.err.startswith("onrecord: ")
