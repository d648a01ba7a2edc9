import math
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.guarded import run_guarded

from onrecord.reading.dates import PrintedDate, date_in_url, find_dates, interval_of, only_date, parse_published
from onrecord.records import DateSource, Published, Span

# --- dates in running text ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("on 12 April 2031 in Velde", [("12 April 2031", "2031-04-12")], id="day-month-year"),
        pytest.param("on April 12, 2031, in Velde", [("April 12, 2031", "2031-04-12")], id="month-day-year"),
        pytest.param("on the 3rd of March, 2017", [("3rd of March, 2017", "2017-03-03")], id="ordinal-of"),
        pytest.param("signed March 21st 2019.", [("March 21st 2019", "2019-03-21")], id="month-ordinal"),
        pytest.param("on 1 Sept. 2020 at noon", [("1 Sept. 2020", "2020-09-01")], id="abbreviated-with-a-stop"),
        pytest.param("Sep 9, 2020", [("Sep 9, 2020", "2020-09-09")], id="abbreviated"),
        pytest.param("VELDE, 12 APRIL 2031 —", [("12 APRIL 2031", "2031-04-12")], id="capitals"),
        pytest.param("as of 2031-04-12, nobody", [("2031-04-12", "2031-04-12")], id="iso"),
        pytest.param("(2031-04-12)", [("2031-04-12", "2031-04-12")], id="iso-in-brackets"),
        pytest.param("on 29 February 2024", [("29 February 2024", "2024-02-29")], id="leap-day"),
        pytest.param("signed on 5 March 1850.", [("5 March 1850", "1850-03-05")], id="another-century"),
        pytest.param("on March 5, 1800 GMT", [("March 5", "XXXX-03-05")], id="a-clock-time-behind-a-day"),
        pytest.param("12\u00a0April\u00a02031", [("12\u00a0April\u00a02031", "2031-04-12")], id="no-break-spaces"),
        pytest.param("am 3.4.2024 in Velde", [("3.4.2024", "2024-04-03")], id="points-put-the-day-first"),
        pytest.param("on 12 April the envoys", [("12 April", "XXXX-04-12")], id="no-year"),
        pytest.param("On April 12 the envoys", [("April 12", "XXXX-04-12")], id="no-year-month-first"),
        pytest.param("29 February", [("29 February", "XXXX-02-29")], id="leap-day-without-a-year"),
        pytest.param("in March 2017, before", [("March 2017", "2017-03")], id="month-and-year"),
        pytest.param("the May of 2017", [("May of 2017", "2017-05")], id="month-of-year"),
        pytest.param("in 2017 the same", [("2017", "2017")], id="year"),
        pytest.param("Since 1998, Korsk", [("1998", "1998")], id="since-a-year"),
        pytest.param("by late 2031", [("2031", "2031")], id="late-in-a-year"),
        pytest.param("mid-2019", [("2019", "2019")], id="mid-year"),
        pytest.param(
            "from 3 March 2017 to 5 May, and again in 2019",
            [("3 March 2017", "2017-03-03"), ("5 May", "XXXX-05-05"), ("2019", "2019")],
            id="three",
        ),
        pytest.param(
            "Published 2031-04-12; updated April 13, 2031",
            [("2031-04-12", "2031-04-12"), ("April 13, 2031", "2031-04-13")],
            id="two-forms",
        ),
    ],
)
def test_printed_dates_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    """Each explicit date is found where it is printed, with the parts its words give and no others."""
    assert [(printed.span.of(text), printed.value) for printed in find_dates(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("03/04/2024", id="two-continents-differ"),
        pytest.param("4.13.2024", id="points-and-no-thirteenth-month"),
        pytest.param("on Tuesday", id="weekday"),
        pytest.param("Foreign Minister Osric May said", id="a-name"),
        pytest.param("they march 12 miles", id="a-verb"),
        pytest.param("the 2024 election", id="a-bare-year-as-an-adjective"),
        pytest.param("Resolution 2024", id="a-number"),
        pytest.param("in 2000 people", id="a-count-of-people"),
        pytest.param("of 1,950 tons", id="a-count-with-a-comma"),
        pytest.param("ref 12-2031-04-12-7", id="part-of-a-code"),
        pytest.param("2031-13-45", id="no-such-day"),
        pytest.param("40 March", id="no-such-day-of-a-month"),
        pytest.param("31 April", id="april-has-thirty-days"),
        pytest.param("March 12%", id="a-share"),
        pytest.param("May 3.5 million", id="a-number-with-a-fraction"),
        pytest.param("in 2150", id="a-year-beyond"),
    ],
)
def test_what_is_no_explicit_date_is_not_taken_for_one(text: str) -> None:
    """Ambiguous numbers, names, counts and impossible days are not dates."""
    assert list(find_dates(text)) == []


