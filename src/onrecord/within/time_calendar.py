"""The calendar that times are reckoned in: days, weeks, weekends, months, quarters, halves, years and longer.

Weeks are those of ISO 8601. Seasons have a value and no days: they differ between the halves of the world. What would
lie outside the years 1 to 9999 is `None`.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from onrecord.within.time_reading import Unit

MONTHS_IN = {
    Unit.MONTH: 1,
    Unit.QUARTER: 3,
    Unit.SEASON: 3,
    Unit.HALF: 6,
    Unit.YEAR: 12,
    Unit.DECADE: 120,
    Unit.CENTURY: 1200,
}
DAYS_IN = {Unit.DAY: 1, Unit.WEEK: 7, Unit.WEEKEND: 7}
_YEARS_AROUND = 8  # a 29 February is never further away


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the calendar: a unit and its first day; a season has its name, and its first day is nominal."""

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
        after = add_days(self.first, days) if days else add_months(self.first, MONTHS_IN[self.unit])
        return date.max if after is None else after - timedelta(days=1)


def part_of(whole: Place, at: str) -> Place | None:
    """Return a part of a week or a year: day 2, `Q3`, `09`, `12-25`, `SU`, `H1`."""
    if whole.unit is Unit.WEEK:
        day = add_days(whole.first, int(at) - 1)
        return None if day is None else Place(Unit.DAY, day)
    return parse_place(f"{whole.first.year:04}-{at}")


def containing(unit: Unit, day: date) -> Place:
    """Return the week, month, quarter … that holds a day."""
    if unit in (Unit.WEEK, Unit.WEEKEND):
        monday = add_days(day, -day.weekday()) or day
        return Place(unit, monday if unit is Unit.WEEK else add_days(monday, 5) or day)
    firsts = {
        Unit.DAY: day,
        Unit.MONTH: day.replace(day=1),
        Unit.QUARTER: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
        Unit.YEAR: day.replace(month=1, day=1),
        Unit.DECADE: day.replace(year=max(1, day.year // 10 * 10), month=1, day=1),
        Unit.CENTURY: day.replace(year=max(1, day.year // 100 * 100), month=1, day=1),
    }
    return Place(unit, firsts[unit])


def parse_place(value: str) -> Place | None:
    """Return the stretch of the calendar that a complete TIMEX3 value names; `None` for one that does not exist."""
    year, _, rest = value.partition("-")
    if not year.isdigit():
        return None
    try:
        if len(year) < 4:
            return Place(Unit.CENTURY if len(year) == 2 else Unit.DECADE, date(int(year.ljust(4, "0")), 1, 1))
        return _place_in(int(year), rest)
    except ValueError:
        return None


def _place_in(year: int, rest: str) -> Place:
    if not rest:
        return Place(Unit.YEAR, date(year, 1, 1))
    if rest[0] == "Q":
        return Place(Unit.QUARTER, date(year, int(rest[1]) * 3 - 2, 1))
    if rest[0] == "H":
        return Place(Unit.HALF, date(year, int(rest[1]) * 6 - 5, 1))
    if rest[0].isalpha():
        return Place(Unit.SEASON, date(year, 1, 1), rest)
    month, _, day = rest.partition("-")
    return Place(Unit.DAY if day else Unit.MONTH, date(year, int(month), int(day or 1)))


_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 1}


def occurrences(value: str, base: date) -> list[Place]:
    """Return the occurrences of a name around a day, in order: the three nearest weeks or years each way."""
    if value.startswith("XXXX-WXX-"):
        found = []
        for weeks in range(-2, 3):
            monday = add_days(base, 7 * weeks - base.weekday())
            part = value.removeprefix("XXXX-WXX-")
            first = None if monday is None else add_days(monday, 5 if part == "WE" else int(part) - 1)
            if first is not None:
                found.append(Place(Unit.WEEKEND if part == "WE" else Unit.DAY, first))
        return found
    rest = value.removeprefix("XXXX-")
    places = [
        parse_place(f"{year:04}-{rest}")
        for year in range(max(1, base.year - _YEARS_AROUND), min(9999, base.year + _YEARS_AROUND) + 1)
    ]
    return [_season_placed(place) for place in places if place is not None]


def _season_placed(place: Place) -> Place:
    """Put a season where it begins, so that occurrences can be told apart; its days stay unknown."""
    if not place.season:
        return place
    return replace(place, first=place.first.replace(month=_SEASON_MONTHS.get(place.season, 1)))


_LENGTH = re.compile(r"P(\d+|X)(D|WE|W|M|Q|Y|DE|CE)|PT(?:\d+|X)(S|M|H).*")
_LENGTH_UNITS = {"D": Unit.DAY, "W": Unit.WEEK, "M": Unit.MONTH, "Q": Unit.QUARTER, "Y": Unit.YEAR}
_LONG_UNITS = {"WE": Unit.WEEKEND, "DE": Unit.DECADE, "CE": Unit.CENTURY}
_CLOCK_UNITS = {"S": Unit.SECOND, "M": Unit.MINUTE, "H": Unit.HOUR}


def unit_of_length(value: str) -> Unit | None:
    """Return the unit of a TIMEX3 length, `None` for one with a fraction."""
    match = _LENGTH.fullmatch(value)
    if match is None:
        return None
    return _CLOCK_UNITS[match[3]] if match[3] else (_LENGTH_UNITS | _LONG_UNITS)[match[2]]


def add_length(day: date, value: str, sign: int) -> date | None:
    """Return the day a length away; `None` for lengths of unknown count and of the clock."""
    match = _LENGTH.fullmatch(value)
    if match is None or match[3] or match[1] == "X":
        return None
    count, unit = sign * int(match[1]), (_LENGTH_UNITS | _LONG_UNITS)[match[2]]
    if unit in DAYS_IN:
        return add_days(day, count * DAYS_IN[unit])
    return add_months(day, count * MONTHS_IN[unit])


def add_days(day: date, days: int) -> date | None:
    """Return the day so many days later, `None` outside the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def add_months(day: date, months: int) -> date | None:
    """Return the same day so many months later, or the last of a shorter month; `None` outside the calendar."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
