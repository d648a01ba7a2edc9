import os
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from tests.hostile import (
    ABSOLUTE_ESCAPE,
    ESCAPE_NAMES,
    MARKER,
    Expectation,
    expected_unique_reports,
    make_hostile_folder,
)

import onrecord
from onrecord.pipeline import Tally, build_record
from onrecord.records import Input, Kept, ReportRow
from onrecord.settings import Settings

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="the folder needs symbolic links and named pipes"),
    pytest.mark.filterwarnings("ignore:SOCKS support in urllib3"),  # trafilatura imports it, and nothing here uses it
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of its own for the files, the record and whatever should not be there."""
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def expectations(place: Path) -> tuple[Expectation, ...]:
    """Write the hostile folder and say what must come of it."""
    return make_hostile_folder(place / "inputs", heavy=False)


@pytest.fixture(scope="module")
def tally(place: Path, expectations: tuple[Expectation, ...]) -> Tally:
    """Build a record of the whole folder in this process: nothing may be raised."""
    return build_record([place / "inputs"], place / "talks.db", settings=Settings(jobs=1))


@pytest.fixture(scope="module")
def stored(place: Path, tally: Tally) -> tuple[ReportRow, ...]:
    """Return all reports of the record."""
    with onrecord.open(place / "talks.db") as record:
        return tuple(record.reports)


def listed(tally: Tally, place: Path, expectation: Expectation) -> list[Input]:
    """Return what the tally lists for a file, its rows and its members."""
    file = os.fsencode(place / "inputs" / expectation.path).decode(errors="replace")
    return [
        input_ for input_ in tally.not_taken if input_.file == file or input_.file.startswith((f"{file}#", f"{file}!"))
    ]


def test_every_good_report_is_stored_once(expectations: tuple[Expectation, ...], stored: tuple[ReportRow, ...]) -> None:
    """The marker sentence of each good report stands in exactly one report, and no report holds two or none."""
    markers = [MARKER.findall(report.text) for report in stored]
    counts = Counter(marker for found in markers for marker in found)
    due = {marker for expectation in expectations for marker in expectation.texts}
    allowed = due | {marker for expectation in expectations for marker in expectation.maybe}
    assert {marker: counts[marker] for marker in due if counts[marker] != 1} == {}
    assert {marker: count for marker, count in counts.items() if marker not in allowed or count > 1} == {}
    assert [report.file for report, found in zip(stored, markers, strict=True) if len(found) != 1] == []
    assert len(stored) >= expected_unique_reports(expectations)


def test_whatever_was_not_read_is_listed_with_a_reason(
    expectations: tuple[Expectation, ...], tally: Tally, stored: tuple[ReportRow, ...], place: Path
) -> None:
    """Each file that must fail, and each that may and did, is listed with a reason."""
    found = {marker for report in stored for marker in MARKER.findall(report.text)}
    silent = [
        (expectation.kind, str(expectation.path))
        for expectation in expectations
        if (expectation.fails or not found.issuperset(expectation.maybe))
        and not any(input_.reason for input_ in listed(tally, place, expectation))
    ]
    assert silent == []
    assert [input_ for input_ in tally.not_taken if not (input_.reason or "").strip()] == []


def test_no_good_file_is_blamed(expectations: tuple[Expectation, ...], tally: Tally, place: Path) -> None:
    """A file that is good throughout is not listed as failed."""
    blamed = [
        (expectation.kind, input_.reason)
        for expectation in expectations
        if not expectation.fails and not expectation.maybe
        for input_ in listed(tally, place, expectation)
        if input_.status is Kept.FAILED
    ]
    assert blamed == []


def test_what_had_to_be_decoded_was_decoded_to_the_right_words(
    expectations: tuple[Expectation, ...], stored: tuple[ReportRow, ...]
) -> None:
    """Passages in old encodings and rare scripts stand word for word in the report of their marker."""
    texts: dict[str, str] = defaultdict(str)
    for report in stored:
        for marker in MARKER.findall(report.text):
            texts[marker] += report.text
    wrong = [
        (expectation.kind, words[:40])
        for expectation in expectations
        for words in expectation.words
        if words not in texts[expectation.texts[0]]
    ]
    assert wrong == []


def test_nothing_was_written_but_the_record(tally: Tally, place: Path) -> None:
    """No name in a hostile file is obeyed: beside the folder there is the record and nothing else."""
    assert sorted(path.name for path in place.iterdir() if not path.name.startswith("talks.db-")) == [
        "inputs",
        "talks.db",
    ]
    escaped = [path for path in place.rglob("*") if path.name in ESCAPE_NAMES]
    assert escaped == []
    assert not ABSOLUTE_ESCAPE.exists()


def test_the_failures_are_told_apart(tally: Tally) -> None:
    """No reason is the bare name of an error of the program's own: what is expected is said in words."""
    surprises = [
        (input_.file, input_.reason)
        for input_ in tally.not_taken
        if (input_.reason or "").partition(":")[0].endswith(("Error", "Exception"))
    ]
    assert surprises == []


def test_each_report_is_read_or_says_why_not(stored: tuple[ReportRow, ...]) -> None:
    """No report made a stage fail; those in other languages say so."""
    assert [report.unread for report in stored if (report.unread or "").startswith("could not be read")] == []
