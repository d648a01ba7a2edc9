"""Which printed names are one person's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.within.persons import NamedPersons

PERSONS = [
    ("surname", ("Orla Venn", "Venn"), "Venn", ("orla", "venn")),
    ("first name", ("Orla Venn", "Orla"), "Orla", ("orla", "venn")),
    ("capitals", ("Orla Venn", "VENN"), "VENN", ("orla", "venn")),
    ("surname that nobody bears", ("Orla Venn", "Strand"), "Strand", ("strand",)),
    ("surname of two", ("Orla Venn", "Piet Venn", "Venn"), "Venn", None),
    ("first name of two", ("Orla Venn", "Orla Strand"), "Orla", None),
    ("full name beside a sibling's", ("Orla Venn", "Piet Venn"), "Piet Venn", ("piet", "venn")),
    ("middle name", ("Orla Maria Venn", "Orla Venn"), "Orla Venn", ("orla", "maria", "venn")),
    ("surname of one with a middle name", ("Orla Maria Venn", "Orla Venn"), "Venn", ("orla", "maria", "venn")),
    ("middle names of two", ("Orla M Venn", "Orla K Venn", "Orla Venn"), "Orla Venn", ("orla", "venn")),
    ("surname that is a first name", ("Orla Venn", "Venn Strand"), "Venn", ("orla", "venn")),
    ("not printed", ("Orla Venn",), "Piet Holt", ("piet", "holt")),
    ("double spaces", ("Orla  Venn",), "Orla Venn", ("orla", "venn")),
]


@pytest.mark.parametrize(("forms", "form", "person"), [case[1:] for case in PERSONS], ids=[case[0] for case in PERSONS])
def test_person_of(forms: tuple[str, ...], form: str, person: tuple[str, ...] | None) -> None:
    """A name is the person's whose full name it shortens; where two could be meant, it is nobody's."""
    assert NamedPersons(forms).person_of(form) == person


def test_bearers() -> None:
    """All full names that end in a surname bear it."""
    persons = NamedPersons(("Orla Venn", "Piet Venn", "Orla Strand"))

    assert persons.bearers("VENN") == {("orla", "venn"), ("piet", "venn")}
    assert persons.bearers("Orla") == frozenset()


FORMS = st.lists(
    st.lists(st.sampled_from("Orla Piet Maria Venn Strand".split()), min_size=1, max_size=4).map(" ".join), max_size=8
)


@given(FORMS, st.randoms(use_true_random=False))
def test_order_of_names_does_not_matter(forms: list[str], order: object) -> None:
    """Who is who does not hang on which name was printed first, nor on how often."""
    shuffled = [*forms, *forms]
    order.shuffle(shuffled)  # type: ignore[attr-defined]

    assert [NamedPersons(forms).person_of(form) for form in forms] == [
        NamedPersons(shuffled).person_of(form) for form in forms
    ]


@given(FORMS)
def test_siblings_stay_apart(forms: list[str]) -> None:
    """Two full names with different first words are never one person."""
    persons = NamedPersons(forms)
    whole = [form for form in forms if " " in form]

    for form in whole:
        person = persons.person_of(form)
        assert person is not None
        assert person[0] == form.split()[0].lower()
        assert person[-1] == form.split()[-1].lower()
