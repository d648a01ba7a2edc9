"""Anchoring: values and intervals from readings and a publication time, without any text."""

from __future__ import annotations

import pytest

from onrecord.records import DateSource, Published, Time, Times, make_id
from onrecord.within.time_anchor import anchor_times

THURSDAY = Published("2024-03-21", "2024-03-21", DateSource.METADATA)
MARCH = Published("2024-03-01", "2024-03-31", DateSource.METADATA)


def make_time(form: str, number: int = 0) -> Time:
    """Return an unanchored time with this reading, the so-manieth of its report."""
    start = 20 * number
    id_ = make_id("time", number)
    return Time(id_, "r", start, start + 5, "", None, None, None, None, "rule", "DATE", "words", "test", form)


def anchored(forms: list[str], published: Published | None = THURSDAY) -> Times:
    """Return times with these readings, anchored."""
    return anchor_times([make_time(form, number) for number, form in enumerate(forms)], published)


ANCHORED = [
    ("date 2024-02", "2024-02", "2024-02-01", "2024-02-29", "month"),
    ("date 2000-03-06 of=week", "2000-W10", "2000-03-06", "2000-03-12", "week"),
    ("name XXXX-03-06 side=past of=week", "2024-W10", "2024-03-04", "2024-03-10", "week"),
    ("name XXXX-03-10 of=weekend", "2024-W10-WE", "2024-03-09", "2024-03-10", "weekend"),
    ("date 199", "199", "1990-01-01", "1999-12-31", "decade"),
    ("date 2024-02-30", "2024-02-30", None, None, None),
    ("name XXXX-WXX-2 side=past", "2024-03-19", "2024-03-19", "2024-03-19", "day"),
    ("name XXXX-WXX-2 side=future", "2024-03-26", "2024-03-26", "2024-03-26", "day"),
    ("name XXXX-WXX-2", "2024-03-19", "2024-03-19", "2024-03-19", "day"),
    ("name XXXX-WXX-4 side=past", "2024-03-21", "2024-03-21", "2024-03-21", "day"),
    ("name XXXX-WXX-4 side=future", "2024-03-21", "2024-03-21", "2024-03-21", "day"),
    ("name XXXX-WXX-4 side=last", "2024-03-14", "2024-03-14", "2024-03-14", "day"),
    ("name XXXX-WXX-4 side=next", "2024-03-28", "2024-03-28", "2024-03-28", "day"),
    ("name XXXX-WXX-2 side=past clock=TMO", "2024-03-19TMO", "2024-03-19", "2024-03-19", "day"),
    ("name XXXX-WXX-2 clock=T10:00", "2024-03-19T10:00", "2024-03-19T10:00", "2024-03-19T10:00", "minute"),
    ("name XXXX-WXX-WE", "2024-W11-WE", "2024-03-16", "2024-03-17", "weekend"),
    ("name XXXX-03 side=past", "2024-03", "2024-03-01", "2024-03-31", "month"),
    ("name XXXX-12 side=past", "2023-12", "2023-12-01", "2023-12-31", "month"),
    ("name XXXX-06 side=future", "2024-06", "2024-06-01", "2024-06-30", "month"),
    ("name XXXX-04 side=past", "2024-04", "2024-04-01", "2024-04-30", "month"),
    ("name XXXX-04 side=behind", "2023-04", "2023-04-01", "2023-04-30", "month"),
    ("name XXXX-02 side=ahead", "2025-02", "2025-02-01", "2025-02-28", "month"),
    ("name XXXX-03 side=ahead", "2024-03", "2024-03-01", "2024-03-31", "month"),
    ("name XXXX-04-15 side=past", "2024-04-15", "2024-04-15", "2024-04-15", "day"),
    ("name XXXX-08-07 side=past", "2023-08-07", "2023-08-07", "2023-08-07", "day"),
    ("name XXXX-02-29", "2024-02-29", "2024-02-29", "2024-02-29", "day"),
    ("name XXXX-Q4 side=past", "2023-Q4", "2023-10-01", "2023-12-31", "quarter"),
    ("name XXXX-FA side=last", "2023-FA", None, None, "season"),
    ("shift +0day", "2024-03-21", "2024-03-21", "2024-03-21", "day"),
    ("shift -1week", "2024-W11", "2024-03-11", "2024-03-17", "week"),
    ("shift +1week at=1", "2024-03-25", "2024-03-25", "2024-03-25", "day"),
    ("shift -1month", "2024-02", "2024-02-01", "2024-02-29", "month"),
    ("shift -1year at=Q3", "2023-Q3", "2023-07-01", "2023-09-30", "quarter"),
    ("shift -50year", "1974", "1974-01-01", "1974-12-31", "year"),
    ("shift -9000year", "XXXX", None, None, "year"),
    ("length P30Y side=past", "P30Y", "1994-03-21", "2024-03-21", "year"),
    ("length P3D", "P3D", None, None, "day"),
    ("length PT2H30M", "PT2H30M", None, None, "hour"),
    ("set P1D", "P1D", None, None, None),
    ("loose PAST_REF", "PAST_REF", None, None, None),
]


