"""Clauses that say of somebody that they hold, take or leave an office, and since or until when.

"X is the minister of Y", "X was sworn in as mayor on Monday", "X, president from 2008 to 2018", "the minister
resigned on Tuesday". What was only wanted, planned or denied ("refused to resign as minister") tells that the office
is held.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from onrecord.records import Time, Times
from onrecord.within.offices import Article, OfficePhrase
from onrecord.within.verb_forms import doubling_forms, regular_forms

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


class Says(Enum):
    """What a clause says of an office."""

    IS = "is"
    WAS = "was"
    SERVES = "serves"
    TAKES = "takes office"
    WILL_TAKE = "will take office"
    LEAVES = "leaves office"


@dataclass(frozen=True, slots=True)
class OfficeClause:
    """Of whom a clause says what, and the word that its times hang on."""

    says: Says
    holder: Token
    verb: Token


class Term(NamedTuple):
    """Since and until when an office is held, as times of the report; `None` where nothing says."""

    began: Time | None = None
    ended: Time | None = None


NO_TERM = Term()
_IS = frozenset(("is", "has", "been", "’s", "'s"))
_WAS = frozenset(("was", "were"))
_SAID_BY = {
    Says.SERVES: "serve act remain work nominate confirm reappoint reelect re-elect",
    Says.TAKES: "appoint name elect install inaugurate",
    Says.LEAVES: "resign retire dismiss sack fire oust remove depose",
}
_VERBS = {
    **{
        form: (base, says) for says, bases in _SAID_BY.items() for base in bases.split() for form in regular_forms(base)
    },
    **dict.fromkeys(("choose", "chooses", "chose", "chosen", "choosing"), ("choose", Says.TAKES)),
    **dict.fromkeys(("swear", "swears", "swore", "sworn", "swearing"), ("swear", Says.TAKES)),
    **dict.fromkeys(("become", "becomes", "became", "becoming"), ("become", Says.TAKES)),
    **dict.fromkeys(("take", "takes", "took", "taken", "taking"), ("take", Says.TAKES)),
    **dict.fromkeys(("quit", "quits", "quitting"), ("quit", Says.LEAVES)),
    **dict.fromkeys(doubling_forms("step"), ("step", Says.LEAVES)),
}
"""What a verb says of an office, by its form: its bare form and the meaning."""
_OF_ONESELF = frozenset(("become", "take", "serve", "act", "remain", "work", "resign", "quit", "retire", "step"))
"""Verbs whose subject has the office; of the others it is the subject of the passive, or the object."""
_WITHOUT_AS = frozenset(("appoint", "name", "elect", "choose", "become", "nominate", "confirm", "reelect", "re-elect"))
_POSTS = frozenset(("post", "job", "office", "position"))
_SINCE = frozenset(("since", "from", "between"))
_UNTIL = frozenset(("until", "till"))
_TO = frozenset(("to", "until", "till", "-", "–", "—", "and"))
_NOT = frozenset(("not", "n't", "n’t", "no", "never"))
_MODALS = frozenset("will shall 'll ’ll wo can may must would could might should 'd ’d to".split())
_AHEAD = frozenset(("will", "shall", "'ll", "’ll", "to"))
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def find_clause(doc: Doc, phrase: OfficePhrase) -> OfficeClause | None:
    """Return the clause that gives an office to somebody by a verb, `None` where there is none."""
    return None if phrase.is_plural else _copula(doc[phrase.head]) or _verb(doc[phrase.head], phrase)


def _copula(head: Token) -> OfficeClause | None:
    """Read `X is the minister of Y`, `X, who was president until 2018`."""
    children = {child.dep_: child for child in head.children}
    subject, copula = children.get("nsubj"), children.get("cop")
    if subject is None or copula is None or _is_negated(head) or copula.lower_ not in _IS | _WAS:
        return None
    if any(child.lower_ in _MODALS for child in head.children):
        return None
    holder = head.head if subject.lower_ == "who" else subject
    return OfficeClause(Says.IS if copula.lower_ in _IS else Says.WAS, holder, head)


def _verb(head: Token, phrase: OfficePhrase) -> OfficeClause | None:
    """Read `X resigned as minister of Y`, `X was elected president`, `Z named X foreign minister`."""
    verb = head.head
    base, says = _read_verb(verb)
    has_as = any(child.lower_ == "as" for child in head.children)
    if says is None or head.dep_ not in ("obl", "xcomp", "obj", "nmod", "obl:pred"):
        return None
    if not has_as and base not in _WITHOUT_AS:
        return None
    if base == "take" and phrase.article is Article.POSSESSIVE:
        return None  # "X took office with Y as his minister"
    holder = _holder(verb, head)
    return None if holder is None else OfficeClause(_as_done(says, verb), holder, verb)


def _holder(verb: Token, office: Token) -> Token | None:
    """Return of whom a verb gives or takes an office."""
    children = {child.dep_: child for child in verb.children if child.i != office.i}
    if verb.dep_ in ("acl", "amod") and verb.tag_ == "VBN":
        return verb.head  # "X, elected president of Y"
    if _read_verb(verb)[0] in _OF_ONESELF:
        found = children.get("nsubj")
        if found is None and verb.dep_ in ("xcomp", "conj"):
            found = next((child for child in verb.head.children if child.dep_.startswith("nsubj")), None)
    else:
        found = children.get("nsubj:pass") or children.get("obj")
    if found is not None and found.lower_ == "who":
        return verb.head
    return found


def _as_done(says: Says, verb: Token) -> Says:
    """Return what a verb says: an office not yet left is held, one not yet taken is to be."""
    if _happened(verb):
        return says
    if says is Says.TAKES and any(child.lower_ in _AHEAD for child in verb.children) and not _is_negated(verb):
        return Says.WILL_TAKE
    return Says.SERVES


def _happened(verb: Token) -> bool:
    return not _is_negated(verb) and not any(
        child.lower_ in _MODALS for child in verb.children if child.dep_ in ("aux", "mark")
    )


def _is_negated(verb: Token) -> bool:
    return any(child.lower_ in _NOT for child in verb.children)


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

    def of(self, phrase: OfficePhrase, clause: OfficeClause | None) -> Term:
        """Return the term that the words around an office tell."""
        if not self._places:
            return NO_TERM
        head = self._doc[phrase.head]
        term = self._behind(phrase.last + 1) or self._bounded(head) or NO_TERM
        if clause is not None and clause.verb.i != head.i:
            term = _joined(term, self._of_verb(clause))
        elif clause is None and head.dep_.startswith("nsubj") and _leaves(head):
            term = _joined(term, Term(None, self._event(head.head)))
        elif clause is None and head.dep_ == "nsubj:pass" and _is_taken(head.head):
            term = _joined(term, Term(self._event(head.head), None))  # "the president was elected in May"
        before = self._doc[phrase.first - 1] if phrase.first else head
        if before.tag_ == "VBN" and before.dep_ in ("amod", "acl", "acl:relcl") and _is_taken(before):
            behind = self._starts.get(phrase.last + 2) if self.goes_on_with_time(phrase) else None
            term = _joined(term, Term(behind or self._event(before), None))  # "X, elected president in May,"
        return term

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
                return Term(self._event(clause.verb), None)
            case Says.LEAVES:
                return Term(None, self._event(clause.verb))
            case _:
                return self._bounded(clause.verb) or NO_TERM

    def _event(self, verb: Token) -> Time | None:
        """Return when something happened: the one time that hangs on its verb."""
        if verb.tag_ == "VBD" or verb.tag_ == "VBN" or any(child.lower_ in _AHEAD for child in verb.children):
            found = [root for root in self._hanging.get(verb.i, ()) if _preposition(root) in ("", "on", "in", "since")]
            return self._time_of[found[0].i] if len(found) == 1 else None
        return None

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

    def endings(self) -> Iterator[tuple[Token, Time]]:
        """Yield of whom the report says that they left their office, without naming it, and when."""
        for governor in sorted(self._hanging):
            verb = self._doc[governor]
            subject = next((child for child in verb.children if child.dep_.startswith("nsubj")), None)
            if subject is None or not _leaves(subject) or any(child.lower_ == "as" for child in _below(verb)):
                continue
            time = self._event(verb)
            if time is not None:
                yield subject, time


def _below(verb: Token) -> Iterable[Token]:
    return (grandchild for child in verb.children for grandchild in child.children)


def _leaves(subject: Token) -> bool:
    """Tell whether a subject is said to have left its office: `the minister resigned`, `he was dismissed`."""
    verb = subject.head
    base, says = _read_verb(verb)
    if says is not Says.LEAVES or not _happened(verb):
        return False
    if any(child.dep_ == "obj" and child.lower_ not in _POSTS for child in verb.children):
        return False  # "quit the talks"
    if base == "step":
        return any(child.lower_ in ("down", "aside") for child in verb.children) and subject.dep_ == "nsubj"
    return (subject.dep_ == "nsubj:pass") is (base not in _OF_ONESELF)


def _is_taken(verb: Token) -> bool:
    """Tell whether a verb in the passive gives an office: `elected`."""
    base, says = _read_verb(verb)
    return says is Says.TAKES and base not in _OF_ONESELF and _happened(verb)


def _read_verb(token: Token) -> tuple[str, Says | None]:
    """Return the bare form of a verb that gives or takes an office, and what it says."""
    return _VERBS.get(token.lower_, ("", None)) if token.pos_ == "VERB" else ("", None)


def _preposition(root: Token) -> str:
    return next((child.lower_ for child in root.children if child.dep_ == "case"), "")


def _joined(one: Term, other: Term) -> Term:
    return Term(one.began or other.began, one.ended or other.ended)
