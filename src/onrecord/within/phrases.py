"""Noun phrases that can be the source of quoted words: the subject before a verb, the phrase behind one, their bounds.

Without syntax, phrases are cut at punctuation, conjunctions and verbs. What does not look like a source
(a name, a pronoun, a determined noun phrase) is not returned: no source is better than a wrong one.
"""

from __future__ import annotations

from onrecord.records import Span
from onrecord.within.cues import (
    AUXILIARIES,
    DETERMINERS,
    NOUN_LIKE_FORMS,
    PARTICIPLES,
    PRONOUNS,
    REPORTING_FORMS,
    SOURCE_PRONOUNS,
    is_auxiliary,
    is_reporting,
)
from onrecord.within.titles import ROLE_NOUNS
from onrecord.within.unsaid import INVERTED, QUESTION_WORDS
from onrecord.within.words import Word, words_of

BOUNDARIES = frozenset(
    "that when while after before as because but where if although though since until whose what how why whether than or nor yet "
    "amid following despite unless whereas".split()
)
FRONT_ADJUNCTS = frozenset(
    "on in at during after before as while with for from by under amid since despite following according asked speaking when "
    "meanwhile however earlier later yesterday today finally recently additionally also separately".split()
)
PAST_VERBS = frozenset(
    "met sat went came took gave held left made saw put set drew led ran began kept stood won lost sent brought bought fought sought "
    "broke rose fell fled grew built paid laid knew withdrew arrived became got had has have is are was were will would can could may "
    "might must should does do did shot hit cut let read felt found heard meant spent struck threw wore wants want".split()
)
_DOCUMENTS = frozenset(
    "statement letter post message report communique communiqué tweet note article speech release".split()
)
_CLAUSE_PUNCTUATION = frozenset(';:—–()[]"“”«»/')
_CAUSATIVES = frozenset(
    "prompt prompts prompted prompting lead leads led leading cause causes caused causing force forces forced forcing push pushes pushed pushing provoke "
    "provokes provoked provoking drive drives drove driving move moves moved moving inspire inspires inspired inspiring compel compels compelled compelling "
    "oblige obliges obliged obliging goad goads goaded goading spur spurs spurred spurring get gets got getting leave leaves left leaving allow allows "
    "allowed allowing enable enables enabled enabling".split()
)  # "prompting X to reply": X speaks
SETTING_PREPOSITIONS = frozenset(
    "at in on to from during after before with outside inside via by for under near".split()
)
_RELATIVES = frozenset("who which whose whom".split())
_INSERTED = _RELATIVES | frozenset("speaking when asked in on at after".split())
_MAX_NAME_WORDS = 6
MAX_SOURCE_WORDS = 16
_TIME_NOUNS = frozenset("night morning evening afternoon day week month year time weekend same".split())
_PHRASE_ENDS = frozenset("on in at during who which to with by told adding saying".split())


def subject_of_sentence(text: str, sentence: Span, holes: tuple[Span, ...] = ()) -> Span | None:
    """Return the noun phrase that a sentence starts with, behind opening adjuncts; `None` where none is plain."""
    return main_subject(words_of(text, sentence, holes))


def governor(words: list[Word], to: int, verbs: frozenset[str]) -> int | None:
    """Return which of these verbs governs an infinitive: `prompting` of `prompting X to reply`."""
    for place in range(to - 1, max(-1, to - 8), -1):
        if words[place].text in verbs:
            return place
        if not words[place].is_word and words[place].text != ",":
            return None
    return None


def subject_of(words: list[Word], place: int) -> Span | None:
    """Return the subject of the verb at `place`: the noun phrase before it, or the sentence's own subject."""
    back = place - 1
    while back >= 0 and is_auxiliary(words[back].text):
        back -= 1
    if back < 0:
        return main_subject(words[:place])
    word = words[back]
    if word.lower == "to":
        causing = governor(words, back, _CAUSATIVES)
        if causing is not None and causing + 1 < back:
            return bounded(words[causing + 1 : back])
    if words[place].lower in PARTICIPLES:
        own = _absolute_subject(words, back)
        if own is not None:
            return own
    if words[place].lower in PARTICIPLES and word.text == ",":
        return main_subject(words[:back])
    if word.lower in ("and", "but", "then", "to", "on", "in", "by", "while", "before", "after", "without") or (
        words[place].lower in PARTICIPLES and word.lower not in PRONOUNS
    ):
        return main_subject(words[:back])
    if word.text == ",":
        return _appositive_subject(words, back)
    if word.lower in ("that", "which") and any(
        earlier.lower in _DOCUMENTS for earlier in words[max(0, back - 5) : back]
    ):
        return main_subject(words[:back])  # "the ministry issued a statement on Sunday that accused"
    phrase = phrase_before(words, back)
    if _ends_a_place(words, back - len(phrase)):
        return None  # "X of Columbia, South Carolina said"
    if word.lower in ("who", "which", "that"):
        return bounded(phrase_before(words, back - 1 if back and words[back - 1].text != "," else back - 2))
    return bounded(phrase)


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
    if words[first].lower in SETTING_PREPOSITIONS | FRONT_ADJUNCTS:
        return None
    if words[first - 1].text == "," and not any(word.text == '"' or is_reporting(word) for word in words[:first]):
        return None  # an appositive: "X, the envoy of Y, saying"
    return bounded(words[first : last + 1])


