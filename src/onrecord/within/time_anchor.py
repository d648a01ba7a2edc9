"""Anchoring: from what times say by themselves and when their report was published, to values and intervals.

Needs no Doc and no text: `anchor_times` can be run again on stored times once a report's date is known. Where the
publication time is an interval, a time gets only what all of that interval agrees on.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from onrecord.records import Published, Time, Times
from onrecord.within.time_reading import Base, Relation, Side, TimeReading, Unit, parse_reading

_NEAR_CHARACTERS = 400
_FEW_WEEKS = timedelta(days=90)
_FIRST, _LAST = date.min, date.max
_MONTHS_IN = {
    Unit.MONTH: 1,
    Unit.QUARTER: 3,
    Unit.SEASON: 3,
    Unit.HALF: 6,
    Unit.YEAR: 12,
    Unit.DECADE: 120,
    Unit.CENTURY: 1200,
}
_DAYS_IN = {Unit.DAY: 1, Unit.WEEK: 7, Unit.WEEKEND: 7}
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
_NAME_LENGTHS = (("-WE", Unit.WEEKEND), ("-WXX-", Unit.DAY))


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch of the calendar: a unit, and its first day. `None` for what has no exact days (seasons)."""

    unit: Unit
    first: date
    season: str = ""

    @property
    def value(self) -> str:
        """The TIMEX3 value."""
        year = f"{self.first.year:04}"
        if self.season:
            return f"{year}-{self.season}"
        week = self.first.isocalendar()
        values = {
            Unit.DAY: self.first.isoformat(),
            Unit.WEEK: f"{week.year:04}-W{week.week:02}",
            Unit.WEEKEND: f"{week.year:04}-W{week.week:02}-WE",
            Unit.MONTH: f"{year}-{self.first.month:02}",
            Unit.QUARTER: f"{year}-Q{(self.first.month + 2) // 3}",
            Unit.HALF: f"{year}-H{(self.first.month + 5) // 6}",
            Unit.YEAR: year,
            Unit.DECADE: year[:3],
            Unit.CENTURY: year[:2],
        }
        return values[self.unit]

    @property
    def last(self) -> date:
        """The last day."""
        days = {Unit.DAY: 1, Unit.WEEK: 7, Unit.WEEKEND: 2}.get(self.unit)
        after = _add_days(self.first, days) if days else _add_months(self.first, _MONTHS_IN[self.unit])
        return _LAST if after is None else after - timedelta(days=1)


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
        self._last: tuple[_Place, Time] | None = None
        self._last_quarter: tuple[_Place, Time] | None = None

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
        unit, days = _length_of(reading.value), None
        if self._published is not None and reading.side is not None and unit is not None:
            far = _add_length(self._published, reading.value, -1 if reading.side is Side.PAST else 1)
            days = None if far is None else sorted((far, self._published))
        return replace(
            time,
            value=reading.value,
            start_time=days[0].isoformat() if days else None,
            end_time=days[1].isoformat() if days else None,
            precision=None if unit is None else unit.value,
            anchor=published.start if days and published else None,
        )

    def _remember(self, place: _Place, time: Time, *, is_comparison: bool) -> None:
        self._last = (place, time)
        if place.unit is Unit.QUARTER and not is_comparison:
            self._last_quarter = (place, time)

    def _resolve(
        self, time: Time, reading: TimeReading, published: Published | None
    ) -> tuple[_Place | None, str | None]:
        day = self._published
        origin = None if published is None else published.start
        if reading.relation is Relation.DATE:
            return parse_place(reading.value) if reading.mod != "FISCAL" else None, None
        if reading.relation is Relation.NAME:
            place = None if day is None else _pick(reading, day)
            return place, origin if place else None
        if reading.relation is Relation.SHIFT:
            return self._shifted(time, reading, origin)
        return None, None

    def _shifted(self, time: Time, reading: TimeReading, origin: str | None) -> tuple[_Place | None, str | None]:
        assert reading.unit is not None, "a shift has its unit"
        base, anchor = self._base(time, reading, origin)
        if base is None:
            return None, None
        place = _shift(base, reading)
        return place, anchor if place else None

    def _base(self, time: Time, reading: TimeReading, origin: str | None) -> tuple[_Place | None, str | None]:
        published = None if self._published is None else _Place(Unit.DAY, self._published)
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


