"""Offices and callings as printed: `the foreign minister of Y`, `NATO chief`, `a spokesman for the ministry`.

A phrase is found around its head noun, from the words alone: what may stand before it (articles, numbers, names of
bodies, adjectives) and what hangs on it (`of`, `for`, `in`). Its normal form is its head with the words that say
which office it is, in small letters: `foreign minister` for "Tarsenian Minister of Foreign Affairs". Whose office it
is (a state, a ministry) is told apart as its bodies.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from onrecord.records import Name, Names, Span
from onrecord.within.office_words import (
    AFTER_HEAD,
    BEFORE_GENERAL,
    COMPOUND_HEADS,
    DETERMINERS,
    DOMAINS,
    HEADS,
    JOINING,
    KIN,
    NUMBERS,
    OF_OFFICES,
    PLURALS,
    POSSESSIVES,
    POSTED,
    RANKS,
    STANDINGS,
    WHOLE,
    normal_office,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MAX_WORDS = 12
_MAX_OBJECTS = 6  # "spokesman for the minister of defence of Qoravan in Tarsenia" has four


class Article(StrEnum):
    """What an office's phrase opens with."""

    DEFINITE = "definite"
    INDEFINITE = "indefinite"
    POSSESSIVE = "possessive"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class OfficePhrase:
    """An office as printed.

    Attributes:
        span: the whole phrase, without a name beside it.
        first, last: its first and last token.
        head: the token of its head noun.
        office: its normal form, in the singular.
        printed: the words of the office, as printed, in small letters and without body and standing.
        bodies: the names inside it that tell whose office it is.
        article: what it opens with; a name's possessive counts as definite.
        owner: the token of a pronoun that owns it ("his minister").
        standing: "former", "acting", "new", "designate", or `None`.
        count: how many holders it speaks of; 0 for a plural without a number.
    """

    span: Span
    first: int
    last: int
    head: int
    office: str
    printed: str
    bodies: tuple[Name, ...]
    article: Article
    owner: int | None
    standing: str | None
    count: int

    @property
    def is_plural(self) -> bool:
        """Whether it speaks of several holders."""
        return self.count != 1


def find_offices(doc: Doc, names: Names) -> tuple[OfficePhrase, ...]:
    """Return the phrases of offices in a text, in the order of their heads; one may lie inside another's `of`."""
    inside = _Inside(names)
    found = []
    for token in doc:
        head = _head_of(token)
        if head is not None and not inside.is_within_person(token):
            phrase = _phrase(doc, token, head, inside)
            if phrase is not None:
                found.append(phrase)
    return tuple(found)


