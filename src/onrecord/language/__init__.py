"""Text to a spaCy `Doc`: the only place that knows how tokens, sentences and (later) syntax and names are made.

A `LanguageReader` is whatever can do that. `rules.RuleReader` needs no model; a language model will stand
beside it under a name and version of its own.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from onrecord.records import Report


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
