"""The cue that governs words in marks, and the noun phrase that is its subject, from the words around them.

Without syntax, phrases are cut at punctuation, conjunctions and verbs. What does not look like a source
(a name, a pronoun, a determined noun phrase) is not returned: no source is better than a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from onrecord.records import Span
from onrecord.within.cues import (
    ADJACENT_FORMS,
    AUXILIARIES,
    BARE_FORMS,
    DETERMINERS,
    NOUN_LIKE_FORMS,
    PARTICIPLES,
    PARTICLES_OF,
    PREPOSITION,
    PRONOUNS,
    REPLIES,
    REPORTING_FORMS,
    SOURCE_PRONOUNS,
    is_auxiliary,
)
from onrecord.within.names import ROLE_NOUNS
from onrecord.within.unsaid import DENIALS, INVERTED, INVERTED_OR_NAMES, QUESTION_WORDS, is_unsaid
from onrecord.within.words import Word, words_of

_BOUNDARIES = frozenset(
    "that when while after before as because but where if although though since until whose what how why whether than or nor yet "
    "amid following despite unless whereas".split()
)
_FRONT_ADJUNCTS = frozenset(
    "on in at during after before as while with for from by under amid since despite following according asked speaking when "
    "meanwhile however earlier later yesterday today finally recently additionally also separately".split()
)
_PAST_VERBS = frozenset(
    "met sat went came took gave held left made saw put set drew led ran began kept stood won lost sent brought bought fought sought "
    "broke rose fell fled grew built paid laid knew withdrew arrived became got had has have is are was were will would can could may "
    "might must should does do did shot hit cut let read felt found heard meant spent struck threw wore wants want".split()
)
_DOCUMENTS = frozenset(
    "statement letter post message report communique communiqué tweet note article speech release".split()
)
_CLAUSE_PUNCTUATION = frozenset(';:—–()[]"“”«»/')
_DETAIL = re.compile(  # atomic throughout: each word is taken one way only
    r"\s*+(?>(?:[\w-]+(?: (?:conference|briefing|station|agency|newspaper|press|news|interview|statement|speech|meeting|committee|council|channel)\b)+"
    r"|(?:to|the|an?|his|her|their|its|same|reporters?|journalists?|lawmakers?|parliament|deputies|supporters?|on|in|at|during|after|before|via|by|with|of"
    r"|for|from|joint|press|news|conference|briefing|interview|statement|later|earlier|again|today|yesterday|flatly|bluntly|simply|only|also|then|\w+ly|me"
    r"|us|them|him|her|station|club|council|minute|address|\d+|[\w-]+-minute|back|this|week|month|wryly|capital)\b"
    r"|[A-Z][\w’'.-]*)\s*+)*+[,:;–—-]*+\s*+[“\"‘'«`]*+\s*+"
)
_PARTICLES = {
    "call": ("on", "for", "upon"),
    "poin": ("out",),
    "lash": ("out",),
    "hit": ("back", "out"),
    "spea": ("out",),
}
_QUOTING = frozenset("quoted cited quotes cites".split())
_BE = frozenset("is are was were be been being".split())
_CAUSATIVES = frozenset(
    "prompt prompts prompted prompting lead leads led leading cause causes caused causing force forces forced forcing push pushes pushed pushing provoke "
    "provokes provoked provoking drive drives drove driving move moves moved moving inspire inspires inspired inspiring compel compels compelled compelling "
    "oblige obliges obliged obliging goad goads goaded goading spur spurs spurred spurring get gets got getting leave leaves left leaving allow allows "
    "allowed allowing enable enables enabled enabling".split()
)  # "prompting X to reply": X speaks
_DEMANDING = frozenset(
    "ask asks asked asking urge urges urged urging tell tells told telling order orders ordered ordering invite invites invited inviting advise advises "
    "advised advising expect expects expected expecting want wants wanted encourage encourages encouraged encouraging challenge challenged challenging "
    "beg begged begging press pressed pressing teach taught".split()
)  # "urged X to say": nobody has said it yet
_SETTINGS = frozenset("speaking talking writing".split())
_SETTING_PREPOSITIONS = frozenset(
    "at in on to from during after before with outside inside via by for under near".split()
)
_ADDRESSED = frozenset("told asked warned informed reminded advised ordered assured".split())
_WANTING = frozenset("wanted wants".split())  # "wanted to know"
_RELATIVES = frozenset("who which whose whom".split())
_INSERTED = _RELATIVES | frozenset("speaking when asked in on at after".split())
_MAX_DESCRIPTION_WORDS = 14
_MAX_DESCRIPTION_NOUNS = 4
_MAX_NAME_WORDS = 6
_COORDINATING = frozenset((*'",:', "and", "or", "later", "then", "else", "also"))  # 'reading "A" and, later, "B"'
_MAX_SOURCE_WORDS = 16
_TIME_NOUNS = frozenset("night morning evening afternoon day week month year time weekend same".split())
_PHRASE_ENDS = frozenset("on in at during who which to with by told adding saying".split())
_LEADING_VERBS = frozenset("went goes continued wanted used liked likes began".split())  # "he liked to say"
_MAX_BEFORE_CHARS = 1200
_MAX_AFTER_WORDS = 32


@dataclass(frozen=True, slots=True)
class Attribution:
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


def find_before(text: str, before: Span, holes: tuple[Span, ...] = (), *, headline: bool = False) -> Attribution | None:
    """Return the cue in the sentence that leads up to an opening mark: the last that can govern what follows.

    In a headline a present form reports even where it could be a noun. `holes` are earlier stretches in marks inside `before`: what stands in them is not the reporter's.
    """
    before = Span(max(before.start, before.end - _MAX_BEFORE_CHARS), before.end)
    words = words_of(text, before, tuple(hole for hole in holes if before.covers(hole)))
    shouting = before.of(text).isupper()
    for place in range(len(words) - 1, -1, -1):
        if _is_cue(words, place, shouting=shouting, headline=headline) or _is_adjacent_cue(words, place):
            if _is_setting(words, place):
                continue
            return _handed_on(words, place) or _attribution_before(text, before, words, place)
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
        source = _phrase_after(following[: commas[0]] if len(commas) == 1 else following)
        return Attribution(Span(match.start(), match.end(0) - _trailing_space(match[0])), source, confidence=0.8)
    return None


def _attribution_before(text: str, before: Span, words: list[Word], place: int) -> Attribution:
    """Return the attribution of the cue at `place`, or of the cue whose clause it stands in."""
    source, via, found = _source_before(words, place)
    outer = _outer_cue(words, place)
    source = _without_auxiliary(words, source, place)
    if outer is None:
        subject = _first_word(words, source)
        if is_unsaid(words, place, subject, governs=True):
            outer = _reporting_clause(words, subject)
            if outer is None:
                return Attribution(words[place].span, source, via, unsaid=True)
    if outer is not None:
        source, via, found = _source_before(words, outer)
        if words[outer].lower in DENIALS or is_unsaid(words, outer, _first_word(words, source), governs=False):
            return Attribution(words[outer].span, source, via, unsaid=True)
    bare = _is_bare(text, words[place].end, before.end) or (
        bool(via) and found.lower in _QUOTING and text[: before.end].rstrip().endswith(":")
    )
    via = via or _quoted_by(words[:place])
    return Attribution(_with_particle(words, found), source, via, bare, 0.85 if source else 0.6)


def _without_auxiliary(words: list[Word], source: Span | None, place: int) -> Span | None:
    """Take the auxiliary off `Will X say`, which is a name in `Will X said`."""
    first = _first_word(words, source)
    if source is None or first is None or first + 1 >= place or words[first].lower not in INVERTED_OR_NAMES:
        return source
    is_bare = not words[place].lower.endswith(("s", "ed", "said", "told", "wrote", "ing"))
    return Span(words[first + 1].start, source.end) if is_bare and words[first].is_capitalised else source


def _first_word(words: list[Word], source: Span | None) -> int | None:
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
    return outer if outer > 0 and _is_cue(words, outer) and words[outer].lower not in PARTICIPLES else None


def _is_setting(words: list[Word], place: int) -> bool:
    """Tell whether a verb only says where somebody spoke, who spoke by another verb: `said X, speaking at the wall, "..."`."""
    if place + 1 == len(words):
        return False
    pointing = words[place].lower == "pointing" and words[place + 1].lower == "at"
    if words[place].lower not in _SETTINGS and not pointing:
        return False
    return words[place + 1].lower in _SETTING_PREPOSITIONS and any(_is_cue(words, earlier) for earlier in range(place))


def _handed_on(words: list[Word], place: int) -> Attribution | None:
    """Return the attribution of `"...," she said, drawing a shrug from X: "..."`: words of somebody whom no verb names.

    The cue of the words before is not the cue of those behind the colon when another name stands in between.
    """
    marks = [number for number, word in enumerate(words[:place]) if word.text == '"']
    if not marks or place - marks[-1] > _MAX_SOURCE_WORDS or words[place].lower in PARTICIPLES or words[-1].text != ":":
        return None
    for number in range(place + 1, len(words) - 1):
        doing = words[number]
        if words[number - 1].text == "," and doing.text.islower() and doing.text.endswith("ing"):
            named = any(word.is_capitalised for word in words[number + 1 :])
            return (_reply_from(words) or Attribution(doing.span, None, bare=True, confidence=0.5)) if named else None
    return None


def _reply_from(words: list[Word]) -> Attribution | None:
    """Return the attribution of `the reply from X: "..."`, where that leads up to the marks."""
    for place in range(len(words) - 1, 0, -1):
        if words[place].lower in REPLIES and place + 2 < len(words) and words[place + 1].lower in ("from", "by"):
            if words[-1].text not in (":", ","):
                return None
            return Attribution(words[place].span, _phrase_after(words[place + 2 :]), bare=True, confidence=0.7)
    return None


def _colon(words: list[Word]) -> Attribution | None:
    """Return the attribution of `X summed the day up in a sentence: "..."` (any verb, for the colon reports) and of `X: "..."`."""
    while words and not words[-1].is_word:
        words = words[:-1]
    if len(words) > 1 and words[0].is_capitalised and words[0].lower in REPORTING_FORMS - NOUN_LIKE_FORMS - PARTICIPLES:
        inverted = _phrase_after(words[1:])  # 'Continued X: "..."'
        if inverted is not None and inverted.end == words[-1].end:
            return Attribution(words[0].span, inverted, bare=True, confidence=0.7)
    source = _main_subject(words)
    if source is None or source.end == words[-1].end:
        named = _bounded(_phrase_before(words, len(words) - 1))
        return Attribution(None, named, bare=True, confidence=0.6) if named else None
    for place, word in enumerate(words):
        if (
            word.start >= source.end
            and word.text.islower()
            and word.lower not in AUXILIARIES
            and not word.lower.endswith("ly")
        ):
            quoted = _quoted_speaker(words[place + 1 :]) if word.text in _QUOTING else None
            if quoted is not None:
                return Attribution(word.span, quoted, (source,), bare=True)  # 'TASS cited X: "..."'
            return Attribution(word.span, source, confidence=0.6)
    return None


def find_after(text: str, after: Span, *, handed_over: bool = False) -> Attribution | None:
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
        source = _phrase_after(words_of(text, Span(match.end(), after.end)))
        return Attribution(Span(match.start(), match.end() - _trailing_space(match[0])), source, bare=True)
    return (
        _inverted(words, handed_over=handed_over)
        or _subject_then_cue(words, handed_over=handed_over)
        or (_unlisted_cue(words) if handed_over else None)
    )


def _inverted(words: list[Word], *, handed_over: bool) -> Attribution | None:
    """Return the attribution of `said X`, `chimed in X`, and `came the reply from X`."""
    first = words[0]
    if [word.lower for word in words[1:3]] == ["to", "know"] and first.text in _WANTING:
        return Attribution(first.span, _phrase_after(words[3:]), bare=True)
    if _has_particle(words, 0):
        return Attribution(Span(first.start, words[1].end), _phrase_after(words[2:]), bare=True)
    if _is_reporting(first) and first.lower not in PARTICIPLES:
        source = _phrase_after(words[1:])
        if first.text in NOUN_LIKE_FORMS and not (handed_over and source):
            return None  # 'His "sorry" state was plain'
        return Attribution(first.span, source, _quoted_by(words), bare=True, confidence=0.9)
    if first.lower not in ("came", "comes", "was", "is", "went"):
        return None
    reply = next((place for place, word in enumerate(words[:6]) if word.lower in REPLIES), None)
    if reply is None or not all(word.is_word for word in words[:reply]):
        return None
    if words[reply + 1 : reply + 2] and words[reply + 1].lower in ("from", "of", "by"):
        return Attribution(words[reply].span, _phrase_after(words[reply + 2 :]), bare=True, confidence=0.7)
    owner = words[1:reply]
    named = owner and owner[-1].text.endswith(("’s", "'s"))
    source = (
        _bounded([*owner[:-1], replace(owner[-1], text=owner[-1].text[:-2], end=owner[-1].end - 2)]) if named else None
    )
    return Attribution(words[reply].span, source, bare=True, confidence=0.6)


def _has_particle(words: list[Word], place: int) -> bool:
    """Tell whether a verb and its particle report together: `chimed in`."""
    return place + 1 < len(words) and words[place + 1].text in PARTICLES_OF.get(words[place].text, ())


def _quoted_by(words: list[Word]) -> tuple[Span, ...]:
    """Return the carrier of `said X, quoted by TASS`."""
    for place in range(1, len(words) - 2):
        if words[place].lower in ("quoted", "cited") and words[place - 1].lower in (",", "as", "when"):
            return _by_phrase(words[place + 1 :])
    return ()


def in_headline(text: str, before: Span, after: Span) -> Attribution | None:
    """Return the attribution of a quoted headline: `Name: "..."`, `Name says "..."`, `"...", says Name`."""
    lead = text[before.start : before.end].rstrip()
    if lead.endswith(":"):
        words = words_of(text, Span(before.start, before.start + len(lead) - 1))
        name = _leading_name(words)
        return Attribution(None, name, bare=True, confidence=0.7) if name else None
    return find_before(text, before, headline=True) or find_after(text, after)


def subject_of_sentence(text: str, sentence: Span, holes: tuple[Span, ...] = ()) -> Span | None:
    """Return the noun phrase that a sentence starts with, behind opening adjuncts; `None` where none is plain."""
    return _main_subject(words_of(text, sentence, holes))


def _leading_name(words: list[Word]) -> Span | None:
    """Return the capitalised words a headline starts with, all of them when there are few."""
    while words and not words[0].is_word:
        words = words[1:]
    if len(words) <= 4:
        return Span(words[0].start, words[-1].end) if words else None
    count = next((place for place, word in enumerate(words) if not word.text[0].isupper()), len(words))
    return Span(words[0].start, words[count - 1].end) if 0 < count <= 4 else None


def _trailing_space(words: str) -> int:
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
    if words[place - 1].lower == "to" and _governor(words, place - 1, _DEMANDING) is not None:
        return False
    infinitive = words[place - 1].lower == "to" and word.text in BARE_FORMS and len(words) > place + 1
    return word.text in ADJACENT_FORMS or infinitive


def _governor(words: list[Word], to: int, verbs: frozenset[str]) -> int | None:
    """Return which of these verbs governs an infinitive: `prompting` of `prompting X to reply`."""
    for place in range(to - 1, max(-1, to - 8), -1):
        if words[place].text in verbs:
            return place
        if not words[place].is_word and words[place].text != ",":
            return None
    return None


def _with_particle(words: list[Word], cue: Word) -> Span:
    """Return a cue with the particle that makes it another verb: `called on`, `pointed out`."""
    following = next((word for word in words if word.start > cue.start), None)
    if following is not None and following.lower in _PARTICLES.get(cue.lower[:4], ()):
        return Span(cue.start, following.end)
    return cue.span


def _is_reporting(word: Word) -> bool:
    return word.text.islower() and word.text in REPORTING_FORMS


def _is_cue(words: list[Word], place: int, *, shouting: bool = False, headline: bool = False) -> bool:
    """Tell whether a word reports speech here: a verb form, and not one that stands as a noun or infinitive."""
    word = words[place]
    if word.lower not in REPORTING_FORMS or not (word.text.islower() or shouting):
        return False
    before = words[place - 1] if place else None
    if headline and before is not None and word.lower in NOUN_LIKE_FORMS and word.lower not in BARE_FORMS:
        return True
    if word.lower in NOUN_LIKE_FORMS and word.lower in BARE_FORMS:
        return before is not None and before.lower in ("they", "we", "i", "you")  # "they claim", never "Falk claim"
    if word.lower in NOUN_LIKE_FORMS:
        if before is None or not before.is_word:
            return False
        named = before.lower in PRONOUNS or before.text[0].isupper() or before.lower == "not"
        return named or (place > 1 and words[place - 2].lower in DETERMINERS and before.lower not in AUXILIARIES)
    if before is None:
        return word.lower in PARTICIPLES or shouting
    if before.lower == "to":
        return any(other.lower in _LEADING_VERBS for other in words[max(0, place - 4) : place])
    if word.lower.startswith("continu") and [following.lower for following in words[place + 1 : place + 2]] == ["to"]:
        return False
    if [following.lower for following in words[place + 1 : place + 3]] in (
        ["not", "to"],
        ["to", "remain"],
    ):  # "asked not to be named"
        return False
    stands_as_noun = before.lower in DETERMINERS and word.lower in PARTICIPLES
    return not stands_as_noun and before.lower not in ("the", "a", "an", "this", "of", "no")


def _source_before(words: list[Word], place: int) -> tuple[Span | None, tuple[Span, ...], Word]:
    """Return source, carriers and the cue proper of a cue that stands before the marks."""
    cue = words[place]
    if place and words[place - 1].lower == "as":
        for quoting in range(place - 2, -1, -1):
            if words[quoting].lower in (*_QUOTING, "quoting"):
                between = words[quoting + 1 : place - 1]
                if not any(word.is_word for word in between) or between[0].lower in ("by", "in", "on"):
                    return _subject(words, quoting), _by_phrase(between) or _by_behind(words, place), cue
                carrier = _subject(words, quoting)
                return _bounded(between), (carrier,) if carrier else (), cue
    following = words[place + 1] if place + 1 < len(words) else None
    if cue.lower in _QUOTING:
        subject = _subject(words, place)
        if _is_passive(words, place):
            return subject, _by_behind(words, place), cue
        quoted = _quoted_speaker(words[place + 1 :])
        if quoted is not None and subject is not None:
            return quoted, (subject,), cue
    if following is not None and following.lower == "by" and not cue.lower.endswith("ing"):
        return _phrase_after(words[place + 2 :]), (), cue
    if _is_passive(words, place):
        return None, (), cue
    return _subject(words, place), (), cue


def _quoted_speaker(words: list[Word]) -> Span | None:
    """Return whom a carrier quotes: a name, an office or a pronoun; `None` for a thing, such as a proverb."""
    source = _phrase_after(words)
    if source is None or not words:
        return None
    phrase = [word for word in words if word.end <= source.end]
    is_person = phrase[0].is_capitalised or any(
        word.lower in ROLE_NOUNS or word.lower.rstrip("s") in ROLE_NOUNS for word in phrase
    )
    is_person = is_person or phrase[0].lower in ("him", "her", "them")
    return source if is_person and not phrase[-1].text.endswith(("’s", "'s")) else None


def _by_behind(words: list[Word], place: int) -> tuple[Span, ...]:
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
        if outer > 0 and _is_cue(words, outer) and words[outer].lower not in PARTICIPLES:
            return outer
    return None


def _is_passive(words: list[Word], place: int) -> bool:
    back = place - 1
    while back >= 0 and (
        words[back].lower in ("also", "not", "once", "already", "being", "been") or words[back].lower.endswith("ly")
    ):
        back -= 1
    return back >= 0 and words[back].lower in _BE and words[place].lower.endswith(("ed", "told", "said", "written"))


def _by_phrase(words: list[Word]) -> tuple[Span, ...]:
    source = _phrase_after(words[1:]) if words and words[0].lower == "by" else None
    return (source,) if source else ()


def _subject(words: list[Word], place: int) -> Span | None:
    """Return the subject of the verb at `place`: the noun phrase before it, or the sentence's own subject."""
    back = place - 1
    while back >= 0 and is_auxiliary(words[back].text):
        back -= 1
    if back < 0:
        return _main_subject(words[:place])
    word = words[back]
    if word.lower == "to":
        causing = _governor(words, back, _CAUSATIVES)
        if causing is not None and causing + 1 < back:
            return _bounded(words[causing + 1 : back])
    if words[place].lower in PARTICIPLES:
        own = _absolute_subject(words, back)
        if own is not None:
            return own
    if words[place].lower in PARTICIPLES and word.text == ",":
        return _main_subject(words[:back])
    if word.lower in ("and", "but", "then", "to", "on", "in", "by", "while", "before", "after", "without") or (
        words[place].lower in PARTICIPLES and word.lower not in PRONOUNS
    ):
        return _main_subject(words[:back])
    if word.text == ",":
        return _appositive_subject(words, back)
    if word.lower in ("that", "which") and any(
        earlier.lower in _DOCUMENTS for earlier in words[max(0, back - 5) : back]
    ):
        return _main_subject(words[:back])  # "the ministry issued a statement on Sunday that accused"
    phrase = _phrase_before(words, back)
    if _ends_a_place(words, back - len(phrase)):
        return None  # "X of Columbia, South Carolina said"
    if word.lower in ("who", "which", "that"):
        return _bounded(_phrase_before(words, back - 1 if back and words[back - 1].text != "," else back - 2))
    return _bounded(phrase)


