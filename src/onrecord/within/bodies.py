"""Names of bodies that many states have: `Foreign Ministry`, `Ministry of Defence of X`, `X's parliament`.

Such a name says what kind of body it is, and stands beside, or holds, the name of whose it is. Two states' defence
ministries are two bodies; one state's "Defence Ministry" and "Ministry of Defence" are one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

_KINDS = frozenset(
    "ministry ministries parliament assembly government army forces force police court bank council cabinet senate house congress chamber office "
    "department staff guard service agency administration navy party committee presidency television radio embassy intelligence secretariat".split()
)
_QUALIFIERS = frozenset(
    "foreign defence defense interior finance justice health economy economic energy trade education agriculture transport culture environment labour labor "
    "external internal affairs relations armed national supreme constitutional central general air land state public people's security border emergency "
    "situations information intelligence federal military royal prosecutor's prosecutor president's presidential prime minister's upper lower high joint "
    "ground republican democratic socialist liberal conservative ruling opposition development tourism of the for and".split()
)
_SAME = {
    "foreign affairs": "foreign",
    "external affairs": "foreign",
    "foreign relations": "foreign",
    "internal affairs": "interior",
    "defense": "defence",
    "national defence": "defence",
    "national defense": "defence",
    "labor": "labour",
    "the interior": "interior",
}


def generic_name(words: Sequence[str]) -> str | None:
    """Return the form that ways to print a generic body share ("defence ministry"), `None` for a name of its own."""
    lower = [word.lower().replace("’", "'") for word in words]
    if not lower or not any(word in _KINDS for word in lower):
        return None
    if not all(word in _KINDS or word in _QUALIFIERS for word in lower):
        return None
    if len(lower) > 2 and lower[0] in _KINDS and lower[1] in ("of", "for"):
        about = " ".join(lower[2:])
        about = _SAME.get(about, about.removeprefix("the "))
        return f"{about} {lower[0]}"
    about = " ".join(lower[:-1])
    return f"{_SAME.get(about, about)} {lower[-1]}".strip()


def split_owner(words: Sequence[str], is_place: Callable[[str], bool]) -> tuple[list[str], str | None]:
    """Return a body's name without the state it names, and the state's words: `Ministry of Defence of the Republic of X`."""
    for length in (2, 1):
        first = " ".join(words[:length])
        if len(words) > length and is_place(first):
            return list(words[length:]), first
    for place in range(1, len(words)):
        if words[place - 1].lower() in ("of", "in"):
            rest = [word for word in words[place:] if word.lower() != "the"]
            while len(rest) > 2 and rest[0].lower() in ("republic", "kingdom", "state") and rest[1].lower() == "of":
                rest = rest[2:]
            if rest and is_place(" ".join(rest)):
                return list(words[: place - 1]), " ".join(rest)
    return list(words), None
