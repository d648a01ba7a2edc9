"""Whether a verb of speech reports words that were said: not when they are denied, asked, supposed or only possible.

Only verbs of uttering are looked at: "did not confirm" and "may consider" deny nobody's words. What somebody will
say, or used to say, counts as said.
"""

from __future__ import annotations

from onrecord.within.cues import is_auxiliary
from onrecord.within.words import Word

_UTTERING = frozenset(
    "say says said saying tell tells told telling utter utters uttered uttering write writes wrote written writing announce announces announced "
    "announcing declare declares declared declaring shout shouts shouted shouting reply replies replied replying answer answers answered answering "
    "claim claims claimed claiming state states stated stating mention mentions mentioned mentioning comment comments commented commenting elaborate elaborates elaborated specify specifies "
    "specified disclose discloses disclosed exclaim exclaims exclaimed promise promises promised whisper whispered ask asks asked".split()
)
DENIALS = frozenset("deny denies denied denying".split())
_NOT_DONE = DENIALS | frozenset("without avoid avoids avoided avoiding".split())
_NOT_DONE_AND_OF = frozenset("short instead".split())  # "stopped short of saying"
_NOT_DONE_TO = frozenset(
    "refuse refuses refused refusing decline declines declined declining fail fails failed failing unable unwilling reluctant "
    "forbidden hesitated forgot yet if".split()
)  # "refused to say", "has yet to say", "as if to say"
_NEGATIONS = frozenset("not never cannot hardly scarcely n't".split())
_MODALS = frozenset("may might can could should must cannot".split())
_LIMITS = frozenset("only just merely simply".split())  # "would not only say": he did
_EXCEPTIONS = frozenset("but except beyond".split())  # "did not say anything but"
_SUPPOSING = frozenset("if unless whether nor".split())
_NOBODY = frozenset("neither nobody none no".split())
QUESTION_WORDS = frozenset("who whom what when where why how which".split())
INVERTED = frozenset("did does has had have would could should might must is was were are shall".split())
"""Auxiliaries that open a question or a condition, and are no names: `Had Sand said`."""
INVERTED_OR_NAMES = frozenset("do can will may".split())
"""Auxiliaries that may open a name as well: `Will Dace said`, but `Will Dace say`."""


def is_unsaid(words: list[Word], place: int, subject: int | None, *, governs: bool) -> bool:
    """Tell whether the verb at `place` reports no words that were said.

    Args:
        words: the reporter's words.
        place: where the verb stands.
        subject: where its subject starts; `None` when unknown.
        governs: what follows the verb in `words` leads up to the quoted words.
    """
    if words[place].lower not in _UTTERING:
        return False
    following = {word.lower for word in words[place + 1 :]} if governs else set()
    start = place
    while start and is_auxiliary(words[start - 1].text):
        start -= 1
    chain = [word.lower for word in words[start:place]]
    if _LIMITS & set(chain) or (_LIMITS | _EXCEPTIONS) & following or {"more", "than"} <= following:
        return False
    if any(word in _NEGATIONS or word.endswith(("n't", "n’t")) for word in chain):
        return True
    if _MODALS & set(chain) or {"would", "have"} <= set(chain):
        return True
    return _is_left_undone(words, start) or (subject is not None and _is_supposed(words, subject))


def _is_left_undone(words: list[Word], start: int) -> bool:
    """Tell whether what governs a verb says that it was not done: `denied saying`, `refused to say`."""
    before = [word.lower for word in words[max(0, start - 2) : start]]
    if not before:
        return False
    if before[-1] == "to":
        return before[0] in _NOT_DONE_TO
    return before[-1] in _NOT_DONE or (before[-1] == "of" and before[0] in _NOT_DONE_AND_OF)


def _is_supposed(words: list[Word], subject: int) -> bool:
    """Tell whether a subject is nobody, or stands behind an `if` or the auxiliary of a question."""
    if words[subject].lower in _NOBODY:
        return True
    if not subject:
        return False
    before = words[subject - 1].lower
    if before in _SUPPOSING:
        return True
    if before not in INVERTED | INVERTED_OR_NAMES:
        return False
    return not _LIMITS & {word.lower for word in words[: subject - 1]}  # "only then did he say"
