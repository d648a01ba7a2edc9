"""The grammar of English time expressions: tables of phrases, then rules, each with a name that the record shows.

A rule is a pattern over classes of words (`time_words`) and a function that makes a reading of the words it caught.
In a pattern a name is a class or a phrase of `PHRASES`, `name:class` keeps what matched under a name, and the rest is
the notation of regular expressions. Of rules that match at one place the longest match counts, then the earlier rule.

Extents follow TimeBank: prepositions stay out ("on", "since"), articles and what qualifies a time belong to it ("the
past three decades", "more than 30 years", "earlier this month", "the end of March").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from onrecord.reading.dates import MONTHS
from onrecord.within.time_reading import Base, Relation, Side, TimeReading, Unit, length_value
from onrecord.within.time_words import (
    DECADES,
    FEASTS,
    MOMENTS,
    OF_CLASS,
    ORDINALS,
    PARTS,
    SEASONS,
    TENS,
    UNITS,
    WEEKDAYS,
    TimeWord,
    parse_count,
)

PHRASES = {
    "numeral": "(day_number|digits|year|number)",
    "count": "((numeral (hyphen? numeral)? magnitude? magnitude? fraction?)|(a magnitude)|fraction|several|(a? few)|(a? couple of?))",
    "deictic": "(this|last|next|(the? (current|previous|following|coming|same|latest|past|last|next))|(that same?)|same)",
    "any_unit": "(unit|units|quarter_word|year_word|quarters|day_word)",
    "one_unit": "(unit|year_word|quarter_word|day_word)",
    "many_units": "(units|quarters)",
    "any_year": "(year|(deictic year_word)|(the year_word))",
    "whole_date": "(dated|dated_month|dated_day)",
    "day_of_year": "(dated|dated_day)",
    "day_time": "(moment:moment|part:part)",
    "nth": "(ordinal|digital_ordinal)",
    "clock_time": "((clock (meridiem|oclock)?)|((day_number|number) (meridiem|oclock)))",
    "zoned": "(clock_time (zone time?)? zone?)",
    "any_weekday": "(weekday|short_weekday)",
    "part_of": "((early|late|mid) hyphen?)",
}
"""Phrases that several rules share."""


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


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to write a time."""

    name: str
    pattern: str
    make: Make


# --- what the words caught say ---

_OFFSETS = {"this": 0, "last": -1, "next": 1, "current": 0, "coming": 1, "upcoming": 1, "present": 0, "past": -1}
_TEXT_OFFSETS = {"previous": -1, "preceding": -1, "following": 1, "same": 0, "that": 0, "latest": 0}
_SIDES = {"last": Side.LAST, "past": Side.LAST, "previous": Side.LAST, "next": Side.NEXT, "coming": Side.FUTURE}
_SIDES |= {"this": Side.SAME, "following": Side.NEXT, "upcoming": Side.FUTURE}
_DURING = {"past": Side.PAST, "last": Side.PAST, "previous": Side.PAST, "preceding": Side.PAST, "latest": Side.PAST}
_DURING |= {"next": Side.FUTURE, "coming": Side.FUTURE, "upcoming": Side.FUTURE}


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


def _explicit(match: Match) -> TimeReading:
    printed = match.dated().date
    assert printed is not None, "a dated word"
    return fixed(printed.value) if printed.year is not None else name(printed.value, _side_from(match))


def _explicit_time(match: Match) -> TimeReading:
    return replace(_explicit(match), clock=_clock(match))


def _attack(match: Match) -> TimeReading | None:
    """Read the day of the attacks of 2001, which is named without its year; no other day is."""
    if match.first == "9/11":
        return fixed("2001-09-11")
    printed = match.dated().date
    return fixed("2001-09-11") if printed and printed.value == "XXXX-09-11" else None


def _side_from(match: Match) -> Side | None:
    return next((_SIDES[word] for word in match.words("which") if word in _SIDES and word != "this"), None) or (
        Side.SAME if match.word("which") == "this" else None
    )


def _weekday(match: Match) -> TimeReading:
    return name(f"XXXX-WXX-{WEEKDAYS[match.word('weekday')]}", _side_from(match), clock=_clock(match))


