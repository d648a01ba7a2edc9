from itertools import product

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.language.trees import best_tree, find_cycle, spanning_tree


def is_tree(heads: list[int]) -> bool:
    """Tell whether every word leads to the one root, by walking up from each."""
    roots = {word for word, head in enumerate(heads) if word == head}
    for word in range(len(heads)):
        for _ in heads:
            word = heads[word]
        if word not in roots:
            return False
    return len(roots) == 1


def total(scores: numpy.ndarray, heads: list[int]) -> float:
    """Return how well a tree scores."""
    return float(sum(scores[word, head] for word, head in enumerate(heads)))


def slow_best(scores: numpy.ndarray, root: int | None = None) -> float:
    """Return the score of the best tree, of all there are."""
    length = len(scores)
    trees = (list(heads) for heads in product(range(length), repeat=length))
    return max(total(scores, heads) for heads in trees if is_tree(heads) and (root is None or heads[root] == root))


def matrices(most: int) -> st.SearchStrategy[numpy.ndarray]:
    """Return score tables of whole numbers, few enough that many are equal."""
    return st.integers(1, most).flatmap(
        lambda length: st.lists(
            st.lists(st.integers(-9, 9), min_size=length, max_size=length), min_size=length, max_size=length
        ).map(lambda rows: numpy.array(rows, dtype="float32"))
    )


@given(matrices(4))
def test_the_tree_is_the_best_of_all(scores: numpy.ndarray) -> None:
    """No tree with one root scores higher than the one found."""
    heads = best_tree(scores)
    assert is_tree(heads)
    assert total(scores, heads) == slow_best(scores)


@given(matrices(5), st.data())
def test_the_tree_of_a_root_is_the_best_of_all(scores: numpy.ndarray, data: st.DataObject) -> None:
    """For any root, no tree from it scores higher than the one found."""
    root = data.draw(st.integers(0, len(scores) - 1))
    arcs = scores.astype("float64")
    numpy.fill_diagonal(arcs, -numpy.inf)
    heads = spanning_tree(arcs, root)
    assert is_tree(heads)
    assert heads[root] == root
    assert total(scores, heads) == slow_best(scores, root)


@given(st.integers(1, 60), st.integers(0, 2**32 - 1), st.sampled_from([0.0, 1.0, 30.0]))
def test_there_is_always_one_root_and_no_cycle(length: int, seed: int, spread: float) -> None:
    """Whatever the scores, every word leads to one root; equal scores everywhere, and large ones, included."""
    scores = (numpy.random.default_rng(seed).normal(size=(length, length)) * spread).astype("float32")
    before = scores.copy()
    heads = best_tree(scores)
    assert is_tree(heads)
    assert find_cycle(heads) == []
    assert (scores == before).all()


@pytest.mark.parametrize(
    ("scores", "heads"),
    [
        pytest.param([[5]], [0], id="one-word"),
        pytest.param([[-1e4]], [0], id="one-word-that-would-be-no-root"),
        pytest.param([[1, 0], [3, 0]], [0, 0], id="two-words"),
        pytest.param([[0, 9], [5, 0]], [1, 1], id="two-that-head-each-other"),
        pytest.param([[9, 8, 0], [0, 9, 0], [0, 1, 0]], [1, 1, 1], id="two-roots"),
        pytest.param([[0, 0], [0, 0]], [0, 0], id="a-tie"),
        pytest.param([[9, 0, 0, 0], [1, 0, 5, 4], [0, 6, 0, 0], [0, 0, 7, 0]], [0, 0, 1, 2], id="a-cycle-off-the-root"),
    ],
)
def test_trees_made_by_hand(scores: list[list[float]], heads: list[int]) -> None:
    """The best tree is the one that a reader of the table would draw."""
    assert best_tree(numpy.array(scores, dtype="float32")) == heads


@pytest.mark.parametrize("length", [190, 400])
@pytest.mark.parametrize("kind", ["pairs", "one-ring", "nested-rings"])
def test_long_sentences_full_of_cycles(length: int, kind: str) -> None:
    """Hundreds of words that head each other in rings are a tree in the end."""
    scores = numpy.random.default_rng(3).normal(size=(length, length)).astype("float32")
    words = numpy.arange(length)
    if kind == "pairs":
        scores[words, (words ^ 1) % length] += 50
    elif kind == "one-ring":
        scores[words, (words + 1) % length] += 50
    else:
        for ring in range(1, 8):
            scores[words, (words ^ (1 << ring - 1)) % length] += 80 - 10 * ring
    heads = best_tree(scores)
    assert is_tree(heads)


@pytest.mark.parametrize(
    ("heads", "cycle"),
    [
        pytest.param([], set(), id="nothing"),
        pytest.param([0], set(), id="a-root"),
        pytest.param([0, 0, 1], set(), id="a-chain"),
        pytest.param([1, 0], {0, 1}, id="a-pair"),
        pytest.param([0, 2, 3, 1, 1], {1, 2, 3}, id="a-ring-with-a-tail"),
        pytest.param([1, 1, 3, 2], {2, 3}, id="a-ring-behind-a-tree"),
    ],
)
def test_cycles_are_found(heads: list[int], cycle: set[int]) -> None:
    """The words of a cycle are returned, and none where there is none."""
    assert set(find_cycle(heads)) == cycle
