"""Stories are the same however the reports came: at once, in parts, in another order, with some taken out, copies too."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from onrecord.across import crowds, likely
from onrecord.across.weighing import Weighed
from onrecord.comparing import grouping
from onrecord.comparing.progress import ignore
from onrecord.engine.local import LocalEngine
from onrecord.pipeline import build_record, remove_from_record
from onrecord.record.connection import open_for_writing, transaction
from onrecord.record.gists import gists_of, parse_gist, save_gist, write_gist
from onrecord.record.opened import Record
from onrecord.record.writer import Writer
from onrecord.records import Clue, Gist, Paragraph
from onrecord.settings import Settings
from tests.across.gists import make_gist
from tests.record_fixtures import execute, write_rows

SETTINGS = Settings(jobs=1, read_languages=("xx",))  # gists are put in by hand
TABLES = ("stories", "datings", "substories", "story_passages", "judgements")
STARTS = "bar tol mir sen kor val dun hes lom nar pel rud sil tam ver".split()
SYLLABLES = [f"{start}{end}" for start in STARTS for end in ("ane", "dek", "ost", "ulim")]
COMMON = ["crisis", "border", "talks", "minister"]

Gists = dict[str, Gist | None]
"""What reports are about, by the ids that they came with; `None` for one that was not read."""


ROUND_UPS = ("r31", "r33")
Rows = dict[str, dict[str, str]]
Crowd = tuple[Gists, Rows]


def make_gists(seed: int, count: int = 36, *, are_far: bool = False) -> Gists:
    """Return reports of some happenings, alike and unlike, some undated, some not read, with words that all have.

    Happenings far from each other have no words in common.
    """
    chance = random.Random(seed)
    words = SYLLABLES[:20]
    told_of = [
        (
            SYLLABLES[8 * number :][:8] if are_far else chance.sample(words, 8),
            date(2031, 4, 1) + timedelta(chance.randrange(60)),
        )
        for number in range(6)
    ]
    found: Gists = {}
    for number in range(count):
        mine, day = chance.choice(told_of)
        told = chance.sample(mine, chance.randint(3, 8))
        if not are_far:
            told += chance.sample(COMMON, 3) + chance.sample(words, 2)
        published = day + timedelta(chance.choice([0, 0, 0, 1, 2]))
        gist = make_gist(
            " ".join(told),
            " ".join(told[:3]),
            length=chance.randint(60, 200),
            persons=told[0],
            places=told[1],
            published=None if chance.random() < 0.3 else str(published),
            clues=(Clue(f"XXXX-WXX-{published.isoweekday()}", "past", 20, is_bare=True),),
            years=chance.choice([(), (2031,), (2019,)]),
        )
        found[f"r{number}"] = None if chance.random() < 0.08 else gist
    return found


def make_paragraphs(id_: str) -> list[Paragraph]:
    """Return paragraphs of a report, the same whenever it is added, of which some tell of this or that happening."""
    chance = random.Random(id_)
    return [
        Paragraph(
            100 * number,
            100 * number + 90,
            number,
            make_gist(
                " ".join(chance.sample(SYLLABLES[:60], 14)),
                years=chance.choice([(), (), (2031,), (2019,)]),
                days=chance.choice([{}, {"2031-04-12": 1.0}]),
            ),
        )
        for number in range(chance.randrange(5))
    ]


def add(file: Path, name: str, gists: Gists) -> None:
    """Add reports to a record, and group what it holds."""
    add_rows(file, name, gists, {id_: {"id": id_, "text": f"{id_}."} for id_ in gists})


def add_rows(file: Path, name: str, gists: Gists, rows: Rows) -> Path:
    """Add reports with their texts, each in a file of its own, and group what the record holds."""
    folder = file.with_suffix("") / name
    for id_ in gists:
        write_rows(folder / f"{id_}.jsonl", [rows[id_]])
    build_record([folder], file, settings=SETTINGS)
    put(file, gists)
    return file


def put(file: Path, gists: Gists) -> None:
    """Replace what reports of a record are about, and group what it holds."""
    with open_for_writing(file) as connection, LocalEngine(1) as engine:
        with transaction(connection):
            for id_, gist in gists.items():
                key, report = connection.execute("SELECT key, id FROM report WHERE source_id=?", (id_,)).fetchone()
                paragraphs = [] if gist is None else make_paragraphs(id_ + gist.title[0])
                whole = None if gist is None else replace(gist, report=report.hex(), is_round_up=id_ in ROUND_UPS)
                save_gist(connection, key, whole, paragraphs)
        grouping.group_stories(Writer(connection), engine, ignore)


def build(file: Path, *parts: Gists) -> Path:
    """Make a record of some parts, one after the other."""
    for number, part in enumerate(parts):
        add(file, str(number), part)
    return file


def contents(file: Path) -> dict[str, Any]:
    """Return what a record holds about stories, and its digest."""
    with Record(file) as record:
        found: dict[str, Any] = {name: list(record.table(name).rows()) for name in TABLES}
        return found | {"digest": record.digest()}


def remove(file: Path, ids: Iterable[str]) -> None:
    """Take reports out of a record, one by one."""
    for id_ in ids:
        ((report,),) = execute(file, f"SELECT lower(hex(id)) FROM report WHERE source_id='{id_}'")
        remove_from_record(file, report=report, settings=SETTINGS)


@pytest.fixture(params=range(5), ids=lambda seed: f"seed {seed}")
def gists(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Gists:
    """Reports, with limits low enough to meet them; in some records nothing is spoken of throughout, or little shared.

    Where that changes all is compared again, which would hide what else is forgotten.
    """
    if request.param > 1:
        monkeypatch.setattr(grouping, "find_ubiquitous", lambda gists: {})
    monkeypatch.setattr(likely, "_MIN_BESIDE", 300)
    monkeypatch.setattr(likely, "_MIN_WORDS", 2)
    monkeypatch.setattr(likely, "MAX_BESIDE", 2)
    monkeypatch.setattr("onrecord.across.story_passages.MIN_TOLD", 0.0)
    monkeypatch.setattr("onrecord.comparing.story_passages.compare_paragraph", alike_as_they_share)
    if request.param > 3:
        return make_gists(request.param, are_far=True)
    monkeypatch.setattr(likely, "MAX_HOLDERS", 14)
    monkeypatch.setattr(likely, "MAX_PARTNERS", 4)
    monkeypatch.setattr(grouping, "_FULL", 3)
    return make_gists(request.param)


def alike_as_they_share(paragraph: Weighed, report: Weighed) -> float:
    """Return as how alike a paragraph and a report are taken to be: by the strength of the words that they share."""
    return round(sum(report.terms[one] for one in sorted(paragraph.terms.keys() & report.terms.keys())) / 9 - 1.5, 3)


def parts_of(gists: Gists, chance: random.Random) -> list[Gists]:
    """Return the reports in parts of chance sizes, in chance order."""
    mixed = chance.sample(list(gists.items()), len(gists))
    parts = []
    while mixed:
        size = chance.randint(1, 12)
        parts.append(dict(mixed[:size]))
        mixed = mixed[size:]
    return parts


def test_in_parts(gists: Gists, tmp_path: Path) -> None:
    """Reports that come in parts, in any order, are the same stories as when they come at once."""
    whole = contents(build(tmp_path / "whole.db", gists))
    assert 3 < len(whole["stories"]) < len(gists)
    assert whole["datings"]
    assert whole["story_passages"]

    for seed in range(3):
        parts = build(tmp_path / f"parts{seed}.db", *parts_of(gists, random.Random(seed)))

        assert contents(parts) == whole


def test_taken_out(gists: Gists, tmp_path: Path) -> None:
    """What is left when reports are taken out is what there would be without them."""
    gone = list(gists)[::3]
    file = build(tmp_path / "all.db", gists)
    remove(file, gone)

    kept = {id_: gist for id_, gist in gists.items() if id_ not in gone}
    assert contents(file) == contents(build(tmp_path / "kept.db", kept))


def test_taken_out_in_the_middle(gists: Gists, tmp_path: Path) -> None:
    """Reports that go between two additions, and come again, leave no trace."""
    first, second = dict(list(gists.items())[:20]), dict(list(gists.items())[20:])
    file = build(tmp_path / "middle.db", first)
    remove(file, list(first)[::4])
    add(file, "second", second)
    add(file, "again", {id_: first[id_] for id_ in list(first)[::4]})

    assert contents(file) == contents(build(tmp_path / "whole.db", gists))


def test_read_again(gists: Gists, tmp_path: Path) -> None:
    """Reports that are read otherwise now are grouped as if they had always been."""
    file = build(tmp_path / "r.db", gists)
    others = dict(list(make_gists(99).items())[5:20])
    put(file, others)

    assert contents(file) == contents(build(tmp_path / "others.db", gists | others))


def test_running_twice_changes_nothing(gists: Gists, tmp_path: Path) -> None:
    """What is grouped stays as it is, and nothing is left to be done."""
    file = build(tmp_path / "r.db", gists)
    before = contents(file)
    put(file, {})

    assert contents(file) == before
    assert execute(file, "SELECT * FROM touched_story") == []


def test_grouped_again_by_another_version(gists: Gists, tmp_path: Path) -> None:
    """Another version compares and groups everything again; where it says the same nothing changes."""
    file = build(tmp_path / "r.db", gists)
    before = contents(file)
    execute(file, "UPDATE state SET value='an older one' WHERE name='stories_by'")
    put(file, {})

    assert contents(file) == before


def test_stopped_before_grouping(gists: Gists, tmp_path: Path) -> None:
    """A build stopped once pairs are compared is completed by the next one."""
    file = build(tmp_path / "r.db", gists)
    whole = contents(file)
    execute(file, "INSERT INTO touched_story SELECT key FROM report", "DELETE FROM story")
    put(file, {})

    assert contents(file) == whole


def test_every_report_is_in_one_story(gists: Gists, tmp_path: Path) -> None:
    """Stories are a partition of all reports, those included that were not read."""
    file = build(tmp_path / "r.db", gists)
    stories = contents(file)["stories"]
    with Record(file) as record:
        ids = sorted(report.id for report in record.reports)

    assert sorted(report for story in stories for report in story["reports"]) == ids


def test_batches(gists: Gists, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many pairs are compared or stored at once, the stories are the same."""
    whole = contents(build(tmp_path / "whole.db", gists))
    monkeypatch.setattr("onrecord.record.pairs._PAIRS_A_GROUP", 1)
    monkeypatch.setattr(likely, "_PAIRS_AT_ONCE", 20)
    monkeypatch.setattr("onrecord.record.story_passages._REPORTS_A_CHUNK", 2)
    monkeypatch.setattr(grouping, "_COMMIT_ROWS", 1)
    monkeypatch.setattr("onrecord.comparing.story_passages._COMMIT_ROWS", 1)

    assert contents(build(tmp_path / "r.db", gists)) == whole


