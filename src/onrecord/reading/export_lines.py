"""What the exports of news databases have in common: lines, labels, printed dates, and what is found in them.

An export is read as the lines of its text, whatever carried it (plain text, Word, RTF, a page). Every article
points into that text, so that what a report holds is what the file held.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from onrecord.reading.dates import find_dates
from onrecord.records import Span

_LINE = re.compile(r"[^\r\n\v\f\u2028\u2029]+")
_SPACE = " \t\u00a0\ufeff\u200b"
_MAX_DATE_LINE = 100
_MAX_DATE_START = 24  # "Saturday, " and the like may stand before a date
_FOREIGN_DATE = re.compile(
    r"\d{1,2}\.? (?:de |d[’'])?[^\W\d_]{3,12}\.? (?:de )?(?:19|20)\d\d\b.{0,60}"  # 4 oktober 2031 woensdag
    r"|[^\W\d_]{3,12} \d{1,2}, (?:19|20)\d\d\b.{0,60}"
    r"|\d{1,4}[./年-]\d{1,2}[./月-]\d{1,4}\b.{0,40}"
)
COPYRIGHT = re.compile(
    r"(?:copyright\b|\(c\)|©|all rights reserved\b|alle rechten? voorbehouden|tous droits réservés).*", re.IGNORECASE
)
LANGUAGES = {
    "english": "en",
    "french": "fr",
    "german": "de",
    "spanish": "es",
    "italian": "it",
    "portuguese": "pt",
    "dutch": "nl",
    "russian": "ru",
    "ukrainian": "uk",
    "polish": "pl",
    "czech": "cs",
    "turkish": "tr",
    "arabic": "ar",
    "chinese": "zh",
    "japanese": "ja",
    "korean": "ko",
    "swedish": "sv",
    "norwegian": "no",
    "danish": "da",
    "finnish": "fi",
    "hungarian": "hu",
    "romanian": "ro",
    "greek": "el",
    "hebrew": "he",
}


class Line(NamedTuple):
    """One printed line without the white space around it; `after_blank` tells whether an empty one precedes it."""

    start: int
    end: int
    words: str
    after_blank: bool


@dataclass(frozen=True, slots=True)
class Article:
    """One article of an export: where its text stands, and what its header says, under the names of `fields`.

    `pieces` are in order; where a label stands inside the text there are two. `notes` say what was odd.
    """

    pieces: tuple[Span, ...]
    header: Mapping[str, str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BrokenArticle:
    """One article of an export that gives no report, and why."""

    reason: str


def lines_of(text: str) -> list[Line]:
    """Return the lines that hold something, in order."""
    lines: list[Line] = []
    blank = True
    end = 0
    for match in _LINE.finditer(text):
        blank = blank or _has_blank(text, end, match.start())
        end = match.end()
        words = match[0].strip(_SPACE)
        if not words:
            blank = True
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip(_SPACE))
        lines.append(Line(start, start + len(words), words, blank))
        blank = False
    return lines


def _has_blank(text: str, start: int, end: int) -> bool:
    """Tell whether more than one line end stands between two lines."""
    between = text[start:end].replace("\r\n", "\n")
    return len(between) > 1


def span_of(lines: Sequence[Line]) -> Span:
    """Return where these lines stand together."""
    return Span(lines[0].start, lines[-1].end)


def join_words(lines: Sequence[Line]) -> str:
    """Return the words of a header value that goes over several lines."""
    return " ".join(line.words for line in lines)


def date_of(words: str) -> str | None:
    """Return the date of a line that is a date line, else `None`.

    What stands beside the date (weekday, clock, edition) is left out. A line that is built like a date in another
    language is returned as it is: the fields say later that it was not understood.
    """
    if len(words) > _MAX_DATE_LINE or COPYRIGHT.match(words):
        return None
    dates = [printed for printed in find_dates(words) if printed.year is not None and printed.month is not None]
    if len(dates) == 1 and dates[0].span.start <= _MAX_DATE_START and not words.endswith((".", "?", "!")):
        return dates[0].span.of(words)
    return words if not dates and _FOREIGN_DATE.fullmatch(words) else None


def language_of(words: str) -> str | None:
    """Return the code of a language that an export names in English; `None` for one that is not known here."""
    first = re.split(r"[;,(]", words.casefold())[0].strip()
    return LANGUAGES.get(first)


def without_by(words: str) -> str:
    """Return a byline without the word that opens it."""
    return re.sub(r"^by:?\s+", "", words, flags=re.IGNORECASE)
