"""Whether an adjective or the name of a people belongs to a place: by the tables, else by how English forms them."""

from __future__ import annotations

from functools import lru_cache

from onrecord.facts.forms import fold
from onrecord.facts.places import keys_described, keys_named

MIN_STEM = 3  # letters of the name that stay
# How the end of a place's name gives way: (its end, how many letters go, what may come instead).
_CHANGES: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("a", 0, ("n", "ian", "nian", "nese")),  # Kenyan, Ghanaian, Panamanian, Javanese
    ("a", 1, ("ian", "ese", "i", "ean")),  # Canadian, Maltese
    ("ia", 2, ("i", "ese")),  # Somali
    ("e", 0, ("an", "r", "ian")),  # Chilean
    ("e", 1, ("ian", "ese", "i")),  # Ukrainian
    ("y", 1, ("ian",)),  # Italian
    ("y", 0, ("an", "er")),  # Paraguayan
    ("o", 0, ("an", "ese", "lese", "nian")),  # Chicagoan, Togolese, Torontonian
    ("o", 1, ("an", "ian", "ar", "in", "i")),  # Moroccan, Kosovar, Montenegrin
    ("i", 0, ("an", "n", "nese", "ite")),  # Haitian, Balinese
    ("u", 0, ("an", "vian")),  # Nauruan, Peruvian
    ("s", 1, ("n", "ian", "er")),  # Honduran, Athenian, Greenlander of islands
    ("s", 2, ("ian", "an")),  # Maldivian, Texan
    ("any", 1, ("",)),  # German, Tuscan
    ("ony", 1, ("",)),  # Saxon
    ("stan", 4, ("",)),  # Kazakh
    ("istan", 5, ("", "ish")),  # Uzbek, Kurdish
    ("land", 4, ("ish", "nish")),  # Finnish
)
_AFTER_CONSONANT = (
    "i",
    "ian",
    "an",
    "ese",
    "er",
    "ite",
    "ish",
    "ic",
    "ean",
    "in",
)  # Iraqi, Iranian, Milanese, Londoner
_VOWELS = "aeiouy"
_POLITIES = ("republic of ", "islamic republic of ", "kingdom of ", "federation of ", "state of ", "city of ")


def is_adjective_of(adjective: str, name: str) -> bool:
    """Tell whether an adjective or the name of a people, singular or plural, is that of a place's name.

    What the tables know decides ("Nigerien" is of Niger, "Nigerian" is not); of other places, invented ones too,
    what English forms regularly does: Tarsenian of Tarsenia, Qoravanis of Qoravan, Milanese of Milan.
    """
    if described := keys_described(adjective):
        return not described.isdisjoint(keys_named(name))
    return is_regularly_formed(adjective, name)


def is_regularly_formed(adjective: str, name: str) -> bool:
    """Tell whether English forms such an adjective from such a name, whether or not it does from this one."""
    printed = fold(adjective)
    plain = fold(name)
    singular = printed.removesuffix("s")
    return any(formed in (printed, singular) for formed in _formed(plain)) and printed != plain


@lru_cache(maxsize=4096)
def _formed(name: str) -> frozenset[str]:
    """Return the adjectives and names of peoples that English might form from a folded name."""
    for polity in _POLITIES:
        name = name.removeprefix(polity)
    formed = {
        name[: len(name) - taken] + put
        for end, taken, puts in _CHANGES
        if name.endswith(end) and len(name) - taken >= MIN_STEM
        for put in puts
    }
    if len(name) >= MIN_STEM and name[-1] not in _VOWELS:
        formed |= {name + put for put in _AFTER_CONSONANT}
    return frozenset(formed)
