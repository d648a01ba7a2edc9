"""The one-line form of what a time says by itself."""

from __future__ import annotations

import pytest

from onrecord.within.time_reading import (
    Base,
    Relation,
    Side,
    TimeReading,
    Unit,
    length_value,
    parse_reading,
)

READINGS = [
    TimeReading(Relation.DATE, "2024-03-21", clock="T10:00"),
    TimeReading(Relation.NAME, "XXXX-WXX-2", side=Side.PAST),
    TimeReading(Relation.NAME, "XXXX-03-06", side=Side.PAST, unit=Unit.WEEK),
    TimeReading(Relation.SHIFT, offset=-1, unit=Unit.YEAR, at="Q3", mod="START"),
    TimeReading(Relation.SHIFT, offset=2, unit=Unit.DAY, base=Base.TEXT),
    TimeReading(Relation.LENGTH, "P30Y", side=Side.PAST, mod="MORE_THAN"),
    TimeReading(Relation.SET, "P1D"),
    TimeReading(Relation.LOOSE, "FUTURE_REF"),
]


@pytest.mark.parametrize("reading", READINGS, ids=[reading.form for reading in READINGS])
def test_there_and_back(reading: TimeReading) -> None:
    """A form that is read back gives the reading it was written from."""
    assert parse_reading(reading.form) == reading


@pytest.mark.parametrize(
    "form", ["", "name", "guess 2024", "shift -1fortnight", "name XXXX-03 side=left", "date 2024 x"]
)
def test_no_form(form: str) -> None:
    """What is no form is refused, with the form in the message."""
    with pytest.raises(ValueError, match="not the reading of a time"):
        parse_reading(form)


@pytest.mark.parametrize(
    ("count", "unit", "value"),
    [
        (3, Unit.DAY, "P3D"),
        (None, Unit.YEAR, "PXY"),
        (3, Unit.DECADE, "P30Y"),
        (1, Unit.CENTURY, "P100Y"),
        (2.5, Unit.HOUR, "PT2H30M"),
        (0.5, Unit.HOUR, "PT30M"),
        (1.5, Unit.YEAR, "P1.5Y"),
        (None, Unit.MINUTE, "PTXM"),
    ],
)
def test_lengths(count: float | None, unit: Unit, value: str) -> None:
    """A length is written as TIMEX3 has it; decades and centuries in years, an unknown number as X."""
    assert length_value(count, unit) == value
