"""Lines as a page prints them: which belong to the pages and not to the text, and where paragraphs end.

No printed character is added, dropped or changed: between two lines of a paragraph stands one space, and a word that
is broken by a hyphen keeps it. Lines that repeat at the edges of the pages are left out, since they would stand in the
middle of sentences.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_EDGE_LINES = 3  # from the top and the bottom of a page, where its own lines may stand
_MIN_REPEATS = 3
_REPEATED_SHARE = 0.6
_MAX_EDGE_CHARS = 150
_PAGE_NUMBER = re.compile(r"(?:page |p\. ?|[-–— ]*)?\d{1,4}(?: ?(?:/|of) ?\d{1,4})?[-–— ]*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_GAP = 1.3  # times the usual distance between lines: more, and a paragraph ended
_SIZE = 1.12  # times the size of the letters: more, and the next line is no part of the same paragraph
_SHORT = 0.8  # of the usual length of a line: shorter, and a line that ends a sentence ends a paragraph
_VERY_SHORT = 0.5  # shorter still, and any line may, unless the next goes on with a small letter
_INDENT = 0.6  # of the size of the letters: further in than the line above, and a paragraph begins
_MAX_INDENT = 5.0  # further in than this begins no paragraph: it is another column
_ENDS_SENTENCE = re.compile(r"[.!?…:][\"”’»)\]]*$")
_OPENS = re.compile(r"[\"“«„‘(\[]*[^\W\d_a-zà-öø-ÿ]|[-–—•*]\s|\d{1,2}[.)]\s")
_BROKEN_WORD = re.compile(r"[^\W\d_]{2}[-\u2010\u00ad]$")
_HANGING = re.compile(r"(?:and|or|und|oder|et|ou|to)\b")  # pre- and post-war: no broken word


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line as the extractor gives it: its words, where it begins on its page, the size of its letters.

    `y` grows upwards; places and sizes are in points.
    """

    words: str
    page: int
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0


def drop_edges(pages: Sequence[Sequence[PrintedLine]]) -> tuple[list[PrintedLine], Counter[str]]:
    """Return the lines of all pages without those that repeat at the edges of most, and what was left out how often.

    Digits count as equal, so that page numbers repeat. Two pages are too few to tell, except for page numbers.
    """
    filled = [page for page in pages if page]
    seen = Counter(key for page in filled for key in {_edge_key(line) for line in _edges(page)})
    needed = max(_MIN_REPEATS, _REPEATED_SHARE * len(filled))
    repeated = {key for key, count in seen.items() if count >= needed}
    if len(filled) > 1:
        repeated |= {
            _edge_key(line)
            for page in filled
            for line in (page[0], page[-1])
            if _PAGE_NUMBER.fullmatch(line.words) and seen[_edge_key(line)] >= _REPEATED_SHARE * len(filled)
        }
    sizes = {
        key: statistics.median(line.size for page in filled for line in _edges(page) if _edge_key(line) == key)
        for key in repeated
    }
    left_out: Counter[str] = Counter()
    shown: dict[str, str] = {}
    kept: list[PrintedLine] = []
    for page in filled:
        edges = {id(line) for line in _edges(page)}
        for line in page:
            key = _edge_key(line)
            # A headline is often the running head of the other pages, in smaller letters.
            if id(line) in edges and key in repeated and line.size <= sizes[key] * _SIZE:
                left_out[shown.setdefault(key, line.words)] += 1
            else:
                kept.append(line)
    return kept, left_out


def _edges(page: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return the lines that may be the page's own: the first and the last ones, if they are short."""
    edges = [*page[:_EDGE_LINES], *page[max(_EDGE_LINES, len(page) - _EDGE_LINES) :]]
    return [line for line in edges if len(line.words) <= _MAX_EDGE_CHARS]


def _edge_key(line: PrintedLine) -> str:
    return _DIGITS.sub("0", " ".join(line.words.split()))


def join_lines(lines: Sequence[PrintedLine]) -> tuple[str, int]:
    """Return the paragraphs of these lines, one a line of text, and how many words broken by a hyphen it holds."""
    if not lines:
        return "", 0
    usual = Usual.of(lines)
    pieces = [lines[0].words]
    broken = 0
    for above, line in pairwise(lines):
        if usual.parts(above, line):
            pieces.append("\n")
        elif _BROKEN_WORD.search(above.words) and line.words[0].isalpha() and not _HANGING.match(line.words):
            broken += 1
        else:
            pieces.append(" ")
        pieces.append(line.words)
    return "".join(pieces), broken


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual in this text: the length of its lines, and the distance between them, in sizes of letters."""

    chars: float
    distance: float

    @classmethod
    def of(cls, lines: Sequence[PrintedLine]) -> Usual:
        """Measure lines; a file without places has no distance."""
        distances = [
            (above.y - line.y) / above.size
            for above, line in pairwise(lines)
            if above.page == line.page and above.size > 0 and 0 < above.y - line.y < above.size * 4
        ]
        lengths = sorted(len(line.words) for line in lines)
        return cls(lengths[int(len(lengths) * 0.75)], statistics.median(distances) if distances else 0.0)

    def parts(self, above: PrintedLine, line: PrintedLine) -> bool:
        """Tell whether a paragraph ends between two lines."""
        placed = self.distance > 0 and above.size > 0 and line.size > 0
        if placed and max(above.size, line.size) > min(above.size, line.size) * _SIZE:
            return True
        chars = len(above.words)
        ends = bool(_ENDS_SENTENCE.search(above.words)) and bool(_OPENS.match(line.words))
        if chars < self.chars * _SHORT and ends:
            return True
        if above.page != line.page or (placed and line.y >= above.y):  # over the page, or to the next column
            return False
        if placed and (above.y - line.y) / above.size > self.distance * _GAP:
            return True
        if placed and ends and _INDENT < (line.x - above.x) / above.size < _MAX_INDENT:
            return True
        return chars < self.chars * _VERY_SHORT and not line.words[:1].islower()
