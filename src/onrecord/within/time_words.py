"""A text cut into words, numbers and signs: each word gets one letter that stands for the classes it is in.

Rules are patterns over those letters (`time_rules`), so a text is looked through once, and a word that has nothing to
do with time is a dot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.reading.dates import MONTHS, PrintedDate, find_dates
from onrecord.records import Span
from onrecord.within.time_lexicon import (
    FRACTIONS,
    MAGNITUDES,
    NAME_CODES,
    NUMBERS,
    OF_CLASS,
    OF_SHAPE,
    OF_WORD,
    OTHER,
)

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
    r"|(?P<slash>/)"
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
        cut.append(TimeWord(OF_SHAPE[shape], start, end, text[start:end].lower(), printed))
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
    code = OF_WORD.get(words)
    if code is None:
        return OTHER if words.islower() else OF_WORD.get(words.lower().replace("’", "'"), OTHER)
    return OTHER if code in NAME_CODES and words[0].islower() else code


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
    return TimeWord(OF_SHAPE.get(kind, OTHER), shift + start, shift + end, words)


def _ends_sentence(text: str, place: int) -> bool:
    """Tell whether the full stop of "p.m." ends its sentence: what follows is a capital (no zone or day) or nothing."""
    following = _FOLLOWING.match(text, place)
    return following is None or (following[1][0].isupper() and _word_code(following[1]) not in _BEHIND_CLOCK)


def _number(match: re.Match[str], shift: int) -> Iterator[TimeWord]:
    """Yield a number, and what stands glued to it if that is `am` or `pm` (`9am`)."""
    digits, glued = match["number"], match["glued"]
    start, end = shift + match.start("number"), shift + match.end("number")
    if glued and not _MERIDIEM_GLUED.fullmatch(glued):
        yield TimeWord(OTHER, start, shift + match.end(), digits + glued)
        return
    yield TimeWord(OF_SHAPE[_number_shape(digits)], start, end, digits)
    if glued:
        yield TimeWord(OF_SHAPE["meridiem"], end, shift + match.end(), glued.lower())


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
