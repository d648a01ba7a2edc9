"""Countries, regions, seats of power and cities by their printed forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from onrecord.facts.cities import load_cities
from onrecord.facts.forms import acronym, fold
from onrecord.facts.packages import country_populations, read_iso_countries, read_states
from onrecord.facts.readings import PlaceForm, PlaceKind, PlaceReading, Standing
from onrecord.facts.tables import KnownPlace, read_countries, read_places

MAX_CITIES = 5  # of one name; the largest
_BIG_CITY = 1_000_000  # people: named before a region of its name
_CAPITAL = 100_000  # people: a smaller capital is no likelier than other cities of its name (Victoria, Hamilton)
_STANDINGS = tuple(Standing)
_Found = tuple[KnownPlace, PlaceForm]


def place_readings(form: str) -> tuple[PlaceReading, ...]:
    """Return every place that a printed form may mean, surest first; empty when none is known.

    Capitals, diacritics, typographic apostrophes and a leading "the" do not matter, except that acronyms want
    capitals ("US", "U.S."). A possessive 's is for the caller to take off. A place has one reading, by its surest
    standing: "Armenian" is an adjective, "Armenians" a demonym. Countries come before capitals, capitals before
    seats and large cities, those before regions, and then cities, each by how many people live there.
    """
    return _place_readings(form) if len(form) <= 100 else ()


def keys_named(form: str) -> frozenset[str]:
    """Return the keys of the places that a form names; of cities only those of the tables, the others load slowly."""
    return frozenset(place.key for place, written in _known_places(form) if written.standing.is_name)


def keys_described(form: str) -> frozenset[str]:
    """Return the keys of the places whose adjective or people a form is."""
    return frozenset(place.key for place, written in _known_places(form) if not written.standing.is_name)


def stands_for(form: str) -> str | None:
    """Return the ISO 3166 code of the state whose government is meant by its capital or seat of power in news.

    None when the form is neither, or when it may be more than one ("Brussels": Belgium and the European Union) or a
    larger city elsewhere. It is one reading of the form; that the place itself is not meant is for the context to say.
    """
    readings = [reading for reading in place_readings(form) if reading.standing.is_name]
    seats = {reading.country for reading in readings if reading.kind is PlaceKind.SEAT}
    cities = [reading for reading in readings if reading.kind is PlaceKind.CITY]
    largest = max(cities, key=lambda city: city.population or 0, default=None)
    if largest and load_cities().is_capital(largest.key, largest.country):
        seats.add(largest.country)
    return seats.pop() if len(seats) == 1 else None


def capital_of(country: str) -> PlaceReading | None:
    """Return the capital of a country, given by its ISO 3166 code; None when none is known."""
    return load_cities().capital(country.upper())


def country_name(code: str, on: str | None = None) -> str | None:
    """Return the English name of a country on an ISO date, or its present one; None for a code that is none."""
    forms = country_forms(code)
    former = (form.text for form in forms if on and form.standing is Standing.FORMER_NAME and form.holds_on(on))
    return next(former, forms[0].text if forms else None)


def country_forms(code: str) -> tuple[PlaceForm, ...]:
    """Return how a country, its things and its people are called, its present name first; empty for an unknown code."""
    place = _known().by_key.get(f"country:{code.upper()}")
    return place.forms if place else ()


@dataclass(frozen=True, slots=True)
class _Known:
    """The places of the tables and of ISO 3166: by key, by folded form, and by acronym. Few cities are among them."""

    by_key: dict[str, KnownPlace]
    by_form: dict[str, list[_Found]]
    by_acronym: dict[str, list[_Found]]


@lru_cache(maxsize=1)
def _known() -> _Known:
    by_key: dict[str, KnownPlace] = {}
    for place in chain(read_countries(), read_places(), read_iso_countries(), read_states()):
        by_key[place.key] = _merged(by_key[place.key], place) if place.key in by_key else place
    by_form: dict[str, list[_Found]] = defaultdict(list)
    by_acronym: dict[str, list[_Found]] = defaultdict(list)
    for place in by_key.values():
        for form in place.forms:
            letters = acronym(form.text)
            (by_acronym[letters] if letters else by_form[fold(form.text)]).append((place, form))
    return _Known(by_key, dict(by_form), dict(by_acronym))


def _merged(place: KnownPlace, other: KnownPlace) -> KnownPlace:
    """Return a place with what another description of it adds; a second name is a short form."""
    added = (
        replace(form, standing=Standing.SHORT_FORM) if form.standing is Standing.NAME else form for form in other.forms
    )
    standings = {fold(form.text): form.standing for form in reversed(place.forms)}
    new = [form for form in added if standings.get(fold(form.text), Standing.FORMER_NAME) is Standing.FORMER_NAME]
    return replace(place, forms=(*place.forms, *new))


def _known_places(form: str) -> list[_Found]:
    known = _known()
    letters = acronym(form)
    return [*(known.by_acronym.get(letters, ()) if letters else ()), *known.by_form.get(fold(form), ())]


@lru_cache(maxsize=8192)
def _place_readings(form: str) -> tuple[PlaceReading, ...]:
    others = (_reading(place, written) for place, written in _known_places(form) if place.kind is not PlaceKind.CITY)
    return _sorted(chain(others, _sorted(load_cities().readings(form))[:MAX_CITIES]))


def _reading(place: KnownPlace, form: PlaceForm) -> PlaceReading:
    return PlaceReading(place.key, place.kind, place.country, place.name, form.standing, form.since, form.until)


def _sorted(readings: Iterable[PlaceReading]) -> tuple[PlaceReading, ...]:
    """Return readings surest first, of each place the surest."""
    by_key: dict[str, PlaceReading] = {}
    for reading in sorted(readings, key=_order):
        by_key.setdefault(reading.key, reading)
    return tuple(by_key.values())


def _order(reading: PlaceReading) -> tuple[int, int, int, str]:
    people = reading.population or 0
    if reading.kind is PlaceKind.COUNTRY:
        people = country_populations().get(reading.country or "", 0)
    return _rank(reading), _STANDINGS.index(reading.standing), -people, reading.key


def _rank(reading: PlaceReading) -> int:
    match reading.kind:
        case PlaceKind.COUNTRY:
            return 0 if reading.standing is Standing.NAME else 1
        case PlaceKind.SEAT:
            return 3
        case PlaceKind.REGION:
            return 5
    people = reading.population or 0
    if reading.is_capital and people >= _CAPITAL:
        return 2
    return 4 if people >= _BIG_CITY else 6
