"""Who held which office when, as far as dated reports show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.across.tenures import Tenure, Tenures
from onrecord.records import Extent


def tenure(
    holder: str, day: str | None, office: str = "president", body: str | None = "france", standing: str = "current"
) -> Tenure:
    """Return one report's word that somebody holds an office."""
    return Tenure(holder, office, office, body, standing, day, Extent(f"{holder} {day}", 0, 9))


def settled(*tenures: Tenure) -> Tenures:
    """Return tenures where nothing was joined."""
    found = Tenures()
    for one in tenures:
        found.add(one)
    keys = {key for one in tenures for key in (one.holder, one.body) if key is not None}
    found.settle({key: key for key in (*keys, "france")})
    return found


HOLDERS = [
    ("the same day", [("lund", "2031-05-03")], "2031-05-03", "lund"),
    ("near", [("lund", "2031-05-03")], "2031-09-01", "lund"),
    ("years later", [("lund", "2031-05-03")], "2036-05-03", None),
    ("undated", [("lund", "2031-05-03")], None, None),
    ("only undated reports name the holder", [("lund", None)], "2031-05-03", None),
    ("of two the nearer by far", [("lund", "2031-05-03"), ("verrick", "2031-02-01")], "2031-05-04", "lund"),
    ("between two", [("lund", "2031-05-03"), ("verrick", "2031-05-20")], "2031-05-10", None),
    ("two on one day", [("lund", "2031-05-03"), ("verrick", "2031-05-03")], "2031-05-03", None),
    ("nobody known", [], "2031-05-03", None),
]


@pytest.mark.parametrize(("held", "day", "expected"), [case[1:] for case in HOLDERS], ids=[case[0] for case in HOLDERS])
def test_holder_at(held: list[tuple[str, str | None]], day: str | None, expected: str | None) -> None:
    """An office without a name is that of the one holder near the report's date, or nobody's."""
    unnamed = tenure("office:1", day)

    found = settled(*(tenure(*one) for one in held), unnamed)

    assert found.holder_at(unnamed)[0] == expected


@pytest.mark.parametrize("standing", ["former", "designate"])
def test_not_in_office(standing: str) -> None:
    """A former president is not the president of that day, nor is one who is still to come."""
    unnamed = tenure("office:1", "2031-05-03", standing=standing)

    assert settled(tenure("lund", "2031-05-03"), unnamed).holder_at(unnamed)[0] is None
    assert settled(tenure("lund", "2031-05-03", standing=standing), tenure("office:1", "2031-05-03")).holder_at(
        tenure("office:1", "2031-05-03")
    ) == (None, "no holder near that date")


def test_who_has_left() -> None:
    """A minister who "resigned on Wednesday" is the one of that day, not the successor of the report's day."""
    gone = replace(tenure("office:1", "2031-05-09", standing="former"), ended="2031-05-07")
    found = settled(tenure("lund", "2031-05-06"), tenure("verrick", "2031-05-07", standing="new"), gone)

    assert found.holder_at(gone)[0] == "lund"


def test_spokespersons_are_many() -> None:
    """A body has several spokespersons: none of them is "the spokesman"."""
    unnamed = tenure("office:1", "2031-05-03", "spokesperson")

    assert settled(tenure("lund", "2031-05-03", "spokesperson"), unnamed).holder_at(unnamed)[0] is None


RIVALS = [
    ("years apart", [("lund", "2031-05-03"), ("verrick", "2036-05-03")], []),
    ("in one span", [("lund", "2031-05-03"), ("verrick", "2031-05-03")], ["both president in reports of 2031-05-03"]),
    (
        "interleaved",
        [("lund", "2031-01-01"), ("verrick", "2031-02-01"), ("lund", "2031-03-01"), ("verrick", "2031-04-01")],
        ["both president in reports of 2031-02-01 to 2031-03-01"],
    ),
    ("undated", [("lund", None), ("verrick", None)], []),
    ("office without a name", [("lund", "2031-05-03"), ("office:1", "2031-05-03")], []),
]


@pytest.mark.parametrize(("held", "reasons"), [case[1:] for case in RIVALS], ids=[case[0] for case in RIVALS])
def test_rivals(held: list[tuple[str, str | None]], reasons: list[str]) -> None:
    """Two holders of one office at one time contradict each other; years apart they do not."""
    assert [reason for _, _, reason in settled(*(tenure(*one) for one in held)).rivals()] == reasons


def test_roles() -> None:
    """An office of a holder is one role with all its evidence, from the first dated report to the last."""
    found = settled(tenure("lund", "2033-01-02"), tenure("lund", "2031-05-03"), tenure("lund", None))

    (role,) = found.roles({"lund": "L", "france": "F"})

    assert (role.entity, role.office, role.body) == ("L", "president", "F")
    assert (role.first_seen, role.last_seen) == ("2031-05-03", "2033-01-02")
    assert [extent.report for extent in role.evidence] == ["lund 2031-05-03", "lund 2033-01-02", "lund None"]


def test_body_that_a_report_leaves_out() -> None:
    """“President Lund” is president of what other reports name with it, if that is one."""
    found = settled(tenure("lund", "2031-05-03"), tenure("lund", "2031-05-04", body=None))

    assert [role.body for role in found.roles({"lund": "L", "france": "F"})] == ["F"]


def test_fuller_office() -> None:
    """A minister whom others call the foreign minister of that state is meant as such."""
    fuller, loose = tenure("lund", "2031-05-03", "foreign minister"), tenure("lund", "2031-05-03", "minister")

    assert [role.office for role in settled(fuller, loose).roles({"lund": "L", "france": "F"})] == ["foreign minister"]


def in_office(day: str | None, began: str | None, ended: str | None) -> Tenure:
    """Return a report's word that Lund is president of France since and until what it says."""
    return replace(tenure("lund", day), began=began, ended=ended)


TERMS = [
    ("one report says it", [("2028", None), (None, None)], ("2028", None)),
    ("the fuller of two that agree", [("2028", None), ("2028-03", "2030-05-02"), ("2028-03", "2030")], ("2028-03", "2030-05-02")),
    ("reports differ", [("2028-03", None), ("2028-04", None)], (None, None)),
    ("nobody says it", [(None, None)], (None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("said", "agreed"), [case[1:] for case in TERMS], ids=[case[0] for case in TERMS])
def test_terms(said: list[tuple[str | None, str | None]], agreed: tuple[str | None, str | None]) -> None:
    """A role is held since and until what reports say, where they agree."""
    found = settled(*(in_office(f"2030-05-{day:02}", *term) for day, term in enumerate(said, start=3)))

    (role,) = found.roles({"lund": "L", "france": "F"})

    assert (role.from_, role.to) == agreed


@pytest.mark.parametrize(
    ("day", "began", "ended", "shown"),
    [
        ("2030-05-03", "2028", None, "2030-05-03"),
        ("2030-05-03", "2030-06-01", None, None),
        ("2030-05-03", "2020", "2024", None),
        ("2030-05-03", None, "2030", "2030-05-03"),
        ("2030-05-03", None, "2030-05-02", None),
        (None, "2028", None, None),
    ],
)
def test_shown_in_office(day: str | None, began: str | None, ended: str | None, shown: str | None) -> None:
    """A report shows a holder in office on its day, unless it says that the term is over or to come."""
    assert in_office(day, began, ended).shown_on() == shown
