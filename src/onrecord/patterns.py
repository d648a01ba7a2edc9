"""What regular expressions do the same in every version of Python that the project runs on."""

from __future__ import annotations

import re


def end_of_run(part: re.Pattern[str], text: str, start: int = 0) -> int:
    """Return where a run of matches, one behind another from `start` on, ends; each is taken as it first matches.

    It is what the possessive `(?:part)*+` means, which Python 3.11.0 to 3.11.4 match wrongly where `part` has several
    ways to match (python/cpython issue 106052).
    """
    place = start
    while (match := part.match(text, place)) is not None and match.end() > place:
        place = match.end()
    return place