def _fits(base: _Place, reading: TimeReading) -> bool:
    """Tell whether a place is precise enough to reckon from it: two days after a year says nothing."""
    order = [Unit.DAY, Unit.WEEKEND, Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.HALF, Unit.YEAR, Unit.DECADE]
    assert reading.unit is not None, "a shift has its unit"
    if base.season or base.unit not in order or reading.unit not in order:
        return False
    if _is_year_before(reading):
        return base.unit is Unit.QUARTER
    return order.index(base.unit) <= order.index(reading.unit)


def _shift(base: _Place, reading: TimeReading) -> _Place | None:
    """Return the place so many units from another; a quarter a year before a quarter stays a quarter."""
    unit = reading.unit
    assert unit is not None, "a shift has its unit"
    if unit in _DAYS_IN:
        moved = _add_days(base.first, reading.offset * _DAYS_IN[unit])
    else:
        moved = _add_months(base.first, reading.offset * _MONTHS_IN[unit])
    if moved is None:
        return None
    if reading.at:
        return _part(_containing(unit, moved), reading.at)
    keeps = base.unit is Unit.QUARTER and _is_year_before(reading)
    return _containing(Unit.QUARTER if keeps else unit, moved)


def _part(whole: _Place, at: str) -> _Place | None:
    """Return a part of a week or a year: day 2, `Q3`, `09`, `12-25`, `SU`, `H1`."""
    if whole.unit is Unit.WEEK:
        day = _add_days(whole.first, int(at) - 1)
        return None if day is None else _Place(Unit.DAY, day)
    return parse_place(f"{whole.first.year:04}-{at}")


