"""Adding to a record and taking out of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onrecord.demo import reports_folder
from onrecord.errors import NotFoundError
from onrecord.pipeline import STAGE_NAMES, find_in_report, remove_from_record, take_apart
from onrecord.reading.inputs import Walk, read_payload
from onrecord.record.connection import open_for_writing, transaction
from onrecord.record.opened import Record
from onrecord.record.reader import Reader
from onrecord.record.tables import TABLES
from onrecord.record.writer import Writer
from onrecord.records import (
    Anatomy,
    DateSource,
    Findings,
    Language,
    Location,
    Mention,
    Mentions,
    Piece,
    PieceKind,
    Quotation,
    QuotationKind,
    Quotations,
    Reading,
    Report,
    Run,
    Span,
    TakenApart,
    Time,
    Times,
    make_id,
    make_report,
)
from onrecord.settings import Settings
from onrecord.within.time_anchor import anchor_times
from tests.record_fixtures import FERRY, PIER, build, digest_of, execute, raw_bytes, write, write_rows

pytest_plugins = ("tests.record_fixtures",)

TEXT = "“We will sign,” said Orla Venn on May 3, 2031."


def apart(report: Report, *pieces: Piece) -> TakenApart:
    """Return a report as taken apart by nobody in particular."""
    return TakenApart(report, Anatomy(pieces), Language("en", 1.0), None)


def new_run(name: str = "one") -> Run:
    """Return a run that begins."""
    return Run(make_id("run", name), "build", "2031-05-03T10:00:00", None, "onrecord", (), {}, (), {}, {})


@contextmanager
def written(tmp_path: Path) -> Iterator[tuple[Writer, Reader, int]]:
    """Yield a writer inside a transaction, a reader on the same connection and the key of a run."""
    with open_for_writing(tmp_path / "r.db") as connection:
        writer = Writer(connection)
        key = writer.start_run(new_run())
        with transaction(connection):
            yield writer, Reader(connection), key


def reports_in(folder: Path) -> Iterator[Reading]:
    """Yield all reports of a folder as they are read."""
    settings = Settings(jobs=1)
    for payload in Walk([folder], settings):
        for found in read_payload(payload, settings).found:
            assert isinstance(found, Reading)
            yield found


def _unresolved(row: Any) -> Any:
    """Return a quotation or mention without what all reports together tell of it."""
    if isinstance(row, Quotation):
        return replace(row, speaker=(), via=())
    return replace(row, entity=None, stands_for=None)


def test_demo_comes_back_as_it_was_found(demo_file: Path) -> None:
    """Storing and loading changes nothing: what was found in memory is what the rows say, for every demo report."""
    settings = Settings(jobs=1)
    with Record(demo_file) as record:
        for reading in reports_in(reports_folder()):
            taken = take_apart(reading.report, settings)
            found = find_in_report(taken.report, taken.anatomy, taken.language, settings)
            quotations, mentions, times, drops = record.reader.found_in(reading.report.id)
            row = record.reader.report(reading.report.id)

            assert sorted(map(_unresolved, quotations), key=repr) == sorted(
                map(_unresolved, found.quotations), key=repr
            )
            assert sorted(map(_unresolved, mentions), key=repr) == sorted(map(_unresolved, found.mentions), key=repr)
            assert times == anchor_times(found.times, row.published)
            assert sorted(drops, key=repr) == sorted(found.drops, key=repr)
            assert (row.text, row.unread, row.language) == (taken.report.text, found.unread, taken.language.code)
            assert sorted(row.anatomy, key=repr) == sorted(set(taken.anatomy.pieces), key=repr)
            assert (row.outlet, row.author, row.url, row.source_id) == (
                taken.report.outlet,
                taken.report.author,
                taken.report.url,
                taken.report.source_id,
            )
            if row.published is None or row.published.how is not DateSource.STORY:
                assert row.published == (taken.report.published or taken.anatomy.published)


def test_every_span_slices_back(demo_file: Path) -> None:
    """Slicing a report's text at any stored span gives the stored words."""
    with Record(demo_file) as record:
        texts = {report.id: report.text for report in record.reports}
        quotations, mentions, times = list(record.quotations), list(record.mentions), list(record.times)

        assert quotations
        assert mentions
        assert times
        for quotation in quotations:
            text = texts[quotation.report]
            assert " ".join(span.of(text) for span in quotation.spans) == quotation.text
            for span in (*quotation.spans, *quotation.source, *quotation.cue):
                assert 0 <= span.start < span.end <= len(text)
                assert span.of(text).strip() == span.of(text)
        for mention in mentions:
            assert texts[mention.report][mention.start : mention.end] == mention.text
        for time in times:
            assert texts[time.report][time.start : time.end] == time.text
        for report in record.reports:
            for piece in report.anatomy:
                assert 0 <= piece.start < piece.end <= len(report.text)
                assert piece.span.of(report.text).strip() == piece.span.of(report.text)
            for credit in report.credits:
                assert credit.name in report.text[credit.start : credit.end]


