import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.language.lemmas import IDENTITY, apply_script, make_script


@pytest.mark.parametrize(
    ("word", "lemma", "script"),
    [
        pytest.param("treaty", "treaty", IDENTITY, id="as-it-is"),
        pytest.param("Treaty", "treaty", IDENTITY, id="a-capital-goes"),
        pytest.param("said", "say", "lower 2 y", id="bent"),
        pytest.param("SAID", "say", "lower 2 y", id="bent-in-capitals"),
        pytest.param("went", "go", "lower 4 go", id="nothing-in-common"),
        pytest.param("Korsk", "Korsk", "keep 0 ", id="a-name"),
        pytest.param("Nations", "Nation", "keep 1 ", id="a-name-in-the-plural"),
        pytest.param("n't", "not", "lower 2 ot", id="glued"),
        pytest.param("wo", "will", "lower 1 ill", id="longer-than-the-word"),
        pytest.param("an other", "an other one", "lower 0  one", id="spaces-inside"),
        pytest.param("İzmir", "İzmir", "keep 0 ", id="a-dotted-capital"),
        pytest.param("Straße", "strasse", "lower 2 sse", id="sharp-s"),
    ],
)
def test_scripts_made_by_hand(word: str, lemma: str, script: str) -> None:
    """A script says what to take off and what to put there, and words that are bent alike share one."""
    assert make_script(word, lemma) == script
    assert apply_script(word, script) == lemma


words = st.text(min_size=1, max_size=12) | st.text("aAeßẞİiıſΣσςÉ\u0301\u0307\u200dﬁ 0", min_size=1, max_size=8)


@given(words, words)
def test_a_script_gives_its_lemma_back(word: str, lemma: str) -> None:
    """Whatever the letters, the script made of a word and its lemma turns the one into the other."""
    assert apply_script(word, make_script(word, lemma)) == lemma


@given(words, words, words)
def test_any_script_gives_any_word_a_lemma(word: str, other: str, lemma: str) -> None:
    """A script made for another word gives something, never nothing and never an error."""
    assert apply_script(word, make_script(other, lemma))


@pytest.mark.parametrize(
    ("word", "script", "lemma"),
    [
        pytest.param("Be", "lower 3 ", "be", id="takes-off-too-much"),
        pytest.param("Be", "lower 2 ", "be", id="takes-off-all"),
        pytest.param("Be", "keep 2 ", "be", id="takes-off-all-of-a-name"),
        pytest.param("Be", "lower 2 go", "go", id="takes-off-all-and-puts-something"),
    ],
)
def test_a_script_that_leaves_nothing_leaves_the_word(word: str, script: str, lemma: str) -> None:
    """A word of which its script would leave nothing is its own lemma, in lower case."""
    assert apply_script(word, script) == lemma
