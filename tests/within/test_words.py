"""The words and signs of a stretch of text."""

from __future__ import annotations

from onrecord.records import Span
from onrecord.within.words import words_of


def test_words_and_signs() -> None:
    """Words keep their apostrophes and hyphens, abbreviations their stops; every sign is one."""
    text = "Mr. O’Hara, 34-year-old, didn't say: no."

    assert [word.text for word in words_of(text, Span(0, len(text)))] == [
        "Mr.", "O’Hara", ",", "34-year-old", ",", "didn't", "say", ":", "no", ".",
    ]  # fmt: skip
    assert all(word.span.of(text) == word.text for word in words_of(text, Span(0, len(text))))


def test_holes() -> None:
    """A hole is one sign, a quotation mark, whatever stands in it."""
    text = "He said “who said so” and left"
    words = words_of(text, Span(0, len(text)), (Span(8, 21),))

    assert [word.text for word in words] == ["He", "said", '"', "and", "left"]
    assert [word.is_word for word in words] == [True, True, False, True, True]
    assert words[0].is_capitalised
    assert words[0].lower == "he"
