"""The values that decisions give, checked: names, kinds, dates."""

from __future__ import annotations

import re

from onrecord.errors import SettingsError
from onrecord.reading.dates import parse_published
from onrecord.records import EntityKind, Published, moment_of

_MAX_CHARS = 2000  # as long as an outlet's name may be when it comes with a report
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?)?)?")


def name_in(words: str) -> str:
    """Return a name, white space in it as single spaces. Raises SettingsError for none, or one that is too long."""
    name = " ".join(words.split())
    if not name:
        raise SettingsError("An empty name is none.", remedy="Give the name as it should be shown.")
    if len(name) > _MAX_CHARS or not name.isprintable():
        raise SettingsError(
            f"{name[:60]!r} cannot be a name.", remedy=f"Give printable words, {_MAX_CHARS:,} characters at the most."
        )
    return name


def kind_in(words: str) -> str:
    """Return the kind of an entity. Raises SettingsError for another word."""
    try:
        return EntityKind(words.lower()).value
    except ValueError:
        kinds = ", ".join(kind.value for kind in EntityKind)
        raise SettingsError(f"{words!r} is no kind of entity.", remedy=f"The kinds are: {kinds}.") from None


def dates_in(words: str) -> str:
    """Return an ISO 8601 date as the interval it stands for: `START/END`, or one day or moment.

    Understood are a year, a month, a day or a moment, and two of these with `/` between them. Raises SettingsError.
    """
    first, slash, last = words.strip().partition("/")
    start, end = _moment(first, words).start, _moment(last if slash else first, words).end
    if moment_of(start)[:19] > moment_of(end if "T" in end else f"{end}T23:59:59")[:19]:
        raise SettingsError(f"{words!r} ends before it begins.", remedy="Write START/END, the earlier date first.")
    return start if start == end else f"{start}/{end}"


def _moment(words: str, given: str) -> Published:
    try:
        published = parse_published(words) if _ISO.fullmatch(words) else None
    except ValueError:
        published = None
    if published is None:
        raise SettingsError(
            f"{given!r} is no ISO 8601 date.",
            remedy="Write a year, month, day or moment (2031, 2031-04, 2031-04-12, 2031-04-12T09:30+02:00),"
            " or two with / between them.",
        )
    return published
