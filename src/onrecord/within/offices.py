"""Offices and callings as printed: `the foreign minister of Y`, `NATO chief`, `a spokesman for the ministry`.

A phrase is found around its head noun, from the words alone: what may stand before it (articles, numbers, names of
bodies, adjectives) and what hangs on it (`of`, `for`, `in`). Its normal form is its head with the words that say
which office it is, in small letters: `foreign minister` for "Tarsenian Minister of Foreign Affairs". Whose office it
is (a state, a ministry) is told apart as its bodies.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.records import Name, Names, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PLAIN_HEADS = (
    "president minister premier chancellor chief leader head chairman chairwoman chairperson chair speaker spokesman spokeswoman spokesperson envoy "
    "ambassador representative commissioner governor mayor director commander negotiator mediator deputy king queen emir prince princess sultan pope "
    "patriarch prosecutor correspondent professor secretary undersecretary senator congressman congresswoman lawmaker diplomat adviser advisor aide "
    "coordinator general admiral colonel major captain lieutenant sergeant corporal private marshal judge justice archbishop bishop cardinal rapporteur "
    "treasurer inspector superintendent sheriff attorney ombudsman councillor consul attache attaché counsel counterpart predecessor successor host premier "
    "monarch ruler dictator strongman boss"
)
_KIN = frozenset(
    "brother sister father mother son daughter husband wife widow widower uncle aunt nephew niece cousin grandfather "
    "grandmother grandson granddaughter".split()
)
HEADS = frozenset(_PLAIN_HEADS.split()) | _KIN | {"colleague"}
"""The nouns that an office's phrase ends in, or hangs its body on."""

