"""How likely two reports are to be about the same happening: features of a pair of gists, and a logistic regression.

The features are the field's usual ones for linking stories (TF-IDF cosines, shared and unshared names, numbers and
times; Allan (ed.), Topic Detection and Tracking, 2002); their weights are in `likeness.json`, fitted on the train
parts of `allsides_stories` and `ecbplus` by `python -m training stories`. How rare a word is comes from a fixed table
(`facts.terms`), so that a pair scores the same whatever else a record holds; but for what nearly the whole record
speaks of, which tells nothing in it (`find_ubiquitous`).
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from onrecord.facts.terms import rarity
from onrecord.records import Gist, Topic

NAME = "likeness.logistic.v1"
FILE = Path(__file__).with_name("likeness.json")

MAX_LOGIT = 6.0
"""Scores are kept within this of 0: nothing is surer than 1 in 400."""

MAX_DAYS = 14
"""Days between two publications from which reports are about two happenings, whatever else they share."""

MIN_YEARS = 3
"""Years between the latest years that two reports name from which they may be about two happenings."""

_MIN_OTHERS = 12.0  # strength of the persons that only one names, from which years apart count as well
_UNKNOWN_SHARE = 0.4  # of what one report names in the other, where it names nothing
_MAX_WEIGHT = 4.0
_LEAD_WORDS = 90
_DOLLAR = "$"
_WEEKDAY = "XXXX-W"
_MONTH_DAY = len("MM-DD")
_LATER = frozenset(("future", "ahead", "next"))
_HALF_CHARACTERS = 900.0
_CHANCE = 0.35  # cosine of the weekdays of two reports that have nothing to do with each other
_MAX_AGO = 7  # days before its publication that a report of news tells of

# ubiquity
_MIN_SHARE = 1 / 8
_MIN_REPORTS = 6
_MIN_WEEK = 7  # days between the first and last tenth of the reports
_CAP = 0.7
_STEP = 0.35  # caps move in such steps, so that a report more does not change them all

GROUPS = ("terms", "pairs", "persons", "places", "bodies")
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
    pairs = {
        pair: count**0.5 * min(sum(map(rarity, pair.split(" "))), capped.get(pair, math.inf))
        for pair, count in gist.pairs.items()
    }
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


def _cosine(left: Vector, left_norm: float, right: Vector, right_norm: float) -> float:
    if len(left) > len(right):
        left, right = right, left
    norms = left_norm * right_norm
    return math.fsum(left[one] * right[one] for one in left if one in right) / norms if norms else 0.0


def told_day(gist: Gist) -> int | None:
    """Return the day that a dated report mainly tells of: the one it names, when that is near, or its own."""
    if gist.published is None:
        return None
    published = ordinal(gist.published[0])
    near = {day: weight for day, weight in gist.days.items() if -_MAX_AGO <= ordinal(day) - published <= 1}
    best = max(near, key=lambda day: (near[day], day), default=None)
    return published if best is None else ordinal(best)


# --- features ---


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
        alone = _lone(mine, theirs, right), _lone(theirs, mine, left)
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


def _lone(mine: Names, theirs: Names, other: Weighed) -> Vector:
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
        "ordinals other": float(bool(_other_ordinals(left.gist, right.gist))),
    }


def _other_ordinals(left: Gist, right: Gist) -> list[tuple[str, set[int], set[int]]]:
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


# --- the judgement ---


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression: the weight of each feature, and the intercept."""

    weights: Mapping[str, float]
    intercept: float


@cache
def shipped() -> Model:
    """Return the model of the package."""
    values = json.loads(FILE.read_text(encoding="utf-8"))
    return Model(values["weights"], values["intercept"])


class Likeness(NamedTuple):
    """How alike two reports are: log-odds of one happening, the same without what tells when, and a veto."""

    score: float
    topical: float
    apart: bool


def compare(left: Weighed, right: Weighed, model: Model | None = None) -> Likeness:
    """Return how alike two reports are. Scores are rounded, so that sums of them do not depend on their order."""
    model = model or shipped()
    features = find_features(left, right)
    parts = {name: weight * features[name] for name, weight in model.weights.items()}
    score = model.intercept + math.fsum(parts.values())
    topical = model.intercept + math.fsum(value for name, value in parts.items() if name not in TIMES)
    return Likeness(_bounded(score), _bounded(topical), bool(why_apart(left, right)))


def _bounded(score: float) -> float:
    return round(max(-MAX_LOGIT, min(MAX_LOGIT, score)), 3)


