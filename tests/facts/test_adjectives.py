"""Adjectives and names of peoples, of real places and of invented ones."""

from __future__ import annotations

from itertools import chain, product

import pytest

from onrecord.facts import PlaceForm, Standing, is_adjective_of, is_regularly_formed
from onrecord.facts.tables import KnownPlace, read_countries, read_places

COUNTRIES = tuple(read_countries())


def names_of(place: KnownPlace) -> list[str]:
    """Return the names of a place."""
    return [form.text for form in place.forms if form.standing.is_name]


def of_people(place: KnownPlace) -> list[PlaceForm]:
    """Return its adjectives and the names of its people."""
    return [form for form in place.forms if not form.standing.is_name]


@pytest.mark.parametrize(
    ("adjective", "name", "belongs"),
    [
        ("Tarsenian", "Tarsenia", True),
        ("Tarsenians", "Tarsenia", True),
        ("TARSENIAN", "Tarsenia", True),
        ("Qoravani", "Qoravan", True),
        ("Qoravanis", "Qoravan", True),
        ("Vestmerian", "Vestmere", True),
        ("Vestmerian", "Republic of Vestmere", True),
        ("New Vestmerian", "New Vestmere", True),
        ("Zorik", "Zorikistan", True),
        ("Norlander", "Norland", True),
        ("Berliner", "Berlin", True),
        ("Berliners", "Berlin", True),
        ("Londoners", "London", True),
        ("Milanese", "Milan", True),
        ("Muscovites", "Moscow", True),
        ("Venetian", "Venice", True),
        ("Parisians", "Paris", True),
        ("New Yorkers", "New York", True),
        ("Karabakhi", "Karabakh", True),
        ("Karabakhi", "Nagorno-Karabakh", True),
        ("Kosovar", "Kosovo", True),
        ("Turkish", "Turkey", True),
        ("Turkish", "Türkiye", True),
        ("Dutch", "the Netherlands", True),
        ("Nigerien", "Niger", True),
        ("Nigerian", "Nigeria", True),
        ("Dominican", "Dominica", True),
        ("Guinean", "Guinea", True),
        ("Bissau-Guinean", "Guinea-Bissau", True),
        ("Nigerian", "Niger", False),
        ("Nigerien", "Nigeria", False),
        ("Australian", "Austria", False),
        ("Austrian", "Australia", False),
        ("Iraqi", "Iran", False),
        ("Guinean", "Guinea-Bissau", False),
        ("Guinean", "Papua New Guinea", False),
        ("Roman", "Romania", False),
        ("Turkish", "Turkmenistan", False),
        ("Tarsenian", "Tarsen Bay", False),
        ("Tarsenian", "Vestmere", False),
        ("Vestmere", "Vestmere", False),
        ("Venner", "Ve", False),
        ("", "", False),
        ("an", "", False),
    ],
    ids=str,
)
def test_is_adjective_of(adjective: str, name: str, belongs: bool) -> None:
    """The tables decide on places that they know, regular forms on all others."""
    assert is_adjective_of(adjective, name) is belongs


def test_tables_know_their_own() -> None:
    """Every adjective and name of a people belongs to every name of its country, and to no other country's."""
    for left, right in product(COUNTRIES, COUNTRIES):
        shared = {form.text for form in of_people(right)}
        for form in of_people(left):
            belongs = left is right or form.text in shared
            assert is_adjective_of(form.text, right.name) is belongs, (form.text, right.name)


def test_regular_forms() -> None:
    """By form alone most adjectives of real places are linked to them, and next to none to another country.

    The rest are those that English has by heart: French, Dutch, Greek, Swiss, Thai.
    """
    places = [place for place in chain(COUNTRIES, read_places()) if of_people(place)]
    first = [(of_people(place)[0].text, place) for place in places]
    linked = [pair for pair in first if any(is_regularly_formed(pair[0], name) for name in names_of(pair[1]))]
    wrong = {
        (form.text, other.name)
        for place, other in product(COUNTRIES, COUNTRIES)
        if place is not other
        for form in of_people(place)
        if form.text not in {its.text for its in of_people(other)}
        if any(is_regularly_formed(form.text, name) for name in names_of(other))
    }

    assert len(linked) / len(first) > 0.7
    assert wrong == {("Nigerian", "Niger"), ("Nigerians", "Niger"), ("Chinese", "Taiwan")}  # of the Republic of China


def test_adjectives_stand_after_names() -> None:
    """No name of a country is taken for the adjective of another."""
    names = {name for place in COUNTRIES for name in names_of(place)}
    adjectives = {
        form.text: place.name for place in COUNTRIES for form in of_people(place) if form.standing is Standing.ADJECTIVE
    }
    own = {form for place in COUNTRIES for form in names_of(place) if form in {its.text for its in of_people(place)}}
    assert sorted(names & set(adjectives) - own) == []