_PLURALS = (
    {f"{head}s": head for head in HEADS}
    | {head.replace("man", "men"): head for head in HEADS if head.endswith("man")}
    | {"secretaries": "secretary", "undersecretaries": "undersecretary", "deputies": "deputy", "attorneys": "attorney"}
    | {"bosses": "boss", "attachés": "attaché", "spokespeople": "spokesperson"}
)
_COMPOUND_HEADS = {  # printed as one word with a hyphen, or ending in an adjective
    "secretary-general": "secretary general",
    "secretaries-general": "secretary general",
    "under-secretary-general": "under-secretary-general",
    "undersecretary-general": "under-secretary-general",
    "director-general": "director general",
    "attorney-general": "attorney general",
    "vice-president": "vice president",
    "vice-presidents": "vice president",
    "vice-chairman": "vice chairman",
    "commander-in-chief": "commander-in-chief",
    "prosecutor-general": "prosecutor general",
    "governor-general": "governor general",
    "colonel-general": "general",
    "lieutenant-general": "general",
    "major-general": "general",
    "vice-premier": "deputy prime minister",
}
_BEFORE_GENERAL = frozenset(("secretary", "director", "attorney", "prosecutor", "governor"))
_AFTER_HEAD = {"general"}  # "Secretary General": the head stands before its adjective
_RANKS = frozenset(
    "general admiral colonel major captain lieutenant sergeant corporal private marshal commander".split()
)
OF_OFFICES = frozenset(
    "prime foreign defence defense interior finance justice health economy economic energy trade education agriculture transport culture environment labour "
    "labor industry information communications deputy vice first second special permanent presidential government parliamentary parliament general executive chief "
    "managing senior supreme press political military naval army police opposition state assistant principal regional federal national central bank "
    "security intelligence peace human rights crisis council external internal home emergency emergencies refugee climate budget tourism sports science lady "
    "diplomatic party group house senate majority minority committee rebel separatist religious spiritual top chief lead election electoral relations faction "
    "development planning cabinet border customs court water mission delegation office royal under-secretary national".split()
)
"""Words that belong to an office's name and stand before its head."""
_DOMAINS = {  # behind "minister of", "for"
    "foreign affairs": "foreign",
    "external affairs": "foreign",
    "foreign relations": "foreign",
    "international relations": "foreign",
    "defence": "defence",
    "defense": "defence",
    "national defence": "defence",
    "national defense": "defence",
    "internal affairs": "interior",
    "the interior": "interior",
    "interior": "interior",
    "finance": "finance",
    "justice": "justice",
    "health": "health",
    "public health": "health",
    "economy": "economy",
    "the economy": "economy",
    "economic affairs": "economy",
    "energy": "energy",
    "trade": "trade",
    "education": "education",
    "agriculture": "agriculture",
    "transport": "transport",
    "culture": "culture",
    "the environment": "environment",
    "environment": "environment",
    "labour": "labour",
    "labor": "labour",
    "industry": "industry",
    "information": "information",
    "emergency situations": "emergency situations",
    "state": "",  # "secretary of state", "head of state": see `_WHOLE`
}
_SENT = frozenset(
    "ambassador envoy representative correspondent commander delegate adviser advisor commissioner governor minister".split()
)
_WHOLE = frozenset(
    (
        "secretary of state",
        "head of state",
        "head of government",
        "chief of staff",
        "chief of the general staff",
        "minister of state",
    )
)
_STANDINGS = {
    "former": "former", "ex": "former", "ex-": "former", "late": "former", "ousted": "former", "deposed": "former", "outgoing": "outgoing",
    "then": "former", "previous": "former", "one-time": "former", "retired": "former", "acting": "acting", "interim": "acting", "caretaker": "acting", "new": "new",
    "newly": "new", "incoming": "designate", "designate": "designate", "elect": "designate", "resigned": "former", "departing": "outgoing", "current": "current",
    "incumbent": "current",
}  # fmt: skip
_DETERMINERS = frozenset(
    "the a an this that these those both each every another one two three four five some several all".split()
)
_POSSESSIVES = frozenset("his her its their our my your".split())
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
_JOINING = frozenset(("of", "for"))
_POSTED = frozenset(  # whose office says where or to whom they are sent: "ambassador to the UN"
    word
    for head in "ambassador envoy representative emissary delegate adviser advisor aide consul correspondent mediator coordinator attaché attache".split()
    for word in (head, f"{head}s")
)
_MAX_WORDS = 12
_SAME = {  # normal forms of one office
    "premier": "prime minister",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "general secretary": "secretary general",
    "defense": "defence",
    "advisor": "adviser",
    "labor": "labour",
    "head of government": "prime minister",
    "vice premier": "deputy prime minister",
    "prime ministerial": "prime minister",
    "top diplomat": "foreign minister",
    "chief diplomat": "foreign minister",
    "foreign policy chief": "foreign policy chief",
}
_FIRST_OF_A_BODY = frozenset(
    ("secretary general", "president", "prime minister", "chair", "director general", "director", "head", "chancellor", "king", "queen", "emir", "sultan",
     "commissioner", "executive director", "chief executive", "governor", "speaker", "managing director", "head of state", "commander", "monarch", "pope")
)  # fmt: skip
_LEADERS = _FIRST_OF_A_BODY - {
    "speaker",
    "governor",
    "director",
    "commissioner",
    "executive director",
    "managing director",
}
_WIDER = {  # what a loose word for an office may mean
    "chief": _FIRST_OF_A_BODY,
    "boss": _FIRST_OF_A_BODY,
    "head": _FIRST_OF_A_BODY,
    "leader": _LEADERS,
    "ruler": _LEADERS,
    "strongman": _LEADERS,
    "head of state": frozenset(("president", "king", "queen", "emir", "sultan", "monarch")),
    "monarch": frozenset(("king", "queen", "emir", "sultan")),
}
POINTING = frozenset(("counterpart", "predecessor", "successor", "host", "colleague", *_KIN))
"""Heads that say only how somebody stands to somebody else."""


_GENERAL = re.compile(r"\bgeneral (secretary|director)\b")
_DEPUTY = re.compile(r"\b(?:first )?(?:deputy|vice)\s")


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


@lru_cache(maxsize=4096)
def normal_office(words: str) -> str:
    """Return the form that two ways to print one office share: `prime minister` for "premier"."""
    words = words.replace("defense", "defence").replace("secretary-general", "secretary general")
    words = _GENERAL.sub(r"\1 general", words)
    deputy = _DEPUTY.search(words)
    if deputy is not None and deputy.start():
        words = f"{deputy[0].strip()} {words[: deputy.start()]}{words[deputy.end() :]}".strip()
    last = words.rpartition(" ")
    return _SAME.get(words) or (f"{last[0]} {_SAME.get(last[2], last[2])}".strip())