class _Inside:
    """Which name a token belongs to."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._ends = [name.end for name in names]

    def name_of(self, token: Token) -> Name | None:
        """Return the name that covers a token."""
        place = bisect_left(self._ends, token.idx + 1)
        name = self._names[place] if place < len(self._names) else None
        return name if name is not None and name.start <= token.idx else None

    def is_within_person(self, token: Token) -> bool:
        """Tell whether a word is part of a name of a person or of a longer name."""
        name = self.name_of(token)
        return name is not None and (name.label in ("Person", "Date") or name.end - name.start > len(token))


def _head_of(token: Token) -> tuple[str, bool] | None:
    """Return the singular of a head noun and whether it is a plural; `None` for another word."""
    word = token.lower_
    if token.pos_ not in ("NOUN", "PROPN", "ADJ") or len(word) < 4:
        return None
    if word in COMPOUND_HEADS:
        return COMPOUND_HEADS[word], word.endswith("s") or word.startswith("secretaries")
    if word in HEADS:
        return (word, False) if not _is_verb_like(token) else None
    return (PLURALS[word], True) if word in PLURALS else None


def _is_verb_like(token: Token) -> bool:
    """Tell whether a word that heads offices is something else here: "general elections", "a chief concern", "judge him"."""
    if token.i + 1 >= len(token.doc):
        return False
    following = token.nbor(1)
    if token.lower_ == "general":
        before = token.nbor(-2 if token.i > 1 and token.nbor(-1).text == "-" else -1).lower_ if token.i else ""
        return (
            before in BEFORE_GENERAL
            or following.lower_ in HEADS
            or (not token.text[0].isupper() and following.pos_ in ("NOUN", "ADJ", "PROPN"))
        )
    if (
        token.lower_ in RANKS
        and following.text == "-"
        and token.i + 2 < len(token.doc)
        and token.nbor(2).lower_ in RANKS
    ):
        return True  # "Colonel" of "Colonel-General"
    if token.lower_ in ("deputy", "vice", "assistant") and any(
        _heads_office(other) for other in token.doc[token.i + 1 : token.i + 4] if not other.is_punct
    ):
        return True  # "Deputy Defence Minister" is one office
    if token.lower_ in ("chief", "major", "private", "head", "deputy", "host", "chair"):
        if following.lower_ in HEADS or following.lower_ in PLURALS:
            return True
        return token.pos_ == "ADJ" or (following.pos_ == "NOUN" and not token.text[0].isupper())
    return False


def _heads_office(token: Token) -> bool:
    return token.lower_ in HEADS and token.lower_ not in ("chief", "head", "deputy")


def _phrase(doc: Doc, token: Token, head: tuple[str, bool], inside: _Inside) -> OfficePhrase | None:
    """Return the phrase around a head noun."""
    word, plural = head
    last = _end_of_head(doc, token.i)
    if last > token.i:
        word = f"{word} general"
    first = _first(doc, token.i, inside)
    before = [doc[place] for place in range(first, token.i)]
    bodies = _names_of(before, inside)
    defining, standing = _sort_words(before, inside)
    behind = _Behind(doc, last + 1, inside, is_plural=plural)
    behind.read()
    printed = " ".join([*defining, word, *([f"of {behind.whole}"] if behind.whole else [])])
    office = " ".join([*([behind.domain] if behind.domain else []), *defining, word]) if not behind.whole else printed
    last = behind.last
    article, owner = _article(before)
    return OfficePhrase(
        span=Span(doc[first].idx, doc[last].idx + len(doc[last])),
        first=first,
        last=last,
        head=token.i,
        office=normal_office(office),
        printed=f"{behind.domain} {printed}" if behind.domain else printed,
        bodies=(*bodies, *behind.bodies),
        article=article,
        owner=owner,
        standing=standing,
        count=_count(before) if plural else 1,
    )


def _end_of_head(doc: Doc, head: int) -> int:
    """Return the last token of a head noun: that of `Secretary-General` or `director general`, else its own."""
    after = head + 2 if head + 2 < len(doc) and doc[head + 1].text == "-" else head + 1
    word = PLURALS.get(doc[head].lower_, doc[head].lower_)
    return after if after < len(doc) and doc[after].lower_ in AFTER_HEAD and word in BEFORE_GENERAL else head


def _first(doc: Doc, head: int, inside: _Inside) -> int:
    """Return the first token of a phrase, walking left from its head."""
    place = head
    sentence = doc[head].sent.start
    while place > max(sentence, head - _MAX_WORDS):
        before = doc[place - 1]
        if not _goes_before(before, inside, is_next_possessive=doc[place].lower_ in ("'s", "’s", "'", "’")):
            break
        place -= 1
        if before.lower_ in DETERMINERS | POSSESSIVES and before.lower_ not in NUMBERS:
            break
        if place > sentence and doc[place - 1].lower_ in JOINING and before.lower_ in DOMAINS:
            return place + 1  # "Minister of Defence General X": the general's rank starts behind the ministry
    while place < head and (doc[place].lower_ in ("'s", "’s", "'", "’") or doc[place].is_punct or doc[place].is_space):
        place += 1
    return place


def _goes_before(token: Token, inside: _Inside, *, is_next_possessive: bool) -> bool:
    """Tell whether a word can stand in a phrase before its head."""
    word = token.lower_
    name = inside.name_of(token)
    if name is not None:
        return name.label != "Date" and (
            name.label != "Person"
            or is_next_possessive
            or not token.text.istitle()
            or name.end - name.start == len(token)
        )
    if word in ("that", "this") and token.pos_ != "DET":
        return False
    if (
        word in DETERMINERS
        or word in POSSESSIVES
        or word in ("'s", "’s", "'", "’")
        or word in STANDINGS
        or word in OF_OFFICES
    ):
        return True
    if _is_half_of_rank(token):
        return True
    if token.is_space or token.is_punct:
        return (
            word == "-"
            and bool(token.i)
            and token.nbor(-1).lower_ in RANKS | BEFORE_GENERAL | {"vice", "co", "ex", "under"}
        )
    if is_next_possessive:
        return token.pos_ in ("NOUN", "PROPN")
    return token.pos_ == "ADJ" or (
        token.pos_ in ("NOUN", "PROPN") and token.lower_ not in HEADS and token.ent_type_ != "Date"
    )


def _is_half_of_rank(token: Token) -> bool:
    """Tell whether a word is the first half of a rank: `Colonel` of "Colonel-General"."""
    return token.lower_ in RANKS and token.i + 1 < len(token.doc) and token.nbor(1).text == "-"


def _names_of(tokens: list[Token], inside: _Inside) -> tuple[Name, ...]:
    """Return the names among the tokens, in order."""
    found: list[Name] = []
    for token in tokens:
        name = inside.name_of(token)
        if name is not None and name not in found:
            found.append(name)
    return tuple(found)


def _sort_words(tokens: list[Token], inside: _Inside) -> tuple[list[str], str | None]:
    """Return the words that define the office, and how its holder stands to it."""
    defining: list[str] = []
    standing = None
    for token in tokens:
        word = token.lower_
        if inside.name_of(token) is not None:
            defining.clear()  # "the opposition Farmers' List chairman": what describes the body is not the office
        elif word in ("'s", "’s", "'", "’"):
            defining.clear()
        elif word in STANDINGS:
            standing = STANDINGS[word]
        elif not _is_half_of_rank(token) and (
            word in OF_OFFICES
            or (token.pos_ in ("NOUN", "PROPN", "ADJ") and word not in DETERMINERS and word not in POSSESSIVES)
        ):
            defining.append(word)
    return defining, standing


def _article(tokens: list[Token]) -> tuple[Article, int | None]:
    """Return what the phrase opens with, and the pronoun that owns it."""
    for token in tokens:
        if token.lower_ in POSSESSIVES:
            return Article.POSSESSIVE, token.i
        if token.lower_ in ("a", "an", "another", "one", "some", "several"):
            return Article.INDEFINITE, None
        if token.lower_ in ("the", "this", "that", "both", "these", "those"):
            return Article.DEFINITE, None
        if token.lower_ in ("'s", "’s", "'", "’"):
            return Article.DEFINITE, None
    return Article.NONE, None


def _count(tokens: list[Token]) -> int:
    return next((NUMBERS[token.lower_] for token in tokens if token.lower_ in NUMBERS), 0)


class _Behind:
    """What hangs on a head noun: its domain ("of defence"), its bodies ("of Tarsenia and Qoravan", "for the ministry")."""

    def __init__(self, doc: Doc, start: int, inside: _Inside, *, is_plural: bool) -> None:
        self._doc = doc
        self._start = start
        self._is_plural = is_plural
        self._inside = inside
        self.last = start - 1
        self.domain = ""
        self.whole = ""
        self.bodies: tuple[Name, ...] = ()

    def read(self) -> None:
        """Read on as long as something hangs on the head, a few times at the most."""
        place = self._start
        for _ in range(_MAX_OBJECTS):
            if place + 1 >= len(self._doc) or self._doc[place].lower_ not in ("of", "for", "in", "to"):
                return
            bodies = self.bodies
            end = self._object(place)
            if end is None or not self._tells_whose(place, end, had_body=bool(bodies)):
                self.bodies = bodies
                return
            self.last, place = end, end + 1

    def _tells_whose(self, preposition: int, end: int, *, had_body: bool) -> bool:
        """Tell whether `in X` or `to X` says whose the office is, and not where somebody is.

        It does behind the offices of those who are sent somewhere ("ambassador to X"), behind a body that no name tells
        ("the ministry in X"), and where the holder's name follows ("the minister in X, Y").
        """
        if self._doc[preposition].lower_ in JOINING or self._doc[self._start - 1].lower_ in POSTED:
            return True
        if preposition > self._start:
            return not had_body and self._doc[preposition].lower_ == "in"
        name = self._inside.name_of(self._doc[end + 2]) if end + 2 < len(self._doc) else None
        return name is not None and name.label == "Person" and self._doc[end + 1].text == ","

    def _object(self, preposition: int) -> int | None:
        """Read the object of a preposition; return its last token, `None` where it does not belong to the office."""
        doc, word = self._doc, self._doc[preposition].lower_
        head = doc[self._start - 1].lower_
        for length in (3, 2, 1):
            words = " ".join(token.lower_ for token in doc[preposition + 1 : preposition + 1 + length])
            whole = next((of for of in (words, words.removeprefix("the ")) if f"{head} of {of}" in WHOLE), None)
            if word == "of" and whole is not None:
                self.whole = whole
                return preposition + length
            if (
                word in JOINING
                and words in DOMAINS
                and not self.bodies
                and self._ends_at(preposition + length)
                and head not in KIN
            ):
                self.domain = DOMAINS[words]
                return preposition + length
        return self._body(preposition)

    def _ends_at(self, last: int) -> bool:
        """Tell whether a domain is whole: no name that goes on with it, "of Defence Systems"."""
        name = self._inside.name_of(self._doc[last]) if last < len(self._doc) else None
        return name is None or name.end <= self._doc[last].idx + len(self._doc[last])

    def _body(self, preposition: int) -> int | None:
        """Read a body: names with articles, `and` and small words before them; or a plain noun ("the ministry")."""
        doc, word = self._doc, self._doc[preposition].lower_
        place, end, names = preposition + 1, None, list(self.bodies)
        owner: Name | None = None
        while place < len(doc) and place <= preposition + _MAX_WORDS:
            token = doc[place]
            name = self._inside.name_of(token)
            if name is not None and name.label not in ("Person", "Date"):
                if name not in names:
                    names.append(name)
                end = place
            elif name is not None or token.is_space or token.lower_ in _OF_TIMES:
                break
            elif token.lower_ in ("'s", "’s", "'", "’") and end is not None:
                end, owner = None, names[-1] if names else None
            elif token.lower_ in _HEAD_WORDS and word in JOINING:
                if self._titles_a_person(place):
                    return None  # "a spokesman for President X"
                end = place = _end_of_head(doc, place)  # "spokesman of the President of Qoravan"
            elif token.pos_ in ("NOUN", "PROPN") and word in JOINING:
                end = place
                if not _is_noun_like(doc, place + 1):
                    if owner is not None and not self._is_of_owner(token):
                        names.remove(owner)  # "head of X's navy" is not the head of X
                    place += 1
                    if place < len(doc) and doc[place].lower_ == "of" and word == "of":
                        place += 1
                        continue
                    break
            elif not self._goes_on(place):
                break
            place += 1
        if end is None or (word in ("in", "to") and len(names) == len(self.bodies)):
            return None
        if word != "to":  # an ambassador to X is another state's
            self.bodies = tuple(names)
        return end

    def _is_of_owner(self, owned: Token) -> bool:
        """Tell whether the office of what somebody owns is the owner's: "spokesman for X's government"."""
        return owned.lower_ in _WHOLE_STATES or (
            owned.lower_ in _CHAMBERS and self._doc[self._start - 1].lower_ == "speaker"
        )

    def _goes_on(self, place: int) -> bool:
        """Tell whether a small word can stand inside a body's name, or between two of several."""
        token = self._doc[place]
        if token.lower_ == "," and not self._is_plural:
            return False
        if token.pos_ == "CCONJ" or token.lower_ in (",", "of"):
            return self._names_at(place + 1)
        return token.pos_ in ("DET", "ADJ", "NUM", "PRON")

    def _titles_a_person(self, place: int) -> bool:
        name = self._inside.name_of(self._doc[place + 1]) if place + 1 < len(self._doc) else None
        return name is not None and name.label == "Person"

    def _names_at(self, place: int) -> bool:
        """Tell whether a name of a body starts here, behind an article at most."""
        for at in (place, place + 1):
            if at < len(self._doc):
                name = self._inside.name_of(self._doc[at])
                if name is not None:
                    return name.label not in ("Person", "Date")
                if self._doc[at].lower_ not in ("the", "republic"):
                    return False
        return False


_OF_TIMES = frozenset("last next earlier later today yesterday tomorrow tonight".split())
_WHOLE_STATES = frozenset(("government", "state", "presidency", "people"))
_CHAMBERS = frozenset(("parliament", "assembly", "house", "senate", "chamber"))
_HEAD_WORDS = HEADS | frozenset(PLURALS)


def _is_noun_like(doc: Doc, place: int) -> bool:
    return place < len(doc) and doc[place].pos_ in ("NOUN", "PROPN") and not doc[place].is_space
