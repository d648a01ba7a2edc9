"""What one report says by itself."""

from __future__ import annotations

import io
import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.export.annotation import Annotated, annotate, annotate_paths
from onrecord.records import Location, NotRead, Reading, make_report
from onrecord.settings import Settings
from tests.record_fixtures import FERRY, PIER, rows_of, write, write_rows

pytest_plugins = ("tests.record_fixtures",)
ALONE = Settings(jobs=1)


def annotated(text: str, **fields: Any) -> dict[str, Any]:
    """Return the annotation of one text."""
    return annotate(Reading(make_report(text, **fields), Location("a.txt", 1, 0)), ALONE)


def words(annotation: dict[str, Any], spans: list[list[int]]) -> list[str]:
    """Return the words at spans."""
    return [annotation["text"][start:end] for start, end in spans]


def test_what_it_says() -> None:
    """Sentences, tokens, names, attributions and times of a short text, all on its characters."""
    found = annotated("“We will sign,” Orla Venn said on May 3, 2031. Nobody left.")

    assert words(found, found["sentences"]) == ["“We will sign,” Orla Venn said on May 3, 2031.", "Nobody left."]
    assert words(found, [[token["start"], token["end"]] for token in found["tokens"]])[:6] == [
        "“",
        "We",
        "will",
        "sign",
        ",",
        "”",
    ]
    assert [(found["text"][name["start"] : name["end"]], name["label"]) for name in found["names"]] == [
        ("Orla Venn", "Person"),
        ("May 3, 2031", "Date"),
    ]
    (attribution,) = found["attributions"]
    assert {field: words(found, attribution[field]) for field in ("source", "cue", "content")} == {
        "source": ["Orla Venn"],
        "cue": ["said"],
        "content": ["We will sign"],
    }
    assert attribution["kind"] == "direct"
    assert [time["value"] for time in found["times"]] == ["2031-05-03"]
    assert [quotation["speaker"] for quotation in found["quotations"]] == [["Orla Venn"]]


def _by_itself(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row without what all reports together tell: who is one."""
    return {name: value for name, value in row.items() if name not in ("entity", "stands_for", "speaker", "via")}


def test_the_same_as_a_record(two_reports: Path, small_file: Path) -> None:
    """What a report says by itself is what a record of it holds."""
    results = [found for found in annotate_paths([two_reports], settings=ALONE) if isinstance(found, Annotated)]

    for table in ("quotations", "mentions", "times", "drops"):
        apart = [_by_itself(row) for found in results for row in found.annotation[table]]
        assert sorted(map(repr, apart)) == sorted(repr(_by_itself(row)) for row in rows_of(small_file, table))


def test_order_and_failures(tmp_path: Path) -> None:
    """Reports come in input order, and what gave none comes where it lay, with its reason."""
    rows = write_rows(tmp_path / "b.jsonl", [{"id": str(number), "text": f"Report {number}."} for number in range(150)])
    ferry = write(tmp_path, "c.txt", FERRY)
    paths = [ferry, tmp_path / "none.txt", rows]

    results = list(annotate_paths(paths, settings=ALONE))

    assert isinstance(results[0], Annotated)
    assert isinstance(results[1], NotRead)
    assert results[1].reason == "no such file or folder"
    assert [found.annotation["id"] for found in results[2:] if isinstance(found, Annotated)] == list(
        map(str, range(150))
    )


def test_one_process_or_two(tmp_path: Path) -> None:
    """The number of processes and the size of batches change nothing, not even the order."""
    write(tmp_path / "reports", "pier.txt", PIER)
    write(tmp_path / "reports", "ferry.txt", FERRY)
    write_rows(tmp_path / "reports" / "rows.jsonl", [{"text": f"{FERRY} {number}"} for number in range(5)])
    apart = Settings(jobs=2, batch_reports=2)

    assert list(annotate_paths([tmp_path / "reports"], settings=ALONE)) == list(
        annotate_paths([tmp_path / "reports"], settings=apart)
    )


def test_standard_input() -> None:
    """`-` reads a text, or rows, from standard input."""
    (text,) = annotate_paths(["-"], settings=ALONE, standard_input=io.BytesIO(PIER.encode()))
    (row,) = annotate_paths(["-"], settings=ALONE, standard_input=io.BytesIO(b'{"id": "a", "text": "No."}\n'))

    assert isinstance(text, Annotated)
    assert text.annotation["text"] == PIER.strip()
    assert isinstance(row, Annotated)
    assert row.annotation["id"] == "a"


def test_other_language() -> None:
    """A text in a language that is not read has its text and language, says so, and is empty otherwise."""
    found = annotated("Balıkçılar yeni iskeleyi paylaşmakta anlaştı ve mahkeme süreci sona erdi. Herkes memnun.")

    assert found["language"] == "tr"
    assert "tr" in found["unread"]
    assert found["tokens"] == found["sentences"] == found["names"] == found["attributions"] == []


def test_empty_text() -> None:
    """An empty text is annotated with empty lists."""
    found = annotated("")

    assert (found["text"], found["language"], found["unread"]) == ("", None, None)
    assert found["tokens"] == found["sentences"] == found["quotations"] == []


@pytest.mark.parametrize("vectors", [True, False])
def test_vectors(vectors: bool) -> None:
    """Vectors are there when asked for, and only then."""
    reading = Reading(make_report("No."), Location("a.txt", 1, 0))

    assert ("vectors" in annotate(reading, ALONE, vectors=vectors)) is vectors


TEXTS = st.lists(
    st.sampled_from(
        [
            "“We will sign,”",
            "said",
            "Orla Venn",
            "on May 3, 2031",
            ".",
            "\n\n",
            "\r\n",
            "U.N.",
            "é𐍈",
            "\u00a0",
            "  ",
            "🏳️",
        ]
    ),
    max_size=25,
).map(" ".join)


@given(TEXTS)
@settings(max_examples=100)
def test_any_text(text: str) -> None:
    """Whatever the text: tokens and sentences lie in order, apart, and cover every character that is no white space."""
    found = annotated(text, language="en")

    tokens = [(token["start"], token["end"]) for token in found["tokens"]]
    assert all(start < end for start, end in tokens)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(tokens))
    covered = {place for start, end in tokens for place in range(start, end)}
    assert all(place in covered for place, character in enumerate(text) if not character.isspace())
    sentences = found["sentences"]
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(sentences))
    assert all(any(start <= token[0] and token[1] <= end for start, end in sentences) for token in tokens)
