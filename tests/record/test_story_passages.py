"""Parts of reports that tell of other stories: items of a round-up, background, and never what came later."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onrecord.pipeline import remove_from_record
from onrecord.record.opened import Record
from onrecord.record.story_passages import last_day
from tests.record_fixtures import build, digest_of, rows_of, run_cli, write_rows

pytest_plugins = ("tests.record_fixtures",)

SINKING = {
    "id": "sinking",
    "published": "2031-05-06",
    "title": "Ferry Morwen sinks off Tarsen, 12 sailors die",
    "text": "The ferry Morwen sank off Tarsen on Tuesday, killing 12 sailors, harbour master Marta Quillan said.\n\n"
    "Rescue boats from the coastguard station at Ulm Head searched the bay for six others until the storm drove them "
    "back into the harbour.",
}
HARVEST = {
    "id": "harvest",
    "published": "2031-05-05",
    "title": "Wheat harvest fails in Nyland",
    "text": "Farmers in Nyland lost the wheat harvest to the drought, the ministry of farming said on Monday.\n\n"
    "Bread will cost a third more by autumn, said minister Otto Brandt, who promised the villages of the plain seed.",
}
FERRY_ITEM = (
    "Twelve sailors died when the ferry Morwen sank off Tarsen on Tuesday; rescue boats of the coastguard searched the "
    "bay for six others, harbour master Marta Quillan said."
)
HARVEST_ITEM = (
    "Nyland's farmers have lost the wheat harvest to the drought. Minister Otto Brandt promised the villages of the "
    "plain seed, and bread will cost a third more by autumn."
)
OTHER_ITEMS = (
    "The council of Karrow passed its budget after eleven hours of debate, with money for two bridges, a library and "
    "the tram line to the northern suburbs that mayor Ilse Hahn had promised the voters.",
    "In Sorrow a choir of eighty singers opened the festival with a mass that was found in the cellar of the cathedral "
    "last winter; conductor Emil Strand had copied the parts by hand.",
    "Chess master Dorrit Vane, aged fifteen, beat the champion of Ostmark in forty moves and will play for the title in "
    "autumn, the federation announced in Lund.",
    "Two astronomers at the observatory of Hallen reported a comet that will be seen without a telescope in August, low "
    "in the evening sky above the sea.",
)
SHORT = "More on page four."
ROUND_UP = {
    "id": "round-up",
    "published": "2031-05-07",
    "title": "The week in brief",
    "text": "\n\n".join((*OTHER_ITEMS[:2], FERRY_ITEM, SHORT, HARVEST_ITEM, *OTHER_ITEMS[2:])),
}
EARLIER = {
    "id": "earlier",
    "published": "2031-04-02",
    "title": "Painter of lighthouses honoured",
    "text": "The painter Ada Verrick, who drew every lighthouse between Ulm and Sorrow Point, was given the medal of the "
    f"academy at a dinner in the old museum of Lund.\n\n{FERRY_ITEM}",
}
ROWS = [SINKING, HARVEST, ROUND_UP, EARLIER]


def build_rows(folder: Path, *rows: dict[str, str]) -> Path:
    """Return a record of some rows."""
    for row in rows:
        write_rows(folder / f"{row['id']}.jsonl", [row])
    file = folder.with_suffix(".db")
    build(folder, file)
    return file


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of two happenings, a round-up that tells of both, and a report from before; do not change it."""
    return build_rows(tmp_path_factory.mktemp("passages") / "r", *ROWS)


def passages_of(file: Path) -> list[tuple[str, str, str]]:
    """Return the passages of a record: the id that the report came with, the printed words, the report they are like."""
    reports = {row["id"]: row for row in rows_of(file, "reports")}
    return [
        (
            reports[row["report"]]["source_id"],
            reports[row["report"]]["text"][row["start"] : row["end"]],
            reports[row["like"]]["source_id"],
        )
        for row in rows_of(file, "story_passages")
    ]


def test_items_of_a_round_up(built: Path) -> None:
    """Each item belongs to the story of its happening, and the round-up is a story by itself.

    A report from before the ferry sank tells nothing of it, whatever it prints.
    """
    assert all(len(row["reports"]) == 1 for row in rows_of(built, "stories") if len(row["reports"]) != 2)
    assert passages_of(built) == [("round-up", FERRY_ITEM, "sinking"), ("round-up", HARVEST_ITEM, "harvest")]


def test_a_row(built: Path) -> None:
    """A passage names its story, how sure it is, what both have in common, and what made it."""
    stories = {row["id"]: row for row in rows_of(built, "stories")}
    row: dict[str, Any] = rows_of(built, "story_passages")[0]

    assert row["like"] in stories[row["story"]]["reports"]
    assert row["report"] not in stories[row["story"]]["reports"]
    assert 0.5 < row["confidence"] <= 1
    assert any(reason.startswith("shared words:") and "Morwen" in reason for reason in row["reasons"])
    assert row["made_by"] == "story_passages.likeness.v1+likeness.logistic.v1"


def test_the_story_goes(built: Path, tmp_path: Path) -> None:
    """When the reports of a happening are taken out, nothing tells of it any longer."""
    file = build_rows(tmp_path / "r", *ROWS)
    assert digest_of(file) == digest_of(built)
    with Record(file) as record:
        harvest = next(report.id for report in record.reports if report.source_id == "harvest")
    remove_from_record(file, report=harvest)

    assert passages_of(file) == [("round-up", FERRY_ITEM, "sinking")]
    assert digest_of(file) == digest_of(build_rows(tmp_path / "without", *(row for row in ROWS if row is not HARVEST)))


def test_shown(built: Path) -> None:
    """`show` lists the parts with the report and with the story; --why says what they are most like, and why."""
    with Record(built) as record:
        round_up = next(report.id for report in record.reports if report.source_id == "round-up")
        passage = record.reader.story_passages_in(round_up)[0]
    of_report, of_story = (run_cli("show", built, id_).out for id_ in (round_up, passage.story))

    assert "a round-up" in of_report
    assert f"of story {passage.story[:8]}" in of_report
    assert "Told in reports of other stories" in of_story
    assert f"in {round_up[:8]}" in of_story
    assert "shared words" not in of_story
    why = run_cli("show", built, passage.story, "--why").out
    assert f"most like {passage.like[:8]}; shared words: " in " ".join(why.split())


@pytest.mark.parametrize(
    ("published", "years", "expected"),
    [
        ("2031-05-07", (2040,), "2031-05-07"),
        ("2031-05-07T08:00:00+02:00", (), "2031-05-07"),
        (None, (2017, 2015), "2019-12-31"),
        (None, (9999,), "9999-12-31"),
        (None, (), None),
    ],
)
def test_the_last_day(published: str | None, years: tuple[int, ...], expected: str | None) -> None:
    """A report tells of nothing behind its publication, or, undated, of nothing long behind all that it names."""
    found = last_day(published, years)

    assert (None if found is None else date.fromordinal(found).isoformat()) == expected
