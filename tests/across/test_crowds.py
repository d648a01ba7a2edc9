"""Crowds: many printings of nearly one text stand behind the first of them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.across import crowds
from onrecord.across.crowds import MIN_ALIKE, MIN_CROWD, Sketched, find_crowds
from onrecord.across.prints import Hashes

TEXT = range(100)


def hashes_of(values: Sequence[int]) -> Hashes:
    """Return hashes, sorted."""
    return numpy.array(sorted(values), dtype=numpy.uint32)


def row(number: int, day: int, *bands: int) -> Sketched:
    """Return a report of a day of April with a few bands."""
    return Sketched(number, f"2031-04-{day:02}", f"{number:032x}", numpy.array(bands, dtype=numpy.uint32))


def found(rows: Sequence[Sketched], prints: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Return who stands behind whom."""
    return find_crowds(rows, lambda number: hashes_of(prints[number]))


def printings(count: int) -> dict[int, list[int]]:
    """Return the prints of many printings of one text, each with one print of its own."""
    return {number: [*TEXT, 1000 + number] for number in range(count)}


def test_a_crowd_stands_behind_the_earliest() -> None:
    """Sixty printings of nearly one text stand behind the one that was published first."""
    rows = [row(number, 1 if number == 17 else 2 + number % 20, 7, 100 + number) for number in range(60)]
    assert found(rows, printings(60)) == {number: 17 for number in range(60) if number != 17}


def test_of_equal_moments_the_smaller_id_is_first() -> None:
    """Of printings of one day the one with the smallest id leads, whatever its number."""
    rows = [Sketched(number, "2031-04-02", f"{60 - number:032x}", hashes_of([7])) for number in range(60)]
    assert set(found(rows, printings(60)).values()) == {59}


@pytest.mark.parametrize(
    ("count", "is_crowd"), [(0, False), (1, False), (MIN_CROWD - 1, False), (MIN_CROWD, True)],
    ids=["none", "one", "one too few", "just enough"],
)  # fmt: skip
def test_few_are_no_crowd(count: int, is_crowd: bool) -> None:
    """Fewer printings than a crowd has all take part."""
    rows = [row(number, 3, 7) for number in range(count)]
    assert bool(found(rows, printings(count))) is is_crowd


def test_other_texts_stay_out() -> None:
    """A report that shares a band by chance, but not the text, takes part for itself."""
    prints = printings(60) | {60: list(range(5000, 5100)), 61: [*range(40), *range(6000, 6060)]}
    rows = [row(number, 3, 7) for number in range(62)]
    assert set(found(rows, prints)) == set(range(1, 60))


def test_alike_enough() -> None:
    """Exactly the texts whose prints are alike to the index of the module stand behind."""
    edge = round(len(TEXT) * MIN_ALIKE)
    prints = printings(60) | {0: list(TEXT), 60: list(TEXT)[:edge], 61: list(TEXT)[: edge - 1]}
    rows = [row(number, 1 if number == 0 else 3, 7) for number in range(62)]
    assert {60, 61} & set(found(rows, prints)) == {60}


def test_texts_without_a_sketch_take_part() -> None:
    """Reports too short for a sketch are in no crowd."""
    assert found([row(number, 3) for number in range(60)], {}) == {}


def test_two_crowds_that_meet() -> None:
    """Where the first of a crowd stands behind another one, its crowd stands behind that one too."""
    near = [*range(8, 100), *range(2000, 2008)]  # alike to TEXT and to `far`, which are not alike
    far = [*range(14, 100), *range(2000, 2014)]
    prints = {0: list(TEXT), 1: near} | {number: list(TEXT) for number in range(2, 60)}
    prints |= dict.fromkeys(range(60, 120), far)
    rows = [row(0, 1, 90), row(1, 2, 10, 90)]
    rows += [row(number, 3, 90) for number in range(2, 60)] + [row(number, 4, 10) for number in range(60, 120)]
    assert set(found(rows, prints).values()) == {0}
    assert len(found(rows, prints)) == 119


many = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.lists(st.integers(0, 4), max_size=3, unique=True),
        st.lists(st.integers(0, 6), min_size=1, unique=True),
    ),
    max_size=12,
)


@given(many, st.randoms(use_true_random=False))
def test_order_does_not_matter(drawn: list[tuple[int, list[int], list[int]]], chance: random.Random) -> None:
    """Shuffling the reports, and numbering them anew, changes nothing; nobody is behind one that is behind another."""
    rows = [row(number, day, *bands) for number, (day, bands, _) in enumerate(drawn)]
    numbers = list(range(len(rows)))
    chance.shuffle(numbers)
    turned = [Sketched(numbers[one.number], one.moment, one.id, one.bands) for one in rows]
    chance.shuffle(turned)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(crowds, "MIN_CROWD", 3)
        patched.setattr(crowds, "MIN_ALIKE", 0.5)
        behind = found(rows, {number: prints for number, (_, _, prints) in enumerate(drawn)})
        again = found(turned, {numbers[number]: prints for number, (_, _, prints) in enumerate(drawn)})
    assert again == {numbers[number]: numbers[first] for number, first in behind.items()}
    assert not set(behind) & set(behind.values())
    assert all((rows[first].moment, first) < (rows[number].moment, number) for number, first in behind.items())
