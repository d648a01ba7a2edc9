"""The command `decide`: what it prints, what it refuses, and how decisions are listed, taken back and carried about."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.decisions import ruling
from onrecord.records import make_decision
from tests.record_fixtures import FERRY, PIER, Outcome, build, digest_of, rows_of, run_cli, write

pytest_plugins = ("tests.record_fixtures",)

NOON = "2031-06-01T12:00:00+00:00"


@pytest.fixture
def talks(inside: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of two small reports in the working directory, where Anna decides, always at noon."""

    def at_noon(*given: Any, **fields: Any) -> Any:
        return make_decision(*given, **{**fields, "when": NOON})

    monkeypatch.setenv("ONRECORD_WHO", "anna")
    monkeypatch.setattr(ruling, "make_decision", at_noon)
    write(inside, "reports/ferry.txt", FERRY)
    write(inside, "reports/pier.txt", PIER)
    build(inside / "reports", inside / "talks.db")
    shutil.copyfile("talks.db", "undecided.db")
    return Path("talks.db")


def decide(*arguments: object) -> Outcome:
    """Run `onrecord decide talks.db ARGUMENTS...`."""
    return run_cli("decide", "talks.db", *arguments)


def ids() -> dict[str, str]:
    """Return the ids the tests need, under short names."""
    reports = {row["text"][:5]: row["id"] for row in rows_of(Path("undecided.db"), "reports")}
    mentions = {row["text"]: row["id"] for row in rows_of(Path("undecided.db"), "mentions")}
    quotations = {row["text"][-7:]: row["id"] for row in rows_of(Path("undecided.db"), "quotations")}
    return {
        "FERRY": reports["Night"],
        "PIER": reports["Fishe"],
        "MARTA": mentions["Marta Quillan"],
        "TOMAS": mentions["Tomas Verrick"],
        "LAWYERS": quotations["lawyers"],
    }


def filled(words: str) -> list[str]:
    """Return a command's arguments, ids in the place of their short names."""
    for name, id_ in ids().items():
        words = words.replace(name, id_[:8])
    return words.split()


def sentences(outcome: Outcome) -> str:
    """Return what was printed, short names in the place of ids."""
    shown = outcome.out + outcome.err
    for name, id_ in ids().items():
        shown = shown.replace(id_[:8], name)
    return re.sub(r"\b[0-9a-f]{8}\b", "DECISION", shown)


VERDICTS = [
    ("same MARTA TOMAS", "“Marta Quillan” (PIER) and “Tomas Verrick” (PIER) are one"),
    ("different TOMAS MARTA", "“Marta Quillan” (PIER) and “Tomas Verrick” (PIER) are not one"),
    ("rename MARTA Quillan", "“Marta Quillan” (PIER) is named Quillan"),
    ("retype MARTA person", "“Marta Quillan” (PIER) is of the kind person"),
    ("mention PIER:209-217 MARTA", "“concrete” (PIER) is a mention of “Marta Quillan” (PIER)"),
    ("speaker LAWYERS Quillan", "“better than another winter of lawyers” (PIER) is said by Quillan"),
    ("speaker LAWYERS MARTA", "“better than another winter of lawyers” (PIER) is said by “Marta Quillan” (PIER)"),
    ("speaker LAWYERS Abed", "“better than another winter of lawyers” (PIER) is said by Abed"),
    ("no-quotation LAWYERS", "“better than another winter of lawyers” (PIER) is no quotation"),
    ("date FERRY 2031-05", "report FERRY was published 2031-05-01/2031-05-31"),
    ("outlet FERRY Nordlet", "report FERRY was printed by Nordlet"),
    ("furniture FERRY 0-55", "“Night ferry to Selbridge sails again after two months” (FERRY) is furniture"),
]


@pytest.mark.parametrize(("words", "sentence"), VERDICTS, ids=[case[0] for case in VERDICTS])
def test_verdicts(talks: Path, words: str, sentence: str) -> None:
    """Each verdict says what was decided, by whom, when and why, and how to take it back."""
    outcome = decide(*filled(words), "--why", "it is so")

    assert (outcome.code, outcome.err) == (0, "")
    assert sentences(outcome) == (
        f"Decided: DECISION  {sentence} (anna, 2031-06-01 12:00: it is so)\n"
        "To take it back: onrecord decide talks.db undo DECISION\n"
    )


@pytest.mark.parametrize("words", [case[0] for case in VERDICTS])
def test_undo(talks: Path, words: str) -> None:
    """One command takes any decision back, and leaves the record as it was before."""
    before = digest_of(talks)
    decided = decide(*filled(words), "--json").json
    assert digest_of(talks) != before

    outcome = decide("undo", decided["decision"]["id"][:8])

    assert outcome.code == 0
    assert outcome.out.startswith(f"Taken back: {decided['decision']['id'][:8]}  ")
    assert digest_of(talks) == before