def _appositive_subject(words: list[Word], comma: int) -> Span | None:
    """Return `X, the minister of Y` of `X, the minister of Y, said`; only `X` of `X, who ..., said`."""
    for opening in range(comma - 1, -1, -1):
        if words[opening].text in (",", "—", "–"):
            phrase = phrase_before(words, opening - 1)
            inserted = words[opening + 1 : comma]
            if not phrase or not inserted:
                return None
            if len(phrase) == 1 and phrase[0].text.isdigit():  # an age: "X, 61, a teacher, said"
                return bounded(phrase_before(words, opening - 3)) if opening > 2 else None
            if is_inserted(inserted[0]):
                return bounded(phrase)
            return bounded([*phrase, *words[opening:comma]])
    return None


def is_inserted(first: Word) -> bool:
    """Tell whether words between commas tell more about a name without being another name for it: `, who ...,`, `, 61,`."""
    participle = first.text.islower() and len(first.text) > 4 and first.text.endswith(("ing", "ed"))
    return first.lower in _INSERTED or participle or first.text.isdigit()


def phrase_before(words: list[Word], last: int) -> list[Word]:
    """Return the words of the noun phrase that ends at `last`."""
    first = last + 1
    while first > 0 and last - first + 1 < MAX_SOURCE_WORDS:
        word = words[first - 1]
        if (
            word.text in (",", ".", "!", "?", "…")
            or word.text in _CLAUSE_PUNCTUATION
            or word.lower in BOUNDARIES
            or word.lower in ("who", "which")
        ):
            break
        if is_reporting(word) and word.text not in NOUN_LIKE_FORMS and not _modifies(words, first - 1):
            break
        if word.lower in PAST_VERBS and word.text.islower():
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


def main_subject(words: list[Word]) -> Span | None:
    """Return the subject a sentence starts with, behind an opening adjunct or quotation."""
    start = 0
    while start < len(words) and not words[start].is_word:
        start += 1
    if start and start < len(words) and is_reporting(words[start]):
        return phrase_after(words[start + 1 :])  # "...," said X, adding
    if start < len(words) and (words[start].lower in FRONT_ADJUNCTS or words[start].lower.endswith(("ing", "ly"))):
        commas = [place for place, word in enumerate(words) if word.text == "," and place > start]
        start = commas[0] + 1 if commas else start
    phrase: list[Word] = []
    for word in words[start:]:
        if (
            not word.is_word
            or word.lower in BOUNDARIES
            or word.lower in AUXILIARIES
            or word.lower in PAST_VERBS
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
    return bounded(phrase)


def bounded(phrase: list[Word]) -> Span | None:
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
    if not phrase or len(phrase) > MAX_SOURCE_WORDS:
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
    if not phrase or phrase[0].lower not in FRONT_ADJUNCTS:
        return phrase
    starts = [place for place, word in enumerate(phrase) if word.lower in DETERMINERS or word.lower in PRONOUNS]
    if starts and starts[-1] > 1:
        return phrase[starts[-1] :]
    return phrase[2:] if len(phrase) > 2 and phrase[1].text[0].isupper() and not starts else []


def phrase_after(words: list[Word]) -> Span | None:
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
        ends = word.lower in BOUNDARIES or word.lower in _PHRASE_ENDS
        if (
            phrase
            and ends
            and not (word.lower in ("in", "at", "with", "to") and any(other.text == "," for other in phrase))
        ):
            break
        if phrase and (
            word.lower in AUXILIARIES
            or (is_reporting(word) and word.text not in NOUN_LIKE_FORMS and phrase[-1].lower not in DETERMINERS)
        ):
            break
        phrase.append(word)
        if len(phrase) == 1 and word.lower in PRONOUNS | {"him", "her", "them"}:
            break
    while phrase and not phrase[-1].is_word:
        phrase.pop()
    if len(phrase) == 1 and phrase[0].lower in ("him", "her", "them"):
        return phrase[0].span
    return bounded(phrase)


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
