"""On which side of now a time without a year or date lies, by the verb that governs it.

"met on Tuesday" lies behind, "will meet on Tuesday" ahead. The verb is looked for up the dependency tree; what a
sentence without a telling verb means (headlines, captions) stays open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.within.time_reading import Side

if TYPE_CHECKING:
    from spacy.tokens import Token

_MAX_STEPS = 12
_DIRECT_STEPS = 2
_HELPERS = frozenset("aux aux:pass auxpass cop".split())
_MODALS = frozenset("will shall 'll ’ll wo can may must would could might should 'd ’d".split())
_PROMISING = frozenset("will shall 'll ’ll".split())
_MARKS = frozenset(("“", "”", '"', "``", "''", "«", "»"))
_HAVING = frozenset("have has had 've ’ve having".split())
_BEING = frozenset("is are am 's ’s 're ’re be".split())
_CAME_ABOUT = frozenset(
    "manage fail begin start force help continue refuse decline appear seem try attempt use happen come cease "
    "able compel let make cause allow enable".split()
)
"""Verbs whose infinitive lies where they lie: who managed to flee on Tuesday fled on Tuesday."""
_AHEAD = frozenset(
    "schedule schedules scheduled slated due plan plans planned planning expect expects expected "
    "intend intends intended hope hopes hoped".split()
)
"""What was planned or due for a time lay ahead, also in the past tense."""
_BINDING = frozenset("agree vow promise pledge decide threaten arrange prepare want need order choose".split())
"""Past verbs whose infinitive lies ahead also where a bare weekday could be their own."""
_BARE = frozenset(("obl:unmarked", "obl:tmod", "obl:npmod", "npadvmod"))
_NOT = frozenset("not n't n’t never neither nobody no none".split())
_STARTING = frozenset("begin start".split())
_SAYING = frozenset("say report tell write add note quote show see indicate mean remain know".split())


def side_of(token: Token, *, deadline: bool = False, headline: bool = False) -> Side | None:
    """Return `PAST` or `FUTURE` for a time expression whose head word this is; `None` where no verb tells.

    A `deadline` lies ahead, unless its verb says that it is over: "until Tuesday they had not met". In a `headline` or
    a caption a verb in the present tense tells nothing.
    """
    word = token
    for step in range(_MAX_STEPS):
        side = _side_of_verb(word, directly=step < _DIRECT_STEPS, deadline=deadline, headline=headline)
        if side is not None and _is_quoted_apart(token, word):
            side = None  # “We are leaving,” he said on Tuesday
        if side is not None:
            return side
        if word.head.i == word.i:
            break
        word = word.head
    return Side.FUTURE if deadline else None


def is_promised(token: Token) -> bool:
    """Tell whether a time hangs on a verb itself that says what will be: "will step down in June"."""
    return any(child.lower_ in _PROMISING for child in token.head.children if child.dep_ in _HELPERS)


def _is_quoted_apart(time: Token, verb: Token) -> bool:
    """Tell whether one of the two stands in quotation marks and the other does not."""
    first, last = sorted((time.i, verb.i))
    return sum(token.text in _MARKS for token in time.doc[first:last]) % 2 == 1


def is_deadline(first: Token) -> bool:
    """Tell "until Tuesday" and "as soon as Tuesday" by the words before a time's first word."""
    before = [first.nbor(-back).lower_ if first.i >= back else "" for back in (1, 2)]
    return (before[0] in ("until", "till") and before[1] != "not") or (
        before[0] == "as" and before[1] in ("soon", "early", "late")
    )


def _side_of_verb(verb: Token, *, directly: bool, deadline: bool, headline: bool) -> Side | None:
    """Return the side that one word of the way up tells, `None` where it tells nothing.

    `directly`: the time hangs on this word itself. What follows "Tuesday's vote" today does not put Tuesday ahead.
    """
    helpers = [child for child in verb.children if child.dep_ in _HELPERS]
    if verb.pos_ not in ("VERB", "AUX") and not helpers:
        return Side.FUTURE if verb.lower_ == "due" else None
    forms = {child.lower_ for child in helpers}
    if "had" not in forms and (deadline or _is_planned(verb)):
        return Side.FUTURE
    if forms & _HAVING or ("could" in forms and _is_negated(verb)):
        return Side.PAST
    if forms & _MODALS:
        return Side.FUTURE
    if any(child.lower_ == "to" and child.dep_ in ("mark", "aux") for child in verb.children):
        return Side.FUTURE if directly and _looks_ahead(verb) else None
    if verb.tag_ == "VBD" or any(child.tag_ == "VBD" for child in helpers):
        return Side.PAST
    return _side_of_present(verb, forms) if directly and not (headline and not forms) else None


def _looks_ahead(infinitive: Token) -> bool:
    """Tell "agreed to meet Tuesday" from "urged them to meet Tuesday", which agencies write of the urging."""
    head = infinitive.head
    if head.lemma_ in _CAME_ABOUT or any(child.lower_ == "had" for child in head.children):
        return False
    bare = any(child.dep_ in _BARE for child in infinitive.children)
    return not (bare and head.tag_ == "VBD" and head.lemma_ not in _BINDING)


def _is_planned(verb: Token) -> bool:
    """Tell "planned to leave", "set to resume", "was due to leave"."""
    return (
        verb.lower_ in _AHEAD
        or (verb.lower_ == "set" and verb.tag_ == "VBN")
        or any(child.lower_ == "due" for child in verb.children)
    )


def _is_negated(verb: Token) -> bool:
    """Tell "could not be reached on Tuesday", which says that nobody was."""
    return any(word.lower_ in _NOT for child in verb.children for word in (child, *child.children))


def _side_of_present(verb: Token, forms: set[str]) -> Side | None:
    if verb.tag_ == "VBN":
        return None if forms & _BEING else Side.PAST
    if verb.tag_ == "VBG":
        return Side.FUTURE if forms & _BEING or verb.lemma_ in _STARTING else None
    if any(child.dep_ == "cop" and child.lower_ in _BEING for child in verb.children):
        return Side.FUTURE if verb.pos_ in ("NOUN", "PROPN", "NUM") else None  # "The meeting is Monday"
    if verb.tag_ in ("VBZ", "VBP") and verb.lemma_ not in _SAYING and verb.lemma_ != "be":
        return Side.FUTURE
    return None
