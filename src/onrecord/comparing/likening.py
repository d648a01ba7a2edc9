"""What comparing stored gists has in common: weighing them, and saying in words what they share."""

from __future__ import annotations

import json
import math
import re
from functools import lru_cache

from onrecord.across.weighing import Caps, Weighed, weigh
from onrecord.facts.terms import stem
from onrecord.record.gists import parse_gist

_IN_MEMORY = 2048
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MAX_WORDS = 2000  # of a text among which its words are looked for as they are printed


@lru_cache(_IN_MEMORY)
def weigh_stored(gist: str, caps: str) -> Weighed:
    """Return a gist weighed; both it and the caps as they are stored."""
    return weigh(parse_gist(gist), parse_caps(caps))


@lru_cache(1)
def parse_caps(caps: str) -> Caps:
    """Return how rare what a record speaks of throughout can be at most in it."""
    values: Caps = json.loads(caps)
    return values


def probability(score: float) -> float:
    """Return the probability of some log-odds."""
    return round(1 / (1 + math.exp(-score)), 3)


def printed_words(text: str) -> dict[str, str]:
    """Return how the stems of a text are printed in it: as they are first."""
    forms: dict[str, str] = {}
    for place, match in enumerate(_WORD.finditer(text)):
        if place >= _MAX_WORDS:
            break
        forms.setdefault(stem(match[0]), match[0])
    return forms
