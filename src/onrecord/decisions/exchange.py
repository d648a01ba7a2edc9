"""Decisions as JSON Lines, to be kept beside the reports, handed to a colleague, or put into another record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from onrecord.decisions.ruling import verdict_in
from onrecord.decisions.values import dates_in, kind_in, name_in
from onrecord.errors import SettingsError
from onrecord.export.files import json_line
from onrecord.record.tables import to_row
from onrecord.records import Decision, Ruling, Target, TargetKind, make_decision

_ID = re.compile(r"[0-9a-f]{32}")
_WITH_OTHER = (Ruling.SAME, Ruling.DIFFERENT, Ruling.MENTION, *(one for one in Ruling if one.is_of_two_reports))
_VALUES = {
    Ruling.RENAME: name_in,
    Ruling.RETYPE: kind_in,
    Ruling.SPEAKER: name_in,
    Ruling.DATE: dates_in,
    Ruling.OUTLET: name_in,
}
_MAX_OFFSET = 2**31  # no text is as long
_Id = Annotated[str, Field(pattern=_ID.pattern)]


class _TargetRow(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    report: _Id
    start: int | None = Field(None, ge=0, le=_MAX_OFFSET)
    end: int | None = Field(None, ge=1, le=_MAX_OFFSET)
    text: str | None = None

    def target(self) -> Target:
        return Target(self.report, self.start, self.end, self.text)


class _DecisionRow(_TargetRow):
    """One line; what is made from the rest (`kind`, `attached`) may be there and is not used."""

    id: _Id | None = None
    verdict: str
    who: str = Field(min_length=1)
    when: str
    why: str = ""
    other: _TargetRow | None = None
    value: str | None = None
    kind: str | None = None
    attached: bool | None = None


def decision_lines(decisions: Iterable[Decision]) -> Iterator[str]:
    """Yield decisions as lines of JSON, without what depends on the record they stand in (`attached`)."""
    for decision in decisions:
        row = to_row(decision)
        del row["attached"]
        yield json_line(row)


def decisions_in(lines: Iterable[str], named: str) -> Iterator[Decision]:
    """Yield the decisions that lines of JSON hold; empty lines are passed over.

    Args:
        lines: as `decision_lines` writes them, or written by hand, without ids.
        named: what to call their source in an error.

    Raises:
        SettingsError: a line is no decision.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _decision_in(_DecisionRow.model_validate_json(line))
            except ValidationError as error:
                problem = error.errors()[0]
                where = ".".join(str(part) for part in problem["loc"])
                raise _bad_line(named, number, f"{where}: {problem['msg']}" if where else problem["msg"]) from error
            except (SettingsError, ValueError) as error:
                raise _bad_line(named, number, str(error)) from error


def _bad_line(named: str, number: int, problem: str) -> SettingsError:
    return SettingsError(
        f"{named}, line {number} is no decision ({problem.rstrip('.')}). Nothing was imported.",
        remedy="`onrecord decide FILE export` writes the lines that can be imported.",
    )


def _decision_in(row: _DecisionRow) -> Decision:
    """Return the decision of a line. Raises ValueError or SettingsError for one that cannot be."""
    verdict = verdict_in(row.verdict)
    datetime.fromisoformat(row.when)
    other = row.other.target() if row.other else None
    value = _VALUES[verdict](row.value) if row.value is not None and verdict in _VALUES else row.value
    _check_targets(verdict, row.target(), other, value)
    decision = make_decision(verdict, row.target(), other=other, value=value, who=row.who, when=row.when, why=row.why)
    if row.id not in (None, decision.id):
        raise ValueError(
            f"id: {row.id} is not made from what the line decides; leave it out of a line that was changed"
        )
    return decision


def _check_targets(verdict: Ruling, target: Target, other: Target | None, value: str | None) -> None:
    """Refuse a target without the span it needs, and what a verdict does not take. Raises ValueError."""
    whole = verdict.target is TargetKind.REPORT and verdict is not Ruling.FURNITURE
    for side, is_whole in ((target, whole), (other, verdict.is_of_two_reports)):
        if side is not None:
            given = (side.start, side.end, side.text)
            fits = given == (None, None, None) if is_whole else _is_span(side)
            if not fits:
                raise ValueError(f"start, end, text: {given} cannot be what {verdict.value} is about")
    if verdict is Ruling.SPEAKER:
        if (other is None) == (value is None):
            raise ValueError("speaker: it takes either value or other")
    elif (other is not None) != (verdict in _WITH_OTHER) or (value is not None) != (verdict in _VALUES):
        raise ValueError(f"{verdict.value}: other or value is missing, or one too many")
    if target == other:
        raise ValueError("other: it is the target itself")


def _is_span(side: Target) -> bool:
    return (
        side.start is not None
        and side.end is not None
        and side.text is not None
        and side.start < side.end
        and len(side.text) == side.end - side.start
    )
