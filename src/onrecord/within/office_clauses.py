"""Clauses that say of somebody that they hold, take or leave an office.

Either they name it: "X is the minister of Y", "X was sworn in as mayor". Or it is known from elsewhere: "the minister
resigned", "she took office", "X has led the agency". What was only wanted, planned or denied ("refused to resign as
minister") tells that the office is held.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from onrecord.within.offices import Article, OfficePhrase
from onrecord.within.verb_forms import doubling_forms, regular_forms

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


class Says(Enum):
    """What a clause says of an office."""

    IS = "is"
    WAS = "was"
    SERVES = "serves"
    LEADS = "leads"
    TAKES = "takes office"
    WILL_TAKE = "will take office"
    LEAVES = "leaves office"


@dataclass(frozen=True, slots=True)
class OfficeClause:
    """Of whom a clause says what, and the word that its times hang on."""

    says: Says
    holder: Token
    verb: Token


def _irregular(base: str, says: Says, forms: str) -> dict[str, tuple[str, Says]]:
    return dict.fromkeys((base, *forms.split()), (base, says))


_REGULAR = {
    Says.SERVES: "serve act remain work nominate confirm reappoint reelect re-elect",
    Says.TAKES: "appoint name elect install inaugurate assume",
    Says.LEAVES: "resign retire dismiss sack fire oust remove depose vacate relinquish",
    Says.LEADS: "head chair",
}
_VERBS = {
    **{form: (base, says) for says, all_ in _REGULAR.items() for base in all_.split() for form in regular_forms(base)},
    **_irregular("choose", Says.TAKES, "chooses chose chosen choosing"),
    **_irregular("swear", Says.TAKES, "swears swore sworn swearing"),
    **_irregular("become", Says.TAKES, "becomes became becoming"),
    **_irregular("take", Says.TAKES, "takes took taken taking"),
    **_irregular("quit", Says.LEAVES, "quits quitting"),
    **_irregular("leave", Says.LEAVES, "leaves left leaving"),
    **_irregular("lose", Says.LEAVES, "loses lost losing"),
    **_irregular("give", Says.LEAVES, "gives gave given giving"),
    **_irregular("lead", Says.LEADS, "leads led leading"),
    **_irregular("run", Says.LEADS, "runs ran running"),
    **dict.fromkeys(doubling_forms("step"), ("step", Says.LEAVES)),
}  # fmt: skip
"""What a verb says of an office, by its form: its bare form and the meaning."""
_OF_ONESELF = frozenset(
    "become take assume serve act remain work resign quit retire step vacate relinquish leave lose give".split()
)
"""Verbs whose subject has the office; of the others it is the subject of the passive, or the object."""
_WITHOUT_AS = frozenset("appoint name elect choose become nominate confirm reelect re-elect".split())
_WITH_POST = frozenset("take assume vacate relinquish leave lose give".split())
"""Verbs that say something of an office only where a word for it is their object: "left office"."""
_WITH_OFFICE = frozenset(("name", "choose", "become"))
"""Verbs that say something of an office only where they name it."""
POSTS = frozenset("post job office position".split())
_IS = frozenset(("is", "has", "been", "’s", "'s"))
_WAS = frozenset(("was", "were"))
_NOT = frozenset(("not", "n't", "n’t", "no", "never"))
_MODALS = frozenset("will shall 'll ’ll wo can may must would could might should 'd ’d to".split())
_AHEAD = frozenset(("will", "shall", "'ll", "’ll", "to"))
_FROM_ELSEWHERE = frozenset("from to as at".split())


def find_clause(doc: Doc, phrase: OfficePhrase) -> OfficeClause | None:
    """Return the clause that gives an office to somebody by a verb, `None` where there is none."""
    return None if phrase.is_plural else _copula(doc[phrase.head]) or _verb(doc[phrase.head], phrase)


def find_change(verb: Token) -> OfficeClause | None:
    """Return the clause that says of somebody, without naming the office, that they took, left or lead it."""
    base, says = _read_verb(verb)
    if says in (None, Says.SERVES) or base in _WITH_OFFICE or not _happened(verb):
        return None
    subject = next((child for child in verb.children if child.dep_.startswith("nsubj")), None)
    if subject is None:
        return None
    holder = verb.head if subject.lower_ == "who" and verb.dep_ == "acl:relcl" else subject
    if says is Says.LEADS:
        return OfficeClause(Says.LEADS, holder, verb) if subject.dep_ == "nsubj" else None
    has_post = any(child.dep_ == "obj" and child.lower_ in POSTS for child in verb.children)
    if (base in _WITH_POST and not has_post) or any(_is_elsewhere(child) for child in verb.children):
        return None
    if base == "step" and not any(child.lower_ in ("down", "aside") for child in verb.children):
        return None
    is_of_subject = (subject.dep_ == "nsubj") is (base in _OF_ONESELF)
    return OfficeClause(says, holder, verb) if says is not None and is_of_subject else None


def is_office_verb(token: Token) -> bool:
    """Tell whether a word may say that somebody takes, holds or leaves an office."""
    return token.lower_ in _VERBS and token.pos_ == "VERB"


def find_newcomer(verb: Token) -> Token | None:
    """Return who is given an office that the clause does not name: X of `Z swore in X`, `X was appointed on Monday`."""
    base, says = _read_verb(verb)
    if says is not Says.TAKES or base in _OF_ONESELF or base in _WITH_OFFICE or not _happened(verb):
        return None
    of = {child.dep_: child for child in verb.children}
    if "xcomp" in of or "obl:pred" in of or any(_is_named_as(child) for child in verb.children):
        return None
    return of.get("nsubj:pass") or of.get("obj") or (_sworn_in(verb) if base == "swear" else None)


def _sworn_in(verb: Token) -> Token | None:
    """Return X of `swore in X`."""
    found = (child for child in verb.children if child.dep_ == "obl" and child.i > verb.i)
    return next((child for child in found if any(word.lower_ == "in" for word in child.children)), None)


def _is_named_as(child: Token) -> bool:
    return any(word.lower_ in ("as", "to") for word in child.children)


def is_elected(verb: Token) -> bool:
    """Tell whether a verb says that somebody was elected."""
    return _read_verb(verb)[0] == "elect"


def gives_office(verb: Token) -> bool:
    """Tell whether a verb in the passive gives an office: `elected`."""
    base, says = _read_verb(verb)
    return says is Says.TAKES and base not in _OF_ONESELF and _happened(verb)


def is_ahead(verb: Token) -> bool:
    """Tell whether a verb says what is to come."""
    return any(child.lower_ in _AHEAD for child in verb.children)


def is_present(verb: Token) -> bool:
    """Tell whether a verb says what is: `leads`, `has led`."""
    return verb.tag_ in ("VBZ", "VBP") or any(child.lower_ in ("has", "have") for child in verb.children)


def is_negated(verb: Token) -> bool:
    """Tell whether a verb says what did not happen."""
    return any(child.lower_ in _NOT for child in verb.children)


def _copula(head: Token) -> OfficeClause | None:
    """Read `X is the minister of Y`, `X, who was president until 2018`."""
    children = {child.dep_: child for child in head.children}
    subject, copula = children.get("nsubj"), children.get("cop")
    if subject is None or copula is None or is_negated(head) or copula.lower_ not in _IS | _WAS:
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
    if says in (None, Says.LEADS) or head.dep_ not in ("obl", "xcomp", "obj", "nmod", "obl:pred"):
        return None
    if not has_as and base not in _WITHOUT_AS:
        return None
    if base == "take" and phrase.article is Article.POSSESSIVE:
        return None  # "X took office with Y as his minister"
    holder = _holder(verb, head)
    return None if holder is None or says is None else OfficeClause(_as_done(says, verb), holder, verb)


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


def _is_elsewhere(child: Token) -> bool:
    """Tell whether what hangs on a verb shows that no office is meant: `quit the talks`, `elected to parliament`."""
    if child.lower_ in POSTS:
        return False
    return child.dep_ in ("obj", "xcomp") or any(word.lower_ in _FROM_ELSEWHERE for word in child.children)


def _as_done(says: Says, verb: Token) -> Says:
    """Return what a verb says: an office not yet left is held, one not yet taken is to be."""
    if _happened(verb):
        return says
    return Says.WILL_TAKE if says is Says.TAKES and is_ahead(verb) and not is_negated(verb) else Says.SERVES


def _happened(verb: Token) -> bool:
    return not is_negated(verb) and not any(
        child.lower_ in _MODALS for child in verb.children if child.dep_ in ("aux", "mark")
    )


def _read_verb(token: Token) -> tuple[str, Says | None]:
    """Return the bare form of a verb that gives or takes an office, and what it says."""
    return _VERBS[token.lower_] if is_office_verb(token) else ("", None)
