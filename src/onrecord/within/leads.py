"""Reporting clauses that lead up to words in marks: the cue that governs them, its source and its carriers.

The last cue that can govern what follows counts, unless it hangs on an outer one or only says where somebody
spoke; a preposition, a reply or a colon can do its work. What stands behind the marks is read in `clauses`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.patterns import end_of_run
from onrecord.records import Span
from onrecord.within.cues import (
    ADJACENT_FORMS,
    AUXILIARIES,
    BARE_FORMS,
    NOUN_LIKE_FORMS,
    PARTICIPLES,
    PREPOSITION,
    REPLIES,
    REPORTING_FORMS,
    SOURCE_PRONOUNS,
    is_auxiliary,
    is_cue,
    is_passive,
    with_particle,
)
from onrecord.within.phrases import (
    MAX_SOURCE_WORDS,
    SETTING_PREPOSITIONS,
    bounded,
    governor,
    main_subject,
    phrase_after,
    phrase_before,
    subject_of,
)
from onrecord.within.titles import ROLE_NOUNS
from onrecord.within.unsaid import DENIALS, INVERTED_OR_NAMES, is_unsaid
from onrecord.within.words import Word, words_of

_DETAIL = re.compile(
    r"(?:[\w-]+(?: (?:conference|briefing|station|agency|newspaper|press|news|interview|statement|speech|meeting|committee|council|channel)\b)+"
    r"|(?:to|the|an?|his|her|their|its|same|reporters?|journalists?|lawmakers?|parliament|deputies|supporters?|on|in|at|during|after|before|via|by|with|of"
    r"|for|from|joint|press|news|conference|briefing|interview|statement|later|earlier|again|today|yesterday|flatly|bluntly|simply|only|also|then|\w+ly|me"
    r"|us|them|him|her|station|club|council|minute|address|\d+|[\w-]+-minute|back|this|week|month|wryly|capital)\b"
    r"|[A-Z][\w’'.-]*)\s*"
)
_BEFORE_MARKS = re.compile(r"[,:;–—-]*\s*[“\"‘'«`]*\s*")
QUOTING = frozenset("quoted cited quotes cites".split())
_DEMANDING = frozenset(
    "ask asks asked asking urge urges urged urging tell tells told telling order orders ordered ordering invite invites invited inviting advise advises "
    "advised advising expect expects expected expecting want wants wanted encourage encourages encouraged encouraging challenge challenged challenging "
    "beg begged begging press pressed pressing teach taught".split()
)  # "urged X to say": nobody has said it yet
_SETTINGS = frozenset("speaking talking writing".split())
_COORDINATING = frozenset((*'",:', "and", "or", "later", "then", "else", "also"))  # 'reading "A" and, later, "B"'
_STATEMENTS = frozenset("statement declaration remark comment assertion claim warning pledge promise assurance".split())
_MAX_TO_STATEMENT = 5  # words
_MAX_BEFORE_CHARS = 1200


@dataclass(frozen=True, slots=True)
class ReportingClause:
    """A cue and its source as printed.

    `bare`: the marks hold all that the verb reports. `via`: carriers, outermost first. `cue` is `None` where
    a name and a colon do the verb's work. `unsaid`: the verb reports words that nobody is said to have said.
    """

    cue: Span | None
    source: Span | None
    via: tuple[Span, ...] = ()
    bare: bool = False
    confidence: float = 0.8
    unsaid: bool = False


def find_before(
    text: str, before: Span, holes: tuple[Span, ...] = (), *, headline: bool = False
) -> ReportingClause | None:
    """Return the cue in the sentence that leads up to an opening mark: the last that can govern what follows.

    In a headline a present form reports even where it could be a noun. `holes` are earlier stretches in marks inside `before`: what stands in them is not the reporter's.
    """
    before = Span(max(before.start, before.end - _MAX_BEFORE_CHARS), before.end)
    words = words_of(text, before, tuple(hole for hole in holes if before.covers(hole)))
    shouting = before.of(text).isupper()
    for place in range(len(words) - 1, -1, -1):
        if is_cue(words, place, shouting=shouting, headline=headline) or _is_adjacent_cue(words, place):
            if _is_setting(words, place):
                continue
            return _handed_on(words, place) or _stated_by(words, place) or _clause_before(text, before, words, place)
    replied = _reply_from(words)
    if replied is not None:
        return replied
    match = PREPOSITION.search(text, before.start, before.end)
    if match is None and before.of(text).rstrip().endswith(":"):
        return _colon(words)
    if match:
        following = words_of(text, Span(match.end(), before.end))
        commas = [place for place, word in enumerate(following) if word.text == ","]
        # One comma ends the phrase: what follows is the sentence, no description of the source.
        source = phrase_after(following[: commas[0]] if len(commas) == 1 else following)
        return ReportingClause(Span(match.start(), match.end(0) - trailing_space(match[0])), source, confidence=0.8)
    return None


def _clause_before(text: str, before: Span, words: list[Word], place: int) -> ReportingClause:
    """Return the clause of the cue at `place`, or of the cue whose clause it stands in."""
    source, via, found = _source_before(words, place)
    outer = _outer_cue(words, place)
    source = _without_auxiliary(words, source, place)
    if outer is None:
        subject = first_word(words, source)
        if is_unsaid(words, place, subject, governs=True):
            outer = _reporting_clause(words, subject)
            if outer is None:
                return ReportingClause(words[place].span, source, via, unsaid=True)
    if outer is not None:
        source, via, found = _source_before(words, outer)
        if words[outer].lower in DENIALS or is_unsaid(words, outer, first_word(words, source), governs=False):
            return ReportingClause(words[outer].span, source, via, unsaid=True)
    bare = _is_bare(text, words[place].end, before.end) or (
        bool(via) and found.lower in QUOTING and text[: before.end].rstrip().endswith(":")
    )
    via = via or quoted_by(words[:place])
    return ReportingClause(with_particle(words, found), source, via, bare, 0.85 if source else 0.6)


def _without_auxiliary(words: list[Word], source: Span | None, place: int) -> Span | None:
    """Take the auxiliary off `Will X say`, which is a name in `Will X said`."""
    first = first_word(words, source)
    if source is None or first is None or first + 1 >= place or words[first].lower not in INVERTED_OR_NAMES:
        return source
    is_bare = not words[place].lower.endswith(("s", "ed", "said", "told", "wrote", "ing"))
    return Span(words[first + 1].start, source.end) if is_bare and words[first].is_capitalised else source


def first_word(words: list[Word], source: Span | None) -> int | None:
    """Return which word a source starts with."""
    return (
        None
        if source is None
        else next((place for place, word in enumerate(words) if word.start >= source.start), None)
    )


def _reporting_clause(words: list[Word], subject: int | None) -> int | None:
    """Return the cue that reports a clause as a whole: `said` of `X said that Y never said`."""
    if subject is None or subject < 2:
        return None
    outer = subject - 2 if words[subject - 1].lower == "that" else subject - 1
    return outer if outer > 0 and is_cue(words, outer) and words[outer].lower not in PARTICIPLES else None


def _is_setting(words: list[Word], place: int) -> bool:
    """Tell whether a verb only says where somebody spoke, who spoke by another verb: `said X, speaking at the wall, "..."`."""
    if place + 1 == len(words):
        return False
    pointing = words[place].lower == "pointing" and words[place + 1].lower == "at"
    if words[place].lower not in _SETTINGS and not pointing:
        return False
    return words[place + 1].lower in SETTING_PREPOSITIONS and any(is_cue(words, earlier) for earlier in range(place))


def _handed_on(words: list[Word], place: int) -> ReportingClause | None:
    """Return the clause of `"...," she said, drawing a shrug from X: "..."`: words of somebody whom no verb names.

    The cue of the words before is not the cue of those behind the colon when another name stands in between.
    """
    marks = [number for number, word in enumerate(words[:place]) if word.text == '"']
    if not marks or place - marks[-1] > MAX_SOURCE_WORDS or words[place].lower in PARTICIPLES or words[-1].text != ":":
        return None
    for number in range(place + 1, len(words) - 1):
        doing = words[number]
        if words[number - 1].text == "," and doing.text.islower() and doing.text.endswith("ing"):
            named = any(word.is_capitalised for word in words[number + 1 :])
            return (
                (_reply_from(words) or ReportingClause(doing.span, None, bare=True, confidence=0.5)) if named else None
            )
    return None


def _stated_by(words: list[Word], place: int) -> ReportingClause | None:
    """Return the clause of `X noted the statement made by Y that "..."`, which gives Y's words."""
    for noun in range(place + 1, min(place + _MAX_TO_STATEMENT, len(words) - 2)):
        by = noun + 1 + (words[noun + 1].lower in ("made", "issued", "given", "delivered"))
        if words[noun].lower.removesuffix("s") in _STATEMENTS and words[by].lower in ("by", "of", "from"):
            source = _quoted_speaker(words[by + 1 :])
            leads_up = words[-1].lower in ("that", ":", ",")
            carrier = subject_of(words, place)
            return (
                ReportingClause(words[noun].span, source, (carrier,) if carrier else (), confidence=0.75)
                if source is not None and leads_up
                else None
            )
    return None


