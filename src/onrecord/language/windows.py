"""Windows: which words of a text are encoded together.

Whole lines are packed side by side; of a line that is too long for one window, each part looks back a little at the
part before. Where windows end depends on the text around their ends alone, so a passage that another report shares is
cut as it is there, and need not be read again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

MAX_PIECES = 192  # of a window's own words
LOOKS_BACK = 32  # pieces of context before a window that starts inside a line
_ANCHOR_PIECES = 384  # every so many pieces, on average, a line opens a window whatever stands before it
MAX_ENCODED = 510  # what the encoder can take, without its own two marks


@dataclass(frozen=True, slots=True)
class Window:
    """Words `start` to `end`, read with the words from `context` on."""

    context: int
    start: int
    end: int


def cut_windows(
    words: Sequence[str], sizes: Sequence[int], lines: Sequence[int], cuts: Sequence[int]
) -> Iterator[Window]:
    """Yield the windows of a text, in order; together they hold each word once.

    Args:
        words: the words of the text.
        sizes: how many pieces each has.
        lines: the words that open a line, in order; the first is 0, where there are words.
        cuts: the words that open a sentence, by rule: where a long line may be cut.
    """
    if not words:
        return
    starts = frozenset(lines)
    start = count = 0
    for opens, end in _units(words, sizes, lines, cuts):
        size = sum(sizes[opens:end])
        if opens > start and (count + size > MAX_PIECES or _is_anchor(words[opens:end], size)):
            yield _window(start, opens, sizes, 0 if start in starts else LOOKS_BACK)
            start, count = opens, 0
        count += size
    yield _window(start, len(words), sizes, 0 if start in starts else LOOKS_BACK)


def _is_anchor(words: Sequence[str], size: int) -> bool:
    return crc32("\x1f".join(words).encode("utf-8", "surrogatepass")) % _ANCHOR_PIECES < size


def _units(
    words: Sequence[str], sizes: Sequence[int], lines: Sequence[int], cuts: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield lines; of a line that is too long its sentences, and of such a sentence stretches of words."""
    for start, end in zip(lines, (*lines[1:], len(words)), strict=True):
        if sum(sizes[start:end]) <= MAX_PIECES:
            yield start, end
            continue
        inside = [start, *between(cuts, start + 1, end)]
        for opens, stops in zip(inside, (*inside[1:], end), strict=True):
            count = 0
            for place in range(opens, stops):
                if count + sizes[place] > MAX_PIECES:
                    yield opens, place
                    opens, count = place, 0
                count += sizes[place]
            yield opens, stops


def between(places: Sequence[int], start: int, end: int) -> Sequence[int]:
    """Return those of some places, in order, that lie in a stretch; to look at each takes n² time in long texts."""
    return places[bisect_left(places, start) : bisect_left(places, end)]


def _window(start: int, end: int, sizes: Sequence[int], room: int) -> Window:
    context = start
    while context and sizes[context - 1] <= room:
        context -= 1
        room -= sizes[context]
    return Window(context, start, end)
