"""Exports of LexisNexis: those of Nexis Uni (articles end with `End of Document`) and those of its forerunners.

In both, a cover page may come first: the request, and a list of the documents. The older layout opens each article
with `3 of 161 DOCUMENTS` and labels in capitals; the newer one prints headline, outlet and date as lines of their
own, then labels, then the word `Body`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.reading.export_lines import (
    COPYRIGHT,
    Article,
    BrokenArticle,
    Line,
    date_of,
    join_words,
    language_of,
    span_of,
    without_by,
)

# --- Nexis Uni, Nexis Advance ---------------------------------------------------------

_UNI_END = re.compile(r"End of Document")
_UNI_LABEL = re.compile(
    r"(?P<label>Section|Length|Byline|Dateline|Highlight|Series|Edition|Author|Publication-Type|Language|Load-Date"
    r"|Correction-Date|Update-Date|Journal Code|Country|URL|Column|Distribution):[ \t\u00a0]*(?P<value>.*)"
)
_UNI_LENGTH = re.compile(r"Length:[ \t\u00a0]*[\d,.]+[ \t\u00a0]+(?:words|woorden|Wörter|mots)\b.*", re.IGNORECASE)
_UNI_TAIL = re.compile(r"Load-Date:[ \t\u00a0]*.*|Classification")
_PAGE = re.compile(r"Page \d+ of \d+")
_COVER = re.compile(r"(?:Job Number|Documents? \(\d+\)|Date and Time)\b.*")
_COVER_ENTRY = re.compile(r"(?P<number>\d+)\.[ \t\u00a0]+(?P<title>.+)")
_BODY = "Body"


def is_nexis_uni(lines: Sequence[Line]) -> bool:
    """Tell whether at least one article has both ends of the layout: `Body` under a length, and `End of Document`."""
    has_length = has_body = False
    for line in lines:
        if _UNI_END.fullmatch(line.words):
            if has_body:
                return True
            has_length = False
        elif _UNI_LENGTH.fullmatch(line.words):
            has_length = True
        elif line.words == _BODY and has_length:
            has_body = True
    return False


def read_nexis_uni(lines: Sequence[Line]) -> Iterator[Article | BrokenArticle]:
    """Yield the articles of a Nexis Uni export in order, broken ones with their reason."""
    start = 0
    for place, line in enumerate(lines):
        if _UNI_END.fullmatch(line.words):
            yield from _uni_region(lines[start:place], is_first=start == 0, is_closed=True)
            start = place + 1
    yield from _uni_region(lines[start:], is_first=start == 0, is_closed=False)


def _uni_region(lines: Sequence[Line], *, is_first: bool, is_closed: bool) -> Iterator[Article | BrokenArticle]:
    """Yield what stands between two ends: one article, or more where an end got lost."""
    bodies = _uni_bodies(lines)
    if not is_closed:
        if bodies or any(_UNI_LENGTH.fullmatch(line.words) for line in lines):
            yield BrokenArticle("cut off: no line “End of Document” closes it")
        return
    if not bodies:
        yield BrokenArticle("no line “Body” above its text")
        return
    yield from (BrokenArticle("cut off: no line “End of Document” closes it") for _ in bodies[1:])
    header = [line for line in lines[: bodies[-1]] if not _PAGE.fullmatch(line.words)]
    is_whole = len(bodies) == 1 and not is_first
    yield _uni_article(header, lines[bodies[-1] + 1 :], is_whole=is_whole)


def _uni_bodies(lines: Sequence[Line]) -> list[int]:
    """Return the places of the lines `Body` that open a text: those under a length, a copyright or a date."""
    found: list[int] = []
    is_headed = False
    for place, line in enumerate(lines):
        if line.words == _BODY and (is_headed or not found):
            found.append(place)
            is_headed = False
        elif _UNI_LENGTH.fullmatch(line.words):
            is_headed = True
    return found


def _uni_article(header: Sequence[Line], below: Sequence[Line], *, is_whole: bool) -> Article | BrokenArticle:
    """Return the article under these header lines.

    `is_whole` tells that the header holds this article's lines only; otherwise a cover or the rest of a broken
    article may stand above.
    """
    dated = _uni_date_place(header)
    if dated is None:
        return BrokenArticle("no date in its header")
    if dated < 2:
        return BrokenArticle("no headline and outlet above the date in its header")
    body = _uni_body(below)
    if not body:
        return BrokenArticle("no text under the line “Body”")
    above = header[: dated - 1]
    labels = _labels(_UNI_LABEL, [*header[dated + 1 :], *below[len(body) :]])
    fields = {
        "title": above[0].words if is_whole else _uni_listed_title(above) or above[-1].words,
        "outlet": header[dated - 1].words,
        "published": date_of(header[dated].words) or "",
        "author": without_by(labels.get("byline") or labels.get("author", "")),
        "url": labels.get("url", ""),
    }
    return Article((span_of(body),), _with_language(fields, labels.get("language")))


def _uni_date_place(header: Sequence[Line]) -> int | None:
    """Return the place of the date line: the lowest that is no label's."""
    for place in range(len(header) - 1, -1, -1):
        words = header[place].words
        if not _UNI_LABEL.fullmatch(words) and not _COVER.fullmatch(words) and date_of(words):
            return place
    return None


