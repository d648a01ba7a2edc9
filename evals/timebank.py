"""Time expressions of TimeBank news, by the measures of TempEval-3 (UzZaman et al., SemEval 2013).

A gold expression is found when a found one shares a character with it (relaxed), or has its extent (strict). Value F1
is relaxed F1 times the share of the found ones whose TIMEX3 value is right; type F1 likewise. Expressions that name a
weekday are counted apart: how many have the right value, and how many at least the right day, for TimeBank gives
"Thursday night" now as a day and now as a night.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evals.gold import SHARED, fingerprint, rows
from evals.language import Annotate
from evals.metrics import Score
from evals.scoring import Error, Result
from onrecord.records import Span

PARTS = {part: SHARED / "data" / "timebank" / f"{part}.jsonl.gz" for part in ("train", "dev")}
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)
_DAY_DIGITS = len("2013-03-22")


def score_times(path: Path, annotate: Annotate) -> tuple[Result, str]:
    """Score all articles of a file; return the result and the data's fingerprint."""
    result = Result()
    for row in rows(path):
        found = annotate({"id": row["id"], "text": row["text"], "published": row["published"]})["times"]
        score_article(row, found, result)
    finish(result)
    return result, fingerprint(path.read_bytes())


def score_article(row: Mapping[str, Any], found: list[Mapping[str, Any]], result: Result) -> None:
    """Add one article: `row` as the data has it, `found` as `annotate` gives times."""
    text, due = row["text"], row["times"]
    places = {_place(time) for time in found}
    met = [time for time in found if any(_place(time).touches(_place(other)) for other in due)]
    reached = [time for time in due if any(_place(time).touches(place) for place in places)]
    result.add("times strict", Score(sum(_place(time) in places for time in due), len(found), len(due)))
    result.shares["found that meet one due"] += len(met)
    result.shares["found"] += len(found)
    result.shares["due"] += len(due)
    result.shares["due that meet one found"] += len(reached)
    for time in due:
        _score_one(row["id"], text, time, [one for one in found if _place(one).touches(_place(time))], result)
    for time in found:
        if time not in met:
            result.errors.append(Error(row["id"], "time invented", _place(time).of(text)))


def _score_one(article: str, text: str, due: Mapping[str, Any], found: list[Mapping[str, Any]], result: Result) -> None:
    words = _place(due).of(text)
    values = [time["value"] for time in found]
    result.shares["right value"] += due["value"] in values
    result.shares["right type"] += any(time["type"] == due["type"] for time in found)
    if _WEEKDAY.search(words):
        result.shares["weekdays"] += 1
        result.shares["weekdays with the right value"] += due["value"] in values
        result.shares["weekdays with the right day"] += any(
            value[:_DAY_DIGITS] == due["value"][:_DAY_DIGITS] for value in values
        )
    if not found:
        result.errors.append(Error(article, "time missed", words))
    elif due["value"] not in values:
        result.errors.append(Error(article, "value", f"{words}: {values[0]} for {due['value']}"))


def _place(time: Mapping[str, Any]) -> Span:
    return Span(time["start"], time["end"])


def finish(result: Result) -> None:
    """Turn the counts into TempEval-3's figures."""
    counts = result.shares
    precision = counts["found that meet one due"] / max(1, counts["found"])
    recall = counts["due that meet one found"] / max(1, counts["due"])
    relaxed = 2 * precision * recall / max(precision + recall, 1e-9)
    reached = max(1, counts["due that meet one found"])
    result.figures |= {
        "times: relaxed precision": precision,
        "times: relaxed recall": recall,
        "times: relaxed F1": relaxed,
        "times: strict F1": result.scores["times strict"].f1,
        "times: value F1": relaxed * counts["right value"] / reached,
        "times: type F1": relaxed * counts["right type"] / reached,
        "weekdays: value right": counts["weekdays with the right value"] / max(1, counts["weekdays"]),
        "weekdays: day right": counts["weekdays with the right day"] / max(1, counts["weekdays"]),
    }
    result.shares.clear()
