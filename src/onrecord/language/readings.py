"""What the model makes of a window: labels, trees, spans, links and sentence vectors, small enough to keep."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from onrecord.language.encoder import Encoder, Scores
from onrecord.language.links import WordAttribution, link_spans
from onrecord.language.pieces import layout_of
from onrecord.language.tags import FORBIDDEN, best_tags, tag_spans
from onrecord.language.trees import best_tree
from onrecord.language.windows import Window, between

OPENING_MARKS = frozenset("\"'“‘«„‚‹`([{")
_CLOSING_MARKS = frozenset("\"'”’»")
_RULES_WEIGH = 2.0  # what the rules' word on a sentence's start adds to the model's score, or takes from it
_STARTS_WEIGH = 0.5  # added to the scores of tags that start a source, cue or content: found as often as they are due
_TOGETHER = 16  # windows whose scores are held at once: four megabytes each
VECTOR_STEPS = 127  # the numbers of a vector of length 1 are kept in so many steps to each side of nothing


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, as the model is given them.

    `glued`: no white space stands before the word. `lines`: the words that open a line, the first of all among them,
    but not those at which a line wrapped by hand goes on. `cuts`: the words that open a sentence by rule. `given`: the
    input says what the sentences are: these.
    """

    words: tuple[str, ...]
    glued: tuple[bool, ...]
    lines: tuple[int, ...]
    cuts: tuple[int, ...]
    given: bool = False


@dataclass(frozen=True, slots=True)
class WindowReading:
    """What the model makes of the words of a window; numbers count from the window's first own word.

    `opens`: the words that open a sentence; the first word is there only if it does. `upos`, `xpos`, `lemma`,
    `deprel`: label numbers, one a word. `heads`: one a word, a root its own. `names`: half-open, with their labels.
    `vectors`: one a stretch between openings, int8, all in one.
    """

    opens: tuple[int, ...]
    upos: tuple[int, ...]
    xpos: tuple[int, ...]
    lemma: tuple[int, ...]
    heads: tuple[int, ...]
    deprel: tuple[int, ...]
    names: tuple[tuple[int, int, str], ...]
    attributions: tuple[WordAttribution, ...]
    vectors: bytes

    def to_bytes(self) -> bytes:
        """Return the reading as bytes to keep; `from_bytes` undoes it."""
        from srsly.msgpack import packb

        attributions = [(one.cue, one.source, one.content) for one in self.attributions]
        others = (self.opens, self.upos, self.xpos, self.lemma, self.heads, self.deprel, self.names)
        return zlib.compress(packb((*others, attributions, self.vectors), use_bin_type=True))

    @staticmethod
    def from_bytes(kept: bytes) -> WindowReading:
        """Return the reading that `to_bytes` kept."""
        from srsly.msgpack import unpackb

        opens, upos, xpos, lemma, heads, deprel, names, found, vectors = unpackb(
            zlib.decompress(kept), use_list=False, raw=False
        )
        attributions = tuple(WordAttribution(*one) for one in found)
        return WindowReading(opens, upos, xpos, lemma, heads, deprel, names, attributions, vectors)


def key_of(words: Words, window: Window, reader: str) -> bytes:
    """Return what a window's reading is kept under: a digest of all that it depends on, and of nothing else.

    `reader`: the reader's name, with the versions of its code and its weights.
    """
    digest = blake2b(f"{reader} {window.start - window.context} {words.given}".encode(), digest_size=16)
    lines = set(between(words.lines, window.context, window.end))
    cuts = set(between(words.cuts, window.start, window.end))
    for place in range(window.context, window.end):
        word = words.words[place]
        # Given words may hold any character, so that none can part them: each says how long it is.
        parts = f"{place in lines:d}{words.glued[place]:d}{place in cuts:d}{len(word)} {word}"
        digest.update(parts.encode("utf-8", "surrogatepass"))
    return digest.digest()


class WindowCache:
    """Readings of windows that were made before, and those made now; for the reading of one report.

    `look_up` returns what is kept under keys, as bytes, of as many as there is something.
    """

    def __init__(self, look_up: Callable[[Sequence[bytes]], Mapping[bytes, bytes]] = lambda _: {}) -> None:
        self._look_up = look_up
        self._found: dict[bytes, WindowReading | None] = {}

    @property
    def used(self) -> dict[bytes, bytes | None]:
        """The keys that the report needed, with the bytes of what is new."""
        return {key: None if new is None else new.to_bytes() for key, new in self._found.items()}

    def find(self, keys: Sequence[bytes]) -> dict[bytes, WindowReading]:
        """Return the readings that are kept under the keys."""
        kept = self._look_up(keys)
        self._found |= dict.fromkeys(kept)
        return {key: WindowReading.from_bytes(reading) for key, reading in kept.items()}

    def add(self, key: bytes, reading: WindowReading) -> None:
        """Keep a new reading."""
        self._found[key] = reading


def read_windows(encoder: Encoder, words: Words, windows: Sequence[Window]) -> list[WindowReading]:
    """Return what the model makes of each window; each depends on the window's words alone."""
    groups = (windows[start : start + _TOGETHER] for start in range(0, len(windows), _TOGETHER))
    return [reading for group in groups for reading in _read_group(encoder, words, group)]


