from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stand_in_model import StandIn

from onrecord.language.links import WordAttribution
from onrecord.language.readings import WindowReading, Words, key_of, read_windows
from onrecord.language.windows import Window, cut_windows

numbers = st.lists(st.integers(0, 300), max_size=5).map(tuple)
spans = st.tuples(st.integers(0, 200), st.integers(0, 200))
attributions = st.builds(WordAttribution, spans, st.none() | spans, st.lists(spans, max_size=3).map(tuple))
window_readings = st.builds(
    WindowReading,
    opens=numbers,
    upos=numbers,
    xpos=numbers,
    lemma=numbers,
    heads=numbers,
    deprel=numbers,
    names=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.text(max_size=9)), max_size=3).map(tuple),
    attributions=st.lists(attributions, max_size=3).map(tuple),
    vectors=st.binary(max_size=20),
)


@given(window_readings)
def test_keeping_a_reading_changes_nothing(reading: WindowReading) -> None:
    """What comes back from bytes is what went in, tuples and all."""
    assert WindowReading.from_bytes(reading.to_bytes()) == reading


# Words 2 to 5 are the window, 1 is its context, 0 and 6 are neither.
WORDS = Words(
    words=("He", "said", "Korsk", "will", "not", "sign", "."),
    glued=(False, False, False, False, False, False, True),
    lines=(0, 2),
    cuts=(0, 2, 4),
)
WINDOW = Window(1, 2, 6)
GIVEN = replace(WORDS, given=True)


def with_word(words: Words, place: int, word: str) -> Words:
    """Return the words with one of them changed."""
    return replace(words, words=(*words.words[:place], word, *words.words[place + 1 :]))


def with_glued(words: Words, place: int) -> Words:
    """Return the words with one of them glued to the one before, or no longer."""
    glued = list(words.glued)
    glued[place] = not glued[place]
    return replace(words, glued=tuple(glued))


@pytest.mark.parametrize(
    ("words", "window", "version"),
    [
        pytest.param(with_word(WORDS, 3, "Will"), WINDOW, "1", id="a-word"),
        pytest.param(with_word(WORDS, 1, "says"), WINDOW, "1", id="a-word-of-context"),
        pytest.param(with_glued(WORDS, 3), WINDOW, "1", id="glued"),
        pytest.param(with_glued(WORDS, 1), WINDOW, "1", id="glued-context"),
        pytest.param(replace(WORDS, lines=(0,)), WINDOW, "1", id="no-line"),
        pytest.param(replace(WORDS, lines=(0, 1, 2)), WINDOW, "1", id="a-line-in-the-context"),
        pytest.param(replace(WORDS, lines=(0, 2, 4)), WINDOW, "1", id="a-line-more"),
        pytest.param(GIVEN, WINDOW, "1", id="given-sentences"),
        pytest.param(replace(WORDS, cuts=(0, 2)), WINDOW, "1", id="sentences-by-rule"),
        pytest.param(WORDS, Window(2, 2, 6), "1", id="without-context"),
        pytest.param(WORDS, Window(1, 3, 6), "1", id="more-context"),
        pytest.param(WORDS, Window(1, 2, 7), "1", id="a-word-more"),
        pytest.param(WORDS, WINDOW, "2", id="another-model"),
    ],
)
def test_a_key_changes_with_what_the_reading_depends_on(words: Words, window: Window, version: str) -> None:
    """Words, how they are printed, lines, context and the model's version each change the key."""
    assert key_of(words, window, version) != key_of(WORDS, WINDOW, "1")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(with_word(WORDS, 0, "She"), WORDS, id="a-word-before-the-context"),
        pytest.param(with_word(WORDS, 6, "!"), WORDS, id="a-word-behind"),
        pytest.param(with_glued(WORDS, 6), WORDS, id="glued-behind"),
        pytest.param(replace(WORDS, cuts=(0, 1, 2, 4)), WORDS, id="a-sentence-by-rule-in-the-context"),
        pytest.param(replace(GIVEN, cuts=(0, 1, 2, 4)), GIVEN, id="a-given-sentence-in-the-context"),
        pytest.param(replace(WORDS, lines=(0, 2, 6)), WORDS, id="a-line-behind"),
    ],
)
def test_a_key_does_not_change_with_anything_else(left: Words, right: Words) -> None:
    """What lies outside a window and its context changes no key."""
    assert key_of(left, WINDOW, "1") == key_of(right, WINDOW, "1")


