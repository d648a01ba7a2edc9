"""Entities on the command line: show by id and by name, find, and decide by either."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.record_fixtures import Outcome, build, digest_of, rows_of, run_cli, write_rows

ROWS = [
    {
        "id": "a",
        "published": "2031-05-03",
        "text": "French President Ada Lund met Foreign Minister Tomas Verrick of Spain in Paris. “We will sign,” Lund said. "
        "She left on Monday.",
    },
    {
        "id": "b",
        "published": "2031-05-05",
        "text": "The president of France flew to Madrid on Wednesday. ADA LUND was met by Spanish officials.",
    },
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of two reports; do not change it."""
    folder = tmp_path_factory.mktemp("shown")
    build(write_rows(folder / "rows.jsonl", ROWS), folder / "r.db")
    return folder / "r.db"


@pytest.fixture
def talks(built: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copyfile(built, tmp_path / "talks.db"))


def id_of(file: Path, name: str) -> str:
    """Return the id of the one entity of a name."""
    (found,) = (row["id"] for row in rows_of(file, "entities") if row["name"] == name)
    return str(found)


def decide(file: Path, *arguments: str) -> Outcome:
    """Run `onrecord decide FILE ARGUMENTS...` as Anna."""
    return run_cli("decide", file, *arguments, "--who", "anna")


def test_show(built: Path) -> None:
    """An entity is shown with its forms, what it said, its offices over time and its reports."""
    lines = [" ".join(line.split()) for line in run_cli("show", built, "Ada Lund").out.splitlines()]

    assert lines[:4] == [
        f"entity {id_of(built, 'Ada Lund')[:8]} Ada Lund",
        "kind person",
        "printed as ADA LUND (1), Ada Lund (1), Lund (1)",
        "said 1 quotation",
    ]
    assert "president of France in reports of 2031-05-03 to 2031-05-05 2 places" in lines
    assert "Reports (2; 2 independent origins)" in lines


def test_show_why(built: Path) -> None:
    """`--why` adds what tied the mentions inside reports, and what brought reports together."""
    shown = run_cli("show", built, "lund", "--why").out

    assert "1  salience: She" in shown
    assert (
        "president of France is Ada Lund  (0.85; held the office (president) within 2 days of 2031-05-05)"
        in " ".join(shown.split("\n"))
    )


def test_show_a_place(built: Path) -> None:
    """A place is shown with who holds its offices."""
    shown = run_cli("show", built, "France").out

    assert "Who holds its offices" in shown
    assert "country:FR" in shown


@pytest.mark.parametrize("name", ["Ada Lund", "ada lund", "LUND"])
def test_by_name_and_by_id(built: Path, name: str) -> None:
    """A name in any letters shows what the id shows."""
    assert run_cli("show", built, name).out == run_cli("show", built, id_of(built, "Ada Lund")[:8]).out


def test_show_as_json(built: Path) -> None:
    """As JSON an entity is its row, with the table's name."""
    found = run_cli("show", built, "Ada Lund", "--json").json

    (row,) = (row for row in rows_of(built, "entities") if row["name"] == "Ada Lund")
    assert found == {"table": "entities", **row}


@pytest.mark.parametrize("name", ["Nobody", "%", "[bold]", '"', "\u202e", "x" * 5000])
def test_nobody_of_that_name(built: Path, name: str) -> None:
    """A name that nothing bears is an error that says where to look."""
    outcome = run_cli("show", built, name)

    assert outcome.code == 2
    assert "Nothing in this record is named" in outcome.err
    assert "onrecord find FILE WORDS" in outcome.err


def test_several_of_that_name(talks: Path) -> None:
    """Several entities of one name are listed with their ids."""
    decided = decide(talks, "rename", id_of(talks, "Tomas Verrick"), "Ada Lund")
    assert decided.code == 0, decided.err

    outcome = run_cli("show", talks, "Ada Lund")

    assert outcome.code == 2
    assert "2 entities are printed as 'Ada Lund'" in outcome.err
    assert outcome.err.count("person  Ada Lund") == 2


def test_find_lists_entities(built: Path) -> None:
    """`find` lists the entities of that name above the reports that hold the words."""
    first = run_cli("find", built, "Lund").out.splitlines()[0].split()

    assert first[:4] == [id_of(built, "Ada Lund")[:8], "person", "Ada", "Lund"]