def _ends_a_place(words: list[Word], comma: int) -> bool:
    """Tell whether what follows a comma is the rest of a place: `X of Columbia, South Carolina`."""
    if comma < 3 or words[comma].text != ",":
        return False
    first = comma
    while first and words[first - 1].is_capitalised:
        first -= 1
    return first < comma and first > 1 and words[first - 1].text in ("of", "from") and words[first - 2].is_capitalised


def _absolute_subject(words: list[Word], last: int) -> Span | None:
    """Return the X of `she said, with X adding` and of `she said, X adding`."""
    if not words[last].is_capitalised:
        return None
    first = last
    while first and words[first - 1].is_word and words[first - 1].lower not in ("with", "and", "while"):
        first -= 1
    if not first or words[first - 1].lower not in ("with", ",") or last - first > _MAX_NAME_WORDS:
        return None
    if words[first].lower in _SETTING_PREPOSITIONS | _FRONT_ADJUNCTS:
        return None
    if words[first - 1].text == "," and not any(word.text == '"' or _is_reporting(word) for word in words[:first]):
        return None  # an appositive: "X, the envoy of Y, saying"
    return _bounded(words[first : last + 1])


def _appositive_subject(words: list[Word], comma: int) -> Span | None:
    """Return `X, the minister of Y` of `X, the minister of Y, said`; only `X` of `X, who ..., said`."""
    for opening in range(comma - 1, -1, -1):
        if words[opening].text in (",", "—", "–"):
            phrase = _phrase_before(words, opening - 1)
            inserted = words[opening + 1 : comma]
            if not phrase or not inserted:
                return None
            if len(phrase) == 1 and phrase[0].text.isdigit():  # an age: "X, 61, a teacher, said"
                return _bounded(_phrase_before(words, opening - 3)) if opening > 2 else None
            if _is_inserted(inserted[0]):
                return _bounded(phrase)
            return _bounded([*phrase, *words[opening:comma]])
    return None