def test_findings_made_by_hand(tmp_path: Path) -> None:
    """Rows of every kind come back equal, empty and full fields alike."""
    report = make_report(TEXT, outlet="Nordlet", author="Ada Lund", url="https://nordlet.example/pier")
    quotation = Quotation(
        make_id("quotation", 1),
        report.id,
        (Span(1, 14),),
        "We will sign,",
        QuotationKind.DIRECT,
        (Span(21, 30),),
        (Span(16, 20),),
        ("Orla Venn",),
        ("Karrow Radio", "Nordlet"),
        "test.v1",
        0.1 + 0.2,
    )
    unknown = replace(quotation, id=make_id("quotation", 2), source=(), cue=(), speaker=(), via=(), confidence=0.0)
    mention = Mention(make_id("mention", 1), None, report.id, 21, 30, "name", "Person", "Orla Venn", "test.v1", 1 / 3)
    dated = Time(
        make_id("time", 1),
        report.id,
        34,
        45,
        "2031-05-03",
        "2031-05-03",
        "2031-05-03",
        "day",
        None,
        "r",
        "DATE",
        "May 3, 2031",
        "t",
        "date 2031-05-03",
    )
    undated = replace(dated, id=make_id("time", 2), start_time=None, end_time=None, precision=None, value="XXXX-05-03")
    findings = Findings(
        report.id, None, Quotations((quotation, unknown)), Mentions((mention,)), times=Times((dated, undated))
    )

    with written(tmp_path) as (writer, reader, run):
        assert writer.add_reports(run, [(apart(report), Location("a.txt", 1, 0))], "v1") == 1
        writer.save_findings([(1, findings)], "v1")
        quotations, mentions, times, drops = reader.found_in(report.id)

    assert sorted(quotations, key=lambda row: row.id) == sorted((quotation, unknown), key=lambda row: row.id)
    assert mentions == (mention,)
    assert sorted(times, key=lambda row: row.id) == sorted((dated, undated), key=lambda row: row.id)
    assert drops == ()


def test_same_report_again(tmp_path: Path) -> None:
    """A report that is there already is not stored again; another place where it lay is."""
    report = make_report(TEXT)
    with written(tmp_path) as (writer, reader, run):
        assert writer.add_reports(run, [(apart(report), Location("a.txt", 1, 0))], "v1") == 1
        assert writer.add_reports(run, [(apart(report), Location("b.txt", 1, 7))], "v1") == 0
        assert writer.add_reports(run, [(apart(report), Location("b.txt", 1, 7))], "v1") == 0

        assert reader.count(TABLES[0]) == 1
        assert reader.locations(report.id) == ("a.txt", "b.txt")


def test_findings_are_replaced(tmp_path: Path) -> None:
    """Findings made anew take the place of the old ones."""
    report = make_report(TEXT)
    mention = Mention(make_id("mention", 1), None, report.id, 21, 30, "name", "Person", "Orla Venn", "test.v1", 0.5)
    with written(tmp_path) as (writer, reader, run):
        writer.add_reports(run, [(apart(report), Location("a.txt", 1, 0))], "v1")
        writer.save_findings([(1, Findings(report.id, mentions=Mentions((mention,))))], "v1")
        assert reader.found_in(report.id)[1] == (mention,)

        writer.save_findings([(1, Findings(report.id, unread="not read"))], "v2")

        assert reader.found_in(report.id) == ((), (), (), ())
        assert reader.report(report.id).unread == "not read"


