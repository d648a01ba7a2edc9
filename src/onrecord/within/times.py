"""Explicit dates as printed: year, month and day, or as much of them as the words give.

Values are TIMEX3; a date without a year keeps XXXX and no interval, ready to be anchored later. Weekdays,
"last week" and durations are not read yet.
"""

from __future__ import annotations

from onrecord.reading.anatomy import running_spans
from onrecord.reading.dates import PrintedDate, find_dates
from onrecord.records import Anatomy, Report, Span, Time, Times, make_id
from onrecord.stages import StageResult


class ExplicitDates:
    """Find explicit dates."""

    name = "times.explicit.v1"
    needs = (Report, Anatomy)
    gives = (Times,)

    def run(self, report: Report, anatomy: Anatomy) -> StageResult:
        """Return the explicit dates in the running text of one report, in order."""
        times = []
        for span in running_spans(report.text, anatomy):
            for printed in find_dates(span.of(report.text)):
                place = Span(span.start + printed.span.start, span.start + printed.span.end)
                times.append(self._time(report, place, printed))
        return StageResult((Times(times),))

    def _time(self, report: Report, place: Span, printed: PrintedDate) -> Time:
        interval = printed.interval()
        return Time(
            id=make_id("time", report.id, place),
            report=report.id,
            start=place.start,
            end=place.end,
            value=printed.value,
            start_time=interval[0] if interval else None,
            end_time=interval[1] if interval else None,
            precision=printed.precision,
            anchor=None,
            rule="explicit date" if interval else "date without a year",
            type="DATE",
            text=place.of(report.text),
            made_by=self.name,
        )