def why_apart(left: Weighed, right: Weighed) -> str:
    """Return why two reports cannot be about one happening; an empty text where they can."""
    gap = days_apart(left, right)
    if gap is not None:
        return f"published {gap:,} days apart" if gap > MAX_DAYS else ""
    years = years_apart(left.gist, right.gist)
    if years is not None and years >= MIN_YEARS:
        mine, theirs = _lone(left.persons, right.persons, right), _lone(right.persons, left.persons, left)
        if mine and theirs and min(max(mine.values()), max(theirs.values())) > _MIN_OTHERS:
            return (
                f"the latest years named are {max(left.gist.years)} and {max(right.gist.years)}, and each speaks of "
                "others"
            )
    return ""


# --- what nearly the whole record speaks of ---


def find_ubiquitous(gists: Sequence[Gist]) -> dict[str, dict[str, float]]:
    """Return how rare what a record speaks of throughout is in it: by group and key, in steps.

    In a record of one crisis every report holds its names, whatever happened that day. A word counts as such when one
    report in eight holds it (`_MIN_REPORTS` at least), and these are dated and spread over more than a week: a record
    of one happening has such words too, and there they are what tells.

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
        capped = {key: _cap(len(days), len(gists)) for key, days in found.items() if _is_ubiquitous(days, len(gists))}
        if capped:
            caps[group] = dict(sorted(capped.items()))
    return caps


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


# --- reasons ---

_MAX_WORDS = 5
_MIN_STRENGTH = 4.0  # of a word or name that is worth saying


def explain(left: Weighed, right: Weighed, words: Mapping[str, str]) -> tuple[str, ...]:
    """Return in words what two reports have in common and what sets them apart, the weightiest first.

    Args:
        left: one report.
        right: the other.
        words: how stems are printed, by stem; a stem that is not there is shown as it is.
    """
    apart = why_apart(left, right)
    reasons = [apart] if apart else []
    reasons += _explain_names(left, right, words)
    shared = {one: min(left.terms[one], right.terms[one]) for one in left.terms if one in right.terms}
    strongest = sorted(shared, key=lambda one: (-shared[one], one))[:_MAX_WORDS]
    if strongest:
        reasons.append(f"shared words: {', '.join(words.get(one, one) for one in strongest)}")
    reasons += _explain_times(left, right)
    reasons += _explain_numbers(left, right, words)
    return tuple(reasons)


def _explain_names(left: Weighed, right: Weighed, words: Mapping[str, str]) -> Iterable[str]:
    for group in ("persons", "places", "bodies"):
        mine, theirs = getattr(left, group), getattr(right, group)
        lone, others = _lone(mine, theirs, right), _lone(theirs, mine, left)
        best = _strongest_name(lone), _strongest_name(others)
        if best[0] and best[1]:
            printed = [
                words.get(names.topics[key].word, names.topics[key].word)
                for names, key in ((mine, best[0]), (theirs, best[1]))
            ]
            yield f"{group}: {printed[0]} in one alone, {printed[1]} in the other"


def _strongest_name(lone: Vector) -> str:
    best = max(lone, key=lambda key: (lone[key], key), default="")
    return best if best and lone[best] >= _MIN_STRENGTH else ""


def _explain_times(left: Weighed, right: Weighed) -> Iterable[str]:
    gap = days_apart(left, right)
    if gap is not None and gap <= MAX_DAYS:
        yield "published on the same day" if gap == 0 else f"published {gap} day{'s' if gap > 1 else ''} apart"
    same = sorted(left.dates & right.dates)
    if same:
        yield f"both name the date {same[0]}"
    common = left.days.keys() & right.days.keys()
    if common:
        day = max(common, key=lambda day: (min(left.days[day], right.days[day]), day))
        yield f"both tell of {date.fromordinal(day)}"
    years = years_apart(left.gist, right.gist)
    if years and gap is None:
        yield f"the latest years named are {max(left.gist.years)} and {max(right.gist.years)}"


def _explain_numbers(left: Weighed, right: Weighed, words: Mapping[str, str]) -> Iterable[str]:
    for noun, mine, theirs in _other_ordinals(left.gist, right.gist)[:1]:
        yield f"{words.get(noun, noun)} number {min(mine)} in one, {min(theirs)} in the other"
    same = [key for key in left.numbers if key in right.numbers and key[0]]
    if same:
        noun, value = min(same, key=lambda key: (max(left.numbers[key], right.numbers[key]), key))
        yield f"the same number: {value:g} {words.get(noun, noun)}"
