"""Whose words the quotations of one report give, and through whom they came, as chains."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from onrecord.records import EntityKind, MentionHow, Quotation, Quotations, Span, Voice, Voices
from onrecord.within.chains import ChainBook, Growing, Pointing, folded
from onrecord.within.titles import ROLE_NOUNS, SOURCE_NOUNS

_NO_ONE = frozenset("each both neither not no who which that it the every".split())


class VoiceSieve:
    """Finds who speaks.

    Args:
        text: the report's text.
        book: the chains, with all mentions but pronouns.
        quotations: what is quoted, with speakers as printed.
    """

    def __init__(self, text: str, book: ChainBook, quotations: Quotations) -> None:
        self._text = text
        self._book = book
        self._quotations = quotations
        self._speakers: dict[str, tuple[Growing, ...]] = {}
        self._described_as: dict[str, Growing] = {}  # the last unnamed speaker of each noun
        self._carriers: dict[str, tuple[Growing, ...]] = {}

    def speakers(self) -> list[tuple[Quotation, tuple[Growing, ...]]]:
        """Return the quotations with their speakers, as far as they are known by now."""
        return [(row, self._speakers.get(row.id, ())) for row in self._quotations]

    def find(self) -> None:
        """Find whose words each quotation gives: by printed name, else by what its source's words point at."""
        by_form = self._chains_by_form()
        by_span = sorted(self._book.by_span().items())
        starts = [span.start for span, _ in by_span]
        for row in self._quotations:
            found = [chain for name in row.speaker if (chain := by_form.get(folded(name)))]
            if len(found) < len(row.speaker) or not row.speaker:
                near = [
                    by_span[place]
                    for source in row.source
                    for place in range(bisect_left(starts, source.start), bisect_left(starts, source.end))
                ]
                found = list(self._pointed_at(row, near)) or (self._described(row) if row.speaker else found)
            self._speakers[row.id] = tuple(dict.fromkeys(found))
            self._carriers[row.id] = tuple(chain for name in row.via if (chain := by_form.get(folded(name))))

    def find_behind_pronouns(self) -> list[tuple[Quotation, tuple[Growing, ...]]]:
        """Find who speaks where nobody was found before the pronouns were: "he said". Return what was found."""
        by_span = self._book.by_span()
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
        for chain in self._book.chains:
            for form in (*chain.forms, chain.name):
                bearers.setdefault(folded(form), set()).add(chain)
        for pointing in self._book.pointings:
            if pointing.how in (MentionHow.OFFICE, MentionHow.DESCRIPTION) and len(pointing.chains) == 1:
                bearers.setdefault(folded(pointing.span.of(self._text)), set()).add(pointing.chains[0])
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
        if len(row.speaker) != 1 or len(row.source) != 1 or self._book.has(row.source[0]):
            return []
        words = row.speaker[0].lower().replace(",", " ").split()
        head = next((word for word in words if word in ROLE_NOUNS | SOURCE_NOUNS), None)
        if head is None or words[0] in _NO_ONE:
            return []
        printed = row.source[0].of(self._text).lower()
        chain = self._described_as.get(head) if printed == f"the {head}" else None
        if chain is None:
            chain = self._book.open_chain(EntityKind.PERSON, row.speaker[0], is_named=False)
        self._described_as[head] = chain
        self._book.add(Pointing(row.source[0], MentionHow.DESCRIPTION, "Person", (chain,), "speaks", 0.6))
        return [chain]

    def voices(self) -> Voices:
        """Return who speaks in each quotation, and through whom."""
        ids = self._book.chain_ids()
        return Voices(
            Voice(
                row.id,
                tuple(ids[chain.number] for chain in self._speakers[row.id] if chain.number in ids),
                tuple(ids[chain.number] for chain in self._carriers[row.id] if chain.number in ids),
            )
            for row in self._quotations
            if self._speakers[row.id] or self._carriers[row.id]
        )


def _nearly(source: Span, mention: Span, text: str) -> bool:
    """Tell whether a mention is all that a source's words say, but for an article or a clause behind it."""
    if not (source.start <= mention.start and mention.end <= source.end):
        return False
    lead = text[source.start : mention.start].strip().lower()
    rest = text[mention.end : source.end].strip()
    return lead in ("", "the", "a", "an") and (not rest or rest.startswith((",", "who", "himself", "herself")))
