"""Fit the weights by which two reports are held to be about the same happening: `onrecord/across/likeness.json`.

Pairs are those that the package compares, of the train parts of `allsides_stories` and `ecbplus`, each part in a record
of its own; they are right where both articles are of one event. The dates of a third of the pairs are hidden, so that
undated reports fare as well. Pairs of one event weigh as much as all others of their part do, a sixth part each way.
"""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy
import numpy.typing as npt

import onrecord
from onrecord.across.features import find_features
from onrecord.across.likely import find_likely, make_keys
from onrecord.across.likeness import FILE
from onrecord.across.weighing import Weighed, find_ubiquitous, weigh
from onrecord.pipeline import Until, build_record
from onrecord.record.connection import open_for_reading
from onrecord.record.gists import parse_gist
from onrecord.settings import Settings

PARTS = ("allsides_stories", "ecbplus")
_OTHERS = 6.0  # what the pairs of two events weigh, where those of one event weigh 1 in all
_HIDDEN = 0.35
_REGULAR = 0.03
_GAPS = ("gap known", "gap 0", "gap 1", "gap 3", "gap")

Matrix = npt.NDArray[numpy.float64]


def fit_stories(data: Path, file: Path = FILE, *, seed: int = 0) -> dict[str, Any]:
    """Fit, write and return the model: the weight of each feature, and the intercept. Some minutes."""
    chance = numpy.random.RandomState(seed)
    names: list[str] = []
    features, same, weights = [], [], []
    for part in PARTS:
        names, mine, is_same = _read_pairs(list(_articles(data, part)))
        hidden = chance.rand(len(mine)) < _HIDDEN
        for name in _GAPS:
            mine[hidden, names.index(name)] = 0.0
        features.append(mine)
        same.append(is_same)
        weights.append(numpy.where(is_same, 1 / is_same.sum(), _OTHERS / (~is_same).sum()) * 2000)
    model = _fit(names, numpy.vstack(features), numpy.concatenate(same), numpy.concatenate(weights))
    file.write_text(json.dumps(model, indent=1), encoding="utf-8")
    return model


def _articles(data: Path, part: str) -> Iterator[dict[str, Any]]:
    """Yield the articles of a data set as rows; the event stands before the bar of their ids."""
    with gzip.open(data / part / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if part == "ecbplus":
                numbered = zip(row["tokens"], row["sentence_of"], strict=True)
                sentences = [[token for token, _ in group] for _, group in groupby(numbered, key=lambda pair: pair[1])]
                yield {"id": f"{row['event']}|{row['id']}", "tokens": sentences}
                continue
            for article in row["articles"]:
                kept = {name: article[name] for name in ("text", "title", "outlet", "url")}
                yield {"id": f"{row['story']}|{article['id']}", "published": article["date"], **kept}


def _read_pairs(rows: Sequence[dict[str, Any]]) -> tuple[list[str], Matrix, npt.NDArray[numpy.bool_]]:
    """Return the names of the features, those of each pair that is compared, and whether it is of one event."""
    with tempfile.TemporaryDirectory() as folder:
        inputs, file = Path(folder, "rows.jsonl"), Path(folder, "record.db")
        inputs.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        build_record([inputs], file, settings=Settings(), until=Until.FINDINGS)
        with onrecord.open(file) as record:
            events = {report.id: str(report.source_id).partition("|")[0] for report in record.reports}
        with open_for_reading(file) as connection:
            query = "SELECT gist FROM gist JOIN report ON report.key = gist.report ORDER BY report.id"
            gists = [parse_gist(text) for (text,) in connection.execute(query)]
    caps = find_ubiquitous(gists)
    weighed = [weigh(gist, caps) for gist in gists]
    keys = [make_keys(gist) for gist in gists]
    found = find_likely(
        len(gists),
        numpy.repeat(numpy.arange(len(gists)), [len(one.hashes) for one in keys]),
        numpy.concatenate([one.hashes for one in keys]),
        numpy.concatenate([one.strengths for one in keys]).astype(numpy.int64),
    )
    pairs = [(weighed[left], weighed[right]) for left, right in zip(found.left, found.right, strict=True)]
    described = [find_features(*pair) for pair in pairs]
    return (
        list(described[0]),
        numpy.array([list(one.values()) for one in described]),
        numpy.array([_event(left, events) == _event(right, events) for left, right in pairs]),
    )


def _event(weighed: Weighed, events: dict[str, str]) -> str:
    return events[weighed.gist.report]


def _fit(names: list[str], features: Matrix, same: npt.NDArray[numpy.bool_], weights: Matrix) -> dict[str, Any]:
    """Return a logistic regression on features brought to one scale, in the features' own scales."""
    from sklearn.linear_model import LogisticRegression

    mean = numpy.average(features, axis=0, weights=weights)
    scale = numpy.sqrt(numpy.average((features - mean) ** 2, axis=0, weights=weights)) + 1e-6
    fitted = LogisticRegression(C=_REGULAR, max_iter=400, tol=1e-3)
    fitted.fit((features - mean) / scale, same, sample_weight=weights)
    slopes = fitted.coef_[0] / scale
    return {
        "intercept": round(float(fitted.intercept_[0] - (slopes * mean).sum()), 4),
        "weights": {name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True)},
    }
