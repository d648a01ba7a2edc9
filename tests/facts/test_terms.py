"""Words as topics know them: stems, rarity, and vectors of length one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.facts.terms import cosine, rarity, stem, weigh_terms

SAME = [
    ("a plural", "ministers", "minister"),
    ("a plural in -ies", "parties", "party"),
    ("a plural in -sses", "losses", "loss"),
    ("an owner", "Tarsenia's", "tarsenia"),
    ("an owner with a curly mark", "Tarsenia’s", "tarsenia"),
    ("owners", "ministers’", "minister"),
    ("past and present", "agreed", "agree"),
    ("-ing", "agreeing", "agree"),
    ("a letter doubled", "stopped", "stop"),
    ("a letter doubled before -ing", "running", "run"),
    ("a double letter of the word", "falling", "falls"),
    ("a silent e", "declared", "declares"),
    ("capitals", "FERRY", "ferry"),
    ("capitals of a plural", "FERRIES", "ferry"),
]


@pytest.mark.parametrize(("left", "right"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_forms_with_one_stem(left: str, right: str) -> None:
    """The forms of a word have one stem."""
    assert stem(left) == stem(right)


OWN = [
    ("-ing is the word", "sing", "sing"),
    ("-ed is the word", "red", "red"),
    ("-ing is in the name", "king", "king"),
    ("no vowel before -ed", "shred", "shred"),
    ("-ss", "press", "press"),
    ("-us", "virus", "virus"),
    ("-is", "crisis", "crisis"),
    ("short", "gas", "gas"),
    ("a number", "2031", "2031"),
    ("another script", "東京", "東京"),
    ("nothing", "", ""),
]


@pytest.mark.parametrize(("word", "expected"), [case[1:] for case in OWN], ids=[case[0] for case in OWN])
def test_words_that_keep_their_ending(word: str, expected: str) -> None:
    """What looks like an ending but is the word's own stays."""
    assert stem(word) == expected


@given(st.text(max_size=15))
def test_any_word_has_a_stem(word: str) -> None:
    """A stem is in small letters, is no longer than its word, and is lost for no word of letters alone."""
    assert stem(word) == stem(word).lower()
    assert len(stem(word)) <= len(word.lower())
    assert stem(word) or not word.isalnum()


def test_common_words_are_less_rare() -> None:
    """What stands in most news is common, what stands in some is rarer, and what is in no table is the rarest."""
    order = [rarity(stem(word)) for word in ("the", "said", "minister", "ferry", "zzqoravanx")]
    assert order == sorted(order)
    assert len(set(order)) == len(order)
    assert order[0] >= 0


@given(st.text("abcdefghiklmnoprst", min_size=1, max_size=12))
def test_nothing_is_rarer_than_what_is_unknown(word: str) -> None:
    """A word that the table does not hold is as rare as can be, and no word is less than common."""
    assert 0 <= rarity(stem(word)) <= rarity("zzqoravanx")


words_of = st.lists(st.sampled_from([*"the said ferry minister lighthouse qoravan tarsenia strike river".split()]))


@given(words_of, words_of)
def test_cosines(left: list[str], right: list[str]) -> None:
    """The cosine of two texts lies between nothing and all in common, is the same from either side, and 1 with itself."""
    mine, theirs = weigh_terms(left), weigh_terms(right)
    assert 0 <= cosine(mine, theirs) <= 1 + 1e-9
    assert cosine(mine, theirs) == pytest.approx(cosine(theirs, mine))
    assert cosine(mine, mine) == pytest.approx(1.0 if mine else 0.0)
    assert (cosine(mine, theirs) > 0) == bool(set(mine) & set(theirs))


@given(words_of)
def test_vectors_have_length_one(words: list[str]) -> None:
    """A text's vector has length one, holds its rarer words, and does not depend on their order."""
    weights = weigh_terms(words)
    assert set(weights) == {word for word in words if rarity(word) >= 1.0}
    assert math.hypot(*weights.values()) == pytest.approx(1.0 if weights else 0.0)
    assert weigh_terms(sorted(words)) == pytest.approx(weights)


def test_rare_and_repeated_words_weigh_more() -> None:
    """A word weighs more the rarer it is, and the more often the text has it."""
    plain = weigh_terms(["minister", "ferry"])
    assert plain["ferry"] > plain["minister"]
    assert weigh_terms(["minister", "minister", "ferry"])["minister"] > plain["minister"]


def test_only_words_that_are_rare_enough() -> None:
    """Words that are more common than asked for are left out."""
    assert set(weigh_terms(["minister", "zzqoravanx"], min_rarity=rarity("zzqoravanx"))) == {"zzqoravanx"}
    assert weigh_terms(["the"]) == weigh_terms([]) == {}
