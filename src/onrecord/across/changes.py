"""What differs between two wordings of one text: versions of an article, or the two sides of a passage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from onrecord.records import Span

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of one text and what stands for it in the other; offsets are each text's own, either may be empty."""

    left: Span
    right: Span


def find_changes(left: str, right: str) -> tuple[Change, ...]:
    """Return where two texts differ, word by word, in order (Ratcliff and Obershelp, as in `difflib`)."""
    mine, theirs = (list(_WORD.finditer(text)) for text in (left, right))
    matcher = SequenceMatcher(None, [word[0] for word in mine], [word[0] for word in theirs], autojunk=False)
    return tuple(
        Change(_stretch(mine, first, last, len(left)), _stretch(theirs, start, end, len(right)))
        for kind, first, last, start, end in matcher.get_opcodes()
        if kind != "equal"
    )


def _stretch(words: list[re.Match[str]], first: int, last: int, length: int) -> Span:
    if first < last:
        return Span(words[first].start(), words[last - 1].end())
    place = words[first].start() if first < len(words) else length
    return Span(place, place)