def test_as_json(talks: Path) -> None:
    """As JSON a decision is its row, with whether it is new."""
    first = decide("date", ids()["FERRY"], "2031-05-05", "--json").json
    again = decide("date", ids()["FERRY"], "2031-05-05", "--json", "--who", "berta").json

    assert first == {"file": "talks.db", "added": True, "decision": rows_of(talks, "decisions")[0]}
    assert again == {**first, "added": False}
    assert decide("list", "--json").json == rows_of(talks, "decisions")
    assert decide("undo", first["decision"]["id"], "--json").json == {"file": "talks.db", "undone": first["decision"]}


def test_twice(talks: Path) -> None:
    """The same decision again adds nothing, and says who made it first."""
    decide("date", ids()["FERRY"], "2031-05-05", "--why", "its own site")

    outcome = decide("date", ids()["FERRY"], "2031-05-05", "--who", "berta")

    assert outcome.code == 0
    assert sentences(outcome) == (
        "Decided already, nothing added: DECISION  report FERRY was published 2031-05-05 "
        "(anna, 2031-06-01 12:00: its own site)\n"
    )


def test_contradiction(talks: Path) -> None:
    """A contradiction is refused with exit code 1; both are shown, with who, when and why, and how to go on."""
    decide("same", *filled("MARTA TOMAS"), "--why", "a misprint")
    decided = rows_of(talks, "decisions")

    outcome = decide("different", *filled("MARTA TOMAS"), "--who", "berta", "--why", "two people")

    assert (outcome.code, outcome.out) == (1, "")
    assert sentences(outcome) == (
        "onrecord: Nothing was decided, since it contradicts what stands.\n"
        "Asked for:\n"
        "  DECISION  “Marta Quillan” (PIER) and “Tomas Verrick” (PIER) are not one (berta, 2031-06-01 12:00: two people)\n"
        "Standing:\n"
        "  DECISION  “Marta Quillan” (PIER) and “Tomas Verrick” (PIER) are one (anna, 2031-06-01 12:00: a misprint)\n"
        "Take a standing one back first: onrecord decide talks.db undo DECISION\n"
    )
    assert f"undo {decided[0]['id'][:8]}" in outcome.err
    assert rows_of(talks, "decisions") == decided


ERRORS = [
    ("same MARTA ffff0", "Nothing in this record has the id ffff0. `onrecord show FILE` lists what there is."),
    ("same MARTA Zyx", "Nothing in this record is named 'Zyx', and it is no id. `onrecord find FILE WORDS` searches names and texts; `onrecord show FILE` lists the reports."),
    ("same MARTA MARTA", "“Marta Quillan” (PIER) stands on both sides. Name two mentions that are not one."),
    ("same MARTA LAWYERS", "LAWYERS is in the table quotations; a mention is needed. `onrecord export FILE --tables mentions` lists them; REPORT:WORDS will do as well."),
    ("same MARTA FERRY:Halloran", "No mention in report FERRY reads 'Halloran'. `onrecord export FILE --tables mentions` lists them; `onrecord decide FILE mention REPORT:START-END A` makes one."),
    ("rename PIER:209-217 Pier", "There is no mention at 209-217 of report PIER ('concrete'). `onrecord decide FILE mention REPORT:START-END A` makes one."),
    ("rename MARTA \" \"", "An empty name is none. Give the name as it should be shown."),
    ("retype MARTA boat", "'boat' is no kind of entity. The kinds are: person, organisation, place, people, agreement, programme, document, other."),
    ("speaker MARTA Quillan", "MARTA is in the table mentions; a quotation is needed. `onrecord show FILE REPORT` lists them."),
    ("speaker LAWYERS 9999", "Nothing in this record has the id 9999. `onrecord show FILE` lists what there is."),
    ("date LAWYERS 2031", "LAWYERS is in the table quotations; a report is needed. `onrecord show FILE` lists them."),
    ("date FERRY May", "'May' is no ISO 8601 date. Write a year, month, day or moment (2031, 2031-04, 2031-04-12, 2031-04-12T09:30+02:00), or two with / between them."),
    ("date FERRY 2032/2031", "'2032/2031' ends before it begins. Write START/END, the earlier date first."),
    ("furniture FERRY 5", "'5' is no stretch of a text. Write START-END, counting characters from 0, for example 2440-2466."),
    ("furniture FERRY 9-5", "9-5 is no stretch of report FERRY. START comes before END, and the text ends at "),
    ("furniture FERRY 0-99999", "0-99999 is no stretch of report FERRY. START comes before END, and the text ends at "),
    ("furniture FERRY 53-55", "There is no word at 53-55 of report FERRY. Choose a stretch with words."),
    ("undo beef", "There is no decision beef. `onrecord decide talks.db list` lists them."),
    ("import none.jsonl", "none.jsonl cannot be read: No such file or directory. Name a file that `onrecord decide FILE export` wrote, or - for standard input."),
    ("import reports/pier.txt", "reports/pier.txt, line 1 is no decision (Invalid JSON: expected value at line 1 column 1). Nothing was imported."),
    ("same MARTA TOMAS --who \" \"", "An empty name is none."),
]  # fmt: skip


