"""What a time expression says by itself: a small typed reading, its one-line form, and calendar units.

The form is a relation, its argument, and settings, with single spaces between::

    form     = relation " " argument *(" " key "=" word)
    relation = "date" | "name" | "shift" | "length" | "set" | "loose"

* ``date 2024-03``: a value complete in itself.
* ``name XXXX-WXX-2 side=past``: a name that recurs (weekday, day of a month, month, season, quarter, weekend); the side
  of the base on which it is meant chooses the occurrence.
* ``shift -1week``: so many units from the base. ``at=Q3`` names a part of the unit reached (``at=09``, ``at=WE``).
* ``length P3D``: a length of time; with a side, the one that ends (``past``) or starts (``future``) at the base.
* ``set P1D``: every so often. ``loose PAST_REF``: past, present or future, and no more.

Settings: ``base`` is what it is reckoned from (``published``, the default; ``text``, the last day, week, month, quarter
or year that the text named nearby; ``near``, the same or else the publication; ``period``, the last quarter that the
text named, or else the one before the publication); ``of`` a unit that holds the day meant ("the week of March 6");
``clock`` a time of day (``T09:30``, ``TMO``); ``mod`` a TIMEX3
modifier (``START``). `TimeReading.form` writes it and `parse_reading` reads it, so a time can be anchored again from
this line alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Relation(StrEnum):
    """How a time expression names a time."""

    DATE = "date"
    NAME = "name"
    SHIFT = "shift"
    LENGTH = "length"
    SET = "set"
    LOOSE = "loose"


class Side(StrEnum):
    """On which side of the base a recurring name is meant.

    `PAST` and `FUTURE` take in the base itself, and what lies a few weeks on the other side where this one is most of
    a year away; `BEHIND` and `AHEAD` take in the base alone.
    """

    PAST = "past"
    FUTURE = "future"
    BEHIND = "behind"
    AHEAD = "ahead"
    LAST = "last"
    NEXT = "next"
    SAME = "same"
    NEAR = "near"


class Base(StrEnum):
    """What a reading is reckoned from."""

    PUBLISHED = "published"
    TEXT = "text"
    NEAR = "near"
    PERIOD = "period"


class Unit(StrEnum):
    """A unit of the calendar or the clock."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


LENGTHS = {
    Unit.SECOND: "PT{}S",
    Unit.MINUTE: "PT{}M",
    Unit.HOUR: "PT{}H",
    Unit.DAY: "P{}D",
    Unit.WEEKEND: "P{}WE",
    Unit.WEEK: "P{}W",
    Unit.MONTH: "P{}M",
    Unit.QUARTER: "P{}Q",
    Unit.YEAR: "P{}Y",
    Unit.DECADE: "P{}DE",
    Unit.CENTURY: "P{}CE",
}
"""TIMEX3 lengths; a number of decades or centuries is written in years."""

_YEARS = {Unit.DECADE: 10, Unit.CENTURY: 100}
_MAX_COUNT = 10**9


def length_value(count: float | None, unit: Unit) -> str:
    """Return the TIMEX3 value of so many units; `None` counts an unknown number (X)."""
    if count is None:
        return LENGTHS[unit].format("X")
    if unit in _YEARS:
        count, unit = count * _YEARS[unit], Unit.YEAR
    count = min(count, _MAX_COUNT)
    if count % 1 == 0.5 and unit is Unit.HOUR:
        return f"PT{int(count)}H30M" if count > 1 else "PT30M"
    return LENGTHS[unit].format(f"{count:g}" if count % 1 else int(count))


@dataclass(frozen=True, slots=True)
class TimeReading:
    """What an expression says; see the top of the module for each field."""

    relation: Relation
    value: str = ""
    offset: int = 0
    unit: Unit | None = None
    at: str = ""
    side: Side | None = None
    base: Base = Base.PUBLISHED
    clock: str = ""
    mod: str = ""

    @property
    def form(self) -> str:
        """The reading in one line."""
        argument = f"{self.offset:+d}{self.unit}" if self.relation is Relation.SHIFT else self.value
        of = None if self.relation is Relation.SHIFT else self.unit
        settings = {"at": self.at, "side": self.side, "of": of, "clock": self.clock, "mod": self.mod}
        words = [self.relation.value, argument, *(f"{key}={word}" for key, word in settings.items() if word)]
        if self.base is not Base.PUBLISHED:
            words.append(f"base={self.base}")
        return " ".join(words)

    @property
    def type(self) -> str:
        """The TIMEX3 type."""
        if self.relation in (Relation.LENGTH, Relation.SET):
            return "DURATION" if self.relation is Relation.LENGTH else "SET"
        return "TIME" if self.clock else "DATE"


@lru_cache(maxsize=4096)
def parse_reading(form: str) -> TimeReading:
    """Return the reading that a line holds.

    Raises:
        ValueError: the line is none that `TimeReading.form` writes.
    """
    try:
        relation, argument, *settings = form.split(" ")
        given = dict(word.split("=", 1) for word in settings)
        shifted = Relation(relation) is Relation.SHIFT
        digits = argument.rstrip("abcdefghijklmnopqrstuvwxyz") if shifted else ""
        unit = argument[len(digits) :] if shifted else given.pop("of", "")
        return TimeReading(
            relation=Relation(relation),
            value="" if shifted else argument,
            offset=int(digits) if shifted else 0,
            unit=Unit(unit) if unit or shifted else None,
            at=given.pop("at", ""),
            side=Side(given.pop("side")) if "side" in given else None,
            base=Base(given.pop("base", Base.PUBLISHED)),
            clock=given.pop("clock", ""),
            mod=given.pop("mod", ""),
        )
    except ValueError as error:
        raise ValueError(f"not the reading of a time: {form!r:.80}") from error
