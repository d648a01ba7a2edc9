"""A user's own spaCy pipeline in the model's place for tags, lemmas, heads, sentences and names.

Tokens stay those of this package, since offsets and given tokens rest on them: the pipeline is run on a Doc that has
them already, as spaCy allows, and its own tokenizer is not asked. Given sentences hold whatever the pipeline says.
Attributions and sentence vectors stay the model's, for the pipeline's sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from onrecord.errors import SettingsError
from onrecord.language import NAME_LABELS
from onrecord.language.neural import NeuralReader
from onrecord.language.rules import RuleReader
from onrecord.records import Report

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from onrecord.language.readings import WindowCache

# Labels of the common schemes and what they are here. Percentages, quantities and bare numbers are no names.
LABELS = {
    # OntoNotes
    "PERSON": "Person",
    "NORP": "NORP",
    "FAC": "Facility",
    "ORG": "Organization",
    "GPE": "Location",
    "LOC": "Location",
    "PRODUCT": "Product",
    "EVENT": "Misc",
    "WORK_OF_ART": "Misc",
    "LAW": "Misc",
    "LANGUAGE": "Misc",
    "DATE": "Date",
    "TIME": "Date",
    "MONEY": "Money",
    # CoNLL-2003; ORG and LOC are as above
    "PER": "Person",
    "MISC": "Misc",
    # this package's own
    **{label: label for label in NAME_LABELS},
}


class UserPipelineReader:
    """Read a text by the rules' tokens, a spaCy pipeline and, for attributions and vectors, the model."""

    def __init__(self, pipeline: str, model: NeuralReader) -> None:
        """Take a pipeline by name or folder; it is loaded when first needed."""
        self._pipeline = pipeline
        self._model = model
        self._rules = RuleReader()

    @property
    def name(self) -> str:
        """See `LanguageReader.name`."""
        meta = load_pipeline(self._pipeline).meta
        return f"language.spacy.v1-{meta['lang']}_{meta['name']}-{meta['version']}+{self._model.name}"

    def read(self, report: Report, cache: WindowCache | None = None) -> Doc:
        """See `LanguageReader.read`.

        Raises:
            SettingsError: the pipeline is not there, or changes the tokens.
        """
        by_rule = self._rules.read(report)
        doc = self._run(by_rule, given=report.tokens is not None)
        _rename_names(doc)
        self._model.add_attributions(doc, cache)
        return doc

    @contextmanager
    def memory(self) -> Iterator[object]:
        """See `LanguageReader.memory`."""
        with self._rules.memory(), load_pipeline(self._pipeline).memory_zone() as memory:
            yield memory

    def _run(self, by_rule: Doc, *, given: bool) -> Doc:
        """Return the pipeline's Doc, with sentences by rule if it finds none, or if they were given."""
        from spacy.tokens import Doc

        pipeline = load_pipeline(self._pipeline)
        words, spaces = [token.text for token in by_rule], [bool(token.whitespace_) for token in by_rule]
        starts = [token.i for token in by_rule if token.is_sent_start or not token.i]
        marks = [token.is_sent_start or not token.i for token in by_rule] if given else None
        doc = Doc(pipeline.vocab, words=words, spaces=spaces, sent_starts=cast("list[Any] | None", marks))
        if by_rule.text.strip():  # components need not know what to do with nothing
            doc = pipeline(doc)
        if [token.text for token in doc] != words:
            raise SettingsError(
                f"The spaCy pipeline {self._pipeline!r} changes the tokens, on which offsets rest.",
                remedy="Leave out of it what merges or splits tokens, such as `merge_entities`.",
            )
        if given or not doc.has_annotation("SENT_START"):
            _hold_sentences(doc, starts)
        return doc


@cache
def load_pipeline(name: str) -> Language:
    """Return a spaCy pipeline by name or folder, loaded once a process.

    Raises:
        SettingsError: there is none, or it cannot be loaded.
    """
    import spacy

    try:
        return spacy.load(name)
    except OSError as error:
        raise SettingsError(
            f"There is no spaCy pipeline {name!r}.",
            remedy=f"Install it (`python -m spacy download {name}`), name its folder, "
            "or leave the setting spacy_pipeline out.",
        ) from error
    except (ImportError, ValueError) as error:
        raise SettingsError(
            f"The spaCy pipeline {name!r} cannot be loaded: {error}",
            remedy="Install what it needs, in the versions that it was made with.",
        ) from error


def _hold_sentences(doc: Doc, starts: list[int]) -> None:
    """Write the sentences that begin at some tokens; what hangs across their borders hangs on the first root inside."""
    import numpy

    opens = numpy.full(len(doc), -1, dtype="int64")  # -1: starts no sentence
    opens[starts] = 1
    if [token.i for token in doc if token.is_sent_start or not token.i] != starts and doc.has_annotation("DEP"):
        table = doc.to_array(["HEAD", "DEP"])
        heads = table[:, 0].astype("int64")
        root, continued = (doc.vocab.strings.add(label) for label in ("ROOT", "dep"))
        for start, end in pairwise([*starts, len(doc)]):
            inside = range(start, end)
            tops = [place for place in inside if not heads[place] or place + heads[place] not in inside]
            for place in tops:
                heads[place] = tops[0] - place
                table[place, 1] = root if place == tops[0] else continued
        table[:, 0] = heads.view("uint64")
        doc.from_array(["HEAD", "DEP"], cast("Any", table))
    doc.from_array(["SENT_START"], cast("Any", opens.view("uint64").reshape(-1, 1)))


def _rename_names(doc: Doc) -> None:
    """Give the Doc's names this package's labels; those of labels that the table does not know go."""
    from spacy.tokens import Span

    kept = [entity for entity in doc.ents if entity.label_ in LABELS and entity.text.strip()]
    doc.set_ents([Span(doc, entity.start, entity.end, LABELS[entity.label_], kb_id=entity.kb_id) for entity in kept])
