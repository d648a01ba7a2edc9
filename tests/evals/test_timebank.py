"""The measures of TempEval-3, on a case worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from evals.scoring import Result
from evals.timebank import finish, score_article


def time(start: int, end: int, value: str, kind: str = "DATE") -> dict[str, Any]:
    """Return a time as the data and `annotate` give it."""
    return {"start": start, "end": end, "value": value, "type": kind}


def test_measures() -> None:
    """Touching counts as relaxed, the same extent as strict; value and type are shares of what was met."""
    row = {
        "id": "a",
        "text": "On Tuesday night they met in 1989 and now.",
        "times": [time(3, 16, "1989-10-24TNI", "TIME"), time(29, 33, "1989"), time(38, 41, "PRESENT_REF")],
    }
    found = [time(3, 10, "1989-10-24"), time(29, 33, "1989"), time(17, 21, "P1D")]
    result = Result()

    score_article(row, found, result)
    finish(result)

    assert result.figures["times: relaxed F1"] == pytest.approx(2 / 3)
    assert result.figures["times: strict F1"] == pytest.approx(1 / 3)
    assert result.figures["times: value F1"] == pytest.approx(2 / 3 * 1 / 2)
    assert result.figures["times: type F1"] == pytest.approx(2 / 3 * 1 / 2)
    assert result.figures["weekdays: value right"] == 0
    assert result.figures["weekdays: day right"] == 1
    assert [error.kind for error in result.errors] == ["value", "time missed", "time invented"]
