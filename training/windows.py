"""Windows: what is encoded together, cut from passages, and the noise that keeps the model from learning by heart."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.language.pieces import WordPieces, layout_of
from training.corpora import NAME_TAGS, Passage

MAX_TRAINED_PIECES = 384  # of a training window
_REPLACED_WINDOWS, _REPLACED_NAMES = 0.3, 0.5
_CAPITALS, _TITLES = 0.02, 0.02  # windows printed as headlines are
_CURLY_WINDOWS = 0.4  # windows whose straight marks are printed as curly ones
_GLUED_WINDOWS = 0.5  # windows of given tokens that are printed as in running text
_CLOSING = frozenset(".,;:!?)]}%’”'s n't 's 're 've 'll 'd 'm".split())
_OPENING = frozenset("([{$“‘£€")


@dataclass(slots=True)
class Window:
    """Words `start` to `end` of a passage."""

    passage: Passage
    start: int
    end: int


def cut_windows(passage: Passage, max_pieces: int, lengths: Sequence[int]) -> Iterator[Window]:
    """Yield windows of whole sentences of up to `max_pieces`; a sentence that is longer is cut.

    `lengths`: pieces of each word of the passage.
    """
    ends = [*passage.cuts[1:], len(passage.words)]
    start = count = 0
    for cut, end in zip(passage.cuts, ends, strict=True):
        sentence = sum(lengths[cut:end])
        if count and count + sentence > max_pieces:
            yield Window(passage, start, cut)
            start, count = cut, 0
        count += sentence
        while count > MAX_TRAINED_PIECES:  # one sentence
            middle = start
            size = 0
            while size + lengths[middle] <= MAX_TRAINED_PIECES:
                size += lengths[middle]
                middle += 1
            yield Window(passage, start, middle)
            start, count = middle, count - size
    if count:
        yield Window(passage, start, len(passage.words))


class Noise:
    """Changes passages as unseen texts differ: other names, capitals, spaces."""

    def __init__(self, passages: Sequence[Passage], seed: int) -> None:
        """Collect the names of `passages` by label."""
        self._seed = seed
        self._random = random.Random(seed)
        self._names: dict[str, list[list[str]]] = defaultdict(list)
        for passage in passages:
            for start, end, label in spans_of(passage.names or []):
                self._names[label].append(passage.words[start:end])

    def start(self, epoch: int) -> None:
        """Draw from here on what this epoch draws, whatever was drawn before."""
        self._random = random.Random(f"{self._seed} {epoch}")

    def change(self, window: Window) -> Window:
        """Return the window, or one that is changed at random."""
        draw = self._random.random
        if window.passage.names is not None:
            if draw() < _REPLACED_WINDOWS:
                window = self._with_other_names(window)
            if draw() < _GLUED_WINDOWS:
                window = _as_printed(window)
        if window.passage.tree is not None and draw() < _GLUED_WINDOWS:
            window = _line_by_line(window)
        if draw() < _CURLY_WINDOWS:
            window = _curled(window)
        chance = draw()
        if chance < _CAPITALS:
            return _respelled(window, str.upper)
        return _respelled(window, str.title) if chance < _CAPITALS + _TITLES else window

    def _with_other_names(self, window: Window) -> Window:
        passage = window.passage
        assert passage.names is not None
        words: list[str] = []
        tags: list[int] = []
        opens: list[bool] = []
        place = window.start
        for start, end, label in [*spans_of(passage.names[window.start : window.end]), (-1, -1, "")]:
            stop = window.end if start < 0 else window.start + start
            words += passage.words[place:stop]
            tags += passage.names[place:stop]
            opens += passage.opens_line[place:stop]
            if start < 0:
                break
            place = window.start + end
            other = passage.words[stop:place]
            if self._random.random() < _REPLACED_NAMES:
                other = self._random.choice(self._names[label])
            words += other
            tags += _tags_of(label, len(other))
            opens += [passage.opens_line[stop], *([False] * (len(other) - 1))]
        changed = Passage(passage.name, words, [False] * len(words), opens, [0], names=tags)
        return Window(changed, 0, len(words))


def _tags_of(label: str, length: int) -> list[int]:
    places = "S" if length == 1 else "B" + "I" * (length - 2) + "E"
    return [NAME_TAGS.index(f"{place}-{label}") for place in places]


def spans_of(tags: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of BIOES name tags; what a window's edge cut off goes without."""
    start = -1
    for place, number in enumerate(tags):
        tag = NAME_TAGS[number]
        if tag[0] in "BS":
            start = place
        if tag[0] in "ES" and start >= 0:
            yield start, place + 1, tag[2:]
            start = -1


def _as_printed(window: Window) -> Window:
    """Glue punctuation as running text does, and let lines run on."""
    passage = window.passage
    words = passage.words
    glued = list(passage.glued)
    quoted = False
    for place in range(window.start + 1, window.end):
        word, before = words[place], words[place - 1]
        if word == '"':
            glued[place], quoted = quoted, not quoted
        elif before == '"':
            glued[place] = quoted
        else:
            glued[place] = word in _CLOSING or before in _OPENING
    return replace(window, passage=replace(passage, glued=glued, opens_line=[False] * len(words)))


def _line_by_line(window: Window) -> Window:
    """Print as rows of given tokens come: a sentence a line, all words apart."""
    passage = window.passage
    opens = [False] * len(passage.words)
    for cut in passage.cuts:
        opens[cut] = True
    return replace(window, passage=replace(passage, glued=[False] * len(opens), opens_line=opens))


def _curled(window: Window) -> Window:
    """Print straight quotation marks and apostrophes as curly ones."""
    passage = window.passage
    words = list(passage.words)
    quoted = False
    for place in range(window.start, window.end):
        word = words[place]
        if word in {'"', "``", "''"}:
            quoted = word == "``" or (word == '"' and not quoted)
            words[place] = "“" if quoted else "”"
        elif "'" in word:
            words[place] = word.replace("'", "’")
    return replace(window, passage=replace(passage, words=words))


def _respelled(window: Window, how: object) -> Window:
    assert callable(how)
    passage = window.passage
    words = list(passage.words)
    words[window.start : window.end] = [how(word) or word for word in words[window.start : window.end]]
    return replace(window, passage=replace(passage, words=words))


def encode(window: Window, pieces: WordPieces) -> tuple[list[tuple[int, ...]], list[int]]:
    """Return the pieces and the layout of each word of a window."""
    passage, place = window.passage, slice(window.start, window.end)
    looked_up = pieces.look_up(passage.words[place])
    layouts = [
        layout_of(shape, glued=glued, opens_line=opens)
        for (_, shape), glued, opens in zip(looked_up, passage.glued[place], passage.opens_line[place], strict=True)
    ]
    return [ids for ids, _ in looked_up], layouts