def _is_inserted(first: Word) -> bool:
    """Tell whether words between commas tell more about a name without being another name for it: `, who ...,`, `, 61,`."""
    participle = first.text.islower() and len(first.text) > 4 and first.text.endswith(("ing", "ed"))
    return first.lower in _INSERTED or participle or first.text.isdigit()


def _phrase_before(words: list[Word], last: int) -> list[Word]:
    """Return the words of the noun phrase that ends at `last`."""
    first = last + 1
    while first > 0 and last - first + 1 < _MAX_SOURCE_WORDS:
        word = words[first - 1]
        if (
            word.text in (",", ".", "!", "?", "…")
            or word.text in _CLAUSE_PUNCTUATION
            or word.lower in _BOUNDARIES
            or word.lower in ("who", "which")
        ):
            break
        if _is_reporting(word) and word.text not in NOUN_LIKE_FORMS and not _modifies(words, first - 1):
            break
        if word.lower in _PAST_VERBS and word.text.islower():
            break
        if word.lower == "and" and not _joins_names(words, first - 1, last):
            break
        first -= 1
    return words[first : last + 1]


def _modifies(words: list[Word], place: int) -> bool:
    """Tell whether a verb form stands as an adjective: `the proposed envoy`."""
    return place > 0 and words[place - 1].lower in ("the", "a", "an", "his", "her", "its", "their")