def _read_group(encoder: Encoder, words: Words, windows: Sequence[Window]) -> list[WindowReading]:
    drafts = [_Draft.make(encoder, words, window) for window in windows]
    names = best_tags([draft.names for draft in drafts], encoder.labels.names)
    starts = [_STARTS_WEIGH * (tag[0] in "BS") for tag in encoder.labels.attributions.tags]
    attributions = best_tags(
        [draft.scores.attributions[draft.own] + starts for draft in drafts], encoder.labels.attributions
    )
    return [draft.finish(encoder, *tags) for draft, *tags in zip(drafts, names, attributions, strict=True)]


def _openings(words: Words, window: Window, scores: Sequence[float]) -> Iterator[int]:
    """Yield the window's words that open a sentence, by the model's `scores` and the rules, which know marks better."""
    lines = set(between(words.lines, window.start, window.end))
    cuts = set(between(words.cuts, window.start, window.end))
    for place in range(window.start, window.end):
        if words.given or place in lines:
            opens = place in (cuts if words.given else lines)
        elif words.glued[place] and words.words[place - 1] in OPENING_MARKS:
            opens = False  # the mark before it does
        elif place in cuts and words.words[place] in OPENING_MARKS and words.words[place - 1] in _CLOSING_MARKS:
            opens = True  # "It is late." "Let us go."
        else:
            score = scores[place - window.context]
            if words.words[place] in OPENING_MARKS and place + 1 < window.end and words.glued[place + 1]:
                score = max(score, scores[place + 1 - window.context])
            opens = score + (_RULES_WEIGH if place in cuts else -_RULES_WEIGH) > 0
        if opens:
            yield place - window.start


@dataclass(frozen=True, slots=True)
class _Draft:
    """A window's scores on the way to its reading."""

    scores: Scores
    own: slice  # the window's own words among those that were encoded
    firsts: list[int]
    opens: tuple[int, ...]
    names: Any  # scores that let no name run across a line's end

    @staticmethod
    def make(encoder: Encoder, words: Words, window: Window) -> _Draft:
        lines = set(between(words.lines, window.context, window.end))
        inside = range(window.context, window.end)
        looked_up = encoder.pieces.look_up(words.words[window.context : window.end])
        layouts = [
            layout_of(shape, glued=words.glued[place], opens_line=place in lines)
            for place, (_, shape) in zip(inside, looked_up, strict=True)
        ]
        scores, firsts = encoder.run([ids for ids, _ in looked_up], layouts)
        own = slice(window.start - window.context, window.end - window.context)
        opens = tuple(_openings(words, window, scores.opens.tolist()))
        names = scores.names[own].copy()
        moves = encoder.labels.names
        inner = [number for number, tag in enumerate(moves.tags) if tag[0] in "IE"]
        for place in between(words.lines, window.start, window.end):
            names[place - window.start, inner] = FORBIDDEN
        return _Draft(scores, own, firsts, opens, names)

    def finish(self, encoder: Encoder, names: list[int], attributions: list[int]) -> WindowReading:
        """Return the reading, with the best tags of names and attributions."""
        scores, own, labels = self.scores, self.own, encoder.labels
        heads = [head for stretch in self._stretches() for head in self._tree(stretch)]
        return WindowReading(
            opens=self.opens,
            upos=tuple(scores.upos[own].tolist()),
            xpos=tuple(scores.xpos[own].tolist()),
            lemma=tuple(scores.lemma[own].tolist()),
            heads=tuple(heads),
            deprel=self._relations(heads, labels.deprel.index("root")),
            names=tuple(tag_spans([labels.names.tags[number] for number in names])),
            attributions=tuple(
                link_spans(
                    [labels.attributions.tags[number] for number in attributions],
                    scores.cue_links[own, own],
                    scores.source_links[own, own],
                )
            ),
            vectors=self._vectors(),
        )

    def _stretches(self) -> Iterator[slice]:
        """Yield the sentences, and what stands before the first opening."""
        length = self.own.stop - self.own.start
        starts = sorted({0, *self.opens})
        yield from (slice(start, end) for start, end in zip(starts, (*starts[1:], length), strict=True) if start < end)

    def _tree(self, stretch: slice) -> list[int]:
        first = self.own.start + stretch.start
        inside = slice(first, self.own.start + stretch.stop)
        return [stretch.start + head for head in best_tree(self.scores.arcs[inside, inside])]

    def _relations(self, heads: list[int], root: int) -> tuple[int, ...]:
        """Return each word's best relation to its head; a root is `root`, and nothing else is."""
        import numpy

        states = self.scores.heads[self.own]
        scores = (self.scores.relations[self.own] @ states[heads][..., None])[..., 0] + self.scores.shifts[self.own]
        scores[:, root] = FORBIDDEN
        best = scores.argmax(-1)
        is_root = numpy.array(heads) == numpy.arange(len(heads))
        return tuple(numpy.where(is_root, root, best).tolist())

    def _vectors(self) -> bytes:
        import numpy

        found = []
        for stretch in self._stretches():
            pieces = slice(self.firsts[self.own.start + stretch.start], self.firsts[self.own.start + stretch.stop])
            vector = self.scores.vectors[pieces].mean(0)
            found.append(vector / max(float(numpy.linalg.norm(vector)), 1e-9))
        return bytes(numpy.rint(numpy.array(found) * VECTOR_STEPS).astype("int8").tobytes())
