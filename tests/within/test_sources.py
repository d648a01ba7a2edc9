"""The cue that governs words in marks, and its source, from the words around them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.records import Span
from onrecord.within.sources import Attribution, find_after, find_before, in_headline, subject_of_sentence


def whole(text: str) -> Span:
    """Return the span of all of a text."""
    return Span(0, len(text))


def words_of(found: Attribution | None, text: str) -> tuple[str | None, str | None]:
    """Return the printed cue and source."""
    assert found is not None, "an attribution is due"
    return found.cue and found.cue.of(text), found.source and found.source.of(text)


BEFORE = [
    ("name and colon", "Orla Venn said: ", "said", "Orla Venn"),
    ("name", "Orla Venn said ", "said", "Orla Venn"),
    ("pronoun", "She added: ", "added", "She"),
    ("office", "The minister told reporters on Tuesday: ", "told", "The minister"),
    ("title and name", "Minister Orla Venn said: ", "said", "Minister Orla Venn"),
    ("statement", "The foreign ministry said in a statement that it was ", "said", "The foreign ministry"),
    ("naming verb", "Verrick called the offer ", "called", "Verrick"),
    ("relative clause", "Minister Orla Venn, who chairs the talks, said: ", "said", "Minister Orla Venn"),
    ("appositive", "Orla Venn, the minister of works, said: ", "said", "Orla Venn, the minister of works"),
    ("behind an adjunct", "On Tuesday, Orla Venn said the deal was ", "said", "Orla Venn"),
    ("behind an adjunct without a comma", "Late that night Orla Venn said: ", "said", "Orla Venn"),
    ("auxiliaries and adverbs", "Venn has repeatedly described it as ", "described", "Venn"),
    ("asked about", "Asked about the deal, Venn replied: ", "replied", "Venn"),
    ("inserted", "The deal, Venn said, was ", "said", "Venn"),
    ("in the words of", "In the words of Orla Venn, it was ", "In the words of", "Orla Venn"),
    ("according to, in front", "According to Orla Venn, the deal is ", "According to", "Orla Venn"),
    ("the later of two cues", "Venn said the pier was open, and Verrick replied: ", "replied", "Verrick"),
]


@pytest.mark.parametrize(("text", "cue", "source"), [case[1:] for case in BEFORE], ids=[case[0] for case in BEFORE])
def test_before(text: str, cue: str, source: str) -> None:
    """In the words that lead up to a mark, the cue nearest to it and its subject are found as printed."""
    assert words_of(find_before(text, whole(text)), text) == (cue, source)


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
    ["The ship ", "The captain of the ", "It was a long night on the quay, and the ", ""],
    ids=["noun", "preposition", "clause", "nothing"],
)
def test_no_cue_before(text: str) -> None:
    """Words without anything that reports give no attribution."""
    assert find_before(text, whole(text)) is None


@pytest.mark.parametrize(
    "text",
    [" and the pier.", " which is shut.", " the pier holds forty boats.", ".", ""],
    ids=["conjunction", "relative", "clause", "stop", "nothing"],
)
def test_no_cue_after(text: str) -> None:
    """Words that go on about something else give no attribution."""
    assert find_after(text, whole(text)) is None


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Karrow Radio quoted Orla Venn as saying: ", "Orla Venn"),
        ("Karrow Radio quoted Orla Venn as telling reporters: ", "Orla Venn"),
        ("He was quoted by Karrow Radio as saying: ", "He"),
    ],
    ids=["saying", "telling", "passive"],
)
def test_carrier_before(text: str, source: str) -> None:
    """Who quotes somebody else is the carrier, and who is quoted the source."""
    found = find_before(text, whole(text))

    assert words_of(found, text)[1] == source
    assert found is not None
    assert [via.of(text) for via in found.via] == ["Karrow Radio"]


def test_carrier_after() -> None:
    """The same holds behind the marks."""
    text = " Karrow Radio quoted Orla Venn as saying."

    found = find_after(text, whole(text))

    assert words_of(found, text) == ("saying", "Orla Venn")
    assert found is not None
    assert [via.of(text) for via in found.via] == ["Karrow Radio"]


@pytest.mark.parametrize(
    ("text", "bare"),
    [("Orla Venn said: ", True), ("Orla Venn told reporters on Tuesday: ", True), ("Orla Venn said it was ", False)],
    ids=["colon", "addressee and day", "reporter's words between"],
)
def test_bare(text: str, bare: bool) -> None:
    """An attribution is bare when nothing of what is reported stands between the cue and the marks."""
    found = find_before(text, whole(text))

    assert found is not None
    assert found.bare is bare


def test_other_marks_are_not_the_reporters_words() -> None:
    """A cue inside earlier marks does not govern what follows."""
    text = "“Who said so?” stood on the wall, and the paint was "

    assert find_before(text, whole(text), (Span(0, 14),)) is None


def test_headline_with_a_colon() -> None:
    """In a headline a name and a colon do the verb's work: no cue, and the name is the source."""
    text = "Venn: “We will sign”"

    found = in_headline(text, Span(0, 6), Span(len(text), len(text)))

    assert words_of(found, text) == (None, "Venn")


SUBJECTS = [
    ("name", "Orla Venn met the unions.", "Orla Venn"),
    ("behind an adjunct", "On Tuesday, Orla Venn met the unions.", "Orla Venn"),
    ("behind another", "After the talks, she went home.", "she"),
    ("pronoun", "She met the unions.", "She"),
    ("noun phrase", "The mayor of Selbridge met the unions.", "The mayor of Selbridge"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in SUBJECTS], ids=[case[0] for case in SUBJECTS])
def test_subject_of_sentence(text: str, expected: str) -> None:
    """The noun phrase that a sentence starts with is found behind opening adjuncts."""
    subject = subject_of_sentence(text, whole(text))

    assert subject is not None
    assert subject.of(text) == expected


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
