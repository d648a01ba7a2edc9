"""Gists with every word and name weighed by how rare it is, ready to be compared.

How rare a word is comes from a fixed table (`facts.terms`), so that a pair of reports compares the same whatever else a
record holds; but for what nearly the whole record speaks of, which tells nothing in it (`find_ubiquitous`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from onrecord.facts.terms import rarity
from onrecord.records import Gist, Topic

_MAX_WEIGHT = 4.0
_WEEKDAY = "XXXX-W"
_MONTH_DAY = len("MM-DD")
_LATER = frozenset(("future", "ahead", "next"))
_HALF_CHARACTERS = 900.0
_MAX_AGO = 7  # days before its publication that a report of news tells of

# ubiquity
_MIN_SHARE = 1 / 8
_MIN_REPORTS = 6
_MIN_WEEK = 7  # days between the first and last tenth of the reports
_CAP = 0.7
_STEP = 0.35  # caps move in such steps, so that a report more does not change them all

_NAMED = ("persons", "places", "bodies")
GROUPS = ("terms", "pairs", *_NAMED)
Caps = Mapping[str, Mapping[str, float]]
"""How rare what a record speaks of throughout can be at most in it, by group and key."""

NO_CAPS: Caps = {}
Vector = dict[str, float]


class Names(NamedTuple):
    """The persons, places or bodies of a report, weighed."""

    topics: Mapping[str, Topic]
    vector: Vector
    norm: float
    strength: Vector
    rarities: Vector
    whole: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A gist with every word and name weighed, ready to be compared."""

    gist: Gist
    terms: Vector
    terms_norm: float
    rarities: Vector
    lead: Vector
    title: Vector
    title_norm: float
    pairs: Vector
    pairs_norm: float
    persons: Names
    places: Names
    bodies: Names
    numbers: Mapping[tuple[str, float], int]
    counted: Mapping[str, Mapping[float, int]]
    main_day: int | None
    days: Mapping[int, float]
    weekdays: Vector
    weekdays_norm: float
    dates: frozenset[str]
    published: tuple[int, int] | None


def weigh(gist: Gist, caps: Caps = NO_CAPS) -> Weighed:
    """Return a gist with its words and names weighed by how rare they are, at most as rare as `caps` has them."""
    capped = caps.get("terms", {})
    rarities = {one: min(rarity(one), capped.get(one, math.inf)) for one in (*gist.terms, *gist.lead, *gist.title)}
    terms = {one: weight**0.5 * rarities[one] for one, weight in gist.terms.items()}
    title = {one: rarities[one] for one in gist.title}
    capped = caps.get("pairs", {})
    pairs = {pair: count**0.5 * min(_rarity(pair), capped.get(pair, math.inf)) for pair, count in gist.pairs.items()}
    counted: dict[str, dict[float, int]] = defaultdict(dict)
    for noun, value, place in gist.numbers:
        counted[noun][value] = place
    days = {ordinal(day): weight for day, weight in gist.days.items()}
    weekdays: dict[str, float] = defaultdict(float)
    for clue in gist.clues:
        if clue.value.startswith(_WEEKDAY) and clue.side not in _LATER:
            weekdays[clue.value] += 1 / (1 + clue.place / _HALF_CHARACTERS)
    return Weighed(
        gist=gist,
        terms=terms,
        terms_norm=_norm(terms),
        rarities=rarities,
        lead={one: rarities[one] for one in gist.lead},
        title=title,
        title_norm=_norm(title),
        pairs=pairs,
        pairs_norm=_norm(pairs),
        persons=_weigh_names(gist.persons, caps.get("persons", {})),
        places=_weigh_names(gist.places, caps.get("places", {})),
        bodies=_weigh_names(gist.bodies, caps.get("bodies", {})),
        numbers={(noun, value): place for noun, value, place in gist.numbers},
        counted=counted,
        main_day=max(days, key=lambda day: (days[day], day), default=None),
        days=days,
        weekdays=weekdays,
        weekdays_norm=_norm(weekdays),
        dates=frozenset(clue.value[-_MONTH_DAY:] for clue in gist.clues if not clue.value.startswith(_WEEKDAY)),
        published=None if gist.published is None else (ordinal(gist.published[0]), ordinal(gist.published[1])),
    )


