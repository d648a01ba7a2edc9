"""The package's own language model as a `LanguageReader`: tokens by rule, all else by the model."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.language import ATTRIBUTIONS, VECTORS
from onrecord.language.encoder import SHIPPED, Encoder, load_encoder, weights_version
from onrecord.language.lemmas import apply_script
from onrecord.language.readings import WindowCache, WindowReading, Words, key_of, read_windows
from onrecord.language.rules import RuleReader
from onrecord.language.windows import Window, cut_windows
from onrecord.records import Report

if TYPE_CHECKING:
    from spacy.tokens import Doc

_INSIDE, _OUTSIDE, _BEGIN = 1, 2, 3  # spaCy's ENT_IOB
_IS_WRITTEN = re.compile(r"\w").search  # a name without a letter or digit is none


@dataclass(frozen=True, slots=True)
class _Placed:
    """A window's reading, with its own words and the tokens that they are."""

    reading: WindowReading
    words: tuple[str, ...]
    places: list[int]


class NeuralReader:
    """Read a text by the rules' tokens and the model."""

    def __init__(self, weights: Path | None = None) -> None:
        """Take the weights in a folder, or those of the package; they are loaded when first needed."""
        self._folder = weights or SHIPPED
        self._rules = RuleReader()

    @property
    def name(self) -> str:
        """See `LanguageReader.name`."""
        return f"language.minilm.v1-{weights_version(self._folder)}"

    @property
    def _encoder(self) -> Encoder:
        return load_encoder(self._folder)

    def read(self, report: Report, cache: WindowCache | None = None) -> Doc:
        """See `LanguageReader.read`."""
        doc = self._rules.read(report)
        found = self._read_doc(doc, cache, given=report.tokens is not None)
        columns = _Columns(doc, self._encoder)
        for placed in found:
            columns.add(placed)
        columns.write()
        _add_attributions(doc, found)
        return doc

    def add_attributions(self, doc: Doc, cache: WindowCache | None = None) -> None:
        """Write attributions and sentence vectors into any Doc, whose sentences are taken as given."""
        _add_attributions(doc, self._read_doc(doc, cache, given=True))

    def memory(self) -> AbstractContextManager[object]:
        """See `LanguageReader.memory`."""
        return self._rules.memory()

    def _read_doc(self, doc: Doc, cache: WindowCache | None, *, given: bool) -> list[_Placed]:
        words, places = words_of(doc, given=given)
        sizes = [len(ids) for ids, _ in self._encoder.pieces.look_up(words.words)]
        windows = list(cut_windows(words.words, sizes, words.lines, words.cuts))
        readings = self._readings(words, windows, cache or WindowCache())
        return [
            _Placed(reading, words.words[window.start : window.end], places[window.start : window.end])
            for window, reading in zip(windows, readings, strict=True)
        ]

    def _readings(self, words: Words, windows: list[Window], cache: WindowCache) -> list[WindowReading]:
        """Return the readings of the windows; one that was read before, or stands here twice, is not read again."""
        encoder = self._encoder
        keys = [key_of(words, window, self.name) for window in windows]
        readings = cache.find(keys)
        new = {key: window for key, window in zip(keys, windows, strict=True) if key not in readings}
        for key, reading in zip(new, read_windows(encoder, words, list(new.values())), strict=True):
            readings[key] = reading
            cache.add(key, reading)
        return [readings[key] for key in keys]


def words_of(doc: Doc, *, given: bool) -> tuple[Words, list[int]]:
    """Return the Doc's words without white space, and the token that each is."""
    words: list[str] = []
    glued: list[bool] = []
    lines: list[int] = []
    cuts: list[int] = []
    places: list[int] = []
    opens_line = opens_sentence = True
    end = -1
    for token in doc:
        opens_sentence = opens_sentence or bool(token.is_sent_start)
        if token.is_space:
            opens_line = opens_line or any(mark in token.text for mark in "\n\r\u2028\u2029")
            continue
        if opens_line and opens_sentence:  # a line that was wrapped by hand goes on with the one before
            lines.append(len(words))
        if opens_sentence:
            cuts.append(len(words))
        words.append(token.text)
        glued.append(token.idx == end)
        places.append(token.i)
        opens_line = opens_sentence = False
        end = token.idx + len(token.text)
    return Words(tuple(words), tuple(glued), tuple(lines), tuple(cuts), given), places


