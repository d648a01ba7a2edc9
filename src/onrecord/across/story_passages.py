"""Which paragraphs of a report tell of another story than the report's own.

Background recalls what happened before, and a round-up tells of several happenings. A paragraph belongs to another
story when it is like a report of that story (`likeness.compare_paragraph`), clearly more than it is like reports of
others, and more than it is like its own report, of which it is part, and that report's sisters; how like it is to
itself is no matter in a round-up. Nothing is given to a story that began after the report was published, nor to one of
years or days other than those that the paragraph names: a look-alike lends no year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.across.likeness import MAX_LOGIT

NAME = "story_passages.likeness.v1"

MIN_ITEM = -1.0
"""Log-odds from which an item of a round-up tells of what a report does."""

MIN_LIKE = 0.0
"""Log-odds from which a paragraph of another report may."""

MIN_TOLD = 1.2
"""Log-odds from which it does, half of the lead over its own report counted."""

MIN_AHEAD_ITEM, MIN_AHEAD = 1.0, 0.5
"""Log-odds by which the story of an item, or of a paragraph of another report, must be ahead of all other stories."""

MAX_DAYS = 14
"""Days between a day that a paragraph names and a story that it may tell of."""

_LEAD = 0.5


@dataclass(frozen=True, slots=True)
class Beside:
    """A report that a paragraph was compared with: how alike they are, and the report's story with its days."""

    report: str
    story: str
    score: float
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Told:
    """A paragraph, by its place in the report, the years and days that it names, and what it was compared with.

    `number` counts the paragraphs that say enough, `place` all of the report; `last` is the last day on which that may
    have been published; days are days of the calendar. What it was compared with has its own report among it.
    """

    number: int
    place: int
    start: int
    end: int
    years: tuple[int, ...]
    days: tuple[int, ...]
    last: int | None
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a report that tells of a story: the report that it is most like, and how much speaks for that.

    `number` is the paragraph of the part that tells most.
    """

    start: int
    end: int
    story: str
    like: str
    score: float
    number: int


def find_parts(paragraphs: Sequence[Told], own: str, *, is_round_up: bool = False) -> list[Part]:
    """Return the parts of one report that tell of other stories, in order; paragraphs next to each other are one.

    Args:
        paragraphs: those of the report that were compared with something, in order.
        own: its own story.
        is_round_up: whether it tells of several things; then it is no matter how like it is to itself.
    """
    parts: list[Part] = []
    last = -1
    for told in paragraphs:
        best, score = _best(told, own, is_round_up=is_round_up)
        if best is None:
            continue
        part = Part(told.start, told.end, best.story, best.report, score, told.number)
        if parts and parts[-1].story == part.story and told.place == last + 1:
            stronger = min(parts[-1], part, key=lambda one: (-one.score, one.number))
            part = Part(parts.pop().start, told.end, part.story, stronger.like, stronger.score, stronger.number)
        parts.append(part)
        last = told.place
    return parts


def _best(told: Told, own: str, *, is_round_up: bool) -> tuple[Beside | None, float]:
    """Return the report of another story that a paragraph tells of, and how much speaks for it; `None` if unclear.

    One that is most like what it cannot be about tells of something that the record does not hold.
    """
    ranked = sorted((one for one in told.beside if one.story != own), key=lambda one: (-one.score, one.report))
    if not ranked or _is_apart(told, ranked[0], is_round_up=is_round_up):
        return None, 0.0
    best = ranked[0]
    ahead = best.score - max((one.score for one in ranked if one.story != best.story), default=-MAX_LOGIT)
    if is_round_up:
        is_told, score = best.score >= MIN_ITEM and ahead >= MIN_AHEAD_ITEM, best.score + ahead
    else:
        lead = best.score - _own_score(told, own, best)
        score = best.score + _LEAD * lead
        is_told = best.score >= MIN_LIKE and lead > 0 and ahead >= MIN_AHEAD and score >= MIN_TOLD
    return (best, round(min(score, MAX_LOGIT), 3)) if is_told else (None, 0.0)


def _own_score(told: Told, own: str, best: Beside) -> float:
    """Return how like its own report, or a sister of that, a paragraph is.

    Where it names a time that is the other story's and not that of its own, these do not count.
    """
    mine = (one for one in told.beside if one.story == own)
    if best.span is not None:
        mine = (one for one in mine if not _is_apart(told, one, is_round_up=False))
    return max((one.score for one in mine), default=-MAX_LOGIT)


def _is_apart(told: Told, one: Beside, *, is_round_up: bool) -> bool:
    """Tell whether a paragraph cannot tell of a story: it began later, or was at another time than the one named.

    Years are named in news of today as well, and tell nothing of when an item of a round-up was.
    """
    if one.span is None:
        return False
    first, last = one.span
    if told.last is not None and first > told.last:
        return True
    if told.days:
        return all(not first - MAX_DAYS <= day <= last + MAX_DAYS for day in told.days)
    if is_round_up or not told.years:
        return False
    return not any(date.fromordinal(first).year <= year <= date.fromordinal(last).year for year in told.years)
