"""The record is a function of the reports and the versions that read them, and of nothing else.

Every test here compares digests: of a record made in one way with one made in another.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time as clock
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord import pipeline
from onrecord.across import versions
from onrecord.decisions.book import open_decisions
from onrecord.demo import reports_folder
from onrecord.pipeline import Progress, Until, build_record, remove_from_record
from onrecord.record.opened import Record
from onrecord.records import DateSource, Decision
from onrecord.settings import Settings
from onrecord.stages import StageResult
from onrecord.within.quotations import QuotationRules
from onrecord.within.times import TimeGrammar
from tests.record_fixtures import (
    EDITED_PIER,
    FERRY,
    PIER,
    build,
    companions,
    digest_of,
    execute,
    rows_of,
    run_cli,
    write,
    write_rows,
)

pytest_plugins = ("tests.record_fixtures",)

PIER_URL = "https://nordlet.example/2031/05/03/pier"
ROWS = [
    {"id": "pier", "text": PIER, "outlet": "Nordlet", "url": PIER_URL, "published": "2031-05-03"},
    {
        "id": "pier-2",
        "text": EDITED_PIER,
        "outlet": "Nordlet",
        "url": f"{PIER_URL}?utm_source=letter",
        "published": "2031-05-04",
    },
    {"id": "ferry", "text": FERRY, "outlet": "Nordlet", "published": ""},
    {"id": "ferry", "text": FERRY, "outlet": "Karrow Post", "published": "May 5, 2031"},
    {"text": "Balıkçılar yeni iskeleyi paylaşmakta anlaştı ve mahkeme süreci sona erdi."},
    {"id": "tokens", "tokens": [["“", "We", "will", "sign", ",", "”", "said", "Orla", "Venn", "."], ["No", "."]]},
    {"id": "short", "text": "“Go,” he said."},
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with reports in several formats, copies, versions, and inputs that cannot be read; do not change it."""
    folder = tmp_path_factory.mktemp("corpus") / "reports"
    shutil.copytree(reports_folder(), folder)
    write(folder, "007-pier.txt", PIER)
    write(folder, "008-ferry.txt", FERRY)
    write(folder, "nested/009-pier-copy.txt", PIER)
    write(folder, "nested/010-empty.txt", "")
    write(folder, "nested/011-binary.txt", "\x00\x01\x02\x03" * 50)
    write_rows(folder / "012-rows.jsonl", ROWS)
    write(
        folder,
        "013-table.csv",
        'id,text,outlet\n1,"The pier is ""open"", Orla Venn said.",Karrow Post\n2,,Karrow Post\n',
    )
    return folder