def _uni_listed_title(above: Sequence[Line]) -> str | None:
    """Return the title under a cover: the last line that the cover lists too."""
    if not any(_COVER.fullmatch(line.words) for line in above):
        return None
    listed = {match["title"] for line in above if (match := _COVER_ENTRY.fullmatch(line.words))}
    return next((line.words for line in reversed(above) if line.words in listed), None)


def _uni_body(below: Sequence[Line]) -> Sequence[Line]:
    """Return the lines of the text: up to the pictures' captions, the classification or the load date."""
    tail = next((place for place, line in enumerate(below) if _UNI_TAIL.fullmatch(line.words)), len(below))
    graphic = next((place for place in range(tail - 1, 0, -1) if below[place].words == "Graphic"), tail)
    return below[:graphic]


# --- LexisNexis Academic, nexis.com ---------------------------------------------------

_CLASSIC_START = re.compile(r"(?P<number>\d{1,4}) of (?P<total>\d{1,5}) DOCUMENTS?")
_CLASSIC_HEAD = re.compile(
    r"(?P<label>SECTION|LENGTH|HEADLINE|BYLINE|DATELINE|HIGHLIGHT|SERIES|EDITION|DISTRIBUTION|COLUMN|BODY):"
    r"[ \t\u00a0]*(?P<value>.*)"
)
_CLASSIC_LENGTH = re.compile(r"LENGTH:[ \t\u00a0]*[\d,.]+[ \t\u00a0]+words\b.*")
_CLASSIC_TAIL = re.compile(
    r"(?P<label>LOAD-DATE|LANGUAGE|GRAPHIC|PUBLICATION-TYPE|JOURNAL-CODE|DOCUMENT-TYPE|PUBLICATION-SUBTYPE|CORRECTION"
    r"|CORRECTION-DATE|UPDATE|NOTES|SUBJECT|ORGANIZATION|COMPANY|TICKER|INDUSTRY|PERSON|GEOGRAPHIC|CITY|STATE|COUNTRY"
    r"|URL|ACC-NO|TYPE):[ \t\u00a0]*(?P<value>.*)"
)
_CLASSIC_SURE_TAIL = frozenset({"LOAD-DATE", "LANGUAGE", "GRAPHIC", "PUBLICATION-TYPE", "JOURNAL-CODE"})


def is_nexis_classic(lines: Sequence[Line]) -> bool:
    """Tell whether at least one article opens with `3 of 161 DOCUMENTS` and holds a length or a load date."""
    opened = False
    for line in lines:
        match = _CLASSIC_START.fullmatch(line.words)
        if match:
            opened = int(match["number"]) <= int(match["total"])
        elif opened and (_CLASSIC_LENGTH.fullmatch(line.words) or line.words.startswith("LOAD-DATE: ")):
            return True
    return False