def _joins_names(words: list[Word], place: int, last: int) -> bool:
    before = words[place - 1] if place else None
    after = words[place + 1] if place < last else None
    if before is None or after is None or not before.is_word:
        return False
    return (
        before.text[0].isupper() or not before.text.islower() or before.lower == "both" or after.lower in DETERMINERS
    ) and (after.text[0].isupper() or after.lower in DETERMINERS)


def _main_subject(words: list[Word]) -> Span | None:
    """Return the subject a sentence starts with, behind an opening adjunct or quotation."""
    start = 0
    while start < len(words) and not words[start].is_word:
        start += 1
    if start and start < len(words) and _is_reporting(words[start]):
        return _phrase_after(words[start + 1 :])  # "...," said X, adding
    if start < len(words) and (words[start].lower in _FRONT_ADJUNCTS or words[start].lower.endswith(("ing", "ly"))):
        commas = [place for place, word in enumerate(words) if word.text == "," and place > start]
        start = commas[0] + 1 if commas else start
    phrase: list[Word] = []
    for word in words[start:]:
        if (
            not word.is_word
            or word.lower in _BOUNDARIES
            or word.lower in AUXILIARIES
            or word.lower in _PAST_VERBS
            or word.lower in ("who", "which")
        ):
            break
        if (
            word.text.islower()
            and (word.text in REPORTING_FORMS or word.text.endswith("ed"))
            and phrase
            and phrase[-1].lower not in DETERMINERS
        ):
            break
        phrase.append(word)
        if len(phrase) == 1 and word.lower in PRONOUNS:
            break
    return _bounded(phrase)


