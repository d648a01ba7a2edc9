"""Decisions as JSON Lines."""

from __future__ import annotations

import json
from typing import Any

import pytest

from onrecord.decisions.exchange import decision_lines, decisions_in
from onrecord.errors import SettingsError
from onrecord.records import Decision, Ruling, Target, make_decision

REPORT, OTHER = "ab" * 16, "cd" * 16
MADE = {"who": "Anna Ó", "when": "2031-05-03T10:00:00+00:00", "why": "she “said” so"}


def decision(verdict: Ruling) -> Decision:
    """Return a decision of this verdict."""
    whole = verdict in (Ruling.DATE, Ruling.OUTLET) or verdict.is_of_two_reports
    target = Target(REPORT) if whole else Target(REPORT, 3, 7, "Venn")
    joins = verdict.has_sides or verdict in (Ruling.MENTION, Ruling.COPY)
    other = (Target(OTHER) if whole else Target(OTHER, 0, 9, "Orla Venn")) if joins else None
    values = {
        Ruling.RENAME: "Orla Venn",
        Ruling.RETYPE: "person",
        Ruling.SPEAKER: "Orla Venn",
        Ruling.DATE: "2031-05-03",
    }
    values[Ruling.OUTLET] = "Nordlet"
    return make_decision(verdict, target, other=other, value=values.get(verdict), **MADE)


def test_round_trip() -> None:
    """Every verdict comes back as it was written, byte for byte."""
    decisions = [decision(verdict) for verdict in Ruling]
    lines = list(decision_lines(decisions))

    again = list(decisions_in(lines, "x"))

    assert again == decisions
    assert list(decision_lines(again)) == lines


@pytest.mark.parametrize("verdict", [Ruling.SAME, Ruling.DIFFERENT])
def test_either_may_be_named_first(verdict: Ruling) -> None:
    """Two that are one, or are not, give one decision in either order; a mention of an entity does not."""
    sides = [Target(REPORT, 3, 7, "Venn"), Target(OTHER, 0, 9, "Orla Venn")]

    def both(one: Ruling) -> set[str]:
        return {make_decision(one, left, other=right, **MADE).id for left, right in (sides, sides[::-1])}

    assert len(both(verdict)) == 1
    assert len(both(Ruling.MENTION)) == 2


def test_ids_are_made_from_what_is_decided() -> None:
    """Who decides, when and why is no part of the id; the target, its span, the verdict and the value are."""
    one = make_decision(Ruling.RENAME, Target(REPORT, 3, 7, "Venn"), value="Orla Venn", **MADE)
    same = make_decision(Ruling.RENAME, Target(REPORT, 3, 7, "Venn"), value="Orla Venn", who="b", when="2", why="")
    others = [
        make_decision(Ruling.RENAME, Target(REPORT, 3, 8, "Venn"), value="Orla Venn", **MADE),
        make_decision(Ruling.RENAME, Target(OTHER, 3, 7, "Venn"), value="Orla Venn", **MADE),
        make_decision(Ruling.RENAME, Target(REPORT, 3, 7, "Venn"), value="O. Venn", **MADE),
        make_decision(Ruling.OUTLET, Target(REPORT, 3, 7, "Venn"), value="Orla Venn", **MADE),
    ]
    assert one.id == same.id
    assert len({one.id, *(other.id for other in others)}) == 5


def test_written_by_hand() -> None:
    """A line without an id, and blank lines, will do; a date is brought into its form."""
    row = {"report": REPORT, "verdict": "date", "value": "2031-05", "who": "anna", "when": "2031-05-03"}

    (found,) = decisions_in(["\n", json.dumps(row), ""], "x")

    assert (found.value, found.id) == (
        "2031-05-01/2031-05-31",
        make_decision(Ruling.DATE, Target(REPORT), value="2031-05-01/2031-05-31", **MADE).id,
    )


def row_of(of: Ruling, **changes: Any) -> str:
    """Return a line with something changed."""
    (line,) = decision_lines([decision(of)])
    return json.dumps({**json.loads(line), **changes})


BAD = [
    ("no JSON", "{", "Invalid JSON"),
    ("no object", "[]", "should be an object"),
    ("empty object", "{}", "report: Field required"),
    ("no report", row_of(Ruling.SAME, report="ab"), "report: String should match"),
    ("no verdict", row_of(Ruling.SAME, verdict="perhaps"), "'perhaps' is no verdict"),
    ("unknown field", row_of(Ruling.SAME, score=1), "score: Extra inputs"),
    ("no who", row_of(Ruling.SAME, who=""), "who: String should have"),
    ("no time", row_of(Ruling.SAME, when="yesterday"), "Invalid isoformat"),
    ("another id", row_of(Ruling.SAME, id="ef" * 16), "is not made from what the line decides"),
    ("no other", row_of(Ruling.SAME, other=None), "other or value is missing"),
    ("value too many", row_of(Ruling.SAME, value="x"), "other or value is missing, or one too many"),
    ("no value", row_of(Ruling.RENAME, value=None), "other or value is missing"),
    ("no span", row_of(Ruling.RENAME, start=None), "cannot be what rename is about"),
    ("span and words", row_of(Ruling.RENAME, id=None, end=9), "cannot be what rename is about"),
    ("span backwards", row_of(Ruling.RENAME, id=None, start=7, end=3), "cannot be what rename is about"),
    ("span too far", row_of(Ruling.RENAME, id=None, start=10**30, end=10**30 + 4), "less than or equal to"),
    ("span of a date", row_of(Ruling.DATE, start=0, end=4, text="Venn"), "cannot be what date is about"),
    ("no date", row_of(Ruling.DATE, value="soon"), "is no ISO 8601 date"),
    ("no kind", row_of(Ruling.RETYPE, value="boat"), "is no kind of entity"),
    ("two speakers", row_of(Ruling.SPEAKER, other={"report": OTHER, "start": 0, "end": 1, "text": "V"}), "either value or other"),
    ("itself", row_of(Ruling.SAME, id=None, other={"report": REPORT, "start": 3, "end": 7, "text": "Venn"}), "the target itself"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "problem"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_lines_that_are_no_decisions(line: str, problem: str) -> None:
    """A line that is no decision is refused with its number and what is wrong with it."""
    with pytest.raises(SettingsError) as caught:
        list(decisions_in(["", line], "mine.jsonl"))

    assert str(caught.value).startswith("mine.jsonl, line 2 is no decision (")
    assert problem in str(caught.value)
    assert "Nothing was imported." in str(caught.value)