def _weekday_of_week(match: Match) -> TimeReading:
    offset = _OFFSETS.get(match.word("which"), 0)
    return shift(offset, Unit.WEEK, at=str(WEEKDAYS[match.word("weekday")]), clock=_clock(match))


def _day_in_month(match: Match) -> TimeReading | None:
    word, month = match.word("day"), MONTHS[match.word("month")]
    day = ORDINALS.get(word) or int(re.sub(r"\D", "", word) or 0)
    return name(f"XXXX-{month:02}-{day:02}") if 1 <= day <= 31 else None


def _range_day(match: Match) -> TimeReading | None:
    """Read the day that shares its month with the date beside it: 17 in `17-19 March`."""
    printed = match.dated().date
    assert printed is not None, "a dated word"
    day = int(match.word("day"))
    if printed.month is None or printed.day is None or not 1 <= day <= 31:
        return None
    value = f"{printed.value[:-2]}{day:02}"
    return fixed(value) if printed.year is not None else name(value)


def _last_of_range(match: Match) -> TimeReading | None:
    """Read the day that shares its month with the date before it: 19 in `March 17-19`."""
    printed = match.before(2).date
    day = int(match.word("day"))
    if printed is None or printed.day is None or printed.year is not None or not printed.day < day:
        return None
    return name(f"{printed.value[:-2]}{day:02}")


def _month(match: Match) -> TimeReading:
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


def _month_of_year(match: Match) -> TimeReading:
    return _year_and(match, f"{MONTHS[match.word('month')]:02}")


def _season(match: Match) -> TimeReading:
    return _year_and(match, SEASONS[match.word("season")])


def _ordinal(match: Match) -> int:
    word = match.word("nth")
    return ORDINALS.get(word) or int(re.sub(r"\D", "", word) or 0)


def _quarter(match: Match) -> TimeReading | None:
    number = _ordinal(match)
    return _year_and(match, f"Q{number}") if 1 <= number <= 4 else None


def _latest_quarter(_match: Match) -> TimeReading:
    return shift(0, Unit.QUARTER, base=Base.PERIOD)


def _half(match: Match) -> TimeReading | None:
    number = {"first": 1, "second": 2, "last": 2, "latter": 2}.get(match.word("half"))
    return _year_and(match, f"H{number}") if number else None


def _deictic(match: Match) -> TimeReading | None:
    """Read "this week", "last year", "the following month", "that day"."""
    unit = _unit_of(match.word("unit"))
    words = [word for word in match.words("which") if word != "the"]
    word = words[0] if words else "this"
    if unit in (Unit.SECOND, Unit.MINUTE, Unit.HOUR):
        return None
    if word == "latest":
        return shift(0, unit, base=Base.PERIOD) if unit is Unit.QUARTER else shift(0, unit)
    if word == "past" or (word == "last" and match.first == "the"):
        if unit is not Unit.WEEKEND and unit is not Unit.QUARTER:
            return TimeReading(Relation.LENGTH, length_value(1, unit), side=Side.PAST)
    if word in _TEXT_OFFSETS:
        return shift(_TEXT_OFFSETS[word], unit, base=Base.TEXT, clock=_clock(match))
    if unit is Unit.WEEKEND:
        return name("XXXX-WXX-WE", _SIDES.get(word))
    if word == "next" and match.first == "the" and unit is Unit.DAY:
        return shift(1, unit, base=Base.TEXT, clock=_clock(match))
    return shift(_OFFSETS[word], unit, clock=_clock(match))


def _the_unit(match: Match) -> TimeReading:
    unit = _unit_of(match.word("unit"))
    if unit is Unit.QUARTER:
        return shift(0, unit, base=Base.PERIOD)
    if unit is Unit.WEEKEND:
        return name("XXXX-WXX-WE")
    return shift(0, unit, base=Base.NEAR)


def _near_day(match: Match) -> TimeReading:
    return shift(0, Unit.DAY, clock=_clock(match), base=Base.NEAR)


