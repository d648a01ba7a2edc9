"""International organisations and the bodies that news names as if all knew them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from onrecord.facts.forms import acronym, fold
from onrecord.facts.tables import parts_of, read_table


@dataclass(frozen=True, slots=True)
class OrganisationFact:
    """One organisation; `part_of` is the key of the organisation or country ("country:US") whose body it is.

    `forms` are all its forms, name and acronym first. `seat` is the city it sits in and `seat_country` that city's
    country, by ISO 3166 code; None where it has none.
    """

    key: str
    name: str
    acronym: str | None
    forms: tuple[str, ...]
    part_of: str | None
    seat: str | None
    seat_country: str | None


def organisation_named(form: str) -> OrganisationFact | None:
    """Return the organisation that a printed form names; None when none is known by it, or several are.

    Capitals and "the" do not matter ("the North Atlantic Alliance"), except in acronyms ("WHO", but not "who").
    """
    known = _known()
    letters = acronym(form)
    found = known.get(letters or "") or known.get(fold(form)) or []
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1)
def _known() -> dict[str, list[OrganisationFact]]:
    """Return the organisations by their acronyms (in capitals) and by their other forms (folded, in small letters)."""
    rows = list(read_table("organisations.tsv"))
    keys = {form: f"org:{row['name']}" for row in rows for form in (row["name"], row["acronym"]) if form}
    known: dict[str, list[OrganisationFact]] = defaultdict(list)
    for row in rows:
        fact = _fact(row, keys)
        for form in dict.fromkeys(acronym(form) or fold(form) for form in fact.forms):
            known[form].append(fact)
    return dict(known)


def _fact(row: dict[str, str], keys: dict[str, str]) -> OrganisationFact:
    seat, _, country = row["seat"].partition(", ")
    parent = row["part_of"]
    return OrganisationFact(
        key=keys[row["name"]],
        name=row["name"],
        acronym=row["acronym"] or None,
        forms=(row["name"], *((row["acronym"],) if row["acronym"] else ()), *parts_of(row["forms"])),
        part_of=(parent if parent.startswith("country:") else keys[parent]) if parent else None,
        seat=seat or None,
        seat_country=country or None,
    )
