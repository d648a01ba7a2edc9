"""Decisions in a record's file: attached to what they are about, applied, taken back, taken out with a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord import pipeline
from onrecord.decisions.book import open_decisions
from onrecord.errors import ContradictionError, NotFoundError, SettingsError
from onrecord.pipeline import remove_from_record
from onrecord.record.attaching import MADE_BY, entity_decisions
from onrecord.record.connection import open_for_reading, open_for_writing
from onrecord.record.decisions import Ruled
from onrecord.record.writer import Writer
from onrecord.records import (
    EntityDecision,
    Mentions,
    Piece,
    PieceKind,
    Quotations,
    Ruling,
    Span,
    Target,
    make_decision,
)
from onrecord.stages import StageResult
from onrecord.within.mentions import MentionSieve
from onrecord.within.quotations import QuotationRules
from tests.record_fixtures import FERRY, PIER, build, digest_of, execute, raw_bytes, rows_of, write, write_rows

pytest_plugins = ("tests.record_fixtures",)


def report_of(file: Path, words: str) -> str:
    """Return the id of the report whose text begins so."""
    return next(row["id"] for row in rows_of(file, "reports") if row["text"].startswith(words))


def names_in(file: Path, speakers: Sequence[str]) -> tuple[str, ...]:
    """Return the names of speakers, given by entity or as printed."""
    with onrecord.open(file) as record:
        return record.names_of(speakers)


def quotation_of(file: Path, words: str) -> dict[str, Any]:
    """Return the quotation that holds some words."""
    return next(row for row in rows_of(file, "quotations") if words in row["text"])


def mention_of(file: Path, words: str) -> dict[str, Any]:
    """Return the first mention printed so."""
    return next(row for row in rows_of(file, "mentions") if row["text"] == words)


def entity_decisions_of(file: Path) -> tuple[EntityDecision, ...]:
    """Return what whoever builds entities is told."""
    with open_for_reading(file) as connection:
        return entity_decisions(connection)


# --- what each changes, until it is taken back ---


def test_date(small_file: Path) -> None:
    """A decided date takes the place of the one that was printed, in the table, the order and the overview."""
    pier = report_of(small_file, "Fishermen")
    before = digest_of(small_file)

    made = onrecord.decide(small_file, "date", pier, "2031-05")

    (report,) = (row for row in rows_of(small_file, "reports") if row["id"] == pier)
    assert report["published"] == {"start": "2031-05-01", "end": "2031-05-31", "how": "decision"}
    assert report["unread"] is None
    with onrecord.open(small_file) as record:
        assert record.reader.first_and_last_day() == ("2031-05-01", "2031-05-01", 1)
    onrecord.undo(small_file, made.id)
    assert digest_of(small_file) == before


def test_date_of_a_report_without_one(small_file: Path) -> None:
    """A report of unknown date comes in its place in the list once its date is decided."""
    ferry = report_of(small_file, "Night ferry")
    onrecord.decide(small_file, "date", ferry, "2031-05-01")

    with onrecord.open(small_file) as record:
        assert next(row.id for row in record.reader.first_reports(5)) == ferry


def test_reading_sees_what_was_decided(small_file: Path) -> None:
    """What reads a report again is given the decided date, outlet and furniture."""
    ferry = report_of(small_file, "Night ferry")
    onrecord.decide(small_file, "date", ferry, "2031-05-05")
    onrecord.decide(small_file, "outlet", ferry, "Karrow Post")
    onrecord.decide(small_file, "furniture", ferry, "0-53")

    with open_for_writing(small_file) as connection:
        (stored,) = Writer(connection).stored([ferry])

    assert stored.report.id == ferry
    assert stored.report.published == ("2031-05-05", "2031-05-05", "decision")
    assert stored.report.outlet == "Karrow Post"
    assert stored.anatomy.spans(PieceKind.FURNITURE) == (Span(0, 53),)
    assert stored.anatomy.spans(PieceKind.TITLE) == ()


def test_outlet(tmp_path: Path) -> None:
    """A decided outlet is shown, and the lines learned of outlets are learned again: of this one and of the former."""
    line = "From the quay, every Friday"
    rows = [
        {"text": f"{PIER}\n\n{line}\n\n{number}", "outlet": "Nordlet", "published": f"2031-05-0{number + 1}"}
        for number in range(4)
    ]
    build(write_rows(tmp_path / "rows.jsonl", rows), tmp_path / "r.db")
    learned = {row["id"] for row in rows_of(tmp_path / "r.db", "reports") if row["furniture"]}
    assert len(learned) == 4
    before = digest_of(tmp_path / "r.db")

    made = onrecord.decide(tmp_path / "r.db", "outlet", min(learned), "Karrow Post")

    reports = {row["id"]: row for row in rows_of(tmp_path / "r.db", "reports")}
    assert reports[min(learned)]["outlet"] == "Karrow Post"
    assert not any(report["furniture"] for report in reports.values())  # three articles are too few
    onrecord.undo(tmp_path / "r.db", made.id)
    assert digest_of(tmp_path / "r.db") == before


def test_date_decides_which_version_is_first(tmp_path: Path) -> None:
    """Which report is a version of which follows the decided date."""
    url = "https://nordlet.example/2031/05/pier"
    rows = [
        {"id": "early", "text": PIER, "url": url, "published": "2031-05-03"},
        {"id": "late", "text": PIER + "\nMore.\n", "url": url, "published": "2031-05-04"},
    ]
    build(write_rows(tmp_path / "rows.jsonl", rows), tmp_path / "r.db")
    ids = {row["source_id"]: row["id"] for row in rows_of(tmp_path / "r.db", "reports")}

    onrecord.decide(tmp_path / "r.db", "date", ids["late"], "2031-05-02")

    versions = {row["source_id"]: row["version_of"] for row in rows_of(tmp_path / "r.db", "reports")}
    assert versions == {"early": ids["late"], "late": None}


def test_furniture(small_file: Path) -> None:
    """What stood in decided furniture is found no more, and the rest is found as before."""
    pier = report_of(small_file, "Fishermen")
    start = PIER.index("Union leader")
    before = digest_of(small_file)

    made = onrecord.decide(small_file, "furniture", pier, f"{start - 2}-{len(PIER.strip())}")

    assert (made.start, made.text) == (start, PIER[start:].strip())
    assert not any("lawyers" in row["text"] for row in rows_of(small_file, "quotations"))
    assert any("concrete" in row["text"] for row in rows_of(small_file, "quotations"))
    assert all(row["start"] < start for row in rows_of(small_file, "mentions") if row["report"] == pier)
    onrecord.undo(small_file, made.id)
    assert digest_of(small_file) == before


FURNITURE = [
    ("alone", [(5, 9)], [(20, 30)], [(5, 9), (20, 30)]),
    ("inside another", [(5, 30)], [(10, 20)], [(5, 30)]),
    ("around another", [(10, 12), (14, 16)], [(9, 20)], [(9, 20)]),
    ("over an edge", [(5, 12)], [(10, 20)], [(5, 20)]),
    ("beside another", [(5, 10)], [(10, 20)], [(5, 10), (10, 20)]),
    ("two that meet", [], [(5, 12), (10, 20)], [(5, 20)]),
    ("joining two", [(5, 12), (18, 25)], [(10, 20)], [(5, 25)]),
]


@pytest.mark.parametrize(
    ("found", "decided", "due"), [case[1:] for case in FURNITURE], ids=[case[0] for case in FURNITURE]
)
def test_stretches_of_furniture_never_overlap(
    found: list[tuple[int, int]], decided: list[tuple[int, int]], due: list[tuple[int, int]]
) -> None:
    """Decided furniture becomes one with what it meets, in order of place, however it was decided."""
    pieces = [Piece(PieceKind.FURNITURE, *span) for span in found]
    for order in (decided, decided[::-1]):
        over = Ruled(furniture=tuple(Span(*span) for span in order)).over(pieces)
        assert [tuple(piece.span) for piece in over] == due


def test_pieces_inside_furniture_are_none() -> None:
    """A title inside decided furniture is no title; one beside it is."""
    title, byline = Piece(PieceKind.TITLE, 0, 10), Piece(PieceKind.BYLINE, 12, 20)

    assert Ruled(furniture=(Span(0, 11),)).over([title, byline]) == (Piece(PieceKind.FURNITURE, 0, 11), byline)


def test_no_quotation(small_file: Path) -> None:
    """What was decided to be no quotation is hidden from the table and its count, and kept in the store."""
    quotation = quotation_of(small_file, "lawyers")
    before, count = digest_of(small_file), len(rows_of(small_file, "quotations"))

    made = onrecord.decide(small_file, "no-quotation", quotation["id"][:10])

    with onrecord.open(small_file) as record:
        assert len(record.quotations) == len(list(record.quotations)) == count - 1
        assert record.reader.count_hidden(quotation["report"]) == 1
        assert quotation["id"] not in [row.id for row in record.reader.found_in(quotation["report"])[0]]
        with pytest.raises(NotFoundError):
            record.item(quotation["id"])
    assert execute(small_file, "SELECT count(*) FROM quotation") == [(count,)]
    assert onrecord.decide(small_file, "no-quotation", quotation["id"]) == made
    with pytest.raises(ContradictionError):
        onrecord.decide(small_file, "speaker", quotation["id"], "Marta Quillan")
    onrecord.undo(small_file, made.id)
    assert digest_of(small_file) == before


@pytest.mark.parametrize("by", ["name", "mention"])
def test_speaker(small_file: Path, by: str) -> None:
    """A decided speaker is shown in the place of the printed one, which the store keeps."""
    quotation = quotation_of(small_file, "lawyers")
    stored = execute(small_file, "SELECT speaker FROM quotation ORDER BY id")
    marta = mention_of(small_file, "Marta Quillan")
    before = digest_of(small_file)

    made = onrecord.decide(small_file, "speaker", quotation["id"], marta["id"] if by == "mention" else "Marta Quillan")

    assert names_in(small_file, quotation_of(small_file, "lawyers")["speaker"]) == ("Marta Quillan",)
    assert {**quotation_of(small_file, "lawyers"), "speaker": quotation["speaker"]} == quotation
    assert execute(small_file, "SELECT speaker FROM quotation ORDER BY id") == stored
    ruled = EntityDecision(made.id, Ruling.SPEAKER, quotation["id"], marta["id"], None)
    assert entity_decisions_of(small_file) == (ruled,)
    onrecord.undo(small_file, made.id)
    assert digest_of(small_file) == before


def test_who_is_meant(small_file: Path) -> None:
    """Decisions about entities are handed on with the mentions they are attached to."""
    marta, tomas = mention_of(small_file, "Marta Quillan"), mention_of(small_file, "Tomas Verrick")
    ferry = report_of(small_file, "Night ferry")
    different = onrecord.decide(small_file, "different", marta["id"], tomas["id"])
    rename = onrecord.decide(small_file, "rename", f"{ferry}:Ines Halloran", "Inés  Halloran")
    retype = onrecord.decide(small_file, "retype", marta["id"], "person")

    halloran = mention_of(small_file, "Ines Halloran")
    sides = {
        side.text: mention_of(small_file, str(side.text))["id"] for side in (different.target, different.other) if side
    }
    found = {one.id: one for one in entity_decisions_of(small_file)}
    assert found == {
        different.id: EntityDecision(
            different.id, Ruling.DIFFERENT, sides[different.text], sides[different.other.text], None  # type: ignore[union-attr]
        ),
        rename.id: EntityDecision(rename.id, Ruling.RENAME, halloran["id"], None, "Inés Halloran"),
        retype.id: EntityDecision(retype.id, Ruling.RETYPE, marta["id"], None, "person"),
    }  # fmt: skip


def test_mention_that_the_program_did_not_find(small_file: Path) -> None:
    """Words that a person calls a mention become one, on exact characters, until that is taken back."""
    ferry = report_of(small_file, "Night ferry")
    halloran = mention_of(small_file, "Ines Halloran")
    start = FERRY.index("its owners")
    before = digest_of(small_file)

    made = onrecord.decide(small_file, "mention", f"{ferry}:{start}-{start + 10}", halloran["id"])

    mention = mention_of(small_file, "its owners")
    assert (mention["start"], mention["end"], mention["made_by"], mention["how"]) == (
        start,
        start + 10,
        MADE_BY,
        MADE_BY,
    )
    assert entity_decisions_of(small_file) == (
        EntityDecision(made.id, Ruling.MENTION, mention["id"], halloran["id"], None),
    )
    onrecord.undo(small_file, made.id)
    assert digest_of(small_file) == before


def test_mention_that_the_program_found(small_file: Path) -> None:
    """Where the program found a mention of nearly these words, no second one is made."""
    pier = report_of(small_file, "Fishermen")
    start = PIER.index("leader Tomas Verrick")
    marta, tomas = mention_of(small_file, "Marta Quillan"), mention_of(small_file, "Tomas Verrick")
    count = len(rows_of(small_file, "mentions"))

    onrecord.decide(small_file, "mention", f"{pier}:{start}-{start + 20}", marta["id"])

    assert len(rows_of(small_file, "mentions")) == count
    assert entity_decisions_of(small_file)[0].left == tomas["id"]


def test_exports(small_file: Path) -> None:
    """Decisions with and without a second target are exported like any table."""
    ferry = report_of(small_file, "Night ferry")
    onrecord.decide(small_file, "date", ferry, "2031-05")
    onrecord.decide(small_file, "different", f"{ferry}:Ines Halloran", mention_of(small_file, "Marta Quillan")["id"])

    with onrecord.open(small_file) as record:
        rows = list(record.decisions.rows())
        assert record.decisions.to_arrow().to_pylist() == rows
    assert {row["kind"]: row["other"] is None for row in rows} == {"report": True, "mention": False}


# --- twice, against each other, and wrongly ---


def test_same_decision_twice(small_file: Path) -> None:
    """A decision made again, by whoever, adds nothing, and stays as it was first made."""
    ferry = report_of(small_file, "Night ferry")
    first = onrecord.decide(small_file, "date", ferry, "2031-05-05", who="anna", why="its own site")

    again = onrecord.decide(small_file, "date", ferry[:6], "2031-05-05", who="berta")

    assert again == first
    assert len(rows_of(small_file, "decisions")) == 1


def test_same_decision_by_other_words(small_file: Path) -> None:
    """A decision about nearly the same words, attached to the same mention, adds nothing either."""
    pier = report_of(small_file, "Fishermen")
    marta = mention_of(small_file, "Marta Quillan")
    start = PIER.index("leader Tomas Verrick")
    first = onrecord.decide(small_file, "mention", mention_of(small_file, "Tomas Verrick")["id"], marta["id"])

    again = onrecord.decide(small_file, "mention", f"{pier}:{start}-{start + 20}", marta["id"])

    assert again == first
    assert rows_of(small_file, "decisions")[0]["id"] == first.id


def test_contradiction_changes_nothing(small_file: Path) -> None:
    """A decision that contradicts one that stands is refused, with both in the message, and nothing changes."""
    ferry = report_of(small_file, "Night ferry")
    first = onrecord.decide(small_file, "date", ferry, "2031-05-05", who="anna", why="its own site")
    before = digest_of(small_file)

    with pytest.raises(ContradictionError) as caught:
        onrecord.decide(small_file, "date", ferry, "2031-05-06", who="berta")

    message = str(caught.value)
    assert "2031-05-06 (berta, " in message
    assert f"{first.id[:8]}  report {ferry[:8]} was published 2031-05-05 (anna, " in message
    assert "its own site" in message
    assert message.endswith(f"undo {first.id[:8]}")
    assert digest_of(small_file) == before


def test_a_thing_and_itself(small_file: Path) -> None:
    """A mention cannot be decided to be, or not to be, itself."""
    marta = mention_of(small_file, "Marta Quillan")["id"]

    for verdict in ("same", "different", "mention"):
        with pytest.raises(SettingsError, match="stands on both sides"):
            onrecord.decide(small_file, verdict, marta, marta)
    assert rows_of(small_file, "decisions") == []


def test_undo_what_is_not_there(small_file: Path) -> None:
    """Taking back what was never decided is refused with the next step."""
    with pytest.raises(NotFoundError, match=r"There is no decision beef\. `onrecord decide .* list` lists them\."):
        onrecord.undo(small_file, "beef")


# --- through rebuilds ---


def rebuilt(file: Path, paths: Path, monkeypatch: pytest.MonkeyPatch, stage: type, change: Any) -> None:
    """Build again with another version of a stage, whose results are changed."""
    present = stage.name  # type: ignore[attr-defined]
    run = stage.run  # type: ignore[attr-defined]

    def changed(self: Any, *given: Any) -> StageResult:
        result = run(self, *given)
        return StageResult(tuple(map(change, result.given)), result.drops)

    monkeypatch.setattr(stage, "name", "newer.v9")
    monkeypatch.setattr(stage, "run", changed)
    names = tuple("newer.v9" if known == present else known for known in pipeline.STAGE_NAMES)
    monkeypatch.setattr(pipeline, "STAGE_NAMES", names)
    build(paths, file)


def test_rebuild_that_finds_the_words_otherwise(
    small_file: Path, two_reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decisions hold on to mentions and quotations of nearly the same words that another version finds."""
    quotation = quotation_of(small_file, "lawyers")
    marta, tomas = mention_of(small_file, "Marta Quillan"), mention_of(small_file, "Tomas Verrick")
    onrecord.decide(small_file, "speaker", quotation["id"], marta["id"])
    onrecord.decide(small_file, "different", marta["id"], tomas["id"])

    def shorter(found: Any) -> Any:
        if not isinstance(found, Mentions):
            return found
        return Mentions(
            replace(row, id=row.id[::-1], start=row.start + 6, text=row.text[6:]) if len(row.text) > 12 else row
            for row in found
        )

    rebuilt(small_file, two_reports, monkeypatch, MentionSieve, shorter)

    assert mention_of(small_file, "Quillan")["id"] != marta["id"]
    assert all(row["attached"] for row in rows_of(small_file, "decisions"))
    spoken, parted = sorted(entity_decisions_of(small_file), key=lambda one: one.verdict is Ruling.DIFFERENT)
    now = {mention_of(small_file, "Quillan")["id"], mention_of(small_file, "Verrick")["id"]}
    assert spoken.right == mention_of(small_file, "Quillan")["id"]
    assert {parted.left, parted.right} == now
    assert names_in(small_file, quotation_of(small_file, "lawyers")["speaker"]) == ("Marta Quillan",)


