"""Blocking keys of names: spellings of one name share a key, and few other names do.

Comparing every name with every other is quadratic; names are compared only where they share a key (Christen, "A survey
of indexing techniques for scalable record linkage and deduplication", 2012). A key is made of skeletons (`name_forms`):
sound forms without vowels, so that what two romanisations write differently is not in it.

Keys of a person's name, after a letter that tells their kind:

* `g`: a later part's skeleton and the start of an earlier one's: family name and given name, middle names left out.
* `i`: the same with the earlier one's initial alone: where one has no more than that.
* `b`: the skeletons of all parts, sorted: another order.
* `j`: the skeleton of all letters together: parts written together.
* `l`: the last part's skeleton (the first one's too where family names stand first): a family name alone.
"""

from __future__ import annotations

from functools import lru_cache

from onrecord.across.name_forms import Part, PersonName, fold, make_part, parse_name
from onrecord.across.name_words import FAMILY_FIRST, GIVEN_NAME_GROUPS, PARTICLES

INITIAL = "i:"  # what a key begins with that is for names with an initial
ALONE = "l:"  # and for family names alone
_MAX_START = 2  # consonants of a given name: near spellings differ behind them
_MAX_SKELETON = 7  # consonants; what lies behind is an ending, which romanisations treat most freely
_LEGAL_FORMS = frozenset(
    "inc ltd llc plc co corp corporation company gmbh ag sa spa nv bv ooo oao pao zao the of and for".split()
)


@lru_cache(1 << 17)
def name_keys(form: str) -> tuple[str, ...]:
    """Return the blocking keys of a person's name, sorted, each once; none of what has no letters."""
    name = parse_name(form)
    if not name.parts:
        return ()
    keys = {ALONE + _short(part) for part in _alone(name)}
    if len(name.parts) > 1:
        keys |= _pair_keys(name)
        keys.add("b:" + " ".join(sorted(_short(part) for part in name.parts if not part.is_initial)))
        keys.add("j:" + make_part("".join(part.folded for part in name.parts)).skeleton)
    return tuple(sorted(keys))


def organisation_keys(form: str) -> tuple[str, ...]:
    """Return the blocking keys of an organisation's name: its telling words' skeletons, and its letters as initials.

    "North Atlantic Treaty Organization" and "NATO" share the second.
    """
    words = [word for word in map(fold, form.split()) if word]
    telling = [word for word in words if word not in _LEGAL_FORMS and word not in PARTICLES] or words
    if not telling:
        return ()
    keys = {"o:" + " ".join(make_part(word).skeleton for word in telling)}
    if len(telling) > 1:
        keys |= {"a:" + "".join(word[0] for word in telling), "a:" + "".join(word[0] for word in words)}
    elif len(telling[0]) <= 8:  # an acronym is no longer
        keys.add("a:" + telling[0])
    return tuple(sorted(keys))


def _pair_keys(name: PersonName) -> set[str]:
    """Return keys of (family name, initial of a given name), for every part that could be either."""
    pairs = {(name.parts[0], last) for last in name.parts[1:]} | {(first, name.parts[-1]) for first in name.parts[:-1]}
    if name.family_first or name.parts[0].folded in FAMILY_FIRST:
        pairs.add((name.parts[1], name.parts[0]))
    keys = set()
    for given, family in pairs:
        if not family.is_initial:
            keys |= {f"{start} {_short(family)}" for start in _starts(given)}
    return keys


@lru_cache(1 << 17)
def _starts(given: Part) -> frozenset[str]:
    """Return how a given name may begin, by sound, its other forms included: Bill is also a William."""
    skeleton = given.skeleton
    groups = {f"g:#{number}" for number in GIVEN_NAME_GROUPS.get(given.folded, ())}
    return frozenset({INITIAL + skeleton[:1], f"g:{skeleton[:_MAX_START]}"} | groups)


def _alone(name: PersonName) -> tuple[Part, ...]:
    """Return the parts by which alone the person may be named."""
    reads_first = len(name.parts) > 1 and (name.family_first or name.parts[0].folded in FAMILY_FIRST)
    return (name.parts[0], name.parts[-1]) if reads_first else name.parts[-1:]


def _short(part: Part) -> str:
    return part.skeleton[:_MAX_SKELETON]
