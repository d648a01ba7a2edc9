"""Exports of Factiva: each article ends with `Document` and an id that carries its date.

As a user gets them, the header is either plain lines (headline, byline, number of words, date, time, outlet, code,
edition, page, language, copyright) or, with indexing, values under codes of two or three capitals (`HD`, `BY`, `WC`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.reading.export_lines import (
    COPYRIGHT,
    LANGUAGES,
    Article,
    BrokenArticle,
    Line,
    date_of,
    join_words,
    language_of,
    span_of,
    without_by,
)

_END = re.compile(r"Document[ \u00a0]+(?P<id>(?=[A-Z0-9]*[A-Z])[A-Z0-9]{8}(?:19|20)\d{6}[a-z0-9]{4,12})")
_WORDS = re.compile(r"[\d,.]{1,9} (?:words|mots|Wörter|woorden|palabras|parole|palavras)")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?: ?[A-Z]{2,5})?(?: [AP]M)?(?: [A-Z]{2,4})?")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_BY = re.compile(r"by:?\s", re.IGNORECASE)
_NAMES = re.compile(
    r"[^\W\d_a-z][\w’'.-]*(?:(?:,| and| &)? (?:(?:de|van|von|al|el|bin|der|den|la|le) )?[^\W\d_a-z][\w’'.-]*){1,5}"
)
_PAGE_LINE = re.compile(r"(?:Page \d+ of \d+.*|.*© (?:19|20)\d\d Factiva, Inc\..*)")
_CODES = (
    "CLM SE HD BY CR WC PD ET SN SC NGC GC ED PG VOL LA CY CX LP TD ART CT RF CO TKR IN NS RE IPC IPD PUB AN".split()
)
_CODED = re.compile(rf"(?P<code>{'|'.join(_CODES)})(?:[ \u00a0]*\t[ \t\u00a0]*(?P<value>.*)|)")
_TEXT_CODES = ("LP", "TD")
_MAX_HEAD_LINES = 3  # section, headline, byline
_MAX_LANGUAGE_LINES = 8  # between the outlet and the language: code, edition, volume, page


def is_factiva(lines: Sequence[Line]) -> bool:
    """Tell whether at least one article has both ends: a number of words over a date, or codes; and a `Document` id."""
    headed = False
    codes: set[str] = set()
    for place, line in enumerate(lines):
        match = _END.fullmatch(line.words) or _coded_end(line)
        if match and (headed or {"HD", "WC", "PD"} <= codes):
            return True
        if match:
            codes = set()
        coded = _CODED.fullmatch(line.words)
        if coded:
            codes.add(coded["code"])
        headed = headed or _is_head(lines, place)
    return False


def read_factiva(lines: Sequence[Line]) -> Iterator[Article | BrokenArticle]:
    """Yield the articles of a Factiva export in order, broken ones with their reason."""
    start = 0
    for place, line in enumerate(lines):
        match = _END.fullmatch(line.words) or _coded_end(line)
        if match:
            yield from _region(lines[start:place], match["id"], is_first=start == 0)
            start = place + 1
    if any(_is_head(lines, place) or _opens_codes(lines[place]) for place in range(start, len(lines))):
        yield BrokenArticle("cut off: no line “Document …” closes it")


def _coded_end(line: Line) -> re.Match[str] | None:
    """Return the match of an id in a line such as `AN<tab>Document …`."""
    coded = _CODED.fullmatch(line.words)
    return _END.fullmatch(coded["value"]) if coded and coded["code"] == "AN" and coded["value"] else None


def _is_head(lines: Sequence[Line], place: int) -> bool:
    """Tell whether a line is the number of words of a plain header: a date stands under it."""
    return (
        bool(_WORDS.fullmatch(lines[place].words))
        and place + 1 < len(lines)
        and date_of(lines[place + 1].words) is not None
    )


def _opens_codes(line: Line) -> bool:
    coded = _CODED.fullmatch(line.words)
    return coded is not None and coded["code"] == "HD"


def _region(lines: Sequence[Line], source_id: str, *, is_first: bool) -> Iterator[Article | BrokenArticle]:
    """Yield what stands between two ids: one article, or more where an id got lost."""
    lines = [line for line in lines if not _PAGE_LINE.fullmatch(line.words)]
    coded = [place for place, line in enumerate(lines) if _opens_codes(line)]
    heads = [place for place in range(len(lines)) if _is_head(lines, place)]
    openings = coded or heads
    if not openings:
        yield BrokenArticle("no number of words and date in its header")
        return
    yield from (BrokenArticle("cut off: no line “Document …” closes it") for _ in openings[1:])
    if coded:
        yield _coded_article(lines[max(0, coded[-1] - 1) :], source_id)
    else:
        is_whole = not is_first and len(heads) == 1
        yield _plain_article(lines, heads[-1], source_id, is_whole=is_whole)


def _plain_article(lines: Sequence[Line], counted: int, source_id: str, *, is_whole: bool) -> Article | BrokenArticle:
    """Return the article whose number of words stands at `counted`.

    `is_whole` tells that nothing else stands above; otherwise a list of contents or a broken article may.
    """
    head = lines[max(0, counted - _MAX_HEAD_LINES) : counted]
    title, author = _title_and_author(head if is_whole and counted <= _MAX_HEAD_LINES else head[-2:])
    if not title:
        return BrokenArticle("no headline above the number of words")
    below = lines[counted + 1 :]
    place = 2 if len(below) > 1 and _CLOCK.fullmatch(below[1].words) else 1
    if len(below) < place + 2 or not _CODE.fullmatch(below[place + 1].words):
        return BrokenArticle("no outlet with its code under the date")
    named = next(
        (at for at in range(place + 2, min(len(below), place + 2 + _MAX_LANGUAGE_LINES)) if _is_language(below[at])),
        None,
    )
    if named is None:
        return BrokenArticle("no language in its header, so that the beginning of its text is not known")
    opened = named + 1
    while opened < len(below) and COPYRIGHT.match(below[opened].words) and opened <= named + 2:
        opened += 1
    if opened == len(below):
        return BrokenArticle("no text under its header")
    fields = {
        "id": source_id,
        "title": title,
        "outlet": below[place].words,
        "published": date_of(below[0].words) or "",
        "author": author,
        "language": language_of(below[named].words) or "",
    }
    return Article((span_of(below[opened:]),), fields)


def _is_language(line: Line) -> bool:
    return line.words.casefold() in LANGUAGES


def _title_and_author(head: Sequence[Line]) -> tuple[str, str]:
    """Return headline and byline of the lines above the number of words: section, headline and byline, or fewer."""
    if not head:
        return "", ""
    last = head[-1].words
    if len(head) > 1 and (_BY.match(last) or _is_byline(head[-2].words, last)):
        return head[-2].words, without_by(last)
    return ("", without_by(last)) if _BY.match(last) and len(head) == 1 else (last, "")


def _is_byline(above: str, words: str) -> bool:
    """Tell whether a line without “By” names persons: names only, under a line that reads like a headline."""
    return (
        bool(_NAMES.fullmatch(words)) and len(above.split()) >= 4 and any(word.islower() for word in above.split()[1:])
    )


def _coded_article(lines: Sequence[Line], source_id: str) -> Article | BrokenArticle:
    """Return an article with indexing: each code with the lines up to the next code."""
    values = _coded_values(lines)
    pieces = tuple(span_of(values[code]) for code in _TEXT_CODES if values.get(code))
    if not pieces:
        return BrokenArticle("no text under LP or TD")
    if not values.get("PD"):
        return BrokenArticle("no date (PD) in its header")
    if not values.get("HD"):
        return BrokenArticle("no headline (HD) in its header")
    words = {code: join_words(found) for code, found in values.items() if found}
    fields = {
        "id": source_id,
        "title": words["HD"],
        "outlet": words.get("SN", ""),
        "published": date_of(words["PD"]) or words["PD"],
        "author": without_by(words.get("BY", "")),
        "language": language_of(words.get("LA", "")) or "",
    }
    return Article(pieces, fields)


def _coded_values(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """Return the lines of each code, without the code itself; a code met again belongs to the text."""
    values: dict[str, list[Line]] = {}
    current: list[Line] | None = None
    for line in lines:
        match = _CODED.fullmatch(line.words)
        if match is None or match["code"] in values:
            if current is not None:
                current.append(line)
            continue
        current = values.setdefault(match["code"], [])
        if match["value"]:
            start = line.end - len(match["value"])
            current.append(Line(start, line.end, match["value"], line.after_blank))
    return values