def test_rebuild_that_finds_nothing(small_file: Path, two_reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A decision whose quotation is not found again is kept, listed as not attached, and attached when it is."""
    quotation = quotation_of(small_file, "lawyers")
    made = onrecord.decide(small_file, "speaker", quotation["id"], "Marta Quillan")
    before = digest_of(small_file)

    with monkeypatch.context() as patched:
        rebuilt(small_file, two_reports, patched, QuotationRules, lambda given: Quotations() if given else given)
        assert rows_of(small_file, "quotations") == []
        (kept,) = rows_of(small_file, "decisions")
        assert (kept["id"], kept["attached"]) == (made.id, False)
        assert entity_decisions_of(small_file) == ()
    build(two_reports, small_file)

    assert digest_of(small_file) == before


def test_another_anatomy_keeps_decided_furniture(
    small_file: Path, two_reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taking reports apart anew leaves decided furniture, dates and outlets as they were decided."""
    ferry = report_of(small_file, "Night ferry")
    onrecord.decide(small_file, "furniture", ferry, "0-53")
    onrecord.decide(small_file, "date", ferry, "2031-05-05")
    before = digest_of(small_file)

    monkeypatch.setattr(pipeline, "TAKEN_APART_BY", ("anatomy.rules.v9", "identify.langid.v9"))
    build(two_reports, small_file)

    assert digest_of(small_file) == before


def test_decisions_wait_for_their_reports(small_file: Path, two_reports: Path, tmp_path: Path) -> None:
    """Decisions about a report that is not in the record wait, and are applied when it comes."""
    ferry = report_of(small_file, "Night ferry")
    onrecord.decide(small_file, "date", ferry, "2031-05-05")
    onrecord.decide(small_file, "outlet", ferry, "Karrow Post")
    onrecord.decide(small_file, "furniture", ferry, "0-53")
    onrecord.decide(small_file, "no-quotation", quotation_of(small_file, "It was a good night")["id"])
    with onrecord.open(small_file) as record:
        decisions = list(record.decisions)
    build(two_reports / "pier.txt", tmp_path / "later.db")

    with open_decisions(tmp_path / "later.db") as book:
        added = book.add(decisions)
    assert [one.attached for one in added.new] == [False] * 4
    build(two_reports, tmp_path / "later.db")

    assert all(row["attached"] for row in rows_of(tmp_path / "later.db", "decisions"))
    assert digest_of(tmp_path / "later.db") == digest_of(small_file)


def test_mentions_in_learned_furniture(tmp_path: Path) -> None:
    """A decision about a mention that is masked as furniture is not attached, until the line is no furniture any more."""
    line = "Harbour notes, by Orla Venn"
    rows = [{"text": f"{PIER}\n\n{line}\n\n{number}", "outlet": "Nordlet"} for number in range(3)]
    file = tmp_path / "r.db"
    build(write_rows(tmp_path / "rows.jsonl", rows), file)
    venn = mention_of(file, "Orla Venn")
    onrecord.decide(file, "rename", venn["id"], "O. Venn")
    assert len(entity_decisions_of(file)) == 1

    build(write_rows(tmp_path / "more.jsonl", [{**rows[0], "text": f"{FERRY}\n\n{line}\n\nMore."}]), file)

    assert venn["id"] not in [row["id"] for row in rows_of(file, "mentions")]
    assert [row["attached"] for row in rows_of(file, "decisions")] == [False]
    assert entity_decisions_of(file) == ()


# --- taking reports out ---


def test_removed_report_takes_the_decisions_that_quote_it(tmp_path: Path) -> None:
    """Nothing of a removed report's words stays in decisions, whichever side they stood on; others stay."""
    secret = "“We sealed it at night,” said Zorvath Unmere, mayor of Quibblewick. Ines Halloran laughed."
    paths = [write(tmp_path / "r", "ferry.txt", FERRY), write(tmp_path / "r", "secret.txt", secret)]
    file = tmp_path / "r.db"
    build(paths, file)
    ferry, hidden = report_of(file, "Night ferry"), report_of(file, "“We sealed")
    onrecord.decide(file, "date", ferry, "2031-05-05")
    onrecord.decide(file, "mention", f"{ferry}:its owners", f"{hidden}:Zorvath Unmere")
    onrecord.decide(file, "different", f"{ferry}:Ines Halloran", f"{hidden}:Zorvath Unmere")
    onrecord.decide(file, "no-quotation", quotation_of(file, "sealed")["id"])
    onrecord.decide(file, "date", hidden, "2031-05-06")

    remove_from_record(file, report=hidden)

    assert [trace for trace in (b"Zorvath", b"Quibblewick", bytes.fromhex(hidden)) if trace in raw_bytes(file)] == []
    assert [row["verdict"] for row in rows_of(file, "decisions")] == ["date"]
    assert not any(row["made_by"] == MADE_BY for row in rows_of(file, "mentions"))
    build(paths[0], tmp_path / "other.db")
    onrecord.decide(tmp_path / "other.db", "date", ferry, "2031-05-05")
    assert digest_of(file) == digest_of(tmp_path / "other.db")


def test_words_that_are_not_printed_there(small_file: Path) -> None:
    """A decision that quotes other words than its report has at that place is refused."""
    ferry = report_of(small_file, "Night ferry")
    wrong = make_decision(Ruling.FURNITURE, Target(ferry, 0, 5, "Light"), who="anna", when="2031-05-03", why="")

    with open_decisions(small_file) as book, pytest.raises(SettingsError, match=r"report \w+ has 'Night' at 0-5"):
        book.add([wrong])
    assert rows_of(small_file, "decisions") == []


def test_a_stopped_decision_is_completed_by_the_next_build(
    small_file: Path, two_reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a decision left undone when it was stopped, the next build does."""
    ferry = report_of(small_file, "Night ferry")
    with monkeypatch.context() as patched:
        patched.setattr("onrecord.decisions.book.read_again", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            onrecord.decide(small_file, "furniture", ferry, "0-53")
    stopped = digest_of(small_file)

    build(two_reports, small_file)

    completed = digest_of(small_file)
    (made,) = rows_of(small_file, "decisions")
    onrecord.undo(small_file, made["id"])
    onrecord.decide(small_file, "furniture", ferry, "0-53")
    assert stopped != completed == digest_of(small_file)
