"""Words that only point: `the latter`, `the two men`, `her counterpart`, `the alliance`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.facts import organisation_named
from onrecord.records import EntityKind, MentionHow, Span, Stretches
from onrecord.within.chains import ChainBook, Growing, Pointing
from onrecord.within.offices import OfficePhrase
from onrecord.within.sentences import Sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PARAGRAPHS_BACK = 3  # with its own, for "the two men"
_PAIR_NOUNS: dict[str, str | None] = {
    "men": "he",
    "women": "she",
    "statesmen": "he",
    "brothers": "he",
    "sisters": "she",
    **dict.fromkeys("leaders politicians officials diplomats ministers envoys negotiators generals siblings".split()),
}
_SIBLINGS = frozenset(("siblings", "brothers", "sisters"))
BODY_NOUNS = frozenset(
    "alliance bloc union organisation organization council agency ministry committee commission court party parliament"
    " group federation association company bank university institute league".split()
)


class PointerSieve:
    """Resolves what points back.

    Args:
        doc: the report's Doc.
        book: the chains so far.
        quoted: the stretches in quotation marks.
        paragraph_of: gives the start of the paragraph that holds a place.
    """

    def __init__(
        self, doc: Doc, book: ChainBook, quoted: Stretches, running: Stretches, paragraph_of: Callable[[int], int]
    ) -> None:
        self._doc = doc
        self._book = book
        self._quoted = quoted
        self._running = running
        self._paragraph_of = paragraph_of
        self._sentences = Sentences(doc)
        self._told_apart: tuple[int, list[Growing]] = 0, []  # where "the former" of two stood, and the two

    # --- the latter, the two men ---

    def resolve_pairs(self) -> None:
        """Resolve `the latter`, `the former`, `the two men`, `both men`."""
        for token in self._doc:
            word = token.lower_
            if (
                word in ("latter", "former")
                and token.i
                and token.nbor(-1).lower_ == "the"
                and self._stands_alone(token)
            ):
                self._resolve_latter(token)
            elif word in _PAIR_NOUNS and token.i and self._opens_pair(token.nbor(-1)):
                self._resolve_two(token)

    def _stands_alone(self, token: Token) -> bool:
        following = token.nbor(1) if token.i + 1 < len(self._doc) else None
        return following is None or following.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM")

    def _sayer(self, token: Token) -> Growing | None:
        """Return the subject of the clause whose content a word's own clause is: X in `X said the latter left`."""
        clause = token.head
        while clause.dep_ not in ("ccomp", "root") and clause.head.i != clause.i:
            clause = clause.head
        subject = next((child for child in clause.head.children if child.dep_ == "nsubj"), None)
        return self._book.person_at(subject.idx) if clause.dep_ == "ccomp" and subject is not None else None

    def _opens_pair(self, token: Token) -> bool:
        """Tell whether a number counts what was named: `the two`, `both`."""
        return token.lower_ == "both" or (
            token.lower_ == "two" and bool(token.i) and token.nbor(-1).lower_ in ("the", "these", "those")
        )

    def _resolve_latter(self, token: Token) -> None:
        span = Span(token.nbor(-1).idx, token.idx + len(token))
        if self._quoted.touching(span) or not self._running.cover(span):
            return
        sentence = self._sentences.at(token.idx)
        saying = self._sayer(token)
        found = [chain for chain in self._persons(self._sentences.start(sentence), span.start) if chain is not saying]
        if token.lower_ == "latter" and found:
            chosen: Growing | None = found[-1]
        else:
            pair = self._pair_before(token, span, sentence)
            chosen = pair[token.lower_ == "latter"] if pair else None
        if chosen is None:
            self._book.leave_open(span, "left open: not two persons before it")
            return
        self._book.add(Pointing(span, MentionHow.DESCRIPTION, "Person", (chosen,), "of two named before", 0.8))

    def _pair_before(self, token: Token, span: Span, sentence: int) -> list[Growing]:
        """Return the two whom `the former` and `the latter` tell apart; "the latter" may follow its "the former"."""
        told_at, told = self._told_apart
        if token.lower_ == "latter" and told and told_at >= self._paragraph_of(span.start):
            return told
        before = self._persons(self._sentences.start(sentence - 1), span.start)
        if len(before) != 2:
            return []
        self._told_apart = span.start, before
        return before

    def _resolve_two(self, token: Token) -> None:
        first = token.nbor(-1)
        if first.i and first.nbor(-1).lower_ == "the":
            first = first.nbor(-1)
        span = Span(first.idx, token.idx + len(token))
        if self._book.has(span) or not self._running.cover(span):
            return
        pronoun = _PAIR_NOUNS[token.lower_]
        place, found = self._paragraph_of(span.start), []
        for _ in range(_PARAGRAPHS_BACK):
            found = [
                chain
                for chain in self._persons(place, span.start)
                if pronoun is None or chain.pronoun in (None, pronoun)
            ]
            if token.lower_ in _SIBLINGS:
                found = _of_one_surname(found)
            if len(found) >= 2:
                break
            place = self._paragraph_of(max(0, place - 2))
        if len(found) != 2:
            self._book.leave_open(span, "left open: not two persons before it")
            return
        self._book.add(Pointing(span, MentionHow.DESCRIPTION, "Person", tuple(found), "the two named before", 0.8))

    def _persons(self, start: int, end: int) -> list[Growing]:
        """Return the persons mentioned between two places, each once, in the order of their last mention."""
        found = {chain: place for place, chain in self._book.persons_between(start, end)}
        return sorted(found, key=lambda chain: found[chain])

    # --- counterparts, predecessors ---

    def resolve_counterparts(self, phrases: Sequence[OfficePhrase], chain_of: Mapping[Span, Growing]) -> None:
        """Resolve `her Qoravani counterpart`: who holds, there, the office of whom the pronoun means."""
        known = self._book.by_span()
        for phrase in phrases:
            if phrase.office != "counterpart" or phrase.span in known or phrase.is_plural:
                continue
            body = next(
                (chain_of[span] for name in phrase.bodies if (span := Span(name.start, name.end)) in chain_of), None
            )
            found = [
                chain
                for chain in self._book.chains
                if body is not None and chain.kind is EntityKind.PERSON and chain.is_at(body)
            ]
            owner = self._owner(phrase, known)
            if owner is not None:
                found = [chain for chain in found if any(chain.holds(held.office, body) for held in owner.offices)]
            if len(found) == 1:
                self._book.add(
                    Pointing(
                        phrase.span, MentionHow.DESCRIPTION, "Person", (found[0],), "the same office elsewhere", 0.8
                    )
                )

    def _owner(self, phrase: OfficePhrase, known: Mapping[Span, tuple[Growing, ...]]) -> Growing | None:
        if phrase.owner is None:
            return None
        token = self._doc[phrase.owner]
        owners = known.get(Span(token.idx, token.idx + len(token)), ())
        return owners[0] if len(owners) == 1 else None

    # --- bodies ---

    def resolve_bodies(self) -> None:
        """Resolve `the alliance`, `the Council`: the one body of the report whose name ends so."""
        by_noun = self._bodies_by_noun()
        for token in self._doc:
            noun = spelled(token.lower_)
            if noun in by_noun and token.i and token.nbor(-1).lower_ == "the" and self._is_bare(token):
                capital = token.text[0].isupper()
                span = Span(token.idx if capital else token.nbor(-1).idx, token.idx + len(token))
                chains = by_noun[noun]
                if self._running.cover(span) and len(chains) == 1:
                    how = MentionHow.NAME if capital else MentionHow.DESCRIPTION
                    self._book.add(Pointing(span, how, "Organization", (chains[0],), "the one body of that kind", 0.7))

    def _is_bare(self, token: Token) -> bool:
        following = token.nbor(1) if token.i + 1 < len(self._doc) else None
        return following is None or (following.pos_ not in ("NOUN", "PROPN") and following.lower_ not in ("of", "for"))

    def _bodies_by_noun(self) -> dict[str, list[Growing]]:
        """Return the bodies of the report by the nouns that their names, printed or known, end in."""
        found: dict[str, list[Growing]] = defaultdict(list)
        for chain in self._book.chains:
            if chain.kind is not EntityKind.ORGANISATION or not chain.spans:
                continue
            for noun in nouns_of(chain):
                found[noun].append(chain)
        return found


def nouns_of(chain: Growing) -> set[str]:
    """Return the nouns that a body may be called by: those its names, printed or known, are built on."""
    forms = {form for form in chain.forms if " " in form} | ({chain.name} if " " in chain.name else set())
    known = organisation_named(chain.name) if chain.key else None
    if known is not None:
        forms |= set(known.forms)
    return {_head_noun(form) for form in forms} & {spelled(noun) for noun in BODY_NOUNS}


def _head_noun(form: str) -> str:
    """Return the noun that a body's name is built on: `council` of "Council of Six Rivers"."""
    words = form.lower().split()
    if len(words) > 2 and words[1] in ("of", "for"):
        return spelled(words[0])
    return spelled(words[-1]) if words else ""


def spelled(word: str) -> str:
    """Return a word the same however -isation is spelled."""
    return word.replace("isation", "ization")


def _of_one_surname(persons: Sequence[Growing]) -> list[Growing]:
    """Return those who share a surname with another of them."""
    surnames = [chain.name.casefold().rpartition(" ")[2] if " " in chain.name else "" for chain in persons]
    return [chain for chain, surname in zip(persons, surnames, strict=True) if surname and surnames.count(surname) > 1]