def is_single(office: str) -> bool:
    """Tell whether a body has one holder of an office at a time: a president, a foreign minister, no spokesman."""
    office = normal_office(office)
    if any(word in office.split() for word in ("deputy", "vice", "assistant", "former", "state")):
        return office == "head of state"
    head = office.rpartition(" ")[2]
    return office in _FIRST_OF_A_BODY - {"head", "director", "commissioner", "commander"} or (
        head == "minister" and " " in office
    )


def is_telling(office: str) -> bool:
    """Tell whether an office as a title sets its holder apart: "Foreign Minister X", no rank and no loose word."""
    head = normal_office(office).rpartition(" ")[2]
    return (
        head not in _RANKS and office not in _WIDER and head not in ("professor", "judge", "justice", "correspondent")
    )


@lru_cache(maxsize=4096)
def offices_agree(mentioned: str, held: str, *, of_body: bool = False) -> bool:
    """Tell whether somebody who holds an office can be meant by another word for it.

    "Minister" can mean a foreign minister; "foreign minister" cannot mean a defence minister. With `of_body`, where it
    is said whose office it is, loose words reach further: "the NATO chief" can mean its secretary general.
    """
    mentioned, held = normal_office(mentioned), normal_office(held)
    if mentioned == held:
        return True
    if mentioned in _WIDER and (of_body or mentioned == "head of state"):
        return held in _WIDER[mentioned] or mentioned in held.split()
    return " " not in mentioned and mentioned not in _WIDER and held.rpartition(" ")[2] == mentioned


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
    if word in _COMPOUND_HEADS:
        return _COMPOUND_HEADS[word], word.endswith("s") or word.startswith("secretaries")
    if word in HEADS:
        return (word, False) if not _is_verb_like(token) else None
    return (_PLURALS[word], True) if word in _PLURALS else None


def _is_verb_like(token: Token) -> bool:
    """Tell whether a word that heads offices is something else here: "general elections", "a chief concern", "judge him"."""
    if token.i + 1 >= len(token.doc):
        return False
    following = token.nbor(1)
    if token.lower_ == "general":
        before = token.nbor(-2 if token.i > 1 and token.nbor(-1).text == "-" else -1).lower_ if token.i else ""
        return (
            before in _BEFORE_GENERAL
            or following.lower_ in HEADS
            or (not token.text[0].isupper() and following.pos_ in ("NOUN", "ADJ", "PROPN"))
        )
    if (
        token.lower_ in _RANKS
        and following.text == "-"
        and token.i + 2 < len(token.doc)
        and token.nbor(2).lower_ in _RANKS
    ):
        return True  # "Colonel" of "Colonel-General"
    if token.lower_ in ("deputy", "vice", "assistant") and any(
        _heads_office(other) for other in token.doc[token.i + 1 : token.i + 4] if not other.is_punct
    ):
        return True  # "Deputy Defence Minister" is one office
    if token.lower_ in ("chief", "major", "private", "head", "deputy", "host", "chair"):
        if following.lower_ in HEADS or following.lower_ in _PLURALS:
            return True
        return token.pos_ == "ADJ" or (following.pos_ == "NOUN" and not token.text[0].isupper())
    return False


def _heads_office(token: Token) -> bool:
    return token.lower_ in HEADS and token.lower_ not in ("chief", "head", "deputy")


def _phrase(doc: Doc, token: Token, head: tuple[str, bool], inside: _Inside) -> OfficePhrase | None:
    """Return the phrase around a head noun."""
    word, plural = head
    last = token.i
    after = last + 2 if last + 2 < len(doc) and doc[last + 1].text == "-" else last + 1  # "Secretary-General"
    if after < len(doc) and doc[after].lower_ in _AFTER_HEAD and word in _BEFORE_GENERAL:
        word, last = f"{word} general", after
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