def _reply_from(words: list[Word]) -> ReportingClause | None:
    """Return the clause of `the reply from X: "..."`, where that leads up to the marks."""
    for place in range(len(words) - 1, 0, -1):
        if words[place].lower in REPLIES and place + 2 < len(words) and words[place + 1].lower in ("from", "by"):
            if words[-1].text not in (":", ","):
                return None
            return ReportingClause(words[place].span, phrase_after(words[place + 2 :]), bare=True, confidence=0.7)
    return None


def _colon(words: list[Word]) -> ReportingClause | None:
    """Return the clause of `X summed the day up in a sentence: "..."` (any verb, for the colon reports) and of `X: "..."`."""
    while words and not words[-1].is_word:
        words = words[:-1]
    if len(words) > 1 and words[0].is_capitalised and words[0].lower in REPORTING_FORMS - NOUN_LIKE_FORMS - PARTICIPLES:
        inverted = phrase_after(words[1:])  # 'Continued X: "..."'
        if inverted is not None and inverted.end == words[-1].end:
            return ReportingClause(words[0].span, inverted, bare=True, confidence=0.7)
    source = main_subject(words)
    if source is None or source.end == words[-1].end:
        named = bounded(phrase_before(words, len(words) - 1))
        return ReportingClause(None, named, bare=True, confidence=0.6) if named else None
    for place, word in enumerate(words):
        if (
            word.start >= source.end
            and word.text.islower()
            and word.lower not in AUXILIARIES
            and not word.lower.endswith("ly")
        ):
            quoted = _quoted_speaker(words[place + 1 :]) if word.text in QUOTING else None
            if quoted is not None:
                return ReportingClause(word.span, quoted, (source,), bare=True)  # 'TASS cited X: "..."'
            return ReportingClause(word.span, source, confidence=0.6)
    return None


