"""The values that decisions give."""

from __future__ import annotations

import pytest

from onrecord.decisions.values import dates_in, kind_in, name_in
from onrecord.errors import SettingsError

DATES = [
    ("2031", "2031-01-01/2031-12-31"),
    ("2031-02", "2031-02-01/2031-02-28"),
    ("2031-04-12", "2031-04-12"),
    ("2031-04-12T09:30", "2031-04-12T09:30:00"),
    ("2031-04-12T09:30:15Z", "2031-04-12T09:30:15+00:00"),
    ("2031-04-12T09:30+02:00", "2031-04-12T09:30:00+02:00"),
    ("2031-04-12/2031-04-14", "2031-04-12/2031-04-14"),
    ("2031-04/2031-05", "2031-04-01/2031-05-31"),
    ("2031-04-12/2031-04-12", "2031-04-12"),
    (" 2031-04-12 ", "2031-04-12"),
    ("2031-04-12T09:30/2031-04-12", "2031-04-12T09:30:00/2031-04-12"),
]


@pytest.mark.parametrize(("words", "value"), DATES, ids=[words for words, _ in DATES])
def test_dates(words: str, value: str) -> None:
    """A date in ISO 8601 becomes the interval it stands for, and that interval stands for itself."""
    assert dates_in(words) == value
    assert dates_in(value) == value


@pytest.mark.parametrize(
    "words",
    ["", "April 12, 2031", "12.4.2031", "2031-13", "2031-02-30", "2031-04-12T25:00", "20310412", "/", "2031/", "/2031",
     "2031/2032/2033", "1900000000", "2031-W12", "last week"],
)  # fmt: skip
def test_what_is_no_date(words: str) -> None:
    """Anything else is refused with the forms that would have worked."""
    with pytest.raises(SettingsError, match=r"is no ISO 8601 date\. Write a year, month, day or moment"):
        dates_in(words)


@pytest.mark.parametrize("words", ["2032/2031", "2031-04-12T10:00/2031-04-12T09:00"])
def test_intervals_that_end_before_they_begin(words: str) -> None:
    """An interval that ends before it begins is refused."""
    with pytest.raises(SettingsError, match="ends before it begins"):
        dates_in(words)


def test_names() -> None:
    """A name is words with single spaces."""
    assert name_in("  Leyla\n Qasimbay ") == "Leyla Qasimbay"


@pytest.mark.parametrize("words", ["", " \n", "x" * 2001, "a\x1b[2Jb", "a\udc80b"])
def test_what_is_no_name(words: str) -> None:
    """Nothing, too much, and what could drive a terminal is no name."""
    with pytest.raises(SettingsError):
        name_in(words)


def test_kinds() -> None:
    """A kind is one of eight words; another word is refused with all of them."""
    assert kind_in("Person") == "person"
    with pytest.raises(
        SettingsError, match=r"'boat' is no kind of entity\. The kinds are: person, organisation, place"
    ):
        kind_in("boat")
