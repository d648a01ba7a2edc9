"""The stages in their order, and the runs that send reports through them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord import pipeline
from onrecord.engine import Failed
from onrecord.engine.local import LocalEngine
from onrecord.errors import NothingReadError
from onrecord.language import make_reader
from onrecord.pipeline import (
    Progress,
    Until,
    build_record,
    read_version,
    require_file,
    stages,
    take_apart,
    taken_apart_version,
    why_unread,
)
from onrecord.reading.inputs import ALREADY_READ, RowBatch
from onrecord.record.opened import Record
from onrecord.records import (
    Anatomy,
    Attributions,
    Bearers,
    Chains,
    Gist,
    Holdings,
    Kept,
    Language,
    Mentions,
    Names,
    Paragraphs,
    Quotations,
    Report,
    Times,
    Voices,
    make_report,
)
from onrecord.settings import Settings
from onrecord.stages import StageResult, check_stages
from onrecord.within.times import TimeGrammar
from tests.record_fixtures import FERRY, PIER, build, findings_in, rows_of, write, write_rows

pytest_plugins = ("tests.record_fixtures",)


def test_the_stages() -> None:
    """The stages that read a report are exactly these, and runs record them under these names."""
    names = [stage.name for stage in stages()]

    assert names == [
        "names.model.v1",
        "attributions.model.v1",
        "times.grammar.v1",
        "names.judged.v1",
        "quotations.rules.v4",
        "mentions.sieve.v1",
        "gists.weighed.v2",
    ]
    assert tuple(names) == pipeline.STAGE_NAMES
    assert make_reader(Settings()).name in pipeline.read_version(Settings())


def test_needs_are_given() -> None:
    """Every stage needs only what is there before it, and together they give all findings."""
    from spacy.tokens import Doc

    check_stages(stages(), (Report, Anatomy, Language, Doc))
    gifts = {gift for stage in stages() for gift in stage.gives}
    found = {Times, Quotations, Mentions, Chains, Holdings, Voices, Gist, Paragraphs}
    assert gifts == {Names, Bearers, Attributions, *found}


def test_stages_are_pure() -> None:
    """Reading one report leaves no trace in the reading of the next."""
    first = findings_in(PIER)
    findings_in(FERRY)

    assert findings_in(PIER) == first


def test_versions_name_what_results_depend_on() -> None:
    """The versions that mark rows name every component, and change with settings that shape results and with no others."""
    plain = Settings(jobs=1)

    assert all(
        name in read_version(plain)
        for name in (*pipeline.STAGE_NAMES, *pipeline.TAKEN_APART_BY, "spacy-", "py3langid-")
    )
    assert read_version(plain) == read_version(plain.replace(jobs=2, batch_reports=1, cache_mb=1, max_group_rows=200))
    for change in ({"read_languages": ("en", "tr")}, {"min_language_confidence": 0.5}, {"version_overlap": 0.4}):
        assert read_version(plain) != read_version(plain.replace(**change))
        assert taken_apart_version(plain) != taken_apart_version(plain.replace(**change))


@pytest.mark.parametrize(
    ("code", "languages", "is_read"),
    [
        ("en", ("en",), True),
        (None, ("en",), True),
        ("tr", ("en",), False),
        ("tr", ("en", "tr"), True),
        (None, ("tr",), False),
    ],
)
def test_which_languages_are_read(code: str | None, languages: tuple[str, ...], is_read: bool) -> None:
    """A language is read when the settings name it; undetermined counts as English."""
    reason = why_unread(Language(code, 1.0), Settings(read_languages=languages))

    assert (reason is None) is is_read
    if not is_read:
        assert reason
        assert (code or "None") in reason


def test_take_apart() -> None:
    """Taking a report apart gives its anatomy, its language and the address its versions share."""
    taken = take_apart(make_report(PIER, url="https://www.nordlet.example/pier?utm_source=x"), Settings())

    assert taken.language.code == "en"
    assert taken.address == "nordlet.example/pier"
    assert taken.anatomy.published is not None


def test_tally(tmp_path: Path) -> None:
    """A build says what it took, skipped and could not read, with reasons, and what it found."""
    folder = tmp_path / "reports"
    write(folder, "pier.txt", PIER)
    write(folder, "empty.txt", "")
    write(folder, "blank.txt", " \n\n ")
    write(folder, "picture.png", "no text")
    write_rows(folder / "rows.jsonl", [{"text": FERRY}, {"text": ""}, {"body": 7}, {"text": FERRY}])

    tally = build(folder, tmp_path / "r.db")

    assert {(Path(row.file).name, row.status) for row in tally.not_taken} == {
        ("empty.txt", Kept.FAILED),
        ("blank.txt", Kept.FAILED),
        ("picture.png", Kept.SKIPPED),
        ("rows.jsonl#2", Kept.FAILED),
        ("rows.jsonl#3", Kept.FAILED),
    }
    assert all(row.reason for row in tally.not_taken)
    assert (tally.failed, tally.nothing_read) == (4, False)
    counts = tally.run.counts
    assert (counts["taken"], counts["skipped"], counts["failed"]) == (2, 1, 4)
    assert (counts["reports"], counts["known reports"]) == (2, 1)
    for table in ("quotations", "mentions", "times", "drops"):
        assert counts.get(table, 0) == len(rows_of(tmp_path / "r.db", table))


def test_unchanged_file_is_not_read_again(two_reports: Path, small_file: Path) -> None:
    """A file that was read and did not change is skipped, which is no failure."""
    tally = build(two_reports, small_file)

    assert {row.reason for row in tally.not_taken} == {ALREADY_READ}
    assert (tally.failed, tally.nothing_read) == (0, False)


def test_changed_file_is_read_again(two_reports: Path, small_file: Path) -> None:
    """A file whose bytes changed is read again; the report it held before stays."""
    write(two_reports, "pier.txt", PIER + "More.\n")

    tally = build(two_reports, small_file)

    assert tally.run.counts["reports"] == 1
    assert len(rows_of(small_file, "reports")) == 3


def test_reader_of_another_version_reads_again(
    two_reports: Path, small_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file read by an older version of its reader is read again."""
    from dataclasses import replace

    from onrecord.reading import formats, inputs

    newer = {name: replace(known, version=known.version + 1) for name, known in formats.BY_NAME.items()}
    monkeypatch.setattr(formats, "BY_NAME", newer)
    monkeypatch.setattr(inputs, "BY_NAME", newer)
    monkeypatch.setattr(pipeline, "BY_NAME", newer)

    tally = build(two_reports, small_file)

    assert (tally.run.counts.get("skipped", 0), tally.run.counts["known reports"]) == (0, 2)