def quoted_by(words: list[Word]) -> tuple[Span, ...]:
    """Return the carrier of `said X, quoted by TASS`."""
    for place in range(1, len(words) - 2):
        if words[place].lower in ("quoted", "cited") and words[place - 1].lower in (",", "as", "when"):
            return _by_phrase(words[place + 1 :])
    return ()


def trailing_space(words: str) -> int:
    """Return how many characters of white space a string ends with."""
    return len(words) - len(words.rstrip())


def _is_adjacent_cue(words: list[Word], place: int) -> bool:
    """Tell whether a verb that seldom reports does so here, because the marks follow at once."""
    if not all(word.text in _COORDINATING for word in words[place + 1 :]) or (
        place + 3 < len(words) and words[place + 1].text != '"'
    ):
        return False
    word = words[place]
    if not place or not word.text.islower():
        return False
    if words[place + 1 :] and words[place + 1].text == ":" and word.text in REPORTING_FORMS:
        return True  # "the report - page nine - states: ..."
    if words[place - 1].lower == "to" and governor(words, place - 1, _DEMANDING) is not None:
        return False
    infinitive = words[place - 1].lower == "to" and word.text in BARE_FORMS and len(words) > place + 1
    return word.text in ADJACENT_FORMS or infinitive


def _source_before(words: list[Word], place: int) -> tuple[Span | None, tuple[Span, ...], Word]:
    """Return source, carriers and the cue proper of a cue that stands before the marks."""
    cue = words[place]
    if place and words[place - 1].lower == "as":
        for quoting in range(place - 2, -1, -1):
            if words[quoting].lower in (*QUOTING, "quoting"):
                between = words[quoting + 1 : place - 1]
                if not any(word.is_word for word in between) or between[0].lower in ("by", "in", "on"):
                    return subject_of(words, quoting), _by_phrase(between) or by_behind(words, place), cue
                carrier = subject_of(words, quoting)
                return bounded(between), (carrier,) if carrier else (), cue
    following = words[place + 1] if place + 1 < len(words) else None
    if cue.lower in QUOTING:
        subject = subject_of(words, place)
        if is_passive(words, place):
            return subject, by_behind(words, place), cue
        quoted = _quoted_speaker(words[place + 1 :])
        if quoted is not None and subject is not None:
            return quoted, (subject,), cue
    if following is not None and following.lower == "by" and not cue.lower.endswith("ing"):
        return phrase_after(words[place + 2 :]), (), cue
    if is_passive(words, place):
        return None, (), cue
    return subject_of(words, place), (), cue


