"""The measures, against a second and obvious implementation of each."""

from __future__ import annotations

from collections import Counter

import pytest
from evals.metrics import Score, b_cubed, match, overlap, score_characters, score_pairs, score_sets
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Span

SCORES = [
    ("all right", Score(4, 4, 4), 1.0, 1.0, 1.0),
    ("half found", Score(2, 2, 4), 1.0, 0.5, 2 / 3),
    ("half invented", Score(2, 4, 2), 0.5, 1.0, 2 / 3),
    ("none right", Score(0, 3, 5), 0.0, 0.0, 0.0),
    ("nothing found", Score(0, 0, 5), 1.0, 0.0, 0.0),
    ("nothing due", Score(0, 3, 0), 0.0, 1.0, 0.0),
    ("nothing at all", Score(0, 0, 0), 1.0, 1.0, 1.0),
]


@pytest.mark.parametrize(
    ("score", "precision", "recall", "f1"), [case[1:] for case in SCORES], ids=[case[0] for case in SCORES]
)
def test_scores(score: Score, precision: float, recall: float, f1: float) -> None:
    """Precision, recall and F1 of counts are as anyone would work them out; undefined shares are 1."""
    assert (score.precision, score.recall) == (precision, recall)
    assert score.f1 == pytest.approx(f1)


def test_scores_add_up() -> None:
    """Scores of parts add up to the score of the whole."""
    assert Score(1, 2, 3) + Score(4, 5, 6) == Score(5, 7, 9)


SETS = st.lists(st.integers(0, 8), max_size=10)


@given(SETS, SETS)
def test_sets_against_counting(found: list[int], due: list[int]) -> None:
    """Exact matches are those that counting one by one gives, each thing once, and F1 is 2·right / (found + due)."""
    right = found_once = due_once = 0
    for thing in range(9):
        right += thing in found and thing in due
        found_once += thing in found
        due_once += thing in due

    score = score_sets(found, due)

    assert score == Score(right, found_once, due_once)
    if found_once and due_once:
        assert score.f1 == pytest.approx(2 * right / (found_once + due_once))
    assert score_sets(due, found) == Score(right, due_once, found_once)


def spans_between(places: list[int]) -> list[Span]:
    """Return spans that do not overlap, between pairs of places."""
    ordered = sorted(set(places))
    return [Span(start, end) for start, end in zip(ordered[::2], ordered[1::2], strict=False)]


SPANS = st.lists(st.integers(0, 40), max_size=8).map(spans_between)


@given(SPANS, SPANS)
def test_overlap_against_sets_of_characters(left: list[Span], right: list[Span]) -> None:
    """The overlap of two lists of spans is the Jaccard index of the characters they cover."""
    left_places = {place for span in left for place in range(span.start, span.end)}
    right_places = {place for span in right for place in range(span.start, span.end)}
    expected = len(left_places & right_places) / len(left_places | right_places) if left_places | right_places else 0.0

    assert overlap(left, right) == pytest.approx(expected)
    assert overlap(right, left) == overlap(left, right)
    assert 0 <= overlap(left, right) <= 1


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ([Span(0, 10)], [Span(0, 10)], 1.0),
        ([Span(0, 10)], [Span(10, 20)], 0.0),
        ([Span(0, 10)], [Span(0, 5), Span(5, 10)], 1.0),
        ([Span(0, 8)], [Span(0, 10)], 0.8),
        ([], [], 0.0),
    ],
    ids=["equal", "neighbours", "the same in two", "a part", "nothing"],
)
def test_overlap(left: list[Span], right: list[Span], expected: float) -> None:
    """A few overlaps that can be worked out at sight."""
    assert overlap(left, right) == expected


CLUSTERS = st.lists(st.sampled_from("abcd"), min_size=6, max_size=6)


def clusters_of(names: list[str], things: range) -> list[set[int]]:
    """Return the clusters in which things with the same name stand together."""
    return [{thing for thing, name in zip(things, names, strict=True) if name == one} for one in sorted(set(names))]


@given(CLUSTERS, CLUSTERS, st.integers(0, 2))
def test_b_cubed_against_its_definition(found: list[str], due: list[str], shift: int) -> None:
    """B-cubed is the mean over things of the right share of their cluster, also where the things differ."""
    left, right = clusters_of(found, range(6)), clusters_of(due, range(shift, 6 + shift))

    def mean(clusters: list[set[int]], others: list[set[int]]) -> float:
        shares = []
        for cluster in clusters:
            for thing in cluster:
                other = next((other for other in others if thing in other), set())
                shares.append(len(cluster & other) / len(cluster))
        return sum(shares) / len(shares)

    score = b_cubed(left, right)

    assert score.precision == pytest.approx(mean(left, right))
    assert score.recall == pytest.approx(mean(right, left))


def test_b_cubed_of_the_paper() -> None:
    """The example of Bagga and Baldwin: two of three true clusters put together give a precision of 16/21."""
    due = [{1, 2, 3, 4, 5}, {6, 7}, {8, 9, "A", "B", "C"}]
    score = b_cubed([{1, 2, 3, 4, 5}, {6, 7, 8, 9, "A", "B", "C"}], due)
    assert (score.precision, score.recall) == (pytest.approx(16 / 21, abs=1e-4), 1.0)
    assert b_cubed([], []).f1 == 1.0
    assert b_cubed([], due).f1 == 0.0


@given(CLUSTERS, CLUSTERS)
def test_pairs_against_counting(found: list[str], due: list[str]) -> None:
    """A pair of things is found, due or right as looking at every pair tells."""
    right = found_pairs = due_pairs = 0
    for left in range(6):
        for other in range(left + 1, 6):
            found_pairs += found[left] == found[other]
            due_pairs += due[left] == due[other]
            right += found[left] == found[other] and due[left] == due[other]

    score = score_pairs(clusters_of(found, range(6)), clusters_of(due, range(6)))

    assert score == Score(right, found_pairs, due_pairs)


@given(SPANS, SPANS)
def test_characters_against_sets(found: list[Span], due: list[Span]) -> None:
    """Characters are counted once each, and apart in each text."""
    places = [{place for span in spans for place in range(span.start, span.end)} for spans in (found, due)]
    score = score_characters((("a", span) for span in found), (("a", span) for span in due))
    assert score == Score(len(places[0] & places[1]), len(places[0]), len(places[1]))
    assert score_characters((("a", span) for span in found), (("b", span) for span in due)).right == 0


@given(st.lists(st.integers(0, 9), max_size=6), st.lists(st.integers(0, 9), max_size=6))
def test_matches_are_one_to_one_and_likest_first(found: list[int], due: list[int]) -> None:
    """Each thing is matched once; no two things left over are like enough; what is equal is matched as equal."""
    pairs = match(found, due, lambda left, right: 1 - abs(left - right) / 10, 0.9)
    rest_found, rest_due = Counter(found), Counter(due)
    rest_found.subtract(left for left, _ in pairs)
    rest_due.subtract(right for _, right in pairs)
    assert min([*rest_found.values(), *rest_due.values(), 0]) == 0
    assert all(abs(left - right) <= 1 for left, right in pairs)
    assert not any(abs(left - right) <= 1 for left in rest_found.elements() for right in rest_due.elements())
    equal = sum((Counter(found) & Counter(due)).values())
    assert sum(left == right for left, right in pairs) == equal
