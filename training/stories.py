"""Fit the weights by which two reports are held to be about the same happening: `onrecord/across/likeness.json`.

Pairs are those that the package compares, of the train parts of `allsides_stories` and `ecbplus`, each part in a record
of its own; they are right where both articles are of one event. The dates of a third of the pairs are hidden, so that
undated reports fare as well. Pairs of one event weigh as much as all others of their part do, a sixth part each way.

The weights for paragraphs are learned from round-ups made of the summaries of `allsides_stories`, whose stories are
known, and from paragraphs of its articles, which are taken to tell of their article's story.
"""

from __future__ import annotations

import gzip
import json
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy
import numpy.typing as npt
from evals.stories import ITEMS, ROUND_UP, make_round_up, summary_of

import onrecord
from onrecord.across.features import find_features
from onrecord.across.likely import PARAGRAPH_WORDS, Keys, Lookup, Words, find_likely, make_keys
from onrecord.across.likeness import FILE
from onrecord.across.weighing import Weighed, find_ubiquitous, weigh
from onrecord.pipeline import Until, build_record
from onrecord.record.connection import open_for_reading
from onrecord.record.gists import parse_gist, read_paragraphs
from onrecord.records import Gist
from onrecord.settings import Settings

PARTS = ("allsides_stories", "ecbplus")
_OTHERS = 6.0  # what the pairs of two events weigh, where those of one event weigh 1 in all
_HIDDEN = 0.35
_REGULAR = 0.03
_EVERY = 9  # one paragraph in so many of an article is learned from
_GAPS = ("gap known", "gap 0", "gap 1", "gap 3", "gap")

Matrix = npt.NDArray[numpy.float64]


def fit_stories(data: Path, file: Path = FILE, *, seed: int = 0) -> dict[str, Any]:
    """Fit, write and return the models: the weight of each feature, and the intercept. Some minutes."""
    chance = numpy.random.RandomState(seed)
    names: list[str] = []
    features, same, weights = [], [], []
    records = {part: _read_record([*_articles(data, part), *_round_ups(data, part)]) for part in PARTS}
    for part in PARTS:
        names, mine, is_same = _pair_reports(records[part])
        hidden = chance.rand(len(mine)) < _HIDDEN
        for name in _GAPS:
            mine[hidden, names.index(name)] = 0.0
        features.append(mine)
        same.append(is_same)
        weights.append(numpy.where(is_same, 1 / is_same.sum(), _OTHERS / (~is_same).sum()) * 2000)
    reports = _fit(names, numpy.vstack(features), numpy.concatenate(same), numpy.concatenate(weights))
    names, mine, is_same = _pair_paragraphs(records[PARTS[0]])
    models = {"reports": reports, "paragraphs": _fit(names, mine, is_same, numpy.ones(len(mine)))}
    file.write_text(json.dumps(models, indent=1) + "\n", encoding="utf-8")
    return models


# --- what there is to learn from ---


def _articles(data: Path, part: str) -> Iterator[dict[str, Any]]:
    """Yield the articles of a data set as rows; the event stands before the bar of their ids."""
    for row in _rows(data, part):
        if part == "ecbplus":
            numbered = zip(row["tokens"], row["sentence_of"], strict=True)
            sentences = [[token for token, _ in group] for _, group in groupby(numbered, key=lambda pair: pair[1])]
            yield {"id": f"{row['event']}|{row['id']}", "tokens": sentences}
            continue
        for article in row["articles"]:
            kept = {name: article[name] for name in ("text", "title", "outlet", "url")}
            yield {"id": f"{row['story']}|{article['id']}", "published": article["date"], **kept}


def _round_ups(data: Path, part: str) -> Iterator[dict[str, Any]]:
    """Yield reports of several paragraphs each, made of what the data set says of its stories in a few sentences."""
    if part != "ecbplus":
        said = [(row["story"], told) for row in _rows(data, part) if (told := summary_of(row))]
        random.Random(0).shuffle(said)
        yield from map(make_round_up, zip(*[iter(said)] * ITEMS, strict=False))


