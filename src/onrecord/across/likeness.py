"""How likely two reports are to be about the same happening: a logistic regression on `features`, and vetoes.

The weights are in `likeness.json`, fitted on the train parts of `allsides_stories` and `ecbplus` by
`python -m training stories`; those for paragraphs on the summaries that come with the stories of `allsides_stories`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from onrecord.across.features import TIMES, days_apart, find_features, lone_names, other_ordinals, years_apart
from onrecord.across.weighing import Vector, Weighed

NAME = "likeness.logistic.v1"
FILE = Path(__file__).with_name("likeness.json")

MAX_LOGIT = 6.0
"""Scores are kept within this of 0: nothing is surer than 1 in 400."""

MAX_DAYS = 14
"""Days between two publications from which reports are about two happenings, whatever else they share."""

MIN_YEARS = 3
"""Years between the latest years that two reports name from which they may be about two happenings."""

_MIN_OTHERS = 12.0  # strength of the persons that only one names, from which years apart count as well

# --- the judgement ---


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression: the weight of each feature, and the intercept."""

    weights: Mapping[str, float]
    intercept: float


@cache
def shipped(name: str = "reports") -> Model:
    """Return a model of the package: for two `reports`, or for `paragraphs` and the reports that tell the same."""
    values = json.loads(FILE.read_text(encoding="utf-8"))[name]
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


def compare_paragraph(paragraph: Weighed, report: Weighed) -> float:
    """Return the log-odds that a paragraph tells of what a report is about."""
    model, features = shipped("paragraphs"), find_features(paragraph, report)
    return _bounded(model.intercept + math.fsum(weight * features[name] for name, weight in model.weights.items()))


def _bounded(score: float) -> float:
    return round(max(-MAX_LOGIT, min(MAX_LOGIT, score)), 3)


def why_apart(left: Weighed, right: Weighed) -> str:
    """Return why two reports cannot be about one happening; an empty text where they can."""
    gap = days_apart(left, right)
    if gap is not None:
        return f"published {gap:,} days apart" if gap > MAX_DAYS else ""
    years = years_apart(left.gist, right.gist)
    if years is not None and years >= MIN_YEARS:
        mine, theirs = lone_names(left.persons, right.persons, right), lone_names(right.persons, left.persons, left)
        if mine and theirs and min(max(mine.values()), max(theirs.values())) > _MIN_OTHERS:
            return (
                f"the latest years named are {max(left.gist.years)} and {max(right.gist.years)}, and each speaks of "
                "others"
            )
    return ""


# --- reasons ---

_MAX_WORDS = 5
_MIN_STRENGTH = 4.0  # of a word or name that is worth saying


def explain(left: Weighed, right: Weighed, words: Mapping[str, str]) -> tuple[str, ...]:
    """Return in words what keeps two reports apart, what they have in common, and what speaks against it.

    Args:
        left: one report.
        right: the other.
        words: how stems are printed, by stem; a stem that is not there is shown as it is.
    """
    apart = why_apart(left, right)
    return (apart, *explain_alike(left, right, words)) if apart else explain_alike(left, right, words)


def explain_alike(left: Weighed, right: Weighed, words: Mapping[str, str]) -> tuple[str, ...]:
    """Return the same of two of which one is a paragraph: nothing keeps them apart."""
    reasons = []
    shared = {one: min(left.terms[one], right.terms[one]) for one in left.terms if one in right.terms}
    strongest = sorted(shared, key=lambda one: (-shared[one], one))[:_MAX_WORDS]
    if strongest:
        reasons.append(f"shared words: {', '.join(words.get(one, one) for one in strongest)}")
    reasons += _explain_times(left, right)
    same = [key for key in left.numbers if key in right.numbers and key[0]]
    if same:
        noun, value = min(same, key=lambda key: (max(left.numbers[key], right.numbers[key]), key))
        reasons.append(f"the same number: {value:g} {words.get(noun, noun)}")
    return (*reasons, *(f"against it: {reason}" for reason in _explain_differences(left, right, words)))


def _explain_differences(left: Weighed, right: Weighed, words: Mapping[str, str]) -> Iterable[str]:
    yield from _explain_names(left, right, words)
    years = years_apart(left.gist, right.gist)
    if years and days_apart(left, right) is None:
        yield f"the latest years named are {max(left.gist.years)} and {max(right.gist.years)}"
    for noun, mine, theirs in other_ordinals(left.gist, right.gist)[:1]:
        yield f"{words.get(noun, noun)} number {min(mine)} in one, {min(theirs)} in the other"


def _explain_names(left: Weighed, right: Weighed, words: Mapping[str, str]) -> Iterable[str]:
    for group in ("persons", "places", "bodies"):
        mine, theirs = getattr(left, group), getattr(right, group)
        lone, others = lone_names(mine, theirs, right), lone_names(theirs, mine, left)
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