def test_nothing_there(tmp_path: Path) -> None:
    """Paths of which none exists make no record, and the message names them and what to do."""
    with pytest.raises(
        NothingReadError, match=r"There is no such file or folder: .*nowhere.*Name files or folders that exist"
    ):
        build([tmp_path / "nowhere"], tmp_path / "r.db")
    with pytest.raises(NothingReadError, match="No paths were given"):
        build([], tmp_path / "r.db")

    assert list(tmp_path.iterdir()) == []


def test_one_of_two_is_there(tmp_path: Path) -> None:
    """A path that does not exist does not stop the others, and is in the tally."""
    tally = build([tmp_path / "nowhere", write(tmp_path, "pier.txt", PIER)], tmp_path / "r.db")

    assert [(row.file, row.reason) for row in tally.not_taken] == [
        (str(tmp_path / "nowhere"), "no such file or folder")
    ]
    assert len(rows_of(tmp_path / "r.db", "reports")) == 1


def test_record_inside_the_folder(two_reports: Path) -> None:
    """A record that lies in the folder it is built from is not read into itself."""
    file = two_reports / "record.txt"

    tally = build(two_reports, file)
    again = build(two_reports, file)

    assert tally.failed == again.failed == 0
    assert "the record that is being written" in {row.reason for row in tally.not_taken}
    assert len(rows_of(file, "reports")) == 2


def test_standard_input(tmp_path: Path) -> None:
    """`-` stands for standard input, among files or alone."""
    tally = build_record(["-"], tmp_path / "r.db", settings=Settings(jobs=1), standard_input=io.BytesIO(PIER.encode()))

    assert tally.run.counts["reports"] == 1
    assert rows_of(tmp_path / "r.db", "reports")[0]["file"] == "-"


@pytest.mark.parametrize("until", list(Until))
def test_until(two_reports: Path, tmp_path: Path, until: Until) -> None:
    """A build goes as far as it is told: to the texts, to the findings, or to comparing reports."""
    file = tmp_path / "r.db"
    url = {"url": "https://nordlet.example/pier"}
    rows = write_rows(two_reports / "rows.jsonl", [{"text": PIER, **url}, {"text": PIER + "More.", **url}])

    build_record([rows], file, settings=Settings(jobs=1), until=until)

    assert len(rows_of(file, "reports")) == 2
    assert bool(rows_of(file, "quotations")) is (until is not Until.READING)
    assert bool(rows_of(file, "judgements")) is (until is Until.ACROSS)


def test_progress(two_reports: Path, tmp_path: Path) -> None:
    """Progress is told step by step, never goes back, and ends with everything done."""
    told: list[Progress] = []

    build(two_reports, tmp_path / "r.db", progress=told.append, commit_reports=1, batch_reports=1)

    steps = [progress.step for progress in told]
    assert sorted(set(steps)) == ["reading", "taking in"]
    for step in set(steps):
        done = [progress.done for progress in told if progress.step == step]
        assert done == sorted(done)
    assert (told[-1].step, told[-1].done, told[-1].total) == ("reading", 2, 2)
    assert all(progress.seconds >= 0 for progress in told)


def failing(real: Callable[..., StageResult], word: str) -> Callable[..., StageResult]:
    """Return a stage's function that fails on reports with a word."""

    def run(self: object, report: Report, *given: Any) -> StageResult:
        if word in report.text:
            raise RuntimeError("broken on purpose")
        return real(self, report, *given)

    return run


