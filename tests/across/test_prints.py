"""Prints: shared words leave shared prints, and everything is a function of one text's words."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onrecord.across.prints import BANDS, GRAM, WINDOW, Prints, hash_grams, make_prints, pack, unpack
from onrecord.across.wording import word_text
from onrecord.records import Span

SENTENCE = "Nobody signed anything before the ferry left Velde harbour on Tuesday night"
padding = st.lists(st.text("abcdefgh", min_size=1, max_size=9), max_size=40).map(" ".join)
others = st.lists(st.text("rstuvwxyz", min_size=1, max_size=9), max_size=40).map(" ".join)


def print_text(text: str, left_out: tuple[Span, ...] = ()) -> Prints:
    """Return the prints of one text."""
    return make_prints([word_text(text, left_out)])[0]


def slow_grams(text: str) -> list[str]:
    """Return the next letters from the start of each word, where there are enough."""
    words = word_text(text).forms
    grams = ["".join(words[place:])[:GRAM] for place in range(len(words))]
    return [gram for gram in grams if len(gram) == GRAM]


def made_of(prints: Prints) -> tuple[list[int], list[int], list[int], bytes]:
    """Return everything in prints as plain values."""
    return prints.hashes.tolist(), prints.places.tolist(), prints.bands.tolist(), prints.words


def long_text(seed: int, words: int = 300) -> list[str]:
    """Return words by chance."""
    chance = random.Random(seed)
    return ["".join(chance.choices("abcdefghiklmnoprstu", k=chance.randint(3, 9))) for _ in range(words)]


@given(padding, others, padding, others)
def test_shared_words_leave_a_shared_print(before: str, behind: str, early: str, late: str) -> None:
    """A sentence of a dozen words leaves a print in any two texts that hold it, at the same distance from its start."""
    one = print_text(f"{before} {SENTENCE}. {behind}")
    two = print_text(f"{early} “{SENTENCE.upper()}” {late}")
    shared = set(one.hashes.tolist()) & set(two.hashes.tolist())
    assert shared
    begin, other = len(before.split()), len(early.split())
    mine = {(hash_, place - begin) for hash_, place in zip(one.hashes.tolist(), one.places.tolist(), strict=True)}
    theirs = {(hash_, place - other) for hash_, place in zip(two.hashes.tolist(), two.places.tolist(), strict=True)}
    assert {hash_ for hash_, _ in mine & theirs} == shared


@given(padding)
def test_grams_are_those_of_the_obvious_way(text: str) -> None:
    """There is one hash a word from which enough letters follow; equal letters, and only these, have equal hashes."""
    expected = slow_grams(text)
    hashes, places = hash_grams(word_text(text))
    assert places.tolist() == list(range(len(expected)))
    assert len(set(zip(hashes.tolist(), expected, strict=True))) == len(set(expected)) == len(set(hashes.tolist()))


@given(padding)
def test_of_every_window_the_smallest_is_kept(text: str) -> None:
    """The prints are the smallest hash of every few in a row, or all where there are not that many; sorted."""
    hashes = hash_grams(word_text(text))[0].tolist()
    windows = [hashes[at : at + WINDOW] for at in range(max(1, len(hashes) - WINDOW + 1))]
    expected = {min(window) for window in windows if window} if len(hashes) > WINDOW else set(hashes)
    kept = print_text(text).hashes.tolist()
    assert set(kept) == expected
    assert all(left <= right for left, right in pairwise(kept))


@given(padding, others)
def test_places_are_where_the_gram_starts(before: str, behind: str) -> None:
    """At the place of each print starts the gram it is the hash of."""
    words = word_text(f"{before} {SENTENCE} {behind}")
    grams = dict(zip(*(part.tolist() for part in hash_grams(words)[::-1]), strict=True))
    prints = make_prints([words])[0]
    assert all(
        grams[place] == hash_ for hash_, place in zip(prints.hashes.tolist(), prints.places.tolist(), strict=True)
    )


@given(padding, others)
def test_no_gram_reaches_across_what_is_left_out(before: str, behind: str) -> None:
    """The grams of a text with a stretch left out are those of the two parts."""
    assume(before)
    line = " Subscribe to our newsletter today, and read more of it. "
    text = before + line + behind
    hashes, _ = hash_grams(word_text(text, [Span(len(before), len(before) + len(line))]))
    parts = [hash_grams(word_text(part))[0].tolist() for part in (before, behind)]
    assert hashes.tolist() == parts[0] + parts[1]


SHORT = [("nothing", ""), ("one word", "Velde"), ("a letter too few", "a" * (GRAM - 1)), ("no word", "… !")]


@pytest.mark.parametrize("text", [case[1] for case in SHORT], ids=[case[0] for case in SHORT])
def test_short_texts_have_no_prints(text: str) -> None:
    """A text that is too short for a gram has neither prints nor a sketch, but a digest of its words."""
    prints = print_text(text)
    assert made_of(prints)[:3] == ([], [], [])
    assert len(prints.words) == 16


def test_one_gram_is_enough_for_a_sketch() -> None:
    """A text of one gram has one print and all bands."""
    prints = print_text("b" * GRAM)
    assert len(prints.hashes) == 1
    assert len(prints.bands) == BANDS


def test_no_texts() -> None:
    """No texts have no prints."""
    assert make_prints([]) == []


@given(st.lists(st.one_of(padding, st.just(SENTENCE)), max_size=4))
def test_prints_are_a_function_of_one_text(texts: list[str]) -> None:
    """What is made of a text does not depend on the texts it is made with."""
    together = make_prints([word_text(text) for text in texts])
    assert [made_of(prints) for prints in together] == [made_of(print_text(text)) for text in texts]


@given(padding)
def test_packing_changes_nothing(text: str) -> None:
    """Prints that are packed and unpacked are the same."""
    prints = print_text(f"{text} {SENTENCE}")
    assert made_of(unpack(*pack(prints))) == made_of(prints)
    assert [len(part) % size for part, size in zip(pack(prints), (4, 2, 4, 16), strict=True)] == [0, 0, 0, 0]


def test_marks_do_not_matter() -> None:
    """Two printings that differ in marks and capitals alone have equal prints, sketches and digests."""
    assert made_of(print_text(f"“{SENTENCE.title()},” – Venn")) == made_of(print_text(f"{SENTENCE} Venn"))


def test_word_borders_are_in_the_digest_alone() -> None:
    """A line break inside a word changes the digest, and where prints start, but not the grams' letters."""
    whole, broken = print_text(f"afterwards {SENTENCE}"), print_text(f"after wards {SENTENCE}")
    assert whole.words != broken.words
    assert set(whole.hashes.tolist()) & set(broken.hashes.tolist())


@pytest.mark.parametrize("seed", range(5))
def test_near_texts_share_a_band(seed: int) -> None:
    """Texts in which a word or two differ share a band; texts that have nothing in common share none."""
    words = long_text(seed)
    near = [*words[:100], "otherwise", *words[101:250], "elsewhere", *words[251:]]
    one, two, alien = make_prints([word_text(" ".join(text)) for text in (words, near, long_text(seed + 100))])
    assert numpy.isin(one.bands, two.bands).any()
    assert not numpy.isin(one.bands, alien.bands).any()
