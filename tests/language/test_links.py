from itertools import groupby

import numpy
import pytest

from onrecord.language.links import WordAttribution, link_spans

LABELS = {"S": "source", "U": "cue", "C": "content"}


def tags_of(letters: str) -> list[str]:
    """Return BIOES tags for a letter a word: S source, U cue, C content, a full stop for none; equal ones are a span."""
    tags: list[str] = []
    for letter, run in groupby(letters):
        length, label = len(list(run)), LABELS.get(letter)
        if label is None:
            tags += ["O"] * length
        elif length == 1:
            tags.append(f"S-{label}")
        else:
            tags += [f"B-{label}", *[f"I-{label}"] * (length - 2), f"E-{label}"]
    return tags


def link(
    letters: str, cues: dict[tuple[int, int], float], sources: dict[tuple[int, int], float]
) -> list[WordAttribution]:
    """Link the spans of some letters; scores that are not named are nothing."""
    tags = tags_of(letters)
    tables = []
    for named in (cues, sources):
        table = numpy.zeros((len(tags), len(tags)), dtype="float32")
        for (row, column), score in named.items():
            table[row, column] = score
        tables.append(table)
    before = [table.copy() for table in tables]
    found = link_spans(tags, *tables)
    assert all((left == right).all() for left, right in zip(before, tables, strict=True))
    return found


@pytest.mark.parametrize(
    ("letters", "cues", "sources", "found"),
    [
        pytest.param("", {}, {}, [], id="nothing"),
        pytest.param("..CC.S", {}, {(5, 5): 9}, [], id="no-cue"),
        pytest.param("SUCC", {}, {(1, 0): 2}, [WordAttribution((1, 2), (0, 1), ((2, 4),))], id="source-cue-content"),
        pytest.param(
            "SUCC", {}, {(1, 1): 2}, [WordAttribution((1, 2), None, ((2, 4),))], id="a-source-of-something-else"
        ),
        pytest.param("SUCC", {}, {}, [WordAttribution((1, 2), None, ((2, 4),))], id="a-tie-has-no-source"),
        pytest.param("UU.CC", {}, {}, [WordAttribution((0, 2), None, ((3, 5),))], id="no-source-at-all"),
        pytest.param("SU.", {}, {(1, 0): 2}, [], id="no-content"),
        pytest.param(
            "CC.SU.CCC",
            {},
            {(4, 3): 1},
            [WordAttribution((4, 5), (3, 4), ((0, 2), (6, 9)))],
            id="content-on-both-sides-of-its-cue",
        ),
        pytest.param(
            "SUC.SUC",
            {(2, 1): 5, (6, 5): 5},
            {(1, 0): 1, (5, 4): 1},
            [WordAttribution((1, 2), (0, 1), ((2, 3),)), WordAttribution((5, 6), (4, 5), ((6, 7),))],
            id="two-in-a-sentence",
        ),
        pytest.param(
            "SU.U.CC",
            {(5, 1): 4, (6, 1): 4},
            {(1, 0): 1, (3, 0): 1},
            [WordAttribution((1, 2), (0, 1), ((5, 7),))],
            id="a-second-cue-without-content",
        ),
        pytest.param(
            "SUCUC",
            {(2, 1): 4, (4, 3): 4},
            {(1, 0): 1, (3, 0): 1},
            [WordAttribution((1, 2), (0, 1), ((2, 3),)), WordAttribution((3, 4), (0, 1), ((4, 5),))],
            id="one-source-of-two-cues",
        ),
        pytest.param(
            "U.U.CCC",
            {(4, 0): 9, (5, 2): 1, (6, 2): 1},
            {},
            [WordAttribution((0, 1), None, ((4, 7),))],
            id="one-sure-word-outweighs-two-unsure",
        ),
        pytest.param(
            "S.SUC",
            {},
            {(3, 0): 3, (3, 2): 2},
            [WordAttribution((3, 4), (0, 1), ((4, 5),))],
            id="the-better-of-two-sources",
        ),
    ],
)
def test_links_made_by_hand(
    letters: str,
    cues: dict[tuple[int, int], float],
    sources: dict[tuple[int, int], float],
    found: list[WordAttribution],
) -> None:
    """Each content goes to the cue that its words point at, each cue to its source or to none."""
    assert link(letters, cues, sources) == found


def test_scores_far_apart_are_no_trouble() -> None:
    """Scores so large or so small that their powers have no number still link."""
    found = link("U.UC", {(3, 0): -1e4, (3, 2): 1e4}, {(0, 0): -1e4})
    assert found == [WordAttribution((2, 3), None, ((3, 4),))]
