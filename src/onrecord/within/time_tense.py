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
_AHEAD_MODALS = frozenset("will shall 'll ’ll wo can may must".split())
_BACK_MODALS = frozenset("would could might should".split())
_AHEAD_HEADS = frozenset(
    "plan expect schedule set due intend hope aim want agree promise vow pledge prepare propose ready seek threaten "
    "order ask urge call invite decide".split()
)
"""Verbs and adjectives whose infinitive lies ahead of them."""
_AHEAD_PLANS = frozenset("schedule slate due expect set plan".split())
"""What is scheduled or due at a time lies ahead, though the words are passives or adjectives."""
_STARTING = frozenset("begin start effective".split())
_NEVER_TENSED = frozenset(("VBG", "VB"))


def side_of(token: Token) -> Side | None:
    """Return `PAST` or `FUTURE` for a time expression whose head word this is; `None` where no verb tells."""
    word = token
    for _ in range(_MAX_STEPS):
        if word.head is word:
            break
        word = word.head
        side = _side_of_verb(word)
        if side is not None:
            return side
    return None


def _side_of_verb(verb: Token) -> Side | None:
    helpers = [child for child in verb.children if child.dep_ in ("aux", "aux:pass", "auxpass", "cop")]
    forms = {child.lower_ for child in helpers}
    if verb.pos_ not in ("VERB", "AUX") and not any(child.dep_ == "cop" for child in helpers):
        return Side.FUTURE if verb.lower_ == "due" else None
    if forms & _AHEAD_MODALS:
        return Side.PAST if "have" in forms else Side.FUTURE
    if forms & _BACK_MODALS:
        return Side.PAST if "have" in forms else Side.FUTURE
    if any(child.lower_ == "to" for child in helpers):
        return _side_of_infinitive(verb, forms)
    tenses = {child.tag_ for child in helpers} | {verb.tag_}
    if verb.lemma_ in _AHEAD_PLANS and forms & {"is", "are", "'s", "’s", "am"}:
        return Side.FUTURE
    if "VBD" in tenses or forms & {"has", "have", "had", "'ve", "’ve"}:
        return Side.PAST
    if verb.tag_ == "VBN":
        return None if forms & {"is", "are"} else Side.PAST
    if verb.tag_ == "VBG":
        return (
            Side.FUTURE if forms & {"is", "are", "am", "'s", "’s", "'re", "’re"} or verb.lemma_ in _STARTING else None
        )
    return None


def _side_of_infinitive(verb: Token, forms: set[str]) -> Side | None:
    if "have" in forms:
        return Side.PAST
    if verb.head.lemma_ in _AHEAD_HEADS or verb.head.lemma_ in ("be", "go", "have"):
        return Side.FUTURE
    return None
