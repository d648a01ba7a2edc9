"""Where two texts have the same words: local alignment, by runs of equal words that are chained.

Runs of `SEED` equal words and more are found first. Runs that follow each other in both texts, with few other words
between them, are chained to the best sum of their weights less what lies between (Myers and Miller, "Chaining
multiple-alignment fragments in sub-quadratic time", 1995, over the nearest runs only). A chain that weighs enough is a
passage. Words that any text has weigh little: "of the", and names and titles, which two reports share because they
speak of the same people.

So lightly rewritten text is one passage, moved paragraphs are several, and a phrase is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from onrecord.across.wording import LEFT_OUT, MAX_GAP, Wording
from onrecord.records import Span

NAME = "alignment.chained.v1"
SEED = 3
MIN_WEIGHT = 6.0
"""What the equal words of a passage weigh at the least: a clause of eight to ten words, five of them in marks."""

_TEXTS_IN_MEMORY = 4
_MAX_PLACES = 6  # of a seed in one text; commoner ones start no run
_LOOK_BACK = 60  # runs before one that it may be chained to
_GAP_COST, _SHIFT_COST = 0.5, 0.3  # for each word between two runs; for each that one side has more of
_COMMON_WEIGHT, _NAME_WEIGHT = 0.25, 0.5
_QUOTED_FACTOR = 1.5  # words that both give as somebody's
_COMMON = frozenset(
    "a an the of to in on at by for with from and or but as is are was were be been has have had it its this that"
    " these those he she they his her their we our you i not no said says who which will would could should also more"
    " most than after before over into about up out new one s".split()
)


@dataclass(frozen=True, slots=True)
class Aligned:
    """Words of one text that stand in another: half-open ranges of words, and how many are equal."""

    left: Span
    right: Span
    equal: int

    @property
    def same(self) -> float:
        """Share of the aligned words that are equal."""
        return self.equal / max(self.left.end - self.left.start, self.right.end - self.right.start)


@dataclass(frozen=True, slots=True, order=True)
class _Run:
    """Equal words: where they start in each text, and how many."""

    left: int
    right: int
    size: int


def align(left: Wording, right: Wording, weights: Sequence[float], least: Callable[[int], float]) -> list[Aligned]:
    """Return the passages that two texts share, in the order of the left one.

    Args:
        left: the words of one text.
        right: those of the other.
        weights: of each word of the left text, see `weigh`.
        least: what the equal words of a passage weigh at the least, given how many words are in those that weigh
            `MIN_WEIGHT`.
    """
    runs = sorted(_find_runs(left.forms, right.forms))
    chains = [(weight, _join(chain)) for weight, chain in _find_chains(runs, weights)]
    min_weight = min(MIN_WEIGHT, least(sum(one.equal for weight, one in chains if weight >= MIN_WEIGHT)))
    found = [one for weight, one in chains if weight >= min_weight]
    return sorted(found, key=lambda one: (one.left, one.right))


def weigh(text: str, wording: Wording, quoted: Sequence[Span] = ()) -> list[float]:
    """Return what each word of a text weighs as evidence that another text has it from there.

    Args:
        text: the text.
        wording: its words.
        quoted: its stretches in quotation marks, in order, which do not overlap.
    """
    weights = []
    for form, start, is_quoted in zip(wording.forms, wording.starts, wording.inside(quoted), strict=True):
        weight = _COMMON_WEIGHT if form in _COMMON else _NAME_WEIGHT if text[start].isupper() else 1.0
        weights.append(weight * (_QUOTED_FACTOR if is_quoted else 1.0))
    return weights


def _find_runs(left: tuple[str, ...], right: Sequence[str]) -> Iterator[_Run]:
    """Yield the runs of equal words, as long as they go; several where a stretch stands more than once."""
    places = places_of(left)
    reached: dict[int, int] = {}  # how far the last run goes in the right text, by how far it is shifted
    for place, seed in enumerate(_seeds(right)):
        found = places.get(seed)
        if found is None or len(found) > _MAX_PLACES:
            continue
        for at in found:
            if reached.get(place - at, 0) <= place:
                run = _grow(left, right, _Run(at, place, SEED))
                reached[place - at] = run.right + run.size
                yield run


def _seeds(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the words from each place on, `SEED` of them."""
    return zip(*(words[shift:] for shift in range(SEED)), strict=False)


@lru_cache(_TEXTS_IN_MEMORY)
def places_of(words: tuple[str, ...]) -> dict[tuple[str, ...], list[int]]:
    """Return where each seed of a text stands; none reaches into a stretch that is left out."""
    places: dict[tuple[str, ...], list[int]] = {}
    for place, seed in enumerate(_seeds(words)):
        if LEFT_OUT not in seed:
            places.setdefault(seed, []).append(place)
    return places


def _grow(left: Sequence[str], right: Sequence[str], run: _Run) -> _Run:
    """Return a run with the equal words behind it, and those before it: seeds too common to start from."""
    size, most = run.size, min(len(left) - run.left, len(right) - run.right)
    while size < most and left[run.left + size] == right[run.right + size] != LEFT_OUT:
        size += 1
    more, most = 0, min(run.left, run.right)
    while more < most and left[run.left - more - 1] == right[run.right - more - 1] != LEFT_OUT:
        more += 1
    return _Run(run.left - more, run.right - more, size + more)


def _find_chains(runs: Sequence[_Run], weights: Sequence[float]) -> Iterator[tuple[float, list[_Run]]]:
    """Yield chains of runs and what they weigh, the heaviest first; each run is in one."""
    own = [sum(weights[run.left : run.left + run.size]) for run in runs]
    best, before = list(own), [-1] * len(runs)
    reached = list(accumulate((run.left + run.size for run in runs), max))
    for at, run in enumerate(runs):
        for other in range(at - 1, max(-1, at - 1 - _LOOK_BACK), -1):
            if run.left - reached[other] > MAX_GAP:
                break  # this one and all before it end too far away
            cost = _cost_between(runs[other], run)
            if cost is not None and best[other] - cost > 0 and best[other] + own[at] - cost > best[at]:
                best[at], before[at] = best[other] + own[at] - cost, other
    taken = [False] * len(runs)
    for end in sorted(range(len(runs)), key=lambda at: (-best[at], at)):
        chain, at = [], end
        while at != -1 and not taken[at]:
            taken[at] = True
            chain.append(runs[at])
            at = before[at]
        if chain:
            yield best[end] - (best[at] if at != -1 else 0.0), chain[::-1]


def _cost_between(first: _Run, second: _Run) -> float | None:
    """Return what it costs to chain two runs; `None` where the second does not follow the first closely in both texts.

    Runs may overlap, where words stand twice: what they share counts once.
    """
    left_gap = second.left - first.left - first.size
    right_gap = second.right - first.right - first.size
    if second.right <= first.right or second.left <= first.left or max(left_gap, right_gap) > MAX_GAP:
        return None
    overlap = max(-left_gap, -right_gap, 0)
    if overlap >= second.size:
        return None
    return overlap + _GAP_COST * max(left_gap, right_gap, 0) + _SHIFT_COST * abs(left_gap - right_gap)


def _join(chain: Sequence[_Run]) -> Aligned:
    equal, left_end, right_end = 0, chain[0].left, chain[0].right
    for run in chain:
        equal += run.size - max(0, left_end - run.left, right_end - run.right)
        left_end, right_end = run.left + run.size, run.right + run.size
    return Aligned(Span(chain[0].left, left_end), Span(chain[0].right, right_end), equal)
