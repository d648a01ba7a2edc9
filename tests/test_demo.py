"""The packaged demo: reports, their gold record, and a record made of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from evals.demo_gold import DemoGold, Text, span_of

from evals import demo_gold
from onrecord.demo import gold_folder, reports_folder
from onrecord.reading.formats import FORMATS
from tests.record_fixtures import digest_of, rows_of, run_cli

pytest_plugins = ("tests.record_fixtures",)

KEYS = sorted(path.stem for path in gold_folder().glob("[0-9]*.json"))
OUTLETS = 9
LOOK_ALIKES = {"026", "027", "028", "029"}


@pytest.fixture(scope="module")
def gold() -> DemoGold:
    """Return the demo's gold."""
    return demo_gold.load()


def report_of(file: Path, text: Text) -> dict[str, Any]:
    """Return the report in a record that a text of the gold is about."""
    (found,) = (row for row in rows_of(file, "reports") if row["file"].endswith(text.file) and row["part"] == text.part)
    return found


def test_files_are_packaged(gold: DemoGold) -> None:
    """The demo's reports lie in the package, in formats that are read, and each has its gold."""
    suffixes = {suffix for known in FORMATS for suffix in known.suffixes}
    files = sorted(reports_folder().iterdir())

    assert {file.suffix for file in files} <= suffixes
    assert {text.file for text in gold.texts.values()} == {file.name for file in files}
    assert len(gold.texts) >= 28


def test_the_corpus_is_what_it_is_meant_to_be(gold: DemoGold) -> None:
    """At least 24 reports by nine outlets within four weeks, and four of an earlier look-alike, each 150 to 900 words."""
    assert len(set(gold.texts) - LOOK_ALIKES) >= 24
    assert len({text.outlet for text in gold.texts.values() if text.outlet}) >= OUTLETS
    assert all(120 <= len(report.text.split()) <= 900 for report in gold.reports.values())
    days = {text.published.start[:10] for text in gold.texts.values() if text.published and text.published.start}
    assert {day for day in days if day < "2031"} == {"2025-03-05", "2025-03-06", "2025-03-07"}
    assert {day[:7] for day in days if day > "2031"} == {"2031-03", "2031-04"}


def test_the_gold_is_sound(gold: DemoGold) -> None:
    """Every span of the gold slices back to its words, every key exists, and the stories are a partition."""
    assert list(demo_gold.problems(gold)) == []


def test_the_checker_finds_what_is_wrong(gold: DemoGold) -> None:
    """A span moved by one character, an unknown entity and a text in two stories are each found."""
    key = next(iter(gold.texts))
    text = gold.texts[key]
    mention = text.mentions[0]
    moved = (mention.span[0] + 1, mention.span[1] + 1, mention.span[2])
    bad = mention.model_copy(update={"span": moved, "entity": "nobody-at-all"})
    texts = gold.texts | {key: text.model_copy(update={"mentions": (bad, *text.mentions[1:])})}
    story = gold.together.stories[0]
    together = gold.together.model_copy(update={"stories": (*gold.together.stories, story)})

    found = list(demo_gold.problems(DemoGold(texts, gold.reports, together)))

    assert any("is not printed at" in problem for problem in found)
    assert any("nobody-at-all" in problem for problem in found)
    assert any(problem.startswith("stories:") for problem in found)


@pytest.mark.parametrize(
    ("update", "said"),
    [
        pytest.param({"story": "no-story-at-all"}, "story_passages: there is no no-story-at-all", id="story"),
        pytest.param({"report": "000"}, "story_passages: there is no 000", id="report"),
        pytest.param({"span": (1496, 1501, "wrong")}, "record: 'wrong' is not printed at 1496 of 001", id="words"),
        pytest.param({"story": "first-round"}, "first-round is the report's own story", id="own-story"),
        pytest.param({"span": (1504, 1508, "says")}, "001 at 1504: not whole paragraphs", id="paragraph"),
    ],
)
def test_the_checker_finds_wrong_story_passages(gold: DemoGold, update: dict[str, Any], said: str) -> None:
    """An unknown story or report, words not printed there, the report's own story and part of a paragraph are found."""
    first, *rest = gold.together.story_passages
    assert (first.report, first.span[0]) == ("001", 1495)
    together = gold.together.model_copy(update={"story_passages": (first.model_copy(update=update), *rest)})

    found = list(demo_gold.problems(DemoGold(gold.texts, gold.reports, together)))

    assert any(said in problem for problem in found)