def _bounded(phrase: list[Word]) -> Span | None:
    """Return a phrase's span when it looks like a source: a pronoun, a name, a determined noun."""
    phrase = _without_front(phrase)
    while len(phrase) > 1 and phrase[0].lower in _TIME_NOUNS:
        phrase = phrase[1:]  # "late that night X said"
    if len(phrase) > 1 and phrase[0].is_capitalised and phrase[0].lower in INVERTED | QUESTION_WORDS:
        phrase = phrase[1:]  # "Had X said"
    if phrase and phrase[-1].lower in SOURCE_PRONOUNS and len(phrase) > 1:
        phrase = phrase[-1:]  # "in a letter read out by the vicar she"
    while phrase and not phrase[-1].is_word and phrase[-1].text != ".":
        phrase = phrase[:-1]
    if not phrase or len(phrase) > _MAX_SOURCE_WORDS:
        return None
    first = phrase[0]
    if first.lower in PRONOUNS and len(phrase) > 1:
        return None
    looks = first.lower in PRONOUNS or first.lower in DETERMINERS or first.text[0].isupper() or first.text[0].isdigit()
    if not looks and any(word.text[0].isupper() for word in phrase) and not first.lower.endswith("ed"):
        looks = len(phrase) <= 6  # "former minister X"
    if not looks or first.lower in ("in", "on", "at"):
        return None
    return Span(phrase[0].start, phrase[-1].end)


