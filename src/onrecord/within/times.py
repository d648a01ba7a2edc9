"""Time expressions: what is printed, what it says by itself, and what that gives from the publication date.

The grammar (`time_rules`) reads a report unanchored; `time_anchor` makes values and intervals of that. Only English is
read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.reading.anatomy import running_spans
from onrecord.records import Anatomy, PieceKind, Report, Stretches, Time, Times, make_id
from onrecord.stages import StageResult
from onrecord.within.time_anchor import anchor_times
from onrecord.within.time_grammar import TimeExpression, find_expressions

if TYPE_CHECKING:
    from spacy.tokens import Doc


_HEADLINES = (PieceKind.TITLE, PieceKind.SUBTITLE, PieceKind.CAPTION)


class TimeGrammar:
    """Find time expressions, and anchor them in the report's publication date."""

    name = "times.grammar.v1"
    needs: tuple[type, ...]
    gives = (Times,)

    def __init__(self) -> None:
        from spacy.tokens import Doc

        self.needs = (Report, Anatomy, Doc)

    def run(self, report: Report, anatomy: Anatomy, doc: Doc) -> StageResult:
        """Return the time expressions in the running text of one report, in order."""
        headlines = Stretches(anatomy.spans(*_HEADLINES))
        times = [
            self._time(report, expression)
            for span in running_spans(report.text, anatomy)
            for expression in find_expressions(report.text, span, doc, headlines)
        ]
        return StageResult((anchor_times(times, report.published or anatomy.published),))

    def _time(self, report: Report, expression: TimeExpression) -> Time:
        place, reading = expression.span, expression.reading
        return Time(
            id=make_id("time", report.id, place),
            report=report.id,
            start=place.start,
            end=place.end,
            value=reading.value,
            start_time=None,
            end_time=None,
            precision=None,
            anchor=None,
            rule=expression.rule,
            type=reading.type,
            text=place.of(report.text),
            made_by=self.name,
            reading=reading.form,
        )
