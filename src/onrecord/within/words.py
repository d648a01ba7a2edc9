"""The words and signs of a stretch of text, as the rules for cues and sources look at them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.records import Span

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|Sen|Rep|Gov|Prof|Rev|St)\.|[\w][\w’'&-]*|[^\w\s]"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word or sign and its place."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The word in small letters."""
        return self.text.lower()

    @property
    def is_word(self) -> bool:
        """Whether it is a word and no sign."""
        return self.text[0].isalnum()

    @property
    def is_capitalised(self) -> bool:
        """Whether it starts with a capital letter."""
        return self.text[0].isupper()

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


def words_of(text: str, span: Span, holes: tuple[Span, ...] = ()) -> list[Word]:
    """Return the words and signs of a stretch; each hole in it is one sign, a quotation mark."""
    words = []
    place = span.start
    for hole in (*holes, Span(span.end, span.end)):
        words += [Word(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text, place, hole.start)]
        if hole.start < hole.end:
            words.append(Word('"', hole.start, hole.end))
        place = max(place, hole.end)
    return words
