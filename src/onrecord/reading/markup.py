"""HTML to text where the markup holds one text and nothing around it, as in feeds and mails.

Nothing is judged and nothing left out but what does not show: each block is a line, white space is one space as
on a screen, and all other characters stay as they are. Pages with menus around their article are for `html.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")  # none of these can stand in HTML
_SPACE = re.compile(r"[ \t\r\n\f]+")  # not \u00a0 and its kin, which may be meant
_INVISIBLE = re.compile(r"[\s\u00ad\u034f\u200b-\u200f\u2060\ufeff]*")
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th "
    "thead tr ul".split()
)
_UNSEEN = frozenset(
    "audio button canvas head iframe map math noframes object script select style svg template textarea title "
    "video".split()
)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:a|abbr|article|b|big|blockquote|body|br|center|cite|code|div|em|figure|font|h[1-6]|hr|html|i|iframe|img|li|ol"
    r"|p|pre|q|s|script|section|small|span|strong|sub|sup|table|td|tr|u|ul)(?=[\s/>])[^<>]{0,5000}>"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});",
    re.IGNORECASE,
)


def looks_like_markup(words: str) -> bool:
    """Tell whether words that may be HTML or plain text hold a tag of HTML or a character reference."""
    return _MARKUP.search(words) is not None


def parse_markup(markup: str) -> Any:
    """Return the tree of a page or of a piece of one.

    Raises:
        ValueError: nothing in it can be read as HTML.
    """
    import lxml.html  # heavy, and needed for markup only
    from lxml import etree

    try:
        return lxml.html.document_fromstring(
            _CONTROL.sub("", markup).encode(errors="ignore"), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
    except etree.ParserError as error:
        raise ValueError(str(error)) from error


def text_of_markup(markup: str) -> str:
    """Return the text of a piece of HTML, a line for each block; empty where there is none."""
    try:
        tree = parse_markup(markup)
    except ValueError:
        return ""
    lines = (re.sub(" {2,}", " ", line).strip(" ") for line in "".join(_pieces(tree)).split("\n"))
    return "\n".join(line for line in lines if not _INVISIBLE.fullmatch(line))


def line_of_markup(words: str) -> str:
    """Return a title or a name as one line of text, whether it came as HTML or plain."""
    text = text_of_markup(words) if looks_like_markup(words) else words
    return _SPACE.sub(" ", text).strip(" ")


def _pieces(tree: Any) -> Iterator[str]:
    """Yield the text that shows, with line breaks where blocks begin and end."""
    from lxml import etree

    preformatted = 0
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag if event in ("start", "end") else None
        if event == "start":
            if tag in _UNSEEN or _is_hidden(element):
                walk.skip_subtree()
                continue
            preformatted += tag == "pre"
            if tag in _BLOCKS or tag == "br":
                yield "\n"
            yield _shown(element.text, preformatted)
            continue
        if event == "end":
            preformatted -= tag == "pre" and not _is_hidden(element)
            if tag in _BLOCKS:
                yield "\n"
        yield _shown(element.tail, preformatted)


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or _HIDING.search(element.get("style") or "") is not None


def _shown(words: str | None, preformatted: int) -> str:
    if not words:
        return ""
    return words.replace("\r\n", "\n") if preformatted else _SPACE.sub(" ", words)
