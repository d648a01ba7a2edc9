"""The grammar of times: extents and readings, without a model and without a date."""

from __future__ import annotations

import pytest

from onrecord.records import Span
from onrecord.within.time_grammar import TimeExpression, find_expressions


def found_in(text: str) -> list[TimeExpression]:
    """Return the time expressions of a text that no model has read."""
    return list(find_expressions(text, Span(0, len(text)), None))


READ = [
    # explicit
    ("on 21 March 2024", "21 March 2024", "date 2024-03-21"),
    ("on Thursday, March 21, 2024,", "Thursday, March 21, 2024", "date 2024-03-21"),
    ("on March 21", "March 21", "name XXXX-03-21"),
    ("ON MARCH 21", "MARCH 21", "name XXXX-03-21"),
    ("since Sept. 11, 2001", "Sept. 11, 2001", "date 2001-09-11"),
    ("the Sept. 11 attacks", "Sept. 11", "date 2001-09-11"),
    ("since 2015", "2015", "date 2015"),
    ("the April 2016 hostilities", "April 2016", "date 2016-04"),
    ("the week of March 6", "the week of March 6", "name XXXX-03-06 of=week"),
    ("in the week of 6 March 2000", "the week of 6 March 2000", "date 2000-03-06 of=week"),
    ("over the weekend of 11 March", "the weekend of 11 March", "name XXXX-03-11 of=weekend"),
    ("in mid-2014", "mid-2014", "date 2014 mod=MID"),
    ("by the end of 2014", "the end of 2014", "date 2014 mod=END"),
    ("in the 1990s", "the 1990s", "date 199"),
    ("in the '90s", "the '90s", "date 199"),
    ("in the 20th century", "the 20th century", "date 19"),
    ("in fiscal 1990", "fiscal 1990", "date 1990 mod=FISCAL"),
    ("the first half of 2013", "the first half of 2013", "date 2013-H1"),
    ("in the third quarter of 2013", "the third quarter of 2013", "date 2013-Q3"),
    ("at 9:30 a.m. on March 3, 2013", "9:30 a.m. on March 3, 2013", "date 2013-03-03 clock=T09:30"),
    # names that recur
    ("on Tuesday", "Tuesday", "name XXXX-WXX-2"),
    ("on Tuesday morning", "Tuesday morning", "name XXXX-WXX-2 clock=TMO"),
    ("at 10:00 GMT Tuesday", "10:00 GMT Tuesday", "name XXXX-WXX-2 clock=T10:00"),
    ("last Friday", "last Friday", "name XXXX-WXX-5 side=last"),
    ("next March", "next March", "name XXXX-03 side=next"),
    ("the third quarter", "the third quarter", "name XXXX-Q3"),
    ("a third-quarter loss", "third-quarter", "name XXXX-Q3"),
    ("this summer", "this summer", "name XXXX-SU side=same"),
    ("at the weekend", "the weekend", "name XXXX-WXX-WE"),
    ("on Christmas Day", "Christmas Day", "name XXXX-12-25"),
    ("a May Day rally", "May Day", "name XXXX-05-01"),
    # so far from the base
    ("yesterday", "yesterday", "shift -1day"),
    ("the day before yesterday", "the day before yesterday", "shift -2day"),
    ("late yesterday", "late yesterday", "shift -1day mod=END"),
    ("last night", "last night", "shift -1day clock=TNI"),
    ("last week", "last week", "shift -1week"),
    ("earlier this month", "earlier this month", "shift +0month mod=START"),
    ("next year's first quarter", "next year's first quarter", "shift +1year at=Q1"),
    ("March last year", "March last year", "shift -1year at=03"),
    ("Monday of next week", "Monday of next week", "shift +1week at=1"),
    ("two days ago", "two days ago", "shift -2day"),
    ("the next day", "the next day", "shift +1day base=text"),
    ("two days later", "two days later", "shift +2day base=text"),
    ("that year", "that year", "shift +0year base=text"),
    ("the same month", "the same month", "shift +0month base=text"),
    ("a year earlier", "a year earlier", "shift -1year base=near"),
    ("the year-ago quarter", "the year-ago quarter", "shift -1year base=near"),
    # lengths
    ("for more than 30 years", "more than 30 years", "length P30Y mod=MORE_THAN"),
    ("the more than 30-year history", "more than 30-year", "length P30Y mod=MORE_THAN"),
    ("the past three decades", "the past three decades", "length P30Y side=past"),
    ("a three-day visit", "three-day", "length P3D"),
    ("two and a half hours", "two and a half hours", "length PT2H30M"),
    ("half an hour", "half an hour", "length PT30M"),
    ("a few days", "a few days", "length PXD"),
    ("for weeks", "weeks", "length PXW"),
    ("two days", "two days", "length P2D"),
    # sets
    ("every Tuesday", "every Tuesday", "set XXXX-WXX-2"),
    ("on Mondays", "Mondays", "set XXXX-WXX-1"),
    ("each year", "each year", "set P1Y"),
    ("every four years", "every four years", "set P4Y"),
    ("twice a week", "twice a week", "set P1W"),
    ("daily", "daily", "set P1D"),
    # loosely
    ("now", "now", "loose PRESENT_REF"),
    ("recently", "recently", "loose PAST_REF"),
    ("in recent years", "recent years", "loose PAST_REF"),
    ("in the past", "the past", "loose PAST_REF"),
    ("in the coming days", "the coming days", "loose FUTURE_REF"),
    ("years ago", "years ago", "loose PAST_REF"),
]


@pytest.mark.parametrize(("words", "printed", "form"), READ, ids=[words for words, _, _ in READ])
def test_readings(words: str, printed: str, form: str) -> None:
    """An expression has the extent that TimeBank gives it, and says by itself what it says."""
    text = f"It happened, {words} they said."

    (expression,) = found_in(text)

    assert expression.span.of(text) == printed
    assert expression.reading.form == form


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("on 17-19 March", ["17", "19 March"]),
        ("on March 17-19", ["March 17", "19"]),
        ("from 2015 to 2018", ["2015", "2018"]),
        ("between 3 and 5 May 2031", ["3", "5 May 2031"]),
    ],
)
def test_ranges(words: str, printed: list[str]) -> None:
    """A range is two times; what they share is read into both."""
    text = f"It lasted {words} in the north."

    assert [expression.span.of(text) for expression in found_in(text)] == printed


@pytest.mark.parametrize(
    "words",
    [
        "a 30-year-old man",
        "he was 30 years old",
        "aged 12 years",
        "resolution 1701 of the council",
        "a price of $2012",
        "with 2,000 troops",
        "2000 people came",
        "call 202-555-1999",
        "they may agree",
        "they march on",
        "a second man came second",
        "The Sun newspaper",
        "won 21-15",
        "three-quarters of the vote",
        "in his 30s",
        "a ratio of 3:16",
        "on Good Friday",
        "since the March on the capital",
    ],
)
def test_no_times(words: str) -> None:
    """Ages, amounts, numbers of things, verbs and scores are no times."""
    assert found_in(f"It said: {words}.") == []


def test_paragraphs_part() -> None:
    """No expression runs over an empty line."""
    text = "It ended last\n\nweek by week."

    assert all("\n\n" not in expression.span.of(text) for expression in found_in(text))
