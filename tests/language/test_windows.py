import random
from itertools import accumulate, pairwise, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.language.windows import LOOKS_BACK, MAX_ENCODED, MAX_PIECES, Window, between, cut_windows

MOST = 16  # pieces of a word, at the most


def lay_out(lines: list[list[list[tuple[str, int]]]]) -> tuple[list[str], list[int], list[int], list[int]]:
    """Return words, sizes, lines and cuts for lines of sentences of words with their sizes."""
    words: list[str] = []
    sizes: list[int] = []
    starts: list[int] = []
    cuts: list[int] = []
    for line in lines:
        starts.append(len(words))
        for sentence in line:
            cuts.append(len(words))
            words += [word for word, _ in sentence]
            sizes += [size for _, size in sentence]
    return words, sizes, starts, cuts


a_word = st.tuples(st.sampled_from(["Korsk", "said", ",", "the", "3"]), st.integers(1, MOST))
a_line = st.lists(st.lists(a_word, min_size=1, max_size=60), min_size=1, max_size=4)
layouts = st.lists(a_line, max_size=12).map(lay_out)


@given(layouts)
def test_each_word_is_in_one_window_and_windows_are_within_their_limits(
    given_layout: tuple[list[str], list[int], list[int], list[int]],
) -> None:
    """Windows hold each word once, in order, no more pieces than they may; inside lines they look back, a little."""
    words, sizes, lines, cuts = given_layout
    windows = list(cut_windows(words, sizes, lines, cuts))
    assert [place for window in windows for place in range(window.start, window.end)] == list(range(len(words)))
    for window in windows:
        assert 0 <= window.context <= window.start < window.end
        assert sum(sizes[window.start : window.end]) <= MAX_PIECES
        assert sum(sizes[window.context : window.start]) <= LOOKS_BACK
        assert sum(sizes[window.context : window.end]) <= MAX_ENCODED
        if window.start in lines:
            assert window.context == window.start
        else:
            assert window.context == 0 or sum(sizes[window.context - 1 : window.start]) > LOOKS_BACK


@given(layouts)
def test_windows_end_where_lines_or_sentences_do(
    given_layout: tuple[list[str], list[int], list[int], list[int]],
) -> None:
    """A line that fits is never cut; one that does not is cut at sentences, and inside those that do not fit."""
    words, sizes, lines, cuts = given_layout
    ends = [window.end for window in cut_windows(words, sizes, lines, cuts)]
    for kept in (lines, cuts):
        for start, end in pairwise([*kept, len(words)]):
            if sum(sizes[start:end]) <= MAX_PIECES:
                assert [place for place in ends if start < place < end] == []


@pytest.mark.parametrize(
    ("lines", "windows"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([[[("Korsk", 1)]]], [Window(0, 0, 1)], id="one-word"),
        pytest.param(
            [[[("a", 16)] * 30]], [Window(0, 0, 12), Window(10, 12, 24), Window(22, 24, 30)], id="one-long-sentence"
        ),
        pytest.param(
            [[[("a", 10)] * 15, [("b", 10)] * 5]], [Window(0, 0, 15), Window(12, 15, 20)], id="cut-between-sentences"
        ),
        pytest.param(
            [[[("a", 1)] * 192], [[("b", 1)] * 192]], [Window(0, 0, 192), Window(192, 192, 384)], id="two-full-lines"
        ),
    ],
)
def test_windows_of_texts_made_by_hand(lines: list[list[list[tuple[str, int]]]], windows: list[Window]) -> None:
    """Lines are packed until the next would not fit."""
    assert list(cut_windows(*lay_out(lines))) == windows


def make_lines(seed: int, count: int) -> list[list[list[tuple[str, int]]]]:
    """Return lines of words that no other seed has."""
    drawn = random.Random(seed)
    return [[[(f"{seed}-{drawn.random()}", 1) for _ in range(drawn.randint(5, 60))]] for _ in range(count)]


def texts_of(lines: list[list[list[tuple[str, int]]]]) -> list[tuple[tuple[str, ...], int]]:
    """Return the words that each window is read with, and how many of them are context."""
    words, sizes, starts, cuts = lay_out(lines)
    windows = cut_windows(words, sizes, starts, cuts)
    return [(tuple(words[window.context : window.end]), window.start - window.context) for window in windows]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("added", [1, 3, 40])
def test_what_is_put_in_front_changes_no_window_far_behind(seed: int, added: int) -> None:
    """A passage that another text shares is cut as it is there, but for its first windows."""
    shared = make_lines(seed, 200)
    alone, behind = texts_of(shared), texts_of(make_lines(seed + 100, added) + shared)
    kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(alone[::-1], behind[::-1], strict=False)))
    assert len(alone) - kept < 12


@pytest.mark.parametrize("seed", range(4))
def test_what_follows_changes_no_window_before(seed: int) -> None:
    """A text that goes on is cut as before, up to the window that the first text ended in."""
    shared = make_lines(seed, 50)
    alone, longer = texts_of(shared), texts_of(shared + make_lines(seed + 100, 20))
    assert longer[: len(alone) - 1] == alone[:-1]


def test_windows_depend_on_the_text_alone() -> None:
    """Cutting twice, from lists or tuples, gives the same windows."""
    words, sizes, lines, cuts = lay_out(make_lines(1, 40))
    once = list(cut_windows(words, sizes, lines, cuts))
    assert list(cut_windows(tuple(words), tuple(sizes), tuple(lines), tuple(cuts))) == once


@given(st.lists(st.integers(1, 5)).map(lambda steps: list(accumulate(steps))), st.integers(0, 30), st.integers(0, 30))
def test_places_between(places: list[int], start: int, end: int) -> None:
    """The places of a stretch are those from its start on and before its end."""
    assert list(between(places, start, end)) == [place for place in places if start <= place < end]
