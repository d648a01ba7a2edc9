"""Gists made by hand: what is not given is empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onrecord.facts.terms import rarity, stem
from onrecord.records import Clue, Gist, Topic


def make_gist(words: str = "", title: str = "", **fields: Any) -> Gist:
    """Return a gist of a hundred words with these among its first; persons, places and bodies are given by their names.

    Args:
        words: words of the text, once each.
        title: words of the title.
        fields: any other fields; names as words or as topics, `published` as one day or two.
    """
    stems = [stem(word) for word in words.split()]
    values: dict[str, Any] = {
        "report": "r",
        "length": 100,
        "terms": dict.fromkeys(stems, 1.0),
        "lead": dict.fromkeys(stems, 1),
        "title": tuple(sorted(stem(word) for word in title.split())),
        "pairs": {},
        "first_names": {},
        "numbers": (),
        "ordinals": (),
        "days": {},
        "clues": (),
        "years": (),
        "published": None,
    }
    values |= {group: make_topics(fields.pop(group, "")) for group in ("persons", "places", "bodies")}
    if isinstance(fields.get("published"), str):
        fields["published"] = (fields["published"], fields["published"])
    return Gist(**values | fields)


def make_topics(names: str | Mapping[str, Topic], weight: float = 1.0) -> Mapping[str, Topic]:
    """Return names as rare as their last words are."""
    if not isinstance(names, str):
        return names
    return {name: Topic(weight, rarity(stem(name)), stem(name)) for name in names.split()}


def weekday(number: int, place: int = 0, side: str = "past", *, is_bare: bool = False) -> Clue:
    """Return what a report prints of a weekday; 1 is Monday."""
    return Clue(f"XXXX-WXX-{number}", side, place, is_bare)