def read_nexis_classic(lines: Sequence[Line]) -> Iterator[Article | BrokenArticle]:
    """Yield the articles of an export in the older layout in order, broken ones with their reason."""
    starts = [place for place, line in enumerate(lines) if _CLASSIC_START.fullmatch(line.words)]
    regions = [lines[start + 1 : end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    found = [_classic_article(region) for region in regions]
    if isinstance(found[-1], Article) and not _is_closed(regions[-1]) and any(map(_is_closed, regions)):
        found[-1] = BrokenArticle("cut off: none of the lines that close an article, such as LOAD-DATE")
    yield from found


def _is_closed(lines: Sequence[Line]) -> bool:
    """Tell whether an article ends with closing labels; only the last of a file that was cut off has none."""
    return _classic_tail_place(lines) < len(lines)


def _classic_article(lines: Sequence[Line]) -> Article | BrokenArticle:
    opened = _classic_body_place(lines)
    if opened is None:
        return BrokenArticle("no line “BODY:” or “LENGTH:” above its text")
    header, below = lines[:opened], lines[opened:]
    dated = next((place for place, line in enumerate(header) if _is_classic_date(line.words)), None)
    if dated is None:
        return BrokenArticle("no date in its header")
    closing = _classic_tail_place(below)
    body = _without_copyright(below[:closing])
    if not body:
        return BrokenArticle("no text under its header")
    labels = _labels(_CLASSIC_HEAD, header, wrapped=True)
    tail = _labels(_CLASSIC_TAIL, below[closing:], wrapped=True)
    fields = {
        "title": labels.get("headline") or _classic_title(header[dated + 1 :]),
        "outlet": header[dated - 1].words if dated and not COPYRIGHT.match(header[dated - 1].words) else "",
        "published": date_of(header[dated].words) or "",
        "author": without_by(labels.get("byline", "")),
        "url": tail.get("url", "") if tail.get("url", "").startswith("http") else "",
    }
    return Article((span_of(body),), _with_language(fields, tail.get("language")))


def _classic_body_place(lines: Sequence[Line]) -> int | None:
    """Return where the text begins: under `BODY:`, else under the labels that follow the length."""
    for place, line in enumerate(lines):
        if line.words in ("BODY:", "BODY"):
            return place + 1
    place = next((place for place, line in enumerate(lines) if _CLASSIC_LENGTH.fullmatch(line.words)), -1)
    if place < 0:
        return None
    place += 1
    while place < len(lines) and (not lines[place].after_blank or _CLASSIC_HEAD.fullmatch(lines[place].words)):
        place += 1
    return place


def _is_classic_date(words: str) -> bool:
    return not _CLASSIC_HEAD.fullmatch(words) and date_of(words) is not None


def _classic_title(below_date: Sequence[Line]) -> str:
    """Return the headline that has no label: the first block under the date's own."""
    place = next((place for place, line in enumerate(below_date) if line.after_blank), len(below_date))
    if place == len(below_date) or _CLASSIC_HEAD.fullmatch(below_date[place].words):
        return ""
    end = next((end for end in range(place + 1, len(below_date)) if below_date[end].after_blank), len(below_date))
    return join_words(below_date[place:end])


def _classic_tail_place(below: Sequence[Line]) -> int:
    """Return where the closing labels begin: at a sure one, or at a run of others that reaches up from it."""
    end = len(below)
    for place, line in enumerate(below):
        match = _CLASSIC_TAIL.fullmatch(line.words)
        if match and match["label"] in _CLASSIC_SURE_TAIL:
            end = place
            break
    else:
        return end
    while end:
        block = next(place for place in range(end - 1, -1, -1) if below[place].after_blank or place == 0)
        if not _CLASSIC_TAIL.fullmatch(below[block].words):
            break
        end = block
    return end


def _without_copyright(lines: Sequence[Line]) -> Sequence[Line]:
    end = len(lines)
    while end and COPYRIGHT.fullmatch(lines[end - 1].words):
        end -= 1
    return lines[:end]


# --- Both -----------------------------------------------------------------------------


def _labels(pattern: re.Pattern[str], lines: Sequence[Line], *, wrapped: bool = False) -> dict[str, str]:
    """Return the values of labelled lines by label in small letters; with `wrapped`, values go on to a blank line."""
    values: dict[str, str] = {}
    last: str | None = None
    for line in lines:
        match = pattern.fullmatch(line.words)
        if match:
            last = match["label"].lower()
            if last in values:
                last = None
            else:
                values[last] = match["value"].strip()
        elif wrapped and last is not None and not line.after_blank:
            values[last] = f"{values[last]} {line.words}".strip()
        else:
            last = None
    return values


def _with_language(fields: dict[str, str], named: str | None) -> dict[str, str]:
    code = language_of(named) if named else None
    return {**fields, "language": code} if code else fields
