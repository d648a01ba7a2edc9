"""Names, offices and dates that no reporter should print: nothing crashes, and nothing is made up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from onrecord.pipeline import Tally
from onrecord.record.opened import Record
from onrecord.record.tables import TABLES
from tests.record_fixtures import build, findings_in, rows_of, run_cli, write_rows

LONG_NAME = " ".join(["Ada", *["Maria"] * 58, "Lund"])


def built(folder: Path, rows: Sequence[dict[str, Any]]) -> tuple[Tally, Path]:
    """Build a record of rows and return what became of them, and its file."""
    tally = build(write_rows(folder / "rows.jsonl", rows), folder / "r.db")
    return tally, folder / "r.db"


ODD = {
    "NUL": "President Ada\x00Lund of France said: “No.” Ada\x00Lund left.",
    "right to left": "President \u202eAda Lund\u202c of France said she would. \u202eLund\u202c left.",
    "emoji": "President 🏳️🐍 Ada 🏳️ Lund of France said so. 🐍 Lund left. President 😀 agreed.",
    "joined": "President Ada\u200bLund and A\u0301d\u0301a L\u0301und of Fra\u00adnce met.",
    "alphabets": "President אָדָה לונד met 金正恩 and Владимир Путин on Monday.",
    "capitals": "PRESIDENT ADA LUND OF FRANCE MET TOMAS VERRICK IN BERLIN. “WE WILL SIGN,” SAID LUND.",
    "sixty words": f"President {LONG_NAME} of France said on Monday she would come. Lund left.",
    "capital letters only": f"{' '.join(chr(65 + number % 26) * 3 for number in range(300))} said on Monday.",
    "one word of 50,000 letters": f"Ada {'x' * 50_000} Lund said so. {'Y' * 50_000} said so.",
    "offices of offices": f"The {'minister of ' * 1000}France said so.",
    "offices in a row": f"The {'president ' * 500}Ada Lund said so.",
    "many owners": f"{chr(39).join(['France'] * 300)}s president said so.",
    "no such days": "On 31 February 2031 and on 99 May 2030, at 25:61, she left; it lasted from 2040 to 1990.",
    "nobody": "He told her that they saw him, and it was theirs.",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_text(tmp_path: Path, text: str) -> None:
    """It is read to its end; evidence slices back, and every command shows it."""
    tally, file = built(tmp_path, [{"text": text, "language": "en"}])

    assert tally.failed == 0
    with Record(file) as record:
        (report,) = record.reports
        assert report.unread is None
        assert report.text == text
        for mention in record.mentions:
            assert mention.text == text[mention.start : mention.end]
        assert sum(mention.end - mention.start for mention in record.mentions) <= 10 * len(text)
        names = [entity.name for entity in record.entities]
        assert all(record.entities_named(name) for name in names)
        for table in TABLES:
            assert len(list(record.table(table.name).rows())) == len(record.table(table.name))
    for entity in rows_of(file, "entities"):
        assert run_cli("show", file, entity["id"], "--why").code == 0
    assert run_cli("annotate", tmp_path / "rows.jsonl", "--jobs", 1).code == 0


DAYS = ["9999-12-31", "0001-01-01", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "2999"]


@pytest.mark.parametrize("day", DAYS)
def test_reports_at_the_ends_of_the_calendar(tmp_path: Path, day: str) -> None:
    """What lies beyond the calendar has no date; the report is kept as it came."""
    text = (
        "President Ada Lund of France said last week that she would come next week, in 9999 years or 10,000 years ago."
    )

    tally, file = built(tmp_path, [{"text": text, "published": day}, {"text": text, "published": "2031-05-03"}])

    assert tally.failed == 0
    with Record(file) as record:
        assert {report.unread for report in record.reports} == {None}
        assert len(record.entities_named("Ada Lund")) == 1
        assert all(time.start_time is None or len(time.start_time) >= 10 for time in record.times)


def test_text_that_contradicts_its_date(tmp_path: Path) -> None:
    """A date in the text does not move the one that came with the report, and both are kept as they are."""
    text = "PARIS, May 3, 2031 — On 5 March 1850 President Ada Lund of France said she had come on Monday."

    _, file = built(tmp_path, [{"text": text, "published": "1999-01-01"}])

    (report,) = rows_of(file, "reports")
    assert report["published"] == {"start": "1999-01-01", "end": "1999-01-01", "how": "metadata"}
    assert [time["value"] for time in rows_of(file, "times")] == ["2031-05-03", "1850-03-05", "1998-12-28"]


def test_many_persons_of_one_surname(tmp_path: Path) -> None:
    """A surname that many bear is nobody's in a report that does not say whose."""
    names = [f"{one}{other}" for one in ("Ba", "De", "Fi", "Go", "Le", "Mo") for other in ("dan", "len", "ros", "tim")]
    rows = [{"text": f"{name} Lund, a farmer, met officials in Paris on Monday."} for name in names]

    _, file = built(tmp_path, [*rows, {"text": "Lund met officials in Paris on Tuesday."}])

    persons = [row for row in rows_of(file, "entities") if row["kind"] == "person" and row["forms"]]
    assert [form["text"] for row in persons if row["name"] == "Lund" for form in row["forms"]] == ["Lund"]
    assert len(persons) == len(names) + 1


def test_many_mentions_in_one_report() -> None:
    """A report of thousands of mentions is read like any other."""
    text = "\n\n".join(
        f"President Ada Lund met Tomas Verrick in Paris. Lund left. He said “No, it is {n}.”" for n in range(400)
    )

    found = findings_in(text)

    assert len(found.mentions) >= 5 * 400
    assert sorted(chain.name for chain in found.chains if chain.is_named) == ["Ada Lund", "Paris", "Tomas Verrick"]


@pytest.mark.parametrize(
    "rows",
    [[{"text": ""}], [{"text": "Le président a déclaré que la paix viendrait.", "language": "fr"}]],
    ids=["no reports", "languages that are not read"],
)
def test_nobody_is_spoken_of(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    """A record without a report that is read has no entities, and says so when asked for one."""
    _, file = built(tmp_path, rows)

    assert rows_of(file, "entities") == rows_of(file, "roles") == []
    assert run_cli("show", file).code == 0
    assert run_cli("show", file, "Lund").code == 2
    assert run_cli("decide", file, "same", "Lund", "Ada Lund", "--who", "anna").code == 2
    assert run_cli("info", file, "--digest").code == 0