@pytest.fixture(scope="module")
def whole(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of the corpus built at once."""
    file = tmp_path_factory.mktemp("whole") / "r.db"
    build(corpus, file)
    with Record(file) as record:
        assert len(record.reports) == 44
        assert sum(report.version_of is not None for report in record.reports) == 2
    return digest_of(file)


def parts_of(corpus: Path) -> list[Path]:
    """Return what lies in the corpus."""
    return sorted(corpus.iterdir())


@pytest.mark.parametrize("seed", range(3))
def test_three_builds_in_any_order(corpus: Path, whole: str, tmp_path: Path, seed: int) -> None:
    """The same files in three builds, in any order, make the record that one build makes."""
    paths = random.Random(seed).sample(parts_of(corpus), len(parts_of(corpus)))

    for part in (paths[:2], paths[2:5], paths[5:]):
        build(part, tmp_path / "r.db")

    assert digest_of(tmp_path / "r.db") == whole


def test_reversed_paths(corpus: Path, whole: str, tmp_path: Path) -> None:
    """The order of the paths does not matter."""
    build(parts_of(corpus)[::-1], tmp_path / "r.db")

    assert digest_of(tmp_path / "r.db") == whole


def test_two_processes(corpus: Path, whole: str, tmp_path: Path) -> None:
    """The number of processes does not matter."""
    build(corpus, tmp_path / "r.db", jobs=2, batch_reports=3)

    assert digest_of(tmp_path / "r.db") == whole


@pytest.mark.parametrize(
    "sizes",
    [
        {"batch_reports": 1, "commit_reports": 1},
        {"batch_reports": 3, "commit_reports": 2},
        {"batch_bytes": 100, "commit_reports": 4, "max_rows_in_memory": 1},
    ],
    ids=["one", "few", "bytes"],
)
def test_sizes(corpus: Path, whole: str, tmp_path: Path, sizes: dict[str, int]) -> None:
    """The sizes of batches, transactions and groups do not matter."""
    build(corpus, tmp_path / "r.db", **sizes)

    assert digest_of(tmp_path / "r.db") == whole


def test_twice(corpus: Path, whole: str, tmp_path: Path) -> None:
    """Building the same again changes nothing."""
    build(corpus, tmp_path / "r.db")
    again = build(corpus, tmp_path / "r.db")

    assert again.run.counts.get("reports", 0) == 0
    assert digest_of(tmp_path / "r.db") == whole


def test_other_names_and_folders(corpus: Path, whole: str, tmp_path: Path) -> None:
    """Copies of the files under other names, in other folders, make the same record."""
    for number, path in enumerate(sorted(path for path in corpus.rglob("*") if path.is_file())):
        target = tmp_path / "elsewhere" / str(number % 3) / f"copy {99 - number}{path.suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)

    build(tmp_path / "elsewhere", tmp_path / "r.db")

    assert digest_of(tmp_path / "r.db") == whole


def test_the_same_files_under_two_names(corpus: Path, whole: str, tmp_path: Path) -> None:
    """Reading every file under a second name as well adds places, and changes nothing else."""
    shutil.copytree(corpus, tmp_path / "copy")

    build([corpus, tmp_path / "copy"], tmp_path / "r.db")

    assert digest_of(tmp_path / "r.db") == whole


def test_other_program_reads_meanwhile(corpus: Path, whole: str, tmp_path: Path) -> None:
    """Somebody who reads during a build sees a sound record at every step, and disturbs nothing."""
    file = tmp_path / "r.db"
    seen = []

    def look(progress: Progress) -> None:
        with Record(file) as record:
            seen.append(len(record.reports))
            assert all(quotation.text for quotation in record.quotations)

    build(corpus, file, progress=look, commit_reports=2, batch_reports=2)

    assert seen == sorted(seen)
    assert digest_of(file) == whole


def stopped_after(steps: int) -> Callable[[Progress], None]:
    """Return a progress callback that stops the build when it is called for so many times."""
    calls = iter(range(steps))

    def stop(progress: Progress) -> None:
        if next(calls, None) is None:
            raise KeyboardInterrupt

    return stop


@pytest.mark.parametrize("steps", [0, 1, 3, 6, 9, 13, 17, 21, 26, 30])
def test_stopped_and_completed(
    corpus: Path, whole: str, tmp_path: Path, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build stopped after any number of commits leaves a sound record, which the same build completes."""
    monkeypatch.setattr(pipeline, "_READ_BATCH", 1)
    file = tmp_path / "r.db"

    with pytest.raises(KeyboardInterrupt):
        build(corpus, file, progress=stopped_after(steps), commit_reports=1, batch_reports=1)

    assert companions(file) == []
    assert execute(file, "PRAGMA integrity_check") == [("ok",)]
    with Record(file) as record:
        assert record.runs[0].finished is None
    build(corpus, file)
    assert digest_of(file) == whole


def test_stopped_over_and_over(corpus: Path, whole: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build stopped again and again, each time a little later, is completed in the end."""
    monkeypatch.setattr(pipeline, "_READ_BATCH", 1)
    file = tmp_path / "r.db"
    for steps in (2, 4, 3, 5, 2):
        with pytest.raises(KeyboardInterrupt):
            build(corpus, file, progress=stopped_after(steps), commit_reports=1, batch_reports=1)

    build(corpus, file)

    assert digest_of(file) == whole


@pytest.mark.parametrize("until", [Until.READING, Until.FINDINGS])
def test_not_to_the_end(corpus: Path, whole: str, tmp_path: Path, until: Until) -> None:
    """What a build was told to leave undone, the next one does."""
    file = tmp_path / "r.db"
    build_record([corpus], file, settings=Settings(jobs=1), until=until)
    assert digest_of(file) != whole

    build(corpus, file)

    assert digest_of(file) == whole


def started_build(corpus: Path, file: Path, jobs: int) -> subprocess.Popen[bytes]:
    """Start a build in a process of its own."""
    sizes = ["--set", "commit_reports=3", "--set", "batch_reports=2", "--jobs", str(jobs)]
    return subprocess.Popen(
        [sys.executable, "-m", "onrecord", "build", str(corpus), "--into", str(file), *sizes],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture(scope="module")
def many(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of some hundred reports, so that a build takes a while; do not change it."""
    folder = tmp_path_factory.mktemp("many") / "reports"
    shutil.copytree(corpus, folder)
    write_rows(
        folder / "many.jsonl",
        [
            {"id": str(number), "text": f"{PIER}\n\n{FERRY}\n\n{number}", "url": f"{PIER_URL}/{number % 40}"}
            for number in range(100)
        ],
    )
    return folder


@pytest.fixture(scope="module")
def undisturbed(many: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, float]:
    """The digest of those reports, and how long a build of them takes in a process of its own, in seconds."""
    file = tmp_path_factory.mktemp("undisturbed") / "r.db"
    started = clock.monotonic()
    assert started_build(many, file, 1).wait(60) == 0
    return digest_of(file), clock.monotonic() - started


@pytest.mark.parametrize(("seed", "jobs"), [(1, 1), (2, 1), (3, 2)])
def test_killed_and_completed(many: Path, undisturbed: tuple[str, float], tmp_path: Path, seed: int, jobs: int) -> None:
    """A build killed without warning at any moment leaves a sound record, which the same build completes."""
    whole, seconds = undisturbed
    file = tmp_path / "r.db"
    process = started_build(many, file, jobs)
    try:
        process.wait(seconds * (0.3 + 0.7 * random.Random(seed).random()))
    except subprocess.TimeoutExpired:
        process.kill()
    process.wait()

    if file.exists():
        with Record(file) as record:
            assert all(report.text for report in record.reports)
    build(many, file)

    assert execute(file, "PRAGMA integrity_check") == [("ok",)]
    assert companions(file) == []
    assert digest_of(file) == whole


EDITS = ["as built at once", "edited first"]


@pytest.mark.parametrize("first", [0, 1], ids=EDITS)
def test_edited_report_under_the_same_address(tmp_path: Path, first: int) -> None:
    """An edited report added later is kept beside the first, as a version of it, just as in one build of both."""
    files = [write_rows(tmp_path / name, [row]) for name, row in zip(("a.jsonl", "b.jsonl"), ROWS[:2], strict=True)]
    build(files, tmp_path / "once.db")

    build(files[first], tmp_path / "later.db")
    build(files[1 - first], tmp_path / "later.db")

    assert digest_of(tmp_path / "later.db") == digest_of(tmp_path / "once.db")
    reports = {report["source_id"]: report for report in rows_of(tmp_path / "later.db", "reports")}
    assert reports["pier"]["version_of"] is None
    assert reports["pier-2"]["version_of"] == reports["pier"]["id"]
    questions = [row["question"] for row in rows_of(tmp_path / "later.db", "judgements")]
    assert sorted(questions) == ["same article", "same story"]


def test_file_that_changed(tmp_path: Path) -> None:
    """A file that changed is read again: the record then holds the report as it was and as it is."""
    file = tmp_path / "r.db"
    front = f"---\nurl: {PIER_URL}\npublished: 2031-05-0%d\n---\n"
    build(write(tmp_path / "r", "pier.md", front % 3 + PIER), file)
    build(write(tmp_path / "r", "pier.md", front % 4 + EDITED_PIER), file)
    both = [
        write(tmp_path / "both", "a.md", front % 3 + PIER),
        write(tmp_path / "both", "b.md", front % 4 + EDITED_PIER),
    ]
    build(both, tmp_path / "both.db")

    assert digest_of(file) == digest_of(tmp_path / "both.db")


@pytest.mark.parametrize("place", range(7))
def test_removed_report(tmp_path: Path, place: int) -> None:
    """Removing a report makes the record in which it never was."""
    paths = [write_rows(tmp_path / f"{number}.jsonl", [row]) for number, row in enumerate(ROWS)]
    others = [path for number, path in enumerate(paths) if number != place]
    build(paths, tmp_path / "all.db")
    build(others, tmp_path / "others.db")
    with Record(tmp_path / "all.db") as record:
        (removed,) = (report.id for report in record.reports if report.file == str(paths[place]))

    remove_from_record(tmp_path / "all.db", report=removed)

    assert digest_of(tmp_path / "all.db") == digest_of(tmp_path / "others.db")


def test_removed_run(corpus: Path, tmp_path: Path) -> None:
    """Removing a run makes the record in which it never ran."""
    first, second = parts_of(corpus)[:6], parts_of(corpus)[6:]
    build(first, tmp_path / "first.db")
    build(first, tmp_path / "both.db")
    run = build(second, tmp_path / "both.db").run.id

    remove_from_record(tmp_path / "both.db", run=run)

    assert digest_of(tmp_path / "both.db") == digest_of(tmp_path / "first.db")


@pytest.fixture(scope="module")
def decided(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[Decision]]:
    """The digest of the corpus with decisions of every kind, and these decisions."""
    file = tmp_path_factory.mktemp("decided") / "r.db"
    build(corpus, file)
    with Record(file) as record:
        quotations = [row for row in record.quotations if row.kind.has_marks]
        people = [row for row in record.mentions if row.label == "Person"]
        undated = next(
            row
            for row in record.reports
            if (row.published is None or row.published.how is DateSource.STORY) and len(row.text) > 500
        )
        story = next(row for row in record.table("stories") if undated.id in row.reports and len(row.reports) > 1)
        sister = next(id_ for id_ in story.reports if id_ != undated.id)
        copied = next(iter(record.table("derivations")))
        other = next(row for row in record.reports if row.url == PIER_URL)
    text = undated.text
    for verdict, *words in (
        ("same", people[0].id, people[40].id),
        ("same", people[40].id, people[80].id),
        ("different", people[0].id, people[120].id),
        ("rename", people[0].id, "The Envoy"),
        ("retype", people[120].id, "organisation"),
        ("mention", f"{undated.id}:{text.index(' the ') + 1}-{text.index(' the ') + 8}", people[0].id),
        ("speaker", quotations[0].id, people[0].id),
        ("speaker", quotations[30].id, "The Envoy"),
        ("no-quotation", quotations[60].id),
        ("date", undated.id, "2031-04"),
        ("date", other.id, "2031-05-09"),
        ("outlet", undated.id, "Nordlet"),
        ("furniture", undated.id, f"{len(text) - 300}-{len(text)}"),
        ("other-story", undated.id, sister),
        ("same-story", undated.id, other.id),
        ("copy", sister, other.id),
        ("no-copy", copied.from_, copied.to),
    ):
        onrecord.decide(file, verdict, *words)
    with Record(file) as record:
        assert all(decision.attached for decision in record.decisions)
        return record.digest(), list(record.decisions)


def put_in(file: Path, decisions: Sequence[Decision]) -> None:
    """Put decisions into a record, as importing them does."""
    with open_decisions(file) as book:
        book.add(decisions)


@pytest.mark.parametrize("seed", range(3))
def test_decisions_in_any_order(corpus: Path, decided: tuple[str, list[Decision]], tmp_path: Path, seed: int) -> None:
    """The same decisions, put into a new record of the same reports in any order and in parts, make the same record."""
    digest, decisions = decided
    shuffled = random.Random(seed).sample(decisions, len(decisions))
    build(corpus, tmp_path / "r.db")

    put_in(tmp_path / "r.db", shuffled[:4])
    put_in(tmp_path / "r.db", shuffled[4:])

    assert digest_of(tmp_path / "r.db") == digest


def test_decisions_by_whoever(corpus: Path, decided: tuple[str, list[Decision]], tmp_path: Path) -> None:
    """Who decided, when and why is history: it does not change the digest."""
    digest, decisions = decided
    build(corpus, tmp_path / "r.db")

    put_in(tmp_path / "r.db", [replace(decision, who="x", when="1999-01-01", why="") for decision in decisions])

    assert digest_of(tmp_path / "r.db") == digest


@pytest.mark.parametrize("jobs", [1, 2])
def test_decisions_before_their_reports(
    corpus: Path, decided: tuple[str, list[Decision]], tmp_path: Path, jobs: int
) -> None:
    """Decided before most reports came, and built in two parts, the record is the one decided at the end."""
    digest, decisions = decided
    paths = parts_of(corpus)
    build(paths[-1], tmp_path / "r.db")
    put_in(tmp_path / "r.db", decisions)

    build(paths[:12], tmp_path / "r.db", jobs=jobs, batch_reports=3)
    build(paths, tmp_path / "r.db", jobs=jobs)

    assert digest_of(tmp_path / "r.db") == digest


def test_decisions_through_a_rebuild(corpus: Path, decided: tuple[str, list[Decision]], tmp_path: Path) -> None:
    """Decisions hold through a build by another version that finds nothing, and one by the present version."""
    digest, decisions = decided
    file = tmp_path / "r.db"
    build(corpus, file)
    put_in(file, decisions)

    with pytest.MonkeyPatch.context() as monkeypatch:
        renamed(QuotationRules, "older.v0", monkeypatch)
        build(corpus / "008-ferry.txt", file)
        assert digest_of(file) != digest
    build(corpus / "008-ferry.txt", file)

    assert digest_of(file) == digest


def test_decisions_taken_back(corpus: Path, whole: str, decided: tuple[str, list[Decision]], tmp_path: Path) -> None:
    """With every decision taken back, one after the other, the record is the one in which none was made."""
    digest, decisions = decided
    build(corpus, tmp_path / "r.db")
    put_in(tmp_path / "r.db", decisions)
    assert digest_of(tmp_path / "r.db") == digest != whole

    for decision in random.Random(1).sample(decisions, len(decisions)):
        onrecord.undo(tmp_path / "r.db", decision.id)

    assert digest_of(tmp_path / "r.db") == whole


CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("a character of the text", {"text": PIER.replace("four hundred", "five hundred")}),
    ("a space", {"text": PIER.replace("four hundred", "four  hundred")}),
    ("the outlet", {"outlet": "Karrow Post"}),
    ("the title", {"title": "Fishermen agree"}),
    ("the author", {"author": "Ada Lund"}),
    ("the day", {"published": "2031-05-04"}),
    ("the address", {"url": f"{PIER_URL}?id=1"}),
    ("the input's own id", {"id": "pier-b"}),
    ("the language", {"language": "en"}),
]


@pytest.mark.parametrize("change", [case[1] for case in CHANGES], ids=[case[0] for case in CHANGES])
def test_any_change_shows(tmp_path: Path, change: dict[str, Any]) -> None:
    """Two records that differ in one character of one field have different digests."""
    build(write_rows(tmp_path / "a.jsonl", [ROWS[0]]), tmp_path / "a.db")
    build(write_rows(tmp_path / "b.jsonl", [{**ROWS[0], **change}]), tmp_path / "b.db")

    assert digest_of(tmp_path / "a.db") != digest_of(tmp_path / "b.db")


def test_equal_digests_mean_equal_exports(corpus: Path, tmp_path: Path) -> None:
    """Two records with the same digest export the same rows of every table, but for the path a report lay at."""
    shutil.copytree(corpus, tmp_path / "copy")
    build(corpus, tmp_path / "a.db")
    build(tmp_path / "copy", tmp_path / "b.db", batch_reports=1)

    left, right = (
        [{**row, "file": None} for row in run_cli("export", tmp_path / name).lines] for name in ("a.db", "b.db")
    )
    assert digest_of(tmp_path / "a.db") == digest_of(tmp_path / "b.db")
    assert left == right


@pytest.mark.parametrize(
    "change",
    [{"read_languages": ("en", "tr")}, {"min_language_confidence": 1.0}, {"version_overlap": 1.0}],
    ids=["languages", "certainty", "overlap"],
)
def test_settings_that_shape_the_record(corpus: Path, whole: str, tmp_path: Path, change: dict[str, object]) -> None:
    """A setting that shapes the record makes its rows anew, and so does setting it back."""
    file = tmp_path / "r.db"
    build(corpus, file, **change)
    assert digest_of(file) != whole

    build(corpus, file)

    assert digest_of(file) == whole


def renamed(stage: type, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a stage one of another version, which finds nothing."""
    present = stage.name  # type: ignore[attr-defined]
    empty = stage.gives[0]()  # type: ignore[attr-defined]
    monkeypatch.setattr(stage, "name", name)
    monkeypatch.setattr(stage, "run", lambda *_: StageResult((empty,)))
    names = tuple(name if known == present else known for known in pipeline.STAGE_NAMES)
    monkeypatch.setattr(pipeline, "STAGE_NAMES", names)


@pytest.mark.parametrize("stage", [QuotationRules, TimeGrammar])
def test_older_stage(corpus: Path, whole: str, tmp_path: Path, stage: type) -> None:
    """What an older version of a stage found is made anew by the next build, even when it is given nothing new."""
    file = tmp_path / "r.db"
    with pytest.MonkeyPatch.context() as monkeypatch:
        renamed(stage, "older.v0", monkeypatch)
        build(corpus, file)
    assert digest_of(file) != whole

    build(corpus / "008-ferry.txt", file)

    assert digest_of(file) == whole


def test_older_anatomy(corpus: Path, whole: str, tmp_path: Path) -> None:
    """So is the anatomy that an older version gave, and what was found on it."""
    file = tmp_path / "r.db"
    with pytest.MonkeyPatch.context() as monkeypatch:
        apart = pipeline.find_anatomy
        monkeypatch.setattr(pipeline, "TAKEN_APART_BY", ("anatomy.rules.v0", "identify.langid.v2"))
        monkeypatch.setattr(pipeline, "find_anatomy", lambda report: replace(apart(report), pieces=()))
        build(corpus, file)
    assert digest_of(file) != whole

    build(corpus / "008-ferry.txt", file)

    assert digest_of(file) == whole


def test_older_comparison(corpus: Path, whole: str, tmp_path: Path) -> None:
    """So is what an older version compared, by addresses as it saw them."""
    file = tmp_path / "r.db"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(versions, "NAME", "versions.address.v0")
        build(corpus, file)
    assert digest_of(file) != whole

    build(corpus / "008-ferry.txt", file)

    assert digest_of(file) == whole


def test_older_addresses(corpus: Path, whole: str, tmp_path: Path) -> None:
    """So are the addresses that an older version made."""
    file = tmp_path / "r.db"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(versions, "NAME", "versions.address.v0")
        monkeypatch.setattr(versions, "address_of", lambda url: url)
        build(corpus, file)
    assert digest_of(file) != whole

    build(corpus / "008-ferry.txt", file)

    assert digest_of(file) == whole


def failing_once(real: Callable[..., StageResult]) -> Callable[..., StageResult]:
    """Return a stage's function that fails on the report about the ferry."""

    def run(self: object, report: Any, *given: object) -> StageResult:
        if "night ferry" in report.text:
            raise MemoryError("no room just now")
        return real(self, report, *given)

    return run


def test_stage_that_failed_once(corpus: Path, whole: str, tmp_path: Path) -> None:
    """A report on which a stage failed is read by the next build: a passing failure leaves no mark."""
    file = tmp_path / "r.db"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(QuotationRules, "run", failing_once(QuotationRules.run))
        build(corpus, file)
    assert digest_of(file) != whole

    build(corpus, file)

    assert digest_of(file) == whole


def digests(files: Sequence[Path]) -> Iterator[str]:
    """Yield what `info --digest` prints for each record."""
    for file in files:
        outcome = run_cli("info", file, "--digest")
        assert (outcome.code, outcome.err) == (0, "")
        yield outcome.out.strip()


def test_on_the_command_line(corpus: Path, whole: str, tmp_path: Path) -> None:
    """`info --digest` prints that digest, and nothing else."""
    files = [tmp_path / "a.db", tmp_path / "b.db"]
    for file in files:
        assert run_cli("build", corpus, "--into", file, "--jobs", "1").code == 0

    assert set(digests(files)) == {whole}
