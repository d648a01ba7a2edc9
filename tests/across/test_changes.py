"""What differs between two wordings of one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.across.changes import find_changes


@pytest.mark.parametrize(
    ("left", "right", "changes"),
    [
        ("The bridge is shut.", "The bridge is shut.", []),
        ("The bridge is shut.", "The bridge is open.", [("shut.", "open.")]),
        ("The bridge is shut.", "The old bridge is shut.", [("", "old")]),
        ("The bridge is shut now", "The bridge is shut", [("now", "")]),
        ("", "The bridge", [("", "The bridge")]),
    ],
    ids=["equal", "another word", "one more", "fewer", "from nothing"],
)
def test_changes(left: str, right: str, changes: list[tuple[str, str]]) -> None:
    """Each change gives the words of both sides, on exact characters."""
    assert [(change.left.of(left), change.right.of(right)) for change in find_changes(left, right)] == changes


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_what_is_between_is_equal(left: str, right: str) -> None:
    """Without the changes both texts have the same words."""
    mine, theirs = left, right
    for change in reversed(find_changes(left, right)):
        mine = mine[: change.left.start] + mine[change.left.end :]
        theirs = theirs[: change.right.start] + theirs[change.right.end :]

    assert mine.split() == theirs.split()
