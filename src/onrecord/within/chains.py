"""Who and what a report speaks of, while it is being found out: chains of mentions that grow sieve by sieve.

Each sieve adds mentions to chains, the surest first (Raghunathan et al., "A multi-pass sieve for coreference
resolution", 2010; Lee et al. 2013); none takes back what an earlier one did. What a sieve leaves open it drops with
its reason.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from onrecord.records import Bearer, Chain, Drop, EntityKind, Form, Holding, Mention, MentionHow, Span, make_id
from onrecord.within.office_terms import NO_TERM, Term
from onrecord.within.office_words import offices_agree

_MAX_MENTION_CHARS = 60  # between the start of a mention and a word of it


@dataclass(slots=True, eq=False)
class Growing:
    """One entity of a report as far as it is known by now."""

    number: int
    kind: EntityKind
    name: str
    is_named: bool = True
    is_sure: bool = False
    key: str | None = None
    pronoun: str | None = None
    first_name: Span | None = None
    generic: str | None = None
    owner: Growing | None = None
    forms: Counter[str] = field(default_factory=Counter)
    offices: list[Held] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def holds(self, office: str, body: Growing | None) -> bool:
        """Tell whether it can be meant by an office's words, given whose office that is."""
        if body is None:
            return any(offices_agree(office, held.office) for held in self.offices)
        return any(
            held.body is body
            and (offices_agree(office, held.office, of_body=True) or offices_agree(held.office, office))
            for held in self.offices
        )

    def is_at(self, body: Growing) -> bool:
        """Tell whether an office of this body is known of it."""
        return any(held.body is body for held in self.offices)


@dataclass(slots=True, eq=False)
class Held:
    """An office as given to a chain: `span` is the evidence, the words of the office."""

    office: str
    printed: str
    body: Growing | None
    standing: str
    span: Span
    term: Term = NO_TERM


@dataclass(frozen=True, slots=True)
class Pointing:
    """Words that point at chains: at several ("the two men"), or at none where that stays open."""

    span: Span
    how: MentionHow
    label: str
    chains: tuple[Growing, ...]
    rule: str
    confidence: float
    stands_for: Growing | None = None