_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def _near_today(match: Match) -> TimeReading:
    clock = _clock(match) or ("TNI" if match.word("day") == "tonight" else "")
    return shift(_DAYS[match.word("day")], Unit.DAY, clock=clock)


def _beyond(match: Match) -> TimeReading:
    return shift(-2 if match.has("day") else 2, Unit.DAY)


def _this_part(match: Match) -> TimeReading:
    return shift(_OFFSETS.get(match.word("which"), 0), Unit.DAY, clock=_clock(match))


def _text_part(match: Match) -> TimeReading:
    offset = {"next": 1, "following": 1, "previous": -1, "preceding": -1}.get(match.word("which"), 0)
    return shift(offset, Unit.DAY, clock=_clock(match), base=Base.TEXT)


def _overnight(_match: Match) -> TimeReading:
    return shift(-1, Unit.DAY, clock="TNI")


def _clock_in_part(match: Match) -> TimeReading:
    """Read "four in the morning"."""
    hour = int(parse_count([match.word("clock").partition(":")[0]]) or 0)
    later = PARTS[match.word("part")] in ("TAF", "TEV") and hour < 12
    return shift(0, Unit.DAY, clock=f"T{hour + 12 * later:02}:00", base=Base.NEAR)


def _year_end(_match: Match) -> TimeReading:
    return TimeReading(Relation.SHIFT, unit=Unit.YEAR, base=Base.NEAR, mod="END")


def _counted(match: Match) -> tuple[float | None, Unit]:
    unit = _unit_of(match.word("unit"))
    words = match.words("count")
    count = parse_count(words) if words else None
    if count is not None and "half" in match.words("more"):
        count += 0.5
    return count, unit


def _ago(match: Match) -> TimeReading | None:
    """Read "two days ago", "a year earlier", "three weeks later"."""
    count, unit = _counted(match)
    back = match.word("way") in ("ago", "earlier", "before")
    here = match.word("way") in ("ago", "hence", "from")
    if count is None:
        return TimeReading(Relation.LOOSE, "PAST_REF" if back else "FUTURE_REF")
    if unit in (Unit.SECOND, Unit.MINUTE, Unit.HOUR):
        return TimeReading(Relation.LENGTH, length_value(count, unit), side=None)
    if count % 1 or count > 9999:
        return TimeReading(Relation.LENGTH, length_value(count, unit), side=Side.PAST if back else Side.FUTURE)
    yearly = unit is Unit.YEAR and back and count == 1
    base = Base.NEAR if yearly else Base.PUBLISHED if here else Base.TEXT
    if unit in (Unit.DECADE, Unit.CENTURY):
        count, unit = count * (10 if unit is Unit.DECADE else 100), Unit.YEAR
    return shift(int(-count if back else count), unit, base=base)


def _beside(match: Match) -> TimeReading:
    """Read "the day before", "the morning after"."""
    unit = _unit_of(match.word("unit")) if match.has("unit") else Unit.DAY
    return shift(-1 if match.word("way") == "before" else 1, unit, clock=_clock(match), base=Base.TEXT)


def _years_back(match: Match) -> TimeReading | None:
    """Read "the year-ago quarter": the quarter last named, a year before."""
    if match.has("nth"):
        number = _ordinal(match)
        return shift(-1, Unit.YEAR, at=f"Q{number}") if 1 <= number <= 4 else None
    return shift(-1, Unit.YEAR, base=Base.NEAR)


def _length(match: Match) -> TimeReading | None:
    count, unit = _counted(match)
    if match.word("unit") == "second" and match.words("count")[-1:] and match.words("count")[-1] in TENS:
        return None  # "the twenty-second"
    return TimeReading(Relation.LENGTH, length_value(count, unit), side=_DURING.get(match.word("during")))


def _one(match: Match) -> TimeReading | None:
    unit = _unit_of(match.word("unit"))
    if unit in (Unit.SECOND, Unit.QUARTER, Unit.WEEKEND):
        return None  # "a second term", "a quarter of them", "a weekend clash"
    return TimeReading(Relation.LENGTH, length_value(0.5 if match.has("half") else 1, unit))


