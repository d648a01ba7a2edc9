"""Find the time expressions of a text: the rules over its words, what qualifies them, and what only looks like a time.

Reads unanchored: nothing here knows when the report was published.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.records import Span, Stretches
from onrecord.within.time_lexicon import OF_CLASS
from onrecord.within.time_makers import Match
from onrecord.within.time_reading import Relation, Side, TimeReading
from onrecord.within.time_rules import RULES, compiled
from onrecord.within.time_tense import is_deadline, is_promised, side_of
from onrecord.within.time_words import TimeWord, cut_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MAX_QUALIFIERS = 5
NO_STRETCHES = Stretches()


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression: where it stands, what it says, and the rule that found it."""

    span: Span
    reading: TimeReading
    rule: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate: numbers of its first word and the one after its last."""

    first: int
    after: int
    order: int
    reading: TimeReading


@dataclass(frozen=True, slots=True)
class _Qualifier:
    """Words that belong to the time they stand before: pattern, what they qualify, and the TIMEX3 modifier."""

    pattern: str
    fits: Callable[[TimeReading, str], bool]
    mod: str


def _is_point(reading: TimeReading, _words: str) -> bool:
    return reading.relation in (Relation.DATE, Relation.NAME, Relation.SHIFT)


def _is_near(reading: TimeReading, _words: str) -> bool:
    return reading.relation in (Relation.NAME, Relation.SHIFT)


def _is_counted(reading: TimeReading, words: str) -> bool:
    return (reading.relation is Relation.LENGTH and not words.startswith(_ARTICLES)) or words.endswith(" ago")


def _is_many(reading: TimeReading, words: str) -> bool:
    """Tell "over 30 years", which are more, from "over two days", in which something happened."""
    digits = "".join(letter for letter in reading.value if letter.isdigit())
    return _is_counted(reading, words) and len(digits) > 1


def _is_length(reading: TimeReading, _words: str) -> bool:
    return reading.relation is Relation.LENGTH


def _is_rounded(reading: TimeReading, words: str) -> bool:
    if "-W" in reading.value and not reading.clock:
        return False  # "get around Tuesday's ruling"
    return _is_counted(reading, words) or reading.relation in (Relation.DATE, Relation.NAME) or bool(reading.clock)


_ARTICLES = ("the ", "these ", "those ", "this ", "last ", "next ", "past ")
_QUALIFIERS = (
    _Qualifier("the? start of", _is_point, "START"),
    _Qualifier("the? end of", _is_point, "END"),
    _Qualifier("the? middle of", _is_point, "MID"),
    _Qualifier("the rest of", _is_point, ""),
    _Qualifier("the? early hyphen?", _is_point, "START"),
    _Qualifier("the? late hyphen?", _is_point, "END"),
    _Qualifier("the? mid hyphen?", _is_point, "MID"),
    _Qualifier("earlier (on|in)?", _is_near, "START"),
    _Qualifier("later (on|in)?", _is_near, "END"),
    _Qualifier("sometime", _is_point, ""),
    _Qualifier("more than", _is_counted, "MORE_THAN"),
    _Qualifier("over", _is_many, "MORE_THAN"),
    _Qualifier("no more than", _is_counted, "EQUAL_OR_LESS"),
    _Qualifier("less than", _is_counted, "LESS_THAN"),
    _Qualifier("at least", _is_length, "EQUAL_OR_MORE"),
    _Qualifier("(at most)|(up to)", _is_counted, "EQUAL_OR_LESS"),
    _Qualifier("nearly", _is_counted, "APPROX"),
    _Qualifier("about", _is_rounded, "APPROX"),
    _Qualifier("(some|under)", _is_counted, "APPROX"),
)


_LAST_OF_QUALIFIERS = frozenset(
    letter
    for name in (
        "of hyphen early late mid earlier later on in sometime than over least most to nearly about some under"
    ).split()
    for letter in OF_CLASS[name]
)


def find_expressions(
    text: str, span: Span, doc: Doc | None, headlines: Stretches = NO_STRETCHES
) -> Iterator[TimeExpression]:
    """Yield the time expressions in a stretch of text, in order of place, none overlapping another.

    `doc`, where there is one, gives parts of speech (to tell "May" from "may") and tense. In `headlines`, titles and
    captions, the present tense is that of what happened.
    """
    words = cut_words(text, span)
    codes = "".join(word.code for word in words)
    tokens = _Tokens(doc)
    for found in _chosen(_candidates(words, codes), words, codes, tokens):
        whole = _qualified(found, words, codes, text)
        place = Span(words[whole.first].start, words[whole.after - 1].end)
        reading = _sided(whole.reading, place, tokens, headline=bool(headlines.touching(place)))
        yield TimeExpression(place, reading, RULES[whole.order].name + _told_by(whole.reading, reading))


def _candidates(words: Sequence[TimeWord], codes: str) -> list[_Found]:
    found = []
    for order, rule in enumerate(RULES):
        for match in compiled(rule.pattern).finditer(codes):
            if match.end() > match.start():
                reading = rule.make(Match(match, words))
                if reading is not None:
                    found.append(_Found(match.start(), match.end(), order, reading))
    return found


def _chosen(found: list[_Found], words: Sequence[TimeWord], codes: str, tokens: _Tokens) -> Iterator[_Found]:
    """Yield the first, longest, earliest rule's candidate at each place; what only looks like a time yields none."""
    place = 0
    for candidate in sorted(found, key=lambda one: (one.first, -one.after, one.order)):
        if candidate.first < place:
            continue
        verdict = _looks_only(candidate, words, codes, tokens)
        if verdict is None:
            yield candidate
            place = candidate.after
        elif verdict:
            place = candidate.after


