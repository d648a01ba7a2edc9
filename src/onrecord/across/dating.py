"""When a report was published that does not say so: from what it prints of days, and from the reports beside it.

All undated reports of one story are dated together. Each has its own evidence: a weekday that it names as past was
mostly its own day or the one before, a date likewise. And reports of one happening are published on the same day or the
next. What one report shows goes to the others as a message and back, a fixed number of times (loopy belief
propagation; Pearl, 1988). The likelihoods are counted on the train part of `allsides_stories`.

A day is given when it is sure enough, an interval when that is all that is known, nothing where no report of the story
tells of a year. Days of other stories are never looked at, so that no year comes from a happening that is only alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.records import Clue, Dating

NAME = "dating.messages.v1"

MIN_SURE = 0.85
"""Probability from which a day is given."""

MIN_INSIDE = 0.95
"""Probability that an interval covers."""

MAX_DAYS = 31
"""Days of an interval that is still worth giving."""

_ROUNDS = 4
_SISTERS = 1.5  # what all sister reports together weigh: of one happening, they are no independent witnesses
_SISTER = 0.6  # what one weighs at most
_BESIDE = 7  # days before the first and after the last known day that are looked at

_GAPS = (0.6, 0.15, 0.018, 0.008, 0.005, 0.004, 0.004, 0.004)
_FAR_GAP = 0.0008
"""How often two reports of one happening are published so many days apart, each way."""

_LEAD = 250  # characters in which a report says what is new
_BARE = (0.82, 0.135, 0.025, 0.008, 0.003, 0.003, 0.006)
_ON = (0.65, 0.27, 0.04, 0.012, 0.006, 0.006, 0.016)
_LATER = (0.52, 0.30, 0.07, 0.04, 0.02, 0.01, 0.04)
_AHEAD = (0.33, 0.24, 0.12, 0.08, 0.05, 0.06, 0.12)
"""How often a weekday that is named was so many days ago, or is so many days ahead: in the first words without "on"
before it and with it, further down, and as still to come."""

_DATE_LAGS = (0.2, 0.15, 0.08, 0.05, 0.04, 0.04, 0.04, 0.04)
_OLD_DATE, _COMING_DATE, _NOT_PAST = 0.008, 0.002, 0.0002
"""The same of a date; it counts half, since it may be of something long past. One that the tense puts in the past
hardly lies ahead."""

_CONTRADICTED = 25.0
"""So many times likelier is another day by what a report itself prints, where no day is given."""

_DATE_PLACE = 1500
_MIN_LIKELIHOOD = 1e-9
_FUTURE = frozenset(("future", "ahead", "next"))
_WEEK = 7
_FIRST, _LAST = _BESIDE + _WEEK + 1, date.max.toordinal() - _BESIDE - _WEEK  # with room for all that is looked at
_WEEKDAY = "XXXX-WXX-"


@dataclass(frozen=True, slots=True)
class Undated:
    """A report of a story: when it was published, as days of the calendar, where known; and what it prints of days."""

    id: str
    published: tuple[int, int] | None
    clues: tuple[Clue, ...]


def date_reports(reports: Sequence[Undated]) -> tuple[Dating, ...]:
    """Return when the undated reports of one story were published, as far as that can be told.

    Args:
        reports: all reports of the story, in the order of their ids.
    """
    undated = [one for one in reports if one.published is None]
    window = _find_window(reports)
    if not undated or window is None:
        return ()
    own = {one.id: _own_evidence(one, window) for one in reports}
    beliefs = own
    for _ in range(_ROUNDS):
        messages = {id_: _spread(belief) for id_, belief in beliefs.items()}
        beliefs = {
            one.id: own[one.id] if one.published is not None else _weigh_together(one.id, own, messages)
            for one in reports
        }
    found = (_conclude(one, own[one.id], beliefs[one.id], window, reports) for one in undated)
    return tuple(dating for dating in found if dating is not None)


def _find_window(reports: Sequence[Undated]) -> range | None:
    """Return the days that are looked at: around those of the dated reports, or else those named with their year."""
    known = [day for one in reports if one.published is not None for day in one.published]
    if not known:
        known = [
            date.fromisoformat(clue.value).toordinal()
            for one in reports
            for clue in one.clues
            if clue.value[0] != "X" and clue.place < _LEAD and clue.side not in _FUTURE
        ]
    if not known or max(known) - min(known) > MAX_DAYS or min(known) < _FIRST or max(known) > _LAST:
        return None
    return range(min(known) - _BESIDE, max(known) + _BESIDE + 1)


# --- what a report itself shows ---

Belief = tuple[float, ...]
"""How likely each day of the window is."""


def _own_evidence(report: Undated, window: range) -> Belief:
    if report.published is not None:
        first, last = report.published
        return _normalised([1.0 if first <= day <= last else 0.0 for day in window])
    chosen = _telling_clues(report.clues)
    return _normalised([math.prod(_likelihood(clue, day) for clue in chosen) for day in window])


def _telling_clues(clues: Sequence[Clue]) -> list[Clue]:
    """Return the first weekday that is past, the first still to come, and the first date."""
    chosen: dict[tuple[bool, bool], Clue] = {}
    for clue in clues:
        is_weekday, is_coming = clue.value.startswith(_WEEKDAY), clue.side in _FUTURE
        if is_weekday or (clue.place < _DATE_PLACE and not is_coming):
            chosen.setdefault((is_weekday, is_coming), clue)
    return list(chosen.values())


def _likelihood(clue: Clue, day: int) -> float:
    """Return how likely a report published on a day prints this."""
    if clue.value.startswith(_WEEKDAY):
        named, this = int(clue.value[-1]), date.fromordinal(day).isoweekday()
        if clue.side in _FUTURE:
            return _AHEAD[(named - this) % _WEEK]
        lags = _LATER if clue.place >= _LEAD else _BARE if clue.is_bare else _ON
        return lags[(this - named) % _WEEK]
    lag = min((day - other for other in _days_named(clue.value, day)), key=abs, default=None)
    if lag is None:
        return 1.0
    if lag < 0:
        return math.sqrt(_NOT_PAST if clue.side == "past" else _COMING_DATE)
    return math.sqrt(_DATE_LAGS[lag] if lag < len(_DATE_LAGS) else _OLD_DATE)


def _days_named(value: str, day: int) -> Iterator[int]:
    """Yield the days that a date may be: the one it is, or those of the years around a day."""
    years = [value[:4]] if value[0] != "X" else [f"{date.fromordinal(day).year + step:04}" for step in (-1, 0, 1)]
    for year in years:
        try:
            yield date.fromisoformat(f"{year}{value[4:]}").toordinal()
        except ValueError:  # 29 February
            continue


# --- what the others show ---


def _spread(belief: Belief) -> Belief:
    """Return how likely each day is for a report of the same happening as one that is believed to be of these days."""
    size = len(belief)
    return tuple(
        max(_MIN_LIKELIHOOD, math.fsum(belief[other] * _gap(day - other) for other in range(size)))
        for day in range(size)
    )


def _gap(days: int) -> float:
    return _GAPS[abs(days)] if abs(days) < len(_GAPS) else _FAR_GAP


def _weigh_together(id_: str, own: Mapping[str, Belief], messages: Mapping[str, Belief]) -> Belief:
    others = [messages[other] for other in sorted(messages) if other != id_]
    weight = min(_SISTER, _SISTERS / max(1, len(others)))
    logs = [
        math.log(max(_MIN_LIKELIHOOD, here)) + weight * math.fsum(math.log(message[day]) for message in others)
        for day, here in enumerate(own[id_])
    ]
    highest = max(logs)
    return _normalised([math.exp(log - highest) for log in logs])


def _normalised(values: Sequence[float]) -> Belief:
    whole = math.fsum(values)
    return tuple(value / whole for value in values) if whole else tuple(1 / len(values) for _ in values)


# --- conclusions ---


def _conclude(report: Undated, own: Belief, belief: Belief, window: range, reports: Sequence[Undated]) -> Dating | None:
    first, last = _narrowest(belief)
    best = max(range(len(belief)), key=lambda place: (round(belief[place], 6), -place))
    if belief[best] >= MIN_SURE:
        first = last = best
    if last - first >= min(MAX_DAYS, len(window) - 1) or max(own) > _CONTRADICTED * max(own[first : last + 1]):
        return None
    others = [one for one in reports if one.id != report.id]
    dated = [one for one in others if one.published is not None]
    telling = dated or [one for one in others if any(clue.value[0] != "X" for clue in one.clues)]
    if not telling and not any(clue.value[0] != "X" for clue in report.clues):
        return None
    return Dating(
        report=report.id,
        start=date.fromordinal(window[first]).isoformat(),
        end=date.fromordinal(window[last]).isoformat(),
        confidence=round(math.fsum(belief[first : last + 1]), 3),
        reasons=tuple(_reasons(report, dated, (window[first], window[last]))),
        because=tuple(one.id for one in telling),
        made_by=NAME,
    )


def _narrowest(belief: Belief) -> tuple[int, int]:
    """Return the shortest stretch of days, the likeliest of several, that is sure enough; as places in the window."""
    sums = [0.0]
    for value in belief:
        sums.append(sums[-1] + value)
    for length in range(1, len(belief) + 1):
        stretches = (
            (round(sums[start + length] - sums[start], 6), -start) for start in range(len(belief) - length + 1)
        )
        inside, start = max(stretches)
        if inside >= MIN_INSIDE:
            return -start, -start + length - 1
    return 0, len(belief) - 1


def _reasons(report: Undated, dated: Sequence[Undated], found: tuple[int, int]) -> Iterator[str]:
    if dated:
        days = sorted({day for one in dated if one.published is not None for day in one.published})
        first, last = (date.fromordinal(day).isoformat() for day in (days[0], days[-1]))
        count = f"{len(dated)} report{'s' if len(dated) > 1 else ''} of the story"
        yield f"{count} published {first}" if first == last else f"{count} published {first} to {last}"
    for clue in _telling_clues(report.clues):
        if clue.value.startswith(_WEEKDAY):
            name = _DAYS[int(clue.value[-1]) - 1]
            yield f"names {name} as {'still to come' if clue.side in _FUTURE else 'past'}: {_said_of(clue, found)}"
        elif clue.value[0] == "X":
            yield f"names the date {clue.value[5:]}"
        else:
            yield f"names the date {clue.value}"


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _said_of(clue: Clue, found: tuple[int, int]) -> str:
    """Return which day a weekday is for a report of some days."""
    named = int(clue.value[-1])
    step = 1 if clue.side in _FUTURE else -1
    days = set()
    for day in range(found[0], found[1] + 1):
        away = (step * (named - date.fromordinal(day).isoweekday())) % _WEEK
        days.add(date.fromordinal(day + step * away).isoformat())
    return " or ".join(sorted(days))
