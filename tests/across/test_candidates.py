"""Candidate pairs: those of looking at every pair of reports, however the index is cut."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import combinations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.across import candidates
from onrecord.across.candidates import (
    Chunk,
    Index,
    Numbers,
    Pairs,
    find_candidates,
    find_crossed,
    find_partners,
    ordered,
)

Corpus = Mapping[int, list[tuple[int, int]]]
"""The prints of each report: hash and place."""

FEW = 3
MAX_SHIFT = candidates._MAX_SHIFT
prints_of = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 20)), max_size=8)
corpora = st.dictionaries(st.integers(0, 40), prints_of, max_size=8)


@contextmanager
def limits(**values: int) -> Iterator[None]:
    """Set limits of the module so low that a few reports reach them."""
    with pytest.MonkeyPatch.context() as patched:
        for name, value in values.items():
            patched.setattr(candidates, name, value)
        yield


def index_of(corpus: Corpus, size: int = 3) -> Index:
    """Return an index with the prints of a few reports a chunk."""
    reports = list(corpus)

    def chunks() -> Iterator[Chunk]:
        for at in range(0, len(reports), size):
            rows = [(report, *one) for report in reports[at : at + size] for one in corpus[report]]
            columns = list(zip(*rows, strict=True)) or [(), (), ()]
            yield Chunk(
                numpy.array(columns[0], dtype=numpy.int64),
                numpy.array(columns[1], dtype=numpy.uint32),
                numpy.array(columns[2], dtype=numpy.uint16),
            )

    return chunks


def numbers(values: Iterable[int]) -> Numbers:
    """Return numbers as an array."""
    return numpy.array(list(values), dtype=numpy.int64)


def plain(pairs: Pairs) -> list[tuple[int, int, int]]:
    """Return pairs with their scores, in order."""
    return sorted(zip(pairs.left.tolist(), pairs.right.tolist(), pairs.score.tolist(), strict=True))


def slow_pairs(corpus: Corpus, max_holders: int) -> set[tuple[int, int]]:
    """Return the candidate pairs in the obvious way: look at any two prints of any two reports."""
    first: dict[int, dict[int, int]] = {}
    for report, prints in corpus.items():
        first[report] = {}
        for hash_, place in sorted(prints, key=lambda one: one[1]):
            first[report].setdefault(hash_, place)
    holders = Counter(hash_ for places in first.values() for hash_ in places)
    found = set()
    for left, right in combinations(sorted(corpus), 2):
        shared = [hash_ for hash_ in first[left] if hash_ in first[right] and holders[hash_] <= max_holders]
        shifts = [first[left][hash_] - first[right][hash_] for hash_ in shared]
        if any(abs(one - two) <= MAX_SHIFT for one, two in combinations(shifts, 2)):
            found.add((left, right))
    return found


@given(corpora)
def test_same_as_the_obvious_way(corpus: Corpus) -> None:
    """The pairs are those that hold two prints, not too common, at about one distance; each stands once."""
    with limits(MAX_HOLDERS=FEW):
        found = plain(find_candidates(index_of(corpus)))
    assert {(left, right) for left, right, _ in found} == slow_pairs(corpus, FEW)
    assert len({(left, right) for left, right, _ in found}) == len(found)
    assert all(score >= 1 for _, _, score in found)


@given(corpora, st.sets(st.integers(0, 40), max_size=6))
def test_wanted_gives_the_pairs_of_these(corpus: Corpus, extra: set[int]) -> None:
    """Asking for some reports gives exactly the pairs of all, with their scores, in which one of these is."""
    wanted = extra | set(list(corpus)[::2])
    with limits(MAX_HOLDERS=FEW):
        everything = plain(find_candidates(index_of(corpus)))
        found = plain(find_candidates(index_of(corpus), numbers(sorted(wanted))))
    assert found == [pair for pair in everything if wanted & set(pair[:2])]


@given(corpora, st.integers(1, 4), st.integers(1, 30), st.integers(1, 12), st.integers(0, 9), st.booleans())
def test_cutting_does_not_matter(corpus: Corpus, size: int, block: int, at_once: int, rows: int, is_all: bool) -> None:
    """However many reports are in a chunk, in a block, held or paired at once: the pairs are the same."""
    wanted = None if is_all else numbers(list(corpus)[::2])
    with limits(MAX_HOLDERS=FEW):
        expected = plain(find_candidates(index_of(corpus, 100), wanted))
    with limits(MAX_HOLDERS=FEW, _BLOCK_PRINTS=block, _PAIRS_AT_ONCE=at_once, _ROWS_AT_ONCE=rows, _MANY=0):
        assert plain(find_candidates(index_of(corpus, size), wanted)) == expected


DISTANCES = [
    ("the same distance", [(1, 5), (2, 9)], [(1, 30), (2, 34)], True),
    ("a few words were added", [(1, 5), (2, 9)], [(1, 30), (2, 34 + MAX_SHIFT)], True),
    ("a few words were taken out", [(1, 5), (2, 19)], [(1, 30), (2, 44 - MAX_SHIFT)], True),
    ("a word more than may be", [(1, 5), (2, 9)], [(1, 30), (2, 35 + MAX_SHIFT)], False),
    ("one print", [(1, 5), (2, 9)], [(1, 30), (3, 34)], False),
    ("one print, which stands twice", [(1, 5), (1, 9)], [(1, 30), (1, 34)], False),
    ("at the ends of long texts", [(1, 0), (2, 65_535)], [(1, 65_535), (2, 0)], False),
    ("far apart, at one distance", [(1, 0), (2, 4)], [(1, 65_531), (2, 65_535)], True),
]


@pytest.mark.parametrize(
    ("left", "right", "is_pair"), [case[1:] for case in DISTANCES], ids=[case[0] for case in DISTANCES]
)
def test_two_prints_at_one_distance(left: list[tuple[int, int]], right: list[tuple[int, int]], is_pair: bool) -> None:
    """Two prints in both reports make a pair when they stand about as far from each other in both."""
    assert bool(plain(find_candidates(index_of({3: left, 8: right})))) is is_pair


def test_stock_phrases_say_nothing() -> None:
    """A print that one report more holds than may be makes no pairs any more."""
    corpus = {report: [(1, 5), (2, 9)] for report in range(FEW)}
    with limits(MAX_HOLDERS=FEW):
        assert len(plain(find_candidates(index_of(corpus)))) == 3
        assert plain(find_candidates(index_of(corpus | {9: [(1, 5)]}))) == []


@pytest.mark.parametrize("wanted", [None, numbers([]), numbers([3])], ids=["all", "none", "one"])
def test_an_empty_index(wanted: Numbers | None) -> None:
    """No reports, or reports without prints, are no pairs."""
    assert plain(find_candidates(index_of({}), wanted)) == []
    assert plain(find_candidates(index_of({3: [], 4: []}), wanted)) == []


def slow_crossed(now: Corpus, before: Corpus, max_holders: int) -> list[int]:
    """Return the holders of prints that are stock phrases now or were before, but not both."""

    def holders(corpus: Corpus) -> dict[int, set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for report, prints in corpus.items():
            for hash_, _ in prints:
                found[hash_].add(report)
        return found

    mine, theirs = holders(now), holders(before)
    crossed = [
        hash_ for hash_ in {*mine, *theirs} if (len(mine[hash_]) > max_holders) != (len(theirs[hash_]) > max_holders)
    ]
    return sorted(set().union(*(mine[hash_] for hash_ in crossed)))


@given(corpora, corpora, corpora)
def test_crossed_is_the_obvious_way(stayed: Corpus, came: Corpus, went: Corpus) -> None:
    """The reports that hold what became a stock phrase, or is none any longer, are those of counting before and now."""
    stayed, came, went = (
        {3 * report + kind: prints for report, prints in part.items()} for kind, part in enumerate((stayed, came, went))
    )
    now = {**stayed, **came}
    with limits(MAX_HOLDERS=2):
        found = find_crossed(
            index_of(now),
            [numpy.array([hash_ for hash_, _ in prints], dtype=numpy.uint32) for prints in came.values()],
            [numpy.array([hash_ for hash_, _ in prints], dtype=numpy.uint32) for prints in went.values()],
        )
        assert found.tolist() == slow_crossed(now, {**stayed, **went}, 2)


@st.composite
def scored(draw: st.DrawFn) -> tuple[Pairs, Numbers]:
    """Return pairs with scores, and an order of the reports."""
    pairs = draw(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1])))
    rows = [(*pair, draw(st.integers(1, 3))) for pair in sorted(pairs)]
    return Pairs(*(numbers(row[field] for row in rows) for field in range(3))), numbers(draw(st.permutations(range(8))))


@given(scored())
def test_partners_are_the_best_of_either(given_: tuple[Pairs, Numbers]) -> None:
    """A pair is kept when it is among the best of one of its reports; of equals the first in the given order are."""
    pairs, order = given_
    best: set[frozenset[int]] = set()
    many = []
    for report in range(8):
        others = [
            (-score, order[left + right - report], left + right - report)
            for left, right, score in plain(pairs)
            if report in (left, right)
        ]
        best |= {frozenset((report, other)) for _, _, other in sorted(others)[:FEW]}
        many += [report] * (len(others) > FEW)
    with limits(MAX_PARTNERS=FEW):
        kept, crowded = find_partners(pairs, order)
    assert kept.tolist() == [
        frozenset(pair) in best for pair in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    ]
    assert crowded.tolist() == many


@given(scored(), st.data())
def test_ordered_pairs(given_: tuple[Pairs, Numbers], data: st.DataObject) -> None:
    """The kept pairs keep their scores, and the report that comes first in the order is left."""
    pairs, order = given_
    kept = data.draw(st.lists(st.booleans(), min_size=len(pairs.left), max_size=len(pairs.left)))
    place = order.tolist()
    expected = [
        (*sorted((left, right), key=place.__getitem__), score)
        for (left, right, score), is_kept in zip(plain(pairs), kept, strict=True)
        if is_kept
    ]
    assert plain(ordered(pairs, order, numpy.array(kept, dtype=bool))) == sorted(expected)
