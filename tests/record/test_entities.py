"""Entities in a record's file: the same however they came, with ids that lead on when entities merge."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from onrecord.decisions.book import open_decisions
from onrecord.decisions.ruling import make_ruling
from onrecord.errors import NotFoundError
from onrecord.pipeline import remove_from_record
from onrecord.record.opened import Record
from onrecord.records import Entity, Ruling
from tests.record_fixtures import build, digest_of, execute, rows_of, write_rows

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
    {
        "id": "c",
        "published": "2031-05-06",
        "text": "The French president said on Friday that the talks in Paris had failed.",
    },
    {"id": "d", "text": "Serzh Sargsyan arrived in Berlin on Tuesday, his office said."},
    {"id": "e", "text": "Serzh Sarkisian left Berlin on Wednesday, his office said."},
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of reports that speak of the same persons; do not change it."""
    folder = tmp_path_factory.mktemp("entities")
    return build_rows(folder, "rows", ROWS)


def entity(file: Path, name: str) -> Entity:
    """Return the one entity of a name."""
    with Record(file) as record:
        (found,) = record.entities_named(name)
        return found


def build_rows(folder: Path, name: str, rows: list[dict[str, str]], **settings: object) -> Path:
    """Add rows, each in a file of its own, to a record in a folder."""
    for row in rows:
        write_rows(folder / name / f"{row['id']}.jsonl", [row])
    build(folder / name, folder / "r.db", **settings)
    return folder / "r.db"


def test_across_reports(built: Path) -> None:
    """One person is one entity in all reports: by name in any letters, by spelling, by office near the date."""
    with Record(built) as record:
        (lund,) = record.entities_named("ada lund")
        sources = {record.reader.report(id_).source_id for id_, _ in record.reader.reports_mentioning(lund.id)}
        (spelled,) = record.entities_named("Serzh Sarkisian")

    assert sources == {"a", "b", "c"}
    assert {form.text for form in spelled.forms} == {"Serzh Sargsyan", "Serzh Sarkisian"}


def test_mentions_name_entities(built: Path) -> None:
    """Each mention that is somebody's names an entity of the table; so does each quotation's speaker."""
    ids = {row["id"] for row in rows_of(built, "entities")}
    named = {row["entity"] for row in rows_of(built, "mentions")} - {None}
    speakers = {name for row in rows_of(built, "quotations") for name in row["speaker"]}

    assert named <= ids
    assert speakers == {entity(built, "Ada Lund").id}
    assert {row["entity"] for row in rows_of(built, "roles")} <= ids


def test_terms_of_office(tmp_path: Path) -> None:
    """A role's `from` and `to` are what any report says, reckoned from that report's own date."""
    rows = [
        {"id": "a", "published": "2031-05-03", "text": "President Ada Lund of France met the press in Lyon."},
        {"id": "b", "published": "2032-06-05", "text": "Ada Lund, president of France since last year, left Lyon."},
        {"id": "c", "published": "2033-01-05", "text": "Ada Lund was president of France until December. She rests."},
    ]
    file = build_rows(tmp_path, "rows", rows)

    (role,) = rows_of(file, "roles")

    assert (role["from"], role["to"]) == ("2031", "2032-12")
    assert len(role["evidence"]) == len(rows)


@pytest.mark.parametrize("seed", range(3))
def test_order_and_parts(built: Path, tmp_path: Path, seed: int) -> None:
    """Reports in any order, in one build or in several, by one process or two, make the same record."""
    rows = random.Random(seed).sample(ROWS, len(ROWS))

    build_rows(tmp_path, "first", rows[:2])
    build_rows(tmp_path, "second", rows[2:], jobs=2, batch_reports=1)

    assert digest_of(tmp_path / "r.db") == digest_of(built)


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_removal(tmp_path: Path, row: dict[str, str]) -> None:
    """A record that a report was removed from is the one that never had it."""
    file = build_rows(tmp_path / "all", "rows", ROWS)
    report = next(one["id"] for one in rows_of(file, "reports") if one["source_id"] == row["id"])

    remove_from_record(file, report=report)

    assert digest_of(file) == digest_of(build_rows(tmp_path / "less", "rows", [one for one in ROWS if one is not row]))


def merged_later(folder: Path) -> tuple[Path, str]:
    """Return a record in which two entities became one by a later decision, and the id that is no more."""
    file = build_rows(folder, "rows", ROWS)
    lund, verrick = entity(file, "Ada Lund"), entity(file, "Tomas Verrick")
    with open_decisions(file) as book:
        left, right = (book.reader.mention_of(one.id) for one in (lund, verrick))
        assert left is not None
        assert right is not None
        book.add([make_ruling(book.reader, Ruling.SAME, left, right, who="anna", why="")])
    left_id = {row["id"] for row in rows_of(file, "entities")}
    (gone,) = {lund.id, verrick.id} - left_id
    return file, gone


def test_old_ids_lead_on(tmp_path: Path) -> None:
    """The id of an entity that went into another leads to that one, also by its first digits."""
    file, gone = merged_later(tmp_path)

    with Record(file) as record:
        assert record.item(gone).record == record.item(gone[:8]).record
        assert {"Ada Lund", "Tomas Verrick"} <= {form.text for form in record.item(gone).record.forms}


def test_old_ids_are_outside_the_digest(tmp_path: Path) -> None:
    """Two records of the same reports and decisions are the same, whatever ids entities had before."""
    file, _ = merged_later(tmp_path)
    before = digest_of(file)

    execute(file, "DELETE FROM redirect")

    assert digest_of(file) == before


def test_id_that_never_was(built: Path) -> None:
    """An id that no entity had leads nowhere."""
    with Record(built) as record, pytest.raises(NotFoundError):
        record.item("0" * 32)


PRINTED = [
    "Tomas “Hammer” Verrick",
    'Orla "Bay" Venn',
    "İlham Əliyev",
    "Владимир Путин",
    "O'Neill \\ Sons",
    "100% Lund_",
]


@pytest.mark.parametrize("name", PRINTED)
def test_found_by_any_name(built: Path, tmp_path: Path, name: str) -> None:
    """An entity is found by any name it is printed by, in small letters too, marks and signs as they are."""
    file = tmp_path / "r.db"
    file.write_bytes(built.read_bytes())
    execute(
        file,
        f"UPDATE entity SET forms=json_array(json_array('{name.replace(chr(39), chr(39) * 2)}', 1)) WHERE name='Ada Lund'",
    )

    assert entity(file, name).name == "Ada Lund"
    assert entity(file, name.casefold()).name == "Ada Lund"
    with Record(file) as record:
        assert record.entities_named("%") == record.entities_named("_") == ()