def _containing(unit: Unit, day: date) -> _Place:
    """Return the week, month, quarter … that holds a day."""
    if unit in (Unit.WEEK, Unit.WEEKEND):
        monday = _add_days(day, -day.weekday()) or day
        return _Place(unit, monday if unit is Unit.WEEK else _add_days(monday, 5) or day)
    firsts = {
        Unit.DAY: day,
        Unit.MONTH: day.replace(day=1),
        Unit.QUARTER: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
        Unit.YEAR: day.replace(month=1, day=1),
        Unit.DECADE: day.replace(year=max(1, day.year // 10 * 10), month=1, day=1),
        Unit.CENTURY: day.replace(year=max(1, day.year // 100 * 100), month=1, day=1),
    }
    return _Place(unit, firsts[unit])


def parse_place(value: str) -> _Place | None:
    """Return the stretch of the calendar that a complete TIMEX3 value names; `None` for one that does not exist."""
    year, _, rest = value.partition("-")
    if not year.isdigit():
        return None
    try:
        if len(year) < 4:
            return _Place(Unit.CENTURY if len(year) == 2 else Unit.DECADE, date(int(year.ljust(4, "0")), 1, 1))
        return _place_in(int(year), rest)
    except ValueError:
        return None


def _place_in(year: int, rest: str) -> _Place:
    if not rest:
        return _Place(Unit.YEAR, date(year, 1, 1))
    if rest[0] == "Q":
        return _Place(Unit.QUARTER, date(year, int(rest[1]) * 3 - 2, 1))
    if rest[0] == "H":
        return _Place(Unit.HALF, date(year, int(rest[1]) * 6 - 5, 1))
    if rest[0].isalpha():
        return _Place(Unit.SEASON, date(year, 1, 1), rest)
    month, _, day = rest.partition("-")
    return _Place(Unit.DAY if day else Unit.MONTH, date(year, int(month), int(day or 1)))


# --- names that recur ---

_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 1}


def _pick(reading: TimeReading, base: date) -> _Place | None:
    """Return the occurrence of a recurring name that its side chooses, seen from a day."""
    around = _occurrences(reading.value, base)
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
    if reading.side is Side.FUTURE:
        return here or following
    if reading.side is Side.PAST:
        return here or previous
    if reading.side is Side.SAME:
        return _same(reading.value, around, base)
    if here is not None or "-W" in reading.value:
        return here or previous
    return _nearest(previous, following, base)


def _on_side(side: Side, previous: _Place | None, following: _Place | None, base: date) -> _Place | None:
    """Return what lies on a side, or on the other if that is a few weeks away and this most of a year.

    News names a far day with its year; and a noun's time need not be that of its verb ("will punish the May 2 attack").
    """
    if previous is None or following is None:
        return previous or following
    if side is Side.FUTURE:
        return previous if base - previous.last <= _FEW_WEEKS else following
    whole = previous.unit in (Unit.QUARTER, Unit.HALF, Unit.SEASON)  # a quarter's figures are told after its end
    return following if following.first - base <= _FEW_WEEKS and not whole else previous


def _nearest(previous: _Place | None, following: _Place | None, base: date) -> _Place | None:
    if previous is None or following is None:
        return previous or following
    return previous if (base - previous.last) <= (following.first - base) else following


def _same(value: str, around: list[_Place], base: date) -> _Place | None:
    """Return the occurrence in the week or year of the base."""
    if "-W" in value:
        week = base.isocalendar()[:2]
        return next((place for place in around if place.first.isocalendar()[:2] == week), None)
    return next((place for place in around if place.first.year == base.year), None)


def _occurrences(value: str, base: date) -> list[_Place]:
    """Return the occurrences of a name around a day, in order: the three nearest weeks or years each way."""
    if value.startswith("XXXX-WXX-"):
        found = []
        for weeks in range(-2, 3):
            monday = _add_days(base, 7 * weeks - base.weekday())
            part = value.removeprefix("XXXX-WXX-")
            first = None if monday is None else _add_days(monday, 5 if part == "WE" else int(part) - 1)
            if first is not None:
                found.append(_Place(Unit.WEEKEND if part == "WE" else Unit.DAY, first))
        return found
    rest = value.removeprefix("XXXX-")
    places = [parse_place(f"{year:04}-{rest}") for year in range(max(1, base.year - 8), min(9999, base.year + 8) + 1)]
    return [_season_placed(place) for place in places if place is not None]


def _season_placed(place: _Place) -> _Place:
    """Put a season where it begins, so that occurrences can be told apart; its days stay unknown."""
    if not place.season:
        return place
    return replace(place, first=place.first.replace(month=_SEASON_MONTHS.get(place.season, 1)))


# --- values and intervals ---


def open_value(reading: TimeReading) -> str:
    """Return the TIMEX3 value of a reading without an anchor: X for what is not known."""
    if reading.relation is Relation.SHIFT:
        assert reading.unit is not None, "a shift has its unit"
        whole = _OPEN[reading.unit]
        return f"{whole}-{reading.at}{reading.clock}" if reading.at else whole + reading.clock
    return reading.value + reading.clock


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


def _interval(place: _Place, reading: TimeReading) -> tuple[str | None, str | None]:
    if place.season:
        return None, None
    if ":" in reading.clock:
        if reading.clock == "T24:00":
            after = _add_days(place.first, 1)
            moment = None if after is None else f"{after.isoformat()}T00:00"
        else:
            moment = place.first.isoformat() + reading.clock
        return moment, moment
    return place.first.isoformat(), place.last.isoformat()


_LENGTH = re.compile(r"P(\d+|X)(D|WE|W|M|Q|Y|DE|CE)|PT(?:\d+|X)(S|M|H).*")
_LENGTH_UNITS = {"D": Unit.DAY, "W": Unit.WEEK, "M": Unit.MONTH, "Q": Unit.QUARTER, "Y": Unit.YEAR}
_LONG_UNITS = {"WE": Unit.WEEKEND, "DE": Unit.DECADE, "CE": Unit.CENTURY}
_CLOCK_UNITS = {"S": Unit.SECOND, "M": Unit.MINUTE, "H": Unit.HOUR}


def _length_of(value: str) -> Unit | None:
    """Return the unit of a TIMEX3 length, `None` for one with a fraction."""
    match = _LENGTH.fullmatch(value)
    if match is None:
        return None
    return _CLOCK_UNITS[match[3]] if match[3] else (_LENGTH_UNITS | _LONG_UNITS)[match[2]]


def _add_length(day: date, value: str, sign: int) -> date | None:
    """Return the day a length away; `None` for lengths of unknown count and of the clock."""
    match = _LENGTH.fullmatch(value)
    if match is None or match[3] or match[1] == "X":
        return None
    count, unit = sign * int(match[1]), (_LENGTH_UNITS | _LONG_UNITS)[match[2]]
    if unit in _DAYS_IN:
        return _add_days(day, count * _DAYS_IN[unit])
    return _add_months(day, count * _MONTHS_IN[unit])


def _add_days(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _add_months(day: date, months: int) -> date | None:
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