def _weigh_names(topics: Mapping[str, Topic], caps: Mapping[str, float]) -> Names:
    rarities = {key: min(topic.rarity, caps.get(key, math.inf)) for key, topic in topics.items()}
    vector = {key: topic.weight**0.5 * rarities[key] for key, topic in topics.items()}
    strength = {key: min(topic.weight, _MAX_WEIGHT) ** 0.5 * rarities[key] for key, topic in topics.items()}
    whole = math.fsum(topic.weight * rarities[key] for key, topic in topics.items())
    return Names(topics, vector, _norm(vector), strength, rarities, whole)


@lru_cache(20_000)
def ordinal(day: str) -> int:
    """Return the number of a day (ISO 8601) in the calendar."""
    return date.fromisoformat(day).toordinal()


def _norm(vector: Vector) -> float:
    return math.sqrt(math.fsum(value * value for value in vector.values()))


def told_day(gist: Gist) -> int | None:
    """Return the day that a dated report mainly tells of: the one it names, when that is near, or its own."""
    if gist.published is None:
        return None
    published = ordinal(gist.published[0])
    near = {day: weight for day, weight in gist.days.items() if -_MAX_AGO <= ordinal(day) - published <= 1}
    best = max(near, key=lambda day: (near[day], day), default=None)
    return published if best is None else ordinal(best)


# --- what nearly the whole record speaks of ---


def find_ubiquitous(gists: Sequence[Gist]) -> dict[str, dict[str, float]]:
    """Return how rare what a record speaks of throughout is in it: by group and key, in steps.

    In a record of one crisis every report holds its names, whatever happened that day. A word counts as such when one
    report in eight holds it (`_MIN_REPORTS` at least), and these are dated and spread over more than a week: a record
    of one happening has such words too, and there they are what tells. What is no rarer in all news is left out: a cap
    that changes nothing would only have everything compared again when it comes or goes.

    Args:
        gists: all of a record, or a sample of them.
    """
    dates: dict[str, dict[str, list[int | None]]] = {group: defaultdict(list) for group in GROUPS}
    for gist in gists:
        day = None if gist.published is None else ordinal(gist.published[0])
        for group in GROUPS:
            for key in getattr(gist, group):
                dates[group][key].append(day)
    caps = {}
    for group, found in dates.items():
        capped = {
            key: cap
            for key, days in found.items()
            if _is_ubiquitous(days, len(gists))
            and (cap := _cap(len(days), len(gists))) < _most_rarity(key, group, gists)
        }
        if capped:
            caps[group] = dict(sorted(capped.items()))
    return caps


def _most_rarity(key: str, group: str, gists: Sequence[Gist]) -> float:
    """Return how rare a word, pair or name is in all news, in the report that has it rarest."""
    if group in _NAMED:
        held: Iterator[Mapping[str, Topic]] = (getattr(gist, group) for gist in gists)
        return max(names[key].rarity for names in held if key in names)
    return _rarity(key)


def _rarity(words: str) -> float:
    """Return how rare a word is in all news, or a pair of words."""
    return sum(map(rarity, words.split(" ")))


def _is_ubiquitous(days: Collection[int | None], reports: int) -> bool:
    if len(days) < max(_MIN_REPORTS, reports * _MIN_SHARE):
        return False
    known = sorted(day for day in days if day is not None)
    if len(known) * 2 < len(days):
        return False
    last = len(known) - 1
    return known[last * 9 // 10] - known[last // 10] > _MIN_WEEK


def _cap(holders: int, reports: int) -> float:
    return round(round(math.log(reports / holders) / _STEP) * _STEP + _CAP, 2)