@pytest.mark.parametrize(("words", "message"), ERRORS, ids=[case[0] for case in ERRORS])
def test_errors(talks: Path, words: str, message: str) -> None:
    """What cannot be decided is refused with the value, what would have worked and the next step; nothing changes."""
    before = digest_of(talks)
    arguments = [" " if part == "EMPTY" else part for part in filled(words.replace('" "', "EMPTY"))]

    outcome = decide(*arguments)

    assert (outcome.code, outcome.out) == (2, "")
    assert sentences(outcome).replace("\n", " ").startswith(f"onrecord: {message}")
    assert digest_of(talks) == before


USAGE = [["talks.db", "frob"], ["talks.db", "same", "abcd"], ["talks.db", "date"], ["talks.db", "same", "--loud"], []]


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_wrong_usage(talks: Path, arguments: list[str]) -> None:
    """An unknown verdict, a missing argument and an unknown option end with exit code 2."""
    assert run_cli("decide", *arguments).code == 2


def test_no_record(inside: Path) -> None:
    """Deciding in a record that does not exist makes none."""
    for words in (["list"], ["export"], ["undo", "abcd"], ["date", "abcd", "2031"]):
        outcome = run_cli("decide", "none.db", *words)
        assert (outcome.code, outcome.out) == (2, "")
        assert "There is no record at none.db." in outcome.err
    assert list(inside.iterdir()) == []


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["same", "--help"], ["talks.db", "same", "-h"]])
def test_help(inside: Path, arguments: list[str]) -> None:
    """Help is there with and without a file, and reads no record."""
    outcome = run_cli("decide", *arguments)

    assert outcome.code == 0
    assert "Usage:" in outcome.out


def test_list(talks: Path) -> None:
    """The list gives each decision with who, when and why, oldest first, and marks those that are not attached."""
    decide("outlet", ids()["FERRY"], "Nordlet", "--why", "its masthead")
    line = {
        "report": "ab" * 16,
        "verdict": "date",
        "value": "2031",
        "who": "berta",
        "when": "2031-06-02T09:00:00+00:00",
    }
    Path("more.jsonl").write_text(json.dumps(line), encoding="utf-8")
    decide("import", "more.jsonl")

    outcome = decide("list")

    assert sentences(outcome).replace("ab" * 4, "DECISION") == (
        "DECISION  report FERRY was printed by Nordlet\n"
        "          anna, 2031-06-01 12:00: its masthead\n"
        "DECISION  report DECISION was published 2031-01-01/2031-12-31  [not attached]\n"
        "          berta, 2031-06-02 09:00\n"
        "2 decisions; 1 not attached: the record does not hold what they are about, and they wait.\n"
    )


def test_list_of_none(talks: Path) -> None:
    """A record without decisions says so."""
    assert decide("list").out == "0 decisions.\n"


def some_decisions() -> None:
    """Make decisions of several kinds."""
    for words in (
        "different MARTA TOMAS",
        "no-quotation LAWYERS",
        "date FERRY 2031-05",
        "rename MARTA Márta",
        "mention FERRY:Monday MARTA",
    ):
        assert decide(*filled(words), "--why", "“it” is so").code == 0


def test_export_and_import(talks: Path, inside: Path) -> None:
    """What is exported can be imported elsewhere, byte for byte; importing it twice adds nothing."""
    some_decisions()
    outcome = decide("export", "mine.jsonl")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "5 decisions written to mine.jsonl.\n")
    build(inside / "reports", inside / "other.db")

    first = run_cli("decide", "other.db", "import", "mine.jsonl")
    second = run_cli("decide", "other.db", "import", "-", "--json", stdin=Path("mine.jsonl").read_bytes())

    assert first.out == "5 decisions added, 0 known already; 0 not attached to anything in other.db.\n"
    assert second.json == {"file": "other.db", "added": 0, "known": 5, "not_attached": 0}
    assert run_cli("decide", "other.db", "export").out == Path("mine.jsonl").read_text(encoding="utf-8")
    assert digest_of(inside / "other.db") == digest_of(talks)


