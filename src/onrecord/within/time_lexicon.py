"""The words of time, by class, and the letter that stands for the classes a word is in."""

from __future__ import annotations

from onrecord.reading.dates import MONTHS
from onrecord.within.time_reading import Unit

UNITS: dict[str, Unit] = {
    word: unit for unit in Unit if unit not in (Unit.SEASON, Unit.HALF) for word in (unit.value, f"{unit.value}s")
}
UNITS |= {"centuries": Unit.CENTURY, "sec": Unit.SECOND, "secs": Unit.SECOND, "min": Unit.MINUTE, "mins": Unit.MINUTE}
del UNITS["centurys"]
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        "monday|mon tuesday|tues|tue wednesday|weds|wed thursday|thurs|thu friday|fri saturday|sat sunday|sun".split(),
        start=1,
    )
    for name in names.split("|")
}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
PARTS = {
    "morning": "TMO",
    "mornings": "TMO",
    "midmorning": "TMO",
    "dawn": "TMO",
    "daybreak": "TMO",
    "sunrise": "TMO",
    "afternoon": "TAF",
    "afternoons": "TAF",
    "midafternoon": "TAF",
    "lunchtime": "TAF",
    "evening": "TEV",
    "evenings": "TEV",
    "dusk": "TEV",
    "sunset": "TEV",
    "nightfall": "TEV",
    "night": "TNI",
    "nights": "TNI",
}
MOMENTS = {"noon": "T12:00", "midday": "T12:00", "midnight": "T24:00"}
FEASTS = {
    "christmas": "12-25",
    "christmas day": "12-25",
    "christmas eve": "12-24",
    "new year eve": "12-31",
    "new year day": "01-01",
    "valentine day": "02-14",
    "halloween": "10-31",
    "boxing day": "12-26",
    "may day": "05-01",
}
"""Feasts that have their date, without 's."""
_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS = {word: number for number, word in enumerate(_SMALL.split(), start=1)}
NUMBERS |= {word: 10 * number for number, word in enumerate(TENS, start=2)}
MAGNITUDES = {"dozen": 12, "hundred": 100, "thousand": 1000}
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = {word: number for number, word in enumerate(_ORDINALS.split(), start=1)}
DECADES = {f"{word[:-1]}ies": number % 10 for number, word in enumerate(TENS, start=2)}

