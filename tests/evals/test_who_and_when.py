"""Speakers and times, scored on rows made by hand."""

from __future__ import annotations

import pytest
from evals.built import Row, Rows
from evals.mention_gold import Time, load_twins
from evals.metrics import Score
from evals.scoring import Result
from evals.who import Case, Pointer
from evals.who_and_when import TABLES, Piece, pieces, score_rows, score_speakers, score_times

from onrecord.records import Span

TEXT = "Anna said: It rained. Boris left on Tuesday, for now."


class Place:
    """Where the one text lies."""

    file, part = "01.txt", 1


def rows_of(**tables: list[Row]) -> Rows:
    """Return the rows of a record of one report."""
    return Rows({"reports": [{"id": "r", "file": "/some/01.txt", "part": 1}], **tables}, {"01": Place()})


def quotation(start: int, end: int, *speaker: str) -> Row:
    """Return a row of quotations."""
    return {"id": f"q{start}", "report": "r", "spans": [[start, end]], "speaker": list(speaker)}


CASE = Case(
    [Pointer(("01", Span(0, 4)), "name", "A"), Pointer(("01", Span(22, 27)), "name", "B")],
    [Pointer(("01", Span(0, 4)), "name", "anna"), Pointer(("01", Span(22, 27)), "name", "boris")],
    {"A": "person", "B": "person", "anna": "person", "boris": "person"},
    {"01": TEXT},
)


@pytest.mark.parametrize(
    ("found", "outcome", "score"),
    [
        pytest.param([quotation(11, 21, "A")], "right", Score(1, 1, 1), id="right"),
        pytest.param([quotation(11, 21, "B")], "wrong", Score(0, 1, 1), id="wrong"),
        pytest.param([quotation(11, 21)], "open", Score(0, 0, 1), id="nobody credited"),
        pytest.param([quotation(11, 15, "A")], "missed", Score(0, 0, 1), id="too little of it"),
        pytest.param([quotation(22, 30, "A")], "missed", Score(0, 0, 1), id="other words"),
        pytest.param([quotation(0, 40, "B"), quotation(11, 21, "A")], "right", Score(1, 1, 1), id="the closest of two"),
    ],
)
def test_speakers(found: list[Row], outcome: str, score: Score) -> None:
    """A piece of speech is judged by the quotation that holds it."""
    result = Result()

    score_speakers(CASE, rows_of(quotations=found), [Piece("01", (Span(11, 21),), ("anna",))], result)

    assert result.shares == {f"speaker {outcome}": 1}
    assert result.scores["speakers"] == score


def time(start: int, end: int, value: str) -> Row:
    """Return a row of times."""
    return {
        "id": f"t{start}", "report": "r", "start": start, "end": end, "value": value, "type": "DATE", "rule": "by hand",
        "text": TEXT[start:end],
    }  # fmt: skip


DUE = [
    Time(span=(36, 43, "Tuesday"), type="DATE", value="2031-04-08", also=("XXXX-WXX-2",)),
    Time(span=(49, 52, "now"), type="DATE", value="PRESENT_REF"),
]


@pytest.mark.parametrize(
    ("found", "exact", "relaxed", "value"),
    [
        pytest.param([time(36, 43, "2031-04-08")], 1, 1, 1, id="as it is"),
        pytest.param([time(36, 43, "XXXX-WXX-2")], 1, 1, 1, id="another value that counts"),
        pytest.param([time(33, 43, "2031-04-08")], 0, 1, 1, id="wider words"),
        pytest.param([time(36, 43, "2031-04-15"), time(49, 52, "2031-04-15")], 1, 1, 0, id="the next week, and now"),
    ],
)
def test_times(found: list[Row], exact: int, relaxed: int, value: int) -> None:
    """Words count exactly or by touch, values as the gold lets them; what has no day is left out."""
    result = Result()

    score_times(rows_of(times=found), {"01": DUE}, result)

    assert result.scores["times exact"] == Score(exact, 1, 1)
    assert result.scores["times relaxed"] == Score(relaxed, 1, 1)
    assert result.scores["times: value"] == Score(value, 1, 1)


def test_the_twins_say_who_speaks() -> None:
    """Every text of the twins has pieces of speech, each with a speaker."""
    marked = load_twins("dev")

    said = list(pieces(marked))

    assert {piece.text for piece in said} == set(marked.texts)
    assert all(piece.speaker for piece in said)


def test_sealed_sets_tell_no_single_error() -> None:
    """Of what is only for measuring, errors are counted and not shown."""
    sealed = load_twins("test")

    result = score_rows({name: [] for name in TABLES}, sealed)

    assert result.errors
    assert not any(error.text or error.words for error in result.errors)