def _without_front(phrase: list[Word]) -> list[Word]:
    """Take an adjunct without a comma off a phrase: `On Monday` of `On Monday the minister`."""
    while phrase and not phrase[0].is_word:
        phrase = phrase[1:]
    if not phrase or phrase[0].lower not in _FRONT_ADJUNCTS:
        return phrase
    starts = [place for place, word in enumerate(phrase) if word.lower in DETERMINERS or word.lower in PRONOUNS]
    if starts and starts[-1] > 1:
        return phrase[starts[-1] :]
    return phrase[2:] if len(phrase) > 2 and phrase[1].text[0].isupper() and not starts else []


def _phrase_after(words: list[Word]) -> Span | None:
    """Return the noun phrase that these words start with, an appositive included."""
    phrase: list[Word] = []
    for place, word in enumerate(words):
        if not word.is_word:
            described = all(part.text.islower() for part in phrase) or (bool(phrase) and phrase[-1].text in ROLE_NOUNS)
            if word.text == "," and phrase and _opens_appositive(words[place + 1 :], described=described):
                phrase.append(word)
                continue
            if (
                word.text in (".", "-")
                and place
                and words[place - 1].text.istitle()
                and len(words[place - 1].text) <= 3
            ):
                phrase.append(word)
                continue
            break
        ends = word.lower in _BOUNDARIES or word.lower in _PHRASE_ENDS
        if (
            phrase
            and ends
            and not (word.lower in ("in", "at", "with", "to") and any(other.text == "," for other in phrase))
        ):
            break
        if phrase and (
            word.lower in AUXILIARIES
            or (_is_reporting(word) and word.text not in NOUN_LIKE_FORMS and phrase[-1].lower not in DETERMINERS)
        ):
            break
        phrase.append(word)
        if len(phrase) == 1 and word.lower in PRONOUNS | {"him", "her", "them"}:
            break
    while phrase and not phrase[-1].is_word:
        phrase.pop()
    if len(phrase) == 1 and phrase[0].lower in ("him", "her", "them"):
        return phrase[0].span
    return _bounded(phrase)


