"""Names that one name would bring together though they contradict each other: George W. and George H. W. Bush.

What agrees with two names that are not one person's is no evidence for either: it joins the one that it agrees with
better, and where it agrees with both alike neither, unless something beside the names tells (`Torn`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.across.clusters import Edge, Veto, cluster
from onrecord.across.name_pairs import find_vetoes

_ALL_COMPARED = 60  # names of a component that are compared all with all; of more, those that one name is tied to


@dataclass(frozen=True, slots=True)
class Torn:
    """An edge not to follow by itself: one of its ends, `between`, agrees as well with `other`, which contradicts."""

    edge: Edge
    between: str
    other: str


def name_vetoes(edges: Iterable[Edge], names: Mapping[str, str]) -> Iterator[Veto]:
    """Yield the pairs of keys that edges tie together, over others perhaps, though their names contradict each other.

    Args:
        edges: what is the same by name.
        names: the printed name of each key.
    """
    edges = list(edges)
    large: set[str] = set()
    for group in cluster((), edges).groups:
        if len(group) <= _ALL_COMPARED:
            yield from _among(group, names)
        else:
            large.update(group)
    for tied in _neighbours(edge for edge in edges if edge.left in large).values():
        yield from _among(sorted(tied)[:_ALL_COMPARED], names)


def find_torn(edges: Iterable[Edge], vetoes: Iterable[Veto]) -> Iterator[Torn]:
    """Yield the edges of a key that is tied to two which contradict each other: the weaker one, of equal ones both."""
    tied = _neighbours(edges)
    for left, right in sorted({(veto.left, veto.right) for veto in vetoes}):
        for between in sorted(tied.get(left, {}).keys() & tied.get(right, {}).keys()):
            one, other = tied[between][left], tied[between][right]
            if one.score <= other.score:
                yield Torn(one, between, right)
            if other.score <= one.score:
                yield Torn(other, between, left)


def _among(keys: Sequence[str], names: Mapping[str, str]) -> Iterator[Veto]:
    """Yield the pairs of keys whose names contradict each other."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        by_name[names[key]].append(key)
    for veto in find_vetoes(sorted(by_name)):
        for left in by_name[veto.left]:
            for right in by_name[veto.right]:
                yield Veto(left, right, f"{veto.left} / {veto.right}: {veto.reason}")


def _neighbours(edges: Iterable[Edge]) -> dict[str, dict[str, Edge]]:
    tied: dict[str, dict[str, Edge]] = defaultdict(dict)
    for edge in edges:
        tied[edge.left][edge.right] = tied[edge.right][edge.left] = edge
    return tied
