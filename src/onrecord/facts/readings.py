"""What a printed form of a place may mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    """What sort of place it is."""

    COUNTRY = "country"  # states, and territories with an ISO 3166 code of their own
    REGION = "region"  # parts of states and groups of states, disputed entities
    CITY = "city"
    SEAT = "seat"  # a building, street or hill that stands for the government in it


class Standing(StrEnum):
    """How a form stands to the place it names; the surest first."""

    NAME = "name"
    FULL_NAME = "full name"
    SHORT_FORM = "short form"
    FORMER_NAME = "former name"
    EXONYM = "exonym"
    ADJECTIVE = "adjective"
    DEMONYM = "demonym"

    @property
    def is_name(self) -> bool:
        """Whether such a form names the place itself, not what or who is of it."""
        return self not in (Standing.ADJECTIVE, Standing.DEMONYM)


@dataclass(frozen=True, slots=True)
class PlaceForm:
    """One printed form of a place; `since` and `until` are ISO dates, cut short where only the year is known."""

    text: str
    standing: Standing
    since: str | None = None
    until: str | None = None

    def holds_on(self, date: str) -> bool:
        """Tell whether the form was the one to use on a day, given as an ISO date."""
        return (self.since is None or self.since <= date) and (self.until is None or date < self.until)


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """One place that a printed form may mean.

    `key` stays the same between versions: "country:TR", "region:US-GA", "region:Donbas", "city:587084" (the number
    GeoNames has for it), "seat:Kremlin". `country` is an ISO 3166 code, None for what lies in several countries.
    For a disputed entity it is the state that the United Nations count it to, which says nothing about who rules.
    `since` and `until` tell when the form was the name to use; None where that is unknown or open.
    """

    key: str
    kind: PlaceKind
    country: str | None
    name: str
    standing: Standing
    since: str | None = None
    until: str | None = None
    population: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_capital: bool = False
