"""From a source as printed to the speaker's name, where this report makes it certain.

A surname becomes the one full name in the report that ends in it; a pronoun becomes the last speaker, when
no other person is named in between; an office or a description stays as printed. Anything else is unknown.
"""

from __future__ import annotations

from onrecord.records import Mention, Mentions, Span
from onrecord.within.cues import SOURCE_PRONOUNS
from onrecord.within.sources import Attribution

_REACH_CHARS = 600  # how far back a pronoun may look for a name


class Speakers:
    """The persons of one report, and who is meant by a source."""

    def __init__(self, text: str, mentions: Mentions) -> None:
        self._text = text
        self._persons = [mention for mention in mentions if mention.label == "Person"]
        self._mentions = mentions
        self._full: dict[str, set[str]] = {}
        for person in self._persons:
            parts = person.text.split()
            if len(parts) > 1:
                self._full.setdefault(parts[-1], set()).add(person.text)
        self._last: tuple[int, tuple[str, ...]] = (0, ())

    def of(self, cue: Attribution, previous: tuple[str, ...]) -> tuple[str, ...]:
        """Return the printed names of who is credited; empty when unknown. `previous` is the last speaker."""
        if cue.source is None:
            return ()
        words = cue.source.of(self._text)
        if words.lower() in SOURCE_PRONOUNS:
            names = self._behind_pronoun(words.lower(), cue.source.start, previous)
        else:
            names = self._named(cue.source) or (_without_article(words),)
        self._last = (cue.source.end, names)
        return names

    def _named(self, source: Span) -> tuple[str, ...]:
        """Return the full names of the persons or the body that a source's words name."""
        inside = [person for person in self._persons if source.covers(Span(person.start, person.end)) and not self._owns(person)]
        if inside:
            first = inside[0]
            joined = [first] + [
                person for left, person in zip(inside, inside[1:], strict=False) if self._text[left.end : person.start].strip() in ("and", ", and", ",")
            ]
            chosen = joined if len(joined) == len(inside) and " and " in source.of(self._text) else [first]
            return tuple(self._full_name(person.text) for person in chosen)
        return tuple(
            mention.text for mention in self._mentions if Span(mention.start, mention.end) == _tight_name(self._text, source)
        )

    def _owns(self, person: Mention) -> bool:
        """Tell whether the name is only an owner: Falk's in "Falk's spokesman"."""
        return self._text[person.end : person.end + 2] in ("’s", "'s")

    def _full_name(self, name: str) -> str:
        full = self._full.get(name.split()[-1], set())
        return next(iter(full)) if len(full) == 1 else name

    def _behind_pronoun(self, pronoun: str, place: int, previous: tuple[str, ...]) -> tuple[str, ...]:
        if pronoun in ("it", "they"):
            return ()
        since, names = self._last
        reach = max(place - _REACH_CHARS, since if names else 0)
        between = {self._full_name(person.text) for person in self._persons if reach <= person.start < place and not self._owns(person)}
        known = names or previous
        if known and place - since <= 2 * _REACH_CHARS and between <= set(known):
            return known
        return tuple(between) if len(between) == 1 and not known else ()


def _without_article(words: str) -> str:
    first, _, rest = words.partition(" ")
    return rest if first.lower() in ("the", "a", "an") and rest else words


def _tight_name(text: str, source: Span) -> Span:
    words = source.of(text)
    return Span(source.start + len(words) - len(_without_article(words)), source.end)
