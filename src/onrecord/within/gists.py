"""Gists: what a report is about, weighed for telling one happening from another.

News puts first what is new, so words weigh less the further down they stand. Nothing here looks at another report; how
gists are compared is for `across.likeness` to say.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from onrecord.facts.terms import rarity, stem
from onrecord.reading.anatomy import running_blocks, running_spans
from onrecord.reading.blocks import find_blocks
from onrecord.records import (
    Anatomy,
    Chain,
    Chains,
    Clue,
    EntityKind,
    Gist,
    Mention,
    Mentions,
    Paragraph,
    Paragraphs,
    PieceKind,
    Report,
    Span,
    Stretches,
    Time,
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
_GROUP_NAMES = ("persons", "places", "bodies")
_GENERATIONS = frozenset(("jr", "sr", "ii", "iii"))
_CLUE = re.compile(r"XXXX-WXX-[1-7]|(?:XXXX|\d{4})-\d\d-\d\d")  # a weekday, a day of a month, a day
_YEAR = 4  # digits
_MAX_CLUES = 60
_HEADINGS = (PieceKind.TITLE, PieceKind.SUBTITLE, PieceKind.BYLINE)
_MAX_PARAGRAPHS = 200
_MIN_ITEMS, _MIN_ITEM_TERMS, _MIN_ITEM_NAMES = 3, 12, 2  # paragraphs of a round-up, stems and names of each
_MAX_COHERENCE = 0.03
"""Mean cosine of each paragraph of a round-up with all others. Of 2,008 articles none has less, of 211 round-ups made
of summaries three in four."""

_MIN_TERMS = 10  # stems of a paragraph that says enough to be about something


class GistMaker:
    """Finds what a report is about: its words, names, numbers and times, weighed."""

    name = "gists.weighed.v2"
    needs: tuple[type, ...]
    gives = (Gist, Paragraphs)

    def __init__(self) -> None:
        from spacy.tokens import Doc

        self.needs = (Report, Anatomy, Doc, Chains, Mentions, Times)

    def run(
        self, report: Report, anatomy: Anatomy, doc: Doc, chains: Chains, mentions: Mentions, times: Times
    ) -> StageResult:
        """Return the gist of one report, and those of its paragraphs."""
        running = Stretches(running_spans(report.text, anatomy))
        titles = Stretches(anatomy.spans(PieceKind.TITLE))
        words = _Words()
        sentences = [one for one in doc.sents if running.touching(Span(one.start_char, one.end_char))]
        for sentence in sentences:
            words.add_sentence(sentence, is_title=bool(titles.touching(Span(sentence.start_char, sentence.end_char))))
        words.add_title(report.title or "")
        published = report.published or anatomy.published
        days = None if published is None else (published.start[:_DAY], published.end[:_DAY])
        gist = _make_gist(report, words, chains, _Place(mentions, times), days)
        paragraphs = Paragraphs(_find_paragraphs(report, anatomy, sentences, chains, _Place(mentions, times)))
        return StageResult((replace(gist, is_round_up=_is_round_up(paragraphs)), paragraphs))


class _Place(NamedTuple):
    """The mentions and times of a stretch of text that starts somewhere."""

    mentions: Iterable[Mention]
    times: Iterable[Time]
    start: int = 0


def _make_gist(report: Report, words: _Words, chains: Chains, place: _Place, published: tuple[str, str] | None) -> Gist:
    return Gist(
        report=report.id,
        length=words.count,
        terms=_strongest({one: (weight, rarity(one)) for one, weight in words.terms.items()}, _MAX_TERMS),
        lead=dict(sorted(words.lead.items())),
        title=tuple(sorted(words.title)),
        pairs=_strongest({pair: (count, _pair_rarity(pair)) for pair, count in words.pairs.items()}, _MAX_PAIRS),
        numbers=tuple((noun, value, after) for (noun, value), after in sorted(words.numbers.items())),
        ordinals=tuple(sorted(words.ordinals)),
        published=published,
        **_weigh_names(chains, place),
        **_find_days(place, report.text),
    )


def _find_paragraphs(
    report: Report, anatomy: Anatomy, sentences: Sequence[Sentence], chains: Chains, place: _Place
) -> Iterator[Paragraph]:
    """Yield the paragraphs that say enough to be about something.

    None of a text that is one paragraph, nor of one that came as sentences: where its paragraphs begin is not known.
    """
    headings = Stretches(sorted(span for kind in _HEADINGS for span in anatomy.spans(kind)))
    blocks = running_blocks(report.text, anatomy)
    if len(blocks) < 2 or report.tokens is not None:
        return
    place_of = {block: place for place, block in enumerate(find_blocks(report.text))}
    chosen = [block for block in blocks if not headings.touching(block)]
    starts = [sentence.start_char for sentence in sentences]
    mentions, times = _Sorted(place.mentions), _Sorted(place.times)
    for block in chosen[:_MAX_PARAGRAPHS]:
        words = _Words()
        for sentence in sentences[bisect_left(starts, block.start) : bisect_left(starts, block.end)]:
            words.add_sentence(sentence, is_title=False)
        words.add_title("")
        if len(words.terms) >= _MIN_TERMS:
            inside = _Place(mentions.inside(block), times.inside(block), block.start)
            yield Paragraph(block.start, block.end, place_of[block], _make_gist(report, words, chains, inside, None))


def _is_round_up(paragraphs: Paragraphs) -> bool:
    """Tell whether the paragraphs of a report have next to nothing to do with each other."""
    items = [one.gist for one in paragraphs if len(one.gist.terms) >= _MIN_ITEM_TERMS]
    if sum(_count_names(one) >= _MIN_ITEM_NAMES for one in items) < _MIN_ITEMS:
        return False  # who tells what they saw may have a new thing to tell in each paragraph, with hardly a name
    vectors = [_vector(one) for one in items]
    whole: Counter[str] = Counter()
    for vector in vectors:
        whole.update(vector)
    return math.fsum(_cosine(one, {key: whole[key] - one.get(key, 0.0) for key in whole}) for one in vectors) < (
        _MAX_COHERENCE * len(vectors)
    )


def _count_names(gist: Gist) -> int:
    return sum(len(getattr(gist, group)) for group in _GROUP_NAMES)


def _vector(gist: Gist) -> dict[str, float]:
    """Return the words and names of a paragraph, weighed by how rare they are."""
    topics = {f"{group} {key}": one for group in _GROUP_NAMES for key, one in getattr(gist, group).items()}
    return {one: weight**0.5 * rarity(one) for one, weight in gist.terms.items()} | {
        key: one.weight**0.5 * one.rarity for key, one in topics.items()
    }


def _cosine(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    norms = math.fsum(one * one for one in left.values()) * math.fsum(one * one for one in right.values())
    return math.fsum(one * right[key] for key, one in left.items()) / math.sqrt(norms) if norms else 0.0


Placed = TypeVar("Placed", bound=Mention | Time)


class _Sorted(Generic[Placed]):
    """What stands in a text, in order of place."""

    def __init__(self, found: Iterable[Placed]) -> None:
        self._found = sorted(found, key=lambda one: one.start)
        self._starts = [one.start for one in self._found]

    def inside(self, block: Span) -> Sequence[Placed]:
        """Return what starts in a stretch."""
        return self._found[bisect_left(self._starts, block.start) : bisect_left(self._starts, block.end)]


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


def _weigh_names(chains: Chains, place: _Place) -> dict[str, Any]:
    """Return the persons, places and bodies that a stretch of text names, by group, and first names."""
    weights: dict[str, float] = defaultdict(float)
    for mention in place.mentions:
        if mention.chain is not None:
            weights[mention.chain] += 1 / (1 + (mention.start - place.start) / _HALF_CHARACTERS)
    groups: dict[str, dict[str, Topic]] = {group: {} for group in _GROUP_NAMES}
    for chain in chains:
        if not chain.is_named or chain.id not in weights:
            continue
        words = _name_words(chain.name)
        key = words[-1] if chain.kind is EntityKind.PERSON else chain.key or " ".join(words)
        group = groups[_GROUPS.get(chain.kind, "bodies")]
        before = group[key].weight if key in group else 0.0
        rare = max(rarity(stem(word)) for word in words)
        group[key] = Topic(round(before + weights[chain.id], 3), round(rare, 2), stem(words[-1]))
    named = {name: dict(sorted(group.items())) for name, group in groups.items()}
    return named | {"first_names": _first_names(chain for chain in chains if chain.id in weights)}


def _name_words(name: str) -> list[str]:
    """Return the words of a name in small letters, without the junior or senior behind it."""
    words = [match[0].lower().replace("’", "'") for match in _WORD.finditer(name)] or [name.lower()]
    while len(words) > 1 and words[-1] in _GENERATIONS:
        words.pop()
    return words


def _first_names(chains: Iterable[Chain]) -> dict[str, str]:
    """Return the first names of persons by their last names, where the report gives both."""
    found: dict[str, str] = {}
    for chain in chains:
        words = _name_words(chain.name)
        if chain.is_named and chain.kind is EntityKind.PERSON and len(words) > 1:
            found.setdefault(words[-1], words[0])
    return dict(sorted(found.items()))


def _find_days(place: _Place, text: str) -> dict[str, Any]:
    """Return what days a stretch of text speaks of: those that are known, and what it prints of them."""
    days: dict[str, float] = defaultdict(float)
    years: set[int] = set()
    clues = []
    for time in place.times:
        if time.type not in ("DATE", "TIME") or not time.reading:
            continue
        if time.start_time and time.end_time and time.start_time[:_DAY] == time.end_time[:_DAY]:
            days[time.start_time[:_DAY]] += 1 / (1 + (time.start - place.start) / _HALF_CHARACTERS)
        said = parse_reading(time.reading)
        if said.relation not in (Relation.DATE, Relation.NAME):
            continue
        if _CLUE.fullmatch(said.value):
            before = text[: time.start].rsplit(None, 1)[-1:]
            clues.append(Clue(said.value, said.side or "", time.start - place.start, before != ["on"]))
        if (year := said.value[:_YEAR]).isdigit() and len(year) == _YEAR and int(year) in _YEARS:
            years.add(int(year))
    return {
        "days": {day: round(weight, 3) for day, weight in sorted(days.items())},
        "clues": tuple(clues[:_MAX_CLUES]),
        "years": tuple(sorted(years)),
    }
