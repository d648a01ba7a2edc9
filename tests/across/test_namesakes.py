"""Names that one name would bring together though they contradict each other."""

from __future__ import annotations

from itertools import pairwise

from onrecord.across.clusters import Edge, Veto
from onrecord.across.namesakes import find_torn, name_vetoes

BUSHES = {name: name for name in ("George Bush", "George H. W. Bush", "George W. Bush")}
TIED = [Edge("George Bush", "George H. W. Bush", 0.95), Edge("George Bush", "George W. Bush", 0.95)]


def test_names_that_contradict_each_other() -> None:
    """Two names that a third ties together are kept apart where their parts contradict each other."""
    (veto,) = name_vetoes(TIED, BUSHES)

    assert (veto.left, veto.right) == ("George H. W. Bush", "George W. Bush")
    assert veto.reason == "George H. W. Bush / George W. Bush: other middle initials"


def test_names_that_nothing_ties() -> None:
    """Without an edge between them nothing has to be said."""
    assert list(name_vetoes([], BUSHES)) == []


def test_keys_of_one_name() -> None:
    """Keys that share a printed name are kept apart from a name that contradicts it, each of them."""
    names = {**BUSHES, "decided apart": "George W. Bush"}
    edges = [*TIED, Edge("George Bush", "decided apart", 0.95)]

    assert {veto.right for veto in name_vetoes(edges, names)} == {"George W. Bush", "decided apart"}


def test_many_names_in_one_component() -> None:
    """Of very many names tied together those that one name is tied to are compared still."""
    chain = [f"Ada Lund {number}" for number in range(100)]
    names = {**BUSHES, **dict.fromkeys(chain, "George Bush")}
    edges = [*TIED, Edge("George Bush", chain[0], 1.0)]
    edges += [Edge(left, right, 1.0) for left, right in pairwise(chain)]

    assert [(veto.left, veto.right) for veto in name_vetoes(edges, names)] == [("George H. W. Bush", "George W. Bush")]


def test_torn_between_two() -> None:
    """A name that agrees with both alike is evidence for neither; with one of them better, for that one."""
    veto = Veto("George H. W. Bush", "George W. Bush", "")
    better = Edge("George Bush", "George W. Bush", 0.99)

    assert {torn.edge for torn in find_torn(TIED, [veto])} == set(TIED)
    assert {torn.edge for torn in find_torn([TIED[0], better], [veto])} == {TIED[0]}
