"""Gists: what a report is about, weighed for telling one happening from another.

News puts first what is new, so words weigh less the further down they stand. Nothing here looks at another report; how
gists are compared is for `across.likeness` to say.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from onrecord.facts.terms import rarity, stem
from onrecord.reading.anatomy import running_spans
from onrecord.records import (
    Anatomy,
    Chains,
    Clue,
    EntityKind,
    Gist,
    Mentions,
    PieceKind,
    Report,
    Span,
    Stretches,
    Times,
    Topic,
)
from onrecord.stages import StageResult
from onrecord.within.time_reading import Relation, parse_reading

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence

MIN_RARITY = 0.4
"""Stems that more than two thirds of all news holds tell nothing."""

LEAD = 100
"""Words, marks counted, in which a report says what it is about."""

_CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV", "X"))
_HALF = 150.0  # words after which one counts half
_HALF_CHARACTERS = 900.0
_MAX_TERMS = 200
_MAX_PAIRS = 150
_MIN_SENTENCE = 4  # content words of a sentence that may stand for a missing title
_TITLE_SENTENCES = 2
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_NUMBER_WORDS = {word: value for value, word in enumerate(f"{_UNITS} seventeen eighteen nineteen twenty".split())} | {
    "dozen": 12, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100,
}  # fmt: skip
_ORDINALS = {
    word: place
    for place, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), start=1
    )
}
_VAGUE = frozenset(("time", "way", "thing", "percent"))  # heads of numbers that count nothing of a happening
_MIN_COUNT = 2
_MIN_BARE = 10  # a number without a noun
_YEARS = range(1900, 2101)
_DAY = 10  # characters of an ISO date
_GROUPS = {EntityKind.PERSON: "persons", EntityKind.PLACE: "places", EntityKind.PEOPLE: "places"}
_GENERATIONS = frozenset(("jr", "sr", "ii", "iii"))
_CLUE = re.compile(r"XXXX-WXX-[1-7]|(?:XXXX|\d{4})-\d\d-\d\d")  # a weekday, a day of a month, a day
_YEAR = 4  # digits
_MAX_CLUES = 60


class GistMaker:
    """Finds what a report is about: its words, names, numbers and times, weighed."""

    name = "gists.weighed.v1"
    needs: tuple[type, ...]
    gives = (Gist,)

    def __init__(self) -> None:
        from spacy.tokens import Doc

        self.needs = (Report, Anatomy, Doc, Chains, Mentions, Times)

    def run(
        self, report: Report, anatomy: Anatomy, doc: Doc, chains: Chains, mentions: Mentions, times: Times
    ) -> StageResult:
        """Return the gist of one report."""
        words = _Words()
        running = Stretches(running_spans(report.text, anatomy))
        titles = Stretches(anatomy.spans(PieceKind.TITLE))
        for sentence in doc.sents:
            span = Span(sentence.start_char, sentence.end_char)
            if running.touching(span):
                words.add_sentence(sentence, is_title=bool(titles.touching(span)))
        words.add_title(report.title or "")
        published = report.published or anatomy.published
        gist = Gist(
            report=report.id,
            length=words.count,
            terms=_strongest({one: (weight, rarity(one)) for one, weight in words.terms.items()}, _MAX_TERMS),
            lead=dict(sorted(words.lead.items())),
            title=tuple(sorted(words.title)),
            pairs=_strongest({pair: (count, _pair_rarity(pair)) for pair, count in words.pairs.items()}, _MAX_PAIRS),
            numbers=tuple((noun, value, place) for (noun, value), place in sorted(words.numbers.items())),
            ordinals=tuple(sorted(words.ordinals)),
            first_names=_first_names(chains),
            published=None if published is None else (published.start[:_DAY], published.end[:_DAY]),
            **_weigh_names(chains, mentions),
            **_find_days(times, report.text),
        )
        return StageResult((gist,))


class _Words:
    """What the words of a report come to, sentence by sentence."""

    def __init__(self) -> None:
        self.count = 0
        self.terms: Counter[str] = Counter()  # a float each
        self.lead: Counter[str] = Counter()
        self.title: set[str] = set()
        self.pairs: Counter[str] = Counter()
        self.numbers: dict[tuple[str, float], int] = {}
        self.ordinals: set[tuple[str, int]] = set()
        self._first: set[str] = set()  # what may stand for a title
        self._sentences = 0

    def add_sentence(self, sentence: Sentence, *, is_title: bool) -> None:
        """Count the words of a sentence; an address of the web is read for its words alone."""
        is_address = sentence[0].lower_ in ("http", "https") or sentence[0].like_url
        before = ""
        stems = []
        for token in sentence:
            if token.is_space:
                continue
            self.count += 1
            if not token.is_alpha and not token.is_digit and not any(map(str.isalnum, token.text)):
                before = ""
            elif one := _content(token, is_address=is_address):
                self._add(one, before)
                stems.append(one)
                before = "" if is_address else one
            if not is_address:
                self._count_number(token, sentence)
        if is_title:
            self.title.update(stems)
        elif len(stems) >= _MIN_SENTENCE and not is_address and self._sentences < _TITLE_SENTENCES:
            self._first.update(stems)
            self._sentences += 1

    def add_title(self, title: str) -> None:
        """Add the title that came with the text; one without any is titled by its first sentences."""
        self.title.update(
            one for match in _WORD.finditer(title) if len(one := stem(match[0])) > 1 and rarity(one) >= MIN_RARITY
        )
        self.title = self.title or self._first or set(self.lead)
        for one in self.title:
            self.terms[one] += 1
            self.lead[one] += 1

    def _add(self, one: str, before: str) -> None:
        self.terms[one] += 1 / (1 + self.count / _HALF)  # type: ignore[assignment]  # a Counter of floats
        if self.count <= LEAD:
            self.lead[one] += 1
        if before:
            self.pairs[f"{before} {one}"] += 1

    def _count_number(self, token: Token, sentence: Sentence) -> None:
        """Note what is counted, and what is the first or the third."""
        ordinal = _ORDINALS.get(token.lower_)
        head = token.head
        if ordinal is not None and head.i != token.i and head.pos_ == "NOUN":
            self.ordinals.add((stem(head.text), ordinal))
        value = _value(token)
        if value is None or token.ent_type_ == "Date" or (value in _YEARS and "," not in token.text):
            return
        noun = ""
        if head.i != token.i and sentence.start <= head.i < sentence.end:
            if head.pos_ in ("NOUN", "PROPN"):
                noun = stem(head.text)
                if value < _MIN_COUNT or noun in _VAGUE:
                    return
            elif head.pos_ == "SYM":
                noun = head.text
        if noun or value >= _MIN_BARE:
            self.numbers.setdefault((noun, value), self.count)


def _content(token: Token, *, is_address: bool) -> str:
    """Return the stem of a word that tells what a text is about; an empty text for others."""
    if token.pos_ not in _CONTENT or (is_address and not token.is_alpha):
        return ""
    one = stem(token.text)
    return one if len(one) > 1 and rarity(one) >= MIN_RARITY else ""


def _value(token: Token) -> float | None:
    if _NUMBER.fullmatch(token.text):
        return float(token.text.replace(",", ""))
    value = _NUMBER_WORDS.get(token.lower_)
    return None if value is None else float(value)


def _pair_rarity(pair: str) -> float:
    return sum(map(rarity, pair.split()))


def _strongest(weighed: Mapping[str, tuple[float, float]], most: int) -> dict[str, float]:
    """Return the strongest of some words, each with its weight in the text and its rarity, by the words."""
    strongest = sorted(weighed, key=lambda one: (-(weighed[one][0] ** 0.5) * weighed[one][1], one))[:most]
    return {one: round(weighed[one][0], 3) for one in sorted(strongest)}


def _weigh_names(chains: Chains, mentions: Mentions) -> dict[str, Any]:
    """Return the persons, places and bodies that a report names, by group."""
    weights: dict[str, float] = defaultdict(float)
    for mention in mentions:
        if mention.chain is not None:
            weights[mention.chain] += 1 / (1 + mention.start / _HALF_CHARACTERS)
    groups: dict[str, dict[str, Topic]] = {"persons": {}, "places": {}, "bodies": {}}
    for chain in chains:
        if not chain.is_named or chain.id not in weights:
            continue
        words = _name_words(chain.name)
        key = words[-1] if chain.kind is EntityKind.PERSON else chain.key or " ".join(words)
        group = groups[_GROUPS.get(chain.kind, "bodies")]
        before = group[key].weight if key in group else 0.0
        rare = max(rarity(stem(word)) for word in words)
        group[key] = Topic(round(before + weights[chain.id], 3), round(rare, 2), stem(words[-1]))
    return {name: dict(sorted(group.items())) for name, group in groups.items()}


def _name_words(name: str) -> list[str]:
    """Return the words of a name in small letters, without the junior or senior behind it."""
    words = [match[0].lower().replace("’", "'") for match in _WORD.finditer(name)] or [name.lower()]
    while len(words) > 1 and words[-1] in _GENERATIONS:
        words.pop()
    return words


def _first_names(chains: Chains) -> dict[str, str]:
    """Return the first names of persons by their last names, where the report gives both."""
    found: dict[str, str] = {}
    for chain in chains:
        words = _name_words(chain.name)
        if chain.is_named and chain.kind is EntityKind.PERSON and len(words) > 1:
            found.setdefault(words[-1], words[0])
    return dict(sorted(found.items()))


def _find_days(times: Times, text: str) -> dict[str, Any]:
    """Return what days a report speaks of: those that are known, and what it prints of them."""
    days: dict[str, float] = defaultdict(float)
    years: set[int] = set()
    clues = []
    for time in times:
        if time.type not in ("DATE", "TIME") or not time.reading:
            continue
        if time.start_time and time.end_time and time.start_time[:_DAY] == time.end_time[:_DAY]:
            days[time.start_time[:_DAY]] += 1 / (1 + time.start / _HALF_CHARACTERS)
        said = parse_reading(time.reading)
        if said.relation not in (Relation.DATE, Relation.NAME):
            continue
        if _CLUE.fullmatch(said.value):
            before = text[: time.start].rsplit(None, 1)[-1:]
            clues.append(Clue(said.value, said.side or "", time.start, before != ["on"]))
        if (year := said.value[:_YEAR]).isdigit() and len(year) == _YEAR and int(year) in _YEARS:
            years.add(int(year))
    return {
        "days": {day: round(weight, 3) for day, weight in sorted(days.items())},
        "clues": tuple(clues[:_MAX_CLUES]),
        "years": tuple(sorted(years)),
    }
