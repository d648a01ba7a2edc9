"""The measures, against a second and obvious implementation of each."""

from __future__ import annotations

import pytest
from evals.metrics import Score, overlap, score_sets
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
