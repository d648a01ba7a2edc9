"""The weights of comparing names: the whole policy on one screen, strongest first.

Set by judgement on the development half of `tests/across/name_pairs.tsv`; `docs/identity.md` shows what they do.
"""

from __future__ import annotations

from enum import Enum


class Agreement(float, Enum):
    """How two parts of names agree: what one such part is worth, strongest first. This table is the policy."""

    LETTERS = 1.00  # the same letters, marks and capitals aside: Erdogan, Erdoğan
    ROMANISED = 0.97  # one name in two romanisations: Andrej, Andrei
    SOUND = 0.93  # letters that romanisations exchange: Gaddafi, Qaddafi
    EPENTHESIS = 0.90  # one vowel more between consonants of a long name: Sarkisian, Sargsyan
    SHORT_FORM = 0.70  # a short form, or the name in another language: Bill, William
    INITIAL = 0.60  # a letter for a name that begins so
    NEAR = 0.50  # a letter or two apart, by no rule: Jon, John
    GENDERED = 0.30  # a family name with and without -a: Medvedev, Medvedeva
    NONE = 0.00


SAME_FROM = 0.90  # least agreement of every part for SAME
UNSURE_FROM = 0.55  # least mean of all parts for UNSURE; below, DIFFERENT
NEAR_FROM = 0.90  # Jaro-Winkler similarity of romanised parts
MIN_LETTERS = {Agreement.ROMANISED: 4, Agreement.SOUND: 5, Agreement.NEAR: 3}  # a shorter part must agree more exactly
LONG = 8  # letters of a part from which NEAR may add a consonant
MIN_CONSONANTS = 5  # of a family name for EPENTHESIS

# What a whole comparison is worth at most.
MIDDLE_MISSING = 0.95
OTHER_ORDER = 0.95
FURTHER_FAMILY_NAME = 0.75
FIRST_NAME_MISSING = 0.70
ORDER_UNCLEAR = 0.70
ONE_PART_EACH = 0.80
ONE_INITIAL_EACH = 0.75
ONE_PART_ALONE = 0.60
SUFFIX_MISSING = 0.75
