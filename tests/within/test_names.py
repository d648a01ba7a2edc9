"""Capitalised names and their labels."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.record_fixtures import findings_in

LABELS = {"Person", "Organization", "Location", "NORP", "Facility", "Misc", "Date", "Money", "Product"}


def names_in(text: str) -> list[tuple[str, str]]:
    """Return the names of a text with their labels."""
    return [(mention.text, mention.label) for mention in findings_in(text).mentions]


TELLING = [
    ("title", "On Monday President Orla Venn left the hall.", ("Orla Venn", "Person")),
    ("abbreviated title", "Everybody thanked Mr Verrick for it.", ("Verrick", "Person")),
    ("title with a stop", "Everybody thanked Dr. Halloran for it.", ("Halloran", "Person")),
    ("office before it", "The harbour was built by engineer and minister Orla Venn.", ("Orla Venn", "Person")),
    ("reporting verb", "In the hall Orla Venn said so.", ("Orla Venn", "Person")),
    ("inverted verb", "“We will sign,” said Orla Venn.", ("Orla Venn", "Person")),
    ("ministry", "It was the Ministry of Fisheries that paid.", ("Ministry of Fisheries", "Organization")),
    ("council", "It was the Harbour Council that paid.", ("Harbour Council", "Organization")),
    ("acronym", "It was the NORU that paid.", ("NORU", "Organization")),
    ("bay", "The boats crossed Orla Bay at night.", ("Orla Bay", "Location")),
    ("lake in front", "The boats crossed Lake Onna at night.", ("Lake Onna", "Location")),
    ("preposition", "The talks went on in Selbridge all night.", ("Selbridge", "Location")),
    ("particles", "In the hall Maria de la Cruz said so.", ("Maria de la Cruz", "Person")),
    ("apostrophe", "In the hall Piet O’Hara said so.", ("Piet O’Hara", "Person")),
    ("hyphen", "In the hall Anna Lind-Moor said so.", ("Anna Lind-Moor", "Person")),
    ("accents", "In the hall Élodie Ångvik said so.", ("Élodie Ångvik", "Person")),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in TELLING], ids=[case[0] for case in TELLING])
def test_labels(text: str, expected: tuple[str, str]) -> None:
    """A name is found whole, without its title, and labelled where the words around it show what it is."""
    assert expected in names_in(text)


def test_owner() -> None:
    """The ending of an owner is no part of the name."""
    assert "Orla Venn" in [
        name for name, _ in names_in("In the hall Orla Venn’s deal held. She said Orla Venn's deal held.")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "However, the boats left.",
        "On Tuesday in March nobody came.",
        "They left. After that it rained.",
        "the boats left",
    ],
    ids=["opener", "calendar", "two sentences", "small letters"],
)
def test_no_names(text: str) -> None:
    """Words that only a sentence's start or the calendar capitalises are no names."""
    assert names_in(text) == []


FRONTS = [
    ("question", "Did Marr say so? Nobody knew.", "Marr"),
    ("condition", "Had Sand said so, they would have left.", "Sand"),
    ("question or name", "Will Dace say so?", "Dace"),
    ("command", "“Ask Brill,” said Ana Sand.", "Brill"),
    ("verb in front", "Continued Stone: “We go.”", "Stone"),
    ("role in front", "Neighbour Doreen Pask said so.", "Doreen Pask"),
    ("secretary of state", "Former Secretary of State Ana Sand left.", "Ana Sand"),
    ("member of a body", "“No,” said analyst at the Brenn Institute Tim Dace said.", "Tim Dace"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FRONTS], ids=[case[0] for case in FRONTS])
def test_fronts(text: str, expected: str) -> None:
    """What only the start of a sentence, an office or a body puts before a name is no part of it."""
    found = [name for name, _ in names_in(text)]

    assert expected in found
    assert not any(expected in name and name != expected for name in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Will Dace said so.", ("Will Dace", "Person")),
        ("Sanders said so.", ("Sanders", "Person")),
        ("Roe: “We go.”", ("Roe", "Person")),
    ],
    ids=["a name like an auxiliary", "a name like a plural", "a turn"],
)
def test_fronts_that_are_names(text: str, expected: tuple[str, str]) -> None:
    """Names that look like such fronts stay names."""
    assert expected in names_in(text)


@pytest.mark.parametrize("text", ["Managers said so.", "Fishermen said so.", "Interviewer: “When?”"])
def test_common_nouns(text: str) -> None:
    """Common nouns that a sentence starts with are no names, though a verb of speech follows."""
    assert names_in(text) == []


def test_one_label_for_one_form() -> None:
    """A printed form has one label in a report: the strongest that any of its places shows."""
    text = "Nobody had seen Venn for a week. In the hall President Venn said so. The deal was Venn by name."

    assert {label for name, label in names_in(text) if name == "Venn"} == {"Person"}


def test_furniture_is_not_read() -> None:
    """Names are not looked for in furniture."""
    text = (
        "The boats left Karrow on Monday and crossed the bay in the dark, with eighty passengers on board.\n\n"
        "Sign up for The Selbridge Letter, our free newsletter, here.\n"
    )

    assert not any("Selbridge" in name for name, _ in names_in(text))


WORDS = st.lists(
    st.sampled_from(
        "Orla Venn O’Hara de la St. NORU X the The In on President Mr Dr. Bay Council of Monday May 12 said , . “ ” ’s é Ångvik "
        "\n\n - ’ & U.N. \u00a0".split(" ")
    ),
    max_size=30,
).map(" ".join)


@given(WORDS)
@settings(max_examples=150)
def test_any_words(text: str) -> None:
    """Whatever the words, names slice back, lie in order, overlap nowhere and carry a label of the contract."""
    mentions = findings_in(text).mentions

    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert all(mention.text and mention.text == mention.text.strip() for mention in mentions)
    assert all(left.end <= right.start for left, right in itertools.pairwise(mentions))
    assert {mention.label for mention in mentions} <= LABELS
    assert len({mention.id for mention in mentions}) == len(mentions)
