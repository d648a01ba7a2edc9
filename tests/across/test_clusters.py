"""Clusters with vetoes: best edges first, and no chain across a veto."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.across.clusters import Clusters, Edge, Refused, Veto, cluster
from onrecord.engine.local import LocalEngine

NODES = "abcdefgh"
items = st.sampled_from(NODES)
edges_of = st.lists(st.builds(Edge, items, items, st.sampled_from([0.5, 0.6, 0.9, 0.95])), max_size=14)
vetoes_of = st.lists(st.builds(Veto, items, items, st.sampled_from(["gender", "place"])), max_size=6)
pairs_of = st.lists(st.tuples(items, items), max_size=4)


def slow_cluster(
    edges: Sequence[Edge], apart: Sequence[Veto], must: Sequence[tuple[str, str]], must_not: Sequence[Veto]
) -> set[frozenset[str]]:
    """Return what `cluster` promises, in the obvious way: look at every veto before every merge."""
    groups = [{node} for node in NODES]

    def join(left: str, right: str, vetoes: Iterable[Veto]) -> None:
        one = next(group for group in groups if left in group)
        other = next(group for group in groups if right in group)
        crossed = [
            veto
            for veto in vetoes
            for pair in product(one, other)
            if pair in ((veto.left, veto.right), (veto.right, veto.left))
        ]
        if one is not other and not crossed:
            groups.remove(other)
            one |= other

    for left, right in sorted({(min(pair), max(pair)) for pair in must}):
        join(left, right, must_not)
    turned = [Edge(min(edge.left, edge.right), max(edge.left, edge.right), edge.score) for edge in edges]
    for edge in sorted(turned, key=lambda edge: (-edge.score, edge.left, edge.right)):
        join(edge.left, edge.right, [*must_not, *apart])
    return {frozenset(group) for group in groups}


def home(clusters: Clusters) -> dict[str, tuple[str, ...]]:
    """Return the group of each item."""
    return {node: group for group in clusters.groups for node in group}


@given(edges_of, vetoes_of, pairs_of, vetoes_of)
def test_same_as_the_obvious_way(
    edges: list[Edge], apart: list[Veto], must: list[tuple[str, str]], must_not: list[Veto]
) -> None:
    """The clusters are those of looking at every veto before every merge, and a partition of the items."""
    found = cluster(NODES, edges, apart, must=must, must_not=must_not)
    assert {frozenset(group) for group in found.groups} == slow_cluster(edges, apart, must, must_not)
    assert sorted(node for group in found.groups for node in group) == sorted(NODES)


@given(edges_of, vetoes_of, pairs_of, vetoes_of)
def test_vetoes_hold(edges: list[Edge], apart: list[Veto], must: list[tuple[str, str]], must_not: list[Veto]) -> None:
    """No two items that must stay apart are together, but where a person's decisions put them, and that is reported."""
    found = cluster(NODES, edges, apart, must=must, must_not=must_not)
    group = home(found)
    assert all(group[veto.left] != group[veto.right] for veto in must_not if veto.left != veto.right)
    together = {(min(v.left, v.right), max(v.left, v.right)) for v in apart if group[v.left] == group[v.right]}
    assert together == {(veto.left, veto.right) for veto in found.overridden}


@given(edges_of, vetoes_of, pairs_of, vetoes_of)
def test_decisions_are_kept(
    edges: list[Edge], apart: list[Veto], must: list[tuple[str, str]], must_not: list[Veto]
) -> None:
    """What a person called the same is together, or reported as contradictory."""
    found = cluster(NODES, edges, apart, must=must, must_not=must_not)
    group = home(found)
    refused = {(each.edge.left, each.edge.right) for each in found.contradictory}
    assert all(group[left] == group[right] or (min(left, right), max(left, right)) in refused for left, right in must)


