"""What the language model made of stretches of text, kept in the record's file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import onrecord.language.neural as neural
from onrecord.language.windows import Window
from onrecord.pipeline import remove_from_record
from onrecord.record.connection import open_for_writing
from onrecord.record.windows import look_up_windows
from tests.record_fixtures import build, digest_of, execute, write

PARAGRAPH = (
    "The envoy of Korsk said on Monday that the boats had left Karrow before the storm, and that nobody was hurt.\n"
)
OTHER = "Nobody waved when the last of them crossed the bay in the dark, with eighty passengers on board.\n"


@pytest.fixture
def read_now(monkeypatch: pytest.MonkeyPatch) -> list[Window]:
    """Return a list that every window is added to when the model reads it."""
    seen: list[Window] = []
    read = neural.read_windows

    def reading(encoder: neural.Encoder, words: neural.Words, windows: Sequence[Window]) -> list[neural.WindowReading]:
        seen.extend(windows)
        return read(encoder, words, windows)

    monkeypatch.setattr(neural, "read_windows", reading)
    return seen


def test_what_was_read_is_not_read_again(tmp_path: Path, read_now: list[Window]) -> None:
    """A text that is read again, for whatever reason, costs no reading, and the record is the same."""
    write(tmp_path / "in", "a.txt", PARAGRAPH + OTHER)
    file = tmp_path / "a.db"
    build(tmp_path / "in", file)
    assert read_now
    before = digest_of(file)
    read_now.clear()
    with open_for_writing(file) as connection:
        connection.execute("UPDATE report SET read_by=NULL")
        connection.execute("DELETE FROM mention")
    build(tmp_path / "in", file)

    assert read_now == []
    assert digest_of(file) == before


def test_a_text_of_another_report(tmp_path: Path, read_now: list[Window]) -> None:
    """The same text in another report, in a later build, is not read again."""
    write(tmp_path / "in", "a.txt", PARAGRAPH)
    file = tmp_path / "a.db"
    build(tmp_path / "in", file)
    read_now.clear()
    write(tmp_path / "in", "b.md", f"---\noutlet: Other\n---\n{PARAGRAPH}")
    build(tmp_path / "in", file)

    assert execute(file, "SELECT count(*) FROM report") == [(2,)]
    assert read_now == []
    assert execute(file, "SELECT count(*) FROM window") == [(1,)]


def test_windows_go_with_the_last_report_that_needs_them(tmp_path: Path) -> None:
    """Taking a report out takes out what was kept of its text, but not what another report shares."""
    write(tmp_path / "in", "a.txt", PARAGRAPH)
    write(tmp_path / "in", "b.md", f"---\noutlet: Other\n---\n{PARAGRAPH}")
    file = tmp_path / "a.db"
    build(tmp_path / "in", file)
    ids = [id_.hex() for (id_,) in execute(file, "SELECT id FROM report")]
    remove_from_record(file, report=ids[0])
    assert execute(file, "SELECT count(*) FROM window") == [(1,)]
    remove_from_record(file, report=ids[1])

    assert execute(file, "SELECT count(*) FROM window") == [(0,)]


def test_a_file_that_cannot_be_read_keeps_nothing(tmp_path: Path) -> None:
    """A worker that cannot reach the record reads everything itself."""
    assert look_up_windows(tmp_path / "nowhere.db", [b"x" * 16]) == {}