def _unit_long(match: Match) -> TimeReading:
    unit = match.word("unit")
    return TimeReading(Relation.LENGTH, length_value(None if unit.endswith("s") else 1, _unit_of(unit)))


def _several(match: Match) -> TimeReading:
    return TimeReading(Relation.LENGTH, length_value(None, _unit_of(match.word("unit"))))


def _every(match: Match) -> TimeReading | None:
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


def _often(match: Match) -> TimeReading:
    return TimeReading(Relation.SET, _OFTEN[match.first])


def _decade(match: Match) -> TimeReading | None:
    word = match.word("decade")
    if word in DECADES:
        return fixed(f"19{DECADES[word]}")
    digits = re.sub(r"\D", "", word)
    return fixed(digits[:3] if len(digits) == 4 else f"{'20' if digits < '20' else '19'}{digits[0]}")


def _century(match: Match) -> TimeReading | None:
    number = _ordinal(match)
    return fixed(f"{number - 1:02}") if 1 <= number <= 22 else None


def _loose(value: str) -> Make:
    return lambda _match: TimeReading(Relation.LOOSE, value)


def _feast(match: Match) -> TimeReading | None:
    words = " ".join(word for word in match.all if word[0].isalpha() and word != "of" and word != "s")
    day = FEASTS.get(words)
    if day is None:
        return None
    return _year_and(match, day)


def _year_digits(match: Match) -> TimeReading:
    return fixed(match.word("year"))


def _fiscal(match: Match) -> TimeReading:
    if match.word("year").isdigit():
        return TimeReading(Relation.DATE, match.word("year"), mod="FISCAL")
    which = next((word for word in match.words("which") if word in _OFFSETS), "this")
    return shift(_OFFSETS[which], Unit.YEAR)


