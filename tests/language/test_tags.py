from itertools import pairwise, product

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.language.tags import FORBIDDEN, Moves, best_tags, tag_spans

TAGS = ("O", "B-cue", "I-cue", "E-cue", "S-cue")


def moves_of(seed: int, *, spread: int = 5) -> Moves:
    """Return moves with whole numbers, some of them forbidden."""
    drawn = numpy.random.default_rng(seed)
    between = drawn.integers(-spread, spread + 1, (len(TAGS), len(TAGS))).astype("float32")
    between[drawn.random(between.shape) < 0.2] = FORBIDDEN
    start, end = (drawn.integers(-spread, spread + 1, len(TAGS)).astype("float32") for _ in range(2))
    return Moves(TAGS, between, start, end)


def total(scores: numpy.ndarray, moves: Moves, tags: tuple[int, ...]) -> float:
    """Return how well a sequence of tags scores, from its first step to its last."""
    steps = sum(float(moves.between[left, right]) for left, right in pairwise(tags))
    words = sum(float(scores[place, tag]) for place, tag in enumerate(tags))
    return float(moves.start[tags[0]]) + words + steps + float(moves.end[tags[-1]])


def scores_of(seed: int, length: int) -> numpy.ndarray:
    """Return scores in whole numbers, so that many sequences are equally good."""
    return numpy.random.default_rng(seed).integers(-9, 10, (length, len(TAGS))).astype("float32")


seeds = st.integers(0, 2**32 - 1)


@given(seeds, st.integers(1, 4))
def test_the_sequence_is_the_best_of_all(seed: int, length: int) -> None:
    """No sequence of tags scores higher than the one found."""
    moves, scores = moves_of(seed), scores_of(seed + 1, length)
    (found,) = best_tags([scores], moves)
    everything = product(range(len(TAGS)), repeat=length)
    assert len(found) == length
    assert total(scores, moves, tuple(found)) == max(total(scores, moves, tags) for tags in everything)


@given(seeds, st.lists(st.integers(0, 12), max_size=6))
def test_stretches_decoded_together_are_as_decoded_alone(seed: int, lengths: list[int]) -> None:
    """What stands beside a stretch changes nothing of it, not even where sequences are equally good."""
    moves = moves_of(seed, spread=1)
    stretches = [scores_of(seed + number, length) for number, length in enumerate(lengths)]
    assert best_tags(stretches, moves) == [best_tags([scores], moves)[0] for scores in stretches]


@pytest.mark.parametrize(
    "lengths",
    [
        pytest.param([], id="no-stretches"),
        pytest.param([0], id="an-empty-one"),
        pytest.param([0, 3, 0], id="empty-ones-around"),
        pytest.param([1, 40], id="short-and-long"),
    ],
)
def test_every_word_has_a_tag(lengths: list[int]) -> None:
    """There are as many tags as words, also where there are no words."""
    found = best_tags([scores_of(1, length) for length in lengths], moves_of(2))
    assert [len(tags) for tags in found] == lengths


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param(["O", "O"], [], id="outside"),
        pytest.param(["S-cue", "S-cue"], [(0, 1, "cue"), (1, 2, "cue")], id="single-ones-side-by-side"),
        pytest.param(["B-cue", "I-cue", "E-cue"], [(0, 3, "cue")], id="whole"),
        pytest.param(["B-cue", "E-cue", "B-cue", "E-cue"], [(0, 2, "cue"), (2, 4, "cue")], id="side-by-side"),
        pytest.param(["B-cue", "O"], [(0, 1, "cue")], id="breaks-off"),
        pytest.param(["B-cue", "I-cue"], [(0, 2, "cue")], id="breaks-off-at-the-end"),
        pytest.param(["O", "I-cue", "E-cue"], [(1, 3, "cue")], id="no-beginning"),
        pytest.param(["E-cue", "E-cue"], [(0, 1, "cue"), (1, 2, "cue")], id="only-ends"),
        pytest.param(["B-cue", "B-cue"], [(0, 1, "cue"), (1, 2, "cue")], id="two-beginnings"),
        pytest.param(
            ["B-cue", "I-source", "E-cue"], [(0, 1, "cue"), (1, 2, "source"), (2, 3, "cue")], id="another-label"
        ),
        pytest.param(
            ["B-cue", "S-cue", "E-cue"], [(0, 1, "cue"), (1, 2, "cue"), (2, 3, "cue")], id="a-single-one-inside"
        ),
        pytest.param(["I-cue"], [(0, 1, "cue")], id="inside-alone"),
    ],
)
def test_spans_of_whole_and_broken_tags(tags: list[str], spans: list[tuple[int, int, str]]) -> None:
    """Tags spell spans; a span that breaks off ends there, and one without a beginning begins where it is seen."""
    assert list(tag_spans(tags)) == spans


@given(st.lists(st.sampled_from([*TAGS, *(tag.replace("cue", "source") for tag in TAGS[1:])]), max_size=12))
def test_any_tags_spell_spans_that_lie_apart(tags: list[str]) -> None:
    """Whatever the tags, spans are not empty, lie in order and apart, and hold every tag but the outside ones."""
    spans = list(tag_spans(tags))
    assert all(start < end for start, end, _ in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    held = {place: label for start, end, label in spans for place in range(start, end)}
    assert held == {place: tag[2:] for place, tag in enumerate(tags) if tag != "O"}
