"""Mentions, chains, offices and voices: what one report by itself tells of who is who.

A sieve from sure to unsure: full names; surnames; titles and appositives; offices alone; `the latter`, `the two men`;
the speakers of quotations; pronouns. What cannot be told stays open, with its reason among the drops.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.facts import is_adjective_of, stands_for
from onrecord.reading.anatomy import running_blocks, running_spans
from onrecord.records import (
    Anatomy,
    Bearer,
    Bearers,
    Chains,
    EntityKind,
    Holdings,
    MentionHow,
    Mentions,
    Name,
    Names,
    Quotation,
    Quotations,
    Report,
    Span,
    Stretches,
    Voice,
    Voices,
)
from onrecord.stages import StageResult
from onrecord.within.bodies import generic_name, split_owner
from onrecord.within.chains import ChainBook, Growing, NamedPersons, Pointing
from onrecord.within.holders import OfficeSieve, make_paragraph_finder
from onrecord.within.offices import HEADS, OF_OFFICES, OfficePhrase, find_offices, is_telling, offices_agree
from onrecord.within.pointers import BODY_NOUNS, HONOURS, PointerSieve, nouns_of, spelled
from onrecord.within.titles import ROLE_NOUNS, TITLES

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LABELS = {EntityKind.PERSON: "Person", EntityKind.PLACE: "Location", EntityKind.ORGANISATION: "Organization"}
_OWNING = re.compile(r"[’']s? (?:own )?$")  # between an owner and what it owns
_OWNED = re.compile(r" of (?:the )?(?:Republic of )?")
_SOURCE_NOUNS = frozenset(
    "delegate source participant refugee villager shopper protester pilgrim passer-by boy girl man woman".split()
)
_UNQUOTED = re.compile(r"[^“”\"«»:;\n]*")  # between a surname and the full name in one sentence
_SENTENCE_CHARS = 300  # how much of a sentence is read for that full name
_NAMES_AHEAD = 8
_NO_ONE = frozenset("each both neither not no who which that it the every".split())
_METONYMIC = frozenset(("nsubj", "nsubj:pass"))
_NOT_ACTING = frozenset("be have lie host see suffer remain become include stand".split())


class MentionSieve:
    """Finds who and what a report mentions, who holds which office, and who speaks."""

    name = "mentions.sieve.v1"
    needs: tuple[type, ...]
    gives = (Mentions, Chains, Holdings, Voices)

    def __init__(self) -> None:
        from spacy.tokens import Doc

        self.needs = (Report, Anatomy, Doc, Bearers, Quotations)

    def run(self, report: Report, anatomy: Anatomy, doc: Doc, bearers: Bearers, quotations: Quotations) -> StageResult:
        """Return the mentions, chains, offices and voices of one report."""
        sieve = _Sieve(self.name, report, anatomy, doc, bearers, quotations)
        sieve.run()
        book = sieve.book
        return StageResult(
            (Mentions(book.to_mentions()), Chains(book.to_chains()), Holdings(book.to_holdings()), sieve.voices()),
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
    ) -> None:
        self.book = ChainBook(report.id, report.text, made_by)
        self._text = report.text
        self._doc = doc
        self._named = named
        self._quotations = quotations
        self._running = Stretches(running_spans(report.text, anatomy))
        self._quoted = Stretches(_merged([span for row in quotations if row.kind.has_marks for span in row.spans]))
        self._paragraph_of = make_paragraph_finder(running_blocks(report.text, anatomy))
        self._chain_of: dict[Span, Growing] = {}
        self._formed_from: dict[str, str] = {}  # adjectives, the keys of their places
        self._places: dict[str, Growing] = {}  # by folded form, adjectives too
        self._place_spans: list[Span] = []
        self._place_starts: list[int] = []
        self._persons = NamedPersons(())
        self._shared: frozenset[str] = frozenset()
        self._person_chains: dict[tuple[str, ...], Growing] = {}
        self._speakers: dict[str, tuple[Growing, ...]] = {}
        self._described_as: dict[str, Growing] = {}  # the last unnamed speaker of each noun
        self._carriers: dict[str, tuple[Growing, ...]] = {}

    def run(self) -> None:
        """Run all sieves in their order."""
        self._add_full_names()
        self._add_places()
        self._add_others()
        self._read_metonyms()
        phrases = self._phrases()
        sources = Stretches(_merged([span for row in self._quotations for span in row.source]))
        self._tie_offices(phrases)
        self._learn_pronouns(phrases)
        self._add_surnames(phrases)
        offices = self._tie_offices(phrases)
        self._learn_pronouns(phrases)
        offices.resolve_alone(lambda span: bool(sources.touching(span)))
        pointers = PointerSieve(self._doc, self.book, self._quoted, self._running, self._paragraph_of)
        pointers.resolve_pairs()
        pointers.resolve_bodies()
        self._find_voices()
        pointers.resolve_pronouns([(row, self._speakers.get(row.id, ())) for row in self._quotations])
        pointers.resolve_first_person(self._find_voices_of_pronouns())
        pointers.resolve_counterparts(phrases, self._chain_of)

    # --- names ---

    def _tie_offices(self, phrases: Sequence[OfficePhrase]) -> OfficeSieve:
        """Tie offices to the names beside them, as far as it is known whose names they are."""
        sieve = OfficeSieve(self._text, self._doc, self.book, self._named, self._chain_of, phrases, self._paragraph_of)
        sieve.tie_beside_names()
        return sieve

    def _add_full_names(self) -> None:
        persons = [name for name in self._named if name.kind is EntityKind.PERSON]
        self._persons = NamedPersons(name.text for name in persons)
        for name in persons:
            person = self._persons.person_of(name.text)
            if " " in name.text and person is not None:
                self._mention(name, self._person(person, name), "full name")

    def _person(self, person: tuple[str, ...], name: Bearer) -> Growing:
        """Return the chain of a person, by the words of their name; a new one for somebody not met before."""
        chain = self._person_chains.get(person)
        if chain is None:
            chain = self._person_chains[person] = self.book.open_chain(EntityKind.PERSON, name.text)
        return chain

    def _add_surnames(self, phrases: Sequence[OfficePhrase]) -> None:
        """Add persons named by one word: whose surname it is, the title before it and the text so far tell."""
        titles = {phrase.last + 1: phrase for phrase in phrases}
        self._shared = self._shared_surnames()
        for name in self._named:
            if name.kind is not EntityKind.PERSON or " " in name.text:
                continue
            token = self._doc.char_span(name.start, name.end, alignment_mode="expand")
            title = titles.get(token.start) if token is not None else None
            chain, rule = self._bearer(name, title)
            if chain is None:
                self.book.add(Pointing(name.span, MentionHow.NAME, "Person", (), rule, 0.5))
                self.book.leave_open(name.span, f"name left open: {rule}")
            else:
                self._mention(name, chain, rule)

    def _bearer(self, name: Bearer, title: OfficePhrase | None) -> tuple[Growing | None, str]:
        """Return whom a single name means, and by what rule.

        A title or a courtesy that fits nobody of that surname is somebody else's; where two bear it and neither they
        nor the text so far tell, the name stays open.
        """
        named = [self._person_chains[full] for full in sorted(self._persons.bearers(name.text))]
        if named and self._has_first_name(name):
            return None, "another first name stands before it"
        fitting = [bearer for bearer in named if self._fits(bearer, name, title)]
        if named and not fitting:
            other = title.office if title is not None else self._courtesy(name)
            return self._person((name.text.casefold(), other or ""), name), "surname with another's title"
        if len(fitting) > 1:
            fitting = [bearer for bearer in fitting if min(bearer.spans) < name.span]
        if len(fitting) == 1 and (name.text.casefold() not in self._shared or self._is_told(fitting[0], name)):
            return fitting[0], "surname"
        person = None if named else self._persons.person_of(name.text)
        return (self._person(person, name), "surname") if person is not None else (None, "two persons bear it")

    def _is_told(self, bearer: Growing, name: Bearer) -> bool:
        """Tell whether the word before a surname is known to go with somebody: `Mrs` with a wife."""
        pronoun = _GENDERED.get(self._courtesy(name) or "")
        return pronoun is not None and bearer.pronoun == pronoun

    def _shared_surnames(self) -> frozenset[str]:
        """Return the surnames that somebody bears who is not named in full: `Mr X and his wife, Y X`.

        A surname shows that where the full name stands behind it in one sentence, or where `Mr` is said of it and
        `Mrs` of the full name.
        """
        persons = [name for name in self._named if name.kind is EntityKind.PERSON]
        ends = [sentence.end_char for sentence in self._doc.sents]
        shared = set()
        for place, name in enumerate(persons):
            full = self._persons.bearers(name.text)
            if " " in name.text or len(full) != 1:
                continue
            pronouns = {_GENDERED.get(self._courtesy(name) or ""), *(self._person_chains[one].pronoun for one in full)}
            following = persons[place + 1 : place + 1 + _NAMES_AHEAD]
            end = min(ends[bisect_right(ends, name.start)], name.end + _SENTENCE_CHARS)
            if {"he", "she"} <= pronouns or any(
                self._persons.person_of(other.text) in full
                for other in following
                if " " in other.text and other.start < end and _UNQUOTED.fullmatch(self._text, name.end, other.start)
            ):
                shared.add(name.text.casefold())
        return frozenset(shared)

    def _fits(self, bearer: Growing, name: Bearer, title: OfficePhrase | None) -> bool:
        """Tell whether what stands before a surname can be said of somebody."""
        pronoun = _GENDERED.get(self._courtesy(name) or "")
        if pronoun is not None and bearer.pronoun not in (None, pronoun):
            return False
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

    def _mention(self, name: Bearer, chain: Growing, rule: str) -> None:
        """Add a name to a chain, whose name is its fullest form."""
        chain.is_sure = chain.is_sure or name.is_sure
        if name.how is MentionHow.NAME and (len(name.text.split()), not name.text.isupper()) > (
            len(chain.name.split()),
            not chain.name.isupper(),
        ):
            chain.name = name.text
        self._chain_of[name.span] = chain
        self.book.add(Pointing(name.span, name.how, name.label, (chain,), rule, 0.9 if name.is_sure else 0.7))

    def _add_places(self) -> None:
        """Add places, then their adjectives and peoples."""
        places = [name for name in self._named if name.kind is EntityKind.PLACE]
        chains: dict[str, Growing] = {}
        for name in sorted(places, key=lambda name: (name.how is not MentionHow.NAME, name.span)):
            key = self._place_key(name, chains)
            chain = chains.get(key)
            if chain is None:
                chain = chains[key] = self.book.open_chain(EntityKind.PLACE, name.text, key=name.key)
            self._mention(name, chain, "adjective of a place" if name.how is MentionHow.DEMONYM else "name of a place")
            self._places[name.text.casefold()] = chain
        self._place_spans = sorted(name.span for name in places)
        self._place_starts = [span.start for span in self._place_spans]

    def _place_key(self, name: Bearer, chains: dict[str, Growing]) -> str:
        """Return what names of one place share: the tables' key, the folded form, or the place an adjective is of."""
        if name.key is not None:
            return name.key
        form = name.text.casefold()
        if name.how is MentionHow.DEMONYM and form not in self._formed_from:
            self._formed_from[form] = next(
                (
                    key
                    for key, chain in chains.items()
                    if chain.key is None
                    and any(is_adjective_of(name.text, known) for known in (chain.name, *chain.forms))
                ),
                form,
            )
        return self._formed_from.get(form, form)

    def _add_others(self) -> None:
        """Add bodies, peoples, agreements and what else bears a name; an acronym goes with the name before it."""
        chains: dict[tuple[object, ...], Growing] = {}
        ownerless: list[tuple[Bearer, str]] = []
        short: list[Bearer] = []
        before: Bearer | None = None
        for name in self._named:
            last, before = before, name
            if name.kind in (EntityKind.PERSON, EntityKind.PLACE):
                continue
            generic, owner = self._generic(name) if name.key is None else (None, None)
            if generic is not None and owner is None:
                ownerless.append((name, generic))
                continue
            if generic is None and name.key is None and name.text.lower() in BODY_NOUNS:
                short.append(name)
                continue
            key = (name.kind, name.key or generic or _folded(name.text), owner and owner.number)
            if key not in chains and last is not None and self._is_acronym(last, name) and last.span in self._chain_of:
                chains[key] = self._chain_of[last.span]
            if key not in chains:
                chains[key] = self.book.open_chain(name.kind, name.text, key=name.key, generic=generic, owner=owner)
            self._mention(name, chains[key], f"name of the {name.kind.value}")
        self._add_ownerless(ownerless, list(chains.values()))
        for name in short:
            fitting = [
                chain for chain in dict.fromkeys(chains.values()) if spelled(name.text.lower()) in nouns_of(chain)
            ]
            chain = fitting[0] if len(fitting) == 1 else self.book.open_chain(name.kind, name.text)
            self._mention(name, chain, "the one body of that kind" if len(fitting) == 1 else "name of a body")

    def _add_ownerless(self, names: Sequence[tuple[Bearer, str]], others: Sequence[Growing]) -> None:
        """Add bodies of a kind that many states have, where it is not said whose: the one of that kind, or open."""
        for name, generic in names:
            fitting = [chain for chain in dict.fromkeys(others) if chain.generic == generic]
            if len(fitting) == 1:
                self._mention(name, fitting[0], "the one body of that kind")
            elif fitting:
                self.book.add(Pointing(name.span, name.how, name.label, (), "several states have one", 0.5))
                self.book.leave_open(name.span, "name left open: several states' bodies bear it")
            else:
                chain = self.book.open_chain(name.kind, name.text, generic=generic)
                others = [*others, chain]
                self._mention(name, chain, "name of a body")

    def _generic(self, name: Bearer) -> tuple[str | None, Growing | None]:
        """Return what kind of body a generic name tells, and whose: by the name itself, else by the words around it."""
        if name.kind is not EntityKind.ORGANISATION:
            return None, None
        words, state = split_owner(name.text.split(), lambda words: words.casefold() in self._places)
        generic = generic_name(words)
        if generic is None:
            return None, None
        return generic, self._places[state.casefold()] if state is not None else self._owner_beside(name)

    def _owner_beside(self, name: Bearer) -> Growing | None:
        """Return the place of `X's Defence Ministry`, `the Xian Defence Ministry`, `the foreign ministry of X`."""
        before = self._text[max(0, name.start - 40) : name.start]
        after = _OWNED.match(self._text, name.end)
        owning = _OWNING.search(before)
        ends = name.start - len(owning[0]) if owning else name.start - 1
        for span, chain in self._near(name):
            if chain.kind is EntityKind.PLACE and (
                span.end == ends or (after is not None and span.start == after.end())
            ):
                return chain
        return None

    def _near(self, name: Bearer) -> list[tuple[Span, Growing]]:
        """Return the places whose names stand next to a name."""
        at = bisect_left(self._place_starts, name.start)
        spans = [Span(*span) for span in self._place_spans[max(0, at - 2) : at + 2]]
        return [(span, self._chain_of[span]) for span in spans]

    def _is_acronym(self, full: Bearer, short: Bearer) -> bool:
        """Tell whether a name in brackets shortens the one before it: `Organization of X States (OXS)`."""
        between = self._text[full.span.end : short.span.start]
        if between.strip() != "(" or not short.text.isupper() or " " not in full.text:
            return False
        initials = "".join(word[0] for word in full.text.replace("-", " ").split())
        letters = iter(initials.upper())
        return all(letter in letters for letter in short.text.replace(".", "") if letter.isalpha())

    def _read_metonyms(self) -> None:
        """Read capitals and seats that act ("Baku insists") as the governments they stand for."""
        states = {chain.key: chain for chain in self.book.chains if chain.key}
        for number, pointing in enumerate(self.book.pointings):
            if len(pointing.chains) != 1 or pointing.chains[0].kind not in (EntityKind.PLACE, EntityKind.ORGANISATION):
                continue
            country = stands_for(" ".join(pointing.span.of(self._text).split()))
            state = states.get(f"country:{country}") if country else None
            if state is not None and state is not pointing.chains[0] and self._acts(pointing.span):
                self.book.pointings[number] = replace(pointing, stands_for=state)

    def _acts(self, span: Span) -> bool:
        """Tell whether a name is the subject of what only somebody can do."""
        found = self._doc.char_span(span.start, span.end, alignment_mode="expand")
        if found is None:
            return False
        root = found.root
        if root.dep_ == "conj":
            root = root.head
        return root.dep_ in _METONYMIC and root.head.pos_ == "VERB" and root.head.lemma_ not in _NOT_ACTING

    def _phrases(self) -> tuple[OfficePhrase, ...]:
        """Return the offices printed in running text; names count as what they were found to be."""
        names = Names(Name(name.start, name.end, name.label) for name in self._named)
        return tuple(phrase for phrase in find_offices(self._doc, names) if self._running.cover(phrase.span))

    def _learn_pronouns(self, phrases: Sequence[OfficePhrase]) -> None:
        """Learn who is "he" and who "she" from titles and words of kinship."""
        by_span = self.book.by_span()
        for phrase in phrases:
            chains = by_span.get(phrase.span, ())
            word = self._doc[phrase.head].lower_
            if len(chains) == 1 and word in _GENDERED:
                _learn(chains[0], _GENDERED[word])
        for span, chain in self._chain_of.items():
            if chain.kind is EntityKind.PERSON:
                before = self._text[max(0, span.start - 16) : span.start].replace(".", " ").replace(",", " ").split()
                if before and before[-1].lower() in _GENDERED:
                    _learn(chain, _GENDERED[before[-1].lower()])
                elif len(before) > 1 and before[-1] in HONOURS and before[-2].lower() in ("his", "her"):
                    _learn(chain, "he" if before[-2].lower() == "his" else "she")

    # --- voices ---

    def _find_voices(self) -> None:
        """Find whose words each quotation gives: by printed name, else by what its source's words point at."""
        by_form = self._chains_by_form()
        by_span = sorted(self.book.by_span().items())
        starts = [span.start for span, _ in by_span]
        for row in self._quotations:
            found = [chain for name in row.speaker if (chain := by_form.get(_folded(name)))]
            if len(found) < len(row.speaker) or not row.speaker:
                near = [
                    by_span[place]
                    for source in row.source
                    for place in range(bisect_left(starts, source.start), bisect_left(starts, source.end))
                ]
                found = list(self._pointed_at(row, near)) or (self._described(row) if row.speaker else found)
            self._speakers[row.id] = tuple(dict.fromkeys(found))
            self._carriers[row.id] = tuple(chain for name in row.via if (chain := by_form.get(_folded(name))))

    def _find_voices_of_pronouns(self) -> list[tuple[Quotation, tuple[Growing, ...]]]:
        """Find who speaks where nobody was found before the pronouns were: "he said". Return what was found."""
        by_span = self.book.by_span()
        found = [
            (row, chains)
            for row in self._quotations
            if not self._speakers[row.id] and len(row.source) == 1 and (chains := by_span.get(row.source[0]))
        ]
        self._speakers |= {row.id: chains for row, chains in found}
        return found

    def _chains_by_form(self) -> dict[str, Growing]:
        """Return the chain of each form that only one has."""
        bearers: dict[str, set[Growing]] = {}
        for chain in self.book.chains:
            for form in (*chain.forms, chain.name):
                bearers.setdefault(_folded(form), set()).add(chain)
        for pointing in self.book.pointings:
            if pointing.how in (MentionHow.OFFICE, MentionHow.DESCRIPTION) and len(pointing.chains) == 1:
                bearers.setdefault(_folded(pointing.span.of(self._text)), set()).add(pointing.chains[0])
        return {form: next(iter(chains)) for form, chains in bearers.items() if len(chains) == 1}

    def _pointed_at(self, row: Quotation, near: Sequence[tuple[Span, tuple[Growing, ...]]]) -> tuple[Growing, ...]:
        """Return the chains of the widest mention that is all of a quotation's source."""
        inside = [
            (span.end - span.start, chains)
            for source in row.source
            for span, chains in near
            if chains and _nearly(source, span, self._text)
        ]
        return max(inside, key=lambda item: item[0])[1] if inside else ()

    def _described(self, row: Quotation) -> list[Growing]:
        """Start the chain of a speaker whom no name and no office tells: "a diplomat who attended both rounds"."""
        if len(row.speaker) != 1 or len(row.source) != 1 or self.book.has(row.source[0]):
            return []
        words = row.speaker[0].lower().replace(",", " ").split()
        head = next((word for word in words if word in ROLE_NOUNS | _SOURCE_NOUNS), None)
        if head is None or words[0] in _NO_ONE:
            return []
        printed = row.source[0].of(self._text).lower()
        chain = self._described_as.get(head) if printed == f"the {head}" else None
        if chain is None:
            chain = self.book.open_chain(EntityKind.PERSON, row.speaker[0], is_named=False)
        self._described_as[head] = chain
        self.book.add(Pointing(row.source[0], MentionHow.DESCRIPTION, "Person", (chain,), "speaks", 0.6))
        return [chain]

    def voices(self) -> Voices:
        """Return who speaks in each quotation, and through whom."""
        ids = self.book.chain_ids()
        return Voices(
            Voice(
                row.id,
                tuple(ids[chain.number] for chain in self._speakers[row.id] if chain.number in ids),
                tuple(ids[chain.number] for chain in self._carriers[row.id] if chain.number in ids),
            )
            for row in self._quotations
            if self._speakers[row.id] or self._carriers[row.id]
        )


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


def _learn(chain: Growing, pronoun: str) -> None:
    chain.pronoun = pronoun if chain.pronoun in (None, pronoun) else chain.pronoun


def _nearly(source: Span, mention: Span, text: str) -> bool:
    """Tell whether a mention is all that a source's words say, but for an article or a clause behind it."""
    if not (source.start <= mention.start and mention.end <= source.end):
        return False
    lead = text[source.start : mention.start].strip().lower()
    rest = text[mention.end : source.end].strip()
    return lead in ("", "the", "a", "an") and (not rest or rest.startswith((",", "who", "himself", "herself")))


def _merged(spans: list[Span]) -> list[Span]:
    """Return spans in order, those that overlap as one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _folded(form: str) -> str:
    """Return a form without case, article and the white space between its words."""
    words = form.casefold().split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)
