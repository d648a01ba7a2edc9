"""What the encoder is given of a word: its word pieces, and how the word is printed.

The vocabulary is uncased, so the shape of a word (capitals, digits), whether white space stands before it and
whether it opens a line travel beside the pieces, as one small number a word: its layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path

CLS, SEP, MASK, UNKNOWN = 101, 102, 103, 100  # ids in BERT's uncased vocabulary
MAX_WORD_PIECES = 16  # of a word: what is longer is no word, and its start tells enough
_MAX_WORD_CHARS = 100  # as in WordPiece itself
_MAX_KNOWN = 200_000  # words kept; a process that has seen more starts over


class Shape(IntEnum):
    """How a word is printed."""

    NONE = 0  # no word: the marks around a window
    DIGITS = 1
    WITH_DIGITS = 2
    ALL_CAPITALS = 3
    ONE_CAPITAL = 4
    CAPITALISED = 5
    MIXED = 6
    LOWER = 7
    OTHER = 8


LAYOUTS = 4 * len(Shape)  # how many different layouts there are


def shape_of(word: str) -> Shape:
    """Return the shape of a word."""
    if word.isdigit():
        return Shape.DIGITS
    if any(character.isdigit() for character in word):
        return Shape.WITH_DIGITS
    if word.islower():
        return Shape.LOWER
    if word.isupper():
        return Shape.ONE_CAPITAL if len(word) == 1 else Shape.ALL_CAPITALS
    if word[:1].isupper() and word[1:].islower():
        return Shape.CAPITALISED
    return Shape.MIXED if word.lower() != word else Shape.OTHER


def layout_of(shape: int, *, glued: bool, opens_line: bool) -> int:
    """Return one number for a word's shape, whether it is glued to the word before it, and whether it opens a line."""
    return shape + len(Shape) * (int(glued) + 2 * int(opens_line))


class WordPieces:
    """Words to pieces, each word looked up once."""

    def __init__(self, vocabulary: Path) -> None:
        """Read the tokenizer's own file (`tokenizer.json`)."""
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(vocabulary))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._known: dict[str, tuple[tuple[int, ...], int]] = {}

    def look_up(self, words: Sequence[str]) -> list[tuple[tuple[int, ...], int]]:
        """Return the pieces (one at least) and the shape of each word."""
        known = self._known
        words = [word[: _MAX_WORD_CHARS + 1] for word in words]  # longer ones are no words, and are not kept whole
        new = [word for word in dict.fromkeys(words) if word not in known]
        if new:
            if len(known) + len(new) > _MAX_KNOWN:
                known.clear()
                new = list(dict.fromkeys(words))
            encoded = self._tokenizer.encode_batch_fast(new, add_special_tokens=False)
            for word, encoding in zip(new, encoded, strict=True):
                known[word] = (tuple(encoding.ids[:MAX_WORD_PIECES]) or (UNKNOWN,), int(shape_of(word)))
        return [known[word] for word in words]