class _Columns:
    """The Doc's annotation as columns, one row a token, written all at once: token by token takes n² time."""

    def __init__(self, doc: Doc, encoder: Encoder) -> None:
        import numpy
        from spacy.parts_of_speech import IDS

        strings, labels = doc.vocab.strings, encoder.labels
        self._doc = doc
        self._scripts = labels.lemma
        self._upos = numpy.array([IDS[label] for label in labels.upos], dtype="uint64")
        self._xpos = numpy.array([strings.add(label) for label in labels.xpos], dtype="uint64")
        self._deprel = numpy.array([strings.add(label) for label in labels.deprel], dtype="uint64")
        self._continued = strings.add("dep")
        self._space = (self._continued, IDS["SPACE"], strings.add("_SP"))
        self._names = {tag[2:]: strings.add(tag[2:]) for tag in labels.names.tags[1:]}
        self._heads = numpy.zeros(len(doc), dtype="int64")
        self._others = numpy.zeros((len(doc), 6), dtype="uint64")
        self._others[:, 4] = _OUTSIDE
        self._opens = numpy.full(len(doc), -1, dtype="int64")  # -1: starts no sentence
        self._is_word = numpy.zeros(len(doc), dtype=bool)
        self._root = 0

    def add(self, placed: _Placed) -> None:
        """Add a window's reading."""
        import numpy

        reading, strings = placed.reading, self._doc.vocab.strings
        places, heads = numpy.array(placed.places), numpy.array(reading.heads)
        scripts = map(self._scripts.__getitem__, reading.lemma)
        self._is_word[places] = True
        self._opens[places[list(reading.opens)]] = 1
        self._heads[places] = places[heads] - places
        self._others[places, 0] = self._deprel[list(reading.deprel)]
        self._others[places, 1] = self._upos[list(reading.upos)]
        self._others[places, 2] = self._xpos[list(reading.xpos)]
        self._others[places, 3] = [strings.add(lemma) for lemma in map(apply_script, placed.words, scripts)]
        roots = places[heads == numpy.arange(len(heads))].tolist()
        if 0 not in reading.opens:  # the rest of a sentence that a window before began
            first = roots.pop(0)
            self._heads[first] = self._root - first
            self._others[first, 0] = self._continued
        self._root = roots[-1] if roots else self._root
        for start, end, label in reading.names:
            if not any(map(_IS_WRITTEN, placed.words[start:end])):
                continue
            inside = slice(placed.places[start], placed.places[end - 1] + 1)
            self._others[inside, 4] = _INSIDE
            self._others[placed.places[start], 4] = _BEGIN
            self._others[inside, 5] = self._names[label]

    def write(self) -> None:
        """Write the columns into the Doc; white space hangs on the word before it, or the first.

        It needs a relation too: without one spaCy takes a token for a sentence of its own. A text without words is
        one sentence, which hangs on its first token. Sentences are written after the heads, from which spaCy would
        work them out, wrongly where a tree's arcs cross many times over.
        """
        import numpy
        from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, POS, TAG

        words = self._is_word.nonzero()[0]
        first = int(words[0]) if len(words) else 0
        for place in (~self._is_word).nonzero()[0].tolist():
            before = int(numpy.searchsorted(words, place)) - 1
            self._heads[place] = (int(words[before]) if before >= 0 else first) - place
            self._others[place, :4] = (*self._space, self._doc[place].orth)
        self._opens[first : first + 1] = -1
        self._opens[:1] = 1
        table = numpy.column_stack((self._heads.view("uint64"), self._others))
        self._doc.from_array([HEAD, DEP, POS, TAG, LEMMA, ENT_IOB, ENT_TYPE], table)  # type: ignore[arg-type]
        self._doc.from_array(["SENT_START"], self._opens.view("uint64").reshape(-1, 1))  # type: ignore[arg-type]


def _add_attributions(doc: Doc, found: list[_Placed]) -> None:
    """Write what the model says besides syntax and names: attributions and sentence vectors."""
    from spacy.tokens import Span, SpanGroup

    spans = []
    count = 0
    for placed in found:
        places = placed.places
        for one in placed.reading.attributions:
            parts = [("cue", one.cue), *(("source", part) for part in (one.source,) if part)]
            for label, (start, end) in (*parts, *(("content", part) for part in one.content)):
                spans.append(Span(doc, places[start], places[end - 1] + 1, label=label, span_id=str(count)))
            count += 1
    doc.spans[ATTRIBUTIONS] = SpanGroup(doc, name=ATTRIBUTIONS, spans=spans)
    doc.user_data[VECTORS] = _vectors([placed.reading for placed in found])


def _vectors(readings: list[WindowReading]) -> Any:
    """Return the vectors of the sentences, of length 1; one that windows share is their mean, by words."""
    import numpy

    sums: list[Any] = []
    for reading in readings:
        starts = sorted({0, *reading.opens})
        sizes = numpy.diff((*starts, len(reading.heads)))
        found = numpy.frombuffer(reading.vectors, dtype="int8").astype("float32").reshape(len(starts), -1)
        for number, (start, vector) in enumerate(zip(starts, found * sizes[:, None], strict=True)):
            if number or start in reading.opens or not sums:
                sums.append(vector)
            else:
                sums[-1] = sums[-1] + vector
    if not sums:
        return numpy.zeros((0, 0), dtype="float32")
    stacked = numpy.array(sums)
    return stacked / numpy.linalg.norm(stacked, axis=-1, keepdims=True).clip(min=1e-9)
