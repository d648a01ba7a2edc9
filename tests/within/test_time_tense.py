"""On which side of now a time lies, by its verb."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from onrecord.within.time_reading import Side
from onrecord.within.time_tense import is_deadline, is_promised, side_of

VOCAB = spacy.blank("en").vocab
Word = tuple[str, str, str, str, int]  # word, tag, part of speech, relation, head
MET: list[Word] = [
    ("They", "PRP", "PRON", "nsubj", 1),
    ("met", "VBD", "VERB", "root", 1),
    ("Tuesday", "NNP", "PROPN", "obl:unmarked", 1),
]
WILL_MEET: list[Word] = [
    ("They", "PRP", "PRON", "nsubj", 2),
    ("will", "MD", "AUX", "aux", 2),
    ("meet", "VB", "VERB", "root", 2),
    ("Tuesday", "NNP", "PROPN", "obl:unmarked", 2),
]
HAVE_MET = [*WILL_MEET[:1], ("have", "VBP", "AUX", "aux", 2), ("met", "VBN", "VERB", "root", 2), WILL_MEET[3]]
PLANNED: list[Word] = [
    ("They", "PRP", "PRON", "nsubj", 1),
    ("planned", "VBD", "VERB", "root", 1),
    ("to", "TO", "PART", "mark", 3),
    ("meet", "VB", "VERB", "xcomp", 1),
    ("Tuesday", "NNP", "PROPN", "obl:unmarked", 3),
]
MANAGED = [PLANNED[0], ("managed", "VBD", "VERB", "root", 1), *PLANNED[2:]]
MEETING_IS: list[Word] = [
    ("Talks", "NNS", "NOUN", "nsubj", 2),
    ("are", "VBP", "AUX", "cop", 2),
    ("Tuesday", "NNP", "PROPN", "root", 2),
]
QUOTED: list[Word] = [
    ("“", "``", "PUNCT", "punct", 2),
    ("We", "PRP", "PRON", "nsubj", 2),
    ("leave", "VBP", "VERB", "ccomp", 6),
    (",", ",", "PUNCT", "punct", 2),
    ("”", "''", "PUNCT", "punct", 2),
    ("he", "PRP", "PRON", "nsubj", 6),
    ("said", "VBD", "VERB", "root", 6),
    ("Tuesday", "NNP", "PROPN", "obl:unmarked", 2),
]
HEADLINE: list[Word] = [("Talks", "NNS", "NOUN", "root", 0), ("Tuesday", "NNP", "PROPN", "nmod", 0)]


def make_doc(words: list[Word]) -> Doc:
    """Return a parsed sentence."""
    return Doc(
        VOCAB,
        words=[word[0] for word in words],
        tags=[word[1] for word in words],
        pos=[word[2] for word in words],
        deps=[word[3] for word in words],
        heads=[word[4] for word in words],
        lemmas=[{"managed": "manage", "are": "be", "met": "meet"}.get(word[0], word[0]) for word in words],
    )


@pytest.mark.parametrize(
    ("words", "side"),
    [
        pytest.param(MET, Side.PAST, id="met"),
        pytest.param(WILL_MEET, Side.FUTURE, id="will meet"),
        pytest.param(HAVE_MET, Side.PAST, id="have met"),
        pytest.param(QUOTED, Side.PAST, id="a verb in quotation marks"),
        pytest.param(PLANNED, Side.FUTURE, id="planned to meet"),
        pytest.param(MANAGED, Side.PAST, id="managed to meet"),
        pytest.param(MEETING_IS, Side.FUTURE, id="talks are"),
        pytest.param(HEADLINE, None, id="no verb"),
    ],
)
def test_sides(words: list[Word], side: Side | None) -> None:
    """The verb that governs a time says whether it lies behind or ahead; where none does, that stays open."""
    doc = make_doc(words)

    assert side_of(doc[len(doc) - 1]) is side


def test_headlines() -> None:
    """The present tense looks ahead in running text, and says nothing in a headline."""
    meets: list[Word] = [MET[0], ("meet", "VBP", "VERB", "root", 1), MET[2]]
    doc = make_doc(meets)

    assert side_of(doc[2]) is Side.FUTURE
    assert side_of(doc[2], headline=True) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [("until Tuesday", True), ("as soon as Tuesday", True), ("not until Tuesday", False), ("on Tuesday", False)],
)
def test_deadlines(words: str, expected: bool) -> None:
    """A time behind "until" looks ahead, one behind "not until" does not."""
    doc = Doc(VOCAB, words=words.split())

    assert is_deadline(doc[len(doc) - 1]) is expected


@pytest.mark.parametrize(("words", "due"), [(WILL_MEET, True), (PLANNED, False), (MET, False)])
def test_promised(words: list[Word], *, due: bool) -> None:
    """What "will" be at a time lies ahead of now, however near the same time before it was."""
    assert is_promised(make_doc(words)[len(words) - 1]) is due
