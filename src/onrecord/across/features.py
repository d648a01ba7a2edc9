"""Features of two weighed gists that tell whether they are of one happening.

They are the field's usual ones for linking stories: TF-IDF cosines, shared and unshared names, numbers and times
(Allan (ed.), Topic Detection and Tracking, 2002).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from onrecord.across.weighing import Names, Vector, Weighed
from onrecord.records import Gist

_UNKNOWN_SHARE = 0.4  # of what one report names in the other, where it names nothing
_DOLLAR = "$"
_CHANCE = 0.35  # cosine of the weekdays of two reports that have nothing to do with each other


def find_features(left: Weighed, right: Weighed) -> dict[str, float]:
    """Return the features of a pair, by name; the same whichever comes first."""
    return {
        **_find_words(left, right),
        **_find_names(left, right),
        **_find_numbers(left, right),
        **_find_times(left, right),
    }


TIMES = frozenset(
    ("gap known", "gap 0", "gap 1", "gap 3", "gap", "days known", "days apart", "days same", "years same",
     "years apart", "dates same", "weekdays")
)  # fmt: skip
"""Features that tell when, not what."""


def _find_words(left: Weighed, right: Weighed) -> dict[str, float]:
    shared = [left.rarities[one] for one in left.terms if one in right.terms]
    lead = [value for one, value in left.lead.items() if one in right.lead]
    low, high = sorted((_inside(left.title, right.lead), _inside(right.title, left.lead)))
    sizes = left.gist.length, right.gist.length
    return {
        "words": _cosine(left.terms, left.terms_norm, right.terms, right.terms_norm),
        "rare words": _top(shared, 6),
        "rare lead words": _top(lead, 4),
        "pairs": _cosine(left.pairs, left.pairs_norm, right.pairs, right.pairs_norm),
        "titles": _cosine(left.title, left.title_norm, right.title, right.title_norm),
        "title in lead, less": low,
        "title in lead, more": high,
        "length": math.log(min(sizes) + 1),
        "lengths apart": abs(math.log((sizes[0] + 1) / (sizes[1] + 1))),
    }


def _cosine(left: Vector, left_norm: float, right: Vector, right_norm: float) -> float:
    if len(left) > len(right):
        left, right = right, left
    norms = left_norm * right_norm
    return math.fsum(left[one] * right[one] for one in left if one in right) / norms if norms else 0.0


def _top(values: Iterable[float], count: int) -> float:
    return math.fsum(sorted(values, reverse=True)[:count])


def _inside(title: Vector, lead: Vector) -> float:
    whole = math.fsum(title.values())
    return math.fsum(value for one, value in title.items() if one in lead) / whole if whole else 0.0


def _find_names(left: Weighed, right: Weighed) -> dict[str, float]:
    found = {}
    for group in ("persons", "places", "bodies"):
        mine, theirs = getattr(left, group), getattr(right, group)
        shared = [key for key in mine.topics if key in theirs.topics]
        found[f"{group}"] = _cosine(mine.vector, mine.norm, theirs.vector, theirs.norm)
        found[f"shared {group}"] = max((min(mine.strength[key], theirs.strength[key]) for key in shared), default=0.0)
        alone = lone_names(mine, theirs, right), lone_names(theirs, mine, left)
        found[f"other {group}"] = min(max(names.values(), default=0.0) for names in alone)
        found[f"rare {group}"] = _top(
            (
                min(mine.rarities[key], theirs.rarities[key])
                * min(1.0, mine.topics[key].weight ** 0.5, theirs.topics[key].weight ** 0.5)
                for key in shared
            ),
            3,
        )
        both = zip((mine, theirs), alone, strict=True)
        shares = sorted(_share(names, lone) for names, lone in both if names.whole) or [_UNKNOWN_SHARE]
        found[f"{group} in the other, less"], found[f"{group} in the other, more"] = shares[0], shares[-1]
    return {name: found[name] for name in _NAME_FEATURES}


_NAME_FEATURES = (
    "persons", "shared persons", "other persons", "rare persons", "persons in the other, less",
    "places", "other places", "rare places", "places in the other, less",
    "bodies", "other bodies", "bodies in the other, more",
)  # fmt: skip


def lone_names(mine: Names, theirs: Names, other: Weighed) -> Vector:
    """Return the names that only one report has, with their strength; not those whose last word the other prints."""
    return {
        key: strength
        for key, strength in mine.strength.items()
        if key not in theirs.topics and mine.topics[key].word not in other.rarities
    }


def _share(names: Names, lone: Vector) -> float:
    """Return the share of the names of one report that the other has too."""
    return 1 - math.fsum(names.topics[key].weight * names.rarities[key] for key in lone) / names.whole


def _find_numbers(left: Weighed, right: Weighed) -> dict[str, float]:
    same = math.fsum(
        (1.0 if noun else 0.5)
        * min(2.0, math.log10(value + 1) + 0.3)
        / (1 + max(place, right.numbers[noun, value]) / 300)
        for (noun, value), place in left.numbers.items()
        if (noun, value) in right.numbers
    )
    other = math.fsum(
        1 / (1 + max(min(values.values()), min(right.counted[noun].values())) / 150)
        for noun, values in left.counted.items()
        if noun not in ("", _DOLLAR) and noun in right.counted and not values.keys() & right.counted[noun].keys()
    )
    return {
        "numbers same": min(same, 4.0),
        "numbers other": min(other, 3.0),
        "ordinals other": float(bool(other_ordinals(left.gist, right.gist))),
    }


def other_ordinals(left: Gist, right: Gist) -> list[tuple[str, set[int], set[int]]]:
    """Return what both count by ordinals, and never by the same: the noun, and the places in each."""
    mine, theirs = _by_noun(left.ordinals), _by_noun(right.ordinals)
    return [(noun, mine[noun], theirs[noun]) for noun in mine if noun in theirs and not mine[noun] & theirs[noun]]


def _by_noun(ordinals: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for noun, place in ordinals:
        found[noun].add(place)
    return found


def _find_times(left: Weighed, right: Weighed) -> dict[str, float]:
    one, other = left.gist, right.gist
    gap = days_apart(left, right)
    days = left.main_day is not None and right.main_day is not None
    apart = min(abs((left.main_day or 0) - (right.main_day or 0)), 1000) if days else 0
    years = years_apart(one, other)
    weekdays = 0.0
    if left.weekdays and right.weekdays:
        weekdays = _cosine(left.weekdays, left.weekdays_norm, right.weekdays, right.weekdays_norm) - _CHANCE
    return {
        "gap known": float(gap is not None),
        "gap 0": float(gap is not None and gap <= 0),
        "gap 1": float(gap is not None and gap <= 1),
        "gap 3": float(gap is not None and gap <= 3),
        "gap": 0.0 if gap is None else math.log1p(min(gap, 400)),
        "days known": float(days),
        "days apart": math.log1p(apart),
        "days same": min(
            2.0, math.fsum(min(left.days[day], right.days[day]) for day in left.days if day in right.days)
        ),
        "years same": float(years == 0),
        "years apart": float(min(years or 0, 3)),
        "dates same": float(min(len(left.dates & right.dates), 3)),
        "weekdays": weekdays,
    }


def days_apart(left: Weighed, right: Weighed) -> int | None:
    """Return how many days at least lie between two publications; `None` where one is unknown."""
    if left.published is None or right.published is None:
        return None
    return max(0, left.published[0] - right.published[1], right.published[0] - left.published[1])


def years_apart(left: Gist, right: Gist) -> int | None:
    """Return how many years lie between the latest years that two reports name; `None` where one names none."""
    if not left.years or not right.years:
        return None
    return abs(max(left.years) - max(right.years))