_CLASSES = {
    "the": "the",
    "a": "a an",
    "this": "this",
    "that": "that",
    "those": "those",
    "these": "these",
    "last": "last",
    "past": "past",
    "next": "next",
    "coming": "coming upcoming",
    "previous": "previous preceding",
    "following": "following",
    "same": "same",
    "current": "current present",
    "latest": "latest most-recent",
    "recent": "recent",
    "final": "final opening closing initial",
    "comparable": "comparable corresponding prior",
    "early": "early",
    "late": "late",
    "mid": "mid",
    "earlier": "earlier",
    "later": "later",
    "sometime": "sometime",
    "ago": "ago",
    "before": "before",
    "after": "after",
    "hence": "hence",
    "every": "every each",
    "per": "per",
    "about": "about around approximately roughly circa",
    "nearly": "nearly almost",
    "over": "over",
    "under": "under",
    "some": "some",
    "more": "more greater",
    "less": "less fewer",
    "than": "than",
    "at": "at",
    "least": "least",
    "most": "most",
    "up": "up",
    "to": "to",
    "no": "no",
    "not": "not",
    "of": "of",
    "in": "in",
    "on": "on",
    "by": "by",
    "for": "for",
    "from": "from",
    "since": "since",
    "until": "until till",
    "during": "during through throughout",
    "within": "within",
    "between": "between",
    "and": "and",
    "or": "or",
    "so": "so",
    "as": "as",
    "soon": "soon",
    "couple": "couple",
    "few": "few",
    "several": "several many numerous",
    "half": "half",
    "quarter_word": "quarter",
    "additional": "additional extra",
    "kind": "trading business working consecutive straight calendar full whole long short successive school crucial",
    "year_word": "year",
    "long": "long",
    "old": "old",
    "aged": "aged",
    "so_often": "once twice thrice times",
    "end": "end",
    "start": "beginning start onset",
    "middle": "middle",
    "rest": "rest remainder",
    "fiscal": "fiscal",
    "period": "period",
    "quarters": "quarters",
    "term": "term",
    "time": "time",
    "near": "near foreseeable immediate distant",
    "future": "future",
    "ahead": "ahead",
    "come": "come",
    "now": "now",
    "right": "right just",
    "today": "today",
    "tonight": "tonight",
    "yesterday": "yesterday",
    "tomorrow": "tomorrow",
    "overnight": "overnight",
    "present_adverb": "now currently nowadays presently",
    "past_adverb": "recently lately",
    "daily": "daily nightly",
    "weekly": "weekly",
    "monthly": "monthly",
    "yearly": "annually yearly",
    "hourly": "hourly",
    "oclock": "o'clock",
    "zone": "gmt utc bst est edt cst cdt mst mdt pst pdt et ct mt pt cet cest eet msk ist jst local",
    "attack": "attack attacks terrorist terrorism hijackings hijackers",
    "count_noun": "people troops soldiers men women children km kms kilometers kilometres miles meters metres feet "
    "tons tonnes dollars euros pounds yen barrels points percent shares jobs votes workers dead deaths houses homes",
    "numbered": "resolution resolutions number no nos room flight article section page route boeing highway vol",
    "unit": " ".join(word for word in UNITS if not word.endswith("s")),
    "units": " ".join(word for word in UNITS if word.endswith("s")),
    "weekday": " ".join(name for name in WEEKDAYS if name.endswith("day")),
    "short_weekday": " ".join(name for name in WEEKDAYS if not name.endswith("day")),
    "weekdays": " ".join(f"{name}s" for name in WEEKDAYS if name.endswith("day")),
    "month": " ".join(MONTHS),
    "season": " ".join(SEASONS),
    "seasons": " ".join(f"{name}s" for name in SEASONS),
    "part": " ".join(PARTS),
    "moment": " ".join(MOMENTS),
    "number": " ".join(NUMBERS),
    "magnitude": " ".join(MAGNITUDES),
    "magnitudes": "hundreds thousands dozens scores",
    "ordinal": " ".join(ORDINALS),
    "decade_name": " ".join(DECADES),
    "christmas": "christmas halloween",
    "new": "new",
    "eve": "eve",
    "day_word": "day",
    "week_word": "week",
    "weekend_word": "weekend",
    "month_word": "month",
    "century_word": "century",
    "spring": "spring",
    "summer": "summer",
    "autumn": "autumn",
    "winter": "winter",
    "feast": "valentine boxing",
    "feast_of": "black super good palm bloody ash maundy easter cyber",
}
_CAPITALISED = frozenset(
    "weekday short_weekday weekdays month christmas feast_of".split()
)  # names only where written as names
_SHAPES = {
    "day_number": "a number from 1 to 31",
    "digits": "any other number",
    "year": "1900 to 2099",
    "digital_ordinal": "21st",
    "clock": "9:30",
    "decade": "1990s, '90s",
    "meridiem": "a.m.",
    "hyphen": "-",
    "comma": ",",
    "own": "'s",
    "amount": "$",
    "break": "an empty line",
    "dated": "a day with its year",
    "dated_month": "a month with its year",
    "dated_day": "a day of a month",
    "fraction": "1/2",
    "nine_eleven": "9/11",
    "stop": ".",
    "slash": "/",
}
OTHER = "."


def _codes() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return the letters of each class, the letter of each word, and the letter of each shape."""
    classes_of: dict[str, set[str]] = {}
    for name, words in _CLASSES.items():
        for word in words.split():
            classes_of.setdefault(word, set()).add(name)
    letters: dict[frozenset[str], str] = {}
    for classes in [*map(frozenset, classes_of.values()), *(frozenset((shape,)) for shape in _SHAPES)]:
        letters.setdefault(classes, chr(0x4E00 + len(letters)))  # a range without letters that regular expressions use
    of_class: dict[str, str] = {}
    for classes, letter in letters.items():
        for name in classes:
            of_class[name] = of_class.get(name, "") + letter
    of_word = {word: letters[frozenset(classes)] for word, classes in classes_of.items()}
    return of_class, of_word, {shape: letters[frozenset((shape,))] for shape in _SHAPES}


OF_CLASS, OF_WORD, OF_SHAPE = _codes()
NAME_CODES = frozenset("".join(OF_CLASS[name] for name in _CAPITALISED))