class ChainBook:
    """All chains of one report, with their mentions."""

    def __init__(self, report: str, text: str, made_by: str) -> None:
        self._report = report
        self._text = text
        self._made_by = made_by
        self.chains: list[Growing] = []
        self.pointings: list[Pointing] = []
        self.drops: list[Drop] = []
        self.chain_of: dict[Span, Growing] = {}  # by the span of a name
        self.pairs: dict[str, tuple[Growing, ...]] = {}  # by office, whom it meant in the plural
        self._taken: set[Span] = set()
        self._persons: list[tuple[int, int, int]] = []  # start of a mention, number of its chain, end

    def open_chain(self, kind: EntityKind, name: str, **more: object) -> Growing:
        """Start a chain."""
        chain = Growing(len(self.chains), kind, name)
        for field_, value in more.items():
            setattr(chain, field_, value)
        self.chains.append(chain)
        return chain

    def add(self, pointing: Pointing) -> None:
        """Add a mention, unless its very span is one already."""
        if pointing.span in self._taken:
            return
        self._taken.add(pointing.span)
        self.pointings.append(pointing)
        for chain in pointing.chains:
            chain.spans.append(pointing.span)
            if pointing.how in (MentionHow.NAME, MentionHow.DEMONYM):
                chain.forms[" ".join(pointing.span.of(self._text).split())] += 1
            if chain.kind is EntityKind.PERSON:
                insort(self._persons, (pointing.span.start, chain.number, pointing.span.end))

    def add_name(self, name: Bearer, chain: Growing, rule: str) -> None:
        """Add a name to a chain, whose name is its fullest form."""
        chain.is_sure = chain.is_sure or name.is_sure
        chain.first_name = min(chain.first_name or name.span, name.span)
        if name.how is MentionHow.NAME and (len(name.text.split()), not name.text.isupper()) > (
            len(chain.name.split()),
            not chain.name.isupper(),
        ):
            chain.name = name.text
        self.chain_of[name.span] = chain
        self.add(Pointing(name.span, name.how, name.label, (chain,), rule, 0.9 if name.is_sure else 0.7))

    def leave_name_open(self, name: Bearer, rule: str) -> None:
        """Add a name that belongs to no chain, and why."""
        self.add(Pointing(name.span, name.how, name.label, (), rule, 0.5))
        self.leave_open(name.span, f"name left open: {rule}")

    def has(self, span: Span) -> bool:
        """Tell whether a mention has this very span."""
        return span in self._taken

    def leave_open(self, span: Span, reason: str) -> None:
        """Record that a mention's entity stays open, and why."""
        self.drops.append(Drop(self._report, self._made_by, reason, span.start, span.end))

    def persons_between(self, start: int, end: int) -> Iterator[tuple[int, Growing]]:
        """Yield the mentions of persons from `start` on and before `end`, in order: place and chain."""
        for place in range(bisect_left(self._persons, (start, -1)), bisect_left(self._persons, (end, -1))):
            at, number, _ = self._persons[place]
            yield at, self.chains[number]

    def person_at(self, place: int) -> Growing | None:
        """Return the person whose mention holds a character; of several, the one whose mention starts last."""
        first = bisect_left(self._persons, (max(0, place - _MAX_MENTION_CHARS), -1))
        last = bisect_left(self._persons, (place + 1, -1))
        found = [number for _, number, end in self._persons[first:last] if place < end]
        return self.chains[found[-1]] if found else None

    def holders(self, office: str, body: Growing | None) -> list[Growing]:
        """Return the persons who can be meant by an office."""
        return [chain for chain in self.chains if chain.offices and chain.spans and chain.holds(office, body)]

    def by_span(self) -> dict[Span, tuple[Growing, ...]]:
        """Return the chains of every mention."""
        return {pointing.span: pointing.chains for pointing in self.pointings}

    # --- what comes out ---

    def chain_ids(self) -> dict[int, str]:
        """Return the id of each chain that has a mention: made of the report and the chain's first span."""
        ids = {}
        again: Counter[Span] = Counter()
        for chain in self.chains:
            if chain.spans:
                first = min(chain.spans)
                ids[chain.number] = make_id("chain", self._report, first, again[first])
                again[first] += 1
        return ids

    def to_chains(self) -> Iterator[Chain]:
        """Yield the chains in the order of first mention."""
        ids = self.chain_ids()
        for chain in sorted(self._mentioned(), key=lambda chain: (min(chain.spans), chain.number)):
            forms = sorted(chain.forms.items(), key=lambda item: (-item[1], item[0]))
            yield Chain(
                id=ids[chain.number],
                report=self._report,
                kind=chain.kind,
                name=chain.name,
                forms=tuple(Form(text, count) for text, count in forms),
                is_named=chain.is_named,
                is_sure=chain.is_sure,
                pronoun=chain.pronoun,
                made_by=self._made_by,
                key=chain.key,
                generic=chain.generic,
                owner=None if chain.owner is None else ids.get(chain.owner.number),
            )

    def to_mentions(self) -> Iterator[Mention]:
        """Yield the mentions in order of place; one for each chain that the words point at."""
        ids = self.chain_ids()
        for pointing in sorted(self.pointings, key=lambda pointing: pointing.span):
            chains = pointing.chains or (None,)
            for number, chain in enumerate(chains):
                yield Mention(
                    id=make_id("mention", self._report, pointing.span, *([number] if number else [])),
                    entity=None,
                    report=self._report,
                    start=pointing.span.start,
                    end=pointing.span.end,
                    how=pointing.how,
                    label=pointing.label,
                    text=pointing.span.of(self._text),
                    made_by=self._made_by,
                    confidence=pointing.confidence,
                    chain=None if chain is None else ids[chain.number],
                    rule=pointing.rule,
                    stands_for=None if pointing.stands_for is None else ids.get(pointing.stands_for.number),
                )

    def to_holdings(self) -> Iterator[Holding]:
        """Yield the offices in order of place."""
        ids = self.chain_ids()
        held = [(office.span, chain, office) for chain in self._mentioned() for office in chain.offices]
        for span, chain, office in sorted(held, key=lambda item: (item[0], item[1].number, item[2].office)):
            body = None if office.body is None else ids.get(office.body.number)
            began, ended = (None if time is None else time.id for time in office.term)
            yield Holding(
                ids[chain.number],
                office.office,
                office.printed,
                body,
                office.standing,
                span.start,
                span.end,
                began,
                ended,
            )

    def _mentioned(self) -> Iterable[Growing]:
        return [chain for chain in self.chains if chain.spans]


def folded(form: str) -> str:
    """Return a form without case, article and the white space between its words."""
    words = form.casefold().split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)
