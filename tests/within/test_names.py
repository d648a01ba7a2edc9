"""From the model's names to names and mentions."""

from __future__ import annotations

import pytest

from onrecord.reading.anatomy import find_anatomy
from onrecord.records import Anatomy, Mentions, Names, make_report
from onrecord.within.names import ModelNames
from tests.within.docs import Part, make_doc

LABELS = {"Person", "Organization", "Location", "NORP", "Facility", "Misc", "Date", "Money", "Product"}


def found_in(
    text: str, *names: Part, relations: dict[str, tuple[str, str, str]] | None = None, anatomy: Anatomy | None = None
) -> tuple[Names, Mentions]:
    """Return what the stage makes of these names of a text."""
    result = ModelNames().run(make_report(text), anatomy or Anatomy(), make_doc(text, names, relations=relations))
    found, mentions = result.given
    assert isinstance(found, Names)
    assert isinstance(mentions, Mentions)
    return found, mentions


def test_names_and_mentions() -> None:
    """A name is where the model says, with its label; as a mention it has the printed words and an id of its own."""
    text = "Orla Venn met Venn's brother in Karrow."
    names, mentions = found_in(text, ("Person", "Orla Venn"), ("Person", "Venn"), ("Location", "Karrow"))

    assert [(text[name.start : name.end], name.label) for name in names] == [
        ("Orla Venn", "Person"),
        ("Venn", "Person"),
        ("Karrow", "Location"),
    ]
    assert [(mention.start, mention.end, mention.label) for mention in mentions] == [
        (name.start, name.end, name.label) for name in names
    ]
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert {mention.how for mention in mentions} == {"name"}
    assert len({mention.id for mention in mentions}) == len(mentions)


def test_dates_and_money_are_nobody() -> None:
    """Dates and amounts of money are names of the model's kind, and no mentions."""
    names, mentions = found_in(
        "On Monday Korsk paid $3 million.", ("Date", "Monday"), ("Organization", "Korsk"), ("Money", "$3 million")
    )

    assert [name.label for name in names] == ["Date", "Organization", "Money"]
    assert [mention.text for mention in mentions] == ["Korsk"]


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
    names, mentions = found_in(text, ("Person", name))

    assert [text[one.start : one.end] for one in names] == [printed]
    assert [one.text for one in mentions] == [printed]


def test_one_label_for_one_form() -> None:
    """A printed form has one label in a report: the one that most of its places have."""
    names, mentions = found_in(
        "Korsk left. Korsk paid. Korsk won.",
        ("Location", "Korsk"),
        ("Organization", "Korsk"),
        ("Organization", "Korsk"),
    )

    assert {name.label for name in names} == {"Organization"}
    assert {mention.label for mention in mentions} == {"Organization"}


def test_a_tie_stays() -> None:
    """Where no label has most places, each place keeps its own."""
    names, _ = found_in("Korsk left. Korsk paid.", ("Location", "Korsk"), ("Organization", "Korsk"))

    assert [name.label for name in names] == ["Location", "Organization"]


def test_the_adjective_of_a_people_is_nobody() -> None:
    """In front of a noun the name of a people says whose something is; by itself it names them."""
    names, mentions = found_in(
        "The Tarsenian minister met Tarsenians.",
        ("NORP", "Tarsenian"),
        ("NORP", "Tarsenians"),
        relations={"Tarsenian": ("ADJ", "amod", "minister"), "Tarsenians": ("PROPN", "obj", "met")},
    )

    assert [name.label for name in names] == ["NORP", "NORP"]
    assert [mention.text for mention in mentions] == ["Tarsenians"]


def test_furniture_is_not_read() -> None:
    """Names in furniture are none."""
    text = (
        "The boats left Karrow on Monday and crossed the bay in the dark, with eighty passengers on board.\n\n"
        "Sign up for The Selbridge Letter, our free newsletter, here.\n"
    )
    names, _ = found_in(
        text, ("Location", "Karrow"), ("Organization", "Selbridge"), anatomy=find_anatomy(make_report(text))
    )

    assert [text[name.start : name.end] for name in names] == ["Karrow"]
