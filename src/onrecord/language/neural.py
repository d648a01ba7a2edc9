"""The package's own language model as a `LanguageReader`: tokens by rule, all else by the model."""

from __future__ import annotations

from contextlib import AbstractContextManager
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
_Placed = tuple[list[int], WindowReading]  # a window's reading, and the tokens of its own words


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
        for places, reading in found:
            columns.add(places, reading)
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
        words, places = _words_of(doc, given=given)
        sizes = [len(ids) for ids, _ in self._encoder.pieces.look_up(words.words)]
        windows = list(cut_windows(words.words, sizes, words.lines, words.cuts))
        readings = self._readings(words, windows, cache or WindowCache())
        return [(places[window.start : window.end], reading) for window, reading in zip(windows, readings, strict=True)]

    def _readings(self, words: Words, windows: list[Window], cache: WindowCache) -> list[WindowReading]:
        """Return the readings of the windows; one that was read before, or stands here twice, is not read again."""
        encoder = self._encoder
        keys = [key_of(words, window, encoder.version) for window in windows]
        readings = cache.find(keys)
        new = {key: window for key, window in zip(keys, windows, strict=True) if key not in readings}
        for key, reading in zip(new, read_windows(encoder, words, list(new.values())), strict=True):
            readings[key] = reading
            cache.add(key, reading)
        return [readings[key] for key in keys]


def _words_of(doc: Doc, *, given: bool) -> tuple[Words, list[int]]:
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
        if opens_line:
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
        self._upos = [IDS[label] for label in labels.upos]
        self._xpos = [strings.add(label) for label in labels.xpos]
        self._deprel = [strings.add(label) for label in labels.deprel]
        self._continued = strings.add("dep")
        self._space = (self._continued, IDS["SPACE"], strings.add("_SP"))
        self._names = {tag[2:]: strings.add(tag[2:]) for tag in labels.names.tags[1:]}
        self._heads = numpy.zeros(len(doc), dtype="int64")
        self._others = numpy.zeros((len(doc), 6), dtype="uint64")
        self._others[:, 4] = _OUTSIDE
        self._opens = numpy.full(len(doc), -1, dtype="int64")  # -1: starts no sentence
        self._root = 0

    def add(self, places: list[int], reading: WindowReading) -> None:
        """Add a window's reading; `places` are the tokens of its own words."""
        strings = self._doc.vocab.strings
        first_root = next((word for word, head in enumerate(reading.heads) if word == head), 0)
        is_continued = 0 not in reading.opens
        self._opens[[places[word] for word in reading.opens]] = 1
        for word, (place, head, relation) in enumerate(zip(places, reading.heads, reading.deprel, strict=True)):
            above, by = places[head], self._deprel[relation]
            if word == head and is_continued and word == first_root:
                above, by = self._root, self._continued  # the rest of a sentence that a window before began
            elif word == head:
                self._root = place
            self._heads[place] = above - place
            lemma = apply_script(self._doc[place].text, self._scripts[reading.lemma[word]])
            self._others[place, :4] = (
                by,
                self._upos[reading.upos[word]],
                self._xpos[reading.xpos[word]],
                strings.add(lemma),
            )
        for start, end, label in reading.names:
            inside = slice(places[start], places[end - 1] + 1)
            self._others[inside, 4] = _INSIDE
            self._others[places[start], 4] = _BEGIN
            self._others[inside, 5] = self._names[label]

    def write(self) -> None:
        """Write the columns into the Doc; white space hangs on the word before it, or the first.

        It needs a relation too: without one spaCy takes a token for a sentence of its own. A text without words is
        one sentence, which hangs on its first token. Sentences are written after the heads, from which spaCy would
        work them out, wrongly where a tree's arcs cross many times over.
        """
        import numpy
        from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, POS, TAG

        first = next((token.i for token in self._doc if not token.is_space), 0)
        above = first
        for token in self._doc:
            if not token.is_space:
                above = token.i
                continue
            self._heads[token.i] = above - token.i
            self._others[token.i, :4] = (*self._space, token.orth)
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
    for places, reading in found:
        for one in reading.attributions:
            parts = [("cue", one.cue), *(("source", part) for part in (one.source,) if part)]
            for label, (start, end) in (*parts, *(("content", part) for part in one.content)):
                spans.append(Span(doc, places[start], places[end - 1] + 1, label=label, span_id=str(count)))
            count += 1
    doc.spans[ATTRIBUTIONS] = SpanGroup(doc, name=ATTRIBUTIONS, spans=spans)
    doc.user_data[VECTORS] = _vectors([reading for _, reading in found])


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