def test_a_story_passage_stands_once(gold: DemoGold) -> None:
    """A passage that is listed twice is found."""
    passages = gold.together.story_passages
    together = gold.together.model_copy(update={"story_passages": (*passages, passages[0])})

    found = list(demo_gold.problems(DemoGold(gold.texts, gold.reports, together)))

    assert found == ["story_passages: 001 at 1495 is there twice"]


def test_what_the_corpus_was_written_to_hold(gold: DemoGold) -> None:
    """The hard cases are in it: copies with and without credit, trimmed and contradicted words, conflicting figures."""
    together = gold.together
    assert {derivation.kind for derivation in together.derivations} >= {"whole", "abridged", "rewritten", "release"}
    assert {derivation.credited for derivation in together.derivations} == {True, False}
    relations = {relation.relation for statement in together.statements for relation in statement.relations}
    assert relations >= {"trimmed", "translation", "contradiction"}
    assert {figure.relation for figure in together.figures} >= {"update", "conflict"}
    stages = {stage.stage for proposal in together.proposals for stage in proposal.stages}
    assert stages >= {"offered", "amended", "refused", "revived"}
    assert Counter(quotation.kind for text in gold.texts.values() for quotation in text.quotations).keys() == {
        "direct", "mixed", "indirect",
    }  # fmt: skip
    look_alike = [story for story in together.stories if LOOK_ALIKES & set(story.reports)]
    assert all(set(story.reports) <= LOOK_ALIKES for story in look_alike)


def test_one_report_for_each_text_of_the_gold(demo_file: Path, gold: DemoGold) -> None:
    """The record holds exactly the reports that the gold describes."""
    ids = {report_of(demo_file, text)["id"] for text in gold.texts.values()}
    assert len(rows_of(demo_file, "reports")) == len(gold.texts) == len(ids)


@pytest.mark.parametrize("key", KEYS)
def test_language_and_furniture(demo_file: Path, gold: DemoGold, key: str) -> None:
    """Each report's language is the gold's, and no line of news is hidden as furniture."""
    text = gold.texts[key]
    report = report_of(demo_file, text)

    assert report["language"] == text.language
    hidden = {place for start, end in report["furniture"] for place in range(start, end)}
    due = {place for placed in text.anatomy.furniture for place in range(placed[0], placed[1])}
    assert {place for place in hidden - due if not report["text"][place].isspace()} == set()


def test_dates_are_never_invented(demo_file: Path, gold: DemoGold) -> None:
    """Where the gold has no day or another one, none is given; what a story tells holds the day worked out by reading."""
    worked_out = {date.report: (date.start, date.end) for date in gold.together.dates}
    for key, text in gold.texts.items():
        published = report_of(demo_file, text)["published"]
        known = text.published.start if text.published else None
        if published is not None and published["how"] == "story" and not known:
            start, end = worked_out.get(key, ("", ""))
            assert published["start"] <= end, key
            assert published["end"] >= start, key
        else:
            assert published is None or (known and published["start"][:10] <= known[:10] <= published["end"][:10]), key


def test_no_quotation_is_made_up(demo_file: Path, gold: DemoGold) -> None:
    """At most one in twenty quotations in marks touches nothing that the gold calls a quotation or debatable."""
    found, strange = 0, 0
    for text in gold.texts.values():
        report = report_of(demo_file, text)["id"]
        places = {
            place
            for placed in (
                *(span for row in text.quotations for span in row.spans),
                *(row.span for row in text.debatable),
            )
            for place in range(*span_of(placed))
        }
        for row in rows_of(demo_file, "quotations"):
            if row["report"] == report and row["kind"] != "indirect":
                found += 1
                strange += not any(place in places for start, end in row["spans"] for place in range(start, end))
    assert strange <= found / 20


def test_demo_command_makes_this_record(demo_file: Path, inside: Path) -> None:
    """`onrecord demo` makes the record that building the packaged folder makes, and fits on two screens."""
    outcome = run_cli("demo", "--into", "demo.db")

    assert outcome.code == 0
    assert digest_of(inside / "demo.db") == digest_of(demo_file)
    assert len(outcome.out.splitlines()) <= 48
    assert "onrecord find" in outcome.out
