"""The measures: F1 over sets, pairs and characters, B-cubed over clusters, and the overlap of span lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from onrecord.records import Span

Left = TypeVar("Left")
Right = TypeVar("Right")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of what was right, found and due; undefined shares are 1 where nothing was due or found."""

    right: int
    found: int
    due: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what was due that was found."""
        return self.right / self.due if self.due else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.found + other.found, self.due + other.due)


def score_sets(found: Iterable[Hashable], due: Iterable[Hashable]) -> Score:
    """Score exact matches, each thing counted once."""
    found, due = set(found), set(due)
    return Score(len(found & due), len(found), len(due))


def overlap(left: Sequence[Span], right: Sequence[Span]) -> float:
    """Return the Jaccard index of the characters that two lists of spans cover, in [0, 1]."""
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in left for b in right)
    covered = sum(span.end - span.start for span in (*left, *right)) - shared
    return shared / covered if covered else 0.0


def score_pairs(found: Iterable[Collection[Hashable]], due: Iterable[Collection[Hashable]]) -> Score:
    """Score clusters by the pairs of things that stand in one: right where both put the pair together."""
    return score_sets(_pairs(found), _pairs(due))


def _pairs(clusters: Iterable[Collection[Hashable]]) -> set[frozenset[Hashable]]:
    return {frozenset(pair) for cluster in clusters for pair in combinations(set(cluster), 2)}


@dataclass(frozen=True, slots=True)
class Shares:
    """A precision and a recall that are means and no counts."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def b_cubed(found: Iterable[Collection[Hashable]], due: Iterable[Collection[Hashable]]) -> Shares:
    """Return B-cubed (Bagga and Baldwin 1998): the mean, over things, of the share of their cluster that is right.

    Things on one side only count as wrong there, as in the CoNLL reference scorer (Pradhan et al. 2014). Each
    thing stands in one cluster a side at the most; where a side is empty its mean is 1.
    """
    found_sets, due_sets = [set(cluster) for cluster in found], [set(cluster) for cluster in due]
    cluster_of = {thing: number for number, cluster in enumerate(due_sets) for thing in cluster}
    precise = recalled = 0.0
    for cluster in found_sets:
        shared = Counter(cluster_of[thing] for thing in cluster if thing in cluster_of)
        precise += sum(count**2 / len(cluster) for count in shared.values())
        recalled += sum(count**2 / len(due_sets[number]) for number, count in shared.items())
    found_things, due_things = sum(map(len, found_sets)), sum(map(len, due_sets))
    return Shares(precise / found_things if found_things else 1.0, recalled / due_things if due_things else 1.0)


def score_characters(found: Iterable[tuple[Hashable, Span]], due: Iterable[tuple[Hashable, Span]]) -> Score:
    """Score spans by the characters they cover, each once; spans of different texts (the first of a pair) are apart."""
    return score_sets(characters(found), characters(due))


def characters(spans: Iterable[tuple[Hashable, Span]]) -> set[tuple[Hashable, int]]:
    """Return each character that spans cover, by its text and place."""
    return {(text, place) for text, span in spans for place in range(span.start, span.end)}


def commonest(things: Iterable[str]) -> str:
    """Return what there is most of, the first of several by its name; an empty text where there is nothing."""
    counts = Counter(things)
    return min(counts, key=lambda thing: (-counts[thing], thing), default="")


def match(
    found: Sequence[Left], due: Sequence[Right], likeness: Callable[[Left, Right], float], least: float
) -> list[tuple[Left, Right]]:
    """Pair found with due things, the likest first, each once, none below `least`; ties go by order."""
    scored = [
        (-score, left, right)
        for left, thing in enumerate(found)
        for right, other in enumerate(due)
        if (score := likeness(thing, other)) >= least
    ]
    lefts: set[int] = set()
    rights: set[int] = set()
    pairs = []
    for _, left, right in sorted(scored):
        if left not in lefts and right not in rights:
            lefts.add(left)
            rights.add(right)
            pairs.append((left, right))
    return [(found[left], due[right]) for left, right in sorted(pairs)]
