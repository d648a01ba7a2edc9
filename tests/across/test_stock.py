"""Stock background: what is printed again and again over days."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.across.stock import MAX_SHARE, MIN_DAYS, Shown, find_background
from onrecord.records import DateSource, Extent, Passage, PassageKind, Published

Place = tuple[int, int]


def shared(
    left: str,
    right: str,
    mine: Place = (0, 60),
    theirs: Place = (0, 60),
    quoted: float = 0.0,
    kind: PassageKind = PassageKind.COPY,
) -> Passage:
    """Return a passage of two reports; its id says whose."""
    return Passage(f"{left}{right}", Extent(left, *mine), Extent(right, *theirs), 1.0, kind, 12, quoted, "test")


def shown(day: int | None, outlet: str | None = None) -> Shown:
    """Return what is known of a report of a day of April."""
    return Shown(outlet, None if day is None else Published(*[f"2031-04-{day:02}"] * 2, DateSource.METADATA))


def background(
    passages: Sequence[Passage], days: Mapping[str, int | None], shares: Mapping[str, float] | None = None
) -> set[str]:
    """Return which passages are background, of reports of as many outlets, which share a tenth unless told otherwise."""
    given_ = {(one.left.report, one.right.report): (shares or {}).get(one.id, 0.1) for one in passages}
    return set(find_background(passages, given_, {name: shown(day, f"Post {name}") for name, day in days.items()}))


THREE = [shared("a", "b"), shared("a", "c"), shared("b", "c")]
DAYS = {"a": 1, "b": 2, "c": 1 + MIN_DAYS}


def test_what_recurs_over_days_is_background() -> None:
    """A small stretch that stands in three reports, days apart, is background in all of them."""
    assert background(THREE, DAYS) == {"ab", "ac", "bc"}


def test_not_within_few_days() -> None:
    """Three reports of one day, or of days too close, have one source rather than a stock phrase."""
    assert background(THREE, {"a": 1, "b": 1, "c": 1}) == set()
    assert background(THREE, {"a": 1, "b": 2, "c": MIN_DAYS}) == set()


def test_not_in_two_reports() -> None:
    """Two reports of two outlets prove nothing, however far apart."""
    assert background([shared("a", "b")], {"a": 1, "b": 28}) == set()


OUTLETS = [
    ("one outlet", "Estrand", "Estrand", {"ab"}),
    ("two outlets", "Estrand", "Harbour Post", set()),
    ("unknown outlets", None, None, set()),
    ("one unknown outlet", None, "Estrand", set()),
]


@pytest.mark.parametrize(
    ("left", "right", "expected"), [case[1:] for case in OUTLETS], ids=[case[0] for case in OUTLETS]
)
def test_two_reports_of_one_outlet(left: str | None, right: str | None, expected: set[str]) -> None:
    """An outlet that prints a stretch twice, days apart, has it as background."""
    reports = {"a": shown(1, left), "b": shown(9, right)}
    assert find_background([shared("a", "b")], {("a", "b"): 0.1}, reports) == expected


def test_not_when_quoted() -> None:
    """Somebody's words are no background, and do not make other words background."""
    quoted = [shared("a", "b", quoted=0.5), shared("a", "c", quoted=1.0), shared("b", "c", quoted=0.4)]
    assert background(quoted, DAYS) == set()
    mostly = [shared("a", "b", quoted=0.4), shared("a", "c", quoted=0.4), shared("b", "c", quoted=0.9)]
    assert background(mostly, DAYS) == {"ab", "ac"}


def test_not_when_much_is_shared() -> None:
    """Between reports that share much it is part of the copy; between the others it is background still."""
    assert background(THREE, DAYS, {"ab": MAX_SHARE}) == {"ac", "bc"}
    assert background(THREE, DAYS, {"ab": MAX_SHARE - 0.01}) == {"ab", "ac", "bc"}
    assert background(THREE, DAYS, dict.fromkeys(("ab", "ac", "bc"), 0.9)) == set()


def test_furniture_is_not_asked_about() -> None:
    """A line of the page is no background, and makes nothing else background."""
    line = shared("a", "c", kind=PassageKind.FURNITURE)
    assert background([shared("a", "b"), line], DAYS) == set()


def test_other_stretches_do_not_count() -> None:
    """Reports that share other stretches with one of the two do not hold this one."""
    other = [shared("a", "b"), shared("a", "c", mine=(200, 260)), shared("b", "d", mine=(200, 260))]
    assert background(other, {**DAYS, "d": 9}) == set()


OVERLAPS = [
    ("half of the shorter", (30, 90), {"ab", "ac"}),
    ("less than half", (31, 91), set()),
    ("a part of it", (10, 20), {"ab", "ac"}),
    ("a longer stretch around it", (0, 600), {"ab", "ac"}),
]


@pytest.mark.parametrize(("place", "expected"), [case[1:] for case in OVERLAPS], ids=[case[0] for case in OVERLAPS])
def test_which_stretches_are_the_same(place: Place, expected: set[str]) -> None:
    """Two stretches of a report are the same when half of the shorter one lies in the other."""
    assert background([shared("a", "b"), shared("a", "c", mine=place)], DAYS) == expected


def test_reports_without_a_date() -> None:
    """A report that is not dated holds the stretch, but does not tell over how many days it stands."""
    assert background(THREE, {"a": 1, "b": None, "c": 9}) == {"ab", "ac", "bc"}
    assert background(THREE, {"a": None, "b": None, "c": 9}) == set()
    assert background(THREE, {"a": None, "b": None, "c": None}) == set()


def test_nothing() -> None:
    """No passages are no background."""
    assert background([], {}) == set()


passages_of = st.lists(
    st.builds(
        shared,
        st.sampled_from("abc"),
        st.sampled_from("def"),
        st.sampled_from([(0, 60), (30, 70), (100, 160)]),
        st.sampled_from([(0, 60), (100, 160)]),
        st.sampled_from([0.0, 0.6]),
        st.sampled_from([PassageKind.COPY, PassageKind.FURNITURE]),
    ),
    unique_by=lambda one: one.id,
)


@given(passages_of, st.randoms(use_true_random=False))
def test_order_does_not_matter(passages: list[Passage], chance: random.Random) -> None:
    """Shuffling the passages changes nothing, and only passages asked about are found."""
    days = {name: 1 + 2 * at for at, name in enumerate("abcdef")}
    expected = background(passages, days)
    turned = list(passages)
    chance.shuffle(turned)
    assert background(turned, days) == expected
    assert expected <= {one.id for one in passages}
