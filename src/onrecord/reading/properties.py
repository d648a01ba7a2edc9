"""What a document says of itself in its properties, and when that may be believed.

Word processors fill these fields unasked: the title is often the file's name or that of the template, the author the
account of the machine. What is used must therefore stand in the text, where a reader of the page would find it.
"""

from __future__ import annotations

import re

_HEAD_CHARS = 2000
_FILE_NAME = re.compile(
    r"(?:microsoft \w+ - )?[^\n]*\.(?:docx?|rtf|odt|pdf|indd|qxp|qxd|pages|txt|html?|tmp|pub|ai|eps)", re.IGNORECASE
)
_WORD = re.compile(r"\w+")
_MIN_SHARE = 0.8


def believe_title(title: str | None, text: str) -> str | None:
    """Return a title from the properties when its words stand at the head of the text, else `None`."""
    words = _WORD.findall((title or "").casefold())
    if title is None or len(words) < 2 or _FILE_NAME.fullmatch(title.strip()):
        return None
    head = set(_WORD.findall(text[:_HEAD_CHARS].casefold()))
    share = sum(1 for word in words if word in head) / len(words)
    return " ".join(title.split()) if share >= _MIN_SHARE else None


def believe_author(author: str | None, text: str) -> str | None:
    """Return an author from the properties when the very name is printed at the head of the text, else `None`."""
    name = " ".join((author or "").split())
    if len(name.split()) < 2 or any(character.isdigit() for character in name):
        return None
    return name if name.casefold() in " ".join(text[:_HEAD_CHARS].split()).casefold() else None
