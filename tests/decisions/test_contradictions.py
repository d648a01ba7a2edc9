"""Decisions that cannot both hold, on a graph small enough to see."""

from __future__ import annotations

from itertools import permutations

import pytest

from onrecord.decisions.contradictions import Placed, Standing
from onrecord.records import Ruling, Target, make_decision

REPORT = "ab" * 16


def placed(words: str) -> Placed:
    """Return a decision written as `same A B`, `rename A Name`: letters are places."""
    name, first, *rest = words.split()
    verdict = Ruling(name)
    takes_other = verdict.has_sides or verdict is Ruling.MENTION or (verdict is Ruling.SPEAKER and rest[0].isupper())
    sides = [first, *rest] if takes_other else [first]
    targets = [Target(REPORT, ord(side[0]), ord(side[0]) + 1, side) for side in sides]
    decision = make_decision(
        verdict,
        targets[0],
        other=targets[1] if takes_other else None,
        value=None if takes_other or not rest else rest[0],
        who="anna",
        when="2031-05-03T10:00:00+00:00",
    )
    return Placed(decision, first, rest[0] if takes_other else None)


def contradicted(words: list[str], new: str) -> list[str]:
    """Return which of the decisions that stand a new one contradicts."""
    by_id = {placed(one).decision.id: one for one in words}
    return [by_id[one.id] for one in Standing(map(placed, words)).contradicting(placed(new))]


@pytest.mark.parametrize(
    ("standing", "new", "found"),
    [
        pytest.param(["same A B"], "different A B", ["same A B"], id="same, different"),
        pytest.param(["same A B"], "different B A", ["same A B"], id="the other way about"),
        pytest.param(["different A B"], "same A B", ["different A B"], id="different, same"),
        pytest.param(["same A B", "same B C"], "different A C", ["same A B", "same B C"], id="through a chain"),
        pytest.param(["same A B", "different A C"], "same B C", ["different A C", "same A B"], id="chain closed last"),
        pytest.param(["different A D", "same A B", "same C D"], "same B C", ["different A D", "same A B", "same C D"], id="two chains"),
        pytest.param(["mention A B"], "different A B", ["mention A B"], id="mention, different"),
        pytest.param(["different A B"], "mention A B", ["different A B"], id="different, mention"),
        pytest.param(["mention A B"], "mention A C", ["mention A B"], id="mention of two entities"),
        pytest.param(["rename A one"], "rename A two", ["rename A one"], id="two names"),
        pytest.param(["rename A one", "same A B"], "rename B two", ["rename A one", "same A B"], id="two names of one entity"),
        pytest.param(["rename A one", "rename B two"], "same A B", ["rename A one", "rename B two"], id="joining two names"),
        pytest.param(["rename A one", "same A B", "rename C two"], "same B C", ["rename A one", "rename C two", "same A B"], id="joining through a chain"),
        pytest.param(["retype A person"], "retype A place", ["retype A person"], id="two kinds"),
        pytest.param(["date R 2031"], "date R 2032", ["date R 2031"], id="two dates"),
        pytest.param(["outlet R one"], "outlet R two", ["outlet R one"], id="two outlets"),
        pytest.param(["speaker Q anna"], "speaker Q berta", ["speaker Q anna"], id="two speakers by name"),
        pytest.param(["speaker Q A"], "speaker Q B", ["speaker Q A"], id="two speakers by mention"),
        pytest.param(["speaker Q anna"], "no-quotation Q", ["speaker Q anna"], id="speaker of no quotation"),
        pytest.param(["no-quotation Q"], "speaker Q anna", ["no-quotation Q"], id="no quotation with a speaker"),
    ],
)  # fmt: skip
def test_contradictions(standing: list[str], new: str, found: list[str]) -> None:
    """What cannot hold beside a new decision is found, with the chain that leads there."""
    assert sorted(contradicted(standing, new)) == sorted(found)


@pytest.mark.parametrize(
    ("standing", "new"),
    [
        pytest.param(["same A B", "same C D"], "different A C", id="two groups"),
        pytest.param(["different A B", "different B C"], "same A C", id="differing from one is nothing in common"),
        pytest.param(["different A B"], "different B C", id="three differ"),
        pytest.param(["mention A B", "same B C"], "mention A C", id="one entity named twice"),
        pytest.param(["mention A B"], "mention C B", id="two mentions of one entity"),
        pytest.param(["mention A B", "rename B one"], "rename B one", id="the same name"),
        pytest.param(["rename A one"], "retype A place", id="name and kind"),
        pytest.param(["rename A one", "rename B one"], "same A B", id="one name twice"),
        pytest.param(["speaker Q A", "same A B"], "speaker Q B", id="one speaker named twice"),
        pytest.param(["speaker Q anna"], "speaker P berta", id="two quotations"),
        pytest.param(["date R 2031"], "outlet R 2032", id="date and outlet"),
        pytest.param(["furniture R"], "furniture S", id="furniture"),
    ],
)
def test_what_fits(standing: list[str], new: str) -> None:
    """Decisions that can all hold are no contradiction."""
    assert contradicted(standing, new) == []


@pytest.mark.parametrize(
    "words",
    [
        ["same A B", "same B C", "different A C"],
        ["rename A one", "rename B two", "same A B"],
        ["mention A B", "different A B"],
        ["same A B", "same B C", "same C D", "different A D"],
    ],
    ids=["triangle", "names", "mention", "square"],
)
def test_order_does_not_matter(words: list[str]) -> None:
    """Of decisions that cannot all hold the last is refused, whichever it is."""
    for order in permutations(words):
        standing = Standing(())
        for one in order[:-1]:
            assert standing.contradicting(placed(one)) == ()
            standing.add(placed(one))
        assert standing.contradicting(placed(order[-1]))


def test_saying_the_same() -> None:
    """Two decisions on the same places with the same value say the same, whichever of two is named first."""
    standing = Standing([placed("same A B"), placed("rename A one")])

    assert standing.saying(placed("same B A")) is not None
    assert standing.saying(placed("rename A one")) is not None
    assert standing.saying(placed("mention A B")) is None
    assert standing.saying(placed("rename A two")) is None
