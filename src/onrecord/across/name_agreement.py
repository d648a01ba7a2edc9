"""How the parts of two names agree, and which part of one stands beside which of the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from onrecord.across.name_forms import Part
from onrecord.across.name_weights import LONG, MIN_CONSONANTS, MIN_LETTERS, NEAR_FROM, Agreement
from onrecord.across.name_words import GIVEN_NAME_GROUPS

_CACHED = 1 << 19


@dataclass(frozen=True, slots=True)
class Aligned:
    """One step of an alignment: the places of a part in each name; `None` where the other name has a part more."""

    left: int | None
    right: int | None
    agreement: Agreement = Agreement.NONE


def align(one: Sequence[Part], other: Sequence[Part]) -> list[Aligned]:
    """Return the alignment of highest agreement that keeps the order of both, by dynamic programming."""
    best = [[0.0] * (len(other) + 1) for _ in range(len(one) + 1)]
    found = [[_agreement(one, other, left, right) for right in range(len(other))] for left in range(len(one))]
    for left in reversed(range(len(one))):
        for right in reversed(range(len(other))):
            worth = found[left][right]
            together = best[left + 1][right + 1] + worth if worth else 0.0
            best[left][right] = max(together, best[left + 1][right], best[left][right + 1])
    return _trace(best, found)


def _trace(best: list[list[float]], found: list[list[Agreement]]) -> list[Aligned]:
    steps: list[Aligned] = []
    left = right = 0
    while left < len(found) and right < len(found[0]):
        worth = found[left][right]
        if worth and best[left][right] == best[left + 1][right + 1] + worth:
            steps.append(Aligned(left, right, found[left][right]))
            left, right = left + 1, right + 1
        elif best[left][right] == best[left + 1][right]:
            steps.append(Aligned(left, None))
            left += 1
        else:
            steps.append(Aligned(None, right))
            right += 1
    steps += [Aligned(place, None) for place in range(left, len(found))]
    return steps + [Aligned(None, place) for place in range(right, len(found[0]))]


def _agreement(one: Sequence[Part], other: Sequence[Part], left: int, right: int) -> Agreement:
    """Return how two parts agree; only last parts are family names for sure."""
    return agree(one[left], other[right], left == len(one) - 1 and right == len(other) - 1)


@lru_cache(_CACHED)
def agree(left: Part, right: Part, are_last: bool = False) -> Agreement:
    """Return how two parts agree; `are_last`: both stand last, where family names stand."""
    if left.is_initial or right.is_initial:
        return Agreement.INITIAL if left.folded[0] == right.folded[0] else Agreement.NONE
    if left.folded == right.folded:
        return Agreement.LETTERS
    letters = min(len(left.folded), len(right.folded))
    if left.romanised == right.romanised and letters >= MIN_LETTERS[Agreement.ROMANISED]:
        return Agreement.ROMANISED
    if left.sound == right.sound and letters >= MIN_LETTERS[Agreement.SOUND]:
        return Agreement.SOUND
    if are_last and _has_one_vowel_more(left, right):
        return Agreement.EPENTHESIS
    return _agree_loosely(left, right, are_last, letters)


def _agree_loosely(left: Part, right: Part, are_last: bool, letters: int) -> Agreement:
    """Return how parts agree that are no two spellings of one name."""
    if _differ_in_gender(left.romanised, right.romanised):
        return Agreement.GENDERED if are_last else Agreement.NONE
    if GIVEN_NAME_GROUPS.get(left.folded, frozenset()) & GIVEN_NAME_GROUPS.get(right.folded, frozenset()):
        return Agreement.SHORT_FORM
    return Agreement.NEAR if letters >= MIN_LETTERS[Agreement.NEAR] and _are_near(left, right) else Agreement.NONE


def _are_near(left: Part, right: Part) -> bool:
    """Tell whether two parts may be slips of one name; in a short one, a consonant more makes another: Maria, Marta."""
    if left.sound == right.sound:
        return True
    is_long = min(len(left.romanised), len(right.romanised)) >= LONG
    if not is_long and len(left.skeleton) != len(right.skeleton):
        return False
    return JaroWinkler.similarity(left.romanised, right.romanised) >= NEAR_FROM


def _has_one_vowel_more(left: Part, right: Part) -> bool:
    """Tell whether two long names differ by one vowel between consonants, near neither end: Sark(i)sian."""
    shorter, longer = sorted((left.sound, right.sound), key=len)
    if left.skeleton != right.skeleton or len(left.skeleton) < MIN_CONSONANTS or len(longer) - len(shorter) != 1:
        return False
    place = next((at for at, pair in enumerate(zip(shorter, longer, strict=False)) if pair[0] != pair[1]), len(shorter))
    around = longer[place - 1 : place] + longer[place + 1 : place + 2]
    return shorter[place:] == longer[place + 1 :] and len(around) == 2 and not set(around) & set("aeio")


def _differ_in_gender(left: str, right: str) -> bool:
    """Tell whether one form adds -a to the other or has it for another last vowel: Daniel(a), Mario/Maria."""
    shorter, longer = sorted((left, right), key=lambda form: (len(form), form))
    if longer == shorter + "a":
        return True
    return (
        len(left) == len(right)
        and left[:-1] == right[:-1]
        and {left[-1], right[-1]} in ({"a", "o"}, {"a", "e"}, {"a", "i"})
    )
