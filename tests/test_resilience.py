"""What must not stop a build or change its result: odd rows, damaged files, files edited, removals cut short."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from onrecord import pipeline
from onrecord.record.writer import Writer
from tests.record_fixtures import FERRY, PIER, build, digest_of, rows_of, run_cli, write, write_rows

pytest_plugins = ("tests.record_fixtures",)


def odd_key(folder: Path) -> None:
    """Write a row whose only name is half of a surrogate pair."""
    (folder / "odd.jsonl").write_text('{"\\ud800": "x"}\n', encoding="utf-8")


def odd_header(folder: Path) -> None:
    """Write a CSV file without a text column, with a byte in its header that is no text."""
    (folder / "odd.csv").write_bytes(b"na\xffme,date\nVenn,2031\n")


def odd_parquet(folder: Path) -> None:
    """Write a Parquet file with a day beyond any calendar in a column that nobody asked for."""
    days = pyarrow.array([2**31 - 1, 0], type=pyarrow.int32()).cast(pyarrow.date32())
    table = pyarrow.table({"text": [PIER, PIER + " Again."], "seen": days})
    pyarrow.parquet.write_table(table, folder / "odd.parquet")


def odd_zip(folder: Path) -> None:
    """Write a zip archive whose LZMA member is damaged."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("pier.txt", PIER * 50)
    data = bytearray(whole.getvalue())
    rng = random.Random(1)
    for place in rng.sample(range(60, 160), 40):
        data[place] ^= 0xFF
    (folder / "odd.zip").write_bytes(data)


@pytest.mark.parametrize("spoil", [odd_key, odd_header, odd_parquet, odd_zip])
def test_odd_input_never_loses_good_input(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    """Beside whatever a file holds, the good ones are read, and the build ends with its tally."""
    folder = tmp_path / "desk"
    folder.mkdir()
    write(folder, "ferry.txt", FERRY)
    spoil(folder)

    outcome = run_cli("build", folder, "--into", tmp_path / "r.db", "--jobs", 1)

    assert outcome.code == 0
    assert any(row["file"].endswith("ferry.txt") for row in rows_of(tmp_path / "r.db", "reports"))
    assert "Traceback" not in outcome.err


def test_unused_columns_of_parquet_are_not_decoded(tmp_path: Path) -> None:
    """A value that cannot be read in a column that is not used costs nothing."""
    odd_parquet(tmp_path)
    tally = build(tmp_path / "odd.parquet", tmp_path / "r.db")
    assert (tally.run.counts["reports"], tally.failed) == (2, 0)


def test_mutated_archives_end_in_reasons(tmp_path: Path) -> None:
    """However an LZMA archive is damaged, what comes out is a reason."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("pier.txt", PIER * 20)
    rng = random.Random(7)
    for number in range(60):
        data = bytearray(whole.getvalue())
        for _ in range(rng.randint(1, 12)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        (tmp_path / f"{number:02}.zip").write_bytes(data)

    tally = build(tmp_path, tmp_path / "r.db")

    assert tally.run.finished
    assert not any("Traceback" in (row.reason or "") for row in tally.not_taken)


def test_a_file_edited_around_its_text_says_where_the_text_is_now(tmp_path: Path) -> None:
    """Lines added above a text move it; the record says where it starts, as one made of the new file does."""
    path = write(tmp_path, "pier.txt", PIER)
    build(path, tmp_path / "old.db")
    path.write_text("\n\n\n" + PIER, encoding="utf-8")
    build(path, tmp_path / "old.db")
    build(path, tmp_path / "new.db")

    (report,) = rows_of(tmp_path / "old.db", "reports")
    assert report["file_start"] == 3
    assert digest_of(tmp_path / "old.db") == digest_of(tmp_path / "new.db")


def test_rows_that_move_in_a_file_are_where_they_are_now(tmp_path: Path) -> None:
    """A row added at the top moves the others; each has one place, as in a record made of the new file."""
    rows: list[dict[str, Any]] = [{"text": PIER}, {"text": FERRY}]
    path = write_rows(tmp_path / "rows.jsonl", rows)
    build(path, tmp_path / "old.db")
    write_rows(path, [{"text": "A new first row about Velde."}, *rows])
    build(path, tmp_path / "old.db")
    build(path, tmp_path / "new.db")

    assert sorted(report["part"] for report in rows_of(tmp_path / "old.db", "reports")) == [1, 2, 3]
    assert digest_of(tmp_path / "old.db") == digest_of(tmp_path / "new.db")


def test_a_removal_cut_short_is_finished_by_the_next_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped between taking a report out and cleaning up, the words are gone after the next build."""
    write_rows(tmp_path / "rows.jsonl", [{"text": PIER}, {"text": FERRY + " The skipper is called Zyxwvutsky."}])
    file = tmp_path / "r.db"
    build(tmp_path / "rows.jsonl", file)
    report = next(row["id"] for row in rows_of(file, "reports") if "Zyxwvutsky" in row["text"])

    def stopped(writer: Writer) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Writer, "scrub", stopped)
        pipeline.remove_from_record(file, report=report)
    build(write(tmp_path, "other.txt", "Nobody signed in Velde."), file)

    assert b"zyxwvutsky" not in file.read_bytes().lower()


