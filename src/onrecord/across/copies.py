"""Passages: text that reports share, from whole copies down to a sentence, with what it is.

Candidate pairs (`candidates`) are aligned word by word (`alignment`). What is aligned is the running text; lines of the
page that both have (furniture, credits) are passages too, and of that kind. Crowds, many printings of nearly one text,
are aligned with the first of them only (`crowds`).

Everything here is a function of two texts, or of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.across import alignment, candidates, prints
from onrecord.across import traces as _traces
from onrecord.across.alignment import SEED, Aligned, align, places_of, weigh
from onrecord.across.memory import Memory
from onrecord.across.traces import Side, Traces, find_traces
from onrecord.across.wording import LEFT_OUT, Wording, word_text
from onrecord.records import Extent, Pairing, Passage, PassageKind, Printed, Span, make_id

NAME = "passages.aligned.v1"
_MIN_COPIED = 0.25
"""Share of the words of one text from which a pair is a copy; then shorter pieces count too."""
_LEFTOVER_WEIGHT = 3.5
_MIN_REPEATED_WORDS = 25  # of a stretch that stands twice in one report
_MIN_DIFFERENT_WORDS = 12  # of these
_WORDS_IN_MEMORY = 2_000_000  # of the texts at hand; a word takes some 60 bytes, with what is known of its text
_MIN_LINE_WORDS = 3  # of a line of the page; a name alone is no line


def version() -> str:
    """Return the names and versions of all that passages are made by."""
    return "+".join((NAME, alignment.NAME, candidates.NAME, _traces.NAME, prints.version()))


@dataclass(frozen=True, slots=True)
class Compared:
    """Two reports laid side by side: the passages they share, and, where these are text, what both show."""

    passages: tuple[Passage, ...]
    traces: Traces | None


def align_reports(row: Pairing, given: None = None) -> list[Compared]:
    """Return what a report shares with each of some others, whose ids are larger, in their order.

    With itself a report shares the long stretches that stand twice in it.
    """
    del given
    left = row.left
    side = _side_of(left)
    wording = side.wording
    weights = weigh(left.text, wording, left.quoted)
    found = []
    for right in row.rights:
        if right.id == left.id:
            repeats = tuple(_passage(left, left, wording, wording, one) for one in _repeated(wording))
            found.append(Compared(repeats, None))
            continue
        other = _side_of(right)
        shared = [_passage(left, right, wording, other.wording, one) for one in _align(wording, other.wording, weights)]
        traces = find_traces(side, other, shared) if shared else None
        found.append(Compared((*shared, *_shared_lines(side, other)), traces))
    return found


_side_of: Memory[Printed, Side] = Memory(
    lambda report: Side(report, word_text(report.text, report.left_out)),
    lambda side: len(side.wording.forms),
    _WORDS_IN_MEMORY,
)


def _align(left: Wording, right: Wording, weights: Sequence[float]) -> list[Aligned]:
    """Return what two texts share; where they share much, shorter pieces of it too."""
    copied = _MIN_COPIED * min(len(left.forms), len(right.forms))
    return align(left, right, weights, lambda equal: _LEFTOVER_WEIGHT if equal >= copied else alignment.MIN_WEIGHT)


def _passage(left: Printed, right: Printed, wording: Wording, other: Wording, one: Aligned) -> Passage:
    mine, theirs = wording.span(*one.left), other.span(*one.right)
    return _make(left, mine, right, theirs, one.same, one.equal, PassageKind.COPY)


def _make(
    left: Printed, mine: Span, right: Printed, theirs: Span, same: float, words: int, kind: PassageKind
) -> Passage:
    return Passage(
        id=make_id("passage", left.id, *mine, right.id, *theirs),
        left=Extent(left.id, *mine),
        right=Extent(right.id, *theirs),
        same=round(same, 4),
        kind=kind,
        words=words,
        quoted=round(_share_in(mine, left.quoted), 4),
        made_by=NAME,
    )


def _share_in(span: Span, stretches: Sequence[Span]) -> float:
    """Return the share of a span's characters that lie in stretches, which do not overlap."""
    inside = sum(max(0, min(span.end, one.end) - max(span.start, one.start)) for one in stretches)
    return inside / (span.end - span.start)


def _shared_lines(left: Side, right: Side) -> Iterator[Passage]:
    """Yield the stretches left out of both that are printed alike."""
    theirs: dict[tuple[str, ...], Span] = {}
    for forms, span in right.lines:
        theirs.setdefault(forms, span)
    for forms, span in left.lines:
        if len(forms) >= _MIN_LINE_WORDS and forms in theirs:
            yield _make(left.report, span, right.report, theirs[forms], 1.0, len(forms), PassageKind.FURNITURE)


def _repeated(wording: Wording) -> Iterator[Aligned]:
    """Yield the longest runs of words that stand twice in a text, without overlap, with the first place of each."""
    if not _may_repeat(wording.forms):
        return
    first: dict[tuple[str, ...], int] = {}
    run: Aligned | None = None
    for at in range(len(wording.forms) - _MIN_REPEATED_WORDS + 1):
        words = wording.forms[at : at + _MIN_REPEATED_WORDS]
        is_text = LEFT_OUT not in words and len(set(words)) >= _MIN_DIFFERENT_WORDS
        earlier = first.setdefault(words, at) if is_text else at
        if run and (run.left.end, run.right.end) == (earlier - 1 + len(words), at - 1 + len(words)):
            left, right = run.left, run.right
            run = Aligned(Span(left.start, left.end + 1), Span(right.start, right.end + 1), run.equal + 1)
        elif earlier + len(words) <= at:
            if run:
                yield run
            run = Aligned(Span(earlier, earlier + len(words)), Span(at, at + len(words)), len(words))
    if run:
        yield run


def _may_repeat(forms: tuple[str, ...]) -> bool:
    """Tell whether half a stretch as `_repeated` looks for stands twice: a whole one holds such a half at a step."""
    half = _MIN_REPEATED_WORDS // 2
    places = places_of(forms)
    return any(
        forms[at : at + half] == forms[other : other + half]
        for at in range(0, len(forms) - half + 1, half)
        for other in places.get(forms[at : at + SEED], ())
        if other != at
    )
