"""From the model's names to names."""

from __future__ import annotations

import pytest

from onrecord.reading.anatomy import find_anatomy
from onrecord.records import Anatomy, Names, make_report
from onrecord.within.names import ModelNames
from tests.within.docs import Part, make_doc

LABELS = {"Person", "Organization", "Location", "NORP", "Facility", "Misc", "Date", "Money", "Product"}


def found_in(
    text: str, *names: Part, relations: dict[str, tuple[str, str, str]] | None = None, anatomy: Anatomy | None = None
) -> Names:
    """Return what the stage makes of these names of a text."""
    result = ModelNames().run(make_report(text), anatomy or Anatomy(), make_doc(text, names, relations=relations))
    (found,) = result.given
    assert isinstance(found, Names)
    return found


def test_names() -> None:
    """A name is where the model says, with its label; dates and amounts of money are names too."""
    text = "Orla Venn met Venn's brother in Karrow on Monday."
    names = found_in(text, ("Person", "Orla Venn"), ("Person", "Venn"), ("Location", "Karrow"), ("Date", "Monday"))

    assert [(text[name.start : name.end], name.label) for name in names] == [
        ("Orla Venn", "Person"),
        ("Venn", "Person"),
        ("Karrow", "Location"),
        ("Monday", "Date"),
    ]


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Gen. Abel Strand", "Abel Strand"),
        ("Prime Minister Venn", "Venn"),
        ("Prime\nMinister  Lea Venn", "Lea Venn"),
        ("Minister", "Minister"),
    ],
)
def test_titles_are_no_part_of_a_name(name: str, printed: str) -> None:
    """Titles that the model takes in are left out, unless nothing else would be left."""
    text = f"Late at night {name} left."
    names = found_in(text, ("Person", name))

    assert [text[one.start : one.end] for one in names] == [printed]


def test_one_label_for_one_form() -> None:
    """A printed form has one label in a report: the one that most of its places have."""
    names = found_in(
        "Korsk left. Korsk paid. Korsk won.",
        ("Location", "Korsk"),
        ("Organization", "Korsk"),
        ("Organization", "Korsk"),
    )

    assert {name.label for name in names} == {"Organization"}


def test_a_tie_stays() -> None:
    """Where no label has most places, each place keeps its own."""
    names = found_in("Korsk left. Korsk paid.", ("Location", "Korsk"), ("Organization", "Korsk"))

    assert [name.label for name in names] == ["Location", "Organization"]


def test_furniture_is_not_read() -> None:
    """Names in furniture are none."""
    text = (
        "The boats left Karrow on Monday and crossed the bay in the dark, with eighty passengers on board.\n\n"
        "Sign up for The Selbridge Letter, our free newsletter, here.\n"
    )
    names = found_in(
        text, ("Location", "Karrow"), ("Organization", "Selbridge"), anatomy=find_anatomy(make_report(text))
    )

    assert [text[name.start : name.end] for name in names] == ["Karrow"]
