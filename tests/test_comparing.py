"""What reports share is the same however the reports came: at once, in parts, in another order, with some taken out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.across import candidates, crowds
from onrecord.pipeline import build_record, remove_from_record
from onrecord.record.opened import Record
from onrecord.settings import Settings
from tests.record_fixtures import write_rows

SETTINGS = Settings(jobs=1, read_languages=("xx",))  # what reports share needs no language model
WORDS = [
    f"{start}{end}" for start in ("bar", "tol", "mir", "sen", "kor", "val") for end in ("ane", "dek", "ost", "ulim")
]


def sentence(chance: random.Random) -> str:
    """Return a sentence of words that hardly come together again."""
    return f"{' '.join(chance.choices(WORDS, k=14)).capitalize()}."


@pytest.fixture(params=range(4), ids=lambda seed: f"seed {seed}")
def rows(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Return reports that share much: copies, pieces, stock sentences, a crowd; with limits low enough to meet them."""
    monkeypatch.setattr(candidates, "MAX_HOLDERS", 8)
    monkeypatch.setattr(candidates, "MAX_PARTNERS", 3)
    monkeypatch.setattr(crowds, "MIN_CROWD", 6)
    chance = random.Random(request.param)
    stock = [sentence(chance) for _ in range(12)]
    crowd = " ".join(sentence(chance) for _ in range(12))
    texts = [" ".join(chance.choices(stock, k=3) + [sentence(chance) for _ in range(3)]) for _ in range(24)]
    texts += [f"{crowd} {sentence(chance)}" for _ in range(9)] + [crowd]
    return [
        {
            "id": f"r{number}", "text": text, "outlet": chance.choice(["Estrand", "Tarsen Courier", "Harbour Post"]),
            "published": chance.choice(["", "2031-04-08", "2031-04-09", "2031-04-14"]),
        }
        for number, text in enumerate(texts)
    ]  # fmt: skip


def build(folder: Path, name: str, *parts: list[dict[str, Any]]) -> Path:
    """Build a record of some parts, one after the other."""
    file = folder / f"{name}.db"
    for number, part in enumerate(parts):
        inputs = folder / f"{name}-{number}.jsonl"
        write_rows(inputs, part)
        build_record([inputs], file, settings=SETTINGS)
    return file


def shared(file: Path) -> dict[str, list[Any]]:
    """Return what a record holds about copies, by the inputs' own ids."""
    with Record(file) as record:
        return {name: list(record.table(name).rows()) for name in ("passages", "derivations", "judgements")}


def parts_of(rows: list[dict[str, Any]], chance: random.Random) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows in parts of chance sizes, in chance order."""
    mixed = chance.sample(rows, len(rows))
    while mixed:
        size = chance.randint(1, 12)
        yield mixed[:size]
        mixed = mixed[size:]


def test_in_parts(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    """Reports that come in parts, in any order, share what they share when they come at once."""
    whole = build(tmp_path, "whole", rows)
    assert len(shared(whole)["passages"]) > 20

    for seed in range(3):
        parts = build(tmp_path, f"parts{seed}", *parts_of(rows, random.Random(seed)))

        assert shared(parts) == shared(whole)


def test_taken_out(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    """What is left when reports are taken out is what there would be without them."""
    kept, gone = rows[::2], rows[1::2]
    file = build(tmp_path, "all", rows)
    with Record(file) as record:
        ids = [report.id for report in record.reports if report.source_id in {row["id"] for row in gone}]
    for id_ in ids:
        remove_from_record(file, report=id_, settings=SETTINGS)

    assert shared(file) == shared(build(tmp_path, "kept", kept))


def test_a_crowd_is_laid_beside_its_first_only(tmp_path: Path) -> None:
    """Many printings of one text make one passage each, with the first of them."""
    chance = random.Random(1)
    text = " ".join(sentence(chance) for _ in range(20))
    rows = [
        {
            "id": f"r{day}",
            "text": text,
            "outlet": f"Outlet {day}",
            "published": f"2031-{1 + day // 28:02}-{1 + day % 28:02}",
        }
        for day in range(300)
    ]

    file = build(tmp_path, "crowd", rows)

    found = shared(file)
    with Record(file) as record:
        first = next(report.id for report in record.reports if report.source_id == "r0")
    assert len(found["passages"]) == 299
    assert all(first in (row["left"]["report"], row["right"]["report"]) for row in found["passages"])
    assert {row["from"] for row in found["derivations"]} == {first}


def test_a_report_of_reports(tmp_path: Path) -> None:
    """A report that is every other one joined together shares each with it, and derives from no single one."""
    chance = random.Random(2)
    texts = ["\n\n".join(sentence(chance) for _ in range(6)) for _ in range(5)]
    rows = [{"id": f"r{number}", "text": text} for number, text in enumerate([*texts, "\n\n".join(texts)])]

    found = shared(build(tmp_path, "joined", rows))

    assert len(found["passages"]) == 5


@pytest.mark.parametrize(
    "text", ["", "Yes.", "Subscribe to our newsletter", "。", "a " * 50], ids=["empty", "word", "page", "mark", "one"]
)
def test_texts_with_nothing_to_share(text: str, tmp_path: Path) -> None:
    """Texts too short to be copied share nothing, whatever else there is."""
    rows = [{"id": f"r{number}", "text": text, "outlet": f"Outlet {number}"} for number in range(4)]

    found = shared(build(tmp_path, "short", rows))

    assert found["derivations"] == []
    assert [row for row in found["passages"] if row["kind"] == "copy"] == []


def test_what_a_report_of_reports_holds_is_not_from_it(tmp_path: Path) -> None:
    """Reports that another is joined together of were not taken from it because they stand in it."""
    chance = random.Random(3)
    texts = ["\n\n".join(sentence(chance) for _ in range(8)) for _ in range(4)]
    rows = [{"id": f"r{number}", "text": text} for number, text in enumerate([*texts, "\n\n".join(texts)])]

    found = shared(build(tmp_path, "whole", rows))

    assert found["derivations"] == []
    assert len(found["judgements"]) == 4


def test_origins_of_printings_whose_order_is_open(tmp_path: Path) -> None:
    """Ten printings of one text are one origin, also where nothing tells who had it first; another text is its own."""
    chance = random.Random(4)
    text, other = (" ".join(sentence(chance) for _ in range(10)) for _ in range(2))
    rows = [{"id": f"r{number}", "text": text, "outlet": f"Outlet {number}"} for number in range(10)]
    file = build(tmp_path, "open", [*rows, {"id": "other", "text": other}])

    with Record(file) as record:
        ids = {report.source_id: report.id for report in record.reports}
        origins = record.reader.origins_of(ids.values())

    assert sorted(map(len, origins.values())) == [1, 10]
    assert origins[ids["other"]] == (ids["other"],)
