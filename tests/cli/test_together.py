"""`show` and `find` on what reports are to each other: stories, passages, derivations, versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.record.opened import Record
from tests.record_fixtures import run_cli

pytest_plugins = ("tests.record_fixtures",)


@pytest.fixture(scope="module")
def story(demo_file: Path) -> str:
    """The id of the demo's story with the most reports."""
    with Record(demo_file) as record:
        return max(record.table("stories"), key=lambda row: (len(row.reports), row.id)).id


def test_story(demo_file: Path, story: str) -> None:
    """A story shows its days, who and where, and its reports by the origin of their words."""
    shown = run_cli("show", demo_file, story)

    assert shown.code == 0
    assert "Six Rivers Council" in shown.out
    assert "7 reports, 6 independent origins" in shown.out
    assert "from itself" in shown.out
    assert "Why together" not in shown.out


def test_story_and_why(demo_file: Path, story: str) -> None:
    """With --why it says what joined its reports, and what kept others out."""
    shown = run_cli("show", demo_file, story, "--why").out

    assert "Why together" in shown
    assert "joined to" in shown
    assert "Why no more" in shown
    assert "shared words:" in shown


def test_passage(demo_file: Path) -> None:
    """A passage shows both sides, with the words that differ in brackets."""
    with Record(demo_file) as record:
        passage = next(row for row in record.table("passages") if row.same < 1 and row.kind == "copy")

    shown = run_cli("show", demo_file, passage.id).out

    assert passage.left.report[:8] in shown
    assert passage.right.report[:8] in shown
    assert "⟦" in shown


def test_copied_report(demo_file: Path) -> None:
    """A report says how much of its text is from whom; the other that it was taken from."""
    with Record(demo_file) as record:
        derivation = next(row for row in record.table("derivations") if not row.unseen and row.share < 0.9)

    assert f"took {derivation.share:.0%} of its text from" in run_cli("show", demo_file, derivation.to).out
    assert derivation.reasons[0] in " ".join(run_cli("show", demo_file, derivation.to, "--why").out.split())
    assert f"({derivation.to[:8]}) has {derivation.share:.0%} of its text from this" in " ".join(
        run_cli("show", demo_file, derivation.from_).out.split()
    )


def test_versions(demo_file: Path) -> None:
    """A report that was edited shows all its versions in order, and what each changed."""
    with Record(demo_file) as record:
        later = next(row for row in record.reports if row.version_of)

    for id_ in (later.id, later.version_of):
        shown = run_cli("show", demo_file, id_).out
        assert "2 versions of this article" in shown
        assert "to the version before" in shown


def test_find_stories(demo_file: Path) -> None:
    """Stories are found by their headlines."""
    shown = run_cli("find", demo_file, "second", "round")

    assert shown.code == 0
    assert "independent origin" in shown.out


def test_list_of_stories(demo_file: Path) -> None:
    """The stories are listed, those with the most reports first."""
    shown = run_cli("show", demo_file, "--stories", "--limit", 3)
    rows = run_cli("show", demo_file, "--stories", "--json").json["stories"]

    assert f"3 of {len(rows)} stories" in " ".join(shown.out.split())
    assert [len(row["reports"]) for row in rows] == sorted((len(row["reports"]) for row in rows), reverse=True)
    assert rows[0]["id"][:8] in shown.out
