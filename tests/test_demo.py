"""The packaged demo: reports, gold, and a record made of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.demo import gold_file, reports_folder
from onrecord.reading.formats import FORMATS
from tests.record_fixtures import digest_of, rows_of, run_cli

pytest_plugins = ("tests.record_fixtures",)

GOLD: list[dict[str, Any]] = json.loads(gold_file().read_text(encoding="utf-8"))["reports"]
NAMES = [f"{entry['file']}#{entry['part']}" for entry in GOLD]


def report_of(file: Path, entry: dict[str, Any]) -> dict[str, Any]:
    """Return the report in a record that an entry of the gold is about."""
    (found,) = (
        row for row in rows_of(file, "reports") if row["file"].endswith(entry["file"]) and row["part"] == entry["part"]
    )
    return found


def is_page(entry: dict[str, Any]) -> bool:
    """Tell whether a report was read from a saved page."""
    return str(entry["file"]).endswith(".html")


def test_files_are_packaged() -> None:
    """The demo's reports lie in the package, in formats that are read."""
    suffixes = {suffix for known in FORMATS for suffix in known.suffixes}

    files = sorted(reports_folder().iterdir())

    assert len(files) == 6
    assert {file.suffix for file in files} <= suffixes
    assert {entry["file"] for entry in GOLD} == {file.name for file in files}


def test_one_report_for_each_entry_of_the_gold(demo_file: Path) -> None:
    """The record holds exactly the reports that the gold describes."""
    assert (
        len(rows_of(demo_file, "reports"))
        == len(GOLD)
        == len({report_of(demo_file, entry)["id"] for entry in GOLD})
        == 8
    )


@pytest.mark.parametrize("entry", GOLD, ids=NAMES)
def test_gold_is_printed(demo_file: Path, entry: dict[str, Any]) -> None:
    """What the gold names stands in its report, character by character."""
    report = report_of(demo_file, entry)
    text = report["text"]

    for quotation in entry["quotations"]:
        assert quotation["spans"]
        for words in (*quotation["spans"], quotation["cue"], quotation["source"]):
            assert words is None or words in text
        assert quotation["kind"] in ("direct", "indirect", "mixed")
    if not is_page(entry):  # what stands around an article on its page is no part of its text
        assert all(words in text for field in ("credits", "times", "furniture") for words in entry[field])
        assert all(name["text"] in text for name in entry["names"])
    assert entry["title"] is None or entry["title"] in (report["title"] or "") or entry["title"] in text


@pytest.mark.parametrize("entry", GOLD, ids=NAMES)
def test_title_and_language(demo_file: Path, entry: dict[str, Any]) -> None:
    """Each report's title and language are those of the gold."""
    report = report_of(demo_file, entry)

    assert report["title"] == entry["title"]
    assert report["language"] == entry["language"]


@pytest.mark.parametrize("entry", GOLD, ids=NAMES)
def test_furniture_and_credits(demo_file: Path, entry: dict[str, Any]) -> None:
    """Furniture and credits are those of the gold: nothing invented, nothing hidden that is news."""
    report = report_of(demo_file, entry)

    furniture = [report["text"][start:end].removeprefix("> ") for start, end in report["furniture"]]
    assert furniture == ([] if is_page(entry) else entry["furniture"])
    assert not any(words in report["text"] for words in entry["furniture"] if is_page(entry))
    assert [credit["name"] for credit in report["credits"]] == entry["credits"]


def test_dates_are_never_invented(demo_file: Path) -> None:
    """Where the gold has no day or another one, none is given."""
    for entry in GOLD:
        published = report_of(demo_file, entry)["published"]
        assert published is None or published["start"][:10] == entry["published"]


def test_most_quotations_are_found(demo_file: Path) -> None:
    """At least four in five of the gold's quotations are found with their exact spans (`evals/` measures the rest)."""
    found, due = 0, 0
    for entry in GOLD:
        report = report_of(demo_file, entry)
        rows = [row["spans"] for row in rows_of(demo_file, "quotations") if row["report"] == report["id"]]
        printed = [[report["text"][start:end] for start, end in spans] for spans in rows]
        if not report["unread"]:
            due += len(entry["quotations"])
            found += sum(quotation["spans"] in printed for quotation in entry["quotations"])

    assert found >= 0.8 * due > 0


def test_demo_command_makes_this_record(demo_file: Path, inside: Path) -> None:
    """`onrecord demo` makes the record that building the packaged folder makes."""
    assert run_cli("demo", "--into", "demo.db").code == 0

    assert digest_of(inside / "demo.db") == digest_of(demo_file)
