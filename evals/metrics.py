"""The measures: precision, recall and F1 over sets, and the overlap of span lists by characters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from onrecord.records import Span


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


def score_sets(found: Collection[object], due: Collection[object]) -> Score:
    """Score exact matches, each thing counted once."""
    return Score(len(set(found) & set(due)), len(set(found)), len(set(due)))


def overlap(left: Sequence[Span], right: Sequence[Span]) -> float:
    """Return the Jaccard index of the characters that two lists of spans cover, in [0, 1]."""
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in left for b in right)
    covered = sum(span.end - span.start for span in (*left, *right)) - shared
    return shared / covered if covered else 0.0
