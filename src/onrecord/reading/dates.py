"""Explicit dates: the grammar of printed English dates, and the dates that metadata gives.

Only what is printed counts: a missing year stays missing, and 03/04/2024, which two continents read
differently, is not understood at all (3.4.2024 is: where dots are written, the day comes first).
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from onrecord.patterns import end_of_run
from onrecord.records import DateSource, Published, Span

_MONTH_NAMES = "january february march april may june july august september october november december".split()
MONTHS = {name: number for number, whole in enumerate(_MONTH_NAMES, start=1) for name in (whole, whole[:3])} | {
    "sept": 9
}
_MONTH = (
    r"(?P<month>(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_YEAR_OF_DAY = r"(?P<year>(?:1[789]|20)\d\d)\b(?!\s*(?:GMT|UTC|[Hh]ours|local))"  # with a day, further back
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_PATTERNS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (rf"(?<![\w/.-]){_YEAR}-(?P<iso_month>[01]\d)-(?P<iso_day>[0-3]\d)(?![\w/-])", 0),
        (rf"(?<![\w/.-])(?P<numeric_day>[0-3]?\d)\.(?P<numeric_month>[01]?\d)\.{_YEAR}(?![\w/-])", 0),
        (rf"(?<![\w.,]){_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR_OF_DAY}", re.IGNORECASE),
        (rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR_OF_DAY}", re.IGNORECASE),
        (rf"(?<![\w.,]){_DAY}\s+(?:of\s+)?{_MONTH}(?!\w)", 0),
        (rf"\b{_MONTH}\s+{_DAY}(?![\w]|[,.]\d|%)", 0),
        (rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b", 0),
        (
            rf"\b(?:in|since|by|until|till|of|from|during|before|after|late|early|mid|end|spring|summer|autumn|fall"
            rf"|winter|year)[\s-]+{_YEAR}\b(?!\s*(?:people|troops|soldiers|km|miles|tons|%|[-–]\d|,\d))",
            re.IGNORECASE,
        ),
    )
)
_DIGIT = re.compile(r"\d")
_MAX_DATE_LINE = 200
_EPOCH_MILLISECONDS = 10_000_000_000  # from here on a number counts milliseconds; as seconds it would be the year 2286
_TOO_LARGE = 100_000_000_000_000  # 15 digits: the year 5138 in milliseconds
_EPOCH_MIN = 100_000_000  # seconds: March 1973; smaller numbers count something else
_PLAUSIBLE_YEAR = re.compile(r"(?:19|20)\d\d")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)Z?)?")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_SLASHED = re.compile(r"^(\d{4})/(\d\d)/(\d\d)(?!\d)")
_WEEK = re.compile(r"(\d{4})-?W(\d\d)")
_MAIL = re.compile(
    r"(?:[A-Za-z]{3},? )?\d{1,2} [A-Za-z]{3} \d{4} \d{1,2}:\d\d(?::\d\d)?(?: (?:[+-]\d{4}|[A-Z]{1,4}))?(?: \(.*\))?"
)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d))?")
_URL_DATE = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>[01]?\d)(?:[/-](?P<day>[0-3]?\d))?(?=[/_.?-]|$)")
_BESIDE_DATE = re.compile(
    rf"\W+|(?<![a-z])(?:{_WEEKDAY}|published|updated|posted|date|on|at|first|last|[ap]\.?m|gmt|utc|[a-z]{{2,4}}t)(?![a-z])"
    r"|(?<!\d)\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed at `span`: what of year, month and day the words give."""

    span: Span
    year: int | None
    month: int | None
    day: int | None

    @property
    def value(self) -> str:
        """The TIMEX3 value; a missing year is XXXX."""
        parts = ["XXXX" if self.year is None else f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def precision(self) -> str:
        """The unit the words give it to."""
        return "day" if self.day else "month" if self.month else "year"

    def interval(self) -> tuple[str, str] | None:
        """Return the first and last day as ISO dates, `None` without a year."""
        return None if self.year is None else interval_of(self.year, self.month, self.day)


def interval_of(year: int, month: int | None, day: int | None) -> tuple[str, str]:
    """Return the first and the last day of a year, month or day, as ISO dates."""
    if month is None:
        return f"{year:04}-01-01", f"{year:04}-12-31"
    last = calendar.monthrange(year, month)[1]
    return f"{year:04}-{month:02}-{day or 1:02}", f"{year:04}-{month:02}-{day or last:02}"


def find_dates(text: str, *, bare_years: bool = True) -> Iterator[PrintedDate]:
    """Yield the explicit dates printed in `text`, in order of place, none inside another.

    `bare_years`: years that stand alone behind a preposition too.
    """
    found: list[PrintedDate] = []
    if not _DIGIT.search(text):
        return
    patterns = _PATTERNS if bare_years else _PATTERNS[:-1]
    for pattern in patterns:  # fullest first: a later pattern may not cut into an earlier one's words
        for match in pattern.finditer(text):
            printed = _printed(match)
            if printed is None:
                continue
            place = bisect(found, printed.span, key=_span_of)
            if not any(printed.span.touches(other.span) for other in found[max(0, place - 1) : place + 1]):
                found.insert(place, printed)
    yield from found


def only_date(text: str) -> PrintedDate | None:
    """Return the date of a line that holds one date and, besides weekday, clock and 'Published', nothing else."""
    dates = list(find_dates(text)) if len(text) <= _MAX_DATE_LINE else []
    if len(dates) != 1:
        return None
    printed = dates[0]
    rest = text[: printed.span.start] + " " + text[printed.span.end :]
    return printed if end_of_run(_BESIDE_DATE, rest) == len(rest) else None


def parse_published(value: object) -> Published | None:
    """Return the publication time that a column or a metadata field gives; `None` for an empty one.

    Understood: ISO 8601 (also year, year-month and compact forms), RFC 2822, seconds or milliseconds since
    1970, printed English dates ("21 March 2024", "March 21, 2024, 10:30 GMT" to the day).

    Raises:
        ValueError: the value is not empty, and not understood.
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return _at(value)
    if isinstance(value, date):
        return _on(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    if isinstance(value, str):
        return _from_words(value.strip()) if value.strip() else None
    raise ValueError(f"not a date: {value!r:.60}")


def date_in_url(url: str) -> Published | None:
    """Return the date an address carries in its path (`/2024/03/17/`), as precise as it stands there."""
    match = _URL_DATE.search(url.partition("?")[0])
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
    if not _exists(year, month, day) or year is None:
        return None
    return Published(*interval_of(year, month, day), DateSource.URL)


def _span_of(printed: PrintedDate) -> Span:
    return printed.span


def _printed(match: re.Match[str]) -> PrintedDate | None:
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    day = groups.get("day") or groups.get("iso_day") or groups.get("numeric_day")
    name = groups.get("month")
    digits = groups.get("iso_month") or groups.get("numeric_month")
    month = MONTHS[name.lower().rstrip(".")] if name else int(digits) if digits else None
    number = int(day) if day else None
    if not _exists(year, month, number):
        return None
    # A bare year stands after its preposition, which is no part of the date.
    start = match.start("year") if month is None else match.start()
    return PrintedDate(Span(start, match.end()), year, month, number)


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    try:
        date(year or 2000, month or 1, day or 1)  # 2000: a leap year, so that 29 February passes
    except ValueError:
        return False
    return True


def _from_number(value: float) -> Published:
    """Read digits that write a date (2031, 203104, 20310412, 20310412103000), else seconds or milliseconds."""
    if abs(value) < _TOO_LARGE and value == int(value):  # which is false for no number (NaN)
        digits = str(int(value))
        published = _from_partial(digits) if len(digits) == 4 else _from_digits(digits)
        if published is not None:
            return published
    if _EPOCH_MIN <= value < _TOO_LARGE:
        return _at(datetime.fromtimestamp(value / 1000 if value >= _EPOCH_MILLISECONDS else value, UTC))
    raise ValueError(f"not a date: {_shown(value)}")


def _shown(value: float) -> str:
    """Return a number as it is put in a message; Python refuses to write very long ones."""
    try:
        return repr(value)
    except ValueError:  # more digits than Python writes
        return "a number of absurd size"


def _from_digits(digits: str) -> Published | None:
    """Read year and month, or a compact date, when they make a plausible one."""
    if not _PLAUSIBLE_YEAR.match(digits):
        return None
    if len(digits) == 6:
        return _from_partial(f"{digits[:4]}-{digits[4:]}")
    return _from_compact(digits)


def _from_words(words: str) -> Published:
    if _EPOCH.fullmatch(words):
        return _from_number(int(words))
    words = _SLASHED.sub(r"\1-\2-\3", words)
    for parse in (_from_partial, _from_compact, _from_iso, _from_mail, _from_print):
        published = parse(words)
        if published is not None:
            return published
    raise ValueError(f"not a date: {words[:60]!r}")


def _from_partial(words: str) -> Published | None:
    match = _PARTIAL.fullmatch(words)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2]) if match[2] else None
    return (
        Published(*interval_of(year, month, None), DateSource.METADATA) if year and _exists(year, month, None) else None
    )


def _from_compact(words: str) -> Published | None:
    match = _COMPACT.fullmatch(words)
    if match is None:
        return None
    year, month, day, *clock = (int(part) if part else None for part in match.groups())
    if year is None or month is None or day is None:
        return None
    try:
        if clock[0] is None:
            return _on(date(year, month, day))
        hour, minute, second = (part or 0 for part in clock)
        return _at(datetime(year, month, day, hour, minute, second, tzinfo=UTC))
    except ValueError:
        return None


def _from_iso(words: str) -> Published | None:
    week = _WEEK.fullmatch(words)
    if week is not None:
        try:
            first, last = (date.fromisocalendar(int(week[1]), int(week[2]), day) for day in (1, 7))
        except ValueError:
            return None
        return Published(first.isoformat(), last.isoformat(), DateSource.METADATA)
    try:
        return _on(date.fromisoformat(words))
    except ValueError:
        pass
    try:
        return _at(datetime.fromisoformat(words))
    except ValueError:
        return None


def _from_mail(words: str) -> Published | None:
    if not _MAIL.fullmatch(words):
        return None
    try:
        return _at(parsedate_to_datetime(words))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _from_print(words: str) -> Published | None:
    printed = only_date(words)
    interval = printed.interval() if printed else None
    return Published(*interval, DateSource.METADATA) if interval else None


def _at(moment: datetime) -> Published:
    words = moment.isoformat()
    return Published(words, words, DateSource.METADATA)


def _on(day: date) -> Published:
    return Published(day.isoformat(), day.isoformat(), DateSource.METADATA)
