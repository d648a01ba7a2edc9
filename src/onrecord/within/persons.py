"""The persons of one report: full names, surnames, and who is "he" and who "she".

A surname is the one full name's that ends in it. Where two bear it, the title or courtesy before it decides, or being
the only one named so far; else it stays open.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from onrecord.records import Bearer, EntityKind
from onrecord.within.chains import ChainBook, Growing
from onrecord.within.office_words import HEADS, OF_OFFICES, is_telling, offices_agree
from onrecord.within.offices import OfficePhrase
from onrecord.within.titles import HONOURS, TITLES

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SENTENCE_ENDS = re.compile(r"[.!?:;”\"\n]")  # roughly: where a sentence may end
_GENDERED = {
    **dict.fromkeys(
        "mr sir lord king prince sultan emir sheikh spokesman chairman congressman herr monsieur father brother husband"
        " son uncle pope archbishop imam".split(),
        "he",
    ),
    **dict.fromkeys(
        "mrs ms miss madam madame lady queen princess spokeswoman chairwoman congresswoman frau mother sister wife"
        " daughter aunt dame baroness".split(),
        "she",
    ),
}


class NamedPersons:
    """Which printed names of one report are one person's: a surname is the one full name's that ends in it.

    A form is compared without case. Where two full names share a surname, the surname alone is nobody's.
    """

    def __init__(self, forms: Iterable[str]) -> None:
        parts = sorted({tuple(form.casefold().split()) for form in forms}, key=lambda words: (-len(words), words))
        self._fullest: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._by_last: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._by_first: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for words in parts:
            if len(words) > 1:
                self._take(words)

    def _take(self, words: tuple[str, ...]) -> None:
        longer = [full for full in self._by_last[words[-1]] if full[0] == words[0] and set(words) <= set(full)]
        full = longer[0] if len(longer) == 1 else words
        self._fullest[words] = full
        if full == words:
            self._by_last[words[-1]].add(words)
            self._by_first[words[0]].add(words)

    def person_of(self, form: str) -> tuple[str, ...] | None:
        """Return the words of the full name of the person whom a form names; `None` where two could be meant."""
        words = tuple(form.casefold().split())
        if len(words) > 1:
            return self._fullest.get(words, words)
        bearers = self._by_last.get(words[0], set()) or self._by_first.get(words[0], set())
        if len(bearers) > 1:
            return None
        return next(iter(bearers)) if bearers else words

    def bearers(self, form: str) -> frozenset[tuple[str, ...]]:
        """Return the full names that a surname may stand for."""
        return frozenset(self._by_last.get(form.casefold(), set()))


class PersonSieve:
    """Gives persons' names to chains.

    Args:
        text: the report's text.
        doc: its Doc.
        book: where the chains grow.
        named: all names of the report, in order of place.
    """

    def __init__(self, text: str, doc: Doc, book: ChainBook, named: Sequence[Bearer]) -> None:
        self._text = text
        self._doc = doc
        self._book = book
        self._named = [name for name in named if name.kind is EntityKind.PERSON]
        self._persons = NamedPersons(name.text for name in self._named)
        self._namesakes: dict[str, list[Growing]] = {}  # by surname, those who are never named in full
        self._chains: dict[tuple[str, ...], Growing] = {}

    def add_full_names(self) -> None:
        """Add the persons who are named in full, the surest step."""
        for name in self._named:
            person = self._persons.person_of(name.text)
            if " " in name.text and person is not None:
                self._book.add_name(name, self._person(person, name), "full name")

    def _person(self, person: tuple[str, ...], name: Bearer) -> Growing:
        """Return the chain of a person, by the words of their name; a new one for somebody not met before."""
        chain = self._chains.get(person)
        if chain is None:
            chain = self._chains[person] = self._book.open_chain(EntityKind.PERSON, name.text)
        return chain

    def add_surnames(self, phrases: Sequence[OfficePhrase]) -> None:
        """Add persons named by one word: whose surname it is, the title before it and the text so far tell."""
        titles = {phrase.last + 1: phrase for phrase in phrases}
        for name in self._named:
            if " " in name.text:
                continue
            token = self._doc.char_span(name.start, name.end, alignment_mode="expand")
            title = titles.get(token.start) if token is not None else None
            chain, rule = self._bearer(name, title)
            if chain is None:
                self._book.leave_name_open(name, rule)
            else:
                self._book.add_name(name, chain, rule)

    def _bearer(self, name: Bearer, title: OfficePhrase | None) -> tuple[Growing | None, str]:
        """Return whom a single name means, and by what rule.

        A title or a courtesy that fits nobody of that surname is somebody else's; where two bear it and neither they
        nor the text so far tell, the name stays open.
        """
        named = [self._chains[full] for full in sorted(self._persons.bearers(name.text))]
        if named and self._has_first_name(name):
            return None, "another first name stands before it"
        surname = name.text.casefold()
        bearers = [*named, *self._namesakes.get(surname, ())]
        fitting = [bearer for bearer in bearers if self._fits(bearer, name, title)]
        if named and not fitting:
            pronoun = _GENDERED.get(self._courtesy(name) or "")
            other = self._book.open_chain(EntityKind.PERSON, name.text, pronoun=pronoun)
            self._namesakes.setdefault(surname, []).append(other)
            return other, "surname of somebody else"
        if len(fitting) > 1:
            fitting = [bearer for bearer in fitting if (bearer.first_name or name.span) < name.span]
        if len(fitting) == 1:
            return fitting[0], "surname"
        person = None if named else self._persons.person_of(name.text)
        return (self._person(person, name), "surname") if person is not None else (None, "two persons bear it")

    def _fits(self, bearer: Growing, name: Bearer, title: OfficePhrase | None) -> bool:
        """Tell whether what stands before a surname can be said of somebody."""
        pronoun = _GENDERED.get(self._courtesy(name) or "")
        if pronoun is not None and bearer.pronoun not in (None, pronoun):
            return False
        first = bearer.first_name or name.span
        if name.end <= first.start and not _SENTENCE_ENDS.search(self._text, name.end, first.start):
            return False  # "Mr X and his wife, Y X"
        if title is None or not bearer.offices or not is_telling(title.office):
            return True
        return any(offices_agree(title.office, held.office, of_body=True) for held in bearer.offices)

    def _has_first_name(self, name: Bearer) -> bool:
        """Tell whether a capitalised word stands before a surname that is no title: a first name the model left out."""
        span = self._doc.char_span(name.start, name.end, alignment_mode="expand")
        if span is None or span.start == span.sent.start:
            return False
        before = self._doc[span.start - 1]
        is_known = before.ent_type_ not in ("", "Person") or before.text.rstrip(".") in TITLES
        is_office = before.lower_ in HEADS or before.lower_ in OF_OFFICES
        return before.text.istitle() and before.pos_ == "PROPN" and not is_known and not is_office

    def _courtesy(self, name: Bearer) -> str | None:
        """Return the word before a name in small letters, without its full stop."""
        before = self._text[max(0, name.start - 16) : name.start].replace(".", " ").split()
        return before[-1].lower() if before else None

    def learn_pronouns(self, phrases: Sequence[OfficePhrase]) -> None:
        """Learn who is "he" and who "she" from titles and words of kinship."""
        by_span = self._book.by_span()
        for phrase in phrases:
            chains = by_span.get(phrase.span, ())
            word = self._doc[phrase.head].lower_
            if len(chains) == 1 and word in _GENDERED:
                _learn(chains[0], _GENDERED[word])
        for span, chain in self._book.chain_of.items():
            if chain.kind is EntityKind.PERSON:
                before = self._text[max(0, span.start - 16) : span.start].replace(".", " ").replace(",", " ").split()
                if before and before[-1].lower() in _GENDERED:
                    _learn(chain, _GENDERED[before[-1].lower()])
                elif len(before) > 1 and before[-1] in HONOURS and before[-2].lower() in ("his", "her"):
                    _learn(chain, "he" if before[-2].lower() == "his" else "she")


def _learn(chain: Growing, pronoun: str) -> None:
    chain.pronoun = pronoun if chain.pronoun in (None, pronoun) else chain.pronoun
