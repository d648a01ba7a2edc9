"""What the words that a rule caught say: each function makes a reading, `None` where they say no time after all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from onrecord.reading.dates import MONTHS
from onrecord.within.time_lexicon import DECADES, FEASTS, MOMENTS, ORDINALS, PARTS, SEASONS, TENS, UNITS, WEEKDAYS
from onrecord.within.time_reading import Base, Relation, Side, TimeReading, Unit, length_value
from onrecord.within.time_words import TimeWord, parse_count


class Match:
    """What a rule caught: the words of its named places."""

    def __init__(self, match: re.Match[str], words: Sequence[TimeWord]) -> None:
        self._match = match
        self._words = words

    def words(self, name: str) -> list[str]:
        """Return the words caught under a name; none where it caught nothing."""
        if name not in self._match.re.groupindex:
            return []
        start, end = self._match.span(name)
        return [word.words for word in self._words[max(start, 0) : max(end, 0)]]

    def word(self, name: str) -> str:
        """Return the first of them, empty where there is none."""
        return next(iter(self.words(name)), "")

    def has(self, name: str) -> bool:
        """Tell whether anything was caught under a name."""
        return bool(self.words(name))

    def dated(self, name: str = "date") -> TimeWord:
        """Return the explicit date caught under a name."""
        return self._words[self._match.start(name)]

    def before(self, count: int) -> TimeWord:
        """Return the word that stands so many words before the first."""
        return self._words[self._match.start() - count]

    @property
    def first(self) -> str:
        """The first word of all."""
        return self._words[self._match.start()].words

    @property
    def all(self) -> list[str]:
        """Every word."""
        return [word.words for word in self._words[self._match.start() : self._match.end()]]


Make = Callable[[Match], TimeReading | None]
"""Makes a reading of what a rule caught."""

_OFFSETS = {"this": 0, "last": -1, "next": 1, "current": 0, "coming": 1, "upcoming": 1, "present": 0, "past": -1}
_TEXT_OFFSETS = {"previous": -1, "preceding": -1, "following": 1, "same": 0, "that": 0, "latest": 0}
_SIDES = {"last": Side.LAST, "past": Side.LAST, "previous": Side.LAST, "next": Side.NEXT, "coming": Side.FUTURE}
_SIDES |= {"this": Side.SAME, "following": Side.NEXT, "upcoming": Side.FUTURE}
_DURING = {"past": Side.PAST, "last": Side.PAST, "previous": Side.PAST, "preceding": Side.PAST, "latest": Side.PAST}
_DURING |= {"next": Side.FUTURE, "coming": Side.FUTURE, "upcoming": Side.FUTURE}


_OF_CLOCKS = (Unit.SECOND, Unit.MINUTE, Unit.HOUR)  # such units have a length, and no place in the calendar


def shift(offset: int, unit: Unit, *, at: str = "", clock: str = "", base: Base = Base.PUBLISHED) -> TimeReading:
    """Return a reading so many units from its base."""
    return TimeReading(Relation.SHIFT, offset=offset, unit=unit, at=at, clock=clock, base=base)


def name(pattern: str, side: Side | None = None, *, clock: str = "") -> TimeReading:
    """Return the reading of a recurring name."""
    return TimeReading(Relation.NAME, pattern, side=side, clock=clock)


def fixed(value: str, *, clock: str = "") -> TimeReading:
    """Return the reading of a value complete in itself."""
    return TimeReading(Relation.DATE, value, clock=clock)


def _unit_of(word: str) -> Unit:
    return UNITS[word]


def _clock(match: Match) -> str:
    """Return the time of day caught as `clock` (with `meridiem`), `part` or `moment`."""
    if match.has("moment"):
        return MOMENTS[match.word("moment")]
    if match.has("part"):
        return PARTS[match.word("part")]
    words = match.words("clock")
    if not words:
        return ""
    digits = words[0].replace(".", ":")
    if digits.isdigit() and len(digits) == 4:
        digits = f"{digits[:2]}:{digits[2:]}"
    hour, _, rest = digits.partition(":")
    number = int(hour) if hour.isdigit() else int(parse_count([hour]) or 0)
    half = next((word[0] for word in words[1:] if word[0] in "ap" and word.replace(".", "") in ("am", "pm")), "")
    if half:
        if not 1 <= number <= 12:
            return ""
        number = number % 12 + (12 if half == "p" else 0)
    if number > 24 or (rest and int(rest[:2]) > 59):
        return ""
    return f"T{number:02}:{rest[:2] or '00'}"


def explicit(match: Match) -> TimeReading:
    """Read a date as `reading.dates` read it: complete, or a day of a month."""
    printed = match.dated().date
    assert printed is not None, "a dated word"
    return fixed(printed.value) if printed.year is not None else name(printed.value, _side_from(match))


def week_of(match: Match) -> TimeReading:
    """Read "the week of March 6": the week or weekend that holds a date."""
    return replace(explicit(match), unit=_unit_of(match.word("unit")))


def explicit_time(match: Match) -> TimeReading:
    """Read a date with a time of day."""
    return replace(explicit(match), clock=_clock(match))


def attack(match: Match) -> TimeReading | None:
    """Read the day of the attacks of 2001, which is named without its year; no other day is."""
    if match.first == "9/11":
        return fixed("2001-09-11")
    printed = match.dated().date
    return fixed("2001-09-11") if printed and printed.value == "XXXX-09-11" else None


def _side_from(match: Match) -> Side | None:
    return next((_SIDES[word] for word in match.words("which") if word in _SIDES and word != "this"), None) or (
        Side.SAME if match.word("which") == "this" else None
    )


def weekday(match: Match) -> TimeReading:
    """Read a weekday, with a time of day where one stands with it."""
    return name(f"XXXX-WXX-{WEEKDAYS[match.word('weekday')]}", _side_from(match), clock=_clock(match))


def weekday_of_week(match: Match) -> TimeReading:
    """Read "Monday of next week"."""
    offset = _OFFSETS.get(match.word("which"), 0)
    return shift(offset, Unit.WEEK, at=str(WEEKDAYS[match.word("weekday")]), clock=_clock(match))


def day_in_month(match: Match) -> TimeReading | None:
    """Read a day and its month where they are not written as `reading.dates` knows it ("MARCH 26")."""
    word, month = match.word("day"), MONTHS[match.word("month")]
    day = ORDINALS.get(word) or int(re.sub(r"\D", "", word) or 0)
    return name(f"XXXX-{month:02}-{day:02}") if 1 <= day <= 31 else None


def range_day(match: Match) -> TimeReading | None:
    """Read the day that shares its month with the date beside it: 17 in `17-19 March`."""
    printed = match.dated().date
    assert printed is not None, "a dated word"
    day = int(match.word("day"))
    if printed.month is None or printed.day is None or not 1 <= day <= 31:
        return None
    value = f"{printed.value[:-2]}{day:02}"
    return fixed(value) if printed.year is not None else name(value)


def last_of_range(match: Match) -> TimeReading | None:
    """Read the day that shares its month with the date before it: 19 in `March 17-19`."""
    printed = match.before(2).date
    day = int(match.word("day"))
    if printed is None or printed.day is None or printed.year is not None or not printed.day < day:
        return None
    return name(f"{printed.value[:-2]}{day:02}")


def month(match: Match) -> TimeReading:
    """Read a month without its year."""
    return name(f"XXXX-{MONTHS[match.word('month')]:02}", _side_from(match))


def _year_and(match: Match, at: str) -> TimeReading:
    """Return part `at` (`Q3`, `09`, `SU`, `H1`) of the year caught, or of any year where none was."""
    year = match.words("year")
    if not year:
        return name(f"XXXX-{at}", _side_from(match))
    if year[0].isdigit():
        return fixed(f"{year[0]}-{at}")
    which = next((word for word in year if word in _OFFSETS or word in _TEXT_OFFSETS), "this")
    if which in _TEXT_OFFSETS:
        return shift(_TEXT_OFFSETS[which], Unit.YEAR, at=at, base=Base.TEXT)
    return shift(_OFFSETS[which], Unit.YEAR, at=at)


def month_of_year(match: Match) -> TimeReading:
    """Read "March last year"."""
    return _year_and(match, f"{MONTHS[match.word('month')]:02}")


def season(match: Match) -> TimeReading:
    """Read a season, of a year or of none."""
    return _year_and(match, SEASONS[match.word("season")])


def _ordinal(match: Match) -> int:
    word = match.word("nth")
    return ORDINALS.get(word) or int(re.sub(r"\D", "", word) or 0)


def quarter(match: Match) -> TimeReading | None:
    """Read "the third quarter", of a year or of none; there is no fifth."""
    number = _ordinal(match)
    return _year_and(match, f"Q{number}") if 1 <= number <= 4 else None


def latest_quarter(_match: Match) -> TimeReading:
    """Read "the latest quarter": the one that the text named, or the last that ended."""
    return shift(0, Unit.QUARTER, base=Base.PERIOD)


def half(match: Match) -> TimeReading | None:
    """Read "the first half of 2013"."""
    number = {"first": 1, "second": 2, "last": 2, "latter": 2}.get(match.word("half"))
    return _year_and(match, f"H{number}") if number else None


def deictic(match: Match) -> TimeReading | None:
    """Read "this week", "last year", "the following month", "that day"."""
    unit = _unit_of(match.word("unit"))
    words = [word for word in match.words("which") if word != "the"]
    word = words[0] if words else "this"
    if unit in _OF_CLOCKS:
        return None
    if word == "latest":
        return shift(0, unit, base=Base.PERIOD) if unit is Unit.QUARTER else shift(0, unit)
    running = word == "past" or (word == "last" and match.first == "the")
    if running and unit not in (Unit.WEEKEND, Unit.QUARTER):
        return TimeReading(Relation.LENGTH, length_value(1, unit), side=Side.PAST)
    if word in _TEXT_OFFSETS:
        return shift(_TEXT_OFFSETS[word], unit, base=Base.TEXT, clock=_clock(match))
    if unit is Unit.WEEKEND:
        return name("XXXX-WXX-WE", _SIDES.get(word))
    if word == "next" and match.first == "the" and unit is Unit.DAY:
        return shift(1, unit, base=Base.TEXT, clock=_clock(match))
    return shift(_OFFSETS[word], unit, clock=_clock(match))


def the_unit(match: Match) -> TimeReading | None:
    """Read "the week", "the weekend", "the quarter": the one that the text is about."""
    unit = _unit_of(match.word("unit"))
    if unit in _OF_CLOCKS:
        return None  # "early in the second": half or set, mostly
    if unit is Unit.QUARTER:
        return shift(0, unit, base=Base.PERIOD)
    if unit is Unit.WEEKEND:
        return name("XXXX-WXX-WE")
    return shift(0, unit, base=Base.NEAR)


def near_day(match: Match) -> TimeReading:
    """Read a time of day alone: on the day that was named last nearby, or else that of publication."""
    return shift(0, Unit.DAY, clock=_clock(match), base=Base.NEAR)


_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def near_today(match: Match) -> TimeReading:
    """Read "today", "yesterday morning", "tonight"."""
    clock = _clock(match) or ("TNI" if match.word("day") == "tonight" else "")
    return shift(_DAYS[match.word("day")], Unit.DAY, clock=clock)


def beyond(match: Match) -> TimeReading:
    """Read "the day before yesterday" and "the day after tomorrow"."""
    return shift(-2 if match.has("day") else 2, Unit.DAY)


def this_part(match: Match) -> TimeReading:
    """Read "this morning" and "last night"."""
    return shift(_OFFSETS.get(match.word("which"), 0), Unit.DAY, clock=_clock(match))


def text_part(match: Match) -> TimeReading:
    """Read "that night" and "the next morning"."""
    offset = {"next": 1, "following": 1, "previous": -1, "preceding": -1}.get(match.word("which"), 0)
    return shift(offset, Unit.DAY, clock=_clock(match), base=Base.TEXT)


def overnight(_match: Match) -> TimeReading:
    """Read "overnight": the night that led to the day of publication."""
    return shift(-1, Unit.DAY, clock="TNI")


def clock_in_part(match: Match) -> TimeReading:
    """Read "four in the morning"."""
    hour = int(parse_count([match.word("clock").partition(":")[0]]) or 0)
    later = PARTS[match.word("part")] in ("TAF", "TEV") and hour < 12
    return shift(0, Unit.DAY, clock=f"T{hour + 12 * later:02}:00", base=Base.NEAR)


def year_end(_match: Match) -> TimeReading:
    """Read "year-end"."""
    return TimeReading(Relation.SHIFT, unit=Unit.YEAR, base=Base.NEAR, mod="END")


def _counted(match: Match) -> tuple[float | None, Unit]:
    unit = _unit_of(match.word("unit"))
    words = match.words("count")
    count = parse_count(words) if words else None
    if count is not None and "half" in match.words("more"):
        count += 0.5
    return count, unit


def ago(match: Match) -> TimeReading | None:
    """Read "two days ago", "a year earlier", "three weeks later"."""
    count, unit = _counted(match)
    back = match.word("way") in ("ago", "earlier", "before")
    here = match.word("way") in ("ago", "hence", "from")
    if count is None:
        return TimeReading(Relation.LOOSE, "PAST_REF" if back else "FUTURE_REF")
    if unit in _OF_CLOCKS:
        return TimeReading(Relation.LENGTH, length_value(count, unit), side=None)
    if count % 1 or count > 9999:
        return TimeReading(Relation.LENGTH, length_value(count, unit), side=Side.PAST if back else Side.FUTURE)
    yearly = unit is Unit.YEAR and back and count == 1
    base = Base.NEAR if yearly else Base.PUBLISHED if here else Base.TEXT
    if unit in (Unit.DECADE, Unit.CENTURY):
        count, unit = count * (10 if unit is Unit.DECADE else 100), Unit.YEAR
    return shift(int(-count if back else count), unit, base=base)


def beside(match: Match) -> TimeReading:
    """Read "the day before", "the morning after"."""
    unit = _unit_of(match.word("unit")) if match.has("unit") else Unit.DAY
    return shift(-1 if match.word("way") == "before" else 1, unit, clock=_clock(match), base=Base.TEXT)


def before_last(match: Match) -> TimeReading | None:
    """Read "the week before last"."""
    unit = _unit_of(match.word("unit"))
    return None if unit in _OF_CLOCKS else shift(-2, unit)


def years_back(match: Match) -> TimeReading | None:
    """Read "the year-ago quarter": the quarter last named, a year before."""
    if match.has("nth"):
        number = _ordinal(match)
        return shift(-1, Unit.YEAR, at=f"Q{number}") if 1 <= number <= 4 else None
    return shift(-1, Unit.YEAR, base=Base.NEAR)


def length(match: Match) -> TimeReading | None:
    """Read a number of units."""
    count, unit = _counted(match)
    if match.word("unit") == "second" and match.words("count")[-1:] and match.words("count")[-1] in TENS:
        return None  # "the twenty-second"
    return TimeReading(Relation.LENGTH, length_value(count, unit), side=_DURING.get(match.word("during")))


def one(match: Match) -> TimeReading | None:
    """Read "an hour", "half a century"; `None` where the word counts no time."""
    unit = _unit_of(match.word("unit"))
    if unit in (Unit.SECOND, Unit.QUARTER, Unit.WEEKEND):
        return None  # "a second term", "a quarter of them", "a weekend clash"
    return TimeReading(Relation.LENGTH, length_value(0.5 if match.has("half") else 1, unit))


def unit_long(match: Match) -> TimeReading:
    """Read "day-long" and "decades-long"."""
    unit = match.word("unit")
    return TimeReading(Relation.LENGTH, length_value(None if unit.endswith("s") else 1, _unit_of(unit)))


def several(match: Match) -> TimeReading:
    """Read an unknown number of units: "for weeks", "hundreds of years"."""
    return TimeReading(Relation.LENGTH, length_value(None, _unit_of(match.word("unit"))))


def every(match: Match) -> TimeReading | None:
    """Read "every Tuesday", "each year", "every four years", "twice a week"."""
    if match.has("weekday"):
        return TimeReading(
            Relation.SET, f"XXXX-WXX-{WEEKDAYS[match.word('weekday').removesuffix('s')]}", clock=_clock(match)
        )
    if match.has("month"):
        return TimeReading(Relation.SET, f"XXXX-{MONTHS[match.word('month')]:02}")
    if match.has("season"):
        return TimeReading(Relation.SET, f"XXXX-{SEASONS[match.word('season')]}")
    if match.has("part"):
        return TimeReading(Relation.SET, f"XXXX-XX-XX{_clock(match)}")
    count, unit = _counted(match)
    return TimeReading(Relation.SET, length_value(count if match.has("count") else 1, unit))


_OFTEN = {
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "monthly": "P1M",
    "annually": "P1Y",
    "yearly": "P1Y",
    "hourly": "PT1H",
}


def often(match: Match) -> TimeReading:
    """Read "daily", "annually"."""
    return TimeReading(Relation.SET, _OFTEN[match.first])


def decade(match: Match) -> TimeReading | None:
    """Read "the 1990s", "the '90s", "the nineties"; two digits are of the last century, below 20 of this."""
    word = match.word("decade")
    if word in DECADES:
        return fixed(f"19{DECADES[word]}")
    digits = re.sub(r"\D", "", word)
    return fixed(digits[:3] if len(digits) == 4 else f"{'20' if digits < '20' else '19'}{digits[0]}")


def century(match: Match) -> TimeReading | None:
    """Read "the 19th century"."""
    number = _ordinal(match)
    return fixed(f"{number - 1:02}") if 1 <= number <= 22 else None


def loose(value: str) -> Make:
    """Return what makes a loose reading of any words."""
    return lambda _match: TimeReading(Relation.LOOSE, value)


def feast(match: Match) -> TimeReading | None:
    """Read a feast that has its date."""
    words = " ".join(word for word in match.all if word[0].isalpha() and word != "of" and word != "s")
    day = FEASTS.get(words)
    if day is None:
        return None
    return _year_and(match, day)


def year_digits(match: Match) -> TimeReading:
    """Read a year in digits."""
    return fixed(match.word("year"))


def fiscal(match: Match) -> TimeReading:
    """Read "fiscal 1990": a year whose first day nobody says."""
    if match.word("year").isdigit():
        return TimeReading(Relation.DATE, match.word("year"), mod="FISCAL")
    which = next((word for word in match.words("which") if word in _OFFSETS), "this")
    return shift(_OFFSETS[which], Unit.YEAR)
