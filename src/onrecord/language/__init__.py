"""Text to a spaCy `Doc`: the only place that knows how tokens, sentences and (later) syntax and names are made.

A `LanguageReader` is whatever can do that. `rules.RuleReader` needs no model; a language model will stand
beside it under a name and version of its own.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from onrecord.records import Report, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc


class LanguageReader(Protocol):
    """Whatever turns a report's text into a `Doc`."""

    name: str

    def read(self, report: Report) -> Doc:
        """Return the text as a `Doc` whose text is the report's, character by character, sentences marked.

        Given tokens and sentences are taken as given. The Doc is good only inside `memory`.
        """
        ...

    def memory(self) -> AbstractContextManager[object]:
        """Return a context in which Docs may be used, and after which their memory is freed."""
        ...


def sentence_spans(doc: Doc) -> tuple[Span, ...]:
    """Return the sentences as spans, without the white space around them."""
    spans = []
    for sentence in doc.sents:
        tokens = [token for token in sentence if not token.is_space]
        if tokens:
            spans.append(Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1])))
    return tuple(spans)
