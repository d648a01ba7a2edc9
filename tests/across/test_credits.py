"""Where a report names an outlet, and when that gives credit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.across.credits import find_named, is_agency, is_its_own, is_same_outlet
from tests.guarded import run_guarded

CREDITS = [
    ("according to", "Rain fell for a week, according to the Harbour Post.", "Harbour Post"),
    ("told", "“Nobody signed,” Venn told the Harbour Post by telephone.", "Harbour Post"),
    ("said to it in an interview", "Tulendi said so in an interview with Estrand on Tuesday.", "Estrand"),
    ("in parentheses", "VELDE (Estrand) – The ferry sank.", "Estrand"),
    ("with another in parentheses", "VELDE (Quay Radio/Estrand) – The ferry sank.", "Estrand"),
    ("reported", "Estrand reported on Monday that the ferry had sunk.", "Estrand"),
    ("first reported", "The Harbour Post first reported the sinking.", "Harbour Post"),
    ("was reported by", "The sinking was first reported by the Harbour Post.", "Harbour Post"),
    ("news agency", "Estrand news agency reported three deaths.", "Estrand"),
    ("a correspondent", "A Harbour Post correspondent said the quay was empty.", "Harbour Post"),
    ("an owner", "The Harbour Post’s reporter saw two boats.", "Harbour Post"),
    ("citing", "Quay Radio, citing Estrand, spoke of three deaths.", "Estrand"),
    ("contributed", "Estrand contributed to this report.", "Estrand"),
    ("contributing", "Contributing: Estrand", "Estrand"),
    ("courtesy", "Picture courtesy of the Harbour Post", "Harbour Post"),
    ("copyright sign", "© Estrand 2031", "Estrand"),
    ("published in", "A version of this text was published in the Harbour Post.", "Harbour Post"),
    ("behind a dash", "Three dead in Velde — Estrand", "Estrand"),
    ("a line of its own", "The ferry sank.\nEstrand\nThree people died.", "Estrand"),
    ("a line in marks", "The ferry sank.\n* Harbour Post *", "Harbour Post"),
    ("in capitals", "THE HARBOUR POST REPORTED three deaths.", "Harbour Post"),
    ("joined", "The HarbourPost reported three deaths.", "Harbour Post"),
    ("with a hyphen", "The Harbour-Post reported three deaths.", "Harbour Post"),
    ("an acronym", "VELDE (QRS) – The ferry sank.", "Quay Radio Service"),
    ("an acronym without the small words", "The KSQ reported three deaths.", "Keepers of the Southern Quay"),
    ("by its domain", "Venn told the Harbour Post so.", "harbourpost.example"),
    ("by its address", "Estrand reported three deaths.", "https://www.estrand.example/"),
    ("as a domain is written", "More of it, according to harbourpost.example.", "www.harbourpost.example"),
    ("without what is added to it", "Estrand reported three deaths.", "Estrand (Online)"),
    ("with an article of its own", "He told The Harbour Post so.", "The Harbour Post"),
]


@pytest.mark.parametrize(("text", "outlet"), [case[1:] for case in CREDITS], ids=[case[0] for case in CREDITS])
def test_what_gives_credit(text: str, outlet: str) -> None:
    """An outlet that is named as where words or a finding are from gets credit, once."""
    assert [one.is_credit for one in find_named(text, outlet)] == [True]


PASSING = [
    ("its building", "A crowd gathered in front of the Harbour Post on Friday."),
    ("its owner", "Tulendi bought the Harbour Post in 2029."),
    ("a reader", "He was holding a copy of a Harbour Post under his arm."),
]


@pytest.mark.parametrize("text", [case[1] for case in PASSING], ids=[case[0] for case in PASSING])
def test_what_names_in_passing(text: str) -> None:
    """A name of two words is seen where it gives no credit."""
    assert [one.is_credit for one in find_named(text, "Harbour Post")] == [False]


SILENT = [
    ("a hill", "They climbed Estrand hill before dawn.", "Estrand"),
    ("small letters", "He told the harbour post so.", "Harbour Post"),
    ("part of a word", "Estrandian ministers said nothing.", "Estrand"),
    ("another outlet", "Venn told Quay Radio so.", "Harbour Post"),
    ("half of the name", "The harbour reported calm water. He told the Post.", "Harbour Post"),
    ("an acronym that names nobody", "They carried HP bottles ashore.", "Harbour Post"),
    ("no name", "Venn told so.", ""),
    ("no letters in the name", "Venn told *** so.", "***"),
    ("nothing", "", "Estrand"),
]


@pytest.mark.parametrize(("text", "outlet"), [case[1:] for case in SILENT], ids=[case[0] for case in SILENT])
def test_what_does_not_name(text: str, outlet: str) -> None:
    """One word may be anything, so without credit it names nobody; nor does anything else that is not the name."""
    assert find_named(text, outlet) == ()


def test_places_slice_back() -> None:
    """Names come in order of place, and each place slices back to the name as printed."""
    text = "The Harbour Post moved. HARBOUR POST reported it; Venn told the Harbour-Post."
    found = find_named(text, "harbour post")
    assert [(one.span.of(text), one.is_credit) for one in found] == [
        ("Harbour Post", False),
        ("HARBOUR POST", True),
        ("Harbour-Post", True),
    ]


@given(st.text("EstrandHP ().-–\n©/’", max_size=60), st.sampled_from(["Estrand", "Harbour Post", "hp.example"]))
def test_any_text(text: str, outlet: str) -> None:
    """Whatever the text, names do not overlap and lie inside it."""
    places = [tuple(one.span) for one in find_named(text, outlet)]
    flat = [at for place in places for at in place]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(text) for start, end in places)


@given(st.text(max_size=30))
def test_any_outlet(outlet: str) -> None:
    """Whatever an outlet is called, it is the same as itself, and looking for it does not fail."""
    assert is_same_outlet(outlet, outlet)
    assert all(0 <= one.span.start < one.span.end for one in find_named(f"VELDE ({outlet}) – Rain.", outlet))


HUGE = [
    ("words", "'and reported ' * 200_000 + 'Estrand'", "Estrand"),
    ("a name among words", "'word ' * 200_000 + 'told the Harbour Post ' + 'word ' * 200_000", "Harbour Post"),
    ("spaces", "'Harbour' + ' ' * 500_000 + 'Pos'", "Harbour Post"),
    ("letters", "'e' * 500_000", "eeeee.example"),
    ("brackets", "'(' * 500_000", "Estrand"),
]


@pytest.mark.parametrize(("text", "outlet"), [case[1:] for case in HUGE], ids=[case[0] for case in HUGE])
def test_a_huge_line(text: str, outlet: str) -> None:
    """A line of half a million characters does not keep the search from coming to an end."""
    program = f"from onrecord.across.credits import find_named\nprint(len(find_named({text}, {outlet!r})))"
    assert int(run_guarded(program)) in (0, 1)


OUTLETS = [
    ("an acronym", "QRS", "Quay Radio Service", True),
    ("an acronym with small words", "Keepers of the Southern Quay", "KSQ", True),
    ("an article", "The Harbour Post", "Harbour Post", True),
    ("a domain", "Harbour Post", "harbourpost.example", True),
    ("an address", "http://www.harbourpost.example/", "The Harbour Post", True),
    ("a mobile address", "m.estrand.example", "Estrand", True),
    ("what is added", "Estrand Online", "Estrand", True),
    ("a section", "Estrand - News from Velde", "Estrand", True),
    ("capitals", "ESTRAND", "Estrand", True),
    ("another script", "Эстранд", "эстранд", True),
    ("two outlets", "Harbour Post", "Quay Radio", False),
    ("one is part of the other", "Harbour Post", "Post", False),
    ("one more word", "Estrand", "Estrand Radio", False),
]


@pytest.mark.parametrize(
    ("left", "right", "is_same"), [case[1:] for case in OUTLETS], ids=[case[0] for case in OUTLETS]
)
def test_which_names_are_of_one_outlet(left: str, right: str, is_same: bool) -> None:
    """Names are of one outlet when one is the other, its domain or its acronym; from whichever side one looks."""
    assert is_same_outlet(left, right) is is_same
    assert is_same_outlet(right, left) is is_same


AGENCIES = [
    ("a name", "Reuters", True),
    ("an acronym", "AFP", True),
    ("an acronym written out", "Agence France-Presse", True),
    ("a domain", "reuters.com", True),
    ("a name with an article", "The Associated Press", True),
    ("an invented paper", "Harbour Post", False),
    ("an invented station", "Estrand", False),
    ("none", "", False),
]


@pytest.mark.parametrize(("outlet", "expected"), [case[1:] for case in AGENCIES], ids=[case[0] for case in AGENCIES])
def test_which_outlets_are_agencies(outlet: str, expected: bool) -> None:
    """The agencies are those of the list, under each of their names."""
    assert is_agency(outlet) is expected


ITS_OWN = [
    ("a dateline inside a paragraph", "VELDE (Estrand) – The ferry sank off the coast of Qoravan late on Monday.", True),
    ("a line with the name", "VELDE (Estrand) – The ferry sank off the coast of Qoravan late.\nEstrand", False),
    ("a copyright line", "The ferry sank.\n© Estrand 2031", False),
    ("a line with another name", "The ferry sank off the coast.\nQuay Radio", True),
    ("nothing", "", True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in ITS_OWN], ids=[case[0] for case in ITS_OWN])
def test_which_texts_are_the_agencys_own(text: str, expected: bool) -> None:
    """A text is the agency's own unless a short line gives credit to it."""
    assert is_its_own(text, "Estrand") is expected
