"""Times in running text: what the stage gives."""

from __future__ import annotations

import itertools

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.records import Anatomy, DateSource, Piece, PieceKind, Published, Time, make_report
from onrecord.within.time_reading import parse_reading
from onrecord.within.times import TimeGrammar
from tests.record_fixtures import findings_in


def times_in(words: str) -> list[Time]:
    """Return the times of a sentence that holds these words."""
    return list(findings_in(f"The boats left {words} with the tide.").times)


FULL = [
    ("American", "on May 3, 2031", "May 3, 2031", "2031-05-03", "2031-05-03", "2031-05-03", "day"),
    ("British", "on 3 May 2031", "3 May 2031", "2031-05-03", "2031-05-03", "2031-05-03", "day"),
    ("ordinal", "on 3rd of May 2031", "3rd of May 2031", "2031-05-03", "2031-05-03", "2031-05-03", "day"),
    ("abbreviated", "on Sept. 4, 2031", "Sept. 4, 2031", "2031-09-04", "2031-09-04", "2031-09-04", "day"),
    ("ISO", "on 2031-05-03", "2031-05-03", "2031-05-03", "2031-05-03", "2031-05-03", "day"),
    ("month", "in May 2031", "May 2031", "2031-05", "2031-05-01", "2031-05-31", "month"),
    ("February of a leap year", "in February 2032", "February 2032", "2032-02", "2032-02-01", "2032-02-29", "month"),
    ("year", "in 2031", "2031", "2031", "2031-01-01", "2031-12-31", "year"),
    ("year since", "since 1994", "1994", "1994", "1994-01-01", "1994-12-31", "year"),
]


@pytest.mark.parametrize(
    ("words", "printed", "value", "start", "end", "precision"),
    [case[1:] for case in FULL],
    ids=[case[0] for case in FULL],
)
def test_full_dates(words: str, printed: str, value: str, start: str, end: str, precision: str) -> None:
    """A date with its year has a TIMEX3 value and the interval it stands for, both ends included."""
    (time,) = times_in(words)

    assert (time.text, time.value, time.type) == (printed, value, "DATE")
    assert (time.start_time, time.end_time, time.precision) == (start, end, precision)


@pytest.mark.parametrize("words", ["on May 3", "on 3 May", "on the 3 May"])
def test_missing_year(words: str) -> None:
    """A date without a year keeps XXXX and no interval: no year is made up."""
    (time,) = times_in(words)

    assert time.value == "XXXX-05-03"
    assert (time.start_time, time.end_time, time.anchor) == (None, None, None)


@pytest.mark.parametrize(
    "words",
    ["on 03/04/2031", "with 2031 people", "on 32 May", "and Mayor May spoke", "at half past three"],
    ids=["ambiguous order", "a number", "no such day", "a name", "a clock"],
)
def test_no_dates(words: str) -> None:
    """What is no date, or is read differently on two continents, is left alone."""
    assert not [time for time in times_in(words) if time.precision == "day" or time.start_time]


@pytest.mark.parametrize(
    "words", ["early in the second", "late in the hour", "the minute before last", "early in the minute"]
)
def test_units_of_clocks_have_no_place(words: str) -> None:
    """A second, minute or hour that nothing counts is no place in the calendar."""
    assert times_in(words) == []


def test_order_and_place() -> None:
    """Dates come in order of place, and the span is the printed words."""
    text = "Signed on May 3, 2031, it lapses on 30 June 2032 unless both agree by 1 June."

    times = findings_in(text).times

    assert [text[time.start : time.end] for time in times] == ["May 3, 2031", "30 June 2032", "1 June"]
    assert [time.text for time in times] == [text[time.start : time.end] for time in times]


def test_rule_is_named() -> None:
    """Each time says which rule found it, how its side is known, and what made it."""
    (dated,), (undated,) = times_in("on May 3, 2031"), times_in("on May 3")

    assert dated.rule == "explicit date"
    assert undated.rule.startswith("explicit date, ")
    assert dated.made_by == undated.made_by == "times.grammar.v1"


def test_published_anchors() -> None:
    """A report that says when it was published has its times reckoned from there; without that they stay open."""
    text = "The envoys met yesterday."
    doc = spacy.blank("en")(text)
    dated = make_report(text, published=Published("2031-05-03", "2031-05-03", DateSource.METADATA))

    ((day,),) = TimeGrammar().run(dated, Anatomy(), doc).given
    ((undated,),) = TimeGrammar().run(make_report(text), Anatomy(), doc).given

    assert (day.value, day.start_time, day.anchor) == ("2031-05-02", "2031-05-02", "2031-05-03")
    assert (undated.value, undated.start_time, undated.anchor) == ("XXXX-XX-XX", None, None)
    assert day.reading == undated.reading == "shift -1day"


def test_stated_date_anchors() -> None:
    """Where nothing came with the text, the date that its own anatomy states anchors its times."""
    text = "The envoys met today."
    stated = Anatomy(published=Published("2031-05-03", "2031-05-03", DateSource.DATELINE))

    ((time,),) = TimeGrammar().run(make_report(text), stated, spacy.blank("en")(text)).given

    assert time.value == "2031-05-03"


def test_furniture_is_hidden() -> None:
    """Times in furniture are not found."""
    text = "Signed yesterday.\nRead more: tomorrow"
    anatomy = Anatomy((Piece(PieceKind.FURNITURE, text.index("Read"), len(text)),))

    (times,) = TimeGrammar().run(make_report(text), anatomy, spacy.blank("en")(text)).given

    assert [time.text for time in times] == ["yesterday"]


@pytest.mark.parametrize("count", [0, 1, 5000])
def test_many_times(count: int) -> None:
    """However many times a text has, each is found, in a text of none too."""
    text = "It met on Tuesday, two days later. " * count

    (times,) = TimeGrammar().run(make_report(text), Anatomy(), spacy.blank("en").make_doc("")).given

    assert len(times) == 2 * count


WORDS = st.lists(
    st.sampled_from(
        (
            "May 3 31 2031 1994 0 Sept. February 29 30 in on of since , . - / 3rd 2031-05-03 2031-13-45 the \n\n é "
            "Tuesday last next two weeks ago later year quarter third half a.m. 9:30 every before 's past decade second"
        ).split(" ")
    ),
    max_size=20,
).map(" ".join)


@given(WORDS)
@settings(max_examples=150)
def test_any_words(text: str) -> None:
    """Whatever the numbers, dates exist in the calendar, slice back, lie in order and overlap nowhere."""
    from datetime import date

    times = findings_in(text).times

    for time in times:
        assert text[time.start : time.end] == time.text
        if time.start_time is not None:
            assert time.end_time is not None
            assert date.fromisoformat(time.start_time[:10]) <= date.fromisoformat(time.end_time[:10])
        assert parse_reading(time.reading).form == time.reading
    assert all(left.end <= right.start for left, right in itertools.pairwise(times))
