"""Attributions: who is said to say, think or want what, as the language model finds them, in running text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from onrecord.language import ATTRIBUTIONS
from onrecord.reading.anatomy import running_blocks, running_spans
from onrecord.records import Anatomy, Attribution, Attributions, QuotationKind, Report, Span
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
        running = running_spans(report.text, anatomy)
        marked = tuple(
            quoted.outer
            for quoted in find_quoted(report.text, running_blocks(report.text, anatomy), REPORTING_START)[0]
        )
        found = []
        for parts in _grouped(doc):
            spans = [span for some in parts.values() for span in some]
            if not any(place.covers(Span(min(spans).start, max(spans).end)) for place in running):
                continue
            cue = min(parts["cue"], default=min(spans))
            content = tuple(_within_line(span, cue, report.text, marked) for span in sorted(parts["content"]))
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


def _within_line(span: Span, cue: Span, text: str, marked: tuple[Span, ...]) -> Span:
    """Return a content, or its part on the cue's side of a line's end: only speech in marks goes on over one."""
    ends = [place for place in range(span.start, span.end) if text[place] in "\n\r" and not _inside(place, marked)]
    if not ends:
        return span
    near = Span(ends[-1] + 1, span.end) if cue.start > ends[-1] else Span(span.start, ends[0])
    words = near.of(text)
    return (
        Span(near.start + len(words) - len(words.lstrip()), near.start + len(words.rstrip())) if words.strip() else span
    )


def _inside(place: int, marked: tuple[Span, ...]) -> bool:
    return any(mark.start <= place < mark.end for mark in marked)


def _kind(text: str, content: tuple[Span, ...], marked: tuple[Span, ...]) -> QuotationKind:
    """Return how much of a content stands in marks: nearly all, some, or nothing."""
    letters = inside = 0
    for span in content:
        for place in range(span.start, span.end):
            if text[place].isalnum():
                letters += 1
                inside += _inside(place, marked)
    if not inside:
        return QuotationKind.INDIRECT
    return QuotationKind.DIRECT if inside >= letters * _MARKED_SHARE else QuotationKind.MIXED
