"""The cue that governs words in marks, and its source, from the words behind them and from headlines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.records import Span
from onrecord.within.clauses import find_after, in_headline
from onrecord.within.leads import find_before
from tests.within.printed import whole, words_of

AFTER = [
    ("verb and name", " said Orla Venn.", "said", "Orla Venn"),
    ("pronoun and verb", " she said.", "said", "she"),
    ("name and verb", " Orla Venn said.", "said", "Orla Venn"),
    ("appositive", " said Orla Venn, the minister of works.", "said", "Orla Venn, the minister of works"),
    ("addressee and day", " Venn told reporters on Tuesday.", "told", "Venn"),
    ("according to", " according to Orla Venn.", "according to", "Orla Venn"),
    ("office", " the union leader added.", "added", "the union leader"),
    ("relative clause", " Venn, who chairs the talks, said.", "said", "Venn"),
    ("asked", " asked Venn.", "asked", "Venn"),
    ("a second clause", " he said, adding that the pier was shut.", "said", "he"),
    ("two speakers", " Verrick and Quillan said in a joint statement.", "said", "Verrick and Quillan"),
    ("plural noun", " said one of the fishermen.", "said", "one of the fishermen"),
]


@pytest.mark.parametrize(("text", "cue", "source"), [case[1:] for case in AFTER], ids=[case[0] for case in AFTER])
def test_after(text: str, cue: str, source: str) -> None:
    """In the words that follow a mark, the reporting clause gives the cue and its subject as printed."""
    found = find_after(text, whole(text))

    assert words_of(found, text) == (cue, source)
    assert found is not None
    assert found.bare


@pytest.mark.parametrize(
    "text",
    [" and the pier.", " which is shut.", " the pier holds forty boats.", ".", ""],
    ids=["conjunction", "relative", "clause", "stop", "nothing"],
)
def test_no_cue_after(text: str) -> None:
    """Words that go on about something else give no attribution."""
    assert find_after(text, whole(text)) is None


def test_carrier_after() -> None:
    """Behind the marks too, who quotes somebody else is the carrier, and who is quoted the source."""
    text = " Karrow Radio quoted Orla Venn as saying."

    found = find_after(text, whole(text))

    assert words_of(found, text) == ("saying", "Orla Venn")
    assert found is not None
    assert [via.of(text) for via in found.via] == ["Karrow Radio"]


def test_headline_with_a_colon() -> None:
    """In a headline a name and a colon do the verb's work: no cue, and the name is the source."""
    text = "Venn: “We will sign”"

    found = in_headline(text, Span(0, 6), Span(len(text), len(text)))

    assert words_of(found, text) == (None, "Venn")


CLAUSES = st.lists(
    st.sampled_from(
        "Orla Venn she they the minister of works said says told adding according to quoted as saying who which "
        "and that on Tuesday , . : ; — ( ) “ ” ’s not was 12 St. U.N. é".split()
    ),
    max_size=14,
).map(" ".join)


@given(CLAUSES, st.booleans())
@settings(max_examples=300)
def test_any_words(text: str, handed_over: bool) -> None:
    """Whatever the words, cue, source and carriers lie inside them and hold more than white space."""
    span = whole(text)
    for found in (
        find_before(text, span),
        find_after(text, span, handed_over=handed_over),
        in_headline(text, span, Span(len(text), len(text))),
    ):
        if found is not None:
            places = [place for place in (found.cue, found.source, *found.via) if place is not None]
            assert all(span.covers(place) and place.of(text).strip() for place in places)
            assert 0 <= found.confidence <= 1