def _opens_appositive(words: list[Word], *, described: bool) -> bool:
    """Tell whether words after a comma describe the name before it (`, the council's envoy`), or name whom it describes."""
    if not words:
        return False
    if described and words[0].text[0].isupper():
        return True
    return words[0].lower in ("the", "a", "an", "his", "her", "its", "their") or (
        words[0].text[0].isupper()
        and any(word.text in ("’s", "'s") or word.text.endswith(("’s", "'s")) for word in words[:3])
    )


def _subject_then_cue(words: list[Word], *, handed_over: bool) -> Attribution | None:
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
        is_cue = (_is_cue(words, place) and word.lower not in PARTICIPLES) or _has_particle(words, place) or wants
        if place and is_cue:
            if relative is not None and _belongs_to_relative(words, place, relative):
                continue
            back = place - 1
            while back >= 0 and is_auxiliary(words[back].text):
                back -= 1
            if described == place:
                source: Span | None = Span(words[0].start, words[back].end)
            else:
                source = _bounded(_without_relative(words[: relative or back + 1]))
            return _attribution_behind(words, place, source) if source else None
        if place == 0 and described is None and not _starts_source(words):
            return None
    return None


def _starts_source(words: list[Word]) -> bool:
    """Tell whether a clause starts with a source: a name, a pronoun, a determiner, or a description (`mediator X`)."""
    first = words[0]
    if first.is_capitalised or first.lower in DETERMINERS or first.lower in PRONOUNS:
        return True
    return len(words) > 1 and words[1].is_capitalised and not first.lower.endswith(("ed", "s"))


def _attribution_behind(words: list[Word], place: int, source: Span) -> Attribution | None:
    """Return the attribution of a cue behind its subject: by that subject, unless it is who was told or did not say it."""
    cue = Span(words[place].start, words[place + 1].end) if _has_particle(words, place) else words[place].span
    if _is_passive(words, place) and words[place].lower in _ADDRESSED:
        return Attribution(cue, (*_by_behind(words, place), None)[0], bare=True, confidence=0.6)
    unsaid = is_unsaid(words, place, _first_word(words, source), governs=False)
    return Attribution(cue, source, _quoted_by(words), bare=True, confidence=0.9, unsaid=unsaid)


def _belongs_to_relative(words: list[Word], place: int, relative: int) -> bool:
    """Tell whether a verb is one of `a diplomat who declined because he was not authorised to speak`, and not the main one."""
    back = place - 1
    while back > relative and is_auxiliary(words[back].text):
        back -= 1
    return back == relative or words[back].lower in PRONOUNS or _is_passive(words, place)


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
        if place and _is_cue(words, place) and not is_bare and word.lower not in PARTICIPLES | NOUN_LIKE_FORMS:
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
    return words[last].is_capitalised and before not in _SETTING_PREPOSITIONS | {"of"}