@given(edges_of, vetoes_of, pairs_of, vetoes_of, st.randoms(use_true_random=False))
def test_order_does_not_matter(
    edges: list[Edge],
    apart: list[Veto],
    must: list[tuple[str, str]],
    must_not: list[Veto],
    chance: random.Random,
) -> None:
    """Shuffling what is given, and turning pairs round, changes nothing: neither the clusters nor what is reported."""
    expected = cluster(NODES, edges, apart, must=must, must_not=must_not)
    turned = [Edge(edge.right, edge.left, edge.score) for edge in edges]
    vetoes = [Veto(veto.right, veto.left, veto.reason) for veto in apart]
    nodes = list(NODES)
    decided = list(must)
    for given_ in (nodes, turned, vetoes, decided):
        chance.shuffle(given_)
    assert cluster(nodes, turned, vetoes, must=decided, must_not=must_not[::-1]) == expected


@given(edges_of, vetoes_of)
def test_component_by_component(edges: list[Edge], apart: list[Veto]) -> None:
    """Clustering each connected component by itself gives the same clusters as all at once."""
    with LocalEngine(jobs=1) as engine:
        components = engine.components((edge.left, edge.right) for edge in edges)
    linked = {node for component in components for node in component}
    parts = [cluster(part, [edge for edge in edges if edge.left in part], apart) for part in components]
    groups = [group for part in parts for group in part.groups] + [(node,) for node in NODES if node not in linked]
    assert tuple(sorted(groups)) == cluster(NODES, edges, apart).groups


def test_best_edge_first() -> None:
    """Of two edges that exclude each other the better one is followed, and the other is refused with the veto."""
    veto = Veto("bush-father", "bush-son", "middle initials")
    good, less = Edge("bush", "bush-son", 0.9), Edge("bush", "bush-father", 0.8)
    found = cluster(["bush", "bush-father", "bush-son"], [less, good], [veto])
    assert found.groups == (("bush", "bush-son"), ("bush-father",))
    assert found.refused == (Refused(less, veto),)


def test_no_chain_crosses_a_veto() -> None:
    """Neighbours that are all alike do not carry the ends of a chain together."""
    chain = [Edge(left, right, 0.99) for left, right in zip("abcd", "bcde", strict=True)]
    found = cluster("abcde", chain, [Veto("a", "e", "born in other centuries")])
    assert found.groups == (("a", "b", "c", "d"), ("e",))
    assert [each.edge for each in found.refused] == [Edge("d", "e", 0.99)]


def test_a_person_overrides_the_program() -> None:
    """A person's "same" joins what the program keeps apart, and the veto is listed."""
    veto = Veto("a", "b", "given names differ")
    found = cluster("ab", [], [veto], must=[("b", "a")])
    assert found.groups == (("a", "b"),)
    assert found.overridden == (veto,)


def test_contradictory_decisions() -> None:
    """Decisions that contradict each other are reported; "different" wins."""
    found = cluster(
        "abc", [], must=[("a", "b"), ("b", "c")], must_not=[Veto("a", "c", "decided"), Veto("a", "a", "slip")]
    )
    assert found.groups == (("a", "b"), ("c",))
    assert [each.edge for each in found.contradictory] == [Edge("a", "a", 1.0), Edge("b", "c", 1.0)]


@pytest.mark.parametrize("nodes", [[], ["a"], ["a", "a"]], ids=["none", "one", "twice"])
def test_without_edges(nodes: list[str]) -> None:
    """Items without edges are clusters of their own; a veto on what is unknown says nothing."""
    assert cluster(nodes, [], [Veto("a", "z", "unknown")]).groups == tuple((node,) for node in sorted(set(nodes)))


def test_long_chains_are_quick() -> None:
    """A chain of 100,000 items with a veto at every tenth place is cut there."""
    names = [f"{number:06}" for number in range(100_000)]
    edges = [Edge(left, right, 0.9) for left, right in pairwise(names)]
    found = cluster(names, edges, [Veto(names[place], names[place + 1], "cut") for place in range(9, 99_999, 10)])
    assert {len(group) for group in found.groups} == {10}
