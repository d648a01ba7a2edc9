"""Who holds which office in a report, and whom an office's words alone mean.

Sure is what stands beside a name: a title before it, an appositive, "X is the minister of Y". An office alone
("the Tarsenian minister") means the one person of the report who can be meant by it; where two can, the one that the
last lines speak of; else it stays open. An office of a stated body whose holder the report does not name is a person
without a name, to be found in other reports by office and date.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.records import Bearer, EntityKind, MentionHow, Span
from onrecord.within.chains import ChainBook, Growing, Held, Pointing
from onrecord.within.office_clauses import Says, find_clause
from onrecord.within.office_terms import NO_TERM, Change, Term, Terms
from onrecord.within.office_words import POINTING, RANKS, is_elective, offices_agree
from onrecord.within.offices import Article, OfficePhrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CLOSERS = frozenset((",", ".", ";", ":", ")", "—", "–", "-", "”", '"', "’", "--", "?", "!"))
_MAX_JOINED = 6
_REACH_CHARS = 600  # how far back the owner of "her counterpart" is looked for
_NO_OFFICES = frozenset(("diplomat", "lawmaker"))  # callings
_LOOSE = frozenset(("deputy", "chief", "head", "leader", "boss", "aide", "adviser"))  # of whom, one must know
_COURTESY = frozenset(("Mr", "Ms", "Mrs", "Miss", "Messrs", "Dr", "Sir", "Dame"))
_EXCELLENCY = frozenset(("excellency", "majesty", "highness", "holiness", "eminence"))
_STANDING_OF_CLAUSE = {
    Says.LEAVES.value: "former",
    Says.WAS.value: "former",
    Says.TAKES.value: "new",
    Says.WILL_TAKE.value: "designate",
}
_STANDING_BESIDE = {"counterpart": "current", "successor": "new", "predecessor": "former"}  # to the one spoken of
_AFTER_APPOSITIVE = frozenset(("who", "whose", "which", "and", "since", "from", "until", "between"))
_CHOSEN = frozenset(("elected", "appointed", "named"))
_OF_NAMES = frozenset(("flat", "appos", "nmod:desc", "compound"))
_IN_A_ROW = frozenset("last first second third next previous only every each any no another".split())
_RULES = {"title": 0.97, "appositive": 0.95, "is": 0.9}


class OfficeSieve:
    """Ties offices to their holders.

    Args:
        text: the report's text.
        doc: the report's Doc.
        book: the chains so far, names in them.
        named: the names, in order of place.
        phrases: the offices printed, in order.
        paragraph_of: gives the start of the paragraph that holds a place.
        terms: since and until when offices are held.
    """

    def __init__(
        self,
        text: str,
        doc: Doc,
        book: ChainBook,
        named: Sequence[Bearer],
        phrases: Sequence[OfficePhrase],
        paragraph_of: Callable[[int], int],
        terms: Terms,
    ) -> None:
        self._text = text
        self._doc = doc
        self._book = book
        self._phrases = phrases
        self._paragraph_of = paragraph_of
        self._terms = terms
        self._newcomers = list(terms.newcomers())
        self._persons_from = {
            self._token_at(name.span.start): name
            for name in named
            if name.kind is EntityKind.PERSON and name.span in book.chain_of
        }
        self._persons_to = {
            self._token_at(name.span.end - 1): name
            for name in named
            if name.span in book.chain_of and name.kind is EntityKind.PERSON
        }
        self._thing_at = {  # by each of its tokens
            token.i: chain
            for name in named
            if name.kind is not EntityKind.PERSON and (chain := book.chain_of.get(name.span)) is not None
            for token in doc.char_span(*name.span, alignment_mode="expand") or ()
        }
        self._from = {phrase.first: phrase for phrase in phrases}
        self._widest: dict[int, int] = {}  # by last token, the first one of the longest phrase
        for phrase in phrases:
            self._widest[phrase.last] = min(phrase.first, self._widest.get(phrase.last, phrase.first))
        self._tied: dict[OfficePhrase, tuple[tuple[Growing, ...], str]] = {}
        self._sharing: list[tuple[OfficePhrase, Growing, list[Growing]]] = []

    def _token_at(self, place: int) -> int:
        """Return the index of the token that holds a character."""
        span = self._doc.char_span(place, place + 1, alignment_mode="expand")
        return -1 if span is None else int(span.start)

    # --- beside a name ---

    def tie_beside_names(self) -> None:
        """Tie the offices that stand beside their holders' names; the surest sieve."""
        for phrase in reversed(self._phrases):  # "Minister of Defence General X": the last title first
            tied = self._title(phrase) or self._appositive(phrase) or self._in_clause(phrase)
            if tied is not None:
                self._tied[phrase] = tied
        for phrase in self._phrases:
            if phrase in self._tied:
                self._record(phrase, *self._tied[phrase])
        self._tie_leaders()
        for phrase, chain, bodies in self._sharing:
            self._share_office(phrase, chain, bodies[0] if bodies else None)

    def _tie_leaders(self) -> None:
        """Give who `leads X` or `has led X` an office there, where the report names none."""
        for leader, verb, led in self._terms.leaders():
            chain = self._book.person_at(leader.idx)
            body = self._thing_at.get(led.i)
            if chain is None or not chain.is_named or body is None or body.kind is not EntityKind.ORGANISATION:
                continue
            if not chain.is_at(body):
                span = Span(verb.idx, led.idx + len(led))
                chain.offices.append(Held("head", "head", body, "current", span))

    def _share_office(self, phrase: OfficePhrase, chain: Growing, body: Growing | None) -> None:
        """Give `her Qoravani counterpart, X` and `his successor, X` the office of the holder spoken of last before."""
        is_elsewhere = phrase.office == "counterpart"
        if chain.offices or (is_elsewhere and body is None):
            return
        reach = max(0, phrase.span.start - _REACH_CHARS)
        for _, other in reversed(list(self._book.persons_between(reach, phrase.span.start))):
            held = other.offices[-1] if other.offices and other is not chain else None
            if held is None or (is_elsewhere and (held.standing != "current" or held.body is body)):
                continue
            of = body if is_elsewhere else held.body
            chain.offices.append(Held(held.office, held.printed, of, _STANDING_BESIDE[phrase.office], phrase.span))
            if is_elsewhere:
                self._book.pairs.setdefault(held.office, (other, chain))
            if phrase.owner is not None:
                owner = self._doc[phrase.owner]
                span = Span(owner.idx, owner.idx + len(owner))
                self._book.add(Pointing(span, MentionHow.PRONOUN, "Person", (other,), f"whose {phrase.office}", 0.8))
            return

    def _record(self, phrase: OfficePhrase, chains: tuple[Growing, ...], rule: str) -> None:
        if self._book.has(phrase.span):
            return  # an earlier pass, when fewer names were known
        bodies = self._bodies(phrase)
        if phrase.office.rpartition(" ")[2] in POINTING:
            self._book.add(Pointing(phrase.span, MentionHow.DESCRIPTION, "Person", chains, rule, 0.9))
            self._sharing += [(phrase, chains[0], bodies)] if phrase.office in _STANDING_BESIDE else []
            return
        self._book.add(Pointing(phrase.span, MentionHow.OFFICE, "Person", chains, rule, _RULES.get(rule, 0.9)))
        if phrase.office in _NO_OFFICES or (phrase.office in _LOOSE and not bodies):
            return
        for number, chain in enumerate(chains):
            body = bodies[number] if len(bodies) == len(chains) else bodies[0] if len(bodies) == 1 else None
            term = self._terms.of(phrase, find_clause(self._doc, phrase))
            standing = self._terms.standing(phrase.standing or _STANDING_OF_CLAUSE.get(rule, "current"), term)
            chain.offices.append(Held(phrase.office, phrase.printed, body, standing, phrase.span, term))

    def _title(self, phrase: OfficePhrase) -> tuple[tuple[Growing, ...], str] | None:
        """Tie a title before a name: `Foreign Minister X`, `Presidents X and Y`, `Minister of Defence General X`."""
        start = self._next_word(phrase.last)
        following = self._from.get(start)
        if following is not None and following in self._tied and self._tied[following][1] == "title":
            return self._tied[following] if not following.bodies or phrase.bodies else None
        name = self._persons_from.get(start)
        if name is None or (phrase.article is Article.INDEFINITE and not phrase.bodies):
            return None
        chains = [self._book.chain_of[name.span]]
        if phrase.is_plural:
            chains += self._joined_after(name)
        return tuple(dict.fromkeys(chains)), "title"

    def _joined_after(self, name: Bearer) -> Iterator[Growing]:
        """Yield the persons named behind a name, joined by commas and `and`."""
        place = self._token_at(name.span.end - 1) + 1
        for _ in range(_MAX_JOINED):
            seen_and = False
            while place < len(self._doc) and self._doc[place].lower_ in (",", "and", "&"):
                seen_and = seen_and or self._doc[place].lower_ == "and"
                place += 1
            following = self._persons_from.get(self._behind_courtesy(place))
            if following is None:
                return
            yield self._book.chain_of[following.span]
            if seen_and:
                return
            place = self._token_at(following.span.end - 1) + 1

    def _appositive(self, phrase: OfficePhrase) -> tuple[tuple[Growing, ...], str] | None:
        """Tie `X, the minister of Y,` and `the minister of Y, X,`."""
        if phrase.is_plural:
            return self._names_after(phrase)
        if self._widest[phrase.last] < phrase.first:
            return None  # inside another: "the spokesman of the President, X"
        return self._name_before(phrase) or self._name_after(phrase)

    def _name_before(self, phrase: OfficePhrase) -> tuple[tuple[Growing, ...], str] | None:
        comma = phrase.first - 1
        is_chosen = comma > 1 and self._doc[comma].lower_ in _CHOSEN
        comma -= is_chosen  # "X, elected president of Y in May,"
        if comma < 1 or self._doc[comma].text not in (",", "(", "—", "–"):
            return None
        last = comma - 1
        if self._doc[last].text.isdigit() and last > 2 and self._doc[last - 1].text == ",":  # an age
            last -= 2
        name = self._persons_to.get(last)
        if name is None or self._next_word(phrase.last) in self._persons_from:
            return None
        if not self._closes(phrase.last + 1) and not (is_chosen and self._terms.goes_on_with_time(phrase)):
            return None
        return (self._book.chain_of[name.span],), "appositive"

    def _name_after(self, phrase: OfficePhrase) -> tuple[tuple[Growing, ...], str] | None:
        comma = phrase.last + 1
        if phrase.article is Article.NONE and not phrase.bodies and not self._doc[phrase.first].text[0].isupper():
            return None
        if comma + 1 >= len(self._doc) or self._doc[comma].text not in (",", "—", "–"):
            return None
        name = self._persons_from.get(self._behind_courtesy(comma + 1))
        if name is None:
            return None
        end = self._token_at(name.span.end - 1) + 1
        if not self._closes(end) or (self._goes_on_as_list(end) and not phrase.bodies):
            return None
        return (self._book.chain_of[name.span],), "appositive"

    def _behind_courtesy(self, place: int) -> int:
        """Return the token behind `Mr` or `Ms`, where that stands here."""
        if place + 2 < len(self._doc) and self._doc[place + 1].lower_ in _EXCELLENCY:
            return place + 2  # "Her Excellency X"
        title = self._from.get(place)
        if title is not None and self._tied.get(title, ((), ""))[1] == "title":
            return self._next_word(title.last)  # "the head of the navy, Admiral X"
        has_courtesy = place + 1 < len(self._doc) and self._doc[place].text.rstrip(".") in _COURTESY
        return place + 1 if has_courtesy else place

    def _names_after(self, phrase: OfficePhrase) -> tuple[tuple[Growing, ...], str] | None:
        """Tie `the two ministers, X and Y`, as many as there are."""
        comma = phrase.last + 1
        place = comma + 1
        if place + 1 >= len(self._doc) or self._doc[comma].text not in (",", "—", "–", ":"):
            return None
        name = self._persons_from.get(self._behind_courtesy(place))
        if name is None:
            return None
        chains = tuple(dict.fromkeys([self._book.chain_of[name.span], *self._joined_after(name)]))
        return (chains, "appositive") if len(chains) == (phrase.count or 2) else None

    def _closes(self, place: int) -> bool:
        """Tell whether an appositive can end before this token."""
        if place >= len(self._doc):
            return True
        token = self._doc[place]
        return token.text in _CLOSERS or token.is_space or token.lower_ in _AFTER_APPOSITIVE

    def _goes_on_as_list(self, place: int) -> bool:
        words = [token.lower_ for token in self._doc[place : place + 2]]
        return words[:2] == [",", "and"] or words[:1] == ["and"]

    def _in_clause(self, phrase: OfficePhrase) -> tuple[tuple[Growing, ...], str] | None:
        """Tie `X is the minister of Y`, `X resigned as minister of Y`, `Z named X foreign minister`."""
        clause = find_clause(self._doc, phrase)
        if clause is None or (clause.says is Says.WAS and not any(self._terms.of(phrase, clause))):
            return None
        name = next((name for token in _named_by(clause.holder) if (name := self._persons_from.get(token.i))), None)
        return None if name is None else ((self._book.chain_of[name.span],), clause.says.value)

    # --- alone ---

    def resolve_alone(self, speaking: Callable[[Span], bool]) -> None:
        """Tie the offices without a name beside them; `speaking` tells whether words are a quotation's source."""
        left = [phrase for phrase in self._phrases if phrase not in self._tied]
        for phrase in sorted(
            left, key=lambda phrase: len(phrase.bodies) < 2
        ):  # "the ministers of A and B" tell who "the ministers" are
            self._settle(phrase, is_source=speaking(phrase.span))

    def _settle(self, phrase: OfficePhrase, *, is_source: bool) -> None:
        if phrase.office.rpartition(" ")[2] in POINTING or (
            phrase.article is Article.NONE and not self._points(phrase)
        ):
            return
        if self._is_of_another_time(phrase):
            return
        bodies = self._bodies(phrase)
        if phrase.is_plural:
            self._settle_several(phrase, bodies)
            return
        body = bodies[0] if bodies else None
        if phrase.owner is not None and self._doc[phrase.owner].lower_ in ("his", "her", "their", "my", "our", "your"):
            self._book.leave_open(phrase.span, "office left open: whose it is is not known")
            return
        if phrase.article is Article.INDEFINITE:
            if (is_source or phrase.office == "spokesperson") and phrase.count == 1:
                self._open_unnamed(phrase, body)
            return
        chosen, rule = self._choose(phrase, body)
        if rule == "nobody named" and phrase.standing == "new" and self._tie_newcomer(phrase, body):
            return
        if chosen is not None:
            self._book.add(Pointing(phrase.span, MentionHow.OFFICE, "Person", (chosen,), rule, 0.85))
        elif rule == "nobody named" and (body is not None or is_source):
            self._open_unnamed(phrase, body)
        else:
            self._book.add(Pointing(phrase.span, MentionHow.OFFICE, "Person", (), rule, 0.5))
            self._book.leave_open(phrase.span, f"office left open: {rule}")

    def _tie_newcomer(self, phrase: OfficePhrase, body: Growing | None) -> bool:
        """Tie `Z swore in X. The new minister`: to who is given an office in this paragraph, the last before."""
        paragraph = self._paragraph_of(phrase.span.start)
        for newcomer, verb, day in reversed(self._newcomers):
            chain = self._book.person_at(newcomer.idx)
            if chain is not None and not chain.offices and paragraph <= verb.idx < phrase.span.start:
                self._book.add(Pointing(phrase.span, MentionHow.OFFICE, "Person", (chain,), "just given it", 0.85))
                chain.offices.append(Held(phrase.office, phrase.printed, body, "new", phrase.span, Term(day)))
                return True
        return False

    def _is_of_another_time(self, phrase: OfficePhrase) -> bool:
        """Tell whether an office is said to be one of a row: `the last prime minister to visit`."""
        return any(token.lower_ in _IN_A_ROW for token in self._doc[phrase.first : phrase.head])

    def _points(self, phrase: OfficePhrase) -> bool:
        """Tell whether an office without an article means somebody: `Foreign Minister` of a headline, `NATO chief`."""
        return ((bool(phrase.bodies) or self._doc[phrase.head].text[0].isupper()) and not phrase.is_plural) or bool(
            phrase.is_plural and (phrase.bodies or (self._doc[phrase.first].text[0].isupper() and phrase.count != 0))
        )

    def _choose(self, phrase: OfficePhrase, body: Growing | None) -> tuple[Growing | None, str]:
        """Return the one person whom an office means here, with the rule, or nobody with the reason."""
        fitting = [
            chain
            for chain in self._book.holders(phrase.office, body)
            if chain.is_named or self._is_near(chain, phrase.span)
        ]
        if phrase.standing in ("former", "new", "acting", "designate"):
            standing = [chain for chain in fitting if any(held.standing == phrase.standing for held in chain.offices)]
            other = "new" if phrase.standing == "former" else "former"
            fitting = standing or [chain for chain in fitting if any(held.standing != other for held in chain.offices)]
        elif len(fitting) > 1:
            current = [chain for chain in fitting if any(held.standing != "former" for held in chain.offices)]
            fitting = current or fitting
        if len(fitting) == 1:
            is_bare = body is None and " " not in phrase.office and fitting[0].is_named
            if is_bare and min(fitting[0].spans) > phrase.span:
                return None, "its holder is named later alone"
            return fitting[0], "the one holder named"
        if not fitting:
            return None, "nobody named"
        return self._nearest(phrase.span, fitting)

    def _is_near(self, chain: Growing, span: Span) -> bool:
        """Tell whether somebody without a name was spoken of in this paragraph or the one before."""
        start = self._paragraph_of(max(0, self._paragraph_of(span.start) - 2))
        return any(other is chain for _, other in self._book.persons_between(start, span.start))

    def _nearest(self, span: Span, fitting: Sequence[Growing]) -> tuple[Growing | None, str]:
        """Return the one of several who alone is spoken of in this paragraph, or in the one before."""
        paragraph = self._paragraph_of(span.start)
        for start in (paragraph, self._paragraph_of(max(0, paragraph - 2))):
            near = [chain for _, chain in self._book.persons_between(start, span.start) if chain in fitting]
            if len(set(near)) == 1:
                return near[0], "the one holder spoken of here"
            if near:
                return None, "two could be meant"
        return None, "several could be meant"

    def _open_unnamed(self, phrase: OfficePhrase, body: Growing | None) -> None:
        """Start the chain of somebody known by office alone."""
        words = " ".join(phrase.span.of(self._text).split())
        first, _, rest = words.partition(" ")
        name = rest if first.lower() in ("the", "a", "an", "its") and rest else words
        chain = self._book.open_chain(EntityKind.PERSON, name, is_named=False, is_sure=True)
        term = self._terms.of(phrase, None)
        chain.offices.append(Held(phrase.office, phrase.printed, body, phrase.standing or "current", phrase.span, term))
        self._book.add(Pointing(phrase.span, MentionHow.OFFICE, "Person", (chain,), "known by office alone", 0.8))

    # --- terms ---

    def tell_terms(self) -> None:
        """Give holders of one office the terms that the report tells without naming it; when all words are resolved."""
        told: dict[Growing, list[Change]] = defaultdict(list)
        for change in self._terms.changes():
            chain = self._book.person_at(change.holder.idx)
            if chain is not None:
                told[chain].append(change)
        for chain, changes in told.items():
            held = {held.office for held in chain.offices} - RANKS or {held.office for held in chain.offices}
            if len(held) != 1:
                continue
            bodies = {held.body for held in chain.offices if held.body is not None}
            term = NO_TERM
            for change in changes:
                if self._can_be_meant(min(held), bodies, change):
                    term = term.filled_from(change.term)
            chain.offices[:] = [self._with_term(one, term) if one.office in held else one for one in chain.offices]

    def _can_be_meant(self, office: str, bodies: Iterable[Growing], change: Change) -> bool:
        """Tell whether somebody's one office is the one of which a term is told."""
        if change.is_elected and not is_elective(office):
            return False
        return change.body is None or any(
            body is self._thing_at.get(change.body.i) or body.name.rpartition(" ")[2].lower() == change.body.lower_
            for body in bodies
        )

    def _with_term(self, held: Held, told: Term) -> Held:
        term = held.term.filled_from(told)
        return replace(held, term=term, standing=self._terms.standing(held.standing, term))

    # --- several ---

    def _settle_several(self, phrase: OfficePhrase, bodies: list[Growing]) -> None:
        """Tie `the foreign ministers of A and B`, `the two presidents`, `the ministers`."""
        if phrase.article is Article.INDEFINITE or (phrase.article is Article.POSSESSIVE):
            return
        known = [
            chains for other, (chains, _) in self._tied.items() if other.is_plural and other.office == phrase.office
        ]
        if len(bodies) > 1 and len({frozenset(chains) for chains in known}) == 1 and len(known[0]) == len(bodies):
            chains, rule = known[0], "named together in that office"
        elif len(bodies) > 1 and self._are_joined(phrase):
            chains = tuple(self._holder_or_unnamed(phrase, body) for body in bodies)
            rule = "one holder for each body"
        else:
            found = self._several(phrase)
            if found is None:
                self._book.leave_open(phrase.span, "offices left open: not as many holders as are meant")
                return
            chains, rule = found
        self._book.pairs[phrase.office] = chains
        self._book.add(Pointing(phrase.span, MentionHow.OFFICE, "Person", chains, rule, 0.85))

    def _are_joined(self, phrase: OfficePhrase) -> bool:
        """Tell whether several bodies stand together: not `EU ambassadors in Brussels`."""
        head = self._doc[phrase.head].idx
        return len({name.start < head for name in phrase.bodies}) == 1

    def _holder_or_unnamed(self, phrase: OfficePhrase, body: Growing) -> Growing:
        fitting = [chain for chain in self._book.holders(phrase.office, body) if chain.is_at(body)]
        current = [chain for chain in fitting if any(held.standing != "former" for held in chain.offices)] or fitting
        if len(current) == 1:
            return current[0]
        chain = self._book.open_chain(
            EntityKind.PERSON, f"{phrase.office} of {body.name}", is_named=False, is_sure=True
        )
        chain.offices.append(Held(phrase.office, phrase.printed, body, phrase.standing or "current", phrase.span))
        return chain

    def _several(self, phrase: OfficePhrase) -> tuple[tuple[Growing, ...], str] | None:
        """Return the holders whom a plural means: those it meant before, or the only ones there are."""
        for office, chains in reversed(self._book.pairs.items()):
            if (office == phrase.office or office.endswith(f" {phrase.office}")) and phrase.count in (0, len(chains)):
                return chains, "as before"
        holders = [
            chain
            for chain in self._book.holders(phrase.office, None)
            if chain.is_named and any(held.standing != "former" for held in chain.offices)
        ]
        wanted = phrase.count or 2
        offices = {
            held.office for chain in holders for held in chain.offices if offices_agree(phrase.office, held.office)
        }
        if len(holders) == wanted and len(offices) == 1:
            return tuple(sorted(holders, key=lambda chain: min(chain.spans))), "all holders named"
        return None

    # --- bodies ---

    def _bodies(self, phrase: OfficePhrase) -> list[Growing]:
        """Return the chains of the bodies whose office a phrase is; one, but for a plural."""
        bodies = [
            self._book.chain_of[span]
            for name in phrase.bodies
            if (span := Span(name.start, name.end)) in self._book.chain_of
            and self._book.chain_of[span].kind is not EntityKind.PERSON
        ]
        if not bodies and phrase.owner is not None and self._doc[phrase.owner].lower_ == "its":
            return self._owning(self._doc[phrase.owner])
        if len(bodies) < 2 or phrase.is_plural:
            return bodies
        head = self._doc[phrase.head].idx
        before = [name for name in phrase.bodies if name.start < head]
        chosen = before[-1] if before else phrase.bodies[0]
        return [chain] if (chain := self._book.chain_of.get(Span(chosen.start, chosen.end))) is not None else []

    def _owning(self, its: Token) -> list[Growing]:
        """Return the one body or state that its sentence names before `its`, as in `NATO and its secretary general`."""
        before = range(its.sent.start, its.i)
        found = list(dict.fromkeys(self._thing_at[place] for place in before if place in self._thing_at))
        return found if len(found) == 1 else []

    def _next_word(self, last: int) -> int:
        place = last + 1
        while place < len(self._doc) and self._doc[place].is_space and "\n" not in self._doc[place].text:
            place += 1
        return place


def _named_by(holder: Token) -> Iterator[Token]:
    """Yield the words that may begin the name of whom a clause is about."""
    yield holder
    yield from (child for child in holder.children if child.dep_ in _OF_NAMES)


def make_paragraph_finder(blocks: Sequence[Span]) -> Callable[[int], int]:
    """Return a function from a place in the text to the start of its paragraph."""
    starts = [block.start for block in blocks]

    def paragraph_of(place: int) -> int:
        number = bisect_right(starts, place) - 1
        return starts[number] if number >= 0 else 0

    return paragraph_of
