"""The reporting clause behind closing marks: what `said X` or `X said` attributes there; and quoted headlines.

A clause starts with its cue or with the cue's subject. A verb that no list holds reports only where the quoted words
hand over to it; a carrier may stand between (`TASS quoted X as saying`).
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.records import Span
from onrecord.within.cues import (
    ADJACENT_FORMS,
    AUXILIARIES,
    BARE_FORMS,
    DETERMINERS,
    NOUN_LIKE_FORMS,
    PARTICIPLES,
    PREPOSITION,
    PRONOUNS,
    REPLIES,
    has_particle,
    is_auxiliary,
    is_cue,
    is_passive,
    is_reporting,
)
from onrecord.within.leads import (
    QUOTING,
    ReportingClause,
    by_behind,
    find_before,
    first_word,
    quoted_by,
    trailing_space,
)
from onrecord.within.phrases import (
    BOUNDARIES,
    FRONT_ADJUNCTS,
    PAST_VERBS,
    SETTING_PREPOSITIONS,
    bounded,
    is_inserted,
    phrase_after,
)
from onrecord.within.unsaid import is_unsaid
from onrecord.within.words import Word, words_of

_ADDRESSED = frozenset("told asked warned informed reminded advised ordered assured".split())
_WANTING = frozenset("wanted wants".split())  # "wanted to know"
_MAX_DESCRIPTION_WORDS = 14
_MAX_DESCRIPTION_NOUNS = 4
_MAX_AFTER_WORDS = 32


def find_after(text: str, after: Span, *, handed_over: bool = False) -> ReportingClause | None:
    """Return the cue in the words that follow a closing mark in its sentence: `said X`, `X said`, `according to X`.

    `handed_over`: the quoted words end with a comma, a question or an exclamation mark inside the marks, which
    hands over to a reporting clause; then any verb in its place reports.
    """
    words = words_of(text, after)
    while words and not words[0].is_word:
        words = words[1:]
    words = words[:_MAX_AFTER_WORDS]
    if words and words[0].lower == "so":
        words = words[1:]
    if not words or words[0].lower in ("which", "who", "that", "and", "or", "but", "as"):
        return None
    match = PREPOSITION.match(text, words[0].start, after.end)
    if match:
        source = phrase_after(words_of(text, Span(match.end(), after.end)))
        return ReportingClause(Span(match.start(), match.end() - trailing_space(match[0])), source, bare=True)
    return (
        _inverted(words, handed_over=handed_over)
        or _subject_then_cue(words, handed_over=handed_over)
        or (_unlisted_cue(words) if handed_over else None)
    )


def _inverted(words: list[Word], *, handed_over: bool) -> ReportingClause | None:
    """Return the attribution of `said X`, `chimed in X`, and `came the reply from X`."""
    first = words[0]
    if [word.lower for word in words[1:3]] == ["to", "know"] and first.text in _WANTING:
        return ReportingClause(first.span, phrase_after(words[3:]), bare=True)
    if has_particle(words, 0):
        return ReportingClause(Span(first.start, words[1].end), phrase_after(words[2:]), bare=True)
    if is_reporting(first) and first.lower not in PARTICIPLES:
        source = phrase_after(words[1:])
        if first.text in NOUN_LIKE_FORMS and not (handed_over and source):
            return None  # 'His "sorry" state was plain'
        return ReportingClause(first.span, source, quoted_by(words), bare=True, confidence=0.9)
    if first.lower not in ("came", "comes", "was", "is", "went"):
        return None
    reply = next((place for place, word in enumerate(words[:6]) if word.lower in REPLIES), None)
    if reply is None or not all(word.is_word for word in words[:reply]):
        return None
    if words[reply + 1 : reply + 2] and words[reply + 1].lower in ("from", "of", "by"):
        return ReportingClause(words[reply].span, phrase_after(words[reply + 2 :]), bare=True, confidence=0.7)
    owner = words[1:reply]
    named = owner and owner[-1].text.endswith(("’s", "'s"))
    source = (
        bounded([*owner[:-1], replace(owner[-1], text=owner[-1].text[:-2], end=owner[-1].end - 2)]) if named else None
    )
    return ReportingClause(words[reply].span, source, bare=True, confidence=0.6)


def _subject_then_cue(words: list[Word], *, handed_over: bool) -> ReportingClause | None:
    """Return the attribution of `X said` and of `TASS quoted X as telling reporters`."""
    carried = _carried(words)
    if carried is not None:
        return carried
    described = _described_cue(words, handed_over=handed_over)
    relative: int | None = None
    for place, word in enumerate(words):
        if word.text in (";", ".") and not (word.text == "." and place and len(words[place - 1].text) <= 3):
            return None
        if word.lower in ("who", "which") and place and words[place - 1].is_word and relative is None:
            relative = place
        if described is not None and place < described:
            continue
        wants = word.text in _WANTING and [later.lower for later in words[place + 1 : place + 3]] == ["to", "know"]
        reports = (is_cue(words, place) and word.lower not in PARTICIPLES) or has_particle(words, place) or wants
        if place and reports:
            if relative is not None and _belongs_to_relative(words, place, relative):
                continue
            back = place - 1
            while back >= 0 and is_auxiliary(words[back].text):
                back -= 1
            if described == place:
                source: Span | None = Span(words[0].start, words[back].end)
            else:
                source = bounded(_without_relative(words[: relative or back + 1]))
            return _clause_behind(words, place, source) if source else None
        if place == 0 and described is None and not _starts_source(words):
            return None
    return None


def _starts_source(words: list[Word]) -> bool:
    """Tell whether a clause starts with a source: a name, a pronoun, a determiner, or a description (`mediator X`)."""
    first = words[0]
    if first.is_capitalised or first.lower in DETERMINERS or first.lower in PRONOUNS:
        return True
    return len(words) > 1 and words[1].is_capitalised and not first.lower.endswith(("ed", "s"))


def _clause_behind(words: list[Word], place: int, source: Span) -> ReportingClause | None:
    """Return the attribution of a cue behind its subject: by that subject, unless it is who was told or did not say it."""
    cue = Span(words[place].start, words[place + 1].end) if has_particle(words, place) else words[place].span
    if is_passive(words, place) and words[place].lower in _ADDRESSED:
        return ReportingClause(cue, (*by_behind(words, place), None)[0], bare=True, confidence=0.6)
    unsaid = is_unsaid(words, place, first_word(words, source), governs=False)
    return ReportingClause(cue, source, quoted_by(words), bare=True, confidence=0.9, unsaid=unsaid)


def _belongs_to_relative(words: list[Word], place: int, relative: int) -> bool:
    """Tell whether a verb is one of `a diplomat who declined because he was not authorised to speak`, and not the main one."""
    back = place - 1
    while back > relative and is_auxiliary(words[back].text):
        back -= 1
    return back == relative or words[back].lower in PRONOUNS or is_passive(words, place)


def _described_cue(words: list[Word], *, handed_over: bool) -> int | None:
    """Return the cue whose subject is a description without an article: `ferry captain X said`, `ministry officials said`.

    It starts small, holds nothing that only a clause holds, and ends in a name; without one the words before must
    hand over to a reporting clause.
    """
    if not words[0].text[0].isdigit() and not words[0].text[0].islower():
        return None
    named = False
    for place, word in enumerate(words[:_MAX_DESCRIPTION_WORDS]):
        is_bare = word.lower in BARE_FORMS and place and not words[place - 1].text.endswith("s")  # "former judge X"
        if place and is_cue(words, place) and not is_bare and word.lower not in PARTICIPLES | NOUN_LIKE_FORMS:
            last = place - 1
            while last and is_auxiliary(words[last].text):
                last -= 1
            return place if _closes_description(words, last, named=named, handed_over=handed_over) else None
        if not _may_describe(words, place, named=named):
            return None
        named = named or word.is_capitalised
    return None


def _closes_description(words: list[Word], last: int, *, named: bool, handed_over: bool) -> bool:
    """Tell whether a description can end at a word: in a name that no preposition leads to, or briefly."""
    if handed_over and last < _MAX_DESCRIPTION_NOUNS:
        return True
    if words[last].text == "," or (named and words[last].text.isdigit()):
        return named
    first = last
    while first and words[first - 1].is_capitalised:
        first -= 1
    before = words[first - 1].lower if first else ""
    return words[last].is_capitalised and before not in SETTING_PREPOSITIONS | {"of"}


def _may_describe(words: list[Word], place: int, *, named: bool) -> bool:
    """Tell whether a word can stand in a description that has no article in front."""
    word = words[place]
    if not word.is_word:
        return word.text == "," and named
    if word.lower in BOUNDARIES | PRONOUNS or (word.lower in PAST_VERBS and word.text.islower()):
        return False
    if place == 0:
        return word.lower not in FRONT_ADJUNCTS | DETERMINERS | AUXILIARIES | SETTING_PREPOSITIONS | {"of", "and"}
    following = words[place + 1] if place + 1 < len(words) else None
    does = word.text.islower() and word.text.endswith("ed") and "-" not in word.text and following is not None
    return not (
        does and following and (following.is_capitalised or following.lower in DETERMINERS | SETTING_PREPOSITIONS)
    )


def _unlisted_cue(words: list[Word]) -> ReportingClause | None:
    """Return the attribution of `X quavered` and `read one`: a short clause with a verb that no list holds."""
    clause = words[: next((place for place, word in enumerate(words) if not word.is_word), len(words))]
    if len(clause) < 2:
        return None
    first = clause[0]
    if first.text in AUXILIARIES | PAST_VERBS - ADJACENT_FORMS:
        return None
    if first.text.islower() and first.lower not in DETERMINERS and first.lower not in PRONOUNS:
        if not first.lower.endswith(("ed", "s")) and first.text not in ADJACENT_FORMS:
            return None
        if clause[1].lower == "to" and clause[2:3] and clause[2].lower in DETERMINERS:  # "launched to the crowd X"
            named = next((place for place, word in enumerate(clause[:6]) if word.is_capitalised), None)
            clause = [first, *clause[named:]] if named is not None else clause
        starts_phrase = clause[1].text[0].isupper() or clause[1].lower in DETERMINERS or clause[1].lower in PRONOUNS
        source = phrase_after(clause[1:]) if starts_phrase and first.lower not in BOUNDARIES | FRONT_ADJUNCTS else None
        return ReportingClause(first.span, source, bare=True, confidence=0.6) if source else None
    for place, word in enumerate(clause[1:6], start=1):
        if (
            word.text.islower()
            and (word.text.endswith("ed") or word.text in ADJACENT_FORMS or _shoots_back(clause, place))
            and word.lower not in AUXILIARIES
        ):
            source = bounded(clause[:place])
            return ReportingClause(word.span, source, bare=True, confidence=0.6) if source else None
    return None


def _shoots_back(clause: list[Word], place: int) -> bool:
    """Tell whether `back` makes any verb an answer: `X shot back`."""
    return place + 1 < len(clause) and clause[place + 1].lower == "back"


def _carried(words: list[Word]) -> ReportingClause | None:
    """Return the attribution of `TASS quoted X as telling reporters` and of `X was quoted as saying by TASS`."""
    for place, word in enumerate(words):
        if place and word.lower in QUOTING and words[place - 1].text != ",":
            telling = _telling(words, place)
            if is_passive(words, place):
                return _carried_passive(words, place, telling)
            if telling is not None:
                carrier = bounded(_without_relative(words[:place]))
                source = bounded(words[place + 1 : telling - 1])
                return ReportingClause(words[telling].span, source, (carrier,) if carrier else (), bare=True)
    return None


def _telling(words: list[Word], quoting: int) -> int | None:
    """Return the verb of `quoted X as telling`."""
    for place in range(quoting + 2, len(words)):
        if words[place - 1].lower == "as" and words[place].lower in PARTICIPLES:
            return place
    return None


def _carried_passive(words: list[Word], quoting: int, telling: int | None) -> ReportingClause:
    back = quoting - 1
    while back >= 0 and is_auxiliary(words[back].text):
        back -= 1
    source = bounded(_without_relative(words[: back + 1]))
    via = by_behind(words, quoting) or (by_behind(words, telling) if telling is not None else ())
    return ReportingClause(words[quoting if telling is None else telling].span, source, via, bare=True)


def _without_relative(words: list[Word]) -> list[Word]:
    """Take `, who ...`, `, 61` and `, speaking ...` off a subject."""
    for place, word in enumerate(words[:-1]):
        if word.text == "," and is_inserted(words[place + 1]):
            return words[:place]
    return words


def in_headline(text: str, before: Span, after: Span) -> ReportingClause | None:
    """Return the attribution of a quoted headline: `Name: "..."`, `Name says "..."`, `"...", says Name`."""
    lead = text[before.start : before.end].rstrip()
    if lead.endswith(":"):
        words = words_of(text, Span(before.start, before.start + len(lead) - 1))
        name = _leading_name(words)
        return ReportingClause(None, name, bare=True, confidence=0.7) if name else None
    return find_before(text, before, headline=True) or find_after(text, after)


def _leading_name(words: list[Word]) -> Span | None:
    """Return the capitalised words a headline starts with, all of them when there are few."""
    while words and not words[0].is_word:
        words = words[1:]
    if len(words) <= 4:
        return Span(words[0].start, words[-1].end) if words else None
    count = next((place for place, word in enumerate(words) if not word.text[0].isupper()), len(words))
    return Span(words[0].start, words[count - 1].end) if 0 < count <= 4 else None
