"""Stories in a record's file: a partition of its reports, ids that lead on, dates that anchor times."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from onrecord.across import crowds
from onrecord.errors import NotFoundError
from onrecord.pipeline import remove_from_record
from onrecord.record.connection import open_for_writing, transaction
from onrecord.record.opened import Record
from onrecord.record.redirects import redirected, save_redirect, tidy_redirects
from onrecord.record.stories import QUESTION
from onrecord.records import make_id
from tests.record_fixtures import build, digest_of, execute, rows_of, write_rows

SINKING = {
    "id": "sinking",
    "published": "2031-05-06",
    "text": "Ferry Morwen sinks off Tarsen, 12 sailors die\n\nThe ferry Morwen sank off Tarsen on Tuesday, killing 12 "
    "sailors, harbour master Marta Quillan said. Rescue boats searched the bay for six others.",
}
DROWNED = {
    "id": "drowned",
    "published": "2031-05-06",
    "text": "Twelve sailors drown as ferry Morwen sinks\n\nTwelve sailors drowned when the ferry Morwen sank off Tarsen "
    "on Tuesday. Harbour master Marta Quillan said rescue boats still searched the bay.",
}
SEARCH = {
    "id": "search",
    "text": "Rescue boats search for sailors of the ferry Morwen\n\nRescue boats searched the bay off Tarsen on Tuesday "
    "for sailors of the ferry Morwen, which sank with 12 of its crew, harbour master Marta Quillan said.",
}
RAISED = {
    "id": "raised",
    "published": "2031-07-20",
    "text": "Ferry Morwen raised from the bay off Tarsen\n\nThe ferry Morwen, which sank off Tarsen with 12 sailors in "
    "May, was raised from the bay on Sunday, harbour master Marta Quillan said.",
}
HARVEST = {
    "id": "harvest",
    "text": "Wheat harvest fails in Nyland\n\nFarmers in Nyland lost the wheat harvest to the drought, the ministry of "
    "farming said on Monday.",
}
ROWS = [SINKING, DROWNED, SEARCH, RAISED, HARVEST]
FOUNDER = "search"
"""Of the reports of the sinking the one with the smallest id, which names their story."""


def add_rows(file: Path, *rows: dict[str, str], read_languages: tuple[str, ...] = ("en",)) -> Path:
    """Add rows, each in a file of its own, to a record."""
    folder = file.with_suffix("") / "-".join(row["id"] for row in rows)
    for row in rows:
        write_rows(folder / f"{row['id']}.jsonl", [row])
    build(folder, file, read_languages=read_languages)
    return file


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of two happenings with one ferry, and another; do not change it."""
    return add_rows(tmp_path_factory.mktemp("stories") / "r.db", *ROWS)


def ids_of(file: Path) -> dict[str, str]:
    """Return the ids of reports by those that they came with."""
    return {row["source_id"]: row["id"] for row in rows_of(file, "reports")}


def stories_of(file: Path) -> dict[frozenset[str], dict[str, Any]]:
    """Return the stories by the ids that their reports came with."""
    names = {id_: name for name, id_ in ids_of(file).items()}
    return {frozenset(names[id_] for id_ in row["reports"]): row for row in rows_of(file, "stories")}


def story_id(file: Path, founder: str) -> str:
    """Return the id of the story whose smallest report this is."""
    return make_id("story", ids_of(file)[founder])


# --- what a story holds ---


def test_one_happening_one_story(built: Path) -> None:
    """Reports of one happening are one story, named by its smallest report; others are stories by themselves."""
    stories = stories_of(built)
    assert stories.keys() == {
        frozenset({"sinking", "drowned", "search"}),
        frozenset({"raised"}),
        frozenset({"harvest"}),
    }
    sinking = stories[frozenset({"sinking", "drowned", "search"})]
    assert sinking["id"] == story_id(built, FOUNDER)
    assert min(sinking["reports"]) == ids_of(built)[FOUNDER]
    assert sinking["headline"] in {row["text"].partition("\n")[0] for row in (SINKING, DROWNED, SEARCH)}
    assert (sinking["start"], sinking["end"]) == ("2031-05-06", "2031-05-06")


def test_earlier_stories(built: Path) -> None:
    """A later happening of the same ferry leads back to the sinking, and not the other way."""
    stories = stories_of(built)
    assert stories[frozenset({"raised"})]["previous"] == [story_id(built, FOUNDER)]
    assert all(not story["previous"] for reports, story in stories.items() if reports != {"raised"})


