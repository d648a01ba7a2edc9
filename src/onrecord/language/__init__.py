"""Text to a spaCy `Doc`: the only place that knows how tokens, sentences, syntax and names are made.

A `LanguageReader` is whatever can do that. `rules.RuleReader` needs no model, `neural.NeuralReader` is the package's
own, and `user_pipeline.UserPipelineReader` puts a spaCy pipeline in its place for syntax and names.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from onrecord.records import Report, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from onrecord.language.readings import WindowCache
    from onrecord.settings import Settings

ATTRIBUTIONS = "attributions"
"""The Doc's span group of attributions: spans labelled source, cue or content; what belongs together has one id."""

NAME_LABELS = ("Person", "Organization", "Location", "NORP", "Facility", "Misc", "Date", "Money", "Product")
"""The labels of names, those of `worldwide_ner`."""

VECTORS = "sentence_vectors"
"""The sentences' vectors in `Doc.user_data`: [sentences, size], float32, each of length 1."""


class LanguageReader(Protocol):
    """Whatever turns a report's text into a `Doc`."""

    @property
    def name(self) -> str:
        """Return the name and version of all that its Docs depend on."""
        ...

    def read(self, report: Report, cache: WindowCache | None = None) -> Doc:
        """Return the text as a `Doc` whose text is the report's, character by character, sentences marked.

        Given tokens and sentences are taken as given. What `cache` holds is not read again; what is new is added to
        it. The Doc is good only inside `memory`.
        """
        ...

    def memory(self) -> AbstractContextManager[object]:
        """Return a context in which Docs may be used, and after which their memory is freed."""
        ...


def make_reader(settings: Settings) -> LanguageReader:
    """Return the reader that the settings ask for, made once a process; its model is loaded when first needed."""
    return _make_reader(settings.language_weights, settings.spacy_pipeline)


@cache
def _make_reader(weights: str | None, pipeline: str | None) -> LanguageReader:
    from onrecord.language.neural import NeuralReader
    from onrecord.language.user_pipeline import UserPipelineReader

    model = NeuralReader(None if weights is None else Path(weights).expanduser())
    return model if pipeline is None else UserPipelineReader(pipeline, model)


def sentence_spans(doc: Doc) -> tuple[Span, ...]:
    """Return the sentences as spans, without the white space around them."""
    spans = []
    for sentence in doc.sents:
        tokens = [token for token in sentence if not token.is_space]
        if tokens:
            spans.append(Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1])))
    return tuple(spans)
