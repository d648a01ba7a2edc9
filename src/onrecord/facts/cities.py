"""Cities: which of GeoNames' are ever read as such, and what is known of each.

A small town is seldom meant where a person or a word bears its name (Obama, Best, Lincoln, Hidalgo), so towns are left
out below a floor. It is higher where towns bear the surnames of English, Spanish and Portuguese, and for names of up to
four letters. The cities of this package's own table have no floor; capitals that would fall below
one are there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from onrecord.facts.forms import acronym, fold
from onrecord.facts.packages import City, read_cities
from onrecord.facts.readings import PlaceForm, PlaceKind, PlaceReading, Standing
from onrecord.facts.tables import KnownPlace, read_countries, read_places

MIN_POPULATION = 30_000
MIN_POPULATION_AMID_SURNAMES = 100_000
_SHORT_NAME = 4  # letters
_AMID_SURNAMES = frozenset(
    "US GB CA AU NZ IE ZA PH HK JM ES PT MX CO VE AR BR CL PE EC BO CU DO GT HN NI CR PA PY UY SV PR".split()
)


@dataclass(frozen=True, slots=True)
class Cities:
    """The cities that may be read, those of the tables and all of GeoNames' by their keys, and how to find them."""

    known: dict[str, KnownPlace]
    all: dict[str, City]
    known_forms: dict[str, list[tuple[KnownPlace, PlaceForm]]]  # acronyms as written, other forms folded
    names: dict[str, list[City]]  # by folded name
    capitals: dict[str, tuple[str, ...]]  # keys by country, the capital first

    def readings(self, form: str) -> list[PlaceReading]:
        """Return each city that a form may name, in no order, perhaps more than once."""
        keys = {fold(form), acronym(form) or ""}
        written = [found for key in keys for found in self.known_forms.get(key, ())]
        named = [city for key in keys for city in self.names.get(key, ())]
        return [self._reading(place.key, form) for place, form in written] + [
            self._reading(key, PlaceForm(city.name, Standing.EXONYM if key in self.known else Standing.NAME))
            for city in named
            if (key := f"city:{city.id}")
        ]

    def capital(self, country: str) -> PlaceReading | None:
        """Return the capital of a country."""
        keys = self.capitals.get(country)
        return self._reading(keys[0], PlaceForm("", Standing.NAME)) if keys else None

    def is_capital(self, key: str, country: str | None) -> bool:
        """Tell whether a city is a seat of its country's government, not of necessity the first."""
        return key in self.capitals.get(country or "", ())

    def _reading(self, key: str, form: PlaceForm) -> PlaceReading:
        place, city = self.known.get(key), self.all.get(key)
        country = place.country if place else city.country if city else None
        return PlaceReading(
            key=key,
            kind=PlaceKind.CITY,
            country=country,
            name=place.name if place else city.name if city else form.text,
            standing=form.standing,
            since=form.since,
            until=form.until,
            population=city.population if city else None,
            latitude=city.latitude if city else None,
            longitude=city.longitude if city else None,
            is_capital=self.capitals.get(country or "", ("",))[:1] == (key,),
        )


@lru_cache(maxsize=1)
def load_cities() -> Cities:
    """Return the cities, read once."""
    known = {place.key: place for place in read_places() if place.kind is PlaceKind.CITY}
    names: dict[str, list[City]] = defaultdict(list)
    for city in read_cities(MIN_POPULATION, frozenset(key.removeprefix("city:") for key in known)):
        if city.population >= _floor(city) or f"city:{city.id}" in known:
            names[fold(city.name)].append(city)
    known_forms: dict[str, list[tuple[KnownPlace, PlaceForm]]] = defaultdict(list)
    for place in known.values():
        for form in place.forms:
            known_forms[acronym(form.text) or fold(form.text)].append((place, form))
    ours = {(place.country, place.name): place.key for place in known.values()}
    return Cities(
        known=known,
        all={f"city:{city.id}": city for cities in names.values() for city in cities},
        known_forms=dict(known_forms),
        names=dict(names),
        capitals={place.country or "": _capital_keys(place, ours, names) for place in read_countries()},
    )


def _floor(city: City) -> int:
    is_amid_surnames = city.country in _AMID_SURNAMES or len(city.name) <= _SHORT_NAME
    return MIN_POPULATION_AMID_SURNAMES if is_amid_surnames else MIN_POPULATION


def _capital_keys(
    country: KnownPlace, ours: dict[tuple[str | None, str], str], names: dict[str, list[City]]
) -> tuple[str, ...]:
    """Return the keys of a country's capitals: cities of the tables, else the largest of the name in the country."""
    keys = []
    for name in country.capitals:
        namesakes = [city for city in names.get(fold(name), ()) if city.country == country.country]
        largest = max(namesakes, key=lambda city: city.population, default=None)
        if key := ours.get((country.country, name)) or (f"city:{largest.id}" if largest else None):
            keys.append(key)
    return tuple(keys)