def test_versions_are_ordered_by_the_moment_they_appeared(tmp_path: Path) -> None:
    """Clock times in two zones are compared as moments: 01:00 in the east comes before 23:00 in the west."""
    text = " ".join(f"Paragraph {number} of the report about the ferry in Velde." for number in range(12))
    rows = [
        {"text": text, "url": "https://a.example/ferry", "published": "2031-04-12T23:00:00+00:00", "id": "later"},
        {
            "text": text + " More.",
            "url": "https://a.example/ferry",
            "published": "2031-04-13T01:00:00+05:00",
            "id": "first",
        },
    ]
    build(write_rows(tmp_path / "rows.jsonl", rows), tmp_path / "r.db")
    found = {row["source_id"]: row for row in rows_of(tmp_path / "r.db", "reports")}
    assert found["later"]["version_of"] == found["first"]["id"]
    assert found["first"]["version_of"] is None


@pytest.mark.parametrize("language", ["und", "mul", "zxx", "mis"])
def test_a_language_that_is_none_is_recognised_instead(tmp_path: Path, language: str) -> None:
    """Undetermined is not a language: the text is read as what it is."""
    build(write_rows(tmp_path / "rows.jsonl", [{"text": PIER, "language": language}]), tmp_path / "r.db")
    (report,) = rows_of(tmp_path / "r.db", "reports")
    assert (report["language"], report["unread"]) == ("en", None)


@pytest.mark.parametrize("command", ["show", "info", "find", "export"])
def test_a_record_damaged_in_its_middle_ends_commands_with_4(tmp_path: Path, command: str) -> None:
    """Pages overwritten behind the header are noticed while reading; the command says so and ends with 4."""
    rows = [{"text": f"{PIER} Number {number}. " + "Velde " * 400} for number in range(60)]
    file = tmp_path / "r.db"
    build(write_rows(tmp_path / "rows.jsonl", rows), file)
    data = bytearray(file.read_bytes())
    data[4096 * 2 : -4096] = random.Random(3).randbytes(len(data) - 4096 * 3)
    file.write_bytes(data)

    outcome = run_cli(command, file, *(["velde"] if command == "find" else []))

    assert outcome.code == 4
    assert "damaged" in outcome.err


@pytest.mark.parametrize(
    "arguments", [["show", "."], ["info", "."], ["export", "."], ["find", ".", "x"], ["remove", ".", "--run", "abcd"]]
)
def test_a_folder_is_no_record(inside: Path, arguments: list[str]) -> None:
    """A folder given for a record is refused in words."""
    outcome = run_cli(*arguments)
    assert outcome.code == 2
    assert "is a folder" in outcome.err


def test_building_into_a_folder_is_refused(inside: Path) -> None:
    """A folder cannot be made a record."""
    outcome = run_cli("build", write(inside, "pier.txt", PIER), "--into", ".", "--jobs", 1)
    assert outcome.code == 2
    assert "is a folder" in outcome.err


def test_spaces_of_every_width_are_shown(inside: Path) -> None:
    """A no-break space in a text is shown as a space, not as something broken."""
    write(inside, "pier.txt", PIER + "\n\n“We\u00a0will\u202fnot wait,” Ana\u00a0Brill said.")
    run_cli("build", "pier.txt", "--jobs", 1)
    assert "\ufffd" not in run_cli("show", "onrecord.db", rows_of(inside / "onrecord.db", "reports")[0]["id"][:8]).out


def test_a_row_broken_in_one_batch_size_is_broken_in_all(tmp_path: Path) -> None:
    """Which rows fail does not depend on how many travel together."""
    lines = [json.dumps({"text": f"{PIER} {number}"}) for number in range(30)]
    lines[11] = '{"text": "half\\ud800"}'
    lines[20] = '{"\\udfff": 1}'
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    digests = set()
    for size in (1, 7, 64):
        file = tmp_path / f"{size}.db"
        tally = build(path, file, batch_reports=size)
        assert [row.file.rpartition("#")[2] for row in tally.not_taken] == ["12", "21"]
        digests.add(digest_of(file))
    assert len(digests) == 1