def test_import_into_a_record_without_the_reports(talks: Path, inside: Path) -> None:
    """Decisions about reports that are not there are kept, exported as they came, and counted as not attached."""
    some_decisions()
    decide("export", "mine.jsonl")
    build(write(inside, "other.txt", "Nothing of note happened here today."), inside / "other.db")

    outcome = run_cli("decide", "other.db", "import", "mine.jsonl")

    assert outcome.out == "5 decisions added, 0 known already; 5 not attached to anything in other.db.\n"
    assert run_cli("decide", "other.db", "export").out == Path("mine.jsonl").read_text(encoding="utf-8")


def contradicting(line: dict[str, Any]) -> dict[str, Any]:
    """Return a decision on another date."""
    return {**line, "id": None, "value": "1999"}


def misquoting(line: dict[str, Any]) -> dict[str, Any]:
    """Return a decision about words that are not printed there."""
    return {**line, "id": None, "verdict": "furniture", "value": None, "start": 0, "end": 2, "text": "No"}


@pytest.mark.parametrize(("change", "code"), [(contradicting, 1), (misquoting, 2)])
def test_import_is_all_or_nothing(talks: Path, change: Callable[[dict[str, Any]], dict[str, Any]], code: int) -> None:
    """A file of which one decision is refused adds none of its decisions."""
    decided = decide("date", ids()["FERRY"], "2031-05", "--json").json["decision"]
    del decided["attached"]
    outlet = {**decided, "id": None, "verdict": "outlet", "value": "Nordlet"}
    Path("bad.jsonl").write_text("\n".join(map(json.dumps, (outlet, change(decided)))), encoding="utf-8")
    before = digest_of(talks)

    outcome = decide("import", "bad.jsonl")

    assert (outcome.code, outcome.out) == (code, "")
    assert digest_of(talks) == before


def test_export_to_where_nothing_can_be_written(talks: Path) -> None:
    """A file that cannot be written is named, with the next step."""
    outcome = decide("export", "none/mine.jsonl")

    assert outcome.code == 4
    assert "none/mine.jsonl cannot be written: No such file or directory. Name a file in" in outcome.err.replace(
        "\n", " "
    )


def test_show(talks: Path) -> None:
    """`show` shows what was decided at once; with `--why` also who decided it and what is hidden."""
    decide("no-quotation", ids()["LAWYERS"], "--why", "a figure of speech")
    decide("date", ids()["PIER"], "2031-05-04")
    decided = {row["verdict"]: row["id"] for row in rows_of(talks, "decisions")}

    shown = " ".join(run_cli("show", talks, ids()["PIER"], "--why").out.split())

    assert "published 2031-05-04 (as decided)" in shown
    assert "1 quotation hidden: a person decided that they are none" in shown
    assert "is no quotation (anna, 2031-06-01 12:00: a figure of speech)" in shown
    assert "verdict date" in " ".join(run_cli("show", talks, decided["date"]).out.split())
    assert run_cli("show", talks, decided["no-quotation"], "--json").json["context"].count("⟦") == 1


def test_show_of_a_quotation(talks: Path) -> None:
    """A decided speaker is shown with the decision as the reason."""
    decide("speaker", ids()["LAWYERS"], "Marta Quillan", "--why", "the tape has it")

    shown = " ".join(run_cli("show", talks, ids()["LAWYERS"], "--why").out.split())

    assert "speaker Marta Quillan" in shown
    assert "which this report uses for the speaker" not in shown
    assert "is said by “Marta Quillan”" in shown
    assert "(anna, 2031-06-01 12:00: the tape has it)" in shown


def test_words_that_look_like_markup(talks: Path) -> None:
    """Names and reasons that look like markup are printed as they are."""
    decide("outlet", ids()["FERRY"], "[bold]Post[/]", "--why", "[red]so[/red]")

    assert "was printed by [bold]Post[/]\n          anna, 2031-06-01 12:00: [red]so[/red]" in decide("list").out


def test_who_decides(talks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--who` comes before ONRECORD_WHO, which comes before the login name."""
    monkeypatch.setattr("getpass.getuser", lambda: "carla")
    given = decide("date", ids()["FERRY"], "2031", "--who", "berta", "--json").json["decision"]["who"]
    named = decide("outlet", ids()["FERRY"], "Nordlet", "--json").json["decision"]["who"]
    monkeypatch.delenv("ONRECORD_WHO")
    login = decide("no-quotation", ids()["LAWYERS"], "--json").json["decision"]["who"]

    assert [given, named, login] == ["berta", "anna", "carla"]


def test_no_login_name(talks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no login name, as in some containers, the message says how to give one."""

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 1000")

    monkeypatch.setattr("getpass.getuser", nobody)
    monkeypatch.delenv("ONRECORD_WHO")

    outcome = decide("date", ids()["FERRY"], "2031")

    assert (outcome.code, outcome.err) == (2, "onrecord: There is no login name to say who decides. Add --who NAME.\n")