@pytest.mark.parametrize("text", ["31 April 2031", "April 31, 2031", "30 February 2024", "2031-02-30"])
def test_a_day_that_does_not_exist_is_never_given(text: str) -> None:
    """A misprinted day is not moved to another one."""
    assert [printed.day for printed in find_dates(text) if printed.day] == []


FORMATS = {
    "iso": "{0:%Y-%m-%d}",
    "day-first": "{0.day} {0:%B} {0:%Y}",
    "day-first-with-of": "{0.day} of {0:%B}, {0:%Y}",
    "month-first": "{0:%B} {0.day}, {0:%Y}",
    "short-month": "{0.day} {0:%b} {0:%Y}",
    "short-month-first": "{0:%b} {0.day} {0:%Y}",
}


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(sorted(FORMATS)),
    st.sampled_from(["", "VELDE, ", "Published ", "It was signed on ", "“We met on "]),
    st.sampled_from(["", ".", ", he said", " – Korsk", "\nTalks resume", "” she said"]),
)
def test_every_day_is_read_in_every_form(day: date, form: str, before: str, after: str) -> None:
    """Whatever the day and the form, exactly its words are found, and they mean that day."""
    words = FORMATS[form].format(day)
    text = before + words + after
    (printed,) = find_dates(text)
    assert printed.span.of(text) == words
    assert printed.value == day.isoformat()
    assert printed.interval() == (day.isoformat(), day.isoformat())


fragments = st.sampled_from(
    [
        "12",
        "April",
        "May",
        "2031",
        "2031-04-12",
        "3rd",
        "of",
        "in",
        "since",
        ",",
        "/",
        "-",
        ".",
        " ",
        " ",
        "\n",
        "Sept.",
    ]
)


@given(st.text(max_size=60) | st.lists(fragments, max_size=14).map("".join))
def test_dates_lie_in_order_and_hold_what_they_say(text: str) -> None:
    """Dates lie inside the text, in order, apart from each other, and their words hold the numbers they give."""
    dates = list(find_dates(text))
    assert all(0 <= printed.span.start < printed.span.end <= len(text) for printed in dates)
    assert all(left.span.end <= right.span.start for left, right in pairwise(dates))
    for printed in dates:
        words = printed.span.of(text)
        assert printed.year is None or str(printed.year) in words
        assert printed.day is None or str(printed.day) in words
        if printed.interval() is not None:
            start, end = printed.interval() or ("", "")
            assert date.fromisoformat(start) <= date.fromisoformat(end)


@pytest.mark.parametrize(
    ("printed", "value", "precision", "interval"),
    [
        pytest.param((2031, 4, 12), "2031-04-12", "day", ("2031-04-12", "2031-04-12"), id="day"),
        pytest.param((2024, 2, None), "2024-02", "month", ("2024-02-01", "2024-02-29"), id="leap-february"),
        pytest.param((2023, 2, None), "2023-02", "month", ("2023-02-01", "2023-02-28"), id="february"),
        pytest.param((2017, None, None), "2017", "year", ("2017-01-01", "2017-12-31"), id="year"),
        pytest.param((None, 4, 12), "XXXX-04-12", "day", None, id="no-year"),
    ],
)
def test_a_printed_date_means_its_interval(
    printed: tuple[int | None, int | None, int | None],
    value: str,
    precision: str,
    interval: tuple[str, str] | None,
) -> None:
    """A date gives its TIMEX3 value, its precision, and its first and last day, which a missing year leaves unknown."""
    made = PrintedDate(Span(0, 1), *printed)
    assert (made.value, made.precision, made.interval()) == (value, precision, interval)


def test_an_interval_is_as_wide_as_what_is_known() -> None:
    """A year, a month and a day have their first and last days."""
    assert interval_of(2031, None, None) == ("2031-01-01", "2031-12-31")
    assert interval_of(2031, 4, None) == ("2031-04-01", "2031-04-30")
    assert interval_of(2031, 4, 12) == ("2031-04-12", "2031-04-12")