def _first(doc: Doc, head: int, inside: _Inside) -> int:
    """Return the first token of a phrase, walking left from its head."""
    place = head
    sentence = doc[head].sent.start
    while place > max(sentence, head - _MAX_WORDS):
        before = doc[place - 1]
        if not _goes_before(before, inside, is_next_possessive=doc[place].lower_ in ("'s", "’s", "'", "’")):
            break
        place -= 1
        if before.lower_ in _DETERMINERS | _POSSESSIVES and before.lower_ not in _NUMBERS:
            break
        if place > sentence and doc[place - 1].lower_ in _JOINING and before.lower_ in _DOMAINS:
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
        word in _DETERMINERS
        or word in _POSSESSIVES
        or word in ("'s", "’s", "'", "’")
        or word in _STANDINGS
        or word in OF_OFFICES
    ):
        return True
    if _is_half_of_rank(token):
        return True
    if token.is_space or token.is_punct:
        return (
            word == "-"
            and bool(token.i)
            and token.nbor(-1).lower_ in _RANKS | _BEFORE_GENERAL | {"vice", "co", "ex", "under"}
        )
    if is_next_possessive:
        return token.pos_ in ("NOUN", "PROPN")
    return token.pos_ == "ADJ" or (
        token.pos_ in ("NOUN", "PROPN") and token.lower_ not in HEADS and token.ent_type_ != "Date"
    )


def _is_half_of_rank(token: Token) -> bool:
    """Tell whether a word is the first half of a rank: `Colonel` of "Colonel-General"."""
    return token.lower_ in _RANKS and token.i + 1 < len(token.doc) and token.nbor(1).text == "-"


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
        elif word in _STANDINGS:
            standing = _STANDINGS[word]
        elif not _is_half_of_rank(token) and (
            word in OF_OFFICES
            or (token.pos_ in ("NOUN", "PROPN", "ADJ") and word not in _DETERMINERS and word not in _POSSESSIVES)
        ):
            defining.append(word)
    return defining, standing


def _article(tokens: list[Token]) -> tuple[Article, int | None]:
    """Return what the phrase opens with, and the pronoun that owns it."""
    for token in tokens:
        if token.lower_ in _POSSESSIVES:
            return Article.POSSESSIVE, token.i
        if token.lower_ in ("a", "an", "another", "one", "some", "several"):
            return Article.INDEFINITE, None
        if token.lower_ in ("the", "this", "that", "both", "these", "those"):
            return Article.DEFINITE, None
        if token.lower_ in ("'s", "’s", "'", "’"):
            return Article.DEFINITE, None
    return Article.NONE, None


def _count(tokens: list[Token]) -> int:
    return next((_NUMBERS[token.lower_] for token in tokens if token.lower_ in _NUMBERS), 0)


class _Behind:
    """What hangs on a head noun: its domain ("of defence"), its bodies ("of Tarsenia and Qoravan", "for the ministry")."""

    def __init__(self, doc: Doc, start: int, inside: _Inside, *, is_plural: bool) -> None:
        self._doc = doc
        self._start = start
        self._is_plural = is_plural
        sent = doc[start - 1].lower_ in _SENT
        self._prepositions = ("of", "for", "in", "to") if sent and not is_plural else ("of", "for")
        self._inside = inside
        self.last = start - 1
        self.domain = ""
        self.whole = ""
        self.bodies: tuple[Name, ...] = ()

    def read(self) -> None:
        """Read on as long as something hangs on the head."""
        place = self._start
        while place + 1 < len(self._doc) and self._doc[place].lower_ in self._prepositions:
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
        if self._doc[preposition].lower_ in _JOINING or self._doc[self._start - 1].lower_ in _POSTED:
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
            if word == "of" and f"{head} of {words}" in _WHOLE:
                self.whole = words
                return preposition + length
            if word in _JOINING and words in _DOMAINS and not self.bodies and self._ends_at(preposition + length):
                self.domain = _DOMAINS[words]
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
        while place < len(doc) and place <= preposition + _MAX_WORDS:
            token = doc[place]
            name = self._inside.name_of(token)
            if name is not None and name.label not in ("Person", "Date"):
                if name not in names:
                    names.append(name)
                end = place
            elif name is not None or token.is_space:
                break
            elif token.lower_ in ("'s", "’s", "'", "’") and end is not None:
                end = None
            elif token.lower_ in _HEAD_WORDS and word in _JOINING:
                if self._titles_a_person(place):
                    return None  # "a spokesman for President X"
                end = place  # "spokesman of the President of Qoravan"
            elif token.pos_ in ("NOUN", "PROPN") and word in _JOINING:
                end = place
                if not _is_noun_like(doc, place + 1):
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
        self.bodies = tuple(names)
        return end

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


_HEAD_WORDS = HEADS | frozenset(_PLURALS)


def _is_noun_like(doc: Doc, place: int) -> bool:
    return place < len(doc) and doc[place].pos_ in ("NOUN", "PROPN") and not doc[place].is_space
