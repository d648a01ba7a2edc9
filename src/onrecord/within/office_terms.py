"""Since and until when an office is held, as far as the words around it or a verb tell.

"X, president from 2008 to 2018", "the minister resigned on Tuesday", "since she took office in March", "her term ends
in December". Words without a time tell nothing here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from onrecord.records import Time, Times
from onrecord.within.office_clauses import (
    POSTS,
    OfficeClause,
    Says,
    find_change,
    find_newcomer,
    gives_office,
    is_ahead,
    is_elected,
    is_negated,
    is_office_verb,
    is_present,
)
from onrecord.within.offices import OfficePhrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


class Term(NamedTuple):
    """Since and until when an office is held, as times of the report; `None` where nothing says."""

    began: Time | None = None
    ended: Time | None = None

    def filled_from(self, other: Term) -> Term:
        """Return this with what only another tells."""
        return Term(self.began or other.began, self.ended or other.ended)


NO_TERM = Term()


class Change(NamedTuple):
    """A term that the report tells without naming the office: whose it is, and what is known of the office.

    `body` is a word of the name of whose office it is, where one stands there.
    """

    holder: Token
    term: Term
    body: Token | None = None
    is_elected: bool = False


_SINCE = frozenset(("since", "from", "between"))
_UNTIL = frozenset(("until", "till"))
_TO = frozenset(("to", "until", "till", "-", "–", "—", "and"))
_ON = frozenset(("", "on", "in", "since"))
_TERM_WORDS = frozenset(("term", "mandate"))
_RUNS_OUT = frozenset("ends ended ending expires expired expiring finishes finished".split())
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


class Terms:
    """Finds since and until when the offices of one report are held.

    Args:
        doc: the report's Doc.
        times: its times, in order of place.
        day: its publication date in ISO 8601; `None` where that is unknown.
    """

    def __init__(self, doc: Doc, times: Times, day: str | None) -> None:
        self._doc = doc
        self._day = day
        self._starts: dict[int, Time] = {}  # by first token
        self._hanging: dict[int, list[Token]] = defaultdict(list)  # the heads of times, by what they hang on
        self._time_of: dict[int, Time] = {}  # by head
        for time in times:
            span = doc.char_span(time.start, time.end, alignment_mode="expand")
            if span is not None and len(span) and _DATE.fullmatch(time.value):
                self._starts[span.start] = time
                self._time_of[span.root.i] = time
                self._hanging[span.root.head.i].append(span.root)
        self._places = sorted(self._starts)
        self._verbs = [token for token in doc if is_office_verb(token)]

    def of(self, phrase: OfficePhrase, clause: OfficeClause | None) -> Term:
        """Return the term that the words around an office tell."""
        if not self._places:
            return NO_TERM
        head = self._doc[phrase.head]
        term = self._behind(phrase.last + 1) or self._bounded(head) or NO_TERM
        if clause is not None and clause.verb.i != head.i:
            term = term.filled_from(self._of_verb(clause))
        elif clause is not None:
            term = term.filled_from(Term(None, self._until_left(head)))
        before = self._doc[phrase.first - 1] if phrase.first else head
        if before.tag_ == "VBN" and before.dep_ in ("amod", "acl", "acl:relcl") and gives_office(before):
            behind = self._starts.get(phrase.last + 2) if self.goes_on_with_time(phrase) else None
            term = term.filled_from(Term(behind or self._event(before)))  # "X, elected president in May,"
        return term

    def changes(self) -> Iterator[Change]:
        """Yield the terms that the report tells without naming the office."""
        for place in sorted(self._hanging):
            verb = self._doc[place]
            clause = find_change(verb)
            change = self._of_its_term(verb) if clause is None else self._of_clause(clause)
            if change is not None and any(change.term):
                yield change
        yield from self._in_office()

    def leaders(self) -> Iterator[tuple[Token, Token, Token]]:
        """Yield who is said to lead what now, with the verb: X, `has led` and Y of `X has led Y`."""
        for verb in self._verbs:
            clause = find_change(verb)
            if clause is not None and clause.says is Says.LEADS and is_present(verb):
                led = next((child for child in verb.children if child.dep_ == "obj"), None)
                if led is not None:
                    yield clause.holder, verb, led

    def newcomers(self) -> Iterator[tuple[Token, Token, Time | None]]:
        """Yield who is given an office that is not named there, with the verb and the time."""
        for verb in self._verbs:
            newcomer = find_newcomer(verb)
            if newcomer is not None:
                yield newcomer, verb, self._event(verb)

    def standing(self, standing: str, term: Term) -> str:
        """Return how a holder stands to an office on the report's day: whose term is over is no current one."""
        if self._day is None:
            return standing
        if term.ended is not None and term.ended.value < self._day[: len(term.ended.value)]:
            return "former"
        is_long_ago = term.began is not None and int(term.began.value[:4]) < int(self._day[:4]) - 1
        return "current" if standing == "new" and is_long_ago else standing

    def goes_on_with_time(self, phrase: OfficePhrase) -> bool:
        """Tell whether `in` or `on` and a time stand right behind an office."""
        place = phrase.last + 1
        return place + 1 in self._starts and self._doc[place].lower_ in ("in", "on")

    def _of_verb(self, clause: OfficeClause) -> Term:
        match clause.says:
            case Says.TAKES | Says.WILL_TAKE:
                return Term(self._event(clause.verb))
            case Says.LEAVES:
                return Term(None, self._event(clause.verb))
            case _:
                return self._bounded(clause.verb) or NO_TERM

    def _until_left(self, head: Token) -> Time | None:
        """Return the end of an office held until one left it: `was minister until he resigned on Friday`."""
        for verb in head.children:
            if verb.dep_ in ("advcl", "acl") and any(child.lower_ in _UNTIL for child in verb.children):
                change = find_change(verb)
                return self._event(verb) if change is not None and change.says is Says.LEAVES else None
        return None

    def _of_clause(self, clause: OfficeClause) -> Change:
        """Return what a clause tells: `she took office in March`, `X has led Y since 2027`."""
        verb = clause.verb
        led = (
            next((child for child in verb.children if child.dep_ == "obj"), None) if clause.says is Says.LEADS else None
        )
        return Change(clause.holder, self._of_verb(clause), led, is_elected(verb))

    def _of_its_term(self, verb: Token) -> Change | None:
        """Return until when somebody's term is: `her term ends in December`, `X, whose term ends in December,`."""
        if verb.lower_ not in _RUNS_OUT or is_negated(verb):
            return None
        terms = (child for child in verb.children if child.dep_ == "nsubj" and child.lower_ in _TERM_WORDS)
        owner = next((word for term in terms for word in term.children if word.dep_ == "nmod:poss"), None)
        if owner is None:
            return None
        is_relative = owner.lower_ == "whose" and verb.dep_ == "acl:relcl"
        return Change(verb.head if is_relative else owner, Term(None, self._only_time(verb)))

    def _in_office(self) -> Iterator[Change]:
        """Yield `X has been in office since 2028` and `X, in office since 2028,`."""
        for place in self._places:
            words = [token.lower_ for token in self._doc[max(0, place - 3) : place]]
            if len(words) < 3 or words[0] != "in" or words[1] not in POSTS or words[2] != "since" or place < 5:
                continue
            post, before = self._doc[place - 2], self._doc[place - 4]
            subject = next((child for child in post.children if child.dep_ == "nsubj"), None)
            holder = self._doc[place - 5] if before.text == "," else subject
            if holder is not None:
                yield Change(holder, Term(self._starts[place]))

    def _event(self, verb: Token) -> Time | None:
        """Return when something happened: the one time that hangs on its verb."""
        return self._only_time(verb) if verb.tag_ in ("VBD", "VBN") or is_ahead(verb) else None

    def _only_time(self, verb: Token) -> Time | None:
        found = [root for root in self._hanging.get(verb.i, ()) if _preposition(root) in _ON]
        return self._time_of[found[0].i] if len(found) == 1 else None

    def _bounded(self, governor: Token) -> Term | None:
        """Return what `since`, `until` and `from ... to` on a word say."""
        began = ended = None
        for root in self._hanging.get(governor.i, ()):
            preposition = _preposition(root)
            if preposition in _SINCE:
                began, ended = self._time_of[root.i], self._second(root) or ended
            elif preposition in _UNTIL:
                ended = self._time_of[root.i]
        return Term(began, ended) if began or ended else None

    def _second(self, root: Token) -> Time | None:
        """Return the end of a stretch whose beginning this is: B of `from A to B`, `between A and B`."""
        for other in self._hanging.get(root.i, ()):
            before = {child.lower_ for child in other.children if child.dep_ in ("case", "cc")}
            if before & _TO:
                return self._time_of[other.i]
        return None

    def _behind(self, place: int) -> Term | None:
        """Return what stands right behind an office: `since 2028`, `from 2019 to 2023`, `until May`."""
        first = self._starts.get(place + 1)
        word = self._doc[place].lower_ if place < len(self._doc) else ""
        if first is None or word not in _SINCE | _UNTIL:
            return None
        return Term(None, first) if word in _UNTIL else Term(first, self._next_bound(place + 1, first))

    def _next_bound(self, place: int, first: Time) -> Time | None:
        """Return the time behind another, where a word like `to` or a dash alone stands between."""
        following = bisect_left(self._places, place + 1)
        if following == len(self._places):
            return None
        between = [token.lower_ for token in self._doc[place : self._places[following]] if token.idx >= first.end]
        return self._starts[self._places[following]] if len(between) == 1 and between[0] in _TO else None


def _preposition(root: Token) -> str:
    return next((child.lower_ for child in root.children if child.dep_ == "case"), "")