DECIDED = [
    ("same", ["Ada Lund", "Tomas Verrick"]),
    ("different", ["Ada Lund", "Tomas Verrick"]),
    ("rename", ["Tomas Verrick", "T. Verrick"]),
    ("retype", ["Madrid", "organisation"]),
]


@pytest.mark.parametrize("how", ["name", "id"])
@pytest.mark.parametrize(("verdict", "targets"), DECIDED, ids=[case[0] for case in DECIDED])
def test_decide_and_undo(talks: Path, verdict: str, targets: list[str], how: str) -> None:
    """An entity is decided about by its name or its id; taken back, the record is as before."""
    before = digest_of(talks)
    names = {row["name"] for row in rows_of(talks, "entities")}
    words = [id_of(talks, word)[:8] if how == "id" and word in names else word for word in targets]

    decided = decide(talks, verdict, *words)
    assert decided.code == 0, decided.err
    assert digest_of(talks) != before
    (decision,) = rows_of(talks, "decisions")
    taken_back = run_cli("decide", talks, "undo", decision["id"])

    assert taken_back.code == 0, taken_back.err
    assert digest_of(talks) == before


def test_decided_same(talks: Path) -> None:
    """Two that a person says are one are one entity, which both ids show, and stay so when reports are added."""
    lund, verrick = id_of(talks, "Ada Lund"), id_of(talks, "Tomas Verrick")
    decide(talks, "same", "Ada Lund", "Tomas Verrick")

    shown = {run_cli("show", talks, id_).out for id_ in (lund, verrick)}
    assert len(shown) == 1
    assert "Tomas Verrick (1)" in shown.pop()

    more = {"id": "c", "text": "Tomas Verrick stayed in Madrid on Thursday."}
    build(write_rows(talks.parent / "more" / "rows.jsonl", [more]), talks)
    assert "Tomas Verrick (2)" in run_cli("show", talks, lund).out


def test_decided_kind_and_name(talks: Path) -> None:
    """A kind and a name that a person gave are those of the entity."""
    decide(talks, "retype", "Tomas Verrick", "organisation")
    decide(talks, "rename", "Tomas Verrick", "Verrick and Sons")

    kinds = {row["name"]: row["kind"] for row in rows_of(talks, "entities")}

    assert kinds["Verrick and Sons"] == "organisation"
    assert "Tomas Verrick" not in kinds


def test_decided_mention(talks: Path) -> None:
    """Words that a person gives to an entity are a mention of it."""
    report = next(row["id"] for row in rows_of(talks, "reports") if row["source_id"] == "b")

    outcome = decide(talks, "mention", f"{report[:8]}:officials", "Tomas Verrick")

    assert outcome.code == 0, outcome.err
    (given,) = (row for row in rows_of(talks, "mentions") if row["text"] == "officials" and row["how"] == "decision")
    assert given["entity"] == id_of(talks, "Tomas Verrick")


PRONOUN_ROWS = [
    {"id": "p", "text": "Ada Lund and Vera Holt came to Paris. “We will sign,” she said. Nobody else spoke."}
]


def test_decided_pronoun_speaks(tmp_path: Path) -> None:
    """Who a person says is meant by a source's pronoun is the speaker of its words."""
    file = tmp_path / "r.db"
    build(write_rows(tmp_path / "rows.jsonl", PRONOUN_ROWS), file)
    (report,) = rows_of(file, "reports")

    outcome = decide(file, "mention", f"{report['id'][:8]}:she", "Ada Lund")

    assert outcome.code == 0, outcome.err
    (quotation,) = rows_of(file, "quotations")
    assert quotation["speaker"] == [id_of(file, "Ada Lund")]


def test_places_are_not_she(tmp_path: Path) -> None:
    """A pronoun that was taken for what turns out to be no person is nobody's, and so are the words said by it."""
    file = tmp_path / "r.db"
    row = {"id": "p", "text": "Ada Lund came to Paris. “We will sign,” she said. Nobody else spoke."}
    build(write_rows(tmp_path / "rows.jsonl", [row]), file)
    (before,) = rows_of(file, "quotations")

    decide(file, "retype", "Ada Lund", "place")

    (after,) = rows_of(file, "quotations")
    assert (before["speaker"], after["speaker"]) == ([id_of(file, "Ada Lund")], [])
    assert {row["entity"] for row in rows_of(file, "mentions") if row["how"] == "pronoun"} == {None}
