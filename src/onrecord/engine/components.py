"""What hangs together: the connected components of a graph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from onrecord.engine import Node


def find_components(pairs: Iterable[tuple[Node, Node]]) -> list[tuple[Node, ...]]:
    """Return the components, sorted, nodes sorted in each. Union-find with path halving; memory is one entry a node."""
    parent: dict[Node, Node] = {}

    def root(node: Node) -> Node:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for left, right in pairs:
        parent[root(left)] = root(right)
    members: dict[Node, list[Node]] = {}
    for node in parent:
        members.setdefault(root(node), []).append(node)
    ordered: list[Any] = [tuple(sorted(cast("list[Any]", nodes))) for nodes in members.values()]
    return sorted(ordered)
