"""Docs made by hand, for the stages that read what the language model says."""

from __future__ import annotations

from collections.abc import Sequence

import spacy
from spacy.tokens import Doc, Span, SpanGroup

from onrecord.language import ATTRIBUTIONS

_BLANK = spacy.blank("en")

Part = tuple[str, str]  # a label, and the words that bear it


def make_doc(
    text: str,
    names: Sequence[Part] = (),
    attributions: Sequence[Sequence[Part]] = (),
    relations: dict[str, tuple[str, str, str]] | None = None,
) -> Doc:
    """Return a Doc of one sentence a line.

    Args:
        text: its text.
        names: label and words of each name; the words' first place that no name has yet.
        attributions: the parts of each attribution.
        relations: of a word, its part of speech, relation and head; other words are roots.
    """
    doc = _BLANK.make_doc(text)
    for token in doc:
        token.is_sent_start = token.i == 0 or "\n" in doc[token.i - 1].text
    entities: list[Span] = []
    for label, words in names:
        entities.append(_span(doc, words, label, entities))
    doc.ents = tuple(sorted(entities, key=lambda span: span.start))
    doc.spans[ATTRIBUTIONS] = SpanGroup(
        doc,
        spans=[
            Span(doc, found.start, found.end, label=label, span_id=str(number))
            for number, parts in enumerate(attributions)
            for label, words in parts
            for found in (_span(doc, words, label, []),)
        ],
    )
    for word, (upos, relation, head) in (relations or {}).items():
        (token,), (above,) = ([one for one in doc if one.text == some] for some in (word, head))
        token.pos_, token.dep_, token.head = upos, relation, above
    return doc


def _span(doc: Doc, words: str, label: str, taken: Sequence[Span]) -> Span:
    start = doc.text.index(words)
    while any(other.start_char <= start < other.end_char for other in taken):
        start = doc.text.index(words, start + 1)
    span = doc.char_span(start, start + len(words), label=label)
    assert span is not None, f"{words!r} are no tokens of {doc.text!r}"
    return span
