"""Reported speech: which of the model's attributions say that something was said, and stand without marks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.records import Attribution, Span, Stretches
from onrecord.within.cues import REPORTING_FORMS
from onrecord.within.unsaid import is_unsaid
from onrecord.within.words import words_of

_PRIVATE = frozenset(  # verbs and nouns for what nobody need have said (Quirk et al. 1985: private verbs)
    "think thinks thought thinking believe believes believed believing belief beliefs feel feels felt feeling know knows knew known knowing want wants wanted "
    "wanting wish wishes wished hope hopes hoped hoping expect expects expected expecting expectation expectations fear fears feared fearing doubt doubts "
    "doubted understand understands understood consider considers considered considering see sees saw seen seeing view views viewed regard regards regarded "
    "decide decides decided deciding decision plan plans planned planning intend intends intended intention intentions mean means meant try tries tried "
    "trying seek seeks sought seeking need needs needed like likes liked love loves loved hate hates hated prefer prefers preferred remember remembers "
    "remembered forget forgets forgot forgotten learn learns learned learning realise realize realised realized realises realizes assume assumes assumed "
    "imagine imagines imagined find finds found prove proves proved show shows showed shown aware convinced confident sure certain worried afraid concerned "
    "concern concerns interest interested determined ready willing able support supports supported supporting oppose opposes "
    "opposed opposing seem seems seemed appear appears appeared wonder wonders wondered suspect suspects suspected presume presumes presumed".split()
)
_LEFT_UNDONE = frozenset("decline declines declined declining refuse refuses refused refusing".split())
_WORD = re.compile(r"\w+")
_THAT = re.compile(r"that\s+(?=\S)", re.IGNORECASE)
_SILENCE = re.compile(  # "said nothing about it"; not "said nothing would change"
    r"(?:nothing|little|not a word)\b(?!\s+(?:is|was|will|would|has|had|can|could|may|might|should|must|but|more)\b)",
    re.IGNORECASE,
)
_NEAR_CHARS = 120


def is_speech(found: Attribution, text: str) -> bool:
    """Tell whether an attribution has a cue and a content, and its cue says that something was said."""
    if not found.cue or not found.content:
        return False
    words = [word for span in found.cue for word in _WORD.findall(span.of(text).lower())]
    if not any(word in REPORTING_FORMS and word not in _PRIVATE for word in words) and _PRIVATE & set(words):
        return False
    is_silence = _SILENCE.match(text, found.content[0].start, found.content[0].end) is not None
    return not any(word in _LEFT_UNDONE for word in words) and not is_silence and not _is_unsaid(found, text)


def _is_unsaid(found: Attribution, text: str) -> bool:
    """Tell whether the sentence says that the words were not said, or asks or supposes it."""
    cue = found.cue[0]
    before = max(text.rfind(stop, 0, cue.start) + 1 for stop in (".", "?", "!", "\n"))
    words = words_of(text, Span(max(before, cue.start - _NEAR_CHARS), cue.end))
    source = found.source[0].start if found.source else None
    subject = next((place for place, word in enumerate(words) if word.span.start == source), None)
    return any(
        is_unsaid(words, place, subject, governs=False) for place, word in enumerate(words) if cue.covers(word.span)
    )


def bare(content: tuple[Span, ...], text: str) -> tuple[Span, ...]:
    """Return a content without the `that` that leads up to it."""
    first = _THAT.match(text, content[0].start, content[0].end)
    return content if first is None else (Span(first.end(), content[0].end), *content[1:])


def without_marks(found: Iterable[Attribution], marked: Stretches) -> list[Attribution]:
    """Return the attributions whose cue and content touch no quotation marks, in the order of their ends."""
    plain = [one for one in found if not any(marked.touching(span) for span in (*one.cue, *one.content))]
    return sorted(plain, key=lambda one: (end_of(one), one.cue))


def end_of(found: Attribution) -> int:
    """Return where the last of an attribution's spans ends."""
    return max(span.end for span in (*found.source, *found.cue, *found.content))
