"""Words as reports share them: folded, each with its place, and gaps where something is left out."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.across import wording
from onrecord.across.wording import LEFT_OUT, MAX_GAP, word_text
from onrecord.records import Span

texts = st.text(alphabet="abZİıßŞéÅ19’'_-. \n東京ไท", max_size=60)


@st.composite
def cut_texts(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """Return a text, and stretches of it that do not overlap."""
    text = draw(texts)
    borders = draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True).map(sorted))
    return text, [Span(*borders[at : at + 2]) for at in range(0, len(borders) - 1, 2)]


def as_folded(printed: str) -> set[str]:
    """Return what a printed word may be folded to, whatever else stands in its text."""
    by_letter = "".join(low if len(low := letter.lower()) == 1 else letter for letter in printed)
    return {form.replace("’", "'") for form in (printed.casefold(), printed.lower(), by_letter)}


@given(cut_texts())
def test_places_slice_back(given_: tuple[str, list[Span]]) -> None:
    """What stands at a word's place is that word as printed, however long its letters are when folded."""
    text, left_out = given_
    words = word_text(text, left_out)
    assert len(words.forms) == len(words.starts) == len(words.ends)
    for form, start, end in zip(words.forms, words.starts, words.ends, strict=True):
        assert start == end if form == LEFT_OUT else form in as_folded(text[start:end])
    assert list(words.starts) == sorted(words.starts)
    assert all(before <= after for before, after in zip(words.ends, words.starts[1:], strict=False))


@given(cut_texts())
def test_every_letter_is_in_a_word_or_left_out(given_: tuple[str, list[Span]]) -> None:
    """The words cover the letters and digits outside of what is left out, and no other letters."""
    text, left_out = given_
    words = word_text(text, left_out)
    covered = {at for start, end in zip(words.starts, words.ends, strict=True) for at in range(start, end)}
    hidden = {at for span in left_out for at in range(*span)}
    assert not covered & hidden
    assert {at for at, letter in enumerate(text) if letter.isalnum()} - hidden == {
        at for at in covered if text[at].isalnum()
    }


CASES = [
    ("small letters", "The Ferry SANK", ["the", "ferry", "sank"]),
    ("no marks", "“Sunk,” she said – twice.", ["sunk", "she", "said", "twice"]),
    ("apostrophes are one", "Tarsenia’s and Tarsenia's", ["tarsenia's", "and", "tarsenia's"]),
    ("an apostrophe outside is a mark", "the ’30s' ships'", ["the", "30s", "ships"]),
    ("numbers", "1,200 men in 2031", ["1", "200", "men", "in", "2031"]),
    ("underscores part words", "quay_mail", ["quay", "mail"]),
    ("characters of unspaced scripts", "東京 ferry京", ["東", "京", "ferry", "京"]),
    ("a dotted capital stays", "İsmet ISSERA", ["İsmet", "issera"]),
    ("a sharp s stays where it is", "Straße NACH", ["straße", "nach"]),
    ("nothing", "", []),
    ("no word", "… — !", []),
]


@pytest.mark.parametrize(("text", "forms"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_a_word_is(text: str, forms: list[str]) -> None:
    """Words are runs of letters and digits in small letters, with the apostrophes inside them."""
    assert list(word_text(text).forms) == forms


def test_a_span_of_words_slices_back() -> None:
    """The span of some words is the printed stretch from the first to the last of them."""
    text = "In Velde, “nobody signed,” Venn said."
    assert word_text(text).span(2, 5).of(text) == "nobody signed,” Venn"


def test_what_is_left_out_becomes_a_gap() -> None:
    """A stretch that is left out stands as more gaps than a passage reaches across, and its words are gone."""
    text = "Rain fell. Subscribe now. Snow fell."
    words = word_text(text, [Span(11, 25)])
    assert words.forms == ("rain", "fell", *[LEFT_OUT] * (MAX_GAP + 1), "snow", "fell")
    assert words.span(len(words.forms) - 2, len(words.forms)).of(text) == "Snow fell"


ENDS = [
    ("before the first word", Span(0, 5), ["b", "c"]),
    ("behind the last word", Span(8, 11), ["aaaa", "b"]),
    ("everything", Span(0, 11), []),
]


@pytest.mark.parametrize(("left_out", "forms"), [case[1:] for case in ENDS], ids=[case[0] for case in ENDS])
def test_no_gap_at_the_ends(left_out: Span, forms: list[str]) -> None:
    """What is left out before the first word or behind the last needs no gap."""
    assert list(word_text("aaaa. b; c.", [left_out]).forms) == forms


def test_stretches_that_overlap() -> None:
    """Stretches may overlap and come in any order: no word of any is kept, and none stands twice."""
    text = "one two three four five"
    forms = word_text(text, [Span(8, 18), Span(4, 13)]).forms
    assert [form for form, _ in groupby(forms)] == ["one", LEFT_OUT, "five"]


def test_long_texts_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a text that is too long the first words are looked at."""
    monkeypatch.setattr(wording, "MAX_WORDS", 3)
    assert word_text("one two three four five").forms == ("one", "two", "three")
    assert word_text("one two", []).forms == ("one", "two")
