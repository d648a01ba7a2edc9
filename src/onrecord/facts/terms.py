"""Words as topics know them: stems, and how rare each is in news.

How many of some thousands of news articles hold a stem is a table of the package (`terms.txt.gz`, made by
`python -m training terms`). A stem that is not in it is as rare as can be: most are names. So what a word weighs
depends on the word alone, never on what else a record holds.
"""

from __future__ import annotations

import gzip
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

NAME = "terms.stemmed.v1"
FILE = Path(__file__).with_name("terms.txt.gz")

_OWNER = re.compile(r"['’]s?$")
_VOWEL = re.compile("[aeiouy]")
_MIN_STEM = 3
_LEAST = 0.05  # rarity that gives a word any weight


@lru_cache(100_000)
def stem(word: str) -> str:
    """Return what the forms of an English word share, more or less, in small letters: `agree` and `agreed` give `agre`.

    A light suffix stripper in the manner of Harman, "How effective is suffixing?" (1991), with `-ing` and `-ed`.
    """
    word = _OWNER.sub("", word.lower())
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 4 and word.endswith("sses"):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _MIN_STEM and _VOWEL.search(rest):
            word = rest[:-1] if len(rest) > _MIN_STEM and rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


@lru_cache(100_000)
def rarity(of: str) -> float:
    """Return the logarithm of how many articles go on one that holds a stem (inverse document frequency), from 0."""
    articles, counts = _table()
    return max(0.0, math.log(articles / (counts.get(of, 0) + 0.5)))


def weigh_terms(stems: Iterable[str], min_rarity: float = 1.0) -> dict[str, float]:
    """Return the stems as a vector of length one: TF-IDF with a logarithm of the count; common ones are left out."""
    return weigh_counts(count_terms(stems, min_rarity))


def count_terms(stems: Iterable[str], min_rarity: float = 1.0) -> dict[str, int]:
    """Return how often each stem stands there; common ones are left out."""
    least = max(min_rarity, _LEAST)
    return {one: count for one, count in Counter(stems).items() if rarity(one) >= least}


def weigh_counts(counts: Mapping[str, int]) -> dict[str, float]:
    """Return what `count_terms` counted as a vector, see `weigh_terms`."""
    weights = {one: rarity(one) if count == 1 else (1 + math.log(count)) * rarity(one) for one, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {one: weight / length for one, weight in weights.items()}


def cosine(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """Return the cosine of two vectors of length one, in [0, 1]; 0 where one is empty."""
    if len(left) > len(right):
        left, right = right, left
    return min(1.0, sum(weight * right.get(one, 0.0) for one, weight in sorted(left.items())))


@cache
def _table() -> tuple[int, dict[str, int]]:
    """Return how many articles were counted, and how many of them hold each stem."""
    lines = gzip.decompress(FILE.read_bytes()).decode().splitlines()
    counts: dict[str, int] = {}
    for line in lines[1:]:
        count, _, stems = line.partition(" ")
        counts.update(dict.fromkeys(stems.split(), int(count)))
    return int(lines[0]), counts