# --- lines that are a date and nothing else ---


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param("12 April 2031", "12 April 2031", id="bare"),
        pytest.param("Tuesday, April 12, 2031", "April 12, 2031", id="weekday"),
        pytest.param("Published: 12 April 2031, 10:30 GMT", "12 April 2031", id="published-and-clock"),
        pytest.param("Last updated on April 12, 2031 at 6:05 p.m. EDT", "April 12, 2031", id="updated-and-clock"),
        pytest.param("2031-04-12 | 09:15", "2031-04-12", id="iso-and-clock"),
        pytest.param("(12 April 2031)", "12 April 2031", id="brackets"),
        pytest.param("April 2031", "April 2031", id="month"),
        pytest.param("Ilona Vargareth, 12 April 2031", None, id="a-byline"),
        pytest.param("Velde, 12 April 2031", None, id="a-dateline"),
        pytest.param("12 April 2031 – 14 April 2031", None, id="two-dates"),
        pytest.param("On 12 April 2031 the envoys met.", None, id="a-sentence"),
        pytest.param("Tuesday, 10:30 GMT", None, id="no-date"),
        pytest.param("", None, id="empty"),
    ],
)
def test_a_line_of_a_date_alone_is_told_from_others(line: str, words: str | None) -> None:
    """Besides weekday, clock and words like 'Published', such a line holds one date and nothing else."""
    printed = only_date(line)
    assert (printed and printed.span.of(line)) == words


# --- dates in metadata ---


def moment(text: str) -> tuple[str, str]:
    """Return a clock time as the interval it is."""
    return (text, text)


@pytest.mark.parametrize(
    ("value", "interval"),
    [
        pytest.param("2031-04-12", ("2031-04-12", "2031-04-12"), id="day"),
        pytest.param(" 2031-04-12\n", ("2031-04-12", "2031-04-12"), id="space-around"),
        pytest.param("2031-04", ("2031-04-01", "2031-04-30"), id="month"),
        pytest.param("2024-02", ("2024-02-01", "2024-02-29"), id="leap-month"),
        pytest.param("2031", ("2031-01-01", "2031-12-31"), id="year"),
        pytest.param(2031, ("2031-01-01", "2031-12-31"), id="year-as-a-number"),
        pytest.param("20310412", ("2031-04-12", "2031-04-12"), id="compact"),
        pytest.param("20310412T103000Z", moment("2031-04-12T10:30:00+00:00"), id="compact-with-a-clock"),
        pytest.param("20310412103000", moment("2031-04-12T10:30:00+00:00"), id="compact-digits-only"),
        pytest.param("2031-04-12T10:30:00Z", moment("2031-04-12T10:30:00+00:00"), id="zulu"),
        pytest.param("2031-04-12T10:30:00+02:00", moment("2031-04-12T10:30:00+02:00"), id="offset-is-kept"),
        pytest.param("2031-04-12 10:30", moment("2031-04-12T10:30:00"), id="no-zone-none-invented"),
        pytest.param("2031-04-12T10:30:00.123456", moment("2031-04-12T10:30:00.123456"), id="fractions"),
        pytest.param("Sat, 12 Apr 2031 10:30:00 +0200", moment("2031-04-12T10:30:00+02:00"), id="rfc-2822"),
        pytest.param("Sat, 12 Apr 2031 10:30:00 GMT", moment("2031-04-12T10:30:00+00:00"), id="rfc-2822-gmt"),
        pytest.param("21 March 2024", ("2024-03-21", "2024-03-21"), id="printed"),
        pytest.param("March 21, 2024, 10:30 GMT", ("2024-03-21", "2024-03-21"), id="printed-to-the-day"),
        pytest.param("Published March 2024", ("2024-03-01", "2024-03-31"), id="printed-month"),
        pytest.param(1_933_842_600, moment("2031-04-13T10:30:00+00:00"), id="epoch-seconds"),
        pytest.param(1_933_842_600_000, moment("2031-04-13T10:30:00+00:00"), id="epoch-milliseconds"),
        pytest.param("1710412200", moment("2024-03-14T10:30:00+00:00"), id="epoch-seconds-in-a-cell-of-words"),
        pytest.param("1710412200000", moment("2024-03-14T10:30:00+00:00"), id="epoch-milliseconds-in-words"),
        pytest.param("2024-W05", ("2024-01-29", "2024-02-04"), id="a-week-is-not-its-monday"),
        pytest.param(20310412, ("2031-04-12", "2031-04-12"), id="a-number-that-writes-a-day"),
        pytest.param(203104, ("2031-04-01", "2031-04-30"), id="a-number-that-writes-a-month"),
        pytest.param(2031.0, ("2031-01-01", "2031-12-31"), id="a-year-among-missing-ones"),
        pytest.param(date(2031, 4, 12), ("2031-04-12", "2031-04-12"), id="a-date"),
        pytest.param(datetime(2031, 4, 12, 10, 30, tzinfo=UTC), moment("2031-04-12T10:30:00+00:00"), id="a-datetime"),
        pytest.param(
            datetime(2031, 4, 12, 10, 30, tzinfo=timezone(timedelta(hours=-5))),
            moment("2031-04-12T10:30:00-05:00"),
            id="a-datetime-elsewhere",
        ),
    ],
)
def test_metadata_dates_are_read_as_precisely_as_they_stand(value: object, interval: tuple[str, str]) -> None:
    """A value becomes the interval it stands for: a day, a month or a year whole, a moment with its clock."""
    assert parse_published(value) == Published(*interval, DateSource.METADATA)


