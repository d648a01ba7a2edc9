"""When undated reports were published: from weekdays, dates and the reports beside them, and never from nothing."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from onrecord.across.dating import MAX_DAYS, MIN_INSIDE, MIN_SURE, NAME, Undated, date_reports
from onrecord.records import Clue, Dating
from tests.across.gists import weekday

TUESDAY = date(2031, 5, 6)


def dated(id_: str, day: date, last: date | None = None) -> Undated:
    """Return a report that was published on a day, or within some days."""
    return Undated(id_, (day.toordinal(), (last or day).toordinal()), ())


def undated(id_: str, *clues: Clue) -> Undated:
    """Return a report that does not say when it was published."""
    return Undated(id_, None, clues)


def named(day: str, place: int = 0, side: str = "") -> Clue:
    """Return what a report prints of a date."""
    return Clue(day, side, place, is_bare=True)


def one_of(*reports: Undated) -> Dating:
    """Return the only dating of a story."""
    (dating,) = date_reports(reports)
    return dating


# --- a day, an interval, or nothing ---

SISTERS = [dated(id_, TUESDAY) for id_ in "abc"]


def test_a_day() -> None:
    """A report that names Tuesday in its first words is of Tuesday, when others of its story are."""
    dating = one_of(*SISTERS, undated("u", weekday(2, is_bare=True)))

    assert (dating.report, dating.start, dating.end) == ("u", "2031-05-06", "2031-05-06")
    assert MIN_SURE <= dating.confidence < 1
    assert dating.because == ("a", "b", "c")
    assert dating.made_by == NAME
    assert dating.reasons == (
        "3 reports of the story published 2031-05-06",
        "names Tuesday as past: 2031-05-06",
    )


def test_an_interval() -> None:
    """A report that prints nothing of days is of some days around those of its story."""
    dating = one_of(dated("a", TUESDAY), undated("u"))

    start, end = date.fromisoformat(dating.start), date.fromisoformat(dating.end)
    assert start < TUESDAY < end
    assert (end - start).days < MAX_DAYS
    assert dating.confidence >= MIN_INSIDE
    assert dating.reasons == ("1 report of the story published 2031-05-06",)


def test_the_more_the_narrower() -> None:
    """What reports show together narrows the days, and never widens them."""
    lengths = [
        (date.fromisoformat(one.end) - date.fromisoformat(one.start)).days
        for one in (one_of(*SISTERS[:count], undated("u")) for count in (1, 2, 3))
    ]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > lengths[-1]


NOTHING: list[tuple[str, list[Undated]]] = [
    ("no reports", []),
    ("all dated", SISTERS),
    ("nothing printed", [undated("u"), undated("v")]),
    ("weekdays alone", [undated("u", weekday(2)), undated("v", weekday(2), weekday(3, 50))]),
    ("dates without years", [undated("u", named("XXXX-05-06")), undated("v", named("XXXX-05-06"))]),
    ("a date far down", [undated("u", named("2031-05-06", 900))]),
    ("a date still to come", [undated("u", named("2031-05-06", side="future"))]),
    ("dates far apart", [undated("u", named("2019-05-06")), undated("v", named("2031-05-06"))]),
    ("dated ones far apart", [dated("a", TUESDAY), dated("b", TUESDAY + timedelta(60)), undated("u", weekday(2))]),
]


@pytest.mark.parametrize("reports", [case[1] for case in NOTHING], ids=[case[0] for case in NOTHING])
def test_no_day_comes_from_nothing(reports: list[Undated]) -> None:
    """Without a dated report, or a year that stands beside a day of the happening, no report gets a date."""
    assert date_reports(reports) == ()


def test_a_date_with_its_year() -> None:
    """A story without any dated report is dated by the day that it names with its year."""
    reports = [undated("u", named("2031-05-06"), weekday(2, 20, is_bare=True)), undated("v", named("XXXX-05-06"))]

    first, second = date_reports(reports)

    assert first.start <= "2031-05-06" <= first.end
    assert second.start <= "2031-05-06" <= second.end
    assert second.because == ("u",)
    assert first.because == ()
    assert "names the date 2031-05-06" in first.reasons


# --- weekdays and dates ---


def likeliest(*clues: Clue, others: int = 1) -> tuple[date, date]:
    """Return the first and last day of a report with these clues, when others were published over a whole week."""
    week = [dated(f"a{number}", TUESDAY - timedelta(3), TUESDAY + timedelta(3)) for number in range(others)]
    dating = one_of(*week, undated("u", *clues))
    return date.fromisoformat(dating.start), date.fromisoformat(dating.end)


def test_a_weekday_without_on() -> None:
    """A weekday without "on" in the first words tells its own day more surely than one with it, or one further down."""
    bare, on, later = (
        one_of(*SISTERS, undated("u", clue)) for clue in (weekday(2, is_bare=True), weekday(2), weekday(2, 500))
    )
    assert {dating.start for dating in (bare, on, later)} == {"2031-05-06"}
    assert bare.confidence > on.confidence > later.confidence


@pytest.mark.parametrize("number", range(1, 8))
def test_each_weekday(number: int) -> None:
    """A weekday in the first words is the report's own day or the one before, whichever weekday it is."""
    first, last = likeliest(weekday(number, is_bare=True))
    own = next(day for day in (TUESDAY + timedelta(step) for step in range(-3, 4)) if day.isoweekday() == number)
    assert first <= own <= last


