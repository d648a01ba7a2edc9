"""The places, bodies and other things of one report, and which capital acts as a government.

A place's adjective and people go with its name; a body that many states have goes by what it is and whose it is; an
acronym goes with the full name that it stands behind in brackets.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.facts import is_adjective_of, stands_for
from onrecord.records import Bearer, EntityKind, MentionHow, Span
from onrecord.within.bodies import generic_name, split_owner
from onrecord.within.chains import ChainBook, Growing, folded
from onrecord.within.pointers import BODY_NOUNS, nouns_of, spelled

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OWNING = re.compile(r"[’']s? (?:own )?$")  # between an owner and what it owns
_OWNED = re.compile(r" of (?:the )?(?:Republic of )?")
_METONYMIC = frozenset(("nsubj", "nsubj:pass"))
_NOT_ACTING = frozenset("be have lie host see suffer remain become include stand".split())


class ThingSieve:
    """Gives the names of what is no person to chains.

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
        self._named = named
        self._formed_from: dict[str, str] = {}  # adjectives, the keys of their places
        self._places: dict[str, Growing] = {}  # by folded form, adjectives too
        self._place_spans: list[Span] = []
        self._place_starts: list[int] = []

    def add_places(self) -> None:
        """Add places, then their adjectives and peoples."""
        places = [name for name in self._named if name.kind is EntityKind.PLACE]
        chains: dict[str, Growing] = {}
        for name in sorted(places, key=lambda name: (name.how is not MentionHow.NAME, name.span)):
            key = self._place_key(name, chains)
            chain = chains.get(key)
            if chain is None:
                chain = chains[key] = self._book.open_chain(EntityKind.PLACE, name.text, key=name.key)
            self._book.add_name(
                name, chain, "adjective of a place" if name.how is MentionHow.DEMONYM else "name of a place"
            )
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
                    and key[:3] == form[:3]
                    and any(is_adjective_of(name.text, known) for known in (chain.name, *chain.forms))
                ),
                form,
            )
        return self._formed_from.get(form, form)

    def add_others(self) -> None:
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
            key = (name.kind, name.key or generic or folded(name.text), owner and owner.number)
            if (
                key not in chains
                and last is not None
                and self._is_acronym(last, name)
                and last.span in self._book.chain_of
            ):
                chains[key] = self._book.chain_of[last.span]
            if key not in chains:
                chains[key] = self._book.open_chain(name.kind, name.text, key=name.key, generic=generic, owner=owner)
            self._book.add_name(name, chains[key], f"name of the {name.kind.value}")
        self._add_ownerless(ownerless, list(chains.values()))
        for name in short:
            fitting = [
                chain for chain in dict.fromkeys(chains.values()) if spelled(name.text.lower()) in nouns_of(chain)
            ]
            chain = fitting[0] if len(fitting) == 1 else self._book.open_chain(name.kind, name.text)
            self._book.add_name(name, chain, "the one body of that kind" if len(fitting) == 1 else "name of a body")

    def _add_ownerless(self, names: Sequence[tuple[Bearer, str]], others: Sequence[Growing]) -> None:
        """Add bodies of a kind that many states have, where it is not said whose: the one of that kind, or open."""
        for name, generic in names:
            fitting = [chain for chain in dict.fromkeys(others) if chain.generic == generic]
            if len(fitting) == 1:
                self._book.add_name(name, fitting[0], "the one body of that kind")
            elif fitting:
                self._book.leave_name_open(name, "several states' bodies bear it")
            else:
                chain = self._book.open_chain(name.kind, name.text, generic=generic)
                others = [*others, chain]
                self._book.add_name(name, chain, "name of a body")

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
        return [(span, self._book.chain_of[span]) for span in spans]

    def _is_acronym(self, full: Bearer, short: Bearer) -> bool:
        """Tell whether a name in brackets shortens the one before it: `Organization of X States (OXS)`."""
        between = self._text[full.span.end : short.span.start]
        if between.strip() != "(" or not short.text.isupper() or " " not in full.text:
            return False
        initials = "".join(word[0] for word in full.text.replace("-", " ").split())
        letters = iter(initials.upper())
        return all(letter in letters for letter in short.text.replace(".", "") if letter.isalpha())

    def read_metonyms(self) -> None:
        """Read capitals and seats that act ("Baku insists") as the governments they stand for."""
        states = {chain.key: chain for chain in self._book.chains if chain.key}
        for number, pointing in enumerate(self._book.pointings):
            if len(pointing.chains) != 1 or pointing.chains[0].kind not in (EntityKind.PLACE, EntityKind.ORGANISATION):
                continue
            country = stands_for(" ".join(pointing.span.of(self._text).split()))
            state = states.get(f"country:{country}") if country else None
            if state is not None and state is not pointing.chains[0] and self._acts(pointing.span):
                self._book.pointings[number] = replace(pointing, stands_for=state)

    def _acts(self, span: Span) -> bool:
        """Tell whether a name is the subject of what only somebody can do."""
        found = self._doc.char_span(span.start, span.end, alignment_mode="expand")
        if found is None:
            return False
        root = found.root
        if root.dep_ == "conj":
            root = root.head
        return root.dep_ in _METONYMIC and root.head.pos_ == "VERB" and root.head.lemma_ not in _NOT_ACTING
