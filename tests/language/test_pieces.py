from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.stand_in_model import write_vocabulary

from onrecord.language import pieces
from onrecord.language.pieces import LAYOUTS, MAX_WORD_PIECES, UNKNOWN, Shape, WordPieces, layout_of, shape_of


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        pytest.param("2017", Shape.DIGITS, id="digits"),
        pytest.param("٢٠١٧", Shape.DIGITS, id="arabic-digits"),
        pytest.param("1,200.50", Shape.WITH_DIGITS, id="digits-and-marks"),
        pytest.param("G7", Shape.WITH_DIGITS, id="letters-and-digits"),
        pytest.param("NATO", Shape.ALL_CAPITALS, id="capitals"),
        pytest.param("U.S.", Shape.ALL_CAPITALS, id="capitals-with-stops"),
        pytest.param("A", Shape.ONE_CAPITAL, id="one-capital"),
        pytest.param("İ", Shape.ONE_CAPITAL, id="one-dotted-capital"),
        pytest.param("Korsk", Shape.CAPITALISED, id="a-name"),
        pytest.param("Brekke-lund", Shape.CAPITALISED, id="a-name-with-a-hyphen"),
        pytest.param("Հայաստան", Shape.CAPITALISED, id="armenian"),
        pytest.param("McAllen", Shape.MIXED, id="capitals-inside"),
        pytest.param("O’Brien", Shape.MIXED, id="an-apostrophe"),
        pytest.param("ǅ", Shape.MIXED, id="a-title-case-letter"),
        pytest.param("said", Shape.LOWER, id="lower-case"),
        pytest.param("n't", Shape.LOWER, id="glued"),
        pytest.param("ß", Shape.LOWER, id="sharp-s"),
        pytest.param("السلام", Shape.OTHER, id="a-script-without-case"),
        pytest.param("—", Shape.OTHER, id="a-mark"),
        pytest.param("🕊️", Shape.OTHER, id="emoji"),
        pytest.param("\u200b", Shape.OTHER, id="zero-width"),
        pytest.param("½", Shape.OTHER, id="a-fraction"),
        pytest.param("", Shape.OTHER, id="empty"),
    ],
)
def test_shapes(word: str, shape: Shape) -> None:
    """The shape says how a word is printed: capitals and digits, in any script."""
    assert shape_of(word) == shape


def test_layouts_are_numbered_apart() -> None:
    """Each shape, glued or not, opening a line or not, has a number of its own, below the count of them."""
    numbers = [layout_of(shape, glued=a, opens_line=b) for shape, a, b in product(Shape, (False, True), (False, True))]
    assert sorted(numbers) == list(range(LAYOUTS))


ODD = [
    pytest.param("", id="empty"),
    pytest.param("\u200b", id="zero-width"),
    pytest.param("\u200d\ufeff", id="joiners"),
    pytest.param("\x00", id="nul"),
    pytest.param("\x07\x1b", id="control-characters"),
    pytest.param("\x85", id="next-line"),
    pytest.param("\u0301", id="a-combining-mark-alone"),
    pytest.param("🕊️", id="emoji"),
    pytest.param("👩‍👩‍👧", id="joined-emoji"),
    pytest.param("Հայաստանի", id="armenian"),
    pytest.param("المتحدث", id="arabic"),
    pytest.param("北京" * 60, id="chinese-each-a-piece"),
    pytest.param("x" * 10_000, id="ten-thousand-letters"),
    pytest.param("-" * 10_000, id="ten-thousand-signs"),
    pytest.param("a b", id="a-space-inside"),
    pytest.param("\ufffd", id="replacement"),
]


@pytest.fixture(params=["small", "shipped"])
def word_pieces(request: pytest.FixtureRequest, tmp_path: Path) -> WordPieces:
    """Return a small vocabulary, then the package's own."""
    if request.param == "shipped":
        return WordPieces(request.getfixturevalue("shipped") / "tokenizer.json")
    return WordPieces(write_vocabulary(tmp_path / "tokenizer.json"))


@pytest.mark.parametrize("word", ODD)
def test_odd_words_have_pieces(word_pieces: WordPieces, word: str) -> None:
    """Any word has one piece at least and no more than the cap."""
    ((ids, shape),) = word_pieces.look_up([word])
    assert 1 <= len(ids) <= MAX_WORD_PIECES
    assert shape == shape_of(word)


@given(st.lists(st.text(max_size=30), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_word_has_the_same_pieces(word_pieces: WordPieces, words: list[str]) -> None:
    """What a word's pieces are does not depend on the words around it, nor on what was looked up before."""
    found = word_pieces.look_up(words)
    assert len(found) == len(words)
    assert found == [word_pieces.look_up([word])[0] for word in words]
    assert all(1 <= len(ids) <= MAX_WORD_PIECES for ids, _ in found)


def test_pieces_of_words(tmp_path: Path) -> None:
    """Capitals and accents change no pieces; what the vocabulary lacks is one unknown piece."""
    small = WordPieces(write_vocabulary(tmp_path / "tokenizer.json"))
    korsk, capitals, accented, treaty, unknown, long = (
        ids for ids, _ in small.look_up(["korsk", "KORSK", "Körsk", "treaty", "Москва", "x" * 101])
    )
    assert korsk == capitals == accented
    assert len(korsk) == 1
    assert len(treaty) == 2
    assert unknown == long == (UNKNOWN,)


def test_the_store_of_known_words_starts_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has seen more words than it keeps forgets them, and gives the same pieces as before."""
    monkeypatch.setattr(pieces, "_MAX_KNOWN", 5)
    small = WordPieces(write_vocabulary(tmp_path / "tokenizer.json"))
    words = [f"word{number}" for number in range(20)]
    expected = [WordPieces(tmp_path / "tokenizer.json").look_up([word])[0] for word in words]
    for size in (1, 3, 4, 5, 20):
        for start in range(0, len(words), size):
            batch = words[start : start + size]
            assert small.look_up([*batch, *batch]) == expected[start : start + size] * 2
            assert len(small._known) <= max(5, size)
