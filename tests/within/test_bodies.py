"""Names of bodies that many states have: what kind they tell, and whose they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.within.bodies import generic_name, split_owner

GENERIC = [
    ("ministry first", "Ministry of Defence", "defence ministry"),
    ("ministry last", "Defence Ministry", "defence ministry"),
    ("American spelling", "Ministry of Defense", "defence ministry"),
    ("national", "Ministry of National Defence", "defence ministry"),
    ("affairs", "Ministry of Foreign Affairs", "foreign ministry"),
    ("external affairs", "External Affairs Ministry", "foreign ministry"),
    ("department", "Department of Defense", "defence department"),
    ("article", "Ministry of the Interior", "interior ministry"),
    ("internal affairs", "Ministry for Internal Affairs", "interior ministry"),
    ("labour", "Labor Ministry", "labour ministry"),
    ("one word", "Parliament", "parliament"),
    ("small letters", "foreign ministry", "foreign ministry"),
    ("armed forces", "Armed Forces", "armed forces"),
    ("upper house", "Upper House", "upper house"),
    ("owner of another kind", "President’s Office", "president's office"),
    ("long", "Ministry of Economy and Trade", "economy and trade ministry"),
    ("court", "Constitutional Court", "constitutional court"),
]


@pytest.mark.parametrize(("name", "kind"), [case[1:] for case in GENERIC], ids=[case[0] for case in GENERIC])
def test_generic(name: str, kind: str) -> None:
    """All ways to print a body of a kind that many states have share one form."""
    assert generic_name(name.split()) == kind


OWN_NAMES = [
    "NATO",
    "Council of Six Rivers",
    "Tarsenian Defence Ministry",
    "Harbour Union",
    "Foreign",
    "National",
    "",
    "of the",
    "Red Crescent",
    "Bank of Karrow",
    "Al-Noor Party",
]


@pytest.mark.parametrize("name", OWN_NAMES, ids=[name or "nothing" for name in OWN_NAMES])
def test_not_generic(name: str) -> None:
    """A name with a word of its own, or without a word for a body, is no kind of body."""
    assert generic_name(name.split()) is None


OWNERS = [
    ("before", "Tarsenian Defence Ministry", "Defence Ministry", "Tarsenian"),
    ("two words before", "New Tarsenia Parliament", "Parliament", "New Tarsenia"),
    ("behind", "Ministry of Defence of Tarsenia", "Ministry of Defence", "Tarsenia"),
    ("republic", "Ministry of Defence of the Republic of Tarsenia", "Ministry of Defence", "Tarsenia"),
    ("kingdom", "Parliament of the Kingdom of Tarsenia", "Parliament", "Tarsenia"),
    ("in", "Embassy in Tarsenia", "Embassy", "Tarsenia"),
    ("article", "Bank of the Tarsenia", "Bank", "Tarsenia"),
    ("nobody's", "Ministry of Defence", "Ministry of Defence", None),
    ("not the words before of", "Council of Six Rivers", "Council of Six Rivers", None),
    ("the place alone", "Tarsenia", "Tarsenia", None),
    ("an end without a place", "Ministry of", "Ministry of", None),
    ("nothing", "", "", None),
]


@pytest.mark.parametrize(("name", "rest", "owner"), [case[1:] for case in OWNERS], ids=[case[0] for case in OWNERS])
def test_owner(name: str, rest: str, owner: str | None) -> None:
    """The state inside a body's name is told apart, and what is left is the body's."""
    places = {"tarsenia", "tarsenian", "new tarsenia"}

    assert split_owner(name.split(), lambda words: words.lower() in places) == (rest.split(), owner)


@pytest.mark.parametrize(
    "name",
    [
        "Tarsenian Defence Ministry",
        "Ministry of Defence of Tarsenia",
        "Ministry of Defense of the Republic of Tarsenia",
    ],
)
def test_one_body_however_printed(name: str) -> None:
    """A state's ministry is the same kind and the same state's, however its name is put together."""
    words, owner = split_owner(name.split(), lambda words: words in ("Tarsenia", "Tarsenian"))

    assert (generic_name(words), owner is not None) == ("defence ministry", True)


WORDS = st.lists(
    st.sampled_from(
        "Ministry of the Defence Foreign Affairs Tarsenia Republic Council and for in \x00 \U0001f600 ’s".split(" ")
    ),
    max_size=12,
)


@given(WORDS)
def test_any_words(words: list[str]) -> None:
    """Any words can be asked about; what is split off stood in the name, and what is left keeps its order."""
    rest, owner = split_owner(words, lambda place: place == "Tarsenia")

    assert rest == words or (owner == "Tarsenia" and (words[: len(rest)] == rest or words[-len(rest) :] == rest))
    assert generic_name(words) != ""
