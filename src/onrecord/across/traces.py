"""What copying leaves behind in two texts that share words: for each of the two, what tells that it is the copy.

* *share*: a text whose words are all in the other is cut down from it, rather than the other blown up.
* *coherence*: words set into a text about something else have little in common with the rest of it.
* *slips*: somebody is named by surname before being introduced, since the sentence that introduces him stayed behind.
* *fit*: a headline is written for the text it stands over first.
* *credits*: the one names the other's outlet as where its words are from; or its own, as the one somebody told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.across.credits import Named, find_named, is_same_outlet
from onrecord.across.wording import LEFT_OUT, Wording, word_text
from onrecord.facts.terms import cosine, stem, weigh_terms
from onrecord.records import Passage, Printed, Span
from onrecord.within.titles import TITLES

NAME = "traces.cut.v1"

_FULL_NAME = re.compile(r"\b(?P<first>[A-Z][\w’'-]{1,40})(?=(?: [A-Z]\.)?\s(?P<last>[A-Z][\w-]{1,40}))")
_CAPITALISED = re.compile(r"\b[A-Z][\w-]{3,40}")
_TEXTS_IN_MEMORY = 64
_MIN_REST = 40  # words beside the shared ones from which a text has a rest to speak of
_MIN_REST_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Trace:
    """What one of two texts shows.

    Attributes:
        share: of its words, those that it shares, in [0, 1].
        characters: of its characters, furniture apart, those that it shares, in [0, 1].
        coherence: cosine between the words it shares and the rest of it; `None` where it has no rest to speak of.
        slips: persons whom it names by surname before their full name, in what is shared; the other introduces them.
        fit: cosine between its title and the words it shares.
        named: where it names the other's outlet.
        names_itself: it names its own outlet as where words are from, in what is shared or beside it.
    """

    share: float
    characters: float
    coherence: float | None
    slips: int
    fit: float
    named: tuple[Named, ...]
    names_itself: bool

    @property
    def gives_credit(self) -> bool:
        """Tell whether it names the other's outlet as where its words are from."""
        return any(one.is_credit for one in self.named)


@dataclass(frozen=True, slots=True)
class Traces:
    """What two texts that share words show; `rests` is the cosine between what each has beside, `None` without any."""

    left: Trace
    right: Trace
    rests: float | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of two texts, with its words."""

    report: Printed
    wording: Wording


def find_traces(left: Side, right: Side, passages: Sequence[Passage]) -> Traces:
    """Return what two texts that share passages show."""
    mine = _cut(left.wording, [Span(one.left.start, one.left.end) for one in passages])
    theirs = _cut(right.wording, [Span(one.right.start, one.right.end) for one in passages])
    rests = None
    if mine.rest is not None and theirs.rest is not None:
        rests = round(cosine(mine.rest, theirs.rest), 4)
    return Traces(_trace(left.report, right.report, mine), _trace(right.report, left.report, theirs), rests)


def _length(spans: Iterable[Span]) -> int:
    """Return how many characters some spans cover."""
    return sum(span.end - span.start for span in _united(spans))


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text cut in what it shares and the rest: where, how much, and the words of both weighed."""

    shared: tuple[Span, ...]
    share: float
    words: dict[str, float]
    rest: dict[str, float] | None


def _cut(wording: Wording, shared: Sequence[Span]) -> _Cut:
    inside, rest = _part(wording, shared)
    share = len(inside) / max(1, len(inside) + len(rest))
    has_rest = len(rest) >= _MIN_REST and 1 - share >= _MIN_REST_SHARE
    words = weigh_terms(map(stem, inside))
    return _Cut(tuple(shared), round(share, 4), words, weigh_terms(map(stem, rest)) if has_rest else None)


def _trace(report: Printed, other: Printed, cut: _Cut) -> Trace:
    return Trace(
        share=cut.share,
        characters=round(_length(cut.shared) / max(1, len(report.text) - _length(report.left_out)), 4),
        coherence=None if cut.rest is None else round(cosine(cut.words, cut.rest), 4),
        slips=_count_slips(report.text, other.text, cut.shared),
        fit=round(cosine(cut.words, _terms_of(report.title or "")), 4),
        named=_named_in(report, other),
        names_itself=_names_itself(report.text, report.outlet or ""),
    )


@lru_cache(_TEXTS_IN_MEMORY)
def _terms_of(title: str) -> dict[str, float]:
    return weigh_terms(map(stem, word_text(title).forms))


@lru_cache(_TEXTS_IN_MEMORY)
def _names_itself(text: str, outlet: str) -> bool:
    return any(one.is_credit for one in find_named(text, outlet))


def _part(wording: Wording, shared: Sequence[Span]) -> tuple[list[str], list[str]]:
    """Return the words that stand in the shared stretches, and the others."""
    inside: list[str] = []
    rest: list[str] = []
    for form, is_shared in zip(wording.forms, wording.inside(_united(shared)), strict=True):
        if form != LEFT_OUT:
            (inside if is_shared else rest).append(form)
    return inside, rest


def _united(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, with those that touch made one."""
    united: list[Span] = []
    for span in sorted(spans):
        if united and span.start <= united[-1].end:
            united[-1] = Span(united[-1].start, max(united[-1].end, span.end))
        else:
            united.append(span)
    return united


def _count_slips(text: str, other: str, shared: Sequence[Span]) -> int:
    introduced, elsewhere = _introductions(text), _introductions(other)
    named: dict[str, int] = {}
    for span in sorted(shared):
        for match in _CAPITALISED.finditer(text, span.start, span.end):
            named.setdefault(match[0], match.start())
    return sum(1 for name, place in named.items() if name in elsewhere and introduced.get(name, len(text)) > place)


@lru_cache(_TEXTS_IN_MEMORY)
def _introductions(text: str) -> dict[str, int]:
    """Return where each surname first stands behind a first name."""
    places: dict[str, int] = {}
    for match in _FULL_NAME.finditer(text):
        if match["first"] not in TITLES:
            places.setdefault(match["last"], match.start("last"))
    return places


def _named_in(report: Printed, other: Printed) -> tuple[Named, ...]:
    if other.outlet is None or (report.outlet is not None and is_same_outlet(report.outlet, other.outlet)):
        return ()
    return find_named(report.text, other.outlet)
