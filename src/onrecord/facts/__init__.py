"""Facts about countries, peoples, capitals, cities and international organisations, for names in the news.

Pure look-ups: a printed form goes in, what it may mean comes out, surest first. A form with several meanings has
several readings; which one a report means is for its context to say. Nothing is read before the first question, and
only what a question needs. `docs/facts.md` says where the facts are from.
"""

from onrecord.facts.adjectives import is_adjective_of, is_regularly_formed
from onrecord.facts.organisations import OrganisationFact, organisation_named
from onrecord.facts.places import capital_of, country_forms, country_name, place_readings, stands_for
from onrecord.facts.readings import PlaceForm, PlaceKind, PlaceReading, Standing
from onrecord.facts.version import facts_version

__all__ = [
    "OrganisationFact",
    "PlaceForm",
    "PlaceKind",
    "PlaceReading",
    "Standing",
    "capital_of",
    "country_forms",
    "country_name",
    "facts_version",
    "is_adjective_of",
    "is_regularly_formed",
    "organisation_named",
    "place_readings",
    "stands_for",
]
