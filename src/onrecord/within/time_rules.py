"""The grammar of English time expressions: tables of phrases, then rules, each with a name that the record shows.

A rule is a pattern over classes of words (`time_words`) and a function that makes a reading of the words it caught.
In a pattern a name is a class or a phrase of `PHRASES`, `name:class` keeps what matched under a name, and the rest is
the notation of regular expressions. Of rules that match at one place the longest match counts, then the earlier rule.

Extents follow TimeBank: prepositions stay out ("on", "since"), articles and what qualifies a time belong to it ("the
past three decades", "more than 30 years", "earlier this month", "the end of March").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.within import time_makers as make
from onrecord.within.time_lexicon import OF_CLASS

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
    "close": "(stop|comma|break|$)",
}
"""Phrases that several rules share."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to write a time."""

    name: str
    pattern: str
    make: make.Make


# fmt: off
RULES: tuple[Rule, ...] = (
    # explicit dates, with their weekday and their time of day
    Rule("11 September", "date:dated_day (?=attack)", make.attack),
    Rule("11 September", "nine_eleven", make.attack),
    Rule("explicit date", "(any_weekday comma?)? date:whole_date", make.explicit),
    Rule("explicit date", "which:(last|this|next) date:dated_day", make.explicit),
    Rule("week of a date", "the? unit:(week_word|weekend_word) of date:day_of_year", make.week_of),
    Rule("date and time", "clock:zoned comma? on? (any_weekday comma?)? date:day_of_year", make.explicit_time),
    Rule("date and time", "the? day_time (of|on|comma)? (any_weekday comma?)? date:day_of_year", make.explicit_time),
    Rule("date and time", "(any_weekday comma?)? date:day_of_year comma? at? clock:zoned", make.explicit_time),
    Rule("date and time", "(any_weekday comma?)? date:day_of_year day_time", make.explicit_time),
    Rule("day of a month", "(any_weekday comma?)? month:month day:day_number", make.day_in_month),
    Rule("day of a month", "(any_weekday comma?)? month:month day:nth", make.day_in_month),
    Rule("day of a month", "(any_weekday comma?)? (the? day:nth of month:month)", make.day_in_month),
    Rule("first of two days", "day:day_number (?=(hyphen|to|and|or) date:day_of_year)", make.range_day),
    Rule("last of two days", "(?<=hyphen) day:day_number", make.last_of_range),
    # weekdays
    Rule("weekday", "weekday:weekday", make.weekday),
    Rule("weekday", "which:(last|this|next|(this (past|coming))|(the (previous|following|past|coming))) weekday:weekday", make.weekday),
    Rule("weekday", "which:(last|this|next)? weekday:weekday hyphen? day_time", make.weekday),
    Rule("weekday", "part_of? day_time (of|on|comma)? which:(last|next|this)? weekday:weekday", make.weekday),
    Rule("weekday and time", "clock:zoned comma? (on|of)? weekday:weekday", make.weekday),
    Rule("weekday and time", "weekday:weekday comma? at? clock:zoned", make.weekday),
    Rule("weekday of a week", "weekday:weekday (part:part)? (of|comma)? which:(this|last|next) week_word", make.weekday_of_week),
    # near today
    Rule("day", "day:(today|tonight|yesterday|tomorrow)", make.near_today),
    Rule("day", "day:(today|yesterday|tomorrow) hyphen? day_time", make.near_today),
    Rule("day", "part_of? day_time day:(today|yesterday|tomorrow)", make.near_today),
    Rule("day and time", "clock:zoned comma? day:(today|tonight|yesterday|tomorrow)", make.near_today),
    Rule("day before yesterday", "the? day_word (before day:yesterday|after day_after:tomorrow)", make.beyond),
    Rule("part of the day", "which:(this|last) part:part", make.this_part),
    Rule("part of the day", "(later|earlier) in the part:part", make.near_day),
    Rule("part of the day", "(?<=in) the part:part", make.near_day),
    Rule("part of the text's day", "((the which:(next|following|previous|same))|that) part:part", make.text_part),
    Rule("overnight", "overnight", make.overnight),
    Rule("time of day", "clock:zoned", make.near_day),
    Rule("time of day", "clock:(clock_time|day_number|number) in the part:part", make.clock_in_part),
    Rule("time of day", "moment:moment", make.near_day),
    Rule("time of day", "(early|late|mid) hyphen? part:part", make.near_day),
    # weeks, months, quarters, years by where they lie
    Rule("unit by its place", "which:deictic unit:one_unit", make.deictic),
    Rule("unit by its place", "(earlier|later|early|late) in (the|that) unit:one_unit", make.the_unit),
    Rule("unit of the text", "the kind unit:year_word", make.the_unit),
    Rule("unit of the text", "unit:weekend_word", make.the_unit),
    Rule(
        "unit of the text", "the unit:(weekend_word|week_word|month_word|quarter_word|year_word) (?!hyphen)", make.the_unit
    ),
    Rule("quarter", "the? fiscal? year:year? (fiscal hyphen?)? nth:nth (quarter_word|quarters)", make.quarter),
    Rule("quarter", "(fiscal hyphen?)? nth:nth hyphen quarter_word", make.quarter),
    Rule("year of a period", "the year:year (period|quarter_word)", make.year_digits),
    Rule("quarter", "the? (fiscal hyphen?)? nth:nth hyphen? quarter_word of fiscal? year:any_year", make.quarter),
    Rule("quarter", "year:any_year own? (fiscal hyphen?)? nth:nth hyphen? quarter_word", make.quarter),
    Rule("quarter of the text", "the latest (period|quarter_word)", make.latest_quarter),
    Rule("half", "the? half:(ordinal|last) hyphen? half of? fiscal? year:any_year", make.half),
    Rule("half", "year:any_year own? half:(ordinal|last) half", make.half),
    Rule("month", "month:month", make.month),
    Rule("month", "which:(last|this|next) month:month", make.month),
    Rule("month", "the month_word of month:month", make.month),
    Rule("month", "month:month of? year:any_year", make.month_of_year),
    Rule("season", "which:(last|this|next|(this (past|coming))) season:season", make.season),
    Rule("season", "the (early|late|mid) hyphen? season:season", make.season),
    Rule("season", "(?<=(in|by)) the season:season (?!of)", make.season),
    Rule("season", "(?<=in) season:season (?!of)", make.season),
    Rule("season", "the season:(spring|summer|winter|autumn) (?!of)", make.season),
    Rule("season", "the? season:season hyphen? (of|comma)? year:any_year", make.season),
    Rule("year", "year:year", make.year_digits),
    Rule("year", "the year_word year:year", make.year_digits),
    Rule("fiscal year", "the? fiscal year_word? year:year", make.fiscal),
    Rule("fiscal year", "which:(deictic|the) year:fiscal year_word", make.fiscal),
    Rule("end of the year", "year_word (hyphen|own)? end", make.year_end),
    Rule("decade", "the? decade:(decade|decade_name)", make.decade),
    Rule("century", "the? nth:nth hyphen? century_word", make.century),
    Rule("feast", "((christmas (day_word|eve)?)|(new year_word own? (day_word|eve))|(feast own? day_word)|(month day_word)) of? year:year?", make.feast),
    # so long ago, so long after
    Rule("so long ago", "count:count kind? unit:any_unit (and a more:half)? (or so)? way:ago", make.ago),
    Rule("so long ago", "count:a unit:one_unit (and a more:half)? (or so)? way:ago", make.ago),
    Rule("so long ago", "unit:many_units way:ago", make.ago),
    Rule("so long from now", "count:(count|a) unit:any_unit way:(hence|(from now))", make.ago),
    Rule("so long before or after", "count:(count|a) kind? unit:any_unit way:(earlier|later) (?!than)", make.ago),
    Rule("so long before or after", "count:(count|a) kind? unit:any_unit way:before (?=close)", make.ago),
    Rule("the day before or after", "the unit:(day_word|week_word|month_word) way:(before|after) (?=close)", make.beside),
    Rule("the day before or after", "the part:part way:(before|after) (?=close)", make.beside),
    Rule("the week before last", "the unit:one_unit before last", make.before_last),
    Rule("a year before", "year_word hyphen (ago|earlier)", make.years_back),
    Rule("a year before", "((the|a) comparable?)? year_word hyphen (ago|earlier) nth:nth? (quarter_word|period)", make.years_back),
    Rule("a year before", "the year_word (before|earlier)", make.years_back),
    # lengths
    Rule("length", "count:count kind? (additional|more)? hyphen? unit:any_unit", make.length),
    Rule("length", "count:(count|a) kind? unit:any_unit and a more:half", make.length),
    Rule("length", "count:count hyphen? and hyphen? a hyphen? more:half hyphen? unit:any_unit", make.length),
    Rule("length", "half:half hyphen? (a|hyphen)? unit:one_unit", make.one),
    Rule("length", "count:count (to|or|hyphen) numeral unit:any_unit", make.length),
    Rule("length", "a unit:one_unit or numeral", make.one),
    Rule("length", "a (additional|kind)? unit:one_unit (?!hyphen)", make.one),
    Rule("length", "half:half hyphen unit:one_unit", make.one),
    Rule("length", "magnitudes of unit:many_units", make.several),
    Rule("length", "(?<=(for|in|within)) unit:units", make.several),
    Rule("length", "unit:many_units (later|earlier)", make.several),
    Rule("length", "unit:any_unit hyphen long", make.unit_long),
    Rule("length around the base", "(the|this|these|those)? during:(past|last|previous|next|coming|latest) count:count kind? unit:any_unit", make.length),
    Rule("length around the base", "the? during:(past|last|next|coming) count:count (to|or|hyphen) numeral unit:units", make.length),
    Rule("length around the base", "(the|those|these) kind? (nth|final)? count:count kind? unit:many_units", make.length),
    Rule("length around the base", "(the|those) (nth|final|last|early) unit:many_units", make.several),
    # sets
    Rule("set", "every (count:count)? unit:any_unit", make.every),
    Rule("set", "every weekday:weekday (part:part)?", make.every),
    Rule("set", "every (month:month|season:season|part:part)", make.every),
    Rule("set", "weekday:weekdays (part:part)?", make.every),
    Rule("set", "so_often a unit:one_unit", make.every),
    Rule("set", "per unit:one_unit", make.every),
    Rule("set", "(daily|yearly|hourly)", make.often),
    # no more than past, present or future
    Rule("present", "right? now", make.loose("PRESENT_REF")),
    Rule("present", "present_adverb", make.loose("PRESENT_REF")),
    Rule("present", "these units", make.loose("PRESENT_REF")),
    Rule("past", "past_adverb", make.loose("PAST_REF")),
    Rule("past", "recent unit:many_units", make.loose("PAST_REF")),
    Rule("past", "(?<=in) the past", make.loose("PAST_REF")),
    Rule("future", "((the? coming units)|(the units ahead)|(the units to come))", make.loose("FUTURE_REF")),
    Rule("future", "(?<=in) the near? future", make.loose("FUTURE_REF")),
    Rule("future", "the near (future|term)", make.loose("FUTURE_REF")),
)
# fmt: on

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
    inner = _SYMBOL.sub(_compiled, PHRASES[symbol]) if symbol in PHRASES else f"[{OF_CLASS[symbol]}]"
    return f"(?P<{kept}>{inner})" if kept else inner
