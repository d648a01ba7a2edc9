"""Matching many names: by blocks, the same whatever the order, and without comparing all with all."""

from __future__ import annotations

import random
from itertools import combinations, product

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from onrecord.across import name_pairs
from onrecord.across.name_keys import name_keys
from onrecord.across.name_match import compare_names
from onrecord.across.name_pairs import find_vetoes, match_names
from onrecord.engine.local import LocalEngine
from onrecord.records import Verdict
from onrecord.settings import Settings
from tests.across.name_table import read_pairs

NAMES = sorted({name for pair in read_pairs() for name in (pair.left, pair.right)})
SYLLABLES = (
    "jin hee min soo young hyun woo ji ho seo yeon jun tae sang kyung dong chul eun mi na ra in ok su bin".split()
)


def matched(names: list[str], jobs: int = 1) -> list[name_pairs.NamePair]:
    """Return the pairs of the names."""
    with LocalEngine(jobs=jobs) as engine:
        return list(match_names(names, engine, Settings()))


@given(st.lists(st.sampled_from(NAMES), max_size=30), st.randoms(use_true_random=False))
@hypothesis_settings(deadline=None)
def test_as_comparing_all(names: list[str], chance: random.Random) -> None:
    """Among few names, the SAME pairs are those of comparing all with all, in whatever order the names come."""
    shuffled = list(names)
    chance.shuffle(shuffled)
    pairs = matched(names)
    assert pairs == matched(shuffled)
    every = combinations(sorted(set(names)), 2)
    same = [
        pair
        for pair in every
        if compare_names(*pair).verdict is Verdict.SAME and {*name_keys(pair[0])} & {*name_keys(pair[1])}
    ]
    assert [(pair.left, pair.right) for pair in pairs if pair.match.verdict is Verdict.SAME] == same


def test_each_pair_once() -> None:
    """Pairs are sorted, each is there once, and none is DIFFERENT."""
    pairs = matched(NAMES)
    assert [(pair.left, pair.right) for pair in pairs] == sorted({(pair.left, pair.right) for pair in pairs})
    assert {pair.match.verdict for pair in pairs} == {Verdict.SAME, Verdict.UNSURE}
    assert all(pair.left < pair.right for pair in pairs)


def test_common_surname(monkeypatch: object) -> None:
    """Thousands of names under one surname cost some tens of comparisons each, and spellings are still found."""
    given_names = [
        f"{first.title()}-{second}{third}"
        for first, second, third in product(SYLLABLES[:20], SYLLABLES, SYLLABLES[:10])
    ]
    names = [f"Kim {given_name}" for given_name in given_names[:2500]]
    calls = 0

    def counted(left: str, right: str) -> object:
        nonlocal calls
        calls += 1
        return compare_names(left, right)

    monkeypatch.setattr(name_pairs, "compare_names", counted)  # type: ignore[attr-defined]
    spelled = names[1234].replace("-", " ")
    pairs = matched([*names, spelled, "Kim"])
    assert calls < 60 * len(names)  # all with all would be 1,250 a name
    assert (spelled, names[1234]) in {(pair.left, pair.right) for pair in pairs if pair.match.verdict is Verdict.SAME}
    assert not any("Kim" in (pair.left, pair.right) for pair in pairs)  # among so many it could be anybody's


def test_vetoes() -> None:
    """The names of a component that contradict each other are found, with the reason."""
    vetoes = list(find_vetoes(["George W. Bush", "George Bush", "George H. W. Bush"]))
    assert [(veto.left, veto.right, veto.reason) for veto in vetoes] == [
        ("George H. W. Bush", "George W. Bush", "other middle initials")
    ]
