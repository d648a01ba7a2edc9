"""What a person points at, found in a record."""

from __future__ import annotations

from pathlib import Path

import pytest

import onrecord
from onrecord.decisions.targets import find_stretch, find_target, is_id
from onrecord.errors import NotFoundError
from onrecord.records import Target, TargetKind
from tests.record_fixtures import FERRY, PIER

pytest_plugins = ("tests.record_fixtures",)

MARTA = PIER.index("Marta Quillan")
CONCRETE = PIER.index("concrete")


def target(file: Path, words: str, kind: TargetKind = TargetKind.MENTION, *, new: bool = False) -> Target:
    """Return what words point at; PIER stands for the id of its report."""
    with onrecord.open(file) as record:
        pier = next(report.id for report in record.reports if report.text.startswith("Fishermen"))
        found = find_target(record.reader, words.replace("PIER", pier), kind, new=new)
        assert found.report == pier
        return found


PLACES = [
    ("words of a mention", "PIER:Marta Quillan", False, (MARTA, MARTA + 13)),
    ("its place", f"PIER:{MARTA}-{MARTA + 13}", False, (MARTA, MARTA + 13)),
    ("part of it", f"PIER:{MARTA + 6}-{MARTA + 13}", False, (MARTA, MARTA + 13)),
    ("more than it", f"PIER:{MARTA - 5}-{MARTA + 30}", False, (MARTA, MARTA + 13)),
    ("other words, where none is needed", f"PIER:{MARTA + 6}-{MARTA + 13}", True, (MARTA + 6, MARTA + 13)),
    ("white space around", f"PIER:{CONCRETE - 1}-{CONCRETE + 9}", True, (CONCRETE, CONCRETE + 8)),
    ("words that are none", "PIER:concrete", True, (CONCRETE, CONCRETE + 8)),
]


@pytest.mark.parametrize(("words", "new", "due"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES])
def test_places(small_file: Path, words: str, new: bool, due: tuple[int, int]) -> None:
    """A mention is found by its words, by its place, or by a place that meets it; new words stand where they stand."""
    found = target(small_file, words, new=new)

    assert (found.start, found.end) == due
    assert found.text == PIER[due[0] : due[1]]


@pytest.mark.parametrize("words", ["PIER:concrete", f"PIER:{CONCRETE}-{CONCRETE + 8}", "PIER:Nobody"])
def test_no_mention_there(small_file: Path, words: str) -> None:
    """Where a mention is needed, words in which none was found will not do."""
    with pytest.raises(NotFoundError):
        target(small_file, words)


def test_ids(small_file: Path) -> None:
    """Every kind of item is found by its id, and becomes its words and their place."""
    with onrecord.open(small_file) as record:
        mention = next(row for row in record.mentions if row.text == "Marta Quillan")
        quotation = next(row for row in record.quotations if "concrete" in row.text)

    assert target(small_file, mention.id[:9]) == Target(mention.report, MARTA, MARTA + 13, "Marta Quillan")
    assert target(small_file, mention.report, TargetKind.REPORT) == Target(mention.report)
    found = target(small_file, quotation.id, TargetKind.QUOTATION)
    assert (found.start, found.end) == (quotation.spans[0].start, quotation.spans[-1].end)
    assert found.text == PIER[found.start : found.end]


def test_stretch(small_file: Path) -> None:
    """A stretch of a report loses the white space at its ends."""
    with onrecord.open(small_file) as record:
        ferry = next(report.id for report in record.reports if report.text.startswith("Night"))
        found = find_stretch(record.reader, ferry[:8], "0-55")

    assert found == Target(ferry, 0, 53, FERRY[:53])


@pytest.mark.parametrize(
    ("words", "due"),
    [("3f2a90c1", True), ("12ab", True), ("abed", False), ("Abed", False), ("3F2A90C1", False), ("12a", False), ("", False)],
)  # fmt: skip
def test_what_looks_like_an_id(words: str, due: bool) -> None:
    """Hexadecimal digits with a number among them are an id; words that could be a name are none."""
    assert is_id(words) == due
