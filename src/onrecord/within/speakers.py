"""From a source as printed to the speaker's name, where this report makes it certain.

A surname becomes the one full name in the report that ends in it; a pronoun becomes the last speaker, when
no other person is named in between; an office or a description stays as printed. Anything else is unknown.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from onrecord.records import Mention, Mentions, Span
from onrecord.within.cues import FIRST_AND_SECOND, SOURCE_PRONOUNS
from onrecord.within.names import ROLE_NOUNS, TITLES
from onrecord.within.sources import Attribution, subject_of_sentence

_PREPOSITIONS = frozenset("of between for from with to in by against at on under about behind near".split())
_DOMAINS = frozenset(
    "State Foreign Defence Defense Interior Finance Justice Health Economy Energy Trade General".split()
)
_REACH_CHARS = 600  # how far back a pronoun may look for a name


class Speakers:
    """The persons of one report, and who is meant by a source.

    Args:
        text: the report's text.
        mentions: the names found in it.
        sentences: its sentences, in order.
        marked: the stretches in quotation marks, whose sentences are not the reporter's.
    """

    def __init__(self, text: str, mentions: Mentions, sentences: tuple[Span, ...], marked: tuple[Span, ...]) -> None:
        self._text = text
        self._sentences = sentences
        self._marked = marked
        self._persons = [mention for mention in mentions if mention.label == "Person"]
        self._person_starts = [person.start for person in self._persons]
        self._names = {person.text for person in self._persons}
        self._mentions = mentions
        self._mention_starts = [mention.start for mention in mentions]
        self._full: dict[str, set[str]] = {}
        for mention in mentions:
            parts = mention.text.split()
            if len(parts) > 1 and mention.label in ("Person", "Misc"):
                self._full.setdefault(parts[-1], set()).add(mention.text)
        self._last: tuple[int, tuple[str, ...]] = (0, ())

    def of(self, cue: Attribution, previous: tuple[str, ...]) -> tuple[str, ...]:
        """Return the printed names of who is credited; empty when unknown. `previous` is the last speaker."""
        if cue.source is None:
            return ()
        words = cue.source.of(self._text)
        if words.lower() in FIRST_AND_SECOND:
            names: tuple[str, ...] = ()  # who "I" is, an interview's frame knows
        elif words.lower() in SOURCE_PRONOUNS or words.lower() in ("him", "her", "them"):
            names = self._behind_pronoun(words.lower(), cue.source.start, previous)
        else:
            names = self._named(cue.source) or self._described(words)
        self._last = (cue.source.end, names)
        return names

    def carriers(self, cue: Attribution) -> tuple[str, ...]:
        """Return the printed names of those through whom the words came, outermost first."""
        return tuple(
            name
            for span in cue.via
            for name in (self._body(span) or self._named(span) or self._described(span.of(self._text)))
        )

    def _body(self, source: Span) -> tuple[str, ...]:
        """Return the organisation that a phrase ends with: `Vardania’s state broadcaster, RTV-1`."""
        inside = [
            mention
            for mention in self._mentions_between(source.start, source.end)
            if mention.end <= source.end and mention.label == "Organization"
        ]
        return (inside[-1].text,) if inside and inside[-1].end == source.end else ()

    def _described(self, words: str) -> tuple[str, ...]:
        """Return an office or description as it is printed; nothing for one that only points back ("his deputy")."""
        first = words.partition(" ")[0].lower()
        return (
            ()
            if first in ("his", "her", "its", "their", "this", "that", "these", "those", "him")
            else (_without_article(words),)
        )

    def _named(self, source: Span) -> tuple[str, ...]:
        """Return the full names of the persons or the body that a source's words name."""
        inside = [
            person
            for person in self._persons_between(source.start, source.end)
            if person.end <= source.end and self._leads(person, source)
        ]
        if inside:
            first = inside[0]
            joined = [first] + [
                person
                for left, person in pairwise(inside)
                if self._text[left.end : person.start].strip() in ("and", ", and", ",")
            ]
            chosen = joined if len(joined) == len(inside) and " and " in source.of(self._text) else [first]
            return tuple(self._full_name(person.text) for person in chosen)
        named = [
            mention
            for mention in self._mentions_between(source.start + 1, source.end)
            if self._names_whom(mention, source)
        ]
        if named:
            return (self._full_name(named[-1].text),)
        start = _tight_name(self._text, source).start
        for mention in self._mentions_between(start, start + 1):  # a name, with a description behind it or alone
            if mention.end <= source.end and self._text[mention.end : source.end][:1] in ("", ",", " "):
                alone = mention.end == source.end or self._text[mention.end] == ","
                return (self._full_name(mention.text),) if alone else ()
        return ()

    def _owns(self, person: Mention) -> bool:
        """Tell whether the name is only an owner: Falk's in "Falk's spokesman"."""
        return self._text[person.end : person.end + 2] in ("’s", "'s")

    def _names_whom(self, mention: Mention, source: Span) -> bool:
        """Tell whether a name closes a description of its bearer: `the minister of construction Yelka Dorn`."""
        alone = self._text[source.start : mention.start].rstrip().endswith(",")
        closes = mention.end == source.end or self._text[mention.end] == ","
        return (
            closes
            and mention.label in ("Person", "Misc")
            and (" " in mention.text or alone)
            and self._leads(mention, source)
        )

    def _leads(self, person: Mention, source: Span) -> bool:
        """Tell whether the phrase names this person, and not somebody of theirs ("the mediator between X and Y")."""
        printed = self._text[source.start : person.start].rpartition(",")[2].split()
        before = [word.lower() for word in _without_titles(printed)]
        if self._owns(person) or (before and before[-1] in _PREPOSITIONS):
            return False
        return not (before and before[-1] in ("and", "the") and _PREPOSITIONS & set(before))

    def _full_name(self, name: str) -> str:
        if " " in name:
            return name
        full = self._full.get(name.split()[-1], set())
        return next(iter(full)) if len(full) == 1 else name

    def _behind_pronoun(self, pronoun: str, place: int, previous: tuple[str, ...]) -> tuple[str, ...]:
        if pronoun in ("it", "they", "them"):
            return ()
        since, names = self._last
        known = names or previous
        topic = self.topic(place)
        if topic is not None:
            return topic
        reach = max(place - _REACH_CHARS, since if names else 0)
        between = {
            self._full_name(person.text) for person in self._persons_between(reach, place) if not self._owns(person)
        }
        is_named = any(name in self._names for name in known)
        if known and not is_named and "\n" in self._text[since:place]:
            return ()  # "he" in a new paragraph is not the unnamed spokesman of the last
        if known and place - since <= 2 * _REACH_CHARS and between <= set(known):
            return known
        return tuple(between) if len(between) == 1 and not known else ()

    def topic(self, place: int) -> tuple[str, ...] | None:
        """Return the person that the sentences since the last attribution speak of, by their subjects.

        Sentences are read backwards: a pronoun as subject hands on to the sentence before. Reaching the last
        attribution by pronouns alone gives its speaker; anything else gives `None`.
        """
        since, names = self._last
        sentence_place = bisect_right(self._sentences, (place, place)) - 1
        handed_on = False
        while sentence_place > 0:
            sentence_place -= 1
            sentence = Span(*self._sentences[sentence_place])
            if sentence.end <= since:
                return names if handed_on and names else None
            if place - sentence.start > 2 * _REACH_CHARS:
                return None
            if self._is_marked(sentence):
                if sentence.start < since:
                    return names if handed_on and names else None
                continue
            subject = subject_of_sentence(self._text, sentence)
            if subject is None:
                return None
            if subject.of(self._text).lower() in ("he", "she"):
                handed_on = True
                continue
            if not self._is_person(subject):
                return None
            return () if " and " in subject.of(self._text) else self._named(subject)
        return None

    def _is_marked(self, sentence: Span) -> bool:
        """Tell whether a stretch in marks touches a sentence; the stretches are in order and do not overlap."""
        following = bisect_right(self._marked, (sentence.end, sentence.end))
        return any(marked.touches(sentence) for marked in self._marked[max(0, following - 1) : following])

    def _persons_between(self, start: int, end: int) -> list[Mention]:
        return self._persons[bisect_left(self._person_starts, start) : bisect_left(self._person_starts, end)]

    def _mentions_between(self, start: int, end: int) -> tuple[Mention, ...]:
        return tuple(self._mentions[bisect_left(self._mention_starts, start) : bisect_left(self._mention_starts, end)])

    def _is_person(self, source: Span) -> bool:
        persons = self._persons_between(source.start, source.end)
        return any(person.end <= source.end and self._leads(person, source) for person in persons)


def _without_titles(words: list[str]) -> list[str]:
    """Return words without the office that ends them, so that what it hangs on comes last: "a spokesman for".

    "Minister of Defence" ends in what an office is about, and hangs on nothing.
    """
    end = len(words)
    while end and (words[end - 1] in TITLES or words[end - 1].lower() in ROLE_NOUNS):
        end -= 1
    office = words[end:]
    if not any(word not in _DOMAINS for word in office):
        return words
    while end and words[end - 1][:1].isupper():  # "for Qoravani Prime Minister"
        end -= 1
    if end and words[end - 1].lower() in ("the", "a", "an") and end > 1:
        end -= 1
    return words[:end]


def _without_article(words: str) -> str:
    first, _, rest = words.partition(" ")
    return rest if first.lower() in ("the", "a", "an") and rest else words


def _tight_name(text: str, source: Span) -> Span:
    words = source.of(text)
    return Span(source.start + len(words) - len(_without_article(words)), source.end)