class _Tokens:
    """The Doc's tokens by place."""

    def __init__(self, doc: Doc | None) -> None:
        self._doc = doc
        self._starts: list[int] | None = None

    def at(self, place: int) -> Token | None:
        """Return the token at a place of the text."""
        if self._doc is None or len(self._doc) == 0:
            return None
        if self._starts is None:
            self._starts = self._doc.to_array("IDX").tolist()
        return self._doc[max(0, bisect_right(self._starts, place) - 1)]

    def head_in(self, span: Span) -> Token | None:
        """Return the token of a span whose head lies outside of it."""
        first, last = self.at(span.start), self.at(max(span.start, span.end - 1))
        if first is None or last is None or self._doc is None:
            return None
        for token in self._doc[first.i : last.i + 1]:
            if not first.i <= token.head.i <= last.i or token.head.i == token.i:
                return token
        return first


# --- what only looks like a time ---

_OLD, _HYPHEN, _AMOUNT = OF_CLASS["old"], OF_CLASS["hyphen"], OF_CLASS["amount"]
_NOT_YEAR_AFTER = OF_CLASS["count_noun"] + OF_CLASS["magnitude"] + OF_CLASS["magnitudes"] + OF_CLASS["units"]
_NOT_YEAR_BEFORE = _AMOUNT + OF_CLASS["numbered"] + OF_CLASS["than"] + OF_CLASS["slash"]
_CLOCK_CONTEXT = "".join(OF_CLASS[name] for name in "at from to until by about between and since before after".split())
_AIMS = frozenset(OF_CLASS["on"] + OF_CLASS["of"])
_NAMED = frozenset(("Person", "Organization", "Facility", "Product"))
_TITLED = _NAMED | {"Misc"}
_VERBAL = frozenset(("AUX", "VERB", "ADV", "ADJ"))


def _looks_only(found: _Found, words: Sequence[TimeWord], codes: str, tokens: _Tokens) -> bool | None:
    """Return `None` for a time; else whether its words are spent, so that no other rule may have them."""
    first, after = words[found.first], codes[found.after : found.after + 2]
    before = codes[max(0, found.first - 1) : found.first]
    if (after[:1] in _OLD and after) or (after[:1] == _HYPHEN and after[1:] in _OLD and len(after) == 2):
        return True  # an age
    if _is_fraction(found, words, codes):
        return True
    if found.reading.relation in (Relation.SHIFT, Relation.LENGTH) and _is_title(first, words[found.after - 1], tokens):
        return True
    if found.after - found.first > 1:
        return True if _is_age(words, found) else None
    code = first.code
    if code in OF_CLASS["year"]:
        return None if _is_year(words, codes, found, tokens) else False
    if code in OF_CLASS["month"] or code in OF_CLASS["weekday"]:
        named = before and before in OF_CLASS["feast_of"]  # Good Friday has a date of its own, which is not known here
        march = before == OF_CLASS["the"] and after[:1] in _AIMS  # the March on the capital
        return False if named or march or not _is_calendar_name(first, tokens) else None
    if code in OF_CLASS["clock"]:
        return None if before and before in _CLOCK_CONTEXT else False
    if first.words == "now" and after[:1] == _HYPHEN:
        return False
    return None


