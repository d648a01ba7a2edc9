"""When two printed forms are one: capitals, marks on letters, apostrophes, hyphens and "the" do not count."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = "'’‘ʼʻ`´ʹ"
_LETTERS = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES + ".", None),
        "&": " and ",
        "+": " plus ",
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ə": "a",
        "æ": "ae",
    }
)
_WORD = re.compile(r"[^\W_]+")
_SPACED_LETTERS = re.compile(r"(?<=\b[A-Z]\.)\s+(?=[A-Z](?:\.|$))")
_ARTICLE = re.compile(r"^\s*the\s+", re.IGNORECASE)


def fold(form: str) -> str:
    """Return the key under which a form is looked up; empty when nothing of it is a word."""
    text = form.casefold().translate(_LETTERS)
    if not text.isascii():
        text = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    words = ["st" if word == "saint" else word for word in _WORD.findall(text)]
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def acronym(form: str) -> str | None:
    """Return a form made of capitals ("U.S.", "G-7", "the EU") without its dots; None if it is none.

    Acronyms are told apart from words by their capitals ("US" and "us", "WHO" and "who"), so they are not folded.
    """
    text = _SPACED_LETTERS.sub("", _ARTICLE.sub("", form.strip())).replace(".", "").replace("-", "")
    return text if 1 < len(text) <= 8 and text == text.upper() and text[0].isalpha() and " " not in text else None