def _quoted_speaker(words: list[Word]) -> Span | None:
    """Return whom a carrier quotes: a name, an office or a pronoun; `None` for a thing, such as a proverb."""
    source = phrase_after(words)
    if source is None or not words:
        return None
    phrase = [word for word in words if word.end <= source.end]
    is_person = phrase[0].is_capitalised or any(
        word.lower in ROLE_NOUNS or word.lower.rstrip("s") in ROLE_NOUNS for word in phrase
    )
    is_person = is_person or phrase[0].lower in ("him", "her", "them")
    return source if is_person and not phrase[-1].text.endswith(("’s", "'s")) else None


def by_behind(words: list[Word], place: int) -> tuple[Span, ...]:
    """Return the carrier behind a verb: TASS in `was quoted as saying by TASS`."""
    for later in range(place + 1, min(place + 4, len(words))):
        if words[later].lower == "by":
            return _by_phrase(words[later:])
    return ()


def _outer_cue(words: list[Word], place: int) -> int | None:
    """Return the cue that a pronoun hangs on: `said` of `X said they spoke about`."""
    back = place - 1
    while back > 0 and is_auxiliary(words[back].text):
        back -= 1
    if back >= 1 and words[back].lower in SOURCE_PRONOUNS:
        outer = back - 2 if words[back - 1].lower == "that" else back - 1
        if outer > 0 and is_cue(words, outer) and words[outer].lower not in PARTICIPLES:
            return outer
    return None


def _by_phrase(words: list[Word]) -> tuple[Span, ...]:
    source = phrase_after(words[1:]) if words and words[0].lower == "by" else None
    return (source,) if source else ()


def _is_bare(text: str, cue_end: int, mark: int) -> bool:
    """Tell whether nothing of what is reported stands between cue and mark: only an addressee, a time, a place."""
    between = text[cue_end:mark]
    if not between.strip(" ,:"):
        return between.rstrip().endswith((",", ":")) or not _continues_lower(text, mark)
    details = end_of_run(_DETAIL, between, len(between) - len(between.lstrip()))
    return bool(_BEFORE_MARKS.fullmatch(between, details)) and (
        between.rstrip()[-1:] in ",:" or not _continues_lower(text, mark)
    )


def _continues_lower(text: str, mark: int) -> bool:
    """Tell whether the quoted words go on with the reporter's sentence: they start small."""
    following = text[mark : mark + 6].lstrip("“\"‘'«`„ ")
    return following[:1].islower()
