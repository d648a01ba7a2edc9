"""The tables of this package: tab-separated, one place or organisation a line, several forms parted by semicolons.

A form may end in the time it was the name to use: "Zaire [1971-10-27..1997-05-17]", "Bombay [..1995-11-22]".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.facts.readings import PlaceForm, PlaceKind, Standing

TABLES = ("countries.tsv", "places.tsv", "organisations.tsv")
_DATED = re.compile(r"(?P<text>[^\[]*?)\s*(?:\[(?P<since>[\d-]*)\.\.(?P<until>[\d-]*)\])?")
_INVARIABLE = (
    "s",
    "ese",
    "nch",
    "tch",
    "sh",
    "x",
    "z",
)  # names of peoples that are their own plural: the Swiss, the Dutch
_MAN = re.compile(r"(?:ch|sh|ts|wo|x)man$")  # Dutchman and Scotswoman, not German and Roman
_COLUMNS = {
    "adjectives": Standing.ADJECTIVE,
    "demonyms": Standing.DEMONYM,
    "forms": Standing.SHORT_FORM,
    "former": Standing.FORMER_NAME,
}


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place of the tables with all its forms, its name first; `capitals` are names of cities, the capital first."""

    key: str
    kind: PlaceKind
    country: str | None
    forms: tuple[PlaceForm, ...]
    capitals: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its English name."""
        return self.forms[0].text


def table_path(name: str) -> Path:
    """Return where a table of this package lies."""
    return Path(__file__).with_name(name)


def read_table(name: str) -> Iterator[dict[str, str]]:
    """Yield the lines of a table by the names of its columns."""
    with table_path(name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def parts_of(cell: str) -> tuple[str, ...]:
    """Return the several values of a cell."""
    return tuple(part for part in (part.strip() for part in cell.split(";")) if part)


def read_countries() -> Iterator[KnownPlace]:
    """Yield the countries and territories of the tables."""
    for row in read_table("countries.tsv"):
        key = f"country:{row['code']}"
        yield KnownPlace(key, PlaceKind.COUNTRY, row["code"], _forms(row), parts_of(row["capitals"]))


def read_places() -> Iterator[KnownPlace]:
    """Yield the regions, seats and cities of the tables."""
    for row in read_table("places.tsv"):
        kind = PlaceKind(row["kind"])
        yield KnownPlace(f"{kind}:{row['id'] or row['name']}", kind, row["country"] or None, _forms(row, kind))


def _forms(row: dict[str, str], kind: PlaceKind = PlaceKind.COUNTRY) -> tuple[PlaceForm, ...]:
    forms = [_dated(row["name"], Standing.NAME)]
    for column, standing in _COLUMNS.items():
        is_exonym = kind is PlaceKind.CITY and standing is Standing.SHORT_FORM
        written = [_dated(part, Standing.EXONYM if is_exonym else standing) for part in parts_of(row[column])]
        forms += written
        if not standing.is_name:
            plurals = (_plural(form.text) for form in written)
            forms += [PlaceForm(plural, Standing.DEMONYM) for plural in plurals if plural and plural != forms[0].text]
    return tuple(dict.fromkeys(forms))


def _dated(cell: str, standing: Standing) -> PlaceForm:
    match = _DATED.fullmatch(cell)
    if match is None:
        raise ValueError(f"{cell!r} is no form with dates; write it as in 'Zaire [1971-10-27..1997-05-17]'")
    return PlaceForm(match["text"], standing, match["since"] or None, match["until"] or None)


def _plural(people: str) -> str | None:
    """Return the plural of the name of a people; None where it has none of its own."""
    if _MAN.search(people):
        return f"{people[:-2]}en"
    return None if people.endswith(_INVARIABLE) else f"{people}s"
