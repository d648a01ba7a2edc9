"""Nothing leaves the machine, and nothing is written outside the record's folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.demo import reports_folder
from onrecord.export.files import Format
from tests.record_fixtures import PIER, run_cli, write

pytest_plugins = ("tests.record_fixtures",)


class NetworkError(AssertionError):
    """Somebody tried to use the network."""


def refuse(*_: object, **__: object) -> None:
    """Stand in for whatever opens a connection."""
    raise NetworkError("the network was used")


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a network, where trying to use it is an error."""
    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)


def files_under(*folders: Path) -> dict[str, int]:
    """Return every file below some folders with its size."""
    return {str(path): path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, ...]]:
    """A home, a folder for temporary files and a working directory, all empty, besides the record's own folder."""
    found = tuple(tmp_path / name for name in ("home", "temporary", "elsewhere"))
    for folder in (*found, tmp_path / "record"):
        folder.mkdir()
    home, temporary, elsewhere = found
    for name in (
        "HOME",
        "USERPROFILE",
        "XDG_CACHE_HOME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "APPDATA",
        "LOCALAPPDATA",
    ):
        monkeypatch.setenv(name, str(home))
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.chdir(elsewhere)
    yield found
    assert os.environ["HOME"] == str(home)


def test_everything_works_offline(offline: None, places: tuple[Path, ...], tmp_path: Path) -> None:
    """Building, looking, searching, exporting and removing work without a network and write beside the record alone."""
    file = tmp_path / "record" / "demo.db"
    tables = tmp_path / "record" / "tables"
    commands: list[list[object]] = [
        ["build", reports_folder(), "--into", file, "--jobs", 1],
        ["show", file],
        ["find", file, "observers"],
        ["info", file],
        ["info", file, "--digest"],
        ["annotate", reports_folder(), "--jobs", 1],
        ["export", file],
        *(["export", file, "--format", format_, "--to", tables] for format_ in Format),
    ]

    for command in commands:
        outcome = run_cli(*command)
        assert outcome.code == 0, (command, outcome.err)
    report = run_cli("show", file, "--json").json["reports"][0]["id"]
    assert run_cli("show", file, report, "--why").code == 0
    assert run_cli("remove", file, "--report", report).code == 0

    assert files_under(*places) == {}
    assert [path.name for path in (tmp_path / "record").iterdir()] in (["demo.db", "tables"], ["tables", "demo.db"])


def test_demo_offline(offline: None, places: tuple[Path, ...], tmp_path: Path) -> None:
    """So does the demo."""
    outcome = run_cli("demo", "--into", tmp_path / "record" / "demo.db")

    assert outcome.code == 0, outcome.err
    assert files_under(*places) == {}
    assert [path.name for path in (tmp_path / "record").iterdir()] == ["demo.db"]


def test_libraries_write_nothing_of_their_own(places: tuple[Path, ...], tmp_path: Path) -> None:
    """In a process of its own, where libraries are loaded anew, nothing is written but the record.

    What compiled code sends cannot be seen from here; onnxruntime, whose telemetry is the one known case, writes
    files before it sends anything.
    """
    file = tmp_path / "record" / "demo.db"

    subprocess.run([sys.executable, "-m", "onrecord", "demo", "--into", file], check=True, capture_output=True)

    assert files_under(*places) == {}
    assert [path.name for path in (tmp_path / "record").iterdir()] == ["demo.db"]


def test_pages_are_not_fetched(offline: None, places: tuple[Path, ...], tmp_path: Path) -> None:
    """A page that names pictures, frames, styles and entities elsewhere is read as it lies there."""
    page = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY far SYSTEM "http://karrow.example/far.txt">]><html><head>'
        '<link rel="stylesheet" href="http://karrow.example/s.css"><script src="http://karrow.example/s.js"></script></head>'
        '<body><article><h1>Unions share the pier</h1><img src="http://karrow.example/p.jpg">'
        + "".join(f"<p>{line}</p>" for line in PIER.splitlines() if line)
        + '<p>&far;</p><iframe src="http://karrow.example/frame"></iframe></article></body></html>'
    )

    outcome = run_cli("annotate", write(tmp_path / "record", "page.html", page), "--jobs", 1)

    assert outcome.code == 0, outcome.err
    assert "better than another winter of lawyers" in outcome.lines[0]["text"]
    assert files_under(*places) == {}


def test_feeds_mails_and_archives_are_not_fetched(offline: None, places: tuple[Path, ...], tmp_path: Path) -> None:
    """Addresses in feeds and mails, and files that hold nothing but an address, fetch nothing and open nothing."""
    folder = tmp_path / "record" / "in"
    secret = write(tmp_path / "record", "secret.txt", "a secret of the machine")
    far = "http://karrow.example/feed"
    feed = (
        f'<!DOCTYPE rss [<!ENTITY far SYSTEM "{far}"><!ENTITY near SYSTEM "file://{secret}">]><rss><channel><link>{far}</link>'
        f"<item><link>{far}</link><description>One &far; &near; &lt;img src='{far}'&gt;</description></item></channel></rss>"
    )
    mail = (
        f'Subject: x\nContent-Type: message/external-body; access-type=local-file; name="{secret}"\n\nSubject: y\n\nz'
    )
    for name, data in {"a.rss": feed, "b.rss": far, "c.rss": str(secret), "d.eml": mail, "e.warc": far}.items():
        write(folder, name, data)

    outcome = run_cli("annotate", folder, "--jobs", 1)

    assert "One" in outcome.out
    assert "a secret of the machine" not in outcome.out
    assert files_under(*places) == {}


def test_reports_folder_is_left_alone(offline: None, places: tuple[Path, ...], tmp_path: Path) -> None:
    """The reports themselves are opened for reading only: same files, same bytes, nothing beside them."""
    folder = tmp_path / "reports"
    write(folder, "pier.txt", PIER)
    before = {path: path.read_bytes() for path in folder.rglob("*")}

    assert run_cli("build", folder, "--into", tmp_path / "record" / "r.db", "--jobs", 1).code == 0

    assert {path: path.read_bytes() for path in folder.rglob("*")} == before


def test_guard_works(offline: None) -> None:
    """The guard of these tests refuses what it should."""
    with pytest.raises(NetworkError):
        socket.create_connection(("karrow.example", 80))