def _may_describe(words: list[Word], place: int, *, named: bool) -> bool:
    """Tell whether a word can stand in a description that has no article in front."""
    word = words[place]
    if not word.is_word:
        return word.text == "," and named
    if word.lower in _BOUNDARIES | PRONOUNS or (word.lower in _PAST_VERBS and word.text.islower()):
        return False
    if place == 0:
        return word.lower not in _FRONT_ADJUNCTS | DETERMINERS | AUXILIARIES | _SETTING_PREPOSITIONS | {"of", "and"}
    following = words[place + 1] if place + 1 < len(words) else None
    does = word.text.islower() and word.text.endswith("ed") and "-" not in word.text and following is not None
    return not (
        does and following and (following.is_capitalised or following.lower in DETERMINERS | _SETTING_PREPOSITIONS)
    )


def _unlisted_cue(words: list[Word]) -> Attribution | None:
    """Return the attribution of `X quavered` and `read one`: a short clause with a verb that no list holds."""
    clause = words[: next((place for place, word in enumerate(words) if not word.is_word), len(words))]
    if len(clause) < 2:
        return None
    first = clause[0]
    if first.text in AUXILIARIES | _PAST_VERBS - ADJACENT_FORMS:
        return None
    if first.text.islower() and first.lower not in DETERMINERS and first.lower not in PRONOUNS:
        if not first.lower.endswith(("ed", "s")) and first.text not in ADJACENT_FORMS:
            return None
        if clause[1].lower == "to" and clause[2:3] and clause[2].lower in DETERMINERS:  # "launched to the crowd X"
            named = next((place for place, word in enumerate(clause[:6]) if word.is_capitalised), None)
            clause = [first, *clause[named:]] if named is not None else clause
        starts_phrase = clause[1].text[0].isupper() or clause[1].lower in DETERMINERS or clause[1].lower in PRONOUNS
        source = (
            _phrase_after(clause[1:]) if starts_phrase and first.lower not in _BOUNDARIES | _FRONT_ADJUNCTS else None
        )
        return Attribution(first.span, source, bare=True, confidence=0.6) if source else None
    for place, word in enumerate(clause[1:6], start=1):
        if (
            word.text.islower()
            and (word.text.endswith("ed") or word.text in ADJACENT_FORMS or _shoots_back(clause, place))
            and word.lower not in AUXILIARIES
        ):
            source = _bounded(clause[:place])
            return Attribution(word.span, source, bare=True, confidence=0.6) if source else None
    return None


def _shoots_back(clause: list[Word], place: int) -> bool:
    """Tell whether `back` makes any verb an answer: `X shot back`."""
    return place + 1 < len(clause) and clause[place + 1].lower == "back"


def _carried(words: list[Word]) -> Attribution | None:
    """Return the attribution of `TASS quoted X as telling reporters` and of `X was quoted as saying by TASS`."""
    for place, word in enumerate(words):
        if place and word.lower in _QUOTING and words[place - 1].text != ",":
            telling = _telling(words, place)
            if _is_passive(words, place):
                return _carried_passive(words, place, telling)
            if telling is not None:
                carrier = _bounded(_without_relative(words[:place]))
                source = _bounded(words[place + 1 : telling - 1])
                return Attribution(words[telling].span, source, (carrier,) if carrier else (), bare=True)
    return None


def _telling(words: list[Word], quoting: int) -> int | None:
    """Return the verb of `quoted X as telling`."""
    for place in range(quoting + 2, len(words)):
        if words[place - 1].lower == "as" and words[place].lower in PARTICIPLES:
            return place
    return None


def _carried_passive(words: list[Word], quoting: int, telling: int | None) -> Attribution:
    back = quoting - 1
    while back >= 0 and is_auxiliary(words[back].text):
        back -= 1
    source = _bounded(_without_relative(words[: back + 1]))
    via = _by_behind(words, quoting) or (_by_behind(words, telling) if telling is not None else ())
    return Attribution(words[quoting if telling is None else telling].span, source, via, bare=True)


def _without_relative(words: list[Word]) -> list[Word]:
    """Take `, who ...`, `, 61` and `, speaking ...` off a subject."""
    for place, word in enumerate(words[:-1]):
        if word.text == "," and _is_inserted(words[place + 1]):
            return words[:place]
    return words


def _is_bare(text: str, cue_end: int, mark: int) -> bool:
    """Tell whether nothing of what is reported stands between cue and mark: only an addressee, a time, a place."""
    between = text[cue_end:mark]
    if not between.strip(" ,:"):
        return between.rstrip().endswith((",", ":")) or not _continues_lower(text, mark)
    return bool(_DETAIL.fullmatch(between)) and (between.rstrip()[-1:] in ",:" or not _continues_lower(text, mark))


def _continues_lower(text: str, mark: int) -> bool:
    """Tell whether the quoted words go on with the reporter's sentence: they start small."""
    following = text[mark : mark + 6].lstrip("“\"‘'«`„ ")
    return following[:1].islower()