def test_names_of_a_story(built: Path) -> None:
    """A story names the places and the other entities that it speaks most of, all of them in the record."""
    with Record(built) as record:
        (tarsen,) = (entity for entity in record.entities_named("Tarsen") if entity.kind == "place")
        (quillan,) = record.entities_named("Marta Quillan")
    story = stories_of(built)[frozenset({"sinking", "drowned", "search"})]
    assert tarsen.id in story["places"]
    assert quillan.id in story["entities"]
    kinds = {row["id"]: row["kind"] for row in rows_of(built, "entities")}
    assert {kinds[id_] for id_ in story["places"]} == {"place"}
    assert "place" not in {kinds[id_] for id_ in story["entities"]}


def test_a_veto_is_said(tmp_path: Path) -> None:
    """Two reports alike but published too far apart are judged different, which is said first, and the later leads back."""
    file = add_rows(tmp_path / "r.db", SINKING, RAISED)
    (judgement,) = (row for row in rows_of(file, "judgements") if row["question"] == QUESTION)
    assert judgement["verdict"] == "different"
    assert judgement["reasons"][0] == "published 75 days apart"
    assert stories_of(file)[frozenset({"raised"})]["previous"] == [story_id(file, "sinking")]


def test_judgements(built: Path) -> None:
    """Pairs that tie a story together, and those that are alike but of two stories, are judged with reasons."""
    ids = ids_of(built)
    judged = {
        frozenset((row["left"], row["right"])): row
        for row in rows_of(built, "judgements")
        if row["question"] == QUESTION
    }
    same = [pair for pair, row in judged.items() if row["verdict"] == "same"]
    assert len(same) == 2
    assert set().union(*same) == {ids[one] for one in ("sinking", "drowned", "search")}
    ((pair, refused),) = ((pair, row) for pair, row in judged.items() if row["verdict"] != "same")
    assert ids["raised"] in pair
    assert refused["verdict"] == "unsure"
    words = next(reason for reason in refused["reasons"] if reason.startswith("shared words: "))
    assert "Morwen" in words
    assert all(row["left"] < row["right"] for row in judged.values())


# --- dates ---


def test_dated_by_its_story(built: Path) -> None:
    """An undated report is of the day that its story shows, and says so; one alone stays undated."""
    reports = {row["source_id"]: row for row in rows_of(built, "reports")}
    assert reports["search"]["published"] == {"start": "2031-05-06", "end": "2031-05-06", "how": "story"}
    assert reports["sinking"]["published"]["how"] == "metadata"
    assert reports["harvest"]["published"] is None
    (dating,) = rows_of(built, "datings")
    ids = ids_of(built)
    assert dating["report"] == ids["search"]
    assert sorted(dating["because"]) == sorted([ids["sinking"], ids["drowned"]])
    assert "names Tuesday as past: 2031-05-06" in dating["reasons"]


def times_of(file: Path, name: str) -> list[tuple[str, str | None, str | None]]:
    """Return the times of a report: value, first day, anchor."""
    report = ids_of(file)[name]
    return [
        (row["value"], row["start_time"], row["anchor"]) for row in rows_of(file, "times") if row["report"] == report
    ]


UNANCHORED = [("XXXX-WXX-2", None, None)]
ANCHORED = [("2031-05-06", "2031-05-06", "2031-05-06")]


def test_times_are_anchored_by_the_story(built: Path, tmp_path: Path) -> None:
    """A weekday of an undated report is a day once its story dates it, and none again when it no longer does."""
    assert times_of(built, "search") == ANCHORED
    file = add_rows(tmp_path / "r.db", SEARCH)
    assert times_of(file, "search") == UNANCHORED
    add_rows(file, SINKING, DROWNED)
    assert times_of(file, "search") == ANCHORED

    for name in ("sinking", "drowned"):
        remove_from_record(file, report=ids_of(file)[name])

    assert times_of(file, "search") == UNANCHORED
    assert rows_of(file, "datings") == []
    assert digest_of(file) == digest_of(add_rows(tmp_path / "alone.db", SEARCH))


# --- ids that lead on ---


def test_a_smaller_report_joins(built: Path, tmp_path: Path) -> None:
    """When a report with a smaller id joins, the story's old id leads to the new one; the record is as made at once."""
    file = add_rows(tmp_path / "r.db", DROWNED, SINKING, RAISED, HARVEST)
    (old,) = (row["id"] for reports, row in stories_of(file).items() if "drowned" in reports)
    add_rows(file, SEARCH)

    new = story_id(file, FOUNDER)
    assert new != old
    assert old not in {row["id"] for row in rows_of(file, "stories")}
    with Record(file) as record:
        item = record.reader.find_item(old)
        assert (item.table, item.record.id) == ("stories", new)
        assert record.reader.find_item(new) == item
    assert digest_of(file) == digest_of(built)