def test_a_key_does_not_depend_on_where_the_window_stands() -> None:
    """The same passage further on in another text has the same key."""
    moved = Words(
        words=("New", "Old", *WORDS.words), glued=(False, True, *WORDS.glued), lines=(0, 2, 4), cuts=(0, 2, 4, 6)
    )
    assert key_of(moved, Window(3, 4, 8), "1") == key_of(WORDS, WINDOW, "1")


def test_a_given_sentence_changes_the_key() -> None:
    """Where the input says what the sentences are, each of a window's counts."""
    assert key_of(replace(GIVEN, cuts=(0, 2)), WINDOW, "1") != key_of(GIVEN, WINDOW, "1")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(("a\x1f b",), ("a", "b"), id="a-separator"),
        pytest.param(("ab", "c"), ("a", "bc"), id="a-border"),
        pytest.param(("a0001 b",), ("a", "b"), id="what-looks-like-another-word-s-beginning"),
        pytest.param(("\na",), ("a",), id="a-line-end-in-a-word"),
        pytest.param(("a", ""), ("a",), id="an-empty-word"),
    ],
)
def test_odd_words_share_no_key(left: tuple[str, ...], right: tuple[str, ...]) -> None:
    """Given words may hold any character; no two lists of them are taken for each other."""
    keys = [
        key_of(Words(words, (False,) * len(words), (0,), (0,)), Window(0, 0, len(words)), "1")
        for words in (left, right)
    ]
    assert keys[0] != keys[1]


def make_words(*, given: bool) -> Words:
    """Return a text of 40 lines of 50 words, cut into sentences of 10."""
    words = tuple(f"{'Korsk said treaty .'.split()[place % 4]}{place % 7}" for place in range(2000))
    return Words(words, (False,) * 2000, tuple(range(0, 2000, 50)), tuple(range(0, 2000, 10)), given)


def windows_of(encoder: StandIn, words: Words) -> list[Window]:
    """Return the windows of some words."""
    sizes = [len(ids) for ids, _ in encoder.pieces.look_up(words.words)]
    return list(cut_windows(words.words, sizes, words.lines, words.cuts))


@pytest.mark.parametrize("size", [1, 3, 17, 1000])
def test_windows_read_in_any_batches_are_the_same(stand_in: StandIn, size: int) -> None:
    """How many windows are read together changes none of their readings."""
    words = make_words(given=False)
    windows = windows_of(stand_in, words)
    batches = [windows[start : start + size] for start in range(0, len(windows), size)]
    read = [reading for batch in batches for reading in read_windows(stand_in, words, batch)]  # type: ignore[arg-type]
    assert read == read_windows(stand_in, words, windows)  # type: ignore[arg-type]
    assert len(windows) > 16  # more than are held at once


@pytest.mark.parametrize("is_given", [False, True], ids=["by-the-model", "given"])
def test_what_a_reading_keeps_to(stand_in: StandIn, is_given: bool) -> None:
    """Trees stay in their sentences, each with one root that alone is called so; names stay in their lines."""
    words = make_words(given=is_given)
    windows = windows_of(stand_in, words)
    for window, reading in zip(windows, read_windows(stand_in, words, windows), strict=True):  # type: ignore[arg-type]
        length = window.end - window.start
        starts = sorted({0, *reading.opens})
        assert all(start < length for start in starts)
        if is_given:
            assert reading.opens == tuple(cut - window.start for cut in words.cuts if window.start <= cut < window.end)
        own_lines = [line - window.start for line in words.lines if window.start <= line < window.end]
        assert set(own_lines) <= set(reading.opens)
        for start, end in zip(starts, [*starts[1:], length], strict=True):
            inside = range(start, end)
            assert all(reading.heads[word] in inside for word in inside)
            roots = [word for word in inside if reading.heads[word] == word]
            assert len(roots) == 1
            assert [word for word in inside if reading.deprel[word] == 4] == roots
        assert not [line for line in own_lines for start, end, _ in reading.names if start < line < end]
        assert len(reading.upos) == len(reading.xpos) == len(reading.lemma) == length
        assert len(reading.vectors) == 16 * len(starts)