@pytest.mark.parametrize("value", [None, "", "  ", "\n\t"], ids=["none", "empty", "spaces", "line-end-and-tab"])
def test_an_empty_value_is_an_unknown_date(value: object) -> None:
    """Empty means unknown, and is no mistake."""
    assert parse_published(value) is None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param("Tuesday", "not a date: 'Tuesday'", id="weekday"),
        pytest.param("not a date", "not a date: 'not a date'", id="words"),
        pytest.param("03/04/2024", "not a date: '03/04/2024'", id="two-continents-differ"),
        pytest.param("2024-13-45", "not a date: '2024-13-45'", id="no-such-day"),
        pytest.param("2023-02-29", "not a date: '2023-02-29'", id="no-leap-day"),
        pytest.param("0000-00-00", "not a date: '0000-00-00'", id="zeros"),
        pytest.param("0000", "not a date: '0000'", id="year-zero"),
        pytest.param("12 April", "not a date: '12 April'", id="no-year"),
        pytest.param("3 May 2031 to 5 May 2031", "not a date: '3 May 2031 to 5 May 2031'", id="two-days"),
        pytest.param("-1", "not a date: '-1'", id="minus-one-in-words"),
        pytest.param("x" * 500, f"not a date: '{'x' * 60}'", id="long-words-are-cut"),
        pytest.param(True, "not a date: True", id="true"),
        pytest.param(["2031-04-12"], "not a date: ['2031-04-12']", id="a-list"),
        pytest.param({"a": 1}, "not a date: {'a': 1}", id="a-mapping"),
        pytest.param(b"2031-04-12", "not a date: b'2031-04-12'", id="bytes"),
        pytest.param(math.nan, "not a date: nan", id="not-a-number"),
        pytest.param(math.inf, "not a date: inf", id="infinity"),
        pytest.param(1e18, "not a date: 1e+18", id="beyond-the-calendar"),
    ],
)
def test_what_is_no_date_is_refused_with_its_value(value: object, message: str) -> None:
    """A value that is not understood is an error that shows it, never a guess."""
    with pytest.raises(ValueError, match=r"^not a date: ") as caught:
        parse_published(value)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(10**400, id="a-number-too-large-for-a-float"),
        pytest.param(-(10**400), id="a-number-too-small-for-a-float"),
        pytest.param("Sat, 12 Apr 99999999999999999999 10:30:00 GMT", id="a-year-too-large-for-the-machine"),
        pytest.param("Sat, 12 Apr 2031 10:30:00 +99999999999999", id="a-zone-too-far-away"),
        pytest.param("Sat, 12 Apr 2031 10:30:00 +9999", id="a-zone-of-four-days"),
        pytest.param("9" * 5000, id="five-thousand-digits"),
        pytest.param("²⁰³¹", id="superscripts"),
        pytest.param("2031-04-12T10:30:00+24:00", id="an-iso-zone-of-a-day"),
    ],
)
def test_absurd_values_are_refused_like_any_other(value: object) -> None:
    """No value, however absurd, raises anything but the error that says it is no date."""
    with pytest.raises(ValueError, match=r"^not a date: "):
        parse_published(value)