@pytest.mark.parametrize(("form", "value", "start", "end", "precision"), ANCHORED, ids=[case[0] for case in ANCHORED])
def test_anchored(form: str, value: str, start: str | None, end: str | None, precision: str | None) -> None:
    """A reading and the day of publication give the value, the inclusive interval and its unit."""
    (time,) = anchored([form])

    assert (time.value, time.start_time, time.end_time, time.precision) == (value, start, end, precision)


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("name XXXX-WXX-2 side=past", "XXXX-WXX-2"),
        ("name XXXX-03-21 clock=TEV", "XXXX-03-21TEV"),
        ("shift -1week", "XXXX-WXX"),
        ("shift -1year at=Q3", "XXXX-Q3"),
        ("shift +1day base=text", "XXXX-XX-XX"),
    ],
)
def test_unanchored(form: str, value: str) -> None:
    """Without a publication date a value keeps X for what is not known, and there is no interval."""
    (time,) = anchored([form], None)

    assert (time.value, time.start_time, time.end_time, time.anchor) == (value, None, None, None)


def test_anchored_later() -> None:
    """Times that were read without a date are anchored by one found later, as if it had always been there."""
    forms = ["name XXXX-WXX-2 side=past", "shift +1day base=text", "length P3D"]

    assert anchor_times(anchored(forms, None), THURSDAY) == anchored(forms)


def test_anchor_is_named() -> None:
    """A time names what it was reckoned from: the publication, another time, or nothing."""
    times = anchored(["date 2016-04-02", "shift +1day base=text", "name XXXX-WXX-2"])

    assert [time.anchor for time in times] == [None, times[0].id, "2024-03-21"]
    assert times[1].value == "2016-04-03"


def test_text_base_must_be_plain() -> None:
    """Two days after a month that was named is no day, and a time far up the text is no base."""
    (_, vague) = anchored(["date 2016-04", "shift +2day base=text"])
    far = anchor_times([make_time("date 2016-04-02"), make_time("shift +2day base=text", 1000)], THURSDAY)

    assert (vague.value, vague.start_time) == ("XXXX-XX-XX", None)
    assert far[1].value == "XXXX-XX-XX"


def test_year_before_a_quarter() -> None:
    """A year before a quarter that was just named is that quarter; elsewhere it is a year."""
    assert anchored(["date 2023-Q3", "shift -1year base=near"])[1].value == "2022-Q3"
    assert anchored(["shift -1year base=near"])[0].value == "2023"


def test_wide_publication() -> None:
    """A publication known to the month anchors only what all its days agree on."""
    month, weekday, year = anchored(["shift -1month", "name XXXX-WXX-2 side=past", "shift +0year"], MARCH)

    assert (month.value, weekday.value, year.value) == ("2024-02", "XXXX-WXX-2", "2024")


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2024-13-45"])
def test_ends_of_time(day: str) -> None:
    """The first and the last day there are, and a day there is not, stop nothing."""
    published = Published(day, day, DateSource.METADATA)

    times = anchored([case[0] for case in ANCHORED], published)

    assert len(times) == len(ANCHORED)
