"""Where the sentences of a Doc stand."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Sentences:
    """The sentences of a Doc by number, from 0."""

    def __init__(self, doc: Doc) -> None:
        self._starts = [sentence.start_char for sentence in doc.sents]

    def at(self, place: int) -> int:
        """Return the number of the sentence that holds a character."""
        return bisect_right(self._starts, place) - 1

    def start(self, number: int) -> int:
        """Return the first character of a sentence; that of the first one for any number below."""
        return self._starts[max(0, number)] if self._starts else 0
