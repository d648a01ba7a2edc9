"""The whole text of a page as lines: white space as a browser shows it, one empty line between blocks."""

from __future__ import annotations

import re
from typing import Any

_BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol "
    "p pre section table tr ul".split()
)
_CELLS = frozenset(("td", "th"))
_UNSEEN = frozenset(("script", "style", "title", "template"))
_HTML_SPACE = re.compile(r"[ \t\r\n\f]+")
_AROUND_TAB = re.compile(r"[ \u00a0]*+\t[ \u00a0\t]*+")
_EMPTY_LINES = re.compile(r"\n{3,}")


def page_lines(tree: Any) -> str:
    """Return the text of a parsed page as lines; cells of one row are parted by a tab."""
    from lxml import etree

    pieces: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            pieces.append(_collapsed(element.tail))
            continue
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            pieces.append("\n\n" if name in _BLOCKS else "")
            pieces.append("" if name in _UNSEEN else _collapsed(element.text))
        else:
            pieces.append("\n\n" if name in _BLOCKS else "\n" if name == "br" else "\t" if name in _CELLS else "")
            pieces.append(_collapsed(element.tail))
    lines = (line.strip(" ") for line in "".join(pieces).split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(_AROUND_TAB.sub("\t", line).rstrip("\t") for line in lines)).strip("\n")


def _collapsed(words: str | None) -> str:
    return _HTML_SPACE.sub(" ", words) if words else ""
