"""How names, attributions and sentence vectors are scored, by hand-made annotations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from evals.language import MAX_MEGABYTES, likeness, names_of, score_names, score_size
from evals.metrics import Score
from evals.polnear import score_attributions
from evals.scoring import Result

TAGS = [
    ("begins and goes on", ["B-Person", "I-Person", "O"], {(0, 3, "Person")}),
    ("two in a row", ["B-Person", "B-Person", "O"], {(0, 1, "Person"), (2, 3, "Person")}),
    ("goes on from nothing", ["O", "I-Date", "I-Date"], {(2, 5, "Date")}),
    ("goes on as another", ["B-Person", "I-Date", "O"], {(0, 1, "Person"), (2, 3, "Date")}),
    ("to the end", ["O", "O", "B-Money"], {(4, 5, "Money")}),
]


@pytest.mark.parametrize(("tags", "names"), [case[1:] for case in TAGS], ids=[case[0] for case in TAGS])
def test_tags(tags: list[str], names: set[tuple[int, int, str]]) -> None:
    """BIO tags spell names as conlleval reads them."""
    assert names_of([["a", "b", "c"]], [tags]) == names


def test_names() -> None:
    """A name is right where its span and label are; each label is scored by itself as well."""
    due = names_of([["Ada", "of", "Rome"], ["In", "May"]], [["B-Person", "O", "B-Location"], ["O", "B-Date"]])
    found = [(0, 3, "Person"), (7, 11, "Facility"), (12, 18, "Date")]
    annotation = {
        "text": "Ada of Rome\nIn May",
        "names": [{"start": start, "end": end, "label": label} for start, end, label in found],
    }
    result = Result()

    score_names("one", annotation, due, result)

    assert result.scores == {
        "names": Score(1, 3, 3),
        "Date": Score(0, 1, 1),
        "Facility": Score(0, 1, 0),
        "Location": Score(0, 0, 1),
        "Person": Score(1, 1, 1),
    }
    assert [(error.kind, error.words) for error in result.errors] == [
        ("Location missed", "Rome"),
        ("Date missed", "May"),
        ("Facility invented", "Rome"),
        ("Date invented", "In May"),
    ]


TEXT = "“We won,” said Mr Poe. Ann Lee thinks it is over. It rained, it seems."


def attribution(source: list[str], cue: list[str], content: list[str]) -> dict[str, Any]:
    """Return an attribution of stretches of the text above."""
    parts = {"source": source, "cue": cue, "content": content}
    return {
        part: [[TEXT.index(words), TEXT.index(words) + len(words)] for words in stretches]
        for part, stretches in parts.items()
    }


def tokens() -> list[dict[str, Any]]:
    """Return the words of the text above and its marks, as `annotate` gives them."""
    found, place = [], 0
    for word in ("“", "We", "won", ",”", "said", "Mr", "Poe", ".", "Ann", "Lee", "thinks", "it", "is", "over", ".",
                 "It", "rained", ",", "it", "seems", "."):  # fmt: skip
        place = TEXT.index(word, place)
        found.append({"start": place, "end": place + len(word)})
        place += len(word)
    return found


DUE = [
    attribution(["Mr Poe"], ["said"], ["“We won,”"]),
    attribution(["Ann Lee"], ["thinks"], ["it is over."]),
    attribution([], ["seems"], ["It rained"]),
]


def scores_of(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the scores of what was found in the text above."""
    result = Result()
    score_attributions(
        {"id": "one", "text": TEXT, "attributions": DUE}, {"tokens": tokens(), "attributions": found}, result
    )
    return dict(result.scores)


def test_attributions() -> None:
    """Marks at the ends do not matter to exact spans; overlaps count by tokens; whole ones need content and source."""
    found = [
        attribution(["Poe"], ["said"], ["We won"]),  # the source touches
        attribution(["Ann Lee"], ["thinks"], ["over"]),  # one token in three
        attribution(["Mr Poe"], ["seems"], ["It rained,"]),  # a source where none is due
    ]
    assert scores_of(found) == {
        "source spans": Score(2, 3, 2),
        "source tokens": Score(4, 4, 4),
        "cue spans": Score(3, 3, 3),
        "cue tokens": Score(3, 3, 3),
        "content spans": Score(2, 3, 3),
        "content tokens": Score(5, 5, 7),
        "whole attributions": Score(1, 3, 3),
    }


def test_whole_attributions_are_matched_one_to_one() -> None:
    """Of two found attributions of one content, one is right; contents need half their tokens in common."""
    found = [
        attribution(["Ann Lee"], ["thinks"], ["it is"]),
        attribution(["Lee"], ["thinks"], ["it is over"]),
        attribution([], ["seems"], ["It rained, it"]),
    ]
    assert scores_of(found)["whole attributions"] == Score(2, 3, 3)


def test_right_attributions_score_in_full() -> None:
    """What is due, found, is right throughout."""
    assert {score.f1 for score in scores_of(DUE).values()} == {1.0}


VECTORS = [
    ("the same", [[1.0, 0.0]], [[2.0, 0.0]], 1.0),
    ("nothing in common", [[1.0, 0.0]], [[0.0, 1.0]], 0.0),
    ("two sentences count together", [[1.0, 0.0], [0.0, 1.0]], [[1.0, 1.0]], 1.0),
    ("a text that was not read", [], [[1.0, 0.0]], 0.0),
]


@pytest.mark.parametrize(("left", "right", "cosine"), [case[1:] for case in VECTORS], ids=[case[0] for case in VECTORS])
def test_likeness(left: list[list[float]], right: list[list[float]], cosine: float) -> None:
    """Two texts are as alike as the sums of their sentences' vectors."""
    assert likeness(left, right) == pytest.approx(cosine)


def test_size(tmp_path: Path) -> None:
    """Weights may be as large as the limit, and no larger."""
    (tmp_path / "model.onnx").write_bytes(b"0" * (MAX_MEGABYTES * 1_000_000))
    assert score_size(tmp_path).figures == {"at most 30 MB": 1.0}
    (tmp_path / "labels.json").write_bytes(b"0")
    assert score_size(tmp_path).figures == {"at most 30 MB": 0.0}
