"""Attributions: who is said to say, think or want what, as the language model finds them, in running text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.language import ATTRIBUTIONS
from onrecord.reading.anatomy import running_blocks, running_spans
from onrecord.reading.blocks import find_blocks
from onrecord.records import Anatomy, Attribution, Attributions, QuotationKind, Report, Span, Stretches
from onrecord.stages import StageResult
from onrecord.within.cues import REPORTING_START
from onrecord.within.marks import find_quoted

if TYPE_CHECKING:
    from spacy.tokens import Doc

_MARKED_SHARE = 0.9  # of a content's letters in marks from which on it is direct


class ModelAttributions:
    """Take the model's attributions, in running text only."""

    name = "attributions.model.v1"
    needs: tuple[type, ...]
    gives = (Attributions,)

    def __init__(self) -> None:
        from spacy.tokens import Doc

        self.needs = (Report, Anatomy, Doc)

    def run(self, report: Report, anatomy: Anatomy, doc: Doc) -> StageResult:
        """Return the attributions of one report."""
        running = Stretches(running_spans(report.text, anatomy))
        quoted, _ = find_quoted(report.text, running_blocks(report.text, anatomy), REPORTING_START)
        marked = Stretches(current.outer for current in quoted)
        starts = [block.start for block in find_blocks(report.text) if not marked.touching(_first(block))]
        found = []
        for parts in _grouped(doc):
            spans = [span for some in parts.values() for span in some]
            if not running.cover(Span(min(spans).start, max(span.end for span in spans))):
                continue
            cue = min(parts["cue"], default=min(spans))
            content = tuple(_within_paragraph(span, cue, report.text, starts) for span in sorted(parts["content"]))
            kind = _kind(report.text, content, marked)
            found.append(Attribution(tuple(parts["source"]), tuple(parts["cue"]), content, kind))
        return StageResult((Attributions(sorted(found, key=lambda one: (one.cue, one.content))),))


def _grouped(doc: Doc) -> list[dict[str, list[Span]]]:
    """Return the parts of each attribution: the spans of the Doc's group that share an id."""
    groups: dict[str, dict[str, list[Span]]] = {}
    for span in doc.spans.get(ATTRIBUTIONS, ()):
        parts = groups.setdefault(span.id_, defaultdict(list))
        parts[span.label_].append(Span(span.start_char, span.end_char))
    return list(groups.values())


def _within_paragraph(span: Span, cue: Span, text: str, starts: Sequence[int]) -> Span:
    """Return a content, or its part in the cue's paragraph: only speech in marks goes on over its end.

    `starts`: where paragraphs start outside of marks, in order.
    """
    inside = starts[bisect_right(starts, span.start) : bisect_left(starts, span.end)]
    if not inside:
        return span
    start, end = (inside[-1], span.end) if cue.start >= inside[-1] else (span.start, inside[0])
    return Span(start, start + len(text[start:end].rstrip()))


def _first(span: Span) -> Span:
    return Span(span.start, span.start + 1)


def _kind(text: str, content: tuple[Span, ...], marked: Stretches) -> QuotationKind:
    """Return how much of a content stands in marks: nearly all, some, or nothing."""
    letters = inside = 0
    for span in content:
        letters += _count_letters(span.of(text))
        for mark in marked.touching(span):
            inside += _count_letters(text[max(span.start, mark.start) : min(span.end, mark.end)])
    if not inside:
        return QuotationKind.INDIRECT
    return QuotationKind.DIRECT if inside >= letters * _MARKED_SHARE else QuotationKind.MIXED


def _count_letters(words: str) -> int:
    return sum(map(str.isalnum, words))
