"""What is alike stands near each other, whatever order the pairs come in."""

from __future__ import annotations

import random

import numpy

from onrecord.across.nearness import order_nearby


def order(pairs: list[tuple[int, int, int]]) -> list[int]:
    """Return things in the order in which they are put."""
    left, right, score = numpy.array(pairs, dtype=numpy.int64).reshape(-1, 3).T
    places = order_nearby(left, right, score)
    assert sorted(places.values()) == list(range(len(places)))
    return sorted(places, key=places.__getitem__)


def test_the_most_alike_stand_side_by_side() -> None:
    """Groups that hang together closely stay together, however the pairs between them run."""
    groups = [range(10 * number, 10 * number + 8) for number in range(5)]
    chance = random.Random(1)
    close = [
        (one, other, chance.randint(50, 90)) for group in groups for one in group for other in group if one < other
    ]
    loose = [(chance.choice(groups[0]), chance.choice(group), 3) for group in groups[1:] for _ in range(6)]
    mixed = chance.sample(close + loose, len(close + loose))

    found = order(mixed)

    assert [thing // 10 for thing in found] == sorted(
        (thing // 10 for thing in found), key=[thing // 10 for thing in found].index
    )
    assert order(sorted(mixed)) == found


def test_alone() -> None:
    """A thing that is paired with itself alone has a place too; without pairs there is none."""
    assert order([(4, 4, 1), (2, 7, 5)]) in ([2, 7, 4], [4, 2, 7])
    assert order([]) == []
