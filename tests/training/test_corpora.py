"""The data sets as training reads them; the sets here are made by hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from training.corpora import ATTRIBUTION_TAGS, NAME_TAGS, read_attributions, read_headlines, read_names, read_trees
from training.labels import allowed_moves, span_tags, spans_to_tags


def write_rows(path: Path, *rows: dict[str, Any]) -> None:
    """Write a gzip-compressed JSON Lines file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)


def test_span_tags() -> None:
    """A span begins, goes on and ends; one of a single word stands alone; one that overlaps an earlier one is left out."""
    tags = span_tags(("cue", "source"))
    found = spans_to_tags(7, [(0, 1, "cue"), (2, 5, "source"), (4, 6, "cue"), (6, 6, "cue")], tags)

    assert [tags[number] for number in found] == ["S-cue", "O", "B-source", "I-source", "E-source", "O", "O"]


@pytest.mark.parametrize(
    ("left", "right", "allowed"),
    [
        ("O", "B-cue", True),
        ("O", "I-cue", False),
        ("B-cue", "E-cue", True),
        ("B-cue", "E-source", False),
        ("E-cue", "S-cue", True),
        ("I-cue", "O", False),
    ],
)
def test_moves(left: str, right: str, allowed: bool) -> None:
    """A tag that opens a span is followed by one of the same label that goes on, every other by one that does not."""
    tags = span_tags(("cue", "source"))

    assert allowed_moves(tags)[tags.index(left)][tags.index(right)] is allowed


def test_names(tmp_path: Path) -> None:
    """Each given sentence is a line, and its BIO tags become BIOES tags."""
    sentences = [
        {"tokens": ["Orla", "Venn", "left", "Karrow", "."], "tags": ["B-Person", "I-Person", "O", "B-Location", "O"]},
        {"tokens": ["Nobody", "waved", "."], "tags": ["O", "O", "O"]},
    ]
    write_rows(tmp_path / "worldwide_ner" / "train.jsonl.gz", {"id": "a", "sentences": sentences})
    (passage,) = read_names(tmp_path, "train")

    assert passage.cuts == [0, 5]
    assert [place for place, opens in enumerate(passage.opens_line) if opens] == [0, 5]
    assert passage.names is not None
    assert [NAME_TAGS[tag] for tag in passage.names[:5]] == ["B-Person", "E-Person", "O", "S-Location", "O"]


def test_attributions(tmp_path: Path) -> None:
    """Contents go without marks and end punctuation; their words know the cue, and the cue its source."""
    text = '"We sign," Orla Venn said, "on Monday."\nIt was reported.'
    spans = [
        {"source": [[11, 20]], "cue": [[21, 25]], "content": [[0, 10], [27, 39]]},
        {"source": [], "cue": [[47, 55]], "content": []},
    ]
    row = {"id": "a", "outlet": "b", "date": "c", "text": text, "attributions": spans}
    write_rows(tmp_path / "polnear" / "train.jsonl.gz", row)
    (passage,) = read_attributions(tmp_path, "train")
    found = passage.attributions
    assert found is not None
    words = passage.words
    tagged = [(word, ATTRIBUTION_TAGS[tag]) for word, tag in zip(words, found.tags, strict=True) if tag]

    assert tagged == [
        ("We", "B-content"),
        ("sign", "E-content"),
        ("Orla", "B-source"),
        ("Venn", "E-source"),
        ("said", "S-cue"),
        ("on", "B-content"),
        ("Monday", "E-content"),
        ("reported", "S-cue"),
    ]
    said, reported = words.index("said"), words.index("reported")
    assert {words[place] for place, cue in enumerate(found.cue_of) if cue == said} == {"We", "sign", "on", "Monday"}
    assert (found.source_of[said], found.source_of[reported]) == (words.index("Orla"), reported)
    assert passage.glued[words.index(",")]
    assert not passage.glued[said]


CONLLU = """# newdoc id = a
# newpar
# sent_id = 1
# text = I can't.
1\tI\tI\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\tca\tcan\tAUX\tMD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
3.1\tgo\tgo\tVERB\tVB\t_\t_\t_\t_\t_
4\t.\t.\tPUNCT\t.\t_\t0\troot\t_\t_

# sent_id = 2
1\tNo\tno\tINTJ\tUH\t_\t0\troot\t_\tSpaceAfter=No
2\t!\t!\tPUNCT\t.\t_\t1\tpunct\t_\t_

"""


def test_trees(tmp_path: Path) -> None:
    """Syntactic words come with how they are printed; heads count in the passage, and a root heads itself."""
    path = tmp_path / "gum" / "train.conllu.gz"
    path.parent.mkdir()
    path.write_bytes(gzip.compress(CONLLU.encode()))
    (passage,) = read_trees(tmp_path, "gum", "train")
    tree = passage.tree
    assert tree is not None

    assert passage.words == ["I", "ca", "n't", ".", "No", "!"]
    assert passage.glued == [False, False, True, True, False, True]
    assert passage.opens_line == [True, False, False, False, False, False]
    assert passage.cuts == [0, 4]
    assert tree.head == [3, 3, 3, 3, 4, 4]
    assert tree.lemma == ["I", "can", "not", ".", "no", "!"]


def test_headlines(tmp_path: Path) -> None:
    """A pair of headlines has one score, from 0 to 1, and each one vector."""
    write_rows(
        tmp_path / "sts_headlines" / "train.jsonl.gz", {"score": 2.5, "a": "Talks fail. Again", "b": "Talks end"}
    )
    ((left, right),) = read_headlines(tmp_path)

    assert (left.score, right.score) == (0.5, 0.5)
    assert left.cuts == right.cuts == [0]