def test_what_is_stale(tmp_path: Path) -> None:
    """A report is stale until the asked version has read it, and again when its anatomy is made anew."""
    report = make_report(TEXT, title="Unions sign", url="https://nordlet.example/pier")
    with written(tmp_path) as (writer, _, run):
        writer.add_reports(run, [(apart(report), Location("a.txt", 1, 0))], "apart.v1")
        assert writer.count_stale("taken_apart", "apart.v1") == 0
        assert writer.count_stale("taken_apart", "apart.v2") == 1
        assert writer.count_stale("read_by", "v1") == 1

        (stored,) = writer.stale("read_by", "v1")
        writer.save_findings([(stored.key, Findings(report.id))], "v1")
        assert list(writer.stale("read_by", "v1")) == []

        writer.save_anatomies([(stored, Anatomy((Piece(PieceKind.TITLE, 0, 4),)), Language(None, 0.0))], "apart.v2")
        assert writer.count_stale("taken_apart", "apart.v2") == 0
        (again,) = writer.stale("read_by", "v1")

    assert again.anatomy.pieces == (Piece(PieceKind.TITLE, 0, 4),)
    assert again.language == Language(None, 0.0)


def test_stored_report_is_enough_to_take_it_apart(tmp_path: Path) -> None:
    """A stored report taken apart again gives what the report itself gave, for every kind of input."""
    settings = Settings(jobs=1)
    rows = [
        {"text": PIER, "url": "https://nordlet.example/2031/05/03/pier", "language": "en"},
        {"text": PIER, "title": "Fishermen on Orla Bay agree to share the new pier"},
        {"tokens": [["We", "will", "sign", "."], [], ["", "No", "."]]},
        {"text": "Kısa bir metin, ama Türkçe bir metin; iskele için anlaşma sağlandı."},
    ]
    readings = [*reports_in(write_rows(tmp_path / "rows.jsonl", rows)), *reports_in(reports_folder())]
    expected = {reading.report.id: take_apart(reading.report, settings) for reading in readings}
    with written(tmp_path) as (writer, _, run):
        writer.add_reports(run, [(expected[reading.report.id], reading.location) for reading in readings], "v1")
        stored = list(writer.stale("read_by", "v1"))

    assert len(stored) == len(expected) == 38
    for row in stored:
        again = take_apart(row.report, settings)
        assert again.anatomy == expected[row.report.id].anatomy
        assert again.language == expected[row.report.id].language
        assert row.report.tokens == expected[row.report.id].report.tokens
        assert (row.language, row.anatomy.published) == (again.language, again.anatomy.published)


def test_pages_do_not_show(tmp_path: Path) -> None:
    """All stale reports are yielded once, also when they are stored while the rest is still to come."""
    reports = [make_report(f"Report number {number}.") for number in range(1203)]
    with written(tmp_path) as (writer, reader, run):
        writer.add_reports(run, [(apart(report), Location("a.jsonl", 1)) for report in reports], "v1")
        seen = []
        for stored in writer.stale("read_by", "v1"):
            seen.append(stored.report.id)
            writer.save_findings([(stored.key, Findings(stored.report.id))], "v1")

        assert sorted(seen) == sorted(report.id for report in reports)
        assert [row.id for row in reader.read_reports()] == sorted(seen)


@pytest.mark.parametrize(
    "id_", ["ffffffff", "abc", "not an id", "", "'; --"], ids=["unknown", "short", "words", "empty", "SQL"]
)
@pytest.mark.parametrize("kind", ["report", "run"])
def test_removing_what_is_not_there(small_file: Path, kind: str, id_: str) -> None:
    """An id that nothing has is refused with the next step, and nothing changes."""
    before = digest_of(small_file)

    with pytest.raises(NotFoundError) as caught:
        remove_from_record(small_file, **{kind: id_})

    assert caught.value.remedy
    assert digest_of(small_file) == before


