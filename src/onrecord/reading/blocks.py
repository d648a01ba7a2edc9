"""Paragraphs: a line each, or, in text wrapped by hand, the lines between blank ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.records import Span

_LINE = re.compile(r"\S(?:[^\r\n\u2028\u2029]*\S)?")  # without the white space around it
_BLANK = re.compile(r"\r?\n[ \t]*\r?\n|\r(?!\n)[ \t]*\r(?!\n)")
_WRAP_MIN, _WRAP_MAX = 45, 100  # columns between which hand-wrapped lines end
_WRAPPED_SHARE = 0.8
_MIN_WRAPPED_LINES = 4


def find_blocks(text: str) -> tuple[Span, ...]:
    """Return the paragraphs of `text` without the white space around them, in order."""
    lines = [Span(*match.span()) for match in _LINE.finditer(text)]
    if not lines:
        return ()
    groups = [[lines[0]]]
    for line in lines[1:]:
        if _BLANK.search(text, groups[-1][-1].end, line.start):
            groups.append([line])
        else:
            groups[-1].append(line)
    if not _is_wrapped(text, groups):
        return tuple(lines)
    return tuple(Span(block[0].start, block[-1].end) for group in groups for block in _at_short_lines(group))


def _at_short_lines(group: list[Span]) -> Iterator[list[Span]]:
    """Cut a group of wrapped lines behind each line that leaves the column half empty: there a paragraph ended."""
    block: list[Span] = []
    for line in group:
        block.append(line)
        if line.end - line.start < _WRAP_MIN:
            yield block
            block = []
    if block:
        yield block


def _is_wrapped(text: str, groups: list[list[Span]]) -> bool:
    """Tell whether line ends fall inside sentences: most lines that another follows fill the column."""
    followed = [line for group in groups for line in group[:-1]]
    if len(followed) < _MIN_WRAPPED_LINES or max(line.end - line.start for line in followed) > _WRAP_MAX:
        return False
    full = sum(1 for line in followed if line.end - line.start >= _WRAP_MIN)
    inside = sum(1 for line in followed if text[line.end - 1] not in '.!?"”’:')
    return full >= len(followed) * _WRAPPED_SHARE and inside >= len(followed) * 0.5
