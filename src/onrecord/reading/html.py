"""Saved pages: trafilatura finds the article text, the page's own metadata the rest.

The publication time is read from the standard metadata fields only. trafilatura's date finder completes
partial dates (2024/03 becomes 1 March) and searches the prose, which would invent dates.

The export of a news database is no page with one article: it is read line by line.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

from onrecord.reading.dates import parse_published
from onrecord.reading.decoding import UndecodableError, decode_declared
from onrecord.reading.exports import find_articles, read_articles
from onrecord.reading.fields import Fields, make_reading
from onrecord.reading.markup import parse_markup
from onrecord.reading.page_lines import page_lines
from onrecord.records import Location, NotRead, Published, Reading
from onrecord.settings import Settings

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD_BYTES = 4096
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MIN_ARTICLE_WORDS = 25
_MIN_PROSE_LINE = 60
_MAX_DEPTH = 2000  # elements inside each other; no article needs it, and libraries recurse on them
# trafilatura turns every kind of space into a plain one and drops invisible characters. These travel through
# it as letters of a script no news is written in, and come back as they were.
_KEPT = {
    character: chr(0x10A10 + place)
    for place, character in enumerate("\u00a0\u202f\u2009\u200b\u200c\u200d\u00ad\u2060")
}
_OUT = str.maketrans(_KEPT)
_BACK = str.maketrans({stand_in: character for character, stand_in in _KEPT.items()})
# Only a page with one of these is looked at as the export of a news database.
_EXPORT = re.compile(
    r"\bDOCUMENTS?\s*<|>\s*End of Document\s*<|>\s*Document[\s\u00a0]+[A-Z0-9]{8}\d{8}[a-z0-9]{4,12}\s*<"
)
_DATE_FIELDS = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@name='article:published_time' or @name='datePublished' or @name='publication_date' or @name='pubdate'"
    " or @name='publishdate' or @name='date' or @name='DC.date' or @name='DC.date.issued' or @name='dc.date'"
    " or @name='dcterms.created' or @name='parsely-pub-date' or @name='sailthru.date']/@content",
    "//meta[@property='og:published_time' or @property='og:article:published_time']/@content",
    "//time[@pubdate]/@datetime",
    "//article//header//time/@datetime",
)


def read_html(file: str, data: bytes, settings: Settings) -> Iterator[Reading | NotRead]:
    """Yield the article of one saved page, or why there is none."""
    try:
        page = _decode_page(data)
    except UndecodableError as error:
        yield NotRead(file, str(error))
        return
    if _EXPORT.search(page):
        try:
            printed = page_lines(_parse(page))
        except _NoArticleError as error:
            yield NotRead(file, str(error))
            return
        articles = find_articles(printed)
        if articles is not None:
            yield from read_articles(file, printed, articles, settings)
            return
    try:
        text, fields = _extract(page)
    except _NoArticleError as error:
        yield NotRead(file, str(error))
        return
    yield make_reading(file, text, fields, Location(file, 1), settings)


class _NoArticleError(ValueError):
    """A page without article text; the message is the reason to record."""


def _decode_page(data: bytes) -> str:
    """Decode by mark, by UTF-8, by the charset the page declares, then by detection."""
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    return decode_declared(data, declared[1].decode("ascii", "replace") if declared else None).text


def _parse(page: str) -> Any:
    try:
        tree = parse_markup(page)
    except ValueError as error:
        raise _NoArticleError(f"no readable HTML: {error}") from error
    if _depth(tree) > _MAX_DEPTH:
        raise _NoArticleError(f"more than {_MAX_DEPTH:,} elements inside each other")
    return tree


def _extract(page: str) -> tuple[str, Fields]:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot do is in what it returns
    import trafilatura

    tree = _parse(page)
    published = _find_published(tree)  # before trafilatura prunes the tree
    printed = "".join(tree.itertext())
    kept = not any(stand_in in printed for stand_in in _KEPT.values())
    if kept:
        _translate(tree)
    document: Any = trafilatura.bare_extraction(
        tree, with_metadata=True, include_comments=False, date_extraction_params={"extensive_search": False}
    )
    restore = _restore if kept else _as_it_is
    text = restore(getattr(document, "text", None))
    if not text or not _is_article(text):
        raise _NoArticleError("no article text found in the page")
    return text, Fields(
        title=restore(document.title),
        outlet=restore(document.sitename) or document.hostname,
        author=restore(document.author),
        url=document.url,
        published=published,
    )


def _is_article(text: str) -> bool:
    """Tell an article from the scraps of menus that are found where there is none."""
    return len(text.split()) >= _MIN_ARTICLE_WORDS or any(len(line) >= _MIN_PROSE_LINE for line in text.splitlines())


def _restore(words: str | None) -> str | None:
    """Return words as the page prints them; `None` for none."""
    return words.translate(_BACK) if words else None


def _as_it_is(words: str | None) -> str | None:
    return words or None


def _translate(tree: Any) -> None:
    for element in tree.iter():
        if isinstance(element.tag, str):
            if element.text:  # a character reference (`&#1;`) may have put in what no text may hold
                element.text = _NOT_XML.sub(" ", element.text).translate(_OUT)
            if element.tail:
                element.tail = _NOT_XML.sub(" ", element.tail).translate(_OUT)


def _depth(tree: Any) -> int:
    deepest = depth = 0
    from lxml import etree

    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _find_published(tree: Any) -> Published | None:
    """Return the first publication time that the page's metadata states and that can be read."""
    stated = [value for path in _DATE_FIELDS[:1] for value in tree.xpath(path)]
    stated += _linked_data_dates(tree)
    stated += [value for path in _DATE_FIELDS[1:] for value in tree.xpath(path)]
    for value in stated:
        try:
            published = parse_published(str(value))
        except ValueError:
            continue
        if published is not None:
            return published
    return None


def _linked_data_dates(tree: Any) -> list[str]:
    """Return `datePublished` of the JSON-LD blocks, in order."""
    dates: list[str] = []
    for block in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            waiting = [json.loads(block)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, dict):
                if isinstance(item.get("datePublished"), str):
                    dates.append(item["datePublished"])
                waiting += [value for value in item.values() if isinstance(value, dict | list)]
            elif isinstance(item, list):
                waiting += item
    return dates
