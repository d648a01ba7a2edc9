"""Organisations by what news calls them."""

from __future__ import annotations

import pytest

from onrecord.facts import capital_of, country_name, organisation_named, place_readings
from onrecord.facts.tables import parts_of, read_table

ROWS = list(read_table("organisations.tsv"))


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("NATO", "North Atlantic Treaty Organization"),
        ("Nato", "North Atlantic Treaty Organization"),
        ("North Atlantic Treaty Organisation", "North Atlantic Treaty Organization"),
        ("the North Atlantic Alliance", "North Atlantic Treaty Organization"),
        ("ATLANTIC ALLIANCE", "North Atlantic Treaty Organization"),
        ("UN", "United Nations"),
        ("the U.N.", "United Nations"),
        ("the United Nations", "United Nations"),
        ("Security Council", "UN Security Council"),
        ("UN Security Council", "UN Security Council"),
        ("U.N. Security Council", "UN Security Council"),
        ("UNSC", "UN Security Council"),
        ("E.U.", "European Union"),
        ("European Commission", "European Commission"),
        ("PACE", "Parliamentary Assembly of the Council of Europe"),
        ("OSCE", "Organization for Security and Co-operation in Europe"),
        (
            "Organization for Security and Cooperation in Europe",
            "Organization for Security and Co-operation in Europe",
        ),
        ("CSTO", "Collective Security Treaty Organization"),
        ("G-7", "Group of Seven"),
        ("G20", "Group of Twenty"),
        ("OPEC+", "OPEC+"),
        ("Opec+", "OPEC+"),
        ("Opec", "Organization of the Petroleum Exporting Countries"),
        ("OPEC", "Organization of the Petroleum Exporting Countries"),
        ("Unicef", "UN Children's Fund"),
        ("UN Children’s Fund", "UN Children's Fund"),
        ("Médecins Sans Frontières", "Doctors Without Borders"),
        ("Medecins sans Frontieres", "Doctors Without Borders"),
        ("WHO", "World Health Organization"),
        ("the State Department", "U.S. State Department"),
        ("who", None),
        ("pace", None),
        ("un", None),
        ("EEC", None),  # the European Economic Community, or the Eurasian Economic Commission
        ("Security Council of Armenia", None),
        ("Vestmere Pact", None),
        ("", None),
    ],
    ids=str,
)
def test_organisation_named(form: str, name: str | None) -> None:
    """An organisation is found by its name, its acronym in capitals and its other forms; not when several share one."""
    found = organisation_named(form)
    assert (found.name if found else None) == name


def test_parents() -> None:
    """A body knows what it is part of."""
    commission = organisation_named("European Commission")
    assembly = organisation_named("PACE")
    department = organisation_named("State Department")

    assert commission and assembly and department
    assert commission.part_of == "org:European Union"
    assert assembly.part_of == "org:Council of Europe"
    assert department.part_of == "country:US"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_every_line(row: dict[str, str]) -> None:
    """Each organisation is found by its name; its parent and the city it sits in are known."""
    fact = organisation_named(row["name"])

    assert fact is not None
    assert fact.key == f"org:{row['name']}"
    assert row["acronym"] in fact.forms or not row["acronym"]
    assert set(parts_of(row["forms"])) <= set(fact.forms)
    if fact.seat:
        assert country_name(fact.seat_country or "")
    if fact.part_of and fact.part_of.startswith("country:"):
        assert capital_of(fact.part_of.removeprefix("country:"))
    elif fact.part_of:
        parent = organisation_named(fact.part_of.removeprefix("org:"))
        assert parent is not None
        assert parent.key == fact.part_of


def test_forms_are_of_one() -> None:
    """No form but one acronym belongs to two organisations."""
    forms = {form for row in ROWS for form in (row["name"], row["acronym"], *parts_of(row["forms"])) if form}
    assert {form for form in forms if organisation_named(form) is None} == {"EEC"}


def test_names_of_places_and_organisations_differ() -> None:
    """No name of an organisation is that of a country."""
    names = [row["name"] for row in ROWS]
    assert [name for name in names if any(place.kind == "country" for place in place_readings(name))] == []
    assert len(set(names)) == len(names)