def test_removing_from_no_record(tmp_path: Path) -> None:
    """Removing from a record that does not exist makes none."""
    with pytest.raises(NotFoundError):
        remove_from_record(tmp_path / "none.db", report="ffff")

    assert list(tmp_path.iterdir()) == []


SECRET = "Quibblewick"


def secret_report() -> str:
    """Return a long report in which every sentence carries words that stand nowhere else."""
    lines = [f"The {SECRET}{number} pier was sealed on Monday, said Zorvath{number} Unmere." for number in range(400)]
    quoted = [f"“We sealed {SECRET}{number} at night,” Zorvath{number} Unmere said." for number in range(60)]
    return f"{SECRET} pier is sealed after a night of talks\n\n" + "\n\n".join([" ".join(lines), *quoted])


TRACES = (SECRET.encode(), SECRET.lower().encode(), b"Zorvath", b"zorvath", b"Unmere")


def secret_id(file: Path) -> str:
    """Return the id of the report with the secret words."""
    with Record(file) as record:
        (hit,) = record.find(SECRET)
        return hit.report


@pytest.mark.parametrize("ways", ["file", "folder", "rows"])
def test_removed_report_leaves_no_trace(tmp_path: Path, ways: str) -> None:
    """Not one word of a removed report, its title, its address or its file's name is left in the bytes of the file."""
    folder, file = tmp_path / "reports", tmp_path / "r.db"
    write(folder, "pier.txt", PIER)
    fields = {
        "id": f"{SECRET}-1",
        "title": SECRET,
        "outlet": SECRET,
        "url": f"https://x.example/{SECRET}",
        "published": f"{SECRET}!",
    }
    if ways == "rows":
        write_rows(folder / "rows.jsonl", [{"text": FERRY}, {"text": secret_report(), **fields}, {"text": FERRY + "."}])
        paths = [folder]
    else:
        secret = write(folder, f"{SECRET}.txt", secret_report())
        paths = [folder] if ways == "folder" else [secret, folder / "pier.txt"]
    build(paths, file)
    assert all(trace in raw_bytes(file) for trace in TRACES)
    removed = secret_id(file)

    assert remove_from_record(file, report=removed) == 1

    assert [trace for trace in (*TRACES, bytes.fromhex(removed)) if trace in raw_bytes(file)] == []
    assert execute(file, "PRAGMA integrity_check") == [("ok",)]
    with Record(file) as record:
        assert record.find(SECRET) == ()
        assert len(record.find("pier")) == (2 if ways == "rows" else 1) - (ways == "rows")