def test_stage_that_fails_on_one_report(two_reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stage that fails on one report costs that report's findings; the reason is kept, and the others are read."""
    monkeypatch.setattr(TimeGrammar, "run", failing(TimeGrammar.run, "night ferry"))

    build(two_reports, tmp_path / "r.db")

    reports = {report["id"]: report for report in rows_of(tmp_path / "r.db", "reports")}
    reasons = [report["unread"] for report in reports.values() if report["unread"]]
    assert len(reasons) == 1
    assert "RuntimeError: broken on purpose" in reasons[0]
    assert {reports[row["report"]]["unread"] for row in rows_of(tmp_path / "r.db", "quotations")} == {None}


def test_reader_that_fails_on_one_file(two_reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that breaks its reader is in the tally with the reason, the others are read, and the next build tries again."""
    apart = pipeline.find_anatomy

    def breaks(report: Report) -> Anatomy:
        if "night ferry" in report.text:
            raise RuntimeError("broken on purpose")
        return apart(report)

    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "find_anatomy", breaks)
        tally = build(two_reports, tmp_path / "r.db")

    assert [(Path(row.file).name, row.reason) for row in tally.not_taken] == [
        ("ferry.txt", "RuntimeError: broken on purpose")
    ]
    again = build(two_reports, tmp_path / "r.db")
    assert again.run.counts["reports"] == 1


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("batch_reports", [1, 3, 64])
def test_a_row_that_breaks_its_reader_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch_reports: int, jobs: int
) -> None:
    """A row that breaks its reader is named, and its neighbours are read, however rows are batched."""
    path = write_rows(tmp_path / "rows.jsonl", [{"text": f"Report {number}."} for number in range(7)])
    apart = pipeline.find_anatomy

    def breaks(report: Report) -> Anatomy:
        if "4" in report.text:
            raise RuntimeError("broken on purpose")
        return apart(report)

    monkeypatch.setattr(pipeline, "find_anatomy", breaks)
    monkeypatch.setattr(LocalEngine, "_each_in_pool", in_this_process)  # workers would not see the patch
    tally = build(path, tmp_path / "r.db", batch_reports=batch_reports, jobs=jobs)

    assert [(row.file, row.reason) for row in tally.not_taken] == [(f"{path}#5", "RuntimeError: broken on purpose")]
    assert tally.run.counts["reports"] == 6


def in_this_process(engine: LocalEngine, batches: Any, fn: Any, given: Any) -> Any:
    """Stand in for the pool: run batches here."""
    del engine
    for batch in batches:
        for row in batch:
            yield fn(row, given)


def test_rows_that_kill_their_worker_together_are_tried_one_by_one(tmp_path: Path) -> None:
    """Where a worker died on a batch of rows, only the row that kills it is lost."""
    batch = RowBatch("rows.jsonl", "jsonl", 11, tuple(b'{"text": "Report"}' for _ in range(4)), 80)

    class Dies(LocalEngine):
        def each(self, rows: Any, fn: Any, given: Any, *, weigh: Any = None) -> Any:
            for row in rows:
                bad = row.first <= 13 < row.first + len(row.rows)
                yield Failed(row, "the worker process died on it") if bad else fn(row, given)

    results = list(pipeline.each_payload(Dies(1), [batch], pipeline.take_in, Settings()))
    failed = [result.row.first for result in results if isinstance(result, Failed)]
    assert failed == [13]
    assert len(results) == 4


def test_what_came_with_a_text_and_could_not_be_used(tmp_path: Path) -> None:
    """A value that cannot be used is noted against its row, and the report is taken without it."""
    path = write_rows(tmp_path / "rows.jsonl", [{"text": FERRY, "published": "some day"}])

    build(path, tmp_path / "r.db")

    with Record(tmp_path / "r.db") as record:
        (report,) = record.reports
        notes = [input_.reason for input_ in record.reader.inputs() if input_.reason]
    assert report.published is None
    assert notes == ["published: not a date: 'some day'"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param(
            "rows.json", f'[{{"text": "one"}}, {{"text": "{FERRY[:40]}", "published": "some day"}}]', id="json"
        ),
        pytest.param(
            "feed.xml",
            "<rss><channel><item><description>one</description></item>"
            "<item><description>two</description><pubDate>some day</pubDate></item></channel></rss>",
            id="feed",
        ),
    ],
)
def test_notes_on_a_file_of_many_reports_name_the_report(name: str, data: str, tmp_path: Path) -> None:
    """A note on one of many reports in a file is noted against its number."""
    path = write(tmp_path, name, data)

    build(path, tmp_path / "r.db")

    with Record(tmp_path / "r.db") as record:
        noted = [input_.file for input_ in record.reader.inputs() if "some day" in (input_.reason or "")]
    assert noted == [f"{path}#2"]


def test_require_file(tmp_path: Path) -> None:
    """A record that must be there and is not is refused with the command that makes one."""
    with pytest.raises(Exception, match="onrecord build PATHS --into"):
        require_file(tmp_path / "none.db")