def test_a_gist_is_stored_as_it_is(gists: Gists, tmp_path: Path) -> None:
    """What a report is about comes out of the record as it went in."""
    file = build(tmp_path / "r.db", gists)
    with open_for_writing(file) as connection:
        stored = gists_of(connection, [key for (key,) in connection.execute("SELECT key FROM report")])
    read = [parse_gist(text) for text in stored.values()]

    assert len(read) == sum(gist is not None for gist in gists.values())
    assert {replace(gist, report="r").published for gist in read} == {one.published for one in gists.values() if one}
    for text, gist in zip(stored.values(), read, strict=True):
        assert write_gist(gist) == text
        assert isinstance(gist, Gist)


# --- copies: reports that stand behind another ---


@pytest.fixture(params=["dated", "undated", "unread"])
def crowd(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    """Reports of which ten are nearly the same text, with what they came with: where they are dated, the last of them is the first."""
    monkeypatch.setattr(grouping, "find_ubiquitous", lambda gists: {})
    monkeypatch.setattr(crowds, "MIN_CROWD", 6)
    monkeypatch.setattr(likely, "MAX_PARTNERS", 6)
    chance = random.Random(3)
    gists: Gists = {id_: gist for id_, gist in make_gists(3, 24).items() if gist is not None}
    rows = {id_: {"id": id_, "text": f"{id_}."} for id_ in gists}
    copies = list(gists)[:10]
    text = " ".join(f"{' '.join(chance.choices(SYLLABLES, k=14)).capitalize()}." for _ in range(12))
    first = replace(next(gist for gist in gists.values() if gist and gist.published), report="r")
    for place, id_ in enumerate(copies):
        gists[id_] = None if request.param == "unread" else replace(first, published=None)
        rows[id_]["text"] = f"{text} {id_}."
        if request.param == "dated":
            day = "2031-04-01" if place == 9 else f"2031-04-{2 + place % 3:02}"
            rows[id_]["published"] = day
            gists[id_] = replace(first, published=(day, day))
    return gists, rows


def copies_in(file: Path) -> list[str]:
    """Return the reports of the crowd, by the order of their ids."""
    return [id_ for (id_,) in execute(file, "SELECT source_id FROM report WHERE length(text) > 100 ORDER BY id")]


def test_a_crowd_goes_with_its_first(crowd: Crowd, tmp_path: Path) -> None:
    """Reports that are nearly the same text are of one story, whatever they are like; only the first is compared."""
    gists, rows = crowd
    file = add_rows(tmp_path / "r.db", "all", gists, rows)
    behind = execute(file, "SELECT report, onto FROM print WHERE onto IS NOT NULL")
    story = dict(execute(file, "SELECT report, story FROM story_member"))

    assert len(behind) == 9
    assert len({story[key] for pair in behind for key in pair}) == 1
    assert execute(file, "SELECT 1 FROM alike WHERE left IN (SELECT report FROM print WHERE onto IS NOT NULL)") == []


@pytest.mark.parametrize("seed", range(4))
def test_a_crowd_in_parts(crowd: Crowd, tmp_path: Path, seed: int) -> None:
    """A crowd that comes in parts, in any order, ends up in the same stories."""
    gists, rows = crowd
    whole = contents(add_rows(tmp_path / "whole.db", "all", gists, rows))
    for number, part in enumerate(parts_of(gists, random.Random(seed))):
        add_rows(tmp_path / "parts.db", str(number), part, rows)

    assert contents(tmp_path / "parts.db") == whole


@pytest.mark.parametrize("gone", [slice(0, 1), slice(9, 10), slice(1, 5), slice(2, 10), slice(0, 10)], ids=str)
def test_a_crowd_taken_out(crowd: Crowd, tmp_path: Path, gone: slice) -> None:
    """Of a crowd the first, others, or so many that it is none can be taken out, and no trace is left."""
    gists, rows = crowd
    file = add_rows(tmp_path / "all.db", "all", gists, rows)
    out = copies_in(file)[gone]
    remove(file, out)

    kept = {id_: gist for id_, gist in gists.items() if id_ not in out}
    assert contents(file) == contents(add_rows(tmp_path / "kept.db", "all", kept, rows))


def test_the_first_of_a_crowd_taken_out(crowd: Crowd, tmp_path: Path) -> None:
    """When the report goes behind which others stand, another stands for them."""
    gists, rows = crowd
    file = add_rows(tmp_path / "all.db", "all", gists, rows)
    ((first,),) = execute(
        file, "SELECT DISTINCT source_id FROM print JOIN report ON report.key = onto WHERE onto IS NOT NULL"
    )
    remove(file, [first])

    kept = {id_: gist for id_, gist in gists.items() if id_ != first}
    assert contents(file) == contents(add_rows(tmp_path / "kept.db", "all", kept, rows))


# --- reports with no room for all that they are like ---


@pytest.mark.parametrize(("alike", "full"), [(True, 9), (False, 0)], ids=["alike", "unlike"])
def test_full_reports(alike: bool, full: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that many are like, more than it is compared with, is full; one that only shares words with many is not."""
    monkeypatch.setattr(likely, "MAX_PARTNERS", 4)
    monkeypatch.setattr(grouping, "_FULL", 3)
    words = "morwen tarsen karrow" if not alike else " ".join(SYLLABLES[:8])
    days = [str(date(2031, 4, 6) + timedelta(0 if alike else 90 * number)) for number in range(9)]
    gists: Gists = {
        f"r{number}": make_gist(f"{words} own{number}", f"other{number}", published=day, numbers=(("boat", 2.0 + number, 3),))
        for number, day in enumerate(days)
    }  # fmt: skip
    file = build(tmp_path / "r.db", gists)

    assert execute(file, "SELECT count(*) FROM alike")[0][0] > 9
    assert execute(file, "SELECT count(*) FROM gist WHERE is_full") == [(full,)]
