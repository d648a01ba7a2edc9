"""The gold of who and when: what it must hold, and that its checker sees what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import pytest
from evals.mention_gold import MentionGold, Text, Time, load_seeds, load_twins, problems

Change = Callable[[Text], Text]


def with_first(text: Text) -> MentionGold:
    """Return the first set with its first text put in place of what it was."""
    dev = load_twins("dev")
    return replace(dev, texts={**dev.texts, text.key: text})


def change_mention(**values: object) -> Change:
    """Return a change of a text's first mention."""
    return lambda text: text.model_copy(
        update={"mentions": (text.mentions[0].model_copy(update=values), *text.mentions[1:])}
    )


def add_time(text: Text) -> Text:
    """Return the text with a time whose value its type cannot have."""
    span = text.mentions[0].span
    return text.model_copy(update={"times": (*text.times, Time(span=span, type="DURATION", value="2029-03"))})


def repeat_mention(text: Text) -> Text:
    """Return the text with one mention twice."""
    return text.model_copy(update={"mentions": (text.mentions[0], *text.mentions)})


@pytest.mark.parametrize("part", ["dev", "test"])
def test_the_twins_are_sound(part: Literal["dev", "test"]) -> None:
    """Every span slices back to its words, every key exists, and nothing is there twice."""
    marked = load_twins(part)

    assert list(problems(marked)) == []
    assert len(marked.texts) == 8


@pytest.mark.parametrize("part", ["dev", "test"])
def test_the_twins_are_what_they_are_meant_to_be(part: Literal["dev", "test"]) -> None:
    """Reports of a seed's length, some without a date, with every way of speaking of somebody."""
    marked = load_twins(part)

    assert all(250 <= len(report.text.split()) <= 500 for report in marked.reports.values())
    assert sum(text.published is None for text in marked.texts.values()) == 2
    assert {mention.how for text in marked.texts.values() for mention in text.mentions} == {
        "name", "demonym", "office", "description", "pronoun",
    }  # fmt: skip


def test_the_seeds_are_sound() -> None:
    """Every span of the seeds' gold slices back to its words, every key exists, and nothing is there twice."""
    marked = load_seeds()
    if marked is None:
        pytest.skip("the seeds' texts are not at hand")

    assert list(problems(marked)) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param(change_mention(span=(1, 5, "else")), "is not printed", id="words that are not there"),
        pytest.param(change_mention(entity="nobody"), "there is no nobody", id="unknown entity"),
        pytest.param(change_mention(stands_for="nowhere"), "there is no nowhere", id="unknown country"),
        pytest.param(repeat_mention, "is there twice", id="mention twice"),
        pytest.param(add_time, "is no value of a DURATION", id="value of another type"),
    ],
)
def test_the_checker_sees(change: Change, told: str) -> None:
    """What is wrong with a text is told."""
    text = load_twins("dev").texts["01"]

    assert any(told in problem for problem in problems(with_first(change(text))))
