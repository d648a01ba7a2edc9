"""Furniture learned across an outlet's reports: lines it prints again and again, and no line of a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord import pipeline
from onrecord.across.recurring import find_recurring, learn_group
from onrecord.engine.local import LocalEngine
from onrecord.records import Anatomy, OutletReport, Span
from onrecord.settings import Settings
from tests.record_fixtures import build, digest_of, execute, rows_of, write_rows

pytest_plugins = ("tests.record_fixtures",)


def outlet_report(number: int, *lines: str, outlet: str = "Velde Post", address: str | None = None) -> OutletReport:
    """Return a report of paragraphs, its own first."""
    own = f"Ferryman {number} met Orla Venn in Velde on Tuesday, and nobody signed anything at all that day."
    return OutletReport(f"{number:032x}", outlet, address, "\n\n".join((own, *lines)), ())


def learned(*reports: OutletReport) -> set[str]:
    """Return the lines that are learned from these reports."""
    texts = {report.id: report.text for report in reports}
    return {line.span.of(texts[line.report]) for line in learn_group(reports, None)}


LINES = [
    ("a slogan", "Velde Post: read by the river since 1904", True),
    ("a pointer without a full stop", "In depth: the Issera in pictures", True),
    ("a short line with one", "More tomorrow.", True),
    ("a sentence to the reader", "If you saw the ferry on Monday, write to our desk in Velde today.", True),
    ("a background paragraph", "The crossing has been shut since soldiers fired across the river on 29 March.", False),
    ("speech", "“Nobody signed anything,” Orla Venn said on Tuesday", False),
    ("a reporting clause", "Venn said so", False),
    ("a long paragraph", "Velde and its river, " * 12, False),
]


@pytest.mark.parametrize(("line", "is_furniture"), [line[1:] for line in LINES], ids=[line[0] for line in LINES])
def test_which_recurring_lines_are_furniture(line: str, is_furniture: bool) -> None:
    """What recurs is furniture unless it reads like part of a report."""
    assert learned(*(outlet_report(number, line) for number in range(6))) == ({line.strip()} if is_furniture else set())


def test_a_line_must_stand_in_four_articles() -> None:
    """Three articles prove nothing; versions of one article under one address are one."""
    line = "Velde Post Extra"
    assert learned(*(outlet_report(number, line) for number in range(3))) == set()
    versions = [outlet_report(number, line, address="velde.example/a") for number in range(4)]
    assert learned(*versions) == set()
    assert learned(*versions, *(outlet_report(number, line) for number in range(10, 13))) == {line}


def test_a_line_must_stand_in_a_tenth_of_the_articles() -> None:
    """In a large outlet four articles with one short line are chance."""
    plain = [outlet_report(number) for number in range(50)]
    assert learned(*plain, *(outlet_report(number, "Analysis") for number in range(50, 54))) == set()
    assert learned(*plain, *(outlet_report(number, "Analysis") for number in range(50, 56))) == {"Analysis"}


def test_numbers_in_a_line_may_differ() -> None:
    """The count of comments is another in each report; the line is the same."""
    found = learned(*(outlet_report(number, f"Readers’ letters: {number}") for number in range(4)))
    assert found == {f"Readers’ letters: {number}" for number in range(4)}


def test_what_anatomy_labels_is_left_alone() -> None:
    """A byline that recurs is a byline."""
    reports = [outlet_report(number, "By Aziza Tulendi") for number in range(5)]
    labelled = [
        OutletReport(row.id, row.outlet, None, row.text, (Span(len(row.text) - 16, len(row.text)),)) for row in reports
    ]
    assert learned(*reports) == {"By Aziza Tulendi"}
    assert learned(*labelled) == set()


def test_outlets_are_learned_from_apart() -> None:
    """Two reports in each of two outlets do not make four of one."""
    reports = [
        outlet_report(number, "Extra", outlet=outlet) for number, outlet in enumerate(["Velde Post", "Quay Mail"] * 3)
    ]
    assert list(find_recurring(lambda: reports, LocalEngine(1), Settings())) == []
    assert len(list(find_recurring(lambda: reports * 1 + [outlet_report(9, "Extra")], LocalEngine(1), Settings()))) == 4


def row(number: int) -> dict[str, object]:
    """Return an input row whose last line names a person, and recurs."""
    text = f"Ferryman {number} met Orla Venn in Velde on Tuesday, and nobody signed.\n\nVelde Post with Tilda Karrow"
    return {"text": text, "outlet": "Velde Post", "published": f"2031-04-{number + 1:02}"}


def test_learned_lines_are_shown_as_furniture_and_mask_what_was_found_in_them(tmp_path: Path) -> None:
    """Once a line is learned it is furniture of each report, and the name in it is no mention any more."""
    few, many = tmp_path / "few.db", tmp_path / "many.db"
    build(write_rows(tmp_path / "few.jsonl", [row(number) for number in range(3)]), few)
    build(write_rows(tmp_path / "many.jsonl", [row(number) for number in range(5)]), many)

    assert {mention["text"] for mention in rows_of(few, "mentions")} >= {"Tilda Karrow"}
    assert all(report["furniture"] == [] for report in rows_of(few, "reports"))
    assert "Tilda Karrow" not in {mention["text"] for mention in rows_of(many, "mentions")}
    for report in rows_of(many, "reports"):
        assert [report["text"][start:end] for start, end in report["furniture"]] == ["Velde Post with Tilda Karrow"]


def test_learning_later_equals_learning_at_once(tmp_path: Path) -> None:
    """Reports added in two builds make the record that one build makes; taking them out again undoes it."""
    rows = [row(number) for number in range(6)]
    once, twice, small = tmp_path / "once.db", tmp_path / "twice.db", tmp_path / "small.db"
    build(write_rows(tmp_path / "all.jsonl", rows), once)
    build(write_rows(tmp_path / "a.jsonl", rows[:3]), small)
    build(write_rows(tmp_path / "a.jsonl", rows[:3]), twice)
    build(write_rows(tmp_path / "b.jsonl", rows[3:]), twice)

    parts = [
        {key: value for key, value in report.items() if key not in ("file", "part")}
        for report in rows_of(twice, "reports")
    ]
    assert parts == [
        {key: value for key, value in report.items() if key not in ("file", "part")}
        for report in rows_of(once, "reports")
    ]
    assert rows_of(twice, "mentions") == rows_of(once, "mentions")
    assert digest_of(twice) != digest_of(small)


def test_reports_taken_apart_anew_are_learned_from_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an older anatomy left unlabelled was learned; once the present one labels it, it is learned no more."""
    rows = [{**row(number), "text": f"{row(number)['text']}\n\nSubscribe to our newsletter"} for number in range(6)]
    path, old, new = write_rows(tmp_path / "rows.jsonl", rows), tmp_path / "old.db", tmp_path / "new.db"
    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "TAKEN_APART_BY", ("anatomy.none.v0",))
        patched.setattr(pipeline, "find_anatomy", lambda report: Anatomy())
        build(path, old)
    before = execute(old, "SELECT count(*) FROM recurring_line")
    build(path, old)
    build(path, new)

    assert before == [(12,)]
    assert (
        execute(old, "SELECT count(*) FROM recurring_line")
        == execute(new, "SELECT count(*) FROM recurring_line")
        == [(6,)]
    )
    assert digest_of(old) == digest_of(new)