def test_removed_report_leaves_no_trace_of_older_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is anything left of what older components had stored of it before."""
    folder, file = tmp_path / "reports", tmp_path / "r.db"
    write(folder, "pier.txt", PIER)
    write(folder, "secret.txt", secret_report())
    for version in ("anatomy.rules.v0", "anatomy.rules.v00"):
        monkeypatch.setattr("onrecord.pipeline.TAKEN_APART_BY", (version, "identify.langid.v2"))
        build(folder, file)

    remove_from_record(file, report=secret_id(file))

    assert [trace for trace in TRACES if trace in raw_bytes(file)] == []


def test_removing_gives_the_space_back(tmp_path: Path) -> None:
    """After a removal no page of the file is free: what was freed is cut off, not kept."""
    file = tmp_path / "r.db"
    write(tmp_path / "reports", "pier.txt", PIER)
    write(tmp_path / "reports", "secret.txt", secret_report())
    build(tmp_path / "reports", file)
    before = file.stat().st_size

    remove_from_record(file, report=secret_id(file))

    assert execute(file, "PRAGMA freelist_count") == [(0,)]
    assert file.stat().st_size < before


def test_removed_version_leaves_no_trace(tmp_path: Path) -> None:
    """The judgement on two versions goes with the one that is removed, and its score with it."""
    file = tmp_path / "r.db"
    url = "https://nordlet.example/pier"
    rows = [
        {"text": PIER, "url": url, "published": "2031-05-03"},
        {"text": PIER.replace("harbour master", f"{SECRET} of the harbour"), "url": url, "published": "2031-05-04"},
    ]
    build(write_rows(tmp_path / "rows.jsonl", rows), file)
    with Record(file) as record:
        assert {row.question for row in record.judgements} == {"same article", "same story"}
        (later,) = (report for report in record.reports if report.version_of)

    remove_from_record(file, report=later.id)

    assert [
        trace
        for trace in (SECRET.encode(), SECRET.lower().encode(), bytes.fromhex(later.id))
        if trace in raw_bytes(file)
    ] == []
    with Record(file) as record:
        assert len(record.judgements) == 0
        assert [report.version_of for report in record.reports] == [None]


def test_removing_the_first_version(tmp_path: Path) -> None:
    """When the earliest version is removed, the next one takes its place."""
    file = tmp_path / "r.db"
    url = "https://nordlet.example/pier"
    rows = [{"text": PIER + "More.\n" * count, "url": url, "published": f"2031-05-0{count + 1}"} for count in range(3)]
    build(write_rows(tmp_path / "rows.jsonl", rows), file)
    with Record(file) as record:
        (first,) = (report for report in record.reports if not report.version_of)

    remove_from_record(file, report=first.id)

    with Record(file) as record:
        by_day = {report.published.start: report for report in record.reports if report.published}
        assert by_day["2031-05-03"].version_of == by_day["2031-05-02"].id
        assert by_day["2031-05-02"].version_of is None


def test_removing_a_run(tmp_path: Path) -> None:
    """With a run go the reports that only it brought, every name of its files, and nothing else."""
    file, untouched = tmp_path / "r.db", tmp_path / "untouched.db"
    write(tmp_path / "first", "pier.txt", PIER)
    write(tmp_path / "second", f"{SECRET}-pier.txt", PIER)
    write(tmp_path / "second", f"{SECRET}.txt", secret_report())
    build(tmp_path / "first", file)
    build(tmp_path / "first", untouched)
    build(tmp_path / "second", file)
    with Record(file) as record:
        assert len(record.reports) == 2
        run = record.runs[-1].id

    assert remove_from_record(file, run=run[:12]) == 1

    assert digest_of(file) == digest_of(untouched)
    assert [trace for trace in TRACES if trace in raw_bytes(file)] == []
    with Record(file) as record:
        assert [kept.id for kept in record.runs] != []
        assert run not in [kept.id for kept in record.runs]


def test_removed_report_can_come_back(two_reports: Path, small_file: Path) -> None:
    """A removed report whose file is read again is there again, as if it had never been away."""
    before = digest_of(small_file)
    with Record(small_file) as record:
        removed = next(iter(record.reports)).id

    remove_from_record(small_file, report=removed)
    assert digest_of(small_file) != before
    build(two_reports, small_file)

    assert digest_of(small_file) == before


def test_removing_one_row_of_a_file(tmp_path: Path) -> None:
    """The other rows of the same file stay, each with its place."""
    file = tmp_path / "r.db"
    rows = [{"id": name, "text": f"{FERRY} {name}"} for name in ("first", "second", "third")]
    build(write_rows(tmp_path / "rows.jsonl", rows), file)
    with Record(file) as record:
        (second,) = (report for report in record.reports if report.source_id == "second")

    remove_from_record(file, report=second.id)

    with Record(file) as record:
        assert {(report.source_id, report.part) for report in record.reports} == {("first", 1), ("third", 3)}


def test_names_of_the_stages_are_kept_with_a_run(small_file: Path) -> None:
    """A run says which components made what it made, and with which settings."""
    with Record(small_file) as record:
        (run,) = record.runs

    assert set(STAGE_NAMES) <= set(run.versions)
    assert run.settings == json.loads(json.dumps(Settings(jobs=1).model_dump()))
    assert run.finished is not None
    assert run.counts["reports"] == 2
