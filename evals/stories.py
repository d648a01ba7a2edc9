"""Stories: articles of public data sets into their events, and when articles were published whose date is withheld."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, groupby
from typing import Any

from evals.built import Row, build_rows, row_span
from evals.gold import SHARED, fingerprint, rows
from evals.metrics import Score, b_cubed, commonest, score_characters
from evals.scoring import Error, Result
from onrecord.reading.blocks import find_blocks
from onrecord.reading.dates import parse_published

ALLSIDES = SHARED / "data" / "allsides_stories" / "dev.jsonl.gz"
ECBPLUS = SHARED / "data" / "ecbplus" / "dev.jsonl.gz"
MIN_DATED = 2
"""Dated articles of its story, beside the one whose date is withheld."""

_DAY = 10  # characters of a day
ITEMS = 4
"""Paragraphs of a round-up."""

ROUND_UP = "round-up "
"""What the id of a round-up begins with; the stories of its paragraphs follow."""

_MIN_SUMMARY = 80  # characters of a summary that says something
_TOPIC = re.compile(r"\d+")


# --- articles into events ---


def score_allsides(stories: int | None) -> tuple[Result, str]:
    """Build a record of the articles of so many stories (all: `None`); score its stories by B-cubed."""
    articles = [_article(story, article) for story, article in _articles(stories)]
    result = Result()
    _score_stories(build_rows(articles, ("reports", "stories")), result)
    return result, fingerprint(ALLSIDES.read_bytes())


def score_ecbplus(documents: int | None) -> tuple[Result, str]:
    """Build a record of so many documents; score its stories, and how many pairs join look-alike events.

    The data set holds two events for each of its topics, which are alike: two earthquakes, two weddings.
    """
    inputs = [
        {"id": f"{row['event']}|{row['id']}", "tokens": _sentences(row["tokens"], row["sentence_of"])}
        for row in list(rows(ECBPLUS))[:documents]
    ]
    result = Result()
    found = _score_stories(build_rows(inputs, ("reports", "stories")), result)
    joined = [pair for story in found for pair in combinations(sorted(story), 2)]
    alike = sum(_event(left) != _event(right) and _topic(left) == _topic(right) for left, right in joined)
    result.figures["joined pairs that are not of look-alike events"] = 1 - alike / max(1, len(joined))
    return result, fingerprint(ECBPLUS.read_bytes())


def _score_stories(tables: dict[str, list[Row]], result: Result) -> list[set[str]]:
    ids = {row["id"]: row["source_id"] for row in tables["reports"]}
    found = [{ids[report] for report in row["reports"]} for row in tables["stories"]]
    due: dict[str, set[str]] = defaultdict(set)
    for id_ in ids.values():
        due[_event(id_)].add(id_)
    result.scores["stories (B³)"] = b_cubed(found, due.values())
    result.errors += _errors(found, due)
    return found


def _errors(found: Iterable[set[str]], due: dict[str, set[str]]) -> Iterator[Error]:
    parts: Counter[str] = Counter()
    for story in found:
        events = Counter(map(_event, sorted(story)))
        parts.update(events)
        if len(events) > 1:
            yield Error(min(story), "joined", ", ".join(f"{event} {count}" for event, count in sorted(events.items())))
    for event, count in sorted(parts.items()):
        if count < len(due[event]) or sum(event in map(_event, story) for story in found) > 1:
            yield Error(event, "split", ", ".join(sorted(due[event])))


def _event(id_: str) -> str:
    return id_.partition("|")[0]


def _topic(id_: str) -> str:
    match = _TOPIC.match(id_)
    return match[0] if match else id_


def _articles(stories: int | None) -> Iterator[tuple[str, dict[str, Any]]]:
    for story in list(rows(ALLSIDES))[:stories]:
        for article in story["articles"]:
            yield story["story"], article


def _article(story: str, article: dict[str, Any], *, is_dated: bool = True) -> dict[str, Any]:
    """Return an article as a row; one whose date is withheld has no address either, since many hold it."""
    dated = {"published": article["date"], "url": article["url"]} if is_dated else {}
    return {
        "id": f"{story}|{article['id']}",
        "text": article["text"],
        "title": article["title"],
        "outlet": article["outlet"],
        **dated,
    }


def _sentences(tokens: list[str], sentence_of: list[int]) -> list[list[str]]:
    numbered = zip(tokens, sentence_of, strict=True)
    return [[token for token, _ in group] for _, group in groupby(numbered, key=lambda pair: pair[1])]


# --- round-ups ---


def score_round_ups(stories: int | None) -> tuple[Result, str]:
    """Build a record of articles and of round-ups made of what the data set says of their stories in a few sentences.

    Each paragraph of a round-up is due with the story of its happening, or else that is the round-up's own story.
    """
    told = [(row["story"], summary_of(row)) for row in list(rows(ALLSIDES))[:stories]]
    told = [(story, text) for story, text in told if text]
    spread = [told[start :: len(told) // ITEMS] for start in range(len(told) // ITEMS)]  # those that follow are apart
    inputs = [_article(story, article) for story, article in _articles(stories)]
    inputs += map(make_round_up, spread)
    tables = build_rows(inputs, ("reports", "stories", "story_passages"))
    ids = {row["id"]: row["source_id"] for row in tables["reports"]}
    is_round_up = {id_: source.startswith(ROUND_UP) for id_, source in ids.items()}
    meant = {
        row["id"]: commonest(_event(ids[report]) for report in row["reports"] if not is_round_up[report])
        for row in tables["stories"]
    }
    own = {report: meant[row["id"]] for row in tables["stories"] for report in row["reports"]}
    found = [
        ((row["report"], meant[row["story"]]), row_span(row))
        for row in tables["story_passages"]
        if is_round_up[row["report"]]
    ]
    due = [
        ((row["id"], story), span)
        for row in tables["reports"]
        if is_round_up[row["id"]]
        for story, span in zip(
            row["source_id"].removeprefix(ROUND_UP).split("|"), find_blocks(row["text"]), strict=True
        )
        if story != own[row["id"]]
    ]
    result = Result()
    result.scores["parts of round-ups: characters"] = score_characters(found, due)
    expected = {(report, span): story for (report, story), span in due}
    result.errors += [
        Error(ids[report], "part of another story", f"{story} for {expected.get((report, span))}")
        for (report, story), span in found
        if expected.get((report, span)) != story
    ]
    return result, fingerprint(ALLSIDES.read_bytes())


def summary_of(row: Row) -> str:
    """Return what a data set says of a story in a few sentences; an empty text where it says hardly anything."""
    told = " ".join(row["roundup"].rpartition("ARTICLE=>")[2].split())
    return told if len(told) >= _MIN_SUMMARY else ""


def make_round_up(items: Iterable[tuple[str, str]]) -> Row:
    """Return a report of several paragraphs, each with its story, as a row."""
    stories, texts = zip(*items, strict=True)
    return {"id": ROUND_UP + "|".join(stories), "title": "News in brief", "text": "\n\n".join(texts)}


# --- withheld dates ---


def score_dates(stories: int | None) -> tuple[Result, str]:
    """Withhold the date of one article in each story of so many, and score what day the record gives it.

    Articles whose date the data set does not know are left out. The stories are the record's own.
    """
    by_story = groupby(((story, one) for story, one in _articles(stories) if one["date"]), key=lambda pair: pair[0])
    due: dict[str, str] = {}
    inputs = []
    for number, (story, group) in enumerate(by_story):
        articles = [article for _, article in group]
        withheld = number % len(articles) if len(articles) > MIN_DATED else None
        for place, article in enumerate(articles):
            row = _article(story, article, is_dated=place != withheld)
            if place == withheld and (day := parse_published(article["date"])) is not None:
                due[row["id"]] = day.start[:_DAY]
            inputs.append(row)
    reports = build_rows(inputs, ("reports",))["reports"]
    given = {row["source_id"]: row["published"] for row in reports if row["source_id"] in due and row["published"]}
    right = inside = days = 0
    result = Result()
    for id_, published in sorted(given.items()):
        if published["start"][:_DAY] == published["end"][:_DAY]:
            days += 1
            right += published["start"][:_DAY] == due[id_]
            if published["start"][:_DAY] != due[id_]:
                result.errors.append(Error(id_, "wrong day", f"{published['start']} for {due[id_]}"))
        else:
            inside += published["start"][:_DAY] <= due[id_] <= published["end"][:_DAY]
    result.scores["withheld dates: days"] = Score(right, days, len(due))
    result.scores["withheld dates: intervals"] = Score(inside, len(given) - days, len(due) - days)
    result.figures["withheld dates not given wrong"] = 1 - (days - right) / max(1, len(due))
    return result, fingerprint(ALLSIDES.read_bytes())
