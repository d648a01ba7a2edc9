"""The words of time, and a text cut into them: each word gets one letter that stands for the classes it is in.

Rules are patterns over those letters (`time_rules`), so a text is looked through once, and a word that has nothing to
do with time is a dot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.reading.dates import MONTHS, PrintedDate, find_dates
from onrecord.records import Span
from onrecord.within.time_reading import Unit

UNITS: dict[str, Unit] = {unit.value: unit for unit in Unit if unit not in (Unit.SEASON, Unit.HALF)} | {
    "sec": Unit.SECOND,
    "min": Unit.MINUTE,
}
UNITS |= {"centuries": Unit.CENTURY} | {f"{word}s": unit for word, unit in UNITS.items() if word != "century"}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tues tue", "wednesday weds wed", "thursday thurs thur thu", "friday fri")
        + ("saturday sat", "sunday sun"),
        start=1,
    )
    for name in names.split()
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
}
_CAPITALISED = frozenset("weekday short_weekday weekdays month christmas".split())  # names only where written as names
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


OF_CLASS, _OF_WORD, _OF_SHAPE = _codes()
_NAME_CODES = frozenset("".join(OF_CLASS[name] for name in _CAPITALISED))
_HOUR = r"(?:[01]?\d|2[0-4])"
_WORD = re.compile(
    r"[^\S\n]*(?:"  # white space is passed over here, for speed; the commonest shapes stand first
    r"(?P<meridiem>[ap]\.m\b\.?|[AP]\.M\b\.?|(?<=\d[^\S\n])[apAP][mM]\b|(?<=\d)[apAP][mM]\b)"
    r"|(?P<word>[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)?)"
    r"|(?P<comma>,)|(?P<stop>\.)"
    r"|(?P<hyphen>(?<=\w)[-‐‑–—](?=\w))"
    r"|(?P<nine_eleven>(?<![\w/])9/11(?![\w/]))"
    r"|(?P<fraction>(?<![\w/])[134]/[24](?![\w/])|[½¼¾])"
    r"|(?P<decade>(?<![\w.,])(?:(?:1[6-9]|20)\d0|['’‘`](?<!\w['’])[2-9]0)['’]?s\b)"
    rf"|(?P<clock>(?<![\w.:]){_HOUR}(?:(?::[0-5]\d){{1,2}}(?![:\w])|\.[0-5]\d(?=\s?[ap]\.?m\b))"
    r"|(?<![\w.:])\d{4}(?=\s(?:GMT|UTC|BST|hours)\b))"
    r"|(?P<digital_ordinal>(?<![\w.,])\d{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<number>\d+(?:[.,]\d+)*)(?P<glued>[A-Za-z]*)"
    r"|(?P<own>['’]s?\b|(?<=s)['’])"
    r"|(?P<amount>[$€£¥#№+])"
    r"|(?P<break>\n[^\S\n]*\n|\n(?=[-*•]))"
    r"|(?P<sign>[^\s\w])"
    r")"
)
_SHORT_MONTHS = frozenset(word for word in MONTHS if len(word) <= 4) - {"may", "june", "july"}
_FOLLOWING = re.compile(r"[^\S\n]*\n?[^\S\n]*[,;)–—-]?\s?(\w+)")
_BEHIND_CLOCK = frozenset("".join(OF_CLASS[name] for name in ("zone", "weekday", "short_weekday", "month")))
_MERIDIEM_GLUED = re.compile(r"[ap]m", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TimeWord:
    """A word, number or sign: its letter, its place, and what it says in lower case without a full stop."""

    code: str
    start: int
    end: int
    words: str
    date: PrintedDate | None = None


def cut_words(text: str, span: Span) -> list[TimeWord]:
    """Return the words of a stretch; explicit dates (`reading.dates`), bare years apart, are one word each."""
    stretch = span.of(text)
    cut: list[TimeWord] = []
    place = 0
    for printed in find_dates(stretch, bare_years=False):
        cut += _cut(stretch, place, printed.span.start, span.start)
        shape = "dated_day" if printed.year is None else "dated" if printed.day else "dated_month"
        start, end = span.start + printed.span.start, span.start + printed.span.end
        cut.append(TimeWord(_OF_SHAPE[shape], start, end, text[start:end].lower(), printed))
        place = printed.span.end
    cut += _cut(stretch, place, len(stretch), span.start)
    return cut


def _cut(text: str, start: int, end: int, shift: int) -> Iterator[TimeWord]:
    other = False  # of words that have nothing to do with time one stands for all in a row
    for match in _WORD.finditer(text, start):  # to the end, not to `end`: the pattern looks ahead
        kind = match.lastgroup or "sign"
        if match.start(kind) >= end:
            return
        if kind == "word" and (code := _word_code(match[kind])) == OTHER:
            if not other:
                yield TimeWord(OTHER, shift + match.start(kind), shift + match.end(), match[kind])
            other = True
            continue
        other = False
        if kind == "word":
            yield _word(match, code, text, shift)
        elif kind == "glued":
            yield from _number(match, shift)
        else:
            yield _sign(match, kind, text, shift)


def _word_code(words: str) -> str:
    code = _OF_WORD.get(words)
    if code is None:
        return OTHER if words.islower() else _OF_WORD.get(words.lower().replace("’", "'"), OTHER)
    return OTHER if code in _NAME_CODES and words[0].islower() else code


def _word(match: re.Match[str], code: str, text: str, shift: int) -> TimeWord:
    """Return a word of time; the full stop of a short month belongs to it."""
    words, end = match["word"].lower().replace("’", "'"), match.end()
    if words in _SHORT_MONTHS and text[end : end + 1] == ".":
        end += 1
    return TimeWord(code, shift + match.start("word"), shift + end, words)


def _sign(match: re.Match[str], kind: str, text: str, shift: int) -> TimeWord:
    start, end = match.span(kind)
    words = match[kind].lower()
    if kind == "meridiem" and words.endswith(".") and _ends_sentence(text, end):
        end -= 1
    return TimeWord(_OF_SHAPE.get(kind, OTHER), shift + start, shift + end, words)


def _ends_sentence(text: str, place: int) -> bool:
    """Tell whether the full stop of "p.m." ends its sentence too: nothing follows, or a capital that is no zone or day."""
    following = _FOLLOWING.match(text, place)
    return following is None or (following[1][0].isupper() and _word_code(following[1]) not in _BEHIND_CLOCK)


def _number(match: re.Match[str], shift: int) -> Iterator[TimeWord]:
    """Yield a number, and what stands glued to it if that is `am` or `pm` (`9am`)."""
    digits, glued = match["number"], match["glued"]
    start, end = shift + match.start("number"), shift + match.end("number")
    if glued and not _MERIDIEM_GLUED.fullmatch(glued):
        yield TimeWord(OTHER, start, shift + match.end(), digits + glued)
        return
    yield TimeWord(_OF_SHAPE[_number_shape(digits)], start, end, digits)
    if glued:
        yield TimeWord(_OF_SHAPE["meridiem"], end, shift + match.end(), glued.lower())


def _number_shape(digits: str) -> str:
    if digits.isascii() and digits.isdigit():
        if len(digits) <= 2 and 1 <= int(digits) <= 31:
            return "day_number"
        if len(digits) == 4 and digits[:2] in ("17", "18", "19", "20"):
            return "year"
    return "digits"


def parse_count(words: list[str]) -> float | None:
    """Return the number that words write ("two", "5 1/2", "twenty four", "a hundred"); `None` for an unknown one."""
    total, part, seen = 0.0, 0.0, False
    for word in words:
        plain = word.replace(",", "")
        if word in NUMBERS:
            part += NUMBERS[word]
        elif word in MAGNITUDES:
            part = max(part, 1) * MAGNITUDES[word]
        elif word in FRACTIONS:
            part += FRACTIONS[word]
        elif word in ("a", "an"):
            part = 0
        elif word == "couple":
            part = 2
        elif plain.replace(".", "", 1).isdigit() and len(plain) <= 9:
            part += float(plain)
        else:
            continue
        seen = seen or word not in ("a", "an")
    total += part
    return total if seen else (1.0 if words in (["a"], ["an"]) else None)
