"""Mentions, chains, offices and voices: what one report by itself tells of who is who.

A sieve from sure to unsure: full names; places and bodies; titles and appositives; surnames; offices alone; `the
latter`, `the two men`; the speakers of quotations; pronouns. What cannot be told stays open, with its reason among the
drops.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.reading.anatomy import running_blocks, running_spans
from onrecord.records import (
    Anatomy,
    Bearer,
    Bearers,
    Chains,
    Holdings,
    Mentions,
    Name,
    Names,
    Quotations,
    Report,
    Span,
    Stretches,
    Times,
    Voices,
)
from onrecord.stages import StageResult
from onrecord.within.chains import ChainBook
from onrecord.within.holders import OfficeSieve, make_paragraph_finder
from onrecord.within.office_terms import Terms
from onrecord.within.offices import OfficePhrase, find_offices
from onrecord.within.persons import PersonSieve
from onrecord.within.pointers import PointerSieve
from onrecord.within.pronouns import PronounSieve
from onrecord.within.things import ThingSieve
from onrecord.within.voices import VoiceSieve

if TYPE_CHECKING:
    from spacy.tokens import Doc


class MentionSieve:
    """Finds who and what a report mentions, who holds which office, and who speaks."""

    name = "mentions.sieve.v1"
    needs: tuple[type, ...]
    gives = (Mentions, Chains, Holdings, Voices)

    def __init__(self) -> None:
        from spacy.tokens import Doc

        self.needs = (Report, Anatomy, Doc, Bearers, Quotations, Times)

    def run(
        self, report: Report, anatomy: Anatomy, doc: Doc, bearers: Bearers, quotations: Quotations, times: Times
    ) -> StageResult:
        """Return the mentions, chains, offices and voices of one report."""
        sieve = _Sieve(self.name, report, anatomy, doc, bearers, quotations, times)
        voices, book = sieve.run(), sieve.book
        return StageResult(
            (Mentions(book.to_mentions()), Chains(book.to_chains()), Holdings(book.to_holdings()), voices),
            tuple(book.drops),
        )


class _Sieve:
    """One report going through the sieves."""

    def __init__(
        self,
        made_by: str,
        report: Report,
        anatomy: Anatomy,
        doc: Doc,
        named: Sequence[Bearer],
        quotations: Quotations,
        times: Times,
    ) -> None:
        self.book = ChainBook(report.id, report.text, made_by)
        self._text = report.text
        self._doc = doc
        self._named = named
        self._quotations = quotations
        self._running = Stretches(running_spans(report.text, anatomy))
        self._quoted = Stretches(_merged([span for row in quotations if row.kind.has_marks for span in row.spans]))
        self._sources = Stretches(_merged([span for row in quotations for span in row.source]))
        self._paragraph_of = make_paragraph_finder(running_blocks(report.text, anatomy))
        self._persons = PersonSieve(report.text, doc, self.book, named)
        self._things = ThingSieve(report.text, doc, self.book, named)
        self._voices = VoiceSieve(report.text, self.book, quotations)
        published = report.published or anatomy.published
        self._terms = Terms(doc, times, None if published is None else published.start[:10])

    def run(self) -> Voices:
        """Run all sieves in their order; return who speaks."""
        self._persons.add_full_names()
        self._things.add_places()
        self._things.add_others()
        self._things.read_metonyms()
        phrases = self._phrases()
        self._tie_offices(phrases)
        self._persons.learn_pronouns(phrases)
        self._persons.add_surnames(phrases)
        offices = self._tie_offices(phrases)
        offices.resolve_alone(lambda span: bool(self._sources.touching(span)))
        self._point(phrases)
        offices.tell_terms()
        return self._voices.voices()

    def _point(self, phrases: Sequence[OfficePhrase]) -> None:
        """Resolve what only points, and find who speaks on the way: pronouns rest on speakers, and speakers on them."""
        pointers = PointerSieve(self._doc, self.book, self._quoted, self._running, self._paragraph_of)
        pronouns = PronounSieve(self._doc, self.book, self._quoted, self._running, self._paragraph_of)
        pointers.resolve_pairs()
        pointers.resolve_bodies()
        self._voices.find()
        self._persons.learn_pronouns(phrases)
        pronouns.resolve(self._voices.speakers())
        pronouns.resolve_first_person(self._voices.find_behind_pronouns())
        pointers.resolve_counterparts(phrases, self.book.chain_of)

    def _tie_offices(self, phrases: Sequence[OfficePhrase]) -> OfficeSieve:
        """Tie offices to the names beside them, as far as it is known whose names they are."""
        sieve = OfficeSieve(self._text, self._doc, self.book, self._named, phrases, self._paragraph_of, self._terms)
        sieve.tie_beside_names()
        return sieve

    def _phrases(self) -> tuple[OfficePhrase, ...]:
        """Return the offices printed in running text; names count as what they were found to be."""
        names = Names(Name(name.start, name.end, name.label) for name in self._named)
        return tuple(phrase for phrase in find_offices(self._doc, names) if self._running.cover(phrase.span))


def _merged(spans: list[Span]) -> list[Span]:
    """Return spans in order, those that overlap as one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