def _rows(data: Path, part: str) -> Iterator[dict[str, Any]]:
    with gzip.open(data / part / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@dataclass(frozen=True, slots=True, eq=False)
class _Record:
    """The reports of a record that was built of articles and round-ups: their gists, and the paragraphs of both.

    `events` are what the articles are of; `told` what each paragraph is of: an article's, its article's.
    """

    gists: list[Weighed]
    words: Words
    events: list[str]
    paragraphs: list[Weighed]
    asked: Words
    hosts: npt.NDArray[numpy.int64]
    told: list[str]


def _read_record(rows: Sequence[dict[str, Any]]) -> _Record:
    with tempfile.TemporaryDirectory() as folder:
        inputs, file = Path(folder, "rows.jsonl"), Path(folder, "record.db")
        inputs.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        build_record([inputs], file, settings=Settings(), until=Until.FINDINGS)
        with onrecord.open(file) as record:
            ids = {report.id: str(report.source_id) for report in record.reports}
        with open_for_reading(file) as connection:
            query = "SELECT report, gist FROM gist JOIN report ON report.key = gist.report ORDER BY report.id"
            gists = {key: parse_gist(text) for key, text in connection.execute(query)}
            paragraphs = {key: list(read_paragraphs(connection, key).values()) for key in gists}
    articles = {key: gist for key, gist in gists.items() if not ids[gist.report].startswith(ROUND_UP)}
    caps = find_ubiquitous(list(articles.values()))
    number = {key: place for place, key in enumerate(articles)}
    asked: list[tuple[Gist, int, str]] = []
    for key, of_report in paragraphs.items():
        if key in articles:
            asked += [(one.gist, number[key], _event(ids[one.gist.report])) for one in of_report[::_EVERY]]
        else:
            stories = ids[gists[key].report].removeprefix(ROUND_UP).split("|")
            if len(of_report) == len(stories):
                asked += [(one.gist, -1, story) for one, story in zip(of_report, stories, strict=True)]
    return _Record(
        [weigh(gist, caps) for gist in articles.values()],
        _gather(make_keys(gist) for gist in articles.values()),
        [_event(ids[gist.report]) for gist in articles.values()],
        [weigh(gist, caps) for gist, _, _ in asked],
        _gather(make_keys(gist, PARAGRAPH_WORDS) for gist, _, _ in asked),
        numpy.array([host for _, host, _ in asked], dtype=numpy.int64),
        [told for _, _, told in asked],
    )


def _gather(keys: Iterable[Keys]) -> Words:
    found = list(keys)
    return Words(
        numpy.repeat(numpy.arange(len(found)), [len(one.hashes) for one in found]),
        numpy.concatenate([numpy.zeros(0, dtype="<u4"), *(one.hashes for one in found)]),
        numpy.concatenate([numpy.zeros(0, dtype="<u2"), *(one.strengths for one in found)]).astype(numpy.int64),
    )


def _pair_reports(record: _Record) -> tuple[list[str], Matrix, npt.NDArray[numpy.bool_]]:
    """Return the names of the features, those of each pair that is compared, and whether it is of one event."""
    found = find_likely(len(record.gists), record.words)
    pairs = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    described = [find_features(record.gists[left], record.gists[right]) for left, right in pairs]
    return _as_matrix(described, [record.events[left] == record.events[right] for left, right in pairs])


def _pair_paragraphs(record: _Record) -> tuple[list[str], Matrix, npt.NDArray[numpy.bool_]]:
    """Return the same for paragraphs and the reports that they are compared with."""
    pairs = list(zip(*Lookup(record.words).find_beside(record.asked, record.hosts), strict=True))
    described = [find_features(record.paragraphs[left], record.gists[right]) for left, right in pairs]
    return _as_matrix(described, [record.told[left] == record.events[right] for left, right in pairs])


def _as_matrix(
    described: Sequence[dict[str, float]], same: Sequence[bool]
) -> tuple[list[str], Matrix, npt.NDArray[numpy.bool_]]:
    return list(described[0]), numpy.array([list(one.values()) for one in described]), numpy.array(same)


def _event(id_: str) -> str:
    return id_.partition("|")[0]


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
