"""Anchoring: from what times say by themselves and when their report was published, to values and intervals.

Needs no Doc and no text: `anchor_times` can be run again on stored times once a report's date is known. Where the
publication time is an interval, a time gets only what all of that interval agrees on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from onrecord.records import Published, Time, Times
from onrecord.within.time_calendar import (
    DAYS_IN,
    MONTHS_IN,
    Place,
    add_days,
    add_length,
    add_months,
    containing,
    occurrences,
    parse_place,
    part_of,
    unit_of_length,
)
from onrecord.within.time_reading import Base, Relation, Side, TimeReading, Unit, parse_reading

_NEAR_CHARACTERS = 400
_FEW_WEEKS = timedelta(days=90)
_OPEN = {
    Unit.DAY: "XXXX-XX-XX",
    Unit.WEEK: "XXXX-WXX",
    Unit.WEEKEND: "XXXX-WXX-WE",
    Unit.MONTH: "XXXX-XX",
    Unit.QUARTER: "XXXX-QX",
    Unit.YEAR: "XXXX",
    Unit.DECADE: "XXX",
    Unit.CENTURY: "XX",
}


def anchor_times(times: Iterable[Time], published: Published | None) -> Times:
    """Return the times of one report, in order of place, with what their readings give from its publication time.

    Values, intervals, precision and anchors are made anew from each time's `reading`; nothing else changes.
    `None` leaves a time without a date of its own unanchored: a value with X, and no interval.
    """
    starts = [] if published is None else [_day_of(published.start), _day_of(published.end)]
    bases = sorted({day for day in starts if day is not None})
    walks = [_Walk(day) for day in bases] or [_Walk(None)]
    anchored = []
    for time in times:
        if not time.reading:
            anchored.append(time)
            continue
        reading = parse_reading(time.reading)
        outcomes = [walk.anchor(time, reading, published) for walk in walks]
        agreed = all(outcome == outcomes[0] for outcome in outcomes)
        chosen = outcomes[0] if agreed else _Walk(None).anchor(time, reading, None)
        anchored.append(chosen)
    return Times(anchored)


def _day_of(words: str) -> date | None:
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return None


class _Walk:
    """One pass through a report's times from one publication day: the text's own last times are bases too."""

    def __init__(self, published: date | None) -> None:
        self._published = published
        self._last: tuple[Place, Time] | None = None
        self._last_quarter: tuple[Place, Time] | None = None

    def anchor(self, time: Time, reading: TimeReading, published: Published | None) -> Time:
        """Return the time with its value and interval."""
        if reading.relation is Relation.LENGTH:
            return self._stretched(time, reading, published)
        place, anchor = self._resolve(time, reading, published)
        if place is None:
            return replace(
                time,
                value=open_value(reading),
                start_time=None,
                end_time=None,
                precision=_precision(reading),
                anchor=None,
            )
        start, end = _interval(place, reading)
        made = replace(
            time,
            value=place.value + reading.clock,
            start_time=start,
            end_time=end,
            precision="minute" if ":" in reading.clock else place.unit.value if not place.season else "season",
            anchor=anchor,
        )
        self._remember(place, made, is_comparison=_is_year_before(reading))
        return made

    def _stretched(self, time: Time, reading: TimeReading, published: Published | None) -> Time:
        """Return a length with its days, where it ends or starts at the publication ("the past three years")."""
        unit, days = unit_of_length(reading.value), None
        if self._published is not None and reading.side is not None and unit is not None:
            far = add_length(self._published, reading.value, -1 if reading.side is Side.PAST else 1)
            days = None if far is None else sorted((far, self._published))
        return replace(
            time,
            value=reading.value,
            start_time=days[0].isoformat() if days else None,
            end_time=days[1].isoformat() if days else None,
            precision=None if unit is None else unit.value,
            anchor=published.start if days and published else None,
        )

    def _remember(self, place: Place, time: Time, *, is_comparison: bool) -> None:
        self._last = (place, time)
        if place.unit is Unit.QUARTER and not is_comparison:
            self._last_quarter = (place, time)

    def _resolve(
        self, time: Time, reading: TimeReading, published: Published | None
    ) -> tuple[Place | None, str | None]:
        day = self._published
        origin = None if published is None else published.start
        if reading.relation is Relation.DATE:
            return _widened(parse_place(reading.value), reading) if reading.mod != "FISCAL" else None, None
        if reading.relation is Relation.NAME:
            place = None if day is None else _widened(_pick(reading, day), reading)
            return place, origin if place else None
        if reading.relation is Relation.SHIFT:
            return self._shifted(time, reading, origin)
        return None, None

    def _shifted(self, time: Time, reading: TimeReading, origin: str | None) -> tuple[Place | None, str | None]:
        assert reading.unit is not None, "a shift has its unit"
        base, anchor = self._base(time, reading, origin)
        if base is None:
            return None, None
        place = _shift(base, reading)
        return place, anchor if place else None

    def _base(self, time: Time, reading: TimeReading, origin: str | None) -> tuple[Place | None, str | None]:
        published = None if self._published is None else Place(Unit.DAY, self._published)
        if reading.base is Base.PUBLISHED:
            return published, origin
        if reading.base is Base.PERIOD:
            if self._last_quarter is not None:
                return self._last_quarter[0], self._last_quarter[1].id
            before = (
                None
                if published is None
                else _shift(published, TimeReading(Relation.SHIFT, offset=-1, unit=Unit.QUARTER))
            )
            return before, origin
        last = self._last_quarter if _is_year_before(reading) else self._last
        near = last if last and time.start - last[1].end <= _NEAR_CHARACTERS else None
        if near is not None and _fits(near[0], reading):
            return near[0], near[1].id
        return (published, origin) if reading.base is Base.NEAR else (None, None)


def _is_year_before(reading: TimeReading) -> bool:
    """Tell "a year earlier", which takes a quarter to the same quarter of the year before."""
    return reading.base is Base.NEAR and reading.unit is Unit.YEAR and reading.offset == -1


def _fits(base: Place, reading: TimeReading) -> bool:
    """Tell whether a place is precise enough to reckon from it: two days after a year says nothing."""
    order = [Unit.DAY, Unit.WEEKEND, Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.HALF, Unit.YEAR, Unit.DECADE]
    assert reading.unit is not None, "a shift has its unit"
    if base.season or base.unit not in order or reading.unit not in order:
        return False
    if _is_year_before(reading):
        return base.unit is Unit.QUARTER
    return order.index(base.unit) <= order.index(reading.unit)


def _shift(base: Place, reading: TimeReading) -> Place | None:
    """Return the place so many units from another; a quarter a year before a quarter stays a quarter."""
    unit = reading.unit
    assert unit is not None, "a shift has its unit"
    if unit in DAYS_IN:
        moved = add_days(base.first, reading.offset * DAYS_IN[unit])
    else:
        moved = add_months(base.first, reading.offset * MONTHS_IN[unit])
    if moved is None:
        return None
    if reading.at:
        return part_of(containing(unit, moved), reading.at)
    keeps = base.unit is Unit.QUARTER and _is_year_before(reading)
    return containing(Unit.QUARTER if keeps else unit, moved)


def _widened(place: Place | None, reading: TimeReading) -> Place | None:
    """Return the week or weekend that holds a day, where the reading asks for one."""
    return place if place is None or reading.unit is None else containing(reading.unit, place.first)


# --- names that recur ---


def _pick(reading: TimeReading, base: date) -> Place | None:
    """Return the occurrence of a recurring name that its side chooses, seen from a day."""
    around = occurrences(reading.value, base)
    if not around:
        return None
    now = [place for place in around if place.first <= base <= place.last]
    before = [place for place in around if place.last < base]
    after = [place for place in around if place.first > base]
    here = now[-1] if now else None
    previous = before[-1] if before else None
    following = after[0] if after else None
    if reading.side in (Side.PAST, Side.FUTURE) and "-W" not in reading.value:
        return here or _on_side(reading.side, previous, following, base)
    if reading.side is Side.LAST:
        return previous
    if reading.side is Side.NEXT:
        return following
    if reading.side in (Side.FUTURE, Side.AHEAD):
        return here or following
    if reading.side in (Side.PAST, Side.BEHIND):
        return here or previous
    if reading.side is Side.SAME:
        return _same(reading.value, around, base)
    if here is not None or "-W" in reading.value:
        return here or previous
    return _nearest(previous, following, base)


def _on_side(side: Side, previous: Place | None, following: Place | None, base: date) -> Place | None:
    """Return what lies on a side, or on the other if that is a few weeks away and this most of a year.

    News names a far day with its year; and a noun's time need not be that of its verb ("will punish the May 2 attack").
    """
    if previous is None or following is None:
        return previous or following
    if side is Side.FUTURE:
        return previous if base - previous.last <= _FEW_WEEKS else following
    whole = previous.unit in (Unit.QUARTER, Unit.HALF, Unit.SEASON)  # a quarter's figures are told after its end
    return following if following.first - base <= _FEW_WEEKS and not whole else previous


def _nearest(previous: Place | None, following: Place | None, base: date) -> Place | None:
    if previous is None or following is None:
        return previous or following
    return previous if (base - previous.last) <= (following.first - base) else following


def _same(value: str, around: list[Place], base: date) -> Place | None:
    """Return the occurrence in the week or year of the base."""
    if "-W" in value:
        week = base.isocalendar()[:2]
        return next((place for place in around if place.first.isocalendar()[:2] == week), None)
    return next((place for place in around if place.first.year == base.year), None)


# --- values and intervals ---


def open_value(reading: TimeReading) -> str:
    """Return the TIMEX3 value of a reading without an anchor: X for what is not known."""
    if reading.relation is Relation.SHIFT:
        assert reading.unit is not None, "a shift has its unit"
        whole = _OPEN[reading.unit]
        return f"{whole}-{reading.at}{reading.clock}" if reading.at else whole + reading.clock
    return (reading.value if reading.unit is None else _OPEN[reading.unit]) + reading.clock


def _precision(reading: TimeReading) -> str | None:
    """Return the unit that an unanchored reading is known to, `None` where it names none."""
    if ":" in reading.clock:
        return "minute"
    if reading.relation in (Relation.SHIFT, Relation.NAME, Relation.DATE):
        if reading.unit is not None and not reading.at:
            return reading.unit.value
        place = parse_place(open_value(replace(reading, clock="")).replace("XXXX", "2000").replace("-WXX-", "-01-0"))
        return None if place is None else "season" if place.season else place.unit.value
    return None


def _interval(place: Place, reading: TimeReading) -> tuple[str | None, str | None]:
    if place.season:
        return None, None
    if ":" in reading.clock:
        if reading.clock == "T24:00":
            after = add_days(place.first, 1)
            moment = None if after is None else f"{after.isoformat()}T00:00"
        else:
            moment = place.first.isoformat() + reading.clock
        return moment, moment
    return place.first.isoformat(), place.last.isoformat()
