"""The cue that governs words in marks, and its source, from the words before them."""

from __future__ import annotations

import pytest

from onrecord.records import Span
from onrecord.within.leads import find_before
from tests.within.printed import whole, words_of

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
    ("a noun that is owned", "Verrick dismissed Venn's remarks as ", "dismissed", "Verrick"),
    ("the later of two cues", "Venn said the pier was open, and Verrick replied: ", "replied", "Verrick"),
]


@pytest.mark.parametrize(("text", "cue", "source"), [case[1:] for case in BEFORE], ids=[case[0] for case in BEFORE])
def test_before(text: str, cue: str, source: str) -> None:
    """In the words that lead up to a mark, the cue nearest to it and its subject are found as printed."""
    assert words_of(find_before(text, whole(text)), text) == (cue, source)


STATED = [
    ("made by", "The chair noted the statement made by the president at the gate that ", "statement", "the president"),
    ("declaration of", "She noted the declaration of Prime Minister Orla Venn that ", "declaration", "Prime Minister Orla Venn"),
    ("remark by", "Karrow Radio recalled a remark by Orla Venn: ", "remark", "Orla Venn"),
    ("of a thing", "Orla Venn welcomed the declaration of principles as ", "welcomed", "Orla Venn"),
    ("behind the words", "Orla Venn, after a statement by Piet Holt, said: ", "said", "Orla Venn"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cue", "source"), [case[1:] for case in STATED], ids=[case[0] for case in STATED])
def test_statement_of_another(text: str, cue: str, source: str) -> None:
    """Who notes the statement of somebody else is not its speaker."""
    assert words_of(find_before(text, whole(text)), text) == (cue, source)


@pytest.mark.parametrize(
    "text",
    ["The ship ", "The captain of the ", "It was a long night on the quay, and the ", ""],
    ids=["noun", "preposition", "clause", "nothing"],
)
def test_no_cue_before(text: str) -> None:
    """Words without anything that reports give no attribution."""
    assert find_before(text, whole(text)) is None


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