RULES: tuple[Rule, ...] = (
    # explicit dates, with their weekday and their time of day
    Rule("11 September", "date:dated_day (?=attack)", _attack),
    Rule("11 September", "nine_eleven", _attack),
    Rule("explicit date", "(any_weekday comma?)? date:whole_date", _explicit),
    Rule("explicit date", "which:(last|this|next) date:dated_day", _explicit),
    Rule("date and time", "clock:zoned comma? on? (any_weekday comma?)? date:day_of_year", _explicit_time),
    Rule("date and time", "the? day_time (of|on|comma)? (any_weekday comma?)? date:day_of_year", _explicit_time),
    Rule("date and time", "(any_weekday comma?)? date:day_of_year comma? at? clock:zoned", _explicit_time),
    Rule("date and time", "(any_weekday comma?)? date:day_of_year day_time", _explicit_time),
    Rule("day of a month", "(any_weekday comma?)? month:month day:day_number", _day_in_month),
    Rule("day of a month", "(any_weekday comma?)? month:month day:nth", _day_in_month),
    Rule("day of a month", "(any_weekday comma?)? (the? day:nth of month:month)", _day_in_month),
    Rule("first of two days", "day:day_number (?=(hyphen|to|and|or) date:day_of_year)", _range_day),
    Rule("last of two days", "(?<=hyphen) day:day_number", _last_of_range),
    # weekdays
    Rule("weekday", "weekday:weekday", _weekday),
    Rule(
        "weekday",
        "which:(last|this|next|(this (past|coming))|(the (previous|following|past|coming))) weekday:weekday",
        _weekday,
    ),
    Rule("weekday", "which:(last|this|next)? weekday:weekday hyphen? day_time", _weekday),
    Rule("weekday", "part_of? day_time (of|on|comma)? which:(last|next|this)? weekday:weekday", _weekday),
    Rule("weekday and time", "clock:zoned comma? (on|of)? weekday:weekday", _weekday),
    Rule("weekday and time", "weekday:weekday comma? at? clock:zoned", _weekday),
    Rule(
        "weekday of a week",
        "weekday:weekday (part:part)? (of|comma)? which:(this|last|next) week_word",
        _weekday_of_week,
    ),
    # near today
    Rule("day", "day:(today|tonight|yesterday|tomorrow)", _near_today),
    Rule("day", "day:(today|yesterday|tomorrow) hyphen? day_time", _near_today),
    Rule("day", "part_of? day_time day:(today|yesterday|tomorrow)", _near_today),
    Rule("day and time", "clock:zoned comma? day:(today|tonight|yesterday|tomorrow)", _near_today),
    Rule("day before yesterday", "the? day_word (before day:yesterday|after day_after:tomorrow)", _beyond),
    Rule("part of the day", "which:(this|last) part:part", _this_part),
    Rule("part of the day", "(later|earlier) in the part:part", _near_day),
    Rule("part of the day", "(?<=in) the part:part", _near_day),
    Rule("part of the text's day", "((the which:(next|following|previous|same))|that) part:part", _text_part),
    Rule("overnight", "overnight", _overnight),
    Rule("time of day", "clock:zoned", _near_day),
    Rule("time of day", "clock:(clock_time|day_number|number) in the part:part", _clock_in_part),
    Rule("time of day", "moment:moment", _near_day),
    Rule("time of day", "(early|late|mid) hyphen? part:part", _near_day),
    # weeks, months, quarters, years by where they lie
    Rule("unit by its place", "which:deictic unit:one_unit", _deictic),
    Rule("unit by its place", "(earlier|later|early|late) in (the|that) unit:one_unit", _the_unit),
    Rule("unit of the text", "the kind unit:year_word", _the_unit),
    Rule("unit of the text", "unit:weekend_word", _the_unit),
    Rule(
        "unit of the text", "the unit:(weekend_word|week_word|month_word|quarter_word|year_word) (?!hyphen)", _the_unit
    ),
    Rule("quarter", "the? fiscal? year:year? (fiscal hyphen?)? nth:nth (quarter_word|quarters)", _quarter),
    Rule("quarter", "(fiscal hyphen?)? nth:nth hyphen quarter_word", _quarter),
    Rule("year of a period", "the year:year (period|quarter_word)", _year_digits),
    Rule("quarter", "the? (fiscal hyphen?)? nth:nth hyphen? quarter_word of fiscal? year:any_year", _quarter),
    Rule("quarter", "year:any_year own? (fiscal hyphen?)? nth:nth hyphen? quarter_word", _quarter),
    Rule("quarter of the text", "the latest (period|quarter_word)", _latest_quarter),
    Rule("half", "the? half:(ordinal|last) hyphen? half of? fiscal? year:any_year", _half),
    Rule("half", "year:any_year own? half:(ordinal|last) half", _half),
    Rule("month", "month:month", _month),
    Rule("month", "which:(last|this|next) month:month", _month),
    Rule("month", "the month_word of month:month", _month),
    Rule("month", "month:month of? year:any_year", _month_of_year),
    Rule("season", "which:(last|this|next|(this (past|coming))) season:season", _season),
    Rule("season", "the (early|late|mid) hyphen? season:season", _season),
    Rule("season", "(?<=in) season:season (?!of)", _season),
    Rule("season", "the season:(spring|summer|winter|autumn) (?!of)", _season),
    Rule("season", "the? season:season hyphen? (of|comma)? year:any_year", _season),
    Rule("year", "year:year", _year_digits),
    Rule("fiscal year", "the? fiscal year_word? year:year", _fiscal),
    Rule("fiscal year", "which:(deictic|the) year:fiscal year_word", _fiscal),
    Rule("end of the year", "year_word (hyphen|own)? end", _year_end),
    Rule("decade", "the? decade:(decade|decade_name)", _decade),
    Rule("century", "the? nth:nth hyphen? century_word", _century),
    Rule(
        "feast",
        "((christmas (day_word|eve)?)|(new year_word own? (day_word|eve))|(feast own? day_word)) of? year:year?",
        _feast,
    ),
    # so long ago, so long after
    Rule("so long ago", "count:count kind? unit:any_unit (and a more:half)? (or so)? way:ago", _ago),
    Rule("so long ago", "count:a unit:one_unit (and a more:half)? (or so)? way:ago", _ago),
    Rule("so long ago", "unit:many_units way:ago", _ago),
    Rule("so long from now", "count:(count|a) unit:any_unit way:(hence|(from now))", _ago),
    Rule("so long before or after", "count:(count|a) kind? unit:any_unit way:(earlier|later|before) (?!than)", _ago),
    Rule("the day before or after", "the unit:(day_word|week_word|month_word) way:(before|after)", _beside),
    Rule("the day before or after", "the part:part way:(before|after)", _beside),
    Rule("a year before", "year_word hyphen (ago|earlier)", _years_back),
    Rule(
        "a year before",
        "((the|a) comparable?)? year_word hyphen (ago|earlier) nth:nth? (quarter_word|period)",
        _years_back,
    ),
    Rule("a year before", "the year_word (before|earlier)", _years_back),
    # lengths
    Rule("length", "count:count kind? (additional|more)? hyphen? unit:any_unit", _length),
    Rule("length", "count:(count|a) kind? unit:any_unit and a more:half", _length),
    Rule("length", "count:count hyphen? and hyphen? a hyphen? more:half hyphen? unit:any_unit", _length),
    Rule("length", "half:half hyphen? (a|hyphen)? unit:one_unit", _one),
    Rule("length", "count:count (to|or|hyphen) numeral unit:any_unit", _length),
    Rule("length", "a unit:one_unit or numeral", _one),
    Rule("length", "a (additional|kind)? unit:one_unit (?!hyphen)", _one),
    Rule("length", "half:half hyphen unit:one_unit", _one),
    Rule("length", "magnitudes of unit:many_units", _several),
    Rule("length", "(?<=(for|in|within)) unit:units", _several),
    Rule("length", "unit:any_unit hyphen long", _unit_long),
    Rule(
        "length around the base",
        "(the|this|these|those)? during:(past|last|previous|next|coming|latest) count:count kind? unit:any_unit",
        _length,
    ),
    Rule(
        "length around the base",
        "the? during:(past|last|next|coming) count:count (to|or|hyphen) numeral unit:units",
        _length,
    ),
    Rule("length around the base", "(the|those|these) kind? (nth|final)? count:count kind? unit:many_units", _length),
    Rule("length around the base", "(the|those) (nth|final|last|early) unit:many_units", _several),
    # sets
    Rule("set", "every (count:count)? unit:any_unit", _every),
    Rule("set", "every weekday:weekday (part:part)?", _every),
    Rule("set", "every (month:month|season:season|part:part)", _every),
    Rule("set", "weekday:weekdays (part:part)?", _every),
    Rule("set", "so_often a unit:one_unit", _every),
    Rule("set", "per unit:one_unit", _every),
    Rule("set", "(daily|yearly|hourly)", _often),
    # no more than past, present or future
    Rule("present", "right? now", _loose("PRESENT_REF")),
    Rule("present", "present_adverb", _loose("PRESENT_REF")),
    Rule("present", "these units", _loose("PRESENT_REF")),
    Rule("past", "past_adverb", _loose("PAST_REF")),
    Rule("past", "recent unit:many_units", _loose("PAST_REF")),
    Rule("past", "(?<=in) the past", _loose("PAST_REF")),
    Rule("future", "((the? coming units)|(the units ahead)|(the units to come))", _loose("FUTURE_REF")),
    Rule("future", "(?<=in) the near? future", _loose("FUTURE_REF")),
    Rule("future", "the near (future|term)", _loose("FUTURE_REF")),
)

_SYMBOL = re.compile(r"\(\?<?[=!]|\s+|(?:(\w+):)?(?:(\()|([a-z_]+))")


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern over classes and phrases as a regular expression over letters."""
    return re.compile(_SYMBOL.sub(_compiled, pattern))


def _compiled(match: re.Match[str]) -> str:
    kept, opened, symbol = match.groups()
    if opened:
        return f"(?P<{kept}>" if kept else "(?:"
    if symbol is None:
        return match[0].strip()
    if symbol in PHRASES:
        inner = _SYMBOL.sub(_compiled, PHRASES[symbol])
    else:
        inner = f"[{OF_CLASS[symbol]}]"
    return f"(?P<{kept}>{inner})" if kept else inner
