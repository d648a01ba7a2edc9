"""Clusters with vetoes: what belongs together by scored judgements, and may not by others.

Edges are merged best first, as in Kruskal's algorithm, unless a veto stands between any member of the one cluster and
any of the other: so no chain of good edges carries two items together that must stay apart. Cannot-link and must-link
constraints are those of Wagstaff et al., "Constrained k-means clustering with background knowledge" (2001), merging
under them that of Davidson and Ravi, "Agglomerative hierarchical clustering with constraints" (2005).

In order of strength: a person's "different", a person's "same", the program's vetoes, the program's edges.
The result is a function of the sets given, never of their order, and that of one connected component does not depend
on the others: a caller may hand over whole components one by one (`Engine.components`) or all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A judgement that two items are the same, with its score."""

    left: str
    right: str
    score: float


@dataclass(frozen=True, slots=True, order=True)
class Veto:
    """Two items that must not come together, and why."""

    left: str
    right: str
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Refused:
    """An edge that was not followed, and the veto that stood against it (the first in order, if several did)."""

    edge: Edge
    veto: Veto


@dataclass(frozen=True, slots=True)
class Clusters:
    """A partition of the items, and what it could not follow.

    `groups` are sorted, and so are the items in each. `overridden`: vetoes of the program inside a cluster that a
    person's decisions made, or of an item and itself. `contradictory`: a person's "same" that a person's "different"
    stands against, which is not followed.
    """

    groups: tuple[tuple[str, ...], ...]
    refused: tuple[Refused, ...] = ()
    overridden: tuple[Veto, ...] = ()
    contradictory: tuple[Refused, ...] = ()


def cluster(
    nodes: Iterable[str],
    edges: Iterable[Edge],
    apart: Iterable[Veto] = (),
    *,
    must: Iterable[tuple[str, str]] = (),
    must_not: Iterable[Veto] = (),
) -> Clusters:
    """Return the clusters of the nodes. Time is near linear in the edges, but for their sorting.

    Args:
        nodes: the items; those that only `edges` or `must` name are added.
        edges: scored judgements, followed from the highest score, equal ones in the order of their ids.
        apart: the program's vetoes; one that names an item which neither nodes nor edges nor `must` name says nothing.
        must: a person's "same".
        must_not: a person's "different"; of an item and itself it is contradictory.
    """
    asked, offered = _as_edges(must), _best_first(edges)
    forest = _Forest({*nodes, *_ends(asked), *_ends(offered)})
    selfless = [Refused(Edge(veto.left, veto.right, 1.0), veto) for veto in forest.forbid(must_not)]
    contradictory = [Refused(edge, veto) for edge in asked if (veto := forest.join(edge))]
    overridden = forest.forbid(apart)
    refused = [Refused(edge, veto) for edge in offered if (veto := forest.join(edge))]
    return Clusters(forest.groups(), tuple(refused), tuple(overridden), tuple(sorted(selfless + contradictory)))


class _Forest:
    """Disjoint sets, each with the sets it may not be joined to; the smaller is always moved into the larger."""

    def __init__(self, nodes: Iterable[str]) -> None:
        self._parent: dict[str, str] = {node: node for node in nodes}
        self._size: dict[str, int] = {}
        self._vetoes: dict[str, dict[str, Veto]] = {}

    def forbid(self, vetoes: Iterable[Veto]) -> list[Veto]:
        """Keep pairs apart from now on; return those that are together already."""
        late = []
        for veto in sorted({_in_order(veto) for veto in vetoes}):
            if veto.left not in self._parent or veto.right not in self._parent:
                continue
            left, right = self._root(veto.left), self._root(veto.right)
            if left == right:
                late.append(veto)
            else:
                self._set(left, right, veto)
        return late

    def join(self, edge: Edge) -> Veto | None:
        """Join two sets; return the veto that stands against it, `None` when they are together now."""
        left, right = self._root(edge.left), self._root(edge.right)
        if left == right:
            return None
        if veto := self._vetoes.get(left, {}).get(right):
            return veto
        if self._weight(left) > self._weight(right):
            left, right = right, left
        self._parent[left] = right
        self._size[right] = self._size.get(right, 1) + self._size.pop(left, 1)
        for other, veto in self._vetoes.pop(left, {}).items():
            del self._vetoes[other][left]
            self._set(right, other, veto)
        return None

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Return the sets, sorted."""
        members: dict[str, list[str]] = {}
        for node in sorted(self._parent):
            members.setdefault(self._root(node), []).append(node)
        return tuple(sorted(tuple(group) for group in members.values()))

    def _weight(self, root: str) -> int:
        return self._size.get(root, 1) + len(self._vetoes.get(root, ()))

    def _root(self, node: str) -> str:
        parent = self._parent
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    def _set(self, left: str, right: str, veto: Veto) -> None:
        """Keep the first in order of the vetoes between two sets, in both directions."""
        known = self._vetoes.setdefault(left, {}).get(right)
        first = veto if known is None else min(known, veto)
        self._vetoes[left][right] = first
        self._vetoes.setdefault(right, {})[left] = first


def _in_order(veto: Veto) -> Veto:
    return veto if veto.left <= veto.right else Veto(veto.right, veto.left, veto.reason)


def _ends(edges: Iterable[Edge]) -> Iterator[str]:
    for edge in edges:
        yield edge.left
        yield edge.right


def _as_edges(pairs: Iterable[tuple[str, str]]) -> list[Edge]:
    return [Edge(*pair, 1.0) for pair in sorted({(min(pair), max(pair)) for pair in pairs})]


def _best_first(edges: Iterable[Edge]) -> list[Edge]:
    ordered = {Edge(min(edge.left, edge.right), max(edge.left, edge.right), edge.score) for edge in edges}
    return sorted(ordered, key=lambda edge: (-edge.score, edge.left, edge.right))
