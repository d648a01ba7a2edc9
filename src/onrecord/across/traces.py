"""What copying leaves behind in two texts that share words: for each of the two, what tells that it is the copy.

* *share*: a text whose words are all in the other is cut down from it, rather than the other blown up.
* *coherence*: words set into a text about something else have little in common with the rest of it.
* *slips*: somebody is named by surname before being introduced, since the sentence that introduces him stayed behind.
* *fit*: a headline is written for the text it stands over first.
* *credits*: the one names the other's outlet as where its words are from; or its own, as the one somebody told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from onrecord.across.credits import Named, find_named, is_same_outlet
from onrecord.across.wording import LEFT_OUT, Wording, word_text
from onrecord.facts.terms import cosine, count_terms, stem, weigh_counts, weigh_terms
from onrecord.records import Passage, Printed, Span
from onrecord.within.titles import TITLES

NAME = "traces.cut.v1"

_FULL_NAME = re.compile(r"\b(?P<first>[A-Z][\w’'-]{1,40})(?=(?: [A-Z]\.)?\s(?P<last>[A-Z][\w-]{1,40}))")
_CAPITALISED = re.compile(r"\b[A-Z][\w-]{3,40}")
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


@dataclass(frozen=True)
class Side:
    """One of two texts, with its words; what is worked out of it alone is kept."""

    report: Printed
    wording: Wording

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stem of each word, empty for what is left out."""
        return tuple("" if form == LEFT_OUT else stem(form) for form in self.wording.forms)

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return len(self.stems) - self.stems.count("")

    @cached_property
    def counts(self) -> dict[str, int]:
        """How often each stem stands in it, but for common ones."""
        return count_terms(filter(None, self.stems))

    @cached_property
    def lines(self) -> tuple[tuple[tuple[str, ...], Span], ...]:
        """The words of what is left out, stretch by stretch."""
        return tuple((word_text(span.of(self.report.text)).forms, span) for span in self.report.left_out)

    @cached_property
    def headline(self) -> dict[str, float]:
        """The words of its title, weighed."""
        return weigh_terms(map(stem, word_text(self.report.title or "").forms))

    @cached_property
    def introductions(self) -> dict[str, int]:
        """Where each surname first stands behind a first name."""
        places: dict[str, int] = {}
        for match in _FULL_NAME.finditer(self.report.text):
            if match["first"] not in TITLES:
                places.setdefault(match["last"], match.start("last"))
        return places

    @cached_property
    def names_itself(self) -> bool:
        """Whether it names its own outlet as where words are from."""
        return any(one.is_credit for one in find_named(self.report.text, self.report.outlet or ""))


def find_traces(left: Side, right: Side, passages: Sequence[Passage]) -> Traces:
    """Return what two texts that share passages show."""
    mine = _cut(left, [Span(one.left.start, one.left.end) for one in passages])
    theirs = _cut(right, [Span(one.right.start, one.right.end) for one in passages])
    rests = None
    if mine.rest is not None and theirs.rest is not None:
        rests = round(cosine(mine.rest, theirs.rest), 4)
    return Traces(_trace(left, right, mine), _trace(right, left, theirs), rests)


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


def _cut(side: Side, shared: Sequence[Span]) -> _Cut:
    pieces = (side.stems[side.wording.words_in(span)] for span in _united(shared))
    inside = [one for one in chain.from_iterable(pieces) if one]
    rest = side.words - len(inside)
    share = len(inside) / max(1, side.words)
    has_rest = rest >= _MIN_REST and 1 - share >= _MIN_REST_SHARE
    counts = count_terms(inside)
    left_over = _without(side.counts, counts) if has_rest else None
    words = weigh_counts(counts)
    return _Cut(tuple(shared), round(share, 4), words, None if left_over is None else weigh_counts(left_over))


def _without(counts: Mapping[str, int], taken: Mapping[str, int]) -> dict[str, int]:
    """Return counts less others, which are among them."""
    left_over = dict(counts)
    for one, count in taken.items():
        left_over[one] -= count
        if not left_over[one]:
            del left_over[one]
    return left_over


def _trace(side: Side, other: Side, cut: _Cut) -> Trace:
    report = side.report
    return Trace(
        share=cut.share,
        characters=round(_length(cut.shared) / max(1, len(report.text) - _length(report.left_out)), 4),
        coherence=None if cut.rest is None else round(cosine(cut.words, cut.rest), 4),
        slips=_count_slips(side, other, cut.shared),
        fit=round(cosine(cut.words, side.headline), 4),
        named=_named_in(report, other.report),
        names_itself=side.names_itself,
    )


def _united(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, with those that touch made one."""
    united: list[Span] = []
    for span in sorted(spans):
        if united and span.start <= united[-1].end:
            united[-1] = Span(united[-1].start, max(united[-1].end, span.end))
        else:
            united.append(span)
    return united


def _count_slips(side: Side, other: Side, shared: Sequence[Span]) -> int:
    text, introduced, elsewhere = side.report.text, side.introductions, other.introductions
    named: dict[str, int] = {}
    for span in sorted(shared):
        for match in _CAPITALISED.finditer(text, span.start, span.end):
            named.setdefault(match[0], match.start())
    return sum(1 for name, place in named.items() if name in elsewhere and introduced.get(name, len(text)) > place)


def _named_in(report: Printed, other: Printed) -> tuple[Named, ...]:
    if other.outlet is None or (report.outlet is not None and is_same_outlet(report.outlet, other.outlet)):
        return ()
    return find_named(report.text, other.outlet)
