"""Who is who in a report made by hand: names, tags and relations are given, the stages do the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from onrecord.records import (
    Anatomy,
    Bearers,
    Chain,
    Chains,
    Drop,
    Holdings,
    Mention,
    Mentions,
    Names,
    Quotation,
    QuotationKind,
    Quotations,
    Span,
    Times,
    Voices,
    make_id,
    make_report,
)
from onrecord.within.mentions import MentionSieve
from onrecord.within.named import JudgedNames
from onrecord.within.names import ModelNames
from tests.within.docs import Part, make_tagged


@dataclass(frozen=True, slots=True)
class Found:
    """What the sieve found in one text, with readable views of it."""

    text: str
    mentions: Mentions
    chains: Chains
    holdings: Holdings
    voices: Voices
    drops: tuple[Drop, ...]

    def chain(self, key: str | None) -> Chain | None:
        """Return the chain with an id."""
        return next((chain for chain in self.chains if chain.id == key), None)

    def name(self, key: str | None) -> str | None:
        """Return the name of the chain with an id."""
        chain = self.chain(key)
        return None if chain is None else chain.name

    def of(self, words: str, number: int = 1) -> list[Mention]:
        """Return the mentions that print these words, in the place of that number."""
        places = sorted({mention.start for mention in self.mentions if mention.text == words})
        return [one for one in self.mentions if one.text == words and places[number - 1 : number] == [one.start]]

    def whom(self, words: str, number: int = 1) -> tuple[str | None, ...]:
        """Return the names of those whom these words mention: `(None,)` where open, nobody where they are no mention."""
        return tuple(self.name(mention.chain) for mention in self.of(words, number))

    def offices(self) -> list[tuple[str | None, str, str | None, str]]:
        """Return holder, office, body and standing of each office, in order of place."""
        return [(self.name(one.holder), one.office, self.name(one.body), one.standing) for one in self.holdings]

    def speakers(self) -> list[tuple[tuple[str | None, ...], tuple[str | None, ...]]]:
        """Return speakers and carriers of the quotations for which any is known."""
        return [(tuple(map(self.name, one.speaker)), tuple(map(self.name, one.via))) for one in self.voices]

    def reasons(self) -> list[tuple[str, str]]:
        """Return what was left open and why."""
        return [
            (self.text[drop.start : drop.end], drop.reason)
            for drop in self.drops
            if drop.start is not None and drop.end is not None
        ]


def persons(*words: str) -> list[Part]:
    """Return names of persons."""
    return [("Person", word) for word in words]


def places(*words: str) -> list[Part]:
    """Return names of places."""
    return [("Location", word) for word in words]


def quote(
    text: str,
    words: str,
    source: str | None,
    *speaker: str,
    via: tuple[str, ...] = (),
    kind: QuotationKind = QuotationKind.DIRECT,
    number: int = 1,
) -> Quotation:
    """Return a quotation of these words, credited with the source that stands last before or behind them.

    `number` is that of the place of the source's words in the text.
    """
    start = text.index(words)
    span = Span(start, start + len(words))
    at = -1
    for _ in range(number):
        at = text.index(source, at + 1) if source else -1
    found = (Span(at, at + len(source)),) if source else ()
    return Quotation(make_id("quotation", span), "", (span,), words, kind, found, (), speaker, via, "test", 1.0)


def find_who(
    text: str,
    names: Sequence[Part] = (),
    quotations: Sequence[Quotation] = (),
    *,
    tags: dict[str, str] | None = None,
    relations: dict[str, tuple[str, str]] | None = None,
    lemmas: dict[str, str] | None = None,
) -> Found:
    """Return who is who in a text whose names, tags and relations are given; see `make_tagged`."""
    return find_in_doc(make_tagged(text, names, tags=tags, relations=relations, lemmas=lemmas), quotations)


def find_in_doc(doc: Doc, quotations: Sequence[Quotation] = ()) -> Found:
    """Return who is who in a text read."""
    report, anatomy = make_report(doc.text), Anatomy()
    (names,) = ModelNames().run(report, anatomy, doc).given
    assert isinstance(names, Names)
    (bearers,) = JudgedNames().run(report, anatomy, doc, names, Times()).given
    assert isinstance(bearers, Bearers)
    result = MentionSieve().run(report, anatomy, doc, bearers, Quotations(quotations), Times())
    mentions, chains, holdings, voices = result.given
    assert isinstance(mentions, Mentions)
    assert isinstance(chains, Chains)
    assert isinstance(holdings, Holdings)
    assert isinstance(voices, Voices)
    return Found(doc.text, mentions, chains, holdings, voices, result.drops)
