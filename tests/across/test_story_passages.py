"""Which paragraphs tell of another story: those more like a report of it than like their own, at a time that can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from onrecord.across.story_passages import (
    MAX_DAYS,
    MIN_AHEAD,
    MIN_AHEAD_ITEM,
    MIN_ITEM,
    MIN_LIKE,
    MIN_TOLD,
    Beside,
    Part,
    Told,
    find_parts,
)

OWN = "own"


def day(text: str) -> int:
    """Return the number of a day in the calendar."""
    return date.fromisoformat(text).toordinal()


SPAN = (day("2031-03-29"), day("2031-03-30"))
FIGHT = Beside("fight1", "fight", 3.0, SPAN)
HOST = Beside("host", OWN, 1.0, (day("2031-04-18"), day("2031-04-18")))


def told(number: int, *beside: Beside, years: tuple[int, ...] = (), days: tuple[int, ...] = ()) -> Told:
    """Return the paragraph of a number: each is a hundred characters long."""
    return Told(number, number, 100 * number, 100 * number + 90, years, days, day("2031-04-18"), (*beside, HOST))


def stories(*paragraphs: Told) -> list[str]:
    """Return of which other stories paragraphs tell."""
    return [part.story for part in find_parts(paragraphs, OWN)]


def test_another_story() -> None:
    """A paragraph tells of the story of the report that it is most like."""
    other = Beside("talks1", "talks", 2.0, SPAN)

    assert find_parts([told(3, other, FIGHT)], OWN) == [Part(300, 390, "fight", "fight1", 4.0, 3)]


@pytest.mark.parametrize(
    ("beside", "is_told"),
    [
        (replace(FIGHT, score=HOST.score + 0.5), True),
        (replace(FIGHT, score=HOST.score), False),
        (replace(FIGHT, span=None), True),
        (replace(FIGHT, span=(day("2031-04-18"), day("2031-05-01"))), True),
        (replace(FIGHT, span=(day("2031-04-19"), day("2031-05-01"))), False),
    ],
    ids=["more than its own", "as much its own", "days not known", "began that day", "began later"],
)
def test_enough(beside: Beside, *, is_told: bool) -> None:
    """It must be like a report of the other story, more than like its own, and the story must have begun by then."""
    assert stories(told(0, beside)) == (["fight"] if is_told else [])


def test_clearly_enough() -> None:
    """A paragraph that has little to do with its own report needs less to tell of another story; but always something."""

    def is_told(score: float, own: float) -> bool:
        return bool(find_parts([replace(told(0), beside=(replace(FIGHT, score=score), replace(HOST, score=own)))], OWN))

    assert is_told(MIN_TOLD, MIN_TOLD - 0.1)
    assert not is_told(MIN_TOLD - 0.1, MIN_TOLD - 0.2)
    assert is_told(MIN_TOLD - 0.1, MIN_TOLD - 0.4)
    assert is_told(MIN_LIKE, MIN_LIKE - 2 * MIN_TOLD)
    assert not is_told(MIN_LIKE - 0.1, -6.0)


def test_clearly_ahead() -> None:
    """A paragraph that is as like a report of a third story tells of neither; one that its own report is like, of nothing."""
    near = Beside("talks1", "talks", FIGHT.score - MIN_AHEAD, SPAN)

    assert stories(told(0, FIGHT, near)) == ["fight"]
    assert stories(told(0, FIGHT, replace(near, score=near.score + 0.1))) == []
    assert stories(told(0, FIGHT, Beside("fight2", "fight", FIGHT.score, SPAN))) == ["fight"]


def test_round_ups() -> None:
    """An item of a round-up needs less, and how like it is to the round-up is no matter; it must be further ahead."""

    def told_in(*beside: Beside, **fields: Any) -> list[Part]:
        return find_parts([replace(told(0, **fields), beside=beside)], OWN, is_round_up=True)

    item, host = replace(FIGHT, score=MIN_ITEM), replace(HOST, score=6.0)
    assert told_in(item, host)
    assert not told_in(replace(item, score=MIN_ITEM - 0.1), host)
    assert told_in(item, Beside("talks1", "talks", MIN_ITEM - MIN_AHEAD_ITEM, SPAN))
    assert not told_in(item, Beside("talks1", "talks", MIN_ITEM - MIN_AHEAD_ITEM + 0.1, SPAN))
    assert told_in(item, host, years=(2024,))
    assert not told_in(item, host, days=(day("2024-03-29"),))


def test_more_like_a_sister() -> None:
    """A paragraph that another report of its own story tells is its own story's."""
    assert stories(told(0, FIGHT, Beside("sister", OWN, 3.5, None))) == []


@pytest.mark.parametrize(
    ("years", "days", "is_told"),
    [
        ((2031,), (), True),
        ((2024,), (), False),
        ((2024, 2031), (), True),
        ((2032,), (), False),
        ((2024,), (day("2031-03-29"),), True),
        ((), (SPAN[0] - MAX_DAYS,), True),
        ((), (SPAN[0] - MAX_DAYS - 1,), False),
        ((), (SPAN[1] + MAX_DAYS,), True),
        ((), (SPAN[1] + MAX_DAYS + 1,), False),
        ((2031,), (SPAN[1] + MAX_DAYS + 1, SPAN[1]), True),
    ],
)
def test_at_another_time(years: tuple[int, ...], days: tuple[int, ...], *, is_told: bool) -> None:
    """A paragraph that names other years or days than the story's does not tell of it: a look-alike lends no year."""
    assert stories(told(0, FIGHT, years=years, days=days)) == (["fight"] if is_told else [])


def test_paragraphs_that_follow_each_other() -> None:
    """Paragraphs in a row that tell of one story are one part; the one that is most like a report of it speaks for it."""
    closer = replace(FIGHT, report="fight2", score=4.0)
    talks = Beside("talks1", "talks", 2.0, SPAN)
    parts = find_parts([told(1, FIGHT), told(2, closer), told(3, talks), told(5, talks), told(6, FIGHT)], OWN)

    assert parts == [
        Part(100, 290, "fight", "fight2", 5.5, 2),
        Part(300, 390, "talks", "talks1", 2.5, 3),
        Part(500, 590, "talks", "talks1", 2.5, 5),
        Part(600, 690, "fight", "fight1", 4.0, 6),
    ]


def test_its_own_report_at_another_time() -> None:
    """A paragraph that names a year of the other story has no rival in its own report, which is of another year."""
    lapse = Beside("visit1", "visit", 0.5, (day("2024-05-16"), day("2024-05-17")))

    assert stories(told(0, lapse)) == []
    assert stories(told(0, lapse, years=(2024,))) == ["visit"]
    assert stories(told(0, replace(lapse, span=None), years=(2024,))) == []


def test_like_what_it_cannot_be_about() -> None:
    """A paragraph that is most like a story of another time tells of something that the record does not hold."""
    later = Beside("fight9", "later fight", 3.5, (day("2031-06-01"), day("2031-06-02")))

    assert stories(told(0, FIGHT, later)) == []


def test_nothing_compared() -> None:
    """A report of which nothing was compared tells of nothing else."""
    assert find_parts([], OWN) == []