def test_a_weekday_to_come() -> None:
    """A report that names Friday as still to come is not of the days behind Friday."""
    dating = one_of(*SISTERS, undated("u", weekday(5, side="future")))
    assert dating.end <= "2031-05-09"
    assert any(reason.startswith("names Friday as still to come: 2031-05-09") for reason in dating.reasons)


def test_reasons_name_the_day_of_the_weekday() -> None:
    """A reason says which days the weekday was, for each day that the report may be of."""
    dating = one_of(dated("a", TUESDAY), undated("u", weekday(1, 500)))
    (reason,) = (reason for reason in dating.reasons if reason.startswith("names Monday"))
    days = reason.removeprefix("names Monday as past: ").split(" or ")
    assert "2031-05-05" in days
    for day in days:
        assert date.fromisoformat(day).isoweekday() == 1
        assert day <= dating.end


def test_a_date_counts_like_a_weekday() -> None:
    """A date without its year is one of the days that are looked at, and is said in the reasons."""
    dating = one_of(dated("a", TUESDAY), dated("b", TUESDAY), undated("u", named("XXXX-05-06"), weekday(2, 30)))
    assert dating.start == dating.end == "2031-05-06"
    assert "names the date 05-06" in dating.reasons


def test_a_leap_day() -> None:
    """The 29th of February is a day in some years only, and spoils nothing in others."""
    assert one_of(dated("a", TUESDAY), undated("u", named("XXXX-02-29"), weekday(2, 30, is_bare=True)))
    leap = one_of(dated("a", date(2032, 3, 1)), dated("b", date(2032, 2, 29)), undated("u", named("XXXX-02-29")))
    assert leap.start <= "2032-02-29" <= leap.end


def test_the_turn_of_the_year() -> None:
    """A date without its year is that of the year which is nearer."""
    dating = one_of(*(dated(id_, date(2032, 1, 1)) for id_ in "abc"), undated("u", named("XXXX-12-31", side="past")))
    assert "2031-12-31" <= dating.start <= dating.end <= "2032-01-04"


def test_only_the_first_of_each_tells() -> None:
    """Of many weekdays the first that is past tells, and the first to come; what is named later changes nothing."""
    lone = one_of(*SISTERS, undated("u", weekday(2, is_bare=True)))
    more = one_of(*SISTERS, undated("u", weekday(2, is_bare=True), weekday(4, 400), weekday(6, 500)))
    assert more == lone


CALENDAR_ENDS = [
    ("the first day", [undated("u", named("0001-01-01"))]),
    ("the last day", [undated("u", named("9999-12-31"))]),
    ("published on the last day", [dated("a", date.max), undated("u", weekday(2))]),
    ("published on the first day", [dated("a", date.min), undated("u", weekday(2))]),
]


@pytest.mark.parametrize("reports", [case[1] for case in CALENDAR_ENDS], ids=[case[0] for case in CALENDAR_ENDS])
def test_the_ends_of_the_calendar(reports: list[Undated]) -> None:
    """Days beyond which there is no calendar are no obstacle."""
    for dating in date_reports(reports):
        assert dating.start <= dating.end


# --- contradictions ---


def test_contradiction() -> None:
    """A report whose own words speak clearly against the days of the others gets no date, and the others keep theirs."""
    reports = [
        *(dated(f"a{number}", TUESDAY) for number in range(3)),
        undated("u", named("2031-05-13", side="past")),
        undated("v", weekday(2, is_bare=True)),
    ]
    assert [dating.report for dating in date_reports(reports)] == ["v"]


def test_dated_reports_stay_as_they_are() -> None:
    """Nothing is said of reports that are dated, whatever they print."""
    reports = [replace(dated("a", TUESDAY), clues=(weekday(6),)), undated("u", weekday(2, is_bare=True))]
    assert [dating.report for dating in date_reports(reports)] == ["u"]


def test_a_dated_report_is_dated_by_its_days_alone() -> None:
    """What dated reports print of days tells nothing of the others."""
    plain = [*SISTERS, undated("u", weekday(2))]
    loud = [*(replace(one, clues=(weekday(6), named("2031-05-01"))) for one in SISTERS), undated("u", weekday(2))]
    assert date_reports(plain) == date_reports(loud)


def test_order_is_of_no_account() -> None:
    """The reports of a story are dated alike in whatever order they are."""
    chance = random.Random(4)
    reports = [
        *(dated(f"a{number}", TUESDAY + timedelta(chance.randrange(4))) for number in range(4)),
        *(undated(f"u{number}", weekday(chance.randint(1, 7), chance.choice([0, 400]))) for number in range(6)),
        undated("v", named("XXXX-05-07")),
    ]
    found = date_reports(reports)
    assert len(found) > 2
    for _ in range(5):
        mixed = date_reports(chance.sample(reports, len(reports)))
        assert sorted(replace_because(mixed), key=lambda one: one.report) == sorted(
            replace_because(found), key=lambda one: one.report
        )


def replace_because(datings: tuple[Dating, ...]) -> list[Dating]:
    """Return datings with the reports that they rest on in the order of ids."""
    return [replace(one, because=tuple(sorted(one.because))) for one in datings]


def test_a_shift_in_time_shifts_all() -> None:
    """Whole weeks later everything is dated just as much later."""
    weeks = timedelta(7 * 9)
    now = one_of(*SISTERS, undated("u", weekday(1, 400)))
    then = one_of(*(dated(id_, TUESDAY + weeks) for id_ in "abc"), undated("u", weekday(1, 400)))
    for before, after in ((now.start, then.start), (now.end, then.end)):
        assert date.fromisoformat(after) - date.fromisoformat(before) == weeks
    assert then.confidence == now.confidence