def _is_fraction(found: _Found, words: Sequence[TimeWord], codes: str) -> bool:
    """Tell "three-quarters" and "two quarters of the vote"."""
    return (
        found.reading.relation is Relation.LENGTH
        and words[found.after - 1].words in ("quarter", "quarters")
        and (codes[found.after : found.after + 1] == OF_CLASS["of"] or _HYPHEN in codes[found.first : found.after])
    )


def _is_age(words: Sequence[TimeWord], found: _Found) -> bool:
    return found.reading.relation is Relation.LENGTH and words[max(0, found.first - 1)].code in OF_CLASS["aged"]


def _is_title(first: TimeWord, last: TimeWord, tokens: _Tokens) -> bool:
    """Tell "This Week" and "60 Minutes", the programmes: names of something else from end to end."""
    left, right = tokens.at(first.start), tokens.at(last.start)
    return left is not None and right is not None and left.ent_type_ == right.ent_type_ and left.ent_type_ in _TITLED


def _is_year(words: Sequence[TimeWord], codes: str, found: _Found, tokens: _Tokens) -> bool:
    before, after = codes[max(0, found.first - 1) : found.first], codes[found.after : found.after + 1]
    if before == _HYPHEN and codes[found.first - 2 : found.first - 1] in OF_CLASS["digits"]:
        return False  # the end of a number of a telephone, a file, an account
    if (before and before in _NOT_YEAR_BEFORE) or (after and after in _NOT_YEAR_AFTER):
        return False
    if not 1900 <= int(words[found.first].words) <= 2099 and not (before and before in OF_CLASS["in"]):
        return False
    token = tokens.at(words[found.first].start)
    return token is None or token.ent_type_ not in ("Money", "Product")


def _is_calendar_name(word: TimeWord, tokens: _Tokens) -> bool:
    token = tokens.at(word.start)
    if token is None:
        return True
    if word.words in ("may", "march") and token.pos_ in _VERBAL:
        return False
    return token.ent_type_ not in _NAMED


# --- what qualifies a time, and its tense ---


def _qualified(found: _Found, words: Sequence[TimeWord], codes: str, text: str) -> _Found:
    """Take in the words before and behind that belong to a time: "early", "the end of", "more than", "or so"."""
    after, reading = found.after, found.reading
    printed = text[words[found.first].start : words[after - 1].end].lower()
    if codes[after : after + 2] in _OR_SO and reading.relation in (Relation.LENGTH, Relation.SHIFT):
        after, reading = after + 2, replace(reading, mod="APPROX")
    if codes[found.first - 1 : found.first] not in _LAST_OF_QUALIFIERS:
        return replace(found, after=after, reading=reading)
    for first in range(max(0, found.first - _MAX_QUALIFIERS), found.first):
        for qualifier in _QUALIFIERS:
            if compiled(qualifier.pattern).fullmatch(codes, first, found.first) and qualifier.fits(reading, printed):
                reading = replace(reading, mod=qualifier.mod or reading.mod)
                return replace(found, first=first, after=after, reading=reading)
    return replace(found, after=after, reading=reading)


_OR_SO = frozenset(left + right for left in OF_CLASS["or"] for right in OF_CLASS["so"])


def _told_by(before: TimeReading, after: TimeReading) -> str:
    """Return what the rule's name adds on how the side of a recurring name is known."""
    if after.relation is not Relation.NAME or before.side is not None:
        return ""
    if after.side is None:
        return ", no tense: the last" if "-WXX-" in after.value else ", no tense: the nearest"
    return f", {after.side} by its verb"


def _sided(reading: TimeReading, place: Span, tokens: _Tokens, *, headline: bool) -> TimeReading:
    """Give a recurring name the side that the tense of its verb says."""
    if reading.relation is not Relation.NAME or reading.side is not None:
        return reading
    head, first = tokens.head_in(place), tokens.at(place.start)
    if head is None or first is None:
        return reading
    side = side_of(head, deadline=is_deadline(first), headline=headline)
    if "-W" in reading.value:
        return replace(reading, side=side)
    if side is Side.PAST and first.i and first.nbor(-1).lower_ == "since":
        side = Side.BEHIND
    elif side is Side.FUTURE and is_promised(head):
        side = Side.AHEAD
    return replace(reading, side=side)