def test_the_founder_taken_out(tmp_path: Path) -> None:
    """Without its smallest report a story has the id of the next; the old id is none, and leads nowhere."""
    file = add_rows(tmp_path / "r.db", SEARCH, DROWNED)
    old = story_id(file, FOUNDER)
    add_rows(file, HARVEST)
    remove_from_record(file, report=ids_of(file)["search"])

    assert {row["id"] for row in rows_of(file, "stories")} == {story_id(file, "drowned"), story_id(file, "harvest")}
    with Record(file) as record, pytest.raises(NotFoundError):
        record.reader.find_item(old)
    assert digest_of(file) == digest_of(add_rows(tmp_path / "without.db", DROWNED, HARVEST))


def test_an_id_comes_back(tmp_path: Path) -> None:
    """An id that led to another story is one of its own again when the story is as before."""
    file = add_rows(tmp_path / "r.db", DROWNED)
    old = story_id(file, "drowned")
    add_rows(file, SEARCH)
    assert execute(file, "SELECT hex(new) FROM redirect") == [(story_id(file, FOUNDER).upper(),)]
    remove_from_record(file, report=ids_of(file)["search"])

    assert [row["id"] for row in rows_of(file, "stories")] == [old]
    assert execute(file, "SELECT * FROM redirect") == []


def test_redirects_of_redirects(tmp_path: Path) -> None:
    """Where an id went that went on itself, the first leads to the last; what leads nowhere is forgotten."""
    file = add_rows(tmp_path / "r.db", HARVEST, read_languages=("xx",))
    there = story_id(file, "harvest")
    first, second, gone = "11" * 16, "22" * 16, "33" * 16
    with open_for_writing(file) as connection, transaction(connection):
        save_redirect(connection, first, second)
        save_redirect(connection, second, there)
        save_redirect(connection, there, gone)
        save_redirect(connection, gone, "44" * 16)
        found = {id_: redirected(connection, bytes.fromhex(id_), bytes.fromhex(id_)) for id_ in (first, second)}
        assert found == {first: [], second: []}

        save_redirect(connection, first, second)
        save_redirect(connection, second, there)
        tidy_redirects(connection)

        found = {id_: redirected(connection, bytes.fromhex(id_), bytes.fromhex(id_)) for id_ in (first, second, gone)}
        assert found == {
            first: [("stories", bytes.fromhex(there))],
            second: [("stories", bytes.fromhex(there))],
            gone: [],
        }


# --- reports that were not read, and copies ---


def test_unread_reports(tmp_path: Path) -> None:
    """Every report is in one story, whether it was read or not; one that was not is a story by itself."""
    file = add_rows(tmp_path / "r.db", *ROWS, read_languages=("xx",))
    assert stories_of(file).keys() == {frozenset({row["id"]}) for row in ROWS}
    assert {row["id"] for row in rows_of(file, "stories")} == {make_id("story", id_) for id_ in ids_of(file).values()}

    remove_from_record(file, report=ids_of(file)["raised"])

    assert stories_of(file).keys() == {frozenset({row["id"]}) for row in ROWS if row is not RAISED}


def test_read_after_all(built: Path, tmp_path: Path) -> None:
    """Reports that are read only by a later build are grouped then."""
    file = add_rows(tmp_path / "r.db", *ROWS, read_languages=("xx",))
    add_rows(file, *ROWS)
    assert stories_of(file).keys() == stories_of(built).keys()
    assert digest_of(file) == digest_of(built)


def test_copies_go_with_their_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports that stand behind another as the same text are of its story; those that come late lose their own dates."""
    monkeypatch.setattr(crowds, "MIN_CROWD", 3)
    more = " ".join(
        f"{boat} crews from {place} found {what} near the {where} of the bay before dark."
        for boat, place, what, where in zip(
            ("Lifeboat", "Tug", "Trawler", "Pilot", "Barge"), ("Karrow", "Selbridge", "Orla", "Estrand", "Nyhavn"),
            ("wreckage", "two rafts", "a lantern", "life jackets", "a mast"), ("mouth", "islands", "shoals", "lights", "cliffs"),
            strict=True,
        )
    )  # fmt: skip
    copies = [SEARCH | {"id": f"copy{number}", "text": f"{SEARCH['text']} {more}\n\n{number}."} for number in range(4)]
    file = add_rows(tmp_path / "r.db", SINKING, DROWNED, copies[0], copies[1])
    assert len(rows_of(file, "datings")) == 2
    assert times_of(file, "copy1") == ANCHORED
    add_rows(file, copies[2], copies[3])

    behind = execute(file, "SELECT count(*) FROM print WHERE onto IS NOT NULL")
    assert behind == [(3,)]
    assert stories_of(file).keys() == {frozenset({"sinking", "drowned", *(copy["id"] for copy in copies)})}
    assert len(rows_of(file, "datings")) == 1
    assert sorted(times_of(file, copy["id"]) == ANCHORED for copy in copies) == [False, False, False, True]
    assert digest_of(file) == digest_of(add_rows(tmp_path / "whole.db", SINKING, DROWNED, *copies))