mail_dates = st.builds(
    "{}, {} {} {} {}:{}:{} {}".format,
    st.sampled_from(["Sat", "Mon", "X"]),
    st.integers(-1, 99),
    st.sampled_from(["Apr", "April", "Foo"]),
    st.integers(-1, 10**22),
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(0, 99),
    st.sampled_from(["GMT", "+0200", "-9999", "+999999999999", "EST", ""]),
)
dated_words = st.text("0123456789-:/TZ+. ,APMapril", max_size=24)
values = st.one_of(
    st.text(max_size=30),
    dated_words,
    mail_dates,
    st.integers(),
    st.integers(-(10**400), 10**400),
    st.floats(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
    st.binary(max_size=8),
    st.lists(st.integers(), max_size=2),
)


@given(values)
def test_a_value_is_read_or_refused_and_never_ends_before_it_starts(value: object) -> None:
    """Reading a date raises nothing but ValueError, and gives a start that is not after its end."""
    try:
        published = parse_published(value)
    except ValueError:
        return
    if published is not None:
        assert datetime.fromisoformat(published.start) <= datetime.fromisoformat(published.end)
        assert published.how is DateSource.METADATA


# --- dates in addresses ---


@pytest.mark.parametrize(
    ("url", "interval"),
    [
        pytest.param("https://courier.example/2024/03/17/talks", ("2024-03-17", "2024-03-17"), id="day"),
        pytest.param("https://courier.example/news/2024/3/7", ("2024-03-07", "2024-03-07"), id="single-digits"),
        pytest.param("https://courier.example/2024-03-17-talks-resume", ("2024-03-17", "2024-03-17"), id="hyphens"),
        pytest.param("https://courier.example/2024/02/talks", ("2024-02-01", "2024-02-29"), id="month"),
        pytest.param("https://courier.example/2024/03/17/?page=2", ("2024-03-17", "2024-03-17"), id="query-after"),
        pytest.param("https://courier.example/2024/03/17.html", ("2024-03-17", "2024-03-17"), id="ending"),
        pytest.param("https://courier.example/talks?on=/2024/03/17/", None, id="only-in-the-query"),
        pytest.param("https://courier.example/2024/13/45/talks", None, id="no-such-day"),
        pytest.param("https://courier.example/2024/02/30/talks", None, id="no-such-day-of-february"),
        pytest.param("https://courier.example/2024/talks", None, id="year-alone"),
        pytest.param("https://courier.example/1824/03/17/talks", None, id="another-century"),
        pytest.param("https://courier.example/article-12024/03/17", None, id="part-of-a-number"),
        pytest.param("https://courier.example/talks", None, id="none"),
        pytest.param("", None, id="empty"),
        pytest.param("javascript:alert(1)", None, id="no-address"),
    ],
)
def test_an_address_gives_the_date_in_its_path(url: str, interval: tuple[str, str] | None) -> None:
    """A date in the path of an address is read as precisely as it stands there."""
    assert date_in_url(url) == (Published(*interval, DateSource.URL) if interval else None)


@given(st.text(max_size=60))
def test_any_address_is_read_without_an_error(url: str) -> None:
    """No address, however odd, raises anything."""
    found = date_in_url(url)
    assert found is None or found.start <= found.end


@pytest.mark.parametrize(
    "tail",
    [" last" * 100, "at" * 100, ", " * 2000, " | ---" * 2000, " 10:30" * 1000],
    ids=["words", "syllables", "commas", "table", "clocks"],
)
def test_a_long_line_beside_a_date_is_judged_in_one_go(tail: str) -> None:
    """A line of a date and a long rest, such as a row of a table, does not hold up a build."""
    line = f"12 April 2031{tail} Korsk"
    assert run_guarded(f"from onrecord.reading.dates import only_date; print(only_date({line!r}))") == "None\n"


def test_a_text_of_many_dates_is_read_in_one_go() -> None:
    """A chronology of twenty thousand dates does not hold up a build."""
    program = (
        "from onrecord.reading.dates import find_dates; "
        "print(sum(1 for _ in find_dates('On 12 April 2031 nobody signed.\\n' * 20_000)))"
    )
    assert run_guarded(program) == "20000\n"
