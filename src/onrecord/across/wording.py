"""The words of a report as other reports can share them: small letters, no marks, furniture left out.

A stretch that is left out stands as a gap too wide for a shared passage to reach across, so that no passage covers
furniture. Scripts that print no spaces count each character as a word.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from sys import intern

from onrecord.records import Span

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+(?:'[^\W_{_UNSPACED}]+)*")
MAX_GAP = 8
"""Words that a shared passage reaches across, where one side has others or more of them."""

MAX_WORDS = 50_000
"""Words of a text that are looked at: a hundred times those of a report."""

LEFT_OUT = "\n"
"""Stands `MAX_GAP` times and once more in the place of what is left out; it equals no word."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a text, folded, and where each stands; what is left out has its words' place and no length."""

    forms: tuple[str, ...]
    starts: array[int]
    ends: array[int]

    def span(self, first: int, last: int) -> Span:
        """Return where the words from `first` up to `last`, not counting that, stand."""
        return Span(self.starts[first], self.ends[last - 1])

    def words_in(self, span: Span) -> slice:
        """Return which words start in a stretch of the text."""
        first = bisect_left(self.starts, span.start)
        return slice(first, bisect_left(self.starts, span.end, first))

    def inside(self, stretches: Iterable[Span]) -> Iterator[bool]:
        """Yield for each word whether it starts in one of some stretches, which are in order and do not overlap."""
        following = iter(stretches)
        stretch = next(following, None)
        for start in self.starts:
            while stretch is not None and stretch.end <= start:
                stretch = next(following, None)
            yield stretch is not None and stretch.start <= start


def word_text(text: str, left_out: Iterable[Span] = ()) -> Wording:
    """Return the first `MAX_WORDS` words of a text, but for some stretches of it. Offsets are those of the text."""
    folded = _fold(text).replace("’", "'")
    forms: list[str] = []
    starts, ends = array("I"), array("I")
    place = 0
    for hole in (*sorted(left_out), Span(len(text), len(text))):
        found = _WORD.findall(folded, place, max(place, hole.start))[: MAX_WORDS - len(forms)]
        forms += map(intern, found)
        at = place
        for form in found:
            at = folded.find(form, at)  # only marks stand before it; asking matches for places takes twice as long
            starts.append(at)
            at += len(form)
            ends.append(at)
        if len(forms) >= MAX_WORDS:
            break
        if place < hole.end < len(text) and forms:
            forms += [LEFT_OUT] * (MAX_GAP + 1)
            starts.extend([hole.start] * (MAX_GAP + 1))
            ends.extend([hole.start] * (MAX_GAP + 1))
        place = max(place, hole.end)
    return Wording(tuple(forms), starts, ends)


def _fold(text: str) -> str:
    """Return a text in small letters, of the same length: a few letters of Turkish and German have longer ones."""
    for folded in (text.casefold(), text.lower()):
        if len(folded) == len(text):
            return folded
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
